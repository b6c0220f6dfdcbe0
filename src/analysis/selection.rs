//! Some of the documents of a corpus, and the counts in them.

use crate::analysis::select::sort;
use crate::corpus::{Corpus, Document};
use crate::error::{Error, Kind, Result};
use std::borrow::Cow;

/// The documents that a query is about, in the order of the corpus, each once.
#[derive(Debug, Clone)]
pub(crate) struct Selection<'a> {
    corpus: &'a Corpus,
    /// Ascending; `None` for all.
    chosen: Option<Vec<usize>>,
}

impl<'a> Selection<'a> {
    /// The documents with these indexes, in whatever order and however often each is named; all for `None`.
    ///
    /// # Errors
    /// [`Kind::InvalidArgument`] about `argument` when the corpus has no document with one of the indexes.
    pub(crate) fn new(corpus: &'a Corpus, argument: &'static str, asked: Option<&[usize]>) -> Result<Selection<'a>> {
        let count = corpus.documents().len();
        let Some(asked) = asked else {
            return Ok(Selection { corpus, chosen: None });
        };
        if let Some(index) = asked.iter().find(|&&index| index >= count) {
            let detail = format!("a document's index must be below their number, {count}, and one is {index}");
            return Err(Error::new(Kind::InvalidArgument, argument, detail));
        }
        let mut chosen = asked.to_vec();
        sort(&mut chosen, Ord::cmp);
        chosen.dedup();
        Ok(Selection { corpus, chosen: Some(chosen) })
    }

    /// All documents that are not in this selection.
    pub(crate) fn others(&self) -> Selection<'a> {
        let all = 0..self.corpus.documents().len();
        let chosen = all.filter(|&index| !self.contains(index)).collect();
        Selection { corpus: self.corpus, chosen: Some(chosen) }
    }

    pub(crate) fn contains(&self, index: usize) -> bool {
        self.chosen.as_ref().is_none_or(|chosen| chosen.binary_search(&index).is_ok())
    }

    /// The documents with their indexes.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &'a Document)> + '_ {
        let documents = self.corpus.documents();
        let length = self.chosen.as_ref().map_or(documents.len(), Vec::len);
        (0..length).map(move |place| {
            let index = self.chosen.as_ref().map_or(place, |chosen| chosen[place]);
            (index, &documents[index])
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.iter().count()
    }

    /// How many tokens the documents have.
    pub(crate) fn tokens(&self) -> usize {
        match self.chosen {
            None => self.corpus.token_count(),
            Some(_) => self.iter().map(|(_, document)| document.tokens().len()).sum(),
        }
    }

    /// How many tokens of each term the documents have.
    pub(crate) fn counts(&self) -> Cow<'a, [u32]> {
        if self.chosen.is_none() {
            return Cow::Borrowed(self.corpus.terms().counts());
        }
        let mut counts = vec![0; self.corpus.terms().len()];
        for (_, document) in self.iter() {
            for token in document.tokens() {
                counts[token.term as usize] += 1;
            }
        }
        Cow::Owned(counts)
    }

    /// In how many of the documents each term stands; `counts` are those of [`counts`](Self::counts).
    pub(crate) fn document_frequencies(&self, counts: &[u32]) -> Vec<u32> {
        if self.len() <= 1 {
            return counts.iter().map(|&count| count.min(1)).collect();
        }
        let mut found = vec![0; counts.len()];
        // Which document a term was seen in last, from 1: one pass over the tokens, and no set a document.
        let mut seen_in = vec![0u32; counts.len()];
        for (number, (_, document)) in (1..).zip(self.iter()) {
            for token in document.tokens() {
                let term = token.term as usize;
                if seen_in[term] != number {
                    seen_in[term] = number;
                    found[term] += 1;
                }
            }
        }
        found
    }
}

/// The frequency of `count` tokens in a million of `tokens`; 0 where there is no token.
///
/// per million = 10⁶ · f / N
pub(crate) fn per_million(count: u64, tokens: u64) -> f64 {
    if tokens == 0 { 0.0 } else { 1e6 * count as f64 / tokens as f64 }
}

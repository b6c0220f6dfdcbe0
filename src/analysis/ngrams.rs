//! N-grams: which words follow one another, and how often.
//!
//! An n-gram is a run of n tokens in which no punctuation and no end of a sentence stands between two; white space may.
//! Counted level by level: an (n + 1)-gram can be frequent only where the n-gram at its beginning and the one a token
//! later are, so all else is left out before it is looked at (R. Agrawal, R. Srikant, "Fast algorithms for mining
//! association rules", VLDB 1994). Equal runs are brought together by counting sorts, so the time is linear in the
//! tokens and no spelling is hashed. It takes some 30 bytes a token while it counts.
//!
//! per million = 10⁶ · f / N, with f the count and N the tokens of the chosen documents.

use crate::analysis::collocation::require_precise;
use crate::analysis::select::keep_sorted;
use crate::analysis::selection::{Selection, per_million};
use crate::analysis::spans::TermRef;
use crate::analysis::spelling::{code_points, compare};
use crate::corpus::{Corpus, TermTable};
use crate::error::{Error, Kind, Result};
use crate::lens::Lens;
use crate::text::TokenKind;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// What n-grams are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NgramSort {
    /// The count, high ones first.
    #[default]
    Count,
    /// The text, by code points.
    Text,
    /// The number of documents, high ones first.
    Documents,
}

/// Whether n-grams with stop words are among the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NgramStopFilter {
    /// They are.
    #[default]
    Show,
    /// No member is a stop word.
    Hide,
}

/// Which n-grams, in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct NgramQuery {
    /// The fewest tokens; 2 unless told, from 2 to 6.
    pub min: Option<usize>,
    /// The most tokens; as many as `min` unless told, to 6.
    pub max: Option<usize>,
    /// Only n-grams that occur at least so often; 2 unless told.
    pub min_count: Option<u32>,
    /// Only n-grams with this term.
    pub containing: Option<TermRef>,
    /// Whether n-grams with stop words are among the rows; they are unless told.
    pub stop_words: Option<NgramStopFilter>,
    /// What to order by; the count unless told. Equal rows: higher count first, then by the text.
    pub sort: Option<NgramSort>,
    /// How many rows to pass over; 0 unless told.
    pub offset: Option<usize>,
    /// The most rows to give; 100 unless told.
    pub limit: Option<usize>,
    /// The documents; all unless told.
    pub documents: Option<Vec<usize>>,
}

impl NgramQuery {
    /// The most tokens of an n-gram.
    pub const MAX: usize = 6;

    fn lengths(&self) -> Result<(usize, usize)> {
        let min = self.min.unwrap_or(2);
        let max = self.max.unwrap_or(min.max(2));
        let check = |name: &'static str, value: usize, least: usize| {
            let detail = || format!("must be from {least} to {}, and is {value}", Self::MAX);
            let right = (least..=Self::MAX).contains(&value);
            if right { Ok(()) } else { Err(Error::new(Kind::InvalidArgument, name, detail())) }
        };
        check("min", min, 2)?;
        check("max", max, min)?;
        Ok((min, max))
    }
}

/// An n-gram.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NgramRow {
    /// The terms in order.
    pub terms: Vec<u32>,
    /// Their spellings.
    pub words: Vec<String>,
    /// The spellings joined, with a space between two words of alphabets that are written with spaces.
    pub text: String,
    /// How often it occurs. Occurrences may overlap.
    pub count: u32,
    /// `count` in a million tokens of the documents.
    pub per_million: f64,
    /// In how many documents.
    pub documents: u32,
}

/// Some n-grams.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NgramPage {
    /// How many n-grams the filters leave.
    pub total: usize,
    /// N, the tokens of the documents.
    pub tokens: usize,
    /// How many rows stand before the first.
    pub offset: usize,
    /// The rows.
    pub rows: Vec<NgramRow>,
}

/// The rows that a query chooses. `stop_marks` tells for each term whether it is a stop word.
///
/// # Errors
/// [`Kind::InvalidArgument`] for lengths outside their range, a document or a term's number that there is not, and a
/// corpus that was not cut in precise mode.
///
/// # Panics
/// If `stop_marks` is shorter than the corpus's term table.
///
/// ```
/// use hanlens::analysis::{NgramQuery, StopWords, ngrams};
/// use hanlens::{Corpus, CutOptions, Lens};
/// let lens = Lens::from_lists("北京 10 ns\n大学 10 n\n很 10 d\n好 10 a\n", "")?;
/// let mut corpus = Corpus::new(CutOptions::default());
/// corpus.push_str("sample", "北京大学很好。好，北京大学。")?;
/// corpus.analyze(&lens);
/// let marks = StopWords::None.mark(corpus.terms());
/// let page = ngrams::page(&lens, &corpus, &marks, &NgramQuery::default())?;
/// assert_eq!((page.total, page.rows[0].text.as_str(), page.rows[0].count), (1, "北京大学", 2));
/// # Ok::<(), hanlens::Error>(())
/// ```
pub fn page(lens: &Lens, corpus: &Corpus, stop_marks: &[bool], query: &NgramQuery) -> Result<NgramPage> {
    require_precise(corpus.options().mode)?;
    let (min, max) = query.lengths()?;
    let selection = Selection::new(corpus, "documents", query.documents.as_deref())?;
    let wanted = match &query.containing {
        Some(term) => Some(term.resolve(lens, corpus, "containing")?.unwrap_or(NO_TERM)),
        None => None,
    };
    let hidden = (query.stop_words == Some(NgramStopFilter::Hide)).then_some(stop_marks);
    let sequence = Sequence::new(&selection, hidden, max);
    let mut grams = sequence.count(min, max, query.min_count.unwrap_or(2).max(1));
    if let Some(term) = wanted {
        grams.retain(|gram| sequence.terms_of(gram).contains(&term));
    }
    let (total, offset) = (grams.len(), query.offset.unwrap_or(0));
    let order = Order { terms: corpus.terms(), sequence: &sequence, sort: query.sort.unwrap_or_default() };
    let limit = query.limit.unwrap_or(100);
    order.drop_low(&mut grams, offset.saturating_add(limit));
    keep_sorted(&mut grams, offset, limit, |a, b| order.compare(a, b));
    let tokens = selection.tokens();
    let rows = grams.iter().map(|gram| row(corpus.terms(), sequence.terms_of(gram), gram, tokens)).collect();
    Ok(NgramPage { total, tokens, offset, rows })
}

/// The number of no term.
const NO_TERM: u32 = u32::MAX;

fn row(table: &TermTable, terms: &[u32], gram: &Gram, tokens: usize) -> NgramRow {
    let words: Vec<String> = terms.iter().map(|&term| table.word(term)).collect();
    let spaced = |term| matches!(table.kind(term), TokenKind::Letters | TokenKind::Number | TokenKind::Hangul);
    let mut text = words[0].clone();
    for (pair, word) in terms.windows(2).zip(&words[1..]) {
        if spaced(pair[0]) && spaced(pair[1]) {
            text.push(' ');
        }
        text.push_str(word);
    }
    NgramRow {
        terms: terms.to_vec(),
        words,
        text,
        count: gram.count,
        per_million: per_million(gram.count.into(), tokens as u64),
        documents: gram.documents,
    }
}

/// An n-gram by one of its places.
#[derive(Clone, Copy)]
struct Gram {
    at: u32,
    length: u32,
    count: u32,
    documents: u32,
}

/// The tokens of all chosen documents, one after another.
struct Sequence {
    terms: Vec<u32>,
    /// How long a run that begins with the token may be, up to the longest asked for; 0 for a token that is left out.
    runs: Vec<u8>,
    /// How many tokens stand before the end of each document.
    ends: Vec<usize>,
    /// Every term is below this.
    bound: usize,
}

/// A place that begins no frequent n-gram.
const DEAD: u32 = u32::MAX;

impl Sequence {
    fn new(selection: &Selection, hidden: Option<&[bool]>, max: usize) -> Sequence {
        let (mut terms, mut runs, mut ends) = (Vec::with_capacity(selection.tokens()), Vec::new(), Vec::new());
        for (_, document) in selection.iter() {
            let (tokens, flow) = (document.tokens(), document.flow());
            let first = terms.len();
            terms.extend(tokens.iter().map(|token| token.term));
            runs.resize(terms.len(), 0u8);
            let mut run = 0;
            for at in (0..tokens.len()).rev() {
                let out = hidden.is_some_and(|marks| marks[tokens[at].term as usize]);
                run = if out { 0 } else { (run + 1).min(max as u8) };
                runs[first + at] = run;
                if flow.begins_clause(at) {
                    run = 0;
                }
            }
            ends.push(terms.len());
        }
        let bound = terms.iter().max().map_or(0, |&term| term as usize + 1);
        Sequence { terms, runs, ends, bound }
    }

    fn terms_of(&self, gram: &Gram) -> &[u32] {
        &self.terms[gram.at as usize..(gram.at + gram.length) as usize]
    }

    /// All n-grams of these lengths that occur at least `least` times.
    fn count(&self, min: usize, max: usize, least: u32) -> Vec<Gram> {
        let mut grams = Vec::new();
        let (mut names, mut bound) = self.single_names(least);
        for length in 2..=max {
            let found = self.extend(&names, bound, length, least);
            bound = found.grams.len();
            names = found.names;
            if length >= min {
                grams.extend(found.grams);
            }
        }
        grams
    }

    /// A token's name is its term, if that is frequent.
    fn single_names(&self, least: u32) -> (Vec<u32>, usize) {
        let mut counts = vec![0u32; self.bound];
        for &term in &self.terms {
            counts[term as usize] += 1;
        }
        let name = |(&term, &run): (&u32, &u8)| if run > 0 && counts[term as usize] >= least { term } else { DEAD };
        (self.terms.iter().zip(&self.runs).map(name).collect(), self.bound)
    }

    /// From names of the runs of `length` − 1 tokens to those of `length`.
    ///
    /// Places are sorted by their last token, then by the name of what stands before it. Both sorts read in order and
    /// carry what the next step needs, so only their writes go across the memory.
    fn extend(&self, names: &[u32], bound: usize, length: usize, least: u32) -> Named {
        let alive = |&at: &usize| {
            usize::from(self.runs[at]) >= length
                && names[at] != DEAD
                && names.get(at + 1).is_some_and(|&name| name != DEAD)
        };
        let places = || (0..names.len()).filter(alive).map(|at| (at as u32, names[at], self.terms[at + length - 1]));
        let (mut by_end, mut by_name) = (Buckets::new(self.bound), Buckets::new(bound));
        for (_, name, end) in places() {
            by_end.count(end);
            by_name.count(name);
        }
        by_end.open();
        places().for_each(|(at, name, end)| by_end.put(end, name, at));
        by_name.open();
        by_end.each(|end, items| items.iter().for_each(|&item| by_name.put(high(item), end, low(item))));
        drop(by_end);
        let mut found = Named { names: vec![DEAD; names.len()], grams: Vec::new() };
        by_name.each(|_, items| {
            for group in items.chunk_by(|&a, &b| high(a) == high(b)).filter(|group| group.len() >= least as usize) {
                for &item in group {
                    found.names[low(item) as usize] = found.grams.len() as u32;
                }
                let (at, length, count) = (low(group[0]), length as u32, group.len() as u32);
                found.grams.push(Gram { at, length, count, documents: self.documents(group) });
            }
        });
        found
    }

    /// In how many documents the places of items, which must ascend, lie.
    fn documents(&self, items: &[u64]) -> u32 {
        if self.ends.len() == 1 {
            return 1;
        }
        let (mut count, mut end) = (0, 0);
        for at in items.iter().map(|&item| low(item) as usize) {
            if at >= end {
                count += 1;
                end = self.ends[self.ends.partition_point(|&end| end <= at)];
            }
        }
        count
    }
}

struct Named {
    names: Vec<u32>,
    grams: Vec<Gram>,
}

fn high(item: u64) -> u32 {
    (item >> 32) as u32
}

fn low(item: u64) -> u32 {
    item as u32
}

/// A counting sort: pairs of numbers by a key, in the order in which they are put.
struct Buckets {
    /// First how many a bucket has, then where its next one goes, at last where it ends.
    next: Vec<u32>,
    items: Vec<u64>,
}

impl Buckets {
    /// Buckets for keys below `bound`.
    fn new(bound: usize) -> Buckets {
        Buckets { next: vec![0; bound], items: Vec::new() }
    }

    fn count(&mut self, key: u32) {
        self.next[key as usize] += 1;
    }

    /// Makes room when all are counted.
    fn open(&mut self) {
        let mut start = 0;
        for next in &mut self.next {
            start += std::mem::replace(next, start);
        }
        self.items = vec![0; start as usize];
    }

    fn put(&mut self, key: u32, high: u32, low: u32) {
        let next = &mut self.next[key as usize];
        self.items[*next as usize] = u64::from(high) << 32 | u64::from(low);
        *next += 1;
    }

    /// Gives each bucket, when all are filled.
    fn each(&self, mut f: impl FnMut(u32, &[u64])) {
        let mut start = 0;
        for (key, &end) in (0..).zip(&self.next) {
            if start < end as usize {
                f(key, &self.items[start..end as usize]);
                start = end as usize;
            }
        }
    }
}

struct Order<'a> {
    terms: &'a TermTable,
    sequence: &'a Sequence,
    sort: NgramSort,
}

impl Order<'_> {
    /// Leaves out rows that `wanted` others come before by their number alone: most n-grams are as rare as can be, and to
    /// order them by their texts would be most of the work.
    fn drop_low(&self, grams: &mut Vec<Gram>, wanted: usize) {
        const HIGHEST: u32 = 1 << 14;
        let number = |gram: &Gram| match self.sort {
            NgramSort::Count => gram.count.min(HIGHEST),
            NgramSort::Documents => gram.documents.min(HIGHEST),
            NgramSort::Text => 0,
        };
        let mut with = vec![0usize; HIGHEST as usize + 1];
        grams.iter().for_each(|gram| with[number(gram) as usize] += 1);
        let mut before = 0;
        let enough = (0..=HIGHEST).rev().find(|&least| {
            before += with[least as usize];
            before >= wanted
        });
        grams.retain(|gram| number(gram) >= enough.unwrap_or(0));
    }

    fn compare(&self, a: &Gram, b: &Gram) -> Ordering {
        let first = match self.sort {
            NgramSort::Count => Ordering::Equal,
            NgramSort::Text => self.by_text(a, b),
            NgramSort::Documents => b.documents.cmp(&a.documents),
        };
        first.then_with(|| b.count.cmp(&a.count)).then_with(|| self.by_text(a, b))
    }

    /// By the code points of all words together, then word by word: AB C and A BC are two n-grams.
    fn by_text(&self, a: &Gram, b: &Gram) -> Ordering {
        let (a, b) = (self.sequence.terms_of(a), self.sequence.terms_of(b));
        let text_a = a.iter().flat_map(|&term| code_points(self.terms.spelling(term)));
        let text_b = b.iter().flat_map(|&term| code_points(self.terms.spelling(term)));
        let word_by_word = || {
            let pairs = a.iter().zip(b).map(|(&a, &b)| compare(self.terms.spelling(a), self.terms.spelling(b)));
            pairs.fold(Ordering::Equal, Ordering::then).then(a.len().cmp(&b.len()))
        };
        text_a.cmp(text_b).then_with(word_by_word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_is_frequent_and_not_left_out_has_a_name() {
        let sequence = Sequence { terms: vec![0, 1, 0, 0], runs: vec![2, 1, 1, 0], ends: vec![4], bound: 2 };
        assert_eq!(sequence.single_names(2), (vec![0, DEAD, 0, DEAD], 2));
        assert_eq!(sequence.single_names(1), (vec![0, 1, 0, DEAD], 2));
        assert_eq!(sequence.single_names(4), (vec![DEAD; 4], 2));
    }

    #[test]
    fn buckets_are_given_in_order_and_only_those_that_have_something() {
        let mut buckets = Buckets::new(5);
        let items = [(3, 7, 8), (1, u32::MAX, 1), (3, 0, u32::MAX), (1, 5, 5)];
        items.iter().for_each(|&(key, ..)| buckets.count(key));
        buckets.open();
        items.iter().for_each(|&(key, high, low)| buckets.put(key, high, low));
        let mut given = Vec::new();
        buckets.each(|key, items| given.push((key, items.iter().map(|&item| (high(item), low(item))).collect())));
        assert_eq!(given, [(1, vec![(u32::MAX, 1), (5, 5)]), (3, vec![(7, 8), (0, u32::MAX)])]);
    }

    #[test]
    fn rows_that_cannot_be_on_the_page_are_left_out_before_all_are_sorted() {
        let counts = [(5, 1), (2, 2), (5, 1), (1, 1), (3, 3), (2, 2)];
        let corpus = Corpus::new(crate::CutOptions::default());
        let sequence = Sequence { terms: Vec::new(), runs: Vec::new(), ends: Vec::new(), bound: 0 };
        for (sort, wanted, expected) in [
            (NgramSort::Count, 1, &[5, 5][..]),
            (NgramSort::Count, 2, &[5, 5]),
            (NgramSort::Count, 3, &[5, 5, 3]),
            (NgramSort::Count, 4, &[5, 2, 5, 3, 2]),
            (NgramSort::Count, 100, &[5, 2, 5, 1, 3, 2]),
            (NgramSort::Documents, 2, &[2, 3, 2]),
            (NgramSort::Text, 1, &[5, 2, 5, 1, 3, 2]),
        ] {
            let gram = |&(count, documents): &(u32, u32)| Gram { at: 0, length: 2, count, documents };
            let mut grams: Vec<Gram> = counts.iter().map(gram).collect();
            Order { terms: corpus.terms(), sequence: &sequence, sort }.drop_low(&mut grams, wanted);
            assert_eq!(grams.iter().map(|gram| gram.count).collect::<Vec<_>>(), expected, "{sort:?} {wanted}");
        }
    }
}

//! In which documents chosen terms stand, and how often.

use crate::analysis::spans::TermRef;
use crate::corpus::Corpus;
use crate::error::{Error, Kind, Result};
use crate::lens::Lens;
use serde::{Deserialize, Serialize};

/// Which terms.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TermDocumentsQuery {
    /// The terms, by number or by spelling.
    pub terms: Vec<TermRef>,
}

/// A count for each term in each document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermDocuments {
    /// How many documents there are: the length of a row.
    pub documents: usize,
    /// A row for each term of the query, in its order: its count in each document. A spelling that is no term has a row
    /// of zeros.
    pub counts: Vec<u32>,
}

/// How often each of the terms stands in each document.
///
/// # Errors
/// [`Kind::InvalidArgument`] when the corpus has no term with such a number.
///
/// ```
/// use hanlens::analysis::{TermDocumentsQuery, TermRef, term_documents};
/// use hanlens::{Corpus, CutOptions, Lens};
/// let lens = Lens::from_lists("北京 34488 ns\n很 1 d\n大 1 a\n", "")?;
/// let mut corpus = Corpus::new(CutOptions { hmm: false, ..CutOptions::default() });
/// corpus.push_str("a", "北京，北京")?;
/// corpus.push_str("b", "北京很大")?;
/// corpus.analyze(&lens);
/// let query = TermDocumentsQuery { terms: vec![TermRef::Spelling("大".into()), TermRef::Number(0)] };
/// assert_eq!(term_documents::count(&lens, &corpus, &query)?.counts, [0, 1, 2, 1]);
/// # Ok::<(), hanlens::Error>(())
/// ```
pub fn count(lens: &Lens, corpus: &Corpus, query: &TermDocumentsQuery) -> Result<TermDocuments> {
    let numbers = query.terms.iter().map(|term| number(lens, corpus, term)).collect::<Result<Vec<_>>>()?;
    let documents = corpus.documents().len();
    let mut counts = vec![0; numbers.len() * documents];
    // A term may be asked for twice: each has the row of its first.
    let mut row_of = vec![usize::MAX; corpus.terms().len()];
    let rows: Vec<Option<usize>> = (0..).zip(&numbers).map(|(row, term)| first_row(&mut row_of, *term, row)).collect();
    for (index, document) in corpus.documents().iter().enumerate() {
        for token in document.tokens() {
            let row = row_of[token.term as usize];
            if row != usize::MAX {
                counts[row * documents + index] += 1;
            }
        }
    }
    for (row, first) in rows.into_iter().enumerate() {
        if let Some(first) = first.filter(|&first| first != row) {
            counts.copy_within(first * documents..(first + 1) * documents, row * documents);
        }
    }
    Ok(TermDocuments { documents, counts })
}

fn first_row(row_of: &mut [usize], term: Option<u32>, row: usize) -> Option<usize> {
    let first = row_of.get_mut(term? as usize)?;
    *first = (*first).min(row);
    Some(*first)
}

fn number(lens: &Lens, corpus: &Corpus, term: &TermRef) -> Result<Option<u32>> {
    let terms = corpus.terms();
    match term {
        TermRef::Spelling(spelling) => Ok(terms.find(lens, &spelling.encode_utf16().collect::<Vec<_>>())),
        TermRef::Number(number) if (*number as usize) < terms.len() => Ok(Some(*number)),
        TermRef::Number(number) => {
            let detail = format!("a term's number must be below {}, and one is {number}", terms.len());
            Err(Error::new(Kind::InvalidArgument, "terms", detail))
        }
    }
}

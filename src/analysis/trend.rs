//! Trends: how often chosen terms occur from part to part of a corpus.
//!
//! per million = 10⁶ · v / n, with v the tokens of the term in a part and n the tokens of the part; 0 in a part without
//! tokens.

use crate::analysis::parts::{Division, Part, Parts};
use crate::analysis::selection::{Selection, per_million};
use crate::analysis::spans::TermRef;
use crate::corpus::Corpus;
use crate::error::{Error, Kind, Result};
use crate::lens::Lens;
use serde::{Deserialize, Serialize};

/// Which terms over which parts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrendQuery {
    /// The terms, at most [`TrendQuery::MAX_TERMS`].
    pub terms: Vec<TermRef>,
    /// The parts; ten equal ones unless told.
    #[serde(default)]
    pub parts: Option<Parts>,
    /// The documents; all unless told.
    #[serde(default)]
    pub documents: Option<Vec<usize>>,
}

impl TrendQuery {
    /// The most terms of one query.
    pub const MAX_TERMS: usize = 100;
}

/// A term's way through the parts.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TrendSeries {
    /// The term's number; `None` for a word that the corpus does not have.
    pub term: Option<u32>,
    /// The word.
    pub word: String,
    /// Its tokens in each part.
    pub counts: Vec<u32>,
    /// The same in a million tokens of the part.
    pub per_million: Vec<f64>,
}

/// Terms over parts.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Trend {
    /// The parts in order.
    pub parts: Vec<Part>,
    /// A series for each term asked for, in that order.
    pub series: Vec<TrendSeries>,
}

/// The trend of some terms.
///
/// # Errors
/// [`Kind::InvalidArgument`] for too many terms, parts outside their range, and a document or a term's number that there
/// is not.
///
/// ```
/// use hanlens::analysis::{Parts, TrendQuery, trend};
/// use hanlens::{Corpus, CutOptions, Lens};
/// let lens = Lens::from_lists("北京 10 ns\n大学 10 n\n", "")?;
/// let mut corpus = Corpus::new(CutOptions::default());
/// corpus.push_str("a", "北京，北京。大学，大学。")?;
/// corpus.analyze(&lens);
/// let query = TrendQuery { terms: vec!["北京".into()], parts: Some(Parts::Equal(2)), documents: None };
/// let found = trend::follow(&lens, &corpus, &query)?;
/// assert_eq!((&found.series[0].counts[..], &found.series[0].per_million[..]), (&[2, 0][..], &[1e6, 0.0][..]));
/// # Ok::<(), hanlens::Error>(())
/// ```
pub fn follow(lens: &Lens, corpus: &Corpus, query: &TrendQuery) -> Result<Trend> {
    if query.terms.len() > TrendQuery::MAX_TERMS {
        let detail = format!("must be at most {}, and are {}", TrendQuery::MAX_TERMS, query.terms.len());
        return Err(Error::new(Kind::InvalidArgument, "terms", detail));
    }
    let resolve = |term: &TermRef| term.resolve(lens, corpus, "terms");
    let terms: Vec<Option<u32>> = query.terms.iter().map(resolve).collect::<Result<_>>()?;
    let selection = Selection::new(corpus, "documents", query.documents.as_deref())?;
    let Division { parts, .. } = &Division::new(&selection, query.parts.unwrap_or(Parts::Equal(10)))?;
    let counts = count(corpus, &selection, parts, &terms);
    let series = query.terms.iter().zip(&terms).zip(counts).map(|((asked, &term), counts)| TrendSeries {
        term,
        word: match (term, asked) {
            (Some(term), _) => corpus.terms().word(term),
            (None, TermRef::Spelling(word)) => word.clone(),
            (None, TermRef::Number(number)) => number.to_string(),
        },
        per_million: counts.iter().zip(parts).map(|(&v, part)| per_million(v.into(), part.tokens.into())).collect(),
        counts,
    });
    Ok(Trend { series: series.collect(), parts: parts.clone() })
}

/// For each term its tokens in each part. One pass over the tokens, which lie in the parts in order.
fn count(corpus: &Corpus, selection: &Selection, parts: &[Part], terms: &[Option<u32>]) -> Vec<Vec<u32>> {
    let mut row_of = vec![u32::MAX; corpus.terms().len()];
    let mut rows: Vec<Vec<u32>> = Vec::new();
    for &term in terms.iter().flatten() {
        let row = &mut row_of[term as usize];
        if *row == u32::MAX {
            *row = rows.len() as u32;
            rows.push(vec![0; parts.len()]);
        }
    }
    let mut tokens = selection.iter().flat_map(|(_, document)| document.tokens());
    for (index, part) in parts.iter().enumerate() {
        for token in tokens.by_ref().take(part.tokens as usize) {
            let row = row_of[token.term as usize];
            if row != u32::MAX {
                rows[row as usize][index] += 1;
            }
        }
    }
    let of = |term: &Option<u32>| {
        term.map_or_else(|| vec![0; parts.len()], |term| rows[row_of[term as usize] as usize].clone())
    };
    terms.iter().map(of).collect()
}

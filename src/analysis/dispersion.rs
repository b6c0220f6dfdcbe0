//! Dispersion: how evenly the hits of a pattern are spread over the parts of a corpus.
//!
//! Part i has v_i hits and n_i tokens; f = Σ v, N = Σ n, s_i = n_i / N, k parts.
//!
//! - DP = ½ Σ |v_i / f − s_i| (S. Th. Gries, "Dispersions and adjusted frequencies in corpora", *International Journal
//!   of Corpus Linguistics* 13(4), 2008, doi:10.1075/ijcl.13.4.02gri): 0 is even, towards 1 all in one place.
//! - DPnorm = DP / (1 − min s) (J. Lijffijt, S. Th. Gries, "Correction to …", *International Journal of Corpus
//!   Linguistics* 17(1), 2012, doi:10.1075/ijcl.17.1.08lij).
//! - D = 1 − (σ / μ) / √(k − 1) over v_i / n_i, σ of the population, not below 0 (A. Juilland, D. Brodin,
//!   C. Davidovitch, *Frequency Dictionary of French Words*, 1970): 1 is even.
//! - The range is the number of parts with a hit.

use crate::analysis::parts::{Division, Part, Parts};
use crate::analysis::pattern::{self, Pattern};
use crate::analysis::select::sort;
use crate::analysis::selection::Selection;
use crate::corpus::Corpus;
use crate::error::Result;
use crate::lens::Lens;
use serde::{Deserialize, Serialize};

/// How evenly hits are spread. `None` is "not available".
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Evenness {
    /// How many parts have a hit.
    pub range: usize,
    /// DP; not available without a hit or without a token.
    pub dp: Option<f64>,
    /// DPnorm; not available where DP is not, and for a single part.
    pub dp_norm: Option<f64>,
    /// Juilland's D; not available without a hit, and for a single part.
    pub juilland: Option<f64>,
}

/// The measures over parts given as (hits, tokens). A part without a token is left out.
///
/// The sums are taken in the order of size, so the order of the parts changes no bit.
///
/// ```
/// use hanlens::analysis::dispersion::measure;
/// let evenness = measure(&[(0, 100), (0, 100), (1, 100), (2, 100), (5, 100)]);
/// assert!((evenness.dp.unwrap() - 0.475).abs() < 1e-12);
/// assert!((evenness.dp_norm.unwrap() - 0.59375).abs() < 1e-12);
/// assert!((evenness.juilland.unwrap() - 0.4204).abs() < 1e-4);
/// assert_eq!(evenness.range, 3);
/// ```
pub fn measure(parts: &[(u32, u32)]) -> Evenness {
    let range = parts.iter().filter(|&&(hits, _)| hits > 0).count();
    let parts: Vec<(f64, f64)> =
        parts.iter().filter(|part| part.1 > 0).map(|&(hits, tokens)| (f64::from(hits), f64::from(tokens))).collect();
    // Sums of whole numbers are exact in any order.
    let hits: f64 = parts.iter().map(|part| part.0).sum();
    let tokens: f64 = parts.iter().map(|part| part.1).sum();
    if hits == 0.0 {
        return Evenness { range, dp: None, dp_norm: None, juilland: None };
    }
    let dp = 0.5 * sum(parts.iter().map(|&(v, n)| (v / hits - n / tokens).abs()));
    let smallest = parts.iter().map(|&(_, n)| n / tokens).fold(1.0, f64::min);
    let several = parts.len() > 1;
    Evenness {
        range,
        dp: Some(dp),
        dp_norm: several.then(|| dp / (1.0 - smallest)),
        juilland: several.then(|| juilland(&parts)),
    }
}

fn juilland(parts: &[(f64, f64)]) -> f64 {
    let k = parts.len() as f64;
    let rates = || parts.iter().map(|&(v, n)| v / n);
    let mean = sum(rates()) / k;
    let deviation = (sum(rates().map(|rate| (rate - mean) * (rate - mean))) / k).sqrt();
    (1.0 - deviation / mean / (k - 1.0).sqrt()).max(0.0)
}

fn sum(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.collect();
    sort(&mut numbers, f64::total_cmp);
    numbers.into_iter().sum()
}

/// What is spread over what.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DispersionQuery {
    /// What to look for.
    pub pattern: Pattern,
    /// The parts; a document each unless told.
    #[serde(default)]
    pub parts: Option<Parts>,
    /// The documents; all unless told.
    #[serde(default)]
    pub documents: Option<Vec<usize>>,
}

/// A part and its hits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DispersionPart {
    /// The part.
    #[serde(flatten)]
    pub part: Part,
    /// How many hits begin in it.
    pub hits: u32,
}

/// Where the hits of a pattern stand, and how evenly.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Dispersion {
    /// How many hits there are.
    pub total: usize,
    /// N, the tokens of the documents.
    pub tokens: usize,
    /// The parts in order.
    pub parts: Vec<DispersionPart>,
    /// The measures.
    #[serde(flatten)]
    pub evenness: Evenness,
    /// (document, start, end, token) of every hit, one after another; start and end in UTF-16 code units of the
    /// document's text, and the token the first of the document that is not wholly before the hit.
    #[serde(skip)]
    pub places: Vec<u32>,
}

/// The dispersion of a pattern.
///
/// # Errors
/// [`Kind::InvalidArgument`](crate::Kind::InvalidArgument) for parts outside their range, a document or a term that there
/// is not, or a bad pattern; [`Kind::TooLarge`](crate::Kind::TooLarge) for too many hits.
///
/// ```
/// use hanlens::analysis::{DispersionQuery, Pattern, dispersion};
/// use hanlens::{Corpus, CutOptions, Lens};
/// let lens = Lens::from_lists("北京 10 ns\n大学 10 n\n", "")?;
/// let mut corpus = Corpus::new(CutOptions::default());
/// corpus.push_str("a", "北京，北京。")?;
/// corpus.push_str("b", "大学，大学。")?;
/// corpus.analyze(&lens);
/// let query = DispersionQuery { pattern: Pattern::Terms(vec!["北京".into()]), parts: None, documents: None };
/// let found = dispersion::disperse(&lens, &corpus, &query)?;
/// assert_eq!((found.total, found.evenness.dp, found.evenness.dp_norm), (2, Some(0.5), Some(1.0)));
/// # Ok::<(), hanlens::Error>(())
/// ```
pub fn disperse(lens: &Lens, corpus: &Corpus, query: &DispersionQuery) -> Result<Dispersion> {
    let selection = Selection::new(corpus, "documents", query.documents.as_deref())?;
    let division = Division::new(&selection, query.parts.unwrap_or_default())?;
    let hits = pattern::find(lens, corpus, &selection, &query.pattern)?;
    let mut counts = vec![0u32; division.parts.len()];
    for hit in &hits {
        counts[division.part_of(hit.document, hit.place())] += 1;
    }
    let pairs: Vec<(u32, u32)> = counts.iter().zip(&division.parts).map(|(&hits, part)| (hits, part.tokens)).collect();
    let parts = division.parts.into_iter().zip(counts).map(|(part, hits)| DispersionPart { part, hits }).collect();
    let places = hits.iter().flat_map(|hit| [hit.document, hit.start, hit.end, hit.place() as u32]).collect();
    Ok(Dispersion { total: hits.len(), tokens: selection.tokens(), parts, evenness: measure(&pairs), places })
}

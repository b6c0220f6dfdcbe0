//! Where chosen terms stand in a document: what a highlighter paints.

use crate::analysis::select::sort;
use crate::corpus::{Corpus, Token};
use crate::error::{Error, Kind, Result};
use crate::lens::Lens;
use serde::de::{Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// A term by its number or by its spelling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum TermRef {
    /// The term with this number.
    Number(u32),
    /// The term that is spelt so, if the corpus has it.
    Spelling(String),
}

impl From<&str> for TermRef {
    fn from(spelling: &str) -> TermRef {
        TermRef::Spelling(spelling.to_owned())
    }
}

impl TermRef {
    /// The term's number; `None` for a spelling that is no term of the corpus.
    ///
    /// # Errors
    /// [`Kind::InvalidArgument`] about `argument` for a number that no term has.
    pub(crate) fn resolve(&self, lens: &Lens, corpus: &Corpus, argument: &'static str) -> Result<Option<u32>> {
        let terms = corpus.terms();
        match self {
            TermRef::Number(number) if (*number as usize) < terms.len() => Ok(Some(*number)),
            TermRef::Number(number) => {
                let detail = format!("a term's number must be below {}, and one is {number}", terms.len());
                Err(Error::new(Kind::InvalidArgument, argument, detail))
            }
            TermRef::Spelling(spelling) => Ok(terms.find(lens, &spelling.encode_utf16().collect::<Vec<_>>())),
        }
    }
}

/// Which spans.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SpanQuery {
    /// The index of the document; 0 unless told.
    #[serde(default)]
    pub document: Option<usize>,
    /// The terms.
    pub terms: Vec<TermRef>,
}

/// The spans of the chosen terms in a document as (start, end, term) one after another, `start` and `end` in
/// UTF-16 code units of the document's text.
///
/// They are sorted and disjoint. Tokens that overlap, as they do in full and search mode, are merged into one
/// span under the term of the one that starts first, of two that start together the longer. Tokens that only
/// touch stay two spans.
///
/// # Errors
/// [`Kind::InvalidArgument`] when the corpus has no such document or no term with such a number. A spelling
/// that is no term gives no span.
///
/// ```
/// use hanlens::analysis::{SpanQuery, TermRef, spans};
/// use hanlens::{Corpus, CutOptions, Lens};
/// let lens = Lens::from_lists("北京 34488 ns\n", "")?;
/// let mut corpus = Corpus::new(CutOptions::default());
/// corpus.push_str("sample", "北京很大。我在北京。")?;
/// corpus.analyze(&lens);
/// let query = SpanQuery { document: None, terms: vec![TermRef::Spelling("北京".into())] };
/// assert_eq!(spans::spans(&lens, &corpus, &query)?, [0, 2, 0, 7, 9, 0]);
/// # Ok::<(), hanlens::Error>(())
/// ```
pub fn spans(lens: &Lens, corpus: &Corpus, query: &SpanQuery) -> Result<Vec<u32>> {
    let index = query.document.unwrap_or(0);
    let documents = corpus.documents();
    let document = documents.get(index).ok_or_else(|| {
        let detail = format!("must be below the number of documents, {}, and is {index}", documents.len());
        Error::new(Kind::InvalidArgument, "document", detail)
    })?;
    let chosen = chosen_terms(lens, corpus, &query.terms)?;
    Ok(merge(document.tokens().iter().copied().filter(|token| chosen[token.term as usize]).collect()))
}

/// For each term whether it is one of those asked for.
fn chosen_terms(lens: &Lens, corpus: &Corpus, asked: &[TermRef]) -> Result<Vec<bool>> {
    let mut chosen = vec![false; corpus.terms().len()];
    for term in asked {
        if let Some(term) = term.resolve(lens, corpus, "terms")? {
            chosen[term as usize] = true;
        }
    }
    Ok(chosen)
}

/// Sorts tokens and merges those that overlap.
fn merge(mut tokens: Vec<Token>) -> Vec<u32> {
    let order = |a: &Token, b: &Token| a.start.cmp(&b.start).then(b.end.cmp(&a.end));
    if !tokens.is_sorted_by(|a, b| order(a, b).is_le()) {
        sort(&mut tokens, order);
    }
    let mut spans: Vec<u32> = Vec::with_capacity(3 * tokens.len());
    for Token { start, end, term } in tokens {
        match spans.as_mut_slice() {
            [.., last_end, _] if start < *last_end => *last_end = end.max(*last_end),
            _ => spans.extend([start, end, term]),
        }
    }
    spans
}

impl<'de> Deserialize<'de> for TermRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_any(TermRefVisitor)
    }
}

struct TermRefVisitor;

impl Visitor<'_> for TermRefVisitor {
    type Value = TermRef;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a term: its number or its spelling")
    }

    fn visit_str<E: serde::de::Error>(self, spelling: &str) -> std::result::Result<TermRef, E> {
        Ok(TermRef::Spelling(spelling.to_owned()))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> std::result::Result<TermRef, E> {
        let in_range = u32::try_from(number).map_err(|_| E::invalid_value(Unexpected::Unsigned(number), &self))?;
        Ok(TermRef::Number(in_range))
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> std::result::Result<TermRef, E> {
        let in_range = u32::try_from(number).map_err(|_| E::invalid_value(Unexpected::Signed(number), &self))?;
        Ok(TermRef::Number(in_range))
    }

    // A JavaScript number is a float; some deserializers hand it over as one even when it is whole.
    fn visit_f64<E: serde::de::Error>(self, number: f64) -> std::result::Result<TermRef, E> {
        let whole = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
        if whole { Ok(TermRef::Number(number as u32)) } else { Err(E::invalid_value(Unexpected::Float(number), &self)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::de::IntoDeserializer;
    use serde::de::value::Error as ValueError;

    fn token(start: u32, end: u32, term: u32) -> Token {
        Token { start, end, term }
    }

    #[test]
    fn overlapping_tokens_are_merged_and_touching_ones_are_not() {
        for (what, tokens, expected) in [
            ("none", vec![], vec![]),
            ("disjoint", vec![token(0, 2, 1), token(5, 6, 2)], vec![0, 2, 1, 5, 6, 2]),
            ("touching", vec![token(0, 2, 1), token(2, 4, 1)], vec![0, 2, 1, 2, 4, 1]),
            ("nested, part first", vec![token(0, 2, 1), token(0, 4, 2)], vec![0, 4, 2]),
            ("nested, part last", vec![token(2, 4, 1), token(0, 4, 2)], vec![0, 4, 2]),
            ("chain", vec![token(0, 3, 1), token(2, 5, 2), token(4, 7, 3)], vec![0, 7, 1]),
            ("part inside a chain", vec![token(1, 2, 9), token(0, 5, 1), token(3, 6, 2)], vec![0, 6, 1]),
            ("same twice", vec![token(0, 2, 1), token(0, 2, 1)], vec![0, 2, 1]),
        ] {
            assert_eq!(merge(tokens), expected, "{what}");
        }
    }

    proptest! {
        #[test]
        fn merged_spans_cover_what_the_tokens_cover(
            pairs in prop::collection::vec((0u32..60, 1u32..5, 0u32..6), 0..30)
        ) {
            let tokens: Vec<Token> = pairs.iter().map(|&(start, length, term)| token(start, start + length, term)).collect();
            let spans = merge(tokens.clone());
            let spans: Vec<&[u32]> = spans.chunks(3).collect();
            for pair in spans.windows(2) {
                prop_assert!(pair[0][1] <= pair[1][0], "sorted and disjoint");
            }
            for unit in 0..70 {
                let by_tokens = tokens.iter().any(|token| (token.start..token.end).contains(&unit));
                let by_spans = spans.iter().any(|span| (span[0]..span[1]).contains(&unit));
                prop_assert_eq!(by_tokens, by_spans, "unit {}", unit);
                // Two neighbouring units lie in one span just when a token holds both.
                let held = tokens.iter().any(|token| token.start <= unit && unit + 1 < token.end);
                let together = spans.iter().any(|span| span[0] <= unit && unit + 1 < span[1]);
                prop_assert_eq!(held, together, "units {} and {}", unit, unit + 1);
            }
            for span in spans {
                let first = tokens.iter().filter(|token| token.start == span[0]);
                let longest = first.clone().map(|token| token.end).max();
                prop_assert!(first.into_iter().any(|token| Some(token.end) == longest && token.term == span[2]));
            }
        }
    }

    #[test]
    fn a_term_reads_from_a_number_or_a_spelling() {
        fn read<'de>(value: impl IntoDeserializer<'de, ValueError>) -> std::result::Result<TermRef, String> {
            TermRef::deserialize(value.into_deserializer()).map_err(|error| error.to_string())
        }
        assert_eq!(read("北京"), Ok(TermRef::Spelling("北京".into())));
        assert_eq!(read(7u64), Ok(TermRef::Number(7)));
        assert_eq!(read(7i64), Ok(TermRef::Number(7)));
        assert_eq!(read(7.0), Ok(TermRef::Number(7)));
        assert_eq!(read(f64::from(u32::MAX)), Ok(TermRef::Number(u32::MAX)));
        for error in [read(-1i64), read(1u64 << 32), read(7.5), read(-1.0), read(f64::NAN), read(4294967296.0)] {
            assert!(error.as_ref().is_err_and(|text| text.contains("a term: its number or its spelling")), "{error:?}");
        }
        assert!(read(true).is_err());
    }
}

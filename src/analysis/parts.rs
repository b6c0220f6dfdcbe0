//! The parts of a corpus in which hits are counted: its documents, or equal stretches of its tokens.

use crate::analysis::selection::Selection;
use crate::corpus::Document;
use crate::error::{Error, Kind, Result};
use serde::de::{Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// Into which parts the chosen documents are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Parts {
    /// A part a document. In JavaScript `"documents"`.
    #[default]
    Documents,
    /// So many parts of the tokens of all chosen documents in order, as equal as can be: part j of k begins with token
    /// ⌊j · N / k⌋. In JavaScript the number.
    Equal(u32),
}

impl Parts {
    /// The most equal parts.
    pub const MAX: u32 = 10_000;
}

impl<'de> Deserialize<'de> for Parts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_any(PartsVisitor)
    }
}

struct PartsVisitor;

impl Visitor<'_> for PartsVisitor {
    type Value = Parts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"documents\" or a whole number from 1 to {}", Parts::MAX)
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> std::result::Result<Parts, E> {
        if name == "documents" { Ok(Parts::Documents) } else { Err(E::invalid_value(Unexpected::Str(name), &self)) }
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> std::result::Result<Parts, E> {
        self.visit_f64(number as f64)
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> std::result::Result<Parts, E> {
        self.visit_f64(number as f64)
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> std::result::Result<Parts, E> {
        let right = number.fract() == 0.0 && (1.0..=f64::from(Parts::MAX)).contains(&number);
        if right { Ok(Parts::Equal(number as u32)) } else { Err(E::invalid_value(Unexpected::Float(number), &self)) }
    }
}

/// A part of a corpus.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Part {
    /// The document in which it begins.
    pub document: u32,
    /// Where it begins, in UTF-16 code units of that document's text.
    pub start: u32,
    /// The document in which it ends.
    pub end_document: u32,
    /// Where it ends (exclusive), in UTF-16 code units of that document's text.
    pub end: u32,
    /// How many tokens it has.
    pub tokens: u32,
}

/// The parts of the chosen documents, and which token belongs to which.
pub(crate) struct Division {
    pub(crate) parts: Vec<Part>,
    /// For each chosen document its index and how many tokens stand before it.
    starts: Vec<(u32, usize)>,
    /// How many tokens stand before each part.
    begins: Vec<usize>,
    by_document: bool,
}

impl Division {
    pub(crate) fn new(selection: &Selection, parts: Parts) -> Result<Division> {
        let documents: Vec<(usize, &Document)> = selection.iter().collect();
        let mut total = 0;
        let starts = documents.iter().map(|&(index, document)| {
            total += document.tokens().len();
            (index as u32, total - document.tokens().len())
        });
        let starts: Vec<(u32, usize)> = starts.collect();
        match parts {
            Parts::Documents => Ok(Division {
                parts: documents.iter().map(|&(index, document)| whole(index as u32, document)).collect(),
                begins: starts.iter().map(|&(_, start)| start).collect(),
                starts,
                by_document: true,
            }),
            Parts::Equal(count) if (1..=Parts::MAX).contains(&count) => {
                let begin = |part: u32| (total as u128 * u128::from(part) / u128::from(count)) as usize;
                let part = |part| equal(&documents, &starts, begin(part), begin(part + 1));
                Ok(Division {
                    parts: (0..count).filter_map(part).collect(),
                    begins: (0..count).map(begin).collect(),
                    starts,
                    by_document: false,
                })
            }
            Parts::Equal(count) => {
                let detail = format!("must be \"documents\" or from 1 to {}, and is {count}", Parts::MAX);
                Err(Error::new(Kind::InvalidArgument, "parts", detail))
            }
        }
    }

    /// The part in which a token of a document stands. A place behind the last token belongs to the last part.
    pub(crate) fn part_of(&self, document: u32, token: usize) -> usize {
        let place = self.starts.partition_point(|&(index, _)| index < document);
        if self.by_document {
            return place;
        }
        let token = self.starts[place].1 + token;
        self.begins.partition_point(|&begin| begin <= token).saturating_sub(1)
    }
}

fn whole(index: u32, document: &Document) -> Part {
    let end = document.text().len() as u32;
    Part { document: index, start: 0, end_document: index, end, tokens: document.tokens().len() as u32 }
}

/// The part of the tokens `from..to` of all; `None` when there is no document.
fn equal(documents: &[(usize, &Document)], starts: &[(u32, usize)], from: usize, to: usize) -> Option<Part> {
    let locate = |token: usize| {
        let place = starts.partition_point(|&(_, start)| start <= token).checked_sub(1)?;
        let &(index, document) = documents.get(place)?;
        Some((index as u32, document, token - starts[place].1))
    };
    let (document, first, at) = locate(from)?;
    let start = first.tokens().get(at).map_or(first.text().len() as u32, |token| token.start);
    let (end_document, end) = match to.checked_sub(1).filter(|&last| last >= from) {
        Some(last) => {
            let (index, document, at) = locate(last)?;
            (index, document.tokens()[at].end)
        }
        None => (document, start),
    };
    Some(Part { document, start, end_document, end, tokens: (to - from) as u32 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::IntoDeserializer;
    use serde::de::value::Error as ValueError;

    #[test]
    fn parts_read_from_a_name_or_a_number() {
        fn read<'de>(value: impl IntoDeserializer<'de, ValueError>) -> std::result::Result<Parts, String> {
            Parts::deserialize(value.into_deserializer()).map_err(|error| error.to_string())
        }
        assert_eq!(read("documents"), Ok(Parts::Documents));
        assert_eq!(read(10u64), Ok(Parts::Equal(10)));
        assert_eq!(read(1.0), Ok(Parts::Equal(1)));
        for error in [read(0u64), read(-1i64), read(2.5), read(10_001u64), read(f64::NAN)] {
            assert!(error.as_ref().is_err_and(|text| text.contains("from 1 to 10000")), "{error:?}");
        }
        assert!(read("files").is_err());
    }
}

//! Tokens to figures: a file a measure.
//!
//! Every measure reads a [`Corpus`](crate::Corpus) and changes nothing in it. The formulas, with their
//! sources and worked vectors, are in `docs/formulas.md`.

pub mod characters;
pub mod frequency;
pub mod keyness;
pub mod keywords;
mod select;
mod selection;
mod sequence;
pub mod spans;
mod spelling;
pub mod statistics;
pub mod stopwords;
pub mod summary;
mod tags;
pub mod term_documents;
pub mod textrank;
pub mod tfidf;

pub use characters::CharacterQuery;
pub use frequency::{SortKey, StopFilter, TermPage, TermQuery, TermRow};
pub use keyness::{Direction, KeynessQuery, KeynessSort, Reference};
pub use keywords::{Keyword, KeywordQuery, Method};
pub use spans::{SpanQuery, TermRef};
pub use statistics::StatisticsQuery;
pub use stopwords::{BuiltinList, StopWords};
pub use summary::Summary;
pub use term_documents::TermDocumentsQuery;

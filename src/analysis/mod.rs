//! Tokens to figures: a file a measure.
//!
//! Every measure reads a [`Corpus`](crate::Corpus) and changes nothing in it. The formulas, with their
//! sources and worked vectors, are in `docs/formulas.md`.

pub mod characters;
pub mod collocation;
pub mod concordance;
pub mod discovery;
pub mod dispersion;
pub mod effects;
pub mod explain;
pub(crate) mod flow;
pub mod frequency;
pub mod keyness;
pub mod keywords;
pub mod ngrams;
pub(crate) mod parts;
pub mod pattern;
mod required;
mod select;
mod selection;
mod sequence;
pub mod spans;
mod spelling;
pub mod statistics;
pub mod stopwords;
mod strict;
pub mod summary;
mod tags;
pub mod term_documents;
pub mod textrank;
pub mod tfidf;
pub mod trend;

pub use characters::CharacterQuery;
pub use collocation::{CollocatePage, CollocateQuery, CollocateRow, CollocateSort};
pub use concordance::{
    ConcordanceKey, ConcordancePage, ConcordanceQuery, ConcordanceRow, ConcordanceSort, ContextUnit,
};
pub use discovery::NewWordQuery;
pub use dispersion::{Dispersion, DispersionQuery};
pub use explain::{ExplainQuery, ExplainedText};
pub use frequency::{SortKey, StopFilter, TermPage, TermQuery, TermRow};
pub use keyness::{Direction, KeynessQuery, KeynessSort, Reference};
pub use keywords::{Keyword, KeywordQuery, Method};
pub use ngrams::{NgramPage, NgramQuery, NgramRow, NgramSort};
pub use parts::{Part, Parts};
pub use pattern::Pattern;
pub use spans::{SpanQuery, TermRef};
pub use statistics::StatisticsQuery;
pub use stopwords::{BuiltinList, StopWords};
pub use summary::Summary;
pub use term_documents::TermDocumentsQuery;
pub use trend::{Trend, TrendQuery, TrendSeries};

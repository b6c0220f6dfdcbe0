//! HanLens cuts Chinese text into words, counts them, and finds keywords and their places.

pub mod analysis;
mod corpus;
mod error;
mod lens;
mod options;
pub mod segment;
pub mod text;

pub use corpus::{Corpus, Document, Progress, TermTable, Token};
pub use error::{Error, Kind, Result};
pub use lens::Lens;
pub use options::{CutOptions, Mode};

//! HanLens cuts Chinese text into words, counts them, and finds keywords and their places.

pub mod analysis;
mod corpus;
pub mod dictionary;
mod error;
pub mod export;
mod lens;
mod options;
pub mod report;
pub mod segment;
pub mod tables;
pub mod text;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use corpus::{Corpus, Document, Progress, TermTable, Token, Work, cut_stretch};
pub use error::{Error, Kind, Result};
pub use lens::{Info, Lens};
pub use options::{CutOptions, Fold, Heal, Mode, TextOptions};
pub use segment::{NewUserWord, UserWord, UserWords};

/// The examples of the README, compiled and run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

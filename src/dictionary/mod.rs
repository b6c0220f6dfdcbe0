//! The compiled dictionary: its file format, how it is made, and how it answers.

mod bits;
mod compile;
mod fold;
mod format;
mod group;
mod idf;
mod lists;
mod model;
mod numbers;
mod pack;
mod place;
mod shipped;
mod slots;
mod tags;
mod trie;
mod words;

pub use compile::{Compiled, compile};
pub use fold::{FoldTables, compile_fold};
pub use idf::Idf;
pub use model::{Model, STATES};
pub use slots::DECLARED_SLOTS;
pub use trie::{Dictionary, MAX_LENGTH, NO_CODE, Node, Pair, Trie};

//! Before any word is known: what a character is, and what kind of token a spelling makes.

mod breaks;
mod classes;
mod fold;
mod heal;
mod kind;
pub(crate) mod normalise;
mod offsets;
mod sentences;
mod survey;
mod torn;

pub(crate) use breaks::Break;
pub use classes::is_han;
pub(crate) use classes::{is_han_supplementary, is_pictograph, is_separator};
pub(crate) use fold::Folder;
pub use kind::TokenKind;
pub use normalise::{Healed, Healing};
pub(crate) use offsets::Offsets;
pub(crate) use sentences::is_blank_or_break;
pub use sentences::{paragraphs, paragraphs_unless, sentences, sentences_unless};

/// A Rust string of UTF-16 code units; a lone surrogate becomes U+FFFD.
pub fn decode_utf16_lossy(units: &[u16]) -> String {
    String::from_utf16_lossy(units)
}

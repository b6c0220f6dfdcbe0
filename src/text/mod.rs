//! Before any word is known: what a code unit is, and what kind of token a spelling makes.

mod kind;

pub use kind::TokenKind;

/// A Rust string of UTF-16 code units; a lone surrogate becomes U+FFFD.
pub fn decode_utf16_lossy(units: &[u16]) -> String {
    String::from_utf16_lossy(units)
}

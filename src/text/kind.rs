//! The kinds of tokens.

use serde::{Deserialize, Serialize};

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum TokenKind {
    /// Has at least one Chinese character (as 卡拉OK has).
    Han,
    /// Letters of the Latin, Greek, Cyrillic or another alphabet.
    Letters,
    /// Begins with a digit and has no other letters than a unit's, such as 46% or 2月's 2.
    Number,
    /// Hiragana or katakana.
    Kana,
    /// Hangul.
    Hangul,
    /// A pictograph, a flag or a sequence of them.
    Emoji,
}

impl TokenKind {
    /// All kinds, in the order of their numbers.
    pub const ALL: [TokenKind; 6] = [
        TokenKind::Han,
        TokenKind::Letters,
        TokenKind::Number,
        TokenKind::Kana,
        TokenKind::Hangul,
        TokenKind::Emoji,
    ];

    /// The kind of a token, told from its spelling alone.
    pub fn of(spelling: &[u16]) -> TokenKind {
        todo!("{spelling:?}")
    }
}

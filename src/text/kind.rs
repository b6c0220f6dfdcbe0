//! The kinds of tokens.

use super::{is_han, is_pictograph};
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
    /// Digits and no letter, such as 46% or the 2 of 2月.
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
    pub const ALL: [TokenKind; 6] =
        [TokenKind::Han, TokenKind::Letters, TokenKind::Number, TokenKind::Kana, TokenKind::Hangul, TokenKind::Emoji];

    /// The kind of a token, told from its spelling alone.
    ///
    /// ```
    /// use hanlens::text::TokenKind;
    /// let kind = |word: &str| TokenKind::of(&word.encode_utf16().collect::<Vec<_>>());
    /// assert_eq!(kind("卡拉OK"), TokenKind::Han);
    /// assert_eq!(kind("café"), TokenKind::Letters);
    /// assert_eq!(kind("46%"), TokenKind::Number);
    /// ```
    pub fn of(spelling: &[u16]) -> TokenKind {
        let mut best = None;
        for c in char::decode_utf16(spelling.iter().copied()).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)) {
            match Self::of_char(c) {
                Some(strong @ (TokenKind::Han | TokenKind::Emoji)) => return strong,
                // A letter says more of a token than a digit before it: 4S, G20.
                Some(TokenKind::Number) => best = best.or(Some(TokenKind::Number)),
                Some(kind) if best.is_none_or(|best| best == TokenKind::Number) => best = Some(kind),
                _ => {}
            }
        }
        best.unwrap_or(TokenKind::Letters)
    }

    fn of_char(c: char) -> Option<TokenKind> {
        match c {
            '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}' => Some(TokenKind::Kana),
            '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7ff}' => Some(TokenKind::Hangul),
            _ if is_han(c) => Some(TokenKind::Han),
            _ if is_pictograph(c) => Some(TokenKind::Emoji),
            _ if c.is_numeric() => Some(TokenKind::Number),
            _ if c.is_alphabetic() => Some(TokenKind::Letters),
            _ => None,
        }
    }
}

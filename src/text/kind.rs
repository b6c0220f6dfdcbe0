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
    /// A date with strokes or hyphens, or a time of day: 2020-02-23, 2020/2/23, 12:30.
    Date,
    /// A web address.
    Url,
    /// An e-mail address.
    Email,
    /// A name after `@`.
    Mention,
    /// A tag: #话题#, #tag.
    Tag,
}

impl TokenKind {
    /// All kinds, in the order of their numbers.
    pub const ALL: [TokenKind; 11] = [
        TokenKind::Han,
        TokenKind::Letters,
        TokenKind::Number,
        TokenKind::Kana,
        TokenKind::Hangul,
        TokenKind::Emoji,
        TokenKind::Date,
        TokenKind::Url,
        TokenKind::Email,
        TokenKind::Mention,
        TokenKind::Tag,
    ];

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
        // Most are, and nothing else has to be asked then.
        if !spelling.is_empty() && spelling.iter().all(|unit| matches!(unit, 0x4e00..=0x9fff)) {
            return TokenKind::Han;
        }
        if let Some(kind) = Self::of_marks(spelling) {
            return kind;
        }
        let mut best = None;
        for c in char::decode_utf16(spelling.iter().copied()).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)) {
            match Self::of_char(c) {
                Some(strong @ (TokenKind::Han | TokenKind::Emoji)) => return strong,
                // A letter says more of a token than a digit before it: 4S, G20.
                Some(kind) if best.is_none_or(|best| best == TokenKind::Number) => best = Some(kind),
                _ => {}
            }
        }
        best.unwrap_or(TokenKind::Letters)
    }

    /// The kind that the marks in a spelling tell.
    fn of_marks(spelling: &[u16]) -> Option<TokenKind> {
        let has = |mark: u8| spelling.contains(&mark.into());
        match spelling {
            [0x40, _, ..] => Some(TokenKind::Mention),
            [0x23, _, ..] => Some(TokenKind::Tag),
            [0x77, 0x77, 0x77, 0x2e, _, ..] => Some(TokenKind::Url),
            _ if !(has(b'@') || has(b':') || has(b'-') || has(b'/')) => None,
            _ if spelling.windows(3).any(|window| window == [0x3a, 0x2f, 0x2f]) => Some(TokenKind::Url),
            _ if has(b'@') => Some(TokenKind::Email),
            _ => is_date(spelling).then_some(TokenKind::Date),
        }
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

/// Whether a spelling is digits in the pattern of a date or of a time of day.
fn is_date(spelling: &[u16]) -> bool {
    let lengths = |mark: u8| -> Option<Vec<usize>> {
        let parts = spelling.split(|&unit| unit == mark.into());
        let is_digit = |&unit: &u16| u8::try_from(unit).is_ok_and(|byte| byte.is_ascii_digit());
        parts.map(|part| part.iter().all(is_digit).then_some(part.len())).collect()
    };
    let is_day = |mark: u8| lengths(mark).is_some_and(|parts| matches!(parts[..], [4, 1 | 2, 1 | 2]));
    is_day(b'-') || is_day(b'/') || lengths(b':').is_some_and(|parts| matches!(parts[..], [1 | 2, 2] | [1 | 2, 2, 2]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_tells_the_kind_of_its_token() {
        for (spelling, expected) in [
            ("G20", TokenKind::Letters),
            ("4S", TokenKind::Letters),
            ("3カ", TokenKind::Kana),
            ("カ3", TokenKind::Kana),
            // The first letters that are neither Chinese nor pictographs.
            ("aカ", TokenKind::Letters),
            ("カa", TokenKind::Kana),
            ("2024-11-24", TokenKind::Date),
            ("2024/1/2", TokenKind::Date),
            ("12:30", TokenKind::Date),
            ("9:05:59", TokenKind::Date),
            ("24-11-24", TokenKind::Number),
            ("2024-111-1", TokenKind::Number),
            ("2024-1/2", TokenKind::Number),
            ("12:3", TokenKind::Number),
            ("1:2:30", TokenKind::Number),
            ("co-op", TokenKind::Letters),
            ("and/or", TokenKind::Letters),
            ("@me", TokenKind::Mention),
            ("#tag", TokenKind::Tag),
            ("www.a", TokenKind::Url),
            ("ftp://a", TokenKind::Url),
            ("a@b.c", TokenKind::Email),
            ("", TokenKind::Letters),
        ] {
            assert_eq!(TokenKind::of(&spelling.encode_utf16().collect::<Vec<_>>()), expected, "{spelling}");
        }
    }
}

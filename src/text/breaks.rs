//! Breaks between characters that may be the wrap of a line and not the end of anything.
//!
//! What is said of a break here depends on the text around it alone, never on where a scan began, so a text can be
//! looked at in parts of any size.

use super::is_han;

/// What stands at a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BreakKind {
    /// One space, as text recognition leaves it where a line ended.
    Space,
    /// One line break, with the blanks before it.
    Line,
}

/// A run of white space that may be a wrap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Break {
    pub(crate) kind: BreakKind,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether a Chinese character stands on both sides, so that a word may go across.
    pub(crate) between_han: bool,
    /// Whether punctuation follows that no line of a typesetter begins with.
    pub(crate) begins_badly: bool,
}

/// What lies between a break and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Segment {
    /// In characters, at most [`Segment::LONGEST`].
    pub(crate) length: usize,
    /// Whether a comma or a full stop stands before its last character, as in running prose.
    pub(crate) has_inner_punctuation: bool,
}

impl Segment {
    pub(crate) const LONGEST: usize = 255;
}

/// White space of any kind.
pub(crate) fn is_white(unit: u16) -> bool {
    matches!(unit, 0x09..=0x0d | 0x20 | 0x85 | 0xa0 | 0x2000..=0x200a | 0x2028 | 0x2029 | 0x202f | 0x205f | 0x3000)
}

pub(crate) fn is_blank(unit: u16) -> bool {
    matches!(unit, 0x20 | 0xa0)
}

/// Characters that show nothing and only say where a line may break or a text begins: soft hyphen, zero-width space,
/// the joiners, byte order mark.
pub(crate) fn is_invisible(unit: u16) -> bool {
    matches!(unit, 0xad | 0x200b..=0x200d | 0x2060 | 0xfeff)
}

/// The end of the run of white space that begins at `start`.
pub(crate) fn white_end(text: &[u16], start: usize) -> usize {
    text[start..].iter().position(|&unit| !is_white(unit)).map_or(text.len(), |length| start + length)
}

/// How many invisible characters are passed over: a text of nothing else must not be read again at each of them.
const PASSED_OVER: usize = 8;

/// The character that ends before `at`, and where it begins; a few invisible characters are passed over.
pub(crate) fn before(text: &[u16], mut at: usize) -> Option<(char, usize)> {
    at -= text[..at].iter().rev().take(PASSED_OVER).take_while(|&&unit| is_invisible(unit)).count();
    let unit = *text.get(at.checked_sub(1)?)?;
    if (0xdc00..0xe000).contains(&unit) && at >= 2 {
        let pair = char::decode_utf16([text[at - 2], unit]).next()?.ok();
        return pair.map(|c| (c, at - 2));
    }
    Some((char::from_u32(unit.into())?, at - 1))
}

/// The character that begins at `at`, and where it ends; a few invisible characters are passed over.
pub(crate) fn after(text: &[u16], mut at: usize) -> Option<(char, usize)> {
    at += text[at..].iter().take(PASSED_OVER).take_while(|&&unit| is_invisible(unit)).count();
    let mut units = char::decode_utf16(text[at..].iter().take(2).copied());
    let c = units.next()?.ok()?;
    Some((c, at + c.len_utf16()))
}

/// The break that begins at the white space at `start`, up to `end` where the white space ends; `None` for what cannot
/// be a wrap: blank lines, indents, table cells, the end of a sentence, the start of an item in a list.
pub(crate) fn classify(text: &[u16], start: usize, end: usize) -> Option<Break> {
    let kind = kind_of(&text[start..end])?;
    let ((left, left_start), (right, right_end)) = (before(text, start)?, after(text, end)?);
    let is_line = kind == BreakKind::Line;
    let left_side = side(left, || before(text, left_start).is_some_and(|(c, _)| is_han(c) || is_cjk_mark(c)));
    let right_side = side(right, || after(text, right_end).is_some_and(|(c, _)| is_han(c)));
    let may_join = match (left_side, right_side) {
        (Side::Han, Side::Han | Side::Mark) | (Side::Mark, Side::Han) => true,
        // A space beside a foreign word or a number is good style; a line break there may be a wrap.
        (Side::Han, Side::Word) | (Side::Word, Side::Han) => is_line,
        _ => false,
    };
    if !may_join || ends_sentence(text, start) || (is_line && (matches!(left, '：' | ':') || starts_item(text, end))) {
        return None;
    }
    let between_han = left_side == Side::Han && right_side == Side::Han;
    Some(Break { kind, start, end, between_han, begins_badly: is_closing(right) })
}

pub(crate) fn kind_of(white: &[u16]) -> Option<BreakKind> {
    if let &[unit] = white
        && is_blank(unit)
    {
        return Some(BreakKind::Space);
    }
    let blanks = white.iter().take_while(|&&unit| is_blank(unit)).count();
    matches!(white[blanks..], [0x0a] | [0x0d] | [0x0d, 0x0a]).then_some(BreakKind::Line)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Han,
    /// Punctuation of Chinese text.
    Mark,
    /// A letter or digit.
    Word,
    Other,
}

/// `beside_han` says whether Chinese text stands on the character's other side: there `,` is a Chinese comma.
fn side(c: char, beside_han: impl FnOnce() -> bool) -> Side {
    match c {
        _ if is_han(c) => Side::Han,
        _ if is_cjk_mark(c) => Side::Mark,
        _ if c.is_ascii_alphanumeric() => Side::Word,
        ',' | '.' | ';' | ':' | '!' | '?' | '(' | ')' | '"' | '\'' => match beside_han() {
            true => Side::Mark,
            false => Side::Other,
        },
        _ => Side::Other,
    }
}

/// Punctuation that Chinese text has.
pub(crate) fn is_cjk_mark(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}'
        | '\u{2014}' | '\u{2018}'..='\u{201d}' | '\u{2026}' | '\u{00b7}'
        | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}')
}

fn is_closing(c: char) -> bool {
    "，。、；：！？”」』）》】,;:!?)".contains(c)
}

fn is_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '…' | '．' | '.' | '!' | '?')
}

/// Whether a sentence ends before `at`, its closing quotes and brackets included.
pub(crate) fn ends_sentence(text: &[u16], at: usize) -> bool {
    let mut place = at;
    while let Some((c, start)) = before(text, place) {
        if !matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '】' | '》' | '"') {
            return is_stop(c);
        }
        place = start;
    }
    false
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "〇零一二三四五六七八九十百".contains(c)
}

/// Whether a line that begins at `at` is an item of a list or a heading: `一、`, `（三）`, `2.`, `第四章`, `①`, `•`, `- `.
fn starts_item(text: &[u16], at: usize) -> bool {
    let line: Vec<char> = char::decode_utf16(text[at..].iter().take(8).copied()).map_while(|c| c.ok()).collect();
    let numerals = |from: usize| line[from.min(line.len())..].iter().take_while(|&&c| is_numeral(c)).count();
    let is = |index: usize, set: &str| line.get(index).is_some_and(|&c| set.contains(c));
    match line.first() {
        Some('•' | '●' | '○' | '◆' | '◇' | '■' | '□' | '▪' | '▲' | '△' | '★' | '☆' | '※' | '①'..='⒛') => {
            true
        }
        Some('-' | '–' | '*' | '+' | '>' | '#') => is(1, " \t\u{3000}"),
        Some('（' | '(') => matches!(numerals(1), count @ 1..=3 if is(1 + count, "）)")),
        Some('第') => matches!(numerals(1), count @ 1..=4 if is(1 + count, "章节節条條回卷篇部集")),
        Some(_) => match numerals(0) {
            0 | 4.. => false,
            count => is(count, "、．)）") || (is(count, ".") && !line.get(count + 1).is_some_and(char::is_ascii_digit)),
        },
        None => false,
    }
}

/// What lies before the break at `at`, back to the break before it. A space beside an ASCII letter or digit is a
/// character like any other.
pub(crate) fn segment_before(text: &[u16], at: usize) -> Segment {
    let mut segment = Segment { length: 0, has_inner_punctuation: false };
    let mut place = at;
    while segment.length < Segment::LONGEST && place > 0 {
        let unit = text[place - 1];
        if is_white(unit) && !is_inside_foreign_text(text, place - 1) {
            break;
        }
        segment.has_inner_punctuation |= segment.length > 0 && is_clause_mark(unit);
        let is_second_half = (0xdc00..0xe000).contains(&unit);
        segment.length += usize::from(!is_second_half && !is_invisible(unit));
        place -= 1;
    }
    segment
}

fn is_inside_foreign_text(text: &[u16], at: usize) -> bool {
    let is_word = |index: usize| {
        text.get(index).and_then(|&unit| u8::try_from(unit).ok()).is_some_and(|byte| byte.is_ascii_alphanumeric())
    };
    is_blank(text[at]) && (is_word(at + 1) || (at > 0 && is_word(at - 1)))
}

fn is_clause_mark(unit: u16) -> bool {
    matches!(unit, 0x3001 | 0x3002 | 0xff01 | 0xff0c | 0xff1a | 0xff1b | 0xff1f | 0x21 | 0x2c | 0x3a | 0x3b | 0x3f)
}

/// How many units stand from `at` to the next white space, at most `limit`.
pub(crate) fn run_length(text: &[u16], at: usize, limit: usize) -> usize {
    text[at..].iter().take(limit).take_while(|&&unit| !is_white(unit)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The break in a text that shows it as `|`, which stands for `white`.
    fn kind(shown: &str, white: &str) -> Option<BreakKind> {
        let at = shown[..shown.find('|').unwrap()].encode_utf16().count();
        let text: Vec<u16> = shown.replacen('|', white, 1).encode_utf16().collect();
        classify(&text, at, white_end(&text, at)).map(|found| found.kind)
    }

    #[test]
    fn the_characters_beside_a_place_are_whole_and_visible() {
        let text: Vec<u16> = "天𠮷\u{200b}\u{2060}|\u{feff}\u{200d}𠮷地".encode_utf16().collect();
        assert_eq!((before(&text, 5), after(&text, 6)), (Some(('𠮷', 1)), Some(('𠮷', 10))));
        assert_eq!((before(&text, 3), after(&text, 10)), (Some(('𠮷', 1)), Some(('地', 11))));
        assert_eq!((before(&text, 1), after(&text, 11)), (Some(('天', 0)), None));
        assert_eq!((before(&text, 0), before(&text[1..], 2)), (None, Some(('𠮷', 0))));
    }

    #[test]
    fn breaks_inside_a_sentence_may_be_wraps() {
        for shown in ["疫情防|控工作", "高度|，迅速", "高度，|迅速", "《红楼|梦》", "高度,|迅速", "𠮷|野家", "“天|气”"]
        {
            assert_eq!(kind(shown, " "), Some(BreakKind::Space), "{shown}");
            for white in ["\n", "\r\n", "\r", " \n", "  \r\n"] {
                assert_eq!(kind(shown, white), Some(BreakKind::Line), "{shown} {white:?}");
            }
        }
        for shown in ["使用|GPS", "GPS|定位", "约|30人", "30|人"] {
            assert_eq!((kind(shown, " "), kind(shown, "\n")), (None, Some(BreakKind::Line)), "{shown}");
        }
    }

    #[test]
    fn white_space_that_separates_is_no_wrap() {
        for white in
            ["  ", "\t", "\u{3000}", "\n\n", "\n \n", "\r\n\r\n", "\n\u{3000}\u{3000}", "\n  ", "\u{c}", "\n\t"]
        {
            assert_eq!(kind("天|气", white), None, "{white:?}");
        }
        for shown in
            ["结束。|下面", "吗？|是", "完了。”|她", "（完。）|后来", "……|后来", "ab|cd", "天气|é", "|天气", "天气|"]
        {
            assert_eq!((kind(shown, " "), kind(shown, "\n")), (None, None), "{shown}");
        }
    }

    #[test]
    fn a_line_that_begins_an_item_is_no_wrapped_line() {
        let items = [
            "一、总则",
            "十二、附则",
            "（三）其他",
            "(1)其他",
            "1.其他",
            "12、其他",
            "3）其他",
            "第四章",
            "第12条",
            "①其他",
            "•其他",
            "- 其他",
            "# 其他",
        ];
        for item in items {
            assert_eq!(kind(&format!("以下内容|{item}"), "\n"), None, "{item}");
        }
        for line in ["一些人", "第一次", "（见图）", "3.4万人", "1986年", "三四天"] {
            assert_eq!(kind(&format!("以下内容|{line}"), "\n"), Some(BreakKind::Line), "{line}");
        }
        assert_eq!(kind("内容如下：|首先", "\n"), None, "what follows a colon is its own line");
    }

    #[test]
    fn a_segment_reaches_back_to_the_break_before() {
        for (text, length, inner) in [
            ("今天天气", 4, false),
            ("前面 今天，天气", 5, true),
            ("前面\n今天天气，", 5, false),
            ("使用 GPS 定位", 9, false),
            ("用\u{3000}𠮷野家", 3, false),
            ("", 0, false),
        ] {
            let units: Vec<u16> = text.encode_utf16().collect();
            let found = segment_before(&units, units.len());
            assert_eq!((found.length, found.has_inner_punctuation), (length, inner), "{text:?}");
        }
    }
}

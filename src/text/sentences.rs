//! Where sentences and paragraphs end.
//!
//! The rules are those of Unicode Standard Annex #29 (sentence boundaries) where they speak, with Chinese punctuation
//! added and with what a reader of Chinese expects:
//!
//! - `。！？!?…` and their like end a sentence, and a run of them is one end. `；` and `，` do not.
//! - Closing quotes and brackets after the end belong to it (`。」`), and so does the white space that follows.
//! - A comma, a colon, a semicolon or a dash after the end takes it back: `“走吧！”，他说。` is one sentence.
//! - `.` ends a sentence only before white space or at the end, never inside `3.4`, after a single letter (`U.S.`,
//!   `J. Smith`), after a title (`Dr.`), after the number of a list (`1. `), nor before a lower-case letter.
//! - `!` and `?` inside an address (`?id=7`) are no end.
//! - A line break ends a paragraph, and with it a sentence, unless it is a wrap that was healed.
//!
//! Source: M. Davis, C. Chapman (editors), *Unicode Text Segmentation*, Unicode Standard Annex #29, section 5,
//! <https://www.unicode.org/reports/tr29/>; for the marks, GB/T 15834-2011, *General rules for punctuation*.

/// The ends of the sentences of a text (exclusive), in UTF-16 code units, ascending.
///
/// The first begins at 0, every other where the one before it ends, and the last ends with the text. White space
/// belongs to the sentence before it (at the beginning of the text, to the first), so a text of white space alone has
/// none. A sentence need not have a word: `……` on a line of its own is one.
///
/// ```
/// use hanlens::text::sentences;
/// let text: Vec<u16> = "他说：「好。」我走了。".encode_utf16().collect();
/// assert_eq!(sentences(&text), [7, 11]);
/// ```
pub fn sentences(text: &[u16]) -> Vec<u32> {
    sentences_unless(text, |_| false)
}

/// [`sentences`] of a text with healed line wraps: a line break for whose offset `is_wrap` is true counts as a blank.
/// Of a `\r\n` the offset of the `\r` is asked for.
pub fn sentences_unless(text: &[u16], is_wrap: impl Fn(usize) -> bool) -> Vec<u32> {
    let scan = Scan { text, is_wrap };
    let mut ends = Vec::new();
    let mut start = scan.after_blanks(0);
    let mut at = start;
    let mut quotes = 0usize;
    while at < text.len() {
        let after = match mark(text[at]) {
            Mark::None => {
                at += 1;
                continue;
            }
            Mark::Straight => {
                quotes += usize::from(text[at] == u16::from(b'"'));
                at += 1;
                continue;
            }
            Mark::Break if (scan.is_wrap)(at) => Err(scan.after_break(at)),
            Mark::Break => Ok(at),
            Mark::Stop => scan.end_of_stop(start, at, quotes % 2 == 1),
        };
        match after {
            Err(next) => {
                quotes += text[at..next].iter().filter(|&&unit| unit == u16::from(b'"')).count();
                at = next;
            }
            Ok(end) => {
                at = scan.after_blanks(end);
                ends.push(at as u32);
                (start, quotes) = (at, 0);
            }
        }
    }
    if start < text.len() {
        ends.push(text.len() as u32);
    }
    ends
}

/// The ends of the paragraphs of a text (exclusive), in UTF-16 code units, ascending: every line is one. Blank lines
/// belong to the paragraph before them (at the beginning of the text, to the first), so a text of white space alone has
/// none.
///
/// ```
/// use hanlens::text::paragraphs;
/// let text: Vec<u16> = "一。\r\n\r\n二。".encode_utf16().collect();
/// assert_eq!(paragraphs(&text), [6, 8]);
/// ```
pub fn paragraphs(text: &[u16]) -> Vec<u32> {
    paragraphs_unless(text, |_| false)
}

/// [`paragraphs`] of a text with healed line wraps, as for [`sentences_unless`].
pub fn paragraphs_unless(text: &[u16], is_wrap: impl Fn(usize) -> bool) -> Vec<u32> {
    let scan = Scan { text, is_wrap };
    let mut ends = Vec::new();
    let mut start = scan.after_blanks(0);
    let mut at = start;
    while at < text.len() {
        if !is_break(text[at]) {
            at += 1;
        } else if (scan.is_wrap)(at) {
            at = scan.after_break(at);
        } else {
            at = scan.after_blanks(at);
            ends.push(at as u32);
            start = at;
        }
    }
    if start < text.len() {
        ends.push(text.len() as u32);
    }
    ends
}

/// What a code unit may do to a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    /// `"`, which opens and closes.
    Straight,
    Break,
    Stop,
}

#[inline(always)]
fn mark(unit: u16) -> Mark {
    match unit {
        0x3041..=0xfe51 => Mark::None,
        0x22 => Mark::Straight,
        _ if is_break(unit) => Mark::Break,
        _ if is_stop(unit) => Mark::Stop,
        _ => Mark::None,
    }
}

fn is_break(unit: u16) -> bool {
    matches!(unit, 0x0a..=0x0d | 0x85 | 0x2028 | 0x2029)
}

/// Full stops, exclamation and question marks, ellipses, of all scripts that put them.
fn is_stop(unit: u16) -> bool {
    matches!(
        unit,
        0x21 | 0x2e | 0x3f | 0x061f | 0x06d4 | 0x0964 | 0x0965 | 0x203c | 0x203d | 0x2026 | 0x2047
            ..=0x2049 | 0x22ef | 0x3002 | 0xfe52 | 0xfe56 | 0xfe57 | 0xff01 | 0xff0e | 0xff1f | 0xff61
    )
}

fn is_closer(unit: u16) -> bool {
    matches!(
        unit,
        0x29 | 0x5d
            | 0x7d
            | 0xbb
            | 0x2019
            | 0x201d
            | 0x203a
            | 0x3009
            | 0x300b
            | 0x300d
            | 0x300f
            | 0x3011
            | 0x3015
            | 0x3017
            | 0x3019
            | 0x301b
            | 0x301e
            | 0x301f
            | 0xfe42
            | 0xfe44
            | 0xff09
            | 0xff3d
            | 0xff5d
            | 0xff60
            | 0xff63
    )
}

/// What goes on with a sentence after an end inside it (the class SContinue of UAX #29).
fn is_continuation(unit: u16) -> bool {
    matches!(
        unit,
        0x2c | 0x2d
            | 0x3a
            | 0x3b
            | 0x2013
            | 0x2014
            | 0x2e3a
            | 0x3001
            | 0xfe50
            | 0xfe51
            | 0xff0c
            | 0xff0d
            | 0xff1a
            | 0xff1b
            | 0xff64
    )
}

/// White space of any kind, and what shows nothing.
pub(crate) fn is_blank_or_break(unit: u16) -> bool {
    is_blank(unit) || is_break(unit)
}

fn is_blank(unit: u16) -> bool {
    matches!(unit, 0x09 | 0x20 | 0xa0 | 0xad | 0x1680 | 0x2000..=0x200d | 0x202f | 0x205f | 0x2060 | 0x3000 | 0xfeff)
}

fn is_ascii(unit: u16, test: fn(&u8) -> bool) -> bool {
    u8::try_from(unit).is_ok_and(|byte| test(&byte))
}

struct Scan<'a, W> {
    text: &'a [u16],
    is_wrap: W,
}

impl<W: Fn(usize) -> bool> Scan<'_, W> {
    fn unit(&self, at: usize) -> Option<u16> {
        self.text.get(at).copied()
    }

    fn after_break(&self, at: usize) -> usize {
        if self.text[at] == 0x0d && self.unit(at + 1) == Some(0x0a) { at + 2 } else { at + 1 }
    }

    /// The first place from `at` on that is neither a blank nor a line break.
    fn after_blanks(&self, at: usize) -> usize {
        at + self.text[at..].iter().take_while(|&&unit| is_blank_or_break(unit)).count()
    }

    /// The first place from `at` on that is neither a blank nor a wrap.
    fn after_blanks_of_line(&self, mut at: usize) -> usize {
        while let Some(unit) = self.unit(at) {
            match unit {
                _ if is_blank(unit) => at += 1,
                _ if is_break(unit) && (self.is_wrap)(at) => at = self.after_break(at),
                _ => break,
            }
        }
        at
    }

    /// The end of the sentence whose end begins at `at`, closing marks included; or, when it is none, where to go on.
    fn end_of_stop(&self, start: usize, at: usize, mut quoted: bool) -> Result<usize, usize> {
        let mut end = at;
        // The mark at `at` is passed in any case: it is a stop.
        while let Some(unit) = self.unit(end) {
            let closes = match unit {
                0x22 => std::mem::replace(&mut quoted, false),
                0x27 => !self.unit(end + 1).is_some_and(|next| is_ascii(next, u8::is_ascii_alphanumeric)),
                _ => is_stop(unit) || is_closer(unit),
            };
            if !closes {
                break;
            }
            end += 1;
        }
        let next = self.after_blanks_of_line(end);
        let ends = match (self.text[at], end - at) {
            // A single full stop; several make an ellipsis.
            (0x2e, _) if self.unit(at + 1) != Some(0x2e) => self.full_stop_ends(start, at, end, next),
            (0xff0e, 1) => !self.unit(end).is_some_and(is_alphanumeric),
            (0x21 | 0x2e | 0x3f, _) => !self.unit(end).is_some_and(is_of_address),
            _ => true,
        };
        let taken_back = self.unit(next).is_some_and(is_continuation);
        if ends && !taken_back { Ok(end) } else { Err(end) }
    }

    fn full_stop_ends(&self, start: usize, at: usize, end: usize, next: usize) -> bool {
        let Some(following) = self.unit(next) else { return true };
        if is_break(following) {
            return true;
        }
        next > end && !is_ascii(following, u8::is_ascii_lowercase) && !self.is_abbreviation(start, at)
    }

    /// Whether the full stop at `at` is that of `J.`, `U.S.`, `Dr.` or `12.`.
    fn is_abbreviation(&self, start: usize, at: usize) -> bool {
        let before = &self.text[start..at];
        let letters = before.iter().rev().take_while(|&&unit| is_ascii(unit, u8::is_ascii_alphabetic)).count();
        let word = &before[before.len() - letters..];
        let numbers_a_list = !before.is_empty() && before.iter().all(|&unit| is_ascii(unit, u8::is_ascii_digit));
        letters == 1 || numbers_a_list || TITLES.iter().any(|title| title.encode_utf16().eq(word.iter().copied()))
    }
}

/// Words that have a full stop and stand before a name or a number.
const TITLES: [&str; 16] =
    ["Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Sr", "Jr", "Mt", "No", "Vol", "Fig", "vs", "cf", "Gen", "Sen"];

fn is_alphanumeric(unit: u16) -> bool {
    is_ascii(unit, u8::is_ascii_alphanumeric) || matches!(unit, 0xff10..=0xff19 | 0xff21..=0xff3a | 0xff41..=0xff5a)
}

fn is_of_address(unit: u16) -> bool {
    is_ascii(unit, u8::is_ascii_alphanumeric) || is_ascii(unit, |byte| b"=&/_%#".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn units(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    /// The text with a bar at every end but the last.
    fn barred(text: &str, ends: &[u32]) -> String {
        let text = units(text);
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let pieces =
            starts.zip(ends).map(|(start, &end)| String::from_utf16(&text[start as usize..end as usize]).unwrap());
        pieces.collect::<Vec<_>>().join("|")
    }

    /// Each row has the bars where the sentences must end.
    fn check(rows: &[&str]) {
        for row in rows {
            let text = row.replace('|', "");
            assert_eq!(barred(&text, &sentences(&units(&text))), *row);
        }
    }

    #[test]
    fn chinese_stops_end_a_sentence_and_commas_do_not() {
        check(&[
            "今天下雨。|我没去。",
            "真的吗？|当然！|好。",
            "真的?|当然!|好",
            "春天来了；花开了，草绿了：真好。",
            "他想了想……|走了。",
            "半角｡|也是。",
            "没有句号",
            "甲、乙、丙",
        ]);
    }

    #[test]
    fn a_run_of_stops_is_one_end() {
        check(&["什么？！|走！！！|好。。。|嗯?!|是", "啊……！|好", "等等...|好", "嗯⋯⋯|好"]);
    }

    #[test]
    fn closing_marks_belong_to_the_end() {
        check(&[
            "他说：「好。」|我走了。",
            "他说：“好。”|我走了。",
            "“‘好！’|他说。”|走吧",
            "（见第一章。）|下文",
            "【完。】|《书！》|又",
            "他说：\"好。\"|我走了。",
            "好。|\"你呢？\"|他问",
            "He said 'no.' |Then he left.",
            "好。」。|又",
            "走！|'OK'他说",
        ]);
    }

    #[test]
    fn what_goes_on_takes_an_end_back() {
        check(&["“走吧！”，他说。|走了", "啊……，好", "走！——他喊。|好", "好？、不好？|嗯", "Yahoo!, the firm. |It"]);
    }

    #[test]
    fn a_quote_that_was_opened_before_an_end_was_taken_back_is_still_open() {
        check(&["\"走吧！\"，他说，\"好。\"|她走了。", "\"走吧！——好。\"|她走了。", "\"走！\"，\"好。\"|\"又\"。"]);
    }

    #[test]
    fn white_space_belongs_to_the_sentence_before() {
        check(&["好。  |不好。\u{3000}|好", "  好。|不好。 ", "\n\n好。|好"]);
        assert_eq!(sentences(&[]), []);
        assert_eq!(sentences(&units(" \r\n\u{3000}\n")), []);
    }

    #[test]
    fn a_full_stop_ends_only_before_white_space() {
        check(&[
            "It rains. |We stay.",
            "It rains.",
            "一共3.4万人。|好",
            "v1.2.3 来了. |Good",
            "见 example.com 网站。|好",
            "OK.我们走",
            "He said \"no.\" |Then he left.",
            "比率３．４。|好．|又",
        ]);
    }

    #[test]
    fn abbreviations_are_no_end() {
        check(&[
            "The U.S. Army came. |It left.",
            "J. Smith met Dr. Wu. |They left.",
            "Prof. Li vs. Mr. Ma, No. 5.",
            "Apples, pears etc. are here. |Good.",
            "1. 北京\n|2. 上海\n|12. 大学。|好",
            "Made in the U.S.\n|We",
        ]);
    }

    #[test]
    fn stops_inside_an_address_are_no_end() {
        check(&["见 https://a.cn/?id=7 网站。|好", "a!=b", "Go?no", "真?|真"]);
    }

    #[test]
    fn a_line_break_ends_a_sentence() {
        check(&["标题\n|正文", "一\r\n|二\r|三\u{2028}|四\u{85}|五", "一。\n\n|二", "“一\n|二”", "一！\n|，二"]);
    }

    #[test]
    fn a_healed_wrap_does_not() {
        let text = units("今天天\n气很好。\r\n明天也\r\n好");
        assert_eq!(sentences(&text), [4, 10, 15, 16]);
        let wrap = |at: usize| at == 3 || at == 13;
        assert_eq!(sentences_unless(&text, wrap), [10, 16]);
        assert_eq!(paragraphs_unless(&text, wrap), [10, 16]);
        assert_eq!(
            sentences_unless(&units("走吧！\n，他说"), |at| at == 3),
            [7],
            "what goes on may stand on the next line"
        );
        let stop = units("今天\r！好");
        assert_eq!(sentences_unless(&stop, |at| at == 2), [4, 5], "what follows a lone \\r is read");
        assert_eq!(
            paragraphs_unless(&units("一\n\n二"), |at| at == 1),
            [3, 4],
            "the second break is no part of the first"
        );
        let open = units("她说\"走\n吧。\"他来。");
        assert_eq!(sentences_unless(&open, |at| at == 4), [8, 11], "a quote stays open over a wrap");
        let decimal = units("一共3.4万\n人。好");
        assert_eq!(sentences_unless(&decimal, |_| true), [9, 10], "only line breaks are asked for");
    }

    #[test]
    fn paragraphs_are_lines() {
        for row in ["一。二。\n|三", "一\r\n|二\r|三", "一\n\n \n|二\n", "\n\n一", "一"] {
            let text = row.replace('|', "");
            assert_eq!(barred(&text, &paragraphs(&units(&text))), row);
        }
        assert_eq!(paragraphs(&units("\n \n")), []);
        assert_eq!(paragraphs(&[]), []);
    }

    #[test]
    fn lone_surrogates_are_letters_like_any() {
        assert_eq!(sentences(&[0xd800, 0x3002, 0xdfff, 0x3002]), [2, 4]);
    }

    proptest! {
        #[test]
        fn sentences_cover_the_text_and_no_paragraph_ends_inside_one(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "北", "京", "a", "B", "1", ".", "。", "！", "?", "…", "」", "“", "”", "\"", "'", "（", "）", "，", ";",
                    " ", "\u{3000}", "\n", "\r\n", "\r", "Dr", "—", "😀",
                ]),
                0..40,
            ),
            wrap in any::<bool>(),
        ) {
            let text = units(&pieces.concat());
            let is_wrap = |at: usize| wrap && at.is_multiple_of(3);
            let ends = sentences_unless(&text, is_wrap);
            let paragraphs = paragraphs_unless(&text, is_wrap);
            prop_assert!(ends.windows(2).all(|pair| pair[0] < pair[1]));
            let blank = text.iter().all(|&unit| is_blank(unit) || is_break(unit));
            prop_assert_eq!(ends.last().copied(), (!blank).then_some(text.len() as u32));
            prop_assert!(paragraphs.iter().all(|end| ends.contains(end)), "{:?} in {:?}", paragraphs, ends);
            for &end in &ends {
                let next = text.get(end as usize).copied();
                prop_assert!(!next.is_some_and(|unit| is_blank(unit) || is_break(unit)), "none begins with white space");
            }
        }
    }
}

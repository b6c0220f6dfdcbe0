//! What is taken out of a text so that words which a wrap has torn are whole again.

use super::breaks::{self, BreakKind, after, before, classify, is_invisible, segment_before, white_end};
use super::is_han;
use super::survey::{Plan, Rule, next_of_interest};

/// A list of items no longer than this is a list, even where all wraps are to be healed.
const SHORT_ITEM: usize = 4;

/// A range of the text that is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Removed {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether it is the wrap of a line and not an invisible character.
    pub(crate) is_wrap: bool,
}

/// The first range from `from` on that is taken out and begins before `to`. Where `from` lies inside white space, the
/// rest of that is no wrap: what stands before it is white.
pub(crate) fn next_removed(text: &[u16], from: usize, to: usize, plan: &Plan) -> Option<Removed> {
    let mut at = from;
    while let Some(place) = (!plan.is_idle).then(|| next_of_interest(text, at, to)).flatten() {
        let (removed, next) = at_place(text, place, plan);
        if removed.is_some() {
            return removed;
        }
        at = next;
    }
    None
}

/// What is taken out at a place of interest, and where to look next.
fn at_place(text: &[u16], place: usize, plan: &Plan) -> (Option<Removed>, usize) {
    if is_invisible(text[place]) {
        let removed = Removed { start: place, end: place + 1, is_wrap: false };
        return (is_needless(text, place).then_some(removed), place + 1);
    }
    let end = white_end(text, place);
    // Before the hyphens: in an address they stay.
    if plan.torn.binary_search(&(place as u32)).is_ok() {
        return (Some(Removed { start: place, end, is_wrap: true }), end);
    }
    if let Some(start) = hyphenated(text, place, end) {
        return (Some(Removed { start, end, is_wrap: true }), end);
    }
    (is_wrap(text, place, end, plan).then_some(Removed { start: place, end, is_wrap: true }), end)
}

/// Whether the rules of a plan say that the white space at `start..end` is a wrap.
pub(crate) fn is_wrap(text: &[u16], start: usize, end: usize, plan: &Plan) -> bool {
    classify(text, start, end).is_some_and(|found| {
        let rule = if found.kind == BreakKind::Space { plan.spaces } else { plan.lines };
        match rule {
            Rule::Keep => false,
            Rule::From(length) => segment_before(text, start).length >= length,
            Rule::All => {
                segment_before(text, start).length > SHORT_ITEM
                    || breaks::run_length(text, end, SHORT_ITEM + 1) > SHORT_ITEM
            }
        }
    })
}

/// Where the hyphen stands that a line break at `start..end` put into a word: inter-\nnational.
pub(crate) fn hyphenated(text: &[u16], start: usize, end: usize) -> Option<usize> {
    let hyphen = start.checked_sub(1)?;
    if !matches!(text[hyphen], 0x2d | 0x2010) || !matches!(text[start..end], [0x0a] | [0x0d] | [0x0d, 0x0a]) {
        return None;
    }
    let small =
        |at: usize| text.get(at).is_some_and(|&unit| char::from_u32(unit.into()).is_some_and(char::is_lowercase));
    let letter =
        |at: usize| text.get(at).is_some_and(|&unit| char::from_u32(unit.into()).is_some_and(char::is_alphabetic));
    let between_letters = hyphen >= 2 && letter(hyphen - 2) && small(hyphen - 1) && small(end) && letter(end + 1);
    between_letters.then_some(hyphen)
}

/// Whether an invisible character does nothing where it stands. In scripts that are written without spaces a zero-width
/// space parts words, and in Indic and Arabic script and in pictographs the joiners mean something.
fn is_needless(text: &[u16], at: usize) -> bool {
    let (left, right) = (before(text, at).map(|(c, _)| c), after(text, at + 1).map(|(c, _)| c));
    let plain = |c: Option<char>| c.is_none_or(is_plain);
    match text[at] {
        0x200b => plain(left) && plain(right),
        0x200c | 0x200d => left.is_some_and(is_plain) && right.is_some_and(is_plain),
        _ => true,
    }
}

/// Chinese characters and their punctuation, Latin, Greek, Cyrillic, white space.
fn is_plain(c: char) -> bool {
    is_han(c)
        || matches!(c, '\0'..='\u{4ff}' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff65}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text that shows a place as `|`, with what stands there: its units, and where that begins and ends.
    fn placed(shown: &str, what: &str) -> (Vec<u16>, usize, usize) {
        let start = shown[..shown.find('|').unwrap()].encode_utf16().count();
        let text = shown.replacen('|', what, 1).encode_utf16().collect();
        (text, start, start + what.encode_utf16().count())
    }

    #[test]
    fn a_hyphen_at_the_end_of_a_line_belongs_to_the_wrap_between_small_letters() {
        for (shown, white, expected) in [
            ("inter-|national", "\n", true),
            ("inter-|national", "\r", true),
            ("inter-|national", "\r\n", true),
            ("inter\u{2010}|national", "\n", true),
            ("Aa-|bc", "\n", true),
            ("inter-|national", " ", false),
            ("inter-|national", "\n\n", false),
            ("inter|national", "\n", false),
            ("a-|bc", "\n", false),
            ("1a-|bc", "\n", false),
            ("aA-|bc", "\n", false),
            ("ab-|Cd", "\n", false),
            ("ab-|c1", "\n", false),
            ("ab-|c", "\n", false),
            ("|bc", "\n", false),
        ] {
            let (text, start, end) = placed(shown, white);
            assert_eq!(hyphenated(&text, start, end), expected.then(|| start - 1), "{shown} {white:?}");
        }
    }

    #[test]
    fn an_invisible_character_is_needless_where_its_script_has_no_use_for_it() {
        for (shown, space, joiner) in [
            ("天|气", true, true),
            ("a|，", true, true),
            ("天|", true, false),
            ("|气", true, false),
            ("天|ก", false, false),
            ("ก|天", false, false),
            ("क|ष", false, false),
            ("❤|🔥", false, false),
        ] {
            let needless = |what: &str| {
                let (text, at, _) = placed(shown, what);
                is_needless(&text, at)
            };
            assert_eq!(["\u{200b}", "\u{200c}", "\u{200d}"].map(needless), [space, joiner, joiner], "{shown}");
            assert!(["\u{ad}", "\u{2060}", "\u{feff}"].map(needless).iter().all(|&needless| needless), "{shown}");
        }
    }

    #[test]
    fn an_invisible_character_is_judged_by_what_shows_eight_of_its_like_further_on() {
        for (count, expected) in [(9, true), (10, false)] {
            let text: Vec<u16> = format!("天{}气", "\u{200b}".repeat(count)).encode_utf16().collect();
            assert_eq!([is_needless(&text, 1), is_needless(&text, count)], [expected; 2], "{count}");
        }
    }

    #[test]
    fn the_rest_of_white_space_is_no_wrap() {
        for (white, expected) in [
            ("\n", true),
            (" ", true),
            ("\n\n", false),
            ("  ", false),
            (" \u{3000}\n", false),
            ("\r\n", false),
            ("-\n\n", false),
            ("\u{3000} ", false),
        ] {
            let text: Vec<u16> = format!("一二三四五六{white}七八九十一二").encode_utf16().collect();
            let last = text.len() - 7;
            assert_eq!(next_removed(&text, last, text.len(), &Plan::ALL).is_some(), expected, "{white:?}");
        }
    }

    #[test]
    fn items_of_up_to_four_characters_are_a_list() {
        for (shown, expected) in
            [("一二三四|五六七八", false), ("一二三四五|六七八九", true), ("一二三四|五六七八九", true)]
        {
            let (text, start, end) = placed(shown, "\n");
            assert_eq!(is_wrap(&text, start, end, &Plan::ALL), expected, "{shown}");
        }
    }

    #[test]
    fn a_rule_heals_from_its_length_on() {
        let (text, start, end) = placed("一二三四五|六七八九", "\n");
        for (length, expected) in [(4, true), (5, true), (6, false)] {
            let plan = Plan { lines: Rule::From(length), ..Plan::ALL };
            assert_eq!(is_wrap(&text, start, end, &plan), expected, "{length}");
        }
        assert!(!is_wrap(&text, start, end, &Plan::IDLE));
    }
}

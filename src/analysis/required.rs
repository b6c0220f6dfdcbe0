//! What a text must have for a regular expression to match in it.
//!
//! The engine of `regex-lite` looks at every character at some cost. Most paragraphs have none of the characters that an
//! expression cannot do without, and to see that is many times faster. What is not understood here is not asked for.

/// Sets of characters of each of which a match has at least one.
pub(crate) struct Required(Vec<Set>);

/// Characters of the basic plane as ranges.
type Set = Vec<(u16, u16)>;

/// A piece of an expression.
enum Atom {
    /// One of these characters.
    One(Set),
    /// Something that asks for nothing.
    Any,
}

impl Required {
    /// Of an expression that matches letters in their case. One with groups or alternatives is not looked into.
    pub(crate) fn of(expression: &str) -> Required {
        if expression.contains(['(', '|']) {
            return Required(Vec::new());
        }
        Required(sets(expression).unwrap_or_default())
    }

    /// Whether a text has all that is asked for.
    pub(crate) fn may_match(&self, text: &[u16]) -> bool {
        self.0.iter().all(|set| text.iter().any(|unit| set.iter().any(|(from, to)| (from..=to).contains(&unit))))
    }
}

/// `None` when something is not understood.
fn sets(expression: &str) -> Option<Vec<Set>> {
    let mut rest = expression;
    let mut sets = Vec::new();
    while !rest.is_empty() {
        let (atom, after) = atom(rest)?;
        let (needed, after) = quantifier(after)?;
        if let (Atom::One(set), true) = (atom, needed) {
            sets.push(set);
        }
        rest = after;
    }
    Some(sets)
}

fn atom(rest: &str) -> Option<(Atom, &str)> {
    let first = rest.chars().next()?;
    let after = &rest[first.len_utf8()..];
    match first {
        '.' | '^' | '$' => Some((Atom::Any, after)),
        '\\' => escape(after),
        '[' => class(after),
        '{' | '}' | ']' | '*' | '+' | '?' => None,
        literal => Some((one(literal), after)),
    }
}

fn one(character: char) -> Atom {
    u16::try_from(u32::from(character)).map_or(Atom::Any, |unit| one_of(vec![(unit, unit)]))
}

/// One of a set. An expression sees a lone surrogate as U+FFFD, so where that is wanted, surrogates are too.
fn one_of(mut set: Set) -> Atom {
    if set.iter().any(|&(from, to)| (from..=to).contains(&0xfffd)) {
        set.push((0xd800, 0xdfff));
    }
    Atom::One(set)
}

fn escape(rest: &str) -> Option<(Atom, &str)> {
    let first = rest.chars().next()?;
    let after = &rest[first.len_utf8()..];
    match first {
        'd' => Some((Atom::One(vec![(0x30, 0x39)]), after)),
        'w' | 'W' | 'D' | 's' | 'S' => Some((Atom::Any, after)),
        mark if mark.is_ascii_punctuation() && !matches!(mark, '<' | '>') => Some((one(mark), after)),
        _ => None,
    }
}

/// The characters and ranges of a class.
fn class(rest: &str) -> Option<(Atom, &str)> {
    let end = rest.find(']').filter(|&end| end > 0)?;
    let (inside, after) = (&rest[..end], &rest[end + 1..]);
    if inside.contains(['[', '\\']) {
        return None;
    }
    if inside.starts_with('^') || ["&&", "--", "~~"].iter().any(|operator| inside.contains(operator)) {
        return Some((Atom::Any, after));
    }
    let characters: Vec<u32> = inside.chars().map(u32::from).collect();
    let mut set = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let is_range = characters.get(at + 1) == Some(&u32::from('-')) && at + 2 < characters.len();
        let to = if is_range { at + 2 } else { at };
        // A set that is not of the basic plane alone asks for nothing.
        let (Ok(first), Ok(last)) = (u16::try_from(characters[at]), u16::try_from(characters[to])) else {
            return Some((Atom::Any, after));
        };
        set.push((first, last));
        at = to + 1;
    }
    Some((one_of(set), after))
}

/// Whether what stands before is needed at least once, and what comes after the quantifier.
fn quantifier(rest: &str) -> Option<(bool, &str)> {
    let (needed, after) = match rest.chars().next() {
        Some('?' | '*') => (false, &rest[1..]),
        Some('+') => (true, &rest[1..]),
        Some('{') => {
            let end = rest.find('}')?;
            let least = rest[1..end].split(',').next()?.trim();
            (least.parse::<u32>().is_ok_and(|least| least > 0), &rest[end + 1..])
        }
        _ => return Some((true, rest)),
    };
    Some((needed, after.strip_prefix('?').unwrap_or(after)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(expression: &str) -> String {
        let set = |set: &Set| {
            let range = |&(from, to): &(u16, u16)| {
                let character = |unit: u16| char::from_u32(unit.into()).unwrap();
                if from == to { character(from).to_string() } else { format!("{}-{}", character(from), character(to)) }
            };
            set.iter().map(range).collect::<String>()
        };
        Required::of(expression).0.iter().map(set).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_a_match_cannot_do_without() {
        for (expression, expected) in [
            ("北京", "北 京"),
            ("[0-9]+年", "0-9 年"),
            (r"\d{1,2}月\d{0,2}日?", "0-9 月"),
            ("[一二三]*[年月日]", "年月日"),
            (r"a\.b", "a . b"),
            ("a+?b??", "a"),
            ("^.北$", "北"),
            ("[^a]b", "b"),
            ("[-a]", "-a"),
            ("[a-]", "a-"),
            ("😀a", "a"),
            ("[a😀]b", "b"),
            ("a|b", ""),
            ("(a)b", ""),
            (r"a\bb", ""),
            (r"[\d]a", ""),
            ("[[:alpha:]]a", ""),
            ("[]a]b", ""),
            (r"\wa", "a"),
            ("a{", ""),
            ("", ""),
        ] {
            assert_eq!(shown(expression), expected, "{expression}");
        }
    }

    #[test]
    fn a_lone_surrogate_is_the_character_that_stands_for_it() {
        for expression in ["\u{fffd}", "[a\u{fffd}]", "[\u{f000}-\u{ffff}]"] {
            assert!(Required::of(expression).may_match(&[0xd800]), "{expression}");
            assert!(!Required::of(expression).may_match(&[0x62]), "{expression}");
        }
    }

    #[test]
    fn a_class_that_begins_with_its_end_asks_for_nothing() {
        for (expression, text) in [("[]a{]}", "a}"), ("[]a]b", "]b"), (r"[]\[]", "[")] {
            assert!(regex_lite::Regex::new(expression).unwrap().is_match(text), "{expression}");
            assert!(Required::of(expression).may_match(&text.encode_utf16().collect::<Vec<_>>()), "{expression}");
        }
    }

    proptest! {
        #[test]
        fn where_an_expression_matches_all_is_there(
            pieces in prop::collection::vec(
                prop::sample::select(vec!["a", "b", "年", "[ab]", "[^a]", "[a-c年]", ".", r"\d", r"\.", r"\w", "^", "$", "?", "*", "+", "{0,2}", "{1,2}", "{2}", "|", "(", ")", "[-a]"]),
                1..6,
            ),
            text in prop::collection::vec(prop::sample::select(vec!['a', 'b', 'c', '年', '1', '.', '-', '😀']), 0..8),
        ) {
            let expression = pieces.concat();
            let text: String = text.into_iter().collect();
            if let Ok(regex) = regex_lite::Regex::new(&expression) && regex.find_iter(&text).any(|hit| !hit.is_empty()) {
                let units: Vec<u16> = text.encode_utf16().collect();
                prop_assert!(Required::of(&expression).may_match(&units), "{} in {}", expression, text);
            }
        }
    }
}

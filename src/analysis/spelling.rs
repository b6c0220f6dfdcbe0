//! What a reader calls length, order and containment, over spellings in UTF-16 code units.

use std::cmp::Ordering;

/// The code points of a spelling; a lone surrogate is a code point of its own.
pub(crate) fn code_points(units: &[u16]) -> impl Iterator<Item = u32> + '_ {
    char::decode_utf16(units.iter().copied())
        .map(|point| point.map_or_else(|lone| u32::from(lone.unpaired_surrogate()), u32::from))
}

/// The length in code points.
pub(crate) fn length(units: &[u16]) -> usize {
    code_points(units).count()
}

/// The order by code points, which is the order of Python's `str` and not that of UTF-16 code units:
/// U+20000 comes after U+FF21 though its first unit is smaller.
pub(crate) fn compare(a: &[u16], b: &[u16]) -> Ordering {
    code_points(a).cmp(code_points(b))
}

/// Whether `spelling` contains `part`, ASCII letters in either case.
pub(crate) fn contains(spelling: &[u16], part: &[u16]) -> bool {
    part.is_empty() || spelling.windows(part.len()).any(|window| equal_ignoring_ascii_case(window, part))
}

fn equal_ignoring_ascii_case(a: &[u16], b: &[u16]) -> bool {
    a.iter().zip(b).all(|(&a, &b)| ascii_lower(a) == ascii_lower(b))
}

#[inline(always)]
pub(crate) fn ascii_lower(unit: u16) -> u16 {
    if (0x41..=0x5A).contains(&unit) { unit | 0x20 } else { unit }
}

/// The form in which two spellings are equal when they differ only in case or in the shape of the
/// apostrophe, written over what `key` held.
pub(crate) fn fold_into(spelling: &[u16], key: &mut Vec<u16>) {
    key.clear();
    if spelling.iter().all(|&unit| is_caseless(unit)) {
        key.extend_from_slice(spelling);
    } else if spelling.iter().all(|&unit| is_ascii_or_apostrophe(unit)) {
        key.extend(spelling.iter().map(|&unit| if unit == CURLY_APOSTROPHE { 0x27 } else { ascii_lower(unit) }));
    } else {
        let lower = String::from_utf16_lossy(spelling).to_lowercase().replace('\u{2019}', "'");
        key.extend(lower.encode_utf16());
    }
}

const CURLY_APOSTROPHE: u16 = 0x2019;

/// From the CJK radicals to the end of Yi no character has a case: nearly all of a Chinese term table.
fn is_caseless(unit: u16) -> bool {
    (0x2E80..=0xA4CF).contains(&unit)
}

fn is_ascii_or_apostrophe(unit: u16) -> bool {
    unit < 0x80 || unit == CURLY_APOSTROPHE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    fn folded(text: &str) -> String {
        let mut key = units("what stood here before");
        fold_into(&units(text), &mut key);
        String::from_utf16(&key).unwrap()
    }

    #[test]
    fn length_is_in_code_points() {
        for (text, expected) in [("", 0), ("北京", 2), ("𠮷野家", 3), ("👩‍🔬", 3), ("e\u{301}", 2)] {
            assert_eq!(length(&units(text)), expected, "{text:?}");
        }
        assert_eq!(length(&[0xD842, 0x4E00, 0xDFB7]), 3, "lone surrogates count one each");
    }

    #[test]
    fn order_is_by_code_points() {
        let ordered = ["", "A", "AB", "B", "a", "é", "一", "北", "北京", "京", "Ａ", "𠀀", "😀"];
        let mut by_chars = ordered;
        by_chars.sort_by(|a, b| a.chars().cmp(b.chars()));
        for a in by_chars {
            for b in by_chars {
                assert_eq!(compare(&units(a), &units(b)), a.chars().cmp(b.chars()), "{a:?} and {b:?}");
            }
        }
        assert_eq!(compare(&units("𠀀"), &units("Ａ")), Ordering::Greater, "above the surrogates' place in UTF-16");
        assert_eq!(compare(&[0xD800], &units("Ａ")), Ordering::Less, "a lone surrogate stands at its own number");
    }

    #[test]
    fn containment_takes_ascii_letters_in_either_case() {
        for (spelling, part, expected) in [
            ("卡拉OK", "ok", true),
            ("卡拉ok", "OK", true),
            ("卡拉OK", "拉", true),
            ("卡拉OK", "", true),
            ("", "", true),
            ("", "a", false),
            ("卡拉", "卡拉OK", false),
            ("É", "é", false),
            ("[", "{", false),
            ("@", "`", false),
        ] {
            assert_eq!(contains(&units(spelling), &units(part)), expected, "{part:?} in {spelling:?}");
        }
    }

    #[test]
    fn folding_takes_case_and_the_apostrophe_away() {
        for (spelling, expected) in [
            ("", ""),
            ("The", "the"),
            ("DON’T", "don't"),
            ("don't", "don't"),
            ("的", "的"),
            ("ÉTÉ", "été"),
            ("Ａ", "ａ"),
            ("ΟΔΟΣ", "οδος"),
            ("卡拉OK", "卡拉ok"),
        ] {
            assert_eq!(folded(spelling), expected, "{spelling:?}");
        }
    }

    /// Those for which nothing has to be looked up; that each folds as the long way has it is what makes them so.
    #[test]
    fn what_needs_no_table_to_be_folded_is_known() {
        for (c, caseless, ascii) in [
            ('⺀', true, false),
            ('的', true, false),
            ('ア', true, false),
            ('\u{a4cf}', true, false),
            ('\u{a640}', false, false),
            ('Ａ', false, false),
            ('é', false, false),
            ('\u{80}', false, false),
            ('‘', false, false),
            ('’', false, true),
            ('\0', false, true),
            ('A', false, true),
            ('\u{7f}', false, true),
        ] {
            assert_eq!((is_caseless(c as u16), is_ascii_or_apostrophe(c as u16)), (caseless, ascii), "{c:?}");
        }
        for c in (0..=u16::MAX).filter_map(|unit| char::from_u32(unit.into())) {
            let long = c.to_lowercase().to_string().replace('’', "'");
            assert_eq!(folded(&c.to_string()), long, "U+{:04X}", c as u32);
        }
    }
}

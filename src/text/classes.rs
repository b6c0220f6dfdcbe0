//! Which characters can be part of a word at all.

/// Whether a code unit of the basic plane is never part of a word, nor of a pictograph: white space, controls,
/// punctuation, and symbols that no emoji uses. What is not a separator need not be a word; the Unicode rules decide.
///
/// Wide on purpose only where it is safe: a unit that is no letter, digit or mark in Unicode.
pub(crate) const fn is_separator(unit: u16) -> bool {
    match unit {
        // Of these blocks all but letters, digits, ª µ º, ² ³ ¹, ¼ ½ ¾, © and ®.
        0x0000..=0x002f | 0x003a..=0x0040 | 0x005b..=0x0060 | 0x007b..=0x00a8 => true,
        0x00ab..=0x00ad | 0x00af..=0x00b1 | 0x00b4 | 0x00b6..=0x00b8 | 0x00bb | 0x00bf => true,
        0x00d7 | 0x00f7 => true,
        // U+200C and U+200D (joiners) and the variation selectors belong to words and pictographs.
        0x1680 | 0x2000..=0x200b | 0x200e..=0x203b | 0x203d..=0x2048 | 0x204a..=0x206f => true,
        0x207a..=0x207e | 0x208a..=0x208e | 0x20a0..=0x20c0 => true,
        0x2200..=0x22ff | 0x2500..=0x259f => true,
        0x3000..=0x3004 | 0x3008..=0x3020 | 0x3030 => true,
        0xe000..=0xf8ff => true,
        0xfe10..=0xfe19 | 0xfe30..=0xfe6f => true,
        0xff01..=0xff0f | 0xff1a..=0xff20 | 0xff3b..=0xff40 | 0xff5b..=0xff65 => true,
        0xfdd0..=0xfdef | 0xfeff | 0xfff0..=0xffff => true,
        _ => false,
    }
}

/// Whether a character beyond the basic plane is Chinese as jieba-rs 0.11.0 defines it.
pub(crate) const fn is_han_supplementary(c: char) -> bool {
    matches!(c,
        '\u{20000}'..='\u{2a6df}'
        | '\u{2a700}'..='\u{2b73f}'
        | '\u{2b740}'..='\u{2b81f}'
        | '\u{2b820}'..='\u{2ceaf}'
        | '\u{2ceb0}'..='\u{2ebef}'
        | '\u{2f800}'..='\u{2fa1f}')
}

/// Whether a character is a Chinese one, by Unicode (wider than jieba's ranges: with 々, 〇 and Extensions G and H).
pub const fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '々' | '〇' | '〻'
        | '\u{30000}'..='\u{323af}')
        || is_han_supplementary(c)
}

/// Whether a character shows as a picture of its own, or makes the one before it do so.
pub(crate) fn is_pictograph(c: char) -> bool {
    matches!(c,
        '\u{1f000}'..='\u{1faff}' | '\u{fe0f}' | '\u{20e3}'
        | '\u{231a}'..='\u{231b}' | '\u{23e9}'..='\u{23ec}' | '\u{23f0}' | '\u{23f3}'
        | '\u{25fd}'..='\u{25fe}' | '\u{2614}'..='\u{2615}' | '\u{2648}'..='\u{2653}' | '\u{267f}'
        | '\u{2693}' | '\u{26a1}' | '\u{26aa}'..='\u{26ab}' | '\u{26bd}'..='\u{26be}' | '\u{26c4}'..='\u{26c5}'
        | '\u{26ce}' | '\u{26d4}' | '\u{26ea}' | '\u{26f2}'..='\u{26f3}' | '\u{26f5}' | '\u{26fa}' | '\u{26fd}'
        | '\u{2705}' | '\u{270a}'..='\u{270b}' | '\u{2728}' | '\u{274c}' | '\u{274e}' | '\u{2753}'..='\u{2755}'
        | '\u{2757}' | '\u{2795}'..='\u{2797}' | '\u{27b0}' | '\u{27bf}' | '\u{2b1b}'..='\u{2b1c}'
        | '\u{2b50}' | '\u{2b55}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_segmentation::UnicodeSegmentation;

    #[test]
    fn marks_and_signs_of_every_block_are_separators() {
        for (what, marks) in [
            ("ASCII and Latin-1", "\0\t !/:@[`{~\u{7f}\u{a0}¡¨«\u{ad}¯±´¶·»¿×÷"),
            ("spaces and punctuation", "\u{1680}\u{2000}\u{200b}\u{200e}—“”…\u{202f}※‽⁀⁈⁊\u{206f}"),
            ("raised and lowered signs, currencies", "⁺⁼⁾₊₌₎₠€\u{20c0}"),
            ("mathematics", "∀∑≠⋿"),
            ("lines and blocks", "─╿▀▟"),
            ("Chinese punctuation", "\u{3000}、。〄《》】〔〟〠〰"),
            ("private use", "\u{e000}\u{f000}\u{f8ff}"),
            ("vertical and small forms", "︐︙︰﹏﹐﹫\u{fe6f}"),
            ("full-width and half-width marks", "！／：＠［｀｛｠｡･"),
            ("no characters", "\u{fdd0}\u{fdef}\u{feff}\u{fff0}\u{fffd}\u{ffff}"),
        ] {
            for c in marks.chars() {
                assert!(is_separator(c as u16), "{what}: U+{:04X}", c as u32);
            }
        }
    }

    #[test]
    fn of_ascii_and_latin_1_all_but_letters_digits_and_two_signs_are_separators() {
        for unit in 0..=0xbf_u8 {
            let c = char::from(unit);
            assert_eq!(is_separator(unit.into()), !c.is_alphanumeric() && !matches!(c, '©' | '®'), "U+{unit:04X}");
        }
    }

    #[test]
    fn what_words_and_pictographs_have_in_them_is_no_separator() {
        let kept = "09AZaz©®ª²µ¼ÀÖØöøÿ\u{200c}\u{200d}‼⁉ⁿ₁\u{20d0}↔⓪■☀々〆〇〡あ〱アー中가豈\u{fe0f}\u{fe20}ﹰＡｚｦﾟ０";
        for c in kept.chars() {
            assert!(!is_separator(c as u16), "U+{:04X}", c as u32);
        }
        for c in (0..=u16::MAX).filter(|&unit| is_separator(unit)).filter_map(|unit| char::from_u32(unit.into())) {
            let is_word = c.to_string().unicode_words().next().is_some();
            assert!(!c.is_alphanumeric() && !is_pictograph(c) && !is_word, "U+{:04X}", c as u32);
        }
    }
}

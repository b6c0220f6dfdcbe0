//! What a UTF-16 code unit is to the segmenter, and which dictionary character: one table look-up.

use crate::dictionary::{Dictionary, NO_CODE};
use crate::text::{is_han_supplementary, is_separator};
use std::ops::RangeInclusive;

/// What a code unit of the basic plane is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Never part of a word: white space, punctuation, most symbols. A lone surrogate is one too.
    Separator,
    /// May be part of a word that jieba would cut character by character: é, カ, 한, a combining mark.
    Letter,
    /// A Chinese character as jieba defines them.
    Han,
    /// An ASCII letter or digit.
    Alphanumeric,
    /// An ASCII character that jieba keeps inside words: `+ # & . _ % -`.
    Connector,
    /// The first half of a surrogate pair, or a lone surrogate: look at the next unit.
    Surrogate,
}

const CLASS_SHIFT: u32 = 14;
const HAN: u16 = 1 << CLASS_SHIFT;
const ALPHANUMERIC: u16 = 2 << CLASS_SHIFT;
const CONNECTOR: u16 = 3 << CLASS_SHIFT;
// Units outside jieba's blocks never meet the trie, so their low bits are free to tell the rest apart.
const LETTER: u16 = 1;
const SURROGATE: u16 = 2;

/// The code of the second half of a surrogate pair in a run: no word begins or ends before it.
pub(super) const SECOND_HALF: u16 = NO_CODE - 1;

/// Class and dictionary code of all 65,536 units.
pub(super) struct Classes(Box<[u16; 0x1_0000]>);

impl Classes {
    pub(super) fn new(dictionary: &Dictionary) -> Classes {
        let table = entries_without_codes();
        // The length is right by construction; an empty table would only make every text one gap.
        let mut table: Box<[u16; 0x1_0000]> =
            table.into_boxed_slice().try_into().unwrap_or_else(|_| Box::new([0; 0x1_0000]));
        for (index, &unit) in dictionary.characters().iter().enumerate() {
            let entry = &mut table[unit as usize];
            if *entry >= HAN {
                *entry = *entry & !NO_CODE | (index as u16 + 1);
            }
        }
        Classes(table)
    }

    #[inline(always)]
    pub(super) fn class(&self, unit: u16) -> Class {
        let entry = self.0[unit as usize];
        match entry >> CLASS_SHIFT {
            1 => Class::Han,
            2 => Class::Alphanumeric,
            3 => Class::Connector,
            _ if entry == LETTER => Class::Letter,
            _ if entry == SURROGATE => Class::Surrogate,
            _ => Class::Separator,
        }
    }

    /// The dictionary code of a unit inside one of jieba's blocks; `None` for any other unit.
    #[inline(always)]
    pub(super) fn code_in_block(&self, unit: u16) -> Option<u16> {
        let entry = self.0[unit as usize];
        (entry >= HAN).then_some(entry & NO_CODE)
    }

    /// Writes the codes of the units that begin `units` and are inside one of jieba's blocks, as far as there is room.
    #[inline(always)]
    pub(super) fn codes_in_block(&self, units: &[u16], room: &mut [u16]) -> Run {
        let (mut length, mut seen) = (0, 0);
        for (&unit, code) in units.iter().zip(room) {
            let entry = self.0[unit as usize];
            if entry < HAN {
                break;
            }
            seen |= entry;
            *code = entry & NO_CODE;
            length += 1;
        }
        Run { length, has_ascii: seen >= ALPHANUMERIC }
    }
}

/// Units inside one of jieba's blocks.
pub(super) struct Run {
    pub(super) length: usize,
    pub(super) has_ascii: bool,
}

/// Where all units are alike. To ask about each of them would be the longest part of a browser's start.
const ALIKE: [RangeInclusive<u16>; 10] = [
    0x0100..=0x167f,
    0x1681..=0x1fff,
    0x2600..=0x2fff,
    0x3040..=0x33ff,
    0x3400..=0x4dbf,
    0x4e00..=0x9fff,
    0xa000..=0xd7ff,
    0xd800..=0xdfff,
    0xe000..=0xf8ff,
    0xf900..=0xfaff,
];

/// The entries of all units, before the dictionary's codes are in them.
fn entries_without_codes() -> Vec<u16> {
    let mut table = Vec::with_capacity(0x1_0000);
    for alike in ALIKE {
        table.extend((table.len() as u16..*alike.start()).map(entry_without_code));
        table.resize(usize::from(*alike.end()) + 1, entry_without_code(*alike.start()));
    }
    table.extend((table.len() as u16..=u16::MAX).map(entry_without_code));
    table
}

fn entry_without_code(unit: u16) -> u16 {
    match unit {
        0xd800..=0xdfff => SURROGATE,
        _ if is_jieba_han(unit) => HAN | NO_CODE,
        _ => match u8::try_from(unit) {
            Ok(ascii) if ascii.is_ascii_alphanumeric() => ALPHANUMERIC | NO_CODE,
            Ok(b'+' | b'#' | b'&' | b'.' | b'_' | b'%' | b'-') => CONNECTOR | NO_CODE,
            _ if is_separator(unit) => 0,
            _ => LETTER,
        },
    }
}

/// The ranges of the basic plane that jieba-rs 0.11.0 takes as Chinese.
fn is_jieba_han(unit: u16) -> bool {
    matches!(unit, 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff)
}

/// What stands at `at`, looking at the next unit where a surrogate asks for it, and how many units it has.
#[inline]
pub(super) fn class_at(classes: &Classes, text: &[u16], at: usize) -> (Class, usize) {
    match classes.class(text[at]) {
        Class::Surrogate => class_of_pair(text, at),
        class => (class, 1),
    }
}

#[cold]
fn class_of_pair(text: &[u16], at: usize) -> (Class, usize) {
    let pair = text.get(at..at + 2).and_then(|pair| char::decode_utf16(pair.iter().copied()).next());
    match pair {
        Some(Ok(c)) if is_han_supplementary(c) => (Class::Han, 2),
        Some(Ok(_)) => (Class::Letter, 2),
        _ => (Class::Separator, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_has_the_entry_that_the_rule_gives() {
        let asked: Vec<u16> = (0..=u16::MAX).map(entry_without_code).collect();
        assert!(entries_without_codes() == asked);
    }
}

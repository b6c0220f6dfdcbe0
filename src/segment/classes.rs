//! What a UTF-16 code unit is to the segmenter, and which dictionary character: one table look-up.

use crate::dictionary::{Dictionary, NO_CODE};
use crate::text::{is_han_supplementary, is_separator};

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
/// A separator that may be inside a word, or begin an item.
const MARK: u16 = 3;

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

    /// Whether a unit is a separator wherever it stands, which most of them are: none of `'`, `’` and `@`.
    #[inline(always)]
    pub(super) fn is_only_separator(&self, unit: u16) -> bool {
        self.0[unit as usize] == 0
    }

    /// Whether a unit is a separator in some places only: half of a surrogate pair, or one of those three.
    #[inline(always)]
    pub(super) fn is_perhaps_separator(&self, unit: u16) -> bool {
        matches!(self.0[unit as usize], SURROGATE | MARK)
    }

    /// Whether a unit is half of a surrogate pair.
    #[inline(always)]
    pub(super) fn is_surrogate(&self, unit: u16) -> bool {
        self.0[unit as usize] == SURROGATE
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

/// Where units begin that have one entry, as far as the next begin. To ask about each of the 65,536 units would be the
/// longest part of a browser's start.
static RUNS: [(u16, u16); count_runs()] = runs();

/// The entries of all units, before the dictionary's codes are in them.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
#[inline(never)]
fn entries_without_codes() -> Vec<u16> {
    let mut table = Vec::with_capacity(0x1_0000);
    let ends = RUNS[1..].iter().map(|&(begin, _)| begin.into()).chain([0x1_0000]);
    RUNS.iter().zip(ends).for_each(|(&(_, entry), end)| table.resize(end, entry));
    table
}

/// The begin of the run that comes after the one in which `unit` is.
const fn next_run(unit: u16) -> Option<u16> {
    let entry = entry_without_code(unit);
    let mut next = unit;
    while next < u16::MAX {
        next = alike_until(next) + 1;
        if entry_without_code(next) != entry {
            return Some(next);
        }
    }
    None
}

/// The last unit of some that are all alike from `unit` on: not all there are, but so many that the compiler is not
/// asked for too much.
const fn alike_until(unit: u16) -> u16 {
    match unit {
        0x0100..=0x167f => 0x167f,
        0x3040..=0x33ff => 0x33ff,
        0x3400..=0x4dbf => 0x4dbf,
        0x4e00..=0x9fff => 0x9fff,
        0xa000..=0xd7ff => 0xd7ff,
        0xd800..=0xdfff => 0xdfff,
        0xe000..=0xf8ff => 0xf8ff,
        0xf900..=0xfaff => 0xfaff,
        _ => unit,
    }
}

const fn count_runs() -> usize {
    let (mut count, mut unit) = (1, 0);
    while let Some(next) = next_run(unit) {
        (count, unit) = (count + 1, next);
    }
    count
}

const fn runs() -> [(u16, u16); count_runs()] {
    let mut runs = [(0, entry_without_code(0)); count_runs()];
    let (mut at, mut unit) = (1, 0);
    while let Some(next) = next_run(unit) {
        runs[at] = (next, entry_without_code(next));
        (at, unit) = (at + 1, next);
    }
    runs
}

const fn entry_without_code(unit: u16) -> u16 {
    match unit {
        0xd800..=0xdfff => SURROGATE,
        _ if is_jieba_han(unit) => HAN | NO_CODE,
        0x30..=0x39 | 0x41..=0x5a | 0x61..=0x7a => ALPHANUMERIC | NO_CODE,
        0x2b | 0x23 | 0x26 | 0x2e | 0x5f | 0x25 | 0x2d => CONNECTOR | NO_CODE,
        0x27 | 0x40 | 0x2019 => MARK,
        _ if is_separator(unit) => 0,
        _ => LETTER,
    }
}

/// The ranges of the basic plane that jieba-rs 0.11.0 takes as Chinese.
const fn is_jieba_han(unit: u16) -> bool {
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

//! Places that no token crosses, whichever of the user words are in use: between two of them a text is cut by itself as
//! it is cut in the whole.

use super::items::{LONGEST, is_white};
use super::user::UserWord;
use crate::text::is_separator;
use std::ops::Range;

/// The barriers of texts that are cut with certain user words, or with fewer of them.
#[derive(Debug)]
pub(crate) struct Barriers {
    /// What looks like a barrier and stands inside a user word (托马斯·曼).
    inside: Vec<u16>,
}

impl Barriers {
    pub(crate) fn new(words: &[UserWord]) -> Barriers {
        let mut inside: Vec<u16> = words.iter().flat_map(|entry| entry.word.encode_utf16()).collect();
        inside.retain(|&unit| is_separator(unit));
        Barriers { inside }
    }

    /// The text around a range of it, from the barrier before, not before `from`, to the one after, which is in it: it
    /// ends names (`@某某大学 `).
    pub(crate) fn around(&self, text: &[u16], from: usize, range: Range<usize>) -> Range<usize> {
        let before = (from..range.start).rev().find(|&at| self.is_barrier(text, at));
        let after = (range.end..text.len()).find(|&at| self.is_barrier(text, at));
        before.map_or(from, |at| at + 1)..after.map_or(text.len(), |at| at + 1)
    }

    /// Whether no token has the unit at `at` in it, and none is other for what stands on its far side.
    ///
    /// White space is one, and so is a separator after a Chinese character: of what is cut as one thing only a tag goes
    /// on over both.
    fn is_barrier(&self, text: &[u16], at: usize) -> bool {
        if is_white(text[at]) {
            return true;
        }
        let stands_apart = is_separator(text[at]) && !is_in_tokens(text[at]) && at > 0 && is_han(text[at - 1]);
        let in_tag = || text[at.saturating_sub(LONGEST + 1)..at].contains(&u16::from(b'#'));
        stands_apart && !self.inside.contains(&text[at]) && !in_tag()
    }
}

/// ASCII punctuation that jieba keeps inside its blocks, and what a name begins with.
fn is_in_tokens(unit: u16) -> bool {
    u8::try_from(unit).is_ok_and(|byte| b"+#&._%-@".contains(&byte))
}

/// Most of the Chinese characters; a rarer one only makes a text longer.
fn is_han(unit: u16) -> bool {
    matches!(unit, 0x4e00..=0x9fff)
}

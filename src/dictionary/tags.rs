//! Part-of-speech tags: packed tightly in the file, and unpacked when the first is asked for.
//!
//! A word's tag is foreseen from its last two characters, its length, its frequency, and the tag of the word before it
//! if that differs in the last character alone.

use super::Dictionary;
use super::numbers::{Decoder, Encoder, Mixer};
use super::words::Word;

/// How many distinct tags the format holds; the number that would be next says "no word before".
pub(super) const MAX_TAGS: usize = 63;
const NO_TAG: u32 = MAX_TAGS as u32;

/// What a tag is foreseen from.
pub(super) struct Place {
    /// The same for words that differ in the last character alone, and for no others.
    pub(super) family: u32,
    /// The codes of the last character and of the one before it; 0 where there is none.
    pub(super) last: u16,
    pub(super) before_last: u16,
    /// In UTF-16 code units.
    pub(super) length: usize,
    pub(super) frequency: u32,
}

/// Writes or reads tags, in the order of the words.
struct Tags {
    mixer: Mixer<3>,
    before: (u32, u32),
}

impl Tags {
    fn new() -> Tags {
        Tags { mixer: Mixer::new(), before: (u32::MAX, NO_TAG) }
    }

    #[inline(always)]
    fn contexts(&self, place: &Place) -> [u32; 3] {
        let before = if self.before.0 == place.family { self.before.1 } else { NO_TAG };
        let (last, length) = (u32::from(place.last), place.length.min(5) as u32);
        [
            last << 3 | length,
            (place.frequency.checked_ilog2().unwrap_or(0) << 3 | length) << 6 | before,
            u32::from(place.before_last) << 6 | before,
        ]
    }

    #[inline(always)]
    fn code(&mut self, coder: &mut impl super::numbers::Coder, place: &Place, tag: u32) -> u32 {
        let tag = self.mixer.code(coder, self.contexts(place), tag).min(NO_TAG);
        self.before = (place.family, tag);
        tag
    }
}

/// Packs the tags of all words.
pub(super) fn pack(words: impl Iterator<Item = (Place, u32)>) -> Vec<u8> {
    let (mut tags, mut encoder) = (Tags::new(), Encoder::new());
    words.for_each(|(place, tag)| _ = tags.code(&mut encoder, &place, tag));
    encoder.finish()
}

/// The number of each word's tag, by its slot.
pub(super) fn unpack(packed: &[u8], dictionary: &Dictionary) -> Box<[u8]> {
    let mut by_slot = vec![0; dictionary.slot_count()].into_boxed_slice();
    let (mut tags, mut decoder) = (Tags::new(), Decoder::new(packed));
    dictionary.for_each_stretch(|length, words| unpack_stretch(&mut tags, &mut decoder, length, words, &mut by_slot));
    by_slot
}

#[inline(never)]
fn unpack_stretch(tags: &mut Tags, decoder: &mut Decoder, length: usize, words: &[Word], by_slot: &mut [u8]) {
    for &Word { slot, family, last, before_last, frequency } in words {
        let tag = tags.code(decoder, &Place { family, last, before_last, length, frequency }, 0);
        if let Some(place) = by_slot.get_mut(slot as usize) {
            *place = tag as u8;
        }
    }
}

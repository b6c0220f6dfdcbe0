//! Inverse document frequencies: how rare a word is in general.

use super::Dictionary;
use super::format::{FileKind, Reader, Section, Varints, damaged, fixed};
use crate::error::Result;
use rustc_hash::FxHashMap;

/// The inverse document frequencies of the words of one [`Dictionary`], and of some words that it lacks.
#[derive(Debug)]
pub struct Idf {
    values: Vec<f64>,
    /// By slot: 0 for no value, or 1 + the number of the value.
    numbers: Vec<u16>,
    extra: FxHashMap<Box<[u16]>, u16>,
    median: f64,
}

impl Idf {
    /// Reads a compiled IDF file that was made with `dictionary`.
    ///
    /// # Errors
    /// [`Kind::BadDictionary`](crate::Kind::BadDictionary) when it is damaged or was made with another dictionary.
    pub fn load(bytes: &[u8], dictionary: &Dictionary) -> Result<Idf> {
        let file = Reader::open(bytes, FileKind::Idf)?;
        let (words_hash, median) = match file.section(Section::Meta)?.as_chunks::<8>() {
            ([hash, median], []) => (u64::from_le_bytes(*hash), f64::from_le_bytes(*median)),
            _ => return Err(damaged("the totals are not 16 bytes")),
        };
        if words_hash != dictionary.hash() {
            let detail = format!("made with dictionary {words_hash:016x}, loaded is {:016x}", dictionary.hash());
            return Err(damaged(detail));
        }
        let values: Vec<f64> =
            fixed(file.section(Section::IdfValues)?, Section::IdfValues)?.map(f64::from_le_bytes).collect();
        if values.len() >= usize::from(u16::MAX) {
            return Err(damaged(format!("{} distinct values, at most 65534 are held", values.len())));
        }
        let numbers = by_slot(dictionary, Varints::new(file.section(Section::IdfNumbers)?), values.len())?;
        let extra = extra_words(
            file.section(Section::ExtraWords)?,
            Varints::new(file.section(Section::ExtraNumbers)?),
            values.len(),
        )?;
        Ok(Idf { values, numbers, extra, median })
    }

    /// The value of a word, given by its slot (for a dictionary word) and its spelling.
    pub fn of(&self, slot: Option<u32>, spelling: &[u16]) -> Option<f64> {
        let number = match slot {
            Some(slot) => usize::from(self.numbers.get(slot as usize).copied()?).checked_sub(1)?,
            None => usize::from(*self.extra.get(spelling)?),
        };
        self.values.get(number).copied()
    }

    /// The median of all values, the upper one for an even number: what a word without a value is taken to have.
    pub fn median(&self) -> f64 {
        self.median
    }
}

fn by_slot(dictionary: &Dictionary, mut read: Varints, values: usize) -> Result<Vec<u16>> {
    let mut numbers = vec![0; dictionary.slot_count()];
    for &slot in dictionary.words() {
        let number = read.next();
        if number as usize > values {
            return Err(damaged(format!("value number {number} of {values}")));
        }
        numbers[slot as usize] = number as u16;
    }
    if !read.ended_well() {
        return Err(damaged("there are not as many values as words"));
    }
    Ok(numbers)
}

fn extra_words(words: &[u8], mut read: Varints, values: usize) -> Result<FxHashMap<Box<[u16]>, u16>> {
    let words = std::str::from_utf8(words).map_err(|error| damaged(format!("words that are not UTF-8: {error}")))?;
    let mut extra = FxHashMap::default();
    for word in words.lines() {
        let number = read.next();
        if number as usize >= values {
            return Err(damaged(format!("value number {number} of {values}")));
        }
        extra.insert(word.encode_utf16().collect(), number as u16);
    }
    if !read.ended_well() {
        return Err(damaged("there are not as many values as extra words"));
    }
    Ok(extra)
}

//! Inverse document frequencies: how rare a word is in general.

use super::Dictionary;
use super::format::{
    FileKind, Reader, Section, SplitNumbers, SplitWriter, Varints, Writer, damaged, fixed, push_varint,
};
use super::numbers::{Coder, Decoder, Encoder, Mixer};
use super::trie::portable_logarithm;
use super::words::Word;
use crate::error::Result;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// The inverse document frequencies of the words of one [`Dictionary`], and of some words that it lacks.
#[derive(Debug)]
pub struct Idf {
    values: Vec<f64>,
    /// By slot: 0 for no value, or 1 + the number of the value.
    numbers: Vec<u16>,
    extra: FxHashMap<Box<[u16]>, u16>,
    median: f64,
}

/// How many distinct values the format holds.
const MAX_VALUES: usize = 65_533;

impl Idf {
    /// Reads a compiled IDF file that was made with `dictionary`.
    ///
    /// # Errors
    /// [`Kind::BadDictionary`](crate::Kind::BadDictionary) when it is damaged or was made with another dictionary.
    pub fn load(bytes: &[u8], dictionary: &Dictionary) -> Result<Idf> {
        let file = Reader::open(bytes, FileKind::Idf)?;
        let (words_hash, median, scale) = match file.section(Section::Meta)?.as_chunks::<8>() {
            ([hash, median, scale], []) => {
                (u64::from_le_bytes(*hash), f64::from_le_bytes(*median), f64::from_le_bytes(*scale))
            }
            _ => return Err(damaged("the totals are not 24 bytes")),
        };
        if words_hash != dictionary.hash() {
            let detail = format!("made with dictionary {words_hash:016x}, loaded is {:016x}", dictionary.hash());
            return Err(damaged(detail));
        }
        let values = read_values(&file, scale)?;
        let mut numbers = Numbers::new(Decoder::new(file.section(Section::IdfNumbers)?), values.len());
        let by_slot = numbers.by_slot(dictionary);
        let extra = ExtraWords::open(&file, dictionary)?.read(|length| numbers.of_extra(length))?;
        if numbers.damaged {
            return Err(damaged(format!("a value number is above {}", values.len())));
        }
        Ok(Idf { values, numbers: by_slot, extra, median })
    }

    /// The value of a word, given by its slot (for a dictionary word) and its spelling.
    pub fn of(&self, slot: Option<u32>, spelling: &[u16]) -> Option<f64> {
        let number = match slot {
            Some(slot) => self.numbers.get(slot as usize),
            None => self.extra.get(spelling),
        };
        self.values.get(usize::from(*number?).checked_sub(1)?).copied()
    }

    /// The median of all values, the upper one for an even number: what a word without a value is taken to have.
    pub fn median(&self) -> f64 {
        self.median
    }
}

/// The values are logarithms of how many texts there are for each that has the word, with ten decimals. The file has
/// the numbers of texts that have it, and says where that gives other bits.
fn foreseen_value(scale: f64, texts: u32) -> f64 {
    ((scale - portable_logarithm(texts)) * 1e10 + 0.5).floor() / 1e10
}

fn read_values(file: &Reader, scale: f64) -> Result<Vec<f64>> {
    let mut more_texts = Varints::new(file.section(Section::IdfTexts)?);
    let corrections = fixed(file.section(Section::IdfCorrections)?, Section::IdfCorrections)?;
    let mut texts = 0_u32;
    let values: Vec<f64> = corrections
        .map(|correction| {
            texts = texts.saturating_add(more_texts.next());
            let bits = foreseen_value(scale, texts).to_bits();
            f64::from_bits(bits.wrapping_add_signed(i64::from_le_bytes(correction)))
        })
        .collect();
    if !more_texts.ended_well() || values.len() > MAX_VALUES {
        return Err(damaged(format!("{} distinct values, or not as many numbers of texts", values.len())));
    }
    Ok(values)
}

/// Writes or reads the numbers of the words' values; foreseen from a word's length and frequency.
struct Numbers<C> {
    mixer: Mixer<1>,
    coder: C,
    values: usize,
    damaged: bool,
}

impl<C: Coder> Numbers<C> {
    fn new(coder: C, values: usize) -> Self {
        Numbers { mixer: Mixer::new(), coder, values, damaged: false }
    }

    /// A frequency of 0 is that of a word that the dictionary lacks.
    #[inline(always)]
    fn code(&mut self, length: usize, frequency: u32, number: u32) -> u32 {
        let context = about(frequency) << 3 | length.min(5) as u32;
        let number = self.mixer.code(&mut self.coder, [context], number);
        self.damaged |= number as usize > self.values;
        number
    }
}

impl Numbers<Decoder<'_>> {
    fn by_slot(&mut self, dictionary: &Dictionary) -> Vec<u16> {
        let mut numbers = vec![0; dictionary.slot_count()];
        dictionary.for_each_stretch(|length, words| self.read_stretch(length, words, &mut numbers));
        numbers
    }

    #[inline(never)]
    fn read_stretch(&mut self, length: usize, words: &[Word], numbers: &mut [u16]) {
        for word in words {
            let number = self.code(length, word.frequency, 0) as u16;
            if let Some(place) = numbers.get_mut(word.slot as usize) {
                *place = number;
            }
        }
    }

    fn of_extra(&mut self, length: usize) -> u16 {
        self.code(length, 0, 0) as u16
    }
}

/// A frequency with four of its highest bits.
fn about(frequency: u32) -> u32 {
    match frequency.checked_ilog2() {
        Some(bits @ 4..) => bits << 3 | (frequency >> (bits - 3)) & 7,
        _ => frequency,
    }
}

/// The words that the dictionary lacks, the shorter first and then by the numbers of their characters: how many there
/// are of each length; the first characters as distances; and the others, in two planes of bytes.
struct ExtraWords<'a> {
    characters: Vec<u16>,
    lengths: Varints<'a>,
    firsts: Varints<'a>,
    others: SplitNumbers<'a>,
}

impl<'a> ExtraWords<'a> {
    fn open(file: &Reader<'a>, dictionary: &Dictionary) -> Result<Self> {
        let own = fixed(file.section(Section::ExtraCharacters)?, Section::ExtraCharacters)?.map(u16::from_le_bytes);
        Ok(ExtraWords {
            characters: dictionary.characters().iter().copied().chain(own).collect(),
            lengths: Varints::new(file.section(Section::ExtraLengths)?),
            firsts: Varints::new(file.section(Section::ExtraFirsts)?),
            others: SplitNumbers::open(file.section(Section::ExtraOthers)?)?,
        })
    }

    fn read(mut self, mut number: impl FnMut(usize) -> u16) -> Result<FxHashMap<Box<[u16]>, u16>> {
        let mut words = FxHashMap::default();
        let mut length = 0;
        while !self.lengths.ended() {
            length += 1;
            let count = self.lengths.next();
            // A count may be anything up to 2^28, and a length too: room and time are for what is there.
            let mut word = if count == 0 { Vec::new() } else { vec![0; length] };
            for _ in 0..count {
                let spelling = self.next(&mut word)?;
                words.insert(spelling, number(length));
                if self.firsts.is_damaged() || self.others.is_damaged() {
                    return Err(damaged("there are fewer words that the dictionary lacks than it says"));
                }
            }
        }
        if !self.lengths.ended_well() || !self.firsts.ended_well() || !self.others.ended_well() {
            return Err(damaged("the words that the dictionary lacks are not as many as it says"));
        }
        Ok(words)
    }

    /// The spelling of the next word; `word` holds the numbers of the one before it and then of this one.
    fn next(&mut self, word: &mut [u32]) -> Result<Box<[u16]>> {
        let ahead = self.firsts.next();
        word[0] = word[0].saturating_add(ahead);
        for at in 1..word.len() {
            let from = if at == 1 && ahead == 0 { word[1] } else { 0 };
            word[at] = from.saturating_add(self.others.next());
        }
        let spelling = word.iter().map(|&character| self.characters.get(character as usize).copied());
        let spelling = spelling.collect::<Option<Box<[u16]>>>();
        spelling.ok_or_else(|| damaged("a word has a character that there is not"))
    }
}

/// What the compiler knows of the dictionary.
pub(super) struct Words<'a> {
    pub(super) hash: u64,
    pub(super) characters: &'a [u16],
    /// Spelling and frequency of each, in the order of the format.
    pub(super) entries: &'a [(&'a str, u32)],
}

/// Writes an IDF file. A word twice in the list counts once and has its last value, as in Python's dict.
pub(super) fn write(words: &Words, idf: &[(&str, f64)]) -> Result<Vec<u8>> {
    let by_word: BTreeMap<&str, f64> = idf.iter().copied().collect();
    let mut sorted: Vec<f64> = by_word.values().copied().collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let median = sorted.get(sorted.len() / 2).copied().unwrap_or(0.0);
    let scale = sorted.last().copied().unwrap_or(0.0);
    // The highest value, which is that of the fewest texts, has the lowest number.
    let mut values = sorted;
    values.dedup_by_key(|value| value.to_bits());
    values.reverse();
    if values.len() > MAX_VALUES {
        return Err(damaged(format!("{} distinct values, at most {MAX_VALUES} are held", values.len())));
    }
    let numbers: FxHashMap<u64, u32> =
        values.iter().enumerate().map(|(number, value)| (value.to_bits(), number as u32 + 1)).collect();
    let number = |word: &str| by_word.get(word).map_or(0, |value| numbers[&value.to_bits()]);

    let mut writer = Writer::new(FileKind::Idf);
    let meta = words.hash.to_le_bytes().into_iter().chain(median.to_le_bytes()).chain(scale.to_le_bytes());
    writer.add(Section::Meta, meta.collect());
    write_values(&values, scale, &mut writer);
    let extra = extra_words(words, by_word.keys().copied(), &mut writer);
    let mut packed = Numbers::new(Encoder::new(), values.len());
    for (word, frequency) in words.entries {
        packed.code(word.encode_utf16().count(), *frequency, number(word));
    }
    for word in extra {
        packed.code(word.encode_utf16().count(), 0, number(word));
    }
    writer.add(Section::IdfNumbers, packed.coder.finish());
    Ok(writer.finish())
}

fn write_values(values: &[f64], scale: f64, writer: &mut Writer) {
    let (mut texts, mut more_texts, mut corrections) = (0, vec![], vec![]);
    for value in values {
        let found = ((libm::exp(scale - value) + 0.5) as u32).clamp(texts, 1 << 27);
        push_varint(&mut more_texts, found - texts);
        texts = found;
        let foreseen = foreseen_value(scale, texts).to_bits();
        corrections.extend_from_slice(&value.to_bits().wrapping_sub(foreseen).to_le_bytes());
    }
    writer.add(Section::IdfTexts, more_texts);
    writer.add(Section::IdfCorrections, corrections);
}

/// Writes the words that the dictionary lacks and returns them in the order of the file.
fn extra_words<'a>(words: &Words, all: impl Iterator<Item = &'a str>, writer: &mut Writer) -> Vec<&'a str> {
    let known: rustc_hash::FxHashSet<&str> = words.entries.iter().map(|entry| entry.0).collect();
    let mut codes: FxHashMap<u16, u32> = FxHashMap::default();
    words.characters.iter().for_each(|&unit| _ = codes.insert(unit, codes.len() as u32));
    let mut own = Vec::new();
    let mut extra: Vec<(Vec<u32>, &str)> = Vec::new();
    for word in all.filter(|word| !known.contains(word)) {
        let code = |unit: u16| {
            let next = codes.len() as u32;
            *codes.entry(unit).or_insert_with(|| {
                own.extend_from_slice(&unit.to_le_bytes());
                next
            })
        };
        extra.push((word.encode_utf16().map(code).collect(), word));
    }
    extra.sort_unstable_by(|(a, _), (b, _)| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    let (mut lengths, mut firsts, mut others) = (Vec::<u32>::new(), vec![], SplitWriter::default());
    let mut before: &[u32] = &[];
    for (word, _) in &extra {
        lengths.resize(word.len(), 0);
        lengths[word.len() - 1] += 1;
        let [first, second] =
            if before.len() == word.len() { [0, 1].map(|at| before.get(at).copied().unwrap_or(0)) } else { [0, 0] };
        push_varint(&mut firsts, word[0] - first);
        for (at, &code) in word.iter().enumerate().skip(1) {
            others.push(if at == 1 && word[0] == first { code - second } else { code });
        }
        before = word;
    }
    let mut packed_lengths = Vec::new();
    lengths.iter().for_each(|&count| push_varint(&mut packed_lengths, count));
    writer.add(Section::ExtraCharacters, own);
    writer.add(Section::ExtraLengths, packed_lengths);
    writer.add(Section::ExtraFirsts, firsts);
    writer.add(Section::ExtraOthers, others.finish());
    extra.into_iter().map(|(_, word)| word).collect()
}

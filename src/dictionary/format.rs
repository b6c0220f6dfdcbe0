//! The container of the compiled files: a header, a hash, and named sections of bytes.
//!
//! ```text
//! 0   8  magic  "HanLens" 0x1A
//! 8   2  version, little-endian as everything here
//! 10  2  what the file is: see `FileKind`
//! 12  4  number of sections
//! 16  8  XXH3-64 of all that follows
//! 24     a row a section: id u32, offset u32 from the start of the file, length u32
//!        the sections
//! ```

use crate::error::{Error, Kind, Result};
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

const MAGIC: [u8; 8] = *b"HanLens\x1a";
const VERSION: u16 = 5;
const HEADER: usize = 24;
const ROW: usize = 12;
/// Far above what any version of ours has; a damaged count must not make us reserve memory.
const MAX_SECTIONS: usize = 64;

/// What a compiled file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    /// `hanlens.dict`: words, frequencies, tags.
    Words = 1,
    /// `hanlens-idf.dict`: inverse document frequencies.
    Idf = 2,
    /// `hanlens-fold.dict`: tables that fold text.
    Fold = 3,
}

/// The parts of a compiled file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub(super) enum Section {
    /// Totals; see `trie.rs` and `idf.rs`.
    Meta = 1,
    /// `u16` a character, the most frequent first.
    Characters = 2,
    /// Split numbers, one an inner node: how many children.
    ChildCounts = 3,
    /// The low bytes of the label deltas, a byte an edge.
    LabelsLow = 4,
    /// The high bytes of the label deltas.
    LabelsHigh = 5,
    /// Split numbers, one a node without children: the number of its word's frequency.
    LeafFrequencies = 6,
    /// `u32` a distinct frequency.
    Frequencies = 7,
    /// A signed byte a distinct frequency: by how many of its last bits the natural logarithm, computed where the file
    /// was made, differs from that of the portable algorithm.
    Logarithms = 8,
    /// Tag names, each ended by a line feed.
    TagNames = 9,
    /// The number of each word's tag, packed; see `tags.rs`.
    Tags = 10,
    /// For each word, those that the dictionary lacks last, 0 for no value or 1 + the number of the value; packed.
    IdfNumbers = 11,
    /// A varint a distinct value, the highest first: in how many texts more than of the value before its words are.
    IdfTexts = 12,
    /// `i64` a distinct value: by how many of its last bits it differs from what its number of texts gives.
    IdfCorrections = 13,
    /// `u16` a character that is only in words that the dictionary lacks.
    ExtraCharacters = 14,
    /// Where the families of nodes go that the loader does not place: three planes of bytes.
    Bases = 15,
    /// The model of unknown words: first and last character as `u16`, then the `f64` logarithms of the initial states and
    /// of the transitions.
    ModelHead = 16,
    /// A byte a character: which of the model's states can show as it, the lowest bit for the first state.
    ModelStates = 17,
    /// A byte an emission, state by state: how large its count is.
    ModelClasses = 18,
    /// A bit a node, the lowest of a byte first: whether it has children.
    InnerNodes = 19,
    /// Split numbers, one a node with children but the root: 0 for no word, or 1 + the number of its frequency.
    InnerFrequencies = 20,
    /// What the classes leave open of the counts: bits, one after another.
    ModelBits = 21,
    /// A signed byte an emission: by how many millionths its logarithm differs from that of its count.
    ModelCorrections = 22,
    /// `u32` a length, from one character on: how many words have it.
    Lengths = 23,
    /// A varint a length, from 1 on: how many words with a value the dictionary lacks.
    ExtraLengths = 24,
    /// A varint such a word: by how much its first character's number is above that of the word before.
    ExtraFirsts = 25,
    /// Split numbers: the other characters of such words.
    ExtraOthers = 26,
    /// A varint a family in `Bases` that is not large: its inner node's distance from the one before.
    Collisions = 27,
    /// Two varints a group of first characters: how many it has, and how many slots its small families need.
    Groups = 28,
    /// A varint a character that has a simplified form: its distance from the one before.
    FoldKeys = 40,
    /// The low bytes of the distances from these characters to their simplified forms.
    FoldLow = 41,
    /// The high bytes.
    FoldHigh = 42,
    /// A line a phrase: UTF-8, traditional, a tab, simplified; or one text that stays.
    FoldPhrases = 43,
    /// A varint a compatibility ideograph: its distance from the one before.
    CompatibilityKeys = 44,
    /// The characters that these stand for, in UTF-8.
    CompatibilityValues = 45,
}

/// A file being put together.
pub(super) struct Writer {
    kind: FileKind,
    sections: Vec<(Section, Vec<u8>)>,
}

impl Writer {
    pub(super) fn new(kind: FileKind) -> Self {
        Writer { kind, sections: Vec::new() }
    }

    pub(super) fn add(&mut self, section: Section, bytes: Vec<u8>) {
        self.sections.push((section, bytes));
    }

    pub(super) fn finish(self) -> Vec<u8> {
        let mut body = Vec::new();
        let mut offset = HEADER + ROW * self.sections.len();
        for (section, bytes) in &self.sections {
            for number in [*section as u32, offset as u32, bytes.len() as u32] {
                body.extend_from_slice(&number.to_le_bytes());
            }
            offset += bytes.len();
        }
        for (_, bytes) in &self.sections {
            body.extend_from_slice(bytes);
        }
        let mut file = MAGIC.to_vec();
        file.extend_from_slice(&VERSION.to_le_bytes());
        file.extend_from_slice(&(self.kind as u16).to_le_bytes());
        file.extend_from_slice(&(self.sections.len() as u32).to_le_bytes());
        file.extend_from_slice(&xxh3_64(&body).to_le_bytes());
        file.extend_from_slice(&body);
        file
    }
}

/// A file whose header, hash and section bounds have been found right.
pub(super) struct Reader<'a> {
    pub(super) bytes: &'a [u8],
    sections: usize,
    /// The hash in the header, which is the hash of the contents.
    pub(super) hash: u64,
}

impl<'a> Reader<'a> {
    pub(super) fn open(bytes: &'a [u8], kind: FileKind) -> Result<Self> {
        if bytes.len() < HEADER || bytes[..8] != MAGIC {
            return Err(damaged(format!("{} bytes that do not begin as a compiled dictionary", bytes.len())));
        }
        let version = u16_at(bytes, 8);
        if version != VERSION {
            return Err(damaged(format!("format version {version}, this engine reads {VERSION}")));
        }
        let found = u16_at(bytes, 10);
        if found != kind as u16 {
            return Err(damaged(format!("file kind {found}, expected {} ({kind:?})", kind as u16)));
        }
        let sections = u32_at(bytes, 12) as usize;
        let hash = u64::from_le_bytes(bytes[16..24].try_into().unwrap_or_default());
        if sections > MAX_SECTIONS || bytes.len() < HEADER + ROW * sections {
            return Err(damaged(format!("{sections} sections do not fit in {} bytes", bytes.len())));
        }
        let actual = xxh3_64(&bytes[HEADER..]);
        if actual != hash {
            return Err(damaged(format!("hash {actual:016x}, the header says {hash:016x}: cut short or changed")));
        }
        // The count itself is not in what is hashed, but the first section lies straight behind the rows.
        let table = HEADER + ROW * sections;
        if sections == 0 || u32_at(bytes, HEADER + 4) as usize != table {
            return Err(damaged(format!("{sections} sections, the first does not begin at {table}")));
        }
        Ok(Reader { bytes, sections, hash })
    }

    /// A file that was opened before.
    pub(super) fn again(bytes: &'a [u8]) -> Self {
        let sections = bytes.get(12..16).map_or(0, |count| u32_at(count, 0) as usize);
        Reader { bytes, sections: sections.min(bytes.len().saturating_sub(HEADER) / ROW), hash: 0 }
    }

    pub(super) fn section(&self, section: Section) -> Result<&'a [u8]> {
        Ok(&self.bytes[self.range(section)?])
    }

    /// Where in the file a section is.
    pub(super) fn range(&self, section: Section) -> Result<Range<usize>> {
        let rows = (0..self.sections).map(|row| HEADER + ROW * row);
        let row = rows.into_iter().find(|&row| u32_at(self.bytes, row) == section as u32);
        let row = row.ok_or_else(|| damaged(format!("section {section:?} is missing")))?;
        let (offset, length) = (u32_at(self.bytes, row + 4) as usize, u32_at(self.bytes, row + 8) as usize);
        let end = offset.checked_add(length).filter(|&end| end <= self.bytes.len());
        end.map(|end| offset..end).ok_or_else(|| damaged(format!("section {section:?} reaches beyond the file")))
    }
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// The error for bytes that are no dictionary.
pub(super) fn damaged(detail: impl Into<String>) -> Error {
    Error::new(Kind::BadDictionary, "dictionary", detail)
}

/// Little-endian fixed-width numbers of a section.
pub(super) fn fixed<'a, const N: usize>(bytes: &'a [u8], name: Section) -> Result<impl Iterator<Item = [u8; N]> + 'a> {
    if !bytes.len().is_multiple_of(N) {
        return Err(damaged(format!("section {name:?} of {} bytes is not made of {N}-byte numbers", bytes.len())));
    }
    Ok(bytes.chunks_exact(N).map(|chunk| {
        let mut number = [0; N];
        number.copy_from_slice(chunk);
        number
    }))
}

/// Appends `value` in groups of 7 bits, the lowest first.
pub(super) fn push_varint(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// Reads numbers of [`push_varint`] one after another.
///
/// A list that is damaged gives zeros from there on and remembers it: the caller asks once, at the end. Half a million
/// numbers are read at every start, and a `Result` for each costs more than reading it.
#[derive(Clone)]
pub(super) struct Varints<'a> {
    bytes: std::slice::Iter<'a, u8>,
    damaged: bool,
}

impl<'a> Varints<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Varints { bytes: bytes.iter(), damaged: false }
    }

    /// The next number; 0 after the end and for a number that does not fit in 28 bits.
    #[inline(always)]
    pub(super) fn next(&mut self) -> u32 {
        match self.bytes.next() {
            Some(&byte) if byte < 0x80 => u32::from(byte),
            Some(&byte) => self.long(byte),
            None => self.fail(),
        }
    }

    #[inline(never)]
    fn long(&mut self, first: u8) -> u32 {
        let mut value = u32::from(first & 0x7f);
        for shift in [7, 14, 21] {
            let Some(&byte) = self.bytes.next() else { return self.fail() };
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return value;
            }
        }
        self.fail()
    }

    #[cold]
    fn fail(&mut self) -> u32 {
        self.damaged = true;
        0
    }

    /// Whether a number was asked for that is not there, or not whole.
    pub(super) fn is_damaged(&self) -> bool {
        self.damaged
    }

    /// Whether there is no further number.
    pub(super) fn ended(&self) -> bool {
        self.bytes.len() == 0
    }

    /// Whether all numbers have been read and every one was whole.
    pub(super) fn ended_well(&self) -> bool {
        self.ended() && !self.damaged
    }
}

/// A first byte below this is the number itself.
pub(super) const SPLIT: u32 = 192;
/// Split numbers are below this.
pub(super) const MAX_SPLIT: u32 = SPLIT + ((256 - SPLIT) << 8);

/// Numbers below [`MAX_SPLIT`] in two planes of bytes: one byte a number, a second one for the large.
///
/// A plane of its own for the second bytes leaves like beside like, which a varint does not.
#[derive(Default)]
pub(super) struct SplitWriter {
    first: Vec<u8>,
    second: Vec<u8>,
}

impl SplitWriter {
    pub(super) fn push(&mut self, value: u32) {
        debug_assert!(value < MAX_SPLIT);
        if value < SPLIT {
            return self.first.push(value as u8);
        }
        self.first.push((SPLIT + ((value - SPLIT) >> 8)) as u8);
        self.second.push((value - SPLIT) as u8);
    }

    /// The length of the first plane as `u32`, and both planes.
    pub(super) fn finish(self) -> Vec<u8> {
        let length = (self.first.len() as u32).to_le_bytes();
        length.into_iter().chain(self.first).chain(self.second).collect()
    }
}

/// Reads the numbers of a [`SplitWriter`]. As [`Varints`], it remembers a fault for the end.
#[derive(Clone)]
pub(super) struct SplitNumbers<'a> {
    first: std::slice::Iter<'a, u8>,
    second: std::slice::Iter<'a, u8>,
    damaged: bool,
}

impl<'a> SplitNumbers<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self> {
        let planes = bytes.split_at_checked(4).and_then(|(length, planes)| {
            let length = u32_at(length, 0) as usize;
            planes.split_at_checked(length)
        });
        let (first, second) = planes.ok_or_else(|| damaged("numbers in two planes are cut short"))?;
        Ok(SplitNumbers::new(first, second))
    }

    /// The numbers in these two planes.
    pub(super) fn new(first: &'a [u8], second: &'a [u8]) -> Self {
        SplitNumbers { first: first.iter(), second: second.iter(), damaged: false }
    }

    /// The next number; 0 after the end.
    #[inline(always)]
    pub(super) fn next(&mut self) -> u32 {
        match self.first.next() {
            Some(&byte) if u32::from(byte) < SPLIT => u32::from(byte),
            Some(&byte) => self.large(byte),
            None => self.fail(),
        }
    }

    #[inline(never)]
    fn large(&mut self, first: u8) -> u32 {
        let Some(&second) = self.second.next() else { return self.fail() };
        SPLIT + ((u32::from(first) - SPLIT) << 8 | u32::from(second))
    }

    #[cold]
    fn fail(&mut self) -> u32 {
        self.damaged = true;
        0
    }

    /// Whether a number was asked for that is not there, or not whole.
    pub(super) fn is_damaged(&self) -> bool {
        self.damaged
    }

    pub(super) fn ended_well(&self) -> bool {
        self.first.len() == 0 && self.second.len() == 0 && !self.damaged
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn split_numbers_read_back_and_stop_at_the_end() {
        let values = [0, 1, SPLIT - 1, SPLIT, SPLIT + 255, SPLIT + 256, MAX_SPLIT - 1];
        let mut writer = SplitWriter::default();
        values.iter().for_each(|&value| writer.push(value));
        let bytes = writer.finish();
        let mut read = SplitNumbers::open(&bytes).unwrap();
        values.iter().for_each(|&value| assert_eq!(read.next(), value));
        assert!(read.ended_well());
        read.next();
        assert!(!read.ended_well());
        assert!(SplitNumbers::open(&bytes[..3]).is_err() && SplitNumbers::open(&bytes[..8]).is_err());
        let mut cut = SplitNumbers::open(&bytes[..bytes.len() - 1]).unwrap();
        values.iter().for_each(|_| _ = cut.next());
        assert!(!cut.ended_well());
    }

    fn file() -> Vec<u8> {
        let mut writer = Writer::new(FileKind::Words);
        writer.add(Section::Meta, vec![1, 2, 3]);
        writer.add(Section::Tags, vec![]);
        writer.finish()
    }

    #[test]
    fn sections_come_back_as_written() {
        let file = file();
        let reader = Reader::open(&file, FileKind::Words).unwrap();
        assert_eq!(reader.section(Section::Meta).unwrap(), [1, 2, 3]);
        assert_eq!(reader.section(Section::Tags).unwrap(), [0u8; 0]);
        assert!(reader.section(Section::IdfTexts).is_err());
    }

    #[test]
    fn every_cut_and_every_changed_byte_is_noticed() {
        let file = file();
        for end in 0..file.len() {
            assert!(Reader::open(&file[..end], FileKind::Words).is_err(), "cut at {end}");
        }
        for at in 0..file.len() {
            let mut changed = file.clone();
            changed[at] ^= 0x40;
            assert!(Reader::open(&changed, FileKind::Words).is_err(), "byte {at}");
        }
        assert!(Reader::open(&file, FileKind::Idf).is_err());
    }

    #[test]
    fn varints_read_back_and_stop_at_the_end() {
        let values = [0, 1, 127, 128, 16_383, 16_384, (1 << 28) - 1];
        let mut bytes = Vec::new();
        values.iter().for_each(|&value| push_varint(&mut bytes, value));
        let mut read = Varints::new(&bytes);
        values.iter().for_each(|&value| assert_eq!(read.next(), value));
        assert!(read.ended_well());
        read.next();
        assert!(!read.ended_well());
        let mut too_long = Varints::new(&[0xff, 0xff, 0xff, 0xff, 0x01]);
        too_long.next();
        assert!(!too_long.ended_well());
    }
}

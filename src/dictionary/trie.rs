//! The dictionary in memory: a double array in which a step is one load of eight bytes.
//!
//! A node is a slot. Its word packs, from the lowest bit: the character that leads to it (`label`, 14 bits), the number
//! of its word's frequency or 0 (13), which bits of a character's code count for the place of a child (`mask`, 14),
//! and in the highest bits where its children lie (`base`, 20). The child of a node for character `c` is the slot
//! `base + (c & mask)` if that slot's label is `c`. No two nodes share a base, and where they lie (`place.rs`) makes
//! the label alone tell a true child from a neighbour, so the classic second array of parents is not needed.
//! (Aoe, "An efficient digital search algorithm by using a double-array structure", IEEE TSE 15(9), 1989,
//! doi:10.1109/32.31365; without the parents as in Yata et al., 2007, doi:10.1016/j.ipm.2006.04.004.)
//!
//! The array itself is not in the file, which lists the nodes breadth first: that is half the download. It is empty at
//! first. The first characters stand in groups, and a group is unfolded, which is to say read and put into the array,
//! when one of its characters is first looked up. What a text never has is never read.

use super::format::{FileKind, Reader, Section, damaged, fixed};
use super::group::{Group, Groups, Subtree, Surroundings};
use super::lists::Lists;
use super::model::Model;
use super::shipped::Shipped;
use super::slots::Slots;
use super::tags::{self, MAX_TAGS};
use super::words::{self, Word};
use crate::error::Result;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

const BASE_BITS: u32 = 20;
const LABEL_BITS: u32 = 14;
const FREQUENCY_BITS: u32 = 13;
const FREQUENCY_SHIFT: u32 = LABEL_BITS;
const MASK_SHIFT: u32 = FREQUENCY_SHIFT + FREQUENCY_BITS;
/// Up to the highest bit, so that nothing has to be taken off. The label, at the other end, needs no shift: a step of
/// the walk reads both.
const BASE_SHIFT: u32 = u64::BITS - BASE_BITS;
/// No base is as high.
pub(super) const MAX_SLOTS: usize = 1 << BASE_BITS;
/// No slot is as high.
pub(super) const CAPACITY: usize = MAX_SLOTS + (1 << LABEL_BITS);

/// How many distinct characters the format holds: labels are 1-based and the two highest are not characters.
pub(super) const MAX_CHARACTERS: usize = (1 << LABEL_BITS) - 3;
/// The longest word of a dictionary or of a user, in UTF-16 code units.
pub const MAX_LENGTH: usize = 255;
const MAX_FREQUENCIES: usize = (1 << FREQUENCY_BITS) - 1;

/// The number that stands for a character no dictionary word has: no slot has it as its label.
pub const NO_CODE: u16 = (1 << LABEL_BITS) - 1;

/// A node of the trie: what a slot holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node(u64);

impl Node {
    /// A node without children.
    pub(super) fn new(label: u16, frequency_number: u32) -> Node {
        Node(u64::from(label) | u64::from(frequency_number) << FREQUENCY_SHIFT)
    }

    /// Says where its children lie.
    pub(super) fn set_children(&mut self, base: usize, mask: u16) {
        self.0 |= (base as u64) << BASE_SHIFT | u64::from(mask) << MASK_SHIFT;
    }

    /// The number of the word's frequency, from 1; 0 where no word ends.
    #[inline(always)]
    pub fn frequency_number(self) -> usize {
        (self.0 >> FREQUENCY_SHIFT) as usize & MAX_FREQUENCIES
    }

    #[inline(always)]
    pub(crate) fn label(self) -> u16 {
        self.0 as u16 & NO_CODE
    }

    #[inline(always)]
    fn base(self) -> usize {
        (self.0 >> BASE_SHIFT) as usize
    }

    /// Where its child for a code lies, if it has one.
    #[inline(always)]
    fn place_of(self, code: u16) -> usize {
        self.base() + usize::from((self.0 >> MASK_SHIFT) as u16 & code)
    }
}

/// The nodes of two characters, if those they are.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// The node of the first character if it has its label.
    pub first: Node,
    /// The node of both if it has the label of the second.
    pub second: Node,
    /// Where the second lies.
    pub slot: u32,
}

/// How the slot of a first character is read: with it, in another thread, all that was written before it. In wasm there
/// is one thread, and the compiler need not take care.
const READ_ROOT: Ordering = if cfg!(target_arch = "wasm32") { Ordering::Relaxed } else { Ordering::Acquire };

/// The nodes of a dictionary, to walk over: where they lie is at hand, and need not be loaded for each step.
#[derive(Clone, Copy)]
pub struct Trie<'a> {
    slots: &'a [AtomicU64],
    dictionary: &'a Dictionary,
}

impl Trie<'_> {
    /// The node for a text's first character.
    #[inline(always)]
    pub fn root(self, code: u16) -> Option<(u32, Node)> {
        let mut node = Node(self.slots.get(usize::from(code))?.load(READ_ROOT));
        if node.label() != code {
            node = self.dictionary.unfold_root(code);
        }
        (node.label() == code).then_some((code.into(), node))
    }

    /// What lies where the node of a first character and its child for the next one would be, whatever that is.
    #[inline(always)]
    pub fn peek(self, code: u16, next: u16) -> Pair {
        let load = |at: usize| Node(self.slots.get(at).map_or(0, |slot| slot.load(READ_ROOT)));
        let first = load(code.into());
        let slot = first.place_of(next);
        Pair { first, second: load(slot), slot: slot as u32 }
    }

    /// The node one character further on.
    #[inline(always)]
    pub fn child(self, node: Node, code: u16) -> Option<(u32, Node)> {
        // Base 0 is nobody's: those of a leaf would be at slot 0, which no code leads to.
        let at = node.place_of(code);
        let child = Node(self.slots.get(at)?.load(Ordering::Relaxed));
        (child.label() == code).then_some((at as u32, child))
    }
}

/// The words of the compiled dictionary.
pub struct Dictionary {
    file: Vec<u8>,
    /// Slots are written once, when their group is unfolded; those of the first characters are the last of a group to be
    /// written, and who has read one of them sees all that is below.
    slots: Slots,
    groups: Groups,
    /// The slot at which the ground begins; an even number.
    ground: usize,
    /// What is known of the families on it that the file says the place of.
    shipped: Shipped,
    lists: Lists,
    first_codes: Vec<u16>,
    characters: Vec<u16>,
    frequencies: Vec<u32>,
    logarithms: Vec<f64>,
    tag_names: Vec<String>,
    packed_tags: Range<usize>,
    /// By slot, once the first tag has been asked for.
    tags: OnceLock<Box<[u8]>>,
    /// Once a run of characters has been asked about.
    model: OnceLock<Model>,
    total: u32,
    log_total: f64,
    hash: u64,
}

impl std::fmt::Debug for Dictionary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Dictionary({} words, {:016x})", self.word_count(), self.hash)
    }
}

/// The portable natural logarithm: the same on every machine, at the price of a last bit that is wrong now and then.
pub(super) fn portable_logarithm(frequency: u32) -> f64 {
    libm::log(f64::from(frequency))
}

/// The natural logarithm as computed where the file was made, which is where jieba-rs would compute it too.
fn corrected_logarithm(frequency: u32, correction: i8) -> f64 {
    f64::from_bits(portable_logarithm(frequency).to_bits().wrapping_add_signed(i64::from(correction)))
}

/// The hash in the header of a compiled word file.
pub(super) fn hash_of(file: &[u8]) -> Result<u64> {
    Ok(Reader::open(file, FileKind::Words)?.hash)
}

impl Dictionary {
    /// Takes a compiled word file. Most of it is read when a text first asks for it.
    ///
    /// # Errors
    /// [`Kind::BadDictionary`](crate::Kind::BadDictionary) for bytes that are damaged, cut short or of another version:
    /// the hash of all of them is looked at. A forged file with a right hash is an error too, or a dictionary that lacks
    /// the words of groups which cannot be read.
    pub fn load(file: Vec<u8>) -> Result<Dictionary> {
        let reader = Reader::open(&file, FileKind::Words)?;
        let characters: Vec<u16> =
            fixed(reader.section(Section::Characters)?, Section::Characters)?.map(u16::from_le_bytes).collect();
        let frequencies: Vec<u32> =
            fixed(reader.section(Section::Frequencies)?, Section::Frequencies)?.map(u32::from_le_bytes).collect();
        let tag_names = lines(reader.section(Section::TagNames)?)?;
        if characters.len() > MAX_CHARACTERS || tag_names.len() > MAX_TAGS || frequencies.len() > MAX_FREQUENCIES {
            return Err(damaged("more characters, tags or frequencies than the format holds"));
        }
        let meta = Meta::read(reader.section(Section::Meta)?)?;
        let lists = Lists::open(&reader, meta.nodes, meta.words)?;
        let first_codes =
            lists.first_codes(&file, characters.len()).ok_or_else(|| damaged("a label is no character"))?;
        check_lengths(&reader, meta.words)?;
        let groups = Groups::read(reader.section(Section::Groups)?, &first_codes)?;
        let ground = (characters.len() + 1).next_multiple_of(2);
        let slot_count = ground + groups.end().max(meta.shipped_slots);
        if slot_count > CAPACITY {
            return Err(damaged(format!("{slot_count} slots, at most {CAPACITY} are held")));
        }
        Ok(Dictionary {
            slots: Slots::new(slot_count),
            groups,
            ground,
            shipped: Shipped::new(slot_count),
            lists,
            first_codes,
            characters,
            logarithms: logarithms(&frequencies, reader.section(Section::Logarithms)?)?,
            frequencies,
            tag_names,
            packed_tags: reader.range(Section::Tags)?,
            tags: OnceLock::new(),
            model: OnceLock::new(),
            total: meta.total,
            log_total: meta.log_total,
            hash: reader.hash,
            file,
        })
    }

    /// The nodes, to walk over.
    #[inline(always)]
    pub fn trie(&self) -> Trie<'_> {
        Trie { slots: self.slots.all(), dictionary: self }
    }

    /// The node for a text's first character.
    #[inline(always)]
    pub fn root(&self, code: u16) -> Option<(u32, Node)> {
        self.trie().root(code)
    }

    /// The node one character further on.
    #[inline(always)]
    pub fn child(&self, node: Node, code: u16) -> Option<(u32, Node)> {
        self.trie().child(node, code)
    }

    /// The node for a first character that has not been looked up before; one with another label for what no word has.
    ///
    /// Not an `Option`: in wasm that would come back through memory, and all that the walk knows of a node would be kept
    /// there.
    #[cold]
    #[inline(never)]
    fn unfold_root(&self, code: u16) -> Node {
        // Most that comes here is ASCII, which has no code.
        if usize::from(code) <= self.characters.len()
            && let Some((group, codes)) = self.groups.of(code, self.characters.len())
        {
            self.unfold(group, codes);
        }
        Node(self.slots.all().get(usize::from(code)).map_or(0, |slot| slot.load(READ_ROOT)))
    }

    /// Puts the nodes of a group into the array.
    fn unfold(&self, group: &Group, codes: Range<u16>) {
        group.unfolded.get_or_init(|| {
            let write = |slot: usize, node: Node, order| {
                if let Some(place) = self.slots.all().get(slot) {
                    place.store(node.0, order);
                }
            };
            let below = |slot, node| write(slot, node, Ordering::Relaxed);
            let tree = Subtree::read(group, &self.surroundings());
            let roots = tree.and_then(|tree| tree.write(group.roots.len(), below)).unwrap_or_default();
            // A character that begins no word is a node too, so that it is not taken for one of a group to be unfolded.
            let mut begin = roots.iter().peekable();
            for code in codes {
                let known = begin.next_if(|node| node.label() == code);
                write(code.into(), known.copied().unwrap_or(Node::new(code, 0)), Ordering::Release);
            }
        });
    }

    fn surroundings(&self) -> Surroundings<'_> {
        Surroundings {
            file: &self.file,
            lists: &self.lists,
            first_codes: &self.first_codes,
            frequencies: self.frequencies.len(),
            characters: self.characters.len(),
            ground: self.ground,
            shipped: &self.shipped,
        }
    }

    /// The slot of the word that the codes spell, if it is one.
    pub fn find(&self, mut codes: impl Iterator<Item = u16>) -> Option<u32> {
        let (mut slot, mut node) = self.root(codes.next()?)?;
        for code in codes {
            (slot, node) = self.child(node, code)?;
        }
        (node.frequency_number() != 0).then_some(slot)
    }

    /// Every slot is below this number.
    pub fn slot_count(&self) -> usize {
        self.slots.all().len()
    }

    /// The characters of the words; the code of the character at `index` is `index + 1`.
    pub fn characters(&self) -> &[u16] {
        &self.characters
    }

    /// How often the word in a slot is taken to occur; 0 for a slot that is no word.
    pub fn frequency(&self, slot: u32) -> u32 {
        self.frequency_of_number(self.node(slot).frequency_number())
    }

    #[inline(always)]
    pub(super) fn frequency_of_number(&self, number: usize) -> u32 {
        number.checked_sub(1).and_then(|at| self.frequencies.get(at)).copied().unwrap_or(0)
    }

    /// The natural logarithms of the distinct frequencies; that of frequency number `n` is at `n - 1`.
    pub fn logarithms(&self) -> &[f64] {
        &self.logarithms
    }

    /// The tag of the word in a slot; empty where it has none.
    pub fn tag(&self, slot: u32) -> &str {
        // To unpack the tags all groups are unfolded: a word that another engine cut may be of none that was before.
        let tags = self.tags.get_or_init(|| tags::unpack(&self.file[self.packed_tags.clone()], self));
        if self.frequency(slot) == 0 {
            return "";
        }
        let number = tags.get(slot as usize).copied().unwrap_or(u8::MAX);
        self.tag_names.get(usize::from(number)).map_or("", String::as_str)
    }

    /// Where the child of a node for a code lies; the first characters are the children of the node in slot 0. 0, which
    /// is nobody's, where the group could not be read.
    #[inline(always)]
    pub(super) fn slot_of_child(&self, slot: u32, node: Node, code: u16) -> u32 {
        let at = match (slot, node.base()) {
            (0, _) => usize::from(code),
            (_, 0) => 0,
            _ => node.place_of(code),
        };
        if at < self.slots.all().len() { at as u32 } else { 0 }
    }

    /// The lists, the file that they are in, and the codes of the first characters.
    pub(super) fn lists(&self) -> (&Lists, &[u8], &[u16]) {
        (&self.lists, &self.file, &self.first_codes)
    }

    pub(super) fn node(&self, slot: u32) -> Node {
        Node(self.slots.all().get(slot as usize).map_or(0, |slot| slot.load(Ordering::Relaxed)))
    }

    /// The model of words that the dictionary lacks. One that cannot be read, of a forged file, knows no character.
    pub fn model(&self) -> &Model {
        self.model.get_or_init(|| Model::read(&Reader::again(&self.file)).unwrap_or_default())
    }

    /// How many words there are.
    pub fn word_count(&self) -> usize {
        self.lists.words()
    }

    /// Unfolds all groups and goes through all words in stretches, the shorter first: `take(length, words)`.
    pub(super) fn for_each_stretch(&self, take: impl FnMut(usize, &[Word])) {
        self.groups.with_codes(self.characters.len()).for_each(|(group, codes)| self.unfold(group, codes));
        words::for_each_stretch(self, take);
    }

    /// The sum of all frequencies.
    pub fn total(&self) -> u32 {
        self.total
    }

    /// The natural logarithm of [`total`](Self::total), as computed where the file was made.
    pub fn log_total(&self) -> f64 {
        self.log_total
    }

    /// The hash of the file's contents (XXH3, 64 bits).
    pub fn hash(&self) -> u64 {
        self.hash
    }
}

/// The totals of a file.
struct Meta {
    nodes: usize,
    words: usize,
    total: u32,
    log_total: f64,
    /// How far the families reach that the file says the place of.
    shipped_slots: usize,
}

impl Meta {
    fn read(bytes: &[u8]) -> Result<Meta> {
        let number = |at: usize| bytes.get(at..at + 4).map_or(0, read_u32) as usize;
        let log_total = bytes.get(12..20).and_then(|bytes| bytes.try_into().ok()).map(f64::from_le_bytes);
        let log_total = log_total.ok_or_else(|| damaged("the totals are cut short"))?;
        let (nodes, words, shipped_slots) = (number(0), number(4), number(20));
        if nodes == 0 || nodes > MAX_SLOTS || words > nodes || shipped_slots > CAPACITY {
            return Err(damaged(format!("{nodes} nodes for {words} words in {shipped_slots} slots")));
        }
        Ok(Meta { nodes, words, total: number(8) as u32, log_total, shipped_slots })
    }
}

fn logarithms(frequencies: &[u32], corrections: &[u8]) -> Result<Vec<f64>> {
    if frequencies.len() != corrections.len() {
        return Err(damaged("frequencies and logarithms differ in number"));
    }
    let corrected = |(&frequency, &correction): (&u32, &u8)| corrected_logarithm(frequency, correction as i8);
    Ok(frequencies.iter().zip(corrections).map(corrected).collect())
}

fn read_u32(bytes: &[u8]) -> u32 {
    bytes.try_into().map_or(0, u32::from_le_bytes)
}

fn lines(bytes: &[u8]) -> Result<Vec<String>> {
    let text = std::str::from_utf8(bytes).map_err(|error| damaged(format!("names that are not UTF-8: {error}")))?;
    Ok(text.lines().map(str::to_owned).collect())
}

/// Whether there are as many words of all lengths as there are words.
fn check_lengths(file: &Reader, words: usize) -> Result<()> {
    let counts = fixed(file.section(Section::Lengths)?, Section::Lengths)?.map(u32::from_le_bytes);
    let sum: u64 = counts.map(u64::from).sum();
    if sum != words as u64 {
        return Err(damaged(format!("lengths of {sum} words of {words}")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::compile;
    use super::*;

    fn dictionary(words: &str) -> Dictionary {
        Dictionary::load(compile(words, "").unwrap().words).unwrap()
    }

    fn find(dictionary: &Dictionary, word: &str) -> Option<u32> {
        let code = |unit| dictionary.characters().iter().position(|&c| c == unit).map_or(NO_CODE, |i| i as u16 + 1);
        dictionary.find(word.encode_utf16().map(code))
    }

    fn all_slots(dictionary: &Dictionary) -> Vec<u32> {
        let mut slots = Vec::new();
        dictionary.for_each_stretch(|_, words| slots.extend(words.iter().map(|word| word.slot)));
        slots
    }

    #[test]
    fn finds_the_words_and_nothing_else() {
        let dictionary = dictionary("北京 34488 ns\n北京大学 2053 nt\n大学 20025 n\n大 144099 a\nT恤 3 n\n");
        for (word, frequency, tag) in
            [("北京", 34488, "ns"), ("北京大学", 2053, "nt"), ("大", 144_099, "a"), ("T恤", 3, "n")]
        {
            let slot = find(&dictionary, word).unwrap();
            assert_eq!((dictionary.frequency(slot), dictionary.tag(slot)), (frequency, tag), "{word}");
        }
        for word in ["北", "京", "北京大", "大学生", "学", "T", "", "海"] {
            assert_eq!(find(&dictionary, word), None, "{word}");
        }
        assert_eq!(dictionary.total(), 34488 + 2053 + 20025 + 144_099 + 3);
        assert_eq!(all_slots(&dictionary).len(), 5);
    }

    /// Words over several groups, with families of all kinds: large, small, and small ones that collide.
    fn many_words() -> Vec<String> {
        let unit = |number: usize| char::from_u32(0x4e00 + number as u32).unwrap();
        let mut words: Vec<String> = (0..600).map(|number| unit(number).to_string()).collect();
        words.extend((0..600).map(|last| [unit(7), unit(last)].iter().collect()));
        let mut state = 1_usize;
        let mut random = |below: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223) & 0xffff_ffff;
            (state >> 8) % below
        };
        for _ in 0..6_000 {
            let length = 2 + random(4);
            words.push((0..length).map(|_| unit(random(600))).collect());
        }
        words.sort();
        words.dedup();
        words
    }

    #[test]
    fn a_slot_does_not_depend_on_what_was_looked_up_before() {
        let words = many_words();
        let list: String = (1..).zip(&words).map(|(frequency, word)| format!("{word} {frequency} n\n")).collect();
        let (forwards, backwards, whole) = (dictionary(&list), dictionary(&list), dictionary(&list));
        assert!(forwards.groups.with_codes(forwards.characters.len()).count() > 3);
        let slots: Vec<u32> = words.iter().map(|word| find(&forwards, word).unwrap()).collect();
        for (word, &slot) in words.iter().zip(&slots).rev() {
            assert_eq!(find(&backwards, word), Some(slot), "{word}");
        }
        let mut all = all_slots(&whole);
        all.sort_unstable();
        let mut sorted = slots.clone();
        sorted.sort_unstable();
        assert_eq!(all, sorted);
        for (frequency, (word, slot)) in (1..).zip(words.iter().zip(slots)) {
            assert_eq!((forwards.frequency(slot), whole.tag(slot)), (frequency, "n"), "{word}");
            // Another last character makes another word or none.
            let other: String =
                word.chars().rev().skip(1).collect::<Vec<_>>().into_iter().rev().chain(['\u{4e00}']).collect();
            assert_eq!(find(&forwards, &other).is_some(), words.binary_search(&other).is_ok(), "{other}");
        }
    }

    #[test]
    fn a_tampered_file_with_a_right_hash_is_an_error_or_a_dictionary_but_never_a_panic() {
        let file = compile("北京 34488 ns\n北京大学 2053 nt\n大学 20025 n\n大 144099 a\n", "").unwrap().words;
        // Every byte of the small sections, and one here and there of the model's 200,000.
        let small = 24..file.len().min(1_200);
        for at in small.chain((1_200..file.len()).step_by(997)) {
            for value in [0, 1, 0x7f, 0x80, 0xff] {
                let mut changed = file.clone();
                changed[at] = value;
                let hash = xxhash_rust::xxh3::xxh3_64(&changed[24..]);
                changed[16..24].copy_from_slice(&hash.to_le_bytes());
                if let Ok(dictionary) = Dictionary::load(changed) {
                    find(&dictionary, "北京大学").map(|slot| dictionary.tag(slot).len());
                }
            }
        }
    }
}

//! The dictionary in memory: a double array in which a step is one load of eight bytes.
//!
//! A node is a slot. Its word packs, from the lowest bit: where its children lie (`base`, 20 bits), the character
//! that leads to it (`label`, 14), and the number of its word's frequency or 0 (13). The child
//! of a node for character `c` is the slot `base + c` if that slot's label is `c`. No two nodes share a base, so the
//! label alone tells a true child from a neighbour, and the classic second array of parents is not needed.
//! (Aoe, "An efficient digital search algorithm by using a double-array structure", IEEE TSE 15(9), 1989,
//! doi:10.1109/32.31365; without the parents as in Yata et al., 2007, doi:10.1016/j.ipm.2006.04.004.)
//!
//! The array itself is not in the file. The file lists the nodes breadth first, with the bases of the large families;
//! three passes over the lists find every node its place. That is half the download of the array. Small families need
//! no base in the file, because between the large ones they find room within a few steps, 64 candidates at a time.

use super::bits::Bits;
use super::format::{FileKind, Reader, Section, SplitNumbers, Varints, damaged, fixed};
use super::model::Model;
use super::tags::{self, MAX_TAGS};
use crate::error::Result;
use std::ops::Range;
use std::sync::OnceLock;

const BASE_BITS: u32 = 20;
const LABEL_BITS: u32 = 14;
const FREQUENCY_BITS: u32 = 13;
const LABEL_SHIFT: u32 = BASE_BITS;
const FREQUENCY_SHIFT: u32 = LABEL_SHIFT + LABEL_BITS;
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
    /// The number of the word's frequency, from 1; 0 where no word ends.
    #[inline(always)]
    pub fn frequency_number(self) -> usize {
        (self.0 >> FREQUENCY_SHIFT) as usize & MAX_FREQUENCIES
    }

    #[inline(always)]
    fn label(self) -> u16 {
        (self.0 >> LABEL_SHIFT) as u16 & NO_CODE
    }

    #[inline(always)]
    fn base(self) -> usize {
        self.0 as usize & (MAX_SLOTS - 1)
    }
}

/// The nodes of a dictionary.
#[derive(Debug, Clone, Copy)]
pub struct Trie<'a>(&'a [u64]);

impl Trie<'_> {
    /// The node for a text's first character.
    #[inline(always)]
    pub fn root(self, code: u16) -> Option<(u32, Node)> {
        self.slot(code as usize, code)
    }

    /// The node one character further on.
    #[inline(always)]
    pub fn child(self, node: Node, code: u16) -> Option<(u32, Node)> {
        let base = node.base();
        // Base 0 is the root's, so a node with base 0 has no children.
        if base == 0 { None } else { self.slot(base + code as usize, code) }
    }

    #[inline(always)]
    fn slot(self, at: usize, code: u16) -> Option<(u32, Node)> {
        let node = Node(*self.0.get(at)?);
        (node.label() == code).then_some((at as u32, node))
    }
}

/// The words of the compiled dictionary.
pub struct Dictionary {
    slots: Vec<u64>,
    characters: Vec<u16>,
    frequencies: Vec<u32>,
    logarithms: Vec<f64>,
    tag_names: Vec<String>,
    packed_tags: Vec<u8>,
    /// By slot, once the first tag has been asked for.
    tags: OnceLock<Box<[u8]>>,
    model: Model,
    /// The slot of every word, in the order of the file: the shorter first.
    words: Vec<u32>,
    /// By length less one: where in `words` the words of that length end.
    length_ends: Vec<usize>,
    longest: usize,
    total: u32,
    log_total: f64,
    hash: u64,
}

impl std::fmt::Debug for Dictionary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Dictionary({} words, {:016x})", self.words.len(), self.hash)
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
    /// Reads a compiled word file.
    ///
    /// # Errors
    /// [`Kind::BadDictionary`](crate::Kind::BadDictionary) for bytes that are damaged, cut short or of another version.
    pub fn load(bytes: &[u8]) -> Result<Dictionary> {
        let file = Reader::open(bytes, FileKind::Words)?;
        let characters: Vec<u16> =
            fixed(file.section(Section::Characters)?, Section::Characters)?.map(u16::from_le_bytes).collect();
        let frequencies: Vec<u32> =
            fixed(file.section(Section::Frequencies)?, Section::Frequencies)?.map(u32::from_le_bytes).collect();
        let corrections = file.section(Section::Logarithms)?;
        let tag_names = lines(file.section(Section::TagNames)?)?;
        if characters.len() > MAX_CHARACTERS || tag_names.len() > MAX_TAGS || frequencies.len() > MAX_FREQUENCIES {
            return Err(damaged("more characters, tags or frequencies than the format holds"));
        }
        if frequencies.len() != corrections.len() {
            return Err(damaged("frequencies and logarithms differ in number"));
        }
        let corrected = |(&frequency, &correction): (&u32, &u8)| corrected_logarithm(frequency, correction as i8);
        let logarithms = frequencies.iter().zip(corrections).map(corrected).collect();
        let meta = file.section(Section::Meta)?;
        let [nodes, word_count, total] = [0, 4, 8].map(|at| meta.get(at..at + 4).map_or(0, read_u32));
        let log_total = meta.get(12..20).and_then(|bytes| bytes.try_into().ok()).map(f64::from_le_bytes);
        let log_total = log_total.ok_or_else(|| damaged("the totals are cut short"))?;
        let limits = Limits { characters: characters.len(), frequencies: frequencies.len() };
        let (slots, words, longest) = Builder::new(nodes as usize, word_count as usize, limits)?.build(&file)?;
        Ok(Dictionary {
            length_ends: length_ends(&file, words.len())?,
            packed_tags: file.section(Section::Tags)?.to_vec(),
            tags: OnceLock::new(),
            slots,
            characters,
            frequencies,
            logarithms,
            tag_names,
            model: Model::read(&file)?,
            words,
            longest,
            total,
            log_total,
            hash: file.hash,
        })
    }

    /// The nodes, to walk over.
    #[inline(always)]
    pub fn trie(&self) -> Trie<'_> {
        Trie(&self.slots)
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
        self.slots.len()
    }

    /// The characters of the words; the code of the character at `index` is `index + 1`.
    pub fn characters(&self) -> &[u16] {
        &self.characters
    }

    /// How often the word in a slot is taken to occur; 0 for a slot that is no word.
    pub fn frequency(&self, slot: u32) -> u32 {
        let number = self.node(slot).frequency_number();
        if number == 0 { 0 } else { self.frequencies[number - 1] }
    }

    /// The natural logarithms of the distinct frequencies; that of frequency number `n` is at `n - 1`.
    pub fn logarithms(&self) -> &[f64] {
        &self.logarithms
    }

    /// The tag of the word in a slot; empty where it has none.
    pub fn tag(&self, slot: u32) -> &str {
        if self.frequency(slot) == 0 {
            return "";
        }
        let tags = self.tags.get_or_init(|| tags::unpack(&self.packed_tags, self));
        let number = tags.get(slot as usize).copied().unwrap_or(u8::MAX);
        self.tag_names.get(usize::from(number)).map_or("", String::as_str)
    }

    /// The code of the character that leads to a slot.
    pub(super) fn label(&self, slot: u32) -> u16 {
        self.node(slot).label()
    }

    /// By base: the code of the character that leads to the node whose children lie there.
    pub(super) fn labels_by_base(&self) -> Vec<u16> {
        let mut labels = vec![0; self.slots.len()];
        for node in self.slots.iter().copied().map(Node).filter(|node| node.base() != 0) {
            if let Some(label) = labels.get_mut(node.base()) {
                *label = node.label();
            }
        }
        labels
    }

    /// Where in [`words`](Self::words) the words of each length are, with the length in UTF-16 code units.
    pub(super) fn lengths(&self) -> impl Iterator<Item = (Range<usize>, usize)> {
        let mut start = 0;
        self.length_ends
            .iter()
            .enumerate()
            .map(move |(index, &end)| (std::mem::replace(&mut start, end)..end, index + 1))
    }

    fn node(&self, slot: u32) -> Node {
        Node(self.slots.get(slot as usize).copied().unwrap_or(0))
    }

    /// The model of words that the dictionary lacks.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The slots of all words in the order of the file.
    pub fn words(&self) -> &[u32] {
        &self.words
    }

    /// The length of the longest word, in UTF-16 code units.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// The sum of all frequencies.
    pub fn total(&self) -> u32 {
        self.total
    }

    /// The natural logarithm of [`total`](Self::total), as computed where the file was made.
    pub fn log_total(&self) -> f64 {
        self.log_total
    }

    /// The hash of the file's contents (XXH64).
    pub fn hash(&self) -> u64 {
        self.hash
    }
}

fn read_u32(bytes: &[u8]) -> u32 {
    bytes.try_into().map_or(0, u32::from_le_bytes)
}

fn lines(bytes: &[u8]) -> Result<Vec<String>> {
    let text = std::str::from_utf8(bytes).map_err(|error| damaged(format!("names that are not UTF-8: {error}")))?;
    Ok(text.lines().map(str::to_owned).collect())
}

/// From the number of words of each length: where those of a length end.
fn length_ends(file: &Reader, words: usize) -> Result<Vec<usize>> {
    let mut ends = Vec::new();
    let mut end = 0_usize;
    for count in fixed(file.section(Section::Lengths)?, Section::Lengths)?.map(u32::from_le_bytes) {
        end = end.saturating_add(count as usize);
        ends.push(end);
    }
    if end != words {
        return Err(damaged(format!("lengths of {end} words of {words}")));
    }
    Ok(ends)
}

struct Limits {
    characters: usize,
    frequencies: usize,
}

/// The lists of a file that say what the trie is, each node after node, breadth first.
struct Lists<'a> {
    counts: Varints<'a>,
    labels: Labels<'a>,
    leaf_ranks: SplitNumbers<'a>,
    inner_ranks: SplitNumbers<'a>,
    inner: InnerNodes<'a>,
}

impl<'a> Lists<'a> {
    fn open(file: &Reader<'a>, limits: &Limits) -> Result<Lists<'a>> {
        Ok(Lists {
            counts: Varints::new(file.section(Section::ChildCounts)?),
            labels: Labels::open(file, limits.characters)?,
            leaf_ranks: SplitNumbers::open(file.section(Section::LeafFrequencies)?)?,
            inner_ranks: SplitNumbers::open(file.section(Section::InnerFrequencies)?)?,
            inner: InnerNodes(file.section(Section::InnerNodes)?),
        })
    }
}

/// Which nodes have children.
struct InnerNodes<'a>(&'a [u8]);

impl InnerNodes<'_> {
    #[inline(always)]
    fn has(&self, node: usize) -> bool {
        self.0.get(node / 8).is_some_and(|byte| byte >> (node % 8) & 1 == 1)
    }

    fn count(&self, nodes: std::ops::Range<usize>) -> usize {
        nodes.filter(|&node| self.has(node)).count()
    }
}

/// Finds every node its slot: large families where the file says, then the small ones wherever there is room.
///
/// The passes go over the nodes in stretches, each a call of its own. A browser first runs code as it came and makes
/// it fast in the background, but a call that has begun stays slow to its end.
struct Builder {
    node_count: usize,
    word_count: usize,
    limits: Limits,
    /// The base of every inner node, breadth first.
    bases: Vec<u32>,
    free: Bits,
    base_free: Bits,
    /// By number of children, where the search for a small family's slots goes on.
    search_from: [usize; LARGE_FAMILY],
    slot_count: usize,
    /// The children of the inner nodes seen so far.
    children: usize,
    /// The codes of the family at hand.
    codes: Vec<u16>,
}

/// How many inner nodes a stretch has.
const STRETCH: usize = 4096;

impl Builder {
    fn new(node_count: usize, word_count: usize, limits: Limits) -> Result<Builder> {
        if node_count == 0 || node_count > MAX_SLOTS || word_count > node_count {
            return Err(damaged(format!("{node_count} nodes for {word_count} words")));
        }
        let mut builder = Builder {
            node_count,
            word_count,
            limits,
            bases: Vec::new(),
            free: Bits::all_set(CAPACITY),
            base_free: Bits::all_set(CAPACITY),
            search_from: [1; LARGE_FAMILY],
            slot_count: 1,
            children: 0,
            codes: Vec::new(),
        };
        // Slot 0 means "none".
        builder.free.take(0);
        Ok(builder)
    }

    fn build(mut self, file: &Reader) -> Result<(Vec<u64>, Vec<u32>, usize)> {
        let longest = self.place_large_families(Lists::open(file, &self.limits)?, file.section(Section::Bases)?)?;
        self.place_small_families(Lists::open(file, &self.limits)?)?;
        let (slots, words) = self.write(Lists::open(file, &self.limits)?)?;
        Ok((slots, words, longest))
    }

    /// Puts the large families where the file says, depth by depth, and returns the depth of the deepest. Finds the
    /// tree whole on the way: every node but the root is somebody's child.
    fn place_large_families(&mut self, mut lists: Lists, bases: &[u8]) -> Result<usize> {
        let mut shipped = Bases::open(bases)?;
        // The nodes of a depth end where the children of the depth before ended.
        let (mut depth, mut depth_end) = (0, 1);
        let mut inner_end = lists.inner.count(0..1);
        self.bases.reserve_exact(lists.inner.count(0..self.node_count));
        loop {
            while self.bases.len() < inner_end {
                let stretch = STRETCH.min(inner_end - self.bases.len());
                self.place_large_in_stretch(&mut lists, &mut shipped, stretch)?;
            }
            let next_end = self.children + 1;
            if next_end == depth_end {
                break;
            }
            if next_end > self.node_count {
                return Err(damaged("there are more children than nodes"));
            }
            inner_end += lists.inner.count(depth_end..next_end);
            (depth, depth_end) = (depth + 1, next_end);
        }
        let whole = lists.counts.ended_well() && lists.labels.ended_well() && shipped.ended_well();
        if depth_end != self.node_count || !whole {
            return Err(damaged("the nodes do not form one tree"));
        }
        if depth > MAX_LENGTH {
            return Err(damaged(format!("a word of {depth} characters, at most {MAX_LENGTH} are held")));
        }
        Ok(depth)
    }

    #[inline(never)]
    fn place_large_in_stretch(&mut self, lists: &mut Lists, shipped: &mut Bases, stretch: usize) -> Result<()> {
        for _ in 0..stretch {
            let is_root = self.bases.is_empty();
            let children = lists.counts.next() as usize;
            self.children += children;
            if !is_large(usize::from(!is_root), children) {
                lists.labels.skip(children);
                self.bases.push(PLACE_LATER);
                continue;
            }
            let mut codes = std::mem::take(&mut self.codes);
            lists.labels.read(children, &mut codes);
            let base = shipped.next();
            if is_root != (base == 0) {
                return Err(damaged(format!("base {base} for inner node {}", self.bases.len())));
            }
            self.take(base as usize, &codes)?;
            self.codes = codes;
            self.bases.push(base);
        }
        Ok(())
    }

    fn place_small_families(&mut self, mut lists: Lists) -> Result<()> {
        // A dictionary without a word has no root family to take base 0, which means "no children".
        self.base_free.take(0);
        for from in (0..self.bases.len()).step_by(STRETCH) {
            self.place_small_in_stretch(&mut lists, from..self.bases.len().min(from + STRETCH))?;
        }
        if !lists.labels.ended_well() {
            return Err(damaged("a label is no character"));
        }
        Ok(())
    }

    #[inline(never)]
    fn place_small_in_stretch(&mut self, lists: &mut Lists, stretch: std::ops::Range<usize>) -> Result<()> {
        for at in stretch {
            let children = lists.counts.next() as usize;
            if self.bases[at] != PLACE_LATER {
                lists.labels.skip(children);
                continue;
            }
            let base = if children == 1 {
                let code = lists.labels.only();
                let base = self.base_for_one(code as usize);
                self.take(base, &[code])?;
                base
            } else {
                let mut codes = std::mem::take(&mut self.codes);
                lists.labels.read(children, &mut codes);
                let base = self.base_for(&codes);
                self.take(base, &codes)?;
                self.codes = codes;
                base
            };
            self.bases[at] = base as u32;
        }
        Ok(())
    }

    /// The base for the next free slot whose base is free too. It only looks forward: a slot passed over because its
    /// base was taken stays empty, which costs less than coming back to it.
    #[inline(always)]
    fn base_for_one(&mut self, code: usize) -> usize {
        let mut slot = self.free.next_set(self.search_from[1].max(code + 1));
        while !self.base_free.get(slot - code) {
            slot = self.free.next_set(slot + 1);
        }
        self.search_from[1] = slot + 1;
        slot - code
    }

    /// The next base at which all slots of a small family are free; each size looks forward from its last place.
    fn base_for(&mut self, family: &[u16]) -> usize {
        let size = family.len().min(LARGE_FAMILY - 1);
        let mut from = self.search_from[size];
        while from < MAX_SLOTS {
            let mut candidates = self.base_free.window(from);
            for &code in family {
                candidates &= self.free.window(from + code as usize);
            }
            if candidates != 0 {
                self.search_from[size] = from;
                return from + candidates.trailing_zeros() as usize;
            }
            from += 64;
        }
        MAX_SLOTS
    }

    #[inline(always)]
    fn take(&mut self, base: usize, family: &[u16]) -> Result<()> {
        let mut fits = base < MAX_SLOTS && self.base_free.take(base);
        for &code in family {
            fits &= self.free.take(base + code as usize);
        }
        if !fits {
            return Err(damaged(format!("two nodes at base {base}, or one beyond {MAX_SLOTS}")));
        }
        let last = base + family.last().map_or(0, |&code| code as usize);
        self.slot_count = self.slot_count.max(last + 1);
        Ok(())
    }

    /// Fills the slots.
    fn write(&self, mut lists: Lists) -> Result<(Vec<u64>, Vec<u32>)> {
        let mut out = Output {
            slots: vec![0; self.slot_count],
            words: Vec::with_capacity(self.word_count),
            child: 1,
            child_bases: self.bases.iter().skip(usize::from(lists.inner.has(0))),
            highest_rank: 0,
        };
        for bases in self.bases.chunks(STRETCH) {
            out.write_stretch(&mut lists, bases);
        }
        let rank = out.highest_rank as usize;
        if rank > self.limits.frequencies {
            return Err(damaged(format!("frequency number {rank} is too high")));
        }
        let ranks_whole = lists.leaf_ranks.ended_well() && lists.inner_ranks.ended_well();
        if !ranks_whole || out.words.len() != self.word_count {
            return Err(damaged("there are not as many figures as words"));
        }
        Ok((out.slots, out.words))
    }
}

/// The double array as it is filled. Children are listed in the order in which they come as nodes, so the lists of
/// what a child is are read straight on.
struct Output<'a> {
    slots: Vec<u64>,
    words: Vec<u32>,
    /// The node that is the next child.
    child: usize,
    child_bases: std::iter::Skip<std::slice::Iter<'a, u32>>,
    highest_rank: u32,
}

impl Output<'_> {
    /// Writes the children of the inner nodes with these bases.
    #[inline(never)]
    fn write_stretch(&mut self, lists: &mut Lists, bases: &[u32]) {
        for &base in bases {
            let mut code = 0;
            for position in 0..lists.counts.next() {
                code = lists.labels.next(code, position);
                let slot = base as usize + code as usize;
                let inner = lists.inner.has(self.child);
                self.child += 1;
                let base = if inner { self.child_bases.next().copied().unwrap_or(0) } else { 0 };
                let entry = u64::from(code) << LABEL_SHIFT | u64::from(base) | self.frequency(lists, slot, inner);
                if let Some(place) = self.slots.get_mut(slot) {
                    *place = entry;
                }
            }
        }
    }

    /// The frequency number of the next node, in its place.
    #[inline(always)]
    fn frequency(&mut self, lists: &mut Lists, slot: usize, inner: bool) -> u64 {
        // What has no children is a word.
        let rank = if inner { lists.inner_ranks.next() } else { 1 + lists.leaf_ranks.next() };
        if rank == 0 {
            return 0;
        }
        self.highest_rank = self.highest_rank.max(rank);
        self.words.push(slot as u32);
        u64::from(rank) << FREQUENCY_SHIFT
    }
}

/// From how many children on the file says where a family goes. Smaller ones find a place within a few steps.
pub(super) const LARGE_FAMILY: usize = 8;

/// Whether the file says where the children of a node go; the root's go first of all.
pub(super) fn is_large(index: usize, children: usize) -> bool {
    children >= LARGE_FAMILY || (index == 0 && children > 0)
}

/// Stands for a base until it is found; no base is as high.
const PLACE_LATER: u32 = u32::MAX;

/// The bases of the large families: three planes of bytes, the lowest first.
struct Bases<'a> {
    planes: [std::slice::Iter<'a, u8>; 3],
}

impl<'a> Bases<'a> {
    fn open(bytes: &'a [u8]) -> Result<Bases<'a>> {
        let third = bytes.len() / 3;
        if bytes.len() != 3 * third {
            return Err(damaged(format!("{} bytes of bases are not three planes", bytes.len())));
        }
        let plane = |number: usize| bytes[number * third..(number + 1) * third].iter();
        Ok(Bases { planes: [plane(0), plane(1), plane(2)] })
    }

    /// The next base; one that no node can have after the end.
    fn next(&mut self) -> u32 {
        let [low, middle, high] = self.planes.each_mut().map(|plane| plane.next().copied().map(u32::from));
        match (low, middle, high) {
            (Some(low), Some(middle), Some(high)) => low | middle << 8 | high << 16,
            _ => PLACE_LATER,
        }
    }

    fn ended_well(&self) -> bool {
        self.planes[0].len() == 0
    }
}

/// The labels of the children, node after node. As [`Varints`], it remembers a fault for the end.
struct Labels<'a> {
    low: std::slice::Iter<'a, u8>,
    high: std::slice::Iter<'a, u8>,
    limit: u16,
    damaged: bool,
}

impl<'a> Labels<'a> {
    fn open(file: &Reader<'a>, limit: usize) -> Result<Labels<'a>> {
        let (low, high) = (file.section(Section::LabelsLow)?, file.section(Section::LabelsHigh)?);
        if low.len() != high.len() {
            return Err(damaged("the planes of the labels differ in length"));
        }
        Ok(Labels { low: low.iter(), high: high.iter(), limit: limit as u16, damaged: false })
    }

    /// The code of a node's child: `position` says which child, `before` is the code of the one before it.
    #[inline(always)]
    fn next(&mut self, before: u16, position: u32) -> u16 {
        let (Some(&low), Some(&high)) = (self.low.next(), self.high.next()) else {
            self.damaged = true;
            return 1;
        };
        // Siblings ascend and are written as distances; a first child as its number, which is its code less one.
        let delta = u16::from(low) | u16::from(high) << 8;
        let code = if position == 0 { delta.wrapping_add(1) } else { before.wrapping_add(delta) };
        if code > self.limit || code <= before {
            self.damaged = true;
            return 1;
        }
        code
    }

    /// The code of an only child.
    #[inline(always)]
    fn only(&mut self) -> u16 {
        self.next(0, 0)
    }

    /// The codes of the next `count` siblings, ascending.
    fn read(&mut self, count: usize, codes: &mut Vec<u16>) {
        codes.clear();
        let mut code = 0;
        for position in 0..count.min(usize::from(self.limit)) {
            code = self.next(code, position as u32);
            codes.push(code);
        }
        self.damaged |= count > usize::from(self.limit);
    }

    #[inline(always)]
    fn skip(&mut self, count: usize) {
        if count > 0 {
            self.low.nth(count - 1);
            self.high.nth(count - 1);
        }
    }

    fn ended_well(&self) -> bool {
        self.low.len() == 0 && !self.damaged
    }
}

#[cfg(test)]
mod tests {
    use super::super::compile;
    use super::*;

    fn dictionary(words: &str) -> Dictionary {
        Dictionary::load(&compile(words, "").unwrap().words).unwrap()
    }

    fn find(dictionary: &Dictionary, word: &str) -> Option<u32> {
        let code = |unit| dictionary.characters().iter().position(|&c| c == unit).map_or(NO_CODE, |i| i as u16 + 1);
        dictionary.find(word.encode_utf16().map(code))
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
        assert_eq!(dictionary.words().len(), 5);
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
                let hash = xxhash_rust::xxh64::xxh64(&changed[24..], 0);
                changed[16..24].copy_from_slice(&hash.to_le_bytes());
                if let Ok(dictionary) = Dictionary::load(&changed) {
                    find(&dictionary, "北京大学").map(|slot| dictionary.tag(slot).len());
                }
            }
        }
    }
}

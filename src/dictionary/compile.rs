//! Word lists to compiled files: what the build does once, so that no reader's browser has to.

use super::bits::Bits;
use super::format::{FileKind, Section, SplitWriter, Writer, push_varint};
use super::idf;
use super::lists::LARGE_FAMILY;
use super::place::{self, Base, Family};
use super::tags::{self, MAX_TAGS, Place};
use super::trie::{CAPACITY, MAX_CHARACTERS, portable_logarithm};
use crate::error::{Error, Kind, Result};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, VecDeque};

/// The two compiled files.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// `hanlens.dict`: words, frequencies, tags.
    pub words: Vec<u8>,
    /// `hanlens-idf.dict`: inverse document frequencies.
    pub idf: Vec<u8>,
}

/// Compiles jieba's word list (`word frequency tag` a line) and its IDF list (`word value` a line).
///
/// # Errors
/// [`Kind::BadDictionary`], naming the line: a missing or bad number, a word twice in `words`, a character outside
/// the basic plane, or more characters, tags or frequencies than the format holds.
///
/// ```
/// let files = hanlens::dictionary::compile("北京 34488 ns\n大学 20025 n\n", "北京 4.1\n")?;
/// let mut lens = hanlens::Lens::new(&files.words)?;
/// lens.load_idf(&files.idf)?;
/// # Ok::<(), hanlens::Error>(())
/// ```
pub fn compile(words: &str, idf_list: &str) -> Result<Compiled> {
    let entries = parse_words(words)?;
    let trie = Trie::build(&entries)?;
    let file = trie.write(&entries)?;
    let hash = super::trie::hash_of(&file)?;
    let in_order: Vec<(&str, u32)> =
        trie.entries().map(|entry| (entries[entry].word, entries[entry].frequency)).collect();
    let words = idf::Words { hash, characters: &trie.characters, entries: &in_order };
    Ok(Compiled { idf: idf::write(&words, &parse_idf(idf_list)?)?, words: file })
}

/// By how many of its last bits the natural logarithm computed here differs from the portable one.
fn logarithm_corrections(frequencies: &[u32]) -> Result<Vec<u8>> {
    let correction = |&frequency: &u32| {
        let here = f64::from(frequency).ln().to_bits() as i64;
        i8::try_from(here - portable_logarithm(frequency).to_bits() as i64).map(|bits| bits as u8)
    };
    let corrections: std::result::Result<Vec<u8>, _> = frequencies.iter().map(correction).collect();
    let wrong = "this machine's logarithm is off by more than 127 of its last bits";
    corrections.map_err(|_| Error::new(Kind::BadDictionary, "words", wrong))
}

#[derive(Clone, Copy)]
struct Entry<'a> {
    word: &'a str,
    frequency: u32,
    tag: &'a str,
}

fn bad_line(list: &'static str, number: usize, line: &str, what: &str) -> Error {
    Error::new(Kind::BadDictionary, list, format!("line {number}, `{line}`: {what}"))
}

fn parse_words(text: &str) -> Result<Vec<Entry<'_>>> {
    let mut entries = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let bad = |what| bad_line("words", index + 1, line, what);
        let mut fields = line.split_ascii_whitespace();
        let Some(word) = fields.next() else { continue };
        let frequency = fields.next().and_then(|field| field.parse().ok()).filter(|&frequency| frequency > 0);
        let frequency = frequency.ok_or_else(|| bad("the frequency is not a whole number from 1 to 4294967295"))?;
        if word.chars().any(|c| c as u32 > 0xffff) {
            return Err(bad("a character is outside the basic multilingual plane"));
        }
        entries.push(Entry { word, frequency, tag: fields.next().unwrap_or("") });
    }
    Ok(entries)
}

fn parse_idf(text: &str) -> Result<Vec<(&str, f64)>> {
    let mut entries = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let mut fields = line.split_ascii_whitespace();
        let Some(word) = fields.next() else { continue };
        let value = fields.next().and_then(|field| field.parse::<f64>().ok()).filter(|value| value.is_finite());
        let value = value.ok_or_else(|| bad_line("idf", index + 1, line, "the value is not a finite number"))?;
        entries.push((word, value));
    }
    Ok(entries)
}

#[derive(Default)]
struct Node {
    /// By character number, so that the order is the order of the format.
    children: BTreeMap<u16, usize>,
    entry: Option<usize>,
    /// The code of the character that leads here, 0 for the root.
    code: u16,
}

struct Trie {
    nodes: Vec<Node>,
    characters: Vec<u16>,
    /// Nodes breadth first: the order in which the format lists everything.
    order: Vec<usize>,
}

/// Numbers distinct values, the most frequent first (ties by value): small numbers make short varints.
fn number_by_frequency<T: Copy + Ord + std::hash::Hash>(
    values: impl Iterator<Item = T>,
) -> (Vec<T>, FxHashMap<T, u32>) {
    let mut counts: FxHashMap<T, usize> = FxHashMap::default();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    let mut distinct: Vec<(T, usize)> = counts.into_iter().collect();
    distinct.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let values: Vec<T> = distinct.into_iter().map(|(value, _)| value).collect();
    let numbers = values.iter().enumerate().map(|(number, &value)| (value, number as u32)).collect();
    (values, numbers)
}

impl Trie {
    fn build(entries: &[Entry]) -> Result<Trie> {
        let (characters, numbers) = number_by_frequency(entries.iter().flat_map(|entry| entry.word.encode_utf16()));
        if characters.len() > MAX_CHARACTERS {
            let detail = format!("{} distinct characters, the format holds {MAX_CHARACTERS}", characters.len());
            return Err(Error::new(Kind::BadDictionary, "words", detail));
        }
        let mut nodes = vec![Node::default()];
        for (index, entry) in entries.iter().enumerate() {
            let mut at = 0;
            for unit in entry.word.encode_utf16() {
                let next = nodes.len();
                let label = numbers[&unit] as u16;
                let child = *nodes[at].children.entry(label).or_insert(next);
                if child == next {
                    nodes.push(Node { code: label + 1, ..Node::default() });
                }
                at = child;
            }
            if nodes[at].entry.replace(index).is_some() {
                return Err(bad_line("words", index + 1, entry.word, "the word is there twice"));
            }
        }
        let mut order = Vec::with_capacity(nodes.len());
        let mut queue = VecDeque::from([0]);
        while let Some(node) = queue.pop_front() {
            order.push(node);
            queue.extend(nodes[node].children.values());
        }
        Ok(Trie { nodes, characters, order })
    }

    /// The entries in the order of the format.
    fn entries(&self) -> impl Iterator<Item = usize> + '_ {
        self.order.iter().filter_map(|&node| self.nodes[node].entry)
    }

    /// For the entries in the order of the format: their node's parent, the codes of their last character and of the one
    /// before it, and the entry.
    fn places(&self) -> impl Iterator<Item = (u32, u16, u16, usize)> + '_ {
        self.order.iter().flat_map(move |&parent| {
            let node = &self.nodes[parent];
            let children = node.children.iter();
            let entries = children.filter_map(|(&label, &child)| Some((label, self.nodes[child].entry?)));
            entries.map(move |(label, entry)| (parent as u32, label + 1, node.code, entry))
        })
    }

    /// How many words there are of each length.
    fn lengths(&self, entries: &[Entry]) -> Vec<u8> {
        let mut counts: Vec<u32> = Vec::new();
        for length in self.entries().map(|entry| entries[entry].word.chars().count()) {
            counts.resize(counts.len().max(length), 0);
            counts[length - 1] += 1;
        }
        counts.iter().flat_map(|count| count.to_le_bytes()).collect()
    }

    fn write(&self, entries: &[Entry]) -> Result<Vec<u8>> {
        let (frequencies, numbers) = number_by_frequency(entries.iter().map(|entry| entry.frequency));
        let (mut counts, mut low, mut high) = (SplitWriter::default(), vec![], vec![]);
        let (mut leaf_ranks, mut inner_ranks) = (SplitWriter::default(), SplitWriter::default());
        for (index, &node) in self.order.iter().enumerate() {
            let node = &self.nodes[node];
            let rank = node.entry.map(|entry| numbers[&entries[entry].frequency]);
            if !node.children.is_empty() {
                counts.push(node.children.len() as u32);
                // The root is no word.
                if index > 0 {
                    inner_ranks.push(rank.map_or(0, |rank| 1 + rank));
                }
            } else if let Some(rank) = rank {
                leaf_ranks.push(rank);
            }
            let mut previous = 0;
            for &label in node.children.keys() {
                // Siblings ascend, so the distance says all; it is the first byte plane that compresses well.
                let delta = label - previous;
                low.push(delta as u8);
                high.push((delta >> 8) as u8);
                previous = label;
            }
        }
        let mut writer = Writer::new(FileKind::Words);
        let places = self.places_of_families()?;
        writer.add(Section::Meta, self.meta(entries, places.slots)?);
        writer.add(Section::Characters, self.characters.iter().flat_map(|unit| unit.to_le_bytes()).collect());
        writer.add(Section::InnerNodes, self.inner_nodes());
        writer.add(Section::ChildCounts, counts.finish());
        writer.add(Section::LabelsLow, low);
        writer.add(Section::LabelsHigh, high);
        writer.add(Section::Bases, places.bases);
        writer.add(Section::Collisions, places.collisions);
        writer.add(Section::Groups, places.groups);
        writer.add(Section::LeafFrequencies, leaf_ranks.finish());
        writer.add(Section::InnerFrequencies, inner_ranks.finish());
        writer.add(Section::Frequencies, frequencies.iter().flat_map(|value| value.to_le_bytes()).collect());
        writer.add(Section::Logarithms, logarithm_corrections(&frequencies)?);
        super::model::write(&mut writer)?;
        self.write_tags(entries, &mut writer)?;
        Ok(writer.finish())
    }

    /// A bit a node: whether it has children.
    fn inner_nodes(&self) -> Vec<u8> {
        let mut bits = vec![0; self.order.len().div_ceil(8)];
        for (index, &node) in self.order.iter().enumerate() {
            bits[index / 8] |= u8::from(!self.nodes[node].children.is_empty()) << (index % 8);
        }
        bits
    }

    /// Finds the families their places, or for the small ones the room that they will need.
    fn places_of_families(&self) -> Result<Places> {
        let too_many = || Error::new(Kind::BadDictionary, "words", "more words than the format holds");
        let inner = self.order.iter().filter(|&&node| !self.nodes[node].children.is_empty());
        let families = inner.enumerate().map(|(number, &node)| (number, self.codes_below(node)));
        let mut shipped: Vec<(usize, Vec<u16>)> = families.filter(|(_, codes)| is_shipped(codes)).collect();
        let (mut collisions, mut before) = (vec![], 0);
        for &(number, _) in shipped.iter().filter(|(_, codes)| codes.len() < LARGE_FAMILY) {
            push_varint(&mut collisions, (number - before) as u32);
            before = number;
        }
        // The root's children lie at their codes; its base is not looked at.
        if let Some((0, codes)) = shipped.first_mut() {
            codes.clear();
        }
        let families: Vec<Vec<u16>> = shipped.into_iter().map(|(_, codes)| codes).collect();
        let bases = super::pack::bases(&families).ok_or_else(too_many)?;
        let mut free = Bits::all_set(CAPACITY);
        let mut slots = 0;
        for (codes, &base) in families.iter().zip(&bases) {
            for slot in codes.iter().map(|&code| base as usize + usize::from(code)) {
                free.take(slot);
                slots = slots.max(slot + 1);
            }
        }
        let plane = |shift: u32| bases.iter().map(move |base| (base >> shift) as u8);
        Ok(Places {
            slots: slots as u32,
            bases: plane(0).chain(plane(8)).chain(plane(16)).collect(),
            collisions,
            groups: self.groups(&free).ok_or_else(too_many)?,
        })
    }

    /// For each group of first characters how many it has, and how long its stretch is.
    fn groups(&self, free: &Bits) -> Option<Vec<u8>> {
        let mut packed = vec![];
        let roots: Vec<usize> = self.nodes[0].children.values().copied().collect();
        let (mut roots, mut begin) = (roots.as_slice(), 0);
        while !roots.is_empty() {
            let (mut length, mut nodes) = (0, 0);
            while nodes < GROUP && length < roots.len() {
                nodes += self.size(roots[length]);
                length += 1;
            }
            let (group, rest) = roots.split_at(length);
            let slots = self.room(group, free, begin)?;
            push_varint(&mut packed, length as u32);
            push_varint(&mut packed, slots as u32);
            (roots, begin) = (rest, begin + slots);
        }
        Some(packed)
    }

    /// How many nodes there are from one on.
    fn size(&self, node: usize) -> usize {
        1 + self.nodes[node].children.values().map(|&child| self.size(child)).sum::<usize>()
    }

    /// How long a stretch the small families of a group need.
    fn room(&self, roots: &[usize], free: &Bits, begin: usize) -> Option<usize> {
        let (mut nodes, mut codes, mut families) = (roots.to_vec(), vec![0; roots.len()], vec![]);
        let mut at = 0;
        while let Some(&node) = nodes.get(at) {
            let below = self.codes_below(node);
            if !below.is_empty() {
                let (first, count) = (codes.len() as u32, below.len() as u32);
                let base = if is_shipped(&below) { Base(0) } else { Base::LATER };
                families.push(Family { parent: at as u32, first, count, base });
            }
            codes.extend(below);
            nodes.extend(self.nodes[node].children.values());
            at += 1;
        }
        place::place(&codes, &mut families, free.part(begin, CAPACITY - begin), begin..CAPACITY)
    }

    fn codes_below(&self, node: usize) -> Vec<u16> {
        self.nodes[node].children.keys().map(|label| label + 1).collect()
    }

    fn meta(&self, entries: &[Entry], shipped_slots: u32) -> Result<Vec<u8>> {
        let total: u64 = entries.iter().map(|entry| u64::from(entry.frequency)).sum();
        if total > u64::from(u32::MAX) {
            let detail = format!("the frequencies sum to {total}, at most {} is held", u32::MAX);
            return Err(Error::new(Kind::BadDictionary, "words", detail));
        }
        let mut meta = Vec::new();
        for number in [self.nodes.len() as u32, entries.len() as u32, total as u32] {
            meta.extend_from_slice(&number.to_le_bytes());
        }
        meta.extend_from_slice(&(total as f64).ln().to_le_bytes());
        meta.extend_from_slice(&shipped_slots.to_le_bytes());
        Ok(meta)
    }

    fn write_tags(&self, entries: &[Entry], writer: &mut Writer) -> Result<()> {
        let (names, numbers) = number_by_frequency(entries.iter().map(|entry| entry.tag));
        if names.len() > MAX_TAGS {
            let detail = format!("{} distinct tags, the format holds {MAX_TAGS}", names.len());
            return Err(Error::new(Kind::BadDictionary, "words", detail));
        }
        let names = names.iter().flat_map(|name| name.bytes().chain([b'\n']));
        writer.add(Section::TagNames, names.collect());
        writer.add(Section::Lengths, self.lengths(entries));
        let places = self.places().map(|(family, last, before_last, entry)| {
            let Entry { word, frequency, tag } = entries[entry];
            let length = word.chars().count();
            (Place { family, last, before_last, length, frequency }, numbers[tag])
        });
        writer.add(Section::Tags, tags::pack(places));
        Ok(())
    }
}

/// A group of first characters has as many nodes below them, or more by one character's.
const GROUP: usize = 768;

/// Whether the file says where a family goes.
fn is_shipped(codes: &[u16]) -> bool {
    codes.len() >= LARGE_FAMILY || place::collides(codes)
}

/// Where families go; see `place.rs`.
struct Places {
    bases: Vec<u8>,
    /// How many slots there are up to the last of these families.
    slots: u32,
    collisions: Vec<u8>,
    groups: Vec<u8>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_line_is_named() {
        for (words, idf, line) in [
            ("北京 1 ns\n大学 x n", "", "line 2"),
            ("北京", "", "line 1"),
            ("北京 0 ns", "", "line 1"),
            ("北京 -3 ns", "", "line 1"),
            ("北京 4294967296 ns", "", "line 1"),
            ("北京 1 n\n\n北京 2 n", "", "twice"),
            ("𠀀 1 n", "", "basic"),
            ("北京 1 n", "北京", "line 1"),
            ("北京 1 n", "北京 nan", "line 1"),
            ("北 4294967295 n\n京 1 n", "", "sum"),
        ] {
            let error = compile(words, idf).unwrap_err();
            assert_eq!(error.kind(), Kind::BadDictionary);
            assert!(error.to_string().contains(line), "{error} should name {line}");
        }
    }

    #[test]
    fn the_same_lists_give_the_same_bytes() {
        let lists = ("北京 34488 ns\n北 100 ns\n大学 20025 n\n", "大学 2.5\n深造 7.5\n");
        let (first, second) = (compile(lists.0, lists.1).unwrap(), compile(lists.0, lists.1).unwrap());
        assert_eq!((first.words, first.idf), (second.words, second.idf));
    }
}

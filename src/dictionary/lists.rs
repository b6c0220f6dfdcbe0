//! The lists of a file that say what the trie is, and how to find in them what belongs to a node.
//!
//! The lists have the nodes breadth first, so the nodes of a depth below some first characters stand together in each
//! of them. Where they begin is a matter of counting: how many of the nodes before have children, and how many
//! children these have. What is before each block is counted once, when the file is opened, sixteen bytes at a time;
//! what is before a place inside a block is counted when it is asked for.
//! (Jacobson, "Space-efficient static trees and graphs", FOCS 1989, doi:10.1109/SFCS.1989.63533.)

use super::format::{Reader, SPLIT, Section, SplitNumbers, damaged};
use super::trie::MAX_LENGTH;
use crate::error::Result;
use std::ops::Range;

/// From how many children on the file always says where a family goes.
pub(super) const LARGE_FAMILY: usize = 16;

/// How many numbers a block has.
const BLOCK: usize = 64;

/// The lists of a file whose lengths have been found to fit together. What the numbers say of labels, frequencies and
/// places is looked at when they are used.
pub(super) struct Lists {
    nodes: usize,
    words: usize,
    inner: InnerNodes,
    counts: Split,
    children: Before,
    large: Before,
    leaf_ranks: Split,
    inner_ranks: Split,
    labels: [Range<usize>; 2],
    bases: Range<usize>,
    /// The inner nodes of small families that are placed by the file all the same, ascending.
    collided: Vec<u32>,
}

/// What of a list comes before each block of it, and before its end.
struct Before(Vec<u32>);

impl Before {
    /// `count` says what is in the block with a number; the last is filled up with zeros, which count for nothing.
    ///
    /// This is most of an engine's start, in code that no compiler has made fast yet. With sixteen bytes at once so little
    /// of it is run through that no engine begins to compile it anew, which would hold up the start.
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    #[inline(never)]
    fn of(list: &[u8], count: impl Fn(usize, &[u8; BLOCK]) -> usize) -> (Before, usize) {
        let (blocks, rest) = list.as_chunks::<BLOCK>();
        let mut last = [0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        let all = blocks.iter().chain((!rest.is_empty()).then_some(&last));
        let (mut total, mut before) = (0, vec![0; 1 + list.len().div_ceil(BLOCK)]);
        for (number, (block, before)) in all.zip(&mut before[1..]).enumerate() {
            total += count(number, block);
            *before = total as u32;
        }
        (Before(before), total)
    }

    /// Whether nothing of the list is in a block.
    fn is_empty(&self, block: usize) -> bool {
        self.0.get(block) == self.0.get(block + 1)
    }

    /// What is before the number at `at`; `count` counts inside a block.
    fn at(&self, list: &[u8], at: usize, count: impl FnOnce(&[u8]) -> usize) -> usize {
        let block = at / BLOCK * BLOCK;
        let before = self.0.get(at / BLOCK).copied().unwrap_or(0) as usize;
        before + count(list.get(block..at).unwrap_or(&[]))
    }
}

/// Adds up what `count` finds in eight bytes at once; the bytes after the last eight are filled up with zeros.
fn sum(bytes: &[u8], count: impl Fn(u64) -> u32) -> usize {
    let (eights, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let all = eights.iter().chain((!rest.is_empty()).then_some(&last));
    all.map(|&eight| count(u64::from_le_bytes(eight)) as usize).sum()
}

/// How many bytes of a block are so.
#[inline(always)]
fn in_block(block: &[u8; BLOCK], is_so: impl Fn(u8) -> bool) -> usize {
    const _: () = assert!(BLOCK <= u8::MAX as usize);
    block.iter().map(|&byte| u8::from(is_so(byte))).sum::<u8>().into()
}

const ONES: u64 = u64::from_le_bytes([1; 8]);

// None of these is called often enough to stand in the code twice.

/// How many bytes are the first of two.
#[inline(never)]
fn count_split(bytes: &[u8]) -> usize {
    const _: () = assert!(SPLIT == 0b1100_0000);
    sum(bytes, |eight| (eight & eight << 1 & (ONES << 7)).count_ones())
}

/// How many bytes are [`LARGE_FAMILY`] or more.
#[inline(never)]
fn count_large(bytes: &[u8]) -> usize {
    const _: () = assert!(LARGE_FAMILY == 16);
    sum(bytes, |eight| (((eight >> 4 & (ONES * 15)) + ONES * 15) & (ONES << 4)).count_ones())
}

#[inline(never)]
fn sum_of(bytes: &[u8]) -> usize {
    let even = u64::from_le_bytes([255, 0, 255, 0, 255, 0, 255, 0]);
    let one_each = u64::from_le_bytes([1, 0, 1, 0, 1, 0, 1, 0]);
    sum(bytes, |eight| (((eight & even) + (eight >> 8 & even)).wrapping_mul(one_each) >> 48) as u32)
}

/// Numbers of a [`SplitWriter`](super::format::SplitWriter), to be read from anywhere on.
struct Split {
    first: Range<usize>,
    second: Range<usize>,
    split: Before,
}

impl Split {
    fn open(file: &[u8], section: Range<usize>) -> Result<Split> {
        let cut_short = || damaged("numbers in two planes are cut short");
        let (length, planes) = file[section.clone()].split_at_checked(4).ok_or_else(cut_short)?;
        let length = length.iter().rev().fold(0, |length, &byte| length << 8 | usize::from(byte));
        let (first, second) = planes.split_at_checked(length).ok_or_else(cut_short)?;
        let (split, total) = Before::of(first, |_, block| in_block(block, |byte| byte >= SPLIT as u8));
        if total != second.len() {
            return Err(damaged(format!("{} second bytes for {total} numbers of two", second.len())));
        }
        let begin = section.start + 4;
        Ok(Split { first: begin..begin + length, second: begin + length..section.end, split })
    }

    fn len(&self) -> usize {
        self.first.len()
    }

    fn first<'a>(&self, file: &'a [u8]) -> &'a [u8] {
        &file[self.first.clone()]
    }

    #[inline(never)]
    fn from<'a>(&self, file: &'a [u8], at: usize) -> SplitNumbers<'a> {
        let first = self.first(file);
        let seconds = self.split.at(first, at, count_split);
        SplitNumbers::new(first.get(at..).unwrap_or(&[]), file[self.second.clone()].get(seconds..).unwrap_or(&[]))
    }

    /// The sum of the numbers from `from` on as far as these first bytes reach.
    fn sum(&self, file: &[u8], from: usize, bytes: &[u8]) -> usize {
        if count_split(bytes) == 0 {
            return sum_of(bytes);
        }
        self.sum_split(file, from, bytes.len())
    }

    /// The sum of `count` numbers, some of which have a second byte. There is nothing behind the last.
    #[inline(never)]
    fn sum_split(&self, file: &[u8], from: usize, count: usize) -> usize {
        let mut numbers = self.from(file, from);
        (0..count).map(|_| numbers.next() as usize).sum()
    }
}

/// Which nodes have children: a bit each.
struct InnerNodes {
    bits: Range<usize>,
    before: Before,
    total: usize,
}

impl InnerNodes {
    fn open(file: &[u8], bits: Range<usize>, nodes: usize) -> Result<InnerNodes> {
        if bits.len() != nodes.div_ceil(8) {
            return Err(damaged(format!("{} bytes for a bit each of {nodes} nodes", bits.len())));
        }
        let ones = |block: &[u8; BLOCK]| block.iter().map(|byte| byte.count_ones() as u16).sum::<u16>();
        let (before, total) = Before::of(&file[bits.clone()], |_, block| ones(block).into());
        Ok(InnerNodes { bits, before, total })
    }

    fn has(&self, file: &[u8], node: usize) -> bool {
        has(&file[self.bits.clone()], node)
    }

    /// How many nodes before this one have children.
    #[inline(never)]
    fn before(&self, file: &[u8], node: usize) -> usize {
        let bits = &file[self.bits.clone()];
        let whole = self.before.at(bits, node / 8, |bytes| sum(bytes, u64::count_ones));
        let byte = bits.get(node / 8).copied().unwrap_or(0);
        whole + (byte & ((1 << (node % 8)) - 1)).count_ones() as usize
    }
}

#[inline(always)]
fn has(bits: &[u8], node: usize) -> bool {
    bits.get(node / 8).is_some_and(|byte| byte >> (node % 8) & 1 == 1)
}

impl Lists {
    /// Takes the lists out of a file.
    ///
    /// # Errors
    /// [`Kind::BadDictionary`](crate::Kind::BadDictionary) unless they are as long as they say of each other and the
    /// nodes form one tree.
    pub(super) fn open(reader: &Reader<'_>, nodes: usize, words: usize) -> Result<Lists> {
        let (file, range) = (reader.bytes, |section| reader.range(section));
        let counts = Split::open(file, range(Section::ChildCounts)?)?;
        let first = counts.first(file);
        let (children, edges) = Before::of(first, |number, block| match counts.split.is_empty(number) {
            true => block.iter().map(|&byte| u16::from(byte)).sum::<u16>().into(),
            false => counts.sum_split(file, number * BLOCK, BLOCK),
        });
        let (large, _) = Before::of(first, |_, block| in_block(block, |byte| usize::from(byte) >= LARGE_FAMILY));
        let lists = Lists {
            inner: InnerNodes::open(file, range(Section::InnerNodes)?, nodes)?,
            children,
            large,
            leaf_ranks: Split::open(file, range(Section::LeafFrequencies)?)?,
            inner_ranks: Split::open(file, range(Section::InnerFrequencies)?)?,
            labels: [range(Section::LabelsLow)?, range(Section::LabelsHigh)?],
            bases: range(Section::Bases)?,
            collided: collided(&file[range(Section::Collisions)?])?,
            counts,
            nodes,
            words,
        };
        lists.check(file, edges)?;
        lists.check_depths(file)?;
        Ok(lists)
    }

    /// Whether every list has as many numbers as there are nodes of its kind.
    fn check(&self, file: &[u8], edges: usize) -> Result<()> {
        let inner = self.inner.total;
        // A root without children is no word.
        let leaves = self.nodes.saturating_sub(inner + usize::from(self.nodes == 1));
        let fits = self.counts.len() == inner
            && inner <= self.nodes
            && edges + 1 == self.nodes
            && self.labels.iter().all(|plane| plane.len() == edges)
            && self.leaf_ranks.len() == leaves
            && self.inner_ranks.len() == inner.saturating_sub(1);
        if !fits {
            return Err(damaged("the lists of the nodes differ in length"));
        }
        let (_, inner_words) = Before::of(self.inner_ranks.first(file), |_, block| in_block(block, |byte| byte != 0));
        let words = leaves + inner_words;
        if words != self.words {
            return Err(damaged(format!("{words} words, {} are announced", self.words)));
        }
        Ok(())
    }

    /// Whether the nodes form one tree, those of a depth ending where the children of the depth before ended.
    fn check_depths(&self, file: &[u8]) -> Result<()> {
        let (mut depth, mut end) = (0, 1);
        loop {
            let next = self.first_child(file, self.inner.before(file, end));
            if next <= end || next > self.nodes || depth == MAX_LENGTH {
                break;
            }
            (depth, end) = (depth + 1, next);
        }
        if end != self.nodes {
            return Err(damaged(format!("the nodes do not form one tree of {MAX_LENGTH} characters at the most")));
        }
        Ok(())
    }

    /// The nodes of the depth below that of these, which has to be all of one.
    pub(super) fn below(&self, file: &[u8], level: Range<usize>) -> Range<usize> {
        level.end..self.first_child(file, self.inner.before(file, level.end)).max(level.end)
    }

    /// How many of these nodes have children.
    pub(super) fn inner_in(&self, file: &[u8], nodes: Range<usize>) -> usize {
        self.inner.before(file, nodes.end).saturating_sub(self.inner.before(file, nodes.start))
    }

    /// How many words there are.
    pub(super) fn words(&self) -> usize {
        self.words
    }

    /// How many children the root has.
    fn roots(&self, file: &[u8]) -> usize {
        self.first_child(file, 1).min(self.nodes) - 1
    }

    /// The first child of the inner node with this number: all children of those before stand before it.
    #[inline(never)]
    fn first_child(&self, file: &[u8], inner: usize) -> usize {
        let first = self.counts.first(file);
        1 + self.children.at(first, inner, |bytes| self.counts.sum(file, inner / BLOCK * BLOCK, bytes))
    }

    /// Reads the nodes from `node` on, of one depth.
    #[inline(never)]
    pub(super) fn cursor<'a>(&'a self, file: &'a [u8], node: usize) -> Cursor<'a> {
        let inner = self.inner.before(file, node);
        let child = self.first_child(file, inner);
        let collided = self.collided.partition_point(|&at| (at as usize) < inner);
        let large = self.large.at(self.counts.first(file), inner, count_large);
        Cursor {
            lists: self,
            file,
            node,
            inner,
            child,
            counts: self.counts.from(file, inner),
            leaf_ranks: self.leaf_ranks.from(file, node - inner),
            inner_ranks: self.inner_ranks.from(file, inner.saturating_sub(1)),
            labels: self.labels(file, child),
            collided: self.collided[collided..].iter(),
            next_shipped: large + collided,
        }
    }

    /// The labels from that of a node on.
    fn labels<'a>(&self, file: &'a [u8], node: usize) -> Labels<'a> {
        let [low, high] = self.labels.each_ref().map(|plane| file[plane.clone()].get(node - 1..).unwrap_or(&[]));
        Labels { low: low.iter(), high: high.iter() }
    }

    /// The codes of the first characters, ascending; `None` where a label is no character.
    pub(super) fn first_codes(&self, file: &[u8], limit: usize) -> Option<Vec<u16>> {
        let roots = self.roots(file);
        let mut codes = Vec::with_capacity(roots);
        self.labels(file, 1).read(roots, limit, &mut codes)?;
        Some(codes)
    }

    /// The families that the file says the place of, but for that of the root, in some order: their inner nodes and their
    /// numbers among such families.
    pub(super) fn shipped(&self, file: &[u8], mut take: impl FnMut(usize, usize)) {
        let first = self.counts.first(file);
        let mut take = |inner, number| {
            if inner > 0 {
                take(inner, number);
            }
        };
        for (before, &inner) in self.collided.iter().enumerate() {
            take(inner as usize, before + self.large.at(first, inner as usize, count_large));
        }
        let (mut large, mut collided) = (0, 0);
        for (block, counts) in first.chunks(BLOCK).enumerate() {
            if self.large.is_empty(block) {
                continue;
            }
            for (at, _) in counts.iter().enumerate().filter(|&(_, &count)| usize::from(count) >= LARGE_FAMILY) {
                let inner = block * BLOCK + at;
                while self.collided.get(collided).is_some_and(|&at| (at as usize) < inner) {
                    collided += 1;
                }
                take(inner, large + collided);
                large += 1;
            }
        }
    }

    /// The slots of such a family, whatever the file says: perhaps some that there are not.
    pub(super) fn shipped_slots(&self, file: &[u8], inner: usize, base: u32, mut take: impl FnMut(usize)) {
        let count = self.counts.from(file, inner).next() as usize;
        self.labels(file, self.first_child(file, inner)).each(count, |code| take(base as usize + usize::from(code)));
    }

    /// How many families the file says the place of.
    pub(super) fn shipped_count(&self) -> usize {
        self.bases.len() / 3
    }

    /// Where such a family goes: three planes of bytes, the lowest first.
    pub(super) fn base(&self, file: &[u8], number: usize) -> Option<u32> {
        let bases = &file[self.bases.clone()];
        let shipped = self.shipped_count();
        let byte = |plane: usize| bases.get(plane * shipped + number).copied().map(u32::from);
        (number < shipped).then_some(byte(0)? | byte(1)? << 8 | byte(2)? << 16)
    }
}

/// The inner nodes of families that collide: each as its distance from the one before.
fn collided(bytes: &[u8]) -> Result<Vec<u32>> {
    let mut distances = super::format::Varints::new(bytes);
    let (mut all, mut at) = (Vec::new(), 0_u32);
    while !distances.ended() {
        at = at.saturating_add(distances.next());
        all.push(at);
    }
    if !distances.ended_well() || !all.is_sorted() {
        return Err(damaged("the list of families that collide is cut short"));
    }
    Ok(all)
}

/// A node as the lists have it.
pub(super) struct Listed {
    /// 0 where no word ends, or 1 + the number of the word's frequency.
    pub(super) rank: u32,
    /// How many children it has.
    pub(super) children: usize,
}

/// Reads the nodes of one depth and the labels of their children.
pub(super) struct Cursor<'a> {
    lists: &'a Lists,
    file: &'a [u8],
    node: usize,
    /// How many inner nodes are before it.
    inner: usize,
    /// The first child of the first node that was read.
    pub(super) child: usize,
    counts: SplitNumbers<'a>,
    leaf_ranks: SplitNumbers<'a>,
    inner_ranks: SplitNumbers<'a>,
    labels: Labels<'a>,
    collided: std::slice::Iter<'a, u32>,
    next_shipped: usize,
}

impl Cursor<'_> {
    /// The next node. Its labels have to be read before the one after it.
    #[inline(always)]
    pub(super) fn next(&mut self) -> Listed {
        let is_inner = self.lists.inner.has(self.file, self.node);
        self.node += 1;
        if !is_inner {
            return Listed { rank: 1 + self.leaf_ranks.next(), children: 0 };
        }
        self.inner += 1;
        Listed { rank: self.inner_ranks.next(), children: self.counts.next() as usize }
    }

    /// Adds the codes of the next `count` siblings, ascending; `None` where one is no character.
    #[inline(always)]
    pub(super) fn read_labels(&mut self, count: usize, limit: usize, codes: &mut Vec<u16>) -> Option<()> {
        self.labels.read(count, limit, codes)
    }

    /// The ranks of the next `count` nodes, and whether each has children. In place of [`next`](Self::next): list by list,
    /// because a browser runs a short loop fast before it has made it so.
    #[inline(always)]
    pub(super) fn read_ranks(&self, count: usize, mut take: impl FnMut(u32, bool)) {
        let bits = &self.file[self.lists.inner.bits.clone()];
        let (mut leaf_ranks, mut inner_ranks) = (self.leaf_ranks.clone(), self.inner_ranks.clone());
        for node in self.node..self.node + count {
            let is_inner = has(bits, node);
            let rank = if is_inner { inner_ranks.next() } else { 1 + leaf_ranks.next() };
            take(rank, is_inner);
        }
    }

    /// Of the next `count` nodes with children: how many, and where the file says that these go.
    #[inline(always)]
    pub(super) fn read_families(&self, count: usize, mut take: impl FnMut(usize, Option<u32>)) -> Option<()> {
        let (mut counts, mut shipped, mut collided) =
            (self.counts.clone(), self.next_shipped, self.collided.as_slice());
        for inner in self.inner..self.inner + count {
            let children = counts.next() as usize;
            let mut is_shipped = children >= LARGE_FAMILY;
            if let Some((_, later)) = collided.split_first().filter(|&(&at, _)| at as usize == inner) {
                collided = later;
                is_shipped = true;
            }
            let base = if is_shipped { Some(self.lists.base(self.file, shipped)?) } else { None };
            shipped += usize::from(is_shipped);
            take(children, base);
        }
        Some(())
    }

    /// Adds the labels of the next `count` children of any parents, each as if it were the first of its family.
    pub(super) fn push_labels(&self, count: usize, codes: &mut Vec<u16>) -> Option<()> {
        let [low, high] = [&self.labels.low, &self.labels.high].map(|plane| plane.as_slice().get(..count));
        push_codes(low?, high?, codes);
        Some(())
    }
}

/// What is beyond all codes becomes the highest number.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn push_codes(low: &[u8], high: &[u8], codes: &mut Vec<u16>) {
    let before = codes.len();
    codes.resize(before + low.len(), 0);
    for (code, (&low, &high)) in codes[before..].iter_mut().zip(low.iter().zip(high)) {
        *code = (u16::from(low) | u16::from(high) << 8).saturating_add(1);
    }
}

/// The labels of the children, node after node, as distances in two planes of bytes.
struct Labels<'a> {
    low: std::slice::Iter<'a, u8>,
    high: std::slice::Iter<'a, u8>,
}

impl Labels<'_> {
    /// The codes of the next `count` siblings, unless they end before.
    fn each(self, count: usize, mut take: impl FnMut(u16)) {
        let mut code = 1;
        for (&low, &high) in self.low.zip(self.high).take(count) {
            code = u16::wrapping_add(code, u16::from(low) | u16::from(high) << 8);
            take(code);
        }
    }

    #[inline(always)]
    fn read(&mut self, count: usize, limit: usize, codes: &mut Vec<u16>) -> Option<()> {
        let (low, behind_low) = self.low.as_slice().split_at_checked(count)?;
        let (high, behind_high) = self.high.as_slice().split_at_checked(count)?;
        (self.low, self.high) = (behind_low.iter(), behind_high.iter());
        // A first child is written as its number, which is its code less one. The others ascend.
        let (mut code, mut least, mut ascend) = (1, 0, true);
        codes.extend(low.iter().zip(high).map(|(&low, &high)| {
            let delta = usize::from(low) | usize::from(high) << 8;
            ascend &= delta >= least;
            (code, least) = (code + delta, 1);
            code as u16
        }));
        (count == 0 || (ascend && code <= limit.min(u16::MAX.into()))).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::format::{MAX_SPLIT, SplitWriter};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn counting_eight_at_once_is_counting(bytes: Vec<u8>) {
            let count = |test: fn(u8) -> bool| bytes.iter().filter(|&&byte| test(byte)).count();
            prop_assert_eq!(count_split(&bytes), count(|byte| u32::from(byte) >= SPLIT));
            prop_assert_eq!(count_large(&bytes), count(|byte| usize::from(byte) >= LARGE_FAMILY));
            prop_assert_eq!(sum_of(&bytes), bytes.iter().map(|&byte| usize::from(byte)).sum::<usize>());
        }

        #[test]
        fn what_is_before_each_block_is_the_sum_of_those_before(bytes: Vec<u8>, least: u8) {
            let (before, total) = Before::of(&bytes, |_, block| in_block(block, |byte| byte > least));
            let count = |bytes: &[u8]| bytes.iter().filter(|&&byte| byte > least).count();
            prop_assert_eq!(total, count(&bytes));
            for at in 0..=bytes.len() {
                prop_assert_eq!(before.at(&bytes, at, count), count(&bytes[..at]), "at {}", at);
            }
            for (number, block) in bytes.chunks(BLOCK).enumerate() {
                prop_assert_eq!(before.is_empty(number), count(block) == 0, "block {}", number);
            }
        }

        #[test]
        fn split_numbers_are_read_from_anywhere_on(values in proptest::collection::vec(0..MAX_SPLIT, 0..300)) {
            let mut writer = SplitWriter::default();
            values.iter().for_each(|&value| writer.push(value));
            let file = writer.finish();
            let split = Split::open(&file, 0..file.len()).unwrap();
            for at in 0..=values.len() {
                let mut read = split.from(&file, at);
                values[at..].iter().for_each(|&value| assert_eq!(read.next(), value));
                prop_assert!(read.ended_well());
            }
        }
    }
}

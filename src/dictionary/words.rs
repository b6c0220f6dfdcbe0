//! All words in the order of the file, with their slots: what the lists that come later, tags and inverse document
//! frequencies, are read along.

use super::Dictionary;
use super::lists::{Cursor, Listed};
use super::trie::Node;

/// A word as the file has it.
pub(super) struct Word {
    /// 0, which is nobody's, for a word of a group that could not be read.
    pub(super) slot: u32,
    /// The slot of the node before its last character: the same for words that differ in the last character alone.
    pub(super) family: u32,
    /// The codes of the last character and of the one before it; 0 where there is none.
    pub(super) last: u16,
    pub(super) before_last: u16,
    pub(super) frequency: u32,
}

/// As many words or a few more are read at once: a browser makes code fast between calls.
const STRETCH: usize = 1024;

/// Calls `take(length, words)` for stretches of all words, the shorter first; those of a stretch have one length. All of
/// them have to be in the array.
pub(super) fn for_each_stretch(dictionary: &Dictionary, mut take: impl FnMut(usize, &[Word])) {
    let (lists, file, first) = dictionary.lists();
    let mut words = Vec::with_capacity(2 * STRETCH);
    let mut depth = Depth { dictionary, nodes: lists.cursor(file, 1), inner: Vec::new() };
    for codes in first.chunks(STRETCH) {
        words.clear();
        depth.read_family(0, Node::new(0, 0), codes, &mut words);
        take(1, &words);
    }
    let mut level = 1..first.len() + 1;
    for length in 2.. {
        let slots = std::mem::take(&mut depth.inner);
        if slots.is_empty() {
            return;
        }
        let mut parents = Parents { nodes: lists.cursor(file, level.start), left: level.len(), slots: slots.iter() };
        level = lists.below(file, level);
        // Room at once: a vector that grows leaves holes behind.
        let inner = Vec::with_capacity(lists.inner_in(file, level.clone()));
        depth = Depth { dictionary, nodes: lists.cursor(file, level.start), inner };
        while parents.slots.len() > 0 {
            words.clear();
            let is_read = depth.read_stretch(&mut parents, &mut words).is_some();
            take(length, &words);
            if !is_read {
                return;
            }
        }
    }
}

/// The nodes of a depth that have children.
struct Parents<'a> {
    nodes: Cursor<'a>,
    /// How many nodes of the depth, of either kind, are not read yet.
    left: usize,
    slots: std::slice::Iter<'a, u32>,
}

impl Parents<'_> {
    /// The slot of the next one, and the codes of its children. `None` where the lists say what cannot be.
    fn next(&mut self, characters: usize, codes: &mut Vec<u16>) -> Option<u32> {
        codes.clear();
        while codes.is_empty() {
            self.left = self.left.checked_sub(1)?;
            let Listed { children, .. } = self.nodes.next();
            self.nodes.read_labels(children, characters, codes)?;
        }
        self.slots.next().copied()
    }
}

/// The nodes of a depth, family after family.
struct Depth<'a> {
    dictionary: &'a Dictionary,
    nodes: Cursor<'a>,
    /// The slots of those that have children.
    inner: Vec<u32>,
}

impl Depth<'_> {
    #[inline(never)]
    fn read_stretch(&mut self, parents: &mut Parents, words: &mut Vec<Word>) -> Option<()> {
        let mut codes = Vec::new();
        while words.len() < STRETCH && parents.slots.len() > 0 {
            let parent = parents.next(self.dictionary.characters().len(), &mut codes)?;
            self.read_family(parent, self.dictionary.node(parent), &codes, words)?;
        }
        Some(())
    }

    /// Reads the children of a node.
    #[inline(always)]
    fn read_family(&mut self, family: u32, parent: Node, codes: &[u16], words: &mut Vec<Word>) -> Option<()> {
        for &last in codes {
            let Listed { rank, children } = self.nodes.next();
            let slot = self.dictionary.slot_of_child(family, parent, last);
            if rank != 0 {
                let frequency = self.dictionary.frequency_of_number(rank as usize);
                words.push(Word { slot, family, last, before_last: parent.label(), frequency });
            }
            if children > 0 {
                self.inner.push(slot);
            }
        }
        Some(())
    }
}

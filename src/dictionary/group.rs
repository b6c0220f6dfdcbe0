//! A group of first characters: all nodes below them, read from the lists and found their places when a text first
//! has one of them.

use super::bits::Bits;
use super::format::{Varints, damaged};
use super::lists::{Listed, Lists};
use super::place::{Base, FULL_MASK, Family, SMALL_MASK, place};
use super::trie::{MAX_SLOTS, Node};
use crate::error::Result;
use std::ops::Range;
use std::sync::OnceLock;

/// The groups in the order of their codes.
pub(super) struct Groups {
    groups: Vec<Group>,
    /// Where on the ground the last stretch ends.
    end: usize,
}

pub(super) struct Group {
    /// The lowest code; the highest is before the lowest of the next group.
    from: u16,
    /// Its first characters, among those of all groups.
    pub(super) roots: Range<usize>,
    /// Where on the ground its small families are.
    stretch: Range<usize>,
    /// Whether its nodes are in the array.
    pub(super) unfolded: OnceLock<()>,
}

impl Groups {
    /// Reads how many first characters each group has, and how long its stretch is.
    pub(super) fn read(packed: &[u8], first_codes: &[u16]) -> Result<Groups> {
        let mut numbers = Varints::new(packed);
        let (mut groups, mut root, mut end) = (Vec::new(), 0, 0);
        while !numbers.ended() {
            let roots = root..root + numbers.next() as usize;
            let stretch = end..end + numbers.next() as usize;
            (root, end) = (roots.end, stretch.end);
            // The characters that begin no word belong to the group before, and those at the start to the first.
            let first = first_codes.get(roots.start).copied().unwrap_or(0);
            let from = if groups.is_empty() { 1 } else { first };
            if roots.is_empty() || root > first_codes.len() || end > MAX_SLOTS {
                return Err(damaged("the groups are not those of the first characters"));
            }
            groups.push(Group { from, roots, stretch, unfolded: OnceLock::new() });
        }
        if !numbers.ended_well() || root != first_codes.len() {
            return Err(damaged(format!("groups of {root} of {} first characters", first_codes.len())));
        }
        Ok(Groups { groups, end })
    }

    /// Where on the ground the last stretch ends.
    pub(super) fn end(&self) -> usize {
        self.end
    }

    /// The groups with the codes of each.
    pub(super) fn with_codes(&self, characters: usize) -> impl Iterator<Item = (&Group, Range<u16>)> {
        let ends = self.groups.iter().skip(1).map(|group| group.from).chain([characters as u16 + 1]);
        self.groups.iter().zip(ends).map(|(group, end)| (group, group.from..end))
    }

    /// The group of a code, and all codes of that group.
    pub(super) fn of(&self, code: u16, characters: usize) -> Option<(&Group, Range<u16>)> {
        let at = self.groups.partition_point(|group| group.from <= code).checked_sub(1)?;
        let end = self.groups.get(at + 1).map_or(characters as u16 + 1, |group| group.from);
        let codes = self.groups[at].from..end;
        codes.contains(&code).then_some((&self.groups[at], codes))
    }
}

/// What a group has to know of the dictionary that it is in.
pub(super) struct Surroundings<'a> {
    pub(super) file: &'a [u8],
    pub(super) lists: &'a Lists,
    /// The codes of the first characters of all groups.
    pub(super) first_codes: &'a [u16],
    /// How many frequencies there are.
    pub(super) frequencies: usize,
    /// How many characters there are.
    pub(super) characters: usize,
    /// The slot at which the ground begins.
    pub(super) ground: usize,
    /// What shipped families leave free of it.
    pub(super) free: &'a Bits,
}

/// The nodes of a group, breadth first, with their slots.
#[derive(Default)]
pub(super) struct Subtree {
    pub(super) nodes: Vec<Node>,
    pub(super) slots: Vec<u32>,
}

impl Subtree {
    /// Reads a group. `None` where the lists say what cannot be: the group then has no words.
    pub(super) fn read(group: &Group, surroundings: &Surroundings) -> Option<Subtree> {
        let mut tree = Walk { nodes: Vec::new(), codes: Vec::new(), families: Vec::new() };
        tree.codes.extend_from_slice(surroundings.first_codes.get(group.roots.clone())?);
        let mut level = group.roots.start + 1..group.roots.end + 1;
        while !level.is_empty() {
            level = tree.read_level(level, surroundings)?;
        }
        place(&tree.codes, &mut tree.families, surroundings.free, group.stretch.clone())?;
        tree.into_subtree(surroundings.ground)
    }
}

struct Walk {
    nodes: Vec<Node>,
    codes: Vec<u16>,
    families: Vec<Family>,
}

impl Walk {
    /// Reads the nodes of a depth and returns those of the next.
    fn read_level(&mut self, level: Range<usize>, surroundings: &Surroundings) -> Option<Range<usize>> {
        let mut cursor = surroundings.lists.cursor(surroundings.file, level.start);
        let before = self.codes.len();
        for _ in level {
            let Listed { rank, children, base } = cursor.next()?;
            let number = self.nodes.len();
            self.nodes.push(Node::new(*self.codes.get(number)?, rank));
            if rank as usize > surroundings.frequencies {
                return None;
            }
            if children > 0 {
                let (parent, first, count) = (number as u32, self.codes.len() as u32, children as u32);
                let base = base.map_or(Base::Later, Base::Shipped);
                self.families.push(Family { parent, first, count, base });
                cursor.read_labels(children, surroundings.characters, &mut self.codes)?;
            }
        }
        Some(cursor.child..cursor.child + self.codes.len() - before)
    }

    fn into_subtree(mut self, ground: usize) -> Option<Subtree> {
        let mut slots: Vec<u32> = self.codes.iter().map(|&code| code.into()).collect();
        for family in &self.families {
            let (base, mask) = match family.base {
                Base::Shipped(base) => (ground + base as usize, FULL_MASK),
                Base::Small(base) => (ground + base as usize, SMALL_MASK),
                Base::Later => return None,
            };
            if base >= MAX_SLOTS {
                return None;
            }
            self.nodes.get_mut(family.parent as usize)?.set_children(base, mask);
            let children = family.first as usize..(family.first + family.count) as usize;
            slots.get_mut(children)?.iter_mut().for_each(|slot| *slot = base as u32 + (*slot & u32::from(mask)));
        }
        Some(Subtree { nodes: self.nodes, slots })
    }
}

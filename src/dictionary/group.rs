//! A group of first characters: all nodes below them, read from the lists and found their places when a text first
//! has one of them.

use super::format::{Varints, damaged};
use super::lists::{Cursor, Lists};
use super::place::{Base, Family, place};
use super::shipped::Shipped;
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
    /// What is known of the families on it that the file says the place of.
    pub(super) shipped: &'a Shipped,
}

/// The nodes of a group, breadth first.
pub(super) struct Subtree {
    nodes: Vec<Node>,
    codes: Vec<u16>,
    /// Those of later nodes come later; each has its place.
    families: Vec<Family>,
    ground: usize,
}

// The steps are functions of their own, and so are those of `place.rs` and `shipped.rs`. A first text runs through them
// while an engine has no better code for them yet. What it then compiles anew holds up what runs; small functions come
// later to that than one with all of them in it, and are sooner done.
impl Subtree {
    /// Reads a group. `None` where the lists say what cannot be: the group then has no words.
    #[inline(never)]
    pub(super) fn read(group: &Group, surroundings: &Surroundings) -> Option<Subtree> {
        // Most groups have no more nodes than slots: nothing grows step by step.
        let usual = group.stretch.len();
        let mut tree = Subtree {
            nodes: Vec::with_capacity(usual),
            codes: Vec::with_capacity(usual),
            families: Vec::with_capacity(usual / 2),
            ground: surroundings.ground,
        };
        tree.codes.extend_from_slice(surroundings.first_codes.get(group.roots.clone())?);
        let mut level = group.roots.start + 1..group.roots.end + 1;
        while !level.is_empty() {
            level = tree.read_level(level, surroundings)?;
        }
        let free = surroundings.shipped.free(surroundings.file, surroundings.lists, group.stretch.clone());
        place(&tree.codes, &mut tree.families, free, group.stretch.clone())?;
        Some(tree)
    }

    /// Reads the nodes of a depth and returns those of the next.
    fn read_level(&mut self, level: Range<usize>, surroundings: &Surroundings) -> Option<Range<usize>> {
        let cursor = surroundings.lists.cursor(surroundings.file, level.start);
        let (families, children) = (self.families.len(), self.codes.len());
        self.read_nodes(&cursor, level.len(), surroundings.frequencies)?;
        self.read_families(&cursor, families)?;
        self.read_codes(&cursor, children, families, surroundings.characters)?;
        Some(cursor.child..cursor.child + self.codes.len() - children)
    }

    /// The nodes without what is below them, and the families without their size.
    #[inline(never)]
    fn read_nodes(&mut self, cursor: &Cursor, count: usize, frequencies: usize) -> Option<()> {
        let first = self.nodes.len();
        let mut codes = self.codes.get(first..first + count)?.iter();
        let mut highest = 0;
        self.nodes.reserve(count);
        cursor.read_ranks(count, |rank, is_inner| {
            highest = highest.max(rank);
            if is_inner {
                let parent = self.nodes.len() as u32;
                self.families.push(Family { parent, first: 0, count: 0, base: Base::LATER });
            }
            self.nodes.push(Node::new(codes.next().copied().unwrap_or(0), rank));
        });
        (highest as usize <= frequencies).then_some(())
    }

    /// Which nodes the families from `from` on have. All families of a file together have no more than it has nodes.
    #[inline(never)]
    fn read_families(&mut self, cursor: &Cursor, from: usize) -> Option<()> {
        let mut first = self.codes.len();
        let mut families = self.families[from..].iter_mut();
        cursor.read_families(families.len(), |count, base| {
            if let Some(family) = families.next() {
                (family.first, family.count) = (first as u32, count as u32);
                family.base = base.map_or(Base::LATER, Base);
            }
            first += count;
        })
    }

    /// The codes of the nodes of the families from `families` on, which are the nodes from `first` on.
    #[inline(never)]
    fn read_codes(&mut self, cursor: &Cursor, first: usize, families: usize, characters: usize) -> Option<()> {
        let families = &self.families[families..];
        let end = families.last().map_or(first, |family| (family.first + family.count) as usize);
        cursor.push_labels(end - first, &mut self.codes)?;
        for family in families.iter().filter(|family| family.count > 1) {
            let codes = self.codes.get_mut(family.nodes())?;
            for at in 1..codes.len() {
                // The distance to the one before is above 0, and one was added to it.
                let distance = codes[at].checked_sub(1).filter(|&distance| distance > 0)?;
                codes[at] = codes[at - 1].saturating_add(distance);
            }
        }
        let codes = self.codes.get(first..)?;
        (highest(codes) <= characters).then_some(())
    }

    /// Gives each node that is no first character with its slot, and then the first characters.
    #[inline(never)]
    pub(super) fn write(mut self, roots: usize, mut write: impl FnMut(usize, Node)) -> Option<Vec<Node>> {
        // From the last family on, so that what is below a node is known before it is written.
        for family in self.families.iter().rev() {
            let (base, mask) = (family.base.0 as usize, family.base.mask());
            let base = self.ground.checked_add(base).filter(|&base| base < MAX_SLOTS)?;
            let (codes, nodes) = (self.codes.get(family.nodes())?, self.nodes.get(family.nodes())?);
            for (&code, &node) in codes.iter().zip(nodes) {
                write(base + usize::from(code & mask), node);
            }
            self.nodes.get_mut(family.parent as usize)?.set_children(base, mask);
        }
        self.nodes.truncate(roots);
        Some(self.nodes)
    }
}

#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn highest(codes: &[u16]) -> usize {
    codes.iter().copied().max().unwrap_or(0).into()
}

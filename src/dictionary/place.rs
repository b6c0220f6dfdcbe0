//! Where the families of nodes go in the double array.
//!
//! First come the nodes of the first characters, each at its code. Behind them is the ground for all others, and places
//! on it are counted from its begin. The file says where the large families go, and the few small ones that collide;
//! the build has found dense places for them (`pack.rs`). Every group of first characters has a stretch of the ground
//! of its own. In what the shipped families leave free of it, the small families of the group find their places by
//! themselves, the same ones each time, so that a group can be put there without a look at any other.
//!
//! A child lies above its family's base, by its code in a shipped family and by the code's low bits in a small one. No
//! two families share a base; those of shipped families are even and those of small families odd. That is why the label
//! of a slot is enough to tell a child from a neighbour: were it the child of another family, that family's base would
//! be as far below the slot or nearer by a multiple of 512, which is even. So both would be of one kind, and have one
//! base.

use super::bits::Bits;
use super::lists::LARGE_FAMILY;
use std::ops::Range;

/// The child of a small family for a code is this part of the code above its base: its slots are near each other, and a
/// short stretch can hold it.
pub(super) const SMALL_MASK: u16 = (1 << 9) - 1;
/// Codes have no more bits.
pub(super) const FULL_MASK: u16 = (1 << 14) - 1;

/// Some nodes with one parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Family {
    /// Its parent, among the nodes of the group.
    pub(super) parent: u32,
    /// The first of its nodes, among those of the group.
    pub(super) first: u32,
    pub(super) count: u32,
    pub(super) base: Base,
}

/// Where a family goes, from the begin of the ground: even if the file says so, and odd if the group has found it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Base(pub(super) u32);

impl Base {
    /// Not yet known.
    pub(super) const LATER: Base = Base(u32::MAX);

    /// Which bits of a child's code count for its place.
    #[inline(always)]
    pub(super) fn mask(self) -> u16 {
        if self.0.is_multiple_of(2) { FULL_MASK } else { SMALL_MASK }
    }
}

impl Family {
    /// Which nodes of the group are its nodes.
    #[inline(always)]
    pub(super) fn nodes(&self) -> Range<usize> {
        self.first as usize..(self.first + self.count) as usize
    }
}

/// Whether two nodes of a small family would have one slot.
pub(super) fn collides(codes: &[u16]) -> bool {
    let mut seen = Bits::all_set(usize::from(SMALL_MASK) + 1);
    codes.iter().any(|code| !seen.take(usize::from(code & SMALL_MASK)))
}

/// Finds the small families of a group their places: first those of several nodes, then those of one, which fill the
/// holes. Returns how many slots of the stretch they need; `None` where they do not fit into it or a family collides.
///
/// `codes` are those of the group's nodes, `free` the slots of the stretch that no shipped family has, counted from its
/// begin. The same families always get the same places.
pub(super) fn place(codes: &[u16], families: &mut [Family], free: Bits, stretch: Range<usize>) -> Option<usize> {
    let mut stretch = Stretch::new(free, stretch);
    let mut singles = Vec::with_capacity(families.len());
    for (number, family) in families.iter_mut().enumerate().filter(|(_, family)| family.base == Base::LATER) {
        match codes[family.nodes()] {
            [code] => singles.push(Single { family: number as u32, offset: code & SMALL_MASK }),
            ref several => family.base = Base(stretch.place(several)?),
        }
    }
    for alike in by_kind(&singles).chunk_by(|one, other| one.kind() == other.kind()) {
        stretch.place_singles(alike, families)?;
    }
    Some(stretch.used)
}

/// A family of one node.
#[derive(Clone, Copy, Default)]
struct Single {
    family: u32,
    /// How far the node has to be above the base.
    offset: u16,
}

impl Single {
    /// How many bits the offset has, and whether it is odd, as one number.
    fn kind(self) -> usize {
        ((u16::BITS - self.offset.leading_zeros()) << 1 | u32::from(self.offset & 1)) as usize
    }
}

/// As many kinds as there can be.
const KINDS: usize = 2 * (SMALL_MASK.count_ones() as usize + 1);

/// The same, kind after kind. What has to be far above its base goes first, because the lowest slots are not for it.
#[inline(never)]
fn by_kind(singles: &[Single]) -> Vec<Single> {
    let mut next = [0; KINDS];
    singles.iter().for_each(|single| next[single.kind()] += 1);
    let mut before = 0;
    for count in next.iter_mut().rev() {
        (*count, before) = (before, before + *count);
    }
    let mut sorted = vec![Single::default(); singles.len()];
    for &single in singles {
        let at = &mut next[single.kind()];
        sorted[*at] = single;
        *at += 1;
    }
    sorted
}

/// Every second bit, from the lowest on.
const EVEN: u64 = u64::MAX / 3;

/// The slots of a group's small families, counted from the begin of its stretch.
struct Stretch {
    begin: usize,
    room: usize,
    free: Bits,
    base_free: Bits,
    /// By number of nodes, where the search for a family's slots goes on.
    search_from: [usize; LARGE_FAMILY],
    used: usize,
}

impl Stretch {
    fn new(free: Bits, stretch: Range<usize>) -> Stretch {
        let (begin, room) = (stretch.start, stretch.len());
        Stretch {
            begin,
            room,
            free,
            base_free: Bits::every_second(room, begin.is_multiple_of(2)),
            search_from: [0; LARGE_FAMILY],
            used: 0,
        }
    }

    /// The next base at which all slots are free; each size looks forward from its last place.
    #[inline(never)]
    fn place(&mut self, codes: &[u16]) -> Option<u32> {
        let from = self.search_from.get_mut(codes.len())?;
        while *from < self.room {
            let mut candidates = self.base_free.window(*from);
            for &code in codes {
                candidates &= self.free.window(*from + usize::from(code & SMALL_MASK));
            }
            if candidates != 0 {
                let base = *from + candidates.trailing_zeros() as usize;
                return self.take(base, codes);
            }
            *from += 64;
        }
        None
    }

    fn take(&mut self, base: usize, codes: &[u16]) -> Option<u32> {
        let mut fits = self.base_free.take(base);
        for &code in codes {
            let slot = base + usize::from(code & SMALL_MASK);
            fits &= slot < self.room && self.free.take(slot);
            self.used = self.used.max(slot + 1);
        }
        fits.then_some((self.begin + base) as u32)
    }

    /// Gives families of one node and of one kind a free slot each, one after another upwards.
    #[inline(never)]
    fn place_singles(&mut self, singles: &[Single], families: &mut [Family]) -> Option<()> {
        let kind = singles.first()?.kind();
        // Far enough above for any of them.
        let from = (1 << (kind / 2)) - 1;
        // Bases are odd, so the slots are all even or all odd.
        let alike = EVEN << ((self.begin + kind + 1) % 2);
        // At hand in the loop, and not looked up for each.
        let (begin, room, free, base_free) = (self.begin, self.room, self.free.words(), self.base_free.words());
        let (mut word, mut slot) = (from / 64, 0);
        let mut slots = free.get(word)? & alike & u64::MAX << (from % 64);
        for &Single { family, offset } in singles {
            let base = loop {
                while slots == 0 {
                    word += 1;
                    slots = free.get(word)? & alike;
                }
                slot = 64 * word + slots.trailing_zeros() as usize;
                slots &= slots - 1;
                let base = slot - usize::from(offset);
                let bit = 1 << (base % 64);
                let bases = base_free.get_mut(base / 64)?;
                if *bases & bit != 0 {
                    *bases &= !bit;
                    break base;
                }
            };
            *free.get_mut(word)? &= !(1 << (slot % 64));
            families.get_mut(family as usize)?.base = Base((begin + base) as u32);
        }
        self.used = self.used.max(slot + 1);
        (slot < room).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn families() -> impl Strategy<Value = Vec<BTreeSet<u16>>> {
        let family = proptest::collection::btree_set(1..3_000_u16, 1..LARGE_FAMILY);
        let single = (1..3_000_u16).prop_map(|code| BTreeSet::from([code]));
        proptest::collection::vec(prop_oneof![1 => family, 3 => single], 0..200)
    }

    proptest! {
        #[test]
        fn no_two_families_share_a_slot_or_a_base(
            families in families(),
            taken in proptest::collection::btree_set(0..4_000_usize, 0..1_000),
            begin in 0..2_000_usize,
        ) {
            let families: Vec<Vec<u16>> =
                families.into_iter().map(Vec::from_iter).filter(|codes| !collides(codes)).collect();
            let codes = families.concat();
            let mut first = 0;
            let open: Vec<Family> = families.iter().map(|codes| {
                let count = codes.len() as u32;
                first += count;
                Family { parent: 0, first: first - count, count, base: Base::LATER }
            }).collect();
            let mut free = Bits::all_set(20_000);
            taken.iter().for_each(|&slot| _ = free.take(slot));

            let mut placed = open.clone();
            let used = place(&codes, &mut placed, free.part(begin, 10_000), begin..begin + 10_000).unwrap();
            let (mut bases, mut slots) = (BTreeSet::new(), taken);
            for (family, codes) in placed.iter().zip(&families) {
                let Base(base) = family.base;
                prop_assert!(family.base != Base::LATER);
                prop_assert!(base % 2 == 1 && base as usize >= begin && bases.insert(base));
                for code in codes {
                    let slot = base as usize + usize::from(code & SMALL_MASK);
                    prop_assert!(slot < begin + used && slots.insert(slot));
                }
            }
            // In just the room that they need they come to lie alike.
            let mut tight = open.clone();
            prop_assert_eq!(place(&codes, &mut tight, free.part(begin, used), begin..begin + used), Some(used));
            prop_assert_eq!(tight, placed);
            if used > 0 {
                prop_assert_eq!(place(&codes, &mut open.clone(), free.part(begin, used - 1), begin..begin + used - 1), None);
            }
        }
    }
}

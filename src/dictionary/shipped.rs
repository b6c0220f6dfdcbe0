//! Which slots of the ground the families take that the file says the place of.
//!
//! A short text comes to few groups, and each lies on a short stretch of the ground. So the ground is looked at in parts,
//! each when a group first lies there. A family takes slots in the part where its base is and in the next.

use super::bits::Bits;
use super::lists::Lists;
use super::place::FULL_MASK;
use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};

/// No slot of a family is so far above its base.
const PART: usize = FULL_MASK as usize + 1;

/// The last of a chain.
const END: u32 = u32::MAX;

/// The ground, of which more and more is known.
pub(super) struct Shipped {
    slots: usize,
    ground: OnceLock<Mutex<Ground>>,
}

struct Ground {
    free: Bits,
    /// By part, a family whose base is there; none once all have been looked at.
    first: Vec<u32>,
    /// By family, the next of the same part, and its inner node; the root's, 0, stands for none.
    chain: Vec<(u32, u32)>,
}

impl Shipped {
    /// For a ground of so many slots.
    pub(super) fn new(slots: usize) -> Shipped {
        Shipped { slots, ground: OnceLock::new() }
    }

    /// What such families leave free of a stretch, each slot less the stretch's begin.
    #[inline(never)]
    pub(super) fn free(&self, file: &[u8], lists: &Lists, stretch: Range<usize>) -> Bits {
        let ground = self.ground.get_or_init(|| Mutex::new(Ground::new(self.slots, file, lists)));
        let mut ground = ground.lock().unwrap_or_else(PoisonError::into_inner);
        for part in (stretch.start / PART).saturating_sub(1)..=stretch.end / PART {
            ground.look_at(file, lists, part);
        }
        ground.free.part(stretch.start, stretch.len())
    }
}

impl Ground {
    /// Puts each family into the chain of its part.
    #[inline(never)]
    fn new(slots: usize, file: &[u8], lists: &Lists) -> Ground {
        let mut first = vec![END; slots / PART + 1];
        let mut chain = vec![(END, 0); lists.shipped_count()];
        lists.shipped(file, |inner, number| {
            let part = lists.base(file, number).map_or(usize::MAX, |base| base as usize / PART);
            // A forged file may have two inner nodes for one number: a chain through that twice would have no end.
            let place = chain.get_mut(number).filter(|(_, known)| *known == 0);
            if let (Some(first), Some(place)) = (first.get_mut(part), place) {
                *place = (std::mem::replace(first, number as u32), inner as u32);
            }
        });
        Ground { free: Bits::all_set(slots), first, chain }
    }

    /// Takes the slots of the families whose base is in a part, unless that was done.
    fn look_at(&mut self, file: &[u8], lists: &Lists, part: usize) {
        let mut next = self.first.get_mut(part).map_or(END, |first| std::mem::replace(first, END));
        while let Some(&(later, inner)) = self.chain.get(next as usize) {
            if let Some(base) = lists.base(file, next as usize) {
                lists.shipped_slots(file, inner as usize, base, |slot| _ = self.free.take(slot));
            }
            next = later;
        }
    }
}

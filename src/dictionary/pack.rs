//! Where the large families of nodes go on the ground of the double array (`place.rs`): found once, when the dictionary is
//! made.
//!
//! Finding dense places for them takes some time; writing them into the file costs less than a hundredth of the download
//! and saves every reader that time. The loader finds the small families their places itself, with nothing to download.

use super::bits::Bits;
use super::trie::{CAPACITY, MAX_SLOTS};

/// The base of each family, in the order given. `None` when they do not fit.
pub(super) fn bases(families: &[Vec<u16>]) -> Option<Vec<u32>> {
    let mut packer = Packer { free: Bits::all_set(CAPACITY), base_free: Bits::every_second(CAPACITY, false) };
    let mut bases = vec![0; families.len()];
    let mut order: Vec<usize> = (0..families.len()).collect();
    // The largest first, while there is room; the small ones then fill the holes.
    order.sort_by_key(|&index| std::cmp::Reverse(families[index].len()));
    let (mut from, mut length) = (0, usize::MAX);
    for index in order {
        let family = &families[index];
        // A family finds no place where one of its size found none, unless it is smaller.
        if family.len() < length {
            (from, length) = (0, family.len());
        }
        let base = packer.find(family, from)?;
        from = if family.len() > 64 { 0 } else { from.max(base.saturating_sub(LOOK_BACK)) };
        packer.put(base, family);
        bases[index] = base as u32;
    }
    Some(bases)
}

/// How far before the last place found for a size the next search for that size begins.
const LOOK_BACK: usize = 1 << 16;

struct Packer {
    free: Bits,
    base_free: Bits,
}

impl Packer {
    /// The lowest base from `from` at which all slots of a family are free.
    fn find(&self, family: &[u16], from: usize) -> Option<usize> {
        (from..MAX_SLOTS).step_by(64).find_map(|from| {
            let mut candidates = self.base_free.window(from);
            for &code in family {
                candidates &= self.free.window(from + code as usize);
                if candidates == 0 {
                    return None;
                }
            }
            Some(from + candidates.trailing_zeros() as usize).filter(|&base| base < MAX_SLOTS)
        })
    }

    fn put(&mut self, base: usize, family: &[u16]) {
        self.base_free.take(base);
        for &code in family {
            self.free.take(base + code as usize);
        }
    }
}

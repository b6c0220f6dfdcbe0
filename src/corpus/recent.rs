//! The terms of unknown words that came last. To find a term by its spelling takes a hash of it and a look at what is
//! kept elsewhere; most unknown words are short and come again soon.

/// The longest spelling that is kept, in UTF-16 code units: as many as one number holds.
const LONGEST: usize = 4;
/// How many are kept. Each has one place, and drives out the one that was there.
const PLACES: usize = 1 << 11;

/// The terms of some short spellings.
#[derive(Debug, Clone, Default)]
pub(super) struct Recent {
    terms: Vec<(u64, u32)>,
}

impl Recent {
    /// The number that stands for a spelling, and for no other; `None` for what is not kept.
    #[inline(always)]
    pub(super) fn key(spelling: &[u16]) -> Option<u64> {
        // Without this a shorter spelling could be a longer one that begins with NUL.
        let is_kept = spelling.len() <= LONGEST && spelling.first().is_some_and(|&unit| unit != 0);
        is_kept.then(|| spelling.iter().fold(0, |key, &unit| key << 16 | u64::from(unit)))
    }

    #[inline(always)]
    pub(super) fn get(&self, key: u64) -> Option<u32> {
        self.terms.get(place(key)).filter(|kept| kept.0 == key).map(|kept| kept.1)
    }

    pub(super) fn set(&mut self, key: u64, term: u32) {
        if self.terms.is_empty() {
            // No spelling has this key.
            self.terms.resize(PLACES, (0, 0));
        }
        self.terms[place(key)] = (key, term);
    }
}

#[inline(always)]
fn place(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 53) as usize % PLACES
}

#[cfg(test)]
mod tests {
    use super::{PLACES, Recent};

    #[test]
    fn a_spelling_has_a_key_of_its_own() {
        let key = |spelling: &[u16]| Recent::key(spelling);
        let spellings: [&[u16]; 6] = [&[1], &[1, 0], &[0x100], &[1, 2], &[1, 2, 3, 4], &[0xffff; 4]];
        let keys: std::collections::HashSet<u64> = spellings.iter().map(|&spelling| key(spelling).unwrap()).collect();
        assert_eq!(keys.len(), spellings.len());
        assert_eq!([key(&[]), key(&[0]), key(&[0, 1]), key(&[1; 5])], [None; 4]);
    }

    #[test]
    fn what_drives_another_out_is_told_apart() {
        let mut recent = Recent::default();
        assert_eq!(recent.get(1), None);
        for _ in 0..2 {
            for key in 1..4 * PLACES as u64 {
                assert_ne!(recent.get(key), Some(key as u32 + 1));
                recent.set(key, key as u32);
                assert_eq!(recent.get(key), Some(key as u32));
            }
        }
    }
}

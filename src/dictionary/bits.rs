//! A set of small numbers that answers for 64 of them at once.

/// A set of small numbers, all of them in it at first.
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn all_set(length: usize) -> Bits {
        // Two words more than the numbers need: a window may begin at the last and reach into the next.
        Bits(vec![u64::MAX; length / 64 + 3])
    }

    /// Every second number: the even ones, or the odd ones.
    pub(super) fn every_second(length: usize, odd: bool) -> Bits {
        let even = u64::MAX / 3;
        Bits(vec![if odd { even << 1 } else { even }; length / 64 + 3])
    }

    /// A set of its own of the numbers from `from` on, each less `from`.
    pub(super) fn part(&self, from: usize, length: usize) -> Bits {
        Bits((0..length / 64 + 3).map(|word| self.window(from + 64 * word)).collect())
    }

    /// Takes a number out; says whether it was in. A number beyond the set's length never is.
    #[inline(always)]
    pub(super) fn take(&mut self, at: usize) -> bool {
        let Some(word) = self.0.get_mut(at / 64) else {
            return false;
        };
        let bit = 1 << (at % 64);
        let was = *word & bit != 0;
        *word &= !bit;
        was
    }

    /// Bit `i` of a word says whether `64 * word + i` is in the set.
    pub(super) fn words(&mut self) -> &mut [u64] {
        &mut self.0
    }

    /// Bit `i` of the result says whether `from + i` is in the set.
    #[inline(always)]
    pub(super) fn window(&self, from: usize) -> u64 {
        let (word, shift) = (from / 64, from % 64);
        match self.0.get(word..word + 2) {
            Some(&[low, high]) if shift > 0 => low >> shift | high << (64 - shift),
            Some(&[low, _]) => low,
            _ => u64::MAX,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn a_set_forgets_what_is_taken() {
        let mut bits = Bits::all_set(200);
        assert!(bits.take(63) && bits.take(64) && !bits.take(63));
        assert_eq!(bits.window(62) & 0b1111, 0b1001);
        assert_eq!(bits.window(0), u64::MAX >> 1);
        assert!(!bits.take(1 << 20));
    }

    #[test]
    fn parts_and_every_second() {
        let (even, odd) = (Bits::every_second(200, false), Bits::every_second(200, true));
        let has = |bits: &Bits, at| bits.window(at) & 1 == 1;
        assert!((0..200).all(|at| has(&even, at) == (at % 2 == 0) && has(&odd, at) == (at % 2 == 1)));
        let part = even.part(61, 100);
        assert!((0..100).all(|at| has(&part, at) == has(&even, at + 61)));
    }
}

//! Runs of characters that were cut before. Most runs that no word of the dictionary joins come again, and to look one up
//! takes a fraction of the work of the model.

/// The longest run that is kept, in UTF-16 code units: nine of ten are no longer.
pub(super) const LONGEST: usize = 8;
/// How many runs are kept. Each has one place, and drives out the one that was there.
const PLACES: usize = 1 << 11;

/// How a run was cut.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Run {
    /// Its code units; none of them is 0.
    units: u128,
    /// A bit for each unit with which a piece ends.
    ends: u8,
    /// How many pieces are longer than one character.
    joined: u8,
    /// The dictionary's slots of those pieces.
    slots: [u32; LONGEST / 2],
}

impl Run {
    /// Adds the next piece, which ends before `end`; with its slot if it is longer than one character.
    pub(super) fn push(&mut self, end: usize, joined: Option<u32>) {
        self.ends |= 1 << (end - 1);
        if let Some(slot) = joined {
            self.slots[usize::from(self.joined)] = slot;
            self.joined += 1;
        }
    }

    /// Whether any piece is longer than one character.
    #[inline(always)]
    pub(super) fn joins(&self) -> bool {
        self.joined > 0
    }

    /// The places before which the pieces end.
    #[inline(always)]
    pub(super) fn ends(&self) -> impl Iterator<Item = usize> + use<> {
        let mut left = self.ends;
        std::iter::from_fn(move || {
            let end = left.trailing_zeros() as usize + 1;
            let more = left != 0;
            left &= left.wrapping_sub(1);
            more.then_some(end)
        })
    }

    /// The slot of a piece longer than one character, by its number among those.
    #[inline(always)]
    pub(super) fn slot(&self, number: usize) -> u32 {
        self.slots[number % (LONGEST / 2)]
    }
}

/// The runs that were cut last.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    runs: Vec<Run>,
}

impl Repeats {
    /// How a run is cut, which `learn` tells if it was not kept. `None` for a run that is too long.
    #[inline(always)]
    pub(super) fn of(&mut self, units: &[u16], learn: impl FnOnce(&mut Run)) -> Option<&Run> {
        if units.len() > LONGEST {
            return None;
        }
        if self.runs.is_empty() {
            self.runs.resize(PLACES, Run::default());
        }
        let key = units.iter().fold(0, |key, &unit| key << 16 | u128::from(unit));
        let mixed = (key as u64 ^ (key >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let kept = &mut self.runs[(mixed >> 53) as usize % PLACES];
        if kept.units != key {
            *kept = Run { units: key, ..Run::default() };
            learn(kept);
        }
        Some(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, PLACES, Repeats, Run};

    fn cut(repeats: &mut Repeats, units: &[u16], pieces: &[(usize, Option<u32>)]) -> Option<(Vec<usize>, bool)> {
        let mut learnt = false;
        let run = repeats.of(units, |run: &mut Run| {
            learnt = true;
            pieces.iter().for_each(|&(end, joined)| run.push(end, joined));
        })?;
        Some((run.ends().collect(), learnt))
    }

    #[test]
    fn a_run_is_learnt_once_and_told_again() {
        let mut repeats = Repeats::default();
        let pieces = [(2, Some(7)), (3, None), (5, Some(0)), (8, Some(u32::MAX))];
        for learnt in [true, false] {
            assert_eq!(cut(&mut repeats, &[9; LONGEST], &pieces), Some((vec![2, 3, 5, 8], learnt)));
        }
        let run = repeats.of(&[9; LONGEST], |_| panic!("it is known")).unwrap();
        assert_eq!([0, 1, 2].map(|number| run.slot(number)), [7, 0, u32::MAX]);
        assert_eq!(cut(&mut repeats, &[9; LONGEST + 1], &pieces), None, "too long");
    }

    #[test]
    fn runs_that_drive_each_other_out_are_told_apart() {
        let mut repeats = Repeats::default();
        for _ in 0..2 {
            for unit in 1..4 * PLACES as u16 {
                let (ends, _) = cut(&mut repeats, &[unit, 1], &[(1 + usize::from(unit % 2), None)]).unwrap();
                assert_eq!(ends, [1 + usize::from(unit % 2)]);
            }
        }
        assert_eq!(cut(&mut repeats, &[1], &[(1, None)]).unwrap().0, [1], "a shorter one is another");
    }
}

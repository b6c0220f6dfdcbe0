//! The most probable way through a block: jieba's route, walked and relaxed from right to left in one pass.
//!
//! No lattice is built. The words that begin at a character are relaxed as the trie gives them, against scores that
//! are known already because they lie to the right; only as many scores are kept as the longest word is long.

use super::classes::SECOND_HALF;
use super::segmenter::Segmenter;

/// A step of the route: how many units it takes and which dictionary word it is (0 for none).
#[derive(Clone, Copy, Default)]
pub(super) struct Step(u32);

const LENGTH_SHIFT: u32 = 24;

impl Step {
    fn new(length: usize, slot: u32) -> Step {
        Step((length as u32) << LENGTH_SHIFT | slot)
    }

    #[inline(always)]
    pub(super) fn length(self) -> usize {
        (self.0 >> LENGTH_SHIFT) as usize
    }

    #[inline(always)]
    pub(super) fn slot(self) -> u32 {
        self.0 & ((1 << LENGTH_SHIFT) - 1)
    }
}

/// Memory that is used again from block to block.
#[derive(Default)]
pub(super) struct Scratch {
    pub(super) steps: Vec<Step>,
    /// The scores of the next few places, by place modulo its length, which is a power of two.
    scores: Vec<f64>,
}

/// A run of Chinese characters and ASCII word characters: what jieba cuts as one.
#[derive(Clone, Copy)]
pub(super) struct Block<'a> {
    pub(super) units: &'a [u16],
    /// The dictionary's codes of the units.
    pub(super) codes: &'a [u16],
}

impl Block<'_> {
    /// Whether the step that begins at `at` is one character long.
    #[inline(always)]
    pub(super) fn is_single(&self, at: usize, length: usize) -> bool {
        length == 1 || (length == 2 && self.codes[at + 1] == SECOND_HALF)
    }

    fn character_length(&self, at: usize) -> usize {
        if self.codes.get(at + 1) == Some(&SECOND_HALF) { 2 } else { 1 }
    }
}

/// Leaves the step to take from every character in `scratch.steps`.
pub(super) fn find(segmenter: &Segmenter, block: Block, scratch: &mut Scratch) {
    let length = block.codes.len();
    let ring = (segmenter.longest_word() + 1).next_power_of_two();
    if scratch.scores.len() != ring {
        scratch.scores = vec![0.0; ring];
    }
    if scratch.steps.len() < length {
        scratch.steps.resize(length, Step::default());
    }
    let scores = scratch.scores.as_mut_slice();
    let mask = scores.len() - 1;
    scores[length & mask] = 0.0;
    for at in (0..length).rev() {
        if block.codes[at] == SECOND_HALF {
            continue;
        }
        let mut best = f64::NEG_INFINITY;
        let mut step = Step::default();
        segmenter.for_each_word(block, at, |end, weight, slot| {
            let score = weight + scores[end & mask];
            // Ends ascend, so ">=" lets the longer word win a tie, as in jieba-rs.
            if score >= best {
                best = score;
                step = Step::new(end - at, slot);
            }
        });
        if step.length() == 0 {
            let width = block.character_length(at);
            best = segmenter.unknown_weight() + scores[(at + width) & mask];
            step = Step::new(width, 0);
        }
        scores[at & mask] = best;
        scratch.steps[at] = step;
    }
}

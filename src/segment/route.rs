//! The most probable way through a block: jieba's route, walked and relaxed from right to left in one pass.
//!
//! No lattice is built. The words that begin at a character are relaxed as the trie gives them, against scores that
//! are known already because they lie to the right; only as many scores are kept as the longest word is long.

use super::classes::SECOND_HALF;
use super::segmenter::Segmenter;
use crate::dictionary::{MAX_LENGTH, NO_CODE};

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

/// As many scores as a word may be long, and one more: a power of two, so that a place in the ring needs no bounds check.
const RING: usize = MAX_LENGTH + 1;

/// Memory that is used again from block to block.
pub(super) struct Scratch {
    pub(super) steps: Vec<Step>,
    /// The scores of the next few places, by place modulo its length.
    scores: [f64; RING],
}

impl Default for Scratch {
    fn default() -> Scratch {
        Scratch { steps: Vec::new(), scores: [0.0; RING] }
    }
}

/// A run of Chinese characters and ASCII word characters: what jieba cuts as one.
#[derive(Clone, Copy)]
pub(super) struct Block<'a> {
    pub(super) units: &'a [u16],
    /// The dictionary's codes of the units.
    pub(super) codes: &'a [u16],
    /// Whether each unit is a Chinese character: no ASCII, and no surrogate pair.
    pub(super) is_plain: bool,
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

/// The best step from a character, among those that were offered.
#[derive(Clone, Copy)]
struct Best {
    score: f64,
    step: Step,
}

impl Best {
    const NONE: Best = Best { score: f64::NEG_INFINITY, step: Step(0) };

    #[inline(always)]
    fn offer(&mut self, score: f64, step: Step) {
        // Ends ascend, so ">=" lets the longer word win a tie, as in jieba-rs.
        if score >= self.score {
            *self = Best { score, step };
        }
    }
}

/// Leaves the step to take from every character in `scratch.steps`.
pub(super) fn find(segmenter: &Segmenter, block: Block, scratch: &mut Scratch) {
    // Compiled twice, so that nobody is asked for each character whether there are user words.
    if segmenter.user_words().is_empty() {
        relax::<false>(segmenter, block, scratch);
    } else {
        relax::<true>(segmenter, block, scratch);
    }
}

#[inline(always)]
fn relax<const HAS_USER_WORDS: bool>(segmenter: &Segmenter, block: Block, scratch: &mut Scratch) {
    let length = block.codes.len();
    if scratch.steps.len() < length {
        scratch.steps.resize(length, Step::default());
    }
    let (steps, scores) = (&mut scratch.steps[..length], &mut scratch.scores);
    let words = segmenter.words();
    let unknown_weight = segmenter.unknown_weight();
    scores[length % RING] = 0.0;
    let mut next = NO_CODE;
    let mut ahead = words.peek(block.codes.last().copied().unwrap_or(NO_CODE), NO_CODE);
    for at in (0..length).rev() {
        let code = block.codes[at];
        let (pair, after) = (ahead, next);
        // What the next character needs is on its way while this one is weighed.
        if let Some(&before) = block.codes.get(at.wrapping_sub(1)) {
            ahead = words.peek(before, code);
        }
        next = code;
        if code == SECOND_HALF {
            continue;
        }
        let mut best = Best::NONE;
        if HAS_USER_WORDS && words.user_may_begin(block, at) {
            best = best_with_user(segmenter, block, at, scores);
        } else {
            words.for_each_of_pair(block, at, pair, after, |end, weight, slot| {
                best.offer(weight + scores[end % RING], Step::new(end - at, slot));
            });
        }
        if best.step.length() == 0 {
            let width = block.character_length(at);
            let score = unknown_weight + scores[(at + width) % RING];
            best = Best { score, step: Step::new(width, 0) };
        }
        scores[at % RING] = best.score;
        steps[at] = best.step;
    }
}

/// Where a user word may begin. A function of its own that gives values back: what it would change through a pointer
/// would lie in memory for all other characters too, and in wasm that takes a third more time.
#[inline(never)]
fn best_with_user(segmenter: &Segmenter, block: Block, at: usize, scores: &[f64; RING]) -> Best {
    let mut best = Best::NONE;
    segmenter.words().for_each(block, at, &mut |end, weight, slot| {
        best.offer(weight + scores[end % RING], Step::new(end - at, slot));
    });
    best
}

//! Words that the dictionary lacks: jieba's hidden Markov model over the tags begin, middle, end and single.
//!
//! The model is the one of jieba-rs, and the recurrence keeps its order of operations and
//! its rule for ties, so the words are the same to the bit. (Viterbi, "Error bounds for convolutional codes and an
//! asymptotically optimum decoding algorithm", IEEE Trans. Inf. Theory 13(2), 1967, doi:10.1109/TIT.1967.1054010.)

use crate::dictionary::{Model, STATES};

const BEGIN: usize = 0;
const END: usize = 1;
const MIDDLE: usize = 2;
const SINGLE: usize = 3;
/// What may come before each state, in ascending order: the second wins a tie.
const BEFORE: [[usize; 2]; STATES] = [[END, SINGLE], [BEGIN, MIDDLE], [BEGIN, MIDDLE], [END, SINGLE]];

/// Memory that is used again from run to run.
#[derive(Default)]
pub(super) struct Scratch {
    /// For each character a bit a state: which of the two that may come before is the better.
    before: Vec<u8>,
    /// For each character whether a word ends with it.
    ends: Vec<bool>,
}

/// Cuts a run of characters that no dictionary word joins, and gives each word's range to `emit`.
pub(super) fn cut(model: &Model, units: &[u16], scratch: &mut Scratch, mut emit: impl FnMut(usize, usize)) {
    let mut start = 0;
    while start < units.len() {
        let modelled = model.covers(units[start]);
        let same = units[start..].iter().take_while(|&&unit| model.covers(unit) == modelled).count();
        let end = start + same;
        match modelled {
            true if same > 1 => {
                cut_modelled(model, &units[start..end], scratch, |from, to| emit(start + from, start + to))
            }
            true => emit(start, end),
            false => cut_other(&units[start..end], |from, to| emit(start + from, start + to)),
        }
        start = end;
    }
}

fn cut_modelled(model: &Model, units: &[u16], scratch: &mut Scratch, mut emit: impl FnMut(usize, usize)) {
    find_ends(model, units, scratch);
    let mut done = 0;
    for (at, &ends) in scratch.ends[..units.len()].iter().enumerate() {
        if ends {
            emit(done, at + 1);
            done = at + 1;
        }
    }
    if done < units.len() {
        emit(done, units.len());
    }
}

/// Finds the most probable states of the characters, and leaves in `scratch.ends` where words end: in the states "end"
/// and "single".
fn find_ends(model: &Model, units: &[u16], scratch: &mut Scratch) {
    if scratch.before.len() < units.len() {
        scratch.before.resize(units.len(), 0);
        scratch.ends.resize(units.len(), false);
    }
    let (before, ends) = (&mut scratch.before[..units.len()], &mut scratch.ends[..units.len()]);
    let first = model.emission(units[0]);
    let mut scores: [f64; STATES] = std::array::from_fn(|state| model.initial[state] + first[state]);
    for (&unit, before) in units[1..].iter().zip(&mut before[1..]) {
        let emitted = model.emission(unit);
        let mut next = [0.0; STATES];
        *before = 0;
        for state in 0..STATES {
            let [a, b] = BEFORE[state];
            let score_a = scores[a] + model.transition[a][state] + emitted[state];
            let score_b = scores[b] + model.transition[b][state] + emitted[state];
            // As in the route: of numbers below 0 the higher has the lower bits, and integers need no branch.
            let (score_a, score_b) = (score_a.to_bits(), score_b.to_bits());
            next[state] = f64::from_bits(score_a.min(score_b));
            *before |= u8::from(score_b <= score_a) << state;
        }
        scores = next;
    }
    let mut state = if scores[END] > scores[SINGLE] { END } else { SINGLE };
    for (ends, before) in ends.iter_mut().zip(before).rev() {
        *ends = matches!(state, END | SINGLE);
        state = BEFORE[state][usize::from(*before >> state & 1)];
    }
}

/// Cuts what the model does not cover: identifiers and numbers (`WES-5.4.5`, `50%`) are kept whole, and what lies
/// between them is a piece each.
fn cut_other(units: &[u16], mut emit: impl FnMut(usize, usize)) {
    let mut done = 0;
    while done < units.len() {
        let start = units[done..].iter().position(|&unit| is_alphanumeric(unit)).map_or(units.len(), |at| done + at);
        if start > done {
            emit(done, start);
        }
        if start < units.len() {
            let end = identifier_end(units, start);
            emit(start, end);
            done = end;
        } else {
            done = start;
        }
    }
}

fn identifier_end(units: &[u16], start: usize) -> usize {
    let alphanumeric_at = |at: usize| units.get(at).is_some_and(|&unit| is_alphanumeric(unit));
    let mut end = start;
    while alphanumeric_at(end) || (units.get(end).is_some_and(|&unit| is_joiner(unit)) && alphanumeric_at(end + 1)) {
        end += 1;
    }
    if units.get(end) == Some(&u16::from(b'%')) { end + 1 } else { end }
}

/// Whether a unit is an ASCII letter or digit.
#[inline(always)]
pub(super) fn is_alphanumeric(unit: u16) -> bool {
    u8::try_from(unit).is_ok_and(|byte| byte.is_ascii_alphanumeric())
}

/// Whether a unit joins the parts of an identifier: `.`, `_` or `-`.
#[inline(always)]
pub(super) fn is_joiner(unit: u16) -> bool {
    matches!(u8::try_from(unit), Ok(b'.' | b'_' | b'-'))
}

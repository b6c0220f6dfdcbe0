//! The three ways to cut a block, each token for token as jieba-rs cuts it.
//!
//! Only the precise cut is compiled for each type of sink: it is the one that counts by the megabyte.

use super::classes::SECOND_HALF;
use super::repeats::{Repeats, Run};
use super::route::{self, Block, Step};
use super::segmenter::Segmenter;
use super::sink::{Piece, Shared, Sink};
use super::unknown::{self, is_alphanumeric, is_joiner};

/// Memory that is used again from block to block.
#[derive(Default)]
pub(super) struct Scratch {
    route: route::Scratch,
    unknown: unknown::Scratch,
    pub(super) repeats: Repeats,
}

/// Gives pieces of a block to a sink, as places in the text.
struct Output<'a, S> {
    segmenter: &'a Segmenter,
    block: Block<'a>,
    offset: u32,
    sink: &'a mut S,
}

impl<S: Sink> Output<'_, S> {
    /// A piece whose dictionary word is known: `slot`, or 0 for none.
    #[inline(always)]
    fn piece(&mut self, start: usize, end: usize, slot: u32) {
        if self.block.units[start] < 0x80 && !self.block.units[start..end].iter().any(|&unit| is_wordly(unit)) {
            return self.sink.gap(self.offset + start as u32, self.offset + end as u32);
        }
        self.token(start, end, slot);
    }

    /// A piece that is a token.
    #[inline(always)]
    fn token(&mut self, start: usize, end: usize, slot: u32) {
        let word = if slot == 0 { Piece::UNKNOWN } else { slot };
        self.sink.token(Piece { start: self.offset + start as u32, end: self.offset + end as u32, word });
    }

    /// A piece that the route did not look up.
    fn unresolved(&mut self, start: usize, end: usize) {
        self.piece(start, end, self.slot(start, end));
    }

    /// The slot of the dictionary word from `start` to `end`, or 0 for none.
    fn slot(&self, start: usize, end: usize) -> u32 {
        self.segmenter.dictionary().find(self.block.codes[start..end].iter().copied()).unwrap_or(0)
    }
}

/// Whether a unit of a block makes a piece a token: all but ASCII punctuation.
fn is_wordly(unit: u16) -> bool {
    unit >= 0x80 || is_alphanumeric(unit)
}

/// The precise cut, with the model of unknown words or without.
pub(super) fn precise<S: Sink>(
    segmenter: &Segmenter,
    block: Block,
    offset: u32,
    hmm: bool,
    scratch: &mut Scratch,
    sink: &mut S,
) {
    route::find(segmenter, block, &mut scratch.route);
    let mut output = Output { segmenter, block, offset, sink };
    if block.is_plain && output.sink.retracts() {
        give_plain(&mut output, hmm, scratch);
    } else {
        give_mixed(&mut output, hmm, scratch);
    }
}

/// The pieces of a block in which each unit is a Chinese character. Nobody can foresee where the route leaves characters
/// single, so no way parts there: they are given as they stand, and taken back where the model joins them.
#[inline(always)]
fn give_plain<S: Sink>(output: &mut Output<S>, hmm: bool, scratch: &mut Scratch) {
    let Scratch { route, unknown, repeats } = scratch;
    let steps = &route.steps[..output.block.units.len()];
    let (mut at, mut singles) = (0, 0);
    while let Some(&step) = steps.get(at) {
        let is_single = step.length() == 1;
        if !is_single & (singles > 1) {
            join_given(output, &steps[at - singles..at], unknown, repeats, at - singles);
        }
        output.token(at, at + step.length(), step.slot());
        singles = if is_single & hmm { singles + 1 } else { 0 };
        at += step.length();
    }
    if singles > 1 {
        join_given(output, &steps[at - singles..], unknown, repeats, at - singles);
    }
}

/// Lets the model join a run of singles that were given.
#[inline(always)]
fn join_given<S: Sink>(
    output: &mut Output<S>,
    steps: &[Step],
    unknown: &mut unknown::Scratch,
    repeats: &mut Repeats,
    from: usize,
) {
    match run_of(output, steps, unknown, repeats, from) {
        Some(run) if !run.joins() => {}
        Some(run) => {
            output.sink.retract(steps.len());
            give_run(output, steps, run, from);
        }
        None => {
            output.sink.retract(steps.len());
            join_many_singles(output, steps, unknown, from);
        }
    }
}

/// The pieces of any block.
#[inline(always)]
fn give_mixed<S: Sink>(output: &mut Output<S>, hmm: bool, scratch: &mut Scratch) {
    let block = output.block;
    let length = block.units.len();
    let mut at = 0;
    let mut singles_from = None;
    while at < length {
        let step = scratch.route.steps[at];
        let next = at + step.length();
        if block.is_single(at, step.length()) && (hmm || is_alphanumeric(block.units[at])) {
            singles_from.get_or_insert(at);
        } else {
            if let Some(from) = singles_from.take() {
                join_singles(output, scratch, hmm, from, at);
            }
            output.piece(at, next, step.slot());
        }
        at = next;
    }
    if let Some(from) = singles_from {
        join_singles(output, scratch, hmm, from, length);
    }
}

/// Characters that the route left single: without the model a run of ASCII is one word; with it the model decides.
#[inline]
fn join_singles<S: Sink>(output: &mut Output<S>, scratch: &mut Scratch, hmm: bool, from: usize, to: usize) {
    let first = scratch.route.steps[from];
    if first.length() == to - from {
        return output.piece(from, to, first.slot());
    }
    if !hmm {
        return output.unresolved(from, to);
    }
    let Scratch { route, unknown, repeats } = scratch;
    let steps = &route.steps[from..to];
    match run_of(output, steps, unknown, repeats, from) {
        Some(run) => give_run(output, steps, run, from),
        None => join_many_singles(output, steps, unknown, from),
    }
}

/// How the run of singles that begins at `from` is cut; `None` if it is too long to be kept.
#[inline(always)]
fn run_of<'a, S: Sink>(
    output: &Output<S>,
    steps: &[Step],
    unknown: &mut unknown::Scratch,
    repeats: &'a mut Repeats,
    from: usize,
) -> Option<&'a Run> {
    let learn = |run: &mut Run| {
        cut_singles(output, steps, unknown, from, |start, end| {
            let is_joined = steps[start].length() != end - start;
            run.push(end, is_joined.then(|| output.slot(from + start, from + end)));
        });
    };
    repeats.of(&output.block.units[from..from + steps.len()], learn)
}

#[inline(always)]
fn give_run<S: Sink>(output: &mut Output<S>, steps: &[Step], run: &Run, from: usize) {
    let (mut start, mut joined) = (0, 0);
    for end in run.ends() {
        let slot = slot_of(steps[start], end - start, || {
            joined += 1;
            run.slot(joined - 1)
        });
        output.piece(from + start, from + end, slot);
        start = end;
    }
}

/// [`join_singles`] for a run that is too long to be kept.
#[inline(never)]
fn join_many_singles<S: Sink>(output: &mut Output<S>, steps: &[Step], unknown: &mut unknown::Scratch, from: usize) {
    let mut pieces = Vec::new();
    cut_singles(output, steps, unknown, from, |start, end| pieces.push((start, end)));
    for (start, end) in pieces {
        let slot = slot_of(steps[start], end - start, || output.slot(from + start, from + end));
        output.piece(from + start, from + end, slot);
    }
}

/// The slot of a piece of a run: what the model leaves single the route has looked up.
#[inline(always)]
fn slot_of(step: Step, length: usize, of_joined: impl FnOnce() -> u32) -> u32 {
    if step.length() == length { step.slot() } else { of_joined() }
}

/// Asks the model, unless the whole run is a word of the dictionary, which the route has rejected and the model shall
/// not bring back.
fn cut_singles<S: Sink>(
    output: &Output<S>,
    steps: &[Step],
    unknown: &mut unknown::Scratch,
    from: usize,
    mut emit: impl FnMut(usize, usize),
) {
    let Output { segmenter, block, .. } = output;
    if segmenter.is_word(*block, from, from + steps.len()) {
        let mut at = 0;
        while at < steps.len() {
            emit(at, at + steps[at].length());
            at += steps[at].length();
        }
    } else {
        unknown::cut(segmenter.dictionary().model(), &block.units[from..from + steps.len()], unknown, emit);
    }
}

/// Every dictionary word at every place; of ASCII, the runs of letters, digits, `+` and `#`.
pub(super) fn full(segmenter: &Segmenter, block: Block, offset: u32, sink: &mut dyn Sink) {
    let mut output = Output { segmenter, block, offset, sink: &mut Shared(sink) };
    let length = block.units.len();
    let mut at = 0;
    while at < length {
        let ascii = block.units[at..].iter().take_while(|&&unit| unit < 0x80).count();
        if ascii > 0 {
            full_ascii(&mut output, at, at + ascii);
            at += ascii;
            continue;
        }
        let han = block.units[at..].iter().take_while(|&&unit| unit >= 0x80).count();
        // Words that mix Chinese and ASCII (卡拉OK) are not seen in this mode: jieba cuts the scripts apart first.
        let part = Block { units: &block.units[..at + han], codes: &block.codes[..at + han], is_plain: false };
        for start in at..at + han {
            if block.codes[start] != SECOND_HALF {
                segmenter.words().for_each(part, start, &mut |end, _, slot| output.piece(start, end, slot));
            }
        }
        at += han;
    }
}

fn full_ascii(output: &mut Output<Shared>, from: usize, to: usize) {
    let joins = |unit: u16| is_alphanumeric(unit) || matches!(u8::try_from(unit), Ok(b'+' | b'#'));
    let mut at = from;
    while at < to {
        let run = output.block.units[at..to].iter().take_while(|&&unit| joins(unit)).count().max(1);
        output.unresolved(at, at + run);
        at += run;
    }
}

/// The precise cut, and before each word the shorter words inside it.
pub(super) fn search(
    segmenter: &Segmenter,
    block: Block,
    offset: u32,
    hmm: bool,
    scratch: &mut Scratch,
    sink: &mut dyn Sink,
) {
    precise(segmenter, block, offset, hmm, scratch, &mut PartsFirst { segmenter, block, offset, sink });
}

struct PartsFirst<'a> {
    segmenter: &'a Segmenter,
    block: Block<'a>,
    offset: u32,
    sink: &'a mut dyn Sink,
}

impl Sink for PartsFirst<'_> {
    fn token(&mut self, piece: Piece) {
        let (start, end) = ((piece.start - self.offset) as usize, (piece.end - self.offset) as usize);
        self.identifier_parts(start, end);
        self.grams(start, end);
        self.sink.token(piece);
    }

    fn gap(&mut self, start: u32, end: u32) {
        self.sink.gap(start, end);
    }
}

impl PartsFirst<'_> {
    fn part(&mut self, start: usize, end: usize) {
        let sink = &mut Shared(self.sink);
        let mut output = Output { segmenter: self.segmenter, block: self.block, offset: self.offset, sink };
        output.unresolved(start, end);
    }

    /// `WES` and `CNS24093` of `WES-5.4.5` and `ISU-CNS24093`: parts of two characters or more with a letter.
    fn identifier_parts(&mut self, start: usize, end: usize) {
        let units = &self.block.units[start..end];
        if !units.iter().any(|&unit| is_joiner(unit)) {
            return;
        }
        let mut from = 0;
        for part in units.split(|&unit| is_joiner(unit)) {
            let has_letter = part.iter().any(|&unit| u8::try_from(unit).is_ok_and(|byte| byte.is_ascii_alphabetic()));
            // jieba-rs measures the length in bytes of UTF-8, in which one Chinese character passes; but it also
            // asks for an ASCII letter, so a part that passes has two characters or is not one of ASCII alone.
            if has_letter && part.len() >= 2 {
                self.part(start + from, start + from + part.len());
            }
            from += part.len() + 1;
        }
    }

    /// The dictionary words of two, then of three characters.
    fn grams(&mut self, start: usize, end: usize) {
        if end - start <= 2 {
            return;
        }
        let starts = (start..=end).filter(|&at| self.block.codes.get(at) != Some(&SECOND_HALF));
        let starts: Vec<usize> = starts.collect();
        let characters = starts.len() - 1;
        for length in [2, 3] {
            for first in 0..characters.saturating_sub(length - 1) {
                let (from, to) = (starts[first], starts[first + length]);
                if characters > length && self.segmenter.is_word(self.block, from, to) {
                    self.part(from, to);
                }
            }
        }
    }
}

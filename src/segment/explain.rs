//! Why a text was cut as it was: the words that could have been, the route through them, and where each piece is from.

use super::classes::SECOND_HALF;
use super::route::{self, Block};
use super::segmenter::{Codes, Segmenter};
use super::sink::{Piece, Shared, Sink};
use crate::options::{CutOptions, Mode};
use serde::Serialize;
use std::collections::BTreeMap;

/// Where a piece of a text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PieceSource {
    /// A word of the dictionary, on the route.
    Dictionary,
    /// A word of the user.
    User,
    /// The model of unknown words, or a single character that no word begins with.
    Unknown,
    /// The rules for letters, digits and pictographs: of Unicode, and jieba's for ASCII.
    Rules,
    /// No token: white space, punctuation, symbols.
    Gap,
}

/// A word that may begin and end at two places of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Where it starts, in UTF-16 code units of the text.
    pub start: u32,
    /// Where it ends (exclusive).
    pub end: u32,
    /// Its frequency on the dictionary's scale; 0 for a character that begins no word, which weighs as if it had 1.
    pub frequency: u32,
    /// ln(frequency / total).
    pub weight: f64,
    /// [`PieceSource::Dictionary`], [`PieceSource::User`] or [`PieceSource::Unknown`].
    pub source: PieceSource,
}

/// A piece of the precise cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExplainedPiece {
    /// The piece.
    pub piece: Piece,
    /// Where it comes from.
    pub source: PieceSource,
    /// Its weight on the route; `None` for a piece that is no step of it.
    pub weight: Option<f64>,
}

/// The precise cut of a text with its reasons.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Explanation {
    /// All words that the route chose from, by start, then by end.
    pub candidates: Vec<Candidate>,
    /// All pieces in order; they cover the text.
    pub pieces: Vec<ExplainedPiece>,
    /// The sum of the weights of the steps of the route, the highest that there is.
    pub weight: f64,
}

/// Cuts a text and says why.
pub(super) fn explain(segmenter: &Segmenter, text: &[u16], hmm: bool) -> Explanation {
    let mut seen = Observer::default();
    segmenter.cut_with_items(text, 0, text.len(), CutOptions { mode: Mode::Precise, hmm }, &mut Shared(&mut seen));
    let mut explanation = Explanation::default();
    let mut scratch = route::Scratch::default();
    let mut steps = BTreeMap::new();
    for &(from, to) in &seen.blocks {
        let mut codes = Codes::default();
        segmenter.gather(text, from, to, &mut codes);
        let block = codes.block(&text[from..to]);
        let first = explanation.candidates.len();
        candidates(segmenter, block, from, &mut explanation.candidates);
        route::find(segmenter, block, &mut scratch);
        let chosen = follow(block, &scratch, from, &explanation.candidates[first..]);
        // In the order of the route, which adds from right to left.
        explanation.weight += chosen.iter().rev().fold(0.0, |sum, step| step.weight + sum);
        steps.extend(chosen.into_iter().map(|step| ((step.start, step.end), step)));
    }
    let in_block = |piece: &Piece| seen.blocks.iter().any(|&(from, to)| (from..to).contains(&(piece.start as usize)));
    explanation.pieces = seen
        .pieces
        .iter()
        .map(|&(piece, is_token)| {
            let step = steps.get(&(piece.start, piece.end)).filter(|_| is_token);
            let spelling = &text[piece.start as usize..piece.end as usize];
            let source = match step {
                _ if !is_token => PieceSource::Gap,
                Some(step) if step.source != PieceSource::Unknown => step.source,
                _ if is_user_word(segmenter, spelling) && !in_block(&piece) => PieceSource::User,
                _ if in_block(&piece) && spelling.iter().any(|&unit| unit >= 0x80) => PieceSource::Unknown,
                _ => PieceSource::Rules,
            };
            ExplainedPiece { piece, source, weight: step.map(|step| step.weight) }
        })
        .collect();
    explanation
}

#[derive(Default)]
struct Observer {
    blocks: Vec<(usize, usize)>,
    /// Each piece, and whether it is a token.
    pieces: Vec<(Piece, bool)>,
}

impl Sink for Observer {
    fn block(&mut self, start: u32, end: u32) {
        self.blocks.push((start as usize, end as usize));
    }

    fn token(&mut self, piece: Piece) {
        self.pieces.push((piece, true));
    }

    fn gap(&mut self, start: u32, end: u32) {
        self.pieces.push((Piece { start, end, word: Piece::UNKNOWN }, false));
    }
}

fn is_user_word(segmenter: &Segmenter, spelling: &[u16]) -> bool {
    segmenter.user_words().get(spelling).is_some_and(|word| word.frequency > 0)
}

/// All words of a block that begins at `from` of the text.
fn candidates(segmenter: &Segmenter, block: Block, from: usize, found: &mut Vec<Candidate>) {
    for at in (0..block.units.len()).filter(|&at| block.codes[at] != SECOND_HALF) {
        let before = found.len();
        let start = (from + at) as u32;
        segmenter.words().for_each(block, at, &mut |end, weight, _| {
            let spelling = &block.units[at..end];
            let own = is_user_word(segmenter, spelling);
            let source = if own { PieceSource::User } else { PieceSource::Dictionary };
            let frequency = segmenter.frequency(spelling).unwrap_or(0);
            found.push(Candidate { start, end: (from + end) as u32, frequency, weight, source });
        });
        if found.len() == before {
            let end = start + if block.codes.get(at + 1) == Some(&SECOND_HALF) { 2 } else { 1 };
            let (frequency, weight) = (0, segmenter.unknown_weight());
            found.push(Candidate { start, end, frequency, weight, source: PieceSource::Unknown });
        }
    }
}

/// The candidates on the route.
fn follow(block: Block, scratch: &route::Scratch, from: usize, candidates: &[Candidate]) -> Vec<Candidate> {
    let mut chosen = Vec::new();
    let mut at = 0;
    while at < block.units.len() {
        let end = at + scratch.steps[at].length();
        let place = ((from + at) as u32, (from + end) as u32);
        let found = candidates.binary_search_by_key(&place, |candidate| (candidate.start, candidate.end));
        chosen.extend(found.ok().map(|index| candidates[index]));
        at = end;
    }
    chosen
}

//! Why a sentence was cut as it was, in words.
//!
//! A candidate weighs ln(f / T), f its frequency and T the sum of all frequencies, and the route is the way from the
//! beginning to the end of a block with the highest sum of weights (the longer word where two are equal). Characters
//! that the route leaves single go to the model of unknown words, unless it is off.

use crate::corpus::Corpus;
use crate::error::{Error, Kind, Result};
use crate::lens::Lens;
use crate::segment::{Piece, PieceSource};
use crate::text::{TokenKind, decode_utf16_lossy};
use serde::{Deserialize, Serialize};

/// Which sentences of a corpus: those that `start..end` touches, in UTF-16 code units of the document's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExplainQuery {
    /// The index of the document; 0 unless told.
    #[serde(default)]
    pub document: usize,
    /// Where the place starts.
    pub start: u32,
    /// Where it ends (exclusive).
    pub end: u32,
}

/// The longest text that is explained, in UTF-16 code units.
pub const MAX_UNITS: usize = 4096;

/// A word that could have been cut. Places are UTF-16 code units of the text that was asked about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CandidateRow {
    /// Where it starts.
    pub start: u32,
    /// Where it ends (exclusive).
    pub end: u32,
    /// The word.
    pub word: String,
    /// Its frequency; 0 for a character that begins no word, which weighs as if it had 1.
    pub frequency: u32,
    /// ln(f / T).
    pub weight: f64,
    /// `dictionary`, `user` or `unknown`.
    pub source: PieceSource,
}

/// A piece of the precise cut.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PieceRow {
    /// Where it starts.
    pub start: u32,
    /// Where it ends (exclusive).
    pub end: u32,
    /// The piece.
    pub word: String,
    /// Its part-of-speech tag; `x` for a gap.
    pub tag: String,
    /// What kind of token it is; `None` for a gap.
    pub kind: Option<TokenKind>,
    /// Where it comes from.
    pub source: PieceSource,
    /// Its weight on the route; `None` for a piece that is no step of it.
    pub weight: Option<f64>,
}

/// A cut with its reasons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedText {
    /// The text, as it was given.
    pub text: String,
    /// Where it starts in the document; 0 for a text of its own.
    pub start: u32,
    /// The words that the route chose from, by start, then by end.
    pub candidates: Vec<CandidateRow>,
    /// All pieces in order.
    pub tokens: Vec<PieceRow>,
    /// The sum of the weights of the route.
    pub weight: f64,
}

/// Explains the precise cut of a text.
///
/// # Errors
/// [`Kind::TooLarge`] for more than [`MAX_UNITS`].
///
/// ```
/// use hanlens::Lens;
/// use hanlens::analysis::explain;
/// let lens = Lens::from_lists("研究 10 v\n研究生 5 n\n生命 20 n\n命 3 n\n", "")?;
/// let why = explain::text(&lens, &"研究生命".encode_utf16().collect::<Vec<_>>(), true)?;
/// let words: Vec<&str> = why.tokens.iter().map(|token| token.word.as_str()).collect();
/// assert_eq!(words, ["研究", "生命"]);
/// let best: f64 = why.tokens.iter().filter_map(|token| token.weight).sum();
/// assert!((why.weight - best).abs() < 1e-12);
/// # Ok::<(), hanlens::Error>(())
/// ```
pub fn text(lens: &Lens, text: &[u16], hmm: bool) -> Result<ExplainedText> {
    explain(lens, Passage::of(text), hmm, text, 0)
}

/// Explains the cut of the sentences that a place of a corpus touches, with the options of the corpus, but always in
/// precise mode. A user word that goes over the end of a sentence is not seen.
///
/// # Errors
/// [`Kind::InvalidArgument`] for a document or a place that there is not; [`Kind::TooLarge`] for sentences of more than
/// [`MAX_UNITS`].
pub fn place(lens: &Lens, corpus: &Corpus, query: &ExplainQuery) -> Result<ExplainedText> {
    let documents = corpus.documents();
    let document = documents.get(query.document).ok_or_else(|| {
        let detail = format!("must be below the number of documents, {}, and is {}", documents.len(), query.document);
        Error::new(Kind::InvalidArgument, "document", detail)
    })?;
    let length = document.text().len() as u32;
    let outside = |argument, detail| Err(Error::new(Kind::InvalidArgument, argument, detail));
    if query.end > length {
        return outside("end", format!("must be at most the length of the text, {length}, and is {}", query.end));
    }
    if query.start > query.end {
        return outside("start", format!("must be at most end, {}, and is {}", query.end, query.start));
    }
    let (start, first_end) = document.flow().sentence_at(query.start);
    let (_, end) = document.flow().sentence_at(query.end.saturating_sub(1).max(query.start));
    let (start, end) = (start as usize, end.max(first_end) as usize);
    let passage = Passage::without(&document.text()[start..end], |at| document.is_wrap(start + at));
    explain(lens, passage, corpus.options().hmm, &document.text()[start..end], start as u32)
}

/// A text without the wraps in it.
struct Passage {
    units: Vec<u16>,
    /// Where each unit stands in the text, and where the text ends; empty when nothing was left out.
    places: Vec<u32>,
}

impl Passage {
    fn of(text: &[u16]) -> Passage {
        Passage { units: text.to_vec(), places: Vec::new() }
    }

    fn without(text: &[u16], is_wrap: impl Fn(usize) -> bool) -> Passage {
        let kept: Vec<u32> = (0..text.len() as u32).filter(|&at| !is_wrap(at as usize)).collect();
        if kept.len() == text.len() {
            return Passage::of(text);
        }
        let units = kept.iter().map(|&at| text[at as usize]).collect();
        Passage { units, places: kept }
    }

    fn start(&self, at: u32) -> u32 {
        self.places.get(at as usize).copied().unwrap_or(at)
    }

    /// One after the last unit, so that a wrap behind a piece is no part of it.
    fn end(&self, at: u32) -> u32 {
        at.checked_sub(1).map_or(0, |last| self.start(last) + 1)
    }

    fn word(&self, start: u32, end: u32) -> String {
        decode_utf16_lossy(&self.units[start as usize..end as usize])
    }
}

fn explain(lens: &Lens, passage: Passage, hmm: bool, text: &[u16], offset: u32) -> Result<ExplainedText> {
    if text.len() > MAX_UNITS {
        let detail = format!("at most {MAX_UNITS} UTF-16 code units are explained, and it has {}", text.len());
        return Err(Error::new(Kind::TooLarge, "text", detail));
    }
    let found = lens.explain(&passage.units, hmm);
    let candidates = found.candidates.iter().map(|candidate| CandidateRow {
        start: offset + passage.start(candidate.start),
        end: offset + passage.end(candidate.end),
        word: passage.word(candidate.start, candidate.end),
        frequency: candidate.frequency,
        weight: candidate.weight,
        source: candidate.source,
    });
    let tokens = found.pieces.iter().map(|explained| {
        let Piece { start, end, word } = explained.piece;
        let spelling = &passage.units[start as usize..end as usize];
        let is_token = explained.source != PieceSource::Gap;
        PieceRow {
            start: offset + passage.start(start),
            end: offset + passage.end(end),
            word: passage.word(start, end),
            tag: if is_token { lens.tag_of(word, spelling) } else { "x" }.to_owned(),
            kind: is_token.then(|| TokenKind::of(spelling)),
            source: explained.source,
            weight: explained.weight,
        }
    });
    Ok(ExplainedText {
        text: decode_utf16_lossy(text),
        start: offset,
        candidates: candidates.collect(),
        tokens: tokens.collect(),
        weight: found.weight,
    })
}

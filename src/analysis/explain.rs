//! Why a sentence was cut as it was, in words.
//!
//! A candidate weighs ln(f / T), f its frequency and T the sum of all frequencies, and the route is the way from the
//! beginning to the end of a block with the highest sum of weights (the longer word where two are equal). Characters
//! that the route leaves single go to the model of unknown words, unless it is off.

use crate::corpus::Corpus;
use crate::error::{Error, Kind, Result};
use crate::lens::Lens;
use crate::segment::{Candidate, ExplainedPiece, Piece, PieceSource};
use crate::text::{Offsets, TokenKind, decode_utf16_lossy};
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
    check_length(text.len())?;
    Ok(Passage { given: text, start: 0, units: text.to_vec(), offsets: Offsets::new(0) }.explain(lens, hmm))
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
    check_length(end - start)?;
    let folder = lens.folder(corpus.text_options().fold);
    let (units, offsets) = document.healed().as_cut(document.text(), start, end, &folder);
    let passage = Passage { given: &document.text()[start..end], start: start as u32, units, offsets };
    Ok(passage.explain(lens, corpus.options().hmm))
}

/// A text as it is cut, and as it was given.
struct Passage<'a> {
    given: &'a [u16],
    /// Where `given` starts in its document.
    start: u32,
    units: Vec<u16>,
    /// From places in `units` to places in the document.
    offsets: Offsets,
}

impl Passage<'_> {
    fn explain(&self, lens: &Lens, hmm: bool) -> ExplainedText {
        let found = lens.explain(&self.units, hmm);
        ExplainedText {
            text: decode_utf16_lossy(self.given),
            start: self.start,
            candidates: found.candidates.iter().map(|candidate| self.candidate(candidate)).collect(),
            tokens: found.pieces.iter().map(|explained| self.piece(lens, explained)).collect(),
            weight: found.weight,
        }
    }

    fn spelling(&self, start: u32, end: u32) -> &[u16] {
        &self.units[start as usize..end as usize]
    }

    fn candidate(&self, candidate: &Candidate) -> CandidateRow {
        CandidateRow {
            start: self.offsets.start(candidate.start),
            end: self.offsets.end(candidate.end),
            word: decode_utf16_lossy(self.spelling(candidate.start, candidate.end)),
            frequency: candidate.frequency,
            weight: candidate.weight,
            source: candidate.source,
        }
    }

    fn piece(&self, lens: &Lens, explained: &ExplainedPiece) -> PieceRow {
        let Piece { start, end, word } = explained.piece;
        let spelling = self.spelling(start, end);
        let is_token = explained.source != PieceSource::Gap;
        PieceRow {
            start: self.offsets.start(start),
            end: self.offsets.end(end),
            word: decode_utf16_lossy(spelling),
            tag: if is_token { lens.tag_of(word, spelling) } else { "x" }.to_owned(),
            kind: is_token.then(|| TokenKind::of(spelling)),
            source: explained.source,
            weight: explained.weight,
        }
    }
}

fn check_length(units: usize) -> Result<()> {
    if units <= MAX_UNITS {
        return Ok(());
    }
    let detail = format!("at most {MAX_UNITS} UTF-16 code units are explained, and it has {units}");
    Err(Error::new(Kind::TooLarge, "text", detail))
}

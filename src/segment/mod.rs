//! Text to tokens: the dictionary, the route, unknown words, user words, modes.

/// One token as the segmenter gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Where it starts, in UTF-16 code units of the text.
    pub start: u32,
    /// Where it ends (exclusive), in UTF-16 code units of the text.
    pub end: u32,
    /// The dictionary's number for the word; [`Piece::UNKNOWN`] when the dictionary lacks it.
    pub word: u32,
}

impl Piece {
    /// The word number of a token that is not in the compiled dictionary.
    pub const UNKNOWN: u32 = u32::MAX;
}

/// Cuts text into words.
#[derive(Debug)]
pub struct Segmenter;

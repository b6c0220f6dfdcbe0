//! Who receives the pieces of a text.

/// One token as the segmenter gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Where it starts, in UTF-16 code units of the text.
    pub start: u32,
    /// Where it ends (exclusive), in UTF-16 code units of the text.
    pub end: u32,
    /// The dictionary's number for the word; [`Piece::UNKNOWN`] when the compiled dictionary lacks it.
    pub word: u32,
}

impl Piece {
    /// The word number of a token that is not in the compiled dictionary.
    pub const UNKNOWN: u32 = u32::MAX;
}

/// Receives the pieces of a text in order.
pub trait Sink {
    /// A token: something that is counted.
    fn token(&mut self, piece: Piece);

    /// From `start` to `end` the text is cut as one block by the dictionary's route. It comes before the pieces in it.
    #[inline(always)]
    fn block(&mut self, start: u32, end: u32) {
        let _ = (start, end);
    }

    /// Whether it can take tokens back: what cuts then gives each character that the route left single at once, and takes
    /// a run of them back if the model of unknown words joins some. That is faster than to wait for the run's end.
    #[inline(always)]
    fn retracts(&self) -> bool {
        false
    }

    /// Takes the last tokens back. Only one that [`retracts`](Self::retracts) is asked to.
    fn retract(&mut self, count: usize) {
        let _ = count;
    }

    /// What lies between tokens, from `start` to `end` in UTF-16 code units: white space, punctuation, symbols.
    /// One gap may come in several calls.
    fn gap(&mut self, start: u32, end: u32) {
        let _ = (start, end);
    }
}

impl<F: FnMut(Piece)> Sink for F {
    #[inline(always)]
    fn token(&mut self, piece: Piece) {
        self(piece);
    }
}

/// A sink behind a pointer. The code that cuts is made anew for each type of sink; those who are seldom asked share one.
pub(crate) struct Shared<'a>(pub(crate) &'a mut dyn Sink);

impl Sink for Shared<'_> {
    fn token(&mut self, piece: Piece) {
        self.0.token(piece);
    }

    fn block(&mut self, start: u32, end: u32) {
        self.0.block(start, end);
    }

    fn gap(&mut self, start: u32, end: u32) {
        self.0.gap(start, end);
    }
}

//! A corpus that is cut in several places at once: stretches are handed out, cut by other engines in any order, and
//! taken in one after another. So every figure is what one engine alone would give (law 5).

use super::{Corpus, Document, STRIDE, Token, Uncounted, place_in_original, reserve_tokens};
use crate::lens::Lens;
use crate::options::CutOptions;
use crate::segment::Piece;
use crate::text::normalise::{Changed, Normaliser, Stretch};

/// Longer stretches, as of a text without an end of a line or of a sentence, are not handed out: whoever cuts one
/// cannot be given up in the middle of it.
const LONGEST: usize = 1 << 21;

/// A stretch of a document that is cut elsewhere.
#[derive(Debug, Clone)]
pub(super) struct Handed {
    document: usize,
    /// Where it begins in the text.
    start: usize,
    stretch: Stretch,
}

/// What there is to do for those who cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// The UTF-16 code units of a stretch.
    Cut(Vec<u16>),
    /// Nothing yet: ask again.
    Soon,
    /// Nothing any more: all is handed out, or the rest is for [`Corpus::step`].
    None,
}

impl Corpus {
    /// Hands out the next stretch of the text. Its tokens have to be given back with [`take_in`](Self::take_in), those
    /// of all stretches in the order in which they were handed out.
    ///
    /// ```
    /// use hanlens::{Corpus, CutOptions, Lens, Work, cut_stretch};
    /// let lens = Lens::from_lists("北京 34488 ns\n大学 20025 n\n", "")?;
    /// let mut corpus = Corpus::new(CutOptions::default());
    /// corpus.push_str("sample", "北京大学。")?;
    /// let Work::Cut(units) = corpus.hand_out(&lens) else { panic!("there is a text") };
    /// assert_eq!(corpus.hand_out(&lens), Work::None);
    /// assert!(corpus.take_in(&lens, &cut_stretch(&lens, &units, corpus.options())));
    /// assert!(corpus.progress().finished());
    /// assert_eq!(corpus.token_count(), 2);
    /// # Ok::<(), hanlens::Error>(())
    /// ```
    pub fn hand_out(&mut self, lens: &Lens) -> Work {
        // A user word with punctuation in it might go across the end of a stretch.
        if lens.user_words().has_literals() {
            return Work::None;
        }
        while self.documents.get(self.next.0).is_some_and(|document| document.text.len() == self.next.1) {
            self.next = (self.next.0 + 1, 0);
            self.normaliser = Normaliser::default();
        }
        let (index, start) = self.next;
        if index == self.documents.len() {
            return Work::None;
        }
        if !self.prepare(lens, index, STRIDE) {
            return Work::Soon;
        }
        let folder = lens.folder(self.text_options.fold);
        let Document { text, healed, .. } = &mut self.documents[index];
        let Some(stretch) = self.normaliser.hand_out(text, start, LONGEST, &folder, healed) else {
            return Work::None;
        };
        self.next.1 = stretch.end;
        let handed = Handed { document: index, start, stretch };
        let units = handed.units(text).to_vec();
        self.handed.push_back(handed);
        Work::Cut(units)
    }

    /// Takes in the tokens of the stretch that was handed out first: (start, end, word) of each, as [`cut_stretch`]
    /// gives them. Says whether they can be those of that stretch; if not, nothing has changed.
    pub fn take_in(&mut self, lens: &Lens, tokens: &[u32]) -> bool {
        let Some(Handed { document, start, stretch }) = self.handed.front() else { return false };
        let length = stretch.changed.as_ref().map_or(stretch.end - start, |changed| changed.units.len());
        let (pieces, rest) = tokens.as_chunks::<3>();
        let known = |word: u32| word == Piece::UNKNOWN || (word as usize) < lens.word_id_bound();
        let fits = |&[from, to, word]: &[u32; 3]| from < to && to as usize <= length && known(word);
        if !rest.is_empty() || !pieces.iter().all(fits) {
            return false;
        }
        let Document { text, tokens, flow, .. } = &mut self.documents[*document];
        flow.take();
        reserve_tokens(tokens, *start, text.len());
        self.token_count += pieces.len();
        self.done += stretch.end - start;
        let before = tokens.len();
        tokens.extend(pieces.iter().map(|&[start, end, term]| Token { start, end, term }));
        let new = &mut tokens[before..];
        match &stretch.changed {
            None => {
                self.terms.count_tokens(lens, new, &text[*start..stretch.end]);
                let offset = *start as u32;
                new.iter_mut().for_each(|token| (token.start, token.end) = (token.start + offset, token.end + offset));
            }
            Some(Changed { units, offsets, .. }) => {
                self.terms.count_tokens(lens, new, units);
                place_in_original(new, offsets);
            }
        }
        if stretch.end == text.len() {
            tokens.shrink_to_fit();
        }
        self.handed.pop_front();
        true
    }

    /// Cuts the stretch that was handed out first and takes it in; says whether there was one.
    pub fn take_back(&mut self, lens: &Lens) -> bool {
        let Some(handed) = self.handed.front() else { return false };
        let tokens = cut_stretch(lens, handed.units(&self.documents[handed.document].text), self.options);
        self.take_in(lens, &tokens)
    }
}

impl Handed {
    /// What is to be cut.
    fn units<'a>(&'a self, text: &'a [u16]) -> &'a [u16] {
        self.stretch.changed.as_ref().map_or(&text[self.start..self.stretch.end], |changed| &changed.units)
    }
}

/// Cuts a stretch that was handed out: (start, end, word) of each token.
pub fn cut_stretch(lens: &Lens, units: &[u16], options: CutOptions) -> Vec<u32> {
    let mut tokens = Vec::with_capacity(units.len() / 2);
    lens.cut_tokens(units, 0, units.len(), options, &mut Uncounted(&mut tokens));
    tokens.iter().flat_map(|&Token { start, end, term }| [start, end, term]).collect()
}

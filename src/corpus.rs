//! Documents, their tokens, and the term table that they share.

use crate::analysis::flow::Flow;
use crate::dictionary::Dictionary;
use crate::error::{Error, Kind, Result};
use crate::lens::{Lens, tag_of};
use crate::options::{CutOptions, TextOptions};
use crate::segment::{Piece, Sink};
use crate::text::normalise::{Changed, Normaliser, Stretch};
use crate::text::{Break, Folder, Healed, Offsets, TokenKind, decode_utf16_lossy, paragraphs_unless, sentences_unless};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use std::sync::{Arc, OnceLock};

mod recent;
mod terms_by_word;
mod together;

pub use together::{Work, cut_stretch};

use recent::Recent;
use terms_by_word::{Number, TermsByWord};

/// One occurrence of a term in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it starts, in UTF-16 code units of the document's text.
    pub start: u32,
    /// Where it ends (exclusive), in UTF-16 code units of the document's text.
    pub end: u32,
    /// Which term it is: an index into the corpus's [`TermTable`].
    pub term: u32,
}

/// Takes tokens that are not counted yet: `term` is the dictionary's number for now. The one sink of all that counts,
/// because the precise cut is compiled anew for each.
struct Uncounted<'a>(&'a mut Vec<Token>);

impl Sink for Uncounted<'_> {
    #[inline(always)]
    fn token(&mut self, piece: Piece) {
        self.0.push(Token { start: piece.start, end: piece.end, term: piece.word });
    }

    #[inline(always)]
    fn retracts(&self) -> bool {
        true
    }

    #[inline(always)]
    fn retract(&mut self, count: usize) {
        self.0.truncate(self.0.len() - count);
    }
}

/// One text with its tokens.
#[derive(Debug, Clone)]
pub struct Document {
    name: String,
    /// Shared with the corpora that [`Corpus::restarted`] makes; nothing ever writes to it.
    text: Arc<Vec<u16>>,
    tokens: Vec<Token>,
    /// Made when it is first asked for.
    flow: OnceLock<Flow>,
    healed: Healed,
}

impl Document {
    fn new(name: String, text: Arc<Vec<u16>>, options: TextOptions) -> Document {
        Document { name, text, tokens: Vec::new(), flow: OnceLock::new(), healed: Healed::new(options.heal) }
    }

    /// The name that the caller gave, such as a file name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text as it was given, in UTF-16 code units (lone surrogates kept).
    pub fn text(&self) -> &[u16] {
        &self.text
    }

    /// The tokens in the order in which the mode gives them: by their start and disjoint in precise mode; in the
    /// others a word's shorter parts come beside it and overlap it.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The sentences, and what stands before each token. The first call takes one pass over the text; what it makes
    /// takes a byte a token and four a sentence.
    pub(crate) fn flow(&self) -> &Flow {
        self.flow.get_or_init(|| Flow::new(&self.text, &self.tokens, |at| self.is_wrap(at)))
    }

    /// Whether the line break at this place is a wrap that was healed.
    pub(crate) fn is_wrap(&self, at: usize) -> bool {
        self.healed.is_wrap(at)
    }

    /// The ends of the sentences, as [`sentences`](crate::text::sentences) gives them, with healed wraps inside them.
    pub fn sentences(&self) -> Vec<u32> {
        sentences_unless(&self.text, |at| self.is_wrap(at))
    }

    /// The ends of the paragraphs, as [`paragraphs`](crate::text::paragraphs) gives them, with healed wraps inside them.
    pub fn paragraphs(&self) -> Vec<u32> {
        paragraphs_unless(&self.text, |at| self.is_wrap(at))
    }

    /// What was taken out of the text before it was cut. A token may have such a range inside.
    pub fn healed(&self) -> &Healed {
        &self.healed
    }
}

/// The distinct terms of a corpus in the order of their first token, with their counts.
///
/// Columns rather than rows: a table of a million terms stays a handful of allocations, and a column
/// crosses to JavaScript as one typed array.
#[derive(Debug, Clone, Default)]
pub struct TermTable {
    spelling: Vec<u16>,
    ends: Vec<u32>,
    counts: Vec<u32>,
    kinds: Vec<TokenKind>,
    /// The tags that the user gave, by term.
    own_tags: FxHashMap<u32, Box<str>>,
    /// All tags, once they have been asked for: those of the dictionary take time to unpack.
    tags: OnceLock<Tags>,
    dictionary: Option<Arc<Dictionary>>,
    /// For a dictionary word, its place in the dictionary; [`Piece::UNKNOWN`] for any other.
    words: Vec<u32>,
    by_word: TermsByWord,
    by_spelling: FxHashMap<Box<[u16]>, u32>,
    recent: Recent,
}

impl TermTable {
    /// How many distinct terms (types) there are.
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// Whether there is no term at all.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The term's spelling in UTF-16 code units.
    ///
    /// # Panics
    /// If `term` is not below [`len`](Self::len), as for every method here that takes a term.
    pub fn spelling(&self, term: u32) -> &[u16] {
        let term = term as usize;
        let start = if term == 0 { 0 } else { self.ends[term - 1] as usize };
        &self.spelling[start..self.ends[term] as usize]
    }

    /// The term's spelling; a lone surrogate shows as U+FFFD.
    pub fn word(&self, term: u32) -> String {
        decode_utf16_lossy(self.spelling(term))
    }

    /// How many tokens of this term the corpus has.
    pub fn count(&self, term: u32) -> u32 {
        self.counts[term as usize]
    }

    /// All counts, by term.
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// What kind of token the term is.
    pub fn kind(&self, term: u32) -> TokenKind {
        self.kinds[term as usize]
    }

    /// The part-of-speech tag in jieba's (ICTCLAS) tag set; `x` when it is not known.
    pub fn tag(&self, term: u32) -> &str {
        let known = |dictionary| tag_of(dictionary, self.words[term as usize], self.spelling(term));
        let own = self.own_tags.get(&term).map(|tag| &**tag);
        own.or_else(|| self.dictionary.as_deref().map(known)).unwrap_or("x")
    }

    /// The tags by number, in the order of their first term: what [`tag_ids`](Self::tag_ids) points into.
    pub fn tag_names(&self) -> &[String] {
        &self.all_tags().names
    }

    /// The number of each term's tag.
    pub fn tag_ids(&self) -> &[u8] {
        &self.all_tags().ids
    }

    /// The number of the tag of each of these terms, and the tags that the numbers point into. What a page of a table
    /// shows is far less than all terms.
    pub fn tags_of(&self, terms: &[u32]) -> (Vec<u8>, Vec<String>) {
        let Tags { ids, names } = self.collect_tags(terms.iter().copied());
        (ids, names)
    }

    fn all_tags(&self) -> &Tags {
        self.tags.get_or_init(|| self.collect_tags(0..self.len() as u32))
    }

    fn collect_tags(&self, terms: impl Iterator<Item = u32>) -> Tags {
        let mut tags = Tags::default();
        terms.for_each(|term| tags.push(self.tag(term)));
        tags
    }

    /// The term spelt `spelling`, if the corpus has it. Takes time in proportion to its length, not to the table.
    pub fn find(&self, lens: &Lens, spelling: &[u16]) -> Option<u32> {
        let by_word = lens.word_id(spelling).and_then(|word| self.term_of_word(word));
        by_word.or_else(|| self.by_spelling.get(spelling).copied())
    }

    fn term_of_word(&self, word: u32) -> Option<u32> {
        self.by_word.get(word)
    }

    /// Counts tokens that were just cut, of which `term` is still the dictionary's number, and gives them their terms.
    ///
    /// A pass of its own, because counting in the midst of cutting took twice the time.
    fn count_tokens(&mut self, lens: &Lens, tokens: &mut [Token], text: &[u16]) {
        let mut rest = tokens;
        while let Some((first, others)) = self.count_known(rest).split_first_mut() {
            first.term = self.term_of_new(lens, first, text);
            self.counts[first.term as usize] += 1;
            rest = others;
        }
    }

    /// Counts tokens up to the first that is not a word of the dictionary which was seen before, and gives the rest.
    #[inline(always)]
    fn count_known<'a>(&mut self, tokens: &'a mut [Token]) -> &'a mut [Token] {
        match &self.by_word {
            TermsByWord::Narrow(by_word) => count_known(by_word, &mut self.counts, tokens),
            TermsByWord::Wide(by_word) => count_known(by_word, &mut self.counts, tokens),
        }
    }

    #[cold]
    #[inline(never)]
    fn term_of_new(&mut self, lens: &Lens, token: &Token, text: &[u16]) -> u32 {
        let (spelling, word) = (&text[token.start as usize..token.end as usize], token.term);
        if word != Piece::UNKNOWN {
            return self.push_word(lens, word, spelling);
        }
        let key = Recent::key(spelling);
        if let Some(term) = key.and_then(|key| self.recent.get(key)) {
            return term;
        }
        let term = self.term_of_spelling(lens, spelling);
        if let Some(key) = key {
            self.recent.set(key, term);
        }
        term
    }

    /// The term of a spelling for which the cut has no word of the dictionary.
    fn term_of_spelling(&mut self, lens: &Lens, spelling: &[u16]) -> u32 {
        if let Some(&term) = self.by_spelling.get(spelling) {
            return term;
        }
        // The rules for letters ask no dictionary, and what they cut may be a word of it all the same.
        let term = match lens.word_id(spelling) {
            Some(word) => self.term_of_word(word).unwrap_or_else(|| self.push_word(lens, word, spelling)),
            None => self.push(lens, Piece::UNKNOWN, spelling),
        };
        self.by_spelling.insert(spelling.into(), term);
        term
    }

    /// The new term of a word of the dictionary.
    fn push_word(&mut self, lens: &Lens, word: u32, spelling: &[u16]) -> u32 {
        let term = self.push(lens, word, spelling);
        self.by_word.set(word, term, lens.word_id_bound());
        term
    }

    fn push(&mut self, lens: &Lens, word: u32, spelling: &[u16]) -> u32 {
        let term = self.counts.len() as u32;
        self.spelling.extend_from_slice(spelling);
        self.ends.push(self.spelling.len() as u32);
        self.counts.push(0);
        self.by_word.hold(self.counts.len());
        self.kinds.push(TokenKind::of(spelling));
        self.words.push(word);
        self.dictionary.get_or_insert_with(|| lens.dictionary());
        if let Some(tag) = lens.own_tag(spelling) {
            self.own_tags.insert(term, tag.into());
        }
        self.tags.take();
        term
    }
}

/// The tags of all terms.
#[derive(Debug, Clone, Default)]
struct Tags {
    ids: Vec<u8>,
    names: Vec<String>,
}

impl Tags {
    fn push(&mut self, name: &str) {
        let found = self.names.iter().position(|known| known == name);
        // 255 distinct tags is far above jieba's 55; a user's dictionary that invents more shares the last.
        let number = found.unwrap_or_else(|| {
            if self.names.len() < 255 {
                self.names.push(name.to_owned());
            }
            self.names.len() - 1
        });
        self.ids.push(number as u8);
    }
}

#[inline(always)]
fn count_known<'a, N: Number>(by_word: &[N], counts: &mut [u32], tokens: &'a mut [Token]) -> &'a mut [Token] {
    let mut known = 0;
    for token in tokens.iter_mut() {
        // What is absent is beyond all terms.
        let Some(term) = by_word.get(token.term as usize).map(|term| term.index()) else { break };
        let Some(count) = counts.get_mut(term) else { break };
        *count += 1;
        token.term = term as u32;
        known += 1;
    }
    &mut tokens[known..]
}

/// How many units are cut before the room for tokens is looked at again.
const STRIDE: usize = 1 << 17;

/// Makes room for the tokens of the next stride, and at once for all that the text so far lets expect: doubling, as a
/// vector does by itself, would hold twice the memory of a large text at the worst moment.
fn reserve_tokens(tokens: &mut Vec<Token>, done: usize, total: usize) {
    let next = STRIDE.min(total - done);
    let expected = match done {
        // Prose has 1.6 to 2 characters a token. A vector that had to grow would leave a hole behind.
        0 => next * 5 / 8 + 8,
        _ => (tokens.len() as f64 / done as f64 * (total - done) as f64 * 1.02) as usize + next / 8,
    };
    let room = tokens.capacity() - tokens.len();
    let soon = expected.min(next);
    if room < soon {
        tokens.reserve_exact(expected);
    }
}

/// Brings tokens of a text in which something was changed to their places in the original.
fn place_in_original(tokens: &mut [Token], offsets: &Offsets) {
    for token in tokens {
        (token.start, token.end) = (offsets.start(token.start), offsets.end(token.end));
    }
}

/// How far an analysis has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// UTF-16 code units analysed so far, over all documents.
    pub done: usize,
    /// UTF-16 code units of all documents.
    pub total: usize,
}

impl Progress {
    /// Whether nothing is left to do.
    pub fn finished(self) -> bool {
        self.done == self.total
    }
}

/// Documents with their tokens and one shared [`TermTable`].
///
/// ```
/// use hanlens::{Corpus, CutOptions, Lens};
/// let lens = Lens::from_lists("北京 34488 ns\n清华大学 2053 nt\n来到 4211 v\n", "")?;
/// let mut corpus = Corpus::new(CutOptions::default());
/// corpus.push_str("sample", "我来到北京清华大学。北京很大。")?;
/// corpus.analyze(&lens);
/// let beijing = corpus.terms().find(&lens, &"北京".encode_utf16().collect::<Vec<_>>()).unwrap();
/// assert_eq!(corpus.terms().count(beijing), 2);
/// # Ok::<(), hanlens::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Corpus {
    options: CutOptions,
    text_options: TextOptions,
    documents: Vec<Document>,
    terms: TermTable,
    /// Where the analysis stands: a document and the code unit in it before which all is cut.
    next: (usize, usize),
    /// Makes the document ready at which the analysis stands.
    normaliser: Normaliser,
    /// The stretches that are cut elsewhere, in the order of the text.
    handed: VecDeque<together::Handed>,
    done: usize,
    token_count: usize,
}

impl Corpus {
    /// The longest text of one document, in UTF-16 code units: offsets are 32-bit.
    pub const MAX_DOCUMENT_UNITS: usize = u32::MAX as usize - 1;

    /// An empty corpus whose documents will be cut with `options` as they stand: nothing is healed or folded.
    pub fn new(options: CutOptions) -> Self {
        Corpus::with_text_options(options, TextOptions::UNTOUCHED)
    }

    /// An empty corpus whose documents will be made ready as `text_options` say and then cut with `options`.
    ///
    /// ```
    /// use hanlens::{Corpus, CutOptions, Heal, Lens, TextOptions};
    /// let lens = Lens::from_lists("天气 100 n\n真好 100 a\n", "")?;
    /// let text_options = TextOptions { heal: Heal::On, ..TextOptions::default() };
    /// let mut corpus = Corpus::with_text_options(CutOptions::default(), text_options);
    /// corpus.push_str("wrapped", "我觉得今天的天\n气真好")?;
    /// corpus.analyze(&lens);
    /// let weather = corpus.terms().find(&lens, &"天气".encode_utf16().collect::<Vec<_>>()).unwrap();
    /// let token = corpus.documents()[0].tokens().iter().find(|token| token.term == weather).unwrap();
    /// assert_eq!((token.start, token.end), (6, 9));
    /// # Ok::<(), hanlens::Error>(())
    /// ```
    pub fn with_text_options(options: CutOptions, text_options: TextOptions) -> Self {
        Corpus {
            options,
            text_options,
            documents: Vec::new(),
            terms: TermTable::default(),
            next: (0, 0),
            normaliser: Normaliser::default(),
            handed: VecDeque::new(),
            done: 0,
            token_count: 0,
        }
    }

    /// Adds a document, not yet analysed, and returns its index.
    ///
    /// # Errors
    /// [`Kind::TooLarge`] when the text has more than [`MAX_DOCUMENT_UNITS`](Self::MAX_DOCUMENT_UNITS).
    pub fn push(&mut self, name: impl Into<String>, text: Vec<u16>) -> Result<usize> {
        if text.len() > Self::MAX_DOCUMENT_UNITS {
            let detail = format!(
                "a document holds at most {} UTF-16 code units, this one has {}",
                Self::MAX_DOCUMENT_UNITS,
                text.len()
            );
            return Err(Error::new(Kind::TooLarge, "text", detail));
        }
        self.documents.push(Document::new(name.into(), Arc::new(text), self.text_options));
        Ok(self.documents.len() - 1)
    }

    /// [`push`](Self::push) for a Rust string.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub fn push_str(&mut self, name: impl Into<String>, text: &str) -> Result<usize> {
        self.push(name, text.encode_utf16().collect())
    }

    /// Analyses about `budget` more UTF-16 code units and says how far it has come. The end of a step is
    /// always a place where no word can cross, so the size of the steps changes no token.
    pub fn step(&mut self, lens: &Lens, budget: usize) -> Progress {
        while self.take_back(lens) {}
        let (mut index, mut from) = self.next;
        let mut left = budget.max(1);
        let folder = lens.folder(self.text_options.fold);
        while left > 0 && index < self.documents.len() {
            if !self.prepare(lens, index, left) {
                left = 0;
                continue;
            }
            let to = self.cut(lens, &folder, index, from, left.min(STRIDE));
            self.done += to - from;
            left = left.saturating_sub(to - from);
            from = to;
            let Document { text, tokens, .. } = &mut self.documents[index];
            if to == text.len() {
                tokens.shrink_to_fit();
                self.normaliser = Normaliser::default();
                (index, from) = (index + 1, 0);
            }
        }
        self.next = (index, from);
        self.progress()
    }

    /// Learns what is to be healed in a document, and says whether that is known: the document is read for it once or
    /// twice, which is many times faster than to cut it.
    fn prepare(&mut self, lens: &Lens, index: usize, budget: usize) -> bool {
        const FASTER: usize = 16;
        let text = &self.documents[index].text;
        let crosses = |found: &Break| lens.word_goes_across(text, found);
        self.normaliser.prepare(text, self.text_options.heal, budget.saturating_mul(FASTER), &crosses)
    }

    /// Cuts `budget` units of a document or a little more, and returns where it stopped.
    fn cut(&mut self, lens: &Lens, folder: &Folder, index: usize, from: usize, budget: usize) -> usize {
        let Document { text, tokens, flow, healed, .. } = &mut self.documents[index];
        flow.take();
        reserve_tokens(tokens, from, text.len());
        let (terms, before) = (&mut self.terms, tokens.len());
        let mut stretch = self.normaliser.stretch(text, from, folder, healed);
        let (end, changed) = match &mut stretch {
            None => (text.len(), None),
            Some(Stretch { end, changed }) => (*end, changed.as_mut()),
        };
        let (units, offsets, at) = match &changed {
            None => (&text[..end], None, from),
            Some(Changed { units, offsets, done }) => (units.as_slice(), Some(offsets), *done),
        };
        let done = lens.cut_tokens(units, at, budget, self.options, &mut Uncounted(tokens));
        let new = &mut tokens[before..];
        terms.count_tokens(lens, new, units);
        if let Some(offsets) = offsets {
            place_in_original(new, offsets);
        }
        let to = match offsets {
            None => done,
            Some(_) if done == units.len() => end,
            Some(offsets) => offsets.start(done as u32) as usize,
        };
        if let Some(changed) = changed {
            changed.done = done;
        }
        self.token_count += tokens.len() - before;
        to
    }

    /// Analyses all that is left.
    pub fn analyze(&mut self, lens: &Lens) {
        while !self.step(lens, usize::MAX).finished() {}
    }

    /// A corpus of the same documents, not yet analysed, to be cut with other options or after a change of the
    /// user words. The texts are shared, not copied, and this corpus keeps its figures: it can answer until the
    /// new one has come to its end, or stay when that one is given up.
    pub fn restarted(&self, options: CutOptions) -> Corpus {
        self.restarted_with(options, self.text_options)
    }

    /// [`restarted`](Self::restarted), made ready in another way too.
    pub fn restarted_with(&self, options: CutOptions, text_options: TextOptions) -> Corpus {
        let again =
            |document: &Document| Document::new(document.name.clone(), Arc::clone(&document.text), text_options);
        let documents = self.documents.iter().map(again).collect();
        Corpus { documents, ..Corpus::with_text_options(options, text_options) }
    }

    /// How far the analysis has come.
    pub fn progress(&self) -> Progress {
        let total = self.documents.iter().map(|document| document.text.len()).sum();
        Progress { done: self.done, total }
    }

    /// The options that the documents are cut with.
    pub fn options(&self) -> CutOptions {
        self.options
    }

    /// How the documents are made ready for the cut.
    pub fn text_options(&self) -> TextOptions {
        self.text_options
    }

    /// The documents in the order in which they were added.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// The terms of all documents.
    pub fn terms(&self) -> &TermTable {
        &self.terms
    }

    /// How many tokens all documents have: the N of every relative frequency.
    pub fn token_count(&self) -> usize {
        self.token_count
    }

    /// The frequency of `count` tokens in a million of this corpus's tokens; 0 for an empty corpus.
    ///
    /// per million = 10⁶ · f / N
    pub fn per_million(&self, count: u32) -> f64 {
        if self.token_count == 0 { 0.0 } else { 1e6 * f64::from(count) / self.token_count as f64 }
    }
}

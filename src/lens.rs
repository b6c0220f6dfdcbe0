//! The engine: a dictionary, the reader's own words, and the ways to cut text with them.

use crate::dictionary::{Dictionary, FoldTables, Idf, compile};
use crate::error::{Error, Kind, Result};
use crate::options::{CutOptions, Fold, Mode};
use crate::segment::{Explanation, NewUserWord, Piece, Segmenter, Shared, Sink, UserWord, UserWords};
use crate::text::{Break, Folder, TokenKind, is_han};
use std::sync::Arc;

/// The engine: a dictionary, the reader's own words, and the ways to cut text with them.
///
/// ```
/// use hanlens::{CutOptions, Lens};
/// let lens = Lens::from_lists("北京 34488 ns\n大学 20025 n\n", "")?;
/// let text: Vec<u16> = "北京大学。".encode_utf16().collect();
/// let words: Vec<String> =
///     lens.cut(&text, CutOptions::default()).iter().map(|piece| lens.spell(&text, piece)).collect();
/// assert_eq!(words, ["北京", "大学", "。"]);
/// # Ok::<(), hanlens::Error>(())
/// ```
#[derive(Debug)]
pub struct Lens {
    segmenter: Segmenter,
    idf: Option<Idf>,
    fold: Option<FoldTables>,
}

/// What an engine was made of: with the options, enough to repeat an analysis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Info {
    /// The version of this crate.
    pub version: &'static str,
    /// The hash (XXH3, 64 bits) of the dictionary's contents, 16 hexadecimal digits.
    pub dictionary_hash: String,
    /// How many words the compiled dictionary has.
    pub dictionary_words: usize,
}

impl Lens {
    /// Makes an engine from the bytes of a compiled dictionary (`hanlens.dict`).
    ///
    /// # Errors
    /// [`Kind::BadDictionary`](crate::Kind::BadDictionary) when the bytes are not a whole dictionary of this version.
    pub fn new(dictionary: &[u8]) -> Result<Lens> {
        Lens::from_file(dictionary.to_vec())
    }

    /// [`new`](Self::new) for bytes that nobody else needs: they are kept and not copied.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn from_file(dictionary: Vec<u8>) -> Result<Lens> {
        Ok(Lens { segmenter: Segmenter::new(Dictionary::load(dictionary)?), idf: None, fold: None })
    }

    /// Makes an engine from lists as jieba has them: `word frequency tag` and `word value` a line.
    ///
    /// # Errors
    /// As [`compile`].
    pub fn from_lists(words: &str, idf: &str) -> Result<Lens> {
        let files = compile(words, idf)?;
        let mut lens = Lens::new(&files.words)?;
        lens.load_idf(&files.idf)?;
        Ok(lens)
    }

    /// Loads the inverse document frequencies (`hanlens-idf.dict`) that TF-IDF keywords need.
    ///
    /// # Errors
    /// [`Kind::BadDictionary`](crate::Kind::BadDictionary) when the bytes are damaged or belong to another dictionary.
    pub fn load_idf(&mut self, bytes: &[u8]) -> Result<()> {
        self.idf = Some(Idf::load(bytes, self.segmenter.dictionary())?);
        Ok(())
    }

    /// The inverse document frequency of a word, a natural logarithm; `None` when the word is not in the table or no
    /// table is loaded.
    pub fn idf(&self, spelling: &[u16]) -> Option<f64> {
        self.idf.as_ref()?.of(self.word_id(spelling), spelling)
    }

    /// The median of the loaded table (the upper one for an even length, as Python jieba takes it): the value for
    /// words that the table lacks. `None` when no table is loaded.
    pub fn median_idf(&self) -> Option<f64> {
        self.idf.as_ref().map(Idf::median)
    }

    /// What the engine was made of.
    pub fn info(&self) -> Info {
        Info {
            version: env!("CARGO_PKG_VERSION"),
            dictionary_hash: format!("{:016x}", self.segmenter.dictionary().hash()),
            dictionary_words: self.segmenter.dictionary().word_count(),
        }
    }

    /// Cuts `text` from `from` on, `budget` UTF-16 code units or a little more, and gives each piece to `sink`.
    /// Returns where it stopped: the end of the text, or a place that no word crosses.
    pub fn cut_units<S: Sink>(
        &self,
        text: &[u16],
        from: usize,
        budget: usize,
        options: CutOptions,
        sink: &mut S,
    ) -> usize {
        self.segmenter.cut(text, from, budget, options, sink)
    }

    /// [`cut_units`](Self::cut_units) for counting: what jieba cuts though it is one thing is one token (addresses,
    /// grouped numbers, dates, times, names after `@`, tags between `#`; see `docs/tokens.md`).
    pub fn cut_tokens<S: Sink>(
        &self,
        text: &[u16],
        from: usize,
        budget: usize,
        options: CutOptions,
        sink: &mut S,
    ) -> usize {
        self.segmenter.cut_with_items(text, from, budget, options, sink)
    }

    /// All pieces of a text in order, white space and punctuation too, as jieba gives them. In precise mode they cover
    /// the text exactly once.
    pub fn cut(&self, text: &[u16], options: CutOptions) -> Vec<Piece> {
        let mut all = All(Vec::new());
        self.cut_units(text, 0, text.len(), options, &mut Shared(&mut all));
        all.0
    }

    /// [`cut`](Self::cut) with the tokens of an analysis in it, as [`cut_tokens`](Self::cut_tokens) gives them.
    pub(crate) fn cut_as_analysed(&self, text: &[u16], options: CutOptions) -> Vec<Piece> {
        let mut all = All(Vec::new());
        self.cut_tokens(text, 0, text.len(), options, &mut Shared(&mut all));
        all.0
    }

    /// The precise cut of a text with its reasons. Memory is in proportion to the text times the longest word.
    pub fn explain(&self, text: &[u16], hmm: bool) -> Explanation {
        self.segmenter.explain(text, hmm)
    }

    /// The text of a piece; a lone surrogate shows as U+FFFD.
    pub fn spell(&self, text: &[u16], piece: &Piece) -> String {
        crate::text::decode_utf16_lossy(&text[piece.start as usize..piece.end as usize])
    }

    /// The dictionary's number for a word, if the compiled dictionary has it.
    pub fn word_id(&self, spelling: &[u16]) -> Option<u32> {
        self.segmenter.find(spelling)
    }

    /// Every number that [`word_id`](Self::word_id) gives is below this.
    pub fn word_id_bound(&self) -> usize {
        self.segmenter.dictionary().slot_count()
    }

    /// The part-of-speech tag of a piece in jieba's (ICTCLAS) tag set: the user's own, else the dictionary's, else `m`
    /// for numbers, `eng` for letters, and `x` for what is not known.
    pub fn tag_of(&self, word: u32, spelling: &[u16]) -> &str {
        self.own_tag(spelling).unwrap_or_else(|| tag_of(self.segmenter.dictionary(), word, spelling))
    }

    /// The tag that the user gave a word.
    pub(crate) fn own_tag(&self, spelling: &[u16]) -> Option<&str> {
        self.user_words().get(spelling).map(|entry| entry.tag.as_str()).filter(|tag| !tag.is_empty())
    }

    pub(crate) fn dictionary(&self) -> Arc<Dictionary> {
        self.segmenter.shared_dictionary()
    }

    /// The user words.
    pub fn user_words(&self) -> &UserWords {
        self.segmenter.user_words()
    }

    /// Adds a user word or changes it, and returns its entry. A word that jieba could never find, because a character
    /// in it ends jieba's blocks (托马斯·曼), is matched as it stands before all else.
    ///
    /// # Errors
    /// [`Kind::BadUserWord`](crate::Kind::BadUserWord) when word, frequency or tag is outside its range.
    pub fn add_user_word(&mut self, word: &NewUserWord) -> Result<UserWord> {
        self.segmenter.add_user_word(word)
    }

    /// Takes a user word into use or out of it, and returns its entry. One that is out of use stays in the list, and the
    /// cut is as if it had been removed.
    ///
    /// # Errors
    /// [`Kind::BadUserWord`](crate::Kind::BadUserWord) when it is not among the user words.
    pub fn enable_user_word(&mut self, word: &str, enabled: bool) -> Result<UserWord> {
        self.segmenter.enable_user_word(word, enabled)
    }

    /// Adds the word that the parts make with the frequency of [`suggest_split`](Self::suggest_split), so that it falls
    /// apart, and returns its entry. A word that the unknown-word model makes comes back where the model is on and the
    /// dictionary has no such word.
    ///
    /// # Errors
    /// [`Kind::InvalidArgument`](crate::Kind::InvalidArgument) unless there are two parts or more, none of them empty;
    /// otherwise as [`add_user_word`](Self::add_user_word).
    pub fn split_user_word(&mut self, parts: &[&str]) -> Result<UserWord> {
        check_parts(parts)?;
        let frequency = Some(self.suggest_split(parts)?);
        self.add_user_word(&NewUserWord { word: parts.concat(), frequency, ..NewUserWord::default() })
    }

    /// The frequency with which a word falls apart: min(⌊total · Π(fᵢ / total)⌋, f) over the frequencies of the parts, f
    /// being that of the whole.
    ///
    /// # Errors
    /// [`Kind::InvalidArgument`](crate::Kind::InvalidArgument) unless there are two parts or more, none of them empty.
    pub fn suggest_split(&self, parts: &[&str]) -> Result<u32> {
        check_parts(parts)?;
        Ok(self.segmenter.suggest_split(parts))
    }

    /// Removes user words; the cut is then as if they had never been added. Returns how many were there.
    pub fn remove_user_words(&mut self, words: &[&str]) -> usize {
        self.segmenter.remove_user_words(words)
    }

    /// Takes these words in place of all that were there, and returns their entries.
    ///
    /// # Errors
    /// As [`add_user_word`](Self::add_user_word); the words of before are kept then.
    pub fn replace_user_words(&mut self, words: &[NewUserWord]) -> Result<Vec<UserWord>> {
        self.segmenter.replace_user_words(words)
    }

    /// Adds the lines of a jieba user dictionary (`word [frequency] [tag]`) and returns how many words it read.
    ///
    /// # Errors
    /// [`Kind::BadUserWord`](crate::Kind::BadUserWord) naming the first bad line; nothing has changed then.
    pub fn load_user_dictionary(&mut self, text: &str) -> Result<usize> {
        self.segmenter.load_user_dictionary(text)
    }

    /// The user words in jieba's own file format.
    pub fn save_user_dictionary(&self) -> String {
        self.segmenter.save_user_dictionary()
    }

    /// The frequency with which [`add_user_word`](Self::add_user_word) would add a word for which none is given:
    /// max(⌊total · Π(fᵢ / total)⌋ + 1, f) over the words it is cut into now, f being its own frequency or 1.
    pub fn suggest_frequency(&self, word: &str) -> u32 {
        self.segmenter.suggest_frequency(word)
    }
}

/// Keeps every piece, tokens and gaps.
struct All(Vec<Piece>);

impl Sink for All {
    fn token(&mut self, piece: Piece) {
        self.0.push(piece);
    }

    fn gap(&mut self, start: u32, end: u32) {
        self.0.push(Piece { start, end, word: Piece::UNKNOWN });
    }
}

/// What the stage between the text and the cut asks.
impl Lens {
    /// Loads the tables (`hanlens-fold.dict`) that folding needs for compatibility and simplified characters.
    ///
    /// # Errors
    /// [`Kind::BadDictionary`] when the bytes are damaged.
    pub fn load_fold(&mut self, bytes: &[u8]) -> Result<()> {
        self.fold = Some(FoldTables::load(bytes)?);
        Ok(())
    }

    /// Whether all is loaded that a way of folding needs. Without it, what needs the tables stays unfolded.
    ///
    /// # Errors
    /// [`Kind::WrongState`] when the tables are missing.
    pub fn check_fold(&self, fold: Fold) -> Result<()> {
        if self.fold.is_none() && (fold.compatibility || fold.simplified) {
            return Err(Error::new(Kind::WrongState, "fold", "the tables of characters are not loaded"));
        }
        Ok(())
    }

    pub(crate) fn folder(&self, fold: Fold) -> Folder<'_> {
        Folder::new(fold, self.fold.as_ref())
    }

    /// Whether a word of the dictionary or of the user goes across a break between two Chinese characters.
    pub(crate) fn word_goes_across(&self, text: &[u16], found: &Break) -> bool {
        const REACH: usize = 8;
        let han = |unit: &u16| char::from_u32((*unit).into()).is_some_and(is_han);
        let left = text[..found.start].iter().rev().take(REACH).take_while(|unit| han(unit)).count();
        let right = text[found.end..].iter().take(REACH).take_while(|unit| han(unit)).count();
        let joined = [&text[found.start - left..found.start], &text[found.end..found.end + right]].concat();
        let options = CutOptions { mode: Mode::Precise, hmm: false };
        let crosses = |piece: &Piece| (piece.start as usize) < left && left < piece.end as usize;
        self.cut(&joined, options).iter().any(crosses)
    }
}

fn check_parts(parts: &[&str]) -> Result<()> {
    if parts.len() < 2 || parts.iter().any(|part| part.is_empty()) {
        let detail = format!("must be two texts or more, none of them empty, and is {parts:?}");
        return Err(Error::new(Kind::InvalidArgument, "parts", detail));
    }
    Ok(())
}

/// The tag of a piece to which the user gave none.
pub(crate) fn tag_of<'a>(dictionary: &'a Dictionary, word: u32, spelling: &[u16]) -> &'a str {
    match word {
        Piece::UNKNOWN => guessed_tag(spelling),
        slot => Some(dictionary.tag(slot)).filter(|tag| !tag.is_empty()).unwrap_or_else(|| guessed_tag(spelling)),
    }
}

fn guessed_tag(spelling: &[u16]) -> &'static str {
    let ascii = |test: fn(&u8) -> bool| move |&unit: &u16| u8::try_from(unit).is_ok_and(|byte| test(&byte));
    if spelling.iter().any(ascii(u8::is_ascii_alphabetic)) {
        return "eng";
    }
    match TokenKind::of(spelling) {
        _ if spelling.iter().any(ascii(u8::is_ascii_digit)) => "m",
        TokenKind::Letters if has_letter(spelling) => "eng",
        TokenKind::Number => "m",
        _ => "x",
    }
}

/// White space and punctuation have no kind of their own, and none is a letter.
fn has_letter(spelling: &[u16]) -> bool {
    char::decode_utf16(spelling.iter().copied()).any(|c| c.is_ok_and(char::is_alphabetic))
}

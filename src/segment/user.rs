//! The reader's own words: a second, small trie that is walked beside the dictionary's and overrules it.

use super::segmenter::Segmenter;
use crate::dictionary::MAX_LENGTH;
use crate::error::{Error, Kind, Result};
use crate::options::{CutOptions, Mode};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// A word of the reader's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UserWord {
    /// The word.
    pub word: String,
    /// How often it is taken to occur, on the dictionary's scale; 0 means that it is never cut as a word.
    pub frequency: u32,
    /// Its part of speech; empty when none was given.
    pub tag: String,
    /// Whether it is in use. A word that is not stays in the list, and the cut is as if it were not there.
    pub enabled: bool,
}

/// A user word as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewUserWord {
    /// The word: 1 to 255 UTF-16 code units, not white space alone, without line breaks.
    pub word: String,
    /// The frequency, at most [`UserWords::MAX_FREQUENCY`]; unless given, one just high enough to keep the word whole.
    #[serde(default)]
    pub frequency: Option<u32>,
    /// Its part of speech.
    #[serde(default)]
    pub tag: String,
    /// Whether it is in use; it is unless told.
    #[serde(default)]
    pub enabled: Option<bool>,
}

/// The user words, in the order in which they were first added.
#[derive(Debug, Default)]
pub struct UserWords {
    /// A removed word leaves an empty place, so that a removal moves nothing.
    entries: Vec<Option<UserWord>>,
    by_word: FxHashMap<Box<[u16]>, usize>,
    trie: UserTrie,
    /// Words with a character that jieba never has inside a word, such as the dot of 托马斯·曼: by first unit, the
    /// longest first.
    literals: FxHashMap<u16, Vec<Box<[u16]>>>,
}

impl UserWords {
    /// The highest frequency of one word. The dictionary's own highest is 883,634.
    pub const MAX_FREQUENCY: u32 = 1_000_000_000;

    /// The words in the order in which they were first added.
    pub fn iter(&self) -> impl Iterator<Item = &UserWord> {
        self.entries.iter().flatten()
    }

    /// A copy of the words in the order in which they were first added.
    pub fn list(&self) -> Vec<UserWord> {
        self.iter().cloned().collect()
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.by_word.len()
    }

    /// Whether there is no word.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.by_word.is_empty()
    }

    /// The entry of a word that is in use.
    #[inline]
    pub fn get(&self, spelling: &[u16]) -> Option<&UserWord> {
        self.entry(spelling).filter(|entry| entry.enabled)
    }

    /// The entry of a word, in use or not.
    #[inline]
    pub fn entry(&self, spelling: &[u16]) -> Option<&UserWord> {
        let index = *self.by_word.get(spelling)?;
        self.entries[index].as_ref()
    }

    pub(super) fn trie(&self) -> &UserTrie {
        &self.trie
    }

    /// The longest literal word that stands at `at`.
    pub(super) fn literal_at(&self, text: &[u16], at: usize) -> Option<usize> {
        let stands_whole = |literal: &[u16]| {
            let end = at + literal.len();
            text[at..].starts_with(literal) && !splits_ascii(text, at) && !splits_ascii(text, end)
        };
        let literals = self.literals.get(&text[at])?;
        literals.iter().find(|literal| stands_whole(literal)).map(|literal| literal.len())
    }

    pub(crate) fn has_literals(&self) -> bool {
        !self.literals.is_empty()
    }

    /// Puts an entry in; a word that is there keeps its place. Returns the entry of before.
    fn set(&mut self, entry: UserWord, literal: bool) -> Option<UserWord> {
        let units: Box<[u16]> = entry.word.encode_utf16().collect();
        if !literal {
            self.trie.set(&units, entry.enabled.then_some(entry.frequency));
        } else if entry.enabled && entry.frequency > 0 {
            self.add_literal(&units);
        } else {
            self.remove_literal(&units);
        }
        match self.by_word.get(&units) {
            Some(&index) => self.entries[index].replace(entry),
            None => {
                self.by_word.insert(units, self.entries.len());
                self.entries.push(Some(entry));
                None
            }
        }
    }

    fn remove(&mut self, word: &str) -> Option<UserWord> {
        let units: Box<[u16]> = word.encode_utf16().collect();
        let index = self.by_word.remove(&units)?;
        self.trie.set(&units, None);
        self.remove_literal(&units);
        let entry = self.entries[index].take();
        // An undone addition leaves no place behind, so adding and undoing for ever does not grow the list.
        while self.entries.last().is_some_and(Option::is_none) {
            self.entries.pop();
        }
        entry
    }

    fn add_literal(&mut self, units: &[u16]) {
        let literals = self.literals.entry(units[0]).or_default();
        // The longest first, so that the first that stands at a place is the longest there.
        let order = |known: &[u16]| units.len().cmp(&known.len()).then_with(|| known.cmp(units));
        if let Err(place) = literals.binary_search_by(|known| order(known)) {
            literals.insert(place, units.into());
        }
    }

    fn remove_literal(&mut self, units: &[u16]) {
        if let Some(literals) = self.literals.get_mut(&units[0]) {
            literals.retain(|known| **known != *units);
            if literals.is_empty() {
                self.literals.remove(&units[0]);
            }
        }
    }
}

/// Whether `at` lies between two ASCII letters or digits: a word does not begin or end inside another.
fn splits_ascii(text: &[u16], at: usize) -> bool {
    let alphanumeric = |index: usize| text.get(index).is_some_and(|&unit| super::unknown::is_alphanumeric(unit));
    at > 0 && alphanumeric(at - 1) && alphanumeric(at)
}

/// The trie of the user words.
#[derive(Debug)]
pub(super) struct UserTrie {
    children: FxHashMap<(u32, u16), u32>,
    /// By node: the frequency's natural logarithm; `None` where no word ends, negative infinity for "never a word".
    ends: Vec<Option<f64>>,
    /// A bit for each first unit, so that a text without user words costs a look at one bit a character.
    first: Box<[u64; 1024]>,
}

impl Default for UserTrie {
    fn default() -> Self {
        UserTrie { children: FxHashMap::default(), ends: vec![None], first: Box::new([0; 1024]) }
    }
}

impl UserTrie {
    pub(super) const ROOT: u32 = 0;

    #[inline(always)]
    pub(super) fn begins(&self, unit: u16) -> bool {
        self.first[unit as usize / 64] >> (unit % 64) & 1 == 1
    }

    pub(super) fn child(&self, node: u32, unit: u16) -> Option<u32> {
        self.children.get(&(node, unit)).copied()
    }

    pub(super) fn end(&self, node: u32) -> Option<f64> {
        self.ends[node as usize]
    }

    /// Says how often the word is taken to occur; `None` takes it out.
    fn set(&mut self, units: &[u16], frequency: Option<u32>) {
        self.first[units[0] as usize / 64] |= 1 << (units[0] % 64);
        let mut node = Self::ROOT;
        for &unit in units {
            let next = self.ends.len() as u32;
            node = *self.children.entry((node, unit)).or_insert(next);
            if node == next {
                self.ends.push(None);
            }
        }
        self.ends[node as usize] = frequency.map(|frequency| f64::from(frequency).ln());
    }
}

impl Segmenter {
    /// Adds a user word or changes it, and returns its entry.
    ///
    /// # Errors
    /// [`Kind::BadUserWord`] when the word or its frequency is outside its range; nothing has changed then.
    pub fn add_user_word(&mut self, new: &NewUserWord) -> Result<UserWord> {
        let (entry, _) = self.add(new)?;
        self.weigh();
        Ok(entry)
    }

    /// Adds without bringing the weights up to date; returns the entry and the one of before.
    fn add(&mut self, new: &NewUserWord) -> Result<(UserWord, Option<UserWord>)> {
        check_word(&new.word).map_err(|what| bad("word", &new.word, &what))?;
        if let Some(frequency) = new.frequency.filter(|&frequency| frequency > UserWords::MAX_FREQUENCY) {
            let what = format!("the frequency is {frequency}, at most {}", UserWords::MAX_FREQUENCY);
            return Err(bad("frequency", &new.word, &what));
        }
        if new.tag.chars().any(|c| c.is_whitespace() || c.is_control()) || new.tag.len() > 32 {
            let what = format!("the tag `{}` is not 0 to 32 bytes without spaces", new.tag);
            return Err(bad("tag", &new.word, &what));
        }
        let frequency = match new.frequency {
            Some(frequency) => frequency,
            None => {
                self.weigh();
                self.suggest_frequency(&new.word)
            }
        };
        let enabled = new.enabled.unwrap_or(true);
        let entry = UserWord { word: new.word.clone(), frequency, tag: new.tag.clone(), enabled };
        self.check_total(&entry)?;
        let before = self.put(entry.clone());
        Ok((entry, before))
    }

    /// Whether the sum of all frequencies can take the word's.
    fn check_total(&self, entry: &UserWord) -> Result<()> {
        let total = self.total_with(&entry.word, entry.enabled.then_some(entry.frequency));
        if total > i64::from(u32::MAX) {
            let what = format!("all frequencies would sum to {total}, at most {}", u32::MAX);
            return Err(bad("frequency", &entry.word, &what));
        }
        Ok(())
    }

    /// Takes a word of the list into use or out of it, and returns its entry.
    ///
    /// # Errors
    /// [`Kind::BadUserWord`] when the list does not have the word; nothing has changed then.
    pub fn enable_user_word(&mut self, word: &str, enabled: bool) -> Result<UserWord> {
        let units: Vec<u16> = word.encode_utf16().collect();
        let known = self.user_words().entry(&units).cloned();
        let known = known.ok_or_else(|| bad("word", word, "it is not among the user words"))?;
        let entry = UserWord { enabled, ..known };
        self.check_total(&entry)?;
        self.put(entry.clone());
        self.weigh();
        Ok(entry)
    }

    /// What the sum of all frequencies is when the word's own is `frequency`, or the dictionary's for `None`.
    fn total_with(&self, word: &str, frequency: Option<u32>) -> i64 {
        let units: Vec<u16> = word.encode_utf16().collect();
        let known = self.find(&units).map_or(0, |slot| self.dictionary().frequency(slot));
        let before = self.user_words().get(&units).map_or(known, |entry| entry.frequency);
        i64::from(self.total()) - i64::from(before) + i64::from(frequency.unwrap_or(known))
    }

    fn put(&mut self, entry: UserWord) -> Option<UserWord> {
        let total = self.total_with(&entry.word, entry.enabled.then_some(entry.frequency));
        self.set_total(total);
        let literal = !self.is_block(&entry.word);
        self.user_mut().set(entry, literal)
    }

    fn take(&mut self, word: &str) -> Option<UserWord> {
        let total = self.total_with(word, None);
        let taken = self.user_mut().remove(word)?;
        self.set_total(total);
        Some(taken)
    }

    /// Removes user words; the cut is then as if they had never been added. Returns how many were there.
    pub fn remove_user_words(&mut self, words: &[&str]) -> usize {
        let removed = words.iter().filter(|word| !word.is_empty() && self.take(word).is_some()).count();
        self.weigh();
        removed
    }

    /// Takes these words in place of all that were there, and returns their entries. Frequencies that are not given
    /// are suggested one after another, so a word is weighed with those before it.
    ///
    /// # Errors
    /// As [`add_user_word`](Self::add_user_word), naming the word; the words of before are kept then.
    pub fn replace_user_words(&mut self, words: &[NewUserWord]) -> Result<Vec<UserWord>> {
        let before = self.user_words().list();
        self.clear_user_words();
        if let Err(error) = self.add_all(words.iter().map(|word| (None, word.clone()))) {
            self.clear_user_words();
            for entry in before {
                self.put(entry);
            }
            self.weigh();
            return Err(error);
        }
        Ok(self.user_words().list())
    }

    fn clear_user_words(&mut self) {
        *self.user_mut() = UserWords::default();
        self.set_total(i64::from(self.dictionary().total()));
        self.weigh();
    }

    /// Adds the lines of a jieba user dictionary (`word [frequency] [tag]`, fields separated by white space; empty
    /// lines and byte order marks are passed over) and returns how many words it read.
    ///
    /// # Errors
    /// [`Kind::BadUserWord`] naming the first bad line; nothing has changed then.
    pub fn load_user_dictionary(&mut self, text: &str) -> Result<usize> {
        let mut words = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            // Files that were joined have one mark each.
            let line = line.trim_start_matches(BYTE_ORDER_MARK);
            if let Some(word) = parse_line(line).map_err(|what| bad_line(number, line, &what))? {
                words.push((Some((number, line)), word));
            }
        }
        let count = words.len();
        self.add_all(words.into_iter())?;
        Ok(count)
    }

    /// Adds words; when one is refused, takes back those before it.
    fn add_all<'a>(&mut self, words: impl Iterator<Item = (Option<(usize, &'a str)>, NewUserWord)>) -> Result<()> {
        let mut done: Vec<(String, Option<UserWord>)> = Vec::new();
        for (source, word) in words {
            match self.add(&word) {
                Ok((_, before)) => done.push((word.word, before)),
                Err(error) => {
                    self.undo(done);
                    return Err(match source {
                        Some((number, line)) => bad_line(number, line, &error.to_string()),
                        None => error,
                    });
                }
            }
        }
        self.weigh();
        Ok(())
    }

    fn undo(&mut self, done: Vec<(String, Option<UserWord>)>) {
        for (word, before) in done.into_iter().rev() {
            match before {
                Some(entry) => drop(self.put(entry)),
                None => drop(self.take(&word)),
            }
        }
        self.weigh();
    }

    /// The user words that are in use, in jieba's own file format, which cannot say that a word is not.
    pub fn save_user_dictionary(&self) -> String {
        let line = |entry: &UserWord| match entry.tag.as_str() {
            "" => format!("{} {}\n", entry.word, entry.frequency),
            tag => format!("{} {} {tag}\n", entry.word, entry.frequency),
        };
        self.user_words().iter().filter(|entry| entry.enabled).map(line).collect()
    }

    /// The lowest frequency with which the word stays whole: max(⌊total · Π(fᵢ / total)⌋ + 1, f) over the words that
    /// it is cut into without unknown-word recognition, f being its own frequency, 1 for a word that is none.
    pub fn suggest_frequency(&self, word: &str) -> u32 {
        let units: Vec<u16> = word.encode_utf16().collect();
        let log_total = self.log_total();
        let mut sum = 0.0;
        let options = CutOptions { mode: Mode::Precise, hmm: false };
        let mut add = |start: usize, end: usize| {
            sum += f64::from(self.frequency(&units[start..end]).unwrap_or(1)).ln() - log_total;
        };
        struct All<'a>(&'a mut dyn FnMut(usize, usize));
        impl super::Sink for All<'_> {
            fn token(&mut self, piece: super::Piece) {
                (self.0)(piece.start as usize, piece.end as usize);
            }
            fn gap(&mut self, start: u32, end: u32) {
                (self.0)(start as usize, end as usize);
            }
        }
        self.cut(&units, 0, usize::MAX, options, &mut super::Shared(&mut All(&mut add)));
        let joined = (sum + log_total).exp() as u32;
        let own = self.frequency(&units).unwrap_or(1);
        joined.saturating_add(1).max(own).min(UserWords::MAX_FREQUENCY)
    }

    /// The frequency at which the parts of a word win over it: min(⌊total · Π(fᵢ / total)⌋, f), over the frequencies of
    /// the parts, 1 for a part that is no word, and f the frequency of the word now, 0 for what is none.
    pub fn suggest_split(&self, parts: &[&str]) -> u32 {
        let log_total = self.log_total();
        let of = |word: &str| self.frequency(&word.encode_utf16().collect::<Vec<_>>());
        let logarithm = |part: &&str| f64::from(of(part).unwrap_or(1)).ln() - log_total;
        let apart = (parts.iter().map(logarithm).sum::<f64>() + log_total).exp() as u32;
        apart.min(of(&parts.concat()).unwrap_or(0))
    }
}

fn check_word(word: &str) -> std::result::Result<(), String> {
    let length = word.encode_utf16().count();
    if length == 0 || length > MAX_LENGTH {
        return Err(format!("it has {length} UTF-16 code units, 1 to {MAX_LENGTH} can be taken"));
    }
    if word.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err("it holds white space or a control character, which no word does".into());
    }
    if word.starts_with(BYTE_ORDER_MARK) {
        return Err("it begins with a byte order mark, which is no part of a word".into());
    }
    Ok(())
}

/// It would be lost when the words are saved as a file and read again.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A line of a user dictionary: `None` for an empty one.
fn parse_line(line: &str) -> std::result::Result<Option<NewUserWord>, String> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let number = |field: &str| {
        let starts_as_number = field.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+'));
        starts_as_number.then(|| field.parse::<u32>().map_err(|_| format!("`{field}` is not a frequency")))
    };
    let (word, frequency, tag) = match fields.as_slice() {
        [] => return Ok(None),
        [word] => (word, None, ""),
        [word, field] => match number(field) {
            Some(frequency) => (word, Some(frequency?), ""),
            None => (word, None, *field),
        },
        [word, field, tag] => {
            let frequency = number(field).ok_or_else(|| format!("`{field}` is not a frequency"))??;
            (word, Some(frequency), *tag)
        }
        _ => {
            return Err(format!("it has {} fields, a word, a frequency and a tag are all it can have", fields.len()));
        }
    };
    Ok(Some(NewUserWord { word: (*word).to_owned(), frequency, tag: tag.to_owned(), enabled: None }))
}

fn bad(argument: &'static str, word: &str, what: &str) -> Error {
    Error::new(Kind::BadUserWord, argument, format!("user word `{word}`: {what}"))
}

fn bad_line(number: usize, line: &str, what: &str) -> Error {
    let shown: String = line.chars().take(80).collect();
    Error::new(Kind::BadUserWord, "text", format!("line {number}, `{shown}`: {what}"))
}

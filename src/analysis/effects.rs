//! What the reader's own words do to a corpus: how many tokens each makes, and what it changes.
//!
//! A place is changed by a word when the text around it is cut otherwise without that word, the other user words being
//! as they are: what differs between two analyses. It is told by cutting the text anew around every place where the
//! word's spelling stands, between two barriers that no token crosses; text that comes again is cut once. Time is in
//! proportion to the characters of the corpus, and to what is cut anew.

use crate::analysis::select::sort;
use crate::corpus::{Corpus, Document};
use crate::error::Result;
use crate::export::{Cell, Record, json_object, json_rows};
use crate::lens::Lens;
use crate::options::{CutOptions, Mode};
use crate::segment::{Barriers, UserWord};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// What a user word changes at some places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What would stand there without the word.
    pub before: Vec<String>,
    /// At how many places.
    pub count: u32,
}

/// What a user word does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordEffect {
    /// The word.
    pub word: String,
    /// Whether it is in use.
    pub enabled: bool,
    /// How many tokens of the corpus are the word.
    pub tokens: u32,
    /// What it changes, the most frequent first, equal ones by spelling. Empty for a word that is not in use, and where
    /// the corpus was not cut in precise mode: in the others a place has several cuts at once.
    pub changes: Vec<Change>,
}

impl Record for Change {
    const KEYS: &'static [&'static str] = &["before", "count"];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![Cell::List(&self.before), Cell::Count(self.count.into())]
    }
}

impl WordEffect {
    /// `{word, enabled, tokens, changes}` as JSON for JavaScript.
    pub fn to_json(&self) -> String {
        let changes = json_rows(&self.changes);
        let cells =
            [Cell::Text(&self.word), Cell::Flag(self.enabled), Cell::Count(self.tokens.into()), Cell::Json(&changes)];
        json_object(&["word", "enabled", "tokens", "changes"], &cells)
    }
}

/// What each of the user words does, in the order of the list.
///
/// The lens comes back as it was; it changes in between, since the cut without a word is made with it. What is compared
/// is the cut with the words as they are now.
///
/// # Errors
/// As [`Lens::enable_user_word`].
///
/// ```
/// use hanlens::analysis::effects;
/// use hanlens::{Corpus, CutOptions, Lens, NewUserWord};
/// let mut lens = Lens::from_lists("复工 900 v\n复产 300 v\n推动 900 v\n", "")?;
/// lens.add_user_word(&NewUserWord { word: "复工复产".into(), ..NewUserWord::default() })?;
/// let mut corpus = Corpus::new(CutOptions::default());
/// corpus.push_str("sample", "推动复工复产。")?;
/// corpus.analyze(&lens);
/// let effects = effects::of_user_words(&mut lens, &corpus)?;
/// assert_eq!((effects[0].tokens, effects[0].changes[0].before.join(" ")), (1, "复工 复产".into()));
/// # Ok::<(), hanlens::Error>(())
/// ```
pub fn of_user_words(lens: &mut Lens, corpus: &Corpus) -> Result<Vec<WordEffect>> {
    let entries = lens.user_words().list();
    let is_precise = corpus.options().mode == Mode::Precise;
    let surroundings = if is_precise { surroundings(lens, corpus, &entries) } else { Vec::new() };
    let mut surroundings = surroundings.into_iter();
    let of_word = |entry| of_word(lens, corpus, entry, surroundings.next().unwrap_or_default());
    entries.into_iter().map(of_word).collect()
}

fn of_word(lens: &mut Lens, corpus: &Corpus, entry: UserWord, surroundings: Surroundings) -> Result<WordEffect> {
    let units: Vec<u16> = entry.word.encode_utf16().collect();
    let tokens = corpus.terms().find(lens, &units).map_or(0, |term| corpus.terms().count(term));
    let changes = changes(lens, &surroundings, corpus.options(), &entry.word, &units)?;
    Ok(WordEffect { word: entry.word, enabled: entry.enabled, tokens, changes })
}

/// Texts around the places of a word, and how often each is there.
type Surroundings = FxHashMap<Box<[u16]>, u32>;

/// The surroundings of each word; none for one that is not in use.
fn surroundings(lens: &Lens, corpus: &Corpus, entries: &[UserWord]) -> Vec<Surroundings> {
    let mut search = Search::new(entries);
    if !search.words.is_empty() {
        for document in corpus.documents() {
            search.read(&as_cut(lens, corpus, document));
        }
    }
    search.found
}

/// The text of a document as it was cut.
fn as_cut<'a>(lens: &Lens, corpus: &Corpus, document: &'a Document) -> Cow<'a, [u16]> {
    let (text, folder) = (document.text(), lens.folder(corpus.text_options().fold));
    if document.healed().ranges().is_empty() && !folder.changes(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(document.healed().as_cut(text, 0, text.len(), &folder).0)
}

/// How many units are looked through in a call: a browser runs a call to its end in the code with which it began, slow
/// code when it is the first.
const STRETCH: usize = 1 << 14;

/// Looks for words.
struct Search {
    /// The index and spelling of each word that is in use, by the first unit.
    words: Vec<(usize, Vec<u16>)>,
    /// A bit for each unit that a word begins with.
    first: Box<[u64]>,
    /// By word, how far the text is part of surroundings that were found.
    covered: Vec<usize>,
    found: Vec<Surroundings>,
    barriers: Barriers,
}

impl Search {
    fn new(entries: &[UserWord]) -> Search {
        let used = entries.iter().enumerate().filter(|(_, entry)| entry.enabled);
        let mut words: Vec<(usize, Vec<u16>)> =
            used.map(|(index, entry)| (index, entry.word.encode_utf16().collect())).collect();
        sort(&mut words, |a, b| a.1[0].cmp(&b.1[0]));
        let mut first = vec![0; 1024].into_boxed_slice();
        for (_, word) in &words {
            first[word[0] as usize / 64] |= 1 << (word[0] % 64);
        }
        let found = entries.iter().map(|_| Surroundings::default()).collect();
        Search { words, first, covered: Vec::new(), found, barriers: Barriers::new(entries) }
    }

    fn read(&mut self, text: &[u16]) {
        self.covered = vec![0; self.words.len()];
        for from in (0..text.len()).step_by(STRETCH) {
            self.read_stretch(text, from);
        }
    }

    #[inline(never)]
    fn read_stretch(&mut self, text: &[u16], from: usize) {
        for (at, &unit) in (from..).zip(&text[from..(from + STRETCH).min(text.len())]) {
            if self.first[unit as usize / 64] >> (unit % 64) & 1 == 1 {
                self.look_at(text, at);
            }
        }
    }

    /// Takes in the surroundings of the words that stand at a place.
    fn look_at(&mut self, text: &[u16], at: usize) {
        let from = self.words.partition_point(|(_, word)| word[0] < text[at]);
        for ((index, word), covered) in self.words[from..].iter().zip(&mut self.covered[from..]) {
            if word[0] != text[at] {
                break;
            }
            if at < *covered || !text[at..].starts_with(word) {
                continue;
            }
            let around = self.barriers.around(text, *covered, at..at + word.len());
            *covered = around.end;
            let found = &mut self.found[*index];
            match found.get_mut(&text[around.clone()]) {
                Some(count) => *count += 1,
                None => drop(found.insert(text[around].into(), 1)),
            }
        }
    }
}

fn changes(
    lens: &mut Lens,
    surroundings: &Surroundings,
    options: CutOptions,
    word: &str,
    units: &[u16],
) -> Result<Vec<Change>> {
    if surroundings.is_empty() {
        return Ok(Vec::new());
    }
    let with: Vec<_> = surroundings.iter().map(|(text, &count)| (text, count, cut(lens, text, options))).collect();
    lens.enable_user_word(word, false)?;
    let mut counts = FxHashMap::<Vec<String>, u32>::default();
    for (text, count, with) in with {
        let without = cut(lens, text, options);
        for at in places(text, units) {
            let range = (at as u32, (at + units.len()) as u32);
            let (now, before) = (over(&with, range), over(&without, range));
            if now != before {
                let spell = |&(start, end): &(u32, u32)| String::from_utf16_lossy(&text[start as usize..end as usize]);
                *counts.entry(before.iter().map(spell).collect()).or_default() += count;
            }
        }
    }
    lens.enable_user_word(word, true)?;
    let mut changes: Vec<Change> = counts.into_iter().map(|(before, count)| Change { before, count }).collect();
    sort(&mut changes, |a, b| b.count.cmp(&a.count).then_with(|| a.before.cmp(&b.before)));
    Ok(changes)
}

fn cut(lens: &Lens, text: &[u16], options: CutOptions) -> Vec<(u32, u32)> {
    lens.cut_as_analysed(text, options).iter().map(|piece| (piece.start, piece.end)).collect()
}

/// The pieces that lie in a range, wholly or in part.
fn over(pieces: &[(u32, u32)], (start, end): (u32, u32)) -> &[(u32, u32)] {
    let from = pieces.partition_point(|piece| piece.1 <= start);
    let to = pieces.partition_point(|piece| piece.0 < end);
    &pieces[from..to.max(from)]
}

/// Where a spelling stands in a text; places do not overlap.
fn places<'a>(text: &'a [u16], word: &'a [u16]) -> impl Iterator<Item = usize> + 'a {
    let mut next = 0;
    std::iter::from_fn(move || {
        let found = text.get(next..)?.windows(word.len()).position(|window| window[0] == word[0] && window == word)?;
        let at = next + found;
        next = at + word.len();
        Some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_a_word_is_cut_and_nothing_else() {
        for (text, expected) in [
            ("", &[][..]),
            ("子丑。寅甲丑。卯甲，乙辰。", &[]),
            ("甲乙子。丑", &[("甲乙子。", 1)]),
            ("子丑。寅甲丑。卯甲乙辰。甲巳。午未", &[("卯甲乙辰。", 1)]),
            ("子甲乙丑甲乙。寅卯", &[("子甲乙丑甲乙。", 1)]),
            ("子甲乙。丑甲乙。子甲乙。", &[("子甲乙。", 2), ("丑甲乙。", 1)]),
            ("甲乙", &[("甲乙", 1)]),
        ] {
            let word = UserWord { word: "甲乙".into(), frequency: 1, tag: String::new(), enabled: true };
            let mut search = Search::new(&[word]);
            search.read(&text.encode_utf16().collect::<Vec<_>>());
            let found = search.found[0].iter().map(|(around, &count)| (String::from_utf16(around).unwrap(), count));
            let expected = expected.iter().map(|&(around, count)| (around.to_owned(), count));
            assert_eq!(found.collect::<FxHashMap<_, _>>(), expected.collect(), "{text}");
        }
    }
}

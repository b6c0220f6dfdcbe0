//! What the reader's own words do to a corpus: how many tokens each makes, and what it changes.
//!
//! A place is changed by a word when the text around it is cut otherwise without that word, the other user words being
//! as they are. It is told by cutting anew every stretch of touching tokens in which the word's spelling stands. Time is
//! in proportion to the characters of the corpus times the number of words, and to the stretches that are cut anew.

use crate::analysis::select::sort;
use crate::corpus::{Corpus, Document, Token};
use crate::error::Result;
use crate::export::{Cell, Record, json_object, json_rows};
use crate::lens::Lens;
use crate::options::{CutOptions, Mode};
use crate::segment::UserWord;
use rustc_hash::FxHashMap;

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
    let stretches = if is_precise && !entries.is_empty() { stretches(corpus) } else { Stretches::default() };
    entries.into_iter().map(|entry| of_word(lens, corpus, &stretches, entry)).collect()
}

fn of_word(lens: &mut Lens, corpus: &Corpus, stretches: &Stretches, entry: UserWord) -> Result<WordEffect> {
    let units: Vec<u16> = entry.word.encode_utf16().collect();
    let tokens = corpus.terms().find(lens, &units).map_or(0, |term| corpus.terms().count(term));
    let changes =
        if entry.enabled { changes(lens, stretches, corpus.options(), &entry.word, &units)? } else { Vec::new() };
    Ok(WordEffect { word: entry.word, enabled: entry.enabled, tokens, changes })
}

fn changes(
    lens: &mut Lens,
    stretches: &Stretches,
    options: CutOptions,
    word: &str,
    units: &[u16],
) -> Result<Vec<Change>> {
    let found: Vec<&[u16]> = stretches.iter().filter(|stretch| places(stretch, units).next().is_some()).collect();
    let with: Vec<Vec<(u32, u32)>> = found.iter().map(|stretch| cut(lens, stretch, options)).collect();
    lens.enable_user_word(word, false)?;
    let mut counts = FxHashMap::<Vec<String>, u32>::default();
    for (stretch, with) in found.into_iter().zip(with) {
        let without = cut(lens, stretch, options);
        for at in places(stretch, units) {
            let range = (at as u32, (at + units.len()) as u32);
            let (now, before) = (over(&with, range), over(&without, range));
            if now != before {
                let spell =
                    |&(start, end): &(u32, u32)| String::from_utf16_lossy(&stretch[start as usize..end as usize]);
                *counts.entry(before.iter().map(spell).collect()).or_default() += 1;
            }
        }
    }
    lens.enable_user_word(word, true)?;
    let mut changes: Vec<Change> = counts.into_iter().map(|(before, count)| Change { before, count }).collect();
    sort(&mut changes, |a, b| b.count.cmp(&a.count).then_with(|| a.before.cmp(&b.before)));
    Ok(changes)
}

fn cut(lens: &Lens, stretch: &[u16], options: CutOptions) -> Vec<(u32, u32)> {
    lens.cut(stretch, options).iter().map(|piece| (piece.start, piece.end)).collect()
}

/// The pieces that lie in a range, wholly or in part.
fn over(pieces: &[(u32, u32)], (start, end): (u32, u32)) -> &[(u32, u32)] {
    let from = pieces.partition_point(|piece| piece.1 <= start);
    let to = pieces.partition_point(|piece| piece.0 < end);
    &pieces[from..to.max(from)]
}

/// Where a spelling stands in a stretch; places do not overlap.
fn places<'a>(stretch: &'a [u16], word: &'a [u16]) -> impl Iterator<Item = usize> + 'a {
    let mut next = 0;
    std::iter::from_fn(move || {
        let found =
            stretch.get(next..)?.windows(word.len()).position(|window| window[0] == word[0] && window == word)?;
        let at = next + found;
        next = at + word.len();
        Some(at)
    })
}

/// Touching tokens as they are spelt, one stretch after another.
#[derive(Default)]
struct Stretches {
    units: Vec<u16>,
    ends: Vec<u32>,
}

impl Stretches {
    fn iter(&self) -> impl Iterator<Item = &[u16]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.units[start as usize..end as usize])
    }

    fn end(&mut self) {
        if self.ends.last().copied().unwrap_or(0) as usize != self.units.len() {
            self.ends.push(self.units.len() as u32);
        }
    }
}

fn stretches(corpus: &Corpus) -> Stretches {
    let mut stretches = Stretches::default();
    for document in corpus.documents() {
        let mut before: Option<&Token> = None;
        for token in document.tokens() {
            if before.is_some_and(|before| !touches(document, before, token)) {
                stretches.end();
            }
            stretches.units.extend_from_slice(corpus.terms().spelling(token.term));
            before = Some(token);
        }
        stretches.end();
    }
    stretches
}

/// Whether nothing stands between two tokens but what was healed.
fn touches(document: &Document, before: &Token, token: &Token) -> bool {
    if before.end == token.start {
        return true;
    }
    let healed = document.healed().ranges();
    let next = healed.partition_point(|range| range[1] <= before.end);
    healed.get(next).is_some_and(|range| range[0] <= before.end && range[1] >= token.start)
}

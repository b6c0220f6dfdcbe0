//! Character frequency: how often each character of a text stands in it, whatever word it is in.
//!
//! per million = 10⁶ · f / N, with N the number of all characters that are counted.

use crate::analysis::select::keep_sorted;
use crate::analysis::selection::{Selection, per_million};
use crate::corpus::Corpus;
use crate::error::Result;
use crate::export::{Cell, Record};
use crate::text::is_han;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which characters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct CharacterQuery {
    /// Whether Chinese characters alone are counted; they are unless told. Otherwise every code point that is not white
    /// space.
    pub han_only: Option<bool>,
    /// How many rows to pass over; 0 unless told.
    pub offset: Option<usize>,
    /// The most rows to give; [`CharacterQuery::DEFAULT_LIMIT`] unless told.
    pub limit: Option<usize>,
    /// The documents to count in, by index; all unless told.
    pub documents: Option<Vec<usize>>,
}

impl CharacterQuery {
    /// How many rows a page has unless told.
    pub const DEFAULT_LIMIT: usize = 100;
}

/// A character and its count.
#[derive(Debug, Clone, PartialEq)]
pub struct CharacterRow {
    /// The character; a lone surrogate shows as U+FFFD, and all of them are one row.
    pub character: String,
    /// How often it stands in the texts.
    pub count: u64,
    /// `count` in a million characters that are counted.
    pub per_million: f64,
}

impl Record for CharacterRow {
    const KEYS: &'static [&'static str] = &["character", "count", "per_million"];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![Cell::Text(&self.character), Cell::Count(self.count), Cell::Measure(self.per_million)]
    }
}

/// Some rows of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct CharacterPage {
    /// How many different characters there are.
    pub total: usize,
    /// How many characters were counted.
    pub characters: u64,
    /// How many rows stand before the first.
    pub offset: usize,
    /// The rows, the highest count first, equal counts by code point.
    pub rows: Vec<CharacterRow>,
}

/// The characters of the chosen documents with their counts.
///
/// # Errors
/// [`Kind::InvalidArgument`](crate::Kind::InvalidArgument) when there is no such document.
///
/// ```
/// use hanlens::analysis::{CharacterQuery, characters};
/// use hanlens::{Corpus, CutOptions};
/// let mut corpus = Corpus::new(CutOptions::default());
/// corpus.push_str("sample", "北京，北大 OK")?;
/// let page = characters::page(&corpus, &CharacterQuery::default())?;
/// assert_eq!((page.total, page.characters), (3, 4));
/// assert_eq!((page.rows[0].character.as_str(), page.rows[0].count), ("北", 2));
/// # Ok::<(), hanlens::Error>(())
/// ```
pub fn page(corpus: &Corpus, query: &CharacterQuery) -> Result<CharacterPage> {
    let chosen = Selection::new(corpus, "documents", query.documents.as_deref())?;
    let mut counts = Counts::default();
    for (_, document) in chosen.iter() {
        counts.add(document.text());
    }
    let mut rows = counts.into_rows(query.han_only.unwrap_or(true));
    let (total, characters) = (rows.len(), rows.iter().map(|&(_, count)| count).sum());
    let offset = query.offset.unwrap_or(0);
    let limit = query.limit.unwrap_or(CharacterQuery::DEFAULT_LIMIT);
    keep_sorted(&mut rows, offset, limit, |a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let row = |(character, count): (char, u64)| CharacterRow {
        character: character.to_string(),
        count,
        per_million: per_million(count, characters),
    };
    Ok(CharacterPage { total, characters, offset, rows: rows.into_iter().map(row).collect() })
}

/// Counts by code point: an array for the basic plane, where nearly all are.
struct Counts {
    basic: Vec<u32>,
    others: BTreeMap<char, u64>,
}

impl Default for Counts {
    fn default() -> Self {
        Counts { basic: vec![0; 1 << 16], others: BTreeMap::new() }
    }
}

impl Counts {
    fn add(&mut self, text: &[u16]) {
        for point in char::decode_utf16(text.iter().copied()) {
            let character = point.unwrap_or(char::REPLACEMENT_CHARACTER);
            match self.basic.get_mut(character as usize) {
                Some(count) => *count += 1,
                None => *self.others.entry(character).or_default() += 1,
            }
        }
    }

    fn into_rows(self, han_only: bool) -> Vec<(char, u64)> {
        let basic = (0u32..).zip(self.basic).filter(|&(_, count)| count > 0);
        let basic = basic.filter_map(|(point, count)| Some((char::from_u32(point)?, u64::from(count))));
        let wanted = |character: char| if han_only { is_han(character) } else { !character.is_whitespace() };
        basic.chain(self.others).filter(|&(character, _)| wanted(character)).collect()
    }
}

//! Concordance: every place of a pattern with the words around it (key word in context).
//!
//! Source of the form: H. P. Luhn, "Key word-in-context index for technical literature", *American Documentation*
//! 11(4), 1960, doi:10.1002/asi.5090110403.
//!
//! Hits are kept as numbers and sorted by numbers. Strings are made for the rows of the page alone.

use crate::analysis::pattern::{self, Hit, Pattern};
use crate::analysis::select::{keep_sorted, sort};
use crate::analysis::selection::Selection;
use crate::analysis::spelling::{code_points, compare};
use crate::analysis::strict;
use crate::corpus::{Corpus, Document, Token};
use crate::error::{Error, Kind, Result};
use crate::lens::Lens;
use crate::text::{decode_utf16_lossy, is_blank_or_break};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Deserializer, Serialize};

/// What the length of a context is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContextUnit {
    /// Tokens, with what stands between them.
    #[default]
    Tokens,
    /// Characters (code points).
    Characters,
}

/// What rows are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConcordanceKey {
    /// A token before the hit; its spelling by code points.
    Left,
    /// A token after the hit; its spelling by code points.
    Right,
    /// What was found, by code points.
    Node,
    /// The document, in the order of the corpus.
    Document,
    /// The place in the corpus.
    Position,
}

/// One key of the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConcordanceSort {
    /// By what.
    pub by: ConcordanceKey,
    /// Which token to the left or right, 1 to 5, 1 being the nearest. It has no meaning for the other keys.
    pub place: u8,
    /// Whether the order falls. Rows without such a token come first when it rises, last when it falls.
    pub descending: bool,
}

impl<'de> Deserialize<'de> for ConcordanceSort {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let SortFields { by, place, descending } = strict::read(deserializer)?;
        Ok(ConcordanceSort { by, place: place.unwrap_or(1), descending: descending.unwrap_or(false) })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SortFields {
    by: ConcordanceKey,
    place: Option<u8>,
    descending: Option<bool>,
}

/// Which rows of a concordance, in which order, with how much around them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConcordanceQuery {
    /// What to look for.
    pub pattern: Pattern,
    /// How much context to the left; 10 unless told, at most [`ConcordanceQuery::MAX_CONTEXT`].
    #[serde(default)]
    pub left: Option<usize>,
    /// How much context to the right; as `left`.
    #[serde(default)]
    pub right: Option<usize>,
    /// What the context is counted in; tokens unless told.
    #[serde(default)]
    pub unit: Option<ContextUnit>,
    /// Whether contexts and the tokens of the order stay inside the sentence in which the hit begins; they do not
    /// unless told.
    #[serde(default)]
    pub bounded: Option<bool>,
    /// Up to three keys; the place in the corpus decides last.
    #[serde(default)]
    pub sort: Option<Vec<ConcordanceSort>>,
    /// How many rows to pass over; 0 unless told.
    #[serde(default)]
    pub offset: Option<usize>,
    /// The most rows to give; 100 unless told.
    #[serde(default)]
    pub limit: Option<usize>,
    /// The documents; all unless told.
    #[serde(default)]
    pub documents: Option<Vec<usize>>,
}

impl ConcordanceQuery {
    /// The longest context, in tokens or characters.
    pub const MAX_CONTEXT: usize = 1000;
    /// The furthest token to sort by.
    pub const MAX_PLACE: u8 = 5;
    /// The most keys of an order.
    pub const MAX_KEYS: usize = 3;

    /// All hits of a pattern in the order of the text.
    pub fn new(pattern: Pattern) -> ConcordanceQuery {
        ConcordanceQuery {
            pattern,
            left: None,
            right: None,
            unit: None,
            bounded: None,
            sort: None,
            offset: None,
            limit: None,
            documents: None,
        }
    }

    fn check(&self) -> Result<()> {
        for (name, length) in [("left", self.left), ("right", self.right)] {
            if let Some(length) = length.filter(|&length| length > Self::MAX_CONTEXT) {
                return Err(invalid(name, format!("must be at most {}, and is {length}", Self::MAX_CONTEXT)));
            }
        }
        let sort = self.sort.as_deref().unwrap_or_default();
        if sort.len() > Self::MAX_KEYS {
            return Err(invalid("sort", format!("must have at most {} keys, and has {}", Self::MAX_KEYS, sort.len())));
        }
        if let Some(key) = sort.iter().find(|key| !(1..=Self::MAX_PLACE).contains(&key.place)) {
            return Err(invalid("sort", format!("a place must be 1 to {}, and one is {}", Self::MAX_PLACE, key.place)));
        }
        Ok(())
    }
}

fn invalid(argument: &'static str, detail: String) -> Error {
    Error::new(Kind::InvalidArgument, argument, detail)
}

/// One hit with its context. Places are UTF-16 code units of the document's text; a string has U+FFFD where the text
/// has a lone surrogate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConcordanceRow {
    /// The index of the document.
    pub document: u32,
    /// The index, among the tokens of the document, of the first token of which the hit has a part.
    pub token: Option<u32>,
    /// Where the hit starts.
    pub start: u32,
    /// Where it ends (exclusive).
    pub end: u32,
    /// Where the left context starts.
    pub from: u32,
    /// Where the right context ends (exclusive).
    pub to: u32,
    /// The text `from..start`.
    pub left: String,
    /// The text `start..end`.
    pub node: String,
    /// The text `end..to`.
    pub right: String,
    /// For each key of the order the place that it looked at, if it is one of the text.
    pub keys: Vec<Option<(u32, u32)>>,
}

/// Some rows of a concordance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConcordancePage {
    /// How many hits there are.
    pub total: usize,
    /// How many documents have one.
    pub documents: usize,
    /// How many rows stand before the first.
    pub offset: usize,
    /// The rows.
    pub rows: Vec<ConcordanceRow>,
}

/// The rows that a query chooses.
///
/// A context in tokens ends with the last of them; where there are fewer, it goes on to the end of the sentence or of
/// the document. It is never longer than 4,096 code units a side. In full and search mode, where tokens overlap, the
/// next token to the left or right is the nearest in the order of the tokens that does not overlap the one before.
///
/// # Errors
/// [`Kind::InvalidArgument`] for a value outside its range, a document that there is not, or a pattern that is empty,
/// names a term that there is not, or is no regular expression; [`Kind::TooLarge`] for more than
/// [`MAX_HITS`](crate::analysis::pattern::MAX_HITS) hits.
///
/// ```
/// use hanlens::analysis::{ConcordanceQuery, Pattern, concordance};
/// use hanlens::{Corpus, CutOptions, Lens};
/// let lens = Lens::from_lists("北京 34488 ns\n大学 20025 n\n来到 4211 v\n", "")?;
/// let mut corpus = Corpus::new(CutOptions::default());
/// corpus.push_str("sample", "我来到北京大学。")?;
/// corpus.analyze(&lens);
/// let query = ConcordanceQuery::new(Pattern::Terms(vec!["北京".into()]));
/// let page = concordance::page(&lens, &corpus, &query)?;
/// let row = &page.rows[0];
/// assert_eq!((row.left.as_str(), row.node.as_str(), row.right.as_str()), ("我来到", "北京", "大学。"));
/// # Ok::<(), hanlens::Error>(())
/// ```
pub fn page(lens: &Lens, corpus: &Corpus, query: &ConcordanceQuery) -> Result<ConcordancePage> {
    query.check()?;
    let selection = Selection::new(corpus, "documents", query.documents.as_deref())?;
    let hits = pattern::find(lens, corpus, &selection, &query.pattern)?;
    let offset = query.offset.unwrap_or(0);
    let chosen = Sorter { corpus, query, hits: &hits }.page(offset, query.limit.unwrap_or(100));
    Ok(ConcordancePage {
        total: hits.len(),
        documents: hits.chunk_by(|a, b| a.document == b.document).count(),
        offset,
        rows: chosen.into_iter().map(|index| row(corpus, query, hits[index as usize])).collect(),
    })
}

/// Hits and what is to be seen of them.
struct Sorter<'a> {
    corpus: &'a Corpus,
    query: &'a ConcordanceQuery,
    hits: &'a [Hit],
}

/// A hit with the numbers that order it.
#[derive(Clone, Copy)]
struct Keyed {
    keys: [u32; ConcordanceQuery::MAX_KEYS],
    hit: u32,
}

impl Sorter<'_> {
    /// The hits of a page in their order.
    fn page(&self, offset: usize, limit: usize) -> Vec<u32> {
        let all = 0..self.hits.len() as u32;
        let sort = self.query.sort.as_deref().unwrap_or_default();
        if sort.is_empty() {
            return all.skip(offset).take(limit).collect();
        }
        let mut keyed: Vec<Keyed> = all.map(|hit| Keyed { keys: [0; ConcordanceQuery::MAX_KEYS], hit }).collect();
        for (level, sort) in sort.iter().enumerate() {
            for (keyed, number) in keyed.iter_mut().zip(self.numbers(sort)) {
                keyed.keys[level] = if sort.descending { !number } else { number };
            }
        }
        keep_sorted(&mut keyed, offset, limit, |a, b| (a.keys, a.hit).cmp(&(b.keys, b.hit)));
        keyed.into_iter().map(|keyed| keyed.hit).collect()
    }

    /// A number for each hit that orders as the key does.
    fn numbers(&self, sort: &ConcordanceSort) -> Vec<u32> {
        match sort.by {
            ConcordanceKey::Position => (0..self.hits.len() as u32).collect(),
            ConcordanceKey::Document => self.hits.iter().map(|hit| hit.document).collect(),
            ConcordanceKey::Node => self.node_numbers(),
            ConcordanceKey::Left | ConcordanceKey::Right => {
                let terms = self.hits.iter().map(|&hit| {
                    let document = &self.corpus.documents()[hit.document as usize];
                    neighbour(document, hit, sort, limits(document, hit, self.query)).map(|token| token.term)
                });
                self.term_numbers(&terms.collect::<Vec<_>>())
            }
        }
    }

    /// 0 for none, else from 1 by the spelling.
    fn term_numbers(&self, terms: &[Option<u32>]) -> Vec<u32> {
        let table = self.corpus.terms();
        let mut numbers = vec![0; table.len()];
        let mut distinct = Vec::new();
        for &term in terms.iter().flatten() {
            if std::mem::replace(&mut numbers[term as usize], 1) == 0 {
                distinct.push((term, table.spelling(term)));
            }
        }
        sort_by_spelling(&mut distinct);
        for (number, (term, _)) in (1..).zip(distinct) {
            numbers[term as usize] = number;
        }
        terms.iter().map(|term| term.map_or(0, |term| numbers[term as usize])).collect()
    }

    fn node_numbers(&self) -> Vec<u32> {
        let spelling = |hit: &Hit| {
            let document = &self.corpus.documents()[hit.document as usize];
            match (&self.query.pattern, hit.token()) {
                // A token with a healed wrap inside is spelt as its term.
                (Pattern::Terms(_), Some(token)) => {
                    self.corpus.terms().spelling(document.tokens()[token as usize].term)
                }
                _ => &document.text()[hit.start as usize..hit.end as usize],
            }
        };
        let mut ids = FxHashMap::default();
        let of_hits: Vec<u32> = self
            .hits
            .iter()
            .map(|hit| {
                let next = ids.len() as u32;
                *ids.entry(spelling(hit)).or_insert(next)
            })
            .collect();
        let mut distinct: Vec<(u32, &[u16])> = ids.into_iter().map(|(spelling, id)| (id, spelling)).collect();
        sort_by_spelling(&mut distinct);
        let mut numbers = vec![0; distinct.len()];
        for (number, (id, _)) in (0..).zip(distinct) {
            numbers[id as usize] = number;
        }
        of_hits.into_iter().map(|id| numbers[id as usize]).collect()
    }
}

/// By code points. The first two are compared as one number, which settles most pairs of Chinese words.
fn sort_by_spelling(items: &mut Vec<(u32, &[u16])>) {
    let head = |spelling: &[u16]| {
        let mut points = code_points(spelling).map(|point| u64::from(point) + 1);
        points.next().unwrap_or(0) << 32 | points.next().unwrap_or(0)
    };
    let heads: Vec<u64> = items.iter().map(|&(_, spelling)| head(spelling)).collect();
    let mut order: Vec<u32> = (0..items.len() as u32).collect();
    sort(&mut order, |&a, &b| {
        let (a, b) = (a as usize, b as usize);
        heads[a].cmp(&heads[b]).then_with(|| compare(items[a].1, items[b].1))
    });
    *items = order.into_iter().map(|index| items[index as usize]).collect();
}

/// The part of the text in which contexts stay.
fn limits(document: &Document, hit: Hit, query: &ConcordanceQuery) -> (u32, u32) {
    if query.bounded.unwrap_or(false) {
        document.flow().sentence_at(hit.start)
    } else {
        (0, document.text().len() as u32)
    }
}

/// The token that a key looks at.
fn neighbour(document: &Document, hit: Hit, sort: &ConcordanceSort, limits: (u32, u32)) -> Option<Token> {
    let nth = usize::from(sort.place - 1);
    match sort.by {
        ConcordanceKey::Left => before(document, hit, limits).nth(nth),
        ConcordanceKey::Right => after(document, hit, limits).nth(nth),
        _ => None,
    }
}

/// The tokens before a hit, the nearest first.
fn before(document: &Document, hit: Hit, limits: (u32, u32)) -> impl Iterator<Item = Token> + '_ {
    let mut edge = hit.start;
    let all = document.tokens()[..hit.place()].iter().rev();
    all.take_while(move |token| token.end > limits.0).filter_map(move |&token| {
        let free = token.end <= edge && token.start >= limits.0;
        free.then(|| {
            edge = token.start;
            token
        })
    })
}

/// The tokens after a hit, the nearest first.
fn after(document: &Document, hit: Hit, limits: (u32, u32)) -> impl Iterator<Item = Token> + '_ {
    let mut edge = hit.end;
    let all = document.tokens()[hit.place()..].iter();
    all.take_while(move |token| token.start < limits.1).filter_map(move |&token| {
        let free = token.start >= edge;
        free.then(|| {
            edge = token.end;
            token
        })
    })
}

/// The longest context, in code units: a document may have megabytes without a token.
const MAX_CONTEXT_UNITS: u32 = 4096;

fn row(corpus: &Corpus, query: &ConcordanceQuery, hit: Hit) -> ConcordanceRow {
    let document = &corpus.documents()[hit.document as usize];
    let (from, to) = context(document, hit, query);
    let slice = |start: u32, end: u32| decode_utf16_lossy(&document.text()[start as usize..end as usize]);
    let key = |sort: &ConcordanceSort| match sort.by {
        ConcordanceKey::Left | ConcordanceKey::Right => {
            neighbour(document, hit, sort, limits(document, hit, query)).map(|token| (token.start, token.end))
        }
        ConcordanceKey::Node => Some((hit.start, hit.end)),
        ConcordanceKey::Document | ConcordanceKey::Position => None,
    };
    ConcordanceRow {
        document: hit.document,
        token: hit.token(),
        start: hit.start,
        end: hit.end,
        from,
        to,
        left: slice(from, hit.start),
        node: slice(hit.start, hit.end),
        right: slice(hit.end, to),
        keys: query.sort.as_deref().unwrap_or_default().iter().map(key).collect(),
    }
}

/// Where the context of a hit starts and ends.
fn context(document: &Document, hit: Hit, query: &ConcordanceQuery) -> (u32, u32) {
    let text = document.text();
    let limits = limits(document, hit, query);
    let (left, right) = (query.left.unwrap_or(10), query.right.unwrap_or(10));
    // A hit may go on over the end of the sentence in which it begins.
    let end_limit = limits.1.clamp(hit.end, hit.end.saturating_add(MAX_CONTEXT_UNITS));
    let end_limit = without_white_space(text, hit.end, end_limit);
    let (from, to) = match query.unit.unwrap_or_default() {
        ContextUnit::Tokens => (
            farthest(left, hit.start, before(document, hit, limits).map(|token| token.start), limits.0),
            farthest(right, hit.end, after(document, hit, limits).map(|token| token.end), end_limit),
        ),
        ContextUnit::Characters => {
            let back = text[limits.0 as usize..hit.start as usize].iter().rev();
            let forth = text[hit.end as usize..end_limit as usize].iter();
            (hit.start - units_of_characters(left, back, is_low), hit.end + units_of_characters(right, forth, is_high))
        }
    };
    let from = from.max(hit.start.saturating_sub(MAX_CONTEXT_UNITS));
    let to = to.min(hit.end.saturating_add(MAX_CONTEXT_UNITS));
    (from + u32::from(splits(text, from)), to - u32::from(splits(text, to)))
}

/// The place of the last of `wanted` tokens, or the limit where there are fewer.
fn farthest(wanted: usize, here: u32, mut places: impl Iterator<Item = u32>, limit: u32) -> u32 {
    match wanted.checked_sub(1) {
        None => here,
        Some(nth) => places.nth(nth).unwrap_or(limit),
    }
}

/// How many units the first `wanted` characters have, going in the direction in which a pair begins with `first`.
fn units_of_characters<'a>(wanted: usize, units: impl Iterator<Item = &'a u16>, first: fn(u16) -> bool) -> u32 {
    let mut units = units.copied().peekable();
    let mut length = 0;
    for _ in 0..wanted {
        let Some(unit) = units.next() else { break };
        length += 1;
        let is_pair = |&next: &u16| first(unit) && is_surrogate(next) && !first(next);
        length += u32::from(units.next_if(is_pair).is_some());
    }
    length
}

fn is_surrogate(unit: u16) -> bool {
    unit & 0xf800 == 0xd800
}

fn is_high(unit: u16) -> bool {
    unit & 0xfc00 == 0xd800
}

fn is_low(unit: u16) -> bool {
    unit & 0xfc00 == 0xdc00
}

/// Whether a place lies between the halves of a pair.
fn splits(text: &[u16], at: u32) -> bool {
    let at = at as usize;
    at > 0 && at < text.len() && is_high(text[at - 1]) && is_low(text[at])
}

/// `end` moved back over white space, but not before `start`.
fn without_white_space(text: &[u16], start: u32, end: u32) -> u32 {
    let part = &text[start as usize..end as usize];
    end - part.iter().rev().take_while(|&&unit| is_blank_or_break(unit)).count() as u32
}

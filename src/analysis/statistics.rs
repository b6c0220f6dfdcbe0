//! Diversity and size: a document, and several together, in figures.
//!
//! - **TTR** = V / N, V the types and N the tokens.
//! - **MATTR** = the mean TTR of all windows of w tokens that lie in one document. Where no document has w tokens it is
//!   the TTR. (M. A. Covington, J. D. McFall, "Cutting the Gordian knot: the moving-average type-token ratio (MATTR)",
//!   Journal of Quantitative Linguistics 17(2), 2010, doi:10.1080/09296171003643098.)
//! - **Hapax legomena** are the terms with one token.
//!
//! The sums behind MATTR and the means are of whole numbers, so the order of the documents changes no bit of them.

use crate::analysis::select::sort;
use crate::analysis::selection::Selection;
use crate::analysis::spelling::length;
use crate::analysis::summary::count_characters;
use crate::corpus::{Corpus, Document, TermTable, Token};
use crate::error::{Error, Kind, Result};
use crate::export::{Cell, Record, json_object, json_rows, kind_name};
use crate::text::TokenKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which documents, and the window of MATTR.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct StatisticsQuery {
    /// The documents, by index; all unless told.
    pub documents: Option<Vec<usize>>,
    /// How many tokens the window of MATTR has, 1 or more; [`StatisticsQuery::DEFAULT_WINDOW`] unless told.
    pub window: Option<usize>,
}

impl StatisticsQuery {
    /// The window of MATTR unless told.
    pub const DEFAULT_WINDOW: usize = 500;
}

/// How many tokens are of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindCount {
    /// The kind.
    pub kind: TokenKind,
    /// How many tokens are of it.
    pub count: u64,
}

/// How many tokens have a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagCount {
    /// The part-of-speech tag.
    pub tag: String,
    /// How many tokens have it.
    pub count: u64,
}

/// How many tokens have a length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LengthCount {
    /// The length in code points.
    pub length: usize,
    /// How many tokens have it.
    pub count: u64,
}

/// Some text in figures. What cannot be computed, such as the mean length of no word, is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct Statistics {
    /// The document's name; `None` for several together.
    pub name: Option<String>,
    /// How many tokens.
    pub tokens: u64,
    /// How many distinct terms.
    pub types: u64,
    /// How many code points that are not white space.
    pub characters: u64,
    /// How many of them are Chinese characters.
    pub han_characters: u64,
    /// How many sentences that have a token.
    pub sentences: u64,
    /// How many paragraphs that have a token.
    pub paragraphs: u64,
    /// The type-token ratio, above 0 and at most 1.
    pub ttr: Option<f64>,
    /// The moving-average type-token ratio.
    pub mattr: Option<f64>,
    /// The window of `mattr`, in tokens.
    pub window: usize,
    /// How many terms have one token.
    pub hapax: u64,
    /// Code points a token.
    pub mean_word_length: Option<f64>,
    /// Tokens a sentence.
    pub mean_sentence_length: Option<f64>,
    /// The tokens by kind, in the order of [`TokenKind::ALL`], those that there are.
    pub kinds: Vec<KindCount>,
    /// The tokens by tag, the highest count first, equal counts by tag.
    pub tags: Vec<TagCount>,
    /// The tokens by length, the shortest first.
    pub word_lengths: Vec<LengthCount>,
}

macro_rules! count_record {
    ($row:ty, $key:literal, $field:ident => $cell:expr) => {
        impl Record for $row {
            const KEYS: &'static [&'static str] = &[$key, "count"];

            fn cells(&self) -> Vec<Cell<'_>> {
                let $field = &self.$field;
                vec![$cell, Cell::Count(self.count)]
            }
        }
    };
}

count_record!(KindCount, "kind", kind => Cell::Text(kind_name(*kind)));
count_record!(TagCount, "tag", tag => Cell::Text(tag));
count_record!(LengthCount, "length", length => Cell::Count(*length as u64));

/// Without the distributions: a row has one value a field.
impl Record for Statistics {
    const KEYS: &'static [&'static str] = &[
        "name",
        "tokens",
        "types",
        "characters",
        "han_characters",
        "sentences",
        "paragraphs",
        "ttr",
        "mattr",
        "window",
        "hapax",
        "mean_word_length",
        "mean_sentence_length",
    ];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            self.name.as_deref().map_or(Cell::Nothing, Cell::Text),
            Cell::Count(self.tokens),
            Cell::Count(self.types),
            Cell::Count(self.characters),
            Cell::Count(self.han_characters),
            Cell::Count(self.sentences),
            Cell::Count(self.paragraphs),
            Cell::measure(self.ttr),
            Cell::measure(self.mattr),
            Cell::Count(self.window as u64),
            Cell::Count(self.hapax),
            Cell::measure(self.mean_word_length),
            Cell::measure(self.mean_sentence_length),
        ]
    }
}

/// The chosen documents in figures.
#[derive(Debug, Clone, PartialEq)]
pub struct StatisticsPage {
    /// All of them together.
    pub combined: Statistics,
    /// Each by itself, in the order of the corpus.
    pub documents: Vec<Statistics>,
}

/// The chosen documents in figures, together and each by itself.
///
/// # Errors
/// [`Kind::InvalidArgument`] when there is no such document, and when the window is 0.
///
/// ```
/// use hanlens::analysis::{StatisticsQuery, statistics};
/// use hanlens::{Corpus, CutOptions, Lens};
/// let lens = Lens::from_lists("北京 34488 ns\n很 1 d\n大 1 a\n冷 1 a\n", "")?;
/// let mut corpus = Corpus::new(CutOptions { hmm: false, ..CutOptions::default() });
/// corpus.push_str("sample", "北京很大。北京很冷。")?;
/// corpus.analyze(&lens);
/// let figures = statistics::describe(&corpus, &StatisticsQuery::default())?.combined;
/// assert_eq!((figures.tokens, figures.types, figures.hapax, figures.sentences), (6, 4, 2, 2));
/// assert_eq!((figures.ttr, figures.mean_sentence_length), (Some(4.0 / 6.0), Some(3.0)));
/// # Ok::<(), hanlens::Error>(())
/// ```
pub fn describe(corpus: &Corpus, query: &StatisticsQuery) -> Result<StatisticsPage> {
    let chosen = Selection::new(corpus, "documents", query.documents.as_deref())?;
    let window = query.window.unwrap_or(StatisticsQuery::DEFAULT_WINDOW);
    if window == 0 {
        return Err(Error::new(Kind::InvalidArgument, "window", "must have 1 token or more, and is 0"));
    }
    let terms = Terms::new(corpus.terms());
    let mut counter = Counter::new(corpus.terms().len());
    let mut combined = Tally::default();
    let mut documents = Vec::new();
    for (_, document) in chosen.iter() {
        let tally = Tally::of(document, window, &mut counter);
        let types = counter.take();
        let named = terms.figures(&tally, &types, window);
        documents.push(Statistics { name: Some(document.name().to_owned()), ..named });
        combined.add(&tally);
    }
    let counts = chosen.counts();
    let types: Vec<(u32, u32)> = (0..).zip(counts.iter().copied()).filter(|&(_, count)| count > 0).collect();
    Ok(StatisticsPage { combined: terms.figures(&combined, &types, window), documents })
}

impl StatisticsPage {
    /// `{combined, documents}` as JSON for JavaScript, with the distributions.
    pub fn to_json(&self) -> String {
        let documents: Vec<String> = self.documents.iter().map(Statistics::to_json).collect();
        let documents = format!("[{}]", documents.join(","));
        json_object(&["combined", "documents"], &[Cell::Json(&self.combined.to_json()), Cell::Json(&documents)])
    }
}

impl Statistics {
    fn to_json(&self) -> String {
        let figures = json_rows(std::slice::from_ref(self));
        let figures = figures.trim_matches(['[', ']', '\n', '}']);
        let [kinds, tags] = [json_rows(&self.kinds), json_rows(&self.tags)];
        let lengths = json_rows(&self.word_lengths);
        format!("{figures},\"kinds\":{kinds},\"tags\":{tags},\"wordLengths\":{lengths}}}")
    }
}

/// What of a document can be summed up.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    tokens: u64,
    characters: u64,
    han_characters: u64,
    sentences: u64,
    paragraphs: u64,
    /// The types of all windows, summed, and how many windows there are.
    window_types: u64,
    windows: u64,
}

impl Tally {
    /// Leaves the counts of the document's terms in `counter`.
    fn of(document: &Document, window: usize, counter: &mut Counter) -> Tally {
        let (text, tokens) = (document.text(), document.tokens());
        let (characters, han_characters) = count_characters(text);
        let (window_types, windows) = counter.count_windows(tokens, window);
        counter.add_all(tokens);
        Tally {
            tokens: tokens.len() as u64,
            characters: characters as u64,
            han_characters: han_characters as u64,
            sentences: parts_with_token(&document.sentences(), tokens),
            paragraphs: parts_with_token(&document.paragraphs(), tokens),
            window_types,
            windows,
        }
    }

    fn add(&mut self, other: &Tally) {
        self.tokens += other.tokens;
        self.characters += other.characters;
        self.han_characters += other.han_characters;
        self.sentences += other.sentences;
        self.paragraphs += other.paragraphs;
        self.window_types += other.window_types;
        self.windows += other.windows;
    }
}

/// How many of the parts of a text with these ends have the start of a token.
fn parts_with_token(ends: &[u32], tokens: &[Token]) -> u64 {
    let (mut part, mut counted, mut last) = (0, 0, None);
    for token in tokens {
        while ends.get(part).is_some_and(|&end| end <= token.start) {
            part += 1;
        }
        if last != Some(part) {
            (counted, last) = (counted + 1, Some(part));
        }
    }
    counted
}

/// Counts by term, with the terms that have one: what is taken back costs no more than what was counted.
struct Counter {
    counts: Vec<u32>,
    touched: Vec<u32>,
}

impl Counter {
    fn new(terms: usize) -> Counter {
        Counter { counts: vec![0; terms], touched: Vec::new() }
    }

    fn add_all(&mut self, tokens: &[Token]) {
        for token in tokens {
            let count = &mut self.counts[token.term as usize];
            if *count == 0 {
                self.touched.push(token.term);
            }
            *count += 1;
        }
    }

    /// The (term, count) of all terms that have one. Every count is 0 afterwards.
    fn take(&mut self) -> Vec<(u32, u32)> {
        let counts = &mut self.counts;
        self.touched.drain(..).map(|term| (term, std::mem::take(&mut counts[term as usize]))).collect()
    }

    /// The distinct terms of all windows, summed, and how many windows there are. Every count is 0 before and after.
    fn count_windows(&mut self, tokens: &[Token], window: usize) -> (u64, u64) {
        if tokens.len() < window {
            return (0, 0);
        }
        let (mut distinct, mut sum) = (0u64, 0u64);
        for (index, token) in tokens.iter().enumerate() {
            let entering = &mut self.counts[token.term as usize];
            distinct += u64::from(*entering == 0);
            *entering += 1;
            if index + 1 >= window {
                sum += distinct;
                let leaving = &mut self.counts[tokens[index + 1 - window].term as usize];
                *leaving -= 1;
                distinct -= u64::from(*leaving == 0);
            }
        }
        for token in &tokens[tokens.len() + 1 - window..] {
            self.counts[token.term as usize] = 0;
        }
        (sum, (tokens.len() + 1 - window) as u64)
    }
}

/// What is known of the terms.
struct Terms<'a> {
    table: &'a TermTable,
    lengths: Vec<u32>,
}

impl<'a> Terms<'a> {
    fn new(table: &'a TermTable) -> Self {
        let lengths = (0..table.len() as u32).map(|term| length(table.spelling(term)) as u32).collect();
        Terms { table, lengths }
    }

    fn figures(&self, tally: &Tally, types: &[(u32, u32)], window: usize) -> Statistics {
        let distribution = Distribution::of(self, types);
        let letters = distribution.lengths.iter().map(|(&length, &count)| u64::from(length) * count).sum();
        let ttr = ratio(types.len() as u64, tally.tokens);
        Statistics {
            name: None,
            tokens: tally.tokens,
            types: types.len() as u64,
            characters: tally.characters,
            han_characters: tally.han_characters,
            sentences: tally.sentences,
            paragraphs: tally.paragraphs,
            ttr,
            mattr: ratio(tally.window_types, tally.windows * window as u64).or(ttr),
            window,
            hapax: types.iter().filter(|&&(_, count)| count == 1).count() as u64,
            mean_word_length: ratio(letters, tally.tokens),
            mean_sentence_length: ratio(tally.tokens, tally.sentences),
            kinds: distribution.kinds(),
            tags: distribution.tags(self.table),
            word_lengths: distribution.word_lengths(),
        }
    }
}

fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Tokens by kind, tag and length.
struct Distribution {
    kinds: [u64; TokenKind::ALL.len()],
    tags: Vec<u64>,
    lengths: BTreeMap<u32, u64>,
}

impl Distribution {
    fn of(terms: &Terms, types: &[(u32, u32)]) -> Distribution {
        let mut found = Distribution {
            kinds: [0; TokenKind::ALL.len()],
            tags: vec![0; terms.table.tag_names().len()],
            lengths: BTreeMap::new(),
        };
        for &(term, count) in types {
            let count = u64::from(count);
            found.kinds[terms.table.kind(term) as usize] += count;
            found.tags[terms.table.tag_ids()[term as usize] as usize] += count;
            *found.lengths.entry(terms.lengths[term as usize]).or_default() += count;
        }
        found
    }

    fn kinds(&self) -> Vec<KindCount> {
        let counted = TokenKind::ALL.into_iter().zip(self.kinds).filter(|&(_, count)| count > 0);
        counted.map(|(kind, count)| KindCount { kind, count }).collect()
    }

    fn tags(&self, table: &TermTable) -> Vec<TagCount> {
        let counted = table.tag_names().iter().zip(&self.tags).filter(|&(_, &count)| count > 0);
        let mut tags: Vec<TagCount> = counted.map(|(tag, &count)| TagCount { tag: tag.clone(), count }).collect();
        sort(&mut tags, |a, b| b.count.cmp(&a.count).then_with(|| a.tag.cmp(&b.tag)));
        tags
    }

    fn word_lengths(&self) -> Vec<LengthCount> {
        self.lengths.iter().map(|(&length, &count)| LengthCount { length: length as usize, count }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(terms: &[u32]) -> Vec<Token> {
        (0..).zip(terms).map(|(at, &term)| Token { start: at, end: at + 1, term }).collect()
    }

    #[test]
    fn the_worked_vector_of_mattr() {
        // a b a c, windows of 3: {a, b} and {b, a, c}, so (2/3 + 3/3) / 2.
        let mut counter = Counter::new(3);
        assert_eq!(counter.count_windows(&tokens(&[0, 1, 0, 2]), 3), (5, 2));
        assert_eq!(ratio(5, 2 * 3), Some(5.0 / 6.0));
        assert_eq!(counter.counts, [0, 0, 0], "nothing is left behind");
        assert_eq!(counter.count_windows(&tokens(&[0, 1, 0, 2]), 4), (3, 1));
        assert_eq!(counter.count_windows(&tokens(&[0, 1, 0, 2]), 1), (4, 4));
        assert_eq!(counter.count_windows(&tokens(&[0, 1, 0, 2]), 5), (0, 0));
    }

    #[test]
    fn a_part_counts_when_a_token_begins_in_it() {
        for (ends, starts, expected) in [
            (vec![4, 8], vec![0, 1, 5], 2),
            (vec![4, 8], vec![5], 1),
            (vec![2, 4, 6], vec![0, 5], 2),
            (vec![2], vec![], 0),
            (vec![], vec![], 0),
        ] {
            let tokens: Vec<Token> = starts.into_iter().map(|start| Token { start, end: start + 1, term: 0 }).collect();
            assert_eq!(parts_with_token(&ends, &tokens), expected, "{ends:?}");
        }
    }
}

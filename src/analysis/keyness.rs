//! Keyness: the words that some documents use more, or less, than others do.
//!
//! Signs: *a* of *c* target tokens are the term, *b* of *d* reference tokens.
//!
//! - **G²** = 2 · (a · ln(a / E₁) + b · ln(b / E₂)), E₁ = c(a + b)/(c + d), E₂ = d(a + b)/(c + d), 0 · ln 0 = 0. Here
//!   it has a sign: below 0 when the term is rarer in the target. (P. Rayson, R. Garside, "Comparing corpora using
//!   frequency profiling", Workshop on Comparing Corpora, ACL 2000, doi:10.3115/1117729.1117730.)
//! - **Bands** are the quantiles of χ² with one degree of freedom: |G²| ≥ 3.84, 6.63, 10.83, 15.14 for p < 0.05, 0.01,
//!   0.001, 0.0001.
//! - **Log Ratio** = log₂((a/c) / (b/d)), a count of 0 taken as 0.5. (A. Hardie, "Log Ratio: an informal introduction",
//!   CASS, 2014.)
//! - **%DIFF** = 100 · (a/c − b/d) / (b/d), not available when b = 0. (C. Gabrielatos, A. Marchi, "Keyness: matching
//!   metrics to definitions", Corpus Linguistics in the South 2011.)
//! - **BIC** = |G²| − ln(c + d). (A. Wilson, "Embracing Bayes factors for key item analysis in corpus linguistics",
//!   2013: above 2 the evidence is positive, above 6 strong, above 10 very strong.)
//!
//! The two sides are counted as they are: nothing is added to a count, the Log Ratio's 0.5 apart.

use crate::analysis::frequency::StopFilter;
use crate::analysis::select::{keep_sorted, sort};
use crate::analysis::selection::{Selection, per_million};
use crate::analysis::spelling::{compare as compare_spelling, length};
use crate::analysis::stopwords::{StopSet, StopWords};
use crate::analysis::tags::matches;
use crate::corpus::Corpus;
use crate::error::{Error, Kind, Result};
use crate::export::{Cell, Record};
use crate::lens::Lens;
use crate::segment::Piece;
use crate::text::decode_utf16_lossy;
use rustc_hash::FxHashMap;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

/// What the rows are ordered by. Signed figures are ordered by their magnitude, so the most striking differences of
/// either direction come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum KeynessSort {
    /// |G²|.
    #[default]
    G2,
    /// |Log Ratio|.
    LogRatio,
    /// |%DIFF|; where it is not available it is taken as infinite.
    Diff,
    /// The Bayesian information criterion.
    Bic,
    /// The count in the target.
    Count,
}

/// Which of the rows by the direction of the difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// All, also terms that are equally frequent on both sides.
    #[default]
    Both,
    /// Terms that are more frequent in the target.
    Positive,
    /// Terms that are less frequent in the target.
    Negative,
}

/// What the target is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// Documents of the same corpus, by index.
    Documents(Vec<usize>),
    /// A frequency list: a word and its count a line, separated by a tab, a comma or white space; further columns are
    /// passed over, and a first line whose second column is no number. Counts of a word that comes twice are added.
    List(String),
}

/// Which comparison, and which of its rows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct KeynessQuery {
    /// The documents whose words are looked at, by index.
    pub target: Vec<usize>,
    /// What they are compared with; all other documents unless told.
    pub reference: Option<Reference>,
    /// What to order by; |G²| unless told. Equal rows: the higher target count first, then by spelling.
    pub sort: Option<KeynessSort>,
    /// Whether the order falls; it does unless told.
    pub descending: Option<bool>,
    /// Which direction; both unless told.
    pub direction: Option<Direction>,
    /// Only terms that both sides together have at least so often; 1 unless told.
    pub min_count: Option<u64>,
    /// Only terms of at least so many code points.
    pub min_length: Option<usize>,
    /// Whether stop words are among the rows; they are unless told.
    pub stop_words: Option<StopFilter>,
    /// Only these tags, as in [`TermQuery::tags`](crate::analysis::TermQuery::tags).
    pub tags: Option<Vec<String>>,
    /// How many rows to pass over; 0 unless told.
    pub offset: Option<usize>,
    /// The most rows to give; [`KeynessQuery::DEFAULT_LIMIT`] unless told.
    pub limit: Option<usize>,
}

impl KeynessQuery {
    /// How many rows a page has unless told.
    pub const DEFAULT_LIMIT: usize = 100;
}

/// The figures of one comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Keyness {
    /// G², below 0 when the term is rarer in the target.
    pub g2: f64,
    /// `"p<0.05"`, `"p<0.01"`, `"p<0.001"`, `"p<0.0001"`, or `""` for what chance explains.
    pub band: &'static str,
    /// How many doublings more frequent the term is in the target.
    pub log_ratio: f64,
    /// How many per cent more frequent; `None` when the reference does not have the term.
    pub diff: Option<f64>,
    /// The Bayesian information criterion.
    pub bic: f64,
}

/// One row of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct KeynessRow {
    /// The term's number; `None` for a word that only the frequency list has.
    pub term: Option<u32>,
    /// The spelling.
    pub word: String,
    /// Its part-of-speech tag.
    pub tag: String,
    /// How often the target has it.
    pub target_count: u64,
    /// How often the reference has it.
    pub reference_count: u64,
    /// `target_count` in a million tokens of the target.
    pub target_per_million: f64,
    /// `reference_count` in a million tokens of the reference.
    pub reference_per_million: f64,
    /// As [`Keyness::g2`].
    pub g2: f64,
    /// As [`Keyness::band`].
    pub band: &'static str,
    /// As [`Keyness::log_ratio`].
    pub log_ratio: f64,
    /// As [`Keyness::diff`].
    pub diff: Option<f64>,
    /// As [`Keyness::bic`].
    pub bic: f64,
}

impl Record for KeynessRow {
    const KEYS: &'static [&'static str] = &[
        "term",
        "word",
        "tag",
        "target_count",
        "reference_count",
        "target_per_million",
        "reference_per_million",
        "g2",
        "band",
        "log_ratio",
        "diff",
        "bic",
    ];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            self.term.map_or(Cell::Nothing, |term| Cell::Count(term.into())),
            Cell::Text(&self.word),
            Cell::Text(&self.tag),
            Cell::Count(self.target_count),
            Cell::Count(self.reference_count),
            Cell::Measure(self.target_per_million),
            Cell::Measure(self.reference_per_million),
            Cell::Measure(self.g2),
            Cell::Text(self.band),
            Cell::Measure(self.log_ratio),
            Cell::measure(self.diff),
            Cell::Measure(self.bic),
        ]
    }
}

/// Some rows of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct KeynessPage {
    /// How many terms the filters leave.
    pub total: usize,
    /// How many tokens the target has.
    pub target_tokens: u64,
    /// How many tokens the reference has.
    pub reference_tokens: u64,
    /// How many rows stand before the first.
    pub offset: usize,
    /// The rows.
    pub rows: Vec<KeynessRow>,
}

/// The least |G²| of each band, the quantiles of χ² with one degree of freedom.
const BANDS: [(f64, &str); 4] = [
    (15.136705226623606, "p<0.0001"),
    (10.827566170662733, "p<0.001"),
    (6.6348966010212145, "p<0.01"),
    (3.841458820694124, "p<0.05"),
];

/// The figures of a term that is `a` of `c` target tokens and `b` of `d` reference tokens. `c` and `d` must be above 0,
/// and `a + b` too.
///
/// ```
/// let figures = hanlens::analysis::keyness::compare(3, 0, 26, 16);
/// assert!((figures.g2 - 2.87744).abs() < 5e-6);
/// assert!((figures.log_ratio - 1.88452).abs() < 5e-6);
/// assert_eq!(figures.diff, None);
/// ```
pub fn compare(a: u64, b: u64, c: u64, d: u64) -> Keyness {
    let [a, b, c, d] = [a, b, c, d].map(|count| count as f64);
    let share = (a + b) / (c + d);
    let part = |count: f64, tokens: f64| if count == 0.0 { 0.0 } else { count * (count / (tokens * share)).ln() };
    // The difference of two nearly equal frequencies may round to just below 0.
    let magnitude = (2.0 * (part(a, c) + part(b, d))).max(0.0);
    let rarer = a * d < b * c;
    let band = BANDS.iter().find(|(least, _)| magnitude >= *least).map_or("", |(_, name)| name);
    let nonzero = |count: f64| if count == 0.0 { 0.5 } else { count };
    Keyness {
        g2: if rarer { -magnitude } else { magnitude },
        band,
        log_ratio: ((nonzero(a) / c) / (nonzero(b) / d)).log2(),
        diff: (b > 0.0).then(|| 100.0 * (a / c - b / d) / (b / d)),
        bic: magnitude - (c + d).ln(),
    }
}

/// The terms of the target and the reference with their figures, as the query chooses them.
///
/// `stop_words` are those of the corpus. Takes time in proportion to the tokens of the chosen documents and to the
/// number of terms.
///
/// # Errors
/// [`Kind::InvalidArgument`] when there is no such document, when a document is on both sides, when one side has no
/// token, and when a line of a frequency list cannot be read.
///
/// ```
/// use hanlens::analysis::{KeynessQuery, StopWords, keyness};
/// use hanlens::{Corpus, CutOptions, Lens};
/// let lens = Lens::from_lists("北京 34488 ns\n上海 9 ns\n很 1 d\n大 1 a\n", "")?;
/// let mut corpus = Corpus::new(CutOptions::default());
/// corpus.push_str("a", "北京很大。")?;
/// corpus.push_str("b", "上海很大。")?;
/// corpus.analyze(&lens);
/// let query = KeynessQuery { target: vec![0], ..KeynessQuery::default() };
/// let page = keyness::page(&lens, &corpus, &StopWords::None, &query)?;
/// assert_eq!((page.rows[0].word.as_str(), page.rows[0].target_count, page.rows[0].reference_count), ("北京", 1, 0));
/// # Ok::<(), hanlens::Error>(())
/// ```
pub fn page(lens: &Lens, corpus: &Corpus, stop_words: &StopWords, query: &KeynessQuery) -> Result<KeynessPage> {
    let limit = query.limit.unwrap_or(KeynessQuery::DEFAULT_LIMIT);
    let sides = Sides::new(lens, corpus, query)?;
    let mut rows = sides.rows(lens, corpus, stop_words, query);
    let total = rows.len();
    let sort = query.sort.unwrap_or_default();
    let descending = query.descending.unwrap_or(true);
    let offset = query.offset.unwrap_or(0);
    keep_sorted(&mut rows, offset, limit, |a, b| {
        let by_key = a.key(sort).total_cmp(&b.key(sort));
        let by_key = if descending { by_key.reverse() } else { by_key };
        // By spelling at last, so that the order of the documents changes no page.
        let spelling = |draft: &Draft| draft.spelling(corpus, &sides.list_words);
        by_key.then(b.target.cmp(&a.target)).then_with(|| compare_spelling(spelling(a), spelling(b)))
    });
    let rows = rows.into_iter().map(|row| sides.row(lens, corpus, row)).collect();
    Ok(KeynessPage {
        total,
        target_tokens: sides.target_tokens,
        reference_tokens: sides.reference_tokens,
        offset,
        rows,
    })
}

/// Both sides, counted.
struct Sides {
    target: Vec<u32>,
    target_tokens: u64,
    /// By term.
    reference: Vec<u64>,
    reference_tokens: u64,
    /// Words of a frequency list that are no terms of the corpus.
    list_words: Vec<(Vec<u16>, u64)>,
}

/// A row before it is known whether it is shown.
struct Draft {
    /// A term, or what comes after the last one for a word of the list.
    index: usize,
    target: u64,
    reference: u64,
    figures: Keyness,
}

impl Sides {
    fn new(lens: &Lens, corpus: &Corpus, query: &KeynessQuery) -> Result<Sides> {
        let target = Selection::new(corpus, "target", Some(&query.target))?;
        let mut sides = Sides {
            target: target.counts().into_owned(),
            target_tokens: target.tokens() as u64,
            reference: Vec::new(),
            reference_tokens: 0,
            list_words: Vec::new(),
        };
        match &query.reference {
            None => sides.count_reference(&target.others()),
            Some(Reference::List(list)) => sides.count_list(lens, corpus, list)?,
            Some(Reference::Documents(indexes)) => {
                let reference = Selection::new(corpus, "reference", Some(indexes))?;
                if let Some((index, _)) = reference.iter().find(|&(index, _)| target.contains(index)) {
                    return Err(invalid("reference", format!("document {index} is in the target too")));
                }
                sides.count_reference(&reference);
            }
        }
        for (side, tokens) in [("target", sides.target_tokens), ("reference", sides.reference_tokens)] {
            if tokens == 0 {
                return Err(invalid(side, "has no token to compare"));
            }
        }
        Ok(sides)
    }

    fn count_reference(&mut self, reference: &Selection) {
        self.reference = reference.counts().iter().map(|&count| count.into()).collect();
        self.reference_tokens = reference.tokens() as u64;
    }

    fn count_list(&mut self, lens: &Lens, corpus: &Corpus, list: &str) -> Result<()> {
        self.reference = vec![0; corpus.terms().len()];
        let mut others = FxHashMap::<&str, u64>::default();
        for (number, line) in (1..).zip(list.trim_start_matches('\u{feff}').lines()) {
            let Some((word, count)) = list_line(number, line)? else {
                continue;
            };
            self.reference_tokens = self.reference_tokens.saturating_add(count);
            if self.reference_tokens > MOST_TOKENS {
                return Err(invalid("reference", format!("the counts up to line {number} sum to over {MOST_TOKENS}")));
            }
            let units: Vec<u16> = word.encode_utf16().collect();
            match corpus.terms().find(lens, &units) {
                Some(term) => self.reference[term as usize] += count,
                None => *others.entry(word).or_default() += count,
            }
        }
        self.list_words = others.into_iter().map(|(word, count)| (word.encode_utf16().collect(), count)).collect();
        sort(&mut self.list_words, Ord::cmp);
        Ok(())
    }

    fn rows(&self, lens: &Lens, corpus: &Corpus, stop_words: &StopWords, query: &KeynessQuery) -> Vec<Draft> {
        let filter = Filter::new(lens, corpus, stop_words, query);
        let of_terms = self.target.iter().zip(&self.reference).map(|(&target, &reference)| (target.into(), reference));
        let of_list = self.list_words.iter().map(|(_, count)| (0, *count));
        let counts = of_terms.chain(of_list).enumerate();
        let drafts = counts.filter(|&(_, (target, reference))| filter.accepts_counts(target + reference));
        let drafts = drafts.filter(|&(index, _)| filter.accepts_word(index, &self.list_words));
        let drafts = drafts.map(|(index, (target, reference))| Draft {
            index,
            target,
            reference,
            figures: compare(target, reference, self.target_tokens, self.reference_tokens),
        });
        drafts.filter(|draft| filter.accepts_direction(self.direction(draft))).collect()
    }

    /// Whether the term is more frequent in the target, or less.
    fn direction(&self, draft: &Draft) -> Ordering {
        let [target, reference] = [draft.target, draft.reference].map(u128::from);
        (target * u128::from(self.reference_tokens)).cmp(&(reference * u128::from(self.target_tokens)))
    }

    fn row(&self, lens: &Lens, corpus: &Corpus, draft: Draft) -> KeynessRow {
        let Keyness { g2, band, log_ratio, diff, bic } = draft.figures;
        let terms = corpus.terms();
        let term = Some(draft.index).filter(|&index| index < terms.len()).map(|index| index as u32);
        let (word, tag) = match term {
            Some(term) => (terms.word(term), terms.tag(term)),
            None => {
                let word = &self.list_words[draft.index - terms.len()].0;
                (decode_utf16_lossy(word), tag_of(lens, word))
            }
        };
        let tag = tag.to_owned();
        KeynessRow {
            term,
            word,
            tag,
            target_count: draft.target,
            reference_count: draft.reference,
            target_per_million: per_million(draft.target, self.target_tokens),
            reference_per_million: per_million(draft.reference, self.reference_tokens),
            g2,
            band,
            log_ratio,
            diff,
            bic,
        }
    }
}

impl Draft {
    fn key(&self, sort: KeynessSort) -> f64 {
        match sort {
            KeynessSort::G2 => self.figures.g2.abs(),
            KeynessSort::LogRatio => self.figures.log_ratio.abs(),
            KeynessSort::Diff => self.figures.diff.map_or(f64::INFINITY, f64::abs),
            KeynessSort::Bic => self.figures.bic,
            KeynessSort::Count => self.target as f64,
        }
    }

    fn spelling<'a>(&self, corpus: &'a Corpus, list: &'a [(Vec<u16>, u64)]) -> &'a [u16] {
        let terms = corpus.terms();
        self.index.checked_sub(terms.len()).map_or_else(|| terms.spelling(self.index as u32), |place| &list[place].0)
    }
}

struct Filter<'a> {
    lens: &'a Lens,
    corpus: &'a Corpus,
    query: &'a KeynessQuery,
    stop_words: Cow<'static, StopSet>,
    min_count: u64,
}

impl<'a> Filter<'a> {
    fn new(lens: &'a Lens, corpus: &'a Corpus, stop_words: &StopWords, query: &'a KeynessQuery) -> Self {
        // A term that neither side has is no row.
        let min_count = query.min_count.unwrap_or(1).max(1);
        Filter { lens, corpus, query, stop_words: stop_words.set(), min_count }
    }

    fn accepts_counts(&self, count: u64) -> bool {
        count >= self.min_count
    }

    fn accepts_word(&self, index: usize, list: &[(Vec<u16>, u64)]) -> bool {
        let terms = self.corpus.terms();
        match index.checked_sub(terms.len()) {
            None => self.accepts(terms.spelling(index as u32), || terms.tag(index as u32)),
            Some(place) => self.accepts(&list[place].0, || tag_of(self.lens, &list[place].0)),
        }
    }

    fn accepts<'t>(&self, spelling: &[u16], tag: impl FnOnce() -> &'t str) -> bool {
        let KeynessQuery { min_length, tags, stop_words, .. } = self.query;
        let by_stop_word = match stop_words.unwrap_or_default() {
            StopFilter::Show => true,
            StopFilter::Hide => !self.stop_words.contains(spelling),
            StopFilter::Only => self.stop_words.contains(spelling),
        };
        by_stop_word
            && min_length.is_none_or(|least| length(spelling) >= least)
            && tags.as_ref().is_none_or(|tags| {
                let tag = tag();
                tags.iter().any(|pattern| matches(pattern, tag))
            })
    }

    fn accepts_direction(&self, direction: Ordering) -> bool {
        match self.query.direction.unwrap_or_default() {
            Direction::Both => true,
            Direction::Positive => direction == Ordering::Greater,
            Direction::Negative => direction == Ordering::Less,
        }
    }
}

fn tag_of<'a>(lens: &'a Lens, word: &[u16]) -> &'a str {
    lens.tag_of(lens.word_id(word).unwrap_or(Piece::UNKNOWN), word)
}

/// As many as a float tells apart, one by one.
const MOST_TOKENS: u64 = 1 << 53;

/// The word and the count of a line of a frequency list; `None` for an empty line and for a first line of names.
fn list_line(number: usize, line: &str) -> Result<Option<(&str, u64)>> {
    let separator = ['\t', ',', ' '].into_iter().find(|&separator| line.trim().contains(separator));
    let mut fields = line.trim().split(|c| Some(c) == separator).map(|field| field.trim().trim_matches('"'));
    let (word, count) = (fields.next().unwrap_or_default(), fields.find(|field| !field.is_empty()));
    match count.map(str::parse::<u64>) {
        _ if line.trim().is_empty() => Ok(None),
        Some(Ok(count)) if !word.is_empty() => Ok(Some((word, count))),
        Some(Err(_)) if number == 1 => Ok(None),
        _ => {
            let shown: String = line.chars().take(80).collect();
            let what = "is not a word and its count, a whole number, with a tab or a comma between them";
            Err(invalid("reference", format!("line {number}, `{shown}`, {what}")))
        }
    }
}

fn invalid(argument: &'static str, detail: impl Into<String>) -> Error {
    Error::new(Kind::InvalidArgument, argument, detail)
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_any(ReferenceVisitor)
    }
}

struct ReferenceVisitor;

impl<'de> Visitor<'de> for ReferenceVisitor {
    type Value = Reference;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("indexes of documents, or {list: \"a frequency list\"}")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> std::result::Result<Reference, A::Error> {
        let mut indexes = Vec::new();
        while let Some(index) = items.next_element()? {
            indexes.push(index);
        }
        Ok(Reference::Documents(indexes))
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> std::result::Result<Reference, A::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct List {
            list: String,
        }
        let List { list } = List::deserialize(serde::de::value::MapAccessDeserializer::new(fields))?;
        Ok(Reference::List(list))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_vectors() {
        // (a, b, c, d), G², band, Log Ratio, %DIFF
        for ((a, b, c, d), g2, band, log_ratio, diff) in [
            ((3, 0, 26, 16), 2.87744, "", 1.88452, None),
            ((0, 3, 16, 26), -2.87744, "", -1.88452, Some(-100.0)),
            ((10, 10, 1000, 1000), 0.0, "", 0.0, Some(0.0)),
            ((20, 5, 1000, 1000), 9.63724, "p<0.01", 2.0, Some(300.0)),
            ((5, 20, 1000, 1000), -9.63724, "p<0.01", -2.0, Some(-75.0)),
            ((100, 10, 1000, 1000), 85.47244, "p<0.0001", std::f64::consts::LOG2_10, Some(900.0)),
        ] {
            let figures = compare(a, b, c, d);
            assert!((figures.g2 - g2).abs() < 1e-4, "{figures:?}");
            assert!((figures.log_ratio - log_ratio).abs() < 5e-6, "{figures:?}");
            assert!((figures.bic - (figures.g2.abs() - ((c + d) as f64).ln())).abs() < 1e-12, "{figures:?}");
            assert_eq!((figures.band, figures.diff.map(f64::round)), (band, diff), "{figures:?}");
        }
    }

    #[test]
    fn a_line_of_a_list_is_a_word_and_its_count() {
        for (number, line, expected) in [
            (1, "北京\t5", Ok(Some(("北京", 5)))),
            (1, "北京,5", Ok(Some(("北京", 5)))),
            (2, "北京 5 ns", Ok(Some(("北京", 5)))),
            (2, "\"北京\", \"5\"", Ok(Some(("北京", 5)))),
            (2, "a b\t5\tx", Ok(Some(("a b", 5)))),
            (2, "  ", Ok(None)),
            (1, "word,count", Ok(None)),
            (2, "word,count", Err(())),
            (1, "北京", Err(())),
            (2, "北京,-1", Err(())),
            (2, "北京,1.5", Err(())),
            (2, ",5", Err(())),
        ] {
            assert_eq!(list_line(number, line).map_err(drop), expected, "{line:?}");
        }
    }
}

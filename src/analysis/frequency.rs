//! The frequency table: every term with its count and its frequency in a million tokens.
//!
//! per million = 10⁶ · f / N, with f the term's count and N the number of tokens of the corpus. Filters and
//! stop words choose rows; they change neither f nor N nor the rank. A choice of documents changes all three: the
//! table is then as if the corpus had those alone.

use crate::analysis::select::{keep_sorted, sort};
use crate::analysis::selection::{Selection, per_million};
use crate::analysis::spelling::{code_points, compare, contains, length};
use crate::analysis::tags::TagFilter;
use crate::corpus::{Corpus, TermTable};
use crate::error::Result;
use crate::text::TokenKind;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::cmp::Ordering;

/// What the rows of the table are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SortKey {
    /// The count.
    #[default]
    Count,
    /// The spelling, by code points.
    Word,
    /// The part-of-speech tag, by code points.
    Tag,
    /// The length in code points.
    Length,
    /// The kind of token, in the order of [`TokenKind::ALL`].
    Kind,
    /// The first occurrence in the corpus.
    First,
    /// The number of documents with the term.
    Documents,
}

impl SortKey {
    /// The direction unless told: large counts and long words come first, all else in rising order.
    fn descends(self) -> bool {
        matches!(self, SortKey::Count | SortKey::Length | SortKey::Documents)
    }
}

/// Whether stop words are among the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StopFilter {
    /// They are.
    #[default]
    Show,
    /// They are not.
    Hide,
    /// Only they are.
    Only,
}

/// Which rows of the frequency table, in which order. Every part may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct TermQuery {
    /// What to order by; the count unless told. Equal rows: higher count first, then first occurrence,
    /// whatever the direction.
    pub sort: Option<SortKey>,
    /// Whether the order falls; unless told it does for the count, the length and the number of documents.
    pub descending: Option<bool>,
    /// How many rows to pass over; 0 unless told.
    pub offset: Option<usize>,
    /// The most rows to give; [`TermQuery::DEFAULT_LIMIT`] unless told.
    pub limit: Option<usize>,
    /// Only terms that contain this text, ASCII letters in either case.
    pub contains: Option<String>,
    /// Only these tags: `"n"` is that tag alone, `"n*"` every tag that begins with n.
    pub tags: Option<Vec<String>>,
    /// Only these kinds.
    pub kinds: Option<Vec<TokenKind>>,
    /// Only terms of at least so many code points.
    pub min_length: Option<usize>,
    /// Only terms of at most so many code points.
    pub max_length: Option<usize>,
    /// Only terms that occur at least so often.
    pub min_count: Option<u32>,
    /// Whether stop words are among the rows; they are unless told.
    pub stop_words: Option<StopFilter>,
    /// The documents to count in, by index; all unless told. Terms that none of them has are no rows.
    pub documents: Option<Vec<usize>>,
    /// Whether the rows of a page have their tags; they have unless told. An engine's first tags take tens of
    /// milliseconds, because all tags of the dictionary are unpacked then.
    pub with_tags: Option<bool>,
}

impl TermQuery {
    /// How many rows a page has unless told.
    pub const DEFAULT_LIMIT: usize = 100;
}

/// One row of the frequency table.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TermRow {
    /// 1 for the highest count of all terms; equal counts have equal ranks (1, 2, 2, 4).
    pub rank: u32,
    /// The term's number.
    pub term: u32,
    /// The spelling; a lone surrogate shows as U+FFFD.
    pub word: String,
    /// The part-of-speech tag in jieba's tag set; `x` when it is not known.
    pub tag: String,
    /// What kind of token it is.
    pub kind: TokenKind,
    /// How many tokens of the corpus, or of the chosen documents, are this term.
    pub count: u32,
    /// `count` in a million tokens of the corpus, or of the chosen documents.
    pub per_million: f64,
    /// The document frequency: how many of these documents have the term.
    pub documents: u32,
    /// Whether it is a stop word.
    pub stop_word: bool,
}

/// Some rows of the frequency table.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TermPage {
    /// How many terms the filters leave.
    pub total: usize,
    /// How many of them stand before the first row.
    pub offset: usize,
    /// The rows.
    pub rows: Vec<TermRow>,
}

/// The rows that a query chooses, at most `query.limit` or else [`TermQuery::DEFAULT_LIMIT`].
///
/// `stop_marks` tells for each term whether it is a stop word, as
/// [`StopWords::mark`](crate::analysis::StopWords::mark) makes it. Takes time in proportion to the number of
/// terms, wherever the page lies.
///
/// # Errors
/// [`Kind::InvalidArgument`](crate::Kind::InvalidArgument) when the corpus has no document with one of the indexes.
///
/// # Panics
/// If `stop_marks` is shorter than the corpus's term table.
///
/// ```
/// use hanlens::analysis::{StopWords, TermQuery, frequency};
/// use hanlens::{Corpus, CutOptions, Lens};
/// let lens = Lens::from_lists("北京 34488 ns\n很 1 d\n大 1 a\n我 1 r\n在 1 p\n", "")?;
/// let mut corpus = Corpus::new(CutOptions::default());
/// corpus.push_str("sample", "北京很大。我在北京。")?;
/// corpus.analyze(&lens);
/// let marks = StopWords::Default.mark(corpus.terms());
/// let page = frequency::page(&corpus, &marks, &TermQuery::default())?;
/// assert_eq!((page.rows[0].word.as_str(), page.rows[0].count, page.rows[0].rank), ("北京", 2, 1));
/// # Ok::<(), hanlens::Error>(())
/// ```
pub fn page(corpus: &Corpus, stop_marks: &[bool], query: &TermQuery) -> Result<TermPage> {
    let table = Table::new(corpus, stop_marks, query.documents.as_deref())?;
    let limit = query.limit.unwrap_or(TermQuery::DEFAULT_LIMIT);
    let (total, terms) = table.select(query, limit);
    let with_tags = query.with_tags.unwrap_or(true);
    let row = |term| if with_tags { table.row(term) } else { table.row_without_tag(term) };
    let rows = terms.into_iter().map(row).collect();
    Ok(TermPage { total, offset: query.offset.unwrap_or(0), rows })
}

/// The frequency table of a corpus or of some of its documents, of which rows are made when they are asked for.
#[derive(Debug)]
pub(crate) struct Table<'a> {
    corpus: &'a Corpus,
    stop_marks: &'a [bool],
    tokens: u64,
    counts: Cow<'a, [u32]>,
    documents: Vec<u32>,
    ranks: Ranks,
}

impl<'a> Table<'a> {
    pub(crate) fn new(corpus: &'a Corpus, stop_marks: &'a [bool], documents: Option<&[usize]>) -> Result<Self> {
        let chosen = Selection::new(corpus, "documents", documents)?;
        let counts = chosen.counts();
        let documents = chosen.document_frequencies(&counts);
        let ranks = Ranks::new(&counts);
        Ok(Table { corpus, stop_marks, tokens: chosen.tokens() as u64, counts, documents, ranks })
    }

    /// How many terms the filters of `query` leave, and at most `limit` of them from its offset on, in its order.
    pub(crate) fn select(&self, query: &TermQuery, limit: usize) -> (usize, Vec<u32>) {
        let terms = self.corpus.terms();
        let filter = Filter::new(terms, &self.counts, self.stop_marks, query);
        let mut chosen: Vec<u32> = (0..terms.len() as u32).filter(|&term| filter.accepts(term)).collect();
        let total = chosen.len();
        let order = Order::new(self, query);
        keep_sorted(&mut chosen, query.offset.unwrap_or(0), limit, |&a, &b| order.compare(a, b));
        (total, chosen)
    }

    pub(crate) fn row(&self, term: u32) -> TermRow {
        TermRow { tag: self.corpus.terms().tag(term).to_owned(), ..self.row_without_tag(term) }
    }

    fn row_without_tag(&self, term: u32) -> TermRow {
        let terms = self.corpus.terms();
        let count = self.counts[term as usize];
        TermRow {
            rank: self.ranks.of(count),
            term,
            word: terms.word(term),
            tag: String::new(),
            kind: terms.kind(term),
            count,
            per_million: per_million(count.into(), self.tokens),
            documents: self.documents[term as usize],
            stop_word: self.stop_marks[term as usize],
        }
    }
}

/// The rank of every count: one more than the number of terms with a higher count.
#[derive(Debug)]
struct Ranks(FxHashMap<u32, u32>);

impl Ranks {
    fn new(counts: &[u32]) -> Ranks {
        // Distinct counts are few: k of them need at least k(k+1)/2 tokens.
        let mut terms_with = FxHashMap::<u32, u32>::default();
        for &count in counts {
            *terms_with.entry(count).or_default() += 1;
        }
        let mut distinct: Vec<(u32, u32)> = terms_with.iter().map(|(&count, &terms)| (count, terms)).collect();
        sort(&mut distinct, |a, b| b.cmp(a));
        let mut next = 1;
        for (count, terms) in distinct {
            terms_with.insert(count, next);
            next += terms;
        }
        Ranks(terms_with)
    }

    fn of(&self, count: u32) -> u32 {
        self.0[&count]
    }
}

struct Filter<'a> {
    terms: &'a TermTable,
    counts: &'a [u32],
    stop_marks: &'a [bool],
    contains: Vec<u16>,
    tags: TagFilter<'a>,
    kinds: [bool; TokenKind::ALL.len()],
    lengths: Option<(usize, usize)>,
    min_count: u32,
    stop_words: StopFilter,
}

impl<'a> Filter<'a> {
    fn new(terms: &'a TermTable, counts: &'a [u32], stop_marks: &'a [bool], query: &TermQuery) -> Self {
        let lengths = (query.min_length.is_some() || query.max_length.is_some())
            .then(|| (query.min_length.unwrap_or(0), query.max_length.unwrap_or(usize::MAX)));
        let wanted = |kind: &TokenKind| query.kinds.as_ref().is_none_or(|kinds| kinds.contains(kind));
        Filter {
            terms,
            counts,
            stop_marks,
            contains: query.contains.iter().flat_map(|text| text.encode_utf16()).collect(),
            tags: TagFilter::new(terms, query.tags.as_deref()),
            kinds: TokenKind::ALL.each_ref().map(wanted),
            lengths,
            // Of some of the documents, only the terms that they have.
            min_count: query.min_count.unwrap_or(0).max(query.documents.is_some().into()),
            stop_words: query.stop_words.unwrap_or_default(),
        }
    }

    /// The tests that need only a column come before those that need the spelling.
    fn accepts(&self, term: u32) -> bool {
        self.counts[term as usize] >= self.min_count
            && self.kinds[self.terms.kind(term) as usize]
            && self.tags.accepts(term)
            && self.accepts_stop_mark(self.stop_marks[term as usize])
            && self.accepts_spelling(term)
    }

    fn accepts_stop_mark(&self, stop_word: bool) -> bool {
        match self.stop_words {
            StopFilter::Show => true,
            StopFilter::Hide => !stop_word,
            StopFilter::Only => stop_word,
        }
    }

    fn accepts_spelling(&self, term: u32) -> bool {
        if self.lengths.is_none() && self.contains.is_empty() {
            return true;
        }
        let spelling = self.terms.spelling(term);
        self.lengths.is_none_or(|(min, max)| (min..=max).contains(&length(spelling)))
            && contains(spelling, &self.contains)
    }
}

/// A total order of the terms: by the key, then the higher count, then the first occurrence.
struct Order<'a> {
    terms: &'a TermTable,
    counts: &'a [u32],
    /// The key of each term, or for spellings as much of it as fits.
    keys: Vec<u32>,
    by_spelling: bool,
    descending: bool,
}

impl<'a> Order<'a> {
    fn new(table: &'a Table, query: &TermQuery) -> Self {
        let sort = query.sort.unwrap_or_default();
        Order {
            terms: table.corpus.terms(),
            counts: &table.counts,
            keys: table.keys(sort),
            by_spelling: sort == SortKey::Word,
            descending: query.descending.unwrap_or(sort.descends()),
        }
    }

    fn compare(&self, a: u32, b: u32) -> Ordering {
        let by_key = self.keys[a as usize].cmp(&self.keys[b as usize]).then_with(|| self.compare_spelling(a, b));
        let by_key = if self.descending { by_key.reverse() } else { by_key };
        by_key.then_with(|| self.counts[b as usize].cmp(&self.counts[a as usize])).then(a.cmp(&b))
    }

    fn compare_spelling(&self, a: u32, b: u32) -> Ordering {
        if self.by_spelling { compare(self.terms.spelling(a), self.terms.spelling(b)) } else { Ordering::Equal }
    }
}

impl Table<'_> {
    /// What the terms are ordered by.
    fn keys(&self, sort: SortKey) -> Vec<u32> {
        let terms = self.corpus.terms();
        let all = 0..terms.len() as u32;
        match sort {
            SortKey::Count => self.counts.to_vec(),
            SortKey::Word => all.map(|term| code_points(terms.spelling(term)).next().unwrap_or(0)).collect(),
            SortKey::Tag => {
                let places = sorted_places(terms.tag_names());
                terms.tag_ids().iter().map(|&tag| places[tag as usize]).collect()
            }
            SortKey::Length => all.map(|term| length(terms.spelling(term)) as u32).collect(),
            SortKey::Kind => all.map(|term| terms.kind(term) as u32).collect(),
            SortKey::First => all.collect(),
            SortKey::Documents => self.documents.clone(),
        }
    }
}

/// The place of each name among the sorted names.
fn sorted_places(names: &[String]) -> Vec<u32> {
    let place = |name: &String| names.iter().filter(|other| *other < name).count() as u32;
    names.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_counts_have_equal_ranks() {
        let counts = [3, 9, 3, 1, 5, 3];
        let ranks = Ranks::new(&counts);
        assert_eq!(counts.map(|count| ranks.of(count)), [3, 1, 3, 6, 2, 3]);
    }

    #[test]
    fn names_are_placed_in_their_order() {
        let names = ["v", "n", "ns", "x"].map(str::to_owned);
        assert_eq!(sorted_places(&names), [2, 0, 1, 3]);
    }
}

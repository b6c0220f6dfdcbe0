//! Collocation: which words stand near others more often than chance would have it.
//!
//! A window of L tokens before and R after each hit (the node), never over the end of its sentence. Of a token in
//! several windows one occurrence is counted. With O the occurrences of a word in windows, f_a the hits, f_b the
//! occurrences of the word and N the tokens of the chosen documents:
//!
//! - E = f_a · f_b · (L + R) / N, what chance would give;
//! - MI = log₂(O / E) (K. W. Church, P. Hanks, "Word association norms, mutual information, and lexicography",
//!   *Computational Linguistics* 16(1), 1990, <https://aclanthology.org/J90-1003/>);
//! - MI³ = log₂(O³ / E) (B. Daille, *Approche mixte pour l'extraction automatique de terminologie*, 1994);
//! - t = (O − E) / √O (K. Church, W. Gale, P. Hanks, D. Hindle, "Using statistics in lexical analysis", 1991);
//! - G² = 2 Σ O_ij ln(O_ij / E_ij) over the four cells (T. Dunning, "Accurate methods for the statistics of surprise and
//!   coincidence", *Computational Linguistics* 19(1), 1993, <https://aclanthology.org/J93-1003/>), negative where
//!   O < E;
//! - logDice = 14 + log₂(2 O / (f_a + f_b)) (P. Rychlý, "A lexicographer-friendly association score", RASLAN 2008).

use crate::analysis::frequency::StopFilter;
use crate::analysis::pattern::{self, Hit, Pattern};
use crate::analysis::select::keep_sorted;
use crate::analysis::selection::Selection;
use crate::analysis::spelling::{compare, length};
use crate::analysis::tags::TagFilter;
use crate::corpus::{Corpus, Document};
use crate::error::{Error, Kind, Result};
use crate::lens::Lens;
use crate::options::Mode;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// How strongly a word is tied to a node.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Association {
    /// E, the occurrences that chance would give.
    pub expected: f64,
    /// logDice; 14 for two words that stand only together, and always below 15.
    pub log_dice: f64,
    /// MI, in bits.
    pub mi: f64,
    /// MI³, in bits.
    pub mi3: f64,
    /// The t-score.
    pub t: f64,
    /// G², negative where the word stands near the node less often than by chance.
    pub g2: f64,
}

/// The measures for a word with `observed` > 0 of its `word` occurrences in windows of `span` tokens around `node` hits
/// among `tokens` tokens.
///
/// A cell of G² that is not above 0 counts 0. Where windows are cut short by sentences, or the corpus is smaller than
/// its windows, the cells are those of whole windows and so lean to a lower G².
///
/// ```
/// use hanlens::analysis::collocation::associate;
/// let strength = associate(8, 389, 230, 10, 1_000_000);
/// assert!((strength.log_dice - 8.726204).abs() < 1e-6);
/// assert!((strength.expected - 0.8947).abs() < 1e-12);
/// ```
pub fn associate(observed: u32, node: usize, word: u32, span: usize, tokens: usize) -> Association {
    let (o, a, b) = (f64::from(observed), node as f64, f64::from(word));
    let (n, window) = (tokens as f64, node as f64 * span as f64);
    let expected = a * b * span as f64 / n;
    let g2 = 2.0
        * [
            (o, expected),
            (window - o, window * (n - b) / n),
            (b - o, (n - window) * b / n),
            (n - window - b + o, (n - window) * (n - b) / n),
        ]
        .iter()
        .map(|&(observed, expected)| cell(observed, expected))
        .sum::<f64>();
    Association {
        expected,
        log_dice: 14.0 + libm::log2(2.0 * o / (a + b)),
        mi: libm::log2(o / expected),
        mi3: libm::log2(o * o * o / expected),
        t: (o - expected) / o.sqrt(),
        g2: if o < expected { -g2.abs() } else { g2.max(0.0) },
    }
}

fn cell(observed: f64, expected: f64) -> f64 {
    if observed <= 0.0 || expected <= 0.0 { 0.0 } else { observed * libm::log(observed / expected) }
}

/// What collocates are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CollocateSort {
    /// logDice.
    #[default]
    LogDice,
    /// MI.
    Mi,
    /// MI³.
    Mi3,
    /// The t-score.
    T,
    /// G².
    G2,
    /// The occurrences of the word in the documents.
    Count,
    /// The occurrences of the word in windows.
    Observed,
    /// The spelling, by code points.
    Word,
}

/// Which collocates, in which order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CollocateQuery {
    /// The node: terms or a phrase.
    pub pattern: Pattern,
    /// Tokens before the node; 5 unless told, at most [`CollocateQuery::MAX_SPAN`].
    #[serde(default)]
    pub left: Option<usize>,
    /// Tokens after the node; as `left`.
    #[serde(default)]
    pub right: Option<usize>,
    /// Only words with at least so many occurrences in windows; 2 unless told.
    #[serde(default)]
    pub min_count: Option<u32>,
    /// What to order by; logDice unless told. Equal rows: more occurrences in windows first, then by spelling.
    #[serde(default)]
    pub sort: Option<CollocateSort>,
    /// Whether the order falls; it does unless told, but not by spelling.
    #[serde(default)]
    pub descending: Option<bool>,
    /// Whether stop words are among the rows; they are unless told. They take places in windows in any case.
    #[serde(default)]
    pub stop_words: Option<StopFilter>,
    /// Only these tags: `"n"` is that tag alone, `"n*"` every tag that begins with n.
    #[serde(default)]
    pub tags: Option<Vec<String>>,
    /// Only words of at least so many code points.
    #[serde(default)]
    pub min_length: Option<usize>,
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

impl CollocateQuery {
    /// The most tokens on a side.
    pub const MAX_SPAN: usize = 50;

    /// The collocates of a pattern, five tokens to both sides, by logDice.
    pub fn new(pattern: Pattern) -> CollocateQuery {
        CollocateQuery {
            pattern,
            left: None,
            right: None,
            min_count: None,
            sort: None,
            descending: None,
            stop_words: None,
            tags: None,
            min_length: None,
            offset: None,
            limit: None,
            documents: None,
        }
    }

    fn spans(&self) -> (usize, usize) {
        (self.left.unwrap_or(5), self.right.unwrap_or(5))
    }

    fn check(&self, mode: Mode) -> Result<()> {
        require_precise(mode)?;
        for (name, span) in [("left", self.left), ("right", self.right)] {
            if let Some(span) = span.filter(|&span| span > Self::MAX_SPAN) {
                let detail = format!("must be at most {}, and is {span}", Self::MAX_SPAN);
                return Err(Error::new(Kind::InvalidArgument, name, detail));
            }
        }
        if self.spans() == (0, 0) {
            return Err(Error::new(Kind::InvalidArgument, "right", "must be at least 1 when left is 0"));
        }
        if !matches!(self.pattern, Pattern::Terms(_) | Pattern::Phrase(_)) {
            return Err(Error::new(Kind::InvalidArgument, "pattern", "must be terms or a phrase for collocates"));
        }
        Ok(())
    }
}

/// What is counted in windows of tokens has no meaning where tokens overlap.
pub(crate) fn require_precise(mode: Mode) -> Result<()> {
    if mode == Mode::Precise {
        return Ok(());
    }
    Err(Error::new(Kind::InvalidArgument, "mode", "must be precise for this query: in the others the tokens overlap"))
}

/// A word that stands near the node.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CollocateRow {
    /// The term's number.
    pub term: u32,
    /// The spelling.
    pub word: String,
    /// The part-of-speech tag.
    pub tag: String,
    /// f_b, the occurrences of the word in the documents.
    pub count: u32,
    /// O, its occurrences in windows.
    pub observed: u32,
    /// Its occurrences before a node.
    pub left: u32,
    /// Its occurrences after a node. One between two nodes is in both columns and once in `observed`.
    pub right: u32,
    /// The measures.
    #[serde(flatten)]
    pub association: Association,
}

/// Some collocates.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CollocatePage {
    /// How many words the filters leave.
    pub total: usize,
    /// f_a, how often the node was found.
    pub node_count: usize,
    /// N, the tokens of the documents.
    pub tokens: usize,
    /// How many rows stand before the first.
    pub offset: usize,
    /// The rows.
    pub rows: Vec<CollocateRow>,
}

/// The rows that a query chooses. `stop_marks` tells for each term whether it is a stop word.
///
/// # Errors
/// [`Kind::InvalidArgument`] for a value outside its range, a pattern that is neither terms nor a phrase, a document or
/// a term that there is not, and a corpus that was not cut in precise mode; [`Kind::TooLarge`] for too many hits.
///
/// # Panics
/// If `stop_marks` is shorter than the corpus's term table.
///
/// ```
/// use hanlens::analysis::{CollocateQuery, Pattern, StopWords, collocation};
/// use hanlens::{Corpus, CutOptions, Lens};
/// let lens = Lens::from_lists("北京 10 ns\n大学 10 n\n很 10 d\n好 10 a\n", "")?;
/// let mut corpus = Corpus::new(CutOptions::default());
/// corpus.push_str("sample", "北京大学很好，北京大学。")?;
/// corpus.analyze(&lens);
/// let marks = StopWords::None.mark(corpus.terms());
/// let query = CollocateQuery { left: Some(0), right: Some(1), ..CollocateQuery::new(Pattern::Terms(vec!["北京".into()])) };
/// let page = collocation::page(&lens, &corpus, &marks, &query)?;
/// assert_eq!((page.node_count, page.rows[0].word.as_str(), page.rows[0].observed), (2, "大学", 2));
/// # Ok::<(), hanlens::Error>(())
/// ```
pub fn page(lens: &Lens, corpus: &Corpus, stop_marks: &[bool], query: &CollocateQuery) -> Result<CollocatePage> {
    query.check(corpus.options().mode)?;
    let selection = Selection::new(corpus, "documents", query.documents.as_deref())?;
    let hits = pattern::find(lens, corpus, &selection, &query.pattern)?;
    let phrase = if let Pattern::Phrase(terms) = &query.pattern { terms.len() } else { 1 };
    let windows = Windows::count(corpus, &hits, phrase, query.spans());
    let (counts, tokens) = (selection.counts(), selection.tokens());
    let span = query.spans().0 + query.spans().1;
    let filter = Filter::new(corpus, stop_marks, query);
    let scored = (0..corpus.terms().len() as u32).filter(|&term| filter.accepts(term, &windows)).map(|term| {
        let observed = windows.observed[term as usize];
        Scored { term, association: associate(observed, hits.len(), counts[term as usize], span, tokens) }
    });
    let mut scored: Vec<Scored> = scored.collect();
    let (total, offset) = (scored.len(), query.offset.unwrap_or(0));
    let order = Order { corpus, windows: &windows, counts: &counts, query };
    keep_sorted(&mut scored, offset, query.limit.unwrap_or(100), |a, b| order.compare(a, b));
    let rows = scored.iter().map(|scored| row(corpus, &windows, &counts, scored)).collect();
    Ok(CollocatePage { total, node_count: hits.len(), tokens, offset, rows })
}

struct Scored {
    term: u32,
    association: Association,
}

fn row(corpus: &Corpus, windows: &Windows, counts: &[u32], &Scored { term, association }: &Scored) -> CollocateRow {
    let index = term as usize;
    CollocateRow {
        term,
        word: corpus.terms().word(term),
        tag: corpus.terms().tag(term).to_owned(),
        count: counts[index],
        observed: windows.observed[index],
        left: windows.left[index],
        right: windows.right[index],
        association,
    }
}

/// How often each term stands in windows.
struct Windows {
    observed: Vec<u32>,
    left: Vec<u32>,
    right: Vec<u32>,
}

const LEFT: u8 = 1;
const RIGHT: u8 = 2;

impl Windows {
    fn count(corpus: &Corpus, hits: &[Hit], phrase: usize, spans: (usize, usize)) -> Windows {
        let none = vec![0; corpus.terms().len()];
        let mut windows = Windows { observed: none.clone(), left: none.clone(), right: none };
        let mut sides = Vec::new();
        for hits in hits.chunk_by(|a, b| a.document == b.document) {
            let document = &corpus.documents()[hits[0].document as usize];
            sides.clear();
            sides.resize(document.tokens().len(), 0u8);
            mark(document, hits, phrase, spans, &mut sides);
            for (token, &sides) in document.tokens().iter().zip(&sides).filter(|&(_, &sides)| sides != 0) {
                let term = token.term as usize;
                windows.observed[term] += 1;
                windows.left[term] += u32::from(sides & LEFT != 0);
                windows.right[term] += u32::from(sides & RIGHT != 0);
            }
        }
        windows
    }
}

/// Marks the tokens in the windows of a document. What a window before has marked is not gone over again.
fn mark(document: &Document, hits: &[Hit], phrase: usize, (left, right): (usize, usize), sides: &mut [u8]) {
    let flow = document.flow();
    let (mut left_done, mut right_done) = (0, 0);
    for hit in hits {
        let (first, behind) = (hit.place(), hit.place() + phrase);
        let mut at = first;
        while at > left_done && first - at < left && !flow.begins_sentence(at) {
            at -= 1;
            sides[at] |= LEFT;
        }
        left_done = first;
        let stop = (behind + right).min(sides.len());
        let mut at = behind.max(right_done);
        while at < stop && !flow.begins_sentence(at) {
            sides[at] |= RIGHT;
            at += 1;
        }
        right_done = right_done.max(at);
    }
}

struct Filter<'a> {
    corpus: &'a Corpus,
    stop_marks: &'a [bool],
    tags: TagFilter<'a>,
    query: &'a CollocateQuery,
}

impl<'a> Filter<'a> {
    fn new(corpus: &'a Corpus, stop_marks: &'a [bool], query: &'a CollocateQuery) -> Self {
        Filter { corpus, stop_marks, tags: TagFilter::new(corpus.terms(), query.tags.as_deref()), query }
    }

    fn accepts(&self, term: u32, windows: &Windows) -> bool {
        let observed = windows.observed[term as usize];
        let stop = match self.query.stop_words.unwrap_or_default() {
            StopFilter::Show => true,
            StopFilter::Hide => !self.stop_marks[term as usize],
            StopFilter::Only => self.stop_marks[term as usize],
        };
        let long = |least| length(self.corpus.terms().spelling(term)) >= least;
        observed > 0
            && observed >= self.query.min_count.unwrap_or(2)
            && stop
            && self.tags.accepts(term)
            && self.query.min_length.is_none_or(long)
    }
}

struct Order<'a> {
    corpus: &'a Corpus,
    windows: &'a Windows,
    counts: &'a [u32],
    query: &'a CollocateQuery,
}

impl Order<'_> {
    fn compare(&self, a: &Scored, b: &Scored) -> Ordering {
        let sort = self.query.sort.unwrap_or_default();
        let descending = self.query.descending.unwrap_or(sort != CollocateSort::Word);
        let observed = |scored: &Scored| self.windows.observed[scored.term as usize];
        let spelling = |scored: &Scored| self.corpus.terms().spelling(scored.term);
        let by = |figure: fn(&Association) -> f64| figure(&a.association).total_cmp(&figure(&b.association));
        let order = match sort {
            CollocateSort::LogDice => by(|strength| strength.log_dice),
            CollocateSort::Mi => by(|strength| strength.mi),
            CollocateSort::Mi3 => by(|strength| strength.mi3),
            CollocateSort::T => by(|strength| strength.t),
            CollocateSort::G2 => by(|strength| strength.g2),
            CollocateSort::Count => self.counts[a.term as usize].cmp(&self.counts[b.term as usize]),
            CollocateSort::Observed => observed(a).cmp(&observed(b)),
            CollocateSort::Word => compare(spelling(a), spelling(b)),
        };
        let order = if descending { order.reverse() } else { order };
        order.then_with(|| observed(b).cmp(&observed(a))).then_with(|| compare(spelling(a), spelling(b)))
    }
}

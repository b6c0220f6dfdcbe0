//! Keywords: the terms that a text is about, by [TF-IDF](crate::analysis::tfidf) or
//! [TextRank](crate::analysis::textrank).
//!
//! A term can be a keyword when it has two code points or more, is no stop word and no emoji, and has one of
//! the wanted tags. The figures are those of Python jieba 0.42.1 over the same tokens.

use crate::analysis::select::{keep_sorted, sort};
use crate::analysis::sequence::{self, Places};
use crate::analysis::spelling::{compare, length};
use crate::analysis::tags::TagFilter;
use crate::analysis::textrank::Cooccurrences;
use crate::analysis::tfidf;
use crate::corpus::{Corpus, Document};
use crate::error::{Error, Kind, Result};
use crate::lens::Lens;
use crate::text::TokenKind;
use serde::{Deserialize, Serialize};

/// How keywords are weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// Frequent here and rare in general.
    #[default]
    TfIdf,
    /// Central among the words around it.
    TextRank,
}

/// Which keywords. Every part may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct KeywordQuery {
    /// How they are weighed; TF-IDF unless told.
    pub method: Option<Method>,
    /// The most keywords to give; [`KeywordQuery::DEFAULT_LIMIT`] unless told.
    pub limit: Option<usize>,
    /// Only these tags: `"n"` is that tag alone, `"n*"` every tag that begins with n. Unless told, all for
    /// TF-IDF and [`KeywordQuery::TEXTRANK_TAGS`] for TextRank.
    pub tags: Option<Vec<String>>,
}

impl KeywordQuery {
    /// How many keywords there are unless told.
    pub const DEFAULT_LIMIT: usize = 20;
    /// Place names, nouns, verbal nouns and verbs: what TextRank looks at unless told.
    pub const TEXTRANK_TAGS: [&str; 4] = ["ns", "n", "vn", "v"];
    /// The shortest keyword, in code points.
    pub const MIN_LENGTH: usize = 2;
}

/// A keyword with its weight.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Keyword {
    /// The term's number.
    pub term: u32,
    /// The spelling; a lone surrogate shows as U+FFFD.
    pub word: String,
    /// The part-of-speech tag in jieba's tag set; `x` when it is not known.
    pub tag: String,
    /// How many tokens of the corpus are this term.
    pub count: u32,
    /// TF-IDF: the share of the term among the kept tokens times its inverse document frequency. TextRank: the
    /// rank, 1 for the most central term.
    pub weight: f64,
}

/// The keywords of a corpus, highest weight first; equal weights by the higher count, then by first occurrence.
///
/// `stop_marks` tells for each term whether it is a stop word, as
/// [`StopWords::mark`](crate::analysis::StopWords::mark) makes it.
///
/// # Errors
/// [`Kind::WrongState`] when TF-IDF is asked for and the lens has no inverse document frequencies.
///
/// # Panics
/// If `stop_marks` is shorter than the corpus's term table.
///
/// ```
/// use hanlens::analysis::{KeywordQuery, Method, StopWords, keywords};
/// use hanlens::{Corpus, CutOptions, Lens};
/// let lens = Lens::from_lists("北京 34488 ns\n大学 20025 n\n学生 12000 n\n有 9 v\n爱 9 v\n的 9 uj\n", "")?;
/// let mut corpus = Corpus::new(CutOptions::default());
/// corpus.push_str("sample", "北京有大学，大学有学生，学生爱北京的大学。")?;
/// corpus.analyze(&lens);
/// let marks = StopWords::Default.mark(corpus.terms());
/// let query = KeywordQuery { method: Some(Method::TextRank), ..KeywordQuery::default() };
/// let found = keywords::extract(&lens, &corpus, &marks, &query)?;
/// assert_eq!(found[0].word, "大学");
/// # Ok::<(), hanlens::Error>(())
/// ```
pub fn extract(lens: &Lens, corpus: &Corpus, stop_marks: &[bool], query: &KeywordQuery) -> Result<Vec<Keyword>> {
    let mut weights = match query.method.unwrap_or_default() {
        Method::TfIdf => by_tfidf(lens, corpus, &candidates(corpus, stop_marks, query.tags.as_deref()))?,
        Method::TextRank => match &query.tags {
            Some(tags) => by_textrank(corpus, &candidates(corpus, stop_marks, Some(tags))),
            None => by_textrank(corpus, &candidates(corpus, stop_marks, Some(&KeywordQuery::TEXTRANK_TAGS))),
        },
    };
    let terms = corpus.terms();
    let limit = query.limit.unwrap_or(KeywordQuery::DEFAULT_LIMIT);
    keep_sorted(&mut weights, 0, limit, |&(a, a_weight), &(b, b_weight)| {
        let by_weight = b_weight.total_cmp(&a_weight);
        by_weight.then_with(|| terms.count(b).cmp(&terms.count(a))).then(a.cmp(&b))
    });
    Ok(weights.into_iter().map(|(term, weight)| keyword(corpus, term, weight)).collect())
}

fn keyword(corpus: &Corpus, term: u32, weight: f64) -> Keyword {
    let terms = corpus.terms();
    Keyword { term, word: terms.word(term), tag: terms.tag(term).to_owned(), count: terms.count(term), weight }
}

/// For each term whether it can be a keyword.
fn candidates<P: AsRef<str>>(corpus: &Corpus, stop_marks: &[bool], tags: Option<&[P]>) -> Vec<bool> {
    let terms = corpus.terms();
    let tags = TagFilter::new(terms, tags);
    let is_candidate = |term: u32| {
        tags.accepts(term)
            && !stop_marks[term as usize]
            && terms.kind(term) != TokenKind::Emoji
            && length(terms.spelling(term)) >= KeywordQuery::MIN_LENGTH
    };
    (0..terms.len() as u32).map(is_candidate).collect()
}

fn by_tfidf(lens: &Lens, corpus: &Corpus, candidates: &[bool]) -> Result<Vec<(u32, f64)>> {
    let median = lens.median_idf().ok_or_else(|| {
        let detail = "TF-IDF needs the inverse document frequencies, and none are loaded";
        Error::new(Kind::WrongState, "idf", detail)
    })?;
    let terms = corpus.terms();
    let all = 0..terms.len() as u32;
    let kept: Vec<(u32, u32)> =
        all.filter(|&term| candidates[term as usize]).map(|term| (term, terms.count(term))).collect();
    Ok(tfidf::weigh(&kept, |term| lens.idf(terms.spelling(term)).unwrap_or(median)))
}

/// The order of the sums follows the order of the text. So that the order of the files does not change the last bit
/// of a figure, the documents come in the order of their texts; one alone gives Python jieba's figures to the bit.
fn by_textrank(corpus: &Corpus, candidates: &[bool]) -> Vec<(u32, f64)> {
    let mut documents: Vec<&Document> = corpus.documents().iter().collect();
    sort(&mut documents, |a, b| a.text().cmp(b.text()));
    let mut builder = CandidatePlaces { candidates, found: Cooccurrences::default() };
    for document in documents {
        sequence::walk(document, corpus.options(), &mut builder);
        builder.found.end_sequence();
    }
    let terms = corpus.terms();
    builder.found.rank(|&a, &b| compare(terms.spelling(a), terms.spelling(b)))
}

struct CandidatePlaces<'a> {
    candidates: &'a [bool],
    found: Cooccurrences,
}

impl Places for CandidatePlaces<'_> {
    fn term(&mut self, term: u32) {
        self.found.push(self.candidates[term as usize].then_some(term));
    }

    fn gap(&mut self, places: usize) {
        self.found.push_gap(places);
    }
}

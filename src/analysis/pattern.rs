//! What a reader looks for: terms, a phrase, a piece of text, or a regular expression.
//!
//! All four give places of the text. Terms and phrases are found by the tokens, text and regular expressions in the
//! text as it was given, whatever the cut.

use crate::analysis::flow::first_token_after;
use crate::analysis::required::Required;
use crate::analysis::selection::Selection;
use crate::analysis::spans::TermRef;
use crate::analysis::spelling::ascii_lower;
use crate::analysis::strict;
use crate::corpus::{Corpus, Document};
use crate::error::{Error, Kind, Result};
use crate::lens::Lens;
use crate::text::paragraphs_unless;
use regex_lite::{Regex, RegexBuilder};
use serde::{Deserialize, Deserializer};

/// What to look for.
///
/// From JavaScript it is an object with one of the fields `terms`, `phrase`, `text` and `regex`; the last two may have
/// `ignoreCase` beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// Every token of one of these terms.
    Terms(Vec<TermRef>),
    /// Tokens of these terms in a row, inside one sentence. Punctuation between them does not part them. Two hits may
    /// overlap.
    Phrase(Vec<TermRef>),
    /// A piece of the text as it was given, hits that do not overlap.
    Text {
        /// What to look for; not empty.
        text: String,
        /// Whether ASCII letters match in either case.
        ignore_case: bool,
    },
    /// A regular expression, tried on each paragraph, hits that do not overlap and are not empty.
    ///
    /// The syntax is that of the crate `regex-lite`: no look-around and no back-references, so the time is linear in
    /// the text. `\w`, `\d`, `\s` and `\b` know ASCII alone; a Chinese character is `[一-鿿]`. A lone surrogate
    /// matches as U+FFFD.
    Regex {
        /// The expression; not empty.
        regex: String,
        /// Whether ASCII letters match in either case.
        ignore_case: bool,
    },
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let fields: PatternFields = strict::read(deserializer)?;
        fields.pattern().ok_or_else(|| {
            let forms = "{terms}, {phrase}, {text, ignoreCase?} or {regex, ignoreCase?}";
            serde::de::Error::custom(format!("must be one of {forms}"))
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PatternFields {
    terms: Option<Vec<TermRef>>,
    phrase: Option<Vec<TermRef>>,
    text: Option<String>,
    regex: Option<String>,
    ignore_case: Option<bool>,
}

impl PatternFields {
    fn pattern(self) -> Option<Pattern> {
        match (self.terms, self.phrase, self.text, self.regex, self.ignore_case) {
            (Some(terms), None, None, None, None) => Some(Pattern::Terms(terms)),
            (None, Some(phrase), None, None, None) => Some(Pattern::Phrase(phrase)),
            (None, None, Some(text), None, case) => Some(Pattern::Text { text, ignore_case: case.unwrap_or(false) }),
            (None, None, None, Some(regex), case) => Some(Pattern::Regex { regex, ignore_case: case.unwrap_or(false) }),
            _ => None,
        }
    }
}

/// A place where a pattern was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) document: u32,
    /// In UTF-16 code units of the document's text.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The first token of the document that is not wholly before the hit; its highest bit says that the hit has no
    /// part of it.
    place: u32,
}

const BESIDE: u32 = 1 << 31;

impl Hit {
    /// The first token of the document that is not wholly before the hit; the number of tokens when all are.
    pub(crate) fn place(self) -> usize {
        (self.place & !BESIDE) as usize
    }

    /// The first token of which the hit has a part.
    pub(crate) fn token(self) -> Option<u32> {
        (self.place & BESIDE == 0).then_some(self.place)
    }
}

/// The most hits that a query works on. It bounds the memory of a query; with more, the pattern says too little.
pub const MAX_HITS: usize = 1 << 20;

/// All hits in the chosen documents, in the order of the text.
///
/// # Errors
/// [`Kind::InvalidArgument`] about `pattern` when it is empty, has a term that the corpus does not have, or is no regular
/// expression; [`Kind::TooLarge`] when it has more than [`MAX_HITS`] hits.
pub(crate) fn find(lens: &Lens, corpus: &Corpus, selection: &Selection, pattern: &Pattern) -> Result<Vec<Hit>> {
    let matcher = Matcher::new(lens, corpus, pattern)?;
    let mut hits = Vec::new();
    for (index, document) in selection.iter() {
        matcher.find_in(document, index as u32, &mut hits)?;
    }
    Ok(hits)
}

/// A pattern made ready.
enum Matcher {
    /// By term whether it is one of them.
    Terms(Vec<bool>),
    Phrase(Vec<u32>),
    Text(Needle),
    Regex(Regex, Required),
    /// A phrase with a word that the corpus does not have.
    Nothing,
}

impl Matcher {
    fn new(lens: &Lens, corpus: &Corpus, pattern: &Pattern) -> Result<Matcher> {
        match pattern {
            Pattern::Terms(terms) => {
                let mut chosen = vec![false; corpus.terms().len()];
                for term in terms {
                    if let Some(term) = term.resolve(lens, corpus, "pattern")? {
                        chosen[term as usize] = true;
                    }
                }
                Ok(Matcher::Terms(chosen))
            }
            Pattern::Phrase(terms) if terms.is_empty() => Err(invalid("a phrase must have a term")),
            Pattern::Phrase(terms) => {
                let resolved = terms.iter().map(|term| term.resolve(lens, corpus, "pattern"));
                let terms: Option<Vec<u32>> = resolved.collect::<Result<Vec<_>>>()?.into_iter().collect();
                Ok(terms.map_or(Matcher::Nothing, Matcher::Phrase))
            }
            Pattern::Text { text, .. } if text.is_empty() => Err(invalid("the text to look for must not be empty")),
            Pattern::Text { text, ignore_case } => Ok(Matcher::Text(Needle::new(text, *ignore_case))),
            Pattern::Regex { regex, .. } if regex.is_empty() => Err(invalid("a regular expression must not be empty")),
            Pattern::Regex { regex, ignore_case } => {
                // The size bounds the time a character.
                let built = RegexBuilder::new(regex).case_insensitive(*ignore_case).size_limit(1 << 18).build();
                let required = Required::of(if *ignore_case { "" } else { regex });
                built
                    .map(|regex| Matcher::Regex(regex, required))
                    .map_err(|error| invalid(format!("is no regular expression ({error})")))
            }
        }
    }

    fn find_in(&self, document: &Document, index: u32, hits: &mut Vec<Hit>) -> Result<()> {
        match self {
            Matcher::Nothing => Ok(()),
            Matcher::Terms(chosen) => {
                for (place, token) in (0..).zip(document.tokens()) {
                    if chosen[token.term as usize] {
                        push(hits, Hit { document: index, start: token.start, end: token.end, place })?;
                    }
                }
                Ok(())
            }
            Matcher::Phrase(terms) => find_phrase(terms, document, index, hits),
            Matcher::Text(needle) => {
                let mut seeker = Seeker::new(document, index);
                needle.find_all(document.text(), |start, end| push(hits, seeker.hit(start, end)))
            }
            Matcher::Regex(regex, required) => {
                let mut seeker = Seeker::new(document, index);
                find_regex(regex, required, document, |start, end| push(hits, seeker.hit(start, end)))
            }
        }
    }
}

fn invalid(detail: impl Into<String>) -> Error {
    Error::new(Kind::InvalidArgument, "pattern", detail)
}

fn push(hits: &mut Vec<Hit>, hit: Hit) -> Result<()> {
    if hits.len() == MAX_HITS {
        return Err(Error::new(Kind::TooLarge, "pattern", format!("is found more than {MAX_HITS} times")));
    }
    hits.push(hit);
    Ok(())
}

fn find_phrase(terms: &[u32], document: &Document, index: u32, hits: &mut Vec<Hit>) -> Result<()> {
    let (tokens, flow) = (document.tokens(), document.flow());
    for (place, window) in tokens.windows(terms.len()).enumerate() {
        let found = window.iter().zip(terms).all(|(token, &term)| token.term == term)
            && !(place + 1..place + terms.len()).any(|at| flow.begins_sentence(at));
        if found {
            let end = window.iter().map(|token| token.end).max().unwrap_or(window[0].end);
            push(hits, Hit { document: index, start: window[0].start, end, place: place as u32 })?;
        }
    }
    Ok(())
}

/// Finds the tokens of hits that come in order.
struct Seeker<'a> {
    document: &'a Document,
    index: u32,
    place: usize,
}

impl Seeker<'_> {
    fn new(document: &Document, index: u32) -> Seeker<'_> {
        Seeker { document, index, place: 0 }
    }

    fn hit(&mut self, start: usize, end: usize) -> Hit {
        let (start, end) = (start as u32, end as u32);
        self.place = first_token_after(self.document, self.place, start);
        let has_part = self.document.tokens().get(self.place).is_some_and(|token| token.start < end);
        let place = self.place as u32 | if has_part { 0 } else { BESIDE };
        Hit { document: self.index, start, end, place }
    }
}

/// A piece of text to look for.
struct Needle {
    units: Vec<u16>,
    ignore_case: bool,
}

impl Needle {
    fn new(text: &str, ignore_case: bool) -> Needle {
        let fold = |unit| if ignore_case { ascii_lower(unit) } else { unit };
        Needle { units: text.encode_utf16().map(fold).collect(), ignore_case }
    }

    fn find_all(&self, text: &[u16], mut found: impl FnMut(usize, usize) -> Result<()>) -> Result<()> {
        let mut at = 0;
        while let Some(start) = self.find(text, at) {
            at = start + self.units.len();
            found(start, at)?;
        }
        Ok(())
    }

    /// The first place from `from` on. The search is for the first unit, then for the whole, so a needle like `aaaa` in
    /// a text of `a` costs their product; needles are typed by hand and texts are not made of one character.
    fn find(&self, text: &[u16], from: usize) -> Option<usize> {
        let last = text.len().checked_sub(self.units.len())?;
        (from..=last).find(|&at| self.matches(&text[at..at + self.units.len()]))
    }

    #[inline(always)]
    fn matches(&self, part: &[u16]) -> bool {
        if self.ignore_case {
            part.iter().zip(&self.units).all(|(&unit, &wanted)| ascii_lower(unit) == wanted)
        } else {
            part[0] == self.units[0] && part == self.units
        }
    }
}

fn find_regex(
    regex: &Regex,
    required: &Required,
    document: &Document,
    mut found: impl FnMut(usize, usize) -> Result<()>,
) -> Result<()> {
    let text = document.text();
    let mut start = 0;
    let mut paragraph = String::new();
    for end in paragraphs_unless(text, |at| document.is_wrap(at)) {
        let units = &text[start..end as usize];
        if !required.may_match(units) {
            start = end as usize;
            continue;
        }
        decode(units, &mut paragraph);
        // The line break, with the blank lines behind it, is no part of what `$` and `.` see.
        let mut places = Places { paragraph: &paragraph, byte: 0, unit: start };
        for hit in regex.find_iter(paragraph.trim_end()).filter(|hit| !hit.is_empty()) {
            let (from, to) = (places.unit_at(hit.start()), places.unit_at(hit.end()));
            found(from, to)?;
        }
        start = end as usize;
    }
    Ok(())
}

/// Writes a text as UTF-8 over what `out` held. A lone surrogate becomes U+FFFD, which is one unit long too, so places
/// can be counted by characters.
fn decode(units: &[u16], out: &mut String) {
    out.clear();
    let points = char::decode_utf16(units.iter().copied());
    out.extend(points.map(|point| point.unwrap_or(char::REPLACEMENT_CHARACTER)));
}

/// From places in bytes, which must ascend, to places in UTF-16 code units.
struct Places<'a> {
    paragraph: &'a str,
    byte: usize,
    unit: usize,
}

impl Places<'_> {
    fn unit_at(&mut self, byte: usize) -> usize {
        self.unit += self.paragraph[self.byte..byte].chars().map(char::len_utf16).sum::<usize>();
        self.byte = byte;
        self.unit
    }
}

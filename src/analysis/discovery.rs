//! New words: runs of Chinese characters that behave as a word does, though the dictionary lacks them.
//!
//! Signs: *n(x)* is how often a run of characters stands in the texts, *N* how many Chinese characters the texts have,
//! p(x) = n(x)/N.
//!
//! - **Cohesion** = the least ln(p(w) / (p(a) · p(b))) over all ways to split w in two parts a and b: the parts stand
//!   together more often than chance has it. (Pointwise mutual information: K. W. Church, P. Hanks, "Word association
//!   norms, mutual information, and lexicography", Computational Linguistics 16(1), 1990.)
//! - **Freedom** = the lesser of the entropies −Σ p ln p of the characters before and after w: what stands around it
//!   varies. What is no Chinese character, and the edge of a text, is a neighbour of its own each time: a word that
//!   ends a sentence is free there. (Z. Jin, K. Tanaka-Ishii, "Unsupervised segmentation of Chinese text by use of
//!   branching entropy", COLING/ACL 2006.)
//! - **Score** = cohesion · freedom · ln n(w). It orders the rows and has no unit.
//!
//! A run lies in one sentence, since it holds Chinese characters alone. What was healed does not part it. Folding is not
//! looked at: a run is made of the characters of the text as it was given. Left out are words of the dictionary and the
//! reader's own, runs that are tokens already wherever they stand, and runs whose cut begins or ends with a stop word.
//!
//! How it works: the texts become one stream of character numbers. The places of a character are split by the character
//! that follows, those again, and so on to the longest run: a trie of all runs that are frequent enough, in which
//! the count of every part of a run is found. Time is in proportion to the characters times the longest run. Memory is
//! some 3 bytes a character, and 32 bytes for each distinct run that is frequent enough: the first characters are taken
//! a share at a time, so that no more than an eighth of the places, or a million, is held at once. Within a share the trie
//! grows in depth: what a longer run needs of the stream was read for the shorter one just before.

use crate::analysis::select::{keep_sorted, sort};
use crate::analysis::selection::Selection;
use crate::analysis::stopwords::{StopSet, StopWords};
use crate::corpus::{Corpus, Document};
use crate::error::{Error, Kind, Result};
use crate::export::{Cell, Record};
use crate::lens::Lens;
use crate::options::{CutOptions, Mode};
use crate::text::decode_utf16_lossy;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;
use stream::{MARK, Stream, characters_of};

mod stream;

/// Which words.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct NewWordQuery {
    /// Only words that stand in the texts at least so often, 2 or more; [`NewWordQuery::MIN_COUNT`] unless told.
    pub min_count: Option<u32>,
    /// Only words of at least so many characters, 2 or more; 2 unless told.
    pub min_length: Option<usize>,
    /// Only words of at most so many characters, at most [`NewWordQuery::MAX_LENGTH`]; 6 unless told.
    pub max_length: Option<usize>,
    /// The least cohesion; [`NewWordQuery::MIN_COHESION`] unless told.
    pub min_cohesion: Option<f64>,
    /// The least freedom; [`NewWordQuery::MIN_FREEDOM`] unless told.
    pub min_freedom: Option<f64>,
    /// Words that the reader has declined.
    pub ignore: Option<Vec<String>>,
    /// How many rows to pass over; 0 unless told.
    pub offset: Option<usize>,
    /// The most rows to give; [`NewWordQuery::DEFAULT_LIMIT`] unless told.
    pub limit: Option<usize>,
    /// The documents to look in, by index; all unless told.
    pub documents: Option<Vec<usize>>,
}

impl NewWordQuery {
    /// How many rows a page has unless told.
    pub const DEFAULT_LIMIT: usize = 100;
    /// The least count unless told.
    pub const MIN_COUNT: u32 = 3;
    /// The longest word that can be asked for, in characters.
    pub const MAX_LENGTH: usize = 10;
    /// The least cohesion unless told: e² ≈ 7 times as often together as chance has it.
    pub const MIN_COHESION: f64 = 2.0;
    /// The least freedom unless told: less than that of two neighbours of equal frequency, ln 2.
    pub const MIN_FREEDOM: f64 = 0.5;

    /// Whether another query has the same words before it chooses among them.
    pub fn same_words(&self, other: &NewWordQuery) -> bool {
        let without = |query: &NewWordQuery| NewWordQuery { ignore: None, offset: None, limit: None, ..query.clone() };
        without(self) == without(other)
    }
}

/// A word that the dictionary lacks.
#[derive(Debug, Clone, PartialEq)]
pub struct NewWordRow {
    /// The word.
    pub word: String,
    /// How often it stands in the texts.
    pub count: u32,
    /// The cohesion.
    pub cohesion: f64,
    /// The freedom.
    pub freedom: f64,
    /// What the rows are ordered by.
    pub score: f64,
    /// What the word is cut into now.
    pub pieces: Vec<String>,
    /// The index of the document with the first place where it stands.
    pub document: u32,
    /// Where that place begins, in UTF-16 code units.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// What stands before it there.
    pub left: String,
    /// What stands after it.
    pub right: String,
}

impl Record for NewWordRow {
    const KEYS: &'static [&'static str] =
        &["word", "count", "cohesion", "freedom", "score", "pieces", "document", "start", "end", "left", "right"];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Text(&self.word),
            Cell::Count(self.count.into()),
            Cell::Measure(self.cohesion),
            Cell::Measure(self.freedom),
            Cell::Measure(self.score),
            Cell::List(&self.pieces),
            Cell::Count(self.document.into()),
            Cell::Count(self.start.into()),
            Cell::Count(self.end.into()),
            Cell::Text(&self.left),
            Cell::Text(&self.right),
        ]
    }
}

/// Some of the new words.
#[derive(Debug, Clone, PartialEq)]
pub struct NewWordPage {
    /// How many there are.
    pub total: usize,
    /// How many rows stand before the first.
    pub offset: usize,
    /// The rows, the highest score first, equal ones by spelling.
    pub rows: Vec<NewWordRow>,
}

/// The words that the dictionary lacks, all at once: [`Discovery`] to the end, and a page of it.
///
/// # Errors
/// As [`Discovery::new`].
///
/// ```
/// use hanlens::analysis::{NewWordQuery, StopWords, discovery};
/// use hanlens::{Corpus, CutOptions, Lens};
/// let lens = Lens::from_lists("复工 9 v\n他们 9 r\n我们 9 r\n今天 9 t\n开始 9 v\n准备 9 v\n", "")?;
/// let mut corpus = Corpus::new(CutOptions::default());
/// corpus.push_str("sample", "他们准备复工复产。今天复工复产，我们开始复工复产了。")?;
/// corpus.analyze(&lens);
/// let query = NewWordQuery { min_cohesion: Some(0.0), ..NewWordQuery::default() };
/// let page = discovery::page(&lens, &corpus, &StopWords::Default, &query)?;
/// assert_eq!((page.rows[0].word.as_str(), page.rows[0].count), ("复工复产", 3));
/// # Ok::<(), hanlens::Error>(())
/// ```
pub fn page(lens: &Lens, corpus: &Corpus, stop_words: &StopWords, query: &NewWordQuery) -> Result<NewWordPage> {
    let mut discovery = Discovery::new(corpus, query)?;
    while !discovery.step() {}
    Ok(discovery.finish().page(lens, corpus, stop_words, query))
}

/// What a run of characters is in the trie.
#[derive(Debug, Clone, Copy)]
struct Node {
    character: u16,
    children: u16,
    first_child: u32,
    count: u32,
    /// Where in the stream it stands first.
    first: u32,
    freedom: f64,
}

/// The search for new words, a step at a time.
#[derive(Debug)]
pub struct Discovery {
    stream: Stream,
    limits: Limits,
    nodes: Vec<Node>,
    /// By character number, its node; [`NONE`] for a character that is not frequent enough.
    roots: Vec<u32>,
    /// The next character that has not been a first one.
    next: usize,
    /// The characters before a run.
    before: Neighbours,
    /// Those after it.
    neighbours: Neighbours,
    /// The character after each place of a run.
    after: Vec<u16>,
    /// Those that are frequent enough, with their counts.
    frequent: Vec<(u16, u32)>,
    logarithms: Logarithms,
}

#[derive(Debug, Clone, Copy)]
struct Limits {
    min_count: u32,
    min_length: usize,
    max_length: usize,
    min_cohesion: f64,
    min_freedom: f64,
}

const NONE: u32 = u32::MAX;

/// The number of what is no Chinese character.
const EDGE: u16 = 0;

/// At least so many places are looked at in a step: some 30 ms of work.
const STEP: usize = 1 << 20;

/// How many numbers are read in a call, for the reason that the texts are read in stretches.
const STRETCH: usize = 1 << 16;

/// No more than this share of all places is held at once.
const SHARE: usize = 8;

impl Discovery {
    /// Reads the texts of the chosen documents.
    ///
    /// # Errors
    /// [`Kind::InvalidArgument`] when there is no such document, and when a count or length is outside its range.
    pub fn new(corpus: &Corpus, query: &NewWordQuery) -> Result<Discovery> {
        let limits = Limits::of(query)?;
        let chosen = Selection::new(corpus, "documents", query.documents.as_deref())?;
        let stream = Stream::of(&chosen);
        let characters = stream.counts.len();
        Ok(Discovery {
            stream,
            limits,
            nodes: Vec::new(),
            roots: vec![NONE; characters],
            next: 1,
            before: Neighbours::new(characters),
            neighbours: Neighbours::new(characters),
            after: Vec::new(),
            frequent: Vec::new(),
            logarithms: Logarithms::new(),
        })
    }

    /// Does a part of the work and says whether nothing is left.
    pub fn step(&mut self) -> bool {
        let characters = self.stream.counts.len();
        let most = (self.stream.numbers.len() / SHARE).max(STEP);
        let (from, mut places) = (self.next, 0);
        while self.next < characters && (places == 0 || places + self.stream.counts[self.next] as usize <= most) {
            places += self.stream.counts[self.next] as usize;
            self.next += 1;
        }
        self.grow(from, self.next);
        self.next == characters
    }

    /// Puts all runs that begin with one of the characters in the trie.
    fn grow(&mut self, from: usize, to: usize) {
        let mut places = self.first_places(from, to);
        let mut start = 0;
        for character in from..to {
            let root = self.roots[character];
            if root != NONE {
                let end = start + self.stream.counts[character] as usize;
                self.look_at(root, start..end, 1, &mut places);
                start = end;
            }
        }
    }

    /// The places of each of the characters that is frequent enough, one after another.
    fn first_places(&mut self, from: usize, to: usize) -> Vec<u32> {
        let mut next = vec![NONE; to - from];
        let mut total = 0;
        for character in from..to {
            let count = self.stream.counts[character];
            if count >= self.limits.min_count {
                self.roots[character] = self.push(character as u16, count);
                next[character - from] = total;
                total += count;
            }
        }
        let mut places = vec![0; total as usize];
        let numbers = &self.stream.numbers;
        for start in (0..numbers.len()).step_by(STRETCH) {
            let stretch = &numbers[start..(start + STRETCH).min(numbers.len())];
            put_places(stretch, start as u32, from, &mut next, &mut places);
        }
        places
    }

    fn push(&mut self, character: u16, count: u32) -> u32 {
        self.nodes.push(Node { character, children: 0, first_child: 0, count, first: 0, freedom: 0.0 });
        self.nodes.len() as u32 - 1
    }

    /// Weighs a run of this length, which stands at a range of the places, by what stands around it, and gives it its
    /// children. They are looked at before its neighbour is: what they need was read just now. Their places come after
    /// all others and are taken away again.
    fn look_at(&mut self, node: u32, range: Range<usize>, length: usize, places: &mut Vec<u32>) {
        let found = &places[range.clone()];
        self.nodes[node as usize].first = found[0];
        let numbers = &self.stream.numbers;
        self.after.clear();
        self.after.extend(found.iter().map(|&at| numbers[at as usize + length]));
        let goes_on = length < self.limits.max_length;
        // As most long runs do, it goes on in one way: it is not free, and what is longer stands at the same places.
        if goes_on && self.after[0] != EDGE && self.after.iter().all(|&number| number == self.after[0]) {
            let child = self.push(self.after[0], range.len() as u32);
            (self.nodes[node as usize].first_child, self.nodes[node as usize].children) = (child, 1);
            return self.look_at(child, range, length + 1, places);
        }
        self.neighbours.count(self.after.iter().copied());
        if length >= self.limits.min_length {
            self.nodes[node as usize].freedom = self.freedom(found);
        }
        if goes_on {
            self.split(node, range, length, places);
        } else {
            self.neighbours.clear();
        }
    }

    /// The lesser of the entropies on both sides of a run that stands at these places; that of the characters after it
    /// alone where it is too little already.
    fn freedom(&mut self, places: &[u32]) -> f64 {
        let total = places.len() as u32;
        let right = self.neighbours.entropy(total, &self.logarithms);
        if right < self.limits.min_freedom {
            return right;
        }
        let numbers = &self.stream.numbers;
        self.before.count(places.iter().map(|&at| numbers[at as usize - 1]));
        let left = self.before.entropy(total, &self.logarithms);
        self.before.clear();
        left.min(right)
    }

    /// Gives a node its children, whose characters are counted, and looks at each.
    fn split(&mut self, node: u32, range: Range<usize>, length: usize, places: &mut Vec<u32>) {
        let counts = &mut self.neighbours.counts;
        let min_count = self.limits.min_count;
        self.frequent.clear();
        for number in self.neighbours.seen.drain(..) {
            let count = std::mem::take(&mut counts[number as usize]);
            if number != EDGE && count >= min_count {
                self.frequent.push((number, count));
            }
        }
        in_order(&mut self.frequent);
        let children = self.nodes.len()..self.nodes.len() + self.frequent.len();
        (self.nodes[node as usize].first_child, self.nodes[node as usize].children) =
            (children.start as u32, children.len() as u16);
        let before = places.len();
        let mut end = before as u32;
        for index in 0..self.frequent.len() {
            let (number, count) = self.frequent[index];
            self.push(number, count);
            self.neighbours.counts[number as usize] = end + 1;
            end += count;
        }
        places.resize(end as usize, 0);
        let (found, next) = places.split_at_mut(before);
        for (&at, &number) in found[range].iter().zip(&self.after) {
            let slot = &mut self.neighbours.counts[number as usize];
            // One more than where its next place goes; 0 for a character that is not frequent enough.
            if *slot != 0 {
                next[*slot as usize - 1 - before] = at;
                *slot += 1;
            }
        }
        for &(number, _) in &self.frequent {
            self.neighbours.counts[number as usize] = 0;
        }
        let mut start = before;
        for child in children {
            let end = start + self.nodes[child].count as usize;
            self.look_at(child as u32, start..end, length + 1, places);
            start = end;
        }
        places.truncate(before);
    }

    /// The words among the runs, when all steps are done.
    pub fn finish(self) -> Found {
        let mut words = Vec::new();
        let mut path = Vec::new();
        for &root in self.roots.iter().filter(|&&root| root != NONE) {
            self.collect(root, &mut path, &mut words);
        }
        let Stream { characters, documents, marks, .. } = self.stream;
        Found { words, characters, documents, marks }
    }

    fn collect(&self, node: u32, path: &mut Vec<u16>, words: &mut Vec<Candidate>) {
        let Node { character, children, first_child, count, first, freedom } = self.nodes[node as usize];
        path.push(character);
        if path.len() >= self.limits.min_length && freedom >= self.limits.min_freedom {
            let cohesion = self.cohesion(path, count);
            if cohesion >= self.limits.min_cohesion {
                let score = cohesion * freedom * f64::from(count).ln();
                words.push(Candidate { numbers: path.as_slice().into(), count, first, cohesion, freedom, score });
            }
        }
        for child in first_child..first_child + u32::from(children) {
            self.collect(child, path, words);
        }
        path.pop();
    }

    fn cohesion(&self, path: &[u16], count: u32) -> f64 {
        let total = self.stream.total as f64;
        let of_split = |at: usize| {
            let (a, b) = (self.count(&path[..at]), self.count(&path[at..]));
            // All three are counts of the same stream: p(w) / (p(a) p(b)) = n(w) N / (n(a) n(b)).
            (f64::from(count) * total / (a * b)).ln()
        };
        (1..path.len()).map(of_split).fold(f64::INFINITY, f64::min)
    }

    /// How often a part of a run that is in the trie stands in the texts: no less often than the run.
    fn count(&self, path: &[u16]) -> f64 {
        let mut node = self.nodes[self.roots[path[0] as usize] as usize];
        for &character in &path[1..] {
            let children = node.first_child as usize..node.first_child as usize + node.children as usize;
            match self.nodes[children.clone()].binary_search_by_key(&character, |child| child.character) {
                Ok(place) => node = self.nodes[children.start + place],
                Err(_) => return f64::INFINITY,
            }
        }
        node.count.into()
    }
}

impl Limits {
    fn of(query: &NewWordQuery) -> Result<Limits> {
        let limits = Limits {
            min_count: query.min_count.unwrap_or(NewWordQuery::MIN_COUNT),
            min_length: query.min_length.unwrap_or(2),
            max_length: query.max_length.unwrap_or(6),
            min_cohesion: query.min_cohesion.unwrap_or(NewWordQuery::MIN_COHESION),
            min_freedom: query.min_freedom.unwrap_or(NewWordQuery::MIN_FREEDOM),
        };
        let invalid = |argument, detail: String| Err(Error::new(Kind::InvalidArgument, argument, detail));
        if limits.min_count < 2 {
            return invalid("minCount", format!("must be 2 or more, and is {}", limits.min_count));
        }
        if limits.min_length < 2 {
            return invalid("minLength", format!("must be 2 or more, and is {}", limits.min_length));
        }
        if limits.max_length > NewWordQuery::MAX_LENGTH {
            let detail = format!("must be at most {}, and is {}", NewWordQuery::MAX_LENGTH, limits.max_length);
            return invalid("maxLength", detail);
        }
        Ok(limits)
    }
}

/// Puts the places of some characters, those from number `from` on, where `next` says that they go.
#[inline(never)]
fn put_places(numbers: &[u16], start: u32, from: usize, next: &mut [u32], places: &mut [u32]) {
    for (place, &number) in (start..).zip(numbers) {
        let slot = (number as usize).checked_sub(from).and_then(|index| next.get_mut(index));
        if let Some(slot) = slot.filter(|slot| **slot != NONE) {
            places[*slot as usize] = place;
            *slot += 1;
        }
    }
}

/// Sorts children by their character: few as they mostly are, in place.
fn in_order(children: &mut Vec<(u16, u32)>) {
    const FEW: usize = 32;
    if children.len() > FEW {
        return sort(children, |a, b| a.0.cmp(&b.0));
    }
    for end in 1..children.len() {
        let child = children[end];
        let mut at = end;
        while at > 0 && children[at - 1].0 > child.0 {
            children[at] = children[at - 1];
            at -= 1;
        }
        children[at] = child;
    }
}

/// Counts of neighbours, by the number of the character.
#[derive(Debug)]
struct Neighbours {
    counts: Vec<u32>,
    seen: Vec<u16>,
}

impl Neighbours {
    fn new(characters: usize) -> Neighbours {
        Neighbours { counts: vec![0; characters], seen: Vec::new() }
    }

    fn count(&mut self, numbers: impl Iterator<Item = u16>) {
        for number in numbers {
            let count = &mut self.counts[number as usize];
            if *count == 0 {
                self.seen.push(number);
            }
            *count += 1;
        }
    }

    fn clear(&mut self) {
        for number in self.seen.drain(..) {
            self.counts[number as usize] = 0;
        }
    }

    /// −Σ p ln p = ln n − (Σ c ln c) / n of the n that were counted, each edge being a neighbour of its own with c = 1.
    fn entropy(&self, total: u32, logarithms: &Logarithms) -> f64 {
        let inner = self.seen.iter().filter(|&&number| number != EDGE);
        let sum: u64 = inner.map(|&number| logarithms.times_itself(self.counts[number as usize])).sum();
        (logarithms.times_itself(total) - sum) as f64 / Logarithms::UNIT / f64::from(total)
    }
}

/// c · ln c as whole numbers of 2⁻³²: their sum has no order, so the order of the documents changes no bit of it.
#[derive(Debug)]
struct Logarithms {
    small: Vec<u64>,
}

impl Logarithms {
    const UNIT: f64 = (1u64 << 32) as f64;

    fn new() -> Logarithms {
        Logarithms { small: (0..1024).map(Self::compute).collect() }
    }

    fn compute(count: u32) -> u64 {
        if count < 2 { 0 } else { (f64::from(count) * f64::from(count).ln() * Self::UNIT).round() as u64 }
    }

    #[inline]
    fn times_itself(&self, count: u32) -> u64 {
        self.small.get(count as usize).copied().unwrap_or_else(|| Self::compute(count))
    }
}

#[derive(Debug, Clone)]
struct Candidate {
    numbers: Box<[u16]>,
    count: u32,
    first: u32,
    cohesion: f64,
    freedom: f64,
    score: f64,
}

/// The words that were found, of which pages can be had.
#[derive(Debug, Clone)]
pub struct Found {
    words: Vec<Candidate>,
    characters: Vec<char>,
    documents: Vec<(u32, u32)>,
    marks: Vec<u32>,
}

impl Found {
    /// A page of the words that are new at present: the user words may have changed since they were found.
    pub fn page(&self, lens: &Lens, corpus: &Corpus, stop_words: &StopWords, query: &NewWordQuery) -> NewWordPage {
        let ignored: FxHashSet<&str> = query.ignore.iter().flatten().map(String::as_str).collect();
        let test = Test { lens, corpus, stop_words: stop_words.set(), ignored };
        let spelt = self.words.iter().map(|word| (word, self.spelling(word)));
        let mut words: Vec<(&Candidate, String)> =
            spelt.filter(|(word, spelling)| test.is_new(word, spelling)).collect();
        let (total, offset) = (words.len(), query.offset.unwrap_or(0));
        let limit = query.limit.unwrap_or(NewWordQuery::DEFAULT_LIMIT);
        keep_sorted(&mut words, offset, limit, |a, b| b.0.score.total_cmp(&a.0.score).then_with(|| a.1.cmp(&b.1)));
        let rows = words.into_iter().map(|(word, spelling)| self.row(&test, word, spelling)).collect();
        NewWordPage { total, offset, rows }
    }

    fn spelling(&self, word: &Candidate) -> String {
        word.numbers.iter().map(|&number| self.characters[number as usize]).collect()
    }

    fn row(&self, test: &Test, word: &Candidate, spelling: String) -> NewWordRow {
        let (index, document, start) = self.place(test.corpus, word.first);
        let last = characters_of(document, start).nth(word.numbers.len() - 1);
        let end = last.map_or(start, |(at, character)| at + character.len_utf16());
        let (left, right) = context(document.text(), start, end);
        NewWordRow {
            pieces: test.pieces(&spelling),
            word: spelling,
            count: word.count,
            cohesion: word.cohesion,
            freedom: word.freedom,
            score: word.score,
            document: index,
            start: start as u32,
            end: end as u32,
            left,
            right,
        }
    }

    /// The document of a place of the stream, and the place in its text.
    fn place<'a>(&self, corpus: &'a Corpus, place: u32) -> (u32, &'a Document, usize) {
        let number = self.documents.partition_point(|&(_, begin)| begin <= place).saturating_sub(1);
        let (index, begin) = self.documents[number];
        let document = &corpus.documents()[index as usize];
        let mark = place as usize / MARK * MARK;
        // A mark before the document's begin belongs to the one before.
        let (from, at) = if mark < begin as usize { (begin as usize, 0) } else { (mark, self.marks[mark / MARK]) };
        let start = characters_of(document, at as usize).nth(place as usize - from).map_or(0, |(at, _)| at);
        (index, document, start)
    }
}

/// How many UTF-16 code units of context are shown on each side.
const CONTEXT: usize = 20;

fn context(text: &[u16], start: usize, end: usize) -> (String, String) {
    let splits = |at: usize| at > 0 && at < text.len() && (0xdc00..0xe000).contains(&text[at]);
    let from = start.saturating_sub(CONTEXT);
    let to = (end + CONTEXT).min(text.len());
    let (from, to) = (from + usize::from(splits(from)), to - usize::from(splits(to)));
    (decode_utf16_lossy(&text[from.min(start)..start]), decode_utf16_lossy(&text[end..to.max(end)]))
}

/// What makes a run of characters a new word.
struct Test<'a> {
    lens: &'a Lens,
    corpus: &'a Corpus,
    stop_words: Cow<'static, StopSet>,
    ignored: FxHashSet<&'a str>,
}

impl Test<'_> {
    fn is_new(&self, word: &Candidate, spelling: &str) -> bool {
        let units: Vec<u16> = spelling.encode_utf16().collect();
        let is_known = self.lens.word_id(&units).is_some() || self.lens.user_words().entry(&units).is_some();
        if is_known || self.ignored.contains(spelling) {
            return false;
        }
        let terms = self.corpus.terms();
        let tokens = terms.find(self.lens, &units).map_or(0, |term| terms.count(term));
        let pieces = self.lens.cut(&units, self.options());
        let is_stop_word = |piece: Option<&crate::segment::Piece>| {
            piece.is_some_and(|piece| self.stop_words.contains(&units[piece.start as usize..piece.end as usize]))
        };
        tokens < word.count && !is_stop_word(pieces.first()) && !is_stop_word(pieces.last())
    }

    fn pieces(&self, spelling: &str) -> Vec<String> {
        let units: Vec<u16> = spelling.encode_utf16().collect();
        self.lens.cut(&units, self.options()).iter().map(|piece| self.lens.spell(&units, piece)).collect()
    }

    fn options(&self) -> CutOptions {
        CutOptions { mode: Mode::Precise, ..self.corpus.options() }
    }
}

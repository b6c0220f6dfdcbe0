//! The texts as one stream of character numbers.

use super::EDGE;
use crate::analysis::selection::Selection;
use crate::corpus::Document;
use crate::text::is_han;
use rustc_hash::FxHashMap;

/// The texts as numbers of characters, an edge where there is no Chinese character.
#[derive(Debug)]
pub(super) struct Stream {
    /// Begins and ends with an edge.
    pub(super) numbers: Vec<u16>,
    /// By number, how often it stands in the stream.
    pub(super) counts: Vec<u32>,
    /// By number.
    pub(super) characters: Vec<char>,
    /// How many Chinese characters there are.
    pub(super) total: usize,
    /// The index of each document, and where in the stream it begins.
    pub(super) documents: Vec<(u32, u32)>,
    /// Where in its document every [`MARK`]th number of the stream stands.
    pub(super) marks: Vec<u32>,
}

/// From a mark a place is found by reading on: one for each character would take more memory than the text.
pub(super) const MARK: usize = 1024;

/// How many units are read in a call: a browser runs a call to its end in the code with which it began, slow code when
/// it is the first.
const STRETCH: usize = 1 << 14;

impl Stream {
    pub(super) fn of(chosen: &Selection) -> Stream {
        let units: usize = chosen.iter().map(|(_, document)| document.text().len()).sum();
        let mut stream = Stream {
            numbers: Vec::with_capacity(units + 2),
            counts: vec![0],
            characters: vec!['\0'],
            total: 0,
            documents: Vec::new(),
            marks: Vec::new(),
        };
        let mut numbering = Numbering { basic: vec![UNMET; 1 << 16], others: FxHashMap::default() };
        for (index, document) in chosen.iter() {
            stream.push(EDGE, 0);
            stream.documents.push((index as u32, stream.numbers.len() as u32));
            for (start, end) in kept(document) {
                let mut at = start;
                while at < end {
                    at = stream.read(&document.text()[..end], at, &mut numbering);
                }
            }
        }
        stream.push(EDGE, 0);
        stream.total = stream.counts[1..].iter().map(|&count| count as usize).sum();
        stream
    }

    /// Takes in a stretch of a text from `from` on and returns where it ended.
    #[inline(never)]
    fn read(&mut self, text: &[u16], from: usize, numbering: &mut Numbering) -> usize {
        let stop = (from + STRETCH).min(text.len());
        let mut at = from;
        while at < stop {
            let known = numbering.basic[text[at] as usize];
            if known != UNMET {
                self.push(known, at);
                at += 1;
            } else {
                let (number, width) = numbering.meet(self, &text[at..]);
                self.push(number, at);
                at += width;
            }
        }
        at
    }

    #[inline]
    fn push(&mut self, number: u16, at: usize) {
        if self.numbers.len().is_multiple_of(MARK) {
            self.marks.push(at as u32);
        }
        self.numbers.push(number);
        self.counts[number as usize] += 1;
    }
}

/// The ranges of a text that were not taken out of it.
fn kept(document: &Document) -> impl Iterator<Item = (usize, usize)> + '_ {
    let removed = document.healed().ranges().iter().map(|&[start, end]| (start as usize, end as usize));
    let length = document.text().len();
    let mut from = 0;
    removed.chain([(length, length)]).map(move |(start, end)| {
        let range = (from, start);
        from = end;
        range
    })
}

/// The code points of a document from a place on, with their places. What was healed is passed over.
pub(super) fn characters_of(document: &Document, from: usize) -> impl Iterator<Item = (usize, char)> + '_ {
    let (text, healed) = (document.text(), document.healed().ranges());
    let mut next = healed.partition_point(|range| range[1] as usize <= from);
    let mut at = from;
    std::iter::from_fn(move || {
        while let Some(&[_, end]) = healed.get(next).filter(|range| range[0] as usize <= at) {
            at = at.max(end as usize);
            next += 1;
        }
        let character = first_character(text.get(at..)?)?;
        let start = at;
        at += character.len_utf16();
        Some((start, character))
    })
}

/// A lone surrogate is U+FFFD, which is one unit too.
fn first_character(units: &[u16]) -> Option<char> {
    let point = char::decode_utf16(units.iter().copied()).next()?;
    Some(point.unwrap_or(char::REPLACEMENT_CHARACTER))
}

/// The numbers of characters, in the order in which they are met.
struct Numbering {
    /// By unit; what is no Chinese character is an edge. A surrogate is never met.
    basic: Vec<u16>,
    others: FxHashMap<char, u16>,
}

const UNMET: u16 = u16::MAX;

impl Numbering {
    /// The number of the first character and how many units it has.
    #[cold]
    fn meet(&mut self, stream: &mut Stream, units: &[u16]) -> (u16, usize) {
        let character = first_character(units).unwrap_or(char::REPLACEMENT_CHARACTER);
        let width = character.len_utf16();
        let known = match self.basic.get_mut(character as usize) {
            Some(known) => known,
            None => self.others.entry(character).or_insert(UNMET),
        };
        if *known == UNMET {
            *known = if is_han(character) { new_number(stream, character) } else { EDGE };
        }
        (*known, width)
    }
}

fn new_number(stream: &mut Stream, character: char) -> u16 {
    // 65,534 different characters are more than any text has; one more would be an edge.
    if stream.characters.len() == usize::from(UNMET) {
        return EDGE;
    }
    stream.characters.push(character);
    stream.counts.push(0);
    stream.characters.len() as u16 - 1
}

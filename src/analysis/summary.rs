//! The size of a corpus in figures.

use crate::corpus::Corpus;
use crate::text::{Healing, is_han};
use serde::Serialize;
use std::ops::RangeInclusive;

/// A document in figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentSummary {
    /// Its name.
    pub name: String,
    /// Its length in UTF-16 code units.
    pub length: usize,
    /// How many tokens it has; white space and punctuation are none.
    pub tokens: usize,
    /// How many line wraps were healed.
    pub healed: usize,
    /// Which breaks were taken for wraps.
    pub healing: Healing,
    /// How many invisible characters were taken out.
    pub invisible: usize,
}

/// A corpus in figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// The documents in the order in which they were added.
    pub documents: Vec<DocumentSummary>,
    /// How many tokens all documents have.
    pub tokens: usize,
    /// How many distinct terms.
    pub types: usize,
    /// How many code points that are not white space; a lone surrogate is one.
    pub characters: usize,
    /// How many of them are Chinese characters.
    pub han_characters: usize,
}

/// The figures of a corpus.
///
/// ```
/// use hanlens::analysis::summary;
/// use hanlens::{Corpus, CutOptions, Lens};
/// let lens = Lens::from_lists("北京 34488 ns\n", "")?;
/// let mut corpus = Corpus::new(CutOptions::default());
/// corpus.push_str("sample", "北京很大。 OK!")?;
/// corpus.analyze(&lens);
/// let figures = summary::summarize(&corpus);
/// assert_eq!((figures.characters, figures.han_characters), (8, 4));
/// # Ok::<(), hanlens::Error>(())
/// ```
pub fn summarize(corpus: &Corpus) -> Summary {
    let documents = corpus.documents();
    let (characters, han_characters) =
        documents.iter().map(|document| count_characters(document.text())).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    let document_summaries = documents.iter().map(|document| DocumentSummary {
        name: document.name().to_owned(),
        length: document.text().len(),
        tokens: document.tokens().len(),
        healed: document.healed().wraps(),
        healing: document.healed().healing(),
        invisible: document.healed().invisible(),
    });
    Summary {
        documents: document_summaries.collect(),
        tokens: corpus.token_count(),
        types: corpus.terms().len(),
        characters,
        han_characters,
    }
}

/// Code points that are not white space, and those of them that are Chinese characters.
pub(crate) fn count_characters(text: &[u16]) -> (usize, usize) {
    let mut sums = (0, 0);
    for (from, stretch) in (0..).step_by(STRETCH).zip(text.chunks(STRETCH)) {
        let (characters, han, surrogates) = sum_usual(stretch).unwrap_or_else(|| sum(stretch));
        sums = (sums.0 + characters, sums.1 + han);
        if surrogates > 0 {
            let (characters, han) = sum_pairs(text, from, from + stretch.len());
            sums = (sums.0 + characters, sums.1 + han);
        }
    }
    sums
}

/// How many units are summed before they are looked at: so few that most stretches are usual ones, and no more than a
/// field of a packed sum can count.
const STRETCH: usize = 128;
const FIELD: u32 = 8;
const _: () = assert!(STRETCH < 1 << FIELD);

/// [`sum`] for a stretch of nothing but the most usual Chinese characters, marks and white space, which is most of them.
/// Comparisons and sums alone, so that the compiler does eight units at once.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn sum_usual(units: &[u16]) -> Option<(usize, usize, usize)> {
    let is_in = |unit: u16, range: RangeInclusive<u16>| u16::from(range.contains(&unit));
    let add = |(han, marks, white): (u16, u16, u16), &unit: &u16| {
        let is_mark = is_in(unit, 0x21..=0x7e)
            | is_in(unit, 0x2010..=0x2027)
            | is_in(unit, 0x3001..=0x3002)
            | is_in(unit, 0x3008..=0x3011)
            | is_in(unit, 0xff01..=0xff5e);
        let is_white = is_in(unit, 0x0a..=0x0d) | u16::from(unit == 0x20) | u16::from(unit == 0x3000);
        (han + is_in(unit, 0x4e00..=0x9fff), marks + is_mark, white + is_white)
    };
    let (han, marks, white) = units.iter().fold((0, 0, 0), add);
    let characters = usize::from(han + marks);
    (characters + usize::from(white) == units.len()).then_some((characters, han.into(), 0))
}

/// Characters, Chinese ones among them, and units that are half of a pair. Without a branch: where one kind of character
/// ends and the next begins nobody can foresee.
fn sum(units: &[u16]) -> (usize, usize, usize) {
    let add = |sums: u32, &unit: &u16| {
        let [page, index] = unit.to_be_bytes();
        let kind = KINDS.of_page[usize::from(KINDS.pages[usize::from(page)]) % PAGES][usize::from(index)];
        sums + ADDED[usize::from(kind) % ADDED.len()]
    };
    let sums = units.iter().fold(0, add);
    let field = |number: u32| (sums >> (number * FIELD)) as usize & ((1 << FIELD) - 1);
    (field(0), field(1), field(2))
}

/// The characters that pairs make, and those that lone halves stand for, of all that begin in a range.
fn sum_pairs(text: &[u16], from: usize, to: usize) -> (usize, usize) {
    let (mut characters, mut han, mut at) = (0, 0, from);
    let is_half = |at: usize, halves: RangeInclusive<u16>| text.get(at).is_some_and(|unit| halves.contains(unit));
    // The second half of what begins before the range.
    if from > 0 && is_half(from - 1, 0xd800..=0xdbff) && is_half(from, 0xdc00..=0xdfff) {
        at += 1;
    }
    while let Some(next) = text[at..to].iter().position(|unit| matches!(unit, 0xd800..=0xdfff)) {
        at += next;
        let point = char::decode_utf16(text[at..].iter().take(2).copied()).next();
        let point = point.and_then(|point| point.ok()).unwrap_or(char::REPLACEMENT_CHARACTER);
        characters += usize::from(!point.is_whitespace());
        han += usize::from(is_han(point));
        at = (at + point.len_utf16()).min(to);
    }
    (characters, han)
}

/// What a unit of each kind adds: white space, another character, a Chinese one, half of a pair.
const ADDED: [u32; 4] = [0, 1, 1 | 1 << FIELD, 1 << (2 * FIELD)];

/// The kinds of all units of the basic plane, by pages of 256; pages that are alike are kept once.
struct Kinds {
    pages: [u8; 256],
    of_page: [[u8; 256]; PAGES],
}

const PAGES: usize = 8;

static KINDS: Kinds = Kinds::new();

impl Kinds {
    const fn new() -> Kinds {
        let mut kinds = Kinds { pages: [0; 256], of_page: [[0; 256]; PAGES] };
        let (mut page, mut count) = (0, 0);
        while page < 256 {
            let made = kinds_of_page(page);
            let mut at = 0;
            while at < count && !are_alike(&kinds.of_page[at], &made) {
                at += 1;
            }
            if at == count {
                // More pages than there is room for end the compilation.
                kinds.of_page[count] = made;
                count += 1;
            }
            kinds.pages[page] = at as u8;
            page += 1;
        }
        kinds
    }
}

const fn kinds_of_page(page: usize) -> [u8; 256] {
    let mut kinds = [0; 256];
    let mut index = 0;
    while index < 256 {
        kinds[index] = match char::from_u32((page << 8 | index) as u32) {
            None => 3,
            Some(character) if character.is_whitespace() => 0,
            Some(character) => 1 + is_han(character) as u8,
        };
        index += 1;
    }
    kinds
}

const fn are_alike(one: &[u8; 256], other: &[u8; 256]) -> bool {
    let mut index = 0;
    while index < 256 && one[index] == other[index] {
        index += 1;
    }
    index == 256
}

#[cfg(test)]
mod tests {
    use super::{STRETCH, count_characters};
    use crate::text::is_han;

    #[test]
    fn characters_are_code_points_that_are_not_white_space() {
        for (text, expected) in [
            ("", (0, 0)),
            (" \t\r\n\u{3000}\u{a0}", (0, 0)),
            ("北京，OK", (5, 2)),
            ("𠮷野家", (3, 3)),
            ("人々〇", (3, 3)),
            ("👩‍🔬", (3, 0)),
            ("カタ한", (3, 0)),
        ] {
            let units: Vec<u16> = text.encode_utf16().collect();
            assert_eq!(count_characters(&units), expected, "{text:?}");
        }
        assert_eq!(count_characters(&[0xD842, 0x20, 0xDFB7]), (2, 0), "lone surrogates");
    }

    #[test]
    fn every_character_of_the_basic_plane_is_of_its_kind() {
        for unit in 0..=u16::MAX {
            let point = char::from_u32(unit.into()).unwrap_or(char::REPLACEMENT_CHARACTER);
            let expected = (usize::from(!point.is_whitespace()), usize::from(is_han(point)));
            assert_eq!(count_characters(&[unit]), expected, "{unit:#x}");
            assert_eq!(count_characters(&[unit, 0xd800]), (expected.0 + 1, expected.1), "{unit:#x}");
        }
    }

    #[test]
    fn a_long_text_is_the_sum_of_its_parts() {
        let pair = [0xd842, 0xdfb7];
        for before in [0, 1, STRETCH - 1, STRETCH, STRETCH + 1, 3 * STRETCH] {
            let mut text = vec![0x4e2d; before];
            text.extend(pair);
            text.extend([0x41, 0x20].repeat(before));
            assert_eq!(count_characters(&text), (2 * before + 1, before + 1), "{before}");
        }
    }
}

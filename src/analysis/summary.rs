//! The size of a corpus in figures.

use crate::corpus::Corpus;
use crate::text::{Healing, is_han};
use serde::Serialize;

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
    let (mut characters, mut han) = (0, 0);
    let mut rest = text;
    while let [unit, ..] = rest {
        // Most characters of most texts are these, and there is nothing to decode.
        if matches!(unit, 0x4e00..=0x9fff) {
            let run = rest.iter().take_while(|unit| matches!(unit, 0x4e00..=0x9fff)).count();
            (characters, han, rest) = (characters + run, han + run, &rest[run..]);
            continue;
        }
        let point = char::decode_utf16(rest.iter().take(2).copied()).next();
        let point = point.and_then(|point| point.ok()).unwrap_or(char::REPLACEMENT_CHARACTER);
        characters += usize::from(!point.is_whitespace());
        han += usize::from(is_han(point));
        rest = &rest[point.len_utf16()..];
    }
    (characters, han)
}

#[cfg(test)]
mod tests {
    use super::count_characters;

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
}

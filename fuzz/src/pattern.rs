//! Looking for texts and regular expressions: the hits are those of a search that knows no short cuts.

use super::engine::lens;
use super::input::Input;
use super::pipeline::analysed;
use hanlens::analysis::{ConcordanceQuery, ConcordanceRow, Pattern, concordance};
use hanlens::{Corpus, CutOptions, Kind, TextOptions};

const TEXT: usize = 1_500;

pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let (is_regex, ignore_case) = (input.flag(), input.flag());
    let wanted = if input.flag() { input.string(60) } else { plain(&mut input) };
    let options = CutOptions { hmm: false, ..input.cut_options() };
    let text_options = if input.flag() { input.text_options() } else { TextOptions::UNTOUCHED };
    let texts: Vec<Vec<u16>> = (0..=input.below(2)).map(|_| input.text(TEXT)).collect();
    let corpus = analysed(lens(), &texts, options, text_options);
    let pattern = match is_regex {
        true => Pattern::Regex { regex: wanted.clone(), ignore_case },
        false => Pattern::Text { text: wanted.clone(), ignore_case },
    };
    let query = ConcordanceQuery { limit: Some(usize::MAX), ..ConcordanceQuery::new(pattern) };
    match concordance::page(lens(), &corpus, &query) {
        Ok(page) => {
            assert_eq!(page.total, page.rows.len());
            page.rows.iter().for_each(|row| check_row(&corpus, row));
            let found: Vec<_> = page.rows.iter().map(|row| (row.document, row.start, row.end)).collect();
            let expected =
                if is_regex { by_regex(&corpus, &wanted, ignore_case) } else { by_text(&corpus, &wanted, ignore_case) };
            assert_eq!(found, expected, "{wanted:?}");
        }
        Err(error) => {
            assert_eq!((error.kind(), error.argument()), (Kind::InvalidArgument, "pattern"), "{error}");
            assert!(wanted.is_empty() || is_regex && build(&wanted, ignore_case).is_err(), "{error}");
        }
    }
}

/// Any text at all.
fn plain(input: &mut Input) -> String {
    let bytes = input.list(40, Input::byte);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A row shows what stands there.
pub fn check_row(corpus: &Corpus, row: &ConcordanceRow) {
    let document = &corpus.documents()[row.document as usize];
    let part = |from: u32, to: u32| String::from_utf16_lossy(&document.text()[from as usize..to as usize]);
    assert!(row.from <= row.start && row.start < row.end && row.end <= row.to);
    assert_eq!(part(row.start, row.end), row.node);
    assert_eq!((part(row.from, row.start), part(row.end, row.to)), (row.left.clone(), row.right.clone()));
    if let Some(token) = row.token {
        let token = document.tokens()[token as usize];
        assert!(token.start < row.end && token.end > row.start, "the token has a part of the hit");
    }
}

fn build(regex: &str, ignore_case: bool) -> Result<regex_lite::Regex, regex_lite::Error> {
    regex_lite::RegexBuilder::new(regex).case_insensitive(ignore_case).size_limit(1 << 18).build()
}

/// Paragraph for paragraph, without asking first what a hit must have.
fn by_regex(corpus: &Corpus, regex: &str, ignore_case: bool) -> Vec<(u32, u32, u32)> {
    let regex = build(regex, ignore_case).expect("the core has taken it");
    let mut hits = Vec::new();
    for (index, document) in (0..).zip(corpus.documents()) {
        let mut start = 0;
        for end in document.paragraphs() {
            let paragraph = String::from_utf16_lossy(&document.text()[start as usize..end as usize]);
            let unit = |byte: usize| start + paragraph[..byte].encode_utf16().count() as u32;
            let found = regex.find_iter(paragraph.trim_end()).filter(|hit| !hit.is_empty());
            hits.extend(found.map(|hit| (index, unit(hit.start()), unit(hit.end()))));
            start = end;
        }
    }
    hits
}

fn by_text(corpus: &Corpus, text: &str, ignore_case: bool) -> Vec<(u32, u32, u32)> {
    let lower = |unit: u16| match (ignore_case, u8::try_from(unit)) {
        (true, Ok(byte)) => u16::from(byte.to_ascii_lowercase()),
        _ => unit,
    };
    let wanted: Vec<u16> = text.encode_utf16().map(lower).collect();
    let mut hits = Vec::new();
    for (index, document) in (0..).zip(corpus.documents()) {
        let units: Vec<u16> = document.text().iter().map(|&unit| lower(unit)).collect();
        let mut at = 0;
        while at + wanted.len() <= units.len() {
            if units[at..].starts_with(&wanted) {
                hits.push((index, at as u32, (at + wanted.len()) as u32));
                at += wanted.len();
            } else {
                at += 1;
            }
        }
    }
    hits
}

//! Keyness, statistics, characters, documents of terms: tables by meaning, worked vectors, and brute-force oracles over
//! random texts.

mod common;

use common::{lens, utf16};
use hanlens::analysis::keyness::{KeynessPage, KeynessRow};
use hanlens::analysis::statistics::{Statistics, StatisticsPage};
use hanlens::analysis::{
    CharacterQuery, Direction, KeynessQuery, KeynessSort, Reference, StatisticsQuery, StopFilter, StopWords,
    TermDocumentsQuery, TermRef, characters, keyness, statistics, term_documents,
};
use hanlens::text::{TokenKind, is_han, paragraphs, sentences};
use hanlens::{Corpus, CutOptions, Document, Kind, Mode};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn corpus_of<T: AsRef<str>>(texts: &[T], options: CutOptions) -> Corpus {
    let mut corpus = Corpus::new(options);
    for (index, text) in texts.iter().enumerate() {
        corpus.push_str(format!("text {}", index + 1), text.as_ref()).unwrap();
    }
    corpus.analyze(lens());
    corpus
}

fn corpus(texts: &[&str]) -> Corpus {
    corpus_of(texts, CutOptions::default())
}

fn spelt(word: &str) -> TermRef {
    TermRef::Spelling(word.to_owned())
}

/// The words of a document's tokens.
fn words_of(corpus: &Corpus, document: &Document) -> Vec<String> {
    document.tokens().iter().map(|token| corpus.terms().word(token.term)).collect()
}

// ------------------------------------------------------------------------------------------------------ keyness

fn key(corpus: &Corpus, query: &KeynessQuery) -> KeynessPage {
    keyness::page(lens(), corpus, &StopWords::Default, query).unwrap()
}

fn words(page: &KeynessPage) -> String {
    page.rows.iter().map(|row| row.word.as_str()).collect::<Vec<_>>().join(" ")
}

/// 图书馆 3 of 26 tokens against 0 of 16: the vector of the design.
#[test]
fn the_worked_vector_comes_out_of_texts() {
    let target = format!("图书馆，图书馆，图书馆，{}", "的，".repeat(23));
    let corpus = corpus(&[&target, &"的，".repeat(16)]);
    let page = key(&corpus, &KeynessQuery { target: vec![0], ..KeynessQuery::default() });
    assert_eq!((page.target_tokens, page.reference_tokens, page.total), (26, 16, 2));
    let row = page.rows.iter().find(|row| row.word == "图书馆").unwrap();
    assert_eq!((row.target_count, row.reference_count, row.band, row.diff), (3, 0, "", None));
    assert!((row.g2 - 2.87744).abs() < 5e-6 && (row.log_ratio - 1.88452).abs() < 5e-6, "{row:?}");
    assert!((row.bic - (2.8774384815713177 - 42f64.ln())).abs() < 1e-12);
    assert_eq!(row.target_per_million, 1e6 * 3.0 / 26.0);
    let rarer = page.rows.iter().find(|row| row.word == "的").unwrap();
    assert!(rarer.g2 < 0.0 && rarer.log_ratio < 0.0 && rarer.diff.unwrap() < 0.0, "{rarer:?}");
}

#[test]
fn a_word_that_is_as_frequent_on_both_sides_has_no_sign() {
    for (a, b, c, d) in [(1, 1, 10, 10), (2, 4, 50, 100)] {
        assert_eq!(keyness::compare(a, b, c, d).g2.to_bits(), 0, "{a} of {c}, {b} of {d}");
    }
}

#[test]
fn filters_choose_rows_and_change_no_figure() {
    let corpus = corpus(&["图书馆的城市，图书馆的历史", "城市的历史，大学的历史，我们的大学"]);
    let all = KeynessQuery { target: vec![0], sort: Some(KeynessSort::Count), ..KeynessQuery::default() };
    for (query, expected) in [
        (all.clone(), "图书馆 的 历史 城市 大学 我们"),
        (KeynessQuery { descending: Some(false), ..all.clone() }, "大学 我们 历史 城市 图书馆 的"),
        (KeynessQuery { direction: Some(Direction::Positive), ..all.clone() }, "图书馆 城市"),
        (KeynessQuery { direction: Some(Direction::Negative), ..all.clone() }, "历史 大学 我们"),
        (KeynessQuery { min_count: Some(3), ..all.clone() }, "的 历史"),
        (KeynessQuery { min_length: Some(3), ..all.clone() }, "图书馆"),
        (KeynessQuery { stop_words: Some(StopFilter::Hide), ..all.clone() }, "图书馆 历史 城市 大学"),
        (KeynessQuery { stop_words: Some(StopFilter::Only), ..all.clone() }, "的 我们"),
        (KeynessQuery { tags: Some(vec!["ns".into()]), ..all.clone() }, "城市"),
        (KeynessQuery { offset: Some(1), limit: Some(2), ..all.clone() }, "的 历史"),
        (KeynessQuery { sort: Some(KeynessSort::Diff), limit: Some(1), ..all.clone() }, "图书馆"),
    ] {
        let page = key(&corpus, &query);
        assert_eq!(words(&page), expected, "{query:?}");
        let full = key(&corpus, &all);
        assert!(page.rows.iter().all(|row| full.rows.contains(row)), "{query:?}");
    }
}

#[test]
fn a_frequency_list_is_a_reference() {
    let corpus = corpus(&["图书馆的图书馆", "大学"]);
    let list = "word,count\n的,50\n图书馆,1\n上海,49\n上海,1\nthe,9\n".to_owned();
    let query = KeynessQuery { target: vec![0], reference: Some(Reference::List(list)), ..KeynessQuery::default() };
    let page = key(&corpus, &query);
    assert_eq!((page.target_tokens, page.reference_tokens), (3, 110));
    let counts: Vec<(&str, &str, bool, u64, u64)> = page
        .rows
        .iter()
        .map(|row| (row.word.as_str(), row.tag.as_str(), row.term.is_some(), row.target_count, row.reference_count))
        .collect();
    assert_eq!(
        counts,
        [
            ("图书馆", "n", true, 2, 1),
            ("上海", "ns", false, 0, 50),
            ("the", "eng", false, 0, 9),
            ("的", "uj", true, 1, 50),
        ]
    );
    let hidden = KeynessQuery { stop_words: Some(StopFilter::Hide), tags: Some(vec!["n*".into()]), ..query };
    assert_eq!(words(&key(&corpus, &hidden)), "图书馆 上海", "filters hold for words of the list too");
}

#[test]
fn what_cannot_be_compared_is_an_error() {
    let corpus = corpus(&["图书馆", "大学", "，。"]);
    let list = |text: &str| Some(Reference::List(text.to_owned()));
    for (target, reference, argument, text) in [
        (vec![3], None, "target", "below their number, 3, and one is 3"),
        (vec![], None, "target", "has no token"),
        (vec![2], None, "target", "has no token"),
        (vec![0, 1], None, "reference", "has no token"),
        (vec![0], Some(Reference::Documents(vec![0, 1])), "reference", "document 0 is in the target too"),
        (vec![0], Some(Reference::Documents(vec![7])), "reference", "one is 7"),
        (vec![0], list(""), "reference", "has no token"),
        (vec![0], list("的,1\n大学 many"), "reference", "line 2, `大学 many`"),
        (vec![0], list("的,9007199254740993"), "reference", "sum to over"),
        (vec![0], list("的,5\n是,18446744073709551615"), "reference", "sum to over"),
    ] {
        let query = KeynessQuery { target, reference, ..KeynessQuery::default() };
        let error = keyness::page(lens(), &corpus, &StopWords::None, &query).unwrap_err();
        assert_eq!((error.kind(), error.argument()), (Kind::InvalidArgument, argument), "{query:?}");
        assert!(error.to_string().contains(text), "{error}");
    }
    let most = KeynessQuery { target: vec![0], reference: list("的,9007199254740992"), ..KeynessQuery::default() };
    assert!(keyness::page(lens(), &corpus, &StopWords::None, &most).is_ok(), "the greatest sum that is allowed");
}

// --------------------------------------------------------------------------------------------------- statistics

fn statistics_of(corpus: &Corpus, window: Option<usize>) -> StatisticsPage {
    statistics::describe(corpus, &StatisticsQuery { documents: None, window }).unwrap()
}

#[test]
fn a_document_in_figures() {
    let corpus = corpus(&["北京的大学。\n北京的3.5！\n\n……\n“😀OK。”", "，。"]);
    let page = statistics_of(&corpus, Some(2));
    let figures = &page.documents[0];
    let lengths: Vec<(usize, u64)> = figures.word_lengths.iter().map(|row| (row.length, row.count)).collect();
    let kinds: Vec<(TokenKind, u64)> = figures.kinds.iter().map(|row| (row.kind, row.count)).collect();
    let tags: Vec<(&str, u64)> = figures.tags.iter().map(|row| (row.tag.as_str(), row.count)).collect();
    assert_eq!((figures.name.as_deref(), figures.tokens, figures.types, figures.hapax), (Some("text 1"), 8, 6, 4));
    assert_eq!((figures.sentences, figures.paragraphs), (3, 3), "the line of …… has no token");
    assert_eq!((figures.characters, figures.han_characters), (21, 8));
    assert_eq!((figures.ttr, figures.mattr, figures.window), (Some(0.75), Some(1.0), 2));
    assert_eq!((figures.mean_word_length, figures.mean_sentence_length), (Some(14.0 / 8.0), Some(8.0 / 3.0)));
    assert_eq!(lengths, [(1, 3), (2, 4), (3, 1)]);
    let expected = [(TokenKind::Han, 5), (TokenKind::Letters, 1), (TokenKind::Number, 1), (TokenKind::Emoji, 1)];
    assert_eq!(kinds, expected);
    assert_eq!(tags, [("ns", 2), ("uj", 2), ("eng", 1), ("m", 1), ("n", 1), ("x", 1)]);

    let nothing = &page.documents[1];
    assert_eq!((nothing.tokens, nothing.sentences, nothing.characters), (0, 0, 2));
    let none = [nothing.ttr, nothing.mattr, nothing.mean_word_length, nothing.mean_sentence_length];
    assert_eq!(none, [None; 4]);
    assert_eq!(page.combined, Statistics { name: None, characters: 23, ..figures.clone() });
}

#[test]
fn the_window_of_mattr_is_500_unless_told() {
    let text: Vec<String> = (0..600).map(|number| format!("w{}", number % 300)).collect();
    let figures = statistics_of(&corpus(&[&text.join(" ")]), None).combined;
    assert_eq!((figures.window, figures.ttr, figures.mattr), (500, Some(0.5), Some(0.6)));
    let short = statistics_of(&corpus(&["一 二 一"]), None).combined;
    assert_eq!((short.ttr, short.mattr), (Some(2.0 / 3.0), Some(2.0 / 3.0)), "a shorter text has its TTR");
    let error = statistics::describe(&corpus(&["一"]), &StatisticsQuery { documents: None, window: Some(0) });
    assert_eq!(error.unwrap_err().argument(), "window");
    let error = statistics::describe(&corpus(&["一"]), &StatisticsQuery { documents: Some(vec![1]), window: None });
    assert_eq!(error.unwrap_err().argument(), "documents");
}

// --------------------------------------------------------------------------------------------------- characters

#[test]
fn characters_are_counted_in_the_texts() {
    let corpus = corpus(&["北京，北大 OK\n", "𠮷北"]);
    let rows = |han_only, documents| -> Vec<(String, u64)> {
        let query = CharacterQuery { han_only, documents, ..CharacterQuery::default() };
        characters::page(&corpus, &query).unwrap().rows.into_iter().map(|row| (row.character, row.count)).collect()
    };
    assert_eq!(rows(None, None), [("北", 3), ("京", 1), ("大", 1), ("𠮷", 1)].map(|(c, n)| (c.to_owned(), n)));
    let expected = [("北", 2), ("K", 1), ("O", 1), ("京", 1), ("大", 1), ("，", 1)].map(|(c, n)| (c.to_owned(), n));
    assert_eq!(rows(Some(false), Some(vec![0])), expected);
    let page = characters::page(&corpus, &CharacterQuery { offset: Some(1), limit: Some(1), ..Default::default() });
    let page = page.unwrap();
    assert_eq!((page.total, page.characters, page.offset, page.rows.len()), (4, 6, 1, 1));
    assert_eq!(page.rows[0].per_million, 1e6 / 6.0);
    let error = characters::page(&corpus, &CharacterQuery { documents: Some(vec![2]), ..Default::default() });
    assert_eq!(error.unwrap_err().argument(), "documents");
}

// ------------------------------------------------------------------------------------------- documents of terms

#[test]
fn terms_are_counted_by_document() {
    let corpus = corpus(&["北京，北京", "", "北京大学，上海"]);
    let count = |terms| term_documents::count(lens(), &corpus, &TermDocumentsQuery { terms });
    let found = count(vec![spelt("上海"), TermRef::Number(0), spelt("火星"), spelt("北京")]).unwrap();
    assert_eq!((found.documents, found.counts), (3, vec![0, 0, 1, 2, 0, 0, 0, 0, 0, 2, 0, 0]));
    assert_eq!(count(vec![]).unwrap().counts, []);
    for number in [corpus.terms().len() as u32, 99] {
        let error = count(vec![TermRef::Number(number)]).unwrap_err();
        assert_eq!((error.kind(), error.argument()), (Kind::InvalidArgument, "terms"));
    }
}

// ------------------------------------------------------------------------------------- oracles over random texts

const PIECES: [&str; 26] = [
    "北京",
    "大学",
    "图书馆",
    "研究生",
    "生命",
    "的",
    "我们",
    "水",
    "The",
    "the",
    "3.5",
    "café",
    "한국어",
    "😀",
    "𠮷",
    "，",
    "。",
    "！”",
    " ",
    "\r\n",
    "\n",
    "……",
    "\u{3000}",
    "“",
    "3",
    ". ",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60).prop_map(|pieces| pieces.concat())
}

fn cut_options() -> impl Strategy<Value = CutOptions> {
    let mode = prop::sample::select(vec![Mode::Precise, Mode::Full, Mode::Search]);
    (mode, any::<bool>()).prop_map(|(mode, hmm)| CutOptions { mode, hmm })
}

/// G² by its definition, from the table of four cells.
fn naive_g2(a: f64, b: f64, c: f64, d: f64) -> f64 {
    let mut sum = 0.0;
    for (observed, tokens) in [(a, c), (b, d)] {
        let expected = tokens * (a + b) / (c + d);
        if observed > 0.0 {
            sum += observed * (observed / expected).ln();
        }
    }
    2.0 * sum
}

fn naive_count(words: &[String]) -> BTreeMap<&str, u64> {
    let mut counts = BTreeMap::new();
    for word in words {
        *counts.entry(word.as_str()).or_default() += 1;
    }
    counts
}

/// The statistics from words and characters one by one.
fn naive_statistics(corpus: &Corpus, documents: &[&Document], window: usize) -> Statistics {
    let words: Vec<Vec<String>> = documents.iter().map(|document| words_of(corpus, document)).collect();
    let all = words.concat();
    let tokens = all.len();
    let counts = naive_count(&all);
    let ratio = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
    let ttr = ratio(counts.len(), tokens);
    let windows: Vec<usize> =
        words.iter().flat_map(|words| words.windows(window)).map(|w| w.iter().collect::<BTreeSet<_>>().len()).collect();
    let with_token = |ends: &dyn Fn(&[u16]) -> Vec<u32>| -> usize {
        let count = |document: &&Document| {
            let ends = ends(document.text());
            let starts = std::iter::once(&0).chain(&ends);
            let holds = |(from, to): (&u32, &u32)| document.tokens().iter().any(|t| (*from..*to).contains(&t.start));
            starts.zip(&ends).filter(|part| holds(*part)).count()
        };
        documents.iter().map(count).sum()
    };
    let sentences = with_token(&|text| sentences(text));
    let chars: Vec<char> = documents
        .iter()
        .flat_map(|document| String::from_utf16_lossy(document.text()).chars().collect::<Vec<_>>())
        .collect();
    let grouped = |key: &dyn Fn(&str) -> String| {
        let mut groups = BTreeMap::<String, u64>::new();
        all.iter().for_each(|word| *groups.entry(key(word)).or_default() += 1);
        groups
    };
    let term = |word: &str| corpus.terms().find(lens(), &utf16(word)).unwrap();
    let kinds = grouped(&|word| format!("{:?}", corpus.terms().kind(term(word))));
    let lengths = grouped(&|word| format!("{:4}", word.chars().count()));
    let mut tags: Vec<_> = grouped(&|word| corpus.terms().tag(term(word)).to_owned()).into_iter().collect();
    tags.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let kind = |kind: TokenKind| kinds.get(&format!("{kind:?}")).map(|&count| statistics::KindCount { kind, count });
    let length =
        |(length, count): (String, u64)| statistics::LengthCount { length: length.trim().parse().unwrap(), count };
    Statistics {
        name: None,
        tokens: tokens as u64,
        types: counts.len() as u64,
        characters: chars.iter().filter(|c| !c.is_whitespace()).count() as u64,
        han_characters: chars.iter().filter(|&&c| is_han(c)).count() as u64,
        sentences: sentences as u64,
        paragraphs: with_token(&|text| paragraphs(text)) as u64,
        ttr,
        mattr: ratio(windows.iter().sum(), windows.len() * window).or(ttr),
        window,
        hapax: counts.values().filter(|&&count| count == 1).count() as u64,
        mean_word_length: ratio(all.iter().map(|word| word.chars().count()).sum(), tokens),
        mean_sentence_length: ratio(tokens, sentences),
        kinds: TokenKind::ALL.into_iter().filter_map(kind).collect(),
        tags: tags.into_iter().map(|(tag, count)| statistics::TagCount { tag, count }).collect(),
        word_lengths: lengths.into_iter().map(length).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn keyness_is_what_the_formulas_give(texts in prop::collection::vec(text(), 2..5), options in cut_options()) {
        let corpus = corpus_of(&texts, options);
        let query = KeynessQuery { target: vec![0], limit: Some(usize::MAX), ..KeynessQuery::default() };
        let target = words_of(&corpus, &corpus.documents()[0]);
        let others: Vec<String> = corpus.documents()[1..].iter().flat_map(|d| words_of(&corpus, d)).collect();
        let found = keyness::page(lens(), &corpus, &StopWords::None, &query);
        if target.is_empty() || others.is_empty() {
            prop_assert_eq!(found.unwrap_err().kind(), Kind::InvalidArgument);
            return Ok(());
        }
        let page = found.unwrap();
        let (left, right) = (naive_count(&target), naive_count(&others));
        let all: BTreeSet<&str> = left.keys().chain(right.keys()).copied().collect();
        prop_assert_eq!(page.total, all.len());
        let (c, d) = (target.len() as f64, others.len() as f64);
        for KeynessRow { word, g2, log_ratio, diff, bic, target_count, reference_count, .. } in &page.rows {
            let count = |side: &BTreeMap<&str, u64>| side.get(word.as_str()).copied().unwrap_or(0);
            prop_assert_eq!((*target_count, *reference_count), (count(&left), count(&right)));
            let (a, b) = (count(&left) as f64, count(&right) as f64);
            prop_assert!((g2.abs() - naive_g2(a, b, c, d)).abs() < 1e-9, "{} {}", word, g2);
            prop_assert!(*g2 == 0.0 || (*g2 < 0.0) == (a / c < b / d), "{} {}", word, g2);
            prop_assert!((bic - (naive_g2(a, b, c, d) - (c + d).ln())).abs() < 1e-9);
            let [smooth_a, smooth_b] = [a, b].map(|count| if count == 0.0 { 0.5 } else { count });
            prop_assert!((log_ratio - (smooth_a * d / (smooth_b * c)).log2()).abs() < 1e-9);
            prop_assert_eq!(diff.is_none(), b == 0.0);
            prop_assert!(diff.is_none_or(|diff| (diff - (100.0 * a * d / (b * c) - 100.0)).abs() < 1e-6));
        }
        prop_assert!(page.rows.windows(2).all(|pair| pair[0].g2.abs() >= pair[1].g2.abs()));
    }

    #[test]
    fn statistics_are_what_a_plain_count_gives(
        texts in prop::collection::vec(text(), 0..4),
        options in cut_options(),
        window in 1usize..12,
    ) {
        let corpus = corpus_of(&texts, options);
        let page = statistics_of(&corpus, Some(window));
        let documents: Vec<&Document> = corpus.documents().iter().collect();
        prop_assert_eq!(&page.combined, &naive_statistics(&corpus, &documents, window));
        for (figures, document) in page.documents.iter().zip(documents) {
            let expected = naive_statistics(&corpus, &[document], window);
            prop_assert_eq!(figures, &Statistics { name: Some(document.name().to_owned()), ..expected });
        }
    }

    #[test]
    fn the_order_of_the_documents_changes_no_figure(
        texts in prop::collection::vec(text(), 3..5),
        options in cut_options(),
    ) {
        let backward: Vec<&String> = texts.iter().rev().collect();
        let (one, other) = (corpus_of(&texts, options), corpus_of(&backward, options));
        prop_assert_eq!(statistics_of(&one, Some(5)).combined, statistics_of(&other, Some(5)).combined);
        let rows = |corpus: &Corpus, target| {
            let query = KeynessQuery { target: vec![target], ..KeynessQuery::default() };
            let page = keyness::page(lens(), corpus, &StopWords::None, &query).ok()?;
            Some(page.rows.into_iter().map(|row| KeynessRow { term: None, ..row }).collect::<Vec<_>>())
        };
        prop_assert_eq!(rows(&one, 0), rows(&other, texts.len() - 1));
    }

    #[test]
    fn characters_are_what_a_plain_count_gives(texts in prop::collection::vec(text(), 1..3), han_only in any::<bool>()) {
        let corpus = corpus_of(&texts, CutOptions::default());
        let wanted = |c: &char| if han_only { is_han(*c) } else { !c.is_whitespace() };
        let mut counts = BTreeMap::<char, u64>::new();
        texts.concat().chars().filter(wanted).for_each(|c| *counts.entry(c).or_default() += 1);
        let mut expected: Vec<(char, u64)> = counts.into_iter().collect();
        expected.sort_by_key(|&(c, count)| (std::cmp::Reverse(count), c));
        let expected: Vec<(String, u64)> = expected.into_iter().map(|(c, count)| (c.to_string(), count)).collect();
        let query = CharacterQuery { han_only: Some(han_only), limit: Some(usize::MAX), ..CharacterQuery::default() };
        let page = characters::page(&corpus, &query).unwrap();
        prop_assert_eq!(page.characters, expected.iter().map(|(_, count)| count).sum::<u64>());
        prop_assert_eq!(page.rows.into_iter().map(|row| (row.character, row.count)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn documents_of_terms_are_what_a_plain_count_gives(
        texts in prop::collection::vec(text(), 0..5),
        chosen in prop::collection::vec(prop::sample::select(&PIECES[..14]), 0..6),
    ) {
        let corpus = corpus_of(&texts, CutOptions::default());
        let query = TermDocumentsQuery { terms: chosen.iter().map(|word| spelt(word)).collect() };
        let count = |word: &str, document| words_of(&corpus, document).iter().filter(|other| *other == word).count() as u32;
        let rows = chosen.iter().flat_map(|word| corpus.documents().iter().map(|document| count(word, document)));
        prop_assert_eq!(term_documents::count(lens(), &corpus, &query).unwrap().counts, rows.collect::<Vec<_>>());
    }
}

//! Concordance, dispersion, collocation, n-grams and trends over the real engine: tables by meaning, worked vectors,
//! and brute-force oracles over random corpora.

mod common;

use common::{lens, new_lens, utf16};
use hanlens::analysis::collocation::{self, associate};
use hanlens::analysis::dispersion::{self, measure};
use hanlens::analysis::ngrams::NgramStopFilter;
use hanlens::analysis::{
    CollocatePage, CollocateQuery, CollocateSort, ConcordanceKey, ConcordancePage, ConcordanceQuery, ConcordanceRow,
    ConcordanceSort, ContextUnit, Dispersion, DispersionQuery, ExplainQuery, ExplainedText, NgramPage, NgramQuery,
    NgramSort, Parts, Pattern, StopFilter, StopWords, TermRef, TrendQuery, concordance, explain, ngrams, trend,
};
use hanlens::segment::PieceSource;
use hanlens::text::TokenKind;
use hanlens::text::sentences;
use hanlens::{Corpus, CutOptions, Document, Fold, Heal, Kind, Mode, NewUserWord, TextOptions, Token};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn corpus_in(mode: Mode, texts: &[Vec<u16>]) -> Corpus {
    let mut corpus = Corpus::new(CutOptions { mode, hmm: true });
    for text in texts {
        corpus.push("text", text.clone()).unwrap();
    }
    corpus.analyze(lens());
    corpus
}

fn corpus(texts: &[&str]) -> Corpus {
    corpus_in(Mode::Precise, &texts.iter().map(|text| utf16(text)).collect::<Vec<_>>())
}

fn refs(words: &str) -> Vec<TermRef> {
    words.split(' ').map(TermRef::from).collect()
}

fn terms(words: &str) -> Pattern {
    Pattern::Terms(refs(words))
}

fn phrase(words: &str) -> Pattern {
    Pattern::Phrase(refs(words))
}

fn text(text: &str) -> Pattern {
    Pattern::Text { text: text.into(), ignore_case: false }
}

fn regex(regex: &str) -> Pattern {
    Pattern::Regex { regex: regex.into(), ignore_case: false }
}

fn kwic(corpus: &Corpus, query: &ConcordanceQuery) -> ConcordancePage {
    concordance::page(lens(), corpus, query).unwrap()
}

fn marks(corpus: &Corpus) -> Vec<bool> {
    StopWords::Default.mark(corpus.terms())
}

fn collocates(corpus: &Corpus, query: &CollocateQuery) -> CollocatePage {
    collocation::page(lens(), corpus, &marks(corpus), query).unwrap()
}

fn grams(corpus: &Corpus, query: &NgramQuery) -> NgramPage {
    ngrams::page(lens(), corpus, &marks(corpus), query).unwrap()
}

fn spread(corpus: &Corpus, pattern: Pattern, parts: Parts) -> Dispersion {
    let query = DispersionQuery { pattern, parts: Some(parts), documents: None };
    dispersion::disperse(lens(), corpus, &query).unwrap()
}

/// "left[node]right" of each row.
fn shown(page: &ConcordancePage) -> Vec<String> {
    page.rows.iter().map(|row| format!("{}[{}]{}", row.left, row.node, row.right)).collect()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
}

// ------------------------------------------------------------------------------------------------------ patterns

#[test]
fn a_pattern_finds_what_it_says() {
    let corpus = corpus(&["我在北京大学，北京很大。北京", "大学在北京。OK ok 2023年3月"]);
    for (what, pattern, expected) in [
        ("a term", terms("北京"), "0:7-9 0:12-14 1:3-5"),
        ("two terms", terms("北京 大学"), "0:7-9 0:12-14 1:0-2 1:3-5"),
        ("a word that is not there", terms("上海"), ""),
        ("part of a word is no term", terms("京"), ""),
        ("a phrase", phrase("在 北京"), "1:2-5"),
        ("a phrase over a comma", phrase("北京大学 北京"), "0:2-9"),
        ("no phrase over a full stop", phrase("大 北京"), ""),
        ("a phrase with a word that is not there", phrase("在 上海"), ""),
        ("text", text("京"), "0:3-4 0:8-9 0:13-14 1:4-5"),
        ("text over tokens and punctuation", text("学，北"), "0:5-8"),
        ("text in its case", text("ok"), "1:9-11"),
        ("text in either case", Pattern::Text { text: "oK".into(), ignore_case: true }, "1:6-8 1:9-11"),
        ("a regular expression", regex("[0-9]+[年月]"), "1:12-17 1:17-19"),
        ("from the beginning of a paragraph", regex("^.."), "0:0-2 1:0-2"),
        ("to its end", regex("..$"), "0:12-14 1:17-19"),
        ("empty hits are none", regex("x*"), ""),
        ("in either case", Pattern::Regex { regex: "ok".into(), ignore_case: true }, "1:6-8 1:9-11"),
    ] {
        let page = kwic(&corpus, &ConcordanceQuery::new(pattern));
        let places: Vec<String> =
            page.rows.iter().map(|row| format!("{}:{}-{}", row.document, row.start, row.end)).collect();
        assert_eq!(places.join(" "), expected, "{what}");
        assert_eq!(page.total, page.rows.len(), "{what}");
        assert_eq!(page.documents, page.rows.iter().map(|row| row.document).collect::<BTreeSet<_>>().len(), "{what}");
    }
}

#[test]
fn offsets_are_true_whatever_stands_before() {
    let mut units = utf16("😀𠮷é\r\n👨‍👩‍👧");
    units.extend([0xd800, 0x20, 0xdc00]);
    units.extend(utf16("北京 café 北京\n"));
    units.push(0xdbff);
    units.extend(utf16("北京"));
    let corpus = corpus_in(Mode::Precise, &[units.clone()]);
    for pattern in [terms("北京"), text("北京"), regex("北京"), regex("[一-鿿]{2}")] {
        let page = kwic(&corpus, &ConcordanceQuery { left: Some(1000), ..ConcordanceQuery::new(pattern.clone()) });
        assert_eq!(page.total, 3, "{pattern:?}");
        for row in page.rows {
            assert_eq!(String::from_utf16_lossy(&units[row.start as usize..row.end as usize]), "北京", "{pattern:?}");
            assert_eq!(String::from_utf16_lossy(&units[row.from as usize..row.start as usize]), row.left);
            assert_eq!(String::from_utf16_lossy(&units[row.end as usize..row.to as usize]), row.right);
        }
    }
}

#[test]
fn a_pattern_that_says_nothing_is_an_error() {
    let corpus = corpus(&["北京"]);
    for (what, pattern) in [
        ("an empty phrase", Pattern::Phrase(vec![])),
        ("empty text", text("")),
        ("an empty expression", regex("")),
        ("no expression", regex("(")),
        ("look-around", regex("(?=a)")),
        ("a back-reference", regex(r"(a)\1")),
        ("an expression of millions of states", regex("((a{100}){100}){100}")),
        ("no such term", Pattern::Terms(vec![TermRef::Number(7)])),
        ("no such term in a phrase", Pattern::Phrase(vec![TermRef::Number(7)])),
    ] {
        let error = concordance::page(lens(), &corpus, &ConcordanceQuery::new(pattern)).unwrap_err();
        assert_eq!((error.kind(), error.argument()), (Kind::InvalidArgument, "pattern"), "{what}: {error}");
    }
    assert_eq!(kwic(&corpus, &ConcordanceQuery::new(Pattern::Terms(vec![]))).total, 0, "any of no terms is none");
}

#[test]
fn too_many_hits_are_an_error_not_a_crash() {
    let corpus = corpus_in(Mode::Precise, &[vec![0x2e; (1 << 20) + 1]]);
    let error = concordance::page(lens(), &corpus, &ConcordanceQuery::new(text("."))).unwrap_err();
    assert_eq!((error.kind(), error.argument()), (Kind::TooLarge, "pattern"));
    assert_eq!(kwic(&corpus, &ConcordanceQuery::new(text(".."))).total, 1 << 19);
}

#[test]
fn an_expression_that_would_backtrack_is_linear() {
    let corpus = corpus(&[&"a".repeat(20_000)]);
    assert_eq!(kwic(&corpus, &ConcordanceQuery::new(regex("(a+)+b"))).total, 0);
}

// --------------------------------------------------------------------------------------------------- concordance

#[test]
fn a_row_has_its_context() {
    let corpus = corpus(&["天很蓝。我们在北京看书，书很好。再见"]);
    let base = ConcordanceQuery { left: Some(2), right: Some(2), ..ConcordanceQuery::new(terms("北京")) };
    for (what, query, expected) in [
        ("tokens", base.clone(), "我们在[北京]看书，书"),
        ("no context", ConcordanceQuery { left: Some(0), right: Some(0), ..base.clone() }, "[北京]"),
        ("over the sentence", ConcordanceQuery { left: Some(3), ..base.clone() }, "蓝。我们在[北京]看书，书"),
        (
            "to the ends of the text",
            ConcordanceQuery { left: Some(9), right: Some(9), ..base.clone() },
            "天很蓝。我们在[北京]看书，书很好。再见",
        ),
        (
            "inside the sentence",
            ConcordanceQuery { left: Some(9), right: Some(9), bounded: Some(true), ..base.clone() },
            "我们在[北京]看书，书很好。",
        ),
        (
            "characters",
            ConcordanceQuery { left: Some(5), right: Some(3), unit: Some(ContextUnit::Characters), ..base.clone() },
            "蓝。我们在[北京]看书，",
        ),
        (
            "characters inside the sentence",
            ConcordanceQuery {
                left: Some(50),
                right: Some(50),
                unit: Some(ContextUnit::Characters),
                bounded: Some(true),
                ..base.clone()
            },
            "我们在[北京]看书，书很好。",
        ),
    ] {
        assert_eq!(shown(&kwic(&corpus, &query)), [expected], "{what}");
    }
    let row = &kwic(&corpus, &base).rows[0];
    assert_eq!((row.token, row.start, row.end, row.from, row.to), (Some(5), 7, 9, 4, 13));
}

#[test]
fn characters_are_code_points() {
    let corpus = corpus(&["😀𠮷北京𠮷😀"]);
    let query = ConcordanceQuery {
        left: Some(1),
        right: Some(1),
        unit: Some(ContextUnit::Characters),
        ..ConcordanceQuery::new(text("北京"))
    };
    assert_eq!(shown(&kwic(&corpus, &query)), ["𠮷[北京]𠮷"]);
}

/// Half a character is one by itself, whatever stands beside it.
#[test]
fn half_a_character_is_a_character_of_a_context() {
    let around = |unit: u16| {
        let units: Vec<u16> = [&[0x597d, unit][..], &utf16("北京"), &[unit, 0x597d]].concat();
        let query = ConcordanceQuery {
            left: Some(1),
            right: Some(1),
            unit: Some(ContextUnit::Characters),
            ..ConcordanceQuery::new(text("北京"))
        };
        let row = kwic(&corpus_in(Mode::Precise, &[units]), &query).rows.remove(0);
        (row.from, row.to)
    };
    assert_eq!((around(0xd83d), around(0xde00)), ((1, 5), (1, 5)));
}

#[test]
fn the_longest_context_ends_between_characters() {
    let pairs = "\u{100000}".repeat(3000);
    let corpus = corpus(&[&format!("{pairs}，北京，{pairs}")]);
    let row = &kwic(&corpus, &ConcordanceQuery::new(terms("北京"))).rows[0];
    assert_eq!((row.start - row.from, row.to - row.end), (4095, 4095));
    assert_eq!(row.left.chars().filter(|&c| c == '\u{fffd}').count(), 0);
}

#[test]
fn a_context_is_never_longer_than_4096_units() {
    let corpus = corpus(&[&format!("{}北京{}", "😀 ".repeat(4000), "，".repeat(9000))]);
    let row = &kwic(&corpus, &ConcordanceQuery::new(terms("北京"))).rows[0];
    assert!(
        row.start - row.from <= 4096 && row.to - row.end == 4096,
        "{} and {}",
        row.start - row.from,
        row.to - row.end
    );
    let query = ConcordanceQuery { left: Some(1000), ..ConcordanceQuery::new(text("北京")) };
    let row = &kwic(&corpus, &query).rows[0];
    assert!(row.start - row.from >= 3000 && !row.left.contains('\u{fffd}'), "no half of a pair");
}

#[test]
fn a_hit_beside_all_tokens_has_none() {
    let corpus = corpus(&["北京，大学。再见"]);
    let tokens = |pattern| {
        let page = kwic(&corpus, &ConcordanceQuery::new(pattern));
        page.rows.iter().map(|row| row.token).collect::<Vec<_>>()
    };
    assert_eq!(tokens(text("，")), [None]);
    assert_eq!(tokens(text("京")), [Some(0)]);
    assert_eq!(tokens(text("京，大")), [Some(0)]);
    assert_eq!(tokens(text("，大")), [Some(1)]);
    let query = ConcordanceQuery { left: Some(1), right: Some(1), ..ConcordanceQuery::new(text("，")) };
    assert_eq!(shown(&kwic(&corpus, &query)), ["北京[，]大学"]);
}

#[test]
fn rows_are_sorted_by_each_key() {
    let corpus = corpus(&["好北京大。坏北京小。", "好上海小。北京"]);
    let sorted = |sort: &[(ConcordanceKey, u8, bool)], bounded| {
        let sort = sort.iter().map(|&(by, place, descending)| ConcordanceSort { by, place, descending }).collect();
        let query = ConcordanceQuery {
            left: Some(1),
            right: Some(1),
            sort: Some(sort),
            bounded: Some(bounded),
            ..ConcordanceQuery::new(terms("北京 上海"))
        };
        shown(&kwic(&corpus, &query)).join(" ")
    };
    use ConcordanceKey::{Document, Left, Node, Position, Right};
    for (keys, bounded, expected) in [
        (&[][..], true, "好[北京]大 坏[北京]小 好[上海]小 [北京]"),
        (&[(Left, 1, false)], true, "[北京] 坏[北京]小 好[北京]大 好[上海]小"),
        (&[(Left, 1, true)], true, "好[北京]大 好[上海]小 坏[北京]小 [北京]"),
        (&[(Left, 1, false)], false, "坏[北京]小 好[北京]大 好[上海]小 小。[北京]"),
        (&[(Right, 1, false)], true, "[北京] 好[北京]大 坏[北京]小 好[上海]小"),
        (&[(Right, 1, false), (Node, 1, false)], true, "[北京] 好[北京]大 好[上海]小 坏[北京]小"),
        (&[(Node, 1, true)], true, "好[北京]大 坏[北京]小 [北京] 好[上海]小"),
        (&[(Document, 1, true)], true, "好[上海]小 [北京] 好[北京]大 坏[北京]小"),
        (&[(Document, 1, true), (Position, 1, true)], true, "[北京] 好[上海]小 坏[北京]小 好[北京]大"),
        (&[(Position, 1, true)], true, "[北京] 好[上海]小 坏[北京]小 好[北京]大"),
        (&[(Left, 2, false), (Left, 1, false)], true, "[北京] 坏[北京]小 好[北京]大 好[上海]小"),
    ] {
        assert_eq!(sorted(keys, bounded), expected, "{keys:?}, bounded {bounded}");
    }
    let left = ConcordanceSort { by: Left, place: 1, descending: false };
    let sort = vec![left, ConcordanceSort { by: Node, ..left }, ConcordanceSort { by: Document, ..left }];
    let query = ConcordanceQuery { sort: Some(sort), bounded: Some(true), ..ConcordanceQuery::new(terms("北京")) };
    let keys: Vec<_> = kwic(&corpus, &query).rows.into_iter().map(|row| row.keys).collect();
    assert_eq!(keys[0], [None, Some((5, 7)), None], "the last row of the text has nothing before it");
    assert_eq!(keys[1], [Some((5, 6)), Some((6, 8)), None]);
}

fn by_node(pattern: Pattern) -> ConcordanceQuery {
    let sort = vec![ConcordanceSort { by: ConcordanceKey::Node, place: 1, descending: false }];
    ConcordanceQuery { sort: Some(sort), ..ConcordanceQuery::new(pattern) }
}

#[test]
fn nodes_come_in_the_order_of_their_code_points() {
    let mut expected = ["\0", "\u{1}", "a", "b", "é", "一", "京", "北", "Ａ", "\u{ffff}", "😀", "𠀀", "\u{10ffff}"];
    let corpus = corpus(&[&expected.iter().rev().copied().collect::<String>()]);
    let nodes = |pattern: &str| -> Vec<String> {
        kwic(&corpus, &by_node(regex(pattern))).rows.into_iter().map(|row| row.node).collect()
    };
    assert_eq!(nodes("."), expected);
    expected.reverse();
    let mut pairs: Vec<String> = expected.chunks_exact(2).map(|pair| pair.concat()).collect();
    pairs.sort();
    assert_eq!(nodes(".."), pairs);
}

/// Zoo and ant are the terms zoo and ant.
#[test]
fn terms_come_in_the_order_of_their_spelling_and_not_of_the_text() {
    let fold = Fold { case: true, ..Fold::default() };
    let options = TextOptions { fold, ..TextOptions::UNTOUCHED };
    let mut corpus = Corpus::with_text_options(CutOptions::default(), options);
    corpus.push_str("text", "Zoo，ant，Zoo").unwrap();
    corpus.analyze(lens());
    let nodes = |pattern| kwic(&corpus, &by_node(pattern)).rows.into_iter().map(|row| row.node).collect::<Vec<_>>();
    assert_eq!(nodes(terms("zoo ant")), ["ant", "Zoo", "Zoo"]);
    assert_eq!(nodes(regex("[a-zA-Z]+")), ["Zoo", "Zoo", "ant"], "what is found in the text is spelt as there");
}

#[test]
fn a_value_outside_its_range_is_named() {
    let corpus = corpus(&["北京"]);
    let base = ConcordanceQuery::new(terms("北京"));
    let key = ConcordanceSort { by: ConcordanceKey::Left, place: 1, descending: false };
    for (argument, query) in [
        ("left", ConcordanceQuery { left: Some(1001), ..base.clone() }),
        ("right", ConcordanceQuery { right: Some(1001), ..base.clone() }),
        ("sort", ConcordanceQuery { sort: Some(vec![key; 4]), ..base.clone() }),
        ("sort", ConcordanceQuery { sort: Some(vec![ConcordanceSort { place: 6, ..key }]), ..base.clone() }),
        ("sort", ConcordanceQuery { sort: Some(vec![ConcordanceSort { place: 0, ..key }]), ..base.clone() }),
        ("documents", ConcordanceQuery { documents: Some(vec![1]), ..base.clone() }),
    ] {
        let error = concordance::page(lens(), &corpus, &query).unwrap_err();
        assert_eq!((error.kind(), error.argument()), (Kind::InvalidArgument, argument), "{error}");
    }
}

#[test]
fn where_tokens_overlap_the_neighbours_do_not() {
    let corpus = corpus_in(Mode::Search, &[utf16("小明在中国科学院计算所看书")]);
    let query = ConcordanceQuery { left: Some(2), right: Some(2), ..ConcordanceQuery::new(terms("中国科学院")) };
    assert_eq!(shown(&kwic(&corpus, &query)), ["小明在[中国科学院]计算所看书"]);
    let query = ConcordanceQuery { left: Some(1), right: Some(1), ..ConcordanceQuery::new(terms("科学院")) };
    assert_eq!(shown(&kwic(&corpus, &query)), ["中国[科学院]计算"], "the parts come first");
}

// ---------------------------------------------------------------------------------------------------- dispersion

#[test]
fn evenness_has_its_worked_vectors() {
    let found = measure(&[(0, 10), (0, 10), (1, 10), (2, 10), (5, 10)]);
    assert!(close(found.dp.unwrap(), 0.475) && close(found.dp_norm.unwrap(), 0.59375), "{found:?}");
    assert!((found.juilland.unwrap() - 0.4204).abs() < 5e-5, "{found:?}");
    assert_eq!(found.range, 3);
    // Parts of unequal length: the rates 0.1 and 0.2 have the mean 0.15 and the deviation 0.05.
    let found = measure(&[(1, 10), (4, 20)]);
    assert!(close(found.juilland.unwrap(), 2.0 / 3.0), "{found:?}");
    // The mean of three floats of 0.1 is a little more than each of them.
    let found = measure(&[(1, 10); 3]);
    assert!(close(found.juilland.unwrap(), 1.0), "{found:?}");
}

#[test]
fn what_cannot_be_measured_is_not_available() {
    for (what, parts, expected) in [
        ("no part", &[][..], (0, None, None, None)),
        ("no hit", &[(0, 5), (0, 5)], (0, None, None, None)),
        ("one part", &[(3, 5)], (1, Some(0.0), None, None)),
        ("even", &[(2, 5), (2, 5)], (2, Some(0.0), Some(0.0), Some(1.0))),
        ("all in one", &[(4, 5), (0, 5)], (1, Some(0.5), Some(1.0), Some(0.0))),
        ("a part without a token is left out", &[(4, 5), (0, 5), (0, 0)], (1, Some(0.5), Some(1.0), Some(0.0))),
        ("not below 0", &[(1, 1), (0, 99), (0, 99)], (1, None, None, Some(0.0))),
    ] {
        let found = measure(parts);
        let (range, dp, dp_norm, juilland) = expected;
        assert_eq!((found.range, found.juilland), (range, juilland), "{what}");
        if what != "not below 0" {
            assert_eq!((found.dp, found.dp_norm), (dp, dp_norm), "{what}");
        }
    }
}

#[test]
fn hits_are_counted_where_they_stand() {
    let corpus = corpus(&["北京，大学。北京，北京。", "", "大学，大学"]);
    let found = spread(&corpus, terms("北京"), Parts::Documents);
    let parts: Vec<_> = found.parts.iter().map(|part| (part.part.document, part.part.tokens, part.hits)).collect();
    assert_eq!(parts, [(0, 4, 3), (1, 0, 0), (2, 2, 0)]);
    assert_eq!((found.total, found.tokens, found.evenness.range), (3, 6, 1));
    assert_eq!(found.places, [0, 0, 2, 0, 0, 6, 8, 2, 0, 9, 11, 3]);
    let found = spread(&corpus, terms("大学"), Parts::Equal(3));
    let parts: Vec<_> = found
        .parts
        .iter()
        .map(|part| (part.part.document, part.part.start, part.part.end_document, part.part.end, part.hits))
        .collect();
    assert_eq!(parts, [(0, 0, 0, 5, 1), (0, 6, 0, 11, 0), (2, 0, 2, 5, 2)]);
    let found = spread(&corpus, text("。"), Parts::Equal(6));
    let hits: Vec<u32> = found.parts.iter().map(|part| part.hits).collect();
    assert_eq!(hits, [0, 0, 1, 0, 1, 0], "a hit beside all tokens counts with the next");
}

#[test]
fn parts_outside_their_range_are_named() {
    let corpus = corpus(&["北京"]);
    for parts in [Parts::Equal(0), Parts::Equal(Parts::MAX + 1)] {
        let query = DispersionQuery { pattern: terms("北京"), parts: Some(parts), documents: None };
        let error = dispersion::disperse(lens(), &corpus, &query).unwrap_err();
        assert_eq!((error.kind(), error.argument()), (Kind::InvalidArgument, "parts"));
    }
    let none = corpus_in(Mode::Precise, &[]);
    assert_eq!(spread(&none, text("x"), Parts::Equal(3)).parts, []);
    assert_eq!(
        spread(&corpus, terms("北京"), Parts::Equal(3)).parts.iter().map(|part| part.part.tokens).sum::<u32>(),
        1
    );
}

// --------------------------------------------------------------------------------------------------- collocation

#[test]
fn association_has_its_worked_vectors() {
    let found = associate(8, 389, 230, 10, 1_000_000);
    assert!((found.log_dice - 8.726204).abs() < 5e-7, "{found:?}");
    // E = 389 · 230 · 10 / 10⁶.
    assert!(close(found.expected, 0.8947), "{found:?}");
    assert!(close(found.mi, (8.0f64 / 0.8947).log2()), "{found:?}");
    assert!(close(found.mi3, (512.0f64 / 0.8947).log2()), "{found:?}");
    assert!(close(found.t, (8.0 - 0.8947) / 8.0f64.sqrt()), "{found:?}");
    // The table 8, 3882, 222, 995888 by the formula of Dunning 1993 in its entropy form.
    let h = |cells: &[f64]| cells.iter().map(|cell| cell * (cell / 1e6).ln()).sum::<f64>();
    let rows = [3890.0, 996_110.0];
    let columns = [230.0, 999_770.0];
    let g2 = 2.0 * (h(&[8.0, 3882.0, 222.0, 995_888.0]) - h(&rows) - h(&columns));
    assert!((found.g2 - g2).abs() < 1e-6, "{} and {g2}", found.g2);
    assert!(associate(1, 1000, 1000, 10, 100_000).g2 < 0.0, "less often than by chance");
    assert_eq!(associate(1, 10, 10, 1, 100).g2.to_bits(), 0, "just as often: 0, and not −0");
    assert!(associate(3, 3, 4, 10, 8).g2.is_finite(), "windows larger than the corpus");
}

#[test]
fn windows_end_with_the_sentence_and_count_a_token_once() {
    let corpus = corpus(&["书、书、北京、书、书。书、北京、书、北京、书"]);
    let query =
        CollocateQuery { min_count: Some(1), left: Some(1), right: Some(2), ..CollocateQuery::new(terms("北京")) };
    let page = collocates(&corpus, &query);
    let rows: Vec<_> =
        page.rows.iter().map(|row| (row.word.as_str(), row.count, row.observed, row.left, row.right)).collect();
    assert_eq!((page.node_count, page.tokens, page.total), (3, 10, 2));
    assert!(
        rows.contains(&("书", 7, 6, 3, 4)),
        "the first of all is out of reach, and the one between two nodes is left and right: {rows:?}"
    );
    assert!(rows.contains(&("北京", 3, 1, 0, 1)), "a node in the window of another: {rows:?}");
    let phrase =
        CollocateQuery {
            min_count: Some(1), left: Some(1), right: Some(1), ..CollocateQuery::new(phrase("北京 书"))
        };
    let page = collocates(&corpus, &phrase);
    assert_eq!(page.node_count, 3);
    let rows: Vec<_> = page.rows.iter().map(|row| (row.word.as_str(), row.observed, row.left, row.right)).collect();
    assert_eq!(rows.iter().find(|row| row.0 == "书"), Some(&("书", 4, 3, 1)));
    assert_eq!(rows.iter().find(|row| row.0 == "北京"), Some(&("北京", 1, 0, 1)));
}

#[test]
fn collocates_are_filtered_and_sorted() {
    let corpus = corpus(&["北京的大学，北京的书，大学的书。北京大学的图书馆的书"]);
    let base = CollocateQuery { min_count: Some(1), ..CollocateQuery::new(terms("的")) };
    let words = |query: &CollocateQuery| {
        let page = collocates(&corpus, query);
        assert_eq!(page.total, page.rows.len());
        page.rows.into_iter().map(|row| row.word).collect::<Vec<_>>().join(" ")
    };
    let set = |words: &str| words.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(set(&words(&base)), set("北京 的 大学 书 北京大学 图书馆"));
    for (what, query, expected) in [
        (
            "not the stop words",
            CollocateQuery { stop_words: Some(StopFilter::Hide), ..base.clone() },
            "北京 大学 书 北京大学 图书馆",
        ),
        ("only them", CollocateQuery { stop_words: Some(StopFilter::Only), ..base.clone() }, "的"),
        ("by tag", CollocateQuery { tags: Some(vec!["ns".into()]), ..base.clone() }, "北京"),
        ("by length", CollocateQuery { min_length: Some(3), ..base.clone() }, "北京大学 图书馆"),
        ("by count", CollocateQuery { min_count: Some(3), ..base.clone() }, "书 的"),
    ] {
        assert_eq!(set(&words(&query)), set(expected), "{what}");
    }
    let sorted = |sort, descending| words(&CollocateQuery { sort: Some(sort), descending, ..base.clone() });
    assert_eq!(sorted(CollocateSort::Word, None), "书 北京 北京大学 图书馆 大学 的");
    assert_eq!(sorted(CollocateSort::Word, Some(true)), "的 大学 图书馆 北京大学 北京 书");
    assert_eq!(sorted(CollocateSort::Observed, None), "的 书 北京 大学 北京大学 图书馆");
}

#[test]
fn collocates_need_a_node_of_tokens_that_do_not_overlap() {
    let precise = corpus(&["北京"]);
    let base = CollocateQuery::new(terms("北京"));
    for (argument, query) in [
        ("pattern", CollocateQuery::new(text("北京"))),
        ("pattern", CollocateQuery::new(regex("北京"))),
        ("left", CollocateQuery { left: Some(51), ..base.clone() }),
        ("right", CollocateQuery { right: Some(51), ..base.clone() }),
        ("right", CollocateQuery { left: Some(0), right: Some(0), ..base.clone() }),
        ("documents", CollocateQuery { documents: Some(vec![9]), ..base.clone() }),
    ] {
        let error = collocation::page(lens(), &precise, &marks(&precise), &query).unwrap_err();
        assert_eq!((error.kind(), error.argument()), (Kind::InvalidArgument, argument), "{error}");
    }
    let widest = CollocateQuery { left: Some(CollocateQuery::MAX_SPAN), right: Some(50), ..base.clone() };
    assert_eq!(collocates(&precise, &widest).total, 0);
    let full = corpus_in(Mode::Full, &[utf16("北京")]);
    let error = collocation::page(lens(), &full, &marks(&full), &base).unwrap_err();
    assert_eq!((error.kind(), error.argument()), (Kind::InvalidArgument, "mode"));
    let error = ngrams::page(lens(), &full, &marks(&full), &NgramQuery::default()).unwrap_err();
    assert_eq!((error.kind(), error.argument()), (Kind::InvalidArgument, "mode"));
}

// -------------------------------------------------------------------------------------------------------- n-grams

#[test]
fn n_grams_do_not_cross_punctuation() {
    let corpus = corpus(&["北京大学的书，北京大学的书。北京大学\n的书 the old man, the old man"]);
    let listed = |query: &NgramQuery| {
        let page = grams(&corpus, query);
        assert_eq!(page.total, page.rows.len());
        page.rows.iter().map(|row| format!("{} {}", row.text, row.count)).collect::<Vec<_>>()
    };
    assert_eq!(listed(&NgramQuery::default()), ["的书 3", "old man 2", "the old 2", "北京大学的 2"]);
    assert_eq!(listed(&NgramQuery { min: Some(3), ..NgramQuery::default() }), ["the old man 2", "北京大学的书 2"],);
    let both = NgramQuery { max: Some(6), containing: Some("书".into()), ..NgramQuery::default() };
    assert_eq!(listed(&both), ["的书 3", "北京大学的书 2"]);
    let hide = NgramQuery { max: Some(6), stop_words: Some(NgramStopFilter::Hide), ..NgramQuery::default() };
    assert_eq!(listed(&hide), ["old man 2"]);
    let all = NgramQuery { min_count: Some(1), sort: Some(NgramSort::Text), ..NgramQuery::default() };
    assert_eq!(listed(&all), ["old man 2", "the old 2", "书the 1", "北京大学的 2", "的书 3"]);
    assert_eq!(listed(&NgramQuery { containing: Some("上海".into()), ..NgramQuery::default() }), [""; 0]);
}

#[test]
fn an_n_gram_tells_its_terms_and_documents() {
    let corpus = corpus(&["的书。的书", "", "的书"]);
    let page = grams(&corpus, &NgramQuery::default());
    let row = &page.rows[0];
    assert_eq!((page.tokens, row.count, row.documents, row.per_million), (6, 3, 2, 5e5));
    assert_eq!((row.terms.as_slice(), row.words.as_slice()), (&[0, 1][..], &["的".to_owned(), "书".to_owned()][..]));
    let first = NgramQuery { documents: Some(vec![0]), ..NgramQuery::default() };
    assert_eq!(grams(&corpus, &first).rows[0].count, 2);
    for (argument, query) in [
        ("min", NgramQuery { min: Some(1), ..NgramQuery::default() }),
        ("min", NgramQuery { min: Some(7), ..NgramQuery::default() }),
        ("max", NgramQuery { max: Some(7), ..NgramQuery::default() }),
        ("max", NgramQuery { min: Some(3), max: Some(2), ..NgramQuery::default() }),
        ("containing", NgramQuery { containing: Some(TermRef::Number(99)), ..NgramQuery::default() }),
    ] {
        let error = ngrams::page(lens(), &corpus, &marks(&corpus), &query).unwrap_err();
        assert_eq!((error.kind(), error.argument()), (Kind::InvalidArgument, argument), "{error}");
    }
}

// --------------------------------------------------------------------------------------------------------- trends

#[test]
fn a_trend_has_a_series_for_each_term_asked_for() {
    let corpus = corpus(&["北京，北京。大学，北京", "大学"]);
    let query = TrendQuery { terms: refs("北京 上海 北京"), parts: Some(Parts::Documents), documents: None };
    let found = trend::follow(lens(), &corpus, &query).unwrap();
    let series: Vec<_> =
        found.series.iter().map(|s| (s.term, s.word.as_str(), s.counts.as_slice(), s.per_million.as_slice())).collect();
    assert_eq!(
        series,
        [
            (Some(0), "北京", &[3, 0][..], &[750_000.0, 0.0][..]),
            (None, "上海", &[0, 0][..], &[0.0, 0.0][..]),
            (Some(0), "北京", &[3, 0][..], &[750_000.0, 0.0][..]),
        ],
    );
    let ten = TrendQuery { parts: None, ..query.clone() };
    assert_eq!(trend::follow(lens(), &corpus, &ten).unwrap().parts.len(), 10);
    let many = TrendQuery { terms: vec!["北京".into(); 101], ..query };
    assert_eq!(trend::follow(lens(), &corpus, &many).unwrap_err().argument(), "terms");
}

// -------------------------------------------------------------------------------------------------------- explain

/// "word/source" of each piece.
fn sources(found: &ExplainedText) -> String {
    let source = |source| match source {
        PieceSource::Dictionary => "d",
        PieceSource::User => "user",
        PieceSource::Unknown => "unknown",
        PieceSource::Rules => "rules",
        PieceSource::Gap => "gap",
    };
    found.tokens.iter().map(|token| format!("{}/{}", token.word, source(token.source))).collect::<Vec<_>>().join(" ")
}

#[test]
fn each_piece_tells_where_it_is_from() {
    let mut own = new_lens();
    for word in ["云原生", "托马斯·曼"] {
        own.add_user_word(&NewUserWord { word: word.into(), ..NewUserWord::default() }).unwrap();
    }
    for (text, hmm, expected) in [
        ("我来到北京大学。", true, "我/d 来到/d 北京大学/d 。/gap"),
        ("他来到了网易杭研大厦", true, "他/d 来到/d 了/d 网易/d 杭研/unknown 大厦/d"),
        ("他来到了网易杭研大厦", false, "他/d 来到/d 了/d 网易/d 杭/d 研/d 大厦/d"),
        ("云原生，托马斯·曼", true, "云原生/user ，/gap 托马斯·曼/user"),
        ("café iPhone15 C++ 3.4%", true, "café/rules  /gap iPhone15/rules  /gap C++/d  /gap 3.4%/rules"),
        ("T恤 Привет 😀", true, "T恤/d  /gap Привет/rules  /gap 😀/rules"),
        ("𠮷", true, "𠮷/unknown"),
        ("", true, ""),
    ] {
        let found = explain::text(&own, &utf16(text), hmm).unwrap();
        assert_eq!(sources(&found), expected, "{text}, model {hmm}");
    }
}

#[test]
fn the_route_is_the_best_way_through_the_candidates() {
    let found = explain::text(lens(), &utf16("研究生命起源"), true).unwrap();
    let listed: Vec<String> =
        found.candidates.iter().map(|c| format!("{}-{} {} {}", c.start, c.end, c.word, c.frequency)).collect();
    assert!(listed.iter().any(|row| row.starts_with("0-3 研究生 ")), "{listed:?}");
    assert_eq!(sources(&found), "研究/d 生命/d 起源/d");
    // Every way from end to end weighs at most as much.
    let mut best = [f64::NEG_INFINITY; 7];
    best[0] = 0.0;
    for at in 0..6 {
        for candidate in found.candidates.iter().filter(|candidate| candidate.start == at) {
            let end = candidate.end as usize;
            best[end] = best[end].max(best[at as usize] + candidate.weight);
        }
    }
    assert!(close(best[6], found.weight), "{} and {}", best[6], found.weight);
    let total = 60_101_964.0;
    for candidate in &found.candidates {
        assert!(close(candidate.weight, (f64::from(candidate.frequency.max(1)) / total).ln()), "{candidate:?}");
    }
}

#[test]
fn a_place_is_explained_with_its_sentences() {
    let corpus = corpus(&["今天下雨。我在北京大学看书。再见"]);
    let ask = |start, end| explain::place(lens(), &corpus, &ExplainQuery { document: 0, start, end }).unwrap();
    for (start, end, text, from) in [
        (7, 9, "我在北京大学看书。", 5),
        (5, 5, "我在北京大学看书。", 5),
        (0, 14, "今天下雨。我在北京大学看书。", 0),
        (4, 6, "今天下雨。我在北京大学看书。", 0),
        (16, 16, "", 16),
    ] {
        let found = ask(start, end);
        assert_eq!((found.text.as_str(), found.start), (text, from), "{start}..{end}");
        for token in &found.tokens {
            let slice = &corpus.documents()[0].text()[token.start as usize..token.end as usize];
            assert_eq!(String::from_utf16_lossy(slice), token.word);
        }
    }
    for (argument, query) in [
        ("document", ExplainQuery { document: 1, start: 0, end: 0 }),
        ("end", ExplainQuery { document: 0, start: 0, end: 17 }),
        ("start", ExplainQuery { document: 0, start: 3, end: 2 }),
    ] {
        let error = explain::place(lens(), &corpus, &query).unwrap_err();
        assert_eq!((error.kind(), error.argument()), (Kind::InvalidArgument, argument), "{error}");
    }
    let error = explain::text(lens(), &vec![0x4e00; 4097], true).unwrap_err();
    assert_eq!((error.kind(), error.argument()), (Kind::TooLarge, "text"));
}

#[test]
fn the_length_of_what_is_explained_counts_from_its_sentence_on() {
    let text = format!("{}我爱北京。", "一。".repeat(5000));
    let corpus = corpus(&[&text]);
    let query = ExplainQuery { document: 0, start: 10_001, end: 10_002 };
    let found = explain::place(lens(), &corpus, &query).unwrap();
    assert_eq!((found.text.as_str(), found.start), ("我爱北京。", 10_000));
}

#[test]
fn what_lies_between_tokens_has_no_kind_and_no_tag() {
    let found = explain::text(lens(), &utf16("北京，好"), true).unwrap();
    let rows: Vec<_> = found.tokens.iter().map(|row| (row.word.as_str(), row.tag.as_str(), row.kind)).collect();
    assert_eq!(rows, [("北京", "ns", Some(TokenKind::Han)), ("，", "x", None), ("好", "a", Some(TokenKind::Han))]);
}

#[test]
fn what_is_explained_is_what_was_cut() {
    let text_options = TextOptions { heal: Heal::On, ..TextOptions::default() };
    let mut corpus = Corpus::with_text_options(CutOptions::default(), text_options);
    corpus.push_str("wrapped", "我们在北京大\n学看书。今天很好").unwrap();
    corpus.analyze(lens());
    let found = explain::place(lens(), &corpus, &ExplainQuery { document: 0, start: 3, end: 4 }).unwrap();
    assert_eq!(sources(&found), "我们/d 在/d 北京大学/d 看书/d 。/gap");
    assert_eq!((found.tokens[2].start, found.tokens[2].end), (3, 8));
    let query = ConcordanceQuery {
        bounded: Some(true),
        left: Some(9),
        right: Some(9),
        ..ConcordanceQuery::new(terms("北京大学"))
    };
    assert_eq!(shown(&kwic(&corpus, &query)), ["我们在[北京大\n学]看书。"]);
}

// -------------------------------------------------------------------------------------------------------- oracles

const WORDS: [&str; 9] = ["北京", "大学", "的", "书", "图书馆", "很好", "OK", "2023", "𠮷"];
const GAPS: [&str; 10] = ["", "", "", "", " ", "，", "。", "！」", "\n", "……"];

/// Random texts of few words, so that they meet again.
fn texts() -> impl Strategy<Value = Vec<Vec<u16>>> {
    let piece = (prop::sample::select(&WORDS[..]), prop::sample::select(&GAPS[..]), 0..40u8);
    let text = prop::collection::vec(piece, 0..40).prop_map(|pieces| {
        let mut text = Vec::new();
        for (word, gap, surrogate) in pieces {
            text.extend(utf16(word));
            text.extend(utf16(gap));
            if surrogate == 0 {
                text.push(0xd842);
            }
        }
        text
    });
    prop::collection::vec(text, 0..4)
}

fn spelled(document: &Document, token: &Token) -> String {
    String::from_utf16(&document.text()[token.start as usize..token.end as usize]).unwrap()
}

/// The number of the sentence of each token.
fn sentence_numbers(document: &Document) -> Vec<usize> {
    let ends = sentences(document.text());
    document.tokens().iter().map(|token| ends.iter().filter(|&&end| end <= token.start).count()).collect()
}

/// Whether two neighbours may be in one n-gram.
fn joined(document: &Document, at: usize) -> bool {
    let (a, b) = (document.tokens()[at], document.tokens()[at + 1]);
    let sentences = sentence_numbers(document);
    let gap = String::from_utf16_lossy(&document.text()[a.end as usize..b.start as usize]);
    sentences[at] == sentences[at + 1] && gap.chars().all(char::is_whitespace)
}

/// (document, start, end) of all places where the tokens from `place` on are these words.
fn brute_hits(corpus: &Corpus, words: &[&str], as_phrase: bool) -> Vec<(u32, usize)> {
    let mut hits = Vec::new();
    for (index, document) in (0..).zip(corpus.documents()) {
        let spellings: Vec<String> = document.tokens().iter().map(|token| spelled(document, token)).collect();
        let sentences = sentence_numbers(document);
        for place in 0..spellings.len() {
            let found = if as_phrase {
                place + words.len() <= spellings.len()
                    && (0..words.len())
                        .all(|i| spellings[place + i] == words[i] && sentences[place + i] == sentences[place])
            } else {
                words.contains(&spellings[place].as_str())
            };
            if found {
                hits.push((index, place));
            }
        }
    }
    hits
}

fn node() -> impl Strategy<Value = (Vec<&'static str>, bool)> {
    (prop::collection::vec(prop::sample::select(&WORDS[..4]), 1..3), any::<bool>())
}

fn pattern_of((words, as_phrase): &(Vec<&str>, bool)) -> Pattern {
    let words = words.iter().map(|&word| TermRef::from(word)).collect();
    if *as_phrase { Pattern::Phrase(words) } else { Pattern::Terms(words) }
}

/// The places before and after a hit that a sort key or a context looks at, by counting.
fn brute_neighbour(
    document: &Document,
    place: usize,
    length: usize,
    by: ConcordanceKey,
    n: usize,
    bounded: bool,
) -> Option<Token> {
    let sentences = sentence_numbers(document);
    let at = match by {
        ConcordanceKey::Left => place.checked_sub(n)?,
        _ => place + length - 1 + n,
    };
    let token = document.tokens().get(at)?;
    (!bounded || sentences[at] == sentences[place]).then_some(*token)
}

fn sort_keys() -> impl Strategy<Value = Vec<ConcordanceSort>> {
    let by = prop::sample::select(vec![
        ConcordanceKey::Left,
        ConcordanceKey::Right,
        ConcordanceKey::Node,
        ConcordanceKey::Document,
        ConcordanceKey::Position,
    ]);
    let key =
        (by, 1..=3u8, any::<bool>()).prop_map(|(by, place, descending)| ConcordanceSort { by, place, descending });
    prop::collection::vec(key, 0..=3)
}

proptest! {
    #[test]
    fn a_concordance_is_what_counting_by_hand_gives(
        texts in texts(),
        node in node(),
        sort in sort_keys(),
        bounded in any::<bool>(),
        (left, right) in (0usize..4, 0usize..4),
        (offset, limit) in (0usize..6, 0usize..40),
    ) {
        let corpus = corpus_in(Mode::Precise, &texts);
        let hits = brute_hits(&corpus, &node.0, node.1);
        let length = if node.1 { node.0.len() } else { 1 };
        let query = ConcordanceQuery {
            left: Some(left),
            right: Some(right),
            bounded: Some(bounded),
            sort: Some(sort.clone()),
            offset: Some(offset),
            limit: Some(limit),
            ..ConcordanceQuery::new(pattern_of(&node))
        };
        let page = kwic(&corpus, &query);
        prop_assert_eq!(page.total, hits.len());
        prop_assert_eq!(page.documents, hits.iter().map(|hit| hit.0).collect::<BTreeSet<_>>().len());

        let document = |hit: &(u32, usize)| &corpus.documents()[hit.0 as usize];
        let word = |hit: &(u32, usize), by, n: u8| {
            brute_neighbour(document(hit), hit.1, length, by, n.into(), bounded).map(|token| spelled(document(hit), &token))
        };
        let mut expected: Vec<(usize, (u32, usize))> = hits.into_iter().enumerate().collect();
        expected.sort_by(|a, b| {
            for key in &sort {
                let order = match key.by {
                    ConcordanceKey::Position => a.0.cmp(&b.0),
                    ConcordanceKey::Document => a.1.0.cmp(&b.1.0),
                    ConcordanceKey::Node if node.1 => std::cmp::Ordering::Equal,
                    ConcordanceKey::Node => {
                        let of = |hit: &(u32, usize)| spelled(document(hit), &document(hit).tokens()[hit.1]);
                        of(&a.1).cmp(&of(&b.1))
                    }
                    by => word(&a.1, by, key.place).cmp(&word(&b.1, by, key.place)),
                };
                let order = if key.descending { order.reverse() } else { order };
                if order.is_ne() {
                    return order;
                }
            }
            a.0.cmp(&b.0)
        });
        let expected: Vec<_> = expected.into_iter().map(|(_, hit)| hit).skip(offset).take(limit).collect();
        let found: Vec<_> = page.rows.iter().map(|row| (row.document, row.token.unwrap() as usize)).collect();
        // A phrase may be spelt with other gaps; by node it is ordered by them, which the oracle does not look at.
        if !(node.1 && sort.iter().any(|key| key.by == ConcordanceKey::Node)) {
            prop_assert_eq!(&found, &expected);
        }
        for (hit, row) in found.iter().zip(&page.rows) {
            check_row(document(hit), hit.1, length, &query, row)?;
        }
    }

    #[test]
    fn text_and_expressions_find_what_a_slow_search_finds(texts in texts(), needle in prop::sample::select(vec!["京", "大学", "OK", "的书", "𠮷", "20"])) {
        let corpus = corpus_in(Mode::Precise, &texts);
        let needle_units = utf16(needle);
        let mut expected = Vec::new();
        for (index, text) in (0..).zip(&texts) {
            let mut at = 0;
            while at + needle_units.len() <= text.len() {
                if text[at..at + needle_units.len()] == needle_units {
                    expected.push((index, at as u32));
                    at += needle_units.len();
                } else {
                    at += 1;
                }
            }
        }
        for pattern in [text(needle), regex(needle)] {
            let page = kwic(&corpus, &ConcordanceQuery { limit: Some(usize::MAX), ..ConcordanceQuery::new(pattern) });
            let found: Vec<_> = page.rows.iter().map(|row| (row.document, row.start)).collect();
            prop_assert_eq!(&found, &expected);
            for row in page.rows {
                let tokens = corpus.documents()[row.document as usize].tokens();
                let first = tokens.iter().position(|token| token.start < row.end && row.start < token.end);
                prop_assert_eq!(row.token, first.map(|index| index as u32));
            }
        }
    }

    #[test]
    fn collocates_are_what_counting_by_hand_gives(
        texts in texts(), node in node(), left in 0usize..5, right in 1usize..5, min_count in 0u32..4,
    ) {
        let corpus = corpus_in(Mode::Precise, &texts);
        let hits = brute_hits(&corpus, &node.0, node.1);
        let length = if node.1 { node.0.len() } else { 1 };
        let mut expected = BTreeMap::<String, (u32, u32, u32)>::new();
        for (index, document) in (0..).zip(corpus.documents()) {
            let sentences = sentence_numbers(document);
            for (at, token) in document.tokens().iter().enumerate() {
                let places = || hits.iter().filter(|hit| hit.0 == index).map(|hit| hit.1);
                let before = places().any(|place| at < place && place - at <= left && sentences[at] == sentences[place]);
                let after = places().any(|place| {
                    at >= place + length && at - (place + length) < right && sentences[at] == sentences[place]
                });
                let row = expected.entry(spelled(document, token)).or_default();
                row.0 += u32::from(before || after);
                row.1 += u32::from(before);
                row.2 += u32::from(after);
            }
        }
        expected.retain(|_, row| row.0 > 0 && row.0 >= min_count);
        let query = CollocateQuery {
            left: Some(left),
            right: Some(right),
            min_count: Some(min_count),
            limit: Some(usize::MAX),
            ..CollocateQuery::new(pattern_of(&node))
        };
        let page = collocates(&corpus, &query);
        prop_assert_eq!((page.total, page.node_count, page.tokens), (expected.len(), hits.len(), corpus.token_count()));
        let found: BTreeMap<_, _> =
            page.rows.iter().map(|row| (row.word.clone(), (row.observed, row.left, row.right))).collect();
        prop_assert_eq!(found, expected);
        for row in &page.rows {
            prop_assert_eq!(row.count, corpus.terms().count(row.term));
            prop_assert_eq!(row.association, associate(row.observed, hits.len(), row.count, left + right, page.tokens));
            let e = hits.len() as f64 * f64::from(row.count) * (left + right) as f64 / page.tokens as f64;
            prop_assert!(close(row.association.expected, e) && close(row.association.mi, (f64::from(row.observed) / e).log2()));
        }
        for pair in page.rows.windows(2) {
            prop_assert!(pair[0].association.log_dice >= pair[1].association.log_dice);
        }
    }

    #[test]
    fn n_grams_are_what_counting_by_hand_gives(
        texts in texts(),
        (min, more) in (2usize..5, 0usize..3),
        min_count in 1u32..4,
        hide in any::<bool>(),
        sort in prop::sample::select(vec![NgramSort::Count, NgramSort::Text, NgramSort::Documents]),
    ) {
        let corpus = corpus_in(Mode::Precise, &texts);
        let max = (min + more).min(6);
        let stop = marks(&corpus);
        let mut counts = BTreeMap::<Vec<String>, (u32, BTreeSet<usize>)>::new();
        for (index, document) in corpus.documents().iter().enumerate() {
            let tokens = document.tokens();
            for length in min..=max {
                for at in 0..(tokens.len() + 1).saturating_sub(length) {
                    let run = &tokens[at..at + length];
                    let together = (at..at + length - 1).all(|at| joined(document, at));
                    if together && !(hide && run.iter().any(|token| stop[token.term as usize])) {
                        let words = run.iter().map(|token| spelled(document, token)).collect();
                        let entry = counts.entry(words).or_default();
                        entry.0 += 1;
                        entry.1.insert(index);
                    }
                }
            }
        }
        let mut expected: Vec<(Vec<String>, u32, u32)> =
            counts.into_iter().map(|(words, (count, documents))| (words, count, documents.len() as u32)).collect();
        expected.retain(|row| row.1 >= min_count);
        expected.sort_by(|a, b| {
            let text = || a.0.concat().cmp(&b.0.concat());
            let first = match sort {
                NgramSort::Count => std::cmp::Ordering::Equal,
                NgramSort::Text => text(),
                NgramSort::Documents => b.2.cmp(&a.2),
            };
            first.then(b.1.cmp(&a.1)).then_with(text).then_with(|| a.0.cmp(&b.0))
        });
        let query = NgramQuery {
            min: Some(min),
            max: Some(max),
            min_count: Some(min_count),
            stop_words: hide.then_some(NgramStopFilter::Hide),
            sort: Some(sort),
            limit: Some(usize::MAX),
            ..NgramQuery::default()
        };
        let page = grams(&corpus, &query);
        let found: Vec<_> = page.rows.into_iter().map(|row| (row.words, row.count, row.documents)).collect();
        prop_assert_eq!(page.total, expected.len());
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn hits_in_parts_are_what_counting_by_hand_gives(texts in texts(), node in node(), count in 1u32..9) {
        let corpus = corpus_in(Mode::Precise, &texts);
        let hits = brute_hits(&corpus, &node.0, node.1);
        let total = corpus.token_count();
        let starts: Vec<usize> = corpus
            .documents()
            .iter()
            .scan(0, |sum, document| {
                *sum += document.tokens().len();
                Some(*sum - document.tokens().len())
            })
            .collect();
        let mut expected = vec![(0u32, 0u32); if texts.is_empty() { 0 } else { count as usize }];
        let part = |token: usize| (0..count as usize).rev().find(|part| total * part / count as usize <= token).unwrap();
        for token in 0..total {
            expected[part(token)].1 += 1;
        }
        for &(document, place) in &hits {
            expected[part(starts[document as usize] + place)].0 += 1;
        }
        let found = spread(&corpus, pattern_of(&node), Parts::Equal(count));
        let pairs: Vec<(u32, u32)> = found.parts.iter().map(|part| (part.hits, part.part.tokens)).collect();
        prop_assert_eq!(&pairs, &expected);
        prop_assert_eq!(found.evenness, measure(&expected));
        if let Some(dp) = found.evenness.dp {
            let f: f64 = expected.iter().map(|part| f64::from(part.0)).sum();
            let by_hand: f64 =
                expected.iter().map(|&(v, n)| (f64::from(v) / f - f64::from(n) / total as f64).abs()).sum::<f64>() / 2.0;
            prop_assert!(close(dp, by_hand));
            prop_assert!((0.0..=1.0).contains(&dp));
        }
        let term = WORDS[0];
        let query = TrendQuery { terms: refs(term), parts: Some(Parts::Equal(count)), documents: None };
        let counts = trend::follow(lens(), &corpus, &query).unwrap().series.remove(0).counts;
        let by_term = spread(&corpus, terms(term), Parts::Equal(count));
        prop_assert_eq!(counts, by_term.parts.iter().map(|part| part.hits).collect::<Vec<_>>());
    }

    #[test]
    fn an_explanation_has_the_tokens_of_the_corpus(texts in texts()) {
        let corpus = corpus_in(Mode::Precise, &texts);
        for (index, document) in corpus.documents().iter().enumerate() {
            let mut explained = Vec::new();
            let mut start = 0;
            for end in sentences(document.text()) {
                let query = ExplainQuery { document: index, start, end };
                let found = explain::place(lens(), &corpus, &query).unwrap();
                prop_assert_eq!((found.start, found.tokens.last().unwrap().end), (start, end));
                prop_assert!(found.tokens.windows(2).all(|pair| pair[0].end == pair[1].start));
                let by_weight: f64 = found.tokens.iter().filter_map(|token| token.weight).sum();
                prop_assert!(found.weight <= by_weight + 1e-9, "steps that the model has joined weigh too");
                explained.extend(found.tokens.into_iter().filter(|token| token.source != PieceSource::Gap));
                start = end;
            }
            let explained: Vec<_> = explained.iter().map(|token| (token.start, token.end, token.word.clone())).collect();
            let tokens: Vec<_> = document.tokens().iter().map(|token| (token.start, token.end, spelled(document, token))).collect();
            prop_assert_eq!(explained, tokens);
        }
    }

    #[test]
    fn the_order_of_the_documents_changes_no_figure(texts in texts(), node in node()) {
        let forward = corpus_in(Mode::Precise, &texts);
        let backward = corpus_in(Mode::Precise, &texts.iter().rev().cloned().collect::<Vec<_>>());
        let figures = |corpus: &Corpus| {
            let query = CollocateQuery { limit: Some(usize::MAX), ..CollocateQuery::new(pattern_of(&node)) };
            let near: Vec<_> =
                collocates(corpus, &query).rows.into_iter().map(|row| (row.word, row.observed, format!("{:?}", row.association))).collect();
            let query = NgramQuery { max: Some(4), limit: Some(usize::MAX), ..NgramQuery::default() };
            let runs: Vec<_> = grams(corpus, &query).rows.into_iter().map(|row| (row.words, row.count, row.documents)).collect();
            (near, runs, spread(corpus, pattern_of(&node), Parts::Documents).evenness)
        };
        prop_assert_eq!(figures(&forward), figures(&backward));
    }

    #[test]
    fn some_documents_alone_give_what_a_corpus_of_them_gives(texts in texts(), node in node(), chosen in prop::collection::vec(0usize..4, 0..4)) {
        let chosen: BTreeSet<usize> = chosen.into_iter().filter(|&index| index < texts.len()).collect();
        let whole = corpus_in(Mode::Precise, &texts);
        let part = corpus_in(Mode::Precise, &chosen.iter().map(|&index| texts[index].clone()).collect::<Vec<_>>());
        let figures = |corpus: &Corpus, documents: Option<Vec<usize>>| {
            let query = CollocateQuery { limit: Some(usize::MAX), documents: documents.clone(), ..CollocateQuery::new(pattern_of(&node)) };
            let page = collocates(corpus, &query);
            let near: Vec<_> = page.rows.into_iter().map(|row| (row.word, row.count, row.observed, format!("{:?}", row.association))).collect();
            let query = NgramQuery { limit: Some(usize::MAX), documents: documents.clone(), ..NgramQuery::default() };
            let runs: Vec<_> = grams(corpus, &query).rows.into_iter().map(|row| (row.words, row.count, row.per_million.to_bits())).collect();
            let query = DispersionQuery { pattern: pattern_of(&node), parts: Some(Parts::Equal(3)), documents: documents.clone() };
            let spread = dispersion::disperse(lens(), corpus, &query).unwrap();
            let hits: Vec<_> = spread.parts.iter().map(|part| (part.part.tokens, part.hits)).collect();
            let query = ConcordanceQuery { limit: Some(usize::MAX), documents, ..ConcordanceQuery::new(pattern_of(&node)) };
            let rows: Vec<_> = kwic(corpus, &query).rows.into_iter().map(|row| (row.left, row.node, row.right)).collect();
            (near, runs, hits, rows)
        };
        prop_assert_eq!(figures(&whole, Some(chosen.into_iter().collect())), figures(&part, None));
    }
}

/// Whether a row's context and keys are those that counting gives.
fn check_row(
    document: &Document,
    place: usize,
    length: usize,
    query: &ConcordanceQuery,
    row: &ConcordanceRow,
) -> Result<(), TestCaseError> {
    let bounded = query.bounded == Some(true);
    let slice = |from: u32, to: u32| String::from_utf16_lossy(&document.text()[from as usize..to as usize]);
    prop_assert_eq!((row.start, row.end), (document.tokens()[place].start, document.tokens()[place + length - 1].end));
    prop_assert_eq!(&row.left, &slice(row.from, row.start));
    prop_assert_eq!(&row.node, &slice(row.start, row.end));
    prop_assert_eq!(&row.right, &slice(row.end, row.to));
    let (left, right) = (query.left.unwrap(), query.right.unwrap());
    let neighbour = |by, n| brute_neighbour(document, place, length, by, n, bounded);
    let ends = sentences(document.text());
    let sentence = ends.iter().filter(|&&end| end <= row.start).count();
    let limits = match bounded {
        true => (if sentence == 0 { 0 } else { ends[sentence - 1] }, ends[sentence]),
        false => (0, document.text().len() as u32),
    };
    match (left, neighbour(ConcordanceKey::Left, left)) {
        (0, _) => prop_assert_eq!(row.from, row.start),
        (_, Some(token)) => prop_assert_eq!(row.from, token.start),
        (_, None) => prop_assert_eq!(row.from, limits.0),
    }
    match (right, neighbour(ConcordanceKey::Right, right)) {
        (0, _) => prop_assert_eq!(row.to, row.end),
        (_, Some(token)) => prop_assert_eq!(row.to, token.end),
        (_, None) => prop_assert!(slice(row.to, limits.1).chars().all(char::is_whitespace) && row.to <= limits.1),
    }
    for (key, place) in query.sort.iter().flatten().zip(&row.keys) {
        let expected = match key.by {
            by @ (ConcordanceKey::Left | ConcordanceKey::Right) => {
                neighbour(by, key.place.into()).map(|token| (token.start, token.end))
            }
            ConcordanceKey::Node => Some((row.start, row.end)),
            _ => None,
        };
        prop_assert_eq!(*place, expected);
    }
    Ok(())
}

//! Frequency table, keywords, spans, summary and export over the real engine: tables by meaning, and brute-force
//! oracles over random texts.

mod common;

use common::{lens, utf16};
use hanlens::analysis::keywords::{Keyword, KeywordQuery, Method};
use hanlens::analysis::stopwords::{BuiltinList, builtin};
use hanlens::analysis::{
    SortKey, SpanQuery, StopFilter, StopWords, TermPage, TermQuery, TermRef, TermRow, frequency, keywords, spans,
    summary,
};
use hanlens::export::{self, ExportOptions, TableFormat};
use hanlens::text::TokenKind;
use hanlens::{Corpus, CutOptions, Kind, Lens, Mode};
use proptest::prelude::*;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

fn corpus_of(texts: &[&str], options: CutOptions) -> Corpus {
    let mut corpus = Corpus::new(options);
    for (index, text) in texts.iter().enumerate() {
        corpus.push_str(format!("text {}", index + 1), text).unwrap();
    }
    corpus.analyze(lens());
    corpus
}

fn corpus(text: &str) -> Corpus {
    corpus_of(&[text], CutOptions::default())
}

fn page(corpus: &Corpus, query: &TermQuery) -> TermPage {
    frequency::page(corpus, &StopWords::Default.mark(corpus.terms()), query).unwrap()
}

fn words(page: &TermPage) -> Vec<&str> {
    page.rows.iter().map(|row| row.word.as_str()).collect()
}

/// 的 4, 北京 3, 大学 3, OK 2, and once each: 3.5, カタカナ, 한국어, 😀, 图书馆, 我们, 𠮷.
const MIXED: &str = "北京的大学，北京的大学；OK！北京的大学的OK。3.5、カタカナ、한국어、😀、图书馆、我们、𠮷";

// ---------------------------------------------------------------------------------------------------- frequency

#[test]
fn the_table_is_by_count_unless_told() {
    let corpus = corpus(MIXED);
    let page = page(&corpus, &TermQuery::default());
    let rows: Vec<(u32, &str, u32)> = page.rows.iter().map(|row| (row.rank, row.word.as_str(), row.count)).collect();
    let expected = [
        (1, "的", 4),
        (2, "北京", 3),
        (2, "大学", 3),
        (4, "OK", 2),
        (5, "3.5", 1),
        (5, "カタカナ", 1),
        (5, "한국어", 1),
        (5, "😀", 1),
        (5, "图书馆", 1),
        (5, "我们", 1),
        (5, "𠮷", 1),
    ];
    assert_eq!(rows, expected);
    assert_eq!((page.total, page.offset), (11, 0));
    assert_eq!(corpus.token_count(), 19);
    assert_eq!(page.rows[0].per_million, 210526.31578947368);
}

#[test]
fn a_row_tells_all_of_its_term() {
    let corpus = corpus(MIXED);
    let page = page(&corpus, &TermQuery { limit: Some(2), ..TermQuery::default() });
    let expected = TermRow {
        rank: 2,
        term: 0,
        word: "北京".into(),
        tag: "ns".into(),
        kind: TokenKind::Han,
        count: 3,
        per_million: 1e6 * 3.0 / 19.0,
        documents: 1,
        stop_word: false,
    };
    assert_eq!(page.rows[1], expected);
    assert!(page.rows[0].stop_word, "的 is a stop word");
}

#[test]
fn each_key_sorts_both_ways_with_the_same_ties() {
    let corpus = corpus(MIXED);
    let sorted = |sort, descending| {
        let query = TermQuery { sort: Some(sort), descending, ..TermQuery::default() };
        words(&page(&corpus, &query)).join(" ")
    };
    for (sort, descending, expected) in [
        (SortKey::Count, None, "的 北京 大学 OK 3.5 カタカナ 한국어 😀 图书馆 我们 𠮷"),
        (SortKey::Count, Some(false), "3.5 カタカナ 한국어 😀 图书馆 我们 𠮷 OK 北京 大学 的"),
        (SortKey::Word, None, "3.5 OK カタカナ 北京 图书馆 大学 我们 的 한국어 😀 𠮷"),
        (SortKey::Word, Some(true), "𠮷 😀 한국어 的 我们 大学 图书馆 北京 カタカナ OK 3.5"),
        (SortKey::Length, None, "カタカナ 3.5 한국어 图书馆 北京 大学 OK 我们 的 😀 𠮷"),
        (SortKey::Length, Some(false), "的 😀 𠮷 北京 大学 OK 我们 3.5 한국어 图书馆 カタカナ"),
        (SortKey::Kind, None, "的 北京 大学 图书馆 我们 𠮷 OK 3.5 カタカナ 한국어 😀"),
        (SortKey::Kind, Some(true), "😀 한국어 カタカナ 3.5 OK 的 北京 大学 图书馆 我们 𠮷"),
        (SortKey::First, None, "北京 的 大学 OK 3.5 カタカナ 한국어 😀 图书馆 我们 𠮷"),
        (SortKey::First, Some(true), "𠮷 我们 图书馆 😀 한국어 カタカナ 3.5 OK 大学 的 北京"),
    ] {
        assert_eq!(sorted(sort, descending), expected, "{sort:?} {descending:?}");
    }
}

#[test]
fn each_filter_leaves_what_it_says() {
    let corpus = corpus(MIXED);
    let texts = |list: &[&str]| Some(list.iter().map(|&text| text.to_owned()).collect::<Vec<_>>());
    let all = TermQuery::default();
    for (query, expected) in [
        (TermQuery { contains: Some("o".into()), ..all.clone() }, "OK"),
        (TermQuery { contains: Some("大".into()), ..all.clone() }, "大学"),
        (TermQuery { contains: Some("馆图".into()), ..all.clone() }, ""),
        (TermQuery { contains: Some(String::new()), limit: Some(2), ..all.clone() }, "的 北京"),
        (TermQuery { tags: texts(&["n"]), ..all.clone() }, "大学 图书馆"),
        (TermQuery { tags: texts(&["n*"]), ..all.clone() }, "北京 大学 图书馆"),
        (TermQuery { tags: texts(&["ns", "uj"]), ..all.clone() }, "的 北京"),
        (TermQuery { tags: texts(&[]), ..all.clone() }, ""),
        (TermQuery { kinds: Some(vec![TokenKind::Kana, TokenKind::Emoji]), ..all.clone() }, "カタカナ 😀"),
        (TermQuery { kinds: Some(vec![]), ..all.clone() }, ""),
        (TermQuery { min_length: Some(3), ..all.clone() }, "3.5 カタカナ 한국어 图书馆"),
        (TermQuery { max_length: Some(1), ..all.clone() }, "的 😀 𠮷"),
        (TermQuery { min_length: Some(3), max_length: Some(3), ..all.clone() }, "3.5 한국어 图书馆"),
        (TermQuery { min_length: Some(3), max_length: Some(2), ..all.clone() }, ""),
        (TermQuery { min_count: Some(3), ..all.clone() }, "的 北京 大学"),
        (TermQuery { stop_words: Some(StopFilter::Only), ..all.clone() }, "的 我们"),
        (TermQuery { stop_words: Some(StopFilter::Hide), min_count: Some(2), ..all.clone() }, "北京 大学 OK"),
        (TermQuery { stop_words: Some(StopFilter::Show), min_count: Some(4), ..all.clone() }, "的"),
        (TermQuery { offset: Some(3), limit: Some(1), ..all.clone() }, "OK"),
        (TermQuery { offset: Some(99), ..all.clone() }, ""),
        (TermQuery { limit: Some(0), ..all.clone() }, ""),
    ] {
        assert_eq!(words(&page(&corpus, &query)).join(" "), expected, "{query:?}");
    }
}

#[test]
fn filters_and_stop_words_change_no_figure() {
    let corpus = corpus(MIXED);
    let query = TermQuery { contains: Some("OK".into()), ..TermQuery::default() };
    for stop_words in [StopWords::Default, StopWords::None, StopWords::Own(vec!["ok".into(), "北京".into()])] {
        let page = frequency::page(&corpus, &stop_words.mark(corpus.terms()), &query).unwrap();
        let row = &page.rows[0];
        assert_eq!((page.total, row.rank, row.count, row.per_million), (1, 4, 2, 1e6 * 2.0 / 19.0));
        assert_eq!(row.stop_word, matches!(stop_words, StopWords::Own(_)), "{stop_words:?}");
    }
}

#[test]
fn an_empty_corpus_has_an_empty_table() {
    for corpus in [corpus_of(&[], CutOptions::default()), corpus(""), corpus(" ，。\n")] {
        assert_eq!(page(&corpus, &TermQuery::default()), TermPage { total: 0, offset: 0, rows: vec![] });
        assert_eq!(corpus.per_million(0), 0.0);
    }
}

#[test]
fn a_choice_of_documents_makes_the_table_of_those_alone() {
    let corpus = corpus_of(&["北京的大学", "北京，北京", "的图书馆"], CutOptions::default());
    let rows = |query: &TermQuery| -> Vec<(String, u32, u32, u32, f64)> {
        let rows = page(&corpus, query).rows;
        rows.into_iter().map(|row| (row.word, row.rank, row.count, row.documents, row.per_million)).collect()
    };
    let of = |documents: &[usize]| TermQuery { documents: Some(documents.to_vec()), ..TermQuery::default() };
    assert_eq!(rows(&of(&[1])), [("北京".into(), 1, 2, 1, 1e6)]);
    let two = [("的".into(), 1, 2, 2, 4e5), ("北京".into(), 2, 1, 1, 2e5), ("大学".into(), 2, 1, 1, 2e5)];
    assert_eq!(rows(&of(&[2, 0, 2]))[..3], two);
    assert_eq!(rows(&of(&[])), []);
    let by_documents = TermQuery { sort: Some(SortKey::Documents), ..TermQuery::default() };
    assert_eq!(words(&page(&corpus, &by_documents)), ["北京", "的", "大学", "图书馆"]);
    let error = frequency::page(&corpus, &[false; 9], &of(&[3])).unwrap_err();
    assert_eq!((error.kind(), error.argument()), (Kind::InvalidArgument, "documents"));
}

#[test]
fn a_table_has_a_hundred_rows_unless_told() {
    let text: Vec<String> = (0..150).map(|number| format!("w{number}")).collect();
    let page = page(&corpus(&text.join(" ")), &TermQuery::default());
    assert_eq!((page.total, page.rows.len()), (150, 100));
}

/// The query by filtering all rows and sorting all that are left.
fn naive_page(corpus: &Corpus, marks: &[bool], query: &TermQuery) -> TermPage {
    let terms = corpus.terms();
    let chosen = |index: &usize| query.documents.as_ref().is_none_or(|list| list.contains(index));
    let documents: Vec<_> =
        (0..corpus.documents().len()).filter(chosen).map(|index| &corpus.documents()[index]).collect();
    let has = |document: &&&hanlens::Document, term| document.tokens().iter().any(|token| token.term == term);
    let count_in =
        |document: &hanlens::Document, term| document.tokens().iter().filter(|token| token.term == term).count();
    let counts: Vec<u32> =
        (0..terms.len() as u32).map(|term| documents.iter().map(|d| count_in(d, term) as u32).sum()).collect();
    let tokens: usize = documents.iter().map(|document| document.tokens().len()).sum();
    let rank = |count| 1 + counts.iter().filter(|&&other| other > count).count() as u32;
    let row = |term: u32| TermRow {
        rank: rank(counts[term as usize]),
        term,
        word: terms.word(term),
        tag: terms.tag(term).to_owned(),
        kind: terms.kind(term),
        count: counts[term as usize],
        per_million: if tokens == 0 { 0.0 } else { f64::from(counts[term as usize]) * 1e6 / tokens as f64 },
        documents: documents.iter().filter(|document| has(document, term)).count() as u32,
        stop_word: marks[term as usize],
    };
    let mut rows: Vec<TermRow> = (0..terms.len() as u32).map(row).filter(|row| naive_filter(row, query)).collect();
    let sort = query.sort.unwrap_or_default();
    let descending = query.descending.unwrap_or(matches!(sort, SortKey::Count | SortKey::Length | SortKey::Documents));
    // A stable sort: the rows are in the order of first occurrence already.
    rows.sort_by_key(|row| Reverse(row.count));
    rows.sort_by(|a, b| {
        let order = naive_order(a, b, sort);
        if descending { order.reverse() } else { order }
    });
    let total = rows.len();
    let offset = query.offset.unwrap_or(0);
    let mut rows: Vec<TermRow> = rows.into_iter().skip(offset).take(query.limit.unwrap_or(100)).collect();
    if query.with_tags == Some(false) {
        rows.iter_mut().for_each(|row| row.tag.clear());
    }
    TermPage { total, offset, rows }
}

fn naive_filter(row: &TermRow, query: &TermQuery) -> bool {
    let length = row.word.chars().count();
    let tag_matches = |pattern: &String| match pattern.strip_suffix('*') {
        Some(start) => row.tag.starts_with(start),
        None => row.tag == *pattern,
    };
    query.contains.as_ref().is_none_or(|part| row.word.to_ascii_lowercase().contains(&part.to_ascii_lowercase()))
        && query.tags.as_ref().is_none_or(|tags| tags.iter().any(tag_matches))
        && query.kinds.as_ref().is_none_or(|kinds| kinds.contains(&row.kind))
        && length >= query.min_length.unwrap_or(0)
        && length <= query.max_length.unwrap_or(usize::MAX)
        && row.count >= query.min_count.unwrap_or(0)
        && (row.count > 0 || query.documents.is_none())
        && match query.stop_words.unwrap_or_default() {
            StopFilter::Show => true,
            StopFilter::Hide => !row.stop_word,
            StopFilter::Only => row.stop_word,
        }
}

fn naive_order(a: &TermRow, b: &TermRow, sort: SortKey) -> Ordering {
    match sort {
        SortKey::Count => a.count.cmp(&b.count),
        SortKey::Word => a.word.chars().cmp(b.word.chars()),
        SortKey::Tag => a.tag.cmp(&b.tag),
        SortKey::Length => a.word.chars().count().cmp(&b.word.chars().count()),
        SortKey::Kind => (a.kind as u8).cmp(&(b.kind as u8)),
        SortKey::First => a.term.cmp(&b.term),
        SortKey::Documents => a.documents.cmp(&b.documents),
    }
}

// ----------------------------------------------------------------------------------------------------- keywords

fn extract(corpus: &Corpus, stop_words: &StopWords, query: &KeywordQuery) -> Vec<Keyword> {
    keywords::extract(lens(), corpus, &stop_words.mark(corpus.terms()), query).unwrap()
}

fn keyword_words(corpus: &Corpus, stop_words: &StopWords, query: &KeywordQuery) -> Vec<String> {
    extract(corpus, stop_words, query).into_iter().map(|keyword| keyword.word).collect()
}

#[test]
fn what_can_be_a_keyword() {
    // One character, a stop word in each language and in capitals, and an emoji cannot.
    let corpus = corpus("图书馆、WiFi、水、2020、😀、カタカナ、The、한국어、我们、café、👩‍🔬、水");
    for method in [Method::TfIdf, Method::TextRank] {
        let tags = Some(vec!["*".to_owned()]);
        let query = KeywordQuery { method: Some(method), limit: Some(99), tags };
        let found: BTreeSet<String> = keyword_words(&corpus, &StopWords::Default, &query).into_iter().collect();
        let expected = ["图书馆", "WiFi", "2020", "カタカナ", "한국어", "café"].map(str::to_owned);
        assert_eq!(found, BTreeSet::from(expected), "{method:?}");
        let all = keyword_words(&corpus, &StopWords::None, &query);
        assert!(all.contains(&"我们".to_owned()) && all.contains(&"The".to_owned()), "{method:?}: {all:?}");
    }
}

#[test]
fn keywords_have_defaults() {
    let text: Vec<String> = (0..30).map(|number| format!("word{number}")).collect();
    let corpus = corpus(&text.join(" "));
    let all = extract(&corpus, &StopWords::Default, &KeywordQuery::default());
    assert_eq!(all.len(), KeywordQuery::DEFAULT_LIMIT);
    assert_eq!(
        all,
        extract(
            &corpus,
            &StopWords::Default,
            &KeywordQuery { method: Some(Method::TfIdf), limit: Some(20), tags: None }
        )
    );
    let textrank = KeywordQuery { method: Some(Method::TextRank), ..KeywordQuery::default() };
    assert_eq!(extract(&corpus, &StopWords::Default, &textrank), [], "eng is not among TextRank's tags");
}

#[test]
fn equal_weights_come_by_count_then_by_first_occurrence() {
    // None of these is in the IDF table, so their weights follow from their counts alone.
    let corpus = corpus("zzd zzb zza zzc zza zzb");
    let found = extract(&corpus, &StopWords::Default, &KeywordQuery::default());
    let found: Vec<(&str, u32)> = found.iter().map(|keyword| (keyword.word.as_str(), keyword.count)).collect();
    assert_eq!(found, [("zzb", 2), ("zza", 2), ("zzd", 1), ("zzc", 1)]);
}

#[test]
fn tfidf_without_frequencies_is_an_error() {
    let bare = Lens::from_lists("北京 34488 ns\n", "").unwrap();
    let with_idf = bare.median_idf().is_some();
    let mut corpus = Corpus::new(CutOptions::default());
    corpus.push_str("text", "北京").unwrap();
    corpus.analyze(&bare);
    let marks = StopWords::None.mark(corpus.terms());
    let textrank = KeywordQuery { method: Some(Method::TextRank), ..KeywordQuery::default() };
    assert!(keywords::extract(&bare, &corpus, &marks, &textrank).is_ok());
    let words_only = Lens::new(&hanlens::dictionary::compile("北京 34488 ns\n", "").unwrap().words).unwrap();
    let error = keywords::extract(&words_only, &corpus, &marks, &KeywordQuery::default()).unwrap_err();
    assert_eq!((error.kind(), error.argument()), (Kind::WrongState, "idf"));
    // An empty table is a table: its median is a number.
    assert_eq!(keywords::extract(&bare, &corpus, &marks, &KeywordQuery::default()).is_ok(), with_idf);
}

#[test]
fn textrank_ties_nothing_across_documents() {
    let query = KeywordQuery { method: Some(Method::TextRank), ..KeywordQuery::default() };
    let together = corpus("图书馆城市");
    assert_eq!(extract(&together, &StopWords::Default, &query).len(), 2);
    let apart = corpus_of(&["图书馆", "城市"], CutOptions::default());
    assert_eq!(extract(&apart, &StopWords::Default, &query), []);
}

#[test]
fn punctuation_and_white_space_take_places() {
    let query = KeywordQuery { method: Some(Method::TextRank), ..KeywordQuery::default() };
    for (between, tied) in [
        ("", true),
        ("，。！", true),
        ("，。！？", false),
        ("\r\n\r\n\r\n", true),
        ("\n\n\n\n", false),
        ("。--。", true),
        ("的的的", true),
        ("，的，的", false),
    ] {
        let text = format!("图书馆{between}城市");
        let found = extract(&corpus(&text), &StopWords::Default, &query);
        assert_eq!(!found.is_empty(), tied, "{text:?}");
    }
}

#[test]
fn figures_of_the_dictionary_that_the_formulas_name() {
    assert_eq!(lens().median_idf(), Some(11.9547675029));
    assert_eq!(lens().idf(&utf16("图书馆")), Some(7.57811241205));
    assert_eq!(lens().idf(&utf16("老城砖")), None);
    assert_eq!(lens().suggest_frequency("台中"), 69);
}

/// TF-IDF from the tokens one by one.
fn naive_tfidf(corpus: &Corpus, marks: &[bool]) -> BTreeMap<String, f64> {
    let terms = corpus.terms();
    let mut frequencies = BTreeMap::<String, f64>::new();
    for token in corpus.documents().iter().flat_map(|document| document.tokens()) {
        let word = terms.word(token.term);
        let kept = word.chars().count() >= 2 && terms.kind(token.term) != TokenKind::Emoji;
        if kept && !marks[token.term as usize] {
            *frequencies.entry(word).or_default() += 1.0;
        }
    }
    let total: f64 = frequencies.values().sum();
    let idf = |word: &str| lens().idf(&utf16(word)).or(lens().median_idf()).unwrap();
    frequencies.iter().map(|(word, frequency)| (word.clone(), frequency * idf(word) / total)).collect()
}

// -------------------------------------------------------------------------------------------------------- spans

fn span_query(terms: Vec<TermRef>) -> SpanQuery {
    SpanQuery { document: None, terms }
}

fn spelt(word: &str) -> TermRef {
    TermRef::Spelling(word.to_owned())
}

#[test]
fn spans_are_found_by_number_and_by_spelling() {
    let corpus = corpus("北京的大学，😀北京café北京");
    let cafe = corpus.terms().find(lens(), &utf16("café")).unwrap();
    for (terms, expected) in [
        (vec![spelt("北京")], vec![0, 2, 0, 8, 10, 0, 14, 16, 0]),
        (vec![TermRef::Number(0)], vec![0, 2, 0, 8, 10, 0, 14, 16, 0]),
        (vec![spelt("café"), TermRef::Number(cafe)], vec![10, 14, cafe]),
        (vec![spelt("北京"), spelt("café")], vec![0, 2, 0, 8, 10, 0, 10, 14, cafe, 14, 16, 0]),
        (vec![spelt("北"), spelt("上海"), spelt("")], vec![]),
        (vec![], vec![]),
    ] {
        let query = span_query(terms);
        assert_eq!(spans::spans(lens(), &corpus, &query).unwrap(), expected, "{query:?}");
    }
}

#[test]
fn spans_are_of_the_document_that_is_asked_for() {
    let corpus = corpus_of(&["北京", "在北京"], CutOptions::default());
    let of = |document| spans::spans(lens(), &corpus, &SpanQuery { document, terms: vec![spelt("北京")] });
    assert_eq!(of(None).unwrap(), [0, 2, 0]);
    assert_eq!(of(Some(0)).unwrap(), [0, 2, 0]);
    assert_eq!(of(Some(1)).unwrap(), [1, 3, 0]);
    let error = of(Some(2)).unwrap_err();
    assert_eq!((error.kind(), error.argument()), (Kind::InvalidArgument, "document"));
    assert_eq!(error.to_string(), "document: must be below the number of documents, 2, and is 2");
}

#[test]
fn a_number_that_is_no_term_is_an_error() {
    let corpus = corpus("北京大学");
    let types = corpus.terms().len() as u32;
    let error = spans::spans(lens(), &corpus, &span_query(vec![TermRef::Number(types)])).unwrap_err();
    assert_eq!((error.kind(), error.argument()), (Kind::InvalidArgument, "terms"));
    assert_eq!(error.to_string(), format!("terms: a term's number must be below {types}, and one is {types}"));
}

#[test]
fn overlapping_words_make_one_span() {
    let options = CutOptions { mode: Mode::Full, ..CutOptions::default() };
    let corpus = corpus_of(&["在清华大学里"], options);
    let whole = corpus.terms().find(lens(), &utf16("清华大学")).unwrap();
    let part = corpus.terms().find(lens(), &utf16("华大")).unwrap();
    let of = |words: &[&str]| {
        let terms = words.iter().map(|word| spelt(word)).collect();
        spans::spans(lens(), &corpus, &span_query(terms)).unwrap()
    };
    assert_eq!(of(&["清华", "清华大学", "大学"]), [1, 5, whole], "the longest of those that start first names it");
    assert_eq!(of(&["华大", "大学"]), [2, 5, part]);
    assert_eq!(of(&["清华", "大学"]).len(), 6, "two that only touch");
}

// ------------------------------------------------------------------------------------------- summary and export

#[test]
fn a_summary_counts_documents_tokens_types_and_characters() {
    let corpus = corpus_of(&["北京 的北京\r\n", "", "😀OK，𠮷"], CutOptions::default());
    let figures = summary::summarize(&corpus);
    let documents: Vec<(&str, usize, usize)> =
        figures.documents.iter().map(|document| (document.name.as_str(), document.length, document.tokens)).collect();
    assert_eq!(documents, [("text 1", 8, 3), ("text 2", 0, 0), ("text 3", 7, 3)]);
    assert_eq!((figures.tokens, figures.types), (6, 5));
    assert_eq!((figures.characters, figures.han_characters), (10, 6));
}

fn export_terms(corpus: &Corpus, query: &TermQuery, format: TableFormat) -> String {
    export::terms(corpus, &StopWords::Default.mark(corpus.terms()), query, ExportOptions::new(format)).unwrap()
}

#[test]
fn the_frequency_table_is_exported_in_each_format() {
    let corpus = corpus("北京的北京，😀");
    let all = TermQuery::default();
    assert_eq!(
        export_terms(&corpus, &all, TableFormat::Csv),
        "\u{FEFF}rank,word,tag,kind,count,per_million,stop_word,documents\r\n\
         1,北京,ns,han,2,500000,false,1\r\n2,的,uj,han,1,250000,true,1\r\n2,😀,x,emoji,1,250000,false,1\r\n"
    );
    assert_eq!(
        export_terms(&corpus, &TermQuery { offset: Some(1), limit: Some(1), ..all.clone() }, TableFormat::Tsv),
        "rank\tword\ttag\tkind\tcount\tper_million\tstop_word\tdocuments\n2\t的\tuj\than\t1\t250000\ttrue\t1\n"
    );
    assert_eq!(
        export_terms(&corpus, &TermQuery { limit: Some(1), ..all }, TableFormat::Json),
        "[\n{\"rank\":1,\"word\":\"北京\",\"tag\":\"ns\",\"kind\":\"han\",\"count\":2,\"per_million\":500000,\
         \"stop_word\":false,\"documents\":1}\n]\n"
    );
}

#[test]
fn a_word_that_begins_as_a_formula_is_guarded_unless_told() {
    // jieba keeps the hyphens with a character of Extension B.
    let corpus = corpus("北京--𠮷");
    let marks = StopWords::None.mark(corpus.terms());
    for (format, guard_formulas, expected) in [
        (TableFormat::Csv, true, ",'--𠮷,"),
        (TableFormat::Csv, false, ",--𠮷,"),
        (TableFormat::Tsv, true, "\t'--𠮷\t"),
        (TableFormat::Tsv, false, "\t--𠮷\t"),
        (TableFormat::Json, true, "\"--𠮷\""),
    ] {
        let options = ExportOptions { format, guard_formulas };
        let table = export::terms(&corpus, &marks, &TermQuery::default(), options).unwrap();
        assert!(table.contains(expected), "{options:?}: {table}");
        let list = export::keywords(lens(), &corpus, &marks, &KeywordQuery::default(), options).unwrap();
        assert!(list.contains(expected), "{options:?}: {list}");
    }
}

#[test]
fn an_export_has_all_rows_unless_told() {
    let text: Vec<String> = (0..150).map(|number| format!("w{number}")).collect();
    let tsv = export_terms(&corpus(&text.join(" ")), &TermQuery::default(), TableFormat::Tsv);
    assert_eq!(tsv.lines().count(), 151);
}

#[test]
fn keywords_are_exported_with_their_places() {
    let corpus = corpus("图书馆和城市，图书馆");
    let query = KeywordQuery::default();
    let found = extract(&corpus, &StopWords::Default, &query);
    let marks = StopWords::Default.mark(corpus.terms());
    let tsv = export::keywords(lens(), &corpus, &marks, &query, ExportOptions::new(TableFormat::Tsv)).unwrap();
    let expected = format!(
        "rank\tword\ttag\tcount\tweight\n1\t图书馆\tn\t2\t{}\n2\t城市\tns\t1\t{}\n",
        found[0].weight, found[1].weight
    );
    assert_eq!(tsv, expected);
}

// ------------------------------------------------------------------------------------- oracles over random texts

const WORDS: [&str; 28] = [
    "北京",
    "大学",
    "清华大学",
    "图书馆",
    "城市",
    "研究",
    "研究生",
    "生命",
    "起源",
    "的",
    "我们",
    "水",
    "历史",
    "老城",
    "The",
    "the",
    "WiFi",
    "wifi",
    "3.5",
    "2020",
    "café",
    "カタカナ",
    "한국어",
    "😀",
    "👩‍🔬",
    "𠮷野",
    "C++",
    "卡拉OK",
];
const GAPS: [&str; 12] = ["", "", "", "", "，", "。", " ", "\r\n", "--", "……", "\u{3000}", "-，"];

fn text() -> impl Strategy<Value = String> {
    let piece = (prop::sample::select(&WORDS[..]), prop::sample::select(&GAPS[..]));
    prop::collection::vec(piece, 0..60)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
}

fn cut_options() -> impl Strategy<Value = CutOptions> {
    let mode = prop::sample::select(vec![Mode::Precise, Mode::Full, Mode::Search]);
    (mode, any::<bool>()).prop_map(|(mode, hmm)| CutOptions { mode, hmm })
}

fn stop_words() -> impl Strategy<Value = StopWords> {
    let own = prop::collection::vec(prop::sample::select(&WORDS[..]).prop_map(str::to_owned), 0..4);
    prop_oneof![Just(StopWords::Default), Just(StopWords::None), own.prop_map(StopWords::Own)]
}

fn term_query() -> impl Strategy<Value = TermQuery> {
    use prop::option::of;
    use prop::sample::select;
    let keys = [
        SortKey::Count,
        SortKey::Word,
        SortKey::Tag,
        SortKey::Length,
        SortKey::Kind,
        SortKey::First,
        SortKey::Documents,
    ];
    let filters = [StopFilter::Show, StopFilter::Hide, StopFilter::Only];
    let order = (of(select(keys.to_vec())), of(any::<bool>()), of(0usize..40), of(0usize..40));
    let texts = (
        of(select(vec!["", "大", "o", "WIFI", "x"]).prop_map(str::to_owned)),
        of(prop::collection::vec(select(vec!["n", "n*", "v*", "eng", "*", "m"]).prop_map(str::to_owned), 0..3)),
        of(prop::collection::vec(select(TokenKind::ALL.to_vec()), 0..4)),
    );
    let documents = of(prop::collection::vec(0usize..1, 0..3));
    let bounds =
        (of(0usize..5), of(0usize..5), of(0u32..4), of(select(filters.to_vec())), documents, of(any::<bool>()));
    (order, texts, bounds).prop_map(|((sort, descending, offset, limit), (contains, tags, kinds), bounds)| {
        let (min_length, max_length, min_count, stop_words, documents, with_tags) = bounds;
        TermQuery {
            sort,
            descending,
            offset,
            limit,
            contains,
            tags,
            kinds,
            min_length,
            max_length,
            min_count,
            stop_words,
            documents,
            with_tags,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_page_is_what_filtering_and_sorting_everything_gives(
        texts in prop::collection::vec(text(), 1..4),
        options in cut_options(),
        stop_words in stop_words(),
        query in term_query(),
        documents in prop::option::of(prop::collection::vec(0usize..3, 0..4)),
    ) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let corpus = corpus_of(&texts, options);
        let marks = stop_words.mark(corpus.terms());
        let documents = documents.map(|list| list.into_iter().map(|index| index % texts.len()).collect());
        let query = TermQuery { documents, ..query };
        prop_assert_eq!(frequency::page(&corpus, &marks, &query).unwrap(), naive_page(&corpus, &marks, &query));
    }

    #[test]
    fn stop_marks_are_those_of_a_plain_search(text in text(), stop_words in stop_words()) {
        let corpus = corpus(&text);
        let list: Vec<String> = match &stop_words {
            StopWords::Default => builtin(BuiltinList::Default).into_iter().map(str::to_owned).collect(),
            StopWords::None => vec![],
            StopWords::Own(words) => words.clone(),
        };
        let marks = stop_words.mark(corpus.terms());
        prop_assert_eq!(marks.len(), corpus.terms().len());
        for (term, mark) in (0..).zip(marks) {
            let word = corpus.terms().word(term);
            let listed = list.iter().any(|entry| entry.to_lowercase() == word.to_lowercase());
            prop_assert_eq!(mark, listed, "{}", word);
        }
    }

    #[test]
    fn tfidf_is_what_the_formula_gives(
        texts in prop::collection::vec(text(), 1..3),
        options in cut_options(),
        stop_words in stop_words(),
    ) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let corpus = corpus_of(&texts, options);
        let query = KeywordQuery { limit: Some(usize::MAX), ..KeywordQuery::default() };
        let found = extract(&corpus, &stop_words, &query);
        let expected = naive_tfidf(&corpus, &stop_words.mark(corpus.terms()));
        prop_assert_eq!(found.len(), expected.len());
        for keyword in &found {
            let weight = expected[&keyword.word];
            prop_assert!((keyword.weight - weight).abs() <= 1e-12 * weight, "{:?} and {}", keyword, weight);
            prop_assert_eq!(keyword.count, corpus.terms().count(keyword.term));
        }
        let in_order = |a: &Keyword, b: &Keyword| {
            b.weight.total_cmp(&a.weight).then(b.count.cmp(&a.count)).then(a.term.cmp(&b.term)) == Ordering::Less
        };
        prop_assert!(found.windows(2).all(|pair| in_order(&pair[0], &pair[1])));
    }

    #[test]
    fn a_limit_gives_the_first_of_all(text in text(), limit in 0usize..30, textrank in any::<bool>()) {
        let corpus = corpus(&text);
        let method = Some(if textrank { Method::TextRank } else { Method::TfIdf });
        let all = KeywordQuery { method, limit: Some(usize::MAX), tags: None };
        let some = KeywordQuery { limit: Some(limit), ..all.clone() };
        let mut expected = extract(&corpus, &StopWords::Default, &all);
        expected.truncate(limit);
        prop_assert_eq!(extract(&corpus, &StopWords::Default, &some), expected);
    }

    #[test]
    fn the_order_of_the_documents_changes_no_figure(
        texts in prop::collection::vec(text(), 2..5).prop_shuffle(),
        options in cut_options(),
    ) {
        let forward: Vec<&str> = texts.iter().map(String::as_str).collect();
        let backward: Vec<&str> = texts.iter().rev().map(String::as_str).collect();
        let figures = |texts: &[&str]| {
            let corpus = corpus_of(texts, options);
            let query = |method| KeywordQuery { method: Some(method), limit: Some(usize::MAX), tags: None };
            let weights = |method| -> BTreeMap<String, (u32, u64)> {
                let found = extract(&corpus, &StopWords::Default, &query(method));
                found.into_iter().map(|word| (word.word, (word.count, word.weight.to_bits()))).collect()
            };
            let rows = page(&corpus, &TermQuery { limit: Some(usize::MAX), ..TermQuery::default() }).rows;
            let rows: BTreeMap<String, (u32, u32, u64)> =
                rows.into_iter().map(|row| (row.word, (row.rank, row.count, row.per_million.to_bits()))).collect();
            (rows, weights(Method::TfIdf), weights(Method::TextRank))
        };
        prop_assert_eq!(figures(&forward), figures(&backward));
    }

    #[test]
    fn spans_cover_what_the_chosen_tokens_cover(
        text in text(),
        options in cut_options(),
        chosen in prop::collection::vec(prop::sample::select(&WORDS[..]), 0..6),
    ) {
        let corpus = corpus_of(&[&text], options);
        let query = span_query(chosen.iter().map(|word| spelt(word)).collect());
        let spans = spans::spans(lens(), &corpus, &query).unwrap();
        let units = utf16(&text);
        let mut by_tokens = vec![false; units.len()];
        for token in corpus.documents()[0].tokens() {
            if chosen.contains(&corpus.terms().word(token.term).as_str()) {
                by_tokens[token.start as usize..token.end as usize].fill(true);
            }
        }
        let mut by_spans = vec![false; units.len()];
        let mut last = 0;
        for span in spans.chunks(3) {
            prop_assert!(last <= span[0] && span[0] < span[1], "sorted, disjoint, not empty");
            last = span[1];
            by_spans[span[0] as usize..span[1] as usize].fill(true);
            if options.mode == Mode::Precise {
                prop_assert_eq!(&units[span[0] as usize..span[1] as usize], corpus.terms().spelling(span[2]));
            }
        }
        prop_assert_eq!(by_spans, by_tokens);
    }

    #[test]
    fn an_exported_table_has_the_rows_of_the_page(text in text(), query in term_query()) {
        let corpus = corpus(&text);
        // A file has its tags whether the rows of a page do or not.
        let rows = page(&corpus, &TermQuery { limit: query.limit.or(Some(usize::MAX)), with_tags: None, ..query.clone() }).rows;
        let query = TermQuery { limit: query.limit.or(Some(usize::MAX)), ..query };
        let options = ExportOptions { format: TableFormat::Tsv, guard_formulas: false };
        let tsv = export::terms(&corpus, &StopWords::Default.mark(corpus.terms()), &query, options).unwrap();
        let cells = |row: &TermRow| {
            let kind = format!("{:?}", row.kind).to_lowercase();
            let (rank, word, tag) = (row.rank, &row.word, &row.tag);
            let (count, documents) = (row.count, row.documents);
            format!("{rank}\t{word}\t{tag}\t{kind}\t{count}\t{}\t{}\t{documents}", row.per_million, row.stop_word)
        };
        let expected: Vec<String> = rows.iter().map(cells).collect();
        prop_assert_eq!(tsv.lines().skip(1).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_same_input_gives_the_same_output(text in text(), options in cut_options()) {
        let bytes = |text: &str| {
            let corpus = corpus_of(&[text], options);
            let marks = StopWords::Default.mark(corpus.terms());
            let keywords = |method| {
                let query = KeywordQuery { method: Some(method), limit: Some(usize::MAX), tags: None };
                export::keywords(lens(), &corpus, &marks, &query, ExportOptions::new(TableFormat::Json)).unwrap()
            };
            let terms = export_terms(&corpus, &TermQuery::default(), TableFormat::Json);
            [terms, keywords(Method::TfIdf), keywords(Method::TextRank)]
        };
        prop_assert_eq!(bytes(&text), bytes(&text));
    }
}

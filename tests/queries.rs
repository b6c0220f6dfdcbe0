//! Queries as objects, the form in which JavaScript gives them: what each form means, and that a wrong one is an error
//! that says what is right. And limits that no other test comes to.

use hanlens::analysis::{
    ConcordanceKey, ConcordanceQuery, DispersionQuery, ExplainQuery, KeynessQuery, KeywordQuery, NewWordQuery, Parts,
    Pattern, Reference, StopWords, TermRef, TrendQuery, explain, keywords, trend,
};
use hanlens::{Corpus, CutOptions, Fold, Kind, Lens};
use serde::de::DeserializeOwned;
use serde_json::{Value, from_value, json};

fn read<T: DeserializeOwned>(value: Value) -> T {
    from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value}"))
}

/// Fails unless the object is refused with words that say this.
fn refused<T: DeserializeOwned + std::fmt::Debug>(value: Value, says: &str) {
    let error = from_value::<T>(value.clone()).expect_err(&value.to_string()).to_string();
    assert!(error.contains(says), "{value}: {error}");
}

#[test]
fn a_pattern_has_one_of_four_forms() {
    let term = |word: &str| TermRef::Spelling(word.to_owned());
    let text = |text: &str, ignore_case| Pattern::Text { text: text.to_owned(), ignore_case };
    let regex = |regex: &str, ignore_case| Pattern::Regex { regex: regex.to_owned(), ignore_case };
    for (object, pattern) in [
        (json!({ "terms": ["北京", 3] }), Pattern::Terms(vec![term("北京"), TermRef::Number(3)])),
        (json!({ "phrase": ["北京", "大学"] }), Pattern::Phrase(vec!["北京".into(), "大学".into()])),
        (json!({ "text": "a" }), text("a", false)),
        (json!({ "text": "a", "ignoreCase": true }), text("a", true)),
        (json!({ "regex": "a+" }), regex("a+", false)),
        (json!({ "regex": "a+", "ignoreCase": true }), regex("a+", true)),
    ] {
        assert_eq!(read::<Pattern>(object), pattern);
    }
    for object in [
        json!({}),
        json!({ "text": "a", "regex": "a" }),
        json!({ "terms": [], "ignoreCase": true }),
        json!({ "phrase": ["a"], "text": "a" }),
        json!({ "ignoreCase": true }),
    ] {
        refused::<Pattern>(object, "must be one of {terms}");
    }
    refused::<Pattern>(json!({ "word": "a" }), "unknown field `word`");
    refused::<Pattern>(json!("a"), "a plain object");
}

#[test]
fn a_reference_is_documents_or_a_list() {
    let reference = |value: Value| read::<KeynessQuery>(json!({ "target": [0], "reference": value })).reference;
    assert_eq!(reference(json!([1, 2])), Some(Reference::Documents(vec![1, 2])));
    assert_eq!(reference(json!({ "list": "的 5" })), Some(Reference::List("的 5".to_owned())));
    for value in [json!("的 5"), json!(1), json!({ "text": "的 5" }), json!({}), json!(["的"])] {
        assert!(from_value::<KeynessQuery>(json!({ "reference": value })).is_err(), "{value}");
    }
    refused::<KeynessQuery>(json!({ "reference": 1 }), "indexes of documents");
}

#[test]
fn parts_are_documents_or_a_number() {
    let parts = |value: Value| read::<DispersionQuery>(json!({ "pattern": { "text": "a" }, "parts": value })).parts;
    assert_eq!(parts(json!("documents")), Some(Parts::Documents));
    assert_eq!([parts(json!(10)), parts(json!(10.0))], [Some(Parts::Equal(10)); 2]);
    assert_eq!(parts(json!(Parts::MAX)), Some(Parts::Equal(Parts::MAX)));
    for value in [json!(0), json!(-1), json!(1.5), json!(Parts::MAX + 1), json!("sentences")] {
        refused::<DispersionQuery>(
            json!({ "pattern": { "text": "a" }, "parts": value }),
            "a whole number from 1 to 10000",
        );
    }
}

#[test]
fn a_key_of_an_order_looks_at_the_nearest_token_unless_told() {
    let query = read::<ConcordanceQuery>(json!({
        "pattern": { "text": "a" },
        "sort": [{ "by": "left" }, { "by": "right", "place": 3, "descending": true }],
    }));
    let sort: Vec<_> = query.sort.unwrap().iter().map(|key| (key.by, key.place, key.descending)).collect();
    assert_eq!(sort, [(ConcordanceKey::Left, 1, false), (ConcordanceKey::Right, 3, true)]);
    refused::<ConcordanceQuery>(
        json!({ "pattern": { "text": "a" }, "sort": [{ "by": "word" }] }),
        "unknown variant `word`",
    );
    refused::<ConcordanceQuery>(json!({ "pattern": { "text": "a" }, "sort": ["left"] }), "a plain object");
}

#[test]
fn stop_words_are_written_as_they_are_read() {
    for (value, words) in [
        (json!("default"), StopWords::Default),
        (json!("none"), StopWords::None),
        (json!(["的", "了"]), StopWords::Own(vec!["的".to_owned(), "了".to_owned()])),
    ] {
        assert_eq!(read::<StopWords>(value.clone()), words);
        assert_eq!(serde_json::to_value(&words).unwrap(), value);
    }
    refused::<StopWords>(json!("mine"), "\"default\", \"none\", or a list of words");
    refused::<StopWords>(json!([1]), "expected a string");
}

#[test]
fn words_that_were_found_are_kept_while_only_their_page_changes() {
    let query = NewWordQuery { min_count: Some(5), ..NewWordQuery::default() };
    let page = NewWordQuery { offset: Some(10), limit: Some(3), ignore: Some(vec!["北京".into()]), ..query.clone() };
    assert!(query.same_words(&page) && page.same_words(&query));
    for other in [
        NewWordQuery { min_count: Some(6), ..query.clone() },
        NewWordQuery { max_length: Some(3), ..query.clone() },
        NewWordQuery { min_cohesion: Some(1.0), ..query.clone() },
        NewWordQuery { documents: Some(vec![0]), ..query.clone() },
    ] {
        assert!(!query.same_words(&other), "{other:?}");
    }
}

#[test]
fn the_names_of_the_kinds_never_change() {
    let kinds = [Kind::InvalidArgument, Kind::BadDictionary, Kind::BadUserWord, Kind::TooLarge, Kind::WrongState];
    let names = ["invalid-argument", "bad-dictionary", "bad-user-word", "too-large", "wrong-state"];
    assert_eq!(kinds.map(Kind::as_str), names);
}

#[test]
fn what_has_to_be_loaded_first_is_named() {
    let files = hanlens::dictionary::compile("北京 5 ns\n", "").unwrap();
    let lens = Lens::new(&files.words).unwrap();
    for fold in [Fold { simplified: true, ..Fold::default() }, Fold { compatibility: true, ..Fold::default() }] {
        let error = lens.check_fold(fold).unwrap_err();
        assert_eq!((error.kind(), error.argument()), (Kind::WrongState, "fold"));
    }
    assert!(lens.check_fold(Fold { width: true, case: true, ..Fold::default() }).is_ok(), "these need no table");
    let mut corpus = Corpus::new(CutOptions::default());
    assert!(corpus.terms().is_empty());
    assert_eq!(corpus.per_million(5), 0.0, "of an empty corpus");
    corpus.push_str("text", "北京").unwrap();
    corpus.analyze(&lens);
    assert!(!corpus.terms().is_empty());
    let error = keywords::extract(&lens, &corpus, &[false], &KeywordQuery::default()).unwrap_err();
    assert_eq!((error.kind(), error.argument()), (Kind::WrongState, "idf"));
}

#[test]
fn limits_are_errors_that_name_them() {
    let lens = Lens::from_lists("北京 5 ns\n", "").unwrap();
    let mut corpus = Corpus::new(CutOptions::default());
    corpus.push_str("text", &"北京".repeat(explain::MAX_UNITS)).unwrap();
    corpus.analyze(&lens);
    let mut terms = vec![TermRef::Number(0); TrendQuery::MAX_TERMS];
    let query = TrendQuery { terms: terms.clone(), parts: None, documents: None };
    assert_eq!(trend::follow(&lens, &corpus, &query).unwrap().series.len(), TrendQuery::MAX_TERMS);
    terms.push(TermRef::Number(0));
    let error = trend::follow(&lens, &corpus, &TrendQuery { terms, parts: None, documents: None }).unwrap_err();
    assert_eq!((error.kind(), error.argument()), (Kind::InvalidArgument, "terms"));
    let long = vec![0x5317; explain::MAX_UNITS + 1];
    let whole = ExplainQuery { document: 0, start: 0, end: 1 };
    for error in [explain::text(&lens, &long, true).unwrap_err(), explain::place(&lens, &corpus, &whole).unwrap_err()] {
        assert_eq!((error.kind(), error.argument()), (Kind::TooLarge, "text"), "{error}");
    }
    let short = explain::text(&lens, &long[1..], true).unwrap();
    assert_eq!(short.tokens.last().map(|row| row.end as usize), Some(explain::MAX_UNITS));
}

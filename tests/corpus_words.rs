//! New words and the user words' effects: tables by meaning, and brute-force oracles over random texts.

mod common;

use common::{lens, new_lens, utf16};
use hanlens::analysis::discovery::{self, Discovery, NewWordPage};
use hanlens::analysis::effects::{self, WordEffect};
use hanlens::analysis::{NewWordQuery, StopWords};
use hanlens::text::is_han;
use hanlens::{Corpus, CutOptions, Document, Fold, Heal, Kind, Lens, Mode, NewUserWord, TextOptions};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

fn corpus_of<T: AsRef<str>>(lens: &Lens, texts: &[T]) -> Corpus {
    let options = TextOptions { heal: Heal::Off, ..TextOptions::default() };
    let mut corpus = Corpus::with_text_options(CutOptions::default(), options);
    for text in texts {
        corpus.push_str("text", text.as_ref()).unwrap();
    }
    corpus.analyze(lens);
    corpus
}

fn find<T: AsRef<str>>(texts: &[T], query: &NewWordQuery) -> NewWordPage {
    discovery::page(lens(), &corpus_of(lens(), texts), &StopWords::None, query).unwrap()
}

fn new(word: &str) -> NewUserWord {
    NewUserWord { word: word.into(), ..NewUserWord::default() }
}

// ---------------------------------------------------------------------------------------------------- new words

/// 复工复产 three times with other neighbours each time; 20 Chinese characters.
const WORK: &str = "谈复工复产吗。要复工复产了！再复工复产。山水火";

#[test]
fn the_worked_vector() {
    let query =
        NewWordQuery { min_length: Some(4), max_length: Some(4), min_cohesion: Some(1.0), ..NewWordQuery::default() };
    let page = find(&[WORK], &query);
    let row = &page.rows[0];
    assert_eq!((row.word.as_str(), row.count, page.total), ("复工复产", 3, 1));
    // n(复) = 6, n(工复产) = 3, n(复工) = n(复产) = 3, n(复工复) = 3, n(产) = 3, N = 20. The least is that of 复 + 工复产.
    assert!((row.cohesion - (3.0f64 * 20.0 / (6.0 * 3.0)).ln()).abs() < 1e-12, "{row:?}");
    // 谈 要 再 before it; 吗, 了 and the edge behind it: ln 3 on both sides.
    assert!((row.freedom - 3f64.ln()).abs() < 1e-9, "{row:?}");
    assert!((row.score - row.cohesion * row.freedom * 3f64.ln()).abs() < 1e-12, "{row:?}");
    assert_eq!((row.document, row.start, row.end, row.left.as_str()), (0, 1, 5, "谈"));
    assert_eq!(
        (row.right.as_str(), row.pieces.join(" ")),
        ("吗。要复工复产了！再复工复产。山水火", "复工 复产".into())
    );
}

#[test]
fn a_run_is_new_only_when_the_dictionary_and_the_reader_lack_it() {
    let loose = NewWordQuery { min_cohesion: Some(-9.0), min_freedom: Some(0.0), ..NewWordQuery::default() };
    let words = |lens: &Lens, stop_words: &StopWords, query: &NewWordQuery| -> BTreeSet<String> {
        let page = discovery::page(lens, &corpus_of(lens, &[WORK]), stop_words, query).unwrap();
        page.rows.into_iter().map(|row| row.word).collect()
    };
    let found = words(lens(), &StopWords::None, &loose);
    assert!(found.contains("复工复产") && found.contains("工复"), "{found:?}");
    assert!(!found.contains("复工"), "a word of the dictionary");
    let ignored = NewWordQuery { ignore: Some(vec!["复工复产".into()]), ..loose.clone() };
    assert!(!words(lens(), &StopWords::None, &ignored).contains("复工复产"));
    let mut own = new_lens();
    own.add_user_word(&new("复工复产")).unwrap();
    assert!(!words(&own, &StopWords::None, &loose).contains("复工复产"));
    own.enable_user_word("复工复产", false).unwrap();
    assert!(!words(&own, &StopWords::None, &loose).contains("复工复产"), "one that is not in use was taken once");
    let stop = StopWords::Own(vec!["复工".into()]);
    assert!(!words(lens(), &stop, &loose).contains("复工复产"), "it begins with a stop word");
}

#[test]
fn a_healed_wrap_does_not_part_a_word() {
    let text = "企业推动复工复产工作，我们都要复\n工复产。今天大家一起谈复工复\n产的事情，市里支持复工\n复产。";
    let options = TextOptions { heal: Heal::On, ..TextOptions::default() };
    let query = NewWordQuery { min_cohesion: Some(1.0), ..NewWordQuery::default() };
    let mut corpus = Corpus::with_text_options(CutOptions::default(), options);
    corpus.push_str("text", text).unwrap();
    corpus.analyze(lens());
    let page = discovery::page(lens(), &corpus, &StopWords::Default, &query).unwrap();
    let row = page.rows.iter().find(|row| row.word == "复工复产").expect("it is found");
    assert_eq!((row.count, row.start, row.end), (4, 4, 8));
}

#[test]
fn what_is_outside_its_range_is_an_error() {
    let default = NewWordQuery::default;
    for (argument, query) in [
        ("minCount", NewWordQuery { min_count: Some(1), ..default() }),
        ("minLength", NewWordQuery { min_length: Some(1), ..default() }),
        ("maxLength", NewWordQuery { max_length: Some(11), ..default() }),
        ("documents", NewWordQuery { documents: Some(vec![1]), ..default() }),
    ] {
        let error = discovery::page(lens(), &corpus_of(lens(), &[WORK]), &StopWords::None, &query).unwrap_err();
        assert_eq!((error.kind(), error.argument()), (Kind::InvalidArgument, argument));
    }
    let longest = NewWordQuery { max_length: Some(NewWordQuery::MAX_LENGTH), ..default() };
    assert_eq!(find(&[WORK], &longest).total, find(&[WORK], &default()).total);
    let none = NewWordQuery { min_length: Some(5), max_length: Some(3), ..default() };
    assert_eq!(find(&[WORK], &none).total, 0);
    assert_eq!(find::<&str>(&[], &default()).total, 0);
}

/// 20 units on a side, one less where that would halve a character.
#[test]
fn what_stands_around_a_new_word_is_cut_between_characters() {
    let pairs = "😀".repeat(11);
    let text = format!("{pairs}谈复工复产吗{pairs}要复工复产了！再复工复产。");
    let query = NewWordQuery { min_length: Some(4), min_cohesion: Some(0.5), ..NewWordQuery::default() };
    let row = &find(&[&text], &query).rows[0];
    assert_eq!((row.word.as_str(), row.start), ("复工复产", 23));
    let nine = "😀".repeat(9);
    assert_eq!((row.left.as_str(), row.right.as_str()), (&*format!("{nine}谈"), &*format!("吗{nine}")));
    // With whole characters to all sides there are 20.
    let text = format!("{pairs}谈好复工复产好吗{pairs}要复工复产了！再复工复产。");
    let row = &find(&[&text], &query).rows[0];
    assert_eq!((row.left.as_str(), row.right.as_str()), (&*format!("{nine}谈好"), &*format!("好吗{nine}")));
}

#[test]
fn half_a_character_before_a_new_word_is_shown_as_what_stands_for_it() {
    let mut corpus = Corpus::new(CutOptions::default());
    let text = utf16("谈复工复产吗。要复工复产了！再复工复产。山水火");
    corpus.push("text", [&[0xdc00], &text[..]].concat()).unwrap();
    corpus.analyze(lens());
    let query = NewWordQuery { min_length: Some(4), min_cohesion: Some(1.0), ..NewWordQuery::default() };
    let page = discovery::page(lens(), &corpus, &StopWords::None, &query).unwrap();
    assert_eq!((page.rows[0].left.as_str(), page.rows[0].start), ("\u{fffd}谈", 2));
}

/// Both stand between ln 2 of freedom to the right; 雨钟 always has 日 to its left.
#[test]
fn a_word_is_as_free_as_its_less_free_side_lets_it() {
    let texts = ["山砖猫水。火砖猫木。日雨钟月。日雨钟星。"];
    let words = |min_freedom: f64| -> BTreeMap<String, f64> {
        let query = NewWordQuery {
            min_count: Some(2),
            max_length: Some(2),
            min_cohesion: Some(-9.0),
            min_freedom: Some(min_freedom),
            ..NewWordQuery::default()
        };
        let mut corpus = Corpus::new(CutOptions { hmm: false, ..CutOptions::default() });
        corpus.push_str("text", texts[0]).unwrap();
        corpus.analyze(lens());
        let page = discovery::page(lens(), &corpus, &StopWords::None, &query).unwrap();
        page.rows.into_iter().map(|row| (row.word, row.freedom)).collect()
    };
    let all = words(0.0);
    let free = all["砖猫"];
    assert!((free - 2f64.ln()).abs() < 1e-9 && all["雨钟"] == 0.0, "{all:?}");
    assert_eq!(words(free).keys().collect::<Vec<_>>(), ["砖猫"], "exactly as free as is asked for");
}

#[test]
fn a_step_takes_many_rare_characters_or_one_that_is_frequent() {
    let query = NewWordQuery { min_count: Some(2_000_000), ..NewWordQuery::default() };
    for (what, text, expected) in [
        ("a short text", "甲".repeat(2_000) + &"乙".repeat(2_000), 1),
        ("a character alone is more than a step", "甲".repeat((1 << 20) + 1) + "乙丙", 2),
        ("two are", "甲".repeat(600_000) + &"乙".repeat(600_000) + "丙", 2),
    ] {
        let mut corpus = Corpus::with_text_options(CutOptions::default(), TextOptions::UNTOUCHED);
        corpus.push_str("text", &text).unwrap();
        let mut discovery = Discovery::new(&corpus, &query).unwrap();
        let steps = (1..10).find(|_| discovery.step());
        assert_eq!(steps, Some(expected), "{what}");
    }
}

/// 杭研 is a word of the model of unknown words alone.
#[test]
fn a_new_word_is_cut_with_the_options_of_the_corpus() {
    for (hmm, expected) in [(false, "杭 研"), (true, "杭研")] {
        let mut corpus = Corpus::new(CutOptions { hmm, ..CutOptions::default() });
        corpus.push_str("text", "谈杭研，要杭研。去杭研！山水火").unwrap();
        corpus.analyze(lens());
        let query = NewWordQuery { min_cohesion: Some(0.5), ..NewWordQuery::default() };
        let page = discovery::page(lens(), &corpus, &StopWords::None, &query).unwrap();
        let found = page.rows.iter().find(|row| row.word == "杭研").map(|row| row.pieces.join(" "));
        assert_eq!(found.as_deref(), Some(expected));
    }
}

#[test]
fn an_effect_that_comes_again_in_the_same_words_is_counted_again() {
    let mut lens = new_lens();
    lens.add_user_word(&new("复工复产")).unwrap();
    let corpus = corpus_of(&lens, &["推动复工复产。推动复工复产。推动复工复产。"]);
    let found = effects::of_user_words(&mut lens, &corpus).unwrap();
    assert_eq!((found[0].tokens, found[0].changes[0].count), (3, 3));
}

#[test]
fn a_place_far_into_a_text_is_found_again() {
    // The second is longer than 2²¹ characters.
    for (times, start) in [(3_000, 9_005), (700_000, 2_100_005)] {
        let text = format!("{}。😀𠮷砖猫雨钟，砖猫雨钟。又砖猫雨钟", "山。水".repeat(times));
        let query = NewWordQuery { min_length: Some(4), documents: Some(vec![1]), ..NewWordQuery::default() };
        let row = &find(&["无关".to_owned(), text.clone()], &query).rows[0];
        let place: String = String::from_utf16(&utf16(&text)[row.start as usize..row.end as usize]).unwrap();
        assert_eq!((row.document, place.as_str(), row.count, row.start), (1, "砖猫雨钟", 3, start));
    }
}

/// Cohesion, freedom and count of every run, from the strings themselves.
fn naive(texts: &[String], query: &NewWordQuery) -> BTreeMap<String, (u32, f64, f64)> {
    let texts: Vec<Vec<char>> = texts.iter().map(|text| text.chars().collect()).collect();
    let total = texts.iter().flatten().filter(|&&c| is_han(c)).count() as f64;
    let count =
        |run: &[char]| texts.iter().flat_map(|text| text.windows(run.len())).filter(|w| *w == run).count() as f64;
    let (min, max) = (query.min_length.unwrap(), query.max_length.unwrap());
    let runs: BTreeSet<&[char]> = (min..=max)
        .flat_map(|length| texts.iter().flat_map(move |text| text.windows(length)))
        .filter(|run| run.iter().all(|&c| is_han(c)))
        .collect();
    let entropy = |neighbours: &[Option<char>]| {
        let mut counts = BTreeMap::<char, f64>::new();
        neighbours.iter().flatten().for_each(|&c| *counts.entry(c).or_default() += 1.0);
        let edges = neighbours.iter().filter(|c| c.is_none()).map(|_| 1.0);
        let all = neighbours.len() as f64;
        counts.into_values().chain(edges).map(|c: f64| -(c / all) * (c / all).ln()).sum::<f64>()
    };
    let mut found = BTreeMap::new();
    for run in runs.into_iter().filter(|run| count(run) >= f64::from(query.min_count.unwrap())) {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for text in &texts {
            for at in (0..text.len()).filter(|&at| text[at..].starts_with(run)) {
                before.push(at.checked_sub(1).map(|at| text[at]).filter(|&c| is_han(c)));
                after.push(text.get(at + run.len()).copied().filter(|&c| is_han(c)));
            }
        }
        let split = |at| (count(run) * total / (count(&run[..at]) * count(&run[at..]))).ln();
        let cohesion = (1..run.len()).map(split).fold(f64::INFINITY, f64::min);
        let freedom = entropy(&before).min(entropy(&after));
        found.insert(run.iter().collect(), (count(run) as u32, cohesion, freedom));
    }
    found
}

fn han_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec!["甲", "乙", "丙", "𠮷", "甲乙", "，", "\n", "a", "😀", "々"]);
    prop::collection::vec(piece, 0..50).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn new_words_are_what_the_formulas_give(
        texts in prop::collection::vec(han_text(), 1..4),
        min_count in 2u32..4,
        min_length in 2usize..4,
        max_length in 2usize..7,
    ) {
        let query = NewWordQuery {
            min_count: Some(min_count),
            min_length: Some(min_length),
            max_length: Some(max_length),
            min_cohesion: Some(f64::NEG_INFINITY),
            min_freedom: Some(0.0),
            limit: Some(usize::MAX),
            ..NewWordQuery::default()
        };
        let page = find(&texts, &query);
        let corpus = corpus_of(lens(), &texts);
        let mut expected = naive(&texts, &query);
        expected.retain(|word, (count, _, _)| {
            let units = utf16(word);
            let tokens = corpus.terms().find(lens(), &units).map_or(0, |term| corpus.terms().count(term));
            lens().word_id(&units).is_none() && tokens < *count
        });
        prop_assert_eq!(page.total, expected.len());
        for row in &page.rows {
            let (count, cohesion, freedom) = expected[&row.word];
            prop_assert_eq!(row.count, count);
            prop_assert!((row.cohesion - cohesion).abs() < 1e-9, "{:?} {}", row, cohesion);
            prop_assert!((row.freedom - freedom).abs() < 1e-8, "{:?} {}", row, freedom);
            let text = utf16(&texts[row.document as usize]);
            let place = String::from_utf16(&text[row.start as usize..row.end as usize]).unwrap();
            prop_assert_eq!(&place, &row.word);
            let first = texts.iter().position(|text| text.contains(&row.word)).unwrap();
            prop_assert_eq!((row.document as usize, row.start as usize), {
                let at = texts[first].find(&row.word).unwrap();
                (first, texts[first][..at].encode_utf16().count())
            });
        }
        prop_assert!(page.rows.windows(2).all(|pair| pair[0].score >= pair[1].score));
    }

    #[test]
    fn the_order_of_the_documents_changes_no_new_word(texts in prop::collection::vec(han_text(), 2..4)) {
        let query = NewWordQuery { min_count: Some(2), min_cohesion: Some(-9.0), ..NewWordQuery::default() };
        let figures = |texts: &[String]| -> Vec<(String, u32, u64, u64)> {
            let rows = find(texts, &query).rows.into_iter();
            rows.map(|row| (row.word, row.count, row.cohesion.to_bits(), row.freedom.to_bits())).collect()
        };
        let backward: Vec<String> = texts.iter().rev().cloned().collect();
        prop_assert_eq!(figures(&texts), figures(&backward));
    }
}

// --------------------------------------------------------------------------------------------------- user words

fn cut(lens: &Lens, text: &str) -> Vec<String> {
    let units = utf16(text);
    lens.cut(&units, CutOptions::default()).iter().map(|piece| lens.spell(&units, piece)).collect()
}

#[test]
fn a_word_that_is_not_in_use_is_kept() {
    let mut lens = new_lens();
    let entry = lens.add_user_word(&NewUserWord { tag: "v".into(), ..new("复工复产") }).unwrap();
    assert_eq!(cut(&lens, "推动复工复产").join(" "), "推动 复工复产");
    assert!(!lens.enable_user_word("复工复产", false).unwrap().enabled);
    assert_eq!(cut(&lens, "推动复工复产").join(" "), "推动 复工 复产");
    assert_eq!((lens.user_words().len(), lens.save_user_dictionary().as_str()), (1, ""));
    assert!(lens.user_words().get(&utf16("复工复产")).is_none());
    assert_eq!(lens.enable_user_word("复工复产", true).unwrap(), entry);
    assert_eq!(cut(&lens, "推动复工复产").join(" "), "推动 复工复产");
    let error = lens.enable_user_word("没有", false).unwrap_err();
    assert_eq!((error.kind(), error.argument()), (Kind::BadUserWord, "word"));
}

#[test]
fn the_worked_vectors_of_a_split() {
    let mut lens = new_lens();
    // ⌊f(中) f(将) / T⌋ = ⌊243,191 · 122,305 / 60,101,964⌋ = 494, the figure in jieba's README.
    assert_eq!(lens.suggest_split(&["中", "将"]).unwrap(), 494);
    // ⌊34,488 · 20,025 / 60,101,964⌋ = 11
    assert_eq!(lens.suggest_split(&["北京", "大学"]).unwrap(), 11);
    assert_eq!(lens.suggest_split(&["火", "星", "人"]).unwrap(), 0, "no word needs no splitting");
    assert_eq!(cut(&lens, "北京大学").join(" "), "北京大学");
    assert_eq!(lens.split_user_word(&["北京", "大学"]).unwrap().frequency, 11);
    assert_eq!(cut(&lens, "北京大学").join(" "), "北京 大学");
    for parts in [vec![], vec!["北京"], vec!["北京", ""]] {
        let error = lens.split_user_word(&parts).unwrap_err();
        assert_eq!((error.kind(), error.argument()), (Kind::InvalidArgument, "parts"), "{parts:?}");
    }
}

fn effect(word: &str, tokens: u32, changes: &[(&str, u32)]) -> WordEffect {
    let change = |&(before, count): &(&str, u32)| effects::Change {
        before: before.split(' ').map(str::to_owned).collect(),
        count,
    };
    WordEffect { word: word.into(), enabled: true, tokens, changes: changes.iter().map(change).collect() }
}

#[test]
fn an_effect_is_what_would_stand_there_without_the_word() {
    let mut lens = new_lens();
    for word in ["复工复产", "工复", "托马斯·曼", "火星人"] {
        lens.add_user_word(&new(word)).unwrap();
    }
    lens.split_user_word(&["北京", "大学"]).unwrap();
    let texts = ["推动复工复产，复工复产！", "北京大学。读托马斯·曼的书。北京\n大学"];
    let corpus = corpus_of(&lens, &texts);
    let found = effects::of_user_words(&mut lens, &corpus).unwrap();
    let expected = [
        effect("复工复产", 2, &[("复工 复产", 2)]),
        effect("工复", 0, &[]),
        effect("托马斯·曼", 1, &[("托马斯 · 曼", 1)]),
        effect("火星人", 0, &[]),
        effect("北京大学", 0, &[("北京大学", 1)]),
    ];
    assert_eq!(found[0], expected[0]);
    assert_eq!(found[1..], expected[1..]);
    assert!(lens.user_words().iter().all(|entry| entry.enabled), "the lens is as it was");
    let mut search = Corpus::new(CutOptions { mode: Mode::Search, ..CutOptions::default() });
    search.push_str("text", "复工复产").unwrap();
    search.analyze(&lens);
    let found = effects::of_user_words(&mut lens, &search).unwrap();
    assert_eq!((found[0].tokens, found[0].changes.len()), (1, 0), "in search mode a place has several cuts");
}

#[test]
fn an_effect_is_that_of_an_analysis() {
    let whole = TextOptions { heal: Heal::On, fold: Fold { simplified: true, width: true, ..Fold::default() } };
    for (what, text, tokens, changed) in [
        ("in a tag there is no word", "#复工复产#，谈复工复产。", 1, 1),
        ("in a tag over punctuation neither", "#谈，复工复产。#谈复工复产", 1, 1),
        ("in a name neither", "@复工复产：说复工复产", 1, 1),
        ("beside an address", "见https://a.cn/x复工复产，www.a.cn/x复工复产", 2, 2),
        ("beside numbers", "1,396复工复产，12:30复工复产", 2, 2),
        ("over a wrap that was healed", "推动复工\n复产，推动复 工复产", 2, 2),
        ("in other characters", "推動復工復產", 1, 1),
        ("over an invisible character", "推动复工\u{200b}复产", 1, 1),
    ] {
        let mut lens = new_lens();
        lens.add_user_word(&new("复工复产")).unwrap();
        let mut corpus = Corpus::with_text_options(CutOptions::default(), whole);
        corpus.push_str("text", text).unwrap();
        corpus.analyze(&lens);
        let found = effects::of_user_words(&mut lens, &corpus).unwrap();
        assert_eq!(found, [effect("复工复产", tokens, &[("复工 复产", changed)])], "{what}");
    }
}

/// What a word changes, from two whole analyses. Full-width signs are all that is folded.
fn difference(corpus: &Corpus, without: &Corpus, word: &str) -> BTreeMap<Vec<String>, u32> {
    let (word, mut changes) = (utf16(word), BTreeMap::new());
    for (one, other) in corpus.documents().iter().zip(without.documents()) {
        let is_kept =
            |at: &usize| !one.healed().ranges().iter().any(|range| (range[0]..range[1]).contains(&(*at as u32)));
        let kept: Vec<usize> = (0..one.text().len()).filter(is_kept).collect();
        let narrow = |unit: u16| if (0xff01..=0xff5e).contains(&unit) { unit - 0xfee0 } else { unit };
        let is_folded = corpus.text_options().fold.width;
        let text: Vec<u16> = kept.iter().map(|&at| one.text()[at]).collect();
        let text: Vec<u16> = text.into_iter().map(|unit| if is_folded { narrow(unit) } else { unit }).collect();
        let pieces = |document: &Document| -> Vec<(usize, usize)> {
            let place = |at: u32| kept.partition_point(|&kept| kept < at as usize);
            let mut pieces: Vec<_> = document.tokens().iter().map(|t| (place(t.start), place(t.end))).collect();
            let covered: BTreeSet<usize> = pieces.iter().flat_map(|&(start, end)| start..end).collect();
            pieces.extend((0..text.len()).filter(|at| !covered.contains(at)).map(|at| (at, at + 1)));
            pieces.sort_unstable();
            pieces
        };
        let (one, other) = (pieces(one), pieces(other));
        let mut at = 0;
        while at + word.len() <= text.len() {
            if !text[at..].starts_with(&word) {
                at += 1;
                continue;
            }
            let over = |pieces: &[(usize, usize)]| -> Vec<(usize, usize)> {
                pieces.iter().copied().filter(|&(start, end)| start < at + word.len() && at < end).collect()
            };
            if over(&one) != over(&other) {
                let spell = |(start, end): (usize, usize)| String::from_utf16_lossy(&text[start..end]);
                *changes.entry(over(&other).into_iter().map(spell).collect()).or_default() += 1;
            }
            at += word.len();
        }
    }
    changes
}

static SHARED: Mutex<Option<Lens>> = Mutex::new(None);

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    /// An effect is the difference of two analyses, of all ways to make a text ready, beside all that an analysis keeps
    /// in one piece, and with words that go over punctuation. (None has a sign that jieba puts together with others to
    /// one gap: here each sign is by itself.)
    #[test]
    fn effects_are_the_difference_of_two_analyses(
        words in prop::collection::btree_set(prop::sample::select(vec![
            "复工复产", "工复", "北京大学", "大学生", "京大", "托马斯·曼", "曼。复", "，大", "谢谢", "工，", "@京大", "396大",
            "大学é", "n't", "a:", "京大好",
        ]), 1..5),
        texts in prop::collection::vec(prop::collection::vec(prop::sample::select(vec![
            "复工复产", "复工复产", "北京大学", "北京大学", "学生", "，", "。", "：", " ", "\n", "\u{3000}", "#", "#复工，", "产#",
            "@京大", "@京大 ", "https://a.cn/x", "1,396", "12:30", ",", ":", "'", "3", "托马斯·曼", "·", "曼。", "é", "a", "don't",
            "Ａ", "谢谢", "谢", "😀", "𠮷", "\u{200b}", "复",
        ]), 0..25), 1..3),
        heal in prop::sample::select(vec![Heal::On, Heal::Off]),
        width in any::<bool>(),
        hmm in any::<bool>(),
    ) {
        let mut guard = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        let lens = guard.get_or_insert_with(new_lens);
        let list: Vec<NewUserWord> = words.iter().map(|word| new(word)).collect();
        lens.replace_user_words(&list).unwrap();
        let options = CutOptions { hmm, ..CutOptions::default() };
        let text_options = TextOptions { heal, fold: Fold { width, ..Fold::default() } };
        let mut corpus = Corpus::with_text_options(options, text_options);
        for text in &texts {
            corpus.push_str("text", &text.concat()).unwrap();
        }
        corpus.analyze(lens);
        let found = effects::of_user_words(lens, &corpus).unwrap();
        for WordEffect { word, changes, .. } in found {
            lens.enable_user_word(&word, false).unwrap();
            let mut without = corpus.restarted(options);
            without.analyze(lens);
            lens.enable_user_word(&word, true).unwrap();
            let changes: BTreeMap<Vec<String>, u32> =
                changes.into_iter().map(|change| (change.before, change.count)).collect();
            prop_assert_eq!(changes, difference(&corpus, &without, &word), "{}", word);
        }
    }

    /// With random words on and off, the cut is that of an engine to which only those that are on were added.
    #[test]
    fn a_word_that_is_off_is_as_if_it_were_not_there(
        words in prop::collection::vec((prop::sample::select(vec![
            "复工复产", "工复", "北京大学", "大学生", "京大", "研究", "生命起", "托马斯·曼", "T恤衫", "的确",
        ]), prop::option::of(0u32..50_000), any::<bool>()), 0..6),
        text in prop::collection::vec(prop::sample::select(vec![
            "复工复产", "北京大学生", "研究生命起源", "的确", "托马斯·曼", "T恤衫", "，", "京", "大",
        ]), 0..12).prop_map(|pieces| pieces.concat()),
    ) {
        let mut guard = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        let lens = guard.get_or_insert_with(new_lens);
        let mut last = BTreeMap::new();
        last.extend(words.iter().map(|&(word, frequency, on)| (word, (frequency.unwrap_or(7), on))));
        let entry = |word: &str, frequency| NewUserWord { frequency: Some(frequency), ..new(word) };
        let only: Vec<NewUserWord> =
            last.iter().filter(|(_, (_, on))| *on).map(|(word, (frequency, _))| entry(word, *frequency)).collect();
        lens.replace_user_words(&only).unwrap();
        let expected = cut(lens, &text);

        let all: Vec<NewUserWord> = last
            .iter()
            .map(|(word, (frequency, on))| NewUserWord { enabled: Some(*on), ..entry(word, *frequency) })
            .collect();
        lens.replace_user_words(&all).unwrap();
        prop_assert_eq!(cut(lens, &text), expected.clone(), "given with their state");
        for (word, (_, on)) in &last {
            lens.enable_user_word(word, !on).unwrap();
        }
        for (word, (_, on)) in last.iter().rev() {
            lens.enable_user_word(word, *on).unwrap();
        }
        prop_assert_eq!(cut(lens, &text), expected, "turned there and back");
    }
}

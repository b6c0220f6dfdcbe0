//! Tables: which words come out of which text, and what the reader's own words change.

mod common;

use common::{lens, new_lens, utf16};
use hanlens::text::TokenKind;
use hanlens::{Corpus, CutOptions, Kind, Lens, Mode, NewUserWord};

/// The tokens of a text, without the gaps.
fn tokens(lens: &Lens, text: &str, options: CutOptions) -> Vec<String> {
    let units = utf16(text);
    let mut tokens = Vec::new();
    lens.cut_units(&units, 0, usize::MAX, options, &mut |piece: hanlens::segment::Piece| {
        tokens.push(lens.spell(&units, &piece));
    });
    tokens
}

fn check(table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(tokens(lens(), text, CutOptions::default()).join(" "), *expected, "of `{text}`");
    }
}

#[test]
fn chinese_words_are_jieba_s() {
    check(&[
        ("我来到北京清华大学", "我 来到 北京 清华大学"),
        ("他来到了网易杭研大厦", "他 来到 了 网易 杭研 大厦"),
        ("2月23日，增长3.4%。", "2 月 23 日 增长 3.4%"),
        ("买T恤", "买 T恤"),
        ("", ""),
    ]);
}

#[test]
fn words_that_jieba_cuts_by_character_are_whole() {
    check(&[
        ("去café喝咖啡", "去 café 喝咖啡"),
        ("Привет, мир!", "Привет мир"),
        ("カタカナとひらがな", "カタカナ とひらがな"),
        ("한국어 공부", "한국어 공부"),
        ("２０２０年", "２０２０ 年"),
        ("全家👨‍👩‍👧出游", "全家 👨‍👩‍👧 出游"),
        ("中国🇨🇳加油👍🏽", "中国 🇨🇳 加油 👍🏽"),
        ("don't stop", "don't stop"),
        ("ภาษาไทย", "ภาษาไทย"),
        ("cafe\u{301}!", "cafe\u{301}"),
        ("1️⃣号", "1️⃣ 号"),
    ]);
}

#[test]
fn punctuation_and_white_space_are_never_tokens() {
    check(&[
        ("，。！？、；：“”《》（）【】……——", ""),
        (" \t\r\n　\u{feff}\u{200b}\0", ""),
        ("- + # & . _ %", ""),
        ("'quoted'", "quoted"),
        ("→ ≤ █ ●", ""),
    ]);
}

#[test]
fn the_modes_give_what_jieba_gives() {
    let cut = |mode| tokens(lens(), "小明硕士毕业于中国科学院计算所", CutOptions { mode, hmm: true }).join(" ");
    assert_eq!(cut(Mode::Precise), "小明 硕士 毕业 于 中国科学院 计算所");
    assert_eq!(cut(Mode::Search), "小明 硕士 毕业 于 中国 科学 学院 科学院 中国科学院 计算 计算所");
    assert_eq!(
        tokens(lens(), "网球拍卖会", CutOptions { mode: Mode::Full, hmm: false }).join(" "),
        "网 网球 网球拍 球 球拍 拍 拍卖 拍卖会 卖 会"
    );
}

#[test]
fn kinds_and_tags() {
    let mut corpus = Corpus::new(CutOptions::default());
    corpus.push_str("kinds", "北京 hello 46% カタカナ 한국어 😀 Привет T恤 4S店 ２０２０ 的 龘靐齉").unwrap();
    corpus.analyze(lens());
    for (word, kind, tag) in [
        ("北京", TokenKind::Han, "ns"),
        ("hello", TokenKind::Letters, "eng"),
        ("46%", TokenKind::Number, "m"),
        ("カタカナ", TokenKind::Kana, "x"),
        ("한국어", TokenKind::Hangul, "x"),
        ("😀", TokenKind::Emoji, "x"),
        ("Привет", TokenKind::Letters, "eng"),
        ("T恤", TokenKind::Han, "n"),
        ("4S店", TokenKind::Han, "n"),
        ("２０２０", TokenKind::Number, "m"),
        ("的", TokenKind::Han, "uj"),
    ] {
        let term = corpus.terms().find(lens(), &utf16(word)).unwrap_or_else(|| panic!("{word} is a term"));
        assert_eq!((corpus.terms().kind(term), corpus.terms().tag(term)), (kind, tag), "{word}");
    }
}

fn word(word: &str) -> NewUserWord {
    NewUserWord { word: word.into(), ..NewUserWord::default() }
}

#[test]
fn an_added_word_stays_whole() {
    for own in ["石墨烯电池", "云计算平台", "托马斯·曼", "张晓兰", "𠮷野家", "Ａ股", "蓝瘦香菇"]
    {
        let mut lens = new_lens();
        let text = format!("昨天说到{own}的事");
        lens.add_user_word(&word(own)).unwrap();
        assert!(tokens(&lens, &text, CutOptions::default()).iter().any(|token| token == own), "{own}");
    }
}

#[test]
fn a_run_that_was_cut_before_is_cut_as_the_words_are_now() {
    let cut = |lens: &Lens| tokens(lens, "东一，东一", CutOptions::default()).join(" ");
    let mut lens = new_lens();
    assert_eq!(cut(&lens), "东一 东一", "the model joins them");
    // So seldom that the route leaves the characters single; and what is in the list is nothing for the model to make.
    lens.add_user_word(&NewUserWord { frequency: Some(1), ..word("东一") }).unwrap();
    assert_eq!(cut(&lens), "东 一 东 一");
    lens.remove_user_words(&["东一"]);
    assert_eq!(cut(&lens), "东一 东一");
}

#[test]
fn frequency_zero_takes_a_dictionary_word_apart() {
    let mut lens = new_lens();
    assert_eq!(tokens(&lens, "清华大学", CutOptions::default()), ["清华大学"]);
    lens.add_user_word(&NewUserWord { word: "清华大学".into(), frequency: Some(0), ..NewUserWord::default() }).unwrap();
    assert_eq!(tokens(&lens, "清华大学", CutOptions::default()), ["清华", "大学"]);
    assert_eq!(lens.remove_user_words(&["清华大学", "没有的词"]), 1);
    assert_eq!(tokens(&lens, "清华大学", CutOptions::default()), ["清华大学"]);
}

#[test]
fn a_user_tag_overrules_the_dictionary_s() {
    let mut lens = new_lens();
    let new = NewUserWord { word: "北京".into(), frequency: None, tag: "city".into(), enabled: None };
    assert_eq!(lens.add_user_word(&new).unwrap().frequency, 34_489, "one more than the product of its one part");
    let units = utf16("北京");
    assert_eq!(lens.tag_of(lens.word_id(&units).unwrap(), &units), "city");
}

#[test]
fn a_user_dictionary_is_read_as_jieba_reads_it() {
    let mut lens = new_lens();
    assert_eq!(
        lens.load_user_dictionary("\u{feff}云平台 5 n\r\n\u{feff}石墨烯 3\n\n量子网 nz\n蓝天白云\n").unwrap(),
        4
    );
    let list: Vec<(&str, u32, &str)> =
        lens.user_words().iter().map(|entry| (entry.word.as_str(), entry.frequency, entry.tag.as_str())).collect();
    assert_eq!(list[..2], [("云平台", 5, "n"), ("石墨烯", 3, "")]);
    assert_eq!((list[2].0, list[2].2, list[3].0), ("量子网", "nz", "蓝天白云"));
    assert!(list[2].1 > 0 && list[3].1 > 0, "a frequency is suggested where none is given");
    let saved = lens.save_user_dictionary();
    let mut other = new_lens();
    other.load_user_dictionary(&saved).unwrap();
    assert_eq!(other.user_words().list(), lens.user_words().list());
}

#[test]
fn a_bad_line_names_itself_and_changes_nothing() {
    let long = "长".repeat(256);
    for (bad, says) in [
        ("词 -5 n", "-5"),
        ("词 1.5", "1.5"),
        ("词 5 n 多余", "4 fields"),
        ("词 n 5", "frequency"),
        ("词 99999999999", "99999999999"),
        ("词 1000000001", "1000000001"),
        ("坏\u{7}词", "control"),
        (long.as_str(), "256"),
    ] {
        let mut lens = new_lens();
        lens.add_user_word(&word("原有词")).unwrap();
        let before = lens.user_words().list();
        let error = lens.load_user_dictionary(&format!("好词 5\n\n{bad}\n后词\n")).unwrap_err();
        assert_eq!(error.kind(), Kind::BadUserWord);
        assert!(error.to_string().contains("line 3") && error.to_string().contains(says), "{error}");
        assert_eq!(lens.user_words().list(), before);
        assert_eq!(tokens(&lens, "好词", CutOptions::default()), tokens(common::lens(), "好词", CutOptions::default()));
    }
}

#[test]
fn a_word_that_its_own_file_would_lose_is_refused() {
    let error = new_lens().add_user_word(&word("\u{feff}云平台")).unwrap_err();
    assert_eq!((error.kind(), error.argument()), (Kind::BadUserWord, "word"));
    assert!(error.to_string().contains("byte order mark"), "{error}");
}

#[test]
fn replacing_is_all_or_nothing() {
    let mut lens = new_lens();
    lens.replace_user_words(&[word("甲乙丙"), word("丁戊己")]).unwrap();
    lens.replace_user_words(&[word("庚辛壬"), word("")]).unwrap_err();
    let list: Vec<&str> = lens.user_words().iter().map(|entry| entry.word.as_str()).collect();
    assert_eq!(list, ["甲乙丙", "丁戊己"]);
    assert_eq!(lens.replace_user_words(&[]).unwrap(), []);
    assert_eq!(tokens(&lens, "甲乙丙", CutOptions::default()), tokens(common::lens(), "甲乙丙", CutOptions::default()));
}

#[test]
fn frequencies_that_would_overflow_are_refused() {
    let mut lens = new_lens();
    let huge = |name: &str| NewUserWord { word: name.into(), frequency: Some(1_000_000_000), ..NewUserWord::default() };
    for name in ["大一", "大二", "大三", "大四"] {
        lens.add_user_word(&huge(name)).unwrap();
    }
    assert_eq!(lens.add_user_word(&huge("大五")).unwrap_err().kind(), Kind::BadUserWord);
}

#[test]
fn a_line_without_any_break_is_cut() {
    let text = "统筹推进疫情防控和经济社会发展".repeat(20_000);
    let mut corpus = Corpus::new(CutOptions::default());
    corpus.push_str("long", &text).unwrap();
    corpus.analyze(lens());
    let joined: usize = corpus.documents()[0].tokens().iter().map(|token| (token.end - token.start) as usize).sum();
    assert_eq!(joined, text.chars().count());
}

//! Text of many kinds, a row a rule of `docs/tokens.md`.

mod common;

use common::{lens, utf16};
use hanlens::text::TokenKind;
use hanlens::{Corpus, CutOptions, Mode};

/// The tokens of a text with their kinds, joined by blanks.
fn tokens(text: &str, options: CutOptions) -> String {
    let mut corpus = Corpus::new(options);
    corpus.push_str("text", text).unwrap();
    corpus.analyze(lens());
    let shown = corpus.documents()[0].tokens().iter().map(|token| {
        let kind = match corpus.terms().kind(token.term) {
            TokenKind::Han => String::new(),
            kind => format!("/{kind:?}").to_lowercase(),
        };
        corpus.terms().word(token.term) + &kind
    });
    shown.collect::<Vec<_>>().join(" ")
}

const ROWS: &[(&str, &str, &str)] = &[
    (
        "accents and apostrophes",
        "在café吃，don't走，rock’n’roll",
        "在 café/letters 吃 don't/letters 走 rock’n’roll/letters",
    ),
    ("Cyrillic", "他说Привет", "他 说 Привет/letters"),
    ("kana and hangul", "カタカナ和한국어", "カタカナ/kana 和 한국어/hangul"),
    ("emoji sequences", "好👨‍👩‍👧👍🏽🇨🇳", "好 👨‍👩‍👧/emoji 👍🏽/emoji 🇨🇳/emoji"),
    ("a number with a point and a percent sign", "增长3.4%左右", "增长 3.4%/number 左右"),
    ("a number and its unit are two", "41600多名", "41600/number 多名"),
    ("digits in a Chinese date are jieba's", "2月23日", "2/number 月 23/number 日"),
    ("a number in groups", "共1,396名，第12,345,678.90%", "共 1,396/number 名 第 12,345,678.90%/number"),
    (
        "groups are of three digits",
        "1,2和3,45,678与1,2345",
        "1/number 2/number 和 3/number 45/number 678/number 与 1/number 2345/number",
    ),
    ("what is no number is not grouped", "A1,234 3.5,678", "A1/letters 234/number 3.5/number 678/number"),
    ("a date with hyphens", "于2020-02-23发布", "于 2020-02-23/date 发布"),
    ("a date with strokes", "于2020/2/23发布，1/2/3不是", "于 2020/2/23/date 发布 1/number 2/number 3/number 不是"),
    ("a time of day", "上午10:00到08:05:59，12:60不是", "上午 10:00/date 到 08:05:59/date 12/number 60/number 不是"),
    ("a web address", "见https://example.org/a?b=1#c。", "见 https://example.org/a?b=1#c/url"),
    (
        "a bracket around an address is not its own",
        "(http://a.cn/x_(y)), www.b.cn/z",
        "http://a.cn/x_(y)/url www.b.cn/z/url",
    ),
    ("an address ends where Chinese begins", "打开http://example.org看看", "打开 http://example.org/url 看看"),
    ("a bare address", "在www.example.com上", "在 www.example.com/url 上"),
    ("an e-mail address", "写信到a.b+c@mail.example.com，谢谢", "写信 到 a.b+c@mail.example.com/email 谢谢"),
    ("a name after @", "感谢@han_lens和@某某大学 的", "感谢 @han_lens/mention 和 @某某大学/mention 的"),
    ("a Chinese name that nothing ends is text", "感谢@张三的分享", "感谢 张三 的 分享"),
    ("a tag", "参加#冬天的活动#吧", "参加 #冬天的活动#/tag 吧"),
    ("a tag of letters", "看#HanLens 吧", "看 #HanLens/tag 吧"),
    ("a sharp is no tag", "用C#和F#写，第#1号", "用 C#/letters 和 F/letters 写 第 1/number 号"),
    ("at the edges", "@ # , : / @@ ## a@ @,", "a/letters"),
];

#[test]
fn each_kind_is_one_token() {
    let mut wrong = Vec::new();
    for (rule, text, expected) in ROWS {
        let found = tokens(text, CutOptions::default());
        if found != *expected {
            wrong.push(format!("{rule}:\n  {text}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn items_are_one_token_in_every_mode() {
    for mode in [Mode::Precise, Mode::Full, Mode::Search] {
        for hmm in [true, false] {
            for item in
                ["https://example.org/a?b=1", "a@example.com", "1,396", "2020/2/23", "10:30", "#今天的话题#", "@name"]
            {
                let found = tokens(&format!("我们看{item}，好"), CutOptions { mode, hmm });
                assert!(found.contains(&format!(" {item}/")), "{mode:?} {hmm}: {found}");
            }
        }
    }
}

#[test]
fn cut_stays_jiebas() {
    let text = utf16("共1,396名@name");
    let pieces = lens().cut(&text, CutOptions::default());
    let words: Vec<String> = pieces.iter().map(|piece| lens().spell(&text, piece)).collect();
    assert_eq!(words, ["共", "1", ",", "396", "名", "@", "name"]);
}

#[test]
fn a_word_of_the_dictionary_is_one_term_whoever_cut_it() {
    let lens = hanlens::Lens::from_lists("ABC 5 eng\n好 9 a\n", "").unwrap();
    // The first is cut by the dictionary, the second by the Unicode rules, because it touches a picture.
    for text in ["ABC好ABC😀", "ABC😀，ABC", "😀ABC"] {
        let mut corpus = Corpus::new(CutOptions::default());
        corpus.push_str("text", text).unwrap();
        corpus.analyze(&lens);
        let terms = corpus.terms();
        for term in 0..terms.len() as u32 {
            assert_eq!(terms.find(&lens, terms.spelling(term)), Some(term), "{:?} in {text:?}", terms.word(term));
        }
    }
}

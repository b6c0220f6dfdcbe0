//! Traditional text, and the laws over all ways in which a text can be made ready for the cut.

mod common;

use common::{lens, opencc_list, utf16};
use hanlens::{Corpus, CutOptions, Fold, Heal, Mode, TextOptions};
use proptest::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

const SIMPLIFIED: Fold = Fold { width: false, case: false, compatibility: false, simplified: true };

fn analysed(text: Vec<u16>, options: CutOptions, text_options: TextOptions) -> Corpus {
    let mut corpus = Corpus::with_text_options(options, text_options);
    corpus.push("text", text).unwrap();
    corpus.analyze(lens());
    corpus
}

fn folded(text: &str, fold: Fold) -> Corpus {
    analysed(utf16(text), CutOptions::default(), TextOptions { heal: Heal::Off, fold })
}

fn words(corpus: &Corpus) -> Vec<String> {
    corpus.documents()[0].tokens().iter().map(|token| corpus.terms().word(token.term)).collect()
}

/// Our own prose in both scripts. The traditional side was made once from the other by OpenCC's lists in the other
/// direction (`STPhrases`, `STCharacters`, the longest phrase first).
const BOTH_SCRIPTS: [(&str, &str); 5] = [
    (include_str!("texts/notice.txt"), include_str!("texts/traditional/notice.txt")),
    (include_str!("texts/story.txt"), include_str!("texts/traditional/story.txt")),
    (include_str!("texts/science.txt"), include_str!("texts/traditional/science.txt")),
    (include_str!("texts/essay.txt"), include_str!("texts/traditional/essay.txt")),
    (include_str!("texts/history.txt"), include_str!("texts/traditional/history.txt")),
];

#[test]
fn the_same_sentences_in_both_scripts_have_the_same_boundaries() {
    let places = |corpus: &Corpus| -> BTreeSet<(u32, u32)> {
        corpus.documents()[0].tokens().iter().map(|token| (token.start, token.end)).collect()
    };
    let (mut tokens, mut same, mut unfolded) = (0, 0, 0);
    for (simplified, traditional) in BOTH_SCRIPTS {
        let expected = places(&folded(simplified, Fold::default()));
        tokens += expected.len();
        same += expected.intersection(&places(&folded(traditional, SIMPLIFIED))).count();
        unfolded += expected.intersection(&places(&folded(traditional, Fold::default()))).count();
    }
    let share = |count: usize| count as f64 / tokens as f64;
    println!("{tokens} tokens: {:.5} the same, {:.5} without folding", share(same), share(unfolded));
    assert!(share(same) >= 0.99);
    assert!(share(unfolded) < 0.95, "the texts are not in two scripts");
}

#[test]
fn the_characters_of_a_word_decide_what_an_ambiguous_one_becomes() {
    for (traditional, expected) in [
        ("資訊", vec!["资讯"]),
        ("乾隆年間", vec!["乾隆年间"]),
        ("餅乾", vec!["饼干"]),
        ("乾燥的頭髮", vec!["干燥", "的", "头发"]),
        ("發現", vec!["发现"]),
        ("皇后", vec!["皇后"]),
        ("以後", vec!["以后"]),
        ("這裡", vec!["这里"]),
    ] {
        assert_eq!(words(&folded(traditional, SIMPLIFIED)), expected, "{traditional}");
    }
    let corpus = folded("资讯和資訊", SIMPLIFIED);
    let term = corpus.terms().find(lens(), &utf16("资讯")).unwrap();
    assert_eq!(corpus.terms().count(term), 2, "both spellings are one term");
    assert_eq!(corpus.terms().find(lens(), &utf16("資訊")), None);
}

#[test]
fn a_phrase_that_changes_its_length_keeps_true_places() {
    let corpus = folded("含有二噁英的氣體", SIMPLIFIED);
    let document = &corpus.documents()[0];
    let slices = document.tokens().iter().map(|token| {
        let slice = &document.text()[token.start as usize..token.end as usize];
        (String::from_utf16(slice).unwrap(), corpus.terms().word(token.term))
    });
    let last: Vec<_> = slices.collect();
    assert_eq!(last.last().unwrap(), &("氣體".to_owned(), "气体".to_owned()), "{last:?}");
    assert_eq!(last.iter().map(|(slice, _)| slice.as_str()).collect::<String>(), "含有二噁英的氣體");
}

// The laws, over all options at once, against a text that is made ready the plain way.

fn pairs(name: &str) -> Vec<(String, String)> {
    let list = opencc_list(name);
    let lines = list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    lines.map(|(from, to)| (from.to_owned(), to.split(' ').next().unwrap().to_owned())).collect()
}

struct Plain {
    compatibility: HashMap<String, String>,
    simplified: HashMap<String, String>,
}

static PLAIN: LazyLock<Plain> = LazyLock::new(|| Plain {
    compatibility: pairs("CJK_Compatibility_Ideographs.txt").into_iter().collect(),
    simplified: pairs("TSCharacters.txt").into_iter().chain(pairs("TSPhrases.txt")).collect(),
});

/// Characters, or lone surrogates.
fn characters(units: &[u16]) -> Vec<Vec<u16>> {
    char::decode_utf16(units.iter().copied())
        .map(|c| c.map_or_else(|lone| vec![lone.unpaired_surrogate()], |c| utf16(&c.to_string())))
        .collect()
}

fn plain_fold(units: &[u16], fold: Fold) -> Vec<u16> {
    let spelt = |c: &[u16]| String::from_utf16(c).ok();
    let mut text = characters(units);
    if fold.compatibility {
        for c in &mut text {
            if let Some(plain) = spelt(c).and_then(|c| PLAIN.compatibility.get(&c)) {
                *c = utf16(plain);
            }
        }
    }
    if fold.width {
        for c in &mut text {
            match c[0] {
                0x3000 => c[0] = 0x20,
                unit @ 0xff01..=0xff5e => c[0] = unit - 0xfee0,
                _ => {}
            }
        }
    }
    if fold.case {
        for c in &mut text {
            let small: Vec<char> = spelt(c).unwrap_or_default().chars().flat_map(char::to_lowercase).collect();
            if let [small] = small[..] {
                *c = utf16(&small.to_string());
            }
        }
    }
    if fold.simplified {
        text = plain_simplify(&text);
    }
    text.concat()
}

fn plain_simplify(text: &[Vec<u16>]) -> Vec<Vec<u16>> {
    let (mut simplified, mut at) = (Vec::new(), 0);
    while at < text.len() {
        let longest = (1..=8.min(text.len() - at)).rev().find_map(|length| {
            let from = String::from_utf16(&text[at..at + length].concat()).ok()?;
            Some((length, utf16(PLAIN.simplified.get(&from)?)))
        });
        let (length, to) = longest.unwrap_or_else(|| (1, text[at].clone()));
        simplified.push(to);
        at += length;
    }
    simplified
}

const FRAGMENTS: &[&str] = &[
    "資訊",
    "乾隆",
    "乾",
    "頭髮",
    "發",
    "二噁英",
    "後",
    "我們",
    "今天天氣很好",
    "北京大学",
    "天气",
    "，",
    "。",
    "、",
    "：",
    "\n",
    "\r\n",
    "\r",
    " ",
    "  ",
    "\u{3000}",
    "\n\n",
    "\n\u{3000}\u{3000}",
    "\t",
    "\u{feff}",
    "\u{200b}",
    "\u{ad}",
    "\u{200d}",
    "inter-\nnational",
    "Ａ股",
    "２０％",
    "ABC",
    "Éa",
    "İ",
    "\u{f900}",
    "\u{2f800}",
    "𠮷野家",
    "𠁞",
    "一、",
    "第三章",
    "café",
    "don't",
    "1,396",
    "@name",
    "#话题#",
    "3.4%",
    "😀",
    "👨‍👩‍👧",
    "カタカナ",
    "的",
    "了",
];

fn text() -> impl Strategy<Value = Vec<u16>> {
    let fragment = prop_oneof![
        12 => proptest::sample::select(FRAGMENTS).prop_map(utf16),
        1 => any::<char>().prop_map(|c| utf16(&c.to_string())),
        1 => (0xd800u16..=0xdfff).prop_map(|surrogate| vec![surrogate]),
        2 => (0x4e00u16..=0x9fff).prop_map(|unit| vec![unit]),
    ];
    proptest::collection::vec(fragment, 0..60).prop_map(|parts| parts.concat())
}

fn all_options() -> impl Strategy<Value = (CutOptions, TextOptions)> {
    let mode = proptest::sample::select(vec![Mode::Precise, Mode::Full, Mode::Search]);
    let heal = proptest::sample::select(vec![Heal::Auto, Heal::On, Heal::Off]);
    let fold = any::<[bool; 4]>().prop_map(|[width, case, compatibility, simplified]| Fold {
        width,
        case,
        compatibility,
        simplified,
    });
    (mode, any::<bool>(), heal, fold)
        .prop_map(|(mode, hmm, heal, fold)| (CutOptions { mode, hmm }, TextOptions { heal, fold }))
}

/// Half-width kana take their voicing mark with them, which the plain way does not know.
fn has_half_width_kana(text: &[u16]) -> bool {
    text.iter().any(|unit| (0xff61..=0xff9f).contains(unit)) || text.iter().any(|unit| (0x2f00..=0x2fd5).contains(unit))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn laws_1_and_2_over_all_options(text in text(), (options, text_options) in all_options()) {
        let corpus = analysed(text.clone(), options, text_options);
        let document = &corpus.documents()[0];
        let is_pair = |at: usize| at > 0 && at < text.len()
            && (0xd800..0xdc00).contains(&text[at - 1]) && (0xdc00..0xe000).contains(&text[at]);
        let mut end = 0;
        for token in document.tokens() {
            let (from, to) = (token.start as usize, token.end as usize);
            prop_assert!(from < to && to <= text.len() && !is_pair(from) && !is_pair(to));
            if options.mode == Mode::Precise {
                prop_assert!(from >= end, "tokens in order and disjoint: what lies between them is a gap");
            }
            end = to;
            let healed = document.healed();
            let kept: Vec<u16> = (from..to).filter(|&at| !healed.ranges().iter().any(|range| (range[0] as usize..range[1] as usize).contains(&at))).map(|at| text[at]).collect();
            prop_assert!(!healed.ranges().iter().any(|range| range[0] as usize == from || range[1] as usize == to),
                "a token takes in nothing that was taken out beside it");
            // A phrase is folded by what stands around it, so a part of one need not fold alike by itself.
            if !text_options.fold.simplified && !has_half_width_kana(&text) {
                prop_assert_eq!(corpus.terms().spelling(token.term), plain_fold(&kept, text_options.fold));
            }
        }
        if text_options.heal == Heal::Off {
            prop_assert!(document.healed().ranges().is_empty());
        }
    }

    #[test]
    fn law_4_a_text_is_cut_as_the_text_without_its_wraps(text in text(), (options, text_options) in all_options()) {
        prop_assume!(!has_half_width_kana(&text));
        let corpus = analysed(text.clone(), options, text_options);
        let healed = corpus.documents()[0].healed();
        let mut kept = Vec::new();
        let mut at = 0;
        for &[start, end] in healed.ranges() {
            prop_assert!(at <= start as usize && start < end);
            kept.extend_from_slice(&text[at..start as usize]);
            at = end as usize;
        }
        kept.extend_from_slice(&text[at..]);
        let plain = plain_fold(&kept, text_options.fold);
        let expected = analysed(plain, options, TextOptions::UNTOUCHED);
        prop_assert_eq!(words(&corpus), words(&expected));
        prop_assert_eq!(corpus.terms().counts(), expected.terms().counts());
    }

    #[test]
    fn law_6_the_size_of_the_steps_changes_no_token(text in text(), (options, text_options) in all_options(), budget in 1usize..20) {
        let whole = analysed(text.clone(), options, text_options);
        let mut stepped = Corpus::with_text_options(options, text_options);
        stepped.push("text", text).unwrap();
        while !stepped.step(lens(), budget).finished() {}
        prop_assert_eq!(whole.documents()[0].tokens(), stepped.documents()[0].tokens());
        prop_assert_eq!(whole.documents()[0].healed().ranges(), stepped.documents()[0].healed().ranges());
    }
}

#[test]
fn long_texts_are_cut_as_short_ones() {
    // Over many stretches, with lines and without any, the tokens are those of one paragraph again and again.
    let paragraph = "資訊時代的頭\n髮很長，今天天\n氣很好。我們去\n北京大學看書，";
    let options = TextOptions { heal: Heal::On, fold: SIMPLIFIED };
    for (end, times) in [("。\n\n", 20_000), ("。", 20_000), ("，", 40_000)] {
        let one = analysed(utf16(&format!("{paragraph}{end}")), CutOptions::default(), options);
        let corpus = analysed(utf16(&format!("{paragraph}{end}").repeat(times)), CutOptions::default(), options);
        let of_one = one.documents()[0].tokens();
        assert_eq!(corpus.token_count(), times * of_one.len(), "{end:?}");
        assert!(corpus.terms().counts().iter().all(|count| (*count as usize).is_multiple_of(times)), "{end:?}");
        let length = one.documents()[0].text().len();
        for (index, token) in corpus.documents()[0].tokens().iter().enumerate() {
            let (time, place) = (index / of_one.len(), of_one[index % of_one.len()]);
            assert_eq!(token.start as usize, time * length + place.start as usize, "{end:?} {time}");
        }
    }
}

//! Laws 1, 2, 5 and 6 over texts of every kind: nothing is lost, offsets are true, the number of engines changes nothing, the
//! same input gives the same output.

mod common;

use common::{bare_lens, lens, new_lens, utf16};
use hanlens::segment::{Piece, Sink};
use hanlens::{Corpus, CutOptions, Heal, Lens, Mode, NewUserWord, TextOptions, Work, cut_stretch};
use proptest::prelude::*;
use std::sync::{LazyLock, Mutex, PoisonError};

/// What texts are made of: whatever has an offset that is easy to get wrong.
const FRAGMENTS: &[&str] = &[
    "我们",
    "北京大学",
    "今天天气很好",
    "，",
    "。",
    "\r\n",
    "\n",
    "\r",
    " ",
    "　",
    "\t",
    "\0",
    "\u{feff}",
    "\u{200b}",
    "𠀀",
    "𠮷野家",
    "龘",
    "豈",
    "々",
    "〇",
    "二〇二〇年",
    "café",
    "cafe\u{301}",
    "naïve-",
    "don't",
    "rock’n’roll",
    "l’été",
    "Привет",
    "т.е.",
    "カタカナ",
    "ひらがな",
    "한국어",
    "ภาษาไทย",
    "２０２０",
    "Ａ股",
    "①",
    "½",
    "2月23日",
    "3.4%",
    "1,396",
    "C++",
    "v1.2.3",
    "a_b",
    "_",
    "#",
    "#️⃣",
    "1️⃣",
    "😀",
    "👨‍👩‍👧",
    "👍🏽",
    "🇨🇳",
    "\u{fe0f}",
    "\u{301}",
    "\u{200d}",
    "中\u{e0100}",
    "שלום",
    "مرحبا",
    "\u{202e}",
    "——",
    "……",
    "“”",
    "「」",
    "ABC",
    "z",
    "7",
    "的",
    "不",
];

/// User words that the route can never find: a character in them ends jieba's blocks.
const MARKED: &[&str] = &["托马斯·曼", "京大学，", "·曼", "—·", "é·我们", "𠮷·家"];

fn text() -> impl Strategy<Value = Vec<u16>> {
    let fragment = prop_oneof![
        8 => proptest::sample::select(FRAGMENTS).prop_map(utf16),
        2 => any::<char>().prop_map(|c| utf16(&c.to_string())),
        1 => (0xd800u16..=0xdfff).prop_map(|surrogate| vec![surrogate]),
        1 => any::<u16>().prop_map(|unit| vec![unit]),
    ];
    proptest::collection::vec(fragment, 0..40).prop_map(|parts| parts.concat())
}

fn options() -> impl Strategy<Value = CutOptions> {
    let mode = proptest::sample::select(vec![Mode::Precise, Mode::Full, Mode::Search]);
    (mode, any::<bool>()).prop_map(|(mode, hmm)| CutOptions { mode, hmm })
}

/// Tokens and gaps apart.
#[derive(Default)]
struct Pieces {
    tokens: Vec<Piece>,
    all: Vec<(u32, u32)>,
}

impl Sink for Pieces {
    fn token(&mut self, piece: Piece) {
        self.tokens.push(piece);
        self.all.push((piece.start, piece.end));
    }
    fn gap(&mut self, start: u32, end: u32) {
        self.all.push((start, end));
    }
}

fn pieces(lens: &Lens, text: &[u16], budget: usize, options: CutOptions) -> Pieces {
    let mut pieces = Pieces::default();
    let mut at = 0;
    while at < text.len() {
        let next = lens.cut_units(text, at, budget, options, &mut pieces);
        assert!(next > at, "a step goes forward");
        at = next;
    }
    pieces
}

fn is_pair(text: &[u16], at: usize) -> bool {
    at > 0 && at < text.len() && (0xd800..0xdc00).contains(&text[at - 1]) && (0xdc00..0xe000).contains(&text[at])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn law_1_pieces_cover_the_text_exactly_once_in_precise_mode(text in text(), hmm: bool) {
        let pieces = pieces(lens(), &text, usize::MAX, CutOptions { mode: Mode::Precise, hmm });
        let mut end = 0;
        for (from, to) in pieces.all {
            prop_assert_eq!(from, end);
            prop_assert!(to > from);
            end = to;
        }
        prop_assert_eq!(end as usize, text.len());
    }

    #[test]
    fn law_2_no_piece_splits_a_character_or_leaves_the_text(text in text(), options in options()) {
        for (from, to) in pieces(lens(), &text, usize::MAX, options).all {
            prop_assert!(from < to && to as usize <= text.len());
            prop_assert!(!is_pair(&text, from as usize) && !is_pair(&text, to as usize));
        }
    }

    #[test]
    fn law_2_a_token_is_spelt_as_its_place_in_the_text(text in text(), options in options()) {
        let mut corpus = Corpus::new(options);
        corpus.push("text", text).unwrap();
        corpus.analyze(lens());
        let document = &corpus.documents()[0];
        for token in document.tokens() {
            let place = &document.text()[token.start as usize..token.end as usize];
            prop_assert_eq!(corpus.terms().spelling(token.term), place);
            prop_assert_eq!(corpus.terms().find(lens(), place), Some(token.term));
        }
        let counts: u64 = corpus.terms().counts().iter().map(|&count| u64::from(count)).sum();
        prop_assert_eq!(counts, document.tokens().len() as u64);
        prop_assert_eq!(corpus.token_count(), document.tokens().len());
    }

    #[test]
    fn law_6_the_size_of_the_steps_changes_no_token(text in text(), options in options(), budget in 1usize..20) {
        let whole = pieces(lens(), &text, usize::MAX, options);
        let stepped = pieces(lens(), &text, budget, options);
        prop_assert_eq!(whole.all, stepped.all);
        prop_assert_eq!(whole.tokens, stepped.tokens);
    }

    #[test]
    fn law_6_the_size_of_the_steps_changes_no_user_word_with_a_mark_inside(
        parts in proptest::collection::vec((text(), proptest::sample::select(MARKED)), 1..6),
        options in options(),
        items: bool,
        budget in 1usize..20,
        blanks in proptest::sample::select(vec![0usize, 0, 4_090, 20_000]),
    ) {
        static LENS: LazyLock<Lens> = LazyLock::new(|| {
            let mut lens = new_lens();
            lens.load_user_dictionary(&MARKED.join("\n")).unwrap();
            lens
        });
        // A piece that is longer than the window in which a word is looked for.
        let filling = utf16(if items { "北" } else { " " }).repeat(blanks);
        let text = parts.into_iter().flat_map(|(text, word)| [text, filling.clone(), utf16(word)]).collect::<Vec<_>>().concat();
        let cut = |budget| {
            let (mut pieces, mut at) = (Pieces::default(), 0);
            while at < text.len() {
                at = match items {
                    true => LENS.cut_tokens(&text, at, budget, options, &mut pieces),
                    false => LENS.cut_units(&text, at, budget, options, &mut pieces),
                };
            }
            pieces
        };
        let (whole, stepped) = (cut(usize::MAX), cut(budget));
        prop_assert!(whole.all == stepped.all && whole.tokens == stepped.tokens);
    }

    #[test]
    fn law_6_a_second_analysis_gives_the_same(text in text(), options in options()) {
        let run = || {
            let mut corpus = Corpus::new(options);
            corpus.push("text", text.clone()).unwrap();
            corpus.analyze(lens());
            corpus
        };
        let (first, mut second) = (run(), run());
        prop_assert_eq!(first.documents()[0].tokens(), second.documents()[0].tokens());
        second = second.restarted(options);
        second.analyze(lens());
        prop_assert_eq!(first.documents()[0].tokens(), second.documents()[0].tokens());
        prop_assert_eq!(first.terms().counts(), second.terms().counts());
    }

    #[test]
    fn user_words_keep_law_1_and_their_removal_leaves_no_trace(text in text(), word in text()) {
        let word = String::from_utf16_lossy(&word);
        // One engine for all cases: that a removal leaves no trace is what this test is about.
        static LENS: LazyLock<Mutex<Lens>> = LazyLock::new(|| Mutex::new(new_lens()));
        let mut lens = LENS.lock().unwrap_or_else(PoisonError::into_inner);
        let before = pieces(&lens, &text, usize::MAX, CutOptions::default());
        let long: Vec<u16> = [text.as_slice(), &utf16(&word), text.as_slice()].concat();
        if lens.add_user_word(&NewUserWord { word: word.clone(), ..NewUserWord::default() }).is_ok() {
            let mut end = 0;
            for (from, to) in pieces(&lens, &long, 7, CutOptions::default()).all {
                prop_assert_eq!(from, end);
                end = to;
            }
            prop_assert_eq!(end as usize, long.len());
            prop_assert_eq!(lens.remove_user_words(&[&word]), 1);
        }
        prop_assert_eq!(before.all, pieces(&lens, &text, usize::MAX, CutOptions::default()).all);
    }
}

/// Some stretches of lines, each line a text of every kind, and one long line.
fn long_text() -> impl Strategy<Value = Vec<u16>> {
    let line = text().prop_map(|line| [line, vec![u16::from(b'\n')]].concat());
    (proptest::collection::vec(line, 1..20), 1usize..200_000).prop_map(|(lines, length)| {
        let sentence = utf16("我们今天在北京大学看见了龘龘，don't know。");
        let some: Vec<u16> = lines.concat().into_iter().cycle().take(length).collect();
        [some, sentence.into_iter().cycle().take(60_000).collect(), lines.concat()].concat()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Every other stretch is cut by another engine, those that are there are taken in late, and the rest is cut here.
    #[test]
    fn law_5_the_number_of_engines_changes_no_figure(
        texts in proptest::collection::vec(long_text(), 1..4),
        options in options(),
        heal in proptest::sample::select(vec![Heal::Off, Heal::On, Heal::Auto]),
        ahead in 1usize..5,
    ) {
        static OTHER: LazyLock<Lens> = LazyLock::new(bare_lens);
        let text_options = TextOptions { heal, ..TextOptions::default() };
        let corpus = || {
            let mut corpus = Corpus::with_text_options(options, text_options);
            for text in &texts {
                corpus.push("text", text.clone()).unwrap();
            }
            corpus
        };
        let (mut alone, mut together) = (corpus(), corpus());
        alone.analyze(lens());
        let mut waiting = std::collections::VecDeque::new();
        let mut taken = 0;
        loop {
            match together.hand_out(lens()) {
                Work::Cut(units) => waiting.push_back(cut_stretch(&OTHER, &units, options)),
                Work::Soon => continue,
                Work::None => break,
            }
            if waiting.len() > ahead {
                let tokens = waiting.pop_front().unwrap();
                taken += 1;
                match taken % 3 {
                    0 => prop_assert!(together.take_back(lens())),
                    _ => prop_assert!(together.take_in(lens(), &tokens)),
                }
                prop_assert!(!together.take_in(lens(), &[1, 0, 0]) && !together.take_in(lens(), &[0, 1]));
            }
        }
        // What nobody gave back is cut here.
        together.analyze(lens());
        prop_assert!(together.progress().finished());
        prop_assert_eq!(alone.token_count(), together.token_count());
        prop_assert_eq!(alone.terms().counts(), together.terms().counts());
        for (one, other) in alone.documents().iter().zip(together.documents()) {
            prop_assert_eq!(one.tokens(), other.tokens());
            prop_assert_eq!(one.healed().ranges(), other.healed().ranges());
        }
    }
}

/// An engine that has cut nothing itself knows as much of a word that another cut as one that did.
#[test]
fn law_5_an_engine_that_cut_nothing_knows_the_tags() {
    let (cutter, keeper) = (&bare_lens(), bare_lens());
    let text = utf16(&"我们今天在北京大学看见了龘龘，清晨的小镇很安静。".repeat(4000));
    let corpus = || {
        let mut corpus = Corpus::new(CutOptions::default());
        corpus.push("text", text.clone()).unwrap();
        corpus
    };
    let (mut alone, mut together) = (corpus(), corpus());
    alone.analyze(cutter);
    loop {
        match together.hand_out(&keeper) {
            Work::Cut(units) => assert!(together.take_in(&keeper, &cut_stretch(cutter, &units, CutOptions::default()))),
            Work::Soon => continue,
            Work::None => break,
        }
    }
    assert!(together.progress().finished(), "nothing is left for the engine itself to cut");
    let tags = |corpus: &Corpus| {
        let terms = corpus.terms();
        (0..terms.len() as u32).map(|term| (terms.word(term), terms.tag(term).to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(tags(&together), tags(&alone));
}

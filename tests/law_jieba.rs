//! Law 3: over text with no healing and no folding, runs of Chinese and ASCII word characters are cut token for token
//! as native jieba-rs cuts them, in every mode, with the model and without.
//!
//! With `HANLENS_LAWS=long` in the environment (`cargo xtask test --only laws-long`) the random texts are many times as
//! many. Each test prints how many characters it compared, and its seed.

mod common;

use common::{Random, jieba, lens, new_lens, utf16, word_list};
use hanlens::segment::{Piece, Sink};
use hanlens::{CutOptions, Lens, Mode, NewUserWord};
use jieba_rs::Jieba;

const SEED: u64 = 20_261_124;
const ALL: [CutOptions; 5] = [
    CutOptions { mode: Mode::Precise, hmm: true },
    CutOptions { mode: Mode::Precise, hmm: false },
    CutOptions { mode: Mode::Search, hmm: true },
    CutOptions { mode: Mode::Search, hmm: false },
    CutOptions { mode: Mode::Full, hmm: false },
];

/// jieba's own definition of what it cuts as one block.
fn in_block(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || "+#&._%-".contains(c)
        || matches!(c as u32, 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x2a6df
            | 0x2a700..=0x2b73f | 0x2b740..=0x2b81f | 0x2b820..=0x2ceaf | 0x2ceb0..=0x2ebef | 0x2f800..=0x2fa1f)
}

/// The pieces of jieba that lie in its blocks, in UTF-16 code units.
fn expected(jieba: &Jieba, text: &str, options: CutOptions) -> Vec<(u32, u32)> {
    let mut places = vec![0u32; text.len() + 1];
    let mut units = 0;
    for (at, c) in text.char_indices() {
        places[at] = units;
        units += c.len_utf16() as u32;
    }
    places[text.len()] = units;
    let tokens = match options.mode {
        Mode::Precise => jieba.cut(text, options.hmm),
        Mode::Search => jieba.cut_for_search(text, options.hmm),
        Mode::Full => jieba.cut_all(text),
    };
    let blocks = tokens.into_iter().filter(|token| token.word.chars().all(in_block));
    blocks.map(|token| (places[token.byte_start], places[token.byte_end])).collect()
}

/// How much a test does: the usual, or what a long run does.
fn amount(usual: usize, long: usize) -> usize {
    let is_long = std::env::var("HANLENS_LAWS").is_ok_and(|wish| wish == "long");
    if is_long { long } else { usual }
}

/// U+FFFD stands for a surrogate without its other half, which a Rust string cannot hold: ours is given all kinds of
/// them, and jieba what stands for them. Both are one code unit, and no word has either.
fn units_of(text: &str) -> Vec<u16> {
    let mut units = utf16(text);
    for at in 0..units.len() {
        let beside = [at.checked_sub(1), Some(at + 1)].map(|beside| beside.and_then(|beside| units.get(beside)));
        let meets_half = beside.iter().flatten().any(|unit| (0xd800..=0xdfff).contains(*unit));
        if units[at] == 0xfffd && !meets_half {
            units[at] = 0xd800 + (at * 7 % 0x800) as u16;
        }
    }
    units
}

/// Keeps all pieces, and takes tokens back as an analysis does.
#[derive(Default)]
struct Retracting {
    pieces: Vec<Piece>,
    retracted: usize,
}

impl Sink for Retracting {
    fn token(&mut self, piece: Piece) {
        self.pieces.push(piece);
    }

    fn gap(&mut self, start: u32, end: u32) {
        self.pieces.push(Piece { start, end, word: Piece::UNKNOWN });
    }

    fn retracts(&self) -> bool {
        true
    }

    fn retract(&mut self, count: usize) {
        self.pieces.truncate(self.pieces.len() - count);
        self.retracted += count;
    }
}

/// Our pieces that lie in jieba's blocks, found by both ways to cut: that of a sink that takes tokens back, and the other.
fn actual(lens: &Lens, text: &str, options: CutOptions) -> Vec<(u32, u32)> {
    let units = units_of(text);
    let is_block = |piece: &Piece| lens.spell(&units, piece).chars().all(in_block);
    let pieces = lens.cut(&units, options);
    let mut sink = Retracting::default();
    lens.cut_units(&units, 0, units.len(), options, &mut sink);
    assert!(sink.pieces == pieces, "{options:?}: the two ways to cut {text:?} differ");
    pieces.iter().filter(|piece| is_block(piece)).map(|piece| (piece.start, piece.end)).collect()
}

#[test]
fn what_the_model_joins_is_taken_back() {
    let mut sink = Retracting::default();
    let units = utf16("我们中出了一个叫睿智钰的人");
    lens().cut_units(&units, 0, units.len(), CutOptions::default(), &mut sink);
    assert!(sink.retracted > 1 && sink.pieces == lens().cut(&units, CutOptions::default()), "{:?}", sink.pieces);
}

fn check_with(lens: &Lens, jieba: &Jieba, text: &str) {
    for options in ALL {
        // jieba's full mode joins ASCII words across a line feed (a\nb): no run of word characters reaches so far.
        let lines: Vec<&str> = if options.mode == Mode::Full { text.split('\n').collect() } else { vec![text] };
        for text in lines {
            let (expected, actual) = (expected(jieba, text, options), actual(lens, text, options));
            if expected != actual {
                let at = expected.iter().zip(&actual).position(|(a, b)| a != b).unwrap_or(0);
                let units = utf16(text);
                let from = expected.get(at).map_or(0, |place| place.0.saturating_sub(10) as usize);
                let near = String::from_utf16_lossy(&units[from..units.len().min(from + 40)]);
                panic!(
                    "{options:?}, piece {at} near `{near}`: jieba {:?}, ours {:?}",
                    expected.get(at),
                    actual.get(at)
                );
            }
        }
    }
}

/// Checks a text in every mode and says how many characters that were.
fn check(text: &str) -> usize {
    check_with(lens(), jieba(), text);
    text.chars().count()
}

/// The words of the dictionary, but the few (γ射线) that jieba itself can never find, because it cuts at the γ.
fn words() -> Vec<&'static str> {
    let all = word_list().lines().filter_map(|line| line.split(' ').next());
    all.filter(|word| word.chars().all(in_block)).collect()
}

const PIECES: &[&str] = &[
    "，",
    "。",
    "、",
    "！？",
    "\n",
    "\r\n",
    "\r",
    " ",
    "　",
    "……",
    "——",
    "“",
    "”",
    "《",
    "》",
    "(",
    ")",
    "/",
    ":",
    "@",
    "C++",
    "50%",
    "G260911-0711",
    "v1.2.3",
    "50%",
    "3.14",
    "well-known",
    "OPENSSL_1_1_1",
    "a&b",
    "#tag",
    "-",
    "abc-",
    "4S",
    "𠀀",
    "𠮷野",
    "㐀㐁",
    "䶵",
    "豈更",
    "鿿",
    "龘龘",
    "のカ",
    " é ",
    " 👨‍👩‍👧 ",
    " 🇨🇳 ",
    "😀",
    "👩🏽‍💻",
    "𪚥𠔻",
    "Wi-Fi6",
    "A#B_c%d&e+f.g",
    "x86_64",
    "AT&T",
    "node.js",
    "\u{fffd}",
];

/// Characters, words and other pieces in any order.
fn random_text(random: &mut Random, words: &[&str], characters: usize) -> String {
    let mut text = String::new();
    let mut count = 0;
    while count < characters {
        let before = text.len();
        match random.below(10) {
            0..=4 => text.push_str(random.pick::<&str>(words)),
            5 => {
                let word: Vec<char> = random.pick::<&str>(words).chars().collect();
                text.push(*random.pick(&word));
            }
            6 => text.extend(char::from_u32(0x4e00 + random.below(0x9fff - 0x4e00 + 1) as u32)),
            7 => text.push_str(&random.below(100_000).to_string()),
            // What the Unicode rules cut stands apart here, so that it draws no ASCII word out of a block.
            8 => match *random.pick(PIECES) {
                piece @ ("のカ" | "\u{fffd}" | "😀" | "👩🏽‍💻") => {
                    text.push(' ');
                    text.push_str(piece);
                    text.push(' ');
                }
                piece => text.push_str(piece),
            },
            _ => text.push(*random.pick(&['的', '一', '是', '不', '了', '人', '在', '有', 'a', 'Z', '9'])),
        }
        count += text[before..].chars().count();
    }
    text
}

#[test]
fn random_texts_of_words_characters_and_compounds() {
    let (words, mut random, mut characters) = (words(), Random(SEED), 0);
    while characters < amount(2_000_000, 10_000_000) {
        let length = 20 + random.below(400);
        characters += check(&random_text(&mut random, &words, length));
    }
    println!("law 3: {characters} random characters, seed {SEED}, 5 modes, no difference");
}

#[test]
fn every_dictionary_word_alone_and_beside_its_neighbours() {
    let (words, mut characters) = (words(), 0);
    for chunk in words.chunks(64) {
        let alone = chunk.join("，");
        // Each word touches the one before and the one after it, in pairs that a separator keeps apart.
        let pairs: Vec<String> = chunk.windows(2).map(|pair| pair.concat()).collect();
        characters += check(&alone) + check(&pairs.join("，")) + check(&chunk.concat());
    }
    println!("law 3: {characters} characters of all {} words, 5 modes, no difference", words.len());
}

#[test]
fn prose() {
    let mut characters = 0;
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("www/samples");
    for entry in std::fs::read_dir(folder).expect("the samples are there") {
        let path = entry.expect("a sample").path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            let text = std::fs::read_to_string(path).expect("a sample is UTF-8");
            // The samples hold kana, accents, apostrophes and emoji too, which draw the ASCII beside them out of the blocks.
            let kept = |c: char| in_block(c) || c.is_ascii_whitespace() || "，。、；：？！“”‘《》（）—…　".contains(c);
            let text: String = text.chars().map(|c| if kept(c) { c } else { ' ' }).collect();
            characters += check(&text);
        }
    }
    assert!(characters > 3_000, "{characters} characters of prose");
}

#[test]
fn with_random_user_words() {
    let (all, mut random, mut characters) = (words(), Random(SEED + 1), 0);
    for round in (0..20).cycle().take(amount(20, 100)) {
        let (mut lens, mut jieba) = (new_lens(), jieba().clone());
        let mut own = Vec::new();
        for _ in 0..=round {
            let word = match random.below(4) {
                0 => (*random.pick(&all)).to_owned(),
                1 => format!("{}{}", random.pick(&all), random.pick(&all)),
                2 => format!("{}x{}", random.pick(&all), random.below(100)),
                _ => format!("𠮷{}", random.pick(&all)),
            };
            let frequency = (random.below(3) > 0).then(|| 1 + random.below(50_000) as u32);
            if !word.chars().all(in_block) {
                continue;
            }
            let entry =
                lens.add_user_word(&NewUserWord { word: word.clone(), frequency, tag: "n".into(), enabled: None });
            let added = jieba.add_word(&word, frequency.map(|frequency| frequency as usize), Some("n"));
            assert_eq!(entry.expect("a good word").frequency as usize, added, "suggested frequency of {word}");
            own.push(word);
        }
        let mixed: Vec<&str> =
            all.iter().copied().take(2_000).chain(own.iter().map(String::as_str).cycle().take(2_000)).collect();
        for _ in 0..10 {
            let text = random_text(&mut random, &mixed, 2_000);
            check_with(&lens, &jieba, &text);
            characters += text.chars().count();
        }
        let words: Vec<&str> = own.iter().map(String::as_str).collect();
        assert_eq!(lens.remove_user_words(&words), words.iter().collect::<std::collections::HashSet<_>>().len());
        check_with(&lens, common::jieba(), &random_text(&mut random, &mixed, 2_000));
    }
    println!("law 3: {characters} characters with user words, seed {}, 5 modes, no difference", SEED + 1);
}

//! Compiled files as somebody may have damaged them, or made them on purpose.

use super::input::Input;
use hanlens::{Corpus, CutOptions, Fold, Heal, Lens, Mode, TextOptions};
use xxhash_rust::xxh3::xxh3_64;

/// The header: magic number, version, kind, number of sections, hash of all that follows.
const HEADER: usize = 24;
/// A row of the table of sections: number, offset, length.
const ROW: usize = 12;

/// A file out of bytes: the bytes as they are; the bytes behind a right header; or a whole file with some changes.
pub fn file(input: &mut Input, whole: &[u8]) -> Vec<u8> {
    match input.byte() % 8 {
        0 => bytes(input),
        1 => with_right_hash([&whole[..HEADER], &bytes(input)].concat()),
        2 => changed(input, whole),
        _ => with_right_hash(changed(input, whole)),
    }
}

fn bytes(input: &mut Input) -> Vec<u8> {
    std::mem::replace(input, Input::new(&[])).rest().to_vec()
}

fn with_right_hash(mut file: Vec<u8>) -> Vec<u8> {
    if file.len() >= HEADER {
        let hash = xxh3_64(&file[HEADER..]);
        file[16..HEADER].copy_from_slice(&hash.to_le_bytes());
    }
    file
}

/// A file with bytes changed, taken out and put in. A place is said as a section and an offset in it, because most
/// sections are small and one is large.
fn changed(input: &mut Input, whole: &[u8]) -> Vec<u8> {
    let mut file = whole.to_vec();
    for _ in 0..=input.below(6) {
        let at = place(input, &file);
        let room = file.len() - at;
        match input.byte() % 6 {
            0 if room > 0 => file[at] = input.byte(),
            1 if room >= 4 => file[at..at + 4].copy_from_slice(&(input.size() as u32).to_le_bytes()),
            2 => file.truncate(at),
            3 => drop(file.drain(at..at + room.min(input.size()))),
            4 => {
                let new: Vec<u8> = input.list(16, Input::byte);
                file.splice(at..at, new).for_each(drop);
            }
            5 => {
                let value = input.byte();
                let end = at + room.min(usize::from(input.byte()));
                file[at..end].fill(value);
            }
            _ => {}
        }
    }
    file
}

/// Somewhere in the header, in the table of sections, or in a section.
fn place(input: &mut Input, file: &[u8]) -> usize {
    let number = |at: usize| file.get(at..at + 4).map_or(0, |n| u32::from_le_bytes([n[0], n[1], n[2], n[3]]) as usize);
    let sections = number(12).clamp(1, 64);
    let at = match input.below(sections + 2) {
        0 => input.below(HEADER),
        1 => HEADER + usize::from(input.unit()) % (ROW * sections),
        chosen => {
            let row = HEADER + ROW * (chosen - 2);
            number(row + 4).wrapping_add(usize::from(input.unit()) % number(row + 8).max(1))
        }
    };
    at.min(file.len())
}

/// Uses all that an engine has: whatever its tables hold, it cuts, tags and folds without a panic.
pub fn use_it(lens: &mut Lens) {
    let text: Vec<u16> = TEXT.encode_utf16().collect();
    for options in [Mode::Precise, Mode::Search, Mode::Full].map(|mode| CutOptions { mode, hmm: true }) {
        let fold = Fold { width: true, case: true, compatibility: true, simplified: true };
        let mut corpus = Corpus::with_text_options(options, TextOptions { heal: Heal::On, fold });
        corpus.push("text", text.clone()).expect("it is short");
        corpus.analyze(lens);
        for token in corpus.documents()[0].tokens() {
            assert!(token.start < token.end && token.end as usize <= text.len());
        }
        let terms = corpus.terms();
        for term in 0..terms.len() as u32 {
            assert_eq!(terms.find(lens, terms.spelling(term)), Some(term));
            lens.idf(terms.spelling(term));
        }
    }
    for piece in lens.cut(&text, CutOptions::default()) {
        let spelling = &text[piece.start as usize..piece.end as usize];
        assert!(lens.word_id(spelling).is_none_or(|word| (word as usize) < lens.word_id_bound()));
        lens.tag_of(piece.word, spelling);
    }
    let pieces = lens.explain(&text, true).pieces;
    assert_eq!(pieces.last().map_or(0, |piece| piece.piece.end) as usize, text.len());
    lens.suggest_frequency("北京大学生");
    let _ = lens.load_user_dictionary("北京大\n学生 5 n\n");
    lens.cut(&text, CutOptions::default());
    lens.median_idf();
    lens.info();
}

const TEXT: &str =
    "我们在北京大学研究生命的起源，𠮷野家 and 3.14，龘龘的T恤\n今天天气好，頭髮乾燥二噁英\u{f900}\u{2f800}ＡＢ。";

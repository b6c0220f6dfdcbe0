//! Compiled files that were cut short or changed: an error or a dictionary, never a panic and never an endless loop.

mod common;

use common::utf16;
use hanlens::dictionary::{DECLARED_SLOTS, compile};
use hanlens::{CutOptions, Kind, Lens};
use proptest::prelude::*;
use std::sync::LazyLock;

/// The first bytes are the header: the hash of all that follows is at 16.
const HEADER: usize = 24;

struct Files {
    words: Vec<u8>,
    idf: Vec<u8>,
}

/// Every thousandth word of the real list, with its neighbours, so that all sections hold something.
static FILES: LazyLock<Files> = LazyLock::new(|| {
    let lines: Vec<&str> = common::word_list().lines().collect();
    let some = lines.chunks(1_000).flat_map(|chunk| &chunk[..chunk.len().min(12)]);
    let words: String = some.flat_map(|line| [line, "\n"]).collect();
    let idf: String = common::idf_list().lines().step_by(100).flat_map(|line| [line, "\n"]).collect();
    let files = compile(&words, &idf).unwrap();
    Files { words: files.words, idf: files.idf }
});

#[test]
fn the_whole_dictionary_has_room_in_what_the_module_declares() {
    let slots = common::lens().word_id_bound();
    assert!((DECLARED_SLOTS - 1_000..=DECLARED_SLOTS).contains(&slots), "{slots} slots, room for {DECLARED_SLOTS}");
}

fn with_right_hash(mut file: Vec<u8>) -> Vec<u8> {
    if file.len() >= HEADER {
        let hash = xxhash_rust::xxh3::xxh3_64(&file[HEADER..]);
        file[16..HEADER].copy_from_slice(&hash.to_le_bytes());
    }
    file
}

/// Some bytes changed, some taken out, perhaps the end cut off. Half of the changes are in the first bytes, where the
/// table of sections and the small sections are.
fn tampered(file: &'static [u8]) -> impl Strategy<Value = Vec<u8>> {
    let place = prop_oneof![0..file.len().min(1_000), 0..file.len()];
    let changes = proptest::collection::vec((place, any::<u8>()), 0..8);
    let removed =
        prop_oneof![3 => Just(0..0), 1 => (0..file.len(), 1usize..40).prop_map(|(at, length)| at..at + length)];
    let end = prop_oneof![3 => Just(file.len()), 1 => 0..file.len()];
    (changes, removed, end).prop_map(|(changes, removed, end)| {
        let mut bytes = file.to_vec();
        changes.into_iter().for_each(|(at, value)| bytes[at] = value);
        bytes.drain(removed.start.min(bytes.len())..removed.end.min(bytes.len()));
        bytes.truncate(end);
        bytes
    })
}

/// Uses all that a dictionary has.
fn use_it(lens: &Lens) {
    let text = utf16("我们在北京大学研究中文分词，𠮷野家 and 3.14，龘龘的T恤");
    for piece in lens.cut(&text, CutOptions::default()) {
        let spelling = &text[piece.start as usize..piece.end as usize];
        lens.tag_of(piece.word, spelling);
        lens.idf(spelling);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_word_file_is_noticed(file in tampered(&FILES.words)) {
        if file != FILES.words {
            prop_assert_eq!(Lens::new(&file).unwrap_err().kind(), Kind::BadDictionary);
        }
    }

    #[test]
    fn a_changed_word_file_with_a_right_hash_is_an_error_or_a_dictionary(file in tampered(&FILES.words)) {
        match Lens::new(&with_right_hash(file)) {
            Ok(lens) => use_it(&lens),
            Err(error) => prop_assert_eq!(error.kind(), Kind::BadDictionary),
        }
    }

    #[test]
    fn a_changed_idf_file_with_a_right_hash_is_an_error_or_a_table(file in tampered(&FILES.idf)) {
        static LENS: LazyLock<std::sync::Mutex<Lens>> =
            LazyLock::new(|| std::sync::Mutex::new(Lens::new(&FILES.words).unwrap()));
        let mut lens = LENS.lock().unwrap();
        match lens.load_idf(&with_right_hash(file)) {
            Ok(()) => use_it(&lens),
            Err(error) => prop_assert_eq!(error.kind(), Kind::BadDictionary),
        }
    }
}

/// The hash is of what follows the header, so each of the header's own bytes needs another guard.
#[test]
fn every_change_of_the_header_is_noticed() {
    for at in 0..HEADER {
        for change in 1..=u8::MAX {
            let mut file = FILES.words.clone();
            file[at] ^= change;
            let kind = Lens::new(&file).map(|_| ()).map_err(|error| error.kind());
            assert_eq!(kind, Err(Kind::BadDictionary), "byte {at} changed by {change:#04x}");
        }
    }
}

#[test]
fn the_version_of_the_format_is_looked_at_first() {
    for version in [0_u16, 1, 2, 3, 4, 6, u16::MAX] {
        let mut file = FILES.words.clone();
        file[8..10].copy_from_slice(&version.to_le_bytes());
        let error = Lens::new(&file).unwrap_err().to_string();
        assert!(error.contains(&format!("version {version}")), "{error}");
    }
}

/// Where a section lies in a file.
fn section(file: &[u8], id: u32) -> std::ops::Range<usize> {
    let number = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap());
    let row = (0..number(12) as usize).map(|row| HEADER + 12 * row).find(|&row| number(row) == id).unwrap();
    let start = number(row + 4) as usize;
    start..start + number(row + 8) as usize
}

#[test]
fn no_time_is_spent_on_words_that_are_not_there() {
    const EXTRA_LENGTHS: u32 = 24;
    const EXTRA_FIRSTS: u32 = 25;
    let mut file = FILES.idf.clone();
    let counts = section(&file, EXTRA_LENGTHS);
    assert!(counts.len() >= 4);
    // 2^28 - 1 words of one character, all the same. There are a few, and the rest would be looked for to the end.
    file[counts][..4].copy_from_slice(&[0xff, 0xff, 0xff, 0x7f]);
    let firsts = section(&file, EXTRA_FIRSTS);
    file[firsts].fill(0);
    let error = Lens::new(&FILES.words).unwrap().load_idf(&with_right_hash(file)).unwrap_err();
    assert_eq!(error.kind(), Kind::BadDictionary);
    assert!(error.to_string().contains("fewer words"), "{error}");
}

#[test]
fn no_time_is_spent_on_families_that_collide_with_themselves() {
    const COLLISIONS: u32 = 27;
    let first = section(&FILES.words, COLLISIONS).start;
    // Inner nodes whose families are large: in the list of those that collide they are there twice.
    for inner in 1..40 {
        let mut file = FILES.words.clone();
        file[first] = inner;
        match Lens::new(&with_right_hash(file)) {
            Ok(lens) => use_it(&lens),
            Err(error) => assert_eq!(error.kind(), Kind::BadDictionary),
        }
    }
}

#[test]
fn files_of_two_dictionaries_do_not_go_together() {
    let mut lens = Lens::from_lists("北京 1 ns\n", "").unwrap();
    assert_eq!(lens.load_idf(&FILES.idf).unwrap_err().kind(), Kind::BadDictionary);
}

//! Loading the tables beside the dictionary: inverse document frequencies, and what folds text.

use super::damage;
use super::engine::{files, with_lens};
use super::input::Input;
use hanlens::Kind;

pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let is_idf = input.flag();
    let whole = if is_idf { &files().idf } else { &files().fold };
    let file = damage::file(&mut input, whole);
    with_lens(|lens| {
        match if is_idf { lens.load_idf(&file) } else { lens.load_fold(&file) } {
            Ok(()) => damage::use_it(lens),
            Err(error) => assert_eq!(error.kind(), Kind::BadDictionary, "{error}"),
        }
        // The engine is used again: it must be as it was.
        lens.load_idf(&files().idf).expect("our IDF loads");
        lens.load_fold(&files().fold).expect("our tables load");
    });
}

//! Loading a compiled dictionary: an engine that works, or an error of kind `bad-dictionary`.

use super::damage;
use super::engine::files;
use super::input::Input;
use hanlens::{Kind, Lens};

pub fn run(data: &[u8]) {
    let file = damage::file(&mut Input::new(data), &files().words);
    match Lens::new(&file) {
        Ok(mut lens) => damage::use_it(&mut lens),
        Err(error) => assert_eq!(error.kind(), Kind::BadDictionary, "{error}"),
    }
}

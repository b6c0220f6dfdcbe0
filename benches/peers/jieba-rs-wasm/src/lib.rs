//! `jieba-rs` behind three functions of plain numbers, so that what is measured is the crate and no binding.
//!
//! The caller takes a place from `reserve`, writes UTF-8 there and calls `load` (a word list) or `cut` (a text).

use jieba_rs::Jieba;
use std::cell::RefCell;

thread_local! {
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static JIEBA: RefCell<Option<Jieba>> = const { RefCell::new(None) };
}

/// The address of a place of `length` bytes, good until the next call.
#[unsafe(no_mangle)]
pub extern "C" fn reserve(length: usize) -> *mut u8 {
    INPUT.with_borrow_mut(|input| {
        input.clear();
        input.resize(length, 0);
        input.as_mut_ptr()
    })
}

/// Takes the bytes at the place as the word list. Returns 1, or 0 when they are none.
#[unsafe(no_mangle)]
pub extern "C" fn load() -> u32 {
    let loaded = INPUT.with_borrow(|input| Jieba::with_dict(&mut input.as_slice()));
    let is_loaded = loaded.is_ok();
    JIEBA.set(loaded.ok());
    u32::from(is_loaded)
}

/// Cuts the text at the place and returns the number of pieces; 0 before a word list was loaded.
#[unsafe(no_mangle)]
pub extern "C" fn cut() -> usize {
    INPUT.with_borrow(|input| {
        let Ok(text) = str::from_utf8(input) else { return 0 };
        JIEBA.with_borrow(|jieba| jieba.as_ref().map_or(0, |jieba| jieba.cut(text, true).len()))
    })
}

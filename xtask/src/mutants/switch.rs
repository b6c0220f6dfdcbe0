//! The switch of the changes. Written by `cargo xtask mutants` into a copy of the sources; no part of the product.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

const UNKNOWN: u32 = u32::MAX;
const RECORDS: u32 = u32::MAX - 1;

static ON: AtomicU32 = AtomicU32::new(UNKNOWN);
static REACHED: [AtomicBool; 1 << 14] = [const { AtomicBool::new(false) }; 1 << 14];

/// Whether this change is on: the one that the environment names.
#[inline(always)]
pub fn is(id: u32) -> bool {
    let on = ON.load(Ordering::Relaxed);
    on == id || (on >= RECORDS && seldom(id))
}

/// Asks the environment, once; or writes down that the place of a change was reached.
#[cold]
#[inline(never)]
fn seldom(id: u32) -> bool {
    let list = std::env::var_os("HANLENS_MUTANTS_REACHED");
    if ON.load(Ordering::Relaxed) == UNKNOWN {
        let on = std::env::var("HANLENS_MUTANT").ok().and_then(|on| on.parse().ok()).unwrap_or(0);
        ON.store(if list.is_some() { RECORDS } else { on }, Ordering::Relaxed);
    }
    if let Some(list) = list {
        if !REACHED[id as usize].swap(true, Ordering::Relaxed) {
            use std::io::Write;
            let mut file = std::fs::OpenOptions::new().create(true).append(true).open(list).expect("the list opens");
            file.write_all(format!("{id}\n").as_bytes()).expect("the list is written");
        }
        return false;
    }
    ON.load(Ordering::Relaxed) == id
}

//! The bodies of the fuzz targets, one file each: bytes that anybody may have made are read as the input of a part of
//! the core, and the laws that hold for every input are checked.
//!
//! `cargo xtask fuzz` runs them under libFuzzer, which changes the bytes so that they reach new code. `tests/fuzz.rs`
//! includes this file and runs the same bodies over the seeds and over random changes of them, with any compiler.

pub mod damage;
pub mod dictionary;
pub mod engine;
pub mod export;
pub mod input;
pub mod measures;
pub mod pattern;
pub mod pipeline;
pub mod tables;
pub mod user_words;

/// A target: its name, which is that of its binary and of its folder of seeds, and what it does with some bytes. A
/// fault is a panic.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 7] = [
    ("dictionary", dictionary::run),
    ("tables", tables::run),
    ("user_words", user_words::run),
    ("pipeline", pipeline::run),
    ("measures", measures::run),
    ("pattern", pattern::run),
    ("export", export::run),
];

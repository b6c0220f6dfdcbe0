//! The bodies of the fuzz targets with any compiler: over their seeds, over changed seeds and over random bytes.
//!
//! `cargo xtask fuzz` runs the same bodies for as long as one likes, guided by what the bytes reach.

#![allow(missing_docs)]

#[path = "../fuzz/src/lib.rs"]
mod targets;

use proptest::prelude::*;
use std::path::Path;

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("a target has seeds").map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// Random bytes, or a seed with bytes changed, taken out and doubled.
fn bytes(seeds: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let random = proptest::collection::vec(any::<u8>(), 0..400);
    let change = (any::<prop::sample::Index>(), any::<u8>(), 0u8..4);
    let changed =
        (proptest::sample::select(seeds), proptest::collection::vec(change, 0..12)).prop_map(|(mut seed, changes)| {
            for (place, value, what) in changes.into_iter().filter(|_| !seed.is_empty()).collect::<Vec<_>>() {
                if seed.is_empty() {
                    break;
                }
                let at = place.index(seed.len());
                match what {
                    0 => seed[at] = value,
                    1 => drop(seed.remove(at)),
                    2 => seed.insert(at, value),
                    _ => seed.extend_from_within(at..),
                }
                seed.truncate(4096);
            }
            seed
        });
    prop_oneof![2 => random, 3 => changed]
}

fn check(target: &str) {
    let (_, run) = targets::TARGETS.iter().find(|(name, _)| *name == target).expect("there is such a target");
    let seeds = seeds(target);
    assert!(!seeds.is_empty());
    seeds.iter().for_each(|seed| run(seed));
    run(&[]);
    let config = ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(bytes in bytes(seeds.clone()))| run(&bytes));
}

macro_rules! check_each {
    ($($target:ident)*) => {$(
        #[test]
        fn $target() {
            check(stringify!($target));
        }
    )*

        #[test]
        fn every_target_has_a_test_and_a_binary() {
            let known = [$(stringify!($target)),*];
            assert_eq!(targets::TARGETS.map(|(name, _)| name), known);
            for name in known {
                let binary = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fuzz/fuzz_targets/{name}.rs"));
                let text = std::fs::read_to_string(binary).unwrap();
                assert!(text.contains(&format!("hanlens_fuzz::{name}::run")), "{name}");
            }
        }
    };
}

check_each!(dictionary tables user_words pipeline measures pattern export);

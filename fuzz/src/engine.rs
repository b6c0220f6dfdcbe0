//! A small engine of our own words, so that a target starts at once and needs no file of anybody's. It has all parts:
//! tags, the model of unknown words, inverse document frequencies, tables that fold.

use hanlens::Lens;
use hanlens::dictionary::{compile, compile_fold};
use std::cell::RefCell;
use std::sync::OnceLock;

/// The compiled files of the engine.
pub struct Files {
    pub words: Vec<u8>,
    pub idf: Vec<u8>,
    pub fold: Vec<u8>,
}

/// Words with a tag; the frequency follows from the place.
const WORDS: &str = "的 uj\n了 ul\n不 d\n是 v\n在 p\n人 n\n大 a\n上 f\n我们 r\n北京 ns\n大学 n\n北京大学 nt\n今天 t\n天气 n\n很好 a\n\
    研究 vn\n研究生 n\n生命 n\n命 n\n起源 vn\n中文 nz\n分词 n\n资讯 n\n头发 n\n干燥 a\n乾隆 nr\n学生 n\n京 j\n天 q\n气 n\n好 a\n学 n\n文 n\n\
    中 f\n话题 n\n第三 m\n章 q\nABC eng\nC++ nz\n二 m\n年 m\n月 m\n日 m\n一 m\n野 n\n家 q\n吉野家 nz\n今天天气 l\n";

/// Two characters, each first with each second, so that a family of the trie is large.
const FIRSTS: &str = "大中上学生天";
const SECONDS: &str = "人们年月日家文气好京分词研究命起源";

/// Traditional and simplified, as OpenCC lists them.
const CHARACTERS: &str = "資\t资\n訊\t讯\n乾\t干 乾\n頭\t头\n髮\t发\n發\t发\n後\t后\n氣\t气\n學\t学\n研\t研\n𠁞\t𠀾\n";
const PHRASES: &str = "乾隆\t乾隆\n乾燥\t干燥\n頭髮\t头发\n二噁英\t二𫫇英\n以後\t以后\n";
const COMPATIBILITY: &str = "\u{f900}\t豈\n\u{2f800}\t丽\n\u{f907}\t龜\n";

/// The files, compiled once.
pub fn files() -> &'static Files {
    static FILES: OnceLock<Files> = OnceLock::new();
    FILES.get_or_init(|| {
        let (words, idf) = lists();
        let compiled = compile(&words, &idf).expect("our words compile");
        let fold = compile_fold(CHARACTERS, PHRASES, COMPATIBILITY).expect("our tables compile");
        Files { words: compiled.words, idf: compiled.idf, fold }
    })
}

fn lists() -> (String, String) {
    let mut known: Vec<(String, &str)> =
        WORDS.lines().filter_map(|line| line.split_once(' ')).map(|(word, tag)| (word.to_owned(), tag)).collect();
    for word in FIRSTS.chars().flat_map(|first| SECONDS.chars().map(move |second| format!("{first}{second}"))) {
        if !known.iter().any(|(other, _)| *other == word) {
            known.push((word, "n"));
        }
    }
    let numbered = || (1u32..).zip(&known);
    let words = numbered().map(|(number, (word, tag))| format!("{word} {} {tag}\n", 1 + 90_000 / (number * number)));
    let idf = numbered()
        .filter(|(number, _)| number % 3 > 0)
        .map(|(number, (word, _))| format!("{word} {}.5\n", number % 13));
    (words.collect(), idf.collect::<String>() + "人工智能 9.25\n深度学习 11.0\n")
}

/// A fresh engine with all tables.
pub fn new_lens() -> Lens {
    let mut lens = Lens::new(&files().words).expect("our dictionary loads");
    lens.load_idf(&files().idf).expect("our IDF loads");
    lens.load_fold(&files().fold).expect("our tables load");
    lens
}

/// The engine without user words.
pub fn lens() -> &'static Lens {
    static LENS: OnceLock<Lens> = OnceLock::new();
    LENS.get_or_init(new_lens)
}

/// Calls `work` with an engine that it may change; it has no user words at the beginning.
pub fn with_lens<T>(work: impl FnOnce(&mut Lens) -> T) -> T {
    thread_local!(static LENS: RefCell<Lens> = RefCell::new(new_lens()));
    LENS.with(|lens| {
        let mut lens = lens.borrow_mut();
        lens.replace_user_words(&[]).expect("no words are good words");
        work(&mut lens)
    })
}

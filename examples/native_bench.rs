//! One round of the native figures of `cargo xtask bench`, as one JSON object: milliseconds, each the mean of as many
//! passes as fit into a quarter of a second, after a pass that is not counted.
//!
//! ```text
//! native_bench --text FILE --dictionary FILE [--words FILE --image FILE]
//! ```
//!
//! With `--words` (jieba's list) and `--image` it also writes the double array of the dictionary as it lies in memory,
//! eight bytes a slot: what the download would be if the array were shipped and not built at the start.

use hanlens::analysis::StopWords;
use hanlens::analysis::frequency::{TermQuery, page};
use hanlens::dictionary::Dictionary;
use hanlens::segment::Piece;
use hanlens::text::TokenKind;
use hanlens::{Corpus, CutOptions, Lens, Mode, TextOptions};
use jieba_rs::Jieba;
use rustc_hash::FxHashMap;
use std::collections::HashMap;
use std::fmt::Display;
use std::hint::black_box;
use std::time::{Duration, Instant};

type Failure = Box<dyn std::error::Error>;

const ENOUGH: Duration = Duration::from_millis(250);
const TABLE_ROWS: usize = 100;

fn main() -> Result<(), Failure> {
    let arguments = arguments()?;
    let argument = |name: &str| arguments.get(name).ok_or_else(|| format!("{name} FILE is missing"));
    let text = std::fs::read_to_string(argument("--text")?)?;
    let dictionary = std::fs::read(argument("--dictionary")?)?;
    if let (Some(words), Some(image)) = (arguments.get("--words"), arguments.get("--image")) {
        std::fs::write(image, image_of(&Dictionary::load(dictionary.clone())?, &std::fs::read_to_string(words)?))?;
    }
    println!("{}", round(&text, &dictionary)?);
    Ok(())
}

fn arguments() -> Result<HashMap<String, String>, Failure> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let (pairs, rest) = given.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(format!("{} has no value", rest[0]).into());
    }
    Ok(pairs.iter().cloned().map(<(String, String)>::from).collect())
}

/// All figures once, ours and the peer's in turn.
fn round(text: &str, dictionary: &[u8]) -> Result<String, Failure> {
    let (jieba, jieba_ready) = once(Jieba::new);
    let (lens, ready) = once(|| Lens::new(dictionary));
    let lens = lens?;
    let units: Vec<u16> = text.encode_utf16().collect();
    let with_model = CutOptions::default();
    let without = CutOptions { hmm: false, ..with_model };
    let runs = unknown_runs(&lens, &units);
    let joined = runs.join("\n");
    let empty = Jieba::empty();
    let image = vec![0; size_of::<u64>() * lens.word_id_bound()];

    let mut figures = Figures::default();
    figures.add("bytes", text.len());
    figures.add("jiebaReady", milliseconds(jieba_ready));
    figures.add("ready", milliseconds(ready));
    figures.add("jiebaCut", mean(|| jieba.cut(text, true).len()));
    figures.add("cut", mean(|| lens.cut(&units, with_model).len()));
    figures.add("cutWithoutModel", mean(|| lens.cut(&units, without).len()));
    figures.add("jiebaTable", mean(|| jieba_table(&jieba, text)));
    figures.add("table", mean(|| table(&lens, &units, with_model)));
    figures.add("tableHealed", mean(|| table_of(&lens, &units, with_model, TextOptions::default())));
    figures.add("tableWithoutModel", mean(|| table(&lens, &units, without)));
    figures.add("unknownRuns", runs.len());
    figures.add("unknownRunsDistinct", distinct(&runs).len());
    figures.add("unknownCharacters", runs.iter().map(|run| run.chars().count()).sum::<usize>());
    figures.add("recogniserByRun", mean(|| runs.iter().map(|run| empty.cut(run, true).len()).sum::<usize>()));
    figures.add("recogniserBatched", mean(|| empty.cut(&joined, true).len()));
    figures.add("recogniserMemoised", mean(|| memoised(&empty, &runs)));
    figures.add("imageRead", mean(|| read_image(&image)));
    Ok(figures.to_json())
}

#[derive(Default)]
struct Figures(Vec<String>);

impl Figures {
    fn add(&mut self, name: &str, value: impl Display) {
        self.0.push(format!("\"{name}\": {value}"));
    }

    fn to_json(&self) -> String {
        format!("{{{}}}", self.0.join(", "))
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn once<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let made = work();
    (made, start.elapsed())
}

fn mean<T>(mut work: impl FnMut() -> T) -> f64 {
    black_box(work());
    let (start, mut passes) = (Instant::now(), 0);
    while start.elapsed() < ENOUGH {
        black_box(work());
        passes += 1;
    }
    milliseconds(start.elapsed()) / f64::from(passes)
}

/// Text to the rows of the table: what JavaScript is given, without the way there.
fn table(lens: &Lens, units: &[u16], options: CutOptions) -> usize {
    table_of(lens, units, options, TextOptions::UNTOUCHED)
}

fn table_of(lens: &Lens, units: &[u16], options: CutOptions, text_options: TextOptions) -> usize {
    let mut corpus = Corpus::with_text_options(options, text_options);
    // A text is far below the limit of a document.
    let _ = corpus.push("text", units.to_vec());
    corpus.analyze(lens);
    let marks = StopWords::default().mark(corpus.terms());
    let query = TermQuery { limit: Some(TABLE_ROWS), ..TermQuery::default() };
    page(&corpus, &marks, &query).map_or(0, |page| page.rows.len())
}

fn jieba_table(jieba: &Jieba, text: &str) -> usize {
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    for token in jieba.cut(text, true) {
        *counts.entry(token.word).or_default() += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_unstable_by_key(|row| std::cmp::Reverse(row.1));
    rows.truncate(TABLE_ROWS);
    rows.len()
}

/// The runs that the recogniser of unknown words is given: neighbours that the route left single, together no word.
fn unknown_runs(lens: &Lens, units: &[u16]) -> Vec<String> {
    let pieces = lens.cut(units, CutOptions { mode: Mode::Precise, hmm: false });
    let is_single = |piece: &Piece| {
        let spelling = &units[piece.start as usize..piece.end as usize];
        is_block_ascii(spelling) || (spelling.len() == 1 && TokenKind::of(spelling) == TokenKind::Han)
    };
    let runs = pieces.chunk_by(|a, b| is_single(a) && is_single(b)).filter(|run| is_single(&run[0]));
    let spellings = runs.map(|run| &units[run[0].start as usize..run[run.len() - 1].end as usize]);
    spellings.filter(|run| run.len() > 1 && lens.word_id(run).is_none()).map(String::from_utf16_lossy).collect()
}

/// Whether these are ASCII characters that jieba keeps in a block.
fn is_block_ascii(spelling: &[u16]) -> bool {
    let inside =
        |unit: &u16| u8::try_from(*unit).is_ok_and(|byte| byte.is_ascii_alphanumeric() || b"+#&._%-".contains(&byte));
    spelling.iter().all(inside)
}

fn distinct(runs: &[String]) -> rustc_hash::FxHashSet<&str> {
    runs.iter().map(String::as_str).collect()
}

fn memoised(jieba: &Jieba, runs: &[String]) -> usize {
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    runs.iter().map(|run| *known.entry(run).or_insert_with(|| jieba.cut(run, true).len())).sum()
}

/// What loading a shipped array costs at the least: its hash, and its bytes as numbers.
fn read_image(bytes: &[u8]) -> u64 {
    let slots: Vec<u64> = bytes.as_chunks::<8>().0.iter().map(|slot| u64::from_le_bytes(*slot)).collect();
    xxhash_rust::xxh3::xxh3_64(bytes) ^ slots.len() as u64
}

/// What lies below the child of a node for a code: even where the whole code counts, odd where its low bits do.
fn base_of(child: u32, code: u16) -> u64 {
    const LOW_BITS: u16 = 511;
    let whole = child - u32::from(code);
    u64::from(if whole.is_multiple_of(2) { whole } else { child - u32::from(code & LOW_BITS) })
}

/// The slots with what they hold, found by walking every word; see `dictionary/trie.rs` for the bits.
fn image_of(dictionary: &Dictionary, words: &str) -> Vec<u8> {
    const LABEL_SHIFT: u32 = 20;
    const FREQUENCY_SHIFT: u32 = LABEL_SHIFT + 14;
    const TAG_SHIFT: u32 = FREQUENCY_SHIFT + 13;
    let codes: FxHashMap<u16, u16> = (1..).zip(dictionary.characters()).map(|(code, &unit)| (unit, code)).collect();
    let mut tags: FxHashMap<&str, u64> = FxHashMap::default();
    let mut image = vec![0; dictionary.slot_count()];
    for word in words.lines().filter_map(|line| line.split(' ').next()) {
        let mut parent = None;
        for code in word.encode_utf16().map_while(|unit| codes.get(&unit).copied()) {
            let found = parent.map_or_else(|| dictionary.root(code), |(_, node)| dictionary.child(node, code));
            let Some((slot, node)) = found else { break };
            if let Some((above, _)) = parent {
                image[above as usize] |= base_of(slot, code);
            }
            let numbers = tags.len() as u64;
            let tag = *tags.entry(dictionary.tag(slot)).or_insert(numbers);
            let word_bits = (node.frequency_number() as u64) << FREQUENCY_SHIFT | tag << TAG_SHIFT;
            image[slot as usize] |= u64::from(code) << LABEL_SHIFT | word_bits;
            parent = found;
        }
    }
    image.iter().flat_map(|slot| slot.to_le_bytes()).collect()
}

//! Law 4: text that is damaged by wraps inside sentences gives the tokens and the counts of the text without them, and
//! text that is not damaged is left as it is.

mod common;

use common::{Random, lens, utf16};
use hanlens::text::Healing;
use hanlens::{Corpus, CutOptions, Heal, TextOptions};
use std::collections::{BTreeMap, BTreeSet};

const SEED: u64 = 20_261_124;

const PROSE: [(&str, &str); 8] = [
    ("notice", include_str!("texts/notice.txt")),
    ("story", include_str!("texts/story.txt")),
    ("science", include_str!("texts/science.txt")),
    ("essay", include_str!("texts/essay.txt")),
    ("history", include_str!("texts/history.txt")),
    ("library", include_str!("../www/samples/library.txt")),
    ("market", include_str!("../www/samples/market.txt")),
    ("paper", include_str!("../www/samples/paper.txt")),
];
const STRUCTURES: &str = include_str!("texts/structures.txt");

fn analysed(text: Vec<u16>, heal: Heal) -> Corpus {
    let mut corpus = Corpus::with_text_options(CutOptions::default(), TextOptions { heal, ..TextOptions::default() });
    corpus.push("text", text).unwrap();
    corpus.analyze(lens());
    corpus
}

/// A text with wraps, and where each stands that is not in the text without them: (start, length) in the damaged text.
struct Damaged {
    text: Vec<u16>,
    wraps: Vec<(usize, usize)>,
}

/// How a generator chooses the places of its wraps.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Setting {
    /// After every 14 to 20 characters, wherever that is.
    Anywhere,
    /// As type is set: a line does not end inside a number or a foreign word, nor begin with a comma.
    Typeset,
}

/// Breaks the paragraphs of a text after every 14 to 20 characters by one of `whites`.
fn damage(text: &str, whites: &[&str], setting: Setting, random: &mut Random) -> Damaged {
    let mut damaged = Damaged { text: Vec::new(), wraps: Vec::new() };
    for line in text.split_inclusive('\n') {
        let characters: Vec<char> = line.chars().collect();
        let (mut in_line, mut width) = (0, 14 + random.below(7));
        for (index, &c) in characters.iter().enumerate() {
            let before = index.checked_sub(1).map(|index| characters[index]);
            let is_inside = characters[index..].iter().any(|c| *c != '\n');
            if in_line >= width && is_inside && before.is_some_and(|before| may_break(before, c, setting)) {
                let white = utf16(random.pick::<&str>(whites));
                damaged.wraps.push((damaged.text.len(), white.len()));
                damaged.text.extend(white);
                (in_line, width) = (0, 14 + random.below(7));
            }
            damaged.text.extend(utf16(&c.to_string()));
            in_line += 1;
        }
    }
    damaged
}

fn may_break(before: char, after: char, setting: Setting) -> bool {
    // A wrap inside a sentence: not where one ends, and not where white space stands already.
    let ends = |c: char| "。！？…”」）".contains(c) || c.is_whitespace();
    let splits_word = before.is_ascii() && after.is_ascii();
    let begins_badly = "，。、；：！？”」）》—…%℃".contains(after) || "“「（《".contains(before);
    !ends(before) && !after.is_whitespace() && (setting == Setting::Anywhere || !(splits_word || begins_badly))
}

/// The tokens by their places in the text without the wraps.
fn places(corpus: &Corpus, wraps: &[(usize, usize)]) -> BTreeSet<(usize, usize)> {
    let clean = |at: u32| {
        let before = wraps.iter().take_while(|&&(start, _)| start < at as usize);
        at as usize - before.map(|&(start, length)| length.min(at as usize - start)).sum::<usize>()
    };
    corpus.documents()[0].tokens().iter().map(|token| (clean(token.start), clean(token.end))).collect()
}

fn table(corpus: &Corpus) -> BTreeMap<String, u32> {
    let terms = corpus.terms();
    (0..terms.len() as u32).map(|term| (terms.word(term), terms.count(term))).collect()
}

/// How many tokens of the frequency tables differ.
fn table_difference(a: &Corpus, b: &Corpus) -> u32 {
    let (a, b) = (table(a), table(b));
    let words: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let count = |table: &BTreeMap<String, u32>, word| table.get(word).copied().unwrap_or(0);
    words.into_iter().map(|word| count(&a, word).abs_diff(count(&b, word))).sum::<u32>().div_ceil(2)
}

/// Tokens in all, tokens that differ, and differences of the tables, over all texts.
#[derive(Debug, Default)]
struct Figures {
    tokens: usize,
    different: usize,
    table: u32,
    wraps: usize,
    healed: usize,
}

impl Figures {
    fn add(&mut self, text: &str, whites: &[&str], setting: Setting, heal: Heal, random: &mut Random) {
        let clean = analysed(utf16(text), Heal::Off);
        let Damaged { text, wraps } = damage(text, whites, setting, random);
        let healed = analysed(text, heal);
        let (expected, actual) = (places(&clean, &[]), places(&healed, &wraps));
        self.tokens += expected.len().max(actual.len());
        self.different += expected.difference(&actual).count().max(actual.difference(&expected).count());
        self.table += table_difference(&clean, &healed);
        self.wraps += wraps.len();
        self.healed += healed.documents()[0].healed().wraps();
    }

    fn same(&self) -> f64 {
        1.0 - self.different as f64 / self.tokens as f64
    }

    fn same_table(&self) -> f64 {
        1.0 - f64::from(self.table) / self.tokens as f64
    }
}

const DAMAGES: [(&str, &[&str]); 5] = [
    ("spaces", &[" "]),
    ("line feeds", &["\n"]),
    ("carriage returns and line feeds", &["\r\n"]),
    ("carriage returns", &["\r"]),
    ("mixed", &[" ", "\n", "\r\n", " \n"]),
];

/// Paragraphs that a blank line parts, and paragraphs that only a line break parts.
fn layouts(text: &str) -> [String; 2] {
    [text.to_owned(), text.replace("\n\n", "\n")]
}

#[test]
fn damaged_prose_gives_the_tokens_and_the_table_of_the_clean_prose() {
    let bytes: usize = PROSE.iter().map(|(_, text)| text.len()).sum();
    assert!(bytes > 20_000);
    println!("seed {SEED}, {bytes} bytes of prose");
    for setting in [Setting::Typeset, Setting::Anywhere] {
        for (name, whites) in DAMAGES {
            let mut random = Random(SEED);
            let mut figures = Figures::default();
            for (_, text) in PROSE {
                for text in layouts(text) {
                    figures.add(&text, whites, setting, Heal::Auto, &mut random);
                }
            }
            let (same, same_table) = (figures.same(), figures.same_table());
            println!("{name}, {setting:?}: tokens {same:.5}, table {same_table:.5}; {figures:?}");
            // A number, a foreign word or an address that is torn stays torn: nobody can tell it from two.
            let least = if setting == Setting::Typeset { 0.998 } else { 0.99 };
            assert!(same >= least && same_table >= least, "{name}, {setting:?}: {figures:?}");
        }
    }
}

#[test]
fn a_text_by_itself_is_enough_to_judge_it() {
    for (name, text) in PROSE {
        for (kind, whites) in DAMAGES {
            let mut figures = Figures::default();
            figures.add(text, whites, Setting::Typeset, Heal::Auto, &mut Random(SEED));
            assert!(figures.same() >= 0.996, "{name}, {kind}: {figures:?}");
        }
    }
}

#[test]
fn text_that_is_not_damaged_is_left_as_it_is() {
    let whole = PROSE.map(|(_, text)| text).join("\n\n");
    let texts = PROSE.iter().copied().chain([("structures", STRUCTURES)]);
    let sections = STRUCTURES.split("\n\n").map(|section| ("section", section));
    let both = [whole.clone() + STRUCTURES, STRUCTURES.to_owned() + &whole];
    for (name, text) in texts.chain(sections).chain(both.iter().map(|text| ("prose and structures", text.as_str()))) {
        for text in layouts(text) {
            let corpus = analysed(utf16(&text), Heal::Auto);
            let healed = corpus.documents()[0].healed();
            assert_eq!((healed.wraps(), healed.healing()), (0, Healing::None), "{name}: {text}");
        }
    }
}

//! Law 4: text that is damaged by wraps inside sentences gives the tokens and the counts of the text without them, and
//! text that is not damaged is left as it is.

mod common;

use common::{Random, lens, utf16};
use hanlens::text::Healing;
use hanlens::{Corpus, CutOptions, Heal, TextOptions, Work, cut_stretch};
use std::collections::{BTreeMap, BTreeSet};

const SEED: u64 = 20_261_124;
/// How many damaged forms of each text are looked at.
const TIMES: u64 = 3;

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
/// Lines and rows in foreign letters and numbers, as short as the lines of the damaged prose.
const FOREIGN: &str = include_str!("texts/foreign.txt");
/// Chinese prose with English words in small letters.
const MIXED: &str = include_str!("texts/mixed.txt");

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
    /// As [`Typeset`](Self::Typeset), and a space at which a line ends is swallowed by its end.
    Swallowing,
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
            if setting == Setting::Swallowing && c == ' ' && in_line >= width {
                damaged.text.extend(utf16(random.pick::<&str>(whites)));
                (in_line, width) = (0, 14 + random.below(7));
                continue;
            }
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
    // Counts, so that no rounding decides: at most two tokens of 1,000 differ.
    let is_enough = |different: usize, tokens: usize| different * 1000 <= tokens * 2;
    let bytes: usize = PROSE.iter().map(|(_, text)| text.len()).sum();
    assert!(bytes > 20_000);
    println!("seed {SEED}, {bytes} bytes of prose");
    for setting in [Setting::Typeset, Setting::Anywhere] {
        for (name, whites) in DAMAGES {
            let mut figures = Figures::default();
            for mut random in (SEED..SEED + TIMES).map(Random) {
                for text in PROSE.iter().flat_map(|(_, text)| layouts(text)) {
                    figures.add(&text, whites, setting, Heal::Auto, &mut random);
                }
            }
            let (same, same_table) = (figures.same(), figures.same_table());
            println!("{name}, {setting:?}: tokens {same:.5}, table {same_table:.5}; {figures:?}");
            let Figures { tokens, different, table, .. } = figures;
            assert!(is_enough(different, tokens), "{name}, {setting:?}: {figures:?}");
            assert!(is_enough(table as usize, tokens), "{name}, {setting:?}: {figures:?}");
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
    let texts = PROSE.iter().copied().chain([("structures", STRUCTURES), ("foreign", FOREIGN), ("mixed", MIXED)]);
    let sections = [STRUCTURES, FOREIGN].into_iter().flat_map(|text| text.split("\n\n"));
    let sections = sections.map(|section| ("section", section));
    let both = [STRUCTURES, FOREIGN]
        .into_iter()
        .flat_map(|lines| [format!("{whole}\n\n{lines}"), format!("{lines}\n\n{whole}")]);
    let both: Vec<String> = both.collect();
    for (name, text) in texts.chain(sections).chain(both.iter().map(|text| ("prose and structures", text.as_str()))) {
        for text in layouts(text) {
            let corpus = analysed(utf16(&text), Heal::Auto);
            let healed = corpus.documents()[0].healed();
            assert_eq!((healed.wraps(), healed.healing()), (0, Healing::None), "{name}: {text}");
        }
    }
}

/// What was taken out between two letters or digits.
fn joined(corpus: &Corpus) -> Vec<(usize, usize)> {
    let document = &corpus.documents()[0];
    let is_word = |at: usize| {
        let unit = document.text().get(at).and_then(|&unit| u8::try_from(unit).ok());
        unit.is_some_and(|byte| byte.is_ascii_alphanumeric())
    };
    let ranges = document.healed().ranges().iter().map(|range| (range[0] as usize, range[1] as usize));
    ranges.filter(|&(start, end)| start > 0 && is_word(start - 1) && is_word(end)).collect()
}

#[test]
fn lines_that_were_set_with_care_end_between_foreign_words() {
    let mut ends = 0;
    for (name, whites) in DAMAGES {
        for text in PROSE.iter().map(|(_, text)| *text).chain([MIXED]).flat_map(layouts) {
            let Damaged { text, .. } = damage(&text, whites, Setting::Swallowing, &mut Random(SEED));
            let is_small = |unit: u16| (0x61..=0x7a).contains(&unit);
            ends += text.windows(3).filter(|w| is_small(w[0]) && w[1] == 0x0a && is_small(w[2])).count();
            let corpus = analysed(text, Heal::Auto);
            assert_eq!(joined(&corpus), [], "{name}");
        }
    }
    assert!(ends >= 5, "the text must have lines that end between two foreign words");
}

#[test]
fn rows_of_foreign_words_and_numbers_stay_in_a_text_that_was_broken_anywhere() {
    let mut healed = 0;
    for (name, whites) in DAMAGES {
        for (seed, text) in (SEED..SEED + TIMES).flat_map(|seed| PROSE.map(|(_, text)| (seed, text))) {
            let Damaged { text, .. } = damage(text, whites, Setting::Anywhere, &mut Random(seed));
            let foreign = text.len();
            let corpus = analysed([text, utf16("\n\n"), utf16(FOREIGN)].concat(), Heal::Auto);
            let joined = joined(&corpus);
            healed += joined.len();
            let wrong: Vec<_> = joined.into_iter().filter(|&(start, _)| start >= foreign).collect();
            assert_eq!(wrong, [], "{name}: {}", String::from_utf16_lossy(&corpus.documents()[0].text()[foreign..]));
        }
    }
    assert!(healed >= 50, "the prose must have torn words that are healed: {healed}");
}

/// A text that was broken anywhere, with numbers and foreign words that are torn.
fn torn() -> Vec<u16> {
    let library = PROSE.iter().find(|(name, _)| *name == "library").unwrap().1;
    damage(library, &["\n", " "], Setting::Anywhere, &mut Random(SEED)).text
}

#[test]
fn a_token_covers_the_number_or_word_that_was_torn() {
    let corpus = analysed(torn(), Heal::Auto);
    let document = &corpus.documents()[0];
    let joined = joined(&corpus);
    assert!(joined.len() >= 4, "{joined:?}");
    for (start, end) in joined {
        let over = |token: &&hanlens::Token| (token.start as usize) < start && end < token.end as usize;
        let token = document.tokens().iter().find(over).expect("a token goes over the wrap");
        let slice = String::from_utf16_lossy(&document.text()[token.start as usize..token.end as usize]);
        let spelt: String = slice.chars().filter(|c| !c.is_whitespace()).collect();
        assert_eq!(corpus.terms().word(token.term), spelt, "{slice:?}");
    }
}

#[test]
fn the_size_of_the_steps_and_who_cuts_change_nothing_that_is_healed() {
    let text = torn();
    let whole = analysed(text.clone(), Heal::Auto);
    let empty = || {
        let options = TextOptions { heal: Heal::Auto, ..TextOptions::default() };
        let mut corpus = Corpus::with_text_options(CutOptions::default(), options);
        corpus.push("text", text.clone()).unwrap();
        corpus
    };
    for budget in [1, 2, 3, 7, 50, 1000] {
        let mut stepped = empty();
        while !stepped.step(lens(), budget).finished() {}
        assert_eq!(whole.documents()[0].healed().ranges(), stepped.documents()[0].healed().ranges(), "{budget}");
        assert_eq!(whole.documents()[0].tokens(), stepped.documents()[0].tokens(), "{budget}");
    }
    let mut together = empty();
    loop {
        match together.hand_out(lens()) {
            Work::Cut(units) => {
                let tokens = cut_stretch(lens(), &units, together.options());
                assert!(together.take_in(lens(), &tokens));
            }
            Work::Soon => {}
            Work::None => break,
        }
    }
    assert_eq!(whole.documents()[0].tokens(), together.documents()[0].tokens());
}

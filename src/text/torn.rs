//! Numbers, foreign words and addresses that a wrap has torn.
//!
//! Beside a letter or a digit a space is good style, so such a break says nothing by itself. But in a text of wrapped
//! lines the wraps form a chain: where two of them lie further apart than the longest line, another must lie between,
//! at a distance of a line from both. All ways to go on from break to break are weighed, each line by how often the
//! text has one of its length, each break by what stands beside it, and a break is a wrap if nearly all of the weight
//! goes over it.
//!
//! That a line ends there does not say that a word was torn there: most who break lines keep words and numbers whole.
//! So a text must show that its lines were broken wherever they were full: with commas that begin lines, which no
//! typesetter lets stand, and with numbers that are parted where nobody parts them.

use super::breaks::{self, BreakKind, after, before, classify, ends_sentence, is_cjk_mark, is_invisible, white_end};
use super::heal::is_wrap;
use super::is_han;
use super::survey::{Plan, Rule, next_of_interest};

/// The share of the weight that must go over a break.
const SURE: f64 = 0.9;
/// How many breaks may lie between two wraps. More is a text of another kind.
const MOST: usize = 48;
/// How many places there must be at which no typesetter breaks a line, and how many of them inside a number.
const CARELESS: usize = 4;
const PARTED: usize = 2;
/// How far a word or a number is looked along, in code units.
const REACH: usize = 64;

/// How often a text has lines of each length.
#[derive(Debug, Clone)]
pub(crate) struct Lengths {
    /// The share of the lines by their length, from `from` on; shorter and longer ones have none.
    pub(crate) weights: Vec<f64>,
    pub(crate) from: usize,
}

impl Lengths {
    fn weight(&self, length: usize) -> f64 {
        length.checked_sub(self.from).and_then(|index| self.weights.get(index)).copied().unwrap_or(0.0)
    }

    fn longest(&self) -> usize {
        self.from + self.weights.len() - 1
    }
}

/// What stands on the two sides of a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    /// Chinese characters, or one and punctuation.
    Chinese,
    /// Punctuation of Chinese text, next to which nobody puts a space.
    Mark,
    /// Chinese and foreign text, or whatever else may well have a space between.
    Style,
    /// Parts of one number, one time, one address.
    Number,
    /// Letters, small ones to the right.
    Letters,
    /// Two words.
    Words,
}

impl Beside {
    fn may_join(self) -> bool {
        matches!(self, Beside::Chinese | Beside::Number | Beside::Letters)
    }

    /// How much likelier a break here is a wrap than a space that was written: as odds.
    fn odds(self) -> f64 {
        match self {
            Beside::Chinese | Beside::Mark => 50.0,
            Beside::Number => 20.0,
            Beside::Letters => 0.5,
            Beside::Style => 0.1,
            Beside::Words => 0.05,
        }
    }
}

/// A break that may be a wrap, between two that are.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    at: usize,
    /// In characters from the beginning of the text.
    place: usize,
    beside: Beside,
}

/// Reads a text a second time, in parts, and finds the wraps that stand inside words.
#[derive(Debug, Clone)]
pub(crate) struct Search {
    plan: Plan,
    lengths: Lengths,
    at: usize,
    /// The characters before `at`, and before the line that goes on there.
    place: usize,
    line: usize,
    /// The breaks since then.
    between: Vec<Candidate>,
    found: Vec<Candidate>,
    /// How many lines begin with a comma or its like.
    careless: usize,
    /// How many lines end between two foreign words.
    whole: usize,
}

impl Search {
    pub(crate) fn new(plan: Plan, lengths: Lengths, careless: usize) -> Search {
        // The place of the first character is 1, so that a line begins behind a character as all others do.
        Search { plan, lengths, careless, whole: 0, at: 0, place: 1, line: 0, between: Vec::new(), found: Vec::new() }
    }

    /// Reads on, `budget` units or a little more, and says whether the end has come.
    pub(crate) fn read(&mut self, text: &[u16], budget: usize) -> bool {
        let stop = self.at.saturating_add(budget).min(text.len());
        while let Some(start) = next_of_interest(text, self.at, stop) {
            self.pass(text, start);
            if is_invisible(text[start]) {
                self.at = start + 1;
                continue;
            }
            self.at = white_end(text, start);
            self.look(text, start, self.at);
        }
        self.pass(text, stop.max(self.at));
        if self.at >= text.len() {
            self.end_paragraph();
        }
        self.at >= text.len()
    }

    /// The plan with the wraps that were found.
    pub(crate) fn plan(mut self) -> Plan {
        let count = |beside: Beside| self.found.iter().filter(|found| found.beside == beside).count();
        let (parted, letters) = (count(Beside::Number), count(Beside::Letters));
        if parted + self.careless < CARELESS {
            return self.plan;
        }
        self.found.retain(|found| match found.beside {
            Beside::Letters => parted >= PARTED && letters > self.whole,
            Beside::Number => parted >= PARTED,
            _ => true,
        });
        self.plan.torn = self.found.iter().map(|found| found.at as u32).collect();
        self.plan
    }

    fn pass(&mut self, text: &[u16], to: usize) {
        let shows = |unit: &&u16| !(0xdc00..0xe000).contains(*unit) && !is_invisible(**unit);
        self.place += text[self.at..to].iter().filter(shows).count();
        self.at = to;
    }

    /// Takes in the white space at `start..end`.
    fn look(&mut self, text: &[u16], start: usize, end: usize) {
        let kind = breaks::kind_of(&text[start..end]).filter(|_| start == 0 || !breaks::is_white(text[start - 1]));
        match kind {
            Some(BreakKind::Line) if self.plan.lines != Rule::Keep && !ends_sentence(text, start) => {
                let candidate = Candidate { at: start, place: self.place, beside: beside(text, start, end) };
                if self.end_line() {
                    self.whole += usize::from(candidate.beside == Beside::Words);
                    self.found.extend(candidate.beside.may_join().then_some(candidate));
                }
            }
            Some(BreakKind::Space) if is_wrap(text, start, end, &self.plan) => {
                self.end_line();
            }
            Some(BreakKind::Space) => {
                let candidate = Candidate { at: start, place: self.place, beside: beside(text, start, end) };
                // One too many tells that there were more.
                if self.between.len() <= MOST {
                    self.between.push(candidate);
                }
            }
            _ => self.end_paragraph(),
        }
        self.place += 1;
    }

    /// A line ends here, as a wrap. Says whether it may have the length of a full one.
    fn end_line(&mut self) -> bool {
        let is_full = self.chain(|lengths, length| lengths.weight(length));
        (self.line, self.between) = (self.place, Vec::new());
        is_full
    }

    /// A line ends here of which nothing is known but that it is not too long.
    fn end_paragraph(&mut self) {
        // Any number would do for 1: the weights are only compared with each other.
        self.chain(|lengths, length| f64::from(length <= lengths.longest()));
        (self.line, self.between) = (self.place, Vec::new());
    }

    /// Weighs all chains of lines from the last wrap to this place, of which `last` weighs the last line; says whether
    /// there is one.
    fn chain(&mut self, last: impl Fn(&Lengths, usize) -> f64) -> bool {
        let (between, lengths) = (&self.between, &self.lengths);
        if between.len() > MOST {
            return false;
        }
        let length = |from: usize, to: usize| to - from - 1;
        let line = |from: usize, to: usize| lengths.weight(length(from, to));
        let to_end = |from: usize| last(lengths, length(from, self.place));
        // The weight of the chains from the last wrap to each break, and from each break to this place.
        let (mut reached, mut left) = (vec![0.0; between.len()], vec![0.0; between.len()]);
        for (index, here) in between.iter().enumerate() {
            let earlier = between[..index].iter().zip(&reached);
            let sum: f64 = earlier.map(|(from, weight)| weight * line(from.place, here.place)).sum();
            reached[index] = here.beside.odds() * (sum + line(self.line, here.place));
        }
        for (index, here) in between.iter().enumerate().rev() {
            let later = between[index + 1..].iter().zip(&left[index + 1..]);
            let sum: f64 = later.map(|(to, weight)| to.beside.odds() * weight * line(here.place, to.place)).sum();
            left[index] = sum + to_end(here.place);
        }
        let all = between.iter().zip(&reached).map(|(from, weight)| weight * to_end(from.place)).sum::<f64>()
            + to_end(self.line);
        let weights = reached.iter().zip(&left).map(|(reached, left)| reached * left);
        let sure = between.iter().zip(weights).filter(|(here, weight)| here.beside.may_join() && *weight > SURE * all);
        self.found.extend(sure.map(|(here, _)| *here));
        all > 0.0
    }
}

fn beside(text: &[u16], start: usize, end: usize) -> Beside {
    let (Some((left, _)), Some((right, _))) = (before(text, start), after(text, end)) else { return Beside::Style };
    if classify(text, start, end).is_some() {
        return Beside::Chinese;
    }
    match (left, right) {
        ('\u{3041}'..='\u{30ff}', '\u{3041}'..='\u{30ff}') => Beside::Chinese,
        _ if is_cjk_mark(left) || is_cjk_mark(right) => Beside::Mark,
        _ if is_han(left) || is_han(right) => Beside::Style,
        _ => foreign(text, start, end),
    }
}

/// What a break parts that has no Chinese on either side.
fn foreign(text: &[u16], start: usize, end: usize) -> Beside {
    let [left, right] = around(text, start, end, u8::is_ascii_graphic);
    let number_in_chinese = is_beside_chinese(text, start - left.len(), end + right.len()) == [true, true];
    if (number_in_chinese && is_one_number(&left, &right)) || is_half_address(&left, &right) {
        return Beside::Number;
    }
    // Foreign words in a Chinese sentence, and not a line inside a foreign text.
    let [before, behind] = around(text, start, end, |byte| matches!(byte, 0x20..=0x7e));
    let in_chinese = is_beside_chinese(text, start - before.len(), end + behind.len()) != [false, false];
    if in_chinese { words(&left, &right) } else { Beside::Words }
}

/// The bytes on both sides of a break as far as they pass a test, at most [`REACH`] of them.
fn around(text: &[u16], start: usize, end: usize, passes: impl Fn(&u8) -> bool) -> [Vec<u8>; 2] {
    let byte = |unit: &u16| u8::try_from(*unit).ok();
    let mut left: Vec<u8> = text[..start].iter().rev().take(REACH).map_while(byte).take_while(&passes).collect();
    left.reverse();
    [left, text[end..].iter().take(REACH).map_while(byte).take_while(&passes).collect()]
}

/// Whether Chinese text stands before and behind `start..end`, a space between allowed. Other numbers beside a number
/// would be groups of one, or a row of a table.
fn is_beside_chinese(text: &[u16], start: usize, end: usize) -> [bool; 2] {
    let is_chinese = |side: Option<(char, usize)>| side.is_none_or(|(c, _)| is_han(c) || is_cjk_mark(c) || c == '–');
    let from = start - usize::from(start > 0 && breaks::is_blank(text[start - 1]));
    let to = end + usize::from(text.get(end).is_some_and(|&unit| breaks::is_blank(unit)));
    [is_chinese(before(text, from)), is_chinese(after(text, to))]
}

/// Whether two runs of letters are one word or two, as far as they show it.
fn words(left: &[u8], right: &[u8]) -> Beside {
    // An apostrophe is a part of the word behind it only after few letters: `C'`, `qu'`.
    let elided = usize::from(left.ends_with(b"'") && left.len() <= 3);
    let is_letter = |byte: &&u8| byte.is_ascii_alphabetic();
    let first = left.iter().rev().skip(elided).take_while(is_letter).count();
    let second = right.iter().take_while(is_letter).count();
    let is_capital = right.first().is_some_and(u8::is_ascii_uppercase);
    let words = [&left[left.len() - elided - first..], &right[..second]];
    match words.map(is_little_word) {
        _ if first == 0 || second == 0 => Beside::Style,
        // A lone letter is a little word, an initial or the rest of a torn word.
        _ if first == 1 && (is_capital || is_little_word(words[0])) => Beside::Style,
        [false, false] if !is_capital => Beside::Letters,
        _ => Beside::Words,
    }
}

/// `2024` and `5%`, `9:` and `30`, `1` and `,386`.
fn is_one_number(left: &[u8], right: &[u8]) -> bool {
    let digits = |bytes: &[u8]| bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let ends_in_digit = |bytes: &[u8]| bytes.last().is_some_and(u8::is_ascii_digit);
    match (left, right) {
        ([.., b'0'..=b'9'], [b'0'..=b'9' | b'%', ..]) => true,
        ([.., b'0'..=b'9'], [b':' | b'.' | b',' | b'-', rest @ ..]) => digits(rest) > 0,
        ([rest @ .., b':'], _) => ends_in_digit(rest) && digits(right) == 2,
        ([rest @ .., b','], _) => ends_in_digit(rest) && digits(right) == 3,
        ([rest @ .., b'-' | b'.'], _) => ends_in_digit(rest) && digits(right) > 0,
        _ => false,
    }
}

/// Whether an address begins to the left whose domain has no end there.
fn is_half_address(left: &[u8], right: &[u8]) -> bool {
    let at = left.windows(3).position(|window| window == b"://").map(|at| at + 3);
    let at = at.or_else(|| left.iter().position(|&byte| byte == b'@').filter(|&at| at > 0).map(|at| at + 1));
    let domain = at.map(|at| &left[at..]);
    let ending = domain.map(|domain| domain.rsplit(|&byte| byte == b'.').next().unwrap_or(domain));
    let is_whole =
        ending.is_some_and(|ending| domain.is_some_and(|domain| domain.len() > ending.len()) && ending.len() > 1);
    at.is_some() && !is_whole && right.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(byte))
}

/// A word of English so frequent that it is more likely itself than a part of another.
fn is_little_word(word: &[u8]) -> bool {
    const WORDS: [&[u8]; 23] = [
        b"a", b"an", b"and", b"are", b"as", b"at", b"be", b"by", b"for", b"from", b"in", b"is", b"it", b"not", b"of",
        b"on", b"or", b"that", b"the", b"this", b"to", b"was", b"with",
    ];
    word == b"I" || WORDS.iter().any(|little| word.eq_ignore_ascii_case(little))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is beside the break in a text that shows it as `|`.
    fn shown(text: &str) -> Beside {
        let at = text[..text.find('|').unwrap()].encode_utf16().count();
        let text: Vec<u16> = text.replacen('|', " ", 1).encode_utf16().collect();
        beside(&text, at, at + 1)
    }

    #[test]
    fn what_stands_beside_a_break_tells_how_likely_a_wrap_is() {
        let rows: [(Beside, &[&str]); 6] = [
            (Beside::Chinese, &["天|气", "天气|，", "とな|り"]),
            (Beside::Mark, &["《|Algorithms", "10%|。"]),
            (
                Beside::Style,
                &["使用|GPS", "30|人", "价格 40|dB 以下", "用 U|SB", "他和 I|went", "😀|a", "说 '|hello 吧"],
            ),
            (
                Beside::Number,
                &[
                    "花了 2|76 万元",
                    "第20|24年",
                    "五 9:|30–21:00，",
                    "五 9|:30 开门",
                    "有 1|,386 名",
                    "有 1,|386 名",
                    "给 9|.5 分",
                    "给 9.|5 分",
                    "占 46|% 左右",
                    "电话：010|-5555-0123；",
                    "邮箱：a@exam|ple.org。",
                    "邮箱：a.@exam|ple.org。",
                    "邮箱：a@example.o|rg。",
                    "见 https://exam|ple.org/a。",
                    "见 ws://exam|ple.org/a。",
                ],
            ),
            (Beside::Letters, &["《Algor|ithms》", "他叫 Mar|tin 先生", "说 C'|est la vie。", "见 Victo|r Hugo，"]),
            (
                Beside::Words,
                &[
                    "Victor|Hugo 说",
                    "《Introduction|to Algorithms》",
                    "\nthe whole library|opened again\nthat day",
                    "说 This is|it 吧",
                ],
            ),
        ];
        for (expected, texts) in rows {
            for text in texts {
                assert_eq!(shown(text), expected, "{text}");
            }
        }
    }

    #[test]
    fn a_break_is_a_wrap_when_nearly_all_chains_go_through_it() {
        // Lines of ten characters, and never, or as likely as these, of two such lines that were not broken.
        for (twice, expected) in [(0.0, vec![11, 22]), (1.0, vec![])] {
            let weights = (10..=21).map(|length| if length == 10 { 1.0 } else { f64::from(length == 21) * twice });
            let lengths = Lengths { weights: weights.collect(), from: 10 };
            let mut search = Search::new(Plan::IDLE, lengths, 0);
            (search.line, search.place) = (0, 33);
            search.between = [11, 22].map(|at| Candidate { at, place: at, beside: Beside::Letters }).into();
            assert!(search.chain(|lengths, length| lengths.weight(length)));
            let found: Vec<usize> = search.found.iter().map(|found| found.at).collect();
            assert_eq!(found, expected, "{twice}");
        }
    }

    #[test]
    fn groups_rows_and_whole_addresses_are_no_parts_of_one() {
        for text in [
            "电话 138|0013 8000 转",
            "电话 138 0013|8000 转",
            "iPhone 15|128 GB",
            "年份\n2021|2022\n产量",
            "写信给 a@example.org|或者",
            "写信给 a@example.org|and wait。",
            "比例 3:|4 左右",
            "有 1,|2 个",
            "有 9|, 另有",
            "有 9.|OK 吧",
            "型号 A-|5 上市",
            "@name|and 他",
        ] {
            assert_ne!(shown(text), Beside::Number, "{text}");
        }
    }

    /// The text with its wraps taken out, of which lines of 10 characters are known.
    fn healed(text: &str, careless: usize) -> String {
        let units: Vec<u16> = text.encode_utf16().collect();
        let plan = Plan { spaces: Rule::From(10), lines: Rule::From(10), is_idle: false, torn: Vec::new() };
        let mut search = Search::new(plan, Lengths { weights: vec![1.0], from: 10 }, careless);
        assert!(search.read(&units, usize::MAX));
        let torn = search.plan().torn;
        let kept = units.iter().enumerate().filter(|(at, _)| !torn.contains(&(*at as u32)));
        String::from_utf16(&kept.map(|(_, &unit)| unit).collect::<Vec<_>>()).unwrap()
    }

    /// A line of 10 characters that ends inside a number, and a last one of 10.
    const NUMBER: &str = "天地玄黄宇宙洪荒 2 76 万元日月盈昃。\n";

    fn joined(text: &str) -> String {
        text.replace("2 76", "276").replace("2\n76", "276")
    }

    #[test]
    fn a_break_is_a_wrap_where_the_lines_on_both_sides_are_full() {
        let full = [
            NUMBER.to_owned(),
            "一二三四五六七八 2\n76 万元日月盈昃。\n".to_owned(),
            // The last line of a paragraph need not be full.
            "天地玄黄宇宙洪荒 2 76 万元日。\n".to_owned(),
            // A line has as many characters as it shows.
            "\u{feff}天\u{200b}地玄黄宇宙洪荒 2 76 万元日月盈昃。\n".to_owned(),
            "𠮷地玄𠮷宇宙洪荒 2 76 万元𠮷月盈昃。\n".to_owned(),
            // It begins behind a line break, also where nothing stands before that.
            format!("\n{NUMBER}"),
            // However many wraps of the plan stand before it.
            "天地玄黄宇宙洪荒日月 ".repeat(MOST + 1) + NUMBER,
        ];
        for text in full.map(|text| text.repeat(PARTED)) {
            assert_eq!(healed(&text, CARELESS), joined(&text));
        }
        for text in [
            // Lines of 9 characters.
            "天地玄黄宇宙洪 2 76 万元日月盈昃辰。\n",
            "一二三四五六七 2\n76 万元日月盈昃辰。\n",
            // Last lines of 11.
            "天地玄黄宇宙洪荒 2 76 万元日月盈昃辰。\n",
            // From the break on there is only a line of 9, and then one of 10.
            "天地玄黄宇宙洪荒 2 76 万元日月盈昃 A天地玄黄宇宙洪荒。\n",
        ] {
            let text = text.repeat(PARTED);
            assert_eq!(healed(&text, CARELESS), text);
        }
    }

    #[test]
    fn between_more_breaks_than_the_greatest_number_none_is_looked_for() {
        // Nine lines of 10 characters with five breaks each, one with three, the last of which is in a number.
        let lines = "天 A 地 B 玄C ".repeat(9) + "天 A 地玄黄宇宙2 76";
        let (most, more) = (format!("{lines}万元日月盈昃辰。\n"), format!("{lines} 万元日月盈昃。\n"));
        assert_eq!([&most, &more].map(|text| text.matches(' ').count()), [MOST, MOST + 1]);
        let [most, more] = [most, more].map(|text| text.repeat(PARTED));
        assert_eq!(healed(&most, CARELESS), joined(&most));
        assert_eq!(healed(&more, CARELESS), more);
    }

    #[test]
    fn numbers_are_joined_where_enough_says_that_lines_were_broken_anywhere() {
        // How many lines begin with a comma, and how many numbers are parted.
        for (careless, parted, is_enough) in
            [(9, 1, false), (4, 2, true), (2, 2, true), (1, 2, false), (1, 3, true), (0, 3, false), (0, 4, true)]
        {
            let text = NUMBER.repeat(parted);
            let expected = if is_enough { joined(&text) } else { text.clone() };
            assert_eq!(healed(&text, careless), expected, "{careless} commas");
        }
    }

    #[test]
    fn words_are_joined_only_where_numbers_are_and_more_lines_end_inside_one_than_between_two() {
        let inside = "天地玄黄《Algor\nithms》秋收冬。\n";
        let between = "天地玄黄宇《Deep\nLearning》秋。\n";
        for (numbers, inside_one, between_two, is_joined) in
            [(0, 1, 0, false), (1, 1, 0, false), (2, 1, 0, true), (2, 1, 1, false), (2, 2, 1, true), (2, 2, 2, false)]
        {
            let numbers = NUMBER.repeat(numbers);
            let words = inside.repeat(inside_one) + &between.repeat(between_two);
            let whole_numbers = if numbers.len() > NUMBER.len() { joined(&numbers) } else { numbers.clone() };
            let whole_words = if is_joined { words.replace("r\ni", "ri") } else { words.clone() };
            assert_eq!(healed(&(numbers + &words), CARELESS), whole_numbers + &whole_words);
        }
    }
}

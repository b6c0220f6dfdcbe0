//! Whether the breaks of a text are wraps: a judgement from the text's own statistics.
//!
//! A wrap comes where the line is full. So the segments that wraps end have about one length, they are long, they are
//! prose with punctuation inside, and a wrap falls inside a word as often as chance has it. Names in a list, verses,
//! cells and headings fail at least one of these: they are short, or irregular, or free of punctuation, and a word
//! never goes across what separates them.

use super::breaks::{Break, BreakKind, Segment, classify, is_invisible, segment_before, white_end};
use super::torn::{Lengths, Search};

/// Which breaks of one kind are healed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// None.
    Keep,
    /// Those that end a segment of at least so many characters.
    From(usize),
    /// All that may be wraps, but those in a list of short items.
    All,
}

/// What is healed in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) spaces: Rule,
    pub(crate) lines: Rule,
    /// Whether there is anything that may be taken out at all.
    pub(crate) is_idle: bool,
    /// Where wraps inside numbers and foreign words begin, in order.
    pub(crate) torn: Vec<u32>,
}

impl Plan {
    /// Nothing is healed.
    pub(crate) const IDLE: Plan = Plan { spaces: Rule::Keep, lines: Rule::Keep, is_idle: true, torn: Vec::new() };
    /// All that may be a wrap is healed.
    pub(crate) const ALL: Plan = Plan { spaces: Rule::All, lines: Rule::All, is_idle: false, torn: Vec::new() };
}

/// The shortest line that a wrap is believed of, in characters.
const NARROWEST: usize = 8;
/// How much longer than the shortest the longest full line may be: a half, as hanging punctuation and a ragged column
/// make it.
const SPREAD: usize = 2;
/// The share of long segments that must have about the column's length.
const REGULAR: f64 = 0.7;
/// The share of full lines that must have punctuation inside.
const PROSE: f64 = 0.35;
/// How often a dictionary word goes across a wrap, and across a separator by chance.
const ACROSS_WRAP: f64 = 0.35;
const ACROSS_SEPARATOR: f64 = 0.05;
/// What a line that begins with a comma says for wraps: nobody separates so. A natural logarithm of odds.
const CARELESS: f64 = 2.0;
/// The evidence, as a natural logarithm of odds, from which breaks are taken for wraps.
const ENOUGH: f64 = 3.0;
/// A text in which fewer lines than one in so many begin with a comma was set with care.
const CAREFUL: usize = 50;
/// The share that lines of a length are given beyond how many there are, so that a length without any may be too.
const UNSEEN: f64 = 0.03;
/// How many breaks are looked at for words.
const SAMPLE: usize = 512;

/// Reads a text once, in parts, and then says what is to be healed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Survey {
    at: usize,
    spaces: Tally,
    lines: Tally,
    /// Whether there is something to take out that needs no judgement.
    has_edits: bool,
}

/// The breaks of one kind between two Chinese characters.
#[derive(Debug, Clone, Default)]
struct Tally {
    /// By the length of the segment before: how many, and how many of these segments have punctuation inside.
    lengths: Vec<(u32, u32)>,
    /// Every so many-th break, with the length of the segment before it.
    sample: Vec<(Break, usize)>,
    seen: usize,
    stride: usize,
    /// How many breaks behind more than a few characters stand before a comma or its like.
    careless: usize,
}

impl Survey {
    /// Reads on, `budget` units or a little more, and says whether the end has come.
    pub(crate) fn read(&mut self, text: &[u16], budget: usize) -> bool {
        let stop = self.at.saturating_add(budget).min(text.len());
        while let Some(place) = next_of_interest(text, self.at, stop) {
            self.at = place + 1;
            if is_invisible(text[place]) {
                self.has_edits = true;
                continue;
            }
            self.at = white_end(text, place);
            self.has_edits |= super::heal::hyphenated(text, place, self.at).is_some();
            if let Some(found) = classify(text, place, self.at) {
                let tally = if found.kind == BreakKind::Space { &mut self.spaces } else { &mut self.lines };
                if found.begins_badly {
                    tally.careless += usize::from(segment_before(text, place).length >= NARROWEST);
                } else if found.between_han {
                    tally.add(found, segment_before(text, place));
                }
            }
        }
        self.at = self.at.max(stop);
        self.at >= text.len()
    }

    /// What is to be healed in the text that was read. `crosses` says whether a dictionary word goes across a break.
    pub(crate) fn plan(&self, crosses: &dyn Fn(&Break) -> bool) -> Plan {
        // A space before a comma may be a fault of text recognition; a line is not begun with one.
        let careless = CARELESS * self.lines.careless as f64;
        let kinds = [(&self.spaces, 0.0), (&self.lines, careless)];
        let evidence = |(tally, careless): (&Tally, f64), column: &Column| tally.evidence(column, crosses) + careless;
        let judged = kinds.map(|kind| kind.0.column().map(|column| (column, evidence(kind, &column))));
        // Wraps of two kinds in one text have a part of the evidence each.
        let together = match judged {
            [Some((_, spaces)), Some((_, lines))] if spaces > 0.0 && lines > 0.0 => spaces + lines,
            _ => 0.0,
        };
        let own = judged.map(|of| of.filter(|(_, alone)| alone.max(together) >= ENOUGH).map(|(column, _)| column));
        // Where breaks of one kind are wraps, a few of the other kind need less evidence, but the same length.
        let as_other = |kind: (&Tally, f64), other: Option<Column>| {
            other.filter(|column| kind.0.is_regular(column) && evidence(kind, column) > 0.0)
        };
        let [spaces, lines] = [0, 1].map(|index| own[index].or_else(|| as_other(kinds[index], own[1 - index])));
        let (spaces, lines) = (Rule::of(spaces), Rule::of(lines));
        let is_idle = !self.has_edits && spaces == Rule::Keep && lines == Rule::Keep;
        Plan { spaces, lines, is_idle, torn: Vec::new() }
    }

    /// The search for wraps inside words, where the plan has wraps and some of their lines begin with a comma.
    pub(crate) fn search(&self, plan: &Plan) -> Option<Search> {
        self.lengths(plan).map(|(lengths, careless)| Search::new(plan.clone(), lengths, careless))
    }

    /// How often the lines that the plan heals have each length, and how many begin with a comma, if these are enough.
    fn lengths(&self, plan: &Plan) -> Option<(Lengths, usize)> {
        let wrapped = [(plan.spaces, &self.spaces), (plan.lines, &self.lines)];
        let wrapped = wrapped.into_iter().filter_map(|(rule, tally)| match rule {
            Rule::From(from) => Some((from, tally)),
            _ => None,
        });
        let (mut lengths, mut careless, mut seen) = (vec![0u32; Segment::LONGEST + 1], 0, 0);
        let mut shortest = Segment::LONGEST;
        for (from, tally) in wrapped {
            (careless, seen, shortest) = (careless + tally.careless, seen + tally.seen, shortest.min(from));
            lengths.iter_mut().zip(&tally.lengths).for_each(|(sum, (count, _))| *sum += count);
        }
        let longest = (shortest + shortest * 3 / 4).min(Segment::LONGEST);
        let counts = lengths.get(shortest..=longest)?;
        let all = f64::from(counts.iter().sum::<u32>().max(1));
        let weights = counts.iter().map(|&count| f64::from(count) / all + UNSEEN).collect();
        let is_careless = careless > 0 && careless * CAREFUL >= seen;
        is_careless.then_some((Lengths { weights, from: shortest }, careless))
    }
}

impl Tally {
    fn add(&mut self, found: Break, segment: Segment) {
        if self.lengths.is_empty() {
            self.lengths = vec![(0, 0); Segment::LONGEST + 1];
            self.stride = 1;
        }
        let (count, with_inner) = &mut self.lengths[segment.length];
        *count += 1;
        *with_inner += u32::from(segment.has_inner_punctuation);
        if self.seen.is_multiple_of(self.stride) {
            if self.sample.len() == SAMPLE {
                let mut index = 0;
                self.sample.retain(|_| {
                    index += 1;
                    index % 2 == 1
                });
                self.stride *= 2;
            }
            if self.seen.is_multiple_of(self.stride) {
                self.sample.push((found, segment.length));
            }
        }
        self.seen += 1;
    }

    /// How much the words of the dictionary speak for wraps, as a natural logarithm of odds.
    fn evidence(&self, column: &Column, crosses: &dyn Fn(&Break) -> bool) -> f64 {
        let full = self.sample.iter().filter(|(_, length)| column.holds(*length));
        full.map(|(found, _)| match crosses(found) {
            true => (ACROSS_WRAP / ACROSS_SEPARATOR).ln(),
            false => ((1.0 - ACROSS_WRAP) / (1.0 - ACROSS_SEPARATOR)).ln(),
        })
        .sum()
    }

    /// The lengths of full lines: those that most segments have, if they are regular and prose.
    fn column(&self) -> Option<Column> {
        let columns = (NARROWEST..Segment::LONGEST).map(|from| Column { from });
        let column = columns.max_by_key(|column| (self.sum(column.from, column.to()).0, column.from))?;
        let (count, with_inner) = self.sum(column.from, column.to());
        (self.is_regular(&column) && f64::from(with_inner) >= PROSE * f64::from(count)).then_some(column)
    }

    fn is_regular(&self, column: &Column) -> bool {
        let (count, _) = self.sum(column.from, column.to());
        // Twice as long is a line whose wrap was lost; it says nothing.
        let (long, _) = self.sum(NARROWEST, (2 * column.from).min(Segment::LONGEST));
        count > 0 && f64::from(count) >= REGULAR * f64::from(long)
    }

    /// How many segments have a length in a range, and how many of these have punctuation inside.
    fn sum(&self, from: usize, to: usize) -> (u32, u32) {
        let lengths = self.lengths.get(from..=to).unwrap_or_default();
        lengths.iter().fold((0, 0), |sum, &(count, inner)| (sum.0 + count, sum.1 + inner))
    }
}

/// The lengths of the full lines of a text.
#[derive(Debug, Clone, Copy)]
struct Column {
    from: usize,
}

impl Column {
    fn to(&self) -> usize {
        (self.from + self.from / SPREAD).min(Segment::LONGEST - 1)
    }

    fn holds(&self, length: usize) -> bool {
        (self.from..=self.to()).contains(&length)
    }
}

impl Rule {
    fn of(column: Option<Column>) -> Rule {
        // A line that breaks a little earlier, before a long word or a bracket, is full too.
        column.map_or(Rule::Keep, |Column { from }| Rule::From(from - from / 8))
    }
}

/// The first unit from `from` and before `to` at which something may be healed.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
pub(crate) fn next_of_interest(text: &[u16], from: usize, to: usize) -> Option<usize> {
    const LANES: usize = 32;
    let mut at = from;
    while at < to {
        let lanes = &text[at..to.min(at + LANES)];
        // Without a branch inside, which the compiler makes eight units at once; Chinese characters fail the short test.
        let may_be = |lanes: &[u16; LANES]| lanes.iter().fold(false, |found, &unit| found | may_be_of_interest(unit));
        if <&[u16; LANES]>::try_from(lanes).ok().is_none_or(may_be)
            && let Some(found) = lanes.iter().position(|&unit| is_of_interest(unit))
        {
            return Some(at + found);
        }
        at += lanes.len();
    }
    None
}

/// What no unit of interest fails, and few others pass.
#[inline(always)]
fn may_be_of_interest(unit: u16) -> bool {
    ((unit < 0x2061) & !(0x21..=0x7e).contains(&unit) & !(0x2010..=0x205f).contains(&unit)) | (unit == 0xfeff)
}

fn is_of_interest(unit: u16) -> bool {
    matches!(unit, 0x20 | 0x0a | 0x0d | 0xa0) || is_invisible(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many breaks that each end a segment of a length.
    #[derive(Clone, Copy)]
    struct Row {
        count: usize,
        length: usize,
        has_inner_punctuation: bool,
        /// Whether a word goes across.
        is_across: bool,
    }

    fn prose(count: usize, length: usize) -> Row {
        Row { count, length, has_inner_punctuation: true, is_across: false }
    }

    fn bare(count: usize, length: usize) -> Row {
        Row { has_inner_punctuation: false, ..prose(count, length) }
    }

    fn across(row: Row) -> Row {
        Row { is_across: true, ..row }
    }

    fn a_break(start: usize) -> Break {
        Break { kind: BreakKind::Line, start, end: start + 1, between_han: true, begins_badly: false }
    }

    fn tally(rows: &[Row]) -> Tally {
        let mut tally = Tally::default();
        for &Row { count, length, has_inner_punctuation, is_across } in rows {
            for _ in 0..count {
                tally.add(a_break(usize::from(is_across)), Segment { length, has_inner_punctuation });
            }
        }
        tally
    }

    /// A column that all breaks which are looked at miss: each full line follows one that is short.
    fn unseen() -> Tally {
        tally(&[bare(1, 3), prose(1, 20)].repeat(SAMPLE))
    }

    /// As [`tally`] has it.
    fn crosses(found: &Break) -> bool {
        found.start == 1
    }

    fn survey_of(text: &str, budget: usize) -> Survey {
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut survey = Survey::default();
        while !survey.read(&units, budget) {}
        survey
    }

    #[test]
    fn every_place_of_interest_is_found_wherever_it_stands() {
        let marks: Vec<u16> = (0..=u16::MAX).filter(|&unit| is_of_interest(unit)).collect();
        for plain in [0x21, 0x2010, 0x2061, 0x4e2d, 0x7fff, 0x8000, 0xfefe, 0xff00, 0xffff] {
            for length in 0..40 {
                let mut text = vec![plain; length];
                assert_eq!(next_of_interest(&text, 0, length), None, "{plain:#x}");
                for (at, &mark) in (0..length).zip(marks.iter().cycle()) {
                    text[at] = mark;
                    assert_eq!(next_of_interest(&text, 0, length), Some(at), "{mark:#x} after {plain:#x}");
                    assert_eq!(next_of_interest(&text, at + 1, length), None, "{plain:#x}");
                    text[at] = plain;
                }
            }
        }
    }

    #[test]
    fn no_unit_of_interest_fails_the_short_test() {
        assert!((0..=u16::MAX).all(|unit| may_be_of_interest(unit) || !is_of_interest(unit)));
    }

    #[test]
    fn what_is_read_is_counted_by_what_it_may_be() {
        // Breaks of the two kinds, lines that begin with a comma behind enough, and whether nothing is to be done.
        for (text, spaces, lines, careless, is_idle) in [
            ("山中多雨，溪水渐涨。", 0, 0, 0, true),
            ("山中 多雨\n溪水\n渐涨 too\n", 1, 2, 0, true),
            ("山中\t\n多雨\u{3000}\n溪水", 0, 0, 0, true),
            ("山中多雨溪水渐涨\n，桥断", 0, 0, 1, true),
            ("山中多雨溪水渐\n，桥断", 0, 0, 0, true),
            ("山中多雨溪水渐涨 ，桥断", 0, 0, 0, true),
            ("山中\u{200b}多雨", 0, 0, 0, false),
            ("山中\u{200b}多\n雨", 0, 1, 0, false),
            ("a moun-\ntain path", 0, 0, 0, false),
            ("a moun-\ntain path，山中\n多雨", 0, 1, 0, false),
        ] {
            for budget in [1, 3, usize::MAX] {
                let survey = survey_of(text, budget);
                let counts = (survey.spaces.seen, survey.lines.seen, survey.lines.careless);
                assert_eq!(counts, (spaces, lines, careless), "{text:?} {budget}");
                assert_eq!(survey.plan(&|_| false), Plan { is_idle, ..Plan::IDLE }, "{text:?} {budget}");
            }
        }
    }

    #[test]
    fn a_sample_that_is_full_goes_on_with_every_second_break() {
        for (count, stride) in [
            (SAMPLE, 1),
            (SAMPLE + 1, 2),
            (2 * SAMPLE, 2),
            (2 * SAMPLE + 1, 4),
            (4 * SAMPLE, 4),
            (4 * SAMPLE + 1, 8),
            (4 * SAMPLE + 20, 8),
        ] {
            let mut tally = Tally::default();
            for start in 0..count {
                tally.add(a_break(start), Segment { length: start % 256, has_inner_punctuation: start % 2 == 0 });
            }
            let sample: Vec<(usize, usize)> =
                tally.sample.iter().map(|(found, length)| (found.start, *length)).collect();
            let expected: Vec<(usize, usize)> = (0..count).step_by(stride).map(|start| (start, start % 256)).collect();
            assert_eq!(sample, expected, "{count}");
            assert_eq!((tally.seen, tally.sum(0, Segment::LONGEST)), (count, (count as u32, count.div_ceil(2) as u32)));
        }
    }

    #[test]
    fn a_column_is_where_most_long_segments_have_about_one_length_and_punctuation_inside() {
        let rows: [(&[Row], Option<usize>); 20] = [
            (&[], None),
            (&[prose(9, 7)], None),
            (&[prose(9, 8)], Some(8)),
            // A third and a little more must be prose.
            (&[prose(7, 20), bare(13, 20)], Some(20)),
            (&[prose(6, 20), bare(14, 20)], None),
            (&[bare(20, 20)], None),
            // The longest is half as long again as the shortest.
            (&[prose(9, 20), prose(9, 30)], Some(20)),
            (&[prose(9, 20), prose(9, 31)], None),
            (&[prose(9, 24), prose(9, 20), prose(1, 17)], Some(17)),
            // Of ten that are long seven are regular; what is short or more than twice as long says nothing.
            (&[prose(7, 20), prose(3, 40)], Some(20)),
            (&[prose(6, 20), prose(3, 40)], None),
            (&[prose(6, 20), prose(3, 35)], None),
            (&[prose(6, 20), prose(3, 8)], None),
            (&[prose(6, 20), prose(3, 41)], Some(20)),
            (&[prose(6, 20), prose(3, 7)], Some(20)),
            (&[prose(6, 20), prose(3, 12), prose(9, 3)], None),
            // Of the longest it is not known how long they are.
            (&[prose(9, 254)], Some(254)),
            (&[prose(9, 255)], None),
            (&[prose(7, 200), prose(3, 255)], Some(200)),
            (&[prose(6, 200), prose(3, 255)], None),
        ];
        for (rows, expected) in rows {
            let shown: Vec<_> = rows.iter().map(|row| (row.count, row.length, row.has_inner_punctuation)).collect();
            assert_eq!(tally(rows).column().map(|column| column.from), expected, "{shown:?}");
        }
    }

    #[test]
    fn a_full_line_has_a_length_of_the_column() {
        for (from, to) in [(8, 12), (20, 30), (21, 31), (169, 253), (170, 254), (200, 254), (254, 254)] {
            let column = Column { from };
            let held: Vec<usize> = (0..=Segment::LONGEST).filter(|&length| column.holds(length)).collect();
            assert_eq!(held, (from..=to).collect::<Vec<_>>(), "{from}");
        }
    }

    #[test]
    fn a_rule_begins_an_eighth_before_its_column() {
        assert_eq!(Rule::of(None), Rule::Keep);
        for (from, expected) in [(8, 7), (15, 14), (16, 14), (20, 18), (254, 223)] {
            assert_eq!(Rule::of(Some(Column { from })), Rule::From(expected), "{from}");
        }
    }

    #[test]
    fn evidence_is_how_often_a_word_goes_across_the_end_of_a_full_line() {
        // Seven to one for a wrap, nineteen to thirteen against it.
        let (yes, no) = (7.0_f64.ln(), (13.0_f64 / 19.0).ln());
        let rows: [(&[Row], f64); 5] = [
            (&[across(prose(2, 20))], 2.0 * yes),
            (&[prose(3, 20)], 3.0 * no),
            (&[across(prose(1, 20)), across(bare(2, 30)), prose(4, 25)], 3.0 * yes + 4.0 * no),
            (&[across(prose(2, 20)), across(prose(5, 19)), across(prose(5, 31)), prose(5, 4)], 2.0 * yes),
            (&[across(prose(5, 19))], 0.0),
        ];
        for (rows, expected) in rows {
            let found = tally(rows).evidence(&Column { from: 20 }, &crosses);
            assert!((found - expected).abs() < 1e-9, "{found} {expected}");
        }
    }

    #[test]
    fn breaks_of_one_kind_are_wraps_from_an_evidence_of_three_on() {
        // One word that goes across is 1.95, one that does not is -0.38, a line that begins with a comma is 2.
        let rows: [(Tally, usize, bool); 9] = [
            (tally(&[across(prose(1, 20))]), 0, false),
            (tally(&[across(prose(2, 20))]), 0, true),
            (tally(&[across(prose(2, 20)), prose(2, 20)]), 0, true),
            (tally(&[across(prose(2, 20)), prose(3, 20)]), 0, false),
            (tally(&[across(prose(1, 20)), prose(2, 20)]), 1, true),
            (tally(&[across(prose(1, 20)), prose(3, 20)]), 1, false),
            (tally(&[prose(2, 20)]), 2, true),
            (tally(&[prose(3, 20)]), 2, false),
            (tally(&[across(bare(9, 20))]), 9, false),
        ];
        for (index, (tally, careless, expected)) in rows.into_iter().enumerate() {
            let rule = if expected { Rule::From(18) } else { Rule::Keep };
            let lines = Survey { lines: Tally { careless, ..tally.clone() }, ..Survey::default() };
            assert_eq!(lines.plan(&crosses), Plan { lines: rule, is_idle: !expected, ..Plan::IDLE }, "{index}");
            if careless == 0 {
                let spaces = Survey { spaces: tally, ..Survey::default() };
                assert_eq!(spaces.plan(&crosses), Plan { spaces: rule, is_idle: !expected, ..Plan::IDLE }, "{index}");
            }
        }
    }

    #[test]
    fn commas_at_the_beginning_of_lines_say_nothing_of_spaces() {
        let spaces = Tally { careless: 9, ..tally(&[across(prose(1, 20))]) };
        let lines = Tally { careless: 9, ..Tally::default() };
        assert_eq!(Survey { spaces, lines, ..Survey::default() }.plan(&crosses), Plan::IDLE);
    }

    #[test]
    fn the_evidence_of_two_kinds_is_one_where_both_have_some() {
        let (keep, from) = (Rule::Keep, Rule::From);
        let rows: [([Tally; 2], [Rule; 2]); 8] = [
            // Each by itself has too little.
            ([tally(&[across(prose(1, 20))]), tally(&[across(prose(1, 30)), prose(2, 30)])], [from(18), from(27)]),
            ([tally(&[across(prose(1, 20))]), tally(&[across(prose(1, 30)), prose(3, 30)])], [keep, keep]),
            // What is not prose has no column of its own, however much goes across.
            ([tally(&[across(prose(1, 20))]), tally(&[across(bare(9, 20))])], [keep, keep]),
            // One has enough, and nothing is added to what speaks against the other.
            ([tally(&[across(prose(3, 20))]), tally(&[prose(1, 20)])], [from(18), keep]),
            ([tally(&[across(prose(3, 20))]), unseen()], [from(18), keep]),
            ([tally(&[across(prose(1, 20))]), unseen()], [keep, keep]),
            // Enough for both, with two columns.
            ([tally(&[across(prose(2, 20))]), tally(&[across(prose(2, 40))])], [from(18), from(35)]),
            ([tally(&[across(prose(2, 20))]), tally(&[across(prose(1, 40))])], [from(18), from(35)]),
        ];
        check_both_ways(&rows);
    }

    #[test]
    fn beside_wraps_of_one_kind_the_other_needs_the_same_length_and_a_little_evidence() {
        let (keep, from) = (Rule::Keep, Rule::From);
        let wraps = || tally(&[across(prose(3, 20))]);
        let rows: [([Tally; 2], [Rule; 2]); 7] = [
            ([wraps(), tally(&[across(bare(1, 20))])], [from(18), from(18)]),
            ([wraps(), tally(&[across(bare(1, 30)), bare(5, 20)])], [from(18), from(18)]),
            ([wraps(), tally(&[across(bare(1, 30)), bare(6, 20)])], [from(18), keep]),
            ([wraps(), tally(&[bare(1, 20)])], [from(18), keep]),
            ([wraps(), tally(&[across(bare(6, 20)), bare(3, 33)])], [from(18), keep]),
            ([wraps(), tally(&[across(bare(9, 33))])], [from(18), keep]),
            ([wraps(), Tally::default()], [from(18), keep]),
        ];
        check_both_ways(&rows);
    }

    /// What is found of spaces and lines is found of lines and spaces.
    fn check_both_ways(rows: &[([Tally; 2], [Rule; 2])]) {
        for (index, ([one, other], [first, second])) in rows.iter().enumerate() {
            for (spaces, lines, expected) in [(one, other, (first, second)), (other, one, (second, first))] {
                let survey = Survey { spaces: spaces.clone(), lines: lines.clone(), ..Survey::default() };
                let plan = survey.plan(&crosses);
                assert_eq!((&plan.spaces, &plan.lines), expected, "{index}");
                assert_eq!(plan.is_idle, (first, second) == (&Rule::Keep, &Rule::Keep), "{index}");
            }
        }
    }

    #[test]
    fn lines_are_weighed_by_their_share_of_all_that_are_healed() {
        let survey = Survey {
            spaces: Tally { careless: 1, ..tally(&[prose(3, 20), prose(1, 16), prose(5, 15)]) },
            lines: Tally { careless: 2, ..tally(&[prose(1, 20), prose(2, 24), prose(1, 28), bare(6, 29), bare(4, 3)]) },
            ..Survey::default()
        };
        let plan = |spaces, lines| Plan { spaces, lines, is_idle: false, torn: Vec::new() };
        // (shortest, longest, (length, share) of those that there are, lines that begin with a comma)
        for (plan, from, to, shares, careless) in [
            (plan(Rule::From(18), Rule::From(16)), 16, 28, &[(16, 0.125), (20, 0.5), (24, 0.25), (28, 0.125)][..], 3),
            (plan(Rule::From(16), Rule::Keep), 16, 28, &[(16, 0.25), (20, 0.75)], 1),
            (plan(Rule::Keep, Rule::From(16)), 16, 28, &[(20, 0.25), (24, 0.5), (28, 0.25)], 2),
            (plan(Rule::All, Rule::From(20)), 20, 35, &[(20, 0.1), (24, 0.2), (28, 0.1), (29, 0.6)], 2),
            (plan(Rule::From(200), Rule::Keep), 200, 255, &[], 1),
        ] {
            let (lengths, found) = survey.lengths(&plan).unwrap();
            let share = |length| shares.iter().find(|row| row.0 == length).map_or(0.0, |row| row.1);
            let expected: Vec<f64> = (from..=to).map(|length| share(length) + UNSEEN).collect();
            assert_eq!((lengths.from, lengths.weights, found), (from, expected, careless), "{plan:?}");
            assert!(survey.search(&plan).is_some());
        }
    }

    #[test]
    fn a_text_is_read_again_if_one_line_in_fifty_begins_with_a_comma() {
        let wraps = Plan { lines: Rule::From(18), is_idle: false, ..Plan::IDLE };
        for (careless, count, expected) in
            [(0, 1, false), (1, 50, true), (1, 51, false), (2, 100, true), (2, 101, false), (9, 9, true)]
        {
            let lines = Tally { careless, ..tally(&[prose(count, 20)]) };
            let survey = Survey { lines, ..Survey::default() };
            assert_eq!(survey.search(&wraps).is_some(), expected, "{careless} of {count}");
            for plan in [Plan::IDLE, Plan::ALL] {
                assert!(survey.search(&plan).is_none(), "no lines are known");
            }
        }
    }
}

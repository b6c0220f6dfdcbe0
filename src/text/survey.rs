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
        is_careless.then(|| Search::new(plan.clone(), Lengths { weights, from: shortest }, careless))
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
pub(crate) fn next_of_interest(text: &[u16], from: usize, to: usize) -> Option<usize> {
    const LANES: usize = 16;
    let mut at = from;
    while at < to {
        let end = (at + LANES).min(to);
        let (fours, rest) = text[at..end].as_chunks::<4>();
        // Without a branch inside, four units at once; Chinese characters fail the short test.
        let found = fours.iter().fold(0, |found, four| found | interesting_lanes(four));
        if (found != 0 || !rest.is_empty())
            && let Some(found) = text[at..end].iter().position(|&unit| is_of_interest(unit))
        {
            return Some(at + found);
        }
        at = end;
    }
    None
}

/// Not 0 if one of four units may be of interest: it is below U+2061 or is U+FEFF. Four numbers in one of 64 bits are
/// compared at once by what a subtraction borrows from the highest bit of each.
#[inline(always)]
fn interesting_lanes(four: &[u16; 4]) -> u64 {
    const EACH: u64 = 0x0001_0001_0001_0001;
    let lanes = four.iter().rev().fold(0, |lanes, &unit| lanes << 16 | u64::from(unit));
    let below = |lanes: u64, limit: u64| lanes.wrapping_sub(limit * EACH) & !lanes & (0x8000 * EACH);
    below(lanes, 0x2061) | below(lanes ^ (0xfeff * EACH), 1)
}

fn is_of_interest(unit: u16) -> bool {
    matches!(unit, 0x20 | 0x0a | 0x0d | 0xa0) || is_invisible(unit)
}

#[cfg(test)]
mod tests {
    use super::{is_of_interest, next_of_interest};

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
}

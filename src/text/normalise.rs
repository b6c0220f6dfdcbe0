//! From the text as it was given to the text that is cut: wraps taken out, writing folded, and the way back.
//!
//! The text is read once to judge its breaks ([`survey`](super::survey)), a second time if its wraps may have torn words
//! ([`torn`](super::torn)), and then made ready stretch by stretch. A stretch in which nothing
//! changes is cut where it stands, without a copy.

use super::breaks::{Break, is_white, white_end};
use super::fold::Folder;
use super::heal::{Removed, next_removed};
use super::offsets::Offsets;
use super::survey::{Plan, Survey};
use super::torn::Search;
use crate::options::Heal;
use serde::Serialize;

/// How long a stretch is at the least, in UTF-16 code units. It ends where a line ends.
const STRETCH: usize = 1 << 16;
/// From this length on it also ends behind a full stop.
const LONG_STRETCH: usize = 1 << 19;

/// The plan of a document that nobody has judged.
static IDLE: Plan = Plan::IDLE;

/// Which breaks of a document were wraps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Healing {
    /// Nobody looked: healing is off.
    #[default]
    Off,
    /// None were.
    None,
    /// Single spaces.
    Spaces,
    /// Line breaks.
    Lines,
    /// Both.
    Both,
}

/// What was taken out of a document before it was cut.
#[derive(Debug, Clone, Default)]
pub struct Healed {
    is_on: bool,
    /// (start, end) in UTF-16 code units of the document's text, in order.
    ranges: Vec<[u32; 2]>,
    spaces: usize,
    lines: usize,
}

impl Healed {
    pub(crate) fn new(heal: Heal) -> Healed {
        Healed { is_on: heal != Heal::Off, ..Healed::default() }
    }

    /// What was taken out as (start, end) in UTF-16 code units of the document's text, in order and disjoint.
    pub fn ranges(&self) -> &[[u32; 2]] {
        &self.ranges
    }

    /// How many wraps were healed.
    pub fn wraps(&self) -> usize {
        self.spaces + self.lines
    }

    /// How many invisible characters were taken out.
    pub fn invisible(&self) -> usize {
        self.ranges.len() - self.wraps()
    }

    /// Which breaks were wraps.
    pub fn healing(&self) -> Healing {
        match (self.spaces > 0, self.lines > 0) {
            _ if !self.is_on => Healing::Off,
            (false, false) => Healing::None,
            (true, false) => Healing::Spaces,
            (false, true) => Healing::Lines,
            (true, true) => Healing::Both,
        }
    }

    /// Whether a line break at `at` was a wrap.
    pub fn is_wrap(&self, at: usize) -> bool {
        let next = self.ranges.partition_point(|range| range[1] as usize <= at);
        self.ranges.get(next).is_some_and(|range| range[0] as usize <= at)
    }

    /// The text from `from` to `to` without what was taken out.
    pub(crate) fn without<'a>(&'a self, text: &'a [u16], from: usize, to: usize) -> impl Iterator<Item = &'a [u16]> {
        let first = self.ranges.partition_point(|range| range[1] as usize <= from);
        let inside = self.ranges[first..].iter().take_while(move |range| (range[0] as usize) < to);
        let mut at = from;
        let ends = inside.map(|&[start, end]| (start as usize, end as usize)).chain([(to, to)]);
        ends.map(move |(start, end)| {
            let piece = &text[at.min(start)..start];
            at = end.min(to);
            piece
        })
    }

    /// The text from `from` to `to` as it was cut, and where it stands.
    pub(crate) fn as_cut(&self, text: &[u16], from: usize, to: usize, folder: &Folder) -> (Vec<u16>, Offsets) {
        let first = self.ranges.partition_point(|range| range[1] as usize <= from);
        let inside = self.ranges[first..].iter().take_while(|range| (range[0] as usize) < to);
        let (mut units, mut offsets, mut at) = (Vec::with_capacity(to - from), Offsets::new(from), from);
        for &[start, end] in inside {
            units.extend_from_slice(&text[at..(start as usize).max(at)]);
            offsets.push(units.len(), start as usize, end as usize);
            at = (end as usize).min(to);
        }
        units.extend_from_slice(&text[at..to]);
        if folder.is_idle() { (units, offsets) } else { folder.apply(units, offsets) }
    }

    fn add(&mut self, removed: Removed, text: &[u16]) {
        self.ranges.push([removed.start as u32, removed.end as u32]);
        if removed.is_wrap {
            let is_line = text[removed.start..removed.end].iter().any(|&unit| matches!(unit, 0x0a | 0x0d));
            *(if is_line { &mut self.lines } else { &mut self.spaces }) += 1;
        }
    }
}

/// Makes one document ready, from its beginning to its end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Normaliser {
    survey: Survey,
    /// While the text is read a second time.
    search: Option<Search>,
    plan: Option<Plan>,
    stretch: Option<Stretch>,
}

impl Normaliser {
    /// Reads on to learn what is to be healed, `budget` units or a little more, and says whether that is known.
    pub(crate) fn prepare(
        &mut self,
        text: &[u16],
        heal: Heal,
        budget: usize,
        crosses: &dyn Fn(&Break) -> bool,
    ) -> bool {
        if self.plan.is_none() {
            self.plan = match heal {
                Heal::Off => Some(Plan::IDLE),
                Heal::On => Some(Plan::ALL),
                Heal::Auto => self.judge(text, budget, crosses),
            };
        }
        self.plan.is_some()
    }

    /// Reads on to judge the breaks, first those that are wraps, and then those that may have torn a word.
    fn judge(&mut self, text: &[u16], budget: usize, crosses: &dyn Fn(&Break) -> bool) -> Option<Plan> {
        if self.search.is_none() {
            if !self.survey.read(text, budget) {
                return None;
            }
            let plan = self.survey.plan(crosses);
            self.search = self.survey.search(&plan);
            return self.search.is_none().then_some(plan);
        }
        let is_done = self.search.as_mut().is_some_and(|search| search.read(text, budget));
        if is_done { self.search.take().map(Search::plan) } else { None }
    }

    /// The stretch in which `from` lies, or `None` when the whole rest of the text is cut as it stands. Stretches are
    /// asked for in order; what is healed in a new one is added to `healed`.
    pub(crate) fn stretch(
        &mut self,
        text: &[u16],
        from: usize,
        folder: &Folder,
        healed: &mut Healed,
    ) -> Option<&mut Stretch> {
        let plan = self.plan.as_ref().unwrap_or(&IDLE);
        if plan.is_idle && folder.is_idle() {
            return None;
        }
        if self.stretch.as_ref().is_none_or(|stretch| stretch.end <= from) {
            self.stretch = Some(Stretch::new(text, from, plan, folder, healed));
        }
        self.stretch.as_mut()
    }

    /// The stretch that begins at `from`, to be cut elsewhere, or `None` when it is longer than `longest`: it is kept
    /// then. As [`stretch`](Self::stretch) otherwise, but for a text that is cut as it stands too.
    pub(crate) fn hand_out(
        &mut self,
        text: &[u16],
        from: usize,
        longest: usize,
        folder: &Folder,
        healed: &mut Healed,
    ) -> Option<Stretch> {
        let plan = self.plan.as_ref().unwrap_or(&IDLE);
        // What step has begun is for step to end.
        if self.stretch.as_ref().is_some_and(|stretch| stretch.end > from) {
            return None;
        }
        let stretch = if plan.is_idle && folder.is_idle() {
            Stretch { end: extent(text, from, plan).0, changed: None }
        } else {
            Stretch::new(text, from, plan, folder, healed)
        };
        if stretch.end - from <= longest {
            return Some(stretch);
        }
        self.stretch = Some(stretch);
        None
    }
}

/// A part of a text, as it is cut.
#[derive(Debug, Clone)]
pub(crate) struct Stretch {
    /// Where it ends in the text.
    pub(crate) end: usize,
    /// What is cut in place of the text, if anything changes.
    pub(crate) changed: Option<Changed>,
}

/// The text of a stretch in which something changes.
#[derive(Debug, Clone)]
pub(crate) struct Changed {
    pub(crate) units: Vec<u16>,
    pub(crate) offsets: Offsets,
    /// How far it was cut, in `units`.
    pub(crate) done: usize,
}

impl Stretch {
    fn new(text: &[u16], from: usize, plan: &Plan, folder: &Folder, healed: &mut Healed) -> Stretch {
        let (end, removed) = extent(text, from, plan);
        for &range in &removed {
            healed.add(range, text);
        }
        if removed.is_empty() && !folder.changes(&text[from..end]) {
            return Stretch { end, changed: None };
        }
        let (mut units, mut offsets) = copy_without(text, from, end, &removed);
        if !folder.is_idle() {
            (units, offsets) = folder.apply(units, offsets);
        }
        Stretch { end, changed: Some(Changed { units, offsets, done: 0 }) }
    }
}

/// Where the stretch that begins at `from` ends, and what is taken out of it.
fn extent(text: &[u16], from: usize, plan: &Plan) -> (usize, Vec<Removed>) {
    let mut removed = Vec::new();
    let mut at = from;
    loop {
        let to = at.max(from + STRETCH).min(text.len());
        while let Some(range) = next_removed(text, at, to, plan) {
            at = range.end;
            removed.push(range);
        }
        at = at.max(to);
        match place_to_stop(text, at, plan, from + LONG_STRETCH) {
            Stop::At(end) => return (end, removed),
            Stop::Removed(range) => {
                at = range.end;
                removed.push(range);
            }
        }
    }
}

enum Stop {
    /// No word crosses this place.
    At(usize),
    /// Something is taken out before such a place comes.
    Removed(Removed),
}

/// Goes on from `at` to the end of a line, or from `long` on to the end of a sentence.
fn place_to_stop(text: &[u16], at: usize, plan: &Plan, long: usize) -> Stop {
    let mut place = at;
    while let Some(length) = text[place..].iter().position(|&unit| is_white(unit) || unit == 0x3002) {
        let found = place + length;
        let end = if text[found] == 0x3002 { found + 1 } else { white_end(text, found) };
        if let Some(range) = next_removed(text, place, end, plan) {
            return Stop::Removed(range);
        }
        let is_line_end = text[found..end].iter().any(|&unit| matches!(unit, 0x0a | 0x0d));
        if is_line_end || (end >= long && text[found] == 0x3002) {
            return Stop::At(end);
        }
        place = end;
    }
    match next_removed(text, place, text.len(), plan) {
        Some(range) => Stop::Removed(range),
        None => Stop::At(text.len()),
    }
}

fn copy_without(text: &[u16], from: usize, end: usize, removed: &[Removed]) -> (Vec<u16>, Offsets) {
    let mut units = Vec::with_capacity(end - from);
    let mut offsets = Offsets::new(from);
    let mut at = from;
    for range in removed {
        units.extend_from_slice(&text[at..range.start]);
        offsets.push(units.len(), range.start, range.end);
        at = range.end;
    }
    units.extend_from_slice(&text[at..end]);
    (units, offsets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Fold;

    #[test]
    fn what_was_taken_out_is_counted_by_its_kind() {
        let text: Vec<u16> = "天 气\n预\u{feff}报\r\n很 好".encode_utf16().collect();
        let removed = |place: &(usize, usize)| {
            let (start, end) = *place;
            Removed { start, end, is_wrap: text[start] != 0xfeff }
        };
        let [first, second, invisible, third, fourth] = [(1, 2), (3, 4), (5, 6), (7, 9), (10, 11)];
        for (places, wraps, invisibles, healing) in [
            (&[][..], 0, 0, Healing::None),
            (&[invisible][..], 0, 1, Healing::None),
            (&[first, fourth][..], 2, 0, Healing::Spaces),
            (&[second, invisible, third][..], 2, 1, Healing::Lines),
            (&[first, second, invisible, third, fourth][..], 4, 1, Healing::Both),
        ] {
            let mut healed = Healed::new(Heal::On);
            places.iter().map(removed).for_each(|removed| healed.add(removed, &text));
            assert_eq!((healed.wraps(), healed.invisible(), healed.healing()), (wraps, invisibles, healing));
            assert_eq!(healed.ranges().len(), places.len());
        }
        assert_eq!(Healed::new(Heal::Off).healing(), Healing::Off);
    }

    fn idle() -> Folder<'static> {
        Folder::new(Fold::default(), None)
    }

    fn times(what: &str, count: usize) -> Vec<u16> {
        what.repeat(count).encode_utf16().collect()
    }

    #[test]
    fn a_part_of_a_text_is_had_without_what_was_taken_out_inside_it() {
        let text: Vec<u16> = "一二\n三四五\n六七八".encode_utf16().collect();
        let mut healed = Healed::new(Heal::On);
        for start in [2, 6] {
            healed.add(Removed { start, end: start + 1, is_wrap: true }, &text);
        }
        for (from, to, expected) in [
            (0, 10, &["一二", "三四五", "六七八"][..]),
            (0, 2, &["一二"]),
            (1, 3, &["二", ""]),
            (3, 6, &["三四五"]),
            (2, 7, &["", "三四五", ""]),
            (7, 10, &["六七八"]),
            (4, 4, &[""]),
        ] {
            let pieces: Vec<String> =
                healed.without(&text, from, to).map(|piece| String::from_utf16(piece).unwrap()).collect();
            assert_eq!(pieces, expected, "{from}..{to}");
            let (units, offsets) = healed.as_cut(&text, from, to, &idle());
            assert_eq!(String::from_utf16(&units).unwrap(), expected.concat(), "{from}..{to}");
            for (at, &unit) in (0..).zip(&units) {
                assert_eq!(text[offsets.start(at) as usize], unit, "{from}..{to}");
                assert_eq!(text[offsets.end(at + 1) as usize - 1], unit, "{from}..{to}");
            }
        }
        let (_, offsets) = healed.as_cut(&text, 3, 6, &idle());
        assert_eq!(offsets, Offsets::new(3), "what was taken out at its edges is none of its own");
    }

    #[test]
    fn a_stretch_ends_with_a_line_and_a_long_one_with_a_sentence() {
        for (what, text, expected) in [
            ("nothing", times("", 0), &[0][..]),
            ("one line", times("一", 600_000), &[600_000]),
            ("lines", times("一二三四五六七八九\n", 20_000), &[65_540, 131_080, 196_620, 200_000]),
            ("sentences with spaces", times("一二三 四五六。", 150_000), &[524_288, 1_048_576, 1_200_000]),
        ] {
            let mut ends = vec![extent(&text, 0, &Plan::IDLE).0];
            while ends[ends.len() - 1] < text.len() {
                ends.push(extent(&text, ends[ends.len() - 1], &Plan::IDLE).0);
            }
            assert_eq!(ends, expected, "{what}");
        }
    }

    #[test]
    fn a_stretch_is_handed_out_unless_it_is_too_long_or_begun() {
        let text = times("一二三四五六七八九\n", 20_000);
        let mut normaliser = Normaliser::default();
        assert!(normaliser.prepare(&text, Heal::Off, 1, &|_| false));
        let mut healed = Healed::new(Heal::Off);
        let mut end = |from: usize, longest: usize| {
            normaliser.hand_out(&text, from, longest, &idle(), &mut healed).map(|stretch| stretch.end)
        };
        assert_eq!(end(0, 65_540), Some(65_540));
        assert_eq!(end(65_540, 65_540), Some(131_080), "as long as may be");
        assert_eq!(end(131_080, 65_539), None, "too long");
        assert_eq!(end(131_080, usize::MAX), None, "it is kept");
        assert_eq!(end(131_090, usize::MAX), None, "and was begun");
        assert_eq!(end(196_620, usize::MAX), Some(200_000), "what comes after it");
    }
}

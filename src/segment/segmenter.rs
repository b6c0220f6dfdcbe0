//! The seam between a text and the ways to cut it: finds the blocks, and sends each to the part that knows it.

use super::classes::{Class, Classes, SECOND_HALF, class_at};
use super::explain::{self, Explanation};
use super::items;
use super::letters;
use super::modes;
use super::repeats::Repeats;
use super::route::Block;
use super::sink::{Piece, Sink};
use super::unknown::is_alphanumeric;
use super::user::{UserTrie, UserWords};
use crate::dictionary::{Dictionary, NO_CODE, Node, Pair, Trie};
use crate::options::{CutOptions, Mode};
use std::sync::{Arc, Mutex};

/// As many weights as frequency numbers can be written, so that a look-up needs no bounds check.
const WEIGHTS: usize = 1 << 13;

/// Cuts text into words with a dictionary and the reader's own words.
pub struct Segmenter {
    dictionary: Arc<Dictionary>,
    classes: Classes,
    user: UserWords,
    /// By frequency number: ln(frequency) − ln(total).
    weights: Box<[f64; WEIGHTS]>,
    total: u32,
    log_total: f64,
    /// The runs that the last cut has kept for the next; none while a cut has them.
    repeats: Mutex<Repeats>,
}

impl std::fmt::Debug for Segmenter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Segmenter({:?}, {} user words)", self.dictionary, self.user.len())
    }
}

/// What the walk over the words reads, as values of its own: behind the segmenter each would be loaded again for each
/// character.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    trie: Trie<'a>,
    weights: &'a [f64; WEIGHTS],
    user: Option<&'a UserTrie>,
    log_total: f64,
}

impl Words<'_> {
    /// Calls `f(end, weight, slot)` for every word of a block that begins at `at`, the shortest first.
    #[inline(always)]
    pub(super) fn for_each(self, block: Block, at: usize, f: &mut dyn FnMut(usize, f64, u32)) {
        match self.user.filter(|_| self.user_may_begin(block, at)) {
            Some(user) => self.for_each_with_user(user, block, at, f),
            None => self.for_each_of_dictionary(block, at, f),
        }
    }

    /// Whether a word of the user may begin at `at`.
    #[inline(always)]
    pub(super) fn user_may_begin(self, block: Block, at: usize) -> bool {
        self.user.is_some_and(|user| user.begins(block.units[at]))
    }

    /// [`for_each`](Self::for_each) where no word of the user may begin.
    #[inline(always)]
    pub(super) fn for_each_of_dictionary(self, block: Block, at: usize, f: impl FnMut(usize, f64, u32)) {
        self.for_each_from(block, at + 1, self.trie.root(block.codes[at]), f);
    }

    /// The word of a node that ends at `end`, and those that go on from there.
    #[inline(always)]
    fn for_each_from(
        self,
        block: Block,
        mut end: usize,
        mut found: Option<(u32, Node)>,
        mut f: impl FnMut(usize, f64, u32),
    ) {
        while let Some((slot, node)) = found {
            if node.frequency_number() != 0 {
                f(end, self.weight(node), slot);
            }
            let Some(&code) = block.codes.get(end) else {
                return;
            };
            found = self.trie.child(node, code);
            end += 1;
        }
    }

    #[inline(always)]
    pub(super) fn peek(self, code: u16, next: u16) -> Pair {
        self.trie.peek(code, next)
    }

    /// [`for_each_of_dictionary`](Self::for_each_of_dictionary) with the first two nodes at hand; `next` is the code
    /// behind `at`.
    #[inline(always)]
    pub(super) fn for_each_of_pair(
        self,
        block: Block,
        at: usize,
        pair: Pair,
        next: u16,
        mut f: impl FnMut(usize, f64, u32),
    ) {
        let code = block.codes[at];
        let Pair { first, second, slot } = pair;
        if first.label() != code {
            return self.for_each_of_dictionary(block, at, f);
        }
        if first.frequency_number() != 0 {
            f(at + 1, self.weight(first), code.into());
        }
        self.for_each_from(block, at + 2, (second.label() == next).then_some((slot, second)), f);
    }

    /// Every word that begins at `at`, with the user words beside the dictionary's: the slow way, taken only where a
    /// user word may begin.
    fn for_each_with_user(self, user: &UserTrie, block: Block, at: usize, f: &mut dyn FnMut(usize, f64, u32)) {
        let mut known = self.trie.root(block.codes[at]);
        let mut own = user.child(UserTrie::ROOT, block.units[at]);
        for end in at + 1..=block.units.len() {
            let word = known.filter(|(_, node)| node.frequency_number() != 0);
            let slot = word.map_or(0, |(slot, _)| slot);
            match own.and_then(|node| user.end(node)) {
                Some(logarithm) if logarithm == f64::NEG_INFINITY => {}
                Some(logarithm) => f(end, logarithm - self.log_total, slot),
                None => {
                    if let Some((slot, node)) = word {
                        f(end, self.weight(node), slot);
                    }
                }
            }
            if end == block.units.len() {
                return;
            }
            known = known.and_then(|(_, node)| self.trie.child(node, block.codes[end]));
            own = own.and_then(|node| user.child(node, block.units[end]));
            if known.is_none() && own.is_none() {
                return;
            }
        }
    }

    #[inline(always)]
    fn weight(self, node: Node) -> f64 {
        self.weights[node.frequency_number() & (WEIGHTS - 1)]
    }
}

/// Memory that is used again from block to block.
#[derive(Default)]
struct Scratch {
    codes: Codes,
    modes: modes::Scratch,
}

/// The codes of a block, in room that is used again for the next.
#[derive(Default)]
pub(super) struct Codes {
    room: Vec<u16>,
    /// Whether all that was gathered are Chinese characters of one unit.
    is_plain: bool,
}

impl Codes {
    /// Room for some codes from `at` on, `wanted` at the most.
    #[inline(always)]
    fn room(&mut self, at: usize, wanted: usize) -> &mut [u16] {
        const MORE: usize = 256;
        if self.room.len() < at + wanted.min(MORE) {
            self.room.resize(at + MORE, 0);
        }
        &mut self.room[at..]
    }

    /// The block of these units, for which the codes were gathered.
    pub(super) fn block<'a>(&'a self, units: &'a [u16]) -> Block<'a> {
        Block { units, codes: &self.room[..units.len()], is_plain: self.is_plain }
    }
}

/// Where a block ends, and whether ASCII is in it.
pub(super) struct Gathered {
    pub(super) end: usize,
    has_ascii: bool,
}

impl Segmenter {
    /// A segmenter over a dictionary, without user words.
    pub fn new(dictionary: Dictionary) -> Segmenter {
        let classes = Classes::new(&dictionary);
        let (total, log_total) = (dictionary.total(), dictionary.log_total());
        let weights = Box::new([0.0; WEIGHTS]);
        let dictionary = Arc::new(dictionary);
        let (user, repeats) = (UserWords::default(), Mutex::default());
        let mut segmenter = Segmenter { dictionary, classes, user, weights, total, log_total, repeats };
        segmenter.weigh();
        segmenter
    }

    /// The compiled dictionary.
    pub fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }

    /// The same, for those who keep it.
    pub(crate) fn shared_dictionary(&self) -> Arc<Dictionary> {
        Arc::clone(&self.dictionary)
    }

    /// The user words.
    pub fn user_words(&self) -> &UserWords {
        &self.user
    }

    pub(super) fn user_mut(&mut self) -> &mut UserWords {
        // How a run was cut holds only as long as the words do.
        self.repeats = Mutex::default();
        &mut self.user
    }

    /// The sum of all frequencies, the user words' included.
    pub fn total(&self) -> u32 {
        self.total
    }

    pub(super) fn log_total(&self) -> f64 {
        self.log_total
    }

    /// The frequency of a word, the user's own before the dictionary's; `None` for what is no word.
    pub fn frequency(&self, spelling: &[u16]) -> Option<u32> {
        if let Some(own) = self.user.get(spelling) {
            return Some(own.frequency).filter(|&frequency| frequency > 0);
        }
        self.find(spelling).map(|slot| self.dictionary.frequency(slot))
    }

    /// The slot of a dictionary word.
    pub fn find(&self, spelling: &[u16]) -> Option<u32> {
        let code = |unit: &u16| self.classes.code_in_block(*unit).unwrap_or(NO_CODE);
        self.dictionary.find(spelling.iter().map(code))
    }

    pub(super) fn set_total(&mut self, total: i64) {
        // Every caller has found it in range; a wrong figure here would only skew the weights.
        self.total = u32::try_from(total).unwrap_or(u32::MAX);
    }

    /// Brings the weights up to date with the total.
    pub(super) fn weigh(&mut self) {
        // With the dictionary's own total the logarithm is the one computed where the dictionary was made.
        self.log_total = if self.total == self.dictionary.total() {
            self.dictionary.log_total()
        } else {
            f64::from(self.total).ln()
        };
        for (weight, logarithm) in self.weights[1..].iter_mut().zip(self.dictionary.logarithms()) {
            *weight = logarithm - self.log_total;
        }
    }

    /// What a character that begins no word weighs: a frequency of 1.
    #[inline(always)]
    pub(super) fn unknown_weight(&self) -> f64 {
        0.0 - self.log_total
    }

    #[inline(always)]
    pub(super) fn words(&self) -> Words<'_> {
        let user = (!self.user.is_empty()).then(|| self.user.trie());
        Words { trie: self.dictionary.trie(), weights: &self.weights, user, log_total: self.log_total }
    }

    /// Whether a range of a block is a word of the user or of the dictionary.
    pub(super) fn is_word(&self, block: Block, from: usize, to: usize) -> bool {
        if !self.user.is_empty()
            && let Some(own) = self.user.get(&block.units[from..to])
        {
            return own.frequency > 0;
        }
        self.dictionary.find(block.codes[from..to].iter().copied()).is_some()
    }

    /// Whether jieba would take a word as one block, so that its route can find it.
    pub(super) fn is_block(&self, word: &str) -> bool {
        let units: Vec<u16> = word.encode_utf16().collect();
        self.block_end(&units, 0, units.len()) == units.len()
    }

    /// Cuts `text` from `from` on, `budget` units or a little more, and gives each piece to `sink`. Returns where it
    /// stopped: the end of the text, or a place that no word crosses.
    pub fn cut<S: Sink>(&self, text: &[u16], from: usize, budget: usize, options: CutOptions, sink: &mut S) -> usize {
        self.cut_as(false, text, from, budget, options, sink)
    }

    /// [`cut`](Self::cut) in which addresses, grouped numbers, dates, names and tags are pieces too.
    pub fn cut_with_items<S: Sink>(
        &self,
        text: &[u16],
        from: usize,
        budget: usize,
        options: CutOptions,
        sink: &mut S,
    ) -> usize {
        self.cut_as(true, text, from, budget, options, sink)
    }

    fn cut_as<S: Sink>(
        &self,
        items: bool,
        text: &[u16],
        from: usize,
        budget: usize,
        options: CutOptions,
        sink: &mut S,
    ) -> usize {
        let stop = from.saturating_add(budget).min(text.len());
        let mut scratch = Scratch::default();
        // Another thread that cuts at the same time begins with none.
        let lend = |repeats: &mut Repeats| self.repeats.lock().map(|mut kept| std::mem::swap(&mut *kept, repeats));
        _ = lend(&mut scratch.modes.repeats);
        let mut ahead = Ahead::default();
        let mut at = from;
        while at < stop {
            let next = if self.user.has_literals() {
                self.next_or_literal(items, text, at, &mut ahead, &mut scratch.codes)
            } else {
                self.next(items, text, at, text.len(), &mut scratch.codes)
            };
            self.cut_next(text, at, next, options, &mut scratch, sink);
            at = next.end;
        }
        _ = lend(&mut scratch.modes.repeats);
        at
    }

    /// [`next`](Self::next) where the user has literal words: what comes next ends where one of them begins.
    ///
    /// What comes depends on the text from `from` on and on nothing else, so the size of the steps changes no piece. It is
    /// looked for in a window, which grows until it is clear where the piece ends: to look for a word as far as the
    /// text goes would take a pass over the text for each step.
    #[inline(never)]
    fn next_or_literal(&self, items: bool, text: &[u16], from: usize, ahead: &mut Ahead, codes: &mut Codes) -> Next {
        let mut reach = WINDOW;
        loop {
            let window = character_start(text, from.saturating_add(reach).min(text.len()));
            let literal = self.first_literal(text, from, window, ahead);
            if let Some(length) = literal.filter(|&start| start == from).and_then(|_| self.user.literal_at(text, from))
            {
                return Next { block: from, end: from + length, rest: Rest::Token };
            }
            let next = self.next(items, text, from, literal.unwrap_or(window), codes);
            if literal.is_some() || window == text.len() || next.end + LOOK_AHEAD <= window {
                return next;
            }
            reach *= 4;
        }
    }

    /// The first place in `from..to` at which a literal user word stands.
    fn first_literal(&self, text: &[u16], from: usize, to: usize, ahead: &mut Ahead) -> Option<usize> {
        if ahead.literal.is_none_or(|start| start < from) {
            let unseen = ahead.seen.max(from)..to;
            ahead.literal = unseen.clone().find(|&at| self.user.literal_at(text, at).is_some());
            ahead.seen = ahead.literal.map_or(unseen.end.max(unseen.start), |start| start + 1);
        }
        ahead.literal.filter(|&start| start < to)
    }

    /// The precise cut of a text with its reasons.
    pub fn explain(&self, text: &[u16], hmm: bool) -> Explanation {
        explain::explain(self, text, hmm)
    }

    /// What comes next from `from` on: a block with what stands behind it. The block's codes are left in `codes`.
    #[inline(always)]
    fn next(&self, items: bool, text: &[u16], from: usize, limit: usize, codes: &mut Codes) -> Next {
        let Gathered { end, has_ascii } = self.gather(text, from, limit, codes);
        // Nearly every block of prose ends so, and nothing has to be looked at twice.
        if end < limit && !has_ascii && text[end] >= 0x80 && self.classes.is_only_separator(text[end]) {
            return Next { block: end, end: self.separators_end(items, text, end, limit), rest: Rest::Separators };
        }
        if items && let Some(item) = items::find(&text[..limit], from, end, has_ascii) {
            return Next { block: item.start, end: item.end, rest: Rest::Token };
        }
        if end == limit || !self.joins_letters(text, end, limit) {
            return Next { block: end, end: self.separators_end(items, text, end, limit), rest: Rest::Separators };
        }
        // The ASCII word before é, or before the apostrophe of don't, belongs to what follows.
        let ascii = text[from..end].iter().rev().take_while(|&&unit| is_word_ascii(unit)).count();
        Next { block: end - ascii, end: self.letters_end(text, end, limit), rest: Rest::Letters }
    }

    /// Cuts what comes next.
    #[inline(always)]
    fn cut_next<S: Sink>(
        &self,
        text: &[u16],
        from: usize,
        next: Next,
        options: CutOptions,
        scratch: &mut Scratch,
        sink: &mut S,
    ) {
        let Next { block: start, end, rest } = next;
        if start > from {
            let block = scratch.codes.block(&text[from..start]);
            self.cut_block(block, from as u32, options, &mut scratch.modes, sink);
        }
        match rest {
            Rest::Token => sink.token(Piece { start: start as u32, end: end as u32, word: Piece::UNKNOWN }),
            Rest::Separators => emit_separators(text, start, end, sink),
            Rest::Letters => letters::cut(&text[start..end], start as u32, sink),
        }
    }

    fn cut_block<S: Sink>(
        &self,
        block: Block,
        offset: u32,
        options: CutOptions,
        scratch: &mut modes::Scratch,
        sink: &mut S,
    ) {
        sink.block(offset, offset + block.units.len() as u32);
        let hmm = options.hmm;
        match options.mode {
            Mode::Precise => modes::precise(self, block, offset, hmm, scratch, sink),
            Mode::Search => modes::search(self, block, offset, hmm, scratch, sink),
            Mode::Full => modes::full(self, block, offset, sink),
        }
    }

    /// Leaves the codes of the block that begins at `from` in `codes`.
    #[inline(always)]
    pub(super) fn gather(&self, text: &[u16], from: usize, limit: usize, codes: &mut Codes) -> Gathered {
        let room = codes.room(0, limit - from);
        let run = self.classes.codes_in_block(&text[from..limit], room);
        let end = from + run.length;
        let is_full = run.length == room.len();
        if !is_full && (end == limit || !self.classes.is_surrogate(text[end])) {
            codes.is_plain = !run.has_ascii;
            return Gathered { end, has_ascii: run.has_ascii };
        }
        self.gather_on(text, from, limit, Gathered { end, has_ascii: run.has_ascii }, codes)
    }

    /// Goes on with a block that is long, or has surrogate pairs.
    #[inline(never)]
    fn gather_on(
        &self,
        text: &[u16],
        from: usize,
        limit: usize,
        mut gathered: Gathered,
        codes: &mut Codes,
    ) -> Gathered {
        let mut has_pairs = false;
        loop {
            let room = codes.room(gathered.end - from, limit - gathered.end);
            let run = self.classes.codes_in_block(&text[gathered.end..limit], room);
            gathered.end += run.length;
            gathered.has_ascii |= run.has_ascii;
            let is_full = run.length == room.len();
            if gathered.end == limit || (!is_full && class_at(&self.classes, text, gathered.end) != (Class::Han, 2)) {
                codes.is_plain = !gathered.has_ascii && !has_pairs;
                return gathered;
            }
            if !is_full {
                codes.room(gathered.end - from, 2)[..2].copy_from_slice(&[NO_CODE, SECOND_HALF]);
                gathered.end += 2;
                has_pairs = true;
            }
        }
    }

    fn block_end(&self, text: &[u16], from: usize, limit: usize) -> usize {
        self.gather(text, from, limit, &mut Codes::default()).end
    }

    /// Whether what stands at `at` makes a word together with the ASCII letters before it, or begins one.
    fn joins_letters(&self, text: &[u16], at: usize, limit: usize) -> bool {
        class_at(&self.classes, text, at).0 == Class::Letter || is_apostrophe_inside(text, at, limit)
    }

    /// The end of a stretch of letters, marks, pictographs and the ASCII words that touch them.
    fn letters_end(&self, text: &[u16], from: usize, limit: usize) -> usize {
        let mut at = from;
        while at < limit {
            match class_at(&self.classes, text, at) {
                (Class::Letter, width) => at += width,
                (Class::Alphanumeric, _) => at += 1,
                _ if text[at] == u16::from(b'_') || is_inside_word(self, text, at, limit) => at += 1,
                _ => break,
            }
        }
        at.min(limit)
    }

    #[inline(always)]
    fn separators_end(&self, items: bool, text: &[u16], from: usize, limit: usize) -> usize {
        let separates = |at: usize| {
            let unit = text[at];
            self.classes.is_only_separator(unit)
                || (self.classes.is_perhaps_separator(unit) && self.separates(items, text, from, at, limit))
        };
        let mut at = from;
        while at < limit && separates(at) {
            at += 1;
        }
        at
    }

    /// Whether what stands at `at` goes on with the separators from `from` on.
    #[inline(never)]
    fn separates(&self, items: bool, text: &[u16], from: usize, at: usize, limit: usize) -> bool {
        class_at(&self.classes, text, at).0 == Class::Separator
            && !is_apostrophe_inside(text, at, limit)
            && !(items && at > from && items::may_begin_at(text, at))
    }
}

/// A block, which may be empty, and what stands behind it.
#[derive(Debug, Clone, Copy)]
struct Next {
    /// Where the block ends and the rest begins.
    block: usize,
    /// Where the rest ends.
    end: usize,
    rest: Rest,
}

/// What stands behind a block.
#[derive(Debug, Clone, Copy)]
enum Rest {
    /// One token: an item, or a literal user word.
    Token,
    Separators,
    Letters,
}

/// What is known of the literal user words ahead.
#[derive(Debug, Default)]
struct Ahead {
    /// The first one that was found and may not have been reached yet.
    literal: Option<usize>,
    /// All before this place was looked at.
    seen: usize,
}

/// How far ahead a literal user word is looked for at first, in UTF-16 code units.
const WINDOW: usize = 4096;
/// Where a piece ends so far before the end of the window, nothing behind the window was needed to see its end.
const LOOK_AHEAD: usize = 64;

/// `at`, or the unit before it where `at` is inside a surrogate pair.
fn character_start(text: &[u16], at: usize) -> usize {
    let is_half = |at: usize, range: std::ops::Range<u16>| text.get(at).is_some_and(|unit| range.contains(unit));
    at - usize::from(at > 0 && is_half(at - 1, 0xd800..0xdc00) && is_half(at, 0xdc00..0xe000))
}

/// ASCII that a letter beside it draws out of jieba's block.
fn is_word_ascii(unit: u16) -> bool {
    is_alphanumeric(unit) || unit == u16::from(b'_')
}

fn is_apostrophe(unit: u16) -> bool {
    matches!(unit, 0x27 | 0x2019)
}

/// Whether the apostrophe of don't stands at `at`.
fn is_apostrophe_inside(text: &[u16], at: usize, limit: usize) -> bool {
    let letter = |index: usize| u8::try_from(text[index]).is_ok_and(|byte| byte.is_ascii_alphabetic());
    is_apostrophe(text[at]) && at > 0 && at + 1 < limit && letter(at - 1) && letter(at + 1)
}

/// Whether an apostrophe or a full stop stands between two letters of a stretch: l’été, т.е. The Unicode rules decide
/// what it joins; here it only must not end the stretch.
fn is_inside_word(segmenter: &Segmenter, text: &[u16], at: usize, limit: usize) -> bool {
    let wordly = |index: usize| matches!(segmenter.classes.class(text[index]), Class::Letter | Class::Alphanumeric);
    let joiner = is_apostrophe(text[at]) || matches!(text[at], 0x2e | 0xff0e | 0xff0c);
    joiner && at > 0 && at + 1 < limit && wordly(at - 1) && wordly(at + 1)
}

/// jieba gives each separator by itself, and `\r\n` as one.
fn emit_separators<S: Sink>(text: &[u16], from: usize, to: usize, sink: &mut S) {
    let mut at = from;
    while at < to {
        let width = if text[at] == 0x0d && at + 1 < to && text[at + 1] == 0x0a { 2 } else { 1 };
        sink.gap(at as u32, (at + width) as u32);
        at += width;
    }
}

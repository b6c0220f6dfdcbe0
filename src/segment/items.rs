//! What is one thing though jieba cuts it where a mark stands: addresses, numbers in groups, dates with strokes, times,
//! names after `@`, tags between `#`. The rules are in `docs/tokens.md`, a row each in `tests/tokens.rs`.
//!
//! Every rule begins at the mark and looks back no further than the block before it, which is not cut yet. So it costs
//! a look at the end of a block, and where a step of the analysis ended does not matter.

use super::unknown::is_alphanumeric;
use std::ops::Range;

/// The longest name or tag, in UTF-16 code units.
pub(super) const LONGEST: usize = 32;
/// No tag is looked for in longer runs without a separator: after each one the rest of the run is looked at again.
const LONGEST_RUN: usize = 1024;

/// The first item that begins in the block `from..end` or at its end. `has_ascii` says whether the block has any.
#[inline(always)]
pub(super) fn find(text: &[u16], from: usize, end: usize, has_ascii: bool) -> Option<Range<usize>> {
    let may_end_block = text.get(end).is_some_and(|&unit| unit < 0x80);
    if has_ascii || may_end_block { find_beside_ascii(text, from, end, has_ascii) } else { None }
}

fn find_beside_ascii(text: &[u16], from: usize, end: usize, has_ascii: bool) -> Option<Range<usize>> {
    let at_end = || match ascii(text, end)? {
        b':' => address(text, from, end).or_else(|| time(text, from, end)),
        b'/' => bare_address(text, from, end).or_else(|| date(text, from, end)),
        b'@' => mail(text, from, end).or_else(|| name(text, end)),
        b',' => grouped(text, from, end),
        _ => None,
    };
    has_ascii.then(|| tag(text, from, end)).flatten().or_else(at_end)
}

/// Whether an item may begin at a separator.
pub(super) fn may_begin_at(text: &[u16], at: usize) -> bool {
    text[at] == u16::from(b'@')
}

fn ascii(text: &[u16], at: usize) -> Option<u8> {
    text.get(at).and_then(|&unit| u8::try_from(unit).ok()).filter(u8::is_ascii)
}

fn is(text: &[u16], at: usize, test: impl Fn(u8) -> bool) -> bool {
    ascii(text, at).is_some_and(test)
}

fn is_digit(text: &[u16], at: usize) -> bool {
    is(text, at, |byte| byte.is_ascii_digit())
}

fn is_word(text: &[u16], at: usize) -> bool {
    text.get(at).is_some_and(|&unit| is_alphanumeric(unit))
}

/// How many units from `at` on pass a test.
fn run(text: &[u16], at: usize, test: impl Fn(u8) -> bool) -> usize {
    (at..text.len()).take_while(|&at| is(text, at, &test)).count()
}

/// Where the run that passes a test and ends at `end` begins, not before `from`.
fn run_start(text: &[u16], from: usize, end: usize, test: impl Fn(u8) -> bool) -> usize {
    end - (from..end).rev().take_while(|&at| is(text, at, &test)).count()
}

fn digits(text: &[u16], at: usize) -> usize {
    run(text, at, |byte| byte.is_ascii_digit())
}

/// `https://example.org/a?b=1`: a scheme and what may stand in an address (RFC 3986).
fn address(text: &[u16], from: usize, colon: usize) -> Option<Range<usize>> {
    let start = run_start(text, from, colon, |byte| byte.is_ascii_alphabetic());
    let host = colon + 3;
    let begins = start < colon && text.get(colon..host)? == [0x3a, 0x2f, 0x2f] && is_word(text, host);
    begins.then(|| start..address_end(text, host))
}

/// `www.example.org/a`: an address without a scheme.
fn bare_address(text: &[u16], from: usize, stroke: usize) -> Option<Range<usize>> {
    let start = run_start(text, from, stroke, |byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
    let www = [0x77, 0x77, 0x77, 0x2e];
    text[start..stroke].starts_with(&www).then(|| start..address_end(text, stroke))
}

/// Where an address ends that goes on from `at`: punctuation at its end belongs to the sentence, and so does a closing
/// bracket that nothing opened.
fn address_end(text: &[u16], at: usize) -> usize {
    let mut end = at + run(text, at, |byte| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte));
    let count = |mark: u8| text[at..end].iter().filter(|&&unit| unit == u16::from(mark)).count();
    let mut unopened = [(b'(', b')'), (b'[', b']')].map(|(open, close)| count(close).saturating_sub(count(open)));
    while end > at + 1 {
        match ascii(text, end - 1) {
            Some(b')') if unopened[0] > 0 => unopened[0] -= 1,
            Some(b']') if unopened[1] > 0 => unopened[1] -= 1,
            Some(byte) if b".,;:!?'".contains(&byte) => {}
            _ => break,
        }
        end -= 1;
    }
    end
}

/// `name@example.org`.
fn mail(text: &[u16], from: usize, at: usize) -> Option<Range<usize>> {
    let local = |byte: u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte);
    let mut start = run_start(text, from, at, local);
    while start < at && !is_word(text, start) {
        start += 1;
    }
    let mut end = at + 1 + run(text, at + 1, |byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
    while end > at + 1 && !is_word(text, end - 1) {
        end -= 1;
    }
    let dot = (at + 1..end).rev().find(|&at| text[at] == u16::from(b'.'))?;
    let letters = (dot + 1..end).all(|at| is(text, at, |byte| byte.is_ascii_alphabetic()));
    (start < at && is_word(text, at + 1) && letters && end - dot > 2).then_some(start..end)
}

/// `@name`; a name with Chinese characters only where a blank or a colon ends it, because nothing else does.
fn name(text: &[u16], at: usize) -> Option<Range<usize>> {
    if at > 0 && is_word(text, at - 1) {
        return None;
    }
    let is_latin = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let latin = at + 1 + run(text, at + 1, is_latin);
    let is_han = |unit: u16| matches!(unit, 0x3400..=0x4dbf | 0x4e00..=0x9fff);
    let rest = text[latin..].iter().take(LONGEST);
    let whole = latin + rest.take_while(|&&unit| is_han(unit) || u8::try_from(unit).is_ok_and(is_latin)).count();
    let is_ended = text.get(whole).is_some_and(|&unit| matches!(unit, 0x20 | 0x3a | 0x3000 | 0xff1a));
    let end = if is_ended { whole } else { latin };
    (end > at + 1 && end - at <= LONGEST).then_some(at..end)
}

/// `#话题#`, and `#tag` of letters.
fn tag(text: &[u16], from: usize, end: usize) -> Option<Range<usize>> {
    const SIGN: u16 = b'#' as u16;
    let has_sign = end - from <= LONGEST_RUN && text[from..end].contains(&SIGN);
    let signs = has_sign.then_some(from..end).into_iter().flatten();
    signs.filter(|&at| text[at] == SIGN && !(at > 0 && is_part_of_word(text, at - 1))).find_map(|at| {
        let closed = text[at + 1..].iter().take(LONGEST).position(|&unit| unit == SIGN).map(|length| at + 1 + length);
        let closed = closed.filter(|&close| is_topic(&text[at + 1..close]) && !is_word(text, close + 1));
        let word = at + 1 + run(text, at + 1, |byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let has_letter = (at + 1..word).any(|at| is(text, at, |byte| byte.is_ascii_alphabetic()));
        closed.map(|close| at..close + 1).or_else(|| (has_letter && word - at <= LONGEST).then_some(at..word))
    })
}

/// Whether the `#` after it is that of `C#`, or one of several.
fn is_part_of_word(text: &[u16], at: usize) -> bool {
    is_word(text, at) || is(text, at, |byte| b"+#&._%-".contains(&byte))
}

/// What may stand between two `#`: no white space, and a character that is more than a number.
fn is_topic(units: &[u16]) -> bool {
    let is_letter = |&unit: &u16| unit >= 0x80 || u8::try_from(unit).is_ok_and(|byte| byte.is_ascii_alphabetic());
    !units.iter().any(|&unit| is_white(unit)) && units.first().is_some_and(is_letter)
}

/// White space, which no item has inside.
pub(super) fn is_white(unit: u16) -> bool {
    matches!(unit, 0x09..=0x0d | 0x20 | 0x85 | 0xa0 | 0x3000)
}

/// `1,396` and `12,345,678.90%`: groups of three digits.
fn grouped(text: &[u16], from: usize, comma: usize) -> Option<Range<usize>> {
    let start = number_start(text, from, comma, 3)?;
    let mut end = comma;
    while text.get(end) == Some(&u16::from(b',')) && digits(text, end + 1) == 3 {
        end += 4;
    }
    if end == comma {
        return None;
    }
    if is(text, end, |byte| byte == b'.') && is_digit(text, end + 1) {
        end += 1 + digits(text, end + 1);
    }
    end += usize::from(is(text, end, |byte| byte == b'%'));
    (!is_word(text, end)).then_some(start..end)
}

/// Where the number of at most `most` digits begins that ends at `end`, if nothing stands before it that it belongs to.
fn number_start(text: &[u16], from: usize, end: usize, most: usize) -> Option<usize> {
    let start = run_start(text, from, end, |byte| byte.is_ascii_digit());
    let stands_alone =
        start == 0 || !(is_word(text, start - 1) || is(text, start - 1, |byte| b".,/:_-".contains(&byte)));
    (start < end && end - start <= most && stands_alone).then_some(start)
}

/// `2020/2/23`.
fn date(text: &[u16], from: usize, stroke: usize) -> Option<Range<usize>> {
    let start = number_start(text, from, stroke, 4).filter(|start| stroke - start == 4)?;
    let second = stroke + 1 + digits(text, stroke + 1);
    let end = second + 1 + digits(text, second + 1);
    let is_date = text.get(second) == Some(&u16::from(b'/'))
        && (1..=2).contains(&(second - stroke - 1))
        && (1..=2).contains(&(end - second - 1))
        && !is_word(text, end)
        && text.get(end) != Some(&u16::from(b'/'));
    is_date.then_some(start..end)
}

/// `12:30` and `08:05:59`.
fn time(text: &[u16], from: usize, colon: usize) -> Option<Range<usize>> {
    let start = number_start(text, from, colon, 2)?;
    let is_sixtieth = |at: usize| is(text, at, |byte| (b'0'..=b'5').contains(&byte)) && digits(text, at) == 2;
    let is_colon = |at: usize| text.get(at) == Some(&u16::from(b':'));
    if !is_sixtieth(colon + 1) {
        return None;
    }
    let minutes = colon + 3;
    let end = if is_colon(minutes) && is_sixtieth(minutes + 1) { minutes + 3 } else { minutes };
    let goes_on = is_word(text, end) || (is_colon(end) && is_digit(text, end + 1));
    (!goes_on).then_some(start..end)
}

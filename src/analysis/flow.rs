//! How the tokens of a document hang together: which begin a sentence, and which follow punctuation.

use crate::corpus::{Document, Token};
use crate::text::{is_blank_or_break, sentences_unless};

/// The sentences of a document, and what stands before each of its tokens.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flow {
    /// The ends of the sentences, as [`sentences`](crate::text::sentences) gives them.
    sentence_ends: Vec<u32>,
    /// By token.
    edges: Vec<u8>,
}

/// The token is the first of its sentence.
const SENTENCE: u8 = 1;
/// Something other than white space stands between the token and the one before it, or it begins a sentence.
const CLAUSE: u8 = 2;

impl Flow {
    /// One pass over a text and its tokens. `is_wrap` as for [`sentences_unless`].
    pub(crate) fn new(text: &[u16], tokens: &[Token], is_wrap: impl Fn(usize) -> bool) -> Flow {
        let sentence_ends = sentences_unless(text, is_wrap);
        let mut ends = sentence_ends.iter().peekable();
        let mut covered = None;
        let edge = |token: &Token| {
            let before = covered.replace(covered.unwrap_or(0).max(token.end));
            let mut begins = before.is_none();
            while ends.next_if(|&&end| end <= token.start).is_some() {
                begins = true;
            }
            let gap = before.filter(|&end| end < token.start).map(|end| &text[end as usize..token.start as usize]);
            let punctuated = gap.is_some_and(|gap| !gap.iter().all(|&unit| is_blank_or_break(unit)));
            (SENTENCE * u8::from(begins)) | (CLAUSE * u8::from(begins || punctuated))
        };
        let edges = tokens.iter().map(edge).collect();
        Flow { sentence_ends, edges }
    }

    /// Whether a token is the first of its sentence.
    #[inline]
    pub(crate) fn begins_sentence(&self, token: usize) -> bool {
        self.edges[token] & SENTENCE != 0
    }

    /// Whether a token is the first of its sentence or follows punctuation.
    #[inline]
    pub(crate) fn begins_clause(&self, token: usize) -> bool {
        self.edges[token] != 0
    }

    /// The sentence with this place of the text: its start and its end, the white space behind it included.
    pub(crate) fn sentence_at(&self, at: u32) -> (u32, u32) {
        let index = self.sentence_ends.partition_point(|&end| end <= at);
        let start = if index == 0 { 0 } else { self.sentence_ends[index - 1] };
        (start, self.sentence_ends.get(index).copied().unwrap_or(start))
    }
}

/// The first token of `document` from `from` on that is not wholly before `at`.
pub(crate) fn first_token_after(document: &Document, from: usize, at: u32) -> usize {
    from + document.tokens()[from..].iter().take_while(|token| token.end <= at).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    /// Tokens of a text whose words are in brackets.
    fn bracketed(marked: &str) -> (Vec<u16>, Vec<Token>) {
        let (mut text, mut tokens) = (Vec::new(), Vec::new());
        for unit in units(marked) {
            match unit {
                0x5b => tokens.push(Token { start: text.len() as u32, end: 0, term: 0 }),
                0x5d => tokens.last_mut().unwrap().end = text.len() as u32,
                _ => text.push(unit),
            }
        }
        (text, tokens)
    }

    #[test]
    fn each_token_knows_what_stands_before_it() {
        for (marked, expected) in [
            ("", ""),
            ("[北京][大学]", "3 0"),
            ("，[北京]，[大学]", "3 2"),
            ("[北京]。[大学]", "3 3"),
            ("[好]。」[又]", "3 3"),
            ("[hello] [world]", "3 0"),
            ("[北京]\u{3000}[大学]", "3 0"),
            ("[北京]\n[大学]", "3 3"),
            ("[北京]“[大学]”[好]", "3 2 2"),
            ("……\n[北京][大学]", "3 0"),
            ("[一]。……！\n\n[二]、[三]", "3 3 2"),
        ] {
            let (text, tokens) = bracketed(marked);
            let flow = Flow::new(&text, &tokens, |_| false);
            let edges: Vec<String> = flow.edges.iter().map(u8::to_string).collect();
            assert_eq!(edges.join(" "), expected, "{marked}");
        }
        let (text, tokens) = bracketed("[北京]\n[大学]");
        assert_eq!(Flow::new(&text, &tokens, |at| at == 2).edges, [3, 0], "a healed wrap");
    }

    #[test]
    fn tokens_that_overlap_have_nothing_between_them() {
        let text = units("北京大学，好");
        let token = |start, end| Token { start, end, term: 0 };
        let tokens = [token(0, 2), token(2, 4), token(0, 4), token(5, 6)];
        assert_eq!(Flow::new(&text, &tokens, |_| false).edges, [3, 0, 0, 2]);
    }

    #[test]
    fn a_place_has_its_sentence() {
        let flow = Flow::new(&units("一。 二。"), &[], |_| false);
        for (at, expected) in [(0, (0, 3)), (2, (0, 3)), (3, (3, 5)), (4, (3, 5)), (5, (5, 5))] {
            assert_eq!(flow.sentence_at(at), expected, "{at}");
        }
        assert_eq!(Flow::default().sentence_at(0), (0, 0));
    }
}

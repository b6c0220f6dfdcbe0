//! The tokens of a document as jieba counts places: what lies between two tokens has places too.

use crate::corpus::Document;
use crate::options::CutOptions;

/// Receives a document place by place.
pub(crate) trait Places {
    /// A place with a token of this term.
    fn term(&mut self, term: u32);
    /// So many places without one.
    fn gap(&mut self, places: usize);
}

/// Gives the places of a document in order.
///
/// A place is what jieba's `cut` gives as one piece: a token, a `\r\n`, a run of the ASCII characters that
/// jieba keeps inside words ([`is_connector`]), or any other single code point between tokens, white space
/// as well as punctuation. Tokens that overlap (full and search mode) follow one another without a gap.
pub(crate) fn walk(document: &Document, options: CutOptions, places: &mut impl Places) {
    let text = document.text();
    let mut covered = 0;
    for token in document.tokens() {
        if token.start as usize > covered {
            // A healed wrap is no place: the text is counted as it was cut.
            let gap = document.healed().without(text, covered, token.start as usize);
            let count = gap.map(|part| places_in(part, options.hmm)).sum();
            places.gap(count);
        }
        places.term(token.term);
        covered = covered.max(token.end as usize);
    }
}

/// How many places a text without tokens has. Without the hidden Markov model jieba leaves the characters of
/// a run of connectors single.
fn places_in(gap: &[u16], hmm: bool) -> usize {
    let joins = |before: u16, unit: u16| {
        (before == CR && unit == LF)
            || (hmm && is_connector(before) && is_connector(unit))
            || char::decode_utf16([before, unit]).next().is_some_and(|point| point.is_ok_and(|c| c.len_utf16() == 2))
    };
    let joined = gap.windows(2).filter(|pair| joins(pair[0], pair[1])).count();
    gap.len() - joined
}

const CR: u16 = 0x0D;
const LF: u16 = 0x0A;

fn is_connector(unit: u16) -> bool {
    matches!(u8::try_from(unit), Ok(b'+' | b'#' | b'&' | b'.' | b'_' | b'%' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Corpus;
    use crate::lens::Lens;
    use crate::options::Mode;

    /// What comes of a document, a term as its spelling.
    struct Recorder<'a>(&'a Corpus, Vec<String>);

    impl Places for Recorder<'_> {
        fn term(&mut self, term: u32) {
            self.1.push(self.0.terms().word(term));
        }

        fn gap(&mut self, places: usize) {
            self.1.push(places.to_string());
        }
    }

    #[test]
    fn a_gap_is_told_where_something_lies_between_two_tokens() {
        let lens = Lens::from_lists("北京 10 ns\n大学 10 n\n北京大学 20 n\n好 5 a\n", "").unwrap();
        for (mode, expected) in [
            (Mode::Precise, "北京大学 2 好 好 1 北京大学"),
            (Mode::Search, "北京 大学 北京大学 2 好 好 1 北京 大学 北京大学"),
        ] {
            let options = CutOptions { mode, hmm: false };
            let mut corpus = Corpus::new(options);
            corpus.push_str("text", "北京大学，。好好 北京大学").unwrap();
            corpus.analyze(&lens);
            let mut recorder = Recorder(&corpus, Vec::new());
            walk(&corpus.documents()[0], options, &mut recorder);
            assert_eq!(recorder.1.join(" "), expected);
        }
    }

    fn units(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    #[test]
    fn a_gap_has_a_place_for_each_piece_of_jieba() {
        // (text, pieces with the model, pieces without)
        let rows = [
            ("", 0, 0),
            ("，", 1, 1),
            ("。”", 2, 2),
            ("……", 2, 2),
            (" ", 1, 1),
            ("\n\n", 2, 2),
            ("\r\n", 1, 1),
            ("\r\n\r\n", 2, 2),
            ("\n\r", 2, 2),
            ("\u{3000}\u{3000}", 2, 2),
            ("--", 1, 2),
            ("...", 1, 3),
            ("-.+", 1, 3),
            ("-，-", 3, 3),
            ("、--\r\n。", 4, 5),
            ("🀄\u{FE0F}", 2, 2),
        ];
        for (text, with_model, without) in rows {
            assert_eq!(places_in(&units(text), true), with_model, "{text:?} with the model");
            assert_eq!(places_in(&units(text), false), without, "{text:?} without the model");
        }
        assert_eq!(places_in(&[0xD83C, 0xD83C, 0xDC04, 0xDC04], true), 3, "lone surrogates are a place each");
    }
}

//! Words outside jieba's blocks, by the Unicode rules: café, Привет, カタカナ, 한국어, ２０２０, 👨‍👩‍👧.
//!
//! Unicode Standard Annex #29, "Unicode Text Segmentation", word boundaries, with one tailoring that the annex invites:
//! scripts that are written without spaces and for which no dictionary is at hand (hiragana, Thai, Lao, Khmer, Burmese)
//! stay in one piece a run instead of falling into characters.

use super::sink::{Piece, Sink};
use crate::text::is_pictograph;
use unicode_segmentation::UnicodeSegmentation;

/// Cuts `units`, which begin at `offset` of the text.
pub(super) fn cut<S: Sink>(units: &[u16], offset: u32, sink: &mut S) {
    let text = String::from_utf16_lossy(units);
    let mut at = offset;
    let mut pieces = text.split_word_bounds().peekable();
    while let Some(piece) = pieces.next() {
        let mut end = at + utf16_length(piece);
        if is_unspaced(piece) {
            while let Some(more) = pieces.next_if(|more| is_unspaced(more)) {
                end += utf16_length(more);
            }
        }
        if piece.chars().any(|c| c.is_alphanumeric() || is_pictograph_start(c)) {
            sink.token(Piece { start: at, end, word: Piece::UNKNOWN });
        } else {
            // A gap a character, as jieba gives them.
            let mut from = at;
            for c in piece.chars() {
                let to = from + c.len_utf16() as u32;
                sink.gap(from, to);
                from = to;
            }
        }
        at = end;
    }
}

fn utf16_length(text: &str) -> u32 {
    text.encode_utf16().count() as u32
}

/// A variation selector or a keycap alone, without a character before it, is no picture.
fn is_pictograph_start(c: char) -> bool {
    is_pictograph(c) && !matches!(c, '\u{fe0f}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}')
}

fn is_unspaced(piece: &str) -> bool {
    let unspaced = |c: char| matches!(c, '\u{3041}'..='\u{309f}' | '\u{30fc}' | '\u{0e01}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}');
    piece.chars().all(unspaced) && piece.chars().any(char::is_alphabetic)
}

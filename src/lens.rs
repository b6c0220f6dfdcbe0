//! The engine: a dictionary, the reader's own words, and the way to cut text with them.

use crate::error::Result;
use crate::options::CutOptions;
use crate::segment::{Piece, Segmenter};

/// The engine: a dictionary, the reader's own words, and the way to cut text with them.
#[derive(Debug)]
pub struct Lens {
    segmenter: Segmenter,
}

impl Lens {
    /// Makes an engine from the bytes of a compiled dictionary (`hanlens.dict`).
    ///
    /// # Errors
    /// [`Kind::BadDictionary`](crate::Kind::BadDictionary) when the bytes are not a whole dictionary of this version.
    pub fn new(dictionary: &[u8]) -> Result<Lens> {
        todo!("{dictionary:?}")
    }

    /// Loads the inverse document frequencies (`hanlens-idf.dict`) that TF-IDF keywords need.
    ///
    /// # Errors
    /// [`Kind::BadDictionary`](crate::Kind::BadDictionary) when the bytes are damaged or belong to another dictionary.
    pub fn load_idf(&mut self, bytes: &[u8]) -> Result<()> {
        todo!("{bytes:?}")
    }

    /// The inverse document frequency of a word, in natural-logarithm units; `None` when the word is not in
    /// the table or no table is loaded.
    pub fn idf(&self, spelling: &[u16]) -> Option<f64> {
        todo!("{spelling:?}")
    }

    /// The median of the loaded table (the upper one for an even length, as Python jieba takes it):
    /// the value for words that the table lacks. `None` when no table is loaded.
    pub fn median_idf(&self) -> Option<f64> {
        todo!()
    }

    /// Cuts `text` from `from` on, `budget` code units or a little more, and gives each token to `emit`.
    /// Returns where it stopped: the end of the text, or a place that no word can cross.
    pub fn cut_units(
        &self,
        text: &[u16],
        from: usize,
        budget: usize,
        options: CutOptions,
        emit: &mut dyn FnMut(Piece),
    ) -> usize {
        todo!("{text:?} {from} {budget} {options:?} {}", emit as *const _ as *const () as usize)
    }

    /// The dictionary's number for a word, if it has it.
    pub fn word_id(&self, spelling: &[u16]) -> Option<u32> {
        todo!("{spelling:?}")
    }

    /// Every number that [`word_id`](Self::word_id) gives is below this.
    pub fn word_id_bound(&self) -> usize {
        todo!()
    }

    /// The part-of-speech tag of a token in jieba's tag set; `x` when it is not known.
    pub fn tag_of(&self, word: u32, spelling: &[u16]) -> &str {
        todo!("{word} {spelling:?}")
    }
}

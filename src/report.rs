//! The report card of an analysis: all that it takes to repeat it, and to know that a text is the same one.

use crate::corpus::{Corpus, Document};
use crate::export::{Cell, Record};
use sha2::{Digest, Sha256};

/// A document as the report names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentReport {
    /// Its name.
    pub name: String,
    /// Its length in UTF-16 code units.
    pub length: usize,
    /// Its length in bytes of UTF-8.
    pub bytes: u64,
    /// SHA-256 of its UTF-8 form, 64 hexadecimal digits.
    pub sha256: String,
}

impl Record for DocumentReport {
    const KEYS: &'static [&'static str] = &["name", "length", "bytes", "sha256"];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![Cell::Text(&self.name), Cell::Count(self.length as u64), Cell::Count(self.bytes), Cell::Text(&self.sha256)]
    }
}

/// The documents of a corpus with their sizes and hashes.
///
/// Size and hash are those of the text as it was given, in UTF-8, without the byte order mark that a file may have had;
/// a lone surrogate counts as U+FFFD. A crate computes the hash: in browsers `crypto.subtle` has it in secure contexts
/// alone, and it would want the whole text once more in memory.
///
/// ```
/// use hanlens::{Corpus, CutOptions, report};
/// let mut corpus = Corpus::new(CutOptions::default());
/// corpus.push_str("sample", "abc")?;
/// let documents = report::documents(&corpus);
/// assert_eq!((documents[0].bytes, &documents[0].sha256[..8]), (3, "ba7816bf"));
/// # Ok::<(), hanlens::Error>(())
/// ```
pub fn documents(corpus: &Corpus) -> Vec<DocumentReport> {
    corpus.documents().iter().map(report).collect()
}

fn report(document: &Document) -> DocumentReport {
    let (mut hash, mut bytes, mut buffer) = (Sha256::new(), 0, Vec::with_capacity(BUFFER + 4));
    for point in char::decode_utf16(document.text().iter().copied()) {
        let character = point.unwrap_or(char::REPLACEMENT_CHARACTER);
        buffer.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        if buffer.len() >= BUFFER {
            bytes += buffer.len() as u64;
            hash.update(&buffer);
            buffer.clear();
        }
    }
    bytes += buffer.len() as u64;
    hash.update(&buffer);
    let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    DocumentReport { name: document.name().to_owned(), length: document.text().len(), bytes, sha256 }
}

const BUFFER: usize = 8 * 1024;

#[cfg(test)]
mod tests {
    use super::documents;
    use crate::{Corpus, CutOptions};

    #[test]
    fn the_hash_is_that_of_the_utf_8_form() {
        let mut corpus = Corpus::new(CutOptions::default());
        let texts = [String::new(), "北京，😀".to_owned(), "北".repeat(10_000)];
        for text in &texts {
            corpus.push_str("text", text).unwrap();
        }
        corpus.push("lone", vec![0x5317, 0xd800, 0x4eac]).unwrap();
        corpus.push_str("lone, replaced", "北\u{fffd}京").unwrap();
        let found = documents(&corpus);
        // FIPS 180-4's answer for no bytes, and those of `sha256sum` for the others.
        for (index, hash) in HASHES.iter().enumerate() {
            assert_eq!((found[index].sha256.as_str(), found[index].bytes), (*hash, texts[index].len() as u64));
        }
        assert_eq!((&found[3].sha256, found[3].bytes, found[3].length), (&found[4].sha256, 9, 3));
    }

    const HASHES: [&str; 3] = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "02ec04b4bd52b122ce5fa6786a7d063b6b89fd3bcfa9457522c44188ec7cf886",
        "f61dcc0b143bb1d060b8d0c55ba22bf45e713721b8f4e20899744c340008884b",
    ];
}

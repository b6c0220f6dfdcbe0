//! The dictionaries: found in the pinned jieba-rs package, checked, compiled by the product itself.

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, ensure};
use hanlens::dictionary::{Compiled, compile};
use sha2::{Digest, Sha256};

use crate::project::{Project, read_text, write_whole};

/// The package that brings the data; its version is pinned in Cargo.toml.
pub const SOURCE_PACKAGE: &str = "jieba-rs";

const WORDS: Source =
    Source { path: "src/data/dict.txt", sha256: "139519822fe8ab9e10d9d07e68ea0451045380aedaf54ecc51e2a28c6b42a13f" };
const IDF: Source =
    Source { path: "src/data/idf.txt", sha256: "501b70ec56c34d90f3f590f1918ca4b1bd617d5b46cd99bd6d17c7de6e4f80ed" };

pub const WORDS_FILE: &str = "hanlens.dict";
pub const IDF_FILE: &str = "hanlens-idf.dict";

/// A file of the source package, and the contents that it must have.
struct Source {
    path: &'static str,
    sha256: &'static str,
}

impl Source {
    fn path(&self, project: &Project) -> Result<PathBuf> {
        let package = project.package(SOURCE_PACKAGE)?;
        let directory = package.manifest_path.parent().context("a manifest lies in a directory")?;
        Ok(directory.join(self.path).into())
    }

    fn read(&self, project: &Project) -> Result<String> {
        let text = read_text(&self.path(project)?)?;
        self.check(&text).with_context(|| format!("the package {SOURCE_PACKAGE} has changed"))?;
        Ok(text)
    }

    fn check(&self, text: &str) -> Result<()> {
        let found = sha256_hex(text.as_bytes());
        ensure!(
            found == self.sha256,
            "{} is not the file that the dictionary is made from: its SHA-256 is {found}, not {}",
            self.path,
            self.sha256
        );
        Ok(())
    }
}

/// The word list that the dictionary is made from, in jieba's own format.
pub fn words_path(project: &Project) -> Result<PathBuf> {
    WORDS.path(project)
}

/// Compiles both dictionaries.
pub fn build(project: &Project) -> Result<Compiled> {
    let words = WORDS.read(project)?;
    let idf = IDF.read(project)?;
    compile(&words, &idf).map_err(|error| anyhow!("the dictionary cannot be compiled: {error}"))
}

/// Compiles both dictionaries into pkg/.
pub fn write(project: &Project) -> Result<()> {
    let compiled = build(project)?;
    let directory = project.package_dir();
    write_whole(&directory.join(WORDS_FILE), &compiled.words)?;
    write_whole(&directory.join(IDF_FILE), &compiled.idf)?;
    eprintln!("dictionary: {} bytes, inverse document frequencies: {} bytes", compiled.words.len(), compiled.idf.len());
    Ok(())
}

/// SHA-256 in lower-case hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sha256_of_the_standards_example() {
        assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn changed_source_is_refused_with_both_hashes() {
        let error = WORDS.check("x 1 n\n").unwrap_err().to_string();
        assert!(error.contains(WORDS.path), "{error}");
        assert!(error.contains(WORDS.sha256), "{error}");
        assert!(error.contains(&sha256_hex(b"x 1 n\n")), "{error}");
    }
}

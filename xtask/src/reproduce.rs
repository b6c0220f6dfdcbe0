//! Whether two builds of one commit give the same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::build::build;
use crate::dictionary::sha256_hex;
use crate::process;
use crate::project::{PRODUCT, Project, files_below, read_bytes};
use crate::setup::WASM_TARGET;

/// Builds into pkg/, then again with the core compiled anew into a directory of its own, and compares.
pub fn run(project: &Project) -> Result<()> {
    let first = project.package_dir();
    build(project, &first)?;

    process::run(process::cargo(project.root()).args([
        "clean",
        "--release",
        "--target",
        WASM_TARGET,
        "--package",
        PRODUCT,
    ]))?;
    let second = project.target_dir().join("reproduce");
    if second.exists() {
        fs::remove_dir_all(&second).with_context(|| format!("cannot empty {}", second.display()))?;
    }
    build(project, &second)?;

    compare(&hashes(&first)?, &hashes(&second)?)
}

fn compare(first: &BTreeMap<String, String>, second: &BTreeMap<String, String>) -> Result<()> {
    for (name, hash) in first {
        println!("{hash}  {name}");
    }
    let names = first.keys().chain(second.keys());
    let mut different: Vec<_> = names.filter(|name| first.get(*name) != second.get(*name)).cloned().collect();
    different.sort();
    different.dedup();
    ensure!(different.is_empty(), "these files are not the same in two builds: {}", different.join(", "));
    println!("reproduce: {} files are the same in two builds", first.len());
    Ok(())
}

fn hashes(directory: &Path) -> Result<BTreeMap<String, String>> {
    let hash = |name: String| Ok((name.clone(), sha256_hex(&read_bytes(&directory.join(name))?)));
    files_below(directory)?.into_iter().map(hash).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_named() {
        let map = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
        let first = map(&[("a", "1"), ("b", "2"), ("c", "3")]);
        assert!(compare(&first, &first).is_ok());
        let second = map(&[("a", "1"), ("b", "9"), ("d", "3")]);
        let error = compare(&first, &second).unwrap_err().to_string();
        assert!(error.ends_with(": b, c, d"), "{error}");
    }
}

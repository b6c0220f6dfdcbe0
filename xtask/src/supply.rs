//! What comes from others: under licences that were looked at, from the registries, whole, and once.
//!
//! Read from the lock files and from what cargo says, so it takes no time and no network and is a part of every test.
//! `cargo xtask audit` asks `cargo deny` too, which knows of reported faults.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::process;
use crate::project::{PRODUCT, Project, read_text};
use crate::setup::WASM_TARGET;

/// Licences of what ships, as their authors write them: all of them let anybody do anything that keeps their text.
const SHIPS: [&str; 13] = [
    "MIT",
    "Apache-2.0",
    "MIT OR Apache-2.0",
    "Apache-2.0 OR MIT",
    "MIT/Apache-2.0",
    "Apache-2.0/MIT",
    "(MIT OR Apache-2.0) AND Unicode-3.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "ISC",
    "Unlicense OR MIT",
    "Zlib",
];

/// Licences of what only builds and tests, beside those.
const BUILDS: [&str; 12] = [
    "0BSD OR MIT OR Apache-2.0",
    "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT",
    "BSD-3-Clause AND BSD-2-Clause",
    "BSD-3-Clause AND MIT",
    "BSD-3-Clause/MIT",
    "BlueOak-1.0.0",
    "CC-BY-4.0",
    "MIT OR Apache-2.0 OR LGPL-2.1-or-later",
    "MIT OR Zlib OR Apache-2.0",
    "MPL-2.0",
    "Python-2.0",
    "Unicode-3.0",
];

const CRATES: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Whether something under this licence may be a part of what ships.
pub fn ships(licence: &str) -> bool {
    SHIPS.contains(&licence)
}

fn builds(licence: &str) -> bool {
    ships(licence) || BUILDS.contains(&licence)
}

/// Checks all that comes from others, and prints how much that is.
pub fn check(project: &Project) -> Result<()> {
    let crates = check_crates(project)?;
    let once = check_once(project)?;
    let packages = check_npm(&serde_json::from_str(&read_text(&project.root().join("package-lock.json"))?)?)?;
    println!(
        "supply: {crates} crates and {packages} npm packages under known licences, from the registries, with checksums"
    );
    println!("supply: {once} crates are linked into the wasm, none in two versions");
    Ok(())
}

/// Runs `cargo deny`: licences, sources, and what its database knows of faults.
pub fn audit(project: &Project) -> Result<()> {
    check(project)?;
    let installed = process::works(process::cargo(project.root()).args(["deny", "--version"]));
    ensure!(installed, "cargo-deny is not installed; `cargo install cargo-deny --locked` installs it");
    let deny =
        |what: &[&str]| process::run(process::cargo(project.root()).args(["deny", "--workspace", "check"]).args(what));
    deny(&["licenses", "bans", "sources"])?;
    deny(&["advisories"]).context("there are reported faults, or their database cannot be reached: see above")
}

fn check_crates(project: &Project) -> Result<usize> {
    let others = || project.metadata().packages.iter().filter(|package| package.source.is_some());
    for package in others() {
        let licence = package.license.as_deref().unwrap_or("no licence");
        ensure!(builds(licence), "{} is under {licence}: look at it, and name it in supply.rs", package.name);
    }
    for lock in ["Cargo.lock", "fuzz/Cargo.lock"] {
        check_cargo_lock(&read_text(&project.root().join(lock))?).context(lock)?;
    }
    Ok(others().count())
}

/// Every package of a `Cargo.lock` is of this checkout, or from the registry and has a checksum.
fn check_cargo_lock(lock: &str) -> Result<()> {
    for package in lock.split("[[package]]").skip(1) {
        let field = |key: &str| package.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
        let name = field("name").context("a package of Cargo.lock has no name")?;
        if let Some(source) = field("source") {
            ensure!(source.trim_matches('"') == CRATES, "{name} comes from {source}");
            ensure!(field("checksum").is_some(), "{name} has no checksum in Cargo.lock");
        }
    }
    Ok(())
}

/// What is linked into the wasm is there in one version: a second one would be downloaded by every reader.
fn check_once(project: &Project) -> Result<usize> {
    let arguments = ["tree", "--package", PRODUCT, "--target", WASM_TARGET, "--edges", "normal", "--prefix", "none"];
    let tree = process::capture(process::cargo(project.root()).args(arguments).args(["--format", "{p}"]))?;
    let mut versions = BTreeMap::<&str, Vec<&str>>::new();
    for line in tree.lines().filter(|line| !line.contains("(proc-macro)")) {
        let (name, version) = line.trim_end_matches(" (*)").split_once(' ').unwrap_or((line, ""));
        let known = versions.entry(name).or_default();
        if !known.contains(&version) {
            known.push(version);
        }
    }
    for (name, versions) in &versions {
        ensure!(versions.len() == 1, "{name} is linked in {} versions: {}", versions.len(), versions.join(", "));
    }
    Ok(versions.len())
}

/// Every package of a `package-lock.json` has a hash and a known licence, and comes from the registry that npm asks: the
/// lock file names no address.
fn check_npm(lock: &Value) -> Result<usize> {
    let packages = lock["packages"].as_object().context("package-lock.json lists no packages")?;
    let others = || packages.iter().filter(|(path, _)| !path.is_empty());
    for (path, package) in others() {
        let integrity = package["integrity"].as_str().unwrap_or_default();
        ensure!(integrity.starts_with("sha512-"), "{path} has no SHA-512 in package-lock.json");
        let address = &package["resolved"];
        ensure!(address.is_null(), "{path} has an address in package-lock.json: {address}");
        let licence = package["license"].as_str().unwrap_or("no licence");
        ensure!(builds(licence), "{path} is under {licence}: look at it, and name it in supply.rs");
    }
    Ok(others().count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn npm_packages_need_a_hash_a_licence_and_no_address() {
        let lock = |package: Value| json!({ "packages": { "": {}, "node_modules/a": package } });
        let good = json!({ "integrity": "sha512-x", "license": "MIT" });
        assert_eq!(check_npm(&lock(good)).unwrap(), 1);
        for (package, says) in [
            (json!({ "license": "MIT" }), "no SHA-512"),
            (json!({ "integrity": "sha1-x", "license": "MIT" }), "no SHA-512"),
            (json!({ "integrity": "sha512-x", "license": "MIT", "resolved": "https://a.example/a.tgz" }), "an address"),
            (json!({ "integrity": "sha512-x", "license": "GPL-3.0" }), "GPL-3.0"),
            (json!({ "integrity": "sha512-x" }), "no licence"),
        ] {
            let error = check_npm(&lock(package)).unwrap_err().to_string();
            assert!(error.starts_with("node_modules/a") && error.contains(says), "{error}");
        }
    }

    #[test]
    fn crates_come_from_the_registry_with_a_checksum() {
        let package = |rest: &str| format!("version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n{rest}");
        let registry = format!("source = \"{CRATES}\"\n");
        assert!(check_cargo_lock(&package("")).is_ok(), "a package of this checkout");
        assert!(check_cargo_lock(&package(&format!("{registry}checksum = \"00\"\n"))).is_ok());
        let error = |lock: &str| check_cargo_lock(lock).unwrap_err().to_string();
        assert!(error(&package(&registry)).contains("no checksum"));
        assert!(error(&package("source = \"git+https://a.example/a\"\nchecksum = \"00\"\n")).contains("comes from"));
    }

    #[test]
    fn what_ships_is_freer_than_what_builds() {
        assert!(ships("MIT") && !ships("MPL-2.0") && builds("MPL-2.0") && !builds("GPL-3.0-only"));
    }
}

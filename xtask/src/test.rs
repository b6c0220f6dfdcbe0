//! `cargo xtask test`: every test, part by part, with a line at the end for each.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use clap::{Args, ValueEnum};

use crate::build::build;
use crate::engines::{self, Engines};
use crate::project::{PRODUCT, Project};
use crate::setup::WASM_TARGET;
use crate::{chromium, dictionary, process, reproduce, setup, supply};

#[derive(Args)]
pub struct Options {
    /// Run one part
    #[arg(long)]
    only: Option<Part>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Formatting, lints, unit tests, integration tests and doctests
    Rust,
    /// The JavaScript API with the real wasm, in Node.js
    Js,
    /// The type declarations, by a program that uses them
    Types,
    /// The page in Chromium
    Browser,
    /// The main paths, the package and the laws in Firefox and WebKit; all paths with HANLENS_ENGINES=all, and none with
    /// HANLENS_ENGINES=none
    Engines,
    /// The package in programs of others: packed, installed, bundled, and run in Chromium and Node.js
    Consumers,
    /// What comes from others: licences, lock files, nothing twice in the wasm
    Supply,
    /// Whether a second build gives the same bytes
    Reproduce,
    /// Law 3 over more than ten million characters
    LawsLong,
    /// The page with a text of 100 MB and with five million words
    HostileLong,
}

impl Part {
    const ALL: [Part; 10] = [
        Part::Supply,
        Part::Rust,
        Part::LawsLong,
        Part::Types,
        Part::Js,
        Part::Consumers,
        Part::Browser,
        Part::HostileLong,
        Part::Engines,
        Part::Reproduce,
    ];

    fn name(self) -> &'static str {
        match self {
            Part::Rust => "rust",
            Part::Js => "js",
            Part::Types => "types",
            Part::Browser => "browser",
            Part::Engines => "engines",
            Part::Consumers => "consumers",
            Part::Supply => "supply",
            Part::Reproduce => "reproduce",
            Part::LawsLong => "laws-long",
            Part::HostileLong => "hostile-long",
        }
    }

    fn run(self, project: &Project) -> Result<()> {
        match self {
            Part::Rust => rust(project),
            Part::Js => node_tests(project, "tests/js", |_| Ok(())),
            Part::Types => types(project),
            Part::Browser => with_chromium(project, "tests/browser"),
            Part::Engines => in_other_engines(project),
            Part::Consumers => with_chromium(project, "tests/consumers"),
            Part::Supply => supply::check(project),
            Part::Reproduce => reproduce::run(project),
            Part::LawsLong => laws_long(project),
            Part::HostileLong => with_chromium(project, "tests/long"),
        }
    }
}

/// Runs the parts to the end even when one fails, so that one run shows every failure.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    prepare(project, options)?;
    let parts = options.only.map_or(Part::ALL.to_vec(), |part| vec![part]);
    let results: Vec<_> = parts
        .into_iter()
        .map(|part| {
            println!("\ntest: {}", part.name());
            let start = Instant::now();
            (part, part.run(project), start.elapsed())
        })
        .collect();

    println!();
    for (part, result, time) in &results {
        println!("{}", closing_line(part.name(), result, *time));
    }
    let failures = results.iter().filter(|(_, result, _)| result.is_err()).count();
    ensure!(failures == 0, "{failures} of {} parts failed", results.len());
    Ok(())
}

fn closing_line(name: &str, result: &Result<()>, time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match result {
        Ok(()) => format!("test: {name}: passed ({seconds:.0} s)"),
        Err(error) => format!("test: {name}: FAILED ({seconds:.0} s): {error:#}"),
    }
}

/// The Rust tests alone read no more than the dictionaries.
fn prepare(project: &Project, options: &Options) -> Result<()> {
    if matches!(options.only, Some(Part::LawsLong | Part::Supply)) {
        Ok(())
    } else if options.only == Some(Part::Rust) {
        setup::wasm_target()?;
        setup::node_modules(project)?;
        dictionary::write(project)
    } else {
        build(project, &project.package_dir())
    }
}

fn rust(project: &Project) -> Result<()> {
    let cargo = |arguments: &[&str]| {
        println!("cargo {}", arguments.join(" "));
        process::run(process::cargo(project.root()).args(arguments))
    };
    if has_component(project, "fmt") {
        cargo(&["fmt", "--all", "--check"])?;
    }
    if has_component(project, "clippy") {
        cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"])?;
        // The boundary to JavaScript is compiled for this target only.
        cargo(&["clippy", "--package", PRODUCT, "--lib", "--target", WASM_TARGET, "--", "--deny", "warnings"])?;
    }
    cargo(&["test", "--workspace"])
}

fn laws_long(project: &Project) -> Result<()> {
    let arguments = ["test", "--package", PRODUCT, "--test", "law_jieba", "--", "--nocapture"];
    process::run(process::cargo(project.root()).args(arguments).env("HANLENS_LAWS", "long"))
}

fn has_component(project: &Project, name: &str) -> bool {
    let found = process::works(process::cargo(project.root()).args([name, "--version"]));
    if !found {
        println!("cargo {name} is not installed: skipped");
    }
    found
}

fn types(project: &Project) -> Result<()> {
    process::run(process::npm_tool(project.root(), "tsc").args(["--project", "tsconfig.json"]))
}

fn with_chromium(project: &Project, directory: &str) -> Result<()> {
    let chromium = chromium::find_or_install()?;
    fs::create_dir_all(project.root().join("artifacts")).context("cannot make artifacts/")?;
    node_tests(project, directory, |command| {
        command.env("HANLENS_CHROMIUM", chromium);
        Ok(())
    })
}

/// Two browsers at a time: most of their time they wait for each other's answers.
fn in_other_engines(project: &Project) -> Result<()> {
    if env::var_os("HANLENS_ENGINES").is_some_and(|value| value == "none") {
        println!("engines: left out, as HANLENS_ENGINES=none says");
        return Ok(());
    }
    let Engines { firefox, webkit } = engines::find_or_install()?;
    let mut files = test_files(&project.root().join("tests/engines"))?;
    if !webkit {
        println!("engines: WebKit can be driven on Linux only: left out");
        files.retain(|file| !file.file_name().unwrap_or_default().to_string_lossy().starts_with("webkit-"));
    }
    let run = |files: &[PathBuf], at_once: &str| {
        let mut command = process::node(project.root());
        let options = ["--test", "--test-reporter=spec", at_once];
        process::run(command.args(options).args(files).env("HANLENS_FIREFOX", &firefox))
    };
    let Err(error) = run(&files, "--test-concurrency=2") else {
        return Ok(());
    };
    // Two browsers beside each other, each behind a driver of its own, are slower than any wait of a test now and then.
    // What fails alone too is a fault.
    println!("engines: {error:#}\nengines: all files again, one at a time");
    run(&files, "--test-concurrency=1")
}

fn node_tests(project: &Project, directory: &str, adjust: impl FnOnce(&mut Command) -> Result<()>) -> Result<()> {
    let files = test_files(&project.root().join(directory))?;
    ensure!(!files.is_empty(), "{directory} holds no test");
    let mut command = process::node(project.root());
    command.args(["--test", "--test-reporter=spec"]).args(files);
    adjust(&mut command)?;
    process::run(&mut command)
}

/// The test files below a directory, sorted. Node's own search differs between its versions.
fn test_files(directory: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut directories = vec![directory.to_path_buf()];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(&directory).with_context(|| format!("cannot list {}", directory.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                directories.push(path);
            } else if is_test(&path) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn is_test(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".test.js") || name.ends_with(".test.mjs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_files_are_found_at_every_depth_in_order() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("b/c")).unwrap();
        for name in ["z.test.mjs", "a.test.js", "b/c/d.test.mjs", "b/helper.mjs", "test.mjs"] {
            fs::write(root.path().join(name), "").unwrap();
        }
        let found = test_files(root.path()).unwrap();
        let expected: Vec<_> = ["a.test.js", "b/c/d.test.mjs", "z.test.mjs"].map(|name| root.path().join(name)).into();
        assert_eq!(found, expected);
    }

    #[test]
    fn closing_lines_name_the_part_and_the_cause() {
        assert_eq!(closing_line("js", &Ok(()), Duration::from_secs(3)), "test: js: passed (3 s)");
        let failure = Err(anyhow::anyhow!("inner").context("outer"));
        assert_eq!(closing_line("rust", &failure, Duration::ZERO), "test: rust: FAILED (0 s): outer: inner");
    }
}

//! How well the tests know the core: which lines they reach (`cargo xtask coverage`), and which changes of the code
//! they notice (`cargo xtask mutants`).

use anyhow::{Result, ensure};
use clap::Args;

use crate::process;
use crate::project::{PRODUCT, Project};

/// Of the lines of the core, so many in a hundred must be reached.
const LEAST_LINES: &str = "95";

/// Runs the Rust tests and prints the lines that they reach, file by file. `wasm.rs`, the boundary to JavaScript, is
/// compiled for wasm alone and is not among them; the tests of the API in Node.js run it.
pub fn coverage(project: &Project) -> Result<()> {
    require(project, "llvm-cov", "cargo install cargo-llvm-cov --locked && rustup component add llvm-tools")?;
    let mut command = process::cargo(project.root());
    command.args(["llvm-cov", "--package", PRODUCT, "--summary-only", "--fail-under-lines", LEAST_LINES]);
    process::run(command.args(["--ignore-filename-regex", "/(tests|fuzz/src)/"]))
}

#[derive(Args)]
pub struct MutantOptions {
    /// The files to change, as globs; unless given, all of src/analysis and src/text
    #[arg(long)]
    file: Vec<String>,
    /// Run one share of all changes, as `0/8`
    #[arg(long)]
    shard: Option<String>,
    /// Change the sources where they are, in place of a copy: nothing has to be built anew
    #[arg(long)]
    in_place: bool,
}

/// What is changed unless told.
const FILES: [&str; 2] = ["src/analysis/**/*.rs", "src/text/**/*.rs"];

/// The tests that ask for figures and places; the others ask for speed, laws of jieba, or the format of files.
const TESTS: [&str; 9] = [
    "measures",
    "corpus_measures",
    "corpus_words",
    "analysis",
    "analysis_python",
    "healing",
    "folding",
    "tokens",
    "fuzz",
];

/// Changes the code, one place at a time, and looks whether a test fails.
///
/// First with the unit tests alone, which are compiled in one piece and notice most; then, for what they did not
/// notice, with the integration tests.
pub fn mutants(project: &Project, options: &MutantOptions) -> Result<()> {
    require(project, "mutants", "cargo install cargo-mutants --locked")?;
    let integration: Vec<&str> = TESTS.iter().flat_map(|name| ["--test", name]).collect();
    let first = round(project, options, &["--lib"], false);
    if first.is_ok() {
        return Ok(());
    }
    println!("mutants: what the unit tests did not notice, with the integration tests");
    round(project, options, &integration, true)
}

fn round(project: &Project, options: &MutantOptions, tests: &[&str], only_missed: bool) -> Result<()> {
    let mut command = process::cargo(project.root());
    command.args(["mutants", "--package", PRODUCT, "--no-shuffle", "--colors", "never"]);
    let chosen = options.file.iter().map(String::as_str);
    for glob in if options.file.is_empty() { FILES.to_vec() } else { chosen.collect() } {
        command.args(["--file", glob]);
    }
    if let Some(shard) = &options.shard {
        command.args(["--shard", shard]);
    }
    if options.in_place {
        command.arg("--in-place");
    }
    if only_missed {
        command.arg("--iterate");
    }
    // Given to the build too: all the other tests would be compiled for every change.
    process::run(command.args(tests.iter().map(|argument| format!("--cargo-arg={argument}"))))
}

fn require(project: &Project, tool: &str, install: &str) -> Result<()> {
    let found = process::works(process::cargo(project.root()).args([tool, "--version"]));
    ensure!(found, "cargo-{tool} is not installed; `{install}` installs it");
    Ok(())
}

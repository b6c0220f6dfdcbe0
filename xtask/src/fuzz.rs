//! `cargo xtask fuzz`: bytes that are changed again and again, so that they reach new code, until a law is broken.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail, ensure};
use clap::Args;

use crate::build::build;
use crate::process;
use crate::project::{Project, files_below};

#[derive(Args)]
pub struct Options {
    /// For how long each target runs
    #[arg(long, default_value_t = 1.0)]
    minutes: f64,
    /// Run one target: one of fuzz/fuzz_targets/, or `files` (the readers of files and sessions, in Node.js)
    #[arg(long)]
    target: Option<String>,
    /// Where the chance of `files` begins
    #[arg(long, default_value_t = 1)]
    seed: u32,
}

/// The target that is JavaScript.
const FILES: &str = "files";

/// The longest input: longer ones reach nothing new and take more time.
const MOST_BYTES: usize = 2048;
/// An input that takes longer is a fault, in seconds; far above what a busy machine makes of a whole one.
const MOST_SECONDS: usize = 60;
/// A target that takes more memory has a fault, in MiB.
const MOST_MEMORY: usize = 2048;

/// Runs the targets one after another, and stops at the first fault.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    let targets = targets(&project.root().join("fuzz/fuzz_targets"))?;
    let chosen: Vec<&str> = match &options.target {
        None => targets.iter().map(String::as_str).collect(),
        Some(name) => {
            ensure!(targets.contains(name), "no target is called {name}; there are {}", targets.join(", "));
            vec![name]
        }
    };
    if chosen.iter().any(|&name| name != FILES) {
        check_tools()?;
    }
    for name in chosen {
        println!("\nfuzz: {name}: {} minutes", options.minutes);
        if name == FILES { files(project, options)? } else { target(project, name, options.minutes)? }
    }
    Ok(())
}

fn targets(directory: &Path) -> Result<Vec<String>> {
    let files = files_below(directory)?;
    let names = files.iter().filter_map(|file| file.strip_suffix(".rs")).map(str::to_owned);
    Ok(names.chain([FILES.to_owned()]).collect())
}

/// cargo-fuzz with a nightly compiler, which alone tells what an input reaches.
fn cargo_fuzz(project: &Project) -> Command {
    let mut command = Command::new("rustup");
    command.args(["run", "nightly", "cargo", "fuzz"]).current_dir(project.root());
    command
}

fn check_tools() -> Result<()> {
    if process::works(Command::new("rustup").args(["run", "nightly", "cargo", "fuzz", "--version"])) {
        return Ok(());
    }
    bail!(
        "fuzzing needs a nightly compiler and cargo-fuzz: `rustup toolchain install nightly --profile minimal && cargo \
         install cargo-fuzz --locked`; the same bodies run without them in `cargo test --test fuzz`"
    )
}

fn target(project: &Project, name: &str, minutes: f64) -> Result<()> {
    let folder = |kind: &str| PathBuf::from("fuzz").join(kind).join(name);
    let corpus = folder("corpus");
    std::fs::create_dir_all(project.root().join(&corpus))?;
    let mut command = cargo_fuzz(project);
    // There is no unsafe code of ours to sanitise, and without it five times as many inputs are tried.
    command.args(["run", "--sanitizer", "none", "--fuzz-dir", "fuzz", name]).arg(corpus).arg(folder("seeds")).arg("--");
    command.arg(format!("-max_total_time={}", (minutes * 60.0).ceil()));
    command.arg(format!("-max_len={MOST_BYTES}"));
    command.arg(format!("-timeout={MOST_SECONDS}"));
    command.arg(format!("-rss_limit_mb={MOST_MEMORY}"));
    process::run(command.arg("-print_final_stats=1"))
}

fn files(project: &Project, options: &Options) -> Result<()> {
    build(project, &project.package_dir())?;
    let mut command = process::node(project.root());
    command.args(["--max-old-space-size=1024", "tests/js/fuzz-files.mjs"]);
    command.args(["--minutes", &options.minutes.to_string(), "--seed", &options.seed.to_string()]);
    process::run(&mut command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_the_files_of_the_folder_and_the_javascript() {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/fuzz_targets");
        let found = targets(&directory).unwrap();
        assert!(found.contains(&"pipeline".to_owned()) && found.contains(&FILES.to_owned()), "{found:?}");
        for name in found.iter().filter(|name| *name != FILES) {
            assert!(directory.join("../seeds").join(name).is_dir(), "{name} has seeds");
        }
    }
}

//! Which changes of the code the tests notice (`cargo xtask mutants`).
//!
//! cargo-mutants says what can be changed. To build the tests anew for each of some thousand changes takes a day; so
//! all changes are written into one copy of the sources, each behind a switch, and built once. A test is run by itself
//! once to see which changes it reaches, and for each change only these tests are run. The few changes that have no
//! switch are left to cargo-mutants itself.

mod build;
mod list;
mod rewrite;
mod run;

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde_json::{Value, json};

use self::build::{Built, Tree};
use self::list::Mutant;
use self::run::{Outcome, Suite};
use crate::dictionary;
use crate::process;
use crate::project::{PRODUCT, Project};

#[derive(Args)]
pub struct Options {
    /// The files to change, as globs; unless given, all of src/analysis and src/text
    #[arg(long)]
    file: Vec<String>,
    /// How many changes are tested at once
    #[arg(long, default_value_t = 2)]
    jobs: usize,
    /// Forget what an earlier run has found; otherwise what tests noticed is not tested again while the lines around
    /// it are the same
    #[arg(long)]
    fresh: bool,
    /// Do not ask cargo-mutants for the changes that have no switch
    #[arg(long)]
    quick: bool,
}

/// What is changed unless told.
const FILES: [&str; 2] = ["src/analysis/**/*.rs", "src/text/**/*.rs"];

/// Changes the code, one place at a time, and looks whether a test fails.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    let found = process::works(process::cargo(project.root()).args(["mutants", "--version"]));
    ensure!(found, "cargo-mutants is not installed; `cargo install cargo-mutants --locked` installs it");
    let chosen: Vec<&str> = options.file.iter().map(String::as_str).collect();
    let mutants = list::list(project, if chosen.is_empty() { &FILES } else { &chosen })?;
    println!("mutants: {} changes", mutants.len());
    let tree = Tree::new(project, &mutants);
    let built = tree.build()?;
    dictionary::write_to(project, &tree.root.join("pkg"))?;
    let folder = project.target_dir().join("mutants");
    let record = |program| Suite::record(program, &folder.join("reached"), &tree.root);
    let suites: Vec<Suite> = built.programs.iter().map(record).collect::<Result<_>>()?;
    let mut results = Results::open(folder.join("results.jsonl"), options.fresh)?;
    test_all(&mutants, &built, &suites, &tree.root, &mut results, options.jobs)?;
    if !options.quick {
        leave(project, &mutants, &built, &mut results)?;
    }
    report(&mutants, &built, &results);
    Ok(())
}

/// What became of the changes, in a file that grows: a run that is ended goes on where it was.
struct Results {
    path: PathBuf,
    known: BTreeMap<String, Value>,
}

impl Results {
    fn open(path: PathBuf, fresh: bool) -> Result<Results> {
        let text = if fresh { String::new() } else { fs::read_to_string(&path).unwrap_or_default() };
        let rows = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let known = rows.filter_map(|row| Some((row["key"].as_str()?.to_owned(), row))).collect();
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Results { path, known })
    }

    fn add(&mut self, mutant: &Mutant, what: &str, by: &str) -> Result<()> {
        let row = json!({ "key": mutant.key, "name": mutant.name, "what": what, "by": by });
        let mut file = OpenOptions::new().append(true).open(&self.path)?;
        writeln!(file, "{row}")?;
        self.known.insert(mutant.key.clone(), row);
        Ok(())
    }

    fn what(&self, mutant: &Mutant) -> &str {
        self.known.get(&mutant.key).and_then(|row| row["what"].as_str()).unwrap_or("not done")
    }
}

/// Tests every change that has a switch and was not noticed before.
fn test_all(
    mutants: &[Mutant],
    built: &Built,
    suites: &[Suite],
    root: &Path,
    results: &mut Results,
    jobs: usize,
) -> Result<()> {
    let has_switch = |mutant: &&Mutant| !built.refused.contains(&mutant.id) && !built.left.contains(&mutant.id);
    let waits = |mutant: &&Mutant| !["noticed", "stopped"].contains(&results.what(mutant));
    let waiting: Vec<&Mutant> = mutants.iter().filter(has_switch).filter(waits).collect();
    println!("mutants: {} to be tested", waiting.len());
    let (next, results) = (AtomicUsize::new(0), Mutex::new(results));
    let work = || -> Result<()> {
        while let Some(mutant) = waiting.get(next.fetch_add(1, Ordering::Relaxed)) {
            let outcome = run::test(mutant.id, suites, root)?;
            let (what, by) = match outcome {
                Outcome::Noticed(by) => ("noticed", by),
                Outcome::Stopped(by) => ("stopped", by),
                Outcome::Survived(tests) => ("survived", format!("{tests} tests reach it")),
            };
            let mut results = results.lock().map_err(|_| anyhow::anyhow!("a worker failed"))?;
            results.add(mutant, what, &by)?;
            if what == "survived" {
                println!("survived: {} ({by})", mutant.name);
            }
        }
        Ok(())
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs.max(1)).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| anyhow::anyhow!("a worker failed"))?)
    })
}

/// Leaves to cargo-mutants what has no switch.
fn leave(project: &Project, mutants: &[Mutant], built: &Built, results: &mut Results) -> Result<()> {
    let known = |mutant: &&Mutant| ["noticed", "stopped", "not compiled"].contains(&results.what(mutant));
    let left: Vec<&Mutant> =
        mutants.iter().filter(|mutant| built.left.contains(&mutant.id)).filter(|mutant| !known(mutant)).collect();
    if left.is_empty() {
        return Ok(());
    }
    println!("mutants: {} changes have no switch and are left to cargo-mutants", left.len());
    let folder = project.target_dir().join("mutants/left");
    fs::create_dir_all(&folder)?;
    let mut command = process::cargo(project.root());
    command.args(["mutants", "--package", PRODUCT, "--no-shuffle", "--colors", "never", "--output"]).arg(&folder);
    command.args(left.iter().map(|mutant| format!("--re=^{}$", escaped(&mutant.name))));
    command.args(left.iter().map(|mutant| format!("--file={}", mutant.file)));
    command.args(["--cargo-test-arg=--tests"]);
    // It fails where a change is not noticed; what it found is in its files.
    let _ = process::run(&mut command);
    for (file, what) in
        [("caught", "noticed"), ("timeout", "stopped"), ("unviable", "not compiled"), ("missed", "survived")]
    {
        let names = fs::read_to_string(folder.join(format!("mutants.out/{file}.txt")))?;
        for mutant in left.iter().filter(|mutant| names.lines().any(|name| name == mutant.name)) {
            results.add(mutant, what, "cargo-mutants")?;
        }
    }
    Ok(())
}

/// A name as a regular expression that is the name.
fn escaped(name: &str) -> String {
    let letter =
        |c: char| if c.is_alphanumeric() || c == ' ' { c.to_string() } else { format!("\\x{{{:x}}}", c as u32) };
    name.chars().map(letter).collect()
}

/// Prints a table by file, and what survived.
fn report(mutants: &[Mutant], built: &Built, results: &Results) {
    let what = |mutant: &Mutant| {
        if built.refused.contains(&mutant.id) { "not compiled" } else { results.what(mutant) }
    };
    let columns = ["noticed", "stopped", "not compiled", "survived", "not done"];
    let mut files: BTreeMap<&str, [usize; 5]> = BTreeMap::new();
    for mutant in mutants {
        for row in ["all", mutant.file.trim_start_matches("src/")] {
            let counts = files.entry(row).or_default();
            columns
                .iter()
                .zip(counts)
                .filter(|(column, _)| **column == what(mutant))
                .for_each(|(_, count)| *count += 1);
        }
    }
    println!("| file | changes | {} |\n|---|{}", columns.join(" | "), "---:|".repeat(columns.len() + 1));
    for (file, counts) in &files {
        let cells = counts.map(|count| count.to_string()).join(" | ");
        println!("| `{file}` | {} | {cells} |", counts.iter().sum::<usize>());
    }
    for mutant in mutants.iter().filter(|mutant| ["survived", "not done"].contains(&what(mutant))) {
        println!("{}: {}", what(mutant), mutant.name);
    }
}

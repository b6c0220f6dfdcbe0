//! The changes that are tried: those that cargo-mutants lists.

use std::collections::HashSet;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::process;
use crate::project::{PRODUCT, Project};

/// A change of the code at one place.
#[derive(Clone)]
pub struct Mutant {
    /// Its number in the changed code; the first is 1.
    pub id: usize,
    /// The file, from the root of the checkout.
    pub file: String,
    /// What kind of change it is, as cargo-mutants names it.
    pub genre: String,
    /// Line and column of what is changed, both from 1.
    pub start: (usize, usize),
    /// What stands there instead.
    pub replacement: String,
    /// What the function gives back, as it is written.
    pub returns: String,
    /// How cargo-mutants names the change: place, change, function.
    pub name: String,
    /// The file, the change and the lines around it: stays the same when code is added elsewhere in the file.
    pub key: String,
}

/// Asks cargo-mutants what it would change in these files.
pub fn list(project: &Project, globs: &[&str]) -> Result<Vec<Mutant>> {
    let mut command = process::cargo(project.root());
    command.args(["mutants", "--list", "--json", "--diff", "--package", PRODUCT]);
    for glob in globs {
        command.args(["--file", glob]);
    }
    let rows: Vec<Value> = serde_json::from_str(&process::capture(&mut command)?).context("the list is no JSON")?;
    let mutants: Vec<Mutant> = rows
        .iter()
        .enumerate()
        .map(|(index, row)| read(row, index + 1).with_context(|| format!("a change is not as expected: {row}")))
        .collect::<Result<_>>()?;
    let keys: HashSet<&str> = mutants.iter().map(|mutant| mutant.key.as_str()).collect();
    ensure!(keys.len() == mutants.len(), "two changes have the same text around them");
    Ok(mutants)
}

fn read(row: &Value, id: usize) -> Option<Mutant> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let number = |name: &str| row["span"]["start"][name].as_u64().map(|number| number as usize);
    let file = text(&row["file"])?;
    let around = row["diff"].as_str()?.lines().filter(|line| !line.starts_with("@@"));
    let hash = Sha256::digest(around.collect::<Vec<_>>().join("\n"));
    let key = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect::<String>();
    Some(Mutant {
        id,
        key,
        file,
        genre: text(&row["genre"])?,
        start: (number("line")?, number("column")?),
        replacement: text(&row["replacement"])?,
        returns: text(&row["function"]["return_type"]).unwrap_or_default(),
        name: text(&row["name"])?,
    })
}

//! Which lines of the core the tests reach (`cargo xtask coverage`).

use anyhow::{Result, ensure};

use crate::process;
use crate::project::{PRODUCT, Project};

/// Of the lines of the core, so many in a hundred must be reached.
const LEAST_LINES: &str = "95";

/// Runs the Rust tests and prints the lines that they reach, file by file. `wasm.rs`, the boundary to JavaScript, is
/// compiled for wasm alone and is not among them; the tests of the API in Node.js run it.
pub fn coverage(project: &Project) -> Result<()> {
    let found = process::works(process::cargo(project.root()).args(["llvm-cov", "--version"]));
    let install = "cargo install cargo-llvm-cov --locked && rustup component add llvm-tools";
    ensure!(found, "cargo-llvm-cov is not installed; `{install}` installs it");
    let mut command = process::cargo(project.root());
    command.args(["llvm-cov", "--package", PRODUCT, "--summary-only", "--fail-under-lines", LEAST_LINES]);
    process::run(command.args(["--ignore-filename-regex", "/(tests|fuzz/src)/"]))
}

//! The whole build, step by step.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;

use crate::package::Package;
use crate::project::Project;
use crate::{bundle, dictionary, setup, wasm};

/// Builds everything that ships into a directory.
pub fn build(project: &Project, output: &Path) -> Result<()> {
    setup::wasm_target()?;
    setup::node_modules(project)?;
    let dictionary = step("dictionary", || dictionary::build(project))?;
    let core = step("wasm", || wasm::build(project))?;
    let bundles = step("bundles", || bundle::build(project, &core.glue))?;
    step("package", || Package::assemble(project, &core, &dictionary, &bundles)?.write_to(output))
}

fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    let result = work()?;
    eprintln!("build: {name}: {:.1} s", start.elapsed().as_secs_f64());
    Ok(result)
}

//! What must be on the machine before anything is built: the wasm target of Rust and the npm packages.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::project::{Project, read_bytes};

pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Written into node_modules: the hash of the lock file that it was installed from.
const LOCK_STAMP: &str = ".hanlens-lock";

/// Adds the wasm target to the toolchain when it is missing.
pub fn wasm_target() -> Result<()> {
    if has_wasm_target()? {
        return Ok(());
    }
    eprintln!("setup: adding the Rust target {WASM_TARGET}");
    process::run(std::process::Command::new("rustup").args(["target", "add", WASM_TARGET])).with_context(|| {
        format!("the Rust toolchain lacks the target {WASM_TARGET}; add it in the way your toolchain was installed")
    })
}

fn has_wasm_target() -> Result<bool> {
    let directory = process::capture(process::rustc().args(["--print", "target-libdir", "--target", WASM_TARGET]))?;
    Ok(Path::new(&directory).is_dir())
}

/// Installs the npm packages when they are missing or of another lock file.
///
/// Install scripts do not run: no package here needs one.
pub fn node_modules(project: &Project) -> Result<()> {
    let root = project.root();
    let stamp = root.join("node_modules").join(LOCK_STAMP);
    let wanted = lock_hash(root)?;
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    check_node()?;
    eprintln!("setup: installing the npm packages");
    process::run(process::npm(root).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]))
        .context("the npm packages cannot be installed")?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))
}

fn lock_hash(root: &Path) -> Result<String> {
    let mut bytes = read_bytes(&root.join("package-lock.json"))?;
    bytes.extend(read_bytes(&root.join("package.json"))?);
    Ok(crate::dictionary::sha256_hex(&bytes))
}

fn check_node() -> Result<()> {
    const OLDEST: u32 = 20;
    let version = process::capture(std::process::Command::new("node").arg("--version"))
        .context("Node.js is needed: install version 20 or later from nodejs.org")?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    match major {
        Some(major) if major >= OLDEST => Ok(()),
        _ => bail!("Node.js {OLDEST} or later is needed; found {version}"),
    }
}

//! The Rust core as wasm, with the JavaScript that wasm-bindgen makes for it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::process;
use crate::project::{PRODUCT, Project, read_bytes, read_text, write_whole};
use crate::setup::WASM_TARGET;
use crate::split::{self, Parts};

/// The built core.
pub struct Core {
    /// The bytes of `hanlens_bg.wasm` and of `hanlens-explore.wasm`.
    pub code: Parts,
    /// The ES module that loads them and holds the exported classes.
    pub glue: PathBuf,
}

/// Compiles the core and makes its glue.
pub fn build(project: &Project) -> Result<Core> {
    compile(project)?;
    bind(project)
}

fn compile(project: &Project) -> Result<()> {
    let arguments = ["build", "--release", "--lib", "--target", WASM_TARGET, "--package", PRODUCT];
    process::run(
        process::cargo(project.root())
            .args(arguments)
            .env("CARGO_ENCODED_RUSTFLAGS", compiler_flags(project)?)
            // wasm-bindgen reads in a custom section what the compiler may use, and removes the names itself.
            .env("CARGO_PROFILE_RELEASE_STRIP", "none"),
    )
}

fn bind(project: &Project) -> Result<Core> {
    let input = project.target_dir().join(WASM_TARGET).join("release").join(format!("{PRODUCT}.wasm"));
    let output = project.target_dir().join("bindgen");
    if output.exists() {
        fs::remove_dir_all(&output).with_context(|| format!("cannot empty {}", output.display()))?;
    }
    Bindgen::new()
        .input_path(input)
        // The glue loads `<name>_bg.wasm` beside itself: the name that the file has in the package.
        .out_name(PRODUCT)
        .web(true)?
        .omit_default_module_path(false)
        .typescript(true)
        // After a trap the JavaScript side starts the code again in a fresh memory.
        .reset_state_function(true)
        .demangle(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&output)
        .context("wasm-bindgen failed")?;
    let code = read_bytes(&output.join(format!("{PRODUCT}_bg.wasm")))?;
    let code = split::split(&code).context("the code cannot be split")?;
    Ok(Core { code, glue: write_glue(&output)? })
}

/// Writes the glue and its types as they are with the code in two parts.
fn write_glue(output: &Path) -> Result<PathBuf> {
    let (made, glue) = (output.join(format!("{PRODUCT}.js")), output.join(format!("{PRODUCT}_core.js")));
    let types = read_text(&made.with_extension("d.ts"))? + split::JOIN_TYPES;
    write_whole(&glue, split::join_glue(&read_text(&made)?)?.as_bytes())?;
    write_whole(&glue.with_extension("d.ts"), types.as_bytes())?;
    for replaced in [&made, &made.with_extension("d.ts")] {
        fs::remove_file(replaced).with_context(|| format!("cannot remove {}", replaced.display()))?;
    }
    Ok(glue)
}

/// The flags of the compiler, in cargo's encoding.
///
/// Messages of panics name source files. Every directory of this machine is replaced in them, so that
/// the bytes are the same wherever they are built.
fn compiler_flags(project: &Project) -> Result<String> {
    let flags = remapped_directories(project)?
        .into_iter()
        .map(|(directory, name)| format!("--remap-path-prefix={directory}={name}"));
    Ok(flags.collect::<Vec<_>>().join("\u{1f}"))
}

fn remapped_directories(project: &Project) -> Result<BTreeMap<String, String>> {
    let mut directories = BTreeMap::new();
    for package in &project.metadata().packages {
        if package.source.is_some()
            && let Some(registry) = package.manifest_path.parent().and_then(|directory| directory.parent())
        {
            directories.insert(registry.to_string(), "crates".to_owned());
        }
    }
    let sysroot = process::capture(process::rustc().args(["--print", "sysroot"]))?;
    // The name that the standard library has where its source is not installed.
    directories.insert(format!("{sysroot}/lib/rustlib/src/rust"), format!("/rustc/{}", compiler_commit()?));
    directories.insert(project.root().display().to_string(), PRODUCT.to_owned());
    directories.insert(project.target_dir().display().to_string(), "target".to_owned());
    // In the order of the map a directory comes after those that hold it, and the compiler takes the last that fits.
    Ok(directories)
}

fn compiler_commit() -> Result<String> {
    let version = process::capture(process::rustc().args(["--version", "--verbose"]))?;
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: "));
    Ok(commit.context("rustc --version --verbose has no line commit-hash")?.to_owned())
}

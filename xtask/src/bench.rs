//! `cargo xtask bench`: the figures of the design's budgets, beside their peers.
//!
//! The benchmark itself is `benches/js/bench.mjs`. It is told in the environment where the programs lie that cargo
//! builds for it.

use std::path::{self, PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use crate::build::build;
use crate::project::Project;
use crate::setup::WASM_TARGET;
use crate::{chromium, dictionary, process};

/// jieba-rs as wasm, which is no member of the workspace.
const PEER: &str = "benches/peers/jieba-rs-wasm";
const PEER_FILE: &str = "jieba_rs_wasm.wasm";

#[derive(Args)]
pub struct Options {
    /// The text to analyse; a corpus of our own unless given
    #[arg(long)]
    text: Option<PathBuf>,
    /// How often each figure is measured
    #[arg(long)]
    runs: Option<u32>,
    /// The size of the shorter text, in megabytes
    #[arg(long)]
    mb: Option<f64>,
}

pub fn run(project: &Project, options: &Options) -> Result<()> {
    build(project, &project.package_dir())?;
    let mut command = process::node(project.root());
    command
        .arg("benches/js/bench.mjs")
        .env("HANLENS_NATIVE_BENCH", build_native(project)?)
        .env("HANLENS_JIEBA_RS_WASM", build_peer(project)?)
        .env("HANLENS_JIEBA_WORDS", dictionary::words_path(project)?)
        .env("HANLENS_CHROMIUM", chromium::find_or_install()?);
    if let Some(text) = &options.text {
        // The benchmark runs in the root of the checkout, its caller perhaps elsewhere.
        command.arg("--text").arg(path::absolute(text).context("--text is no path")?);
    }
    if let Some(runs) = options.runs {
        command.args(["--runs", &runs.to_string()]);
    }
    if let Some(megabytes) = options.mb {
        command.args(["--mb", &megabytes.to_string()]);
    }
    process::run(&mut command)
}

fn build_native(project: &Project) -> Result<PathBuf> {
    process::run(process::cargo(project.root()).args(["build", "--release", "--example", "native_bench"]))?;
    let name = format!("native_bench{}", std::env::consts::EXE_SUFFIX);
    Ok(project.target_dir().join("release").join("examples").join(name))
}

fn build_peer(project: &Project) -> Result<PathBuf> {
    let target_dir = project.target_dir().join("peers");
    process::run(
        process::cargo(&project.root().join(PEER))
            .args(["build", "--release", "--locked", "--target", WASM_TARGET, "--target-dir"])
            .arg(&target_dir),
    )?;
    Ok(target_dir.join(WASM_TARGET).join("release").join(PEER_FILE))
}

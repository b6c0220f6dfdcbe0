//! `cargo xtask bench`: the figures of the design's budgets, beside their peers.

use anyhow::Result;
use clap::Args;

use crate::build::build;
use crate::process;
use crate::project::Project;

#[derive(Args)]
pub struct Options {
    /// The text to analyse; a corpus of our own unless given
    #[arg(long)]
    text: Option<String>,
    /// How often each figure is measured
    #[arg(long)]
    runs: Option<u32>,
}

pub fn run(project: &Project, options: &Options) -> Result<()> {
    build(project, &project.package_dir())?;
    process::run(process::cargo(project.root()).args(["build", "--release", "--example", "native_bench"]))?;
    let mut command = process::node(project.root());
    command.arg("benches/js/bench.mjs");
    if let Some(text) = &options.text {
        command.args(["--text", text]);
    }
    if let Some(runs) = options.runs {
        command.args(["--runs", &runs.to_string()]);
    }
    let native =
        project.target_dir().join("release/examples").join(format!("native_bench{}", std::env::consts::EXE_SUFFIX));
    process::run(command.env("HANLENS_NATIVE_BENCH", native))
}

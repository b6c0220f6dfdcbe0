//! `cargo xtask`: builds, opens, tests and measures HanLens. No logic of the product is here.

mod apt;
mod bench;
mod build;
mod bundle;
mod chromium;
mod dictionary;
mod engines;
mod fuzz;
mod integrity;
mod mutants;
mod notices;
mod offline;
mod package;
mod process;
mod project;
mod quality;
mod reproduce;
mod serve;
mod setup;
mod signatures;
mod single_file;
mod size;
mod split;
mod start;
mod supply;
mod test;
mod wasm;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::project::Project;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Builds, opens, tests and measures HanLens")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything that ships into pkg/
    Build,
    /// Compile only the dictionaries into pkg/ (what the Rust tests read)
    Dict,
    /// Build, then open the analyzer in the default browser
    Start(start::Options),
    /// Build, then run every test
    Test(test::Options),
    /// Build, then measure the speed beside other segmenters; prints JSON
    Bench(bench::Options),
    /// Print the size of each file of pkg/ and check the download budgets
    Size,
    /// Build twice, the second time from nothing, and check that the bytes are equal
    Reproduce,
    /// Check the licences and the sources of everything by others, and ask cargo-deny for reported faults
    Audit,
    /// Try inputs that nobody would think of (needs a nightly compiler and cargo-fuzz)
    Fuzz(fuzz::Options),
    /// Print which lines of the core the Rust tests reach (needs cargo-llvm-cov)
    Coverage,
    /// Change the code and see whether a test notices (needs cargo-mutants; takes an hour)
    Mutants(mutants::Options),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    let project = Project::find()?;
    match command {
        Command::Build => build::build(&project, &project.package_dir()),
        Command::Dict => dictionary::write(&project),
        Command::Start(options) => start::run(&project, &options),
        Command::Test(options) => test::run(&project, &options),
        Command::Bench(options) => bench::run(&project, &options),
        Command::Size => size::run(&project),
        Command::Reproduce => reproduce::run(&project),
        Command::Audit => supply::audit(&project),
        Command::Fuzz(options) => fuzz::run(&project, &options),
        Command::Coverage => quality::coverage(&project),
        Command::Mutants(options) => mutants::run(&project, &options),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Arguments::command().debug_assert();
    }
}

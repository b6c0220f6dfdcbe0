//! Debian's packages, installed where that can be done without asking.

use std::process::Command;

use anyhow::Result;

use crate::process;

/// Whether Debian's package manager is here, with the right to use it.
pub fn can_install() -> bool {
    process::on_path("apt-get").is_some()
        && process::capture(Command::new("id").arg("-u")).is_ok_and(|user| user == "0")
}

/// Installs packages, and only what they cannot do without.
pub fn install(packages: &[&str]) -> Result<()> {
    eprintln!("setup: installing {}", packages.join(", "));
    let apt_get = |arguments: &[&str]| {
        process::run(Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt_get(&["-qq", "update"])?;
    apt_get(&[&["-qq", "install", "--yes", "--no-install-recommends"], packages].concat())
}

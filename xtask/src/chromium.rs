//! The browser that the tests drive: found on this machine, or installed where that can be done without asking.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::{apt, process};

/// Names under which the browser is on the search path.
const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// Where its installers put it on macOS and Windows; the second part is below each directory for programs.
const MAC_PATHS: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const WINDOWS_DIRECTORIES: [&str; 3] = ["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"];
const WINDOWS_PATHS: [&str; 3] = [
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
];

/// Finds Chromium, or installs it.
pub fn find_or_install() -> Result<PathBuf> {
    if let Some(path) = env::var_os("CHROMIUM") {
        let path = PathBuf::from(path);
        if !path.is_file() {
            bail!("CHROMIUM names {}, which is no file", path.display());
        }
        return Ok(path);
    }
    if let Some(path) = find() {
        return Ok(path);
    }
    if apt::can_install() {
        apt::install(&["chromium", "fonts-noto-cjk"])?;
    }
    find().context("the browser tests need Chromium or Chrome: install it, or set CHROMIUM to its path")
}

fn find() -> Option<PathBuf> {
    let on_path = NAMES.iter().find_map(|name| process::on_path(name));
    on_path.or_else(|| installed_paths().into_iter().find(|path| path.is_file()))
}

fn installed_paths() -> Vec<PathBuf> {
    let windows = WINDOWS_DIRECTORIES.iter().filter_map(env::var_os).flat_map(|directory| {
        WINDOWS_PATHS.iter().map(move |path| Path::new(&directory).join(path)).collect::<Vec<_>>()
    });
    MAC_PATHS.iter().map(PathBuf::from).chain(windows).collect()
}

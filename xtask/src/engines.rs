//! The browsers beside Chromium that the tests drive: found on this machine, or installed where that can be done without
//! asking.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::{apt, process};

/// Names under which Firefox is on the search path.
const FIREFOX_NAMES: [&str; 2] = ["firefox-esr", "firefox"];

/// What the tests of WebKit start; the browser itself comes with the driver.
const WEBKIT_PROGRAMS: [&str; 2] = ["WebKitWebDriver", "Xvfb"];

/// What Debian calls all of them.
const PACKAGES: [&str; 4] = ["firefox-esr", "webkit2gtk-driver", "xvfb", "fonts-noto-cjk"];

/// The browsers that are here.
pub struct Engines {
    pub firefox: PathBuf,
    /// Whether WebKit can be driven. It can nowhere but on Linux.
    pub webkit: bool,
}

/// Finds Firefox and WebKit, or installs them.
///
/// A browser that is missing is an error and no reason to leave its tests out: a run that tests less than it says is
/// worse than one that fails.
pub fn find_or_install() -> Result<Engines> {
    if let Some(engines) = find()? {
        return Ok(engines);
    }
    if apt::can_install() {
        apt::install(&PACKAGES)?;
    }
    find()?.with_context(|| {
        let names = PACKAGES.join(", ");
        format!("the tests of the engines need {names} (Debian's names); HANLENS_ENGINES=none leaves them out")
    })
}

/// All that there have to be on this system, or nothing.
fn find() -> Result<Option<Engines>> {
    let webkit = WEBKIT_PROGRAMS.iter().all(|name| process::on_path(name).is_some());
    let complete = webkit || !cfg!(target_os = "linux");
    Ok(find_firefox()?.filter(|_| complete).map(|firefox| Engines { firefox, webkit }))
}

fn find_firefox() -> Result<Option<PathBuf>> {
    if let Some(path) = env::var_os("FIREFOX") {
        let path = PathBuf::from(path);
        ensure!(path.is_file(), "FIREFOX names {}, which is no file", path.display());
        return Ok(Some(path));
    }
    Ok(FIREFOX_NAMES.iter().find_map(|name| process::on_path(name)))
}

//! Where things are.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, MetadataCommand, Package};

/// The name of the package that ships.
pub const PRODUCT: &str = "hanlens";

/// The checkout, and what cargo knows about it.
pub struct Project {
    root: PathBuf,
    metadata: Metadata,
}

impl Project {
    /// Finds the checkout that this program was started in by cargo.
    pub fn find() -> Result<Project> {
        let manifest_dir = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest_dir).parent().context("xtask must lie inside the checkout")?.to_path_buf();
        let metadata = MetadataCommand::new().current_dir(&root).exec().context("cargo metadata failed")?;
        Ok(Project { root, metadata })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Everything that ships.
    pub fn package_dir(&self) -> PathBuf {
        self.root.join("pkg")
    }

    /// The sources of the page and of the JavaScript API.
    pub fn web_dir(&self) -> PathBuf {
        self.root.join("www")
    }

    /// Cargo's target directory.
    pub fn target_dir(&self) -> &Path {
        self.metadata.target_directory.as_std_path()
    }

    /// The package of this name among all that cargo resolved.
    pub fn package(&self, name: &str) -> Result<&Package> {
        self.metadata
            .packages
            .iter()
            .find(|package| package.name == name)
            .with_context(|| format!("the package {name} is not among the dependencies"))
    }
}

/// Reads a text file; the error names it.
pub fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Reads a file; the error names it.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// The files below a directory, as paths relative to it with `/` between their parts, sorted.
pub fn files_below(directory: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    let mut pending = vec![String::new()];
    while let Some(inside) = pending.pop() {
        let place = directory.join(&inside);
        for entry in fs::read_dir(&place).with_context(|| format!("cannot list {}", place.display()))? {
            let entry = entry?;
            let name = format!("{inside}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() { pending.push(format!("{name}/")) } else { files.push(name) }
        }
    }
    files.sort();
    Ok(files)
}

/// Replaces a file at once, so that nobody ever reads half of it. A file with these bytes is left alone.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    let directory = path.parent().context("a file needs a directory")?;
    let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
    fs::create_dir_all(directory)
        .and_then(|()| fs::write(&temporary, bytes))
        .and_then(|()| fs::rename(&temporary, path))
        .with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_listed_at_every_depth_in_order() {
        let root = tempfile::tempdir().unwrap();
        for name in ["z", "b/c/d", "b/a"] {
            write_whole(&root.path().join(name), b"x").unwrap();
        }
        assert_eq!(files_below(root.path()).unwrap(), ["b/a", "b/c/d", "z"]);
        assert!(files_below(&root.path().join("none")).is_err());
    }
}

//! The JavaScript and the style sheets, each bundled into one file by esbuild.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::process;
use crate::project::{Project, read_text};

/// The name by which the sources import the glue of wasm-bindgen.
const GLUE_ALIAS: &str = "hanlens-core";

/// Modules of the package that others import, and the files that they are.
const BESIDE: [(&str, &str); 2] = [("hanlens/highlight", "hanlens-highlight.js"), ("hanlens", "hanlens.js")];

/// The oldest language that is asked of a browser.
const LANGUAGE: &str = "es2022";

/// The entry of the reader of files.
const READER: &str = "js/api/read/late/late.js";

/// What the parser of markup gets in place of its table of all entities of HTML 5.
const ENTITIES: &str = "js/api/read/late/entities.js";

/// The global function that `js/api/read/load.js` looks for where the reader has no address.
const READER_FUNCTION: &str = "hanlensReader";

/// The bundles of the package and of the page.
pub struct Bundles {
    /// The npm packages that have code in a bundle.
    pub npm_packages: BTreeSet<String>,
    /// `hanlens.js`: the API, an ES module.
    pub api: String,
    /// `hanlens-worker.js`: a script that runs in a classic and in a module worker.
    pub worker: String,
    /// `hanlens-read.js`: the reader of files, an ES module.
    pub reader: String,
    /// The worker with the reader in it, for the single file.
    pub whole_worker: String,
    /// `hanlens-highlight.js`: the highlighter, an ES module beside `hanlens.js`.
    pub highlight: String,
    /// `hanlens-element.js`: the element, an ES module beside both.
    pub element: String,
    /// The bookmarklet, a script.
    pub bookmarklet: String,
    /// The page, an ES module with the API in it.
    pub page: String,
    /// The style sheet of the page.
    pub style: String,
}

/// Bundles everything under `www/` with this glue.
pub fn build(project: &Project, glue: &Path) -> Result<Bundles> {
    let mut esbuild = Esbuild { project, glue, npm_packages: BTreeSet::new() };
    let worker = esbuild.worker("js/api/worker.js")?;
    let whole_worker = worker.clone() + &esbuild.function(READER, READER_FUNCTION)?;
    Ok(Bundles {
        api: keep_imports(&esbuild.module("js/api/hanlens.js")?),
        worker,
        reader: esbuild.module(READER)?,
        whole_worker,
        highlight: esbuild.module_beside("js/highlight/highlight.js")?,
        element: esbuild.module_beside("js/element/element.js")?,
        bookmarklet: esbuild.script("js/bookmarklet/bookmarklet.js")?,
        page: esbuild.module("js/page/main.js")?,
        style: esbuild.style("css/main.css")?,
        npm_packages: esbuild.npm_packages,
    })
}

struct Esbuild<'a> {
    project: &'a Project,
    glue: &'a Path,
    npm_packages: BTreeSet<String>,
}

impl Esbuild<'_> {
    fn module(&mut self, entry: &str) -> Result<String> {
        self.bundle(entry, &["--format=esm"])
    }

    /// A module that imports the other modules of the package by the names that programs have for them, and finds them
    /// beside itself: code that two of them need is loaded once, and so is the engine.
    fn module_beside(&mut self, entry: &str) -> Result<String> {
        let others =
            BESIDE.iter().flat_map(|(name, file)| [format!("--alias:{name}=./{file}"), format!("--external:*/{file}")]);
        let options: Vec<_> = others.chain(["--format=esm".to_owned()]).collect();
        self.bundle(entry, &options.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn script(&mut self, entry: &str) -> Result<String> {
        self.bundle(entry, &["--format=iife"])
    }

    /// A worker is one script of the old kind: a module worker runs it as well, and from a file:// page it is
    /// the kind that every browser starts. Such a script has no `import.meta`; its address is `self.location`.
    fn worker(&mut self, entry: &str) -> Result<String> {
        self.bundle(entry, &["--format=iife", "--define:import.meta.url=self.location.href"])
    }

    /// A module as a global function that gives its exports. Engines hardly look at its body before the first call.
    fn function(&mut self, entry: &str, name: &str) -> Result<String> {
        let body = self.bundle(entry, &["--format=iife", "--global-name=module"])?;
        Ok(format!("self.{name}=()=>{{{body}return module}};\n"))
    }

    fn style(&mut self, entry: &str) -> Result<String> {
        self.bundle(entry, &[])
    }

    fn bundle(&mut self, entry: &str, options: &[&str]) -> Result<String> {
        let entry = self.project.web_dir().join(entry);
        ensure!(entry.is_file(), "{} is missing", entry.display());
        let directory = self.project.target_dir().join("bundles");
        let output = directory.join(entry.file_name().context("an entry is a file")?);
        let metafile = directory.join("metafile.json");
        let mut command = process::npm_tool(self.project.root(), "esbuild");
        command
            .arg(&entry)
            .arg(format!("--alias:{GLUE_ALIAS}={}", self.glue.display()))
            .arg(format!("--alias:entities/decode={}", self.project.web_dir().join(ENTITIES).display()))
            .arg(format!("--outfile={}", output.display()))
            .arg(format!("--metafile={}", metafile.display()))
            .arg(format!("--target={LANGUAGE}"))
            .args(["--bundle", "--minify", "--charset=utf8", "--log-level=warning"])
            .args(["--loader:.txt=text", "--loader:.md=text", "--loader:.svg=dataurl"])
            .args(options);
        process::run(&mut command).with_context(|| format!("cannot bundle {}", entry.display()))?;
        self.npm_packages.extend(npm_packages(&read_text(&metafile)?)?);
        read_text(&output)
    }
}

/// Tells the bundlers of others that an address known only when the code runs is no module of theirs to look for.
///
/// The sources say so too, but a minified bundle has no comments.
fn keep_imports(script: &str) -> String {
    script.replace("import(", "import(/*webpackIgnore:true*//*@vite-ignore*/")
}

/// The npm packages among the inputs that a metafile of esbuild lists.
fn npm_packages(metafile: &str) -> Result<BTreeSet<String>> {
    let metafile: Value = serde_json::from_str(metafile).context("the metafile of esbuild is no JSON")?;
    let inputs = metafile["inputs"].as_object().context("the metafile of esbuild lists no inputs")?;
    Ok(inputs.keys().filter_map(|path| npm_package(path)).collect())
}

/// The package that a file belongs to: one part of the path after `node_modules/`, or two behind an `@scope`.
fn npm_package(path: &str) -> Option<String> {
    let (_, inside) = path.rsplit_once("node_modules/")?;
    let parts = if inside.starts_with('@') { 2 } else { 1 };
    Some(inside.split('/').take(parts).collect::<Vec<_>>().join("/"))
}

/// The types of a module, which are written by hand: its file in `js/`.
pub fn types(project: &Project, file: &str) -> Result<String> {
    read_text(&project.web_dir().join("js").join(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_imports_of_addresses_are_marked() {
        let script = r#"import{a}from"./a.js";import.meta.url;import(e)"#;
        let marked = r#"import{a}from"./a.js";import.meta.url;import(/*webpackIgnore:true*//*@vite-ignore*/e)"#;
        assert_eq!(keep_imports(script), marked);
    }

    #[test]
    fn packages_are_named_by_the_paths_of_their_files() {
        let metafile = r#"{"inputs": {"www/js/page/main.js": {}, "node_modules/comlink/dist/esm/comlink.mjs": {},
            "node_modules/a/node_modules/@b/c/index.js": {}, "node_modules/comlink/dist/other.mjs": {}}}"#;
        let expected = ["@b/c", "comlink"].map(String::from);
        assert_eq!(npm_packages(metafile).unwrap(), BTreeSet::from(expected));
    }
}

//! The JavaScript and the style sheets, each bundled into one file by esbuild.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::package::PAGE_PREFIX;
use crate::process;
use crate::project::{Project, read_text};

/// The name by which the sources import the glue of wasm-bindgen.
const GLUE_ALIAS: &str = "hanlens-core";

/// The name by which the API imports what works in the caller's own thread.
const HERE_ALIAS: &str = "hanlens-here";
const HERE: &str = "js/api/here.js";
/// What the page has in its place: it always has a worker.
const NOWHERE: &str = "js/api/nowhere.js";

/// The name by which the page imports what makes its engine.
const PARTS_ALIAS: &str = "hanlens-parts";
/// In the single file, where the parts of the engine are blocks, and on a host, where they are files.
const INSIDE: &str = "js/page/parts/inside.js";
const BESIDE_PAGE: &str = "js/page/parts/beside.js";
/// What starts the worker of the single file while the rest of it is read.
const EARLY: &str = "js/page/parts/early.js";
/// What that worker unpacks its parts with.
const UNPACK: &str = "js/page/parts/unpack.js";
/// The global function that `js/api/packed.js` calls.
const UNPACK_FUNCTION: &str = "hanlensUnpack";

/// Modules of the package that others import, and the files that they are.
const BESIDE: [(&str, &str); 2] = [("hanlens/highlight", "hanlens-highlight.js"), ("hanlens", "hanlens.js")];

/// A script that is loaded late brings the looks of what it makes as text, by this name.
const LATE_STYLE_ALIAS: &str = "hanlens-late-style";
const LATE_STYLE: &str = "css/explore.css";
const STYLE_AS_TEXT: &str = "--loader:.css=text";

/// The oldest language that is asked of a browser.
const LANGUAGE: &str = "es2022";

/// The entry of the page.
const PAGE: &str = "js/page/main.js";

/// The entry of the reader of files.
const READER: &str = "js/api/read/late/late.js";

/// What the parser of markup gets in place of its table of all entities of HTML 5.
const ENTITIES: &str = "js/api/read/late/entities.js";

/// The global function that `js/api/read/load.js` looks for where the reader has no address.
const READER_FUNCTION: &str = "hanlensReader";

/// The service worker of the hosted page.
const OFFLINE: &str = "js/offline/service-worker.js";

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
    /// The worker with the reader in it and what unpacks its parts, for the single file.
    pub whole_worker: String,
    /// `hanlens-highlight.js`: the highlighter, an ES module beside `hanlens.js`.
    pub highlight: String,
    /// `hanlens-element.js`: the element, an ES module beside both.
    pub element: String,
    /// The bookmarklet, a script.
    pub bookmarklet: String,
    /// The service worker of the hosted page, without the list of its files.
    pub offline: String,
    /// The page in one ES module with the API in it, for the single file.
    pub page: String,
    /// The script that starts the worker of the single file.
    pub early: String,
    /// The same page for a host, in parts: what only some readers need is loaded when it is asked for.
    pub hosted: HostedPage,
    /// The style sheet of the page.
    pub style: String,
}

/// The scripts of the hosted page. Their names carry a hash of their contents.
pub struct HostedPage {
    /// The script that the page begins with.
    pub entry: String,
    /// The parts that it needs at once.
    pub early: Vec<String>,
    /// Every script by its name, those that are loaded later too.
    pub scripts: BTreeMap<String, String>,
}

/// Bundles everything under `www/` with this glue.
pub fn build(project: &Project, glue: &Path) -> Result<Bundles> {
    let mut esbuild = Esbuild { project, glue, npm_packages: BTreeSet::new() };
    // Before the scripts that have it: as text it would keep its comments and its white space.
    esbuild.style(LATE_STYLE)?;
    let worker = esbuild.worker("js/api/worker.js")?;
    let whole_worker = [worker.clone(), esbuild.unpacker()?, esbuild.function(READER, READER_FUNCTION)?].concat();
    Ok(Bundles {
        api: keep_imports(&esbuild.module("js/api/hanlens.js")?),
        worker,
        reader: esbuild.module(READER)?,
        whole_worker,
        highlight: esbuild.module_beside("js/highlight/highlight.js")?,
        element: esbuild.module_beside("js/element/element.js")?,
        bookmarklet: esbuild.script("js/bookmarklet/bookmarklet.js")?,
        offline: esbuild.script(OFFLINE)?,
        page: esbuild.module(PAGE)?,
        early: esbuild.script(EARLY)?,
        hosted: esbuild.split(PAGE)?,
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
        self.bundle(entry, &["--format=esm", STYLE_AS_TEXT, &self.alias(PARTS_ALIAS, INSIDE)])
    }

    /// The option by which a name in the sources stands for a file of `www/`.
    fn alias(&self, name: &str, file: &str) -> String {
        format!("--alias:{name}={}", self.project.web_dir().join(file).display())
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

    /// What runs at once behind the worker, and leaves a global function.
    fn unpacker(&mut self) -> Result<String> {
        let script = self.bundle(UNPACK, &["--format=iife", "--global-name=unpacker"])?;
        Ok(format!("{script}self.{UNPACK_FUNCTION}=unpacker.default;\n"))
    }

    fn style(&mut self, entry: &str) -> Result<String> {
        self.bundle(entry, &[])
    }

    fn bundle(&mut self, entry: &str, options: &[&str]) -> Result<String> {
        let (mut command, metafile) = self.command(entry, options)?;
        let output = self.output(entry)?;
        command.arg(format!("--outfile={}", output.display()));
        process::run(&mut command).with_context(|| format!("cannot bundle {entry}"))?;
        self.npm_packages.extend(npm_packages(&read_text(&metafile)?)?);
        read_text(&output)
    }

    /// An ES module in parts: each `import()` in it leads to a script of its own.
    fn split(&mut self, entry: &str) -> Result<HostedPage> {
        let parts = self.alias(PARTS_ALIAS, BESIDE_PAGE);
        let (mut command, metafile) = self.command(entry, &["--format=esm", "--splitting", STYLE_AS_TEXT, &parts])?;
        let directory = self.directory().join("split");
        if directory.exists() {
            fs::remove_dir_all(&directory).with_context(|| format!("cannot empty {}", directory.display()))?;
        }
        command
            .arg(format!("--outdir={}", directory.display()))
            .args(["--entry-names", "--chunk-names"].map(|names| format!("{names}={PAGE_PREFIX}[name]_[hash]")));
        process::run(&mut command).with_context(|| format!("cannot bundle {entry}"))?;
        hosted_page(&read_text(&metafile)?, entry, |name| read_text(&directory.join(name)))
    }

    /// Where the bundle of an entry goes.
    fn output(&self, entry: &str) -> Result<PathBuf> {
        Ok(self.directory().join(Path::new(entry).file_name().context("an entry is a file")?))
    }

    fn directory(&self) -> PathBuf {
        self.project.target_dir().join("bundles")
    }

    /// The call of esbuild for an entry, with the place of its metafile.
    fn command(&self, entry: &str, options: &[&str]) -> Result<(Command, PathBuf)> {
        let entry = self.project.web_dir().join(entry);
        ensure!(entry.is_file(), "{} is missing", entry.display());
        let here = if entry.ends_with(PAGE) { NOWHERE } else { HERE };
        let metafile = self.directory().join("metafile.json");
        let mut command = process::npm_tool(self.project.root(), "esbuild");
        command
            .arg(&entry)
            .arg(format!("--alias:{GLUE_ALIAS}={}", self.glue.display()))
            .args([self.alias(HERE_ALIAS, here), self.alias("entities/decode", ENTITIES)])
            .arg(format!("--alias:{LATE_STYLE_ALIAS}={}", self.output(LATE_STYLE)?.display()))
            .arg(format!("--metafile={}", metafile.display()))
            .arg(format!("--target={LANGUAGE}"))
            .args(["--bundle", "--minify", "--charset=utf8", "--log-level=warning"])
            .args(["--loader:.txt=text", "--loader:.md=text", "--loader:.svg=dataurl"])
            .args(options);
        Ok((command, metafile))
    }
}

/// Tells the bundlers of others that an address known only when the code runs is no module of theirs to look for.
///
/// The sources say so too, but a minified bundle has no comments.
fn keep_imports(script: &str) -> String {
    script.replace("import(", "import(/*webpackIgnore:true*//*@vite-ignore*/")
}

/// What a metafile of esbuild says of a module in parts.
fn hosted_page(metafile: &str, entry: &str, read: impl Fn(&str) -> Result<String>) -> Result<HostedPage> {
    let metafile: Value = serde_json::from_str(metafile).context("the metafile of esbuild is no JSON")?;
    let outputs = metafile["outputs"].as_object().context("the metafile of esbuild lists no outputs")?;
    let is_entry = |output: &Value| output["entryPoint"].as_str().is_some_and(|path| path.ends_with(entry));
    let (first, _) = outputs.iter().find(|(_, output)| is_entry(output)).context("the entry has no output")?;
    let mut early = vec![first.as_str()];
    let mut at = 0;
    while let Some(path) = early.get(at).copied() {
        for import in outputs[path]["imports"].as_array().into_iter().flatten() {
            let needed = import["path"].as_str().filter(|_| import["kind"] == "import-statement");
            early.extend(needed.filter(|path| outputs.contains_key(*path) && !early.contains(path)));
        }
        at += 1;
    }
    let mut scripts = BTreeMap::new();
    for path in outputs.keys() {
        scripts.insert(file_name(path), read(&file_name(path))?);
    }
    Ok(HostedPage { entry: file_name(first), early: early[1..].iter().map(|path| file_name(path)).collect(), scripts })
}

fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
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

    #[test]
    fn what_is_imported_statically_is_early_and_all_else_late() {
        let metafile = r#"{"outputs": {
            "out/page-late_A.js": {"entryPoint": "www/js/late.js", "imports": [{"path": "out/page-chunk_B.js", "kind": "import-statement"}]},
            "out/page-chunk_B.js": {"imports": []},
            "out/page-main_C.js": {"entryPoint": "www/js/main.js", "imports": [
                {"path": "out/page-chunk_B.js", "kind": "import-statement"}, {"path": "out/page-late_A.js", "kind": "dynamic-import"}]}}}"#;
        let page = hosted_page(metafile, "js/main.js", |name| Ok(name.to_uppercase())).unwrap();
        assert_eq!((page.entry.as_str(), page.early), ("page-main_C.js", vec!["page-chunk_B.js".to_owned()]));
        assert_eq!(page.scripts.len(), 3);
        assert_eq!(page.scripts["page-late_A.js"], "PAGE-LATE_A.JS");
    }
}

//! `cargo xtask size`: what a download costs, and whether it keeps to the budgets.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::dictionary::{FOLD_FILE, IDF_FILE, WORDS_FILE};
use crate::offline;
use crate::package::{EXPLORE_FILE, HOSTED_FILE, PAGE_PREFIX, READ_FILE, WASM_FILE, WORKER_FILE};
use crate::project::{Project, files_below, read_bytes, read_text};
use crate::single_file::gzip;

/// A file and its sizes in bytes.
struct Size {
    name: String,
    /// Whether the hosted page asks for it at once: it is named in the page itself.
    early: bool,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// A limit in bytes of gzip for some files together.
struct Budget {
    name: &'static str,
    limit: usize,
    counts: fn(&Size) -> bool,
}

/// The goals of the design. A kilobyte is 1,000 bytes.
const BUDGETS: [Budget; 3] = [
    Budget { name: "before the first table", limit: 1_500_000, counts: |file| file.early || is_core(&file.name) },
    Budget {
        name: "with everything",
        limit: 1_900_000,
        counts: |Size { name, .. }| {
            is_page(name) || is_core(name) || [EXPLORE_FILE, IDF_FILE, FOLD_FILE, READ_FILE].contains(&&name[..])
        },
    },
    Budget {
        name: "JavaScript and CSS",
        limit: 150_000,
        counts: |Size { name, .. }| (is_page(name) && name != HOSTED_FILE && !is_samples(name)) || name == READ_FILE,
    },
];

fn is_page(name: &str) -> bool {
    name.starts_with(PAGE_PREFIX) || [HOSTED_FILE, WORKER_FILE, offline::FILE].contains(&name)
}

/// Whether the page needs a file before its first table. What is loaded later is not named in the page.
fn is_early(name: &str, page: &str) -> bool {
    [HOSTED_FILE, WORKER_FILE].contains(&name) || (is_page(name) && page.contains(&format!("\"{name}\"")))
}

/// The texts that the page offers to try: documents, though a module carries them. They count with everything.
fn is_samples(name: &str) -> bool {
    name.strip_prefix(PAGE_PREFIX).is_some_and(|name| name.starts_with("more-samples"))
}

fn is_core(name: &str) -> bool {
    [WASM_FILE, WORDS_FILE].contains(&name)
}

pub fn run(project: &Project) -> Result<()> {
    let sizes = measure(&project.package_dir())?;
    println!("{:<28}{:>12}{:>12}{:>12}", "file", "bytes", "gzip -9", "brotli 11");
    for size in &sizes {
        println!("{:<28}{:>12}{:>12}{:>12}", size.name, size.raw, size.gzip, size.brotli);
    }
    println!();
    check(&sizes)
}

/// Prints each budget with what is used of it; one that is exceeded is an error.
fn check(sizes: &[Size]) -> Result<()> {
    let mut exceeded = Vec::new();
    for Budget { name, limit, counts } in &BUDGETS {
        let used: usize = sizes.iter().filter(|size| counts(size)).map(|size| size.gzip).sum();
        println!("{name:<28}{used:>12} of {limit:>9} bytes of gzip");
        if used > *limit {
            exceeded.push(*name);
        }
    }
    ensure!(exceeded.is_empty(), "over budget: {}", exceeded.join(", "));
    Ok(())
}

fn measure(directory: &Path) -> Result<Vec<Size>> {
    let files = files_below(directory).context("run cargo xtask build first")?;
    let page = read_text(&directory.join(HOSTED_FILE))?;
    let measure = |name: String| {
        let bytes = read_bytes(&directory.join(&name))?;
        let early = is_early(&name, &page);
        Ok(Size { name, early, raw: bytes.len(), gzip: gzip(&bytes).len(), brotli: brotli(&bytes)? })
    };
    files.into_iter().map(measure).collect()
}

fn brotli(mut bytes: &[u8]) -> Result<usize> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut bytes, &mut packed, &parameters).context("brotli failed")?;
    Ok(packed.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page that names its first script, one part of it and its style.
    const PAGE: &str = r#"<link href="page-0.css"><link href="page-chunk_B.js"><script src="page-main_A.js">"#;

    fn sizes(files: &[(&str, usize)]) -> Vec<Size> {
        let size = |&(name, gzip): &(&str, usize)| Size {
            name: name.to_owned(),
            early: is_early(name, PAGE),
            raw: 0,
            gzip,
            brotli: 0,
        };
        files.iter().map(size).collect()
    }

    #[test]
    fn budgets_count_the_files_of_the_hosted_page() {
        let table = [
            (vec![(WASM_FILE, 300_000), (WORDS_FILE, 1_200_000)], None),
            (vec![(WASM_FILE, 300_000), (WORDS_FILE, 1_200_001)], Some("before the first table")),
            (
                vec![
                    (WASM_FILE, 1_400_000),
                    ("page-main_A.js", 50_000),
                    ("page-chunk_B.js", 50_000),
                    ("page-late_C.js", 9),
                    ("page-chunk_D.js", 9),
                ],
                None,
            ),
            (
                vec![(WASM_FILE, 1_400_000), ("page-main_A.js", 50_000), ("page-chunk_B.js", 50_001)],
                Some("before the first table"),
            ),
            (vec![(WORDS_FILE, 1_400_000), (IDF_FILE, 500_001)], Some("with everything")),
            (vec![("page-0.js", 100_000), ("page-0.css", 25_000), (WORKER_FILE, 25_000)], None),
            (vec![("page-0.js", 100_000), ("page-0.css", 25_000), (WORKER_FILE, 25_001)], Some("JavaScript and CSS")),
            (vec![("page-0.js", 100_000), (READ_FILE, 50_001)], Some("JavaScript and CSS")),
            (vec![("page-0.js", 150_000), ("page-more-samples_E.js", 9)], None),
            (vec![(WASM_FILE, 300_000), (WORDS_FILE, 1_200_000), (READ_FILE, 50_000)], None),
            (vec![("hanlens.html", 9_000_000), ("hanlens.js", 9_000_000)], None),
        ];
        for (files, exceeded) in table {
            let error = check(&sizes(&files)).err().map(|error| error.to_string());
            assert_eq!(error, exceeded.map(|name| format!("over budget: {name}")), "{files:?}");
        }
    }
}

//! The page as one HTML file, and the same page with its parts beside it.
//!
//! # The template
//!
//! `www/index.html` holds each of these comments once; the build puts the part in its place:
//!
//! | comment | in `hanlens.html` | in `index.html` |
//! |---|---|---|
//! | `<!-- hanlens:csp -->` | the policy with hashes | the policy with `'self'` |
//! | `<!-- hanlens:style -->` | `<style>` | `<link rel="stylesheet">` |
//! | `<!-- hanlens:data -->` | the worker, the script that starts it, the data blocks | nothing |
//! | `<!-- hanlens:script -->` | `<script type="module">` | `<script type="module" src>` |
//!
//! The policy must come before the style and the scripts: put it first in `<head>`, after the character set.
//! The template holds no script, no style and no `style` attribute of its own: the policy forbids them.
//!
//! # The worker
//!
//! `hanlens-worker.js`, with `hanlens-read.js` in it as a function and what unpacks its parts, stands before all other
//! blocks as it is, in `<script type="text/plain" id="hanlens-worker">`. The script behind it starts it while the rest of
//! the page is read: `new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })))`.
//!
//! # A data block
//!
//! ```html
//! <script type="application/octet-stream" id="hanlens-wasm" data-encoding="gzip-base64" data-bytes="12">…</script>
//! ```
//!
//! The text is the standard base64 (RFC 4648 section 4, padded, no line breaks) of a gzip stream; `data-bytes` is the
//! number of bytes inside, in decimal. The browser does not run a script of this type. To read one:
//!
//! ```js
//! const block = document.getElementById("hanlens-wasm");
//! const packed = Uint8Array.from(atob(block.textContent), (c) => c.charCodeAt(0));
//! const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
//! const bytes = await new Response(stream).arrayBuffer();
//! ```
//!
//! | id | bytes |
//! |---|---|
//! | `hanlens-wasm` | `hanlens_bg.wasm` |
//! | `hanlens-dict` | `hanlens.dict` |
//! | `hanlens-explore` | `hanlens-explore.wasm` |
//! | `hanlens-idf` | `hanlens-idf.dict` |
//! | `hanlens-fold` | `hanlens-fold.dict` |
//! | `hanlens-notices` | `THIRD_PARTY.md`, in UTF-8 |

use std::io::Write;

use anyhow::{Result, bail, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use flate2::{Compression, GzBuilder};
use sha2::{Digest, Sha256};

const CSP: &str = "<!-- hanlens:csp -->";
const STYLE: &str = "<!-- hanlens:style -->";
const DATA: &str = "<!-- hanlens:data -->";
const SCRIPT: &str = "<!-- hanlens:script -->";

/// The block of the worker.
const WORKER: &str = "hanlens-worker";

/// What stands behind the blocks that an engine begins with: the worker has them before the page asks for it.
const SEND: &str = "hanlensEarly.send()";

/// What runs and what looks, in the page that needs no other file.
pub struct Code<'a> {
    pub style: &'a str,
    /// The module of the page.
    pub page: &'a str,
    /// The script that starts the worker.
    pub early: &'a str,
    pub worker: &'a str,
}

/// A file that travels inside the page.
pub struct Block<'a> {
    pub id: &'a str,
    pub bytes: &'a [u8],
}

/// Makes the page that needs no other file. The first blocks are those that an engine begins with.
pub fn inline(template: &str, code: &Code, blocks: [&[Block]; 2]) -> Result<String> {
    let style = escape_style(code.style);
    let [page, early, worker] = [code.page, code.early, code.worker].map(escape_script);
    let begin =
        [format!("<script type=\"text/plain\" id=\"{WORKER}\">{worker}</script>"), format!("<script>{early}</script>")];
    let [first, later] = blocks;
    let send = format!("<script>{SEND}</script>");
    let data: Vec<String> = begin
        .into_iter()
        .chain(first.iter().map(data_block))
        .chain([send])
        .chain(later.iter().map(data_block))
        .collect();
    fill(
        template,
        [
            (CSP, policy(&inline_policy(&style, [&early, SEND, &page]))),
            (STYLE, format!("<style>{style}</style>")),
            (DATA, data.join("\n")),
            (SCRIPT, format!("<script type=\"module\">{page}</script>")),
        ],
    )
}

/// Makes the page whose parts lie beside it on a host. The browser fetches the `early` scripts together with the first.
pub fn link(template: &str, style_name: &str, script_name: &str, early: &[String]) -> Result<String> {
    let preloads: String = early.iter().map(|name| format!("<link rel=\"modulepreload\" href=\"{name}\">")).collect();
    fill(
        template,
        [
            (CSP, policy(LINKED_POLICY)),
            (STYLE, format!("<link rel=\"stylesheet\" href=\"{style_name}\">{preloads}")),
            (DATA, String::new()),
            (SCRIPT, format!("<script type=\"module\" src=\"{script_name}\"></script>")),
        ],
    )
}

const LINKED_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
    style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'";

fn inline_policy(style: &str, scripts: [&str; 3]) -> String {
    format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; worker-src blob:; style-src {}; \
         img-src data: blob:; connect-src 'none'; base-uri 'none'; form-action 'none'",
        scripts.map(hash_source).join(" "),
        hash_source(style)
    )
}

/// The source expression of a policy that allows an inline element with exactly this text.
fn hash_source(text: &str) -> String {
    format!("'sha256-{}'", BASE64.encode(Sha256::digest(text.as_bytes())))
}

fn policy(content: &str) -> String {
    format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{content}\">")
}

fn data_block(block: &Block) -> String {
    let Block { id, bytes } = block;
    format!(
        "<script type=\"application/octet-stream\" id=\"{id}\" data-encoding=\"gzip-base64\" data-bytes=\"{}\">{}</script>",
        bytes.len(),
        BASE64.encode(gzip(bytes))
    )
}

/// Compresses as `gzip -9` does, with no name and no time in the header.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("a vector takes every byte");
    encoder.finish().expect("a vector takes every byte")
}

/// Puts each part in the place of its comment.
///
/// The template is cut at the comments before anything is put in, so a comment inside a part is only text.
fn fill<const N: usize>(template: &str, parts: [(&str, String); N]) -> Result<String> {
    check(template)?;
    let mut places = Vec::with_capacity(N);
    for (comment, part) in &parts {
        match template.match_indices(comment).collect::<Vec<_>>()[..] {
            [(at, _)] => places.push((at, comment.len(), part)),
            ref found => bail!("the template must hold {comment} once; it is there {} times", found.len()),
        }
    }
    places.sort_by_key(|&(at, ..)| at);
    let mut page = String::new();
    let mut from = 0;
    for (at, length, part) in places {
        page.push_str(&template[from..at]);
        page.push_str(part);
        from = at + length;
    }
    page.push_str(&template[from..]);
    // A browser reads a carriage return as a line feed, and then the hash of the text would be another; a NUL as U+FFFD.
    ensure!(!page.contains(['\r', '\0']), "the page must have line feeds only, and no NUL");
    Ok(page)
}

/// Refuses what the policy would make the browser refuse.
fn check(template: &str) -> Result<()> {
    let lower = template.to_ascii_lowercase();
    for forbidden in ["<script", "<style", " style="] {
        ensure!(!lower.contains(forbidden), "the template must not hold {forbidden}: the policy forbids it");
    }
    Ok(())
}

/// Makes JavaScript safe inside `<script>`: nothing in it ends the element, and nothing begins the comment
/// in which the HTML parser no longer lets `</script>` end it.
///
/// Both sequences stand only in literals and comments of bundled code, where `\x3C` is the same character.
fn escape_script(script: &str) -> String {
    replace_ignoring_case(script, &["</script", "<!--"], |found| format!("\\x3C{}", &found[1..]))
}

/// Makes CSS safe inside `<style>`; `\3C` followed by a space is the character `<` in a string of CSS.
fn escape_style(style: &str) -> String {
    replace_ignoring_case(style, &["</style"], |found| format!("\\3C {}", &found[1..]))
}

/// Replaces every place where one of the ASCII `patterns` stands in any case.
fn replace_ignoring_case(text: &str, patterns: &[&str], replacement: impl Fn(&str) -> String) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tail) = rest.split_at(at);
        result.push_str(before);
        let length = patterns
            .iter()
            .find(|pattern| tail.get(..pattern.len()).is_some_and(|start| start.eq_ignore_ascii_case(pattern)))
            .map_or(0, |pattern| pattern.len());
        if length == 0 {
            result.push('<');
            rest = &tail[1..];
        } else {
            result.push_str(&replacement(&tail[..length]));
            rest = &tail[length..];
        }
    }
    result.push_str(rest);
    result
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    const TEMPLATE: &str = "<head><!-- hanlens:csp --><!-- hanlens:style --></head>\
        <body><!-- hanlens:data --><!-- hanlens:script --></body>";

    /// The text between `<name …>` and the next `</name`, which is where the HTML parser ends the element.
    fn element<'a>(page: &'a str, open: &str, close: &str) -> &'a str {
        let start = page.find(open).expect(open) + open.len();
        &page[start..start + page[start..].find(close).expect(close)]
    }

    const CODE: Code = Code {
        style: "a::before{content:'</style>'}",
        page: "let a='</script>'",
        early: "let b='</script>'",
        worker: "let c='</script>&amp;<!--'",
    };

    #[test]
    fn the_worker_stands_as_text_before_what_starts_it() {
        let page = inline(TEMPLATE, &CODE, [&[Block { id: "hanlens-dict", bytes: b"a" }], &[]]).unwrap();
        let open = "<script type=\"text/plain\" id=\"hanlens-worker\">";
        assert_eq!(element(&page, open, "</script"), "let c='\\x3C/script>&amp;\\x3C!--'");
        let places = [open, "<script>", "id=\"hanlens-dict\"", "<script type=\"module\">"].map(|part| page.find(part));
        assert!(places.is_sorted() && places[0].is_some(), "{places:?}");
    }

    #[test]
    fn hash_source_of_the_specifications_example() {
        // Content Security Policy Level 3, section 6.7.3.3 and the examples of section 8.4.
        assert_eq!(hash_source("alert('Hello, world.');"), "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
    }

    #[test]
    fn policy_holds_the_hash_of_what_the_parser_sees() {
        let page = inline(TEMPLATE, &CODE, [&[], &[]]).unwrap();
        for (open, close) in
            [("<style>", "</style"), ("<script>", "</script"), ("<script type=\"module\">", "</script")]
        {
            let source = hash_source(element(&page, open, close));
            assert!(page.contains(&source), "{source} is not in {page}");
        }
        assert!(!page.contains("unsafe-inline"));
    }

    #[test]
    fn scripts_cannot_leave_their_element() {
        let table = [
            ("let a='</script>'", "let a='\\x3C/script>'"),
            ("let a='</SCRIPT >'", "let a='\\x3C/SCRIPT >'"),
            ("let a=/<!--/u,b=`<!-- ${1<2} </Script`", "let a=/\\x3C!--/u,b=`\\x3C!-- ${1<2} \\x3C/Script`"),
            ("a</b/.exec(c)&&'<'&&'</scrip'", "a</b/.exec(c)&&'<'&&'</scrip'"),
            ("let a='<汉字</script'", "let a='<汉字\\x3C/script'"),
        ];
        for (script, escaped) in table {
            assert_eq!(escape_script(script), escaped);
        }
    }

    #[test]
    fn styles_cannot_leave_their_element() {
        assert_eq!(escape_style("a{content:'</STYLE>'}b>c{}"), "a{content:'\\3C /STYLE>'}b>c{}");
    }

    #[test]
    fn parts_that_hold_a_comment_of_the_template_stay_as_they_are() {
        let page = link(TEMPLATE, "<!-- hanlens:script -->", "page.js", &[]).unwrap();
        assert!(page.contains("href=\"<!-- hanlens:script -->\""), "{page}");
        assert_eq!(page.matches("page.js").count(), 1);
    }

    #[test]
    fn templates_that_the_policy_would_break_are_refused() {
        let table = [
            ("twice", format!("{TEMPLATE}{SCRIPT}"), "2 times"),
            ("never", TEMPLATE.replace(CSP, ""), "0 times"),
            ("carriage return", format!("{TEMPLATE}\r\n"), "line feeds only"),
            ("script", format!("{TEMPLATE}<SCRIPT>"), "<script"),
            ("style attribute", format!("{TEMPLATE}<p style=\"color: red\">"), "style="),
        ];
        for (case, template, message) in table {
            let error = link(&template, "page.css", "page.js", &[]).unwrap_err().to_string();
            assert!(error.contains(message), "{case}: {error}");
        }
    }

    #[test]
    fn data_blocks_give_back_their_bytes() {
        let bytes: Vec<u8> = (0..10_000u32).map(|i| (i * i) as u8).collect();
        let page = inline(TEMPLATE, &CODE, [&[Block { id: "hanlens-dict", bytes: &bytes }], &[]]).unwrap();
        let open = "id=\"hanlens-dict\" data-encoding=\"gzip-base64\" data-bytes=\"10000\">";
        let packed = BASE64.decode(element(&page, open, "</script")).unwrap();
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, bytes);
    }

    #[test]
    fn gzip_header_holds_no_time_and_no_name() {
        let packed = gzip(b"abc");
        assert_eq!(packed[..4], [0x1f, 0x8b, 8, 0], "magic, deflate, no flags");
        assert_eq!(packed[4..8], [0; 4], "no time");
    }
}

//! Tables written as files and read back by another program, and the report of an analysis.

use super::engine::with_lens;
use super::input::Input;
use super::measures::Scene;
use hanlens::analysis::{KeywordQuery, TermQuery, frequency, keywords};
use hanlens::export::{self, ExportOptions, TableFormat};
use hanlens::report;

/// What begins a formula, or something that a spreadsheet takes for one.
const FORMULA_STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let options = ExportOptions {
        format: input.pick(&[TableFormat::Csv, TableFormat::Tsv, TableFormat::Json]),
        guard_formulas: input.flag(),
    };
    with_lens(|lens| {
        // A tag of the reader's own may hold anything but white space; a word of it too.
        let _ = lens.load_user_dictionary(&input.string(80));
        let scene = Scene::new(lens, &mut input);
        let corpus = &scene.corpus;
        let query = TermQuery { limit: Some(usize::MAX), ..TermQuery::default() };
        let rows = frequency::page(corpus, &scene.marks, &query).expect("an empty query is right").rows;
        let text = export::terms(corpus, &scene.marks, &query, options).expect("as the page");
        let table = Table::read(&text, options.format);
        assert_eq!(table.keys, ["rank", "word", "tag", "kind", "count", "per_million", "stop_word", "documents"]);
        assert_eq!(table.rows.len(), rows.len());
        for (cells, row) in table.rows.iter().zip(&rows) {
            same_text(&cells[1], &row.word, options);
            same_text(&cells[2], &row.tag, options);
            assert_eq!(cells[4], row.count.to_string());
            assert_eq!(cells[5].parse(), Ok(row.per_million));
        }
        let query = KeywordQuery { limit: Some(usize::MAX), ..KeywordQuery::default() };
        let found = keywords::extract(lens, corpus, &scene.marks, &query).expect("the IDF is loaded");
        let text = export::keywords(lens, corpus, &scene.marks, &query, options).expect("as the list");
        let table = Table::read(&text, options.format);
        assert_eq!(table.rows.len(), found.len());
        for (cells, keyword) in table.rows.iter().zip(&found) {
            same_text(&cells[1], &keyword.word, options);
            assert_eq!(cells[4].parse(), Ok(keyword.weight), "a number reads back as the same number");
        }
        every_other_table(&scene, lens, options);
        reports(&scene);
    });
}

/// A cell is the text, changed only as the format says.
fn same_text(cell: &str, text: &str, options: ExportOptions) {
    let is_json = options.format == TableFormat::Json;
    let guarded = options.guard_formulas && !is_json && text.starts_with(FORMULA_STARTS);
    assert!(is_json || !options.guard_formulas || !cell.starts_with(FORMULA_STARTS), "{cell:?} is a formula");
    let shown = match options.format {
        TableFormat::Tsv => text.replace(['\t', '\r', '\n'], " "),
        _ => text.to_owned(),
    };
    assert_eq!(cell, if guarded { format!("'{shown}") } else { shown });
}

/// The other tables: whole rows with as many cells as keys, and no formula.
fn every_other_table(scene: &Scene, lens: &hanlens::Lens, options: ExportOptions) {
    for text in scene.tables(lens, options) {
        let table = Table::read(&text, options.format);
        for cell in table.rows.iter().flatten() {
            let number = cell.parse::<f64>().is_ok();
            let is_formula = cell.starts_with(FORMULA_STARTS) && !number;
            assert!(options.format == TableFormat::Json || !options.guard_formulas || !is_formula, "{cell:?}");
        }
    }
}

/// The hash names the text: equal for equal texts, another for others.
fn reports(scene: &Scene) {
    let reports = report::documents(&scene.corpus);
    let texts: Vec<String> =
        scene.corpus.documents().iter().map(|document| String::from_utf16_lossy(document.text())).collect();
    for (one, text) in reports.iter().zip(&texts) {
        assert_eq!(one.bytes, text.len() as u64);
        assert_eq!(one.sha256.len(), 64);
        for (other, other_text) in reports.iter().zip(&texts) {
            assert_eq!(one.sha256 == other.sha256, text == other_text);
        }
    }
    let json = export::json_rows(&reports);
    let read: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(read.as_array().map(Vec::len), Some(reports.len()));
}

/// A table as another program reads it.
struct Table {
    keys: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn read(text: &str, format: TableFormat) -> Table {
        let mut rows = match format {
            TableFormat::Csv => csv(text.strip_prefix('\u{feff}').expect("a mark comes first")),
            TableFormat::Tsv => {
                let lines = text.strip_suffix('\n').expect("the last line ends").split('\n');
                lines.map(|line| line.split('\t').map(str::to_owned).collect()).collect()
            }
            TableFormat::Json => json(text),
        };
        let keys = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
        let keys = if keys.is_empty() { TERM_KEYS.map(str::to_owned).into() } else { keys };
        assert!(rows.iter().all(|row| row.len() == keys.len() || format == TableFormat::Json));
        Table { keys, rows }
    }
}

/// What an empty array of JSON leaves unsaid.
const TERM_KEYS: [&str; 8] = ["rank", "word", "tag", "kind", "count", "per_million", "stop_word", "documents"];

/// RFC 4180.
fn csv(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let (mut quoted, mut rest) = (false, text.chars().peekable());
    while let Some(c) = rest.next() {
        let row = rows.last_mut().expect("there is one");
        let cell = row.last_mut().expect("there is one");
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => cell.extend(rest.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\r' if !quoted => {
                assert_eq!(rest.next(), Some('\n'), "a line ends in CR LF");
                rows.push(vec![String::new()]);
            }
            '\n' if !quoted => panic!("a line feed alone, outside quotes"),
            _ => cell.push(c),
        }
    }
    assert!(!quoted);
    assert_eq!(rows.pop(), Some(vec![String::new()]), "the last line ends");
    rows
}

fn json(text: &str) -> Vec<Vec<String>> {
    // The order of the keys is told by the text alone.
    let objects: Vec<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(text).expect("it is JSON");
    let Some(first) = text.lines().nth(1).filter(|_| !objects.is_empty()) else { return Vec::new() };
    let mut keys: Vec<String> = objects[0].keys().cloned().collect();
    keys.sort_by_key(|key| first.find(&format!("\"{key}\":")));
    let cell = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    };
    let rows = objects.iter().map(|object| keys.iter().map(|key| cell(&object[key])).collect());
    std::iter::once(keys.clone()).chain(rows.collect::<Vec<_>>()).collect()
}

//! The frequency table and the keywords as the text of a file: CSV, TSV or JSON.
//!
//! Every format has the same keys in the same order, in English whatever the language of the page, so that a
//! script that reads the file need not change. Numbers have a point, no thousands separator, and as many digits
//! as it takes to read the very same number back.
//!
//! - **CSV**: RFC 4180, lines end in CR LF, the first is the keys. A byte order mark comes first: without it
//!   spreadsheets read UTF-8 as an old code page and show no Chinese.
//! - **TSV**: the keys first, lines end in LF. The format has no quotes, so a tab, a line feed or a carriage
//!   return inside a cell becomes a space. No byte order mark: this form is also for the clipboard.
//! - **JSON**: an array with an object a row.
//!
//! A spreadsheet runs a cell that begins with `=` and its like as a formula, whoever wrote the text. Unless
//! [`ExportOptions::guard_formulas`] is turned off, such a cell of CSV or TSV gets an apostrophe before it, which
//! spreadsheets take as "this is text". The cells are those that OWASP names under "CSV Injection": a first
//! character `=`, `+`, `-`, `@` or the full-width form of one, a tab, a carriage return or a line feed.
//! Quotation marks before it are passed over, because spreadsheets take them away in TSV; in CSV the same signs get an
//! apostrophe after a semicolon or a line break too, because a spreadsheet whose list separator is the semicolon begins a
//! cell there.

use crate::analysis::frequency::{Table, TermQuery};
use crate::analysis::keywords::{self, KeywordQuery};
use crate::corpus::Corpus;
use crate::error::Result;
use crate::lens::Lens;
use crate::text::TokenKind;
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// The format of an exported table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TableFormat {
    /// Comma-separated values (RFC 4180).
    Csv,
    /// Tab-separated values.
    Tsv,
    /// An array of objects.
    Json,
}

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExportOptions {
    /// The format.
    pub format: TableFormat,
    /// Whether a cell that a spreadsheet would run as a formula gets an apostrophe before it. JSON never does.
    pub guard_formulas: bool,
}

impl ExportOptions {
    /// A format, with formulas guarded.
    pub fn new(format: TableFormat) -> Self {
        ExportOptions { format, guard_formulas: true }
    }
}

const TERM_KEYS: [&str; 8] = ["rank", "word", "tag", "kind", "count", "per_million", "stop_word", "documents"];
const KEYWORD_KEYS: [&str; 5] = ["rank", "word", "tag", "count", "weight"];

/// The rows of the frequency table that a query chooses, all of them unless it has a limit, with the keys
/// `rank`, `word`, `tag`, `kind`, `count`, `per_million`, `stop_word` and `documents`.
///
/// # Errors
/// As [`frequency::page`](crate::analysis::frequency::page).
///
/// # Panics
/// If `stop_marks` is shorter than the corpus's term table.
///
/// ```
/// use hanlens::analysis::{StopWords, TermQuery};
/// use hanlens::export::{self, ExportOptions, TableFormat};
/// use hanlens::{Corpus, CutOptions, Lens};
/// let lens = Lens::from_lists("北京 34488 ns\n", "")?;
/// let mut corpus = Corpus::new(CutOptions::default());
/// corpus.push_str("sample", "北京，北京！")?;
/// corpus.analyze(&lens);
/// let marks = StopWords::Default.mark(corpus.terms());
/// let tsv = export::terms(&corpus, &marks, &TermQuery::default(), ExportOptions::new(TableFormat::Tsv))?;
/// let keys = "rank\tword\ttag\tkind\tcount\tper_million\tstop_word\tdocuments\n";
/// assert_eq!(tsv, format!("{keys}1\t北京\tns\than\t2\t1000000\tfalse\t1\n"));
/// # Ok::<(), hanlens::Error>(())
/// ```
pub fn terms(corpus: &Corpus, stop_marks: &[bool], query: &TermQuery, options: ExportOptions) -> Result<String> {
    let table = Table::new(corpus, stop_marks, query.documents.as_deref())?;
    let (_, terms) = table.select(query, query.limit.unwrap_or(usize::MAX));
    let mut writer = Writer::new(options, &TERM_KEYS);
    for term in terms {
        let row = table.row(term);
        writer.row(&[
            Cell::Count(row.rank.into()),
            Cell::Text(&row.word),
            Cell::Text(&row.tag),
            Cell::Text(kind_name(row.kind)),
            Cell::Count(row.count.into()),
            Cell::Measure(row.per_million),
            Cell::Flag(row.stop_word),
            Cell::Count(row.documents.into()),
        ]);
    }
    Ok(writer.finish())
}

pub(crate) fn kind_name(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Han => "han",
        TokenKind::Letters => "letters",
        TokenKind::Number => "number",
        TokenKind::Kana => "kana",
        TokenKind::Hangul => "hangul",
        TokenKind::Emoji => "emoji",
        TokenKind::Date => "date",
        TokenKind::Url => "url",
        TokenKind::Email => "email",
        TokenKind::Mention => "mention",
        TokenKind::Tag => "tag",
    }
}

/// The keywords of a corpus, [`KeywordQuery::DEFAULT_LIMIT`] unless the query has a limit, with the keys
/// `rank`, `word`, `tag`, `count` and `weight`. The rank is the place in the list, from 1.
///
/// # Errors
/// As [`keywords::extract`].
///
/// # Panics
/// If `stop_marks` is shorter than the corpus's term table.
pub fn keywords(
    lens: &Lens,
    corpus: &Corpus,
    stop_marks: &[bool],
    query: &KeywordQuery,
    options: ExportOptions,
) -> Result<String> {
    let mut writer = Writer::new(options, &KEYWORD_KEYS);
    for (rank, keyword) in (1..).zip(keywords::extract(lens, corpus, stop_marks, query)?) {
        writer.row(&[
            Cell::Count(rank),
            Cell::Text(&keyword.word),
            Cell::Text(&keyword.tag),
            Cell::Count(keyword.count.into()),
            Cell::Measure(keyword.weight),
        ]);
    }
    Ok(writer.finish())
}

/// What one field of a row holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Text of the reader's, which is quoted and guarded as the format asks for.
    Text(&'a str),
    /// A whole number.
    Count(u64),
    /// A number; one that is not finite is written as nothing.
    Measure(f64),
    /// Yes or no.
    Flag(bool),
    /// Several texts: an array of JSON, and with a vertical bar between them in the other formats.
    List(&'a [String]),
    /// Nothing: an empty cell, or `null`.
    Nothing,
    /// JSON that was written before, for [`json_object`] alone.
    Json(&'a str),
}

impl Cell<'_> {
    /// A number that may not be available.
    pub fn measure(number: Option<f64>) -> Self {
        number.map_or(Cell::Nothing, Cell::Measure)
    }
}

/// A row that can be written in every format: what a measure's rows implement to be exported, and to cross to
/// JavaScript.
pub trait Record {
    /// The names of the fields, in lower case with underscores between words. As JSON for JavaScript they are in camel
    /// case.
    const KEYS: &'static [&'static str];

    /// The fields, as many as there are keys.
    fn cells(&self) -> Vec<Cell<'_>>;
}

/// Rows as the text of a file.
///
/// ```
/// use hanlens::analysis::characters::CharacterRow;
/// use hanlens::export::{self, ExportOptions, TableFormat};
/// let rows = [CharacterRow { character: "北".into(), count: 2, per_million: 5e5 }];
/// let tsv = export::table(&rows, ExportOptions::new(TableFormat::Tsv));
/// assert_eq!(tsv, "character\tcount\tper_million\n北\t2\t500000\n");
/// ```
pub fn table<R: Record>(rows: &[R], options: ExportOptions) -> String {
    let mut writer = Writer::new(options, R::KEYS);
    for row in rows {
        writer.row(&row.cells());
    }
    writer.finish()
}

/// Rows as JSON for JavaScript: an array of objects with names in camel case.
pub fn json_rows<R: Record>(rows: &[R]) -> String {
    let mut writer = Writer::new(ExportOptions::new(TableFormat::Json), R::KEYS);
    writer.camel_case = true;
    for row in rows {
        writer.row(&row.cells());
    }
    writer.finish()
}

/// One object as JSON for JavaScript.
pub fn json_object(keys: &'static [&'static str], cells: &[Cell]) -> String {
    let mut writer = Writer::new(ExportOptions::new(TableFormat::Json), keys);
    writer.camel_case = true;
    writer.out.clear();
    writer.object(cells);
    writer.out
}

/// Writes rows in one of the formats.
///
/// Our own rather than the `csv` and `serde_json` crates: for these flat tables they would add 17 KB and 6 KB to
/// the compressed download.
struct Writer {
    out: String,
    options: ExportOptions,
    keys: &'static [&'static str],
    camel_case: bool,
    rows: usize,
}

impl Writer {
    fn new(options: ExportOptions, keys: &'static [&'static str]) -> Writer {
        let mut writer = Writer { out: String::new(), options, keys, camel_case: false, rows: 0 };
        let header: Vec<Cell> = keys.iter().map(|key| Cell::Text(key)).collect();
        match options.format {
            TableFormat::Csv => {
                writer.out.push(BYTE_ORDER_MARK);
                writer.separated(&header, ',', "\r\n");
            }
            TableFormat::Tsv => writer.separated(&header, '\t', "\n"),
            TableFormat::Json => writer.out.push('['),
        }
        writer
    }

    fn row(&mut self, cells: &[Cell]) {
        debug_assert_eq!(cells.len(), self.keys.len());
        match self.options.format {
            TableFormat::Csv => self.separated(cells, ',', "\r\n"),
            TableFormat::Tsv => self.separated(cells, '\t', "\n"),
            TableFormat::Json => self.object(cells),
        }
        self.rows += 1;
    }

    fn finish(mut self) -> String {
        if self.options.format == TableFormat::Json {
            self.out.push_str(if self.rows == 0 { "]\n" } else { "\n]\n" });
        }
        self.out
    }

    fn separated(&mut self, cells: &[Cell], separator: char, line_end: &str) {
        for (index, &cell) in cells.iter().enumerate() {
            if index > 0 {
                self.out.push(separator);
            }
            match cell {
                Cell::Text(text) => self.guarded_text(text),
                Cell::List(texts) => self.guarded_text(&texts.join("|")),
                other => self.plain(other),
            }
        }
        self.out.push_str(line_end);
    }

    fn guarded_text(&mut self, text: &str) {
        let guarded = self.options.guard_formulas.then(|| guarded(text, self.options.format));
        let text = guarded.as_deref().unwrap_or(text);
        match self.options.format {
            TableFormat::Csv if text.contains(['"', ',', '\r', '\n']) => {
                self.out.push('"');
                self.out.push_str(&text.replace('"', "\"\""));
                self.out.push('"');
            }
            TableFormat::Tsv => {
                self.out.extend(text.chars().map(|c| if matches!(c, '\t' | '\r' | '\n') { ' ' } else { c }));
            }
            TableFormat::Csv | TableFormat::Json => self.out.push_str(text),
        }
    }

    /// A cell that needs no quotes in any format.
    fn plain(&mut self, cell: Cell) {
        // Writing to a String cannot fail.
        let _ = match cell {
            Cell::Text(text) => write!(self.out, "{text}"),
            Cell::Count(count) => write!(self.out, "{count}"),
            Cell::Measure(measure) if measure.is_finite() => write!(self.out, "{measure}"),
            Cell::Flag(flag) => write!(self.out, "{flag}"),
            Cell::Json(json) => write!(self.out, "{json}"),
            Cell::Measure(_) | Cell::Nothing if self.options.format == TableFormat::Json => write!(self.out, "null"),
            Cell::Measure(_) | Cell::Nothing | Cell::List(_) => Ok(()),
        };
    }

    fn object(&mut self, cells: &[Cell]) {
        self.out.push_str(if self.rows == 0 { "\n{" } else { ",\n{" });
        for (index, (key, &cell)) in self.keys.iter().zip(cells).enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            if self.camel_case {
                self.json_string(&camel_case(key));
            } else {
                self.json_string(key);
            }
            self.out.push(':');
            match cell {
                Cell::Text(text) => self.json_string(text),
                Cell::List(texts) => self.json_list(texts),
                other => self.plain(other),
            }
        }
        self.out.push('}');
    }

    fn json_list(&mut self, texts: &[String]) {
        self.out.push('[');
        for (index, text) in texts.iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            self.json_string(text);
        }
        self.out.push(']');
    }

    /// A string of JSON (RFC 8259, section 7): only quotation mark, backslash and controls must be escaped.
    fn json_string(&mut self, text: &str) {
        self.out.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => self.out.extend(['\\', c]),
                '\0'..='\u{1F}' => {
                    let _ = write!(self.out, "\\u{:04x}", u32::from(c));
                }
                _ => self.out.push(c),
            }
        }
        self.out.push('"');
    }
}

/// The text with an apostrophe before all that some spreadsheet could take for the start of a formula.
///
/// A file of tab-separated values has no quotes, but a spreadsheet takes away those at the start of a cell. One that is
/// set to another list separator cuts a file of comma-separated values at semicolons, and then also at line breaks,
/// whatever the quotes say.
fn guarded(text: &str, format: TableFormat) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    // Whether a cell may begin at `at`, if nothing but quotation marks came after it.
    let mut opens = true;
    if text.starts_with(FORMULA_STARTS) {
        out.push('\'');
        opens = false;
    }
    let mut at = out.len();
    for c in text.chars() {
        if opens && FORMULA_SIGNS.contains(&c) {
            out.insert(at, '\'');
        }
        out.push(c);
        if c != '"' {
            opens = format == TableFormat::Csv && matches!(c, ';' | '\r' | '\n');
        }
        if c != '"' && opens {
            at = out.len();
        }
    }
    out
}

/// per_million as perMillion.
fn camel_case(key: &str) -> String {
    let mut words = key.split('_');
    let mut name = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at(word.len().min(1));
        name.push_str(&first.to_ascii_uppercase());
        name.push_str(rest);
    }
    name
}

const BYTE_ORDER_MARK: char = '\u{FEFF}';
const FORMULA_SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
const FORMULA_STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEYS: [&str; 2] = ["word", "weight"];

    fn written(format: TableFormat, guard_formulas: bool, words: &[&str]) -> String {
        let mut writer = Writer::new(ExportOptions { format, guard_formulas }, &KEYS);
        for word in words {
            writer.row(&[Cell::Text(word), Cell::Measure(0.5)]);
        }
        writer.finish()
    }

    #[test]
    fn csv_quotes_what_rfc_4180_asks_for() {
        for (word, cell) in [
            ("北京", "北京"),
            ("", ""),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("a\nb", "\"a\nb\""),
            ("a\rb", "\"a\rb\""),
            (" a ", " a "),
            ("a'b", "a'b"),
        ] {
            let expected = format!("\u{FEFF}word,weight\r\n{cell},0.5\r\n");
            assert_eq!(written(TableFormat::Csv, true, &[word]), expected, "{word:?}");
        }
    }

    #[test]
    fn tsv_has_no_quotes_and_no_tabs_inside() {
        for (word, cell) in [("北京", "北京"), ("a\tb\r\nc", "a b  c"), ("say \"hi\"", "say \"hi\""), ("a,b", "a,b")]
        {
            assert_eq!(written(TableFormat::Tsv, true, &[word]), format!("word\tweight\n{cell}\t0.5\n"), "{word:?}");
        }
    }

    #[test]
    fn formulas_are_guarded_unless_told() {
        for (word, csv, tsv) in [
            ("=1+1", "'=1+1", "'=1+1"),
            ("+1", "'+1", "'+1"),
            ("-1", "'-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1", "' =1"),
            ("\r=1", "\"'\r'=1\"", "' =1"),
            ("\n=1", "\"'\n'=1\"", "' =1"),
            ("＝１", "'＝１", "'＝１"),
            ("＋１", "'＋１", "'＋１"),
            ("－１", "'－１", "'－１"),
            ("＠", "'＠", "'＠"),
            ("\"=1+1\"", "\"'\"\"=1+1\"\"\"", "'\"=1+1\""),
            ("\"\"＝1", "\"'\"\"\"\"＝1\"", "'\"\"＝1"),
            ("\"a\"", "\"\"\"a\"\"\"", "\"a\""),
            ("a;=1", "a;'=1", "a;=1"),
            ("a;\"=1", "\"a;'\"\"=1\"", "a;\"=1"),
            ("=a;-1;b", "'=a;'-1;b", "'=a;-1;b"),
            ("a\n=1", "\"a\n'=1\"", "a =1"),
            ("a\r\n@b", "\"a\r\n'@b\"", "a  @b"),
            ("a;;1", "a;;1", "a;;1"),
            ("=a,\"b\"", "\"'=a,\"\"b\"\"\"", "'=a,\"b\""),
            ("1=1", "1=1", "1=1"),
            ("'=1", "'=1", "'=1"),
        ] {
            let csv_cell = format!("\u{FEFF}word,weight\r\n{csv},0.5\r\n");
            assert_eq!(written(TableFormat::Csv, true, &[word]), csv_cell, "{word:?}");
            assert_eq!(written(TableFormat::Tsv, true, &[word]), format!("word\tweight\n{tsv}\t0.5\n"), "{word:?}");
        }
        assert_eq!(written(TableFormat::Csv, false, &["=1+1"]), "\u{FEFF}word,weight\r\n=1+1,0.5\r\n");
        assert_eq!(written(TableFormat::Tsv, false, &["=1+1"]), "word\tweight\n=1+1\t0.5\n");
    }

    #[test]
    fn json_is_an_array_of_objects() {
        assert_eq!(written(TableFormat::Json, true, &[]), "[]\n");
        let expected = "[\n{\"word\":\"=北\\\"\\\\\\u000a\\u0000\u{7F}\u{2028}😀\",\"weight\":0.5},\n{\"word\":\"\",\"weight\":0.5}\n]\n";
        assert_eq!(written(TableFormat::Json, true, &["=北\"\\\n\0\u{7F}\u{2028}😀", ""]), expected);
    }

    #[test]
    fn numbers_read_back_as_the_same_number() {
        for measure in [0.0, 1e6 / 3.0, 1e-9, 123_456_789.25, f64::MIN_POSITIVE, 1e21] {
            let mut writer = Writer::new(ExportOptions::new(TableFormat::Tsv), &KEYS);
            writer.row(&[Cell::Text("w"), Cell::Measure(measure)]);
            let out = writer.finish();
            let cell = out.lines().nth(1).and_then(|line| line.split('\t').nth(1)).unwrap();
            assert_eq!(cell.parse::<f64>().unwrap().to_bits(), measure.to_bits());
            assert!(cell.chars().all(|c| c.is_ascii_digit() || c == '.'), "{cell}");
        }
    }

    /// Reads one CSV file back as RFC 4180 says.
    fn read_csv(text: &str) -> Vec<Vec<String>> {
        let mut rows = vec![vec![String::new()]];
        let mut quoted = false;
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            let row = rows.last_mut().unwrap();
            match c {
                '"' if quoted && rest.peek() == Some(&'"') => row.last_mut().unwrap().push(rest.next().unwrap()),
                '"' => quoted = !quoted,
                ',' if !quoted => row.push(String::new()),
                '\r' if !quoted => {
                    assert_eq!(rest.next(), Some('\n'));
                    rows.push(vec![String::new()]);
                }
                _ => row.last_mut().unwrap().push(c),
            }
        }
        assert_eq!(rows.pop(), Some(vec![String::new()]), "the last line ends");
        rows
    }

    proptest! {
        #[test]
        fn csv_reads_back(words in prop::collection::vec("[a=+'\",\r\n\t北 -]{0,6}", 0..8)) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let text = written(TableFormat::Csv, false, &words);
            let rows = read_csv(text.strip_prefix('\u{FEFF}').unwrap());
            let read: Vec<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
            prop_assert_eq!(read, words);
        }

        #[test]
        fn no_cell_begins_as_a_formula_where_semicolons_part_them(word in "[;\r\n=+@＝a\"-]{0,8}") {
            let text = written(TableFormat::Csv, true, &[&word]);
            for cell in text.split([';', ',', '\r', '\n']) {
                prop_assert!(!cell.trim_start_matches('"').starts_with(FORMULA_SIGNS), "{:?}", text);
            }
        }

        #[test]
        fn no_guarded_cell_begins_as_a_formula(word in "[=+@\t\r\n＝-]?[a=,\"]{0,4}") {
            for format in [TableFormat::Csv, TableFormat::Tsv] {
                let text = written(format, true, &[&word]);
                let cells = match format {
                    TableFormat::Csv => read_csv(text.trim_start_matches('\u{FEFF}'))[1].clone(),
                    _ => text.lines().nth(1).unwrap().split('\t').map(str::to_owned).collect(),
                };
                prop_assert_eq!(cells.len(), 2);
                prop_assert!(!cells[0].starts_with(FORMULA_STARTS), "{:?}", cells);
                let shown = cells[0].trim_start_matches('"');
                prop_assert!(!shown.starts_with(FORMULA_STARTS), "{:?}", cells);
            }
        }

        #[test]
        fn tsv_has_a_line_a_row(words in prop::collection::vec("[a\t\r\n\"北]{0,5}", 0..8)) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let text = written(TableFormat::Tsv, true, &words);
            prop_assert_eq!(text.split('\n').count(), words.len() + 2);
            prop_assert!(text.trim_end_matches('\n').split('\n').all(|line| line.matches('\t').count() == 1));
        }
    }
}

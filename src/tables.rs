//! The tables of the measures as files: which rows each has, and the names of their fields.
//!
//! The rows are those of the query, all of them unless it has a limit.

use crate::analysis::discovery::Found;
use crate::analysis::parts::Part;
use crate::analysis::{
    CharacterQuery, CollocateQuery, CollocateRow, ConcordanceQuery, ConcordanceRow, DispersionQuery, KeynessQuery,
    NewWordQuery, NgramQuery, NgramRow, StatisticsQuery, StopWords, TrendQuery, characters, collocation, concordance,
    dispersion, keyness, ngrams, statistics, trend,
};
use crate::corpus::Corpus;
use crate::error::Result;
use crate::export::{Cell, ExportOptions, Record, table};
use crate::lens::Lens;

/// What a table is made of, and how it is written.
#[derive(Debug, Clone, Copy)]
pub struct Tables<'a> {
    /// The engine.
    pub lens: &'a Lens,
    /// The corpus.
    pub corpus: &'a Corpus,
    /// The stop words of the corpus.
    pub stop_words: &'a StopWords,
    /// For each term whether it is a stop word.
    pub stop_marks: &'a [bool],
    /// The format.
    pub options: ExportOptions,
}

const ALL: Option<usize> = Some(usize::MAX);

/// Each method fails as the query does without export.
impl Tables<'_> {
    /// The lines of a concordance, each with the name of its document.
    pub fn concordance(&self, query: &ConcordanceQuery) -> Result<String> {
        let query = ConcordanceQuery { limit: query.limit.or(ALL), ..query.clone() };
        let page = concordance::page(self.lens, self.corpus, &query)?;
        let named = |row: ConcordanceRow| Named { name: self.name(row.document), row };
        Ok(self.write(&page.rows.into_iter().map(named).collect::<Vec<_>>()))
    }

    /// The words near a pattern.
    pub fn collocates(&self, query: &CollocateQuery) -> Result<String> {
        let query = CollocateQuery { limit: query.limit.or(ALL), ..query.clone() };
        Ok(self.write(&collocation::page(self.lens, self.corpus, self.stop_marks, &query)?.rows))
    }

    /// The words that follow one another.
    pub fn ngrams(&self, query: &NgramQuery) -> Result<String> {
        let query = NgramQuery { limit: query.limit.or(ALL), ..query.clone() };
        Ok(self.write(&ngrams::page(self.lens, self.corpus, self.stop_marks, &query)?.rows))
    }

    /// The words that some documents use more or less.
    pub fn keyness(&self, query: &KeynessQuery) -> Result<String> {
        let query = KeynessQuery { limit: query.limit.or(ALL), ..query.clone() };
        Ok(self.write(&keyness::page(self.lens, self.corpus, self.stop_words, &query)?.rows))
    }

    /// The parts with the hits in each.
    pub fn dispersion(&self, query: &DispersionQuery) -> Result<String> {
        let parts = dispersion::disperse(self.lens, self.corpus, query)?.parts;
        let row = |(index, part): (usize, dispersion::DispersionPart)| PartRow {
            name: self.name(part.part.document),
            number: index + 1,
            word: None,
            count: part.hits,
            per_million: None,
            part: part.part,
        };
        Ok(self.write(&parts.into_iter().enumerate().map(row).collect::<Vec<_>>()))
    }

    /// A row for each term in each part.
    pub fn trend(&self, query: &TrendQuery) -> Result<String> {
        let found = trend::follow(self.lens, self.corpus, query)?;
        let rows = found.series.iter().flat_map(|series| {
            let figures = series.counts.iter().zip(&series.per_million);
            found.parts.iter().zip(figures).enumerate().map(move |(index, (part, (&count, &per_million)))| PartRow {
                name: self.name(part.document),
                number: index + 1,
                word: Some(series.word.as_str()),
                count,
                per_million: Some(per_million),
                part: part.clone(),
            })
        });
        Ok(self.write(&rows.collect::<Vec<_>>()))
    }

    /// A row for each document, and one without a name for all together.
    pub fn statistics(&self, query: &StatisticsQuery) -> Result<String> {
        let page = statistics::describe(self.corpus, query)?;
        let mut rows = page.documents;
        rows.push(page.combined);
        Ok(self.write(&rows))
    }

    /// The characters with their counts.
    pub fn characters(&self, query: &CharacterQuery) -> Result<String> {
        let query = CharacterQuery { limit: query.limit.or(ALL), ..query.clone() };
        Ok(self.write(&characters::page(self.corpus, &query)?.rows))
    }

    /// The new words among those that were found.
    pub fn new_words(&self, found: &Found, query: &NewWordQuery) -> String {
        let query = NewWordQuery { limit: query.limit.or(ALL), ..query.clone() };
        self.write(&found.page(self.lens, self.corpus, self.stop_words, &query).rows)
    }

    fn write<R: Record>(&self, rows: &[R]) -> String {
        table(rows, self.options)
    }

    fn name(&self, document: u32) -> &str {
        self.corpus.documents().get(document as usize).map_or("", |document| document.name())
    }
}

/// A line of a concordance with the name of its document.
struct Named<'a> {
    name: &'a str,
    row: ConcordanceRow,
}

impl Record for Named<'_> {
    const KEYS: &'static [&'static str] = &["document", "name", "start", "end", "left", "node", "right"];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Count(self.row.document.into()),
            Cell::Text(self.name),
            Cell::Count(self.row.start.into()),
            Cell::Count(self.row.end.into()),
            Cell::Text(&self.row.left),
            Cell::Text(&self.row.node),
            Cell::Text(&self.row.right),
        ]
    }
}

impl Record for CollocateRow {
    const KEYS: &'static [&'static str] =
        &["term", "word", "tag", "count", "observed", "left", "right", "expected", "log_dice", "mi", "mi3", "t", "g2"];

    fn cells(&self) -> Vec<Cell<'_>> {
        let figures = &self.association;
        let numbers = [figures.expected, figures.log_dice, figures.mi, figures.mi3, figures.t, figures.g2];
        let mut cells = vec![Cell::Count(self.term.into()), Cell::Text(&self.word), Cell::Text(&self.tag)];
        cells.extend([self.count, self.observed, self.left, self.right].map(|count| Cell::Count(count.into())));
        cells.extend(numbers.map(Cell::Measure));
        cells
    }
}

impl Record for NgramRow {
    const KEYS: &'static [&'static str] = &["text", "words", "count", "per_million", "documents"];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Text(&self.text),
            Cell::List(&self.words),
            Cell::Count(self.count.into()),
            Cell::Measure(self.per_million),
            Cell::Count(self.documents.into()),
        ]
    }
}

/// A part with a count in it.
struct PartRow<'a> {
    number: usize,
    name: &'a str,
    part: Part,
    word: Option<&'a str>,
    count: u32,
    per_million: Option<f64>,
}

impl Record for PartRow<'_> {
    const KEYS: &'static [&'static str] =
        &["part", "document", "name", "start", "end_document", "end", "tokens", "word", "count", "per_million"];

    fn cells(&self) -> Vec<Cell<'_>> {
        let count = |count: u32| Cell::Count(count.into());
        vec![
            Cell::Count(self.number as u64),
            count(self.part.document),
            Cell::Text(self.name),
            count(self.part.start),
            count(self.part.end_document),
            count(self.part.end),
            count(self.part.tokens),
            self.word.map_or(Cell::Nothing, Cell::Text),
            count(self.count),
            Cell::measure(self.per_million),
        ]
    }
}

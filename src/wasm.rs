//! The core as JavaScript sees it: the one file that knows `wasm-bindgen`, `js-sys`, `web-sys` and
//! `serde-wasm-bindgen`.
//!
//! Text comes in as UTF-16 code units, which keeps lone surrogates and makes every offset right as it stands.
//! Figures go out as typed arrays, a column each; never an object a token or a row. Options and queries are plain
//! objects, read into the structs of the core. Every error of the core leaves through one conversion, as an `Error`
//! whose name is `HanLensError`; whatever else is thrown here is a fault of the engine itself.
//!
//! `www/js/api/engine.js` is the only caller. The interface that programs use is described in `hanlens.d.ts`.

use crate::analysis::{KeywordQuery, SpanQuery, StopWords, TermQuery, frequency, keywords, spans, stopwords, summary};
use crate::analysis::{NewWordQuery, characters, discovery, effects, keyness, statistics, term_documents};
use crate::analysis::{collocation, concordance, dispersion, explain, ngrams, trend};
use crate::corpus::{Corpus, Document, TermTable, Token, Work, cut_stretch};
use crate::error::{Error, Kind, Result};
use crate::export::{self, ExportOptions, TableFormat};
use crate::lens::Lens;
use crate::options::{CutOptions, Fold, Heal, Mode, TextOptions};
use crate::report;
use crate::segment::{NewUserWord, UserWord};
use crate::tables::Tables;
use crate::text::TokenKind;
use js_sys::{Array, Float64Array, Object, Reflect, Uint8Array, Uint16Array, Uint32Array};
use rustc_hash::FxHashMap;
use serde::de::DeserializeOwned;
use serde::de::value::MapDeserializer;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

type JsResult<T> = std::result::Result<T, JsValue>;

#[wasm_bindgen(start)]
fn start() {
    console_error_panic_hook::set_once();
}

/// A dictionary with the reader's own words.
#[wasm_bindgen]
pub struct Engine {
    lens: Lens,
}

#[wasm_bindgen]
impl Engine {
    /// Reads the bytes of `hanlens.dict`.
    #[wasm_bindgen(constructor)]
    pub fn new(dictionary: Vec<u8>) -> JsResult<Engine> {
        Ok(Engine { lens: Lens::from_file(dictionary)? })
    }

    /// `{version, dictionaryHash, dictionaryWords}`.
    pub fn info(&self) -> JsValue {
        let info = self.lens.info();
        object([
            ("version", info.version.into()),
            ("dictionaryHash", info.dictionary_hash.into()),
            ("dictionaryWords", info.dictionary_words.into()),
        ])
    }

    /// Reads the bytes of `hanlens-idf.dict`.
    #[wasm_bindgen(js_name = loadIdf)]
    pub fn load_idf(&mut self, bytes: &[u8]) -> JsResult<()> {
        Ok(self.lens.load_idf(bytes)?)
    }

    /// Reads the bytes of `hanlens-fold.dict`.
    #[wasm_bindgen(js_name = loadFold)]
    pub fn load_fold(&mut self, bytes: &[u8]) -> JsResult<()> {
        Ok(self.lens.load_fold(bytes)?)
    }

    /// (start, end) of all pieces of a text.
    pub fn cut(&self, text: &[u16], options: &JsValue) -> JsResult<Uint32Array> {
        let pieces = self.lens.cut(text, read_object("options", options)?);
        Ok(column(pieces.iter().map(|piece| [piece.start, piece.end])))
    }

    /// `{pieces, tags}`: (start, end, tag) of all pieces of a text, the tag as an index into `tags`.
    pub fn tag(&self, text: &[u16], options: &JsValue) -> JsResult<JsValue> {
        let TagOptions { hmm } = read_object("options", options)?;
        let pieces = self.lens.cut(text, CutOptions { mode: Mode::Precise, hmm });
        let (tags, numbers) = (Array::new(), RefCell::new(FxHashMap::<&str, u32>::default()));
        let number = |tag| *numbers.borrow_mut().entry(tag).or_insert_with(|| tags.push(&tag.into()) - 1);
        let pieces = column(pieces.iter().map(|piece| {
            let spelling = &text[piece.start as usize..piece.end as usize];
            [piece.start, piece.end, number(self.lens.tag_of(piece.word, spelling))]
        }));
        Ok(object([("pieces", pieces.into()), ("tags", tags.clone().into())]))
    }

    /// Why the precise cut of a text is as it is.
    pub fn explain(&self, text: &[u16], options: &JsValue) -> JsResult<JsValue> {
        let TagOptions { hmm } = read_object("options", options)?;
        write_plain(&explain::text(&self.lens, text, hmm)?)
    }

    /// Adds or changes a word, given as `{word, frequency?, tag?}`, and gives its entry.
    #[wasm_bindgen(js_name = addUserWord)]
    pub fn add_user_word(&mut self, word: &JsValue) -> JsResult<JsValue> {
        let entry = self.lens.add_user_word(&read_object("word", word)?)?;
        write(&entry)
    }

    /// Takes a word into use or out of it, and gives its entry.
    #[wasm_bindgen(js_name = enableUserWord)]
    pub fn enable_user_word(&mut self, word: &str, enabled: bool) -> JsResult<JsValue> {
        let entry = self.lens.enable_user_word(word, enabled)?;
        write(&entry)
    }

    /// Adds the word that the parts make with the frequency that lets it fall apart, and gives its entry.
    #[wasm_bindgen(js_name = splitUserWord)]
    pub fn split_user_word(&mut self, parts: Vec<String>) -> JsResult<JsValue> {
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let entry = self.lens.split_user_word(&parts)?;
        write(&entry)
    }

    /// The frequency with which `splitUserWord` would add it.
    #[wasm_bindgen(js_name = suggestSplit)]
    pub fn suggest_split(&self, parts: Vec<String>) -> JsResult<u32> {
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        Ok(self.lens.suggest_split(&parts)?)
    }

    /// Removes words and gives how many were there.
    #[wasm_bindgen(js_name = removeUserWords)]
    pub fn remove_user_words(&mut self, words: Vec<String>) -> usize {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        self.lens.remove_user_words(&words)
    }

    /// Takes these words, each as for `addUserWord`, in place of all, and gives their entries.
    #[wasm_bindgen(js_name = replaceUserWords)]
    pub fn replace_user_words(&mut self, words: &Array) -> JsResult<JsValue> {
        let read = |(index, word): (usize, JsValue)| read_item(&format!("words[{index}]"), &word);
        let words = words.iter().enumerate().map(read).collect::<Result<Vec<NewUserWord>>>()?;
        write(&self.lens.replace_user_words(&words)?)
    }

    /// The entries of all user words.
    #[wasm_bindgen(js_name = listUserWords)]
    pub fn list_user_words(&self) -> JsResult<JsValue> {
        write::<[UserWord]>(&self.lens.user_words().list())
    }

    /// Adds the lines of a jieba user dictionary and gives how many words it read.
    #[wasm_bindgen(js_name = loadUserDictionary)]
    pub fn load_user_dictionary(&mut self, text: &str) -> JsResult<usize> {
        Ok(self.lens.load_user_dictionary(text)?)
    }

    /// The user words as a jieba user dictionary.
    #[wasm_bindgen(js_name = saveUserDictionary)]
    pub fn save_user_dictionary(&self) -> String {
        self.lens.save_user_dictionary()
    }

    /// The frequency with which `addUserWord` would add a word.
    #[wasm_bindgen(js_name = suggestFrequency)]
    pub fn suggest_frequency(&self, word: &str) -> u32 {
        self.lens.suggest_frequency(word)
    }
}

/// The words of a built-in stop word list: "default", "zh" or "en".
#[wasm_bindgen(js_name = builtinStopWords)]
pub fn builtin_stop_words(list: &JsValue) -> JsResult<Array> {
    let list = read_value("list", list)?;
    Ok(stopwords::builtin(list).into_iter().map(JsValue::from).collect())
}

/// Documents, their tokens and their term table.
///
/// It is filled by `beginDocument`, `room` and `endDocument`, then analysed by `step` until that says that it has
/// ended. Queries before that are an error of kind wrong-state.
#[wasm_bindgen]
pub struct CorpusHandle {
    corpus: Corpus,
    stop_words: StopWords,
    /// For each term whether it is a stop word; made when the analysis has ended.
    stop_marks: Option<Vec<bool>>,
    filling: Option<(String, Vec<u16>)>,
    milliseconds: f64,
    /// What was found last, and for which query.
    new_words: Option<(NewWordQuery, discovery::Found)>,
}

/// How many UTF-16 code units are cut between two looks at the clock: well below a millisecond of work.
const STEP_UNITS: usize = 8 * 1024;

#[wasm_bindgen]
impl CorpusHandle {
    /// An empty corpus, to be cut with `{mode?, hmm?, heal?, fold?, stopWords?}`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> JsResult<CorpusHandle> {
        let options = read_options(options)?;
        Ok(CorpusHandle::of(Corpus::with_text_options(options.cut(), options.text()), options.stop_words))
    }

    fn of(corpus: Corpus, stop_words: StopWords) -> CorpusHandle {
        CorpusHandle { corpus, stop_words, stop_marks: None, filling: None, milliseconds: 0.0, new_words: None }
    }

    /// A corpus of the same documents, not yet analysed, to be cut with other options. This one keeps its figures.
    pub fn restarted(&self, options: &JsValue) -> JsResult<CorpusHandle> {
        let options = read_options(options)?;
        Ok(CorpusHandle::of(self.corpus.restarted_with(options.cut(), options.text()), options.stop_words))
    }

    /// Begins a document whose text will have about `units` UTF-16 code units; 0 when that is not known.
    #[wasm_bindgen(js_name = beginDocument)]
    pub fn begin_document(&mut self, name: String, units: usize) -> JsResult<()> {
        let mut text = Vec::new();
        text.try_reserve_exact(units).map_err(|_| no_room(units))?;
        self.filling = Some((name, text));
        Ok(())
    }

    /// Makes room for so many more UTF-16 code units at the end of the text of the document that was begun, and gives its
    /// address in memory. They are 0 until the caller writes them there, before any other call: a copy less than to be
    /// given them.
    pub fn room(&mut self, units: usize) -> JsResult<usize> {
        let (_, text) = self.filling.as_mut().ok_or_else(no_document)?;
        let before = text.len();
        text.try_reserve(units).map_err(|_| no_room(before + units))?;
        text.resize(before + units, 0);
        Ok(text[before..].as_ptr() as usize)
    }

    /// Ends the document that was begun.
    #[wasm_bindgen(js_name = endDocument)]
    pub fn end_document(&mut self) -> JsResult<()> {
        let (name, mut text) = self.filling.take().ok_or_else(no_document)?;
        text.shrink_to_fit();
        self.corpus.push(name, text)?;
        Ok(())
    }

    /// Cuts and counts for about `milliseconds` and says whether the analysis has ended.
    pub fn step(&mut self, engine: &Engine, milliseconds: f64) -> JsResult<bool> {
        engine.lens.check_fold(self.corpus.text_options().fold)?;
        let start = now();
        let (finished, spent) = loop {
            let finished = self.corpus.step(&engine.lens, STEP_UNITS).finished();
            if finished {
                self.mark_stop_words();
            }
            let spent = now() - start;
            if finished || spent >= milliseconds {
                break (finished, spent);
            }
        };
        self.milliseconds += spent;
        Ok(finished)
    }

    /// UTF-16 code units analysed so far.
    #[wasm_bindgen(getter)]
    pub fn done(&self) -> f64 {
        self.corpus.progress().done as f64
    }

    /// UTF-16 code units of all documents.
    #[wasm_bindgen(getter)]
    pub fn total(&self) -> f64 {
        self.corpus.progress().total as f64
    }

    /// Takes other stop words (all other options must be as they are): nothing has to be cut again for them.
    #[wasm_bindgen(js_name = setStopWords)]
    pub fn set_stop_words(&mut self, stop_words: &JsValue) -> JsResult<()> {
        self.stop_words = read_value("stopWords", stop_words)?;
        self.mark_stop_words();
        Ok(())
    }

    fn mark_stop_words(&mut self) {
        self.stop_marks = Some(self.stop_words.mark(self.corpus.terms()));
    }

    fn stop_marks(&self) -> Result<&[bool]> {
        let not_yet = || Error::new(Kind::WrongState, "corpus", "the analysis has not ended");
        self.stop_marks.as_deref().ok_or_else(not_yet)
    }

    /// The figures of the corpus, with the options and the time.
    pub fn summary(&self) -> JsResult<JsValue> {
        self.stop_marks()?;
        let summary = write(&summary::summarize(&self.corpus))?;
        let CutOptions { mode, hmm } = self.corpus.options();
        let TextOptions { heal, fold } = self.corpus.text_options();
        let options = AnalyzeOptions { mode, hmm, heal, fold, stop_words: self.stop_words.clone() };
        Reflect::set(&summary, &"options".into(), &write(&options)?)?;
        Reflect::set(&summary, &"milliseconds".into(), &self.milliseconds.into())?;
        Ok(summary)
    }

    /// A page of the frequency table as columns.
    pub fn terms(&self, query: &JsValue) -> JsResult<JsValue> {
        let mut query: TermQuery = read_object("query", query)?;
        // Tags cross as a column of numbers; a text for each row would be made for nothing.
        let with_tags = query.with_tags.replace(false).unwrap_or(true);
        let page = frequency::page(&self.corpus, self.stop_marks()?, &query)?;
        let rows = &page.rows;
        let terms: Vec<u32> = rows.iter().map(|row| row.term).collect();
        let stop_words: Vec<u8> = rows.iter().map(|row| row.stop_word.into()).collect();
        let per_million: Vec<f64> = rows.iter().map(|row| row.per_million).collect();
        let columns = self.term_names(&terms, with_tags);
        set_all(
            &columns,
            [
                ("total", page.total.into()),
                ("offset", page.offset.into()),
                ("counts", column(rows.iter().map(|row| [row.count])).into()),
                ("documents", column(rows.iter().map(|row| [row.documents])).into()),
                ("ranks", column(rows.iter().map(|row| [row.rank])).into()),
                ("perMillion", Float64Array::from(per_million.as_slice()).into()),
                ("stopWords", Uint8Array::from(stop_words.as_slice()).into()),
            ],
        );
        Ok(columns.into())
    }

    /// All terms as columns.
    #[wasm_bindgen(js_name = termColumns)]
    pub fn term_columns(&self) -> JsResult<JsValue> {
        self.stop_marks()?;
        let terms: Vec<u32> = (0..self.corpus.terms().len() as u32).collect();
        let columns = self.term_names(&terms, true);
        Reflect::delete_property(&columns, &"terms".into())?;
        set_all(&columns, [("length", terms.len().into())]);
        Ok(columns.into())
    }

    /// (start, end, term) of every token of a document.
    pub fn tokens(&self, document: &JsValue) -> JsResult<Uint32Array> {
        self.stop_marks()?;
        Ok(column(self.document(document)?.tokens().iter().map(|&Token { start, end, term }| [start, end, term])))
    }

    /// Keywords as columns.
    pub fn keywords(&self, engine: &Engine, query: &JsValue) -> JsResult<JsValue> {
        let query: KeywordQuery = read_object("query", query)?;
        let found = keywords::extract(&engine.lens, &self.corpus, self.stop_marks()?, &query)?;
        let terms: Vec<u32> = found.iter().map(|keyword| keyword.term).collect();
        let weights: Vec<f64> = found.iter().map(|keyword| keyword.weight).collect();
        let columns = self.term_names(&terms, true);
        set_all(&columns, [("weights", Float64Array::from(weights.as_slice()).into())]);
        Ok(columns.into())
    }

    /// (start, end, term) of every occurrence of the chosen terms.
    pub fn spans(&self, engine: &Engine, query: &JsValue) -> JsResult<Vec<u32>> {
        self.stop_marks()?;
        let query: SpanQuery = read_object("query", query)?;
        Ok(spans::spans(&engine.lens, &self.corpus, &query)?)
    }

    /// UTF-16 code units `start..end` of a document's text, as far as it has them.
    pub fn text(&self, document: &JsValue, start: usize, end: usize) -> JsResult<Vec<u16>> {
        let text = self.document(document)?.text();
        let end = end.min(text.len());
        Ok(text[start.min(end)..end].to_vec())
    }

    /// The frequency table as a file's text.
    pub fn export(&self, format: &JsValue, query: &JsValue, guard_formulas: &JsValue) -> JsResult<String> {
        let options = export_options(format, guard_formulas)?;
        let query: TermQuery = read_object("query", query)?;
        Ok(whole(export::terms(&self.corpus, self.stop_marks()?, &query, options)?)?)
    }

    /// Keywords as a file's text.
    #[wasm_bindgen(js_name = exportKeywords)]
    pub fn export_keywords(
        &self,
        engine: &Engine,
        format: &JsValue,
        query: &JsValue,
        guard_formulas: &JsValue,
    ) -> JsResult<String> {
        let options = export_options(format, guard_formulas)?;
        let query: KeywordQuery = read_object("query", query)?;
        Ok(export::keywords(&engine.lens, &self.corpus, self.stop_marks()?, &query, options)?)
    }

    fn document(&self, index: &JsValue) -> Result<&Document> {
        let index: u32 = read_value("document", index)?;
        let documents = self.corpus.documents();
        documents.get(index as usize).ok_or_else(|| {
            let detail = format!("must be below the number of documents, {}, and is {index}", documents.len());
            Error::new(Kind::InvalidArgument, "document", detail)
        })
    }

    /// What is known of chosen terms, a column each: `{terms, spelling, ends, counts, tagIds, tags, kindIds, kinds}`.
    /// Without tags all have one that is empty.
    fn term_names(&self, terms: &[u32], with_tags: bool) -> Object {
        let table = self.corpus.terms();
        let (spelling, ends) = spellings(table, terms);
        let (tag_ids, tag_names) =
            if with_tags { table.tags_of(terms) } else { (vec![0; terms.len()], vec![String::new()]) };
        let kind_ids: Vec<u8> = terms.iter().map(|&term| table.kind(term) as u8).collect();
        let columns = Object::new();
        set_all(
            &columns,
            [
                ("terms", Uint32Array::from(terms).into()),
                ("spelling", spelling.into()),
                ("ends", Uint32Array::from(ends.as_slice()).into()),
                ("counts", column(terms.iter().map(|&term| [table.count(term)])).into()),
                ("tagIds", Uint8Array::from(tag_ids.as_slice()).into()),
                ("tags", tag_names.iter().map(JsValue::from).collect::<Array>().into()),
                ("kindIds", Uint8Array::from(kind_ids.as_slice()).into()),
                ("kinds", TokenKind::ALL.iter().map(|kind| kind_name(*kind)).collect::<Array>().into()),
            ],
        );
        columns
    }
}

/// Numbers of a page and its rows as JSON. Rows cross as one text, which JavaScript reads faster than it takes rows
/// field by field; and the writer is that of the exports.
fn page_json(keys: &'static [&'static str], numbers: &[u64], rows: &str) -> String {
    let mut cells: Vec<export::Cell> = numbers.iter().map(|&number| export::Cell::Count(number)).collect();
    cells.push(export::Cell::Json(rows));
    export::json_object(keys, &cells)
}

/// Comparison and statistics.
#[wasm_bindgen]
impl CorpusHandle {
    /// `{documents, counts}`: a row of counts for each term, a column for each document.
    #[wasm_bindgen(js_name = termDocuments)]
    pub fn term_documents(&self, engine: &Engine, query: &JsValue) -> JsResult<JsValue> {
        self.stop_marks()?;
        let found = term_documents::count(&engine.lens, &self.corpus, &read_object("query", query)?)?;
        let counts = Uint32Array::from(found.counts.as_slice());
        Ok(object([("documents", found.documents.into()), ("counts", counts.into())]))
    }

    /// The words that some documents use more or less than others.
    pub fn keyness(&self, engine: &Engine, query: &JsValue) -> JsResult<String> {
        self.stop_marks()?;
        let query = read_object("query", query)?;
        let page = keyness::page(&engine.lens, &self.corpus, &self.stop_words, &query)?;
        let keys = &["total", "target_tokens", "reference_tokens", "offset", "rows"];
        let numbers = [page.total as u64, page.target_tokens, page.reference_tokens, page.offset as u64];
        Ok(page_json(keys, &numbers, &export::json_rows(&page.rows)))
    }

    /// Size and diversity, of all documents and of each.
    pub fn statistics(&self, query: &JsValue) -> JsResult<String> {
        self.stop_marks()?;
        Ok(statistics::describe(&self.corpus, &read_object("query", query)?)?.to_json())
    }

    /// How often each character stands in the texts.
    pub fn characters(&self, query: &JsValue) -> JsResult<String> {
        self.stop_marks()?;
        let page = characters::page(&self.corpus, &read_object("query", query)?)?;
        let keys = &["total", "characters", "offset", "rows"];
        let numbers = [page.total as u64, page.characters, page.offset as u64];
        Ok(page_json(keys, &numbers, &export::json_rows(&page.rows)))
    }
}

/// A search for new words, to be stepped to its end.
#[wasm_bindgen]
pub struct NewWordSearch {
    query: NewWordQuery,
    search: discovery::Discovery,
}

#[wasm_bindgen]
impl NewWordSearch {
    /// Does a part of the work and says whether nothing is left.
    pub fn step(&mut self) -> bool {
        self.search.step()
    }
}

/// New words, the effects of the user words, report and export.
#[wasm_bindgen]
impl CorpusHandle {
    /// Begins a search; `undefined` when its words are known from the one before.
    #[wasm_bindgen(js_name = findNewWords)]
    pub fn find_new_words(&self, query: &JsValue) -> JsResult<Option<NewWordSearch>> {
        self.stop_marks()?;
        let query: NewWordQuery = read_object("query", query)?;
        if self.new_words.as_ref().is_some_and(|(known, _)| known.same_words(&query)) {
            return Ok(None);
        }
        let search = discovery::Discovery::new(&self.corpus, &query)?;
        Ok(Some(NewWordSearch { query, search }))
    }

    /// Takes what a search has found.
    #[wasm_bindgen(js_name = keepNewWords)]
    pub fn keep_new_words(&mut self, search: NewWordSearch) {
        self.new_words = Some((search.query, search.search.finish()));
    }

    /// A page of the words that were kept last.
    #[wasm_bindgen(js_name = newWords)]
    pub fn new_words(&self, engine: &Engine, query: &JsValue) -> JsResult<String> {
        let query = read_object("query", query)?;
        let page = self.found()?.page(&engine.lens, &self.corpus, &self.stop_words, &query);
        let keys = &["total", "offset", "rows"];
        Ok(page_json(keys, &[page.total as u64, page.offset as u64], &export::json_rows(&page.rows)))
    }

    fn found(&self) -> Result<&discovery::Found> {
        let known = self.new_words.as_ref().map(|(_, found)| found);
        known.ok_or_else(|| Error::new(Kind::WrongState, "query", "no new words were looked for"))
    }

    /// What each of the user words does.
    #[wasm_bindgen(js_name = wordEffects)]
    pub fn word_effects(&self, engine: &mut Engine) -> JsResult<String> {
        self.stop_marks()?;
        let effects = effects::of_user_words(&mut engine.lens, &self.corpus)?;
        let effects: Vec<String> = effects.iter().map(effects::WordEffect::to_json).collect();
        Ok(format!("[{}]", effects.join(",")))
    }

    /// The documents with their sizes and hashes.
    #[wasm_bindgen(js_name = documentReports)]
    pub fn document_reports(&self) -> JsResult<String> {
        self.stop_marks()?;
        Ok(export::json_rows(&report::documents(&self.corpus)))
    }

    /// The table of a query as a file's text.
    #[wasm_bindgen(js_name = exportTable)]
    pub fn export_table(
        &self,
        engine: &Engine,
        name: &str,
        format: &JsValue,
        query: &JsValue,
        guard_formulas: &JsValue,
    ) -> JsResult<String> {
        let options = export_options(format, guard_formulas)?;
        let (lens, corpus, stop_words) = (&engine.lens, &self.corpus, &self.stop_words);
        let tables = Tables { lens, corpus, stop_words, stop_marks: self.stop_marks()?, options };
        let table = match name {
            "concordance" => tables.concordance(&read_object("query", query)?)?,
            "collocates" => tables.collocates(&read_object("query", query)?)?,
            "ngrams" => tables.ngrams(&read_object("query", query)?)?,
            "keyness" => tables.keyness(&read_object("query", query)?)?,
            "dispersion" => tables.dispersion(&read_object("query", query)?)?,
            "trend" => tables.trend(&read_object("query", query)?)?,
            "statistics" => tables.statistics(&read_object("query", query)?)?,
            "characters" => tables.characters(&read_object("query", query)?)?,
            "newWords" => tables.new_words(self.found()?, &read_object("query", query)?),
            _ => return Err(Error::new(Kind::InvalidArgument, "name", format!("no table is called `{name}`")).into()),
        };
        Ok(whole(table)?)
    }
}

/// Words in their surroundings.
#[wasm_bindgen]
impl CorpusHandle {
    /// A page of the places of a pattern with what stands around them.
    pub fn concordance(&self, engine: &Engine, query: &JsValue) -> JsResult<JsValue> {
        self.stop_marks()?;
        write_plain(&concordance::page(&engine.lens, &self.corpus, &read_object("query", query)?)?)
    }

    /// How evenly a pattern is spread, with `places`: (document, start, end, token) of every hit.
    pub fn dispersion(&self, engine: &Engine, query: &JsValue) -> JsResult<JsValue> {
        self.stop_marks()?;
        let found = dispersion::disperse(&engine.lens, &self.corpus, &read_object("query", query)?)?;
        let answer = write_plain(&found)?;
        set_all(&answer, [("places", Uint32Array::from(found.places.as_slice()).into())]);
        Ok(answer)
    }

    /// A page of the words that stand near a pattern.
    pub fn collocates(&self, engine: &Engine, query: &JsValue) -> JsResult<JsValue> {
        let query = read_object("query", query)?;
        write_plain(&collocation::page(&engine.lens, &self.corpus, self.stop_marks()?, &query)?)
    }

    /// A page of the words that follow one another.
    pub fn ngrams(&self, engine: &Engine, query: &JsValue) -> JsResult<JsValue> {
        let query = read_object("query", query)?;
        write_plain(&ngrams::page(&engine.lens, &self.corpus, self.stop_marks()?, &query)?)
    }

    /// Why the sentences at a place are cut as they are.
    pub fn explain(&self, engine: &Engine, query: &JsValue) -> JsResult<JsValue> {
        self.stop_marks()?;
        write_plain(&explain::place(&engine.lens, &self.corpus, &read_object("query", query)?)?)
    }

    /// How often terms occur from part to part.
    pub fn trend(&self, engine: &Engine, query: &JsValue) -> JsResult<JsValue> {
        self.stop_marks()?;
        write_plain(&trend::follow(&engine.lens, &self.corpus, &read_object("query", query)?)?)
    }
}

/// Several engines at one corpus.
#[wasm_bindgen]
impl CorpusHandle {
    /// The units of the next stretch to be cut elsewhere; null when there will be one later, undefined when there is none
    /// any more.
    #[wasm_bindgen(js_name = handOut)]
    pub fn hand_out(&mut self, engine: &Engine) -> JsResult<JsValue> {
        engine.lens.check_fold(self.corpus.text_options().fold)?;
        let start = now();
        let work = self.corpus.hand_out(&engine.lens);
        self.milliseconds += now() - start;
        Ok(match work {
            Work::Cut(units) => Uint16Array::from(units.as_slice()).into(),
            Work::Soon => JsValue::NULL,
            Work::None => JsValue::UNDEFINED,
        })
    }

    /// Takes in the tokens of the stretch that was handed out first, or cuts it here where there are none.
    #[wasm_bindgen(js_name = takeIn)]
    pub fn take_in(&mut self, engine: &Engine, tokens: Option<Box<[u32]>>) {
        let start = now();
        let taken = tokens.is_some_and(|tokens| self.corpus.take_in(&engine.lens, &tokens));
        if !taken {
            self.corpus.take_back(&engine.lens);
        }
        self.milliseconds += now() - start;
    }
}

#[wasm_bindgen]
impl Engine {
    /// Cuts a stretch of a corpus of another engine: (start, end, word) of each token.
    #[wasm_bindgen(js_name = cutStretch)]
    pub fn cut_stretch(&self, units: &[u16], mode: &str, hmm: bool) -> Uint32Array {
        let mode = match mode {
            "full" => Mode::Full,
            "search" => Mode::Search,
            _ => Mode::Precise,
        };
        Uint32Array::from(cut_stretch(&self.lens, units, CutOptions { mode, hmm }).as_slice())
    }
}

/// Spellings one after another, and where each ends in UTF-16 code units.
fn spellings(table: &TermTable, terms: &[u32]) -> (String, Vec<u32>) {
    let mut units = Vec::new();
    let mut ends = Vec::with_capacity(terms.len());
    for &term in terms {
        units.extend_from_slice(table.spelling(term));
        ends.push(units.len() as u32);
    }
    (crate::text::decode_utf16_lossy(&units), ends)
}

fn kind_name(kind: TokenKind) -> JsValue {
    // A unit variant is written as its name and cannot fail.
    serde_wasm_bindgen::to_value(&kind).unwrap_or(JsValue::UNDEFINED)
}

/// What a corpus is analysed with, as JavaScript names it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AnalyzeOptions {
    #[serde(default)]
    mode: Mode,
    #[serde(default = "yes")]
    hmm: bool,
    #[serde(default)]
    heal: Heal,
    #[serde(default)]
    fold: Fold,
    #[serde(default)]
    stop_words: StopWords,
}

impl AnalyzeOptions {
    fn cut(&self) -> CutOptions {
        CutOptions { mode: self.mode, hmm: self.hmm }
    }

    fn text(&self) -> TextOptions {
        TextOptions { heal: self.heal, fold: self.fold }
    }
}

/// Reads the options of an analysis; `fold` is an object of its own, whose unknown fields are errors too.
fn read_options(options: &JsValue) -> Result<AnalyzeOptions> {
    let fold = Reflect::get(options, &"fold".into()).unwrap_or(JsValue::UNDEFINED);
    read_item::<Fold>("fold", &fold)?;
    read_object("options", options)
}

/// What a text is tagged with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TagOptions {
    #[serde(default = "yes")]
    hmm: bool,
}

fn yes() -> bool {
    true
}

/// The longest string that all browsers can have, in UTF-16 code units: that of V8. UTF-8 has as many bytes, or more.
const MAX_STRING: usize = (1 << 29) - 24;

/// The text of a file, unless it may be longer than a string of JavaScript can be.
fn whole(text: String) -> Result<String> {
    if text.len() > MAX_STRING {
        return Err(Error::new(
            Kind::TooLarge,
            "limit",
            "the table is longer than a string can be: ask for a part of it",
        ));
    }
    Ok(text)
}

fn export_options(format: &JsValue, guard_formulas: &JsValue) -> Result<ExportOptions> {
    let format: TableFormat = read_value("format", format)?;
    let guard_formulas: Option<bool> = read_value("guardFormulas", guard_formulas)?;
    let options = ExportOptions::new(format);
    Ok(ExportOptions { guard_formulas: guard_formulas.unwrap_or(options.guard_formulas), ..options })
}

fn no_document() -> Error {
    Error::new(Kind::WrongState, "document", "no document was begun")
}

fn no_room(units: usize) -> Error {
    let detail = format!("memory has no room for a document of {units} UTF-16 code units");
    Error::new(Kind::TooLarge, "text", detail)
}

// Errors, options and figures on their way across.

/// The one way in which an error of the core becomes one of JavaScript.
impl From<Error> for JsValue {
    fn from(error: Error) -> JsValue {
        let thrown = js_sys::Error::new(&error.to_string());
        thrown.set_name("HanLensError");
        set_all(&thrown, [("kind", error.kind().as_str().into()), ("argument", error.argument().into())]);
        thrown.into()
    }
}

/// Reads a plain object into a struct; `undefined` is the empty object, and a field that is `undefined` is not there.
///
/// A field that the struct does not have, and a value of a wrong form, is an error that names the field.
/// `serde_wasm_bindgen` itself asks an object only for the fields that it knows.
fn read_object<T: DeserializeOwned>(argument: &str, value: &JsValue) -> Result<T> {
    read_fields(argument, "", value)
}

/// [`read_object`] for one of several objects: a field is named after the object.
fn read_item<T: DeserializeOwned>(argument: &str, value: &JsValue) -> Result<T> {
    read_fields(argument, &format!("{argument}."), value)
}

fn read_fields<T: DeserializeOwned>(argument: &str, prefix: &str, value: &JsValue) -> Result<T> {
    let entries = match value {
        value if value.is_undefined() => Array::new(),
        value if value.is_object() && !Array::is_array(value) => Object::entries(value.unchecked_ref()),
        _ => return Err(Error::new(Kind::InvalidArgument, argument.to_owned(), "must be a plain object")),
    };
    let current = RefCell::new(None);
    let fields = entries.iter().filter_map(|entry| {
        let entry: Array = entry.unchecked_into();
        let (name, value) = (entry.get(0).as_string()?, entry.get(1));
        (!value.is_undefined()).then(|| {
            *current.borrow_mut() = Some((name.clone(), value.clone()));
            (name, serde_wasm_bindgen::Deserializer::from(value))
        })
    });
    let end = std::iter::from_fn(|| {
        // After the last field an error is one of the whole object: a field is missing.
        *current.borrow_mut() = None;
        None
    });
    T::deserialize(MapDeserializer::new(fields.chain(end))).map_err(|error| match current.take() {
        Some((name, value)) => invalid(format!("{prefix}{name}"), error, &value),
        None => invalid(argument.to_owned(), error, value),
    })
}

/// Reads a single value.
fn read_value<T: DeserializeOwned>(argument: &str, value: &JsValue) -> Result<T> {
    serde_wasm_bindgen::from_value(value.clone()).map_err(|error| invalid(argument.to_owned(), error, value))
}

fn invalid(argument: String, error: serde_wasm_bindgen::Error, value: &JsValue) -> Error {
    let error = JsValue::from(error);
    let detail = match error.dyn_ref::<js_sys::Error>() {
        // Where a list is expected, a value that is none makes JavaScript itself complain.
        Some(error) if !error.has_type::<js_sys::TypeError>() => String::from(error.message()),
        _ => format!("has a value of a wrong type, {}", value.js_typeof().as_string().unwrap_or_default()),
    };
    let detail = detail.replace("expected usize", WHOLE_NUMBER).replace("expected u32", WHOLE_NUMBER);
    Error::new(Kind::InvalidArgument, argument, detail)
}

/// What a reader who does not know the core's types understands.
const WHOLE_NUMBER: &str = "expected a whole number from 0 to 4294967295";

fn write<T: Serialize + ?Sized>(value: &T) -> JsResult<JsValue> {
    Ok(serde_wasm_bindgen::to_value(value)?)
}

/// [`write`] as JSON would have it: what is not there is `null`.
fn write_plain<T: Serialize + ?Sized>(value: &T) -> JsResult<JsValue> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

fn object<const N: usize>(fields: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    set_all(&object, fields);
    object.into()
}

fn set_all<const N: usize>(object: &JsValue, fields: [(&str, JsValue); N]) {
    for (name, value) in fields {
        // Setting a property of an object that was just made does not fail.
        let _ = Reflect::set(object, &name.into(), &value);
    }
}

/// A typed array of all numbers of all rows. It goes over in pieces, so that the wasm memory, which can only grow,
/// never holds it whole.
fn column<const N: usize>(rows: impl ExactSizeIterator<Item = [u32; N]>) -> Uint32Array {
    const PIECE: usize = 16 * 1024;
    let array = Uint32Array::new_with_length((rows.len() * N) as u32);
    let mut piece = Vec::with_capacity(PIECE + N);
    let mut filled = 0;
    let mut flush = |piece: &mut Vec<u32>| {
        let end = filled + piece.len() as u32;
        array.subarray(filled, end).copy_from(piece);
        filled = end;
        piece.clear();
    };
    for row in rows {
        piece.extend(row);
        if piece.len() >= PIECE {
            flush(&mut piece);
        }
    }
    flush(&mut piece);
    array
}

#[wasm_bindgen]
extern "C" {
    // Pages, workers and Node have it under the same name; `web_sys::window` is there in pages alone.
    #[wasm_bindgen(thread_local_v2, js_name = performance)]
    static PERFORMANCE: Option<web_sys::Performance>;
}

/// Milliseconds since some moment.
fn now() -> f64 {
    PERFORMANCE.with(|performance| performance.as_ref().map_or_else(js_sys::Date::now, web_sys::Performance::now))
}

/** @file An analysed corpus, as programs hold it. */

import { requireControl, requireTables, run, tellEnd } from "./analysis.js";
import { HanLensError, invalid, requireObject, requireString, wrongState } from "./errors.js";
import { jsonOfText, writeSession } from "./session.js";
import { PART_UNITS } from "./source.js";

/** @typedef {import("./hanlens.js").Summary} Summary */
/** @typedef {import("./hanlens.js").Corpus} Interface */
/** @typedef {import("./host.js").Host} Host */

/**
 * What the engine holds for a corpus: the present analysis, and those of before while a later one may still begin
 * from them.
 * @typedef {{host: Host, ids: Set<number>}} Held
 */

const release = ({ host, ids }) => ids.forEach((id) => host.release(id));

/** A net for corpora that nobody disposed of. */
const forgotten = new FinalizationRegistry(release);

/** @implements {Interface} */
export class Corpus {
  #host;
  #epoch;
  #wordsVersion;
  /** @type {Summary} */
  #summary;
  /** @type {Held} */
  #held;
  #id;
  #updates = 0;
  #disposal = new AbortController();

  /**
   * @param {Host} host
   * @param {number} id
   * @param {Summary} summary
   * @param {number} wordsVersion The version of the user words that it was cut with.
   */
  constructor(host, id, summary, wordsVersion) {
    this.#host = host;
    this.#epoch = host.epoch;
    this.#held = { host, ids: new Set([id]) };
    forgotten.register(this, this.#held, this);
    this.#take(id, summary, wordsVersion);
  }

  /** The figures of the last analysis. */
  get summary() {
    return this.#summary;
  }

  /**
   * A page of the frequency table.
   * @param {import("./hanlens.js").TermQuery} [query]
   */
  async terms(query) {
    const page = await this.#ask("terms", query);
    const rows = Array.from(words(page), (word, index) => ({
      rank: page.ranks[index],
      term: page.terms[index],
      word,
      tag: page.tags[page.tagIds[index]],
      kind: page.kinds[page.kindIds[index]],
      count: page.counts[index],
      perMillion: page.perMillion[index],
      documents: page.documents[index],
      stopWord: page.stopWords[index] === 1,
    }));
    return { total: page.total, offset: page.offset, rows };
  }

  /** All terms as columns. */
  async termColumns() {
    return this.#ask("termColumns");
  }

  /**
   * (start, end, term) of every token of a document.
   * @param {number} [document]
   * @returns {Promise<Uint32Array>}
   */
  async tokens(document = 0) {
    return this.#ask("tokens", document);
  }

  /** @param {import("./hanlens.js").KeywordQuery} [query] */
  async keywords(query) {
    await this.#prepareKeywords(query);
    const found = await this.#ask("keywords", query);
    return Array.from(words(found), (word, index) => ({
      term: found.terms[index],
      word,
      tag: found.tags[found.tagIds[index]],
      count: found.counts[index],
      weight: found.weights[index],
    }));
  }

  /**
   * (start, end, term) of every occurrence of the terms.
   * @param {import("./hanlens.js").SpanQuery} query
   * @returns {Promise<Uint32Array>}
   */
  async spans(query) {
    return this.#ask("spans", query);
  }

  /**
   * How often chosen terms stand in each document.
   * @param {import("./hanlens.js").TermDocumentsQuery} query
   * @param {import("./hanlens.js").QueryControl} [control]
   */
  async termDocuments(query, control) {
    return this.#measure("termDocuments", query, control);
  }

  /**
   * The words that some documents use more, or less, than others do.
   * @param {import("./hanlens.js").KeynessQuery} query
   * @param {import("./hanlens.js").QueryControl} [control]
   */
  async keyness(query, control) {
    return this.#measure("keyness", query, control);
  }

  /**
   * Size and diversity, of the documents together and of each.
   * @param {import("./hanlens.js").StatisticsQuery} [query]
   * @param {import("./hanlens.js").QueryControl} [control]
   */
  async statistics(query, control) {
    return this.#measure("statistics", query, control);
  }

  /**
   * How often each character stands in the texts.
   * @param {import("./hanlens.js").CharacterQuery} [query]
   * @param {import("./hanlens.js").QueryControl} [control]
   */
  async characters(query, control) {
    return this.#measure("characters", query, control);
  }

  /**
   * Words that the dictionary lacks. The first question takes longer, in steps.
   * @param {import("./hanlens.js").NewWordQuery} [query]
   * @param {import("./hanlens.js").QueryControl} [control]
   */
  async newWords(query, control) {
    return this.#measure("newWords", query, control);
  }

  /**
   * What each of the user words does to this corpus.
   * @returns {Promise<import("./hanlens.js").WordEffect[]>}
   */
  async wordEffects() {
    return this.#ask("wordEffects");
  }

  /**
   * All that it takes to repeat the analysis.
   * @returns {Promise<import("./hanlens.js").Report>}
   */
  async report() {
    return this.#ask("report");
  }

  /**
   * The corpus as one JSON text, for `lens.open`.
   * @param {{texts?: boolean, state?: unknown}} [options]
   * @returns {Promise<string>}
   */
  async save(options) {
    const { texts = true, state, ...unknown } = requireObject("options", options);
    const [name] = Object.keys(unknown);
    if (name) throw invalid(name, "there is no such option; there are texts and state");
    if (typeof texts !== "boolean") throw invalid("texts", "must be true or false");
    const report = await this.report();
    const all = texts ? await Promise.all(report.documents.map((_, document) => jsonOfText(this.#parts(document)))) : null;
    return writeSession(report, all, state);
  }

  /**
   * The table of a query as a file's text.
   * @param {import("./hanlens.js").TableName} name The name of the method that has the rows.
   * @param {import("./hanlens.js").TableFormat} format
   * @param {Record<string, unknown>} [query]
   * @param {import("./hanlens.js").QueryControl} [control]
   * @returns {Promise<string>}
   */
  async exportTable(name, format, query, control) {
    const { guardFormulas, ...rest } = requireObject("query", query);
    const { signal } = requireControl(control);
    return this.#askWith(signal, "exportTable", requireString("name", name), format, rest, guardFormulas);
  }

  /**
   * The places of a pattern with what stands around them.
   * @param {import("./hanlens.js").ConcordanceQuery} query
   * @param {import("./hanlens.js").QueryControl} [control]
   */
  async concordance(query, control) {
    return this.#measure("concordance", query, control);
  }

  /**
   * How evenly a pattern is spread over the documents or over equal parts.
   * @param {import("./hanlens.js").DispersionQuery} query
   * @param {import("./hanlens.js").QueryControl} [control]
   */
  async dispersion(query, control) {
    return this.#measure("dispersion", query, control);
  }

  /**
   * The words that stand near terms or a phrase more often than by chance.
   * @param {import("./hanlens.js").CollocateQuery} query
   * @param {import("./hanlens.js").QueryControl} [control]
   */
  async collocates(query, control) {
    return this.#measure("collocates", query, control);
  }

  /**
   * The words that follow one another.
   * @param {import("./hanlens.js").NgramQuery} [query]
   * @param {import("./hanlens.js").QueryControl} [control]
   */
  async ngrams(query, control) {
    return this.#measure("ngrams", query, control);
  }

  /**
   * Why the sentences at a place are cut as they are.
   * @param {import("./hanlens.js").ExplainQuery} query
   * @param {import("./hanlens.js").QueryControl} [control]
   */
  async explain(query, control) {
    return this.#measure("explain", query, control);
  }

  /**
   * How often terms occur from part to part.
   * @param {import("./hanlens.js").TrendQuery} query
   * @param {import("./hanlens.js").QueryControl} [control]
   */
  async trend(query, control) {
    return this.#measure("trend", query, control);
  }

  /**
   * A document's text as it was given.
   * @param {number} [document]
   * @returns {Promise<string>}
   */
  async text(document = 0) {
    let text = "";
    for await (const part of this.#parts(document)) text += part;
    return text;
  }

  async *#parts(document) {
    const length = this.#summary.documents[document]?.length ?? 0;
    let from = 0;
    do {
      yield await this.#ask("text", document, from, from + PART_UNITS);
      from += PART_UNITS;
    } while (from < length);
  }

  /**
   * The frequency table as a file's text.
   * @param {import("./hanlens.js").TableFormat} format
   * @param {import("./hanlens.js").TermQuery & {guardFormulas?: boolean}} [query]
   * @returns {Promise<string>}
   */
  async export(format, query) {
    const { guardFormulas, ...rest } = requireObject("query", query);
    return this.#ask("export", format, rest, guardFormulas);
  }

  /**
   * Keywords as a file's text.
   * @param {import("./hanlens.js").TableFormat} format
   * @param {import("./hanlens.js").KeywordQuery & {guardFormulas?: boolean}} [query]
   * @returns {Promise<string>}
   */
  async exportKeywords(format, query) {
    const { guardFormulas, ...rest } = requireObject("query", query);
    await this.#prepareKeywords(rest);
    return this.#ask("exportKeywords", format, rest, guardFormulas);
  }

  /**
   * Cuts and counts the same texts again. Until it resolves, queries answer from the figures of before.
   * @param {import("./hanlens.js").AnalyzeOptions} [options]
   * @param {import("./hanlens.js").Control} [control]
   * @returns {Promise<Summary>}
   */
  async update(options, control) {
    const wanted = { ...this.#summary.options, ...given(requireObject("options", options)) };
    const checked = requireControl(control);
    this.#check();
    this.#updates += 1;
    try {
      return await (this.#needsCut(wanted) ? this.#cutAgain(wanted, checked) : this.#markAgain(wanted, checked));
    } finally {
      this.#updates -= 1;
      this.#releaseOld();
    }
  }

  /** Frees what the engine holds for it; every later call rejects with "wrong-state". */
  dispose() {
    if (this.#disposal.signal.aborted) return;
    this.#disposal.abort(disposed());
    forgotten.unregister(this);
    release(this.#held);
  }

  /** Stop words change no count: without another change there is nothing to cut. */
  #needsCut({ mode, hmm, heal, fold, stopWords, ...unknown }) {
    const now = this.#summary.options;
    const sameText = heal === now.heal && isSameFold(fold, now.fold);
    const sameCut = sameText && mode === now.mode && hmm === now.hmm && this.#wordsVersion === this.#host.wordsVersion;
    return !sameCut || stopWords === undefined || Object.keys(unknown).length > 0;
  }

  async #markAgain({ stopWords }, { signal, onProgress }) {
    signal?.throwIfAborted();
    this.#summary = await this.#ask("setStopWords", stopWords);
    tellEnd(onProgress, this.#summary);
    return this.#summary;
  }

  async #cutAgain(options, control) {
    const missing = requireTables(this.#host, options, control);
    if (missing) await missing;
    const id = this.#host.newCorpus();
    const version = this.#host.wordsVersion;
    const args = [this.#id, id, options];
    const summary = await run(this.#host, "reanalyze", id, args, control, this.#disposal.signal);
    this.#held.ids.add(id);
    return this.#take(id, summary, version);
  }

  #take(id, summary, wordsVersion) {
    this.#id = id;
    this.#wordsVersion = wordsVersion;
    this.#summary = summary;
    return summary;
  }

  /** An update that waits begins from the analysis that was there when it was asked for. */
  #releaseOld() {
    if (this.#updates > 0) return;
    const { host, ids } = this.#held;
    const old = [...ids].filter((id) => id !== this.#id);
    release({ host, ids: old });
    old.forEach((id) => ids.delete(id));
  }

  async #prepareKeywords(query) {
    this.#check();
    const { method } = requireObject("query", query);
    if (method === undefined || method === "tfidf") await this.#host.requireIdf();
  }

  /** A question that its caller may give up. */
  #measure(method, query, control) {
    const { signal } = requireControl(control);
    return this.#askWith(signal, method, query);
  }

  #askWith(signal, method, ...args) {
    this.#check();
    const signals = signal ? AbortSignal.any([signal, this.#disposal.signal]) : this.#disposal.signal;
    return this.#host.call(method, [this.#id, ...args], { signal: signals });
  }

  #ask(method, ...args) {
    this.#check();
    return this.#host.call(method, [this.#id, ...args], { signal: this.#disposal.signal });
  }

  #check() {
    this.#disposal.signal.throwIfAborted();
    if (this.#epoch !== this.#host.epoch) throw lost();
  }
}

const disposed = () => wrongState("corpus", "it was disposed of");

const lost = () => new HanLensError("engine-crashed", "corpus", "it was lost when the engine stopped; analyse its texts again");

const given = (options) => Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/** The spellings of a table's rows. */
function* words({ spelling, ends }) {
  let start = 0;
  for (const end of ends) {
    yield spelling.slice(start, end);
    start = end;
  }
}

const FOLDS = ["width", "case", "compatibility", "simplified"];

/** Whether two ways of folding are one; anything that is none goes to the core, which says so. */
const isSameFold = (fold, now) =>
  Object.keys(Object(fold)).every((name) => FOLDS.includes(name)) &&
  FOLDS.every((name) => (fold?.[name] ?? false) === now[name]);

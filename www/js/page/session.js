/**
 * The documents and their analysis. One analysis runs at a time; a newer wish stops the one under way,
 * and an answer that comes too late is dropped.
 */

import { analyzeOptions, ANALYSIS_SETTINGS } from "./settings.js";

/**
 * @typedef {object} PageDocument
 * @property {string} id the same for as long as the document lives, whatever becomes of its text
 * @property {string} name
 * @property {string | File} source
 * @property {string} lang for the `lang` attribute of its text
 * @property {import("../api/hanlens.js").ReadOptions} [read] how its file is to be read, where the reader chose
 * @property {string | null} sample the id of the built-in sample that it is, or null
 */

/** After so many milliseconds an analysis shows its progress. */
const PATIENCE = 200;
/** The same for the first one, in which the engine has to start: before this there is nothing to cancel. */
const FIRST_PATIENCE = 800;

/** Errors after which the corpus is gone though the engine works. */
const LOST = ["engine-crashed", "wrong-state"];

const pick = (state, names) => Object.fromEntries(names.map((name) => [name, state[name]]));

export class Session {
  #store;
  /** @type {Promise<import("../api/hanlens.js").HanLens>} */
  #engine;
  /** The run under way. @type {{ controller: AbortController, timer: number } | null} */
  #run = null;

  constructor(store, engine) {
    this.#store = store;
    this.#engine = engine;
    store.on(ANALYSIS_SETTINGS, () => {
      const { analysis } = store.state;
      // After a cancelled change the settings are those of the analysis again.
      const same = analysis && ANALYSIS_SETTINGS.every((name) => analysis.settings[name] === store.state[name]);
      if (!same || this.#run) this.refresh();
    });
  }

  /** Takes these documents in place of all and analyses them. */
  open(documents, current = 0) {
    this.#store.set({ documents, current });
    return this.#analyse();
  }

  /** Adds documents; samples make room for the first text of the reader. */
  add(documents) {
    const kept = this.#store.state.documents.filter((document) => !document.sample);
    return this.open([...kept, ...documents], kept.length);
  }

  remove(index) {
    const { documents, current } = this.#store.state;
    const rest = documents.filter((_, i) => i !== index);
    return this.open(rest, Math.max(0, Math.min(current > index ? current - 1 : current, rest.length - 1)));
  }

  /** Puts another text in the place of a document's. */
  edit(index, text) {
    const { documents, current } = this.#store.state;
    const edited = documents.map((document, i) =>
      i === index ? { ...document, source: text, sample: null, read: undefined } : document,
    );
    return this.open(edited, current);
  }

  /** Reads a document's file in another way. */
  reread(index, read) {
    const { documents, current } = this.#store.state;
    return this.open(documents.map((document, i) => (i === index ? { ...document, read } : document)), current);
  }

  /** The files in an archive. */
  async contents(file) {
    return (await this.#engine).contents(file);
  }

  /** Analyses again, after a change of the options or of the reader's words. */
  refresh() {
    return this.#analyse();
  }

  /** Stops the analysis under way and goes back to the documents and options of the last one. */
  cancel() {
    if (!this.#run) return;
    this.#run.controller.abort();
    this.#end(this.#run);
    const { analysis } = this.#store.state;
    if (!analysis) return;
    this.#store.set({ ...this.#before(), ...analysis.settings, notice: { key: "cancelled" } });
  }

  /** The documents of the last analysis; but what the reader is writing is never taken away. */
  #before() {
    const { analysis, current, editing } = this.#store.state;
    if (!analysis || editing) return {};
    return { documents: analysis.documents, current: Math.max(0, Math.min(current, analysis.documents.length - 1)) };
  }

  /**
   * The answer of a query on the corpus of now, or undefined when it comes too late to be of use.
   * @template T
   * @param {(corpus: import("../api/hanlens.js").Corpus) => Promise<T>} ask
   * @returns {Promise<T | undefined>}
   */
  async ask(ask) {
    const { analysis } = this.#store.state;
    if (!analysis) return undefined;
    const isNow = () => this.#store.state.analysis === analysis;
    try {
      const answer = await ask(analysis.corpus);
      return isNow() ? answer : undefined;
    } catch (error) {
      if (!isNow()) return undefined;
      if (LOST.includes(error.kind)) this.#analyse();
      else this.#store.set({ notice: { error } });
      return undefined;
    }
  }

  async #analyse() {
    this.#run?.controller.abort();
    if (this.#run) this.#end(this.#run);
    const run = { controller: new AbortController(), timer: 0 };
    run.done = new Promise((resolve) => (run.finish = resolve));
    this.#run = run;
    const { documents } = this.#store.state;
    const settings = pick(this.#store.state, ANALYSIS_SETTINGS);
    const show = (progress) => this.#store.set({ busy: progress });
    let progress = { done: 0, total: 0 };
    let visible = false;
    run.timer = setTimeout(
      () => {
        visible = true;
        show(progress);
      },
      this.#store.state.analysis ? PATIENCE : FIRST_PATIENCE,
    );
    const onProgress = (next) => {
      progress = next;
      if (visible && this.#run === run) show(next);
    };
    try {
      const corpus = await this.#corpusOf(documents, analyzeOptions(settings), {
        signal: run.controller.signal,
        onProgress,
      });
      if (this.#run === run) this.#accept({ corpus, documents, settings });
      else if (corpus !== this.#store.state.analysis?.corpus) corpus.dispose();
    } catch (error) {
      if (this.#run === run) this.#fail(error, documents);
    } finally {
      if (this.#run === run) this.#end(run);
      run.finish();
    }
  }

  /** Ends when the analysis is that of the documents that are open, or has failed. */
  async settled() {
    while (this.#run) await this.#run.done;
  }

  /** The corpus of these documents: the present one with other options where the texts are the same, else a new one. */
  async #corpusOf(documents, options, control) {
    const lens = await this.#engine;
    const { analysis } = this.#store.state;
    if (analysis?.documents === documents) {
      try {
        await analysis.corpus.update(options, control);
        return analysis.corpus;
      } catch (error) {
        if (!LOST.includes(error.kind)) throw error;
      }
    }
    return lens.analyze(
      documents.map(({ name, source, read }) => ({ name, source, ...read })),
      options,
      control,
    );
  }

  /** Takes a corpus that is analysed already, with its documents and the settings that it was made with. */
  adopt(corpus, documents, settings, more = {}) {
    this.#run?.controller.abort();
    if (this.#run) this.#end(this.#run);
    const analysis = { corpus, documents, settings: { ...pick(this.#store.state, ANALYSIS_SETTINGS), ...pick(settings, ANALYSIS_SETTINGS.filter((name) => name in settings)) } };
    const before = this.#store.state.analysis;
    this.#store.set({ documents, ...settings, ...more, notice: null, analysis });
    if (before && before.corpus !== corpus) before.corpus.dispose();
  }

  #accept(analysis) {
    const before = this.#store.state.analysis;
    this.#store.set({ analysis });
    if (before && before.corpus !== analysis.corpus) before.corpus.dispose();
  }

  /** A file that cannot be read is named and left out; the others are analysed all the same. */
  #fail(error, documents) {
    const unreadable = documents[error.document];
    // A part of the page that does not load is no fault of the file.
    if (unreadable && typeof unreadable.source !== "string" && error.kind !== "load-failed") {
      this.#store.set({ notice: { error, before: this.#store.state.notice } });
      const rest = documents.filter((document) => document !== unreadable);
      const analysed = this.#store.state.analysis?.documents ?? [];
      this.open(rest.length > 0 ? rest : analysed, Math.max(0, rest.length - 1));
      return;
    }
    this.#store.set({ ...this.#before(), notice: { error } });
  }

  #end(run) {
    clearTimeout(run.timer);
    this.#run = null;
    this.#store.set({ busy: null });
  }
}

/**
 * @file The engine in this thread: what the page runs when it wants no worker, and what the worker runs.
 *
 * It and `RemoteEngine` have one interface, {@link EngineLike}. Arguments were checked for their types by the caller;
 * everything that depends on the core's rules is checked by the core. What is given back can cross to another thread:
 * plain values, and typed arrays that nobody keeps.
 */

import { callCode, freeHandle, generation, joinCode, memoryBytes, memoryNow, moveIn, moveOut, renewCode, startCode } from "./code.js";
import { wrongState } from "./errors.js";
import { Helpers, LONG } from "./helpers.js";
import { isFarAbove, putIn, takeOut } from "./memory.js";
import { unpacked } from "./packed.js";
import { Pace, pause } from "./pause.js";
import { Queue } from "./queue.js";
import { contentsOf, documentsOf, readText } from "./read/read.js";
import { fromUnits, toUnits, writeUnits } from "./units.js";

/**
 * @typedef {object} EngineLike
 * @property {(method: string, args: unknown[], control?: EngineControl) => Promise<any>} call Calls one of the methods
 *   of `Engine` below `call`.
 * @property {() => void} dispose Frees all that it has. Calls that wait are rejected, or never settle: the caller has
 *   to settle them.
 */

/**
 * @typedef {object} EngineControl
 * @property {AbortSignal} [signal]
 * @property {(done: number, total: number) => void} [onProgress] In UTF-16 code units.
 * @property {import("./source.js").ReadPart} [readPart]
 */

/** @typedef {import("./packed.js").Packed} Packed */

/**
 * What an engine is made from.
 * @typedef {object} EngineParts
 * @property {WebAssembly.Module | Packed} module
 * @property {BufferSource | Packed} dictionary
 * @property {WebAssembly.Module | Packed} [explorer]
 * @property {BufferSource | Packed} [idf]
 * @property {BufferSource | Packed} [fold]
 * @property {import("./hanlens.js").UserWord[]} words
 * @property {string} [reader] Where hanlens-read.js is.
 * @property {number} [threads] How many threads may cut a long text; by default as many as the machine has, within bounds.
 */

/** The longest work between two pauses, in milliseconds: a click waits less than a frame. */
const STEP = 12;

/** The same while helpers work: they are given new stretches in the pauses. */
const SHORT_STEP = 4;

/** How many code units of a text are copied at once: a tenth of a millisecond. */
const PIECE = 64 * 1024;

/** How many stretches may be cut and not yet counted: half a megabyte each. */
const AHEAD = 12;

/** The least time between two calls of `onProgress`, in milliseconds. */
const PROGRESS_INTERVAL = 50;

/** No generation of the code. */
const NONE = -1;

/** Milliseconds without a call that leaves memory behind, after which it is given back. */
const IDLE = 500;

/** The bytes that a memory has with a new engine in it. One that stands where others were before it may have more. */
let least = Infinity;

/** @implements {EngineLike} */
export class Engine {
  /** @type {import("hanlens-core").Engine | undefined} */
  #engine;
  /** @type {Promise<unknown> | undefined} */
  #started;
  #generation = NONE;
  /** @type {Map<number, import("hanlens-core").CorpusHandle>} */
  #corpora = new Map();
  /** What was learnt of the files of a corpus. @type {Map<number, import("./hanlens.js").ReadFacts[]>} */
  #facts = new Map();
  /** @type {Map<number, import("./hanlens.js").UserWord[]>} The user words with which each corpus was cut. */
  #words = new Map();
  #queue = new Queue();
  /** @type {string | undefined} */
  #reader;
  #disposed = false;
  #createHelper;
  /** @type {Helpers | undefined} */
  #helpers;
  /** Waits until memory is given back. */
  #tidying;
  /** What helpers, and the next engine, are made from. @type {Omit<EngineParts, "words"> | undefined} */
  #parts;
  /** About how many words the reader has. */
  #many = 0;
  /** How many calls have objects of the code that are in none of the maps. */
  #underway = 0;
  /** While all that lives moves to a fresh memory. @type {Promise<void> | undefined} */
  #moving;

  /** @param {() => Worker} [createHelper] Makes another worker; without it there are no helpers for long texts. */
  constructor(createHelper) {
    this.#createHelper = createHelper;
  }

  async call(method, args, control = {}) {
    if (method !== "start") await this.#started;
    while (this.#moving) await this.#moving;
    return this[method](...args, control);
  }

  dispose() {
    this.#disposed = true;
    clearTimeout(this.#tidying);
    this.#helpers?.dispose();
    this.#queue.close(wrongState("engine", "it was disposed of"));
    for (const corpus of this.#corpora.values()) freeHandle(this.#generation, corpus);
    this.#corpora.clear();
    this.#facts.clear();
    this.#words.clear();
    freeHandle(this.#generation, this.#engine);
    this.#engine = undefined;
    moveOut(this);
  }

  /**
   * Makes the engine ready. Comes before all other calls, which wait for its end.
   * @param {EngineParts} parts
   */
  start(parts) {
    this.#started = this.#begin(parts);
    return this.#started;
  }

  async #begin({ words, reader, threads, ...parts }) {
    this.#reader = reader;
    if (this.#createHelper) this.#helpers = new Helpers(this.#createHelper, threads);
    const [module, dictionary, explorer, idf, fold] = await Promise.all([
      unpacked("wasm", parts.module),
      unpacked("dictionary", parts.dictionary),
      unpacked("explorer", parts.explorer),
      unpacked("idf", parts.idf),
      unpacked("fold", parts.fold),
    ]);
    this.#parts = { module, dictionary, explorer, idf, fold };
    const begin = performance.now();
    await startCode(module);
    if (explorer) await joinCode(explorer);
    moveIn(this);
    this.#build();
    if (words.length > 0) this.#use(() => this.#engine.replaceUserWords(words));
    this.#many = words.length;
    return { ...this.#use(() => this.#engine.info()), milliseconds: performance.now() - begin };
  }

  /** Makes the core's engine in the memory of now. */
  #build() {
    const { dictionary, idf, fold } = this.#parts;
    this.#generation = generation();
    this.#engine = this.#use((code) => new code.Engine(bytes(dictionary)));
    if (idf) this.#use(() => this.#engine.loadIdf(bytes(idf)));
    if (fold) this.#use(() => this.#engine.loadFold(bytes(fold)));
    least = Math.min(least, memoryBytes());
  }

  async loadExplorer(source) {
    const explorer = await unpacked("explorer", source);
    await joinCode(explorer);
    this.#parts.explorer = explorer;
  }

  async loadIdf(source) {
    const idf = await unpacked("idf", source);
    this.#use(() => this.#engine.loadIdf(bytes(idf)));
    this.#parts.idf = idf;
  }

  async loadFold(source) {
    const fold = await unpacked("fold", source);
    this.#use(() => this.#engine.loadFold(bytes(fold)));
    this.#parts.fold = fold;
  }

  /** The bytes of the code's memory. */
  async memory() {
    return this.#use(memoryBytes);
  }

  /** Gives memory back when it has grown far beyond what is in it. */
  #tidy() {
    if (!this.#isTooLarge()) return;
    const move = async () => {
      if (!this.#isTooLarge()) return;
      this.#moving = this.#move();
      await this.#moving;
      this.#moving = undefined;
    };
    // Not before the calls that come at once: to build an engine takes as long as many an answer.
    clearTimeout(this.#tidying);
    this.#tidying = setTimeout(() => this.#queue.run("write", move).catch(() => {}), IDLE);
    this.#tidying.unref?.();
  }

  /** Never while a call has something of the code in its hands. */
  #isTooLarge() {
    if (this.#disposed || this.#underway > 0 || this.#generation !== generation()) return false;
    const units = [...this.#corpora.values()].reduce((sum, corpus) => sum + corpus.total, 0);
    const lists = [...this.#words.values()].map(({ length }) => length);
    return isFarAbove(memoryBytes(), least, units, Math.max(this.#many, ...lists));
  }

  /**
   * Moves all that lives to a fresh memory. There it is as it was, because the same texts, options and words give the
   * same figures and the same numbers of terms.
   */
  async #move() {
    try {
      await this.#moveAll();
    } catch {
      // Half of it is no engine: the next call hears that it stopped.
      this.#generation = NONE;
    }
  }

  async #moveAll() {
    const words = this.#use(() => this.#engine.listUserWords());
    const kept = this.#use(() => [...this.#corpora].map(([id, corpus]) => ({ id, ...takeOut(corpus) })));
    if (!renewCode(this)) return;
    this.#corpora.clear();
    this.#build();
    for (const { id, options, documents } of kept) {
      const corpus = this.#use((code) => new code.CorpusHandle(options));
      this.#use(() => this.#engine.replaceUserWords(this.#words.get(id)));
      this.#use(() => putIn(corpus, documents));
      await this.#count(corpus, options, {});
      this.#corpora.set(id, corpus);
    }
    this.#use(() => this.#engine.replaceUserWords(words));
  }

  /** Runs what has objects of the code that are in none of the maps. */
  async #holding(work) {
    this.#underway += 1;
    try {
      return await work();
    } finally {
      this.#underway -= 1;
      this.#tidy();
    }
  }

  async stopWords(list) {
    return this.#use((code) => code.builtinStopWords(list));
  }

  // Texts.

  cut(text, options, { signal }) {
    return this.#queue.run("read", () => this.#use(() => this.#engine.cut(toUnits(text), options)), signal);
  }

  tag(text, options, { signal }) {
    return this.#queue.run("read", () => this.#use(() => this.#engine.tag(toUnits(text), options)), signal);
  }

  explainText(text, options, { signal }) {
    return this.#queue.run("read", () => this.#use(() => this.#engine.explain(toUnits(text), options)), signal);
  }

  // Files.

  /** The text of a file, and what was learnt of it. */
  read(named, limit, control) {
    return this.#queue.run("read", () => readText(named, this.#readContext(control), limit), control.signal);
  }

  /** The files to read in an archive. */
  contents({ source, name }, control) {
    return this.#queue.run("read", () => contentsOf(source, name, this.#readContext(control)), control.signal);
  }

  /** Pauses, and hears of an abort, in the middle of a file. */
  #readContext(control) {
    const pace = new Pace(STEP);
    const rest = async () => {
      await pace.rest();
      this.#goOn(control);
    };
    return { rest, reader: this.#reader, readPart: control.readPart };
  }

  // User words.

  addWord(entry) {
    return this.#queue.run("write", () => this.#use(() => this.#engine.addUserWord(entry)));
  }

  enableWord(word, enabled) {
    return this.#queue.run("write", () => this.#use(() => this.#engine.enableUserWord(word, enabled)));
  }

  splitWord(parts) {
    return this.#queue.run("write", () => this.#use(() => this.#engine.splitUserWord(parts)));
  }

  suggestSplit(parts) {
    return this.#queue.run("read", () => this.#use(() => this.#engine.suggestSplit(parts)));
  }

  removeWords(words) {
    const remove = () => this.#queue.run("write", () => this.#use(() => this.#engine.removeUserWords(words)));
    return this.#holding(remove);
  }

  replaceWords(entries) {
    const replace = () =>
      this.#queue.run("write", () => {
        const list = this.#use(() => this.#engine.replaceUserWords(entries));
        this.#many = list.length;
        return list;
      });
    return this.#holding(replace);
  }

  loadWords(text) {
    return this.#queue.run("write", () => {
      const answer = this.#use(() => ({ read: this.#engine.loadUserDictionary(text), words: this.#engine.listUserWords() }));
      this.#many = answer.words.length;
      return answer;
    });
  }

  listWords() {
    return this.#queue.run("read", () => this.#use(() => this.#engine.listUserWords()));
  }

  saveWords() {
    return this.#queue.run("read", () => this.#use(() => this.#engine.saveUserDictionary()));
  }

  suggestFrequency(word) {
    return this.#queue.run("read", () => this.#use(() => this.#engine.suggestFrequency(word)));
  }

  // Corpora. The caller chooses the number of a new one, so that it can release a corpus of which it never heard.

  /** Cuts and counts texts as corpus `id` and gives its summary. */
  analyze(id, sources, options, control) {
    const corpus = this.#use((code) => new code.CorpusHandle(options));
    const work = async () => {
      const facts = await this.#fill(corpus, sources, control);
      await this.#count(corpus, options, control);
      return facts;
    };
    return this.#keep(id, corpus, work, control);
  }

  /** Cuts and counts the texts of corpus `from` again, as corpus `id`. */
  reanalyze(from, id, options, control) {
    const before = this.#corpus(from);
    const corpus = this.#use(() => before.restarted(options));
    const work = async () => {
      await this.#count(corpus, options, control);
      return this.#facts.get(from);
    };
    return this.#keep(id, corpus, work, control);
  }

  /** @param {() => Promise<import("./hanlens.js").ReadFacts[]>} work Analyses and gives the facts about the files. */
  async #keep(id, corpus, work, control) {
    const kept = async () => {
      const words = this.#use(() => this.#engine.listUserWords());
      const facts = await work();
      this.#goOn(control);
      this.#corpora.set(id, corpus);
      this.#facts.set(id, facts);
      this.#words.set(id, words);
      return this.#summary(id, corpus);
    };
    const run = () =>
      this.#queue.run("analysis", kept, control.signal).catch((thrown) => {
        freeHandle(this.#generation, corpus);
        throw thrown;
      });
    return this.#holding(run);
  }

  /** Puts all texts into a corpus and gives what was learnt of each. */
  async #fill(corpus, sources, control) {
    const facts = [];
    for (const [index, named] of sources.entries()) {
      try {
        for await (const document of documentsOf(named, index, this.#readContext(control))) {
          await this.#append(corpus, document, control);
          facts.push(document.facts);
        }
      } catch (thrown) {
        if (thrown?.name === "HanLensError") thrown.document ??= index;
        throw thrown;
      }
    }
    return facts;
  }

  async #append(corpus, { name, length, parts }, control) {
    const pace = new Pace(STEP);
    this.#use(() => corpus.beginDocument(name, length));
    for await (const part of parts) {
      for (let from = 0; from < part.length; from += PIECE) {
        const count = Math.min(PIECE, part.length - from);
        this.#use(() => writeUnits(part, from, memoryNow(), corpus.room(count), count));
        await pace.rest();
        this.#goOn(control);
      }
    }
    this.#use(() => corpus.endDocument());
  }

  async #count(corpus, options, control) {
    const tell = this.#teller(corpus, control);
    if (this.#helpers?.any && corpus.total >= LONG) await this.#countTogether(corpus, options, control, tell);
    while (!this.#use(() => corpus.step(this.#engine, STEP))) {
      tell();
      await pause();
      this.#goOn(control);
    }
  }

  #teller(corpus, { onProgress }) {
    let told = performance.now();
    return () => {
      if (!onProgress || performance.now() - told < PROGRESS_INTERVAL) return;
      told = performance.now();
      onProgress(...this.#use(() => [corpus.done, corpus.total]));
    };
  }

  /** Counts what helpers cut, until only such is left as one engine alone must do. */
  async #countTogether(corpus, { mode = "precise", hmm = true }, control, tell) {
    const words = this.#use(() => this.#engine.listUserWords());
    const { module, dictionary } = this.#parts;
    this.#helpers.begin({ module, dictionary, words });
    /** @type {import("./helpers.js").Job[]} In the order of the text. */
    const jobs = [];
    const pace = new Pace(SHORT_STEP);
    try {
      for (let more = true; more || jobs.length > 0; ) {
        const helper = this.#helpers.free();
        if (more && (jobs.length === 0 || (helper && jobs.length < AHEAD))) {
          more = this.#handOut(corpus, { mode, hmm }, jobs, helper);
        } else {
          await jobs[0].settled;
        }
        while (jobs[0]?.done) {
          const { tokens } = jobs.shift();
          this.#use(() => corpus.takeIn(this.#engine, tokens));
        }
        tell();
        await pace.rest();
        this.#goOn(control);
      }
    } finally {
      this.#helpers.rest();
    }
  }

  /** Gives the next stretch to a helper, or cuts it here where there is none yet; says whether there may be another. */
  #handOut(corpus, options, jobs, helper) {
    const units = this.#use(() => corpus.handOut(this.#engine));
    if (!units) return units === null;
    if (helper) jobs.push(this.#helpers.cut(helper, units, options));
    else this.#use(() => corpus.takeIn(this.#engine));
    return true;
  }

  /** Cuts a stretch of another engine's text. */
  cutStretch(units, mode, hmm) {
    return this.#queue.run("read", () => this.#use(() => this.#engine.cutStretch(units, mode, hmm)));
  }

  /** The figures of the core, and beside each document how it was read. */
  #summary(id, corpus) {
    const summary = this.#use(() => corpus.summary());
    const facts = this.#facts.get(id) ?? [];
    return { ...summary, documents: summary.documents.map((document, index) => ({ ...document, ...facts[index] })) };
  }

  #goOn({ signal }) {
    signal?.throwIfAborted();
    if (this.#disposed) throw wrongState("engine", "it was disposed of");
  }

  /** Takes other stop words for a corpus of which nothing else changes, and gives its summary. */
  async setStopWords(id, stopWords) {
    const corpus = this.#corpus(id);
    this.#use(() => corpus.setStopWords(stopWords));
    return this.#summary(id, corpus);
  }

  async release(id) {
    freeHandle(this.#generation, this.#corpora.get(id));
    this.#corpora.delete(id);
    this.#facts.delete(id);
    this.#words.delete(id);
    this.#tidy();
  }

  async terms(id, query) {
    return this.#ask(id, (corpus) => corpus.terms(query));
  }

  async termColumns(id) {
    return this.#ask(id, (corpus) => corpus.termColumns());
  }

  async tokens(id, document) {
    return this.#ask(id, (corpus) => corpus.tokens(document));
  }

  async keywords(id, query) {
    return this.#ask(id, (corpus) => corpus.keywords(this.#engine, query));
  }

  async spans(id, query) {
    return this.#ask(id, (corpus) => corpus.spans(this.#engine, query));
  }

  async termDocuments(id, query) {
    return this.#ask(id, (corpus) => corpus.termDocuments(this.#engine, query));
  }

  async keyness(id, query) {
    return JSON.parse(this.#ask(id, (corpus) => corpus.keyness(this.#engine, query)));
  }

  async statistics(id, query) {
    return JSON.parse(this.#ask(id, (corpus) => corpus.statistics(query)));
  }

  async characters(id, query) {
    return JSON.parse(this.#ask(id, (corpus) => corpus.characters(query)));
  }

  /** Looks for new words, some 50 ms at a time, and gives a page of them. */
  async newWords(id, query, control) {
    return this.#holding(async () => {
      await this.#findNewWords(id, query, control);
      return JSON.parse(this.#ask(id, (corpus) => corpus.newWords(this.#engine, query)));
    });
  }

  async #findNewWords(id, query, control) {
    const search = this.#ask(id, (corpus) => corpus.findNewWords(query));
    if (!search) return;
    try {
      while (!this.#use(() => search.step())) {
        await pause();
        this.#goOn(control);
      }
    } catch (thrown) {
      freeHandle(this.#generation, search);
      throw thrown;
    }
    this.#ask(id, (corpus) => corpus.keepNewWords(search));
  }

  async wordEffects(id) {
    return JSON.parse(this.#ask(id, (corpus) => corpus.wordEffects(this.#engine)));
  }

  /** The options and documents of a corpus, and the user words with which it was cut. */
  async report(id) {
    const documents = JSON.parse(this.#ask(id, (corpus) => corpus.documentReports()));
    const { version, dictionaryHash } = this.#use(() => this.#engine.info());
    const { options } = this.#use(() => this.#corpus(id).summary());
    return { version, dictionaryHash, options, userWords: this.#words.get(id), documents };
  }

  /** The table of a query as a file's text. */
  async exportTable(id, name, format, query, guardFormulas, control) {
    return this.#holding(async () => {
      if (name === "newWords") await this.#findNewWords(id, query, control);
      return this.#ask(id, (corpus) => corpus.exportTable(this.#engine, name, format, query, guardFormulas));
    });
  }

  async concordance(id, query) {
    return this.#ask(id, (corpus) => corpus.concordance(this.#engine, query));
  }

  async dispersion(id, query) {
    return this.#ask(id, (corpus) => corpus.dispersion(this.#engine, query));
  }

  async collocates(id, query) {
    return this.#ask(id, (corpus) => corpus.collocates(this.#engine, query));
  }

  async ngrams(id, query) {
    return this.#ask(id, (corpus) => corpus.ngrams(this.#engine, query));
  }

  async explain(id, query) {
    return this.#ask(id, (corpus) => corpus.explain(this.#engine, query));
  }

  async trend(id, query) {
    return this.#ask(id, (corpus) => corpus.trend(this.#engine, query));
  }

  /** The text of a document from one place to another, in UTF-16 code units. */
  async text(id, document, start, end) {
    return fromUnits(this.#ask(id, (corpus) => corpus.text(document, start, end)));
  }

  async export(id, format, query, guardFormulas) {
    return this.#ask(id, (corpus) => corpus.export(format, query, guardFormulas));
  }

  async exportKeywords(id, format, query, guardFormulas) {
    return this.#ask(id, (corpus) => corpus.exportKeywords(this.#engine, format, query, guardFormulas));
  }

  #ask(id, question) {
    const corpus = this.#corpus(id);
    return this.#use(() => question(corpus));
  }

  #corpus(id) {
    const corpus = this.#corpora.get(id);
    if (!corpus) throw wrongState("corpus", "the engine does not have it");
    return corpus;
  }

  #use(work) {
    if (this.#disposed) throw wrongState("engine", "it was disposed of");
    return callCode(this.#generation, work);
  }
}

/** @param {BufferSource} source */
function bytes(source) {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}

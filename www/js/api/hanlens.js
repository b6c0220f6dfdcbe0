/**
 * @file HanLens: Chinese text analysis that runs wholly in the browser.
 *
 * The interface is described in `hanlens.d.ts`.
 */

import { requireControl, requireTables, run } from "./analysis.js";
import { Corpus } from "./corpus.js";
import { HanLensError, invalid, requireObject, requireString } from "./errors.js";
import { Engine, startCode } from "hanlens-here";
import { Host } from "./host.js";
import { loadBytes, loadModule } from "./load.js";
import { RemoteEngine } from "./remote.js";
import { openSession } from "./session.js";
import { requireLimit } from "./read/read.js";
import { nameFile, nameSources } from "./source.js";
import { isTrusted, trusted } from "./trust.js";
import { UserWords } from "./words.js";

export { HanLensError };

/** @typedef {import("./hanlens.js").CreateOptions} CreateOptions */

// Bundlers know this form of an address, and bring the file along. Each is made only when it is used: where the code
// stands in a page, there may be nothing to make it from.
const files = {
  worker: () => new URL("./hanlens-worker.js", import.meta.url),
  wasm: () => new URL("./hanlens_bg.wasm", import.meta.url),
  explorer: () => new URL("./hanlens-explore.wasm", import.meta.url),
  dictionary: () => new URL("./hanlens.dict", import.meta.url),
  idf: () => new URL("./hanlens-idf.dict", import.meta.url),
  fold: () => new URL("./hanlens-fold.dict", import.meta.url),
  reader: () => new URL("./hanlens-read.js", import.meta.url),
};

/** The engine that the elements and highlighters of a page share. @type {{made: Promise<HanLens>, lens?: HanLens} | undefined} */
let shared;

/** The engine. One is enough for a page. */
export class HanLens {
  /** @type {Host} */
  #host;

  /** What the engine is made of. @type {import("./hanlens.js").EngineInfo | undefined} */
  info;

  /** Use {@link HanLens.create}. */
  constructor(host) {
    this.#host = host;
    /** The reader's own words. */
    this.words = new UserWords(host);
  }

  /**
   * Loads the engine.
   * @param {CreateOptions} [options]
   * @returns {Promise<HanLens>} Rejects with kind "load-failed" or "bad-dictionary".
   */
  static async create(options) {
    const { lens, ready } = HanLens.begin(options);
    try {
      return await ready;
    } catch (error) {
      lens.dispose();
      throw error;
    }
  }

  /**
   * The engine before it is ready, for our own page: what it is asked for waits in the worker, not here, and rejects if
   * no engine comes. It has no `info` until it is ready.
   * @param {CreateOptions} [options]
   * @returns {{lens: HanLens, ready: Promise<HanLens>}}
   */
  static begin(options) {
    const { worker, wasm, explorer, dictionary, idf, fold, reader, threads, signal } = requireCreateOptions(options);
    signal?.throwIfAborted();
    const code = loadModule("wasm", wasm ?? files.wasm, signal);
    const parts = Promise.all([code, loadBytes("dictionary", dictionary ?? files.dictionary, signal)]);
    const started = parts.then(([{ module }, bytes]) => ({ module, dictionary: bytes, reader: address(reader), threads }));
    const host = new Host(launcher(worker), started, {
      explorer: async () => (await loadModule("explorer", explorer ?? files.explorer)).module,
      idf: () => loadBytes("idf", idf ?? files.idf),
      fold: () => loadBytes("fold", fold ?? files.fold),
    });
    const lens = new HanLens(host);
    return { lens, ready: lens.#start(code, signal) };
  }

  async #start(code, signal) {
    const engine = await this.#host.start(signal);
    const { milliseconds, ...info } = this.#host.info;
    const readyMilliseconds = milliseconds + (await code).milliseconds;
    this.info = Object.freeze({ ...info, worker: engine instanceof RemoteEngine, readyMilliseconds });
    return this;
  }

  /**
   * The engine that all share who do not bring one of their own; made at the first call.
   * @param {CreateOptions} [options] Of the first call; those of later ones are not looked at.
   * @returns {Promise<HanLens>}
   */
  static shared(options) {
    if (!shared) {
      const entry = { made: HanLens.create(options) };
      const forget = () => {
        if (shared === entry) shared = undefined;
      };
      entry.made.then((lens) => (entry.lens = lens), forget);
      shared = entry;
    }
    return shared.made;
  }

  /**
   * Cuts and counts one text or several.
   * @param {import("./hanlens.js").Source | import("./hanlens.js").NamedSource | ReadonlyArray<import("./hanlens.js").Source | import("./hanlens.js").NamedSource>} input
   * @param {import("./hanlens.js").AnalyzeOptions} [options]
   * @param {import("./hanlens.js").Control} [control]
   * @returns {Promise<Corpus>}
   */
  async analyze(input, options, control) {
    const sources = nameSources(input);
    const args = [sources, requireObject("options", options)];
    const checked = requireControl(control);
    // Not to wait where nothing is missing: an analysis has the words as they are when it is asked for.
    const missing = requireTables(this.#host, args[1], checked);
    if (missing) await missing;
    const id = this.#host.newCorpus();
    const version = this.#host.wordsVersion;
    const summary = await run(this.#host, "analyze", id, [id, ...args], checked);
    return new Corpus(this.#host, id, summary, version);
  }

  /**
   * The text of a file of any kind that can be read, and what was learnt of it.
   * @param {Blob} file
   * @param {import("./hanlens.js").ReadOptions & {name?: string, limit?: number}} [options]
   * @param {import("./hanlens.js").Control} [control]
   * @returns {Promise<import("./hanlens.js").ReadResult>}
   */
  async read(file, options, control) {
    const { limit, ...wishes } = requireObject("options", options);
    const args = [nameFile(file, wishes), requireLimit(limit)];
    return this.#host.call("read", args, requireControl(control));
  }

  /**
   * The files in a .zip that can be read; none for any other file.
   * @param {Blob} file
   * @param {import("./hanlens.js").Control} [control]
   * @returns {Promise<Array<{name: string, bytes: number}>>}
   */
  async contents(file, control) {
    return this.#host.call("contents", [nameFile(file, {})], requireControl(control));
  }

  /**
   * Opens what `corpus.save` gave.
   * @param {string} session
   * @param {import("./hanlens.js").Control} [control]
   * @returns {Promise<import("./hanlens.js").Opened>}
   */
  async open(session, control) {
    return openSession(this, session, requireControl(control));
  }

  /**
   * All pieces of the text in order, as jieba's `cut` gives them.
   * @param {string} text
   * @param {import("./hanlens.js").CutOptions} [options]
   * @returns {Promise<string[]>}
   */
  async cut(text, options) {
    const args = [requireString("text", text), requireObject("options", options)];
    const places = await this.#host.call("cut", args);
    return Array.from({ length: places.length / 2 }, (_, piece) => text.slice(places[2 * piece], places[2 * piece + 1]));
  }

  /**
   * The pieces of the precise cut with a part-of-speech tag each.
   * @param {string} text
   * @param {{hmm?: boolean}} [options]
   * @returns {Promise<Array<{word: string, tag: string}>>}
   */
  async tag(text, options) {
    const args = [requireString("text", text), requireObject("options", options)];
    const { pieces, tags } = await this.#host.call("tag", args);
    return Array.from({ length: pieces.length / 3 }, (_, piece) => ({
      word: text.slice(pieces[3 * piece], pieces[3 * piece + 1]),
      tag: tags[pieces[3 * piece + 2]],
    }));
  }

  /**
   * Why the precise cut of a text is as it is.
   * @param {string} text
   * @param {{hmm?: boolean}} [options]
   * @returns {Promise<import("./hanlens.js").Explanation>}
   */
  async explain(text, options) {
    return this.#host.call("explainText", [requireString("text", text), requireObject("options", options)]);
  }

  /**
   * The built-in stop words.
   * @param {"default" | "zh" | "en"} [list]
   * @returns {Promise<string[]>}
   */
  async stopWords(list = "default") {
    return this.#host.call("stopWords", [list]);
  }

  /**
   * How much memory the engine's code has.
   * @returns {Promise<number>} In bytes.
   */
  async memory() {
    return this.#host.call("memory", []);
  }

  /** Frees the worker and all corpora; every later call rejects with "wrong-state". */
  dispose() {
    if (shared?.lens === this) shared = undefined;
    this.#host.dispose();
  }
}

/**
 * Low level: compiles and starts the code in this thread. Most callers want {@link HanLens.create}.
 * @param {{module_or_path?: CreateOptions["wasm"]} | CreateOptions["wasm"]} [source]
 * @returns {Promise<unknown>} The exports of the wasm instance.
 */
export default async function init(source) {
  const given = source?.module_or_path ?? (isBag(source) ? undefined : source);
  const { module } = await loadModule("wasm", given ?? files.wasm);
  return startCode(module);
}

const isBag = (source) => source != null && Object.getPrototypeOf(source) === Object.prototype;

const CREATE_OPTIONS = new Set(["worker", "wasm", "explorer", "dictionary", "idf", "fold", "reader", "threads", "signal"]);

function requireCreateOptions(options) {
  const checked = requireObject("options", options);
  const unknown = Object.keys(checked).find((name) => !CREATE_OPTIONS.has(name));
  if (unknown) throw invalid(unknown, `there is no such option; there are ${[...CREATE_OPTIONS].join(", ")}`);
  requireControl({ signal: checked.signal });
  if (checked.threads !== undefined && !(Number.isInteger(checked.threads) && checked.threads > 0)) {
    throw invalid("threads", "must be a whole number from 1 on");
  }
  return /** @type {CreateOptions} */ (checked);
}

/** Where the reader of files is, for whichever thread comes to need it. */
function address(reader) {
  try {
    return String(reader ? new URL(reader, globalThis.location?.href) : files.reader());
  } catch {
    // Where the code has no address of its own, there may be none. Whoever needs it will say so.
    return reader === undefined ? undefined : String(reader);
  }
}

/** How to make an engine, by what the caller asked for. */
function launcher(worker) {
  const inPage = async () => new Engine();
  if (worker === false) return inPage;
  const isAddress = typeof worker === "string" || worker instanceof URL || isTrusted(worker);
  // hanlens-worker.js is a classic script and a module alike. Only as the first may a page from disk start it from a
  // Blob URL; only as the second may it be one that a bundler has put together anew.
  const type = isAddress && String(worker).startsWith("blob:") ? "classic" : "module";
  const start = () => new Worker(isAddress ? worker : trusted(files.worker()), { type });
  const create = typeof worker === "function" ? worker : start;
  const isAsked = worker !== undefined;
  const inWorker = (onDeath) => RemoteEngine.start(create, onDeath, !isAsked);
  return isAsked ? inWorker : withFallback(inWorker, inPage);
}

/** Where no worker can be had, as on a page from disk, a caller who did not ask for one is served in the page. */
function withFallback(inWorker, inPage) {
  let spawn = inWorker;
  return async (onDeath) => {
    try {
      return await spawn(onDeath);
    } catch {
      spawn = inPage;
      return inPage();
    }
  };
}

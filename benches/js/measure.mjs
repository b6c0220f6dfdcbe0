/** @file The measurements of one thread: what Node processes and pages do alike. */

import { peers } from "./peers.mjs";

/** Long enough for optimised code to be in place. */
const WARM_UP = 700;
/** Long enough that one pause of the machine is not the figure. */
const ENOUGH = 250;

const FIRST_TEXT = "我来到北京清华大学。";

/**
 * @typedef {object} Surroundings
 * @property {(engine: string) => Promise<any>} loadFiles The files of an engine, loaded and at hand.
 * @property {(name: string) => Promise<string>} loadText "base" or "long".
 */

/**
 * A process or a page that has just begun is not done with its own start, nor is the browser, which starts a process for the
 * next page.
 */
const rest = () => new Promise((resolve) => setTimeout(resolve, 1000));

export class Bench {
  #surroundings;
  #engines = new Map();
  #texts = new Map();

  /** @param {Surroundings} surroundings */
  constructor(surroundings) {
    this.#surroundings = surroundings;
  }

  /**
   * How long an engine takes from its bytes to ready, and to the answer to a first short text. In a fresh process or
   * page only: compiled code is kept.
   * @param {string} engine
   */
  async ready(engine) {
    const files = await this.#surroundings.loadFiles(engine);
    await rest();
    const begin = performance.now();
    const running = await peers[engine].start(files);
    const ready = performance.now() - begin;
    await running.cut(FIRST_TEXT);
    return { ready, firstCut: performance.now() - begin };
  }

  /** The parts of our own start: compiling the code, and loading the dictionary into it. In a fresh process or page. */
  async readyParts() {
    const { api, wasm, dictionary } = await this.#surroundings.loadFiles("hanlens");
    await rest();
    const begin = performance.now();
    const module = await WebAssembly.compile(wasm);
    const compiled = performance.now();
    await api.HanLens.create({ worker: false, wasm: module, dictionary });
    return { compile: compiled - begin, load: performance.now() - compiled };
  }

  /** Starts an engine and lets it become fast. */
  async warmUp(engine, text, method) {
    await this.#spend(engine, text, method, WARM_UP);
  }

  /**
   * Milliseconds a pass of `table` or `cut` over a text, the mean of as many passes as fit into a quarter of a second.
   * @returns {Promise<number>}
   */
  measure(engine, text, method) {
    return this.#spend(engine, text, method, ENOUGH);
  }

  async #spend(engine, textName, method, enough) {
    const [running, text] = [await this.engine(engine), await this.#text(textName)];
    globalThis.gc?.();
    const begin = performance.now();
    let passes = 0;
    let spent = 0;
    do {
      await running[method](text);
      passes += 1;
      spent = performance.now() - begin;
    } while (spent < enough);
    return spent / passes;
  }

  /** The most frequent words. */
  async table(engine, text) {
    return (await this.engine(engine)).table(await this.#text(text));
  }

  /** What the engine is made of. */
  async info() {
    const { lens } = await this.engine("hanlens");
    const { version, dictionaryHash, dictionaryWords } = lens.info;
    return { version, dictionaryHash, dictionaryWords };
  }

  /** What is in a text. */
  async contents(text) {
    const { lens } = await this.engine("hanlens");
    const corpus = await lens.analyze(await this.#text(text));
    const { tokens, types, characters } = corpus.summary;
    corpus.dispose();
    return { tokens, types, characters };
  }

  /** Where the time of one analysis goes, in milliseconds. */
  async stages(text) {
    const { lens } = await this.engine("hanlens");
    const source = await this.#text(text);
    globalThis.gc?.();
    const begin = performance.now();
    const corpus = await lens.analyze(source);
    const analysed = performance.now();
    await corpus.terms({ limit: 100 });
    const done = performance.now();
    const cutAndCount = corpus.summary.milliseconds;
    corpus.dispose();
    return { copyIn: analysed - begin - cutAndCount, cutAndCount, table: done - analysed, total: done - begin };
  }

  /** The two ways of a string into wasm memory, in milliseconds. */
  async copies(text) {
    const source = await this.#text(text);
    const memory = new WebAssembly.Memory({ initial: Math.ceil((3 * source.length) / 65_536) });
    const ways = { utf16: () => copyUnits(source, memory), utf8: () => copyBytes(source, memory) };
    const times = {};
    for (const [name, way] of Object.entries(ways)) {
      repeat(way, WARM_UP / 2);
      times[name] = repeat(way, ENOUGH);
    }
    return times;
  }

  /**
   * The wasm memory from the start to the end of an analysis, in bytes. In a fresh process or page only: memory grows
   * and never shrinks.
   * @param {"string" | "Blob"} form
   * @param {number} times How often the text is put one after another.
   */
  async memory(textName, form, times) {
    const { api, wasm, dictionary } = await this.#surroundings.loadFiles("hanlens");
    const text = await this.#text(textName);
    const source = form === "Blob" ? new Blob(Array(times).fill(text)) : text.repeat(times);
    const { memory } = await api.default(wasm);
    const size = () => memory.buffer.byteLength;
    const lens = await api.HanLens.create({ worker: false, wasm, dictionary });
    const start = size();
    const curve = [];
    const begin = performance.now();
    const onProgress = ({ done, total }) => curve.push([done / total, size()]);
    const corpus = await lens.analyze(source, {}, { onProgress });
    const milliseconds = performance.now() - begin;
    const units = corpus.summary.documents[0].length;
    await corpus.terms({ limit: 100 });
    return { start, peak: size(), units, milliseconds, curve };
  }

  async engine(name) {
    if (!this.#engines.has(name)) {
      this.#engines.set(name, await peers[name].start(await this.#surroundings.loadFiles(name)));
    }
    return this.#engines.get(name);
  }

  async #text(name) {
    if (!this.#texts.has(name)) this.#texts.set(name, await this.#surroundings.loadText(name));
    return this.#texts.get(name);
  }
}

function repeat(work, enough) {
  globalThis.gc?.();
  const begin = performance.now();
  let passes = 0;
  do {
    work();
    passes += 1;
  } while (performance.now() - begin < enough);
  return (performance.now() - begin) / passes;
}

/** As the engine does it: through a small buffer, a piece after another, two units at once. */
function copyUnits(text, memory) {
  const PIECE = 8 * 1024;
  const buffer = new Uint16Array(PIECE);
  const pairs = new Uint32Array(buffer.buffer);
  const target = new Uint16Array(memory.buffer);
  for (let from = 0; from < text.length; from += PIECE) {
    const length = Math.min(PIECE, text.length - from);
    for (let pair = 0, at = from; pair < length >> 1; pair += 1, at += 2) {
      pairs[pair] = text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16);
    }
    buffer[length - 1] = text.charCodeAt(from + length - 1);
    target.set(buffer.subarray(0, length), from);
  }
}

const encoder = new TextEncoder();

function copyBytes(text, memory) {
  const { read } = encoder.encodeInto(text, new Uint8Array(memory.buffer));
  if (read !== text.length) throw new Error("the memory is too small for the text");
}

/**
 * @file The engines side by side: how each is started from bytes that are there already, how it cuts, and how it makes
 * a frequency table. Runs in Node and in pages.
 *
 * Every peer is given the least work: it counts all of its pieces, with white space and punctuation, and nothing else.
 */

const ROWS = 100;

/**
 * @typedef {object} Running
 * @property {(text: string) => unknown} cut Cuts a text in the peer's own form.
 * @property {(text: string) => Promise<Array<[string, number]>> | Array<[string, number]>} [table] The most frequent
 *   words with their counts.
 */

/** @type {Record<string, {start(files: any): Promise<Running> | Running}>} */
export const peers = {
  /** This package in the thread of the caller. */
  hanlens: { start: (files) => startHanLens(files, { worker: false }) },

  /** This package in a worker. */
  "hanlens worker": { start: (files) => startHanLens(files, {}) },

  /** The same with a set number of threads for a long text. */
  "hanlens, 1 thread": { start: (files) => startHanLens(files, { worker: true, threads: 1 }) },
  "hanlens, 2 threads": { start: (files) => startHanLens(files, { worker: true, threads: 2 }) },

  /** The npm package of jieba-rs in wasm: a string a piece. */
  "jieba-wasm": {
    async start({ glue, wasm }) {
      await glue.default({ module_or_path: wasm });
      const cut = (text) => glue.cut(text, true);
      return { cut, table: (text) => countAll(cut(text)) };
    },
  },

  /** jieba-rs compiled to wasm as it is, with its word list as text: it cuts, and gives nothing to JavaScript. */
  "jieba-rs in wasm": {
    async start({ wasm, words }) {
      const { instance } = await WebAssembly.instantiate(wasm);
      const { memory, reserve, load, cut } = instance.exports;
      const put = (bytes) => {
        const at = reserve(bytes.length);
        new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
      };
      put(words);
      if (load() !== 1) throw new Error("jieba-rs did not take the word list");
      const encoder = new TextEncoder();
      return {
        cut(text) {
          put(encoder.encode(text));
          return cut();
        },
      };
    },
  },

  /** The npm package of jieba-rs as a native addon of Node. */
  "@node-rs/jieba": {
    start({ load, words }) {
      const jieba = load().Jieba.withDict(words);
      const cut = (text) => jieba.cut(text, true);
      return { cut, table: (text) => countAll(cut(text)) };
    },
  },

  /** What browsers and Node bring. A whole text at once takes it minutes, so it is given a line at a time. */
  "Intl.Segmenter": {
    start() {
      const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
      const table = (text) => top(countSegments(segmenter, text));
      return { cut: (text) => [...segmenter.segment(text)], table };
    },
  },
};

async function startHanLens({ api, wasm, dictionary }, options) {
  const lens = await api.HanLens.create({ ...options, wasm, dictionary });
  return {
    lens,
    cut: (text) => lens.cut(text),
    async table(text) {
      const corpus = await lens.analyze(text);
      const { rows } = await corpus.terms({ limit: ROWS });
      corpus.dispose();
      return rows.map(({ word, count }) => [word, count]);
    },
  };
}

function countAll(pieces) {
  const counts = new Map();
  for (const piece of pieces) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return top(counts);
}

function countSegments(segmenter, text) {
  const counts = new Map();
  for (const line of text.split("\n")) {
    for (const { segment, isWordLike } of segmenter.segment(line)) {
      if (isWordLike) counts.set(segment, (counts.get(segment) ?? 0) + 1);
    }
  }
  return counts;
}

const top = (counts) => [...counts].sort((a, b) => b[1] - a[1]).slice(0, ROWS);

/**
 * @file When an engine is worth a fresh memory, and how a corpus crosses to it.
 *
 * The memory of wasm can grow and never becomes smaller: after a text of 100 MB a page would keep half a gigabyte until
 * it is closed. So an engine in which little is left builds itself anew.
 */

import { memoryNow } from "./code.js";

/** How many times as large the memory must be as what lives there: to cut that again is little beside what was done before. */
const FAR = 4;

/** Bytes that are worth no move: an engine that is built anew has to unfold the dictionary again for the next text. */
const SPARE = 40_000_000;

/**
 * Bytes that a text, its tokens and its terms may take for each UTF-16 code unit: 8 in prose (docs/performance.md), 40 where
 * each character is a word. What really takes more than FAR times this would move to no avail.
 */
const BYTES_PER_UNIT = 24;

/** Bytes that a word of the reader takes; a list of 250,000 is also seconds of work, so it is never moved in vain. */
const BYTES_PER_WORD = 500;

/**
 * @param {number} bytes Of the memory.
 * @param {number} least What it had when the engine was new.
 * @param {number} units UTF-16 code units of all texts that are left.
 * @param {number} words The longest of the lists of words that are left.
 * @returns {boolean}
 */
export function isFarAbove(bytes, least, units, words) {
  const needed = least + BYTES_PER_UNIT * units + BYTES_PER_WORD * words;
  return bytes > Math.max(FAR * needed, SPARE + needed);
}

/**
 * What makes a corpus again.
 * @param {import("hanlens-core").CorpusHandle} corpus An analysed one.
 */
export function takeOut(corpus) {
  const { options, documents } = corpus.summary();
  return { options, documents: documents.map(({ name, length }, index) => ({ name, units: corpus.text(index, 0, length) })) };
}

/**
 * @param {import("hanlens-core").CorpusHandle} corpus An empty one.
 * @param {Array<{name: string, units: Uint16Array}>} documents
 */
export function putIn(corpus, documents) {
  for (const { name, units } of documents) {
    corpus.beginDocument(name, units.length);
    const address = corpus.room(units.length);
    new Uint16Array(memoryNow().buffer, address, units.length).set(units);
    corpus.endDocument();
  }
}

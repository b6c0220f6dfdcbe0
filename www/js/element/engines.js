/**
 * @file Which engine an element has: all share one. Words of a page's own belong to an engine, so elements with the same
 * words share one, and those without any share that of the page.
 */

import { HanLens } from "hanlens";

/** @type {Map<string, Promise<HanLens>>} */
const byWords = new Map();

/**
 * @param {string} words Lines of a jieba user dictionary, or "".
 * @param {import("./hanlens.js").CreateOptions} [options]
 * @returns {Promise<HanLens>}
 */
export function engineFor(words, options) {
  if (words === "") return HanLens.shared(options);
  if (!byWords.has(words)) {
    const made = create(words, options);
    byWords.set(words, made);
    made.catch(() => byWords.delete(words));
  }
  return byWords.get(words);
}

async function create(words, options) {
  const lens = await HanLens.create(options);
  try {
    await lens.words.load(words);
  } catch (error) {
    lens.dispose();
    throw error;
  }
  return lens;
}

/** Entries of an attribute, each a word, then perhaps a frequency and a tag, as lines of a dictionary. */
export const wordLines = (value) => value.split(/[,，、;；\n]/).map((entry) => entry.trim()).filter(Boolean).join("\n");

/** @file The reader's own words. */

import { invalid, requireObject, requireString } from "./errors.js";

/** @typedef {import("./hanlens.js").UserWord} UserWord */
/** @typedef {import("./hanlens.js").UserWords} Interface */

/** @implements {Interface} */
export class UserWords {
  /** @type {import("./host.js").Host} */
  #host;

  /** @param {import("./host.js").Host} host */
  constructor(host) {
    this.#host = host;
  }

  /**
   * Adds a word or changes it.
   * @param {string} word
   * @param {{frequency?: number, tag?: string}} [options]
   * @returns {Promise<UserWord>} Its entry.
   */
  async add(word, options) {
    const entry = { ...requireObject("options", options), word: requireString("word", word) };
    return this.#host.changeWords("addWord", [entry], (added) => this.#host.words.set(added.word, added));
  }

  /**
   * Removes words.
   * @param {...string} words
   * @returns {Promise<number>} How many were there.
   */
  async remove(...words) {
    words.forEach((word, index) => requireString(`words[${index}]`, word));
    return this.#host.changeWords("removeWords", [words], () => words.forEach((word) => this.#host.words.delete(word)));
  }

  /**
   * Takes these words in place of all.
   * @param {ReadonlyArray<{word: string, frequency?: number, tag?: string}>} words
   * @returns {Promise<UserWord[]>} Their entries.
   */
  async replace(words) {
    if (!Array.isArray(words)) throw invalid("words", "must be an array");
    return this.#host.changeWords("replaceWords", [words], (entries) => this.#remember(entries));
  }

  /** @returns {Promise<UserWord[]>} All entries in the order in which they were first added. */
  async list() {
    return this.#host.call("listWords", []);
  }

  /**
   * Adds the lines of a jieba user dictionary.
   * @param {string} text
   * @returns {Promise<number>} How many words it read.
   */
  async load(text) {
    const args = [requireString("text", text)];
    const { read } = await this.#host.changeWords("loadWords", args, (answer) => this.#remember(answer.words));
    return read;
  }

  /** @returns {Promise<string>} The words as a jieba user dictionary. */
  async save() {
    return this.#host.call("saveWords", []);
  }

  /**
   * @param {string} word
   * @returns {Promise<number>} The frequency with which `add` would add this word.
   */
  async suggestFrequency(word) {
    return this.#host.call("suggestFrequency", [requireString("word", word)]);
  }

  #remember(entries) {
    this.#host.words = new Map(entries.map((entry) => [entry.word, entry]));
  }
}

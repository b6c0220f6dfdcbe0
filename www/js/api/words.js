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
    return this.#change("addWord", [entry]);
  }

  /**
   * Takes a word into use or out of it.
   * @param {string} word
   * @param {boolean} on
   * @returns {Promise<UserWord>} Its entry.
   */
  async enable(word, on) {
    if (typeof on !== "boolean") throw invalid("on", "must be true or false");
    return this.#change("enableWord", [requireString("word", word), on]);
  }

  /**
   * Adds a word with the frequency that just keeps it whole.
   * @param {string} word
   * @returns {Promise<UserWord>} Its entry.
   */
  async join(word) {
    return this.add(word);
  }

  /**
   * Lets a word fall apart.
   * @param {readonly string[]} parts What it is to fall into.
   * @returns {Promise<UserWord>} The entry of the whole word.
   */
  async split(parts) {
    return this.#change("splitWord", [requireParts(parts)]);
  }

  /**
   * @param {readonly string[]} parts
   * @returns {Promise<number>} The frequency with which `split` would add the whole word.
   */
  async suggestSplit(parts) {
    return this.#host.call("suggestSplit", [requireParts(parts)]);
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

  /** Changes one word. */
  #change(method, args) {
    return this.#host.changeWords(method, args, (entry) => this.#host.words.set(entry.word, entry));
  }

  #remember(entries) {
    this.#host.words = new Map(entries.map((entry) => [entry.word, entry]));
  }
}

function requireParts(parts) {
  if (!Array.isArray(parts)) throw invalid("parts", "must be an array");
  return parts.map((part, index) => requireString(`parts[${index}]`, part));
}

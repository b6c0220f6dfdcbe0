/** @file Inputs that are far larger than any text, part by part, each with what the page must make of it. */

import { PROSE } from "../../js/texts.mjs";

const MEGABYTE = 1e6;

/** The same piece until there are so many bytes of UTF-8. */
function* repeated(piece, bytes) {
  const part = piece.repeat(Math.ceil(MEGABYTE / Buffer.byteLength(piece)));
  const size = Buffer.byteLength(part);
  for (let done = 0; done < bytes; done += size) yield part;
}

function* distinctWords(count) {
  const PART = 100_000;
  for (let from = 0; from < count; from += PART) {
    yield Array.from({ length: Math.min(PART, count - from) }, (_, i) => `w${(from + i).toString(36)}`).join(" ") + " ";
  }
}

/** The prose as one line, without anything at its ends. */
const LINE = PROSE.replaceAll("\n", "");

/**
 * @typedef {object} Input
 * @property {() => Iterable<string>} parts
 * @property {number} [tokens] How many there must be.
 * @property {string} [word] One that is in the table, to be chosen there.
 * @property {boolean} [isSlow] Belongs to `tests/long`.
 */

/** @type {Record<string, Input>} */
export const LARGE = {
  "one line of 20 MB without a space": { parts: () => repeated(LINE, 20 * MEGABYTE), word: "图书馆" },
  "one word of 20 MB": { parts: () => repeated("a", 20 * MEGABYTE), tokens: 1 },
  "one Chinese character seven million times": { parts: () => repeated("的", 20 * MEGABYTE), word: "的" },
  "a million combining marks on one letter": { parts: () => ["北京e", "\u0301".repeat(1_000_000), "京"], word: "北京" },
  "a million combining marks in the Chinese": { parts: () => repeated("北\u0301", 4 * MEGABYTE) },
  "a million different words": { parts: () => distinctWords(1_000_000), tokens: 1_000_000, word: "w0" },
  "a million line breaks": { parts: () => ["\n".repeat(1_000_000), "北京"], tokens: 1, word: "北京" },
  "a text of 100 MB": { parts: () => repeated(`${PROSE}\n`, 100 * MEGABYTE), word: "图书馆", isSlow: true },
  "five million different words": { parts: () => distinctWords(5_000_000), tokens: 5_000_000, word: "w0", isSlow: true },
};

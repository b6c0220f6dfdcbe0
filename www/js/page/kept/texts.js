/**
 * Long texts as they are kept: UTF-16 code units in a Blob. A string of a hundred megabytes would hold the page's thread
 * while the database copies it, and as UTF-8 it would lose its lone surrogates.
 */

import { nextTask } from "../dom.js";

/** Shorter texts are kept as strings: all that can be edited, so that a key is one small record. UTF-16 code units. */
export const SHORT = 1 << 18;

/** So much is copied before the page's thread is free again. UTF-16 code units. */
const PART = 1 << 19;

/** Arguments that a call surely takes. */
const CALL = 1 << 13;

/** @param {string} text @returns {Promise<Blob>} */
export async function pack(text) {
  const parts = [];
  for (let from = 0; from < text.length; from += PART) {
    const units = new Uint16Array(Math.min(PART, text.length - from));
    for (let i = 0; i < units.length; i += 1) units[i] = text.charCodeAt(from + i);
    parts.push(new Blob([units]));
    await nextTask();
  }
  return new Blob(parts);
}

/** @param {Blob} blob as {@link pack} gave it @returns {Promise<string>} */
export async function unpack(blob) {
  const parts = [];
  for (let from = 0; from < blob.size; from += PART * 2) {
    const units = new Uint16Array(await blob.slice(from, from + PART * 2).arrayBuffer());
    for (let i = 0; i < units.length; i += CALL) parts.push(String.fromCharCode(...units.subarray(i, i + CALL)));
    await nextTask();
  }
  return parts.join("");
}

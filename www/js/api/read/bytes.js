/** @file The bytes of a Blob, in parts. */

import { describe } from "../errors.js";
import { fileError } from "./errors.js";

/** A part of a file, in bytes. */
const PART_BYTES = 1024 * 1024;

/**
 * @param {Blob} blob
 * @param {string} name
 * @param {number} start
 * @param {number} end
 * @returns {Promise<Uint8Array>}
 */
export async function bytesOf(blob, name, start, end) {
  try {
    return new Uint8Array(await blob.slice(start, end).arrayBuffer());
  } catch (cause) {
    throw fileError("unreadable-file", name, `cannot be read any more: choose it again (${describe(cause)})`, cause);
  }
}

/**
 * @param {Blob} blob
 * @param {string} name
 * @returns {AsyncGenerator<Uint8Array>} All bytes, a part of 1 MiB at a time.
 */
export async function* byteParts(blob, name) {
  for (let from = 0; from < blob.size; from += PART_BYTES) yield bytesOf(blob, name, from, from + PART_BYTES);
}

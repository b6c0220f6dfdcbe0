/** @file The bytes of a Blob, in parts. */

import { describe } from "../errors.js";
import { fileError } from "./errors.js";

/**
 * What this reads of a Blob; other objects that have as much are read alike.
 * @typedef {object} BlobLike
 * @property {number} size In bytes.
 * @property {string} type
 * @property {(start: number, end: number) => {arrayBuffer: () => Promise<ArrayBuffer>}} slice
 */

/** A part of a file, in bytes. */
const PART_BYTES = 1024 * 1024;

/**
 * A Blob of a caller in another thread. WebKit lets no worker of a page from disk read any Blob (NotReadableError): there
 * the caller reads the parts.
 * @param {Blob} blob
 * @param {(start: number, end: number) => Promise<ArrayBuffer>} ask
 * @returns {BlobLike}
 */
export function lent(blob, ask) {
  const read = async (start, end) => {
    try {
      return await blob.slice(start, end).arrayBuffer();
    } catch (cause) {
      if (cause?.name !== "NotReadableError") throw cause;
      return ask(start, end);
    }
  };
  return { size: blob.size, type: blob.type, slice: (start, end) => ({ arrayBuffer: () => read(start, end) }) };
}

/** @type {Promise<boolean> | undefined} Whether this thread can read a Blob. */
let readable;

/**
 * Bytes as a Blob, or as what stays in memory where no Blob can be read.
 * @param {Uint8Array[]} chunks
 * @returns {Promise<BlobLike>}
 */
export async function gathered(chunks) {
  const blob = new Blob(chunks);
  readable ??= blob.slice(0, 1).arrayBuffer().then(() => true, () => false);
  if (await readable) return blob;
  const bytes = new Uint8Array(blob.size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return { size: at, type: "", slice: (start, end) => ({ arrayBuffer: async () => bytes.slice(start, end).buffer }) };
}

/**
 * @param {BlobLike} blob
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
 * @param {BlobLike} blob
 * @param {string} name
 * @returns {AsyncGenerator<Uint8Array>} All bytes, a part of 1 MiB at a time.
 */
export async function* byteParts(blob, name) {
  for (let from = 0; from < blob.size; from += PART_BYTES) yield bytesOf(blob, name, from, from + PART_BYTES);
}

/** @file The built package in Node, in the page's thread and in a worker. */

import { readFile } from "node:fs/promises";
import { NodeWorker } from "./node-worker.mjs";

const packageUrl = new URL(`file://${process.env.HANLENS_PACKAGE ?? new URL("../../pkg", import.meta.url).pathname}/`);

globalThis.Worker = NodeWorker;

export const { HanLens, HanLensError, default: init } = await import(new URL("hanlens.js", packageUrl).href);

/** The address of a file of the package. */
export const fileUrl = (name) => new URL(name, packageUrl);

/** @param {string} name @returns {Promise<ArrayBuffer>} */
export async function file(name) {
  const { buffer, byteOffset, byteLength } = await readFile(fileUrl(name));
  return buffer.slice(byteOffset, byteOffset + byteLength);
}

/** The implementations, by name, as what `create` is told. */
export const IMPLEMENTATIONS = { "in this thread": { worker: false }, "in a worker": { worker: true } };

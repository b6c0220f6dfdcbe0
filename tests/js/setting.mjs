/** @file The built package in Node: pkg/, or the directory that HANLENS_PACKAGE names. */

import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { NodeWorker } from "./node-worker.mjs";

const { HANLENS_PACKAGE } = process.env;
const packageUrl = HANLENS_PACKAGE ? pathToFileURL(`${HANLENS_PACKAGE}/`) : new URL("../../pkg/", import.meta.url);

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

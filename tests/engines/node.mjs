/** @file The engine in Node.js, with whose answers those of the browsers are compared. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PACKAGE } from "../browser/serve.mjs";

/**
 * Runs a function with an engine of its own.
 * @template T
 * @param {(lens: import("hanlens").HanLens) => Promise<T>} ask
 * @returns {Promise<T>}
 */
export async function withNode(ask) {
  const bytes = (name) => readFile(join(PACKAGE, name));
  const { HanLens } = await import(pathToFileURL(join(PACKAGE, "hanlens.js")).href);
  const lens = await HanLens.create({
    worker: false,
    wasm: await bytes("hanlens_bg.wasm"),
    explorer: await bytes("hanlens-explore.wasm"),
    dictionary: await bytes("hanlens.dict"),
    idf: await bytes("hanlens-idf.dict"),
    fold: await bytes("hanlens-fold.dict"),
  });
  try {
    return await ask(lens);
  } finally {
    lens.dispose();
  }
}

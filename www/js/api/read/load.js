/**
 * @file Brings the part that few texts need: the detector of encodings, and what opens containers and markup.
 *
 * It is a module of its own beside the package. In the single file nothing has an address, so there it is a function
 * in the worker's script, which costs next to nothing before it is called.
 */

import { loadFailed } from "../errors.js";

/** The name of that function. The build of the single file writes it. */
const INLINE = "hanlensReader";

/** @typedef {typeof import("./late/late.js")} Late */

/** @type {Promise<Late> | undefined} */
let loaded;

/**
 * @param {string | undefined} address Of hanlens-read.js; the first that is given is taken.
 * @returns {Promise<Late>} Rejects with kind "load-failed".
 */
export function loadLate(address) {
  loaded ??= load(address).catch((cause) => {
    loaded = undefined;
    throw loadFailed("reader", cause);
  });
  return loaded;
}

async function load(address) {
  if (globalThis[INLINE]) return globalThis[INLINE]();
  if (address === undefined) throw new Error("hanlens-read.js has no address: name it in the option reader");
  return import(/* webpackIgnore: true */ /* @vite-ignore */ address);
}

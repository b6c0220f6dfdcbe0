/** @file What the API needs to work in the caller's own thread. The page is built with `nowhere.js` in its place. */

import { moveIn, startCode as start } from "./code.js";

export { Engine } from "./engine.js";

/**
 * Starts the code for somebody outside. Who has its exports has its memory, so no engine may leave that for another.
 * @param {WebAssembly.Module} module
 */
export function startCode(module) {
  moveIn(startCode);
  return start(module);
}

/** @file What the API needs to work in the caller's own thread. The page is built with `nowhere.js` in its place. */

export { startCode } from "./code.js";
export { Engine } from "./engine.js";

/**
 * @file In place of `here.js` in the page, which always has a worker: its own thread shall never do the work, and need
 * not have the code for it.
 */

import { loadFailed } from "./errors.js";

export class Engine {
  constructor() {
    throw loadFailed("worker", "the page works in a worker alone");
  }
}

export const startCode = () => new Engine();

/**
 * @file The worker: an engine behind messages.
 *
 * It loads nothing by itself. Code and dictionary come with the first call, so that this file may stand anywhere, a
 * Blob URL too.
 */

import { expose, releaseProxy, transfer } from "comlink";
import { Engine } from "./engine.js";
import { trusted } from "./trust.js";
import { buffersOf } from "./wire.js";

// This script again; of what kind it is, see `launcher` in hanlens.js.
const type = location.protocol === "blob:" ? "classic" : "module";
const engine = new Engine(typeof Worker === "function" ? () => new Worker(trusted(new URL(location.href)), { type }) : undefined);

/** @type {Map<number, AbortController>} */
const running = new Map();

expose({
  /** Answers, to show that the worker runs. */
  hello() {
    return true;
  },

  /**
   * Holds a lock for as long as the worker lives.
   * @param {string} name
   * @returns {Promise<boolean>} Whether it does.
   */
  hold(name) {
    return new Promise((resolve, reject) => {
      const forEver = () => {
        resolve(true);
        return new Promise(() => {});
      };
      navigator.locks.request(name, forEver).catch(reject);
    });
  },

  /**
   * @param {number} call Its number, for `abort`.
   * @param {string} method One of the methods of `Engine`.
   * @param {unknown[]} args
   * @param {((done: number, total: number) => void) | null} onProgress
   * @param {import("./source.js").ReadPart | null} readPart
   */
  async call(call, method, args, onProgress, readPart) {
    const controller = new AbortController();
    running.set(call, controller);
    try {
      const answer = await engine.call(method, args, { signal: controller.signal, onProgress, readPart });
      const buffers = buffersOf(answer);
      return buffers.length > 0 ? transfer(answer, buffers) : answer;
    } finally {
      running.delete(call);
      onProgress?.[releaseProxy]();
      readPart?.[releaseProxy]();
    }
  },

  /** @param {number} call */
  abort(call) {
    running.get(call)?.abort();
  },
});

// A message that cannot be read would leave its caller waiting: an uncaught error tells the page.
addEventListener("messageerror", () => {
  throw new Error("a message to the worker could not be read");
});

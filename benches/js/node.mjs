/** @file Node processes under measure, from outside. */

import { fork } from "node:child_process";
import { join } from "node:path";
import { paths } from "./paths.mjs";

/** A process that keeps its engines from one question to the next. It is asked one question at a time. */
export class NodeHost {
  #child;
  /** @type {{resolve(answer: any): void, reject(error: Error): void} | undefined} */
  #asked;

  /** @param {{base: string, long: string}} texts Paths. */
  constructor(texts) {
    // Garbage is collected before each figure, so that no engine pays for what another left.
    this.#child = fork(join(paths.script, "node-child.mjs"), [texts.base, texts.long], { execArgv: ["--expose-gc"] });
    this.#child.on("message", ({ answer, error }) => (error ? this.#asked?.reject(new Error(error)) : this.#asked?.resolve(answer)));
    this.#child.on("exit", (code, signal) => this.#asked?.reject(new Error(`the Node process ended with ${code ?? signal}`)));
  }

  /**
   * Calls a method of `Bench`.
   * @param {string} method
   * @param {...unknown} args
   * @returns {Promise<any>}
   */
  ask(method, ...args) {
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject };
      this.#child.send({ method, args });
    });
  }

  close() {
    this.#asked = undefined;
    this.#child.kill();
  }
}

/**
 * One question to a process of its own.
 * @param {{base: string, long: string}} texts
 * @param {string} method
 * @param {...unknown} args
 */
export async function askFreshNode(texts, method, ...args) {
  const host = new NodeHost(texts);
  try {
    return await host.ask(method, ...args);
  } finally {
    host.close();
  }
}

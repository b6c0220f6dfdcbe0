/**
 * @file The Worker of browsers over Node's worker threads: what the API's worker needs of it, and no more.
 */

import { Worker as Thread } from "node:worker_threads";

/** @implements {Pick<Worker, "postMessage" | "terminate" | "addEventListener">} */
export class NodeWorker extends EventTarget {
  #thread;

  constructor(url) {
    super();
    this.#thread = new Thread(new URL("./node-worker-scope.mjs", import.meta.url), { workerData: String(url) });
    this.#thread.on("message", (data) => this.dispatchEvent(Object.assign(new Event("message"), { data })));
    this.#thread.on("messageerror", (data) => this.dispatchEvent(Object.assign(new Event("messageerror"), { data })));
    this.#thread.on("error", ({ message }) => this.dispatchEvent(Object.assign(new Event("error"), { message })));
  }

  postMessage(message, transfer) {
    this.#thread.postMessage(message, transfer);
  }

  terminate() {
    this.#thread.terminate();
  }
}

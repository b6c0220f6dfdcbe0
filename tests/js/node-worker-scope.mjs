/** @file Runs a worker's script in a worker thread of Node, with the global names of a browser's worker. */

import { parentPort, workerData } from "node:worker_threads";
import { NodeWorker } from "./node-worker.mjs";

globalThis.self = globalThis;
globalThis.Worker = NodeWorker;
globalThis.location = new URL(workerData);
globalThis.postMessage = (message, transfer) => parentPort.postMessage(message, transfer);
globalThis.addEventListener = (type, listener) => parentPort.on(type, (data) => listener({ type, data, origin: "" }));
globalThis.removeEventListener = () => {
  throw new Error("no worker of ours takes a listener away");
};

await import(workerData);

/**
 * Starts the worker while the rest of the single file is still read: a worker takes longer to start than the file to read,
 * and wants the page's thread for moments only. Stands directly behind the worker's block; `send` is called behind the
 * blocks that an engine begins with.
 */

/** @param {string} id */
const textOf = (id) => document.getElementById(id).textContent;

const address = URL.createObjectURL(new Blob([textOf("hanlens-worker")], { type: "text/javascript" }));

/** Gives a worker what it unpacks while the page is not there yet to ask for an engine. */
const send = (worker) => worker.postMessage({ ahead: { wasm: textOf("hanlens-wasm"), dictionary: textOf("hanlens-dict") } });

/** The worker that is on its way, if it is. */
let first;
try {
  first = new Worker(address);
  // Nobody listens yet: the next one says what is wrong.
  first.onerror = (event) => {
    event.preventDefault();
    first = undefined;
  };
} catch {
  // The same.
}

globalThis.hanlensEarly = {
  send: () => first && send(first),
  /** @returns {Worker} The first one, or one more. */
  worker() {
    const worker = first ?? new Worker(address);
    if (first) first.onerror = null;
    else send(worker);
    first = undefined;
    return worker;
  },
};

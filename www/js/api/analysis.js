/** @file One analysis: its progress, its end, and what is left when it fails. */

import { invalid, requireObject } from "./errors.js";

/** @typedef {import("./hanlens.js").Control} Control */
/** @typedef {import("./hanlens.js").Summary} Summary */

/**
 * @param {unknown} control
 * @returns {Control} The same, checked.
 */
export function requireControl(control) {
  const { signal, onProgress } = requireObject("control", control);
  if (signal !== undefined && !isSignal(signal)) throw invalid("signal", "must be an AbortSignal");
  if (onProgress !== undefined && typeof onProgress !== "function") throw invalid("onProgress", "must be a function");
  return /** @type {Control} */ ({ signal, onProgress });
}

const isSignal = (value) => typeof value?.aborted === "boolean" && typeof value.addEventListener === "function";

/**
 * Ends when the engine has the tables that a way of folding needs. Nothing to wait for gives nothing: a call that waits
 * for a moment would see user words that were added after it.
 * @param {import("./host.js").Host} host
 * @param {{fold?: any}} options As the caller gave them: the core checks them.
 * @param {Control} control
 * @returns {Promise<void> | undefined}
 */
export function requireTables(host, { fold }, { signal }) {
  const needed = fold?.simplified || fold?.compatibility;
  return needed && !host.hasFold ? host.requireFold().then(() => signal?.throwIfAborted()) : undefined;
}

/**
 * Has a corpus made.
 * @param {import("./host.js").Host} host
 * @param {string} method The engine's method.
 * @param {number} id The number of the new corpus; it is released when the call fails.
 * @param {unknown[]} args
 * @param {Control} control
 * @param {AbortSignal} [other] Another signal that ends it.
 * @returns {Promise<Summary>}
 */
export async function run(host, method, id, args, { signal, onProgress }, other) {
  const stop = new AbortController();
  const unlink = [signal, other].map((from) => link(from, stop));
  let hasEnded = false;
  try {
    // A message about progress may still be on its way when all is done.
    const tell = onProgress && guarded(onProgress, stop, () => hasEnded);
    const summary = await host.call(method, args, { signal: stop.signal, onProgress: tell });
    tellEnd(onProgress, summary);
    return summary;
  } catch (error) {
    host.release(id);
    throw error;
  } finally {
    unlink.forEach((undo) => undo());
    hasEnded = true;
  }
}

/**
 * Tells that all is done.
 * @param {Control["onProgress"]} onProgress
 * @param {Summary} summary
 */
export function tellEnd(onProgress, { documents }) {
  const total = documents.reduce((sum, document) => sum + document.length, 0);
  onProgress?.({ done: total, total });
}

function link(signal, controller) {
  const abort = () => controller.abort(signal.reason);
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort);
  return () => signal?.removeEventListener("abort", abort);
}

/** An error of the caller's own function ends the analysis as an abort does. */
function guarded(onProgress, stop, hasEnded) {
  return (done, total) => {
    if (stop.signal.aborted || hasEnded()) return;
    try {
      onProgress({ done, total });
    } catch (thrown) {
      stop.abort(thrown);
    }
  };
}

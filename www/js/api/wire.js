/** @file What both ends of a worker have to agree on: how errors and typed arrays cross. */

import { transferHandlers } from "comlink";
import { adopt } from "./errors.js";

const handler = transferHandlers.get("throw");

transferHandlers.set("throw", {
  canHandle: handler.canHandle,
  serialize: ({ value }) => [flatten(value), []],
  deserialize(flat) {
    throw raise(flat);
  },
});

/** The fields of an error that `structuredClone` would drop, and those of an error that cannot be cloned. */
function flatten(thrown) {
  const { name, message, stack, kind, argument, document } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { name, message, stack, kind, argument, document };
}

function raise(flat) {
  if (flat.name === "HanLensError") return adopt(flat);
  return Object.assign(new Error(flat.message), { name: flat.name, stack: flat.stack });
}

/**
 * The memory of the typed arrays in an answer: it moves to the other thread and is not copied.
 * @param {unknown} answer
 * @returns {ArrayBuffer[]}
 */
export function buffersOf(answer) {
  // The values of a typed array are its numbers, by the million.
  if (ArrayBuffer.isView(answer)) return [answer.buffer];
  const values = answer !== null && typeof answer === "object" ? Object.values(answer) : [];
  return values.filter(ArrayBuffer.isView).map((view) => view.buffer);
}

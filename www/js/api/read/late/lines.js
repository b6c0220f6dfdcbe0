/** @file Lines out of chunks. */

import { fileError } from "../errors.js";
import { ROW_UNITS } from "../limits.js";

/**
 * @param {AsyncIterable<string>} chunks
 * @param {import("../read.js").Reading} reading
 * @returns {AsyncGenerator<string[]>} The lines that each chunk completes, without their ends.
 */
export async function* linesOf(chunks, reading) {
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop();
    if (rest.length > ROW_UNITS) throw fileError("too-large", reading.name, `has a line of more than ${ROW_UNITS} characters`);
    yield lines.map(withoutReturn);
  }
  yield [withoutReturn(rest)];
}

const withoutReturn = (line) => (line.endsWith("\r") ? line.slice(0, -1) : line);

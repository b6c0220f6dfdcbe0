/** @file What is loaded only when a file asks for it. */

import { STRUCTURED_BYTES } from "../limits.js";
import { fileError } from "../errors.js";
import { html } from "./html.js";
import { json, jsonLines } from "./json.js";
import { markdown } from "./markdown.js";
import { ass, srt, vtt } from "./subtitles.js";
import { csv, tsv } from "./table.js";

export { openContainer } from "./container.js";
export { detect } from "./detect.js";
export { declaredEncoding } from "./declared.js";
export { oldOfficeError } from "./old-office.js";

/** Those that are streamed row by row and may be as large as they like. */
const STREAMED = { csv, tsv, jsonl: jsonLines };

const WHOLE = { html, markdown, srt, vtt, ass, json };

/**
 * The text in a file that is text with marks.
 * @param {string} kind
 * @param {AsyncIterable<string>} chunks The file, decoded.
 * @param {number} size Its bytes.
 * @param {import("../read.js").Reading} reading
 * @returns {AsyncGenerator<string>}
 */
export async function* extract(kind, chunks, size, reading) {
  if (kind in WHOLE && size > STRUCTURED_BYTES) {
    throw fileError("too-large", reading.name, `has ${size} bytes; a file of kind ${kind} may have ${STRUCTURED_BYTES}`);
  }
  yield* (WHOLE[kind] ?? STREAMED[kind])(chunks, reading);
}

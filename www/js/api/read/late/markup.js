/** @file Runs a parser of HTML or XML over text that comes in chunks. */

import { Parser } from "htmlparser2";
import { fileError } from "../errors.js";
import { DEPTH } from "../limits.js";
import { Flow } from "./flow.js";

/**
 * What a format does with markup. `open` may answer "skip": then nothing inside the element is seen.
 * @typedef {object} Format
 * @property {(name: string, attributes: Record<string, string>) => "skip" | void} open
 * @property {(name: string) => void} close
 * @property {(data: string) => void} text
 */

/** Names without their prefix: producers choose prefixes as they like. */
export const local = (name) => name.slice(name.indexOf(":") + 1);

/**
 * @param {AsyncIterable<string>} chunks
 * @param {import("../read.js").Reading} reading
 * @param {import("htmlparser2").ParserOptions} options
 * @param {(flow: Flow) => Format} makeFormat
 * @returns {AsyncGenerator<string>}
 */
export async function* parseMarkup(chunks, reading, options, makeFormat) {
  const flow = new Flow();
  const place = { isEnd: false };
  const parser = new Parser(handler(reading, options, makeFormat(flow), place), options);
  for await (const chunk of chunks) {
    await reading.rest();
    parser.write(chunk);
    const text = flow.take();
    if (text !== "") yield text;
  }
  place.isEnd = true;
  parser.end();
  const rest = flow.take();
  if (rest !== "") yield rest;
}

function handler({ name: file }, { xmlMode }, format, place) {
  let depth = 0;
  let skipped = 0;
  return {
    onopentag(name, attributes) {
      depth++;
      if (depth > DEPTH) throw fileError("too-large", file, `has more than ${DEPTH} elements inside one another`);
      if (skipped > 0 || format.open(name, attributes) === "skip") skipped++;
    },
    onclosetag(name) {
      depth--;
      // The parser closes at the end whatever is open.
      if (xmlMode && place.isEnd) throw fileError("bad-file", file, `is damaged (<${name}> is never closed)`);
      if (skipped > 0) skipped--;
      else format.close(name);
    },
    ontext(data) {
      if (skipped === 0) format.text(data);
    },
  };
}

/** @file Bytes become text: which encoding they are in, and what of them cannot be decoded. */

import { fileError } from "./errors.js";
import { encodingOfMark, isDamagedUtf8, SAMPLE_BYTES, utf16WithoutMark } from "./unicode.js";

/** How many bytes the detector is shown, from the first that is not ASCII. */
const DETECTOR_BYTES = 64 * 1024;

/**
 * A source of bytes that can be read again from its beginning.
 * @typedef {() => AsyncIterable<Uint8Array>} Bytes
 */

/**
 * What is learnt while a text is read.
 * @typedef {import("../hanlens.js").ReadFacts} Facts
 */

/**
 * Decodes bytes, a part at a time, and keeps in `facts` the encoding and how often U+FFFD stands for bytes that are
 * nothing in it.
 * @param {Bytes} bytes
 * @param {import("./read.js").Reading} reading
 * @param {string} [declared] An encoding that the file itself names; it counts for bytes that are no UTF-8.
 * @returns {AsyncGenerator<string>}
 */
export async function* decode(bytes, reading, declared) {
  const { facts, options } = reading;
  facts.encoding = options.encoding ?? (await guess(bytes, reading, declared));
  const decoder = new TextDecoder(facts.encoding);
  const valid = reading.validUtf8 && facts.encoding === "utf-8";
  for await (const part of bytes()) {
    await reading.rest();
    const text = decoder.decode(part, { stream: true });
    if (!valid) facts.replaced += replacements(text);
    yield text;
  }
  const rest = decoder.decode();
  facts.replaced += replacements(rest);
  if (rest) yield rest;
}

/** How many U+FFFD a text has. */
function replacements(text) {
  let count = 0;
  for (let at = text.indexOf("\ufffd"); at >= 0; at = text.indexOf("\ufffd", at + 1)) count++;
  return count;
}

async function guess(bytes, reading, declared) {
  const { head, sample, valid, nul } = await survey(bytes, reading);
  reading.validUtf8 = valid;
  const marked = encodingOfMark(head);
  if (marked) return marked;
  if (valid && !nul) return "utf-8";
  const utf16 = utf16WithoutMark(head);
  if (utf16) return utf16;
  if (valid || isDamagedUtf8(sample)) return "utf-8";
  if (declared) return declared;
  if (nul) throw fileError("bad-encoding", reading.name, "is not text: it has bytes that are 0, and it is not UTF-16");
  const { detect } = await reading.late();
  const found = detect(sample);
  if (!found) throw fileError("bad-encoding", reading.name, "is not text in any encoding that is known; name its encoding to read it all the same");
  return found;
}

/**
 * Reads until it is clear that the bytes are not UTF-8.
 * @returns {Promise<{head: Uint8Array, sample: Uint8Array, valid: boolean, nul: boolean}>} The first bytes; some from
 *   the first that is not ASCII; whether all are valid UTF-8; whether there is a NUL among what was read.
 */
async function survey(bytes, reading) {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const head = new Collector(SAMPLE_BYTES);
  const sample = new Collector(DETECTOR_BYTES);
  let nul = false;
  let valid = true;
  for await (const part of bytes()) {
    await reading.rest();
    head.take(part);
    sample.take(sample.length > 0 ? part : part.subarray(firstBeyondAscii(part)));
    nul ||= part.includes(0);
    valid &&= decodes(() => decoder.decode(part, { stream: true }));
    if (!valid && head.isFull && sample.isFull) break;
  }
  valid &&= decodes(() => decoder.decode());
  return { head: head.bytes(), sample: sample.bytes(), valid, nul };
}

function firstBeyondAscii(part) {
  const at = part.findIndex((byte) => byte > 0x7f);
  return at < 0 ? part.length : at;
}

function decodes(attempt) {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

/** Keeps bytes up to a limit. */
class Collector {
  #bytes;
  length = 0;

  constructor(limit) {
    this.#bytes = new Uint8Array(limit);
  }

  get isFull() {
    return this.length === this.#bytes.length;
  }

  take(part) {
    const taken = part.subarray(0, this.#bytes.length - this.length);
    this.#bytes.set(taken, this.length);
    this.length += taken.length;
  }

  bytes() {
    return this.#bytes.subarray(0, this.length);
  }
}

/**
 * @file Between JavaScript strings and UTF-16 code units.
 *
 * A loop over `charCodeAt` is a faster way into wasm memory than `TextEncoder` (10 MB of UTF-8 in 8 to 12 ms against 14 to
 * 24), and keeps lone surrogates. Newer browsers (`copier.js`) and Node have faster ones, 3 ms and 1, which keep them too.
 */

import { copyUnits } from "./copier.js";

/** What bundlers put in its place elsewhere is slower than the loop. */
const NodeBuffer = globalThis.process?.versions?.node && globalThis.Buffer;

// Small enough to stay in the processor's nearest cache until it is copied.
const BUFFER_UNITS = 8 * 1024;
const buffer = new Uint16Array(BUFFER_UNITS);
const pairs = new Uint32Array(buffer.buffer);

/**
 * Writes code units of a text into the memory of the code.
 * @param {string} text
 * @param {number} from
 * @param {WebAssembly.Memory} memory
 * @param {number} address In bytes.
 * @param {number} count For which there is room.
 */
export function writeUnits(text, from, memory, address, count) {
  if (!NodeBuffer && copyUnits(text, from, memory, address, count)) return;
  write(text, from, new Uint16Array(memory.buffer, address, count));
}

/** As many as there is room for. */
function write(text, from, room) {
  if (NodeBuffer) {
    const bytes = NodeBuffer.from(room.buffer, room.byteOffset, room.byteLength);
    bytes.write(text.slice(from, from + room.length), "utf16le");
    return;
  }
  for (let at = 0; at < room.length; at += BUFFER_UNITS) {
    const length = Math.min(BUFFER_UNITS, room.length - at);
    fill(text, from + at, length);
    room.set(length < BUFFER_UNITS ? buffer.subarray(0, length) : buffer, at);
  }
}

/** Two units are written at once, the first in the lower half: where JavaScript runs, numbers lie so in memory. */
function fill(text, from, length) {
  const count = length >> 1;
  for (let pair = 0, at = from; pair < count; pair += 1, at += 2) {
    pairs[pair] = text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16);
  }
  // The last one of an odd number; of an even number once more.
  buffer[length - 1] = text.charCodeAt(from + length - 1);
}

/**
 * All code units of a text in an array of its own.
 * @param {string} text
 * @returns {Uint16Array}
 */
export function toUnits(text) {
  const units = new Uint16Array(text.length);
  write(text, 0, units);
  return units;
}

const decoder = new TextDecoder("utf-16le", { fatal: true, ignoreBOM: true });

/**
 * The string of these code units, lone surrogates kept.
 * @param {Uint16Array} units
 * @returns {string}
 */
export function fromUnits(units) {
  try {
    return decoder.decode(units);
  } catch {
    // A lone surrogate: the decoder would put U+FFFD in its place.
    return fromAnyUnits(units);
  }
}

function fromAnyUnits(units) {
  // Engines limit the number of arguments of a call; 8,192 is below the limit of all.
  const ARGUMENTS = 8192;
  let text = "";
  for (let from = 0; from < units.length; from += ARGUMENTS) {
    text += String.fromCharCode.apply(null, units.subarray(from, from + ARGUMENTS));
  }
  return text;
}

/**
 * @file Between JavaScript strings and UTF-16 code units.
 *
 * A loop over `charCodeAt` into a small buffer is the fastest way into wasm memory in a browser (10 MB of UTF-8 in 8 to
 * 12 ms, against 14 to 24 ms through `TextEncoder`), and the only one that keeps lone surrogates. Node has a better one,
 * 1 ms, which keeps them too.
 */

// Small enough to stay in the processor's nearest cache until it is copied.
const BUFFER_UNITS = 8 * 1024;
const buffer = new Uint16Array(BUFFER_UNITS);
const pairs = new Uint32Array(buffer.buffer);
/** The same memory where Node runs: what bundlers put in its place elsewhere is slower than the loop. */
const bytes = globalThis.process?.versions?.node && globalThis.Buffer?.from(buffer.buffer);

/**
 * The code units of a text in pieces. Each piece is a view of one shared buffer: use it before asking for the next,
 * and before any `await`.
 * @param {string} text
 * @returns {Generator<Uint16Array>}
 */
export function* unitsOf(text) {
  for (let from = 0; from < text.length; from += BUFFER_UNITS) {
    const length = Math.min(BUFFER_UNITS, text.length - from);
    if (bytes) bytes.write(text.slice(from, from + length), "utf16le");
    else fill(text, from, length);
    yield buffer.subarray(0, length);
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
  let at = 0;
  for (const piece of unitsOf(text)) {
    units.set(piece, at);
    at += piece.length;
  }
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

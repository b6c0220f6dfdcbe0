/**
 * @file Between JavaScript strings and UTF-16 code units.
 *
 * A loop over `charCodeAt` is the fastest way into wasm memory in a browser (10 MB of UTF-8 in 8 to 12 ms, against 14 to
 * 24 ms through `TextEncoder`), and the only one that keeps lone surrogates. Node has a better one, 1 ms, which keeps them
 * too.
 */

/** What bundlers put in its place elsewhere is slower than the loop. */
const NodeBuffer = globalThis.process?.versions?.node && globalThis.Buffer;

/**
 * Writes the code units of a text from a place on, as many as there is room for.
 * @param {string} text
 * @param {number} from
 * @param {Uint16Array} room
 */
export function writeUnits(text, from, room) {
  if (!NodeBuffer) return fill(text, from, room);
  const bytes = NodeBuffer.from(room.buffer, room.byteOffset, room.byteLength);
  bytes.write(text.slice(from, from + room.length), "utf16le");
}

/** Two units are written at once, the first in the lower half: where JavaScript runs, numbers lie so in memory. */
function fill(text, from, room) {
  if (room.length === 0) return;
  // Pairs lie at addresses that four divides.
  const first = room.byteOffset % 4 === 0 ? 0 : 1;
  const pairs = new Uint32Array(room.buffer, room.byteOffset + 2 * first, (room.length - first) >> 1);
  for (let pair = 0, at = from + first; pair < pairs.length; pair += 1, at += 2) {
    pairs[pair] = text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16);
  }
  // What no pair has; once more where pairs have all.
  room[0] = text.charCodeAt(from);
  room[room.length - 1] = text.charCodeAt(from + room.length - 1);
}

/**
 * All code units of a text in an array of its own.
 * @param {string} text
 * @returns {Uint16Array}
 */
export function toUnits(text) {
  const units = new Uint16Array(text.length);
  writeUnits(text, 0, units);
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

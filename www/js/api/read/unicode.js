/** @file Bytes that are Unicode: told by a mark, by being valid, or by how UTF-16 looks. */

/** How many bytes are looked at for UTF-16. */
export const SAMPLE_BYTES = 8192;

/**
 * @param {Uint8Array} bytes The first of a file.
 * @returns {string | undefined} What a byte order mark tells.
 */
export function encodingOfMark([a, b, c]) {
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  return a === 0xfe && b === 0xff ? "utf-16be" : undefined;
}

/** Code units that Chinese text is made of. */
const isUsual = (unit) =>
  (unit >= 0x4e00 && unit <= 0x9fff) || isAnchor(unit) || (unit >= 0x3400 && unit <= 0x4dbf) || (unit >= 0xff00 && unit <= 0xffef);

/** The most frequent characters, in both scripts. */
const FREQUENT = new Set(Array.from("的一是了不在有人我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對", (c) => c.charCodeAt(0)));

/** Code units that come again and again in Chinese text, and hardly ever where other bytes are read in pairs. */
const isAnchor = (unit) =>
  unit === 9 || unit === 10 || unit === 13 || (unit >= 0x20 && unit < 0x7f) || (unit >= 0x3000 && unit <= 0x301f)
  || [0xff0c, 0xff1a, 0xff1b, 0xff01, 0xff1f, 0xff08, 0xff09].includes(unit) || FREQUENT.has(unit);

/**
 * UTF-16 without a mark: nearly all pairs of bytes are usual characters, some of them are frequent ones, and the
 * pairs turned round are not. ASCII text passes for Chinese characters in pairs, so it has to be excluded before:
 * only call this for bytes that have a NUL or are no valid UTF-8.
 * @param {Uint8Array} bytes The first of a file.
 * @returns {"utf-16le" | "utf-16be" | undefined}
 */
export function utf16WithoutMark(bytes) {
  const units = Math.min(bytes.length, SAMPLE_BYTES) >> 1;
  if (units < 2) return undefined;
  let best;
  for (const encoding of /** @type {const} */ (["utf-16le", "utf-16be"])) {
    const [high, low] = encoding === "utf-16le" ? [1, 0] : [0, 1];
    let usual = 0;
    let anchors = 0;
    for (let i = 0; i < units; i++) {
      const unit = (bytes[2 * i + high] << 8) | bytes[2 * i + low];
      if (isUsual(unit)) usual++;
      if (isAnchor(unit)) anchors++;
    }
    const fits = usual >= 0.85 * units && anchors >= Math.max(1, 0.02 * units);
    if (fits && (!best || anchors > best.anchors)) best = { encoding, anchors };
  }
  return best?.encoding;
}

/**
 * UTF-8 in which a few bytes are broken: nearly all that is not ASCII makes valid characters.
 * @param {Uint8Array} bytes A sample that begins at a character.
 */
export function isDamagedUtf8(bytes) {
  const text = new TextDecoder("utf-8").decode(bytes);
  let broken = 0;
  let whole = 0;
  for (const character of text) {
    if (character === "\ufffd") broken++;
    else if (character > "\x7f") whole++;
  }
  return whole > 0 && broken <= whole * 0.05 + 1 && whole > broken;
}

/** @file Guesses the encoding of bytes that are not Unicode. */

import { analyse } from "chardet";

/** How many guesses are tried. */
const CANDIDATES = 8;

/** Of the characters of a sample, so many may be undecodable in the right encoding. */
const TOLERANCE = 0.02;

/**
 * The likeliest encoding in which the bytes make sense.
 * @param {Uint8Array} sample It begins at a character.
 * @returns {string | undefined}
 */
export function detect(sample) {
  const guesses = analyse(sample).slice(0, CANDIDATES).map(({ name }) => decoderOf(name)).filter(Boolean);
  return guesses.find((encoding) => lost(sample, encoding) <= TOLERANCE);
}

/** The decoder's own name of an encoding, if there is a decoder. UTF-16 was looked for before. */
function decoderOf(name) {
  if (/^utf/i.test(name)) return undefined;
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return undefined;
  }
}

/** Which part of the characters is undecodable. The sample may end inside the last one. */
function lost(sample, encoding) {
  const text = new TextDecoder(encoding).decode(sample, { stream: true });
  let broken = 0;
  for (let at = text.indexOf("\ufffd"); at >= 0; at = text.indexOf("\ufffd", at + 1)) broken++;
  return broken / Math.max(1, text.length);
}

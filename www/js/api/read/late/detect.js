/** @file Guesses the encoding of bytes that are not Unicode. */

import { analyse } from "chardet";

/** How many guesses are tried. */
const CANDIDATES = 8;

/** Of the characters of a sample, so many may be undecodable in the right encoding. */
const TOLERANCE = 0.02;

/** Where the detector finds two encodings as likely, the one that Chinese text is in goes first. */
const PREFERRED = ["gb18030", "big5"];

/** Of the characters of Japanese text, at least so many are kana; the encodings of Japanese fit Chinese text too. */
const KANA = 0.05;

/**
 * The likeliest encoding in which the bytes make sense.
 * @param {Uint8Array} sample It begins at a character.
 * @returns {string | undefined}
 */
export function detect(sample) {
  const guesses = analyse(sample)
    .slice(0, CANDIDATES)
    .map(({ name, confidence }) => ({ encoding: decoderOf(name), confidence }))
    .filter(({ encoding }) => encoding)
    .sort((a, b) => b.confidence - a.confidence || rank(a) - rank(b));
  return guesses.find(({ encoding }) => makesSense(sample, encoding))?.encoding;
}

const rank = ({ encoding }) => (PREFERRED.includes(encoding) ? PREFERRED.indexOf(encoding) : PREFERRED.length);

/** The decoder's own name of an encoding, if there is a decoder. UTF-16 was looked for before. */
function decoderOf(name) {
  if (/^utf/i.test(name)) return undefined;
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return undefined;
  }
}

function makesSense(sample, encoding) {
  // The sample may end inside its last character.
  const text = new TextDecoder(encoding).decode(sample, { stream: true });
  const share = (pattern) => (text.match(pattern)?.length ?? 0) / Math.max(1, text.length);
  if (share(/\ufffd/g) > TOLERANCE) return false;
  const isJapanese = /^(euc-jp|shift_jis|iso-2022-jp)$/.test(encoding);
  return !isJapanese || share(/[\u3041-\u30ff\uff66-\uff9f]/g) >= KANA;
}

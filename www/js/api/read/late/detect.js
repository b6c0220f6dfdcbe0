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

/** The detector gives no more to encodings of two bytes a character when there are too few characters to count. */
const TOO_FEW = 10;
const TWO_BYTES = /^(gb18030|big5|euc-|shift_jis)/;

/** The first bytes, and the second ones, of the characters that each standard has as the usual ones. */
const USUAL = {
  gb18030: { leads: [0xb0, 0xd7], isTrail: (byte) => byte >= 0xa1 },
  big5: { leads: [0xa4, 0xc6], isTrail: (byte) => byte >= 0xa1 || (byte >= 0x40 && byte <= 0x7e) },
};

/** Of the characters of a few words, at least so many are usual ones. */
const MOSTLY = 0.8;

/**
 * The likeliest encoding in which the bytes make sense.
 * @param {Uint8Array} sample It begins at a character.
 * @returns {string | undefined}
 */
export function detect(sample) {
  const guesses = analyse(sample)
    .map(({ name, confidence }) => ({ encoding: decoderOf(name), confidence }))
    .filter(({ encoding }) => encoding)
    .sort((a, b) => b.confidence - a.confidence || rank(a) - rank(b));
  const isShort = guesses.every(({ encoding, confidence }) => !TWO_BYTES.test(encoding) || confidence <= TOO_FEW);
  const few = isShort && PREFERRED.find((encoding) => isMostlyUsual(sample, encoding) && makesSense(sample, encoding));
  return few || guesses.slice(0, CANDIDATES).find(({ encoding }) => makesSense(sample, encoding))?.encoding;
}

/** Whether pairs of bytes are usual characters. Signs, which come before those, count neither way. */
function isMostlyUsual(sample, encoding) {
  const { leads: [first, last], isTrail } = USUAL[encoding];
  let usual = 0;
  let others = 0;
  for (let at = 0; at < sample.length; at++) {
    const lead = sample[at];
    if (lead < 0x80) continue;
    const isPair = isTrail(sample[at + 1]);
    if (isPair) at++;
    if (isPair && lead >= first && lead <= last) usual++;
    else if (!isPair || lead < 0xa1 || lead > 0xa3) others++;
  }
  return usual > 0 && usual >= MOSTLY * (usual + others);
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

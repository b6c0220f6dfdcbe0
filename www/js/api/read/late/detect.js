/** @file Guesses the encoding of bytes that are not Unicode. */

// Not the whole of chardet: its statistics of languages in encodings of one byte are 10 KB, and would here serve to
// tell apart what a tool for Chinese seldom sees.
import { big5, euc_jp, euc_kr, gb_18030, sjis } from "chardet/lib/encoding/mbcs.js";

const RECOGNISERS = [gb_18030, big5, euc_kr, sjis, euc_jp].map((Recogniser) => new Recogniser());

/** Of the characters of a sample, so many may be undecodable or control characters in the right encoding. */
const TOLERANCE = 0.02;

/** Where the recognisers find two encodings as likely, the one that Chinese text is in goes first. */
const PREFERRED = ["gb18030", "big5"];

/** Of the characters of Japanese text, at least so many are kana; the encodings of Japanese fit Chinese text too. */
const KANA = 0.05;

/** The recognisers give no more when there are too few characters to count. */
const TOO_FEW = 10;

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
  return ofMany(sample) ?? ofFew(sample) ?? ofOneByte(sample);
}

/** Of text with enough characters of two bytes to count them. */
function ofMany(sample) {
  const given = { rawInput: sample, rawLen: sample.length, inputBytes: sample, inputLen: sample.length };
  return RECOGNISERS.map((recogniser) => recogniser.match(given))
    .filter((match) => match && match.confidence > TOO_FEW)
    .map(({ name, confidence }) => ({ encoding: new TextDecoder(name).encoding, confidence }))
    .sort((a, b) => b.confidence - a.confidence || rank(a) - rank(b))
    .find(({ encoding }) => makesSense(sample, encoding))?.encoding;
}

const rank = ({ encoding }) => (PREFERRED.includes(encoding) ? PREFERRED.indexOf(encoding) : PREFERRED.length);

/** Of a few words: Chinese if nearly all are usual characters, Japanese if there are kana. */
function ofFew(sample) {
  const chinese = PREFERRED.find((encoding) => isMostlyUsual(sample, encoding) && makesSense(sample, encoding));
  return chinese ?? ["shift_jis", "euc-jp"].find((encoding) => makesSense(sample, encoding));
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

/** Latin letters beyond ASCII stand alone among the others; Cyrillic ones beside their like, most of them small. */
function ofOneByte(sample) {
  let letters = 0;
  let beside = 0;
  let small1251 = 0;
  for (let at = 0; at < sample.length; at++) {
    if (sample[at] < 0xc0) continue;
    letters++;
    if (sample[at - 1] >= 0xc0) beside++;
    if (sample[at] >= 0xe0) small1251++;
  }
  const cyrillic = small1251 * 2 >= letters ? "windows-1251" : "koi8-r";
  const encoding = letters > 0 && beside * 2 >= letters ? cyrillic : "windows-1252";
  return makesSense(sample, encoding) ? encoding : undefined;
}

function makesSense(sample, encoding) {
  // The sample may end inside its last character.
  const text = new TextDecoder(encoding).decode(sample, { stream: true });
  const share = (pattern) => (text.match(pattern)?.length ?? 0) / Math.max(1, text.length);
  if (share(/[\ufffd\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]/g) > TOLERANCE) return false;
  const isJapanese = encoding === "euc-jp" || encoding === "shift_jis";
  return !isJapanese || share(/[\u3041-\u30ff]/g) >= KANA;
}

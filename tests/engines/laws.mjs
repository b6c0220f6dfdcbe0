/**
 * @file The laws over random texts, in whichever engine runs this: offsets are true, nothing is lost, and the tokens are
 * the same everywhere. Node and the browsers run the same code and compare what it gives.
 */

import { HARD_TEXTS, PROSE } from "../js/texts.mjs";

/** Texts a run. */
const TEXTS = 120;

/** UTF-16 code units of the longest text, nearly. */
const LONGEST = 240;

/** What the texts are made of, in a mixture in which no rule is safe from its neighbours. */
const PIECES = [
  ...PROSE,
  ...Object.values(HARD_TEXTS).filter((text) => text.length < 60),
  "北京", "天安门", "图书馆", "计算机科学", "清华大学", "研究生命起源", "乒乓球拍卖完了", "王建国说", "二〇二四年", "資訊", "臺灣",
  "abc", "C++", "don't", "ｆｕｌｌ", "３.14", "12,345", "2024-01-02", "https://a.example/b?c=d", "me@a.example", "カタカナ", "한국어", "Привет",
  "é", "e\u0301", "𠮷", "𪚥", "😀", "👩🏽‍🚀", "🏳️‍🌈", "\ud842", "\udfb7", "\ufeff", "\u0000", "\u202e", "\u2028",
  "，", "。", "！", "“", "”", "（", "……", "——", " ", "\u3000", "\n", "\r\n", "\n\n", "\t",
];

/** The options under which each text is cut. */
export const OPTIONS = ["precise", "full", "search"].flatMap((mode) => [true, false].map((hmm) => ({ mode, hmm })));

/** Numbers from 0 to below 1 that a seed decides. */
function randomFrom(seed) {
  let state = seed;
  return () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
}

function texts(seed) {
  const random = randomFrom(seed);
  return Array.from({ length: TEXTS }, () => {
    const length = Math.floor(random() * LONGEST);
    let text = "";
    while (text.length < length) text += PIECES[Math.floor(random() * PIECES.length)];
    return text;
  });
}

/** FNV-1a, 32 bits, over numbers of 16 bits. */
class Hash {
  value = 0x811c9dc5;

  add(number) {
    this.value = Math.imul(this.value ^ (number & 0xff), 0x01000193);
    this.value = Math.imul(this.value ^ ((number >>> 8) & 0xff), 0x01000193);
  }

  addText(text) {
    for (let i = 0; i < text.length; i += 1) this.add(text.charCodeAt(i));
    this.add(0xffff);
  }

  toString() {
    return (this.value >>> 0).toString(16).padStart(8, "0");
  }
}

function check(condition, what, text, options) {
  if (condition) return;
  const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16)).join(" ");
  throw new Error(`${what}: ${JSON.stringify(options)}, ${units}`);
}

const isLow = (unit) => unit >= 0xdc00 && unit <= 0xdfff;
const isHigh = (unit) => unit >= 0xd800 && unit <= 0xdbff;
const isInPair = (text, at) => isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at));

/** Checks the laws for one text under one way of cutting, and gives its table of tokens to the hash. */
async function checkText(lens, text, options, hash) {
  // Without healing a token is its slice, white space and all.
  const corpus = await lens.analyze(text, { ...options, heal: "off" });
  const [tokens, { spelling, ends }, pieces] = [await corpus.tokens(), await corpus.termColumns(), await lens.cut(text, options)];
  corpus.dispose();
  let before = 0;
  for (let i = 0; i < tokens.length; i += 3) {
    const [start, end, term] = tokens.subarray(i, i + 3);
    check(start < end && end <= text.length, "a token is in the text", text, options);
    check(!isInPair(text, start) && !isInPair(text, end), "no offset is inside a surrogate pair", text, options);
    const word = spelling.slice(ends[term - 1] ?? 0, ends[term]);
    check(text.slice(start, end) === word, "the slice is the word", text, options);
    if (options.mode === "precise") check(start >= before, "tokens do not overlap", text, options);
    before = end;
    hash.add(start);
    hash.add(end);
    hash.addText(word);
  }
  if (options.mode === "precise") check(pieces.join("") === text, "the pieces are the text", text, options);
  pieces.forEach((piece) => hash.addText(piece));
  return tokens.length / 3;
}

/**
 * Checks the laws over random texts.
 * @param {import("hanlens").HanLens} lens
 * @param {number} seed
 * @returns {Promise<Array<{ mode: string, hmm: boolean, tokens: number, hash: string }>>} the hash is that of all tokens
 */
export async function answers(lens, seed) {
  const all = [];
  for (const options of OPTIONS) {
    const hash = new Hash();
    let tokens = 0;
    for (const text of texts(seed)) tokens += await checkText(lens, text, options, hash);
    all.push({ ...options, tokens, hash: String(hash) });
  }
  return all;
}

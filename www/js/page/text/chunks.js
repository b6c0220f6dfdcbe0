/**
 * A long text in pieces that a browser can lay out one at a time: chunks of a few thousand UTF-16 code units,
 * each some paragraphs. All offsets are in UTF-16 code units of the text.
 */

import { Pace } from "../../api/pause.js";
import { wholeCharacter } from "./characters.js";

/** A chunk ends with the first paragraph that takes it past this many units, */
const CHUNK = 2000;
/** or more in a text that would have more chunks than this: each one is watched while the reader scrolls. */
const MOST_CHUNKS = 4000;
/** A paragraph longer than this is cut, at the end of a sentence where there is one. */
const LONGEST = 4000;
/** Milliseconds of work after which the browser may paint, */
const PACE = 10;
/** looked at after so many lines. */
const LINES = 64;
/** One of combining marks alone, of which any number stands on one character: a browser takes the square of it. */
const MOST_MARKS = 250;
const MARKS = /^\p{M}{2}/u;

/** @typedef {{ start: number, end: number, afterBlank: boolean }} Paragraph */
/** @typedef {{ start: number, end: number, paragraphs: Paragraph[] }} Chunk */

const NEWLINE = /\r\n?|\n/g;
const SENTENCE_END = "。！？；…!?;";

/**
 * @param {string} text
 * @param {AbortSignal} [signal] to stop a long split; the answer is then of no use
 * @returns {Promise<{ chunks: Chunk[], spaced: boolean }>} `spaced`: the lines are paragraphs, and want room between them
 */
export async function splitText(text, signal) {
  const pace = new Pace(PACE);
  const chunkUnits = Math.max(CHUNK, text.length / MOST_CHUNKS);
  const chunks = [];
  let paragraphs = [];
  let lines = 0;
  let blanks = 0;
  let lineUnits = 0;
  let afterBlank = false;
  const close = () => {
    if (paragraphs.length === 0) return;
    chunks.push({ start: paragraphs[0].start, end: paragraphs.at(-1).end, paragraphs });
    paragraphs = [];
  };
  for (const [start, end] of linesOf(text)) {
    if (isBlank(text, start, end)) {
      afterBlank = true;
      blanks += 1;
    } else {
      lines += 1;
      lineUnits += end - start;
      for (const [from, to] of cutLong(text, start, end)) {
        paragraphs.push({ start: from, end: to, afterBlank });
        afterBlank = false;
        if (to - paragraphs[0].start >= chunkUnits) close();
      }
    }
    if ((lines + blanks) % LINES === 0) {
      const pause = pace.rest();
      if (pause) await pause;
      if (signal?.aborted) break;
    }
  }
  close();
  return { chunks, spaced: blanks * 4 < lines && lineUnits / Math.max(1, lines) > 30 };
}

function* linesOf(text) {
  NEWLINE.lastIndex = 0;
  let start = 0;
  for (let match = NEWLINE.exec(text); match; match = NEWLINE.exec(text)) {
    const next = NEWLINE.lastIndex;
    yield [start, match.index];
    start = next;
    NEWLINE.lastIndex = next;
  }
  yield [start, text.length];
}

function isBlank(text, start, end) {
  for (let i = start; i < end; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit !== 0x20 && unit !== 0x09 && unit !== 0x3000 && unit !== 0xa0 && unit !== 0xfeff) return false;
  }
  return true;
}

function* cutLong(text, start, end) {
  let from = start;
  while (end - from > LONGEST) {
    const limit = from + (MARKS.test(text.slice(from + MOST_MARKS, from + MOST_MARKS + 4)) ? MOST_MARKS : LONGEST);
    const to = lastSentenceEnd(text, from, limit) ?? wholeCharacter(text, limit);
    yield [from, to];
    from = to;
  }
  yield [from, end];
}

function lastSentenceEnd(text, from, limit) {
  for (let i = limit - 1; i > (from + limit) / 2; i -= 1) {
    if (SENTENCE_END.includes(text[i])) return i + 1;
  }
  return undefined;
}

/**
 * The index of the chunk or paragraph that has `offset`, or of the first one after it; the count of all where none is.
 * @param {Array<{ end: number }>} pieces
 */
export function pieceAt(pieces, offset) {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle].end > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

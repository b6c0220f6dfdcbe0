/** Questions about spans: (start, end, term) in one array, sorted by start and disjoint unless said otherwise. */

import { yieldToBrowser } from "../dom.js";

const STRIDE = 3;
/** Tokens looked at between two times when the browser may paint. */
const SLICE = 100_000;

export const EMPTY = new Uint32Array(0);

/** The index of the first span that ends after `offset`. */
export function firstSpanAfter(spans, offset) {
  let low = 0;
  let high = spans.length / STRIDE;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle * STRIDE + 1] > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Tokens in the order of their start, the longer first. The modes "full" and "search" give overlapping tokens
 * in the order of their cut, which is only out of order within a word: an insertion sort has little to move.
 */
export async function sortTokens(tokens) {
  for (let i = STRIDE; i < tokens.length; i += STRIDE) {
    if (i % (SLICE * STRIDE) === 0) await yieldToBrowser();
    if (!isBefore(tokens, i, tokens[i - 3], tokens[i - 2])) continue;
    const token = tokens.slice(i, i + STRIDE);
    let k = i;
    do {
      tokens.copyWithin(k, k - STRIDE, k);
      k -= STRIDE;
    } while (k > 0 && (tokens[k - 3] > token[0] || (tokens[k - 3] === token[0] && tokens[k - 2] < token[1])));
    tokens.set(token, k);
  }
  return tokens;
}

/** Whether the token at `i` goes before one of these ends. */
const isBefore = (tokens, i, start, end) => tokens[i] < start || (tokens[i] === start && tokens[i + 1] > end);

/** From sorted tokens, those that do not begin inside the one before: the whole text cut once. */
export async function disjointTokens(sorted) {
  let kept = null;
  let count = 0;
  let end = 0;
  for (let i = 0; i < sorted.length; i += STRIDE) {
    const overlaps = sorted[i] < end;
    if (overlaps && !kept) kept = sorted.slice();
    if (!overlaps) {
      if (kept) kept.copyWithin(count, i, i + STRIDE);
      count += STRIDE;
      end = sorted[i + 1];
    }
    if (i % (SLICE * STRIDE) === 0) await yieldToBrowser();
  }
  return kept ? kept.slice(0, count) : sorted;
}

/** The tokens that cover `offset`, the longest first. `sorted` may overlap. */
export function tokensAt(sorted, offset) {
  const found = [];
  // No word of the dictionary is longer than this; a longer token (a URL) does not overlap others.
  const reach = 64;
  let low = 0;
  let high = sorted.length / STRIDE;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle * STRIDE] <= offset) low = middle + 1;
    else high = middle;
  }
  for (let i = low - 1; i >= 0 && (offset - sorted[i * STRIDE] <= reach || found.length === 0); i -= 1) {
    const [start, end, term] = sorted.subarray(i * STRIDE, i * STRIDE + STRIDE);
    if (end > offset) found.push({ start, end, term });
    if (offset - start > 4096) break;
  }
  return found.sort((a, b) => b.end - b.start - (a.end - a.start));
}

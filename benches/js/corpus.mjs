/**
 * @file A corpus of our own, the same bytes on every machine: the sentences of the sample texts shuffled again and
 * again, with a random word of the dictionary in some of them, so that the terms grow with the text as they do in
 * real prose.
 */

export const SEED = 20240923;

/** One sentence in so many is given a word. */
const SENTENCES_A_WORD = 4;
const SENTENCES_A_LINE = [3, 8];

/**
 * The lines of the corpus, without end. A longer corpus begins with a shorter one.
 * @param {string[]} samples Whole texts.
 * @param {string[]} words
 * @param {number} [seed]
 * @returns {Generator<string>}
 */
export function* corpusLines(samples, words, seed = SEED) {
  const random = generator(seed);
  const below = (limit) => Math.floor(random() * limit);
  const sentences = shuffled(samples.flatMap(sentencesOf), below);
  for (;;) {
    const [least, most] = SENTENCES_A_LINE;
    const line = Array.from({ length: least + below(most - least + 1) }, () => sentences.next().value);
    yield `${line.map((sentence) => (below(SENTENCES_A_WORD) === 0 ? withWord(sentence, words[below(words.length)], below) : sentence)).join("")}\n`;
  }
}

/**
 * @param {Generator<string>} lines
 * @param {number} bytes At least so many in UTF-8, and less than a line more.
 * @returns {string}
 */
export function takeBytes(lines, bytes) {
  const taken = [];
  for (let length = 0; length < bytes; ) {
    const line = lines.next().value;
    taken.push(line);
    length += Buffer.byteLength(line);
  }
  return taken.join("");
}

/** Sentences with the mark and the closing quotation mark that end them; headings are none. */
function sentencesOf(text) {
  const found = text.match(/[^。！？\n]+[。！？]+[”」』）]*/g) ?? [];
  return found.map((sentence) => sentence.trim());
}

/** All items in random order, then all again in another. */
function* shuffled(items, below) {
  for (;;) {
    const order = [...items];
    for (let last = order.length - 1; last > 0; last -= 1) {
      const other = below(last + 1);
      [order[last], order[other]] = [order[other], order[last]];
    }
    yield* order;
  }
}

/** The sentence with a word at its head or behind one of its commas. */
function withWord(sentence, word, below) {
  const places = [0, ...[...sentence.matchAll(/，/g)].map(({ index }) => index + 1)];
  const place = places[below(places.length)];
  return sentence.slice(0, place) + word + sentence.slice(place);
}

/** Mulberry32 (Tommy Ettinger, 2017, public domain): numbers from 0 up to 1 that depend on the seed alone. */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

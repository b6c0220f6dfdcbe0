/**
 * The shapes of a cloud's words, in the form that d3-cloud keeps them in. It would draw all words and read them back as
 * pixels in one task, which holds the page for longer than all the rest; given shapes it takes as they are.
 */

import { Pace } from "../../../api/pause.js";

/** Milliseconds of drawing after which the browser may do other things. */
const PACE = 8;
/** Pixels in one number of a mask. */
const BITS = 32;
/** No shape is wider than this, in such numbers. */
const WIDEST = 64;

/**
 * Gives each word its shape.
 * @param {Array<{ text: string, size: number }>} words of whole sizes, in pixels
 * @param {{ font: string, padding: number, isWanted: () => boolean }} options `padding`: the room around letters, in pixels
 * @returns {Promise<boolean>} whether all have theirs; false when they are no longer wanted
 */
export async function giveShapes(words, { font, padding, isWanted }) {
  const pace = new Pace(PACE);
  const canvas = document.createElement("canvas");
  canvas.width = WIDEST * BITS;
  canvas.height = 2 * Math.max(0, ...words.map(({ size }) => size));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.lineWidth = 2 * padding;
  for (const word of words) {
    const rest = pace.rest();
    if (rest) await rest;
    if (!isWanted()) return false;
    context.font = `${word.size + 1}px ${font}`;
    Object.assign(word, shapeOf(context, word));
  }
  return true;
}

/** `sprite` has a bit for each pixel of the rows with letters; the point of the word is at the middle of its base line. */
function shapeOf(context, { text, size }) {
  const length = context.measureText(text).width;
  const columns = Math.min(WIDEST, Math.floor(length / BITS) + 1);
  const [width, height] = [columns * BITS, 2 * size];
  const middle = width / 2;
  const left = middle - Math.floor(length / 2);
  context.clearRect(0, 0, width, height);
  context.fillText(text, left, size);
  context.strokeText(text, left, size);
  const mask = maskOf(context.getImageData(0, 0, width, height).data);
  const first = mask.findIndex((bits) => bits !== 0);
  let end = mask.length;
  while (end > 0 && mask[end - 1] === 0) end -= 1;
  const [top, bottom] = [Math.floor(Math.max(0, first) / columns), Math.ceil(end / columns)];
  return {
    hasText: end > 0,
    sprite: mask.subarray(top * columns, bottom * columns),
    width,
    height,
    x0: -middle,
    x1: middle,
    y0: top - size,
    y1: bottom - size,
  };
}

/** A bit for each pixel that is not clear, the first one in the highest. */
function maskOf(data) {
  const pixels = new Uint32Array(data.buffer);
  const mask = new Int32Array(pixels.length / BITS);
  for (let at = 0; at < pixels.length; at += 1) {
    if (pixels[at] !== 0) mask[Math.floor(at / BITS)] |= 1 << (BITS - 1 - (at % BITS));
  }
  return mask;
}

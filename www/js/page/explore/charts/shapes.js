/** The shapes of a cloud's words: which pixels their letters take. */

import { Pace } from "../../../api/pause.js";

/** Pixels in one number of a mask. */
export const BITS = 32;
/** Milliseconds of drawing after which the browser may do other things. */
const PACE = 8;
/** No shape is wider than this, in such numbers. */
const WIDEST = 64;

/**
 * @typedef {object} Shape The rows of pixels with letters, about the middle of the word's base line.
 * @property {Int32Array} mask A bit for each pixel, the first one in the highest.
 * @property {number} columns The numbers in a row of it.
 * @property {number} rows
 * @property {number} width Pixels in a row.
 * @property {number} x0 Where the first pixel is from the middle.
 * @property {number} y0 Where the first row is from the base line.
 */

/**
 * Draws each word and reads it back.
 * @template {{ text: string, size: number }} T
 * @param {T[]} words of whole sizes, in pixels
 * @param {{ font: string, padding: number, isWanted: () => boolean }} options `padding`: the room around letters, in pixels
 * @returns {Promise<Array<T & Shape> | undefined>} Without words that have no letters; undefined when they are no longer wanted.
 */
export async function drawShapes(words, { font, padding, isWanted }) {
  const pace = new Pace(PACE);
  const canvas = document.createElement("canvas");
  canvas.width = WIDEST * BITS;
  canvas.height = 2 * Math.max(0, ...words.map(({ size }) => size));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.lineWidth = 2 * padding;
  const shapes = [];
  for (const word of words) {
    const rest = pace.rest();
    if (rest) await rest;
    if (!isWanted()) return undefined;
    context.font = `${word.size + 1}px ${font}`;
    const shape = shapeOf(context, word);
    if (shape.rows > 0) shapes.push({ ...word, ...shape });
  }
  return shapes;
}

function shapeOf(context, { text, size }) {
  const length = context.measureText(text).width;
  const columns = Math.min(WIDEST, Math.floor(length / BITS) + 1);
  const [width, height] = [columns * BITS, 2 * size];
  const middle = width / 2;
  const left = middle - Math.floor(length / 2);
  context.clearRect(0, 0, width, height);
  context.fillText(text, left, size);
  context.strokeText(text, left, size);
  const all = maskOf(context.getImageData(0, 0, width, height).data);
  const first = all.findIndex((bits) => bits !== 0);
  let end = all.length;
  while (end > 0 && all[end - 1] === 0) end -= 1;
  const [top, bottom] = [Math.floor(Math.max(0, first) / columns), Math.ceil(end / columns)];
  return { mask: all.subarray(top * columns, bottom * columns), columns, rows: bottom - top, width, x0: -middle, y0: top - size };
}

function maskOf(data) {
  const pixels = new Uint32Array(data.buffer);
  const mask = new Int32Array(pixels.length / BITS);
  for (let at = 0; at < pixels.length; at += 1) {
    if (pixels[at] !== 0) mask[Math.floor(at / BITS)] |= 1 << (BITS - 1 - (at % BITS));
  }
  return mask;
}

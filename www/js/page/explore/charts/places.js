/**
 * Places for the shapes of a cloud: each goes out on a spiral from a place about the middle, until its letters touch none
 * of those that stand. After Jonathan Feinberg, "Wordle", in: Beautiful Visualization, 2010, chapter 3.
 */

import { Pace } from "../../../api/pause.js";
import { BITS } from "./shapes.js";

/** Milliseconds of search after which the browser may do other things. */
const PACE = 8;
/** How far a shape goes with each step, in radians and in pixels outwards. */
const STEP = 0.1;

/** @typedef {{ x: number, y: number }} Point the middle of a word's base line, from the middle of the picture */

/**
 * Finds places; a shape for which there is none is left out.
 * @template {import("./shapes.js").Shape} T
 * @param {T[]} shapes the largest first
 * @param {{ width: number, height: number, random: () => number, isWanted: () => boolean }} options pixels of the picture
 * @returns {Promise<Array<T & Point> | undefined>} Undefined when they are no longer wanted.
 */
export async function placeShapes(shapes, { width, height, random, isWanted }) {
  const pace = new Pace(PACE);
  const board = new Board(width, height);
  const placed = [];
  for (const shape of shapes) {
    const rest = pace.rest();
    if (rest) await rest;
    if (!isWanted()) return undefined;
    const from = { x: board.width * (0.25 + random() / 2), y: height * (0.25 + random() / 2) };
    const place = board.find(shape, from, random() < 0.5 ? STEP : -STEP);
    if (place) placed.push({ ...shape, x: place.x - board.width / 2, y: place.y - height / 2 });
  }
  return placed;
}

/** Which pixels are taken. */
class Board {
  /** Whole numbers of pixels that are kept in one. */
  width;
  #height;
  #columns;
  #taken;
  /** The rectangle about all that stands. */
  #bounds;

  constructor(width, height) {
    this.width = width - (width % BITS);
    this.#height = height;
    this.#columns = this.width / BITS;
    this.#taken = new Int32Array(this.#columns * height);
  }

  /** The first free place on a spiral, which the shape then takes. @returns {Point | undefined} */
  find(shape, from, step) {
    // A picture that is too narrow for any has no way out either.
    if (shape.width > this.width) return undefined;
    const farthest = Math.hypot(this.width, this.#height);
    const flat = this.width / this.#height;
    for (let turn = step; ; turn += step) {
      const [right, down] = [flat * turn * Math.cos(turn), turn * Math.sin(turn)];
      if (Math.min(Math.abs(right), Math.abs(down)) >= farthest) return undefined;
      const [x, y] = [Math.trunc(from.x + right), Math.trunc(from.y + down)];
      if (this.#take(shape, x + shape.x0, y + shape.y0)) return { x, y };
    }
  }

  #take(shape, left, top) {
    const box = { left, top, right: left + shape.width, bottom: top + shape.rows };
    const isInside = left >= 0 && top >= 0 && box.right <= this.width && box.bottom <= this.#height;
    // Words that stand apart are no cloud.
    if (!isInside || !meets(box, this.#bounds ?? box) || !this.#isFree(shape, left, top)) return false;
    this.#mark(shape, left, top);
    this.#bounds = around(box, this.#bounds ?? box);
    return true;
  }

  #isFree(shape, left, top) {
    return this.#every(shape, left, top, (at, bits) => (this.#taken[at] & bits) === 0);
  }

  #mark(shape, left, top) {
    this.#every(shape, left, top, (at, bits) => {
      this.#taken[at] |= bits;
      return true;
    });
  }

  /**
   * Whether all numbers of the board on which a shape lies pass, each with the pixels of it that the shape takes. A shape that
   * is inside and begins within a number ends within the row: its width is whole numbers, as the row's is.
   */
  #every({ mask, columns, rows }, left, top, passes) {
    const shift = left % BITS;
    for (let row = 0, from = 0; row < rows; row += 1) {
      let at = (top + row) * this.#columns + (left - shift) / BITS;
      for (let column = 0; column < columns; column += 1, from += 1, at += 1) {
        const bits = mask[from];
        if (bits === 0) continue;
        if (!passes(at, bits >>> shift)) return false;
        if (shift > 0 && !passes(at + 1, bits << (BITS - shift))) return false;
      }
    }
    return true;
  }
}

const meets = (a, b) => a.right >= b.left && a.left <= b.right && a.bottom >= b.top && a.top <= b.bottom;

const around = (a, b) => ({
  left: Math.min(a.left, b.left),
  top: Math.min(a.top, b.top),
  right: Math.max(a.right, b.right),
  bottom: Math.max(a.bottom, b.bottom),
});

/** @file Figures of several runs: what is in the middle, and how far they lie apart. */

/**
 * @typedef {object} Figure
 * @property {number} median
 * @property {number} min
 * @property {number} max
 * @property {number[]} runs In the order in which they were measured.
 */

/**
 * @param {number[]} values
 * @returns {number} The middle value, or the mean of the two in the middle.
 */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * @param {number[]} values At least one.
 * @returns {Figure}
 */
export const figure = (values) => ({
  median: round(median(values)),
  min: round(Math.min(...values)),
  max: round(Math.max(...values)),
  runs: values.map(round),
});

/**
 * Megabytes (10⁶ bytes) a second, from milliseconds a pass.
 * @param {number} bytes
 * @param {number[]} milliseconds
 */
export const rate = (bytes, milliseconds) => figure(milliseconds.map((time) => bytes / time / 1000));

/**
 * How many times `a` is of `b`, run by run: what slows a whole run down is in both.
 * @param {Figure} a
 * @param {Figure} b
 * @returns {Figure}
 */
export const ratio = (a, b) => figure(a.runs.map((value, run) => value / b.runs[run]));

/** Four digits that count: no run repeats to more. */
export const round = (value) => Number(value.toPrecision(4));

/** Collects the values of named rows, run after run. */
export class Rows {
  /** @type {Map<string, number[]>} */
  #values = new Map();

  /** @param {string} name @param {number} value */
  add(name, value) {
    if (!this.#values.has(name)) this.#values.set(name, []);
    this.#values.get(name).push(value);
  }

  /** @param {(values: number[]) => Figure} summarise @returns {Record<string, Figure>} */
  summarise(summarise = figure) {
    return Object.fromEntries([...this.#values].map(([name, values]) => [name, summarise(values)]));
  }
}

/** @file Waiting for what a page comes to show. */

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";

const PATIENCE = 15_000;

/**
 * Reads again and again until the value is the expected one; fails with the difference when it never is.
 * @template T
 * @param {() => Promise<T>} read
 * @param {T} expected
 */
export async function soon(read, expected, what) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const actual = await read();
    if (isDeepStrictEqual(actual, expected)) return;
    if (Date.now() > end) {
      if (what) console.error(what);
      assert.deepStrictEqual(actual, expected);
    }
    await pause(20);
  }
}

/** Reads until the value fits, and gives it. */
export async function until(read, fits, what) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const actual = await read();
    if (fits(actual)) return actual;
    assert.ok(Date.now() < end, `${what}: ${JSON.stringify(actual)}`);
    await pause(20);
  }
}

/** Reads until the text matches the pattern. */
export const soonMatches = (read, pattern, what = String(pattern)) => until(read, (text) => pattern.test(text), what);

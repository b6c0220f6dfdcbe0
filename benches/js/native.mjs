/** @file The native figures: a round is one run of the Rust example `native_bench`. */

import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { built, paths } from "./paths.mjs";

/**
 * @param {string} text Path.
 * @returns {Promise<Record<string, number>>} Milliseconds, and counts of what was found.
 */
export async function nativeRound(text) {
  return run(["--text", text]);
}

/**
 * Writes the double array as it lies in memory.
 * @param {string} text Path.
 * @param {string} image Path of the file to write.
 */
export async function writeImage(text, image) {
  await run(["--text", text, "--words", built.words(), "--image", image]);
}

async function run(options) {
  const dictionary = ["--dictionary", join(paths.package, "hanlens.dict")];
  const { stdout } = await promisify(execFile)(built.native(), [...options, ...dictionary]);
  return JSON.parse(stdout);
}

/** @file Real files on disk for as long as a test needs them. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Writes files into a folder of their own, and takes them away after `act`.
 * @param {Record<string, string>} texts by name
 * @param {(paths: string[]) => Promise<void>} act
 */
export async function withFiles(texts, act) {
  const folder = await mkdtemp(join(tmpdir(), "hanlens-"));
  try {
    const paths = Object.keys(texts).map((name) => join(folder, name));
    await Promise.all(paths.map((path, i) => writeFile(path, Object.values(texts)[i])));
    await act(paths);
  } finally {
    await rm(folder, { recursive: true });
  }
}

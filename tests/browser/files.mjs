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

/** Lets go of files over the middle of the page, as a file manager would. */
export async function dropFiles(page, paths) {
  const input = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"])
    await input.send("Input.dispatchDragEvent", { type, x: 600, y: 450, data });
}

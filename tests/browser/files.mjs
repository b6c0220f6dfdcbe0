/** @file Real files on disk for as long as a test needs them. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

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

/**
 * Lets go of files over the middle of the page, as a file manager would.
 *
 * The browser takes a drop only when it has heard by then that the page wants it. A file manager goes on telling where the
 * pointer is; here the files are let go of again when they were not taken.
 */
export async function dropFiles(page, paths) {
  // The engines that have no such command of their own bring one that makes the events.
  if (page.dropFiles) return page.dropFiles(paths);
  const input = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  const send = (type) => input.send("Input.dispatchDragEvent", { type, x: 600, y: 450, data });
  await page.evaluate(() => {
    globalThis.drops = 0;
    addEventListener("drop", () => (globalThis.drops += 1), { capture: true, once: true });
  });
  for (let tries = 0; tries < 50; tries += 1) {
    await send("dragEnter");
    await send("dragOver");
    await pause(20);
    await send("dragOver");
    await send("drop");
    await pause(20 * (tries + 1));
    if ((await page.evaluate(() => globalThis.drops)) > 0) return undefined;
    await send("dragCancel");
  }
  throw new Error("the page never took the files");
}

/** @file A page that is given far too much, what it still must do, and what it gives back. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { checkRecord } from "../setting.mjs";
import { figuresOf, lines } from "../texts.mjs";

/** What is very large takes its time; whoever waits longer than this, in milliseconds, waits for nothing. */
export const PATIENCE = 240_000;

/** The engine has 12 MB at the start, and gives back what is beyond four times that. */
const SMALL = 50e6;

/** Keeps the worker, so that a test can ask the engine how much memory it has. */
function keepWorker() {
  globalThis.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      globalThis.engineWorker = this;
    }
  };
}

/** The bytes of the engine's memory: the question that the package itself would ask, as a message. */
const memoryOf = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const id = `test-${Math.random()}`;
        const hear = ({ data }) => {
          if (data?.id !== id) return;
          globalThis.engineWorker.removeEventListener("message", hear);
          resolve(data.value);
        };
        globalThis.engineWorker.addEventListener("message", hear);
        const raw = (value) => ({ type: "RAW", value });
        globalThis.engineWorker.postMessage({ id, type: "APPLY", path: ["call"], argumentList: [raw(id), raw("memory"), raw([]), raw(null), raw(null)] });
      }),
  );

/** Reads until the value fits, however long it takes a slow machine. */
export async function inTheEnd(read, fits, what) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const actual = await read();
    if (fits(actual)) return actual;
    assert.ok(Date.now() < end, `${what}: ${JSON.stringify(actual)?.slice(0, 500)}`);
    await pause(50);
  }
}

/**
 * Opens the page, lets a test do harm, and finds out whether the page has survived it: the next text has its figures, the
 * console is empty, nothing was asked for, and the memory has come back.
 */
export async function survives(setting, origin, act) {
  const reader = await setting.open(origin, { init: keepWorker });
  reader.page.setDefaultTimeout(PATIENCE);
  try {
    await act(reader);
    await isUsable(reader);
    await checkRecord(reader);
  } finally {
    await reader.page.context().close();
  }
}

/** Takes all documents away and opens a small one. */
export async function isUsable(reader) {
  const { page } = reader;
  await page.evaluate(() => document.querySelector("#notice:not([hidden]) button")?.click());
  for (let count = (await reader.documents()).length; count > 0; count -= 1) {
    await page.evaluate(() => document.querySelector("#documents [aria-current]").closest("li").querySelector(".icon-button:last-child").click());
  }
  await reader.openFiles([{ name: "small.txt", text: lines(20) }]);
  await inTheEnd(() => reader.figures(), (figures) => JSON.stringify(figures) === JSON.stringify(figuresOf(20)), "the next text has its figures");
  await inTheEnd(() => page.getAttribute("#text", "data-tokens"), (tokens) => tokens === "120", "and is shown");
  await inTheEnd(() => memoryOf(page), (bytes) => bytes < SMALL, "memory comes back");
}

/** Opens a file of any size and waits until it is shown or refused. */
export async function opens(reader, path, name) {
  const { page } = reader;
  await page.setInputFiles("#file-input", path);
  const state = () =>
    page.evaluate((wanted) => {
      const notice = document.getElementById("notice");
      if (!notice.hidden) return { refused: document.getElementById("notice-text").textContent };
      const current = document.querySelector("#documents [aria-current]");
      const { tokens } = document.getElementById("text").dataset;
      // The count stands beside the name as soon as the analysis is of this document.
      const counted = current?.querySelector(".document-count")?.textContent.replaceAll(",", "");
      const isShown = current?.querySelector(".document-label").textContent === wanted && tokens !== undefined && tokens === counted;
      return { shown: isShown ? Number(tokens) : undefined };
    }, name);
  return inTheEnd(state, ({ refused, shown }) => refused !== undefined || shown !== undefined, "it is shown or refused");
}

/**
 * A file on disk, written in parts: no string has to hold it.
 * @param {string} name
 * @param {Iterable<string | Buffer>} parts
 * @param {(path: string) => Promise<void>} act
 */
export async function withLargeFile(name, parts, act) {
  const folder = await mkdtemp(join(tmpdir(), "hanlens-"));
  const path = join(folder, name);
  try {
    const stream = createWriteStream(path);
    for (const part of parts) if (!stream.write(part)) await once(stream, "drain");
    stream.end();
    await once(stream, "finish");
    await act(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

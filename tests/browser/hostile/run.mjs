/** @file What a reader does with a text that is far too large. */

import assert from "node:assert/strict";
import { open, stat } from "node:fs/promises";
import { test } from "node:test";
import { VIEWS } from "../explore.mjs";
import { LARGE } from "./inputs.mjs";
import { inTheEnd, opens, PATIENCE, survives, withLargeFile } from "./large.mjs";

/** What the page says where it does not know what is wrong: it must always know. */
const UNKNOWN = "Something went wrong";

const noticeOf = async (reader) => {
  const notice = await reader.notice();
  assert.ok(!notice.includes(UNKNOWN), notice);
  await reader.page.evaluate(() => document.querySelector("#notice:not([hidden]) button")?.click());
  return notice;
};

/** Goes through the views of the work area: each shows its figures, or the page says why it does not. */
async function walk(reader) {
  const { page } = reader;
  for (const [view, ready] of Object.entries(VIEWS)) {
    await page.evaluate((id) => document.getElementById(`tab-${id}`).click(), view);
    const state = () =>
      page.evaluate(([id, attribute]) => {
        const element = document.getElementById(`view-${id}`);
        return element.matches(attribute) || document.getElementById(`${id}-status`)?.textContent || !document.getElementById("notice").hidden;
      }, [view, ready]);
    await inTheEnd(state, Boolean, `the view ${view}`);
    await noticeOf(reader);
  }
  await page.evaluate(() => document.getElementById("tab-table").click());
}

/** To the end of the text and of the table: what is there is laid out and not empty. */
async function goToTheEnds(reader) {
  const { page } = reader;
  const toTheEnd = (id) => page.evaluate((name) => (document.getElementById(name).scrollTop = 1e9), id);
  await inTheEnd(
    async () => {
      await toTheEnd("text");
      return page.evaluate(() => document.querySelector("#text .text-body > div:last-child")?.textContent ?? "");
    },
    (text) => text !== "",
    "the end of the text",
  );
  await toTheEnd("table");
  await inTheEnd(() => reader.rows(), (rows) => rows.length > 0 && rows.at(-1)[1] !== "", "the end of the table");
  await page.evaluate(() => (document.getElementById("table").scrollTop = 0));
}

async function chooses(reader, word) {
  const { page } = reader;
  await page.fill("#filter-text", word);
  await inTheEnd(() => reader.words(), ([first]) => first === word, `${word} is in the table`);
  await page.click("#table [data-index='0'] .cell-word");
  await inTheEnd(() => reader.chosen(), (chosen) => chosen?.[0] === word, `${word} is chosen`);
  await page.fill("#filter-text", "");
}

/** The last bytes of the table as a file, and how many there are. */
async function savesTable({ page }, format) {
  await page.evaluate(() => document.getElementById("table-export").click());
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(`#table-export-save-${format}`)]);
  const path = await download.path();
  const { size } = await stat(path);
  const file = await open(path);
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(200), position: Math.max(0, size - 200) });
  await file.close();
  return { size, end: buffer.toString("utf8", 0, bytesRead) };
}

/**
 * @param {() => {setting: import("../setting.mjs").Setting, origin: "disk" | "host"}} given
 * @param {boolean} isSlow Whether those of `tests/long`.
 */
export function runLarge(given, isSlow) {
  for (const [name, input] of Object.entries(LARGE).filter(([, { isSlow: slow = false }]) => slow === isSlow)) {
    test(`${name}: a result, and the page goes on`, { timeout: 3 * PATIENCE }, async () => {
      const { setting, origin } = given();
      await withLargeFile("large.txt", input.parts(), (path) =>
        survives(setting, origin, async (reader) => {
          const { shown, refused } = await opens(reader, path, "large.txt");
          assert.equal(refused, undefined);
          if (input.tokens) assert.equal(shown, input.tokens);
          if (input.word) await chooses(reader, input.word);
          await noticeOf(reader);
          await goToTheEnds(reader);
          await walk(reader);
          const { size, end } = await savesTable(reader, "csv");
          assert.ok(size > 60 && end.endsWith("\r\n"), `${size} bytes of CSV end with ${JSON.stringify(end)}`);
          await noticeOf(reader);
        }),
      );
    });
  }
}

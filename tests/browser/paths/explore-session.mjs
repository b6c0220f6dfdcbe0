/** @file A session saved, opened again after a reload, with every figure as it was; the report; the address. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { fromClipboard } from "../clipboard.mjs";
import { cells, openTexts, plainRows, showView, status, VIEWS } from "../explore.mjs";
import { forgetAll } from "../keeping.mjs";
import { soon, soonMatches } from "../soon.mjs";
import { lines } from "../texts.mjs";

const TEXTS = { "a.txt": lines(7), "b.txt": `${lines(3)}上海的夜景很美。\r\n我爱上海😀。` };

const GRIDS = ["concordance", "collocates", "ngrams", "dispersion", "trend", "compare", "new-words"];

/** Rows of a grid that are compared; how many more are in the page depends on where it was scrolled to. */
const FIRST = 12;

/** What there is to read of the page and of each view, by its name. */
const READERS = {
  sum: (reader) => reader.figures(),
  table: (reader) => reader.rows(),
  keywords: (reader) => reader.keywords(),
  ...Object.fromEntries(GRIDS.map((view) => [view, async (reader) => [(await cells(reader, `${view}-table`)).slice(0, FIRST), await status(reader, view)]])),
  numbers: async (reader) => [await plainRows(reader, "numbers-table"), await cells(reader, "numbers-characters")],
  "own-words": (reader) => plainRows(reader, "own-words-table"),
};

const showFor = async (reader, name) => {
  if (!(name in VIEWS)) return showView(reader, "table");
  await showView(reader, name);
  return reader.page.waitForSelector(`#view-${name}${VIEWS[name]}`);
};

/** What is read once it stays the same. */
async function settled(read) {
  for (let before = await read(); ; ) {
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
    const now = await read();
    if (isDeepStrictEqual(now, before)) return now;
    before = now;
  }
}

async function everything(reader) {
  const figures = {};
  for (const [name, read] of Object.entries(READERS)) {
    await showFor(reader, name);
    figures[name] = await settled(() => read(reader));
  }
  return figures;
}

async function saved({ page }, button) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(button)]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

const openSession = ({ page }, text) =>
  page.setInputFiles("#session-file", { name: "hanlens-session.json", mimeType: "application/json", buffer: Buffer.from(text) });

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  {
    name: "save, reload, open: every figure of every view is the same",
    async run(reader) {
      const { page } = reader;
      await page.click("#open-words");
      await page.fill("#word", "爱上海");
      await page.click("#word-add");
      await page.waitForSelector("#own-words li");
      await page.keyboard.press("Escape");
      await openTexts(reader, TEXTS);
      await page.selectOption("#keyword-method", "textrank");
      await page.click("#table .cell-word:text-is('北京')");
      await soon(async () => (await reader.chosen())?.[0], "北京");
      await showView(reader, "concordance");
      await page.fill("#concordance-left", "3");
      await page.press("#concordance-left", "Enter");
      await showView(reader, "table");
      const before = await everything(reader);
      await showView(reader, "report");
      const session = await saved(reader, "#session-save");
      assert.equal(session.name, "hanlens-session.json");
      // Nothing of it is left in the browser.
      await forgetAll(page);
      await page.reload();
      await reader.isReady();
      await showView(reader, "report");
      await openSession(reader, session.text);
      await soon(() => reader.documents(), ["*a.txt", "b.txt"]);
      await page.waitForSelector("#text[data-tokens]");
      await soon(async () => (await reader.chosen())?.[0], "北京");
      await soon(() => page.inputValue("#keyword-method"), "textrank");
      await showView(reader, "concordance");
      await soon(() => page.inputValue("#concordance-left"), "3");
      await showView(reader, "table");
      await soon(() => reader.keywords(), before.keywords);
      assert.ok(GRIDS.every((view) => view === "new-words" || before[view][0].length > 0), "each view has figures");
      for (const [name, read] of Object.entries(READERS)) {
        await showFor(reader, name);
        await soon(() => read(reader), before[name], name);
      }
    },
  },
  {
    name: "a file that is no session is told, and what is open stays",
    async run(reader) {
      await openTexts(reader, TEXTS);
      await showView(reader, "report");
      for (const text of ["no json", "{}", '{"format":"hanlens-session","version":99}']) {
        await reader.page.evaluate(() => document.querySelector("#notice:not([hidden]) button")?.click());
        await openSession(reader, text);
        await soon(async () => (await reader.notice()) !== "", true, text);
        assert.deepEqual(await reader.documents(), ["*a.txt", "b.txt"]);
      }
    },
  },
  {
    name: "a session file that an older page saved opens; one of a newer page opens as far as it can be read",
    async run(reader) {
      const { page } = reader;
      await openTexts(reader, TEXTS);
      await showView(reader, "report");
      const saved1 = JSON.parse((await saved(reader, "#session-save")).text);
      const { version, documents, place, ...state } = saved1.state;
      assert.equal(version, 2);
      // As the first version of the page wrote it: no number, and the languages by themselves.
      const old = { ...saved1, state: { ...state, work: "numbers", current: 1, languages: ["zh-Hant", "zh-Hans"] } };
      await openSession(reader, JSON.stringify(old));
      await soon(() => reader.documents(), ["a.txt", "*b.txt"]);
      await soon(() => page.isVisible("#view-numbers"), true);
      assert.equal(await reader.notice(), "");
      await page.click("#documents .document-name:has-text('a.txt')");
      await soon(() => page.getAttribute("#text .text-body", "lang"), "zh-Hant");
      await openSession(reader, JSON.stringify({ ...saved1, state: { ...saved1.state, version: 99, work: "cloud" } }));
      await soon(() => reader.notice(), "This session was saved by a newer HanLens. Its texts and words are open; what was shown of them cannot be read here.");
      assert.deepEqual(await reader.documents(), ["*a.txt", "b.txt"]);
      await openSession(reader, JSON.stringify({ ...saved1, version: 99 }));
      await soonMatches(() => reader.notice(), /version.* of a newer HanLens; this one reads up to 1/);
      assert.deepEqual(await reader.documents(), ["*a.txt", "b.txt"]);
    },
  },
  {
    name: "the report names each file with its size and its SHA-256",
    async run(reader) {
      await openTexts(reader, TEXTS);
      await showView(reader, "report");
      const row = ([name, text]) => [
        name,
        text.length.toLocaleString("en-US"),
        Buffer.byteLength(text).toLocaleString("en-US"),
        createHash("sha256").update(text).digest("hex"),
      ];
      await soon(() => plainRows(reader, "report-documents"), Object.entries(TEXTS).map(row));
      const report = JSON.parse((await saved(reader, "#report-save")).text);
      await soonMatches(() => reader.page.textContent("#report-reportDictionary"), new RegExp(report.dictionaryHash));
    },
  },
  {
    name: "the address holds options, never a text or a word, and opens the view with them",
    async run(reader, setting) {
      const { page } = reader;
      await openTexts(reader, TEXTS);
      await showView(reader, "concordance");
      await page.fill("#concordance-pattern", "北京");
      await page.fill("#concordance-left", "4");
      await page.press("#concordance-left", "Enter");
      await showView(reader, "report");
      await page.click("#link-copy");
      await soon(() => reader.notice(), "Copied.");
      const link = new URL(await fromClipboard(page));
      assert.equal(link.hash, "#view=report&concordance.left=4");
      const again = await setting.open(setting.origin, { hash: "#view=concordance&concordance.left=4&concordance.right=9999&trend.figure=counts" });
      try {
        await soon(() => again.page.inputValue("#concordance-left"), "4");
        await soon(() => again.page.inputValue("#concordance-right"), "10", "what cannot be is left out");
        assert.deepEqual(again.record.problems, []);
      } finally {
        await again.page.context().close();
      }
    },
  },
];

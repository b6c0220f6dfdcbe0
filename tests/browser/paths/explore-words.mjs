/** @file Words of the reader's own: found as new words, joined and split in the text, switched on and off, taken back. */

import assert from "node:assert/strict";
import { cells, plainRows, savedBy, showView, status } from "../explore.mjs";
import { soon, until } from "../soon.mjs";
import { figuresOf, lines } from "../texts.mjs";

/**
 * 36 Chinese characters; 云头糕 three times, each time between other neighbours (a full stop is another one each time).
 * Cohesion = ln((3/36) / (3/36)²) = ln 12 = 2.48, freedom = ln 3 = 1.10, score = 2.4849 · 1.0986 · 1.0986 = 3.00.
 */
const FRUIT = "我吃云头糕。他买云头糕吗。她卖云头糕。今天早上的天气很好，我们一起去公园里散步看。";

const tokens = async (reader) => (await reader.figures()).tokens;

async function write(reader, text) {
  await reader.write(text);
  await reader.page.click("#edit");
  await reader.page.waitForSelector("#text[data-tokens]");
}

/** Goes so many words on in the text, by the keyboard. */
async function goTo({ page }, words) {
  await page.focus("#text");
  for (let i = 0; i < words; i += 1) await page.keyboard.press("ArrowRight");
}

const cutNow = ({ page }) =>
  page.$$eval("#cut-editor .cut-line > *", (all) =>
    all.map((part) => (part.matches("button") ? (part.getAttribute("aria-pressed") === "true" ? "|" : "") : part.textContent)).join(""),
  );

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  {
    name: "a new word is found, accepted by one click, and taken back",
    async run(reader) {
      const { page } = reader;
      await write(reader, FRUIT);
      const before = await tokens(reader);
      await showView(reader, "new-words");
      await soon(() => status(reader, "new-words"), "1 candidate");
      const [row] = await cells(reader, "new-words-table");
      assert.deepEqual([row[0], ...row.slice(3, 7)], ["云头糕", "3", "2.48", "1.10", "3.00"]);
      await page.click("#new-words-table [aria-label='Accept 云头糕']");
      await soon(() => status(reader, "new-words"), "0 candidates");
      await soon(() => page.$$eval("#table [role=row][data-index] .cell-word", (all) => all.some((cell) => cell.textContent === "云头糕")), true);
      await until(() => tokens(reader), (now) => now !== before, "the figures follow");
      await showView(reader, "own-words");
      await soon(async () => (await plainRows(reader, "own-words-table")).map(([, word, , makes]) => [word, makes]), [["云头糕", "3"]]);
      await page.click("#words-undo");
      await soon(() => tokens(reader), before);
      await page.click("#words-redo");
      await soon(async () => (await plainRows(reader, "own-words-table")).length, 1);
    },
  },
  {
    name: "a declined word stays away, over a reload too, until it is shown again",
    async run(reader) {
      const { page } = reader;
      await write(reader, FRUIT);
      await showView(reader, "new-words");
      await soon(() => status(reader, "new-words"), "1 candidate");
      await page.focus("#new-words-table");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("d");
      await soon(() => status(reader, "new-words"), "0 candidates");
      await page.reload();
      await reader.isReady();
      await showView(reader, "new-words");
      await soon(() => status(reader, "new-words"), "0 candidates");
      await page.click("#new-words-restore");
      await soon(() => status(reader, "new-words"), "1 candidate");
      const { text } = await savedBy(reader, "new-words-export", "json");
      assert.deepEqual(JSON.parse(text).map(({ word, count }) => [word, count]), [["云头糕", 3]]);
    },
  },
  {
    name: "a word is switched off and on; the list says what it changes",
    async run(reader) {
      const { page } = reader;
      await page.click("#open-words");
      await page.fill("#word", "爱北京");
      await page.click("#word-add");
      await page.waitForSelector("#own-words li");
      await page.keyboard.press("Escape");
      await write(reader, lines(2));
      await soon(() => tokens(reader), "10");
      await showView(reader, "own-words");
      await soon(async () => (await plainRows(reader, "own-words-table")).map((row) => [row[1], row[3], row[4]]), [["爱北京", "2", "爱|北京 ×2"]]);
      await page.uncheck("#own-words-table [aria-label='爱北京 is used']");
      await soon(() => tokens(reader), "12");
      await page.reload();
      await reader.isReady();
      await soon(() => tokens(reader), "12", "it stays off");
      await showView(reader, "own-words");
      await page.check("#own-words-table [aria-label='爱北京 is used']");
      await soon(() => tokens(reader), "10");
      await page.click("#own-words-table [aria-label='Remove 爱北京']");
      await soon(() => tokens(reader), "12");
      await soon(() => status(reader, "own-words"), "No words yet.");
    },
  },
  {
    name: "selected words are joined in the text by the keyboard, and taken back",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(2), figuresOf(2));
      await goTo(reader, 2);
      await page.keyboard.press("Shift+ArrowRight");
      await soon(() => cutNow(reader), "爱|北京");
      await page.keyboard.press("c");
      await soon(() => page.evaluate(() => document.activeElement.dataset.at), "1");
      await page.focus("#cut-join");
      await page.keyboard.press("Enter");
      await soon(() => tokens(reader), "10");
      await soon(() => reader.words(), ["北京", "我", "爱北京", "天安门"]);
      await showView(reader, "own-words");
      await page.click("#words-undo");
      await soon(() => tokens(reader), "12");
      await page.click("#words-redo");
      await soon(() => tokens(reader), "10");
    },
  },
  {
    name: "a word is split in the text where the reader wants it",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(2), figuresOf(2));
      await goTo(reader, 4);
      await page.keyboard.press("c");
      await soon(() => cutNow(reader), "天安门");
      await page.click("#cut-editor [data-at='1']");
      await soon(() => cutNow(reader), "天|安门");
      await page.click("#cut-apply");
      await soon(() => tokens(reader), "14");
      const words = await until(() => reader.words(), (all) => all.includes("安门"), "the word is split");
      assert.ok(words.includes("天") && !words.includes("天安门"), words.join());
    },
  },
  {
    name: "characters that the pointer selects open the same editor; Escape puts it away",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(1), figuresOf(1));
      await page.dblclick("#text p", { position: { x: 60, y: 15 } });
      await soon(() => page.isVisible("#cut-editor"), true);
      await page.focus("#cut-close");
      await page.keyboard.press("Escape");
      await soon(() => page.isVisible("#cut-editor"), false);
      await soon(() => page.evaluate(() => document.activeElement.id), "text");
    },
  },
];

/** @file One word, chosen in any view, is shown in all of them. */

import assert from "node:assert/strict";
import { soon, until } from "../soon.mjs";
import { figuresOf, lines } from "../texts.mjs";

/** The words that each view shows as chosen. */
const shownIn = async (reader) => ({
  text: [...new Set(await reader.painted("chosen"))],
  times: (await reader.painted("chosen")).length,
  table: await reader.page.$$eval("#table [aria-selected=true] .cell-word", (all) => all.map((cell) => cell.textContent)),
  keywords: await reader.page.$$eval("#keywords [aria-pressed=true]", (all) => all.map(({ dataset }) => dataset.word)),
});

/** The index of the line in which the coloured occurrence begins, and where, in UTF-16 code units; null before it is coloured. */
const occurrence = (reader) =>
  reader.page.evaluate(() => {
    const [range] = CSS.highlights.get("occurrence");
    if (!range) return null;
    const line = [...document.querySelectorAll("#text .text-body p")].indexOf(range.startContainer.parentElement);
    return [line, range.startOffset];
  });

const clickRow = (reader, word) => reader.page.click(`#table .cell-word:text-is("${word}")`);

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  ...Object.entries({
    "in the text": (reader) => reader.clickInText("北京"),
    "in the table": (reader) => clickRow(reader, "北京"),
    "in the keywords": (reader) => reader.page.click("#keywords [data-word=北京]"),
  }).map(([view, click]) => ({
    name: `a word clicked ${view} is chosen everywhere`,
    async run(reader) {
      await reader.read(lines(4), figuresOf(4));
      await click(reader);
      await soon(() => reader.chosen(), ["北京", "place, 12 times", "1 of 12"]);
      await soon(() => shownIn(reader), { text: ["北京"], times: 12, table: ["北京"], keywords: ["北京"] });
      await soon(() => occurrence(reader), [0, 2]);
    },
  })),
  {
    name: "the place of the click is the occurrence",
    async run(reader) {
      await reader.read(lines(4), figuresOf(4));
      await reader.clickInText("北京", 4);
      await soon(async () => (await reader.chosen())?.[2], "5 of 12");
      await soon(() => occurrence(reader), [1, 8]);
      await reader.clickInText("天安门", 2);
      await soon(() => reader.chosen(), ["天安门", "place, 4 times", "3 of 4"]);
      await soon(() => occurrence(reader), [2, 4]);
    },
  },
  ...Object.entries({
    buttons: { next: (page) => page.click("#next"), previous: (page) => page.click("#previous") },
    keys: { next: (page) => page.keyboard.press("n"), previous: (page) => page.keyboard.press("p") },
  }).map(([by, { next, previous }]) => ({
    name: `next and previous by ${by}`,
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(2), figuresOf(2));
      await reader.clickInText("北京");
      const places = [[0, 2], [0, 8], [0, 11], [1, 2], [1, 8], [1, 11]];
      const isAt = async (index) => {
        await soon(async () => (await reader.chosen())?.[2], `${index + 1} of 6`);
        await soon(() => occurrence(reader), places[index]);
      };
      await isAt(0);
      for (const index of [1, 2, 3, 4, 5, 0]) {
        await next(page);
        await isAt(index);
      }
      for (const index of [5, 4]) {
        await previous(page);
        await isAt(index);
      }
    },
  })),
  {
    name: "the way goes on into the next document that has the word",
    async run(reader) {
      const { page } = reader;
      await reader.openFiles([
        { name: "a.txt", text: "北京" },
        { name: "none.txt", text: "上海" },
        { name: "b.txt", text: "北京，北京" },
      ]);
      await soon(async () => (await reader.figures()).tokens, "4");
      await soon(() => reader.documents(), ["*a.txt", "none.txt", "b.txt"]);
      await clickRow(reader, "北京");
      await soon(() => reader.chosen(), ["北京", "place, 3 times", "1 of 1 in this document"]);
      await page.click("#next");
      await soon(() => reader.documents(), ["a.txt", "none.txt", "*b.txt"]);
      await soon(async () => (await reader.chosen())[2], "1 of 2 in this document");
      await soon(() => reader.painted("chosen"), ["北京", "北京"]);
      await page.click("#previous");
      await soon(() => reader.documents(), ["*a.txt", "none.txt", "b.txt"]);
    },
  },
  {
    name: "Escape and the button let the word go",
    async run(reader) {
      await reader.read(lines(2), figuresOf(2));
      for (const letGo of [() => reader.page.keyboard.press("Escape"), () => reader.page.click("#unchoose")]) {
        await reader.clickInText("北京");
        await soon(async () => (await reader.painted("chosen")).length, 6);
        await letGo();
        await soon(() => reader.chosen(), null);
        await soon(() => shownIn(reader), { text: [], times: 0, table: [], keywords: [] });
      }
    },
  },
  {
    name: "a choice far down the text comes into sight",
    async run(reader) {
      const text = `${lines(400)}上海\n${lines(400)}`;
      await reader.openFiles([{ name: "a.txt", text }]);
      await soon(async () => (await reader.figures()).tokens, "4,801");
      await reader.page.waitForSelector("#text[data-tokens='4801']");
      await clickRow(reader, "上海");
      await soon(() => reader.painted("occurrence"), ["上海"]);
      await soon(
        () =>
          reader.page.evaluate(() => {
            const [range] = CSS.highlights.get("occurrence");
            const line = range.startContainer.parentElement.getBoundingClientRect();
            const pane = document.getElementById("text").getBoundingClientRect();
            return line.top >= pane.top && line.bottom <= pane.bottom;
          }),
        true,
      );
    },
  },
  {
    name: "<mark> shows the same words as CSS highlights",
    async run(reader, setting) {
      const byMark = await setting.open(setting.origin, { hash: "#highlight=mark" });
      try {
        for (const one of [reader, byMark]) {
          await one.read(lines(3), figuresOf(3));
          await one.page.click("#keywords [data-word=天安门]");
          await soon(async () => (await one.painted("chosen")).length, 3);
        }
        assert.ok((await byMark.page.$$("#text mark")).length > 0, "there are <mark> elements");
        assert.equal(await byMark.page.evaluate(() => CSS.highlights.size), 0);
        for (const layer of ["word", "keyword", "chosen", "occurrence"]) {
          const words = await until(() => reader.painted(layer), (found) => found.length > 0, layer);
          await soon(() => byMark.painted(layer), words, layer);
        }
        assert.equal(await byMark.text(), await reader.text());
        await byMark.clickInText("北京", 2);
        await soon(() => byMark.chosen(), ["北京", "place, 9 times", "3 of 9"]);
        assert.deepEqual(byMark.record.problems, []);
      } finally {
        await byMark.page.context().close();
      }
    },
  },
];

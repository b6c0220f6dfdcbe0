/** @file Words that are more frequent in one document than in another, or than in a list. */

import assert from "node:assert/strict";
import { cells, csv, openTexts, rowOf, savedBy, showView, status } from "../explore.mjs";
import { soon, soonMatches, until } from "../soon.mjs";

/**
 * 26 tokens here, 3 of them 北京; 16 there, none of them. By the formulas: G² = 2 · 3 · ln(3 / (26 · 3 / 42)) = 2.87744,
 * Log Ratio = log₂((3 / 26) / (0.5 / 16)) = 1.88452, BIC = 2.87744 − ln 42 = −0.86023; nothing there, so %DIFF is ∞.
 * 我 is 23 of 26 here and 16 of 16 there: G² = 0.14072, and rarer here; Log Ratio = log₂(0.884615) = −0.17688.
 */
const TEXTS = { "here.txt": `${"北京 ".repeat(3)}${"我 ".repeat(23)}`, "there.txt": "我 ".repeat(16) };
const BEIJING = ["北京", "2.88", "", "1.88", "3", "0", "115,385", "0.0", "∞", "−0.86"];
const I = ["我", "−0.14", "", "−0.18", "23", "16", "884,615", "1,000,000", "−12", "−3.60"];

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  {
    name: "keyness of the document that is shown against the other",
    async run(reader) {
      const { page } = reader;
      await openTexts(reader, TEXTS);
      await showView(reader, "compare");
      await soon(() => cells(reader, "compare-table"), [BEIJING, I]);
      await soon(() => status(reader, "compare"), "2 words");
      await soon(() => page.getAttribute("#compare-table .cell-g2", "aria-sort"), "descending");
      await page.selectOption("#compare-direction", "negative");
      await soon(() => cells(reader, "compare-table"), [I]);
      await page.selectOption("#compare-direction", "both");
      await page.click("#compare-table-sort-targetCount");
      await soon(async () => (await cells(reader, "compare-table")).map(([word]) => word), ["我", "北京"]);
    },
  },
  {
    name: "another document is compared the other way round",
    async run(reader) {
      const { page } = reader;
      await openTexts(reader, TEXTS);
      await showView(reader, "compare");
      await page.click("#compare-target");
      await page.check("#view-compare .tag-box:has-text('there.txt') input");
      await page.uncheck("#view-compare .tag-box:has-text('here.txt') >> nth=0 >> input");
      await page.keyboard.press("Escape");
      const row = await until(() => rowOf(reader, "compare-table", "北京"), (found) => found?.[4] === "0", "the sides are changed");
      assert.deepEqual(row.slice(1, 6), ["−2.88", "", "−1.88", "0", "3"]);
    },
  },
  {
    name: "a reference list takes the place of the other documents, and a broken one is told",
    async run(reader) {
      const { page } = reader;
      await openTexts(reader, { "here.txt": TEXTS["here.txt"] });
      await showView(reader, "compare");
      await soon(() => status(reader, "compare"), "Open a second document, or load a word list to compare with.");
      const load = (text) => page.setInputFiles("#compare-file", { name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
      await load("我\t16\n");
      await soon(() => cells(reader, "compare-table"), [BEIJING, I]);
      await page.click("#compare-list");
      await soon(() => cells(reader, "compare-table"), []);
      await load("我 no number\n");
      await soonMatches(() => reader.notice(), /The list cannot be read/);
    },
  },
  {
    name: "a row is chosen everywhere, and the table is saved",
    async run(reader) {
      await openTexts(reader, TEXTS);
      await showView(reader, "compare");
      await reader.page.click("#compare-table .cell-word:text-is('北京')");
      await soon(() => reader.chosen(), ["北京", "place, 3 times", "1 of 3 in this document"]);
      await soon(async () => (await reader.painted("chosen")).length, 3);
      const { name, text } = await savedBy(reader, "compare-export", "csv");
      assert.equal(name, "hanlens-compare.csv");
      const [head, first] = csv(text);
      assert.equal(first[head.indexOf("word")], "北京");
      assert.equal(Number(first[head.indexOf("g2")]).toFixed(5), "2.87744");
      assert.equal(Number(first[head.indexOf("log_ratio")]).toFixed(5), "1.88452");
    },
  },
];

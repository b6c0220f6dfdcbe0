/** @file Why a sentence is cut as it is. */

import assert from "node:assert/strict";
import { csv, plainRows, savedBy, savesPicture, showView } from "../explore.mjs";
import { soon, soonMatches, until } from "../soon.mjs";
import { figuresOf, lines } from "../texts.mjs";

/** The sum of the frequencies of the dictionary. */
const TOTAL = 60_101_967;

const explained = (reader) =>
  reader.page.$$eval("#explain-tokens li", (all) => all.map((token) => [token.firstChild.textContent, token.lastChild.textContent]));

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  {
    name: "candidates with frequency and weight, and the way that was taken",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(2), figuresOf(2));
      await showView(reader, "explain");
      await soon(() => explained(reader), [
        ["我", "pronoun · dictionary"], ["爱", "verb · dictionary"], ["北京", "place · dictionary"], ["天安门", "place · dictionary"],
      ]);
      await page.click("#view-explain summary");
      const rows = await until(() => plainRows(reader, "explain-table"), (found) => found.length > 0, "the words are in the table");
      // 34,488 is the frequency of 北京 in jieba's dictionary.
      assert.deepEqual(rows.find(([word]) => word === "北京"), ["北京", "34,488", Math.log(34_488 / TOTAL).toFixed(3).replace("-", "−"), "dictionary", "yes"]);
      assert.equal(rows.find(([word]) => word === "京")?.[4] ?? "", "", "京 alone was not taken");
      await soonMatches(() => page.getAttribute("#explain-chart", "aria-label"), /我 \| 爱 \| 北京 \| 天安门/);
    },
  },
  {
    name: "it follows the place where the reader is, and takes a sentence of the reader's own",
    async run(reader) {
      const { page } = reader;
      await reader.read("上海的夜景很美。\n北京也很美。", { tokens: "9", types: "7", characters: "14", han: "12 Chinese" });
      await showView(reader, "explain");
      await soon(() => page.getAttribute("#view-explain", "data-text"), "上海的夜景很美。");
      await page.click("#tab-table");
      await page.click("#table .cell-word:text-is('北京')");
      await showView(reader, "explain");
      await soon(() => page.getAttribute("#view-explain", "data-text"), "北京也很美。");
      await page.fill("#explain-text", "他来到了网易杭研大厦");
      await page.click("#explain-go");
      // 杭研 is in no dictionary: the model of unknown words makes it of two single characters.
      const tokens = await until(() => explained(reader), (found) => found.some(([word]) => word === "杭研"), "the sentence is explained");
      assert.match(tokens.find(([word]) => word === "杭研")[1], /unknown-word model/);
      assert.match(tokens.find(([word]) => word === "大厦")[1], /dictionary/);
    },
  },
  {
    name: "it is saved as a table and as a picture",
    async run(reader) {
      await reader.read(lines(1), figuresOf(1));
      await showView(reader, "explain");
      await soon(async () => (await explained(reader)).length, 4);
      await savesPicture(reader, "explain-export", "hanlens-explain", ["天", "安", "门"]);
      const rows = csv((await savedBy(reader, "explain-export", "csv")).text);
      assert.deepEqual(rows[0], ["word", "start", "end", "frequency", "weight", "source", "taken"]);
      assert.deepEqual(rows.find(([word]) => word === "天安门").slice(1, 3), ["4", "7"]);
    },
  },
];

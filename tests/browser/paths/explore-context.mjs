/** @file Concordance, collocates, n-grams: what stands around a word. */

import assert from "node:assert/strict";
import { cells, csv, openTexts, rowOf, savedBy, savesPicture, showView, status } from "../explore.mjs";
import { soon, soonMatches } from "../soon.mjs";
import { figuresOf, lines } from "../texts.mjs";

const chooseInTable = ({ page }, word) => page.click(`#table .cell-word:text-is("${word}")`);

/** Left, hit and right of the rows; the document is its own column. */
const contexts = async (reader) => (await cells(reader, "concordance-table")).map(([, ...parts]) => parts);

async function look(reader, kind, value) {
  await reader.page.selectOption("#concordance-pattern-kind", kind);
  await reader.page.fill("#concordance-pattern", value);
}

const setNumber = async ({ page }, id, value) => {
  await page.fill(id, String(value));
  await page.press(id, "Enter");
};

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  {
    name: "the word that is chosen anywhere is what the concordance shows, with its neighbours",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(2), figuresOf(2));
      await chooseInTable(reader, "天安门");
      await showView(reader, "concordance");
      await setNumber(reader, "#concordance-left", 2);
      await setNumber(reader, "#concordance-right", 1);
      // A line is 我 爱 北京 天安门 。 北京 ！ 北京 ？: two tokens before, one after, and what lies between.
      await soon(() => contexts(reader), [["爱北京", "天安门", "。北京"], ["爱北京", "天安门", "。北京"]]);
      await soon(() => status(reader, "concordance"), "2 hits for 天安门");
      await page.check("#concordance-bounded");
      await soon(async () => (await contexts(reader)).map(([left, , right]) => [left, right.trim()]), [["爱北京", "。"], ["爱北京", "。"]]);
    },
  },
  {
    name: "it is sorted by its neighbours, which are coloured",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(1), figuresOf(1));
      await showView(reader, "concordance");
      await look(reader, "terms", "北京");
      await page.selectOption("#concordance-sort1", "position");
      await setNumber(reader, "#concordance-left", 1);
      await setNumber(reader, "#concordance-right", 1);
      await soon(async () => (await contexts(reader)).map(([left]) => left), ["爱", "天安门。", "北京！"]);
      await page.selectOption("#concordance-sort1", "right1");
      await page.selectOption("#concordance-sort2", "left1");
      await page.selectOption("#concordance-sort3", "none");
      // To the right stand nothing, 北京 and 天安门; nothing comes first.
      await soon(async () => (await contexts(reader)).map(([left]) => left), ["北京！", "天安门。", "爱"]);
      const coloured = (key) => page.$$eval(`#concordance-table .sort-key-${key}`, (all) => all.map((word) => word.textContent));
      // The rows may stand in this order before the last choice is answered.
      await soon(() => coloured(2), ["北京", "天安门", "爱"]);
      await soon(() => coloured(1), ["北京", "天安门"]);
      await soon(() => page.$$eval(".sort-key-1, .sort-key-2", (all) => new Set(all.map((word) => getComputedStyle(word).color)).size), 2);
    },
  },
  {
    name: "phrases, text and regular expressions are looked for too, and a broken one is told",
    async run(reader) {
      await reader.read(lines(3), figuresOf(3));
      await showView(reader, "concordance");
      await reader.page.selectOption("#concordance-sort1", "position");
      await setNumber(reader, "#concordance-left", 1);
      for (const [kind, value, total, node] of [
        ["phrase", "爱 北京", 3, "爱北京"],
        ["phrase", "爱北京天安门", 3, "爱北京天安门"],
        ["text", "京天", 3, "京天"],
        ["regex", "[我爱]+", 3, "我爱"],
        ["terms", "我 爱", 6, "我"],
      ]) {
        await look(reader, kind, value);
        await soon(() => reader.page.getAttribute("#view-concordance", "data-total"), String(total), `${kind} ${value}`);
        await soon(async () => (await contexts(reader))[0][1], node, `${kind} ${value}`);
      }
      await look(reader, "regex", "[我");
      await soonMatches(() => status(reader, "concordance"), /regex|brackets|unclosed|expression/i);
      assert.equal(await reader.notice(), "");
    },
  },
  {
    name: "a line leads to its place in the text, in any document",
    async run(reader) {
      await openTexts(reader, { "a.txt": "我爱北京。", "b.txt": "上海。北京很远。" });
      await showView(reader, "concordance");
      await reader.page.selectOption("#concordance-sort1", "position");
      await look(reader, "terms", "北京");
      await soon(() => reader.page.getAttribute("#view-concordance", "data-total"), "2");
      await reader.page.click("#concordance-table [data-index='1']");
      await soon(() => reader.documents(), ["a.txt", "*b.txt"]);
      await soon(() => reader.painted("occurrence"), ["北京"]);
      await look(reader, "text", "海。北");
      await soon(() => reader.page.getAttribute("#view-concordance", "data-total"), "1");
      await reader.page.click("#concordance-table [data-index='0']");
      await soon(() => reader.painted("occurrence"), ["海。北"]);
      const { text } = await savedBy(reader, "concordance-export", "json");
      assert.deepEqual(JSON.parse(text).map(({ node }) => node), ["海。北"]);
    },
  },
  {
    name: "collocates with each measure, and the way from one to the next",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(20), figuresOf(20));
      await chooseInTable(reader, "天安门");
      await showView(reader, "collocates");
      await setNumber(reader, "#collocates-left", 1);
      await setNumber(reader, "#collocates-right", 1);
      // In its sentence 北京 stands before it 20 times, and nothing after it. f = 20 and 60, N = 120, span 2:
      // E = 20 · 60 · 2 / 120 = 20 = O, so MI = 0, t = 0; logDice = 14 + log₂(40 / 80) = 13; MI³ = log₂(20³ / 20) = 8.64.
      const figures = async () => (await rowOf(reader, "collocates-table", "北京"))?.slice(0, 9);
      await soon(figures, ["北京", "place", "20", "20", "0", "13.00", "0.00", "8.64", "0.00"]);
      await soon(async () => (await cells(reader, "collocates-table")).length, 1);
      await soon(() => status(reader, "collocates"), "1 collocate of 天安门");
      await soon(() => page.$$eval("#collocates-network .network-text", (all) => all.map((text) => text.textContent)), ["北京", "天安门"]);
      await page.click("#collocates-network .network-word:has-text('北京')");
      await soon(async () => (await reader.chosen())?.[0], "北京");
      assert.equal(await status(reader, "collocates"), "1 collocate of 天安门", "the word in the middle stays");
      await savesPicture(reader, "collocates-export", "hanlens-collocates", ["北京", "天安门"]);
      const [head, first] = csv((await savedBy(reader, "collocates-export", "csv")).text);
      assert.equal(first[head.indexOf("log_dice")], "13");
    },
  },
  {
    name: "collocates are sorted by the heading that is clicked",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(20), figuresOf(20));
      await chooseInTable(reader, "北京");
      await showView(reader, "collocates");
      const order = async () => (await cells(reader, "collocates-table")).map(([word]) => word);
      await soon(async () => (await order()).length > 1, true);
      for (const measure of ["mi", "mi3", "t", "g2", "observed"]) {
        await page.click(`#collocates-table-sort-${measure}`);
        await soon(() => page.getAttribute(`#collocates-table .cell-${measure}`, "aria-sort"), "descending");
        const figures = async () =>
          (await page.$$eval(`#collocates-table [data-index] .cell-${measure}`, (all) => all.map((cell) => cell.textContent))).map((text) => Number(text.replace("−", "-")));
        await soon(async () => (await figures()).every((value, i, all) => i === 0 || value <= all[i - 1]), true, measure);
      }
    },
  },
  {
    name: "n-grams never go beyond punctuation, and lead to their phrase",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(20), figuresOf(20));
      await showView(reader, "ngrams");
      const sequence = (text, length) => [text, String(length), "20", "166,667", "1"];
      const all = [sequence("我 爱", 2), sequence("爱 北京", 2), sequence("北京 天安门", 2), sequence("我 爱 北京", 3), sequence("爱 北京 天安门", 3)];
      await soon(async () => new Set((await cells(reader, "ngrams-table")).map(String)), new Set(all.map(String)));
      await page.selectOption("#ngrams-stopWords", "hide");
      await soon(async () => new Set((await cells(reader, "ngrams-table")).map(([text]) => text)), new Set(["爱 北京", "北京 天安门", "爱 北京 天安门"]));
      await page.click("#ngrams-table .cell-text:text-is('爱 北京')");
      await soon(() => reader.painted("occurrence"), ["爱北京"]);
      await showView(reader, "concordance");
      await soon(() => status(reader, "concordance"), "20 hits for 爱 北京");
      await showView(reader, "ngrams");
      const [head, first] = csv((await savedBy(reader, "ngrams-export", "csv")).text);
      assert.equal(first[head.indexOf("count")], "20");
    },
  },
];

/** @file The frequency table and the keywords: order, filters, size. */

import assert from "node:assert/strict";
import { soon, until } from "../soon.mjs";
import { KEYWORDS_OF_20, ROWS_OF_20, figuresOf, lines } from "../texts.mjs";

const ALL = ["北京", "我", "爱", "天安门"];
const TERMS = 100_000;

/** A heading is clicked; the words then, and what the headings tell of the order. */
const ORDERS = [
  ["count", ["我", "爱", "天安门", "北京"], { count: "ascending" }],
  ["count", ALL, { count: "descending" }],
  ["rank", ["我", "爱", "天安门", "北京"], { count: "ascending" }],
  ["rank", ALL, { count: "descending" }],
  ["word", ["北京", "天安门", "我", "爱"], { word: "ascending" }],
  ["word", ["爱", "我", "天安门", "北京"], { word: "descending" }],
  ["tag", ["北京", "天安门", "我", "爱"], { tag: "ascending" }],
  ["tag", ["爱", "我", "北京", "天安门"], { tag: "descending" }],
  ["per-million", ALL, { count: "descending" }],
  ["per-million", ["我", "爱", "天安门", "北京"], { count: "ascending" }],
];

const SELECTED_ORDERS = [
  ["length", ["天安门", "北京", "我", "爱"]],
  ["first", ["我", "爱", "北京", "天安门"]],
  ["count", ALL],
];

const FILTERS = [
  ["text", (page) => page.fill("#filter-text", "安"), ["天安门"]],
  ["tag", (page) => page.check("#filter-tags [data-tag=ns]"), ["北京", "天安门"]],
  ["two tags", (page) => page.check("#filter-tags [data-tag=r]").then(() => page.check("#filter-tags [data-tag=v]")), ["我", "爱"]],
  ["least length", (page) => page.fill("#filter-min-length", "2").then(() => page.press("#filter-min-length", "Tab")), ["北京", "天安门"]],
  ["greatest length", (page) => page.fill("#filter-max-length", "2").then(() => page.press("#filter-max-length", "Tab")), ["北京", "我", "爱"]],
  ["no stop words", (page) => page.selectOption("#filter-stop", "hide"), ["北京", "爱", "天安门"]],
  ["only stop words", (page) => page.selectOption("#filter-stop", "only"), ["我"]],
];

const sorts = (page) =>
  page.$$eval("#table [aria-sort]", (all) =>
    Object.fromEntries(all.map((head) => [head.className.match(/cell-([\w-]+)/)[1], head.getAttribute("aria-sort")])),
  );

/** The rows in sight: their `aria-rowindex` and word. */
const inSight = (page) =>
  page.evaluate(() => {
    const grid = document.getElementById("table").getBoundingClientRect();
    const rows = [...document.querySelectorAll("#table [role=row][data-index]")];
    return rows
      .filter((row) => row.getBoundingClientRect().bottom > grid.top + 60 && row.getBoundingClientRect().top < grid.bottom)
      .map((row) => [Number(row.getAttribute("aria-rowindex")), row.querySelector(".cell-word").textContent]);
  });

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  {
    name: "each column sorts, both ways",
    async run(reader) {
      await reader.read(lines(20), figuresOf(20));
      await soon(() => reader.words(), ALL);
      for (const [column, words, told] of ORDERS) {
        await reader.page.click(`#table-sort-${column}`);
        await soon(() => reader.words(), words, column);
        await soon(() => sorts(reader.page), told, column);
      }
    },
  },
  {
    name: "the orders without a column are in the filters",
    async run(reader) {
      await reader.read(lines(20), figuresOf(20));
      await reader.page.click("#filters");
      for (const [order, words] of SELECTED_ORDERS) {
        await reader.page.selectOption("#filter-sort", order);
        await soon(() => reader.words(), words, order);
      }
    },
  },
  {
    name: "each filter leaves its words, and all come back",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(20), figuresOf(20));
      for (const [name, filter, words] of FILTERS) {
        if (name !== "text") {
          await page.click("#filters");
          await page.waitForSelector("#filter-tags [data-tag=ns]");
        }
        await filter(page);
        await soon(() => reader.words(), words, name);
        await soon(() => page.textContent("#table-found"), `${words.length} of 4 words`);
        await soon(() => page.getAttribute("#table", "aria-rowcount"), String(words.length + 1));
        if (name === "text") await page.click("#filters");
        await page.click("#filter-reset");
        await soon(() => reader.rows(), ROWS_OF_20, `${name}, reset`);
        await page.keyboard.press("Escape");
      }
    },
  },
  {
    name: "filters that no word fits say so",
    async run(reader) {
      await reader.read(lines(20), figuresOf(20));
      await reader.page.fill("#filter-text", "上海");
      await soon(() => reader.page.isVisible("#table-empty"), true);
      await soon(() => reader.page.textContent("#table-empty"), "No word fits.");
    },
  },
  {
    name: `${TERMS.toLocaleString("en-US")} terms scroll with few rows in the page`,
    async run(reader) {
      const { page } = reader;
      await reader.openFiles([{ name: "many.txt", text: Array.from({ length: TERMS }, (_, i) => `w${i}`).join(" ") }]);
      await soon(async () => (await reader.figures()).types, "100,000");
      await soon(() => page.getAttribute("#table", "aria-rowcount"), String(TERMS + 1));
      const settled = async () => {
        // All counts are 1, so the order is that of the first occurrence; the heading is row 1.
        await soon(async () => {
          const rows = await inSight(page);
          return rows.length > 5 && rows.every(([index, word]) => word === `w${index - 2}`);
        }, true);
        assert.ok((await page.$$("#table [role=row]")).length < 200, "few rows are in the page");
        return (await inSight(page))[0][0];
      };
      assert.equal(await settled(), 2);
      const tops = [];
      for (const share of [0.25, 0.5, 0.75]) {
        await page.$eval("#table", (grid, at) => grid.scrollTo({ top: grid.scrollHeight * at }), share);
        tops.push(await settled());
      }
      for (const [i, share] of [0.25, 0.5, 0.75].entries())
        assert.ok(Math.abs(tops[i] - share * TERMS) < 50, `${tops} are a quarter, the middle and three quarters`);
      await page.hover("#table");
      for (let i = 0; i < 20; i += 1) await page.mouse.wheel(0, 400);
      assert.ok((await settled()) > tops[2], "the wheel goes on");
      await page.focus("#table");
      await page.keyboard.press("End");
      await settled();
      await soon(async () => (await inSight(page)).at(-1), [TERMS + 1, `w${TERMS - 1}`]);
      await page.keyboard.press("Home");
      assert.equal(await settled(), 2);
    },
  },
  {
    name: "the keywords follow the method and their number",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(20), figuresOf(20));
      await soon(() => reader.keywords(), KEYWORDS_OF_20);
      await page.selectOption("#keyword-method", "textrank");
      // The greatest TextRank is 1 by its formula.
      await soon(async () => (await reader.keywords())[0], ["北京", "1.0000"]);
      await until(() => reader.keywords(), (now) => now.length > 1 && now[1][1] !== KEYWORDS_OF_20[1][1], "the weights are TextRank's");
      await page.selectOption("#keyword-method", "tfidf");
      await page.fill("#keyword-count", "1");
      await page.press("#keyword-count", "Enter");
      await soon(() => reader.keywords(), KEYWORDS_OF_20.slice(0, 1));
      await soon(async () => [...new Set(await reader.painted("keyword"))], ["北京"]);
    },
  },
];

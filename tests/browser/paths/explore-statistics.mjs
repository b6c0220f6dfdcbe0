/** @file The texts in figures: diversity, parts of speech, lengths, characters. */

import assert from "node:assert/strict";
import { cells, csv, openTexts, plainRows, savedBy, savesPicture, showView } from "../explore.mjs";
import { soon, until } from "../soon.mjs";
import { figuresOf, lines } from "../texts.mjs";

/**
 * 20 lines 我爱北京天安门。北京！北京？: 120 tokens in 60 sentences and 20 paragraphs, 11 characters in 6 tokens of a line.
 * A text shorter than the window of MATTR has its TTR, 4/120.
 */
const FIGURES = [
  ["Tokens", "120"],
  ["Types", "4"],
  ["Characters", "280"],
  ["Chinese characters", "220"],
  ["Sentences", "60"],
  ["Paragraphs", "20"],
  ["TTR", "0.0333"],
  ["MATTR (500)", "0.0333"],
  ["Hapax", "0"],
  ["Mean word length", "1.83"],
  ["Mean sentence length", "2.00"],
];

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  {
    name: "each figure of a text, its parts of speech, lengths and characters",
    async run(reader) {
      await reader.read(lines(20), figuresOf(20));
      await showView(reader, "numbers");
      await soon(() => plainRows(reader, "numbers-table"), FIGURES);
      await soon(() => reader.page.$$eval("#numbers-tags text", (all) => all.map((text) => text.textContent)), [
        "place", "80 · 66.7%", "pronoun", "20 · 16.7%", "verb", "20 · 16.7%",
      ]);
      await soon(() => reader.page.$$eval("#numbers-lengths text", (all) => all.map((text) => text.textContent)), [
        "1 character", "40 · 33.3%", "2 characters", "60 · 50.0%", "3 characters", "20 · 16.7%",
      ]);
      const rows = await until(() => cells(reader, "numbers-characters"), (found) => found.length > 0, "the characters are in the table");
      assert.deepEqual(new Set(rows.slice(0, 2).map((row) => row.join(" "))), new Set(["北 60 272,727", "京 60 272,727"]));
      assert.equal(rows.length, 7);
    },
  },
  {
    name: "the window of MATTR is the reader's",
    async run(reader) {
      await reader.read(lines(20), figuresOf(20));
      await showView(reader, "numbers");
      await reader.page.fill("#numbers-window", "2");
      await reader.page.press("#numbers-window", "Enter");
      // Of 119 windows of two tokens the 20 of 北京 北京 have one type: (99 + 20 / 2) / 119.
      await soon(async () => (await plainRows(reader, "numbers-table"))[7], ["MATTR (2)", "0.9160"]);
    },
  },
  {
    name: "several documents stand beside their sum, and may be left out",
    async run(reader) {
      const { page } = reader;
      await openTexts(reader, { "a.txt": lines(2), "b.txt": lines(3) });
      await showView(reader, "numbers");
      await soon(async () => (await plainRows(reader, "numbers-table"))[0], ["Tokens", "30", "12", "18"]);
      await page.click("#scope");
      await page.uncheck(".scope-panel .tag-box:has-text('a.txt') input");
      await page.keyboard.press("Escape");
      await soon(async () => (await plainRows(reader, "numbers-table"))[0], ["Tokens", "18"]);
      await showView(reader, "table");
      await soon(() => reader.rows(), [
        ["1", "北京", "ns", "9", "500,000"],
        ["2", "我", "r", "3", "166,667"],
        ["2", "爱", "v", "3", "166,667"],
        ["2", "天安门", "ns", "3", "166,667"],
      ]);
    },
  },
  {
    name: "tables and charts are saved",
    needs: "a scroll bar beside what scrolls",
    async run(reader) {
      await reader.read(lines(20), figuresOf(20));
      await showView(reader, "numbers");
      await soon(() => plainRows(reader, "numbers-table"), FIGURES);
      const statistics = JSON.parse((await savedBy(reader, "numbers-export", "json")).text);
      assert.equal(JSON.stringify(statistics).includes('"tokens":120'), true, JSON.stringify(statistics));
      const characters = csv((await savedBy(reader, "numbers-characters-export", "csv")).text);
      assert.equal(characters.length, 8, "a heading and seven characters");
      await savesPicture(reader, "numbers-tags-export", "hanlens-tags", ["place", "66.7%"]);
    },
  },
];

/** @file What leaves the page as a file or by the clipboard. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { asPasted, fromClipboard, toClipboard } from "../clipboard.mjs";
import { soon, until } from "../soon.mjs";
import { figuresOf, lines } from "../texts.mjs";

const THIRD = 1e6 / 6;
const HEAD = ["rank", "word", "tag", "kind", "count", "per_million", "stop_word", "documents"];
const TERMS = [
  [1, "北京", "ns", "han", 60, 500_000, false, 1],
  [2, "我", "r", "han", 20, THIRD, true, 1],
  [2, "爱", "v", "han", 20, THIRD, false, 1],
  [2, "天安门", "ns", "han", 20, THIRD, false, 1],
];
const KEYWORD_HEAD = ["rank", "word", "tag", "count", "weight"];
const KEYWORDS = [
  [1, "北京", "ns", 60, (60 * 4.66740230872) / 80],
  [2, "天安门", "ns", 20, (20 * 8.99540287354) / 80],
];

/** A table as a file of each format must hold it. */
const FORMATS = {
  csv: (head, rows) => `\ufeff${[head, ...rows].map((row) => `${row.join(",")}\r\n`).join("")}`,
  tsv: (head, rows) => [head, ...rows].map((row) => `${row.join("\t")}\n`).join(""),
  json: (head, rows) => rows.map((row) => Object.fromEntries(row.map((value, i) => [head[i], value]))),
};

const read = (format, text) => (format === "json" ? JSON.parse(text) : text);

async function saved(page, menu, format) {
  await page.click(`#${menu}`);
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(`#${menu}-save-${format}`)]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

async function copied(reader, menu, format) {
  const { page } = reader;
  await toClipboard(page, "before");
  await page.click(`#${menu}`);
  await page.click(`#${menu}-copy-${format}`);
  await soon(() => reader.notice(), "Copied.");
  const text = await fromClipboard(page);
  await page.click("#notice button");
  return text;
}

const TABLES = [
  ["the frequencies", "table-export", "hanlens-frequencies", HEAD, TERMS],
  ["the keywords", "keywords-export", "hanlens-keywords", KEYWORD_HEAD, KEYWORDS],
];

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  ...TABLES.map(([table, menu, name, head, rows]) => ({
    name: `${table} are saved and copied as CSV, TSV and JSON`,
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(20), figuresOf(20));
      await soon(async () => (await reader.keywords()).length, 2);
      for (const [format, file] of Object.entries(FORMATS)) {
        const { name: fileName, text } = await saved(page, menu, format);
        assert.equal(fileName, `${name}.${format}`);
        assert.deepEqual(read(format, text), file(head, rows), format);
        const copy = await copied(reader, menu, format);
        assert.deepEqual(read(format, asPasted(page, copy.replace(/^\ufeff/, ""))), read(format, asPasted(page, text.replace(/^\ufeff/, ""))));
      }
    },
  })),
  {
    name: "the file has the rows that the filters leave, in the order shown",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(20), figuresOf(20));
      await page.click("#filters");
      await page.selectOption("#filter-stop", "hide");
      await page.selectOption("#filter-sort", "length");
      await page.keyboard.press("Escape");
      await soon(() => reader.words(), ["天安门", "北京", "爱"]);
      const { text } = await saved(page, "table-export", "tsv");
      assert.equal(text, FORMATS.tsv(HEAD, [TERMS[3], TERMS[0], TERMS[2]]));
    },
  },
  {
    name: "a word that a spreadsheet would run as a formula is only text in CSV",
    async run(reader) {
      await reader.page.click("#open-words");
      await reader.page.fill("#word", "=HYPERLINK");
      await reader.page.click("#word-add");
      await soon(async () => (await reader.page.$$("#own-words li")).length, 1);
      await reader.page.keyboard.press("Escape");
      await reader.write("=HYPERLINK");
      await soon(async () => (await reader.figures()).types, "1");
      const [word] = await until(() => reader.words(), ({ length }) => length === 1, "its row is there");
      const { text } = await saved(reader.page, "table-export", "csv");
      assert.equal(text.split("\r\n")[1].split(",")[1], word.startsWith("=") ? `'${word}` : word);
    },
  },
];

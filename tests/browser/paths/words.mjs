/** @file The reader's own words. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { soon, soonMatches } from "../soon.mjs";
import { figuresOf, lines } from "../texts.mjs";

/** The line with 爱北京 kept whole: a token a line less. */
const WITH_OWN_WORD = ["北京", "我", "爱北京", "天安门"];
const PLAIN = ["北京", "我", "爱", "天安门"];

const ownWords = (page) => page.$$eval("#own-words .own-word", (all) => all.map((word) => word.textContent));

async function add(page, word) {
  await page.fill("#word", word);
  await page.click("#word-add");
}

const load = (page, text) =>
  page.setInputFiles("#words-file", { name: "words.txt", mimeType: "text/plain", buffer: Buffer.from(text) });

/** Files of which a line is wrong: its number and itself. */
const BAD_FILES = [
  ["云计算 5\n坏 词 行 太 多\n", "line 2", "坏 词 行 太 多"],
  ["好词 5 n\n\n坏词 -3 n\n", "line 3", "坏词 -3 n"],
  ["坏词 5x n\n好词 5 n\n", "line 1", "坏词 5x n"],
];

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  {
    name: "a word that is added is kept whole at once, over a reload too, and no more when it is removed",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(20), figuresOf(20));
      await soon(() => reader.words(), PLAIN);
      await page.click("#open-words");
      await soon(() => page.textContent("#words-count"), "No words yet.");
      await add(page, "爱北京");
      await soon(() => ownWords(page), ["爱北京"]);
      await soon(() => reader.words(), WITH_OWN_WORD);
      await soon(async () => (await reader.figures()).tokens, "100");
      await page.reload();
      await reader.isReady();
      await soon(() => reader.figures(), { ...figuresOf(20), tokens: "100" });
      await soon(() => reader.words(), WITH_OWN_WORD);
      await page.click("#open-words");
      await soon(() => ownWords(page), ["爱北京"]);
      await page.click("#own-words button");
      await soon(() => ownWords(page), []);
      await soon(() => reader.words(), PLAIN);
      await soon(async () => (await reader.figures()).tokens, "120");
    },
  },
  {
    name: "frequency and tag are the reader's to give",
    async run(reader) {
      const { page } = reader;
      // Else the model of unknown words would join what the last step takes apart.
      await page.click("#open-settings");
      await page.uncheck("#setting-hmm");
      await page.keyboard.press("Escape");
      await reader.read(lines(20), figuresOf(20));
      await page.click("#open-words");
      await page.fill("#word-frequency", "1000");
      await page.fill("#word-tag", "nz");
      await add(page, "北京天安门");
      await soon(async () => (await reader.rows()).find(([, word]) => word === "北京天安门"), ["2", "北京天安门", "nz", "20", "200,000"]);
      // A word of frequency 0 is never one.
      await page.fill("#word-frequency", "0");
      await add(page, "北京");
      await soon(async () => (await reader.words()).includes("北京"), false);
    },
  },
  {
    name: "a file is loaded and saved in jieba's format",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(20), figuresOf(20));
      await page.click("#open-words");
      await load(page, "爱北京 50 v\n天安 3 ns\n");
      await soon(() => ownWords(page), ["爱北京", "天安"]);
      await soon(() => reader.words(), WITH_OWN_WORD);
      const [download] = await Promise.all([page.waitForEvent("download"), page.click("#words-save")]);
      assert.equal(download.suggestedFilename(), "hanlens-words.txt");
      assert.equal(await readFile(await download.path(), "utf8"), "爱北京 50 v\n天安 3 ns\n");
      await page.click("#words-clear");
      await soon(() => ownWords(page), []);
      await soon(() => reader.words(), PLAIN);
    },
  },
  {
    name: "a bad line is named and changes nothing",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(20), figuresOf(20));
      await page.click("#open-words");
      await add(page, "爱北京");
      await soon(() => reader.words(), WITH_OWN_WORD);
      for (const [file, line, text] of BAD_FILES) {
        await load(page, file);
        await soon(async () => (await page.textContent("#words-problem")).includes(line), true);
        const problem = await page.textContent("#words-problem");
        assert.ok(problem.startsWith("Nothing was changed") && problem.includes(text), problem);
        await soon(() => ownWords(page), ["爱北京"]);
      }
      await add(page, "坏 词");
      await soonMatches(() => page.textContent("#words-problem"), /坏 词/);
      await soon(async () => [await ownWords(page), await reader.words()], [["爱北京"], WITH_OWN_WORD]);
      await add(page, "天安");
      await soon(() => ownWords(page), ["爱北京", "天安"]);
      assert.equal(await page.textContent("#words-problem"), "", "the problem goes with the next good word");
    },
  },
];

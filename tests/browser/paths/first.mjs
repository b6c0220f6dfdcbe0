/** @file What the page shows before its reader has done anything. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { withNode } from "../../engines/node.mjs";
import { soon, soonMatches } from "../soon.mjs";

const grouped = (number) => number.toLocaleString("en-US");

/** The sample's figures by the API in Node. */
const analysisOf = (sample) =>
  withNode(async (lens) => {
    const corpus = await lens.analyze(sample);
    const { rows } = await corpus.terms({ limit: 10 });
    return { summary: corpus.summary, rows, keywords: await corpus.keywords() };
  });

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  {
    name: "a real analysis of the sample is there without any action",
    async run(reader) {
      const sample = await readFile(new URL("../../../www/samples/market.txt", import.meta.url), "utf8");
      const { summary, rows, keywords } = await analysisOf(sample);
      assert.ok(summary.tokens > 500 && summary.types > 200, "the sample is a real text");
      await soon(() => reader.figures(), {
        tokens: grouped(summary.tokens),
        types: grouped(summary.types),
        characters: grouped(summary.characters),
        han: `${grouped(summary.hanCharacters)} Chinese`,
      });
      // The parts of speech come into the table after its words.
      await soon(
        async () => (await reader.rows()).slice(0, 10).map((row) => row.slice(0, 4)),
        rows.map(({ rank, word, tag, count }) => [String(rank), word, tag, grouped(count)]),
      );
      await soon(() => reader.keywords(), keywords.map(({ word, weight }) => [word, weight.toFixed(4)]));
      await soon(async () => (await reader.text()).replaceAll(/\s/g, ""), sample.replaceAll(/\s/g, ""));
      const unmarked = async () => {
        const marked = new Set(await reader.painted("keyword"));
        return keywords.map(({ word }) => word).filter((word) => !marked.has(word));
      };
      await soon(unmarked, [], "all keywords are coloured in the text");
    },
  },
  {
    name: "it says what it is, until the reader brings a text",
    async run(reader) {
      const { page } = reader;
      await soonMatches(() => page.textContent("#intro"), /cuts Chinese text into words.*Nothing leaves this device/);
      await soon(() => page.isVisible("#intro"), true);
      await reader.write("北京");
      await soon(() => page.isVisible("#intro"), false);
    },
  },
  {
    name: "each sample opens in its own script",
    async run(reader) {
      const { page } = reader;
      const samples = await page.$$eval("[data-sample]", (all) => all.map(({ dataset }) => dataset.sample));
      assert.ok(samples.length >= 4, "there are several samples");
      for (const sample of samples) {
        const text = await readFile(new URL(`../../../www/samples/${sample}.txt`, import.meta.url), "utf8");
        await page.click("#samples");
        await page.click(`[data-sample=${sample}]`);
        await soon(async () => (await reader.text()).replaceAll(/\s/g, ""), text.replaceAll(/\s/g, ""));
        await page.waitForSelector("#text[data-tokens]");
        await soon(() => page.getAttribute("#text .text-body", "lang"), /[車說見]/.test(text) ? "zh-Hant" : "zh-Hans", sample);
      }
    },
  },
];

/** @file Dispersion and trends: where in the texts a word stands, and how that changes. */

import assert from "node:assert/strict";
import { cells, csv, openTexts, savedBy, savesPicture, showView, status } from "../explore.mjs";
import { soon, soonMatches } from "../soon.mjs";
import { figuresOf, lines } from "../texts.mjs";

/** Five parts of ten tokens with 0, 0, 1, 2 and 5 of 北京: DP 0.475, DPnorm 0.59375, Juilland's D 0.4204. */
const UNEVEN = [0, 0, 1, 2, 5].map((hits) => "北京 ".repeat(hits) + "我 ".repeat(10 - hits)).join("");

const measures = ({ page }) => page.$$eval("#dispersion-measures dd", (all) => all.map((figure) => figure.textContent));

const setNumber = async ({ page }, id, value) => {
  await page.fill(id, String(value));
  await page.press(id, "Enter");
};

async function openUneven(reader) {
  await reader.write(UNEVEN);
  await soon(async () => (await reader.figures()).tokens, "50");
  await reader.page.click("#edit");
  await reader.page.click("#table .cell-word:text-is('北京')");
}

/** How many nodes a page holds, those among them that are out of the document but not let go; a function that counts. */
async function nodesHeld(page) {
  const inspector = await page.context().newCDPSession(page);
  await inspector.send("Performance.enable");
  return async () => {
    await inspector.send("HeapProfiler.collectGarbage");
    const { metrics } = await inspector.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "Nodes").value;
  };
}

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  {
    name: "DP, DPnorm, Juilland's D and the range of five parts",
    async run(reader) {
      await openUneven(reader);
      await showView(reader, "dispersion");
      await setNumber(reader, "#dispersion-number", 5);
      await soon(() => measures(reader), ["3 of 5", "0.475", "0.594", "0.420"]);
      await soon(() => status(reader, "dispersion"), "8 hits for 北京");
      await soon(() => cells(reader, "dispersion-table"), [
        ["Part 1", "10", "0", "0.0"],
        ["Part 2", "10", "0", "0.0"],
        ["Part 3", "10", "1", "100,000"],
        ["Part 4", "10", "2", "200,000"],
        ["Part 5", "10", "5", "500,000"],
      ]);
      // Eight places are far enough apart to be a stroke each.
      await soon(async () => (await reader.page.getAttribute("#dispersion-plot .strip-hits", "d")).split("M").length - 1, 8);
      await reader.page.click("#dispersion-table [data-index='3']");
      await soon(() => reader.painted("occurrence"), ["北京"]);
      await savesPicture(reader, "dispersion-export", "hanlens-dispersion", ["New text 1"]);
      const rows = csv((await savedBy(reader, "dispersion-export", "csv")).text);
      assert.equal(rows.length, 6);
    },
  },
  {
    name: "a strip for each document, and a click on it leads there",
    async run(reader) {
      const { page } = reader;
      await openTexts(reader, { "a.txt": lines(1), "b.txt": `上海。${"我 ".repeat(50)}上海` });
      await page.click("#table .cell-word:text-is('上海')");
      await showView(reader, "dispersion");
      await page.selectOption("#dispersion-parts", "documents");
      await soon(() => cells(reader, "dispersion-table"), [["a.txt", "6", "0", "0.0"], ["b.txt", "52", "2", "38,462"]]);
      const box = await page.locator("#dispersion-plot .strip").nth(1).boundingBox();
      await page.mouse.click(box.x + box.width - 4, box.y + 8);
      await soon(() => reader.documents(), ["a.txt", "*b.txt"]);
      await soon(() => reader.painted("occurrence"), ["上海"]);
    },
  },
  {
    name: "trends of the words that are kept and of the chosen one",
    async run(reader) {
      const { page } = reader;
      await openUneven(reader);
      await showView(reader, "trend");
      await setNumber(reader, "#trend-number", 5);
      await soon(() => cells(reader, "trend-table"), [["1", "0.0"], ["2", "0.0"], ["3", "100,000"], ["4", "200,000"], ["5", "500,000"]]);
      await page.fill("#trend-word", "我");
      await page.press("#trend-word", "Enter");
      await soon(() => page.getAttribute("#view-trend", "data-words"), "北京 我");
      await page.selectOption("#trend-figure", "counts");
      await soon(() => cells(reader, "trend-table"), [["1", "0", "10"], ["2", "0", "10"], ["3", "1", "9"], ["4", "2", "8"], ["5", "5", "5"]]);
      await soon(() => page.$$eval("#trend-chart circle", (all) => all.length), 10);
      await soonMatches(() => page.getAttribute("#trend-chart", "aria-label"), /北京, 我 over 5 parts/);
      await savesPicture(reader, "trend-export", "hanlens-trend", ["北京", "我"]);
      await page.click("#trend-words [aria-label='Remove 我']");
      await soon(() => page.getAttribute("#view-trend", "data-words"), "北京");
    },
  },
  {
    name: "what is not chosen yet begins with the keywords",
    async run(reader) {
      await reader.read(lines(20), figuresOf(20));
      await showView(reader, "trend");
      await soon(() => reader.page.getAttribute("#view-trend", "data-words"), "北京 天安门");
      await showView(reader, "dispersion");
      await soon(() => status(reader, "dispersion"), "60 hits for 北京");
    },
  },
  {
    name: "trends that are made anew leave no table behind",
    needs: "a count of what a page holds",
    async run(reader) {
      const { page } = reader;
      await openUneven(reader);
      await showView(reader, "trend");
      await setNumber(reader, "#trend-number", 5);
      const count = await nodesHeld(page);
      const showAs = async (figures) => {
        for (const [figure, last] of figures) {
          await page.selectOption("#trend-figure", figure);
          await soon(async () => (await cells(reader, "trend-table")).at(-1), ["5", last]);
        }
        return count();
      };
      const figures = [["counts", "5"], ["perMillion", "500,000"]];
      const before = await showAs(figures);
      const after = await showAs(Array(10).fill(figures).flat());
      // Twenty tables that stay have some 700.
      assert.ok(after - before < 300, `${after - before} more nodes after twenty tables`);
    },
  },
];

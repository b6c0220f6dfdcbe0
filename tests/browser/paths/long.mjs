/** @file Long texts: progress, cancel, and a page that stays alive. */

import assert from "node:assert/strict";
import { longText } from "../../js/texts.mjs";
import { withFiles } from "../files.mjs";
import { soon, until } from "../soon.mjs";
import { figuresOf, lines } from "../texts.mjs";

/**
 * A page whose thread did the work itself would not come round between two states of the progress bar. How often it does is
 * no measure of speed, and on a busy machine it is seldom.
 */
const TURNS = 2;

/** Bytes of UTF-8 in a UTF-16 code unit of the prose, nearly. */
const BYTES_PER_UNIT = 2.9;

const withLongFile = (megabytes, act) =>
  withFiles({ "long.txt": longText((megabytes * 1e6) / BYTES_PER_UNIT) }, ([path]) => act(path));

/** Keeps each state of the progress bar. */
function watchProgress() {
  globalThis.progress = [];
  const bar = document.getElementById("progress-bar");
  const keep = () => {
    if (bar.hasAttribute("value")) globalThis.progress.push(bar.value);
  };
  new MutationObserver(keep).observe(bar, { attributeFilter: ["value"] });
}

/** Keeps what the reader is told at the moment at which the progress is shown. */
function keepLooks() {
  const progress = document.getElementById("progress");
  new MutationObserver((_, observer) => {
    if (progress.hidden) return;
    observer.disconnect();
    setTimeout(() => {
      globalThis.looks = {
        label: document.getElementById("progress-label").textContent,
        button: document.getElementById("cancel").textContent,
        busy: document.getElementById("panes").getAttribute("aria-busy"),
      };
    });
  }).observe(progress, { attributeFilter: ["hidden"] });
}

/** Counts how often the page's thread comes round while the analysis shows its progress. */
function watchThread() {
  globalThis.turns = 0;
  const progress = document.getElementById("progress");
  const turn = () => {
    globalThis.turns += progress.hidden ? 0 : 1;
    setTimeout(turn, 4);
  };
  turn();
}

/** What a browser has to style of a text: its elements, and the characters that they hold. */
const laidOut = ({ page }) =>
  page.$eval("#text .text-body", (body) => ({ elements: body.querySelectorAll("*").length, characters: body.textContent.length }));

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  {
    name: "cancel leaves the analysis of before",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(20), figuresOf(20));
      const documents = await reader.documents();
      await withLongFile(20, async (path) => {
        await reader.watch("#statistics");
        await reader.clickOnceShown("#progress", ["#cancel"]);
        await page.setInputFiles("#file-input", path);
        await soon(() => reader.notice(), "Cancelled. What you see is the analysis from before.");
        await soon(() => page.isVisible("#progress"), false);
        assert.deepEqual([await reader.figures(), await reader.documents()], [figuresOf(20), documents]);
        assert.equal((await reader.text()).trim(), lines(20).trim());
        assert.deepEqual(await reader.seen(), [], "no other figures were shown");
        await reader.openFiles([{ name: "next.txt", text: lines(10) }]);
        await soon(() => reader.figures(), figuresOf(30), "the next text is analysed");
      });
    },
  },
  {
    name: "a long text shows its progress while the page goes on",
    async run(reader) {
      const { page } = reader;
      await withLongFile(40, async (path) => {
        await page.evaluate(watchProgress);
        await page.evaluate(watchThread);
        await page.setInputFiles("#file-input", path);
        const tokens = await until(() => page.getAttribute("#text", "data-tokens"), (value) => Number(value) > 4e6, "the text is shown");
        await soon(async () => (await reader.figures()).tokens.replaceAll(",", ""), tokens);
        const { progress, turns } = await page.evaluate(() => ({ progress, turns }));
        assert.deepEqual(progress, [...progress].sort((a, b) => a - b), "progress only goes on");
        assert.ok(progress.every((share) => share >= 0 && share <= 1), "as a share of the whole");
        assert.ok(progress.some((share) => share > 0 && share < 1), "in parts");
        assert.ok(turns > TURNS, `the page's thread came round ${turns} times`);
        await soon(() => page.isVisible("#progress"), false);
      });
    },
  },
  {
    name: "a long text is few elements, wherever one reads",
    async run(reader) {
      const { page } = reader;
      const text = longText(2e6);
      const paragraphs = text.split("\n").filter((line) => line.trim() !== "");
      const shown = () => page.$$eval("#text .text-body p", (all) => all.map((line) => line.textContent));
      const isFew = async (where) => {
        const { elements, characters } = await laidOut(reader);
        assert.ok(elements < 600 && characters < 60_000, `${elements} elements with ${characters} characters ${where}`);
      };
      await reader.openFiles([{ name: "long.txt", text }]);
      await until(() => page.getAttribute("#text", "data-tokens"), (value) => Number(value) > 5e5, "the text is there");
      await until(shown, (found) => found[0] === paragraphs[0], "it begins with its first line");
      await isFew("at the beginning");
      const height = await page.$eval("#text", ({ scrollHeight }) => scrollHeight);
      await page.$eval("#text", (text) => text.scrollTo(0, text.scrollHeight));
      await until(shown, (found) => found.at(-1) === paragraphs.at(-1), "it ends with its last line");
      await isFew("at the end");
      await page.$eval("#text", (text) => text.scrollTo(0, text.scrollHeight / 2));
      const middle = await until(shown, (found) => found.length > 0 && found.at(-1) !== paragraphs.at(-1), "its middle is shown");
      await isFew("in the middle");
      assert.ok(middle.every((line) => paragraphs.includes(line)), "whole lines of the text");
      await page.$eval("#text", (text) => text.scrollTo(0, 0));
      await until(shown, (found) => found[0] === paragraphs[0], "the first line comes back");
      await isFew("at the beginning again");
      const after = await page.$eval("#text", ({ scrollHeight }) => scrollHeight);
      assert.ok(Math.abs(after / height - 1) < 0.05, `what is out of sight keeps its room: ${height} pixels before, ${after} after`);
    },
  },
  {
    name: "progress has a name, a share and a way out",
    async run(reader) {
      const { page } = reader;
      await withLongFile(40, async (path) => {
        await page.evaluate(watchProgress);
        await page.evaluate(keepLooks);
        await page.setInputFiles("#file-input", path);
        const seen = await until(() => page.evaluate(() => globalThis.looks), Boolean, "the progress is shown");
        assert.match(seen.label, /^(Starting…|Analysing… \d+%)$/);
        assert.deepEqual([seen.button, seen.busy], ["Cancel", "true"]);
        await until(() => page.isVisible("#progress"), (shown) => !shown, "it ends");
        assert.ok((await page.evaluate(() => globalThis.progress.length)) > 1, "it moved");
      });
    },
  },
];

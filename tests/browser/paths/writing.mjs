/** @file Texts that are typed and pasted. */

import assert from "node:assert/strict";
import { toClipboard } from "../clipboard.mjs";
import { withFiles } from "../files.mjs";
import { soon, soonMatches } from "../soon.mjs";
import { KEYWORDS_OF_20, LINE, ROWS_OF_20, figuresOf, lines } from "../texts.mjs";

/** Longer than the pause after which typing is analysed, and the analysis. Milliseconds. */
const WELL_AFTER_A_PAUSE = 900;

/** Lines of a text whose analysis shows its progress, on a fast machine too. */
const LONG = 1_000_000;

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  {
    name: "a typed text gives its exact figures, and again when it changes",
    async run(reader) {
      await reader.write(lines(20));
      await soon(() => reader.figures(), figuresOf(20));
      await soon(() => reader.rows(), ROWS_OF_20);
      await soon(() => reader.keywords(), KEYWORDS_OF_20);
      await soon(() => reader.page.textContent("#table-found"), "4 words");
      await reader.page.keyboard.insertText(lines(5));
      await soon(() => reader.figures(), figuresOf(25));
      await reader.page.click("#edit");
      await soon(() => reader.painted("keyword"), Array(25).fill(["北京", "天安门", "北京", "北京"]).flat());
    },
  },
  {
    name: "keys one by one are one analysis after the pause",
    async run(reader) {
      await reader.write("");
      await soon(async () => (await reader.figures()).tokens, "0");
      await reader.watch("#statistics");
      await reader.page.keyboard.type("one two two", { delay: 10 });
      await soon(async () => (await reader.figures()).tokens, "3");
      assert.equal(new Set((await reader.seen()).map((text) => /Tokens([\d,]+)/.exec(text)[1])).size, 1);
    },
  },
  {
    name: "what was typed just before Done counts",
    async run(reader) {
      await reader.write(LINE);
      await reader.page.click("#edit");
      await soon(() => reader.figures(), figuresOf(1));
      await soon(async () => (await reader.text()).trim(), LINE.trim());
    },
  },
  {
    name: "a new text that stays empty brings the sample back",
    async run(reader) {
      const before = await reader.figures();
      await reader.write("");
      await soon(async () => (await reader.figures()).tokens, "0");
      await reader.page.click("#edit");
      await soon(() => reader.figures(), before);
    },
  },
  {
    name: "a paste anywhere on the page is a new text",
    async run(reader) {
      const { page } = reader;
      for (const n of [1, 2]) {
        await toClipboard(page, lines(10));
        await page.focus("#text");
        await page.keyboard.press("Control+V");
        await soon(() => reader.figures(), { ...figuresOf(10 * n) });
      }
      await soon(() => reader.documents(), ["Pasted text 1", "*Pasted text 2"]);
    },
  },
  {
    name: "a paste in the editor goes to the caret",
    async run(reader) {
      const { page } = reader;
      await reader.write("天安门");
      await toClipboard(page, "我爱北京");
      await page.keyboard.press("Home");
      await page.keyboard.press("Control+V");
      await soon(() => page.inputValue("#editor"), "我爱北京天安门");
      await soon(() => reader.words(), ["我", "爱", "北京", "天安门"]);
    },
  },
  {
    name: "a paste beyond what can be edited is read and analysed",
    async run(reader) {
      const { page } = reader;
      await reader.write("");
      await toClipboard(page, lines(14_000));
      await page.keyboard.press("Control+V");
      const number = (value) => value.toLocaleString("en-US");
      await soon(() => reader.figures(), {
        tokens: number(84_000),
        types: "4",
        characters: number(196_000),
        han: `${number(154_000)} Chinese`,
      });
      await soonMatches(() => reader.notice(), /200,000 characters/);
      await soon(async () => [await page.isVisible("#text"), await page.isDisabled("#edit")], [true, true]);
    },
  },
  {
    name: "nothing is analysed in the middle of a composition",
    needs: "an input method",
    async run(reader) {
      const { page } = reader;
      await reader.write("北京");
      await soon(() => reader.words(), ["北京"]);
      await reader.watch("#statistics");
      const input = await page.context().newCDPSession(page);
      for (const letters of ["t", "ti", "tian'an", "tian'anmen"]) {
        await input.send("Input.imeSetComposition", {
          text: letters,
          selectionStart: letters.length,
          selectionEnd: letters.length,
        });
        await soon(() => page.inputValue("#editor"), `北京${letters}`, "the letters are in the field");
      }
      await page.waitForTimeout(WELL_AFTER_A_PAUSE);
      assert.deepEqual([await reader.seen(), await reader.words()], [[], ["北京"]], "no analysis");
      await input.send("Input.insertText", { text: "天安门" });
      await soon(() => reader.words(), ["北京", "天安门"]);
      await soon(() => page.inputValue("#editor"), "北京天安门");
    },
  },
  {
    name: "an answer that comes too late is dropped",
    async run(reader) {
      const { page } = reader;
      await reader.watch("#statistics");
      await withFiles({ "late.txt": lines(LONG) }, async ([path]) => {
        await reader.clickOnceShown("#progress", ["#samples", "[data-sample=tea]"]);
        await page.setInputFiles("#file-input", path);
        await soon(async () => (await reader.text()).slice(0, 6), "外婆的茶園在");
        await page.waitForSelector("#text[data-tokens]");
        await page.waitForTimeout(WELL_AFTER_A_PAUSE);
      });
      assert.ok(!(await reader.seen()).some((text) => text.includes((6 * LONG).toLocaleString("en-US"))), "its figures never show");
      assert.equal(await page.isVisible("#intro"), true, "the sample stays");
    },
  },
];

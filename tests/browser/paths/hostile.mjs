/** @file Texts that would do harm if they were anything but text. */

import assert from "node:assert/strict";
import { soon } from "../soon.mjs";

const HARM = "globalThis.harmed=1";

/** Texts, and a word in each with its count. */
const TEXTS = {
  "an image with a handler": [`<img src=x onerror="${HARM}">北京`, "北京", 1],
  "the end of the script element": [`</script><script>${HARM}</script></style></textarea>北京`, "北京", 1],
  "a script address": [`<a href="javascript:${HARM}">北京</a> javascript:${HARM}`, "北京", 1],
  "a template and an entity": [`\${${HARM}} {{${HARM}}} &lt;b&gt;北京&#60;`, "北京", 1],
  "bidirectional controls": ["\u202e北京\u202c上海\u2066北京\u2069\u200f", "北京", 2],
  "NUL and controls": ["北京\u0000上海\u0001\u001b[31m北京\u007f", "北京", 2],
  "a lone high surrogate": ["上海\ud842北京\ud83d", "北京", 1],
  "a lone low surrogate": ["\udfb7北京\udfb7北京\ud842", "北京", 2],
  "emoji before the word": ["👨‍👩‍👧‍👦😀𠮷北京😀", "北京", 1],
};

/** The UTF-16 code units of the text in the reading pane: a lone surrogate does not come through to Node as it is. */
const unitsShown = (page) =>
  page.evaluate(() => {
    const text = [...document.querySelectorAll("#text .text-body > div > *")].map((line) => line.textContent).join("\n");
    return Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
  });

const unitsOf = (text) => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));

/** Puts a text into the editor as it is; no keyboard types a lone surrogate. */
async function put(reader, text) {
  await reader.page.click("#write");
  await reader.page.waitForFunction(() => document.activeElement?.id === "editor");
  await reader.page.evaluate((units) => {
    const field = document.getElementById("editor");
    field.value = String.fromCharCode(...units);
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }, unitsOf(text));
  await reader.page.click("#edit");
}

async function isUnharmed({ page, record }) {
  assert.equal(await page.evaluate(() => globalThis.harmed), undefined, "nothing ran");
  const made = await page.$$eval("img, iframe, object, main script, main style, main a[href^=javascript]", (all) => all.length);
  assert.equal(made, 0, "no element came of it");
  assert.deepEqual(record.strangers(), []);
}

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  {
    name: "they are shown as they are, and offsets in them are right",
    async run(reader) {
      const { page } = reader;
      for (const [what, [text, word, count]] of Object.entries(TEXTS)) {
        await put(reader, text);
        await soon(() => unitsShown(page), unitsOf(text), what);
        await page.waitForSelector("#text[data-tokens]");
        await page.fill("#filter-text", word);
        await soon(async () => (await reader.rows())[0]?.[1], word, what);
        await page.click(`#table .cell-word:text-is("${word}")`);
        await soon(() => reader.painted("chosen"), Array(count).fill(word), what);
        await isUnharmed(reader);
      }
    },
  },
  {
    name: "names of files and words of one's own are text too",
    async run(reader) {
      const { page } = reader;
      const name = `<img src=x onerror=${HARM}>.txt`;
      await reader.openFiles([{ name, text: "北京" }]);
      await soon(() => reader.documents(), [`*${name}`]);
      await reader.openFiles([{ name: `<b onclick=${HARM}>.png`, bytes: Uint8Array.of(1), type: "image/png" }]);
      await soon(async () => (await reader.notice()).includes("<b onclick"), true);
      await page.click("#open-words");
      await page.fill("#word", `<script>${HARM}</script>`);
      await page.click("#word-add");
      await soon(
        async () => (await page.textContent("#own-words")) + (await page.textContent("#words-problem")) !== "",
        true,
      );
      await isUnharmed(reader);
    },
  },
];

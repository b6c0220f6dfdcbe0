/** @file Texts that would do harm if they were anything but text. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
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
    const text = [...document.querySelectorAll("#text .text-body p")].map((line) => line.textContent).join("\n");
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

/** Turns all that comes after it around: the name looks like that of a picture. */
const TURNED = "photo\u202egnp.txt";

/** Whether the pieces of a line stand from left to right, in the order in which they are in the page. */
const areInOrder = (page, selectors) =>
  page.evaluate((all) => {
    const boxes = all.map((selector) => document.querySelector(selector).getBoundingClientRect());
    return boxes.every((box, i) => i === 0 || box.left >= boxes[i - 1].right - 1);
  }, selectors);

/** Whether the last letter of an element stands to the right of its first, on one line. */
const readsForward = (page, selector) =>
  page.evaluate((wanted) => {
    const walker = document.createTreeWalker(document.querySelector(wanted), NodeFilter.SHOW_TEXT);
    const nodes = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) if (node.data.trim() !== "") nodes.push(node);
    const boxOf = (node, at) => {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return range.getBoundingClientRect();
    };
    return boxOf(nodes[0], 0).left < boxOf(nodes.at(-1), nodes.at(-1).length - 1).left;
  }, selector);

async function savedSession(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#session-save")]);
  return readFile(await download.path(), "utf8");
}

const openSession = (page, text) =>
  page.setInputFiles("#session-file", { name: "hanlens-session.json", mimeType: "application/json", buffer: Buffer.from(text) });

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
    name: "characters that turn the direction turn nothing of the page",
    async run(reader) {
      const { page } = reader;
      await reader.openFiles([{ name: TURNED, text: "北京\u202e上海北京\u2067上海" }, { name: "next.txt", text: "北京" }]);
      await soon(async () => (await reader.documents()).length, 2);
      await soon(() => reader.words(), ["北京", "上海"]);
      assert.ok(await areInOrder(page, ["#documents .document-label", "#documents .document-count"]), "the names of the files");
      await page.click('#table .cell-word:text-is("北京")');
      await soon(async () => (await reader.chosen())?.[0], "北京");
      assert.ok(await readsForward(page, ".chosen-facts"), "what is said of the word");
      await page.click("#tab-concordance");
      await page.waitForSelector("#concordance-table [data-index='2'] .cell-right");
      const row = "#concordance-table [data-index='0']";
      assert.ok(await areInOrder(page, [`${row} .cell-left`, `${row} .cell-node`, `${row} .cell-right`]), "the parts of a line of the concordance");
      // The name of a file stands in a sentence of the page, which still reads forward.
      await reader.openFiles([{ name: `${TURNED}.png`, bytes: Uint8Array.of(1), type: "image/png" }]);
      await soon(() => reader.notice(), "Not a text file: photognp.txt.png.");
      assert.ok(await readsForward(page, "#notice-text"), "the sentence about the file");
    },
  },
  {
    name: "a session file that was made to do harm does none",
    async run(reader) {
      const { page } = reader;
      await reader.openFiles([{ name: "a.txt", text: "北京" }]);
      await soon(() => reader.documents(), ["*a.txt"]);
      await page.click("#tab-report");
      const text = await savedSession(page);
      const session = JSON.parse(text);
      const evil = `<img src=x onerror="${HARM}">`;
      session.report.documents[0].name = evil;
      session.userWords = [{ word: `javascript:${HARM}`, frequency: 5, tag: "n", enabled: true }];
      session.state = { ...session.state, pattern: { kind: "text", value: evil }, chosen: evil, work: evil, settings: { language: evil, theme: evil, ownStopWords: [evil] }, options: { cloud: { words: evil }, __proto__: { harmed: 1 } }, languages: [evil] };
      await openSession(page, JSON.stringify(session));
      await soon(() => reader.documents(), [`*${evil}`]);
      await isUnharmed(reader);
      for (const broken of ["{", "[]", JSON.stringify({ ...session, texts: [5] }), JSON.stringify({ ...session, userWords: [{ word: "a\nb" }] }), text.slice(0, -20), `{"__proto__":${text}}`]) {
        await openSession(page, broken);
        await soon(async () => (await reader.notice()).startsWith("This is no session of HanLens, or a damaged one. Nothing was changed."), true, broken.slice(0, 40));
        await soon(() => reader.documents(), [`*${evil}`]);
        await page.click("#notice button");
      }
      await isUnharmed(reader);
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

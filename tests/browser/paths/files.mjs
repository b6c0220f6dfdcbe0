/** @file Files that are opened and dropped, and the list of documents. */

import assert from "node:assert/strict";
import { dropFiles, withFiles } from "../files.mjs";
import { soon, soonMatches } from "../soon.mjs";
import { figuresOf, lines } from "../texts.mjs";

/** Bytes that are text in no encoding. */
const BINARY = Uint8Array.of(0xd6, 0, 0xd0, 0, 0xff, 0, 0x81, 0);

const removeButton = (name) => `#documents [aria-label="Remove ${name}"]`;

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  {
    name: "several files are opened, shown one at a time, and removed",
    async run(reader) {
      const { page } = reader;
      await reader.openFiles([
        { name: "一.txt", text: lines(10) },
        { name: "two.md", text: lines(20), type: "text/markdown" },
        { name: "three.txt", text: "上海" },
      ]);
      await soon(async () => (await reader.figures()).tokens, "181");
      await soon(() => reader.documents(), ["*一.txt", "two.md", "three.txt"]);
      await soon(() => page.$$eval(".document-count", (all) => all.map((count) => count.textContent)), ["60", "120", "1"]);
      await page.click("#documents .document-name:has-text('three.txt')");
      await soon(() => reader.text(), "上海");
      await page.click(removeButton("three.txt"));
      await soon(() => reader.figures(), figuresOf(30));
      await soon(() => reader.documents(), ["一.txt", "*two.md"]);
      await page.click(removeButton("一.txt"));
      await soon(() => reader.figures(), figuresOf(20));
      await page.click(removeButton("two.md"));
      await soon(() => page.isVisible("#intro"), true, "with nothing left, the sample comes back");
    },
  },
  {
    name: "files are dropped on the page",
    async run(reader) {
      await withFiles({ "one.txt": lines(10), "two.txt": lines(5) }, async (paths) => {
        await dropFiles(reader.page, paths);
        await soon(() => reader.figures(), figuresOf(15));
        await soon(() => reader.documents(), ["*one.txt", "two.txt"]);
      });
    },
  },
  {
    name: "the button opens the browser's own dialog for several files",
    needs: "the dialog for files",
    async run(reader) {
      const [chooser] = await Promise.all([reader.page.waitForEvent("filechooser"), reader.page.click("#open")]);
      assert.equal(chooser.isMultiple(), true);
      await chooser.setFiles([{ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from(lines(10)) }]);
      await soon(() => reader.figures(), figuresOf(10));
    },
  },
  {
    name: "a file that is no text in any encoding is named, and the page stays usable",
    async run(reader) {
      await reader.openFiles([
        { name: "good.txt", text: lines(10) },
        { name: "binary.txt", bytes: BINARY },
      ]);
      await soon(() => reader.figures(), figuresOf(10));
      await soon(() => reader.documents(), ["*good.txt"]);
      await soonMatches(() => reader.notice(), /The file is not text in an encoding that is known\..* source: “binary\.txt”/);
      await reader.openFiles([{ name: "binary2.txt", bytes: BINARY }]);
      await soonMatches(() => reader.notice(), /binary2\.txt/);
      await soon(() => reader.documents(), ["*good.txt"]);
      await reader.openFiles([{ name: "next.txt", text: lines(10) }]);
      await soon(() => reader.figures(), figuresOf(20));
      await soon(() => reader.documents(), ["good.txt", "*next.txt"]);
    },
  },
  {
    name: "a file that is no text is named, and the others are opened",
    async run(reader) {
      await reader.openFiles([
        { name: "picture.png", bytes: Uint8Array.of(0x89, 0x50, 0x4e, 0x47), type: "image/png" },
        { name: "good.txt", text: lines(10) },
      ]);
      await soon(() => reader.figures(), figuresOf(10));
      await soonMatches(() => reader.notice(), /Not a text file: picture\.png/);
      await reader.page.click("#notice button");
      assert.equal(await reader.notice(), "");
    },
  },
  {
    name: "byte order marks are honoured",
    async run(reader) {
      await reader.openFiles([
        { name: "utf-8.txt", text: `\ufeff${lines(10)}` },
        { name: "utf-16.txt", bytes: Buffer.from(`\ufeff${lines(10)}`, "utf16le") },
      ]);
      await soon(() => reader.figures(), figuresOf(20));
    },
  },
  {
    name: "an opened file can be edited",
    async run(reader) {
      const { page } = reader;
      await reader.openFiles([{ name: "a.txt", text: lines(10) }]);
      await soon(() => reader.figures(), figuresOf(10));
      await page.click("#edit");
      await soon(() => page.inputValue("#editor"), lines(10));
      await page.focus("#editor");
      await page.keyboard.insertText(lines(2));
      await soon(() => reader.figures(), figuresOf(12));
      await soon(() => reader.documents(), ["*a.txt"]);
    },
  },
];

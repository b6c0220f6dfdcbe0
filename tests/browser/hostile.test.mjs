/**
 * @file Inputs that are made to break something, in the real page from disk: each ends with a result or with an error that
 * says what to do; then the page goes on and the memory comes back. The largest are in tests/long/.
 */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { savedBy, showView } from "./explore.mjs";
import { inTheEnd, PATIENCE, survives } from "./hostile/large.mjs";
import { runLarge } from "./hostile/run.mjs";
import { zipOf } from "./hostile/zips.mjs";
import { Setting } from "./setting.mjs";

let setting;
before(async () => {
  setting = await Setting.start();
});
after(() => setting.close());

const MEBIBYTE = 1024 * 1024;
const zeros = (bytes) => Buffer.alloc(bytes);

describe("very large", () => runLarge(() => ({ setting, origin: "disk" }), false));

describe("archives", () => {
  const flat = zipOf([{ name: "a.txt", data: zeros(64 * MEBIBYTE) }]);
  const ARCHIVES = {
    "flat, a thousand times as large unpacked": [flat, /^That is too much at once\..*“a\.txt” holds a\.txt, .*more than 200 times is not unpacked/],
    "nested": [zipOf([{ name: "inner.zip", data: flat }]), /^Files of this kind cannot be read\./],
    "a thousand files that share their bytes": [
      zipOf([{ name: "0.txt", data: zeros(15 * MEBIBYTE) }, ...Array.from({ length: 999 }, (_, i) => ({ name: `${i + 1}.txt` }))]),
      /^That is too much at once\..*“bomb\.zip” unpacks to more than 536870912 bytes/,
    ],
    "one that claims ten bytes and has sixty-four million": [zipOf([{ name: "a.txt", data: zeros(64 * MEBIBYTE), size: 10 }]), /^The file is damaged\./],
    "one that claims four billion": [zipOf([{ name: "a.txt", data: Buffer.from("北京"), size: 0xfffffff0 }]), /^That is too much at once\./],
  };
  for (const [name, [bytes, notice]] of Object.entries(ARCHIVES)) {
    test(`${name}: an error that names it`, { timeout: PATIENCE }, () =>
      survives(setting, "disk", async (reader) => {
        await reader.openFiles([{ name: "bomb.zip", bytes, type: "application/zip" }]);
        assert.match(await inTheEnd(() => reader.notice(), Boolean, "the page says what is wrong"), notice);
      }),
    );
  }
});

describe("user dictionaries", () => {
  const many = (count, line) => Array.from({ length: count }, (_, i) => line(i)).join("\n");
  const han = (i) => String.fromCharCode(0x4e00 + (i % 20_000), 0x4e00 + Math.floor(i / 20_000), 0x56fd);
  const load = async ({ page }, text) => {
    await page.click("#open-words");
    await page.setInputFiles("#words-file", { name: "words.txt", mimeType: "text/plain", buffer: Buffer.from(text) });
  };
  /** The line under the form, or the count of words, as soon as one of them says something new. */
  const told = ({ page }) =>
    inTheEnd(
      () => page.evaluate(() => [document.getElementById("words-problem").textContent, document.getElementById("words-count").textContent]),
      ([problem, count]) => problem !== "" || !["", "No words yet."].includes(count),
      "the dialog says what became of it",
    );

  test("500,000 lines, each word twice, are taken", { timeout: PATIENCE }, () =>
    survives(setting, "disk", async (reader) => {
      await load(reader, many(500_000, (i) => `${han(i % 250_000)} ${i % 100} n`));
      const [problem, count] = await told(reader);
      assert.equal(problem, "");
      assert.match(count, /250,000 words/);
      await reader.page.click("#words-clear");
      await inTheEnd(() => reader.page.textContent("#words-count"), (text) => text === "No words yet.", "they are removed");
      await reader.page.keyboard.press("Escape");
    }),
  );

  const BAD = {
    "a negative frequency": ["好词 5 n\n坏词 -1 n\n", "line 2"],
    "a huge frequency": ["坏词 99999999999999999999 n\n", "line 1"],
    "frequencies that are too much together": [many(10, (i) => `${han(i)} 999999999`), "line 5"],
    "a word of a million characters": [`${"长".repeat(1_000_000)} 5 n\n`, "line 1"],
    "a word with a NUL": ["坏\u0000词 5 n\n", "line 1"],
  };
  for (const [name, [text, line]] of Object.entries(BAD)) {
    test(`${name}: nothing is taken, and the line is named`, { timeout: PATIENCE }, () =>
      survives(setting, "disk", async (reader) => {
        await load(reader, text);
        const [problem, count] = await told(reader);
        assert.match(problem, /^Nothing was changed: this word cannot be taken\./);
        assert.ok(problem.includes(line), problem.slice(0, 300));
        assert.ok(problem.length < 600, `the message has ${problem.length} characters`);
        assert.equal(count, "No words yet.");
        await reader.page.keyboard.press("Escape");
      }),
    );
  }
});

describe("regular expressions", () => {
  const look = async (reader, regex) => {
    await showView(reader, "concordance");
    await reader.page.selectOption("#concordance-pattern-kind", "regex");
    await reader.page.fill("#concordance-pattern", regex);
  };
  const status = ({ page }, fits, what) => inTheEnd(() => page.textContent("#concordance-status"), fits, what);

  for (const regex of ["(a+)+$", "(a|a)*b", "(.*a){20}", "(x+x+)+y"]) {
    test(`${regex} takes time in proportion to the text`, { timeout: PATIENCE }, () =>
      survives(setting, "disk", async (reader) => {
        // With a search that goes back, the universe would end before thirty of these.
        await reader.openFiles([{ name: "a.txt", text: `${"a".repeat(30_000)}!${"x".repeat(30_000)}!` }]);
        await inTheEnd(() => reader.documents(), ([name]) => name === "*a.txt", "it is opened");
        await look(reader, regex);
        assert.match(await status(reader, (text) => text.includes(regex), "an answer"), /^\d+ hits? for /);
      }),
    );
  }

  for (const regex of ["(((a{100}){100}){100}){100}", "[一-龥]{1000}{1000}", `${"(".repeat(10_000)}a${")".repeat(10_000)}`]) {
    test(`${regex.slice(0, 40)} is refused`, { timeout: PATIENCE }, () =>
      survives(setting, "disk", async (reader) => {
        await look(reader, regex);
        await status(reader, (text) => /pattern/.test(text) && !/^\d+ hits?/.test(text), "it says what is wrong");
      }),
    );
  }
});

describe("formulas", () => {
  test("no cell of a saved table begins as one, with quotation marks and without", { timeout: PATIENCE }, () =>
    survives(setting, "disk", async (reader) => {
      const { page } = reader;
      const SIGNS = ["=", "+", "-", "@", "＝", "＋", "－", "＠"];
      const text = SIGNS.flatMap((sign) => [`${sign}北京 `, `"${sign}北京" `, `北京;${sign}1 `]).join("\n");
      await reader.openFiles([{ name: "formulas.txt", text }]);
      await inTheEnd(() => reader.documents(), ([name]) => name === "*formulas.txt", "it is opened");
      await showView(reader, "concordance");
      // Every place of a sign, so that each is the first of what was found and of what follows it.
      await page.selectOption("#concordance-pattern-kind", "regex");
      await page.fill("#concordance-pattern", `"?[-=+@＝＋－＠]`);
      await inTheEnd(() => page.textContent("#concordance-status"), (told) => told.startsWith("24 hits"), "all are found");
      const csv = (await savedBy(reader, "concordance-export", "csv")).text;
      const tsv = (await savedBy(reader, "concordance-export", "tsv")).text;
      for (const cell of [...csv.replace("\ufeff", "").split(/[,;\r\n]/), ...tsv.split(/[\t\n]/)]) {
        assert.doesNotMatch(cell, /^"*[-=+@＝＋－＠]/, "a cell that a spreadsheet may take for a formula");
      }
      assert.ok(csv.includes("'="), "they are there, as text");
    }),
  );
});

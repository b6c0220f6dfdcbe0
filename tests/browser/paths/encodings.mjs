/** @file Files of many encodings and kinds, dropped on the page, and the reader's say in how they are read. */

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { encode, TRADITIONAL } from "../../js/files/encodings.mjs";
import { makeDocuments, NOTES, PARAGRAPHS } from "../../js/files/make.mjs";
import { PROSE } from "../../js/texts.mjs";
import { dropFiles } from "../files.mjs";
import { soon, soonMatches, until } from "../soon.mjs";
import { figuresOf, lines } from "../texts.mjs";

/** What the page says of the text: in sum, and of each of the first words. */
const said = async (reader) => JSON.stringify([await reader.figures(), (await reader.rows()).slice(0, 20), await reader.keywords()]);

/** Whether all is there: the rows come without tags, and get them when they are on the screen; keywords come last. */
const isWhole = ([, rows, keywords]) => rows.every(([, , tag]) => tag !== "") && keywords.length > 0;

/** The same, once all of it is there. */
const saidAtLast = (reader) => until(() => said(reader), (now) => isWhole(JSON.parse(now)), "all that is to be said");

/** The same, once all of it is of another text than before. */
const saidNext = async (reader, before) => {
  const parts = JSON.parse(before);
  const isOther = (now) => isWhole(now) && now.every((part, index) => !isDeepStrictEqual(part, parts[index]));
  return until(() => said(reader), (now) => isOther(JSON.parse(now)), "all that is said is of the new text");
};

/** The button that opens the details of a file; its text is the encoding where that is not UTF-8. */
const details = (name) => `#documents [aria-label="How ${name} was read"]`;
const encodingOf = (page, name) => page.textContent(details(name));
const options = (page, id) => page.$$eval(`${id} option`, (all) => all.map((option) => option.textContent));

async function openDetails(page, name) {
  await page.click(details(name));
  await page.waitForSelector("#file[open]");
  await soon(() => page.isEnabled("#file-apply"), true);
}

/** Puts one file in the place of all, by dropping it. */
async function dropAlone(reader, name, bytes) {
  const { page } = reader;
  while ((await reader.documents()).length > 0) {
    const count = (await reader.documents()).length;
    await page.click("#documents [aria-label^='Remove']");
    await soon(async () => (await reader.documents()).length < count, true);
  }
  await drop(page, name, bytes);
  await soon(() => reader.documents(), [`*${name}`]);
  await soon(() => page.$$eval(".document-count", (counts) => counts.length), 1);
}

/** The file stays where it is: the page reads it again when the reader wishes it. */
async function drop(page, name, bytes) {
  const path = join(folder, name);
  await writeFile(path, bytes);
  await dropFiles(page, [path]);
}

/** @type {ReturnType<typeof makeDocuments>} */
let documents;
let folder;
before(async () => {
  documents = makeDocuments();
  folder = await mkdtemp(join(tmpdir(), "hanlens-"));
});
after(async () => {
  documents.remove?.();
  await rm(folder, { recursive: true });
});

/** Whether there are no documents here, and says so. */
function isMissing() {
  if (documents.skip) console.log(`skipped: ${documents.skip}`);
  return Boolean(documents.skip);
}

const SHARED = PARAGRAPHS.join("\n\n");

/** What the reading pane shows of a text: blank lines are space between paragraphs there. */
const shown = (text) => text.replaceAll("\n\n", "\n");

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  {
    name: "the same text saved in each encoding is analysed alike",
    async run(reader) {
      const { page } = reader;
      const cases = [
        [PROSE, { utf8: "", "utf8+": "", gb18030: "GB18030", utf16le: "UTF-16LE", "utf16le+": "UTF-16LE", utf16be: "UTF-16BE", "utf16be+": "UTF-16BE" }],
        [TRADITIONAL, { utf8: "", big5: "BIG5", gb18030: "GB18030" }],
      ];
      for (const [text, encodings] of cases) {
        let expected;
        const others = await saidAtLast(reader);
        for (const [encoding, shown] of Object.entries(encodings)) {
          await dropAlone(reader, `${encoding}.txt`, encode(text, encoding));
          await soon(() => encodingOf(page, `${encoding}.txt`), shown, encoding);
          expected ??= await saidNext(reader, others);
          await soon(() => said(reader), expected, encoding);
          await soon(() => reader.text(), text, encoding);
          assert.equal(await reader.notice(), "", encoding);
        }
      }
    },
  },
  {
    name: "a wrong encoding is seen in the preview and put right",
    async run(reader) {
      const { page } = reader;
      const sample = await saidAtLast(reader);
      await dropAlone(reader, "a.txt", encode(PROSE, "gb18030"));
      await soon(() => encodingOf(page, "a.txt"), "GB18030");
      const right = await saidNext(reader, sample);
      await openDetails(page, "a.txt");
      await soon(async () => (await options(page, "#file-encoding"))[0], "Automatic: GB18030");
      await soon(async () => (await page.textContent("#file-preview")).slice(0, 50), PROSE.slice(0, 50));
      await page.selectOption("#file-encoding", "big5");
      await until(() => page.textContent("#file-preview"), (text) => !text.startsWith(PROSE.slice(0, 4)), "the preview follows");
      await soon(() => page.isEnabled("#file-apply"), true);
      await soonMatches(() => page.textContent("#file-facts"), /Plain text · [\d,]+ bytes · \d+ characters could not be decoded/);
      await page.click("#file-apply");
      await soon(() => encodingOf(page, "a.txt"), "BIG5");
      await soonMatches(() => reader.notice(), /\d+ characters of a\.txt could not be decoded/, "the loss is told");
      await until(() => said(reader), (now) => now !== right, "other words are said");
      await openDetails(page, "a.txt");
      await soon(() => page.inputValue("#file-encoding"), "big5");
      await page.selectOption("#file-encoding", "");
      await until(() => page.textContent("#file-preview"), (text) => text.startsWith(PROSE.slice(0, 50)), "the guess is back");
      await soon(() => page.isEnabled("#file-apply"), true);
      await page.click("#file-apply");
      await soon(() => encodingOf(page, "a.txt"), "GB18030");
      await soon(() => said(reader), right);
    },
  },
  {
    name: "undecodable bytes are counted and told",
    async run(reader) {
      const bytes = Buffer.concat([Buffer.from(lines(10)), Buffer.of(0xff, 0xfe), Buffer.from(lines(10))]);
      await dropAlone(reader, "a.txt", bytes);
      await until(() => reader.notice(), (notice) => notice.startsWith("2 characters of a.txt could not be decoded"), "the loss is told");
      await soon(async () => (await reader.figures()).tokens, figuresOf(20).tokens);
      await openDetails(reader.page, "a.txt");
      await soonMatches(() => reader.page.textContent("#file-facts"), /· 2 characters could not be decoded$/);
    },
  },
  {
    name: "the column of a table and the field of JSON are chosen",
    async run(reader) {
      const { page } = reader;
      await dropAlone(reader, "a.csv", encode(`名,内容\n${"北京,我爱北京天安门。\n".repeat(10)}`, "gb18030"));
      await soon(async () => (await reader.figures()).tokens, "40");
      await openDetails(page, "a.csv");
      await soon(() => options(page, "#file-column"), ["Automatic: 内容", "名", "内容"]);
      await soon(() => page.isChecked("#file-header"), true);
      await page.selectOption("#file-column", { label: "名" });
      await soon(() => page.textContent("#file-preview"), new Array(10).fill("北京").join("\n\n"));
      await page.uncheck("#file-header");
      await soon(() => page.textContent("#file-preview"), ["名", ...new Array(10).fill("北京")].join("\n\n"));
      await soon(() => page.isEnabled("#file-apply"), true);
      await page.click("#file-apply");
      await soon(async () => (await reader.figures()).tokens, "11");
      await dropAlone(reader, "a.json", JSON.stringify([{ a: "北京", b: "我爱北京天安门" }]));
      await soon(async () => (await reader.figures()).tokens, "4");
      await openDetails(page, "a.json");
      await soon(() => options(page, "#file-field"), ["Automatic: b", "b", "a"]);
      await page.selectOption("#file-field", "a");
      await soon(() => page.textContent("#file-preview"), "北京");
      await soon(() => page.isEnabled("#file-apply"), true);
      await page.click("#file-apply");
      await soon(async () => (await reader.figures()).tokens, "1");
    },
  },
  {
    name: "documents of every kind are dropped and analysed as their text alone",
    async run(reader) {
      if (isMissing()) return;
      const sample = await saidAtLast(reader);
      await dropAlone(reader, "plain.txt", SHARED);
      await soon(() => reader.text(), shown(SHARED));
      const expected = await saidNext(reader, sample);
      for (const name of ["other.docx", "book.epub", "page.html", "film.srt", "film.vtt", "film.ass", "table.csv", "table.tsv", "data.json", "data.jsonl", "notes.md"]) {
        await dropAlone(reader, name, documents.bytes(name));
        await soon(() => said(reader), expected, name);
      }
      // These have a note beside the paragraphs.
      await dropAlone(reader, "book.docx", documents.bytes("book.docx"));
      await soon(() => reader.text(), shown([...PARAGRAPHS, ...NOTES].join("\n\n")));
      const withNote = await saidNext(reader, expected);
      await dropAlone(reader, "book.odt", documents.bytes("book.odt"));
      await soon(() => said(reader), withNote);
      assert.notEqual(withNote, expected);
    },
  },
  {
    name: "a .zip becomes a document for each text in it, each with a reading of its own",
    async run(reader) {
      if (isMissing()) return;
      const { page } = reader;
      await drop(page, "several.zip", documents.bytes("several.zip"));
      await soon(() => reader.documents(), ["*一.txt", "b/two.md", "book.docx"]);
      await soon(() => reader.text(), PARAGRAPHS[0]);
      await openDetails(page, "一.txt");
      await page.selectOption("#file-encoding", "windows-1252");
      await soon(() => page.isEnabled("#file-apply"), true);
      await page.click("#file-apply");
      await soon(() => encodingOf(page, "一.txt"), "WINDOWS-1252");
      await page.click("#documents .document-name:has-text('b/two.md')");
      await soon(() => reader.text(), PARAGRAPHS[1]);
      await page.click("#edit");
      await soon(() => page.inputValue("#editor"), PARAGRAPHS[1]);
    },
  },
  {
    name: "broken, protected, oversized and unknown files are named, and the others are analysed",
    async run(reader) {
      if (isMissing()) return;
      const FAULTS = {
        "locked.docx": /The file is protected\..*“locked\.docx”/,
        "cut.epub": /The file is damaged\..*“cut\.epub”/,
        "bomb.odt": /That is too much at once\..*“bomb\.odt”/,
        "old.doc": /Files of this kind cannot be read\..*“old\.doc”/,
        "locked.zip": /The file is protected\..*“locked\.zip”/,
        "cut.zip": /The file is damaged\..*“cut\.zip”/,
      };
      for (const [name, message] of Object.entries(FAULTS)) {
        await reader.openFiles([
          { name, bytes: documents.bytes(name), type: "application/octet-stream" },
          { name: `good-${name}.txt`, text: lines(1) },
        ]);
        await soonMatches(() => reader.notice(), message, name);
        await soon(async () => (await reader.documents()).at(-1), `*good-${name}.txt`);
      }
      const names = Object.keys(FAULTS).map((name) => `good-${name}.txt`);
      await soon(async () => (await reader.documents()).map((name) => name.replace("*", "")), names);
      await soon(() => reader.figures(), figuresOf(names.length));
    },
  },
];

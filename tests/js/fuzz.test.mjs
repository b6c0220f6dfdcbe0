/** @file A few hundred damaged files and sessions; `fuzz-files.mjs` runs for as long as one likes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { makeWhole, pack, round } from "./fuzz-files.mjs";
import { HanLens } from "./setting.mjs";

const SEED = 20_240_607;
const ROUNDS = 400;

test(`${ROUNDS} damaged files and sessions: a text, or an error of a known kind`, async () => {
  const lens = await HanLens.create({ worker: false });
  const outcomes = {};
  for (let number = 0; number < ROUNDS; number++) {
    const outcome = await round(lens, SEED, number);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  lens.dispose();
  console.log(`seed ${SEED}: ${JSON.stringify(outcomes)}`);
});

test("an element or an archive that is named as a method of every object", async () => {
  const lens = await HanLens.create({ worker: false });
  const docx = makeWhole("docx", SEED);
  const document = "<w:document><w:p><w:r><w:t>北京</w:t><w:constructor/><w:toString/><w:t>大学</w:t></w:r></w:p></w:document>";
  const read = (name, files) => lens.read(new File([pack(files)], name));
  assert.equal((await read("a.docx", { ...docx, "word/document.xml": document, "word/footnotes.xml": "<w:footnotes/>" })).text, "北京大学");
  const { kind, text } = await read("a.zip", { mimetype: "constructor", "a.txt": "北京", "b.constructor": "大学" });
  assert.deepEqual([kind, text], ["zip", "北京"]);
  lens.dispose();
});

test("a chapter of an e-book whose name is no address", async () => {
  const lens = await HanLens.create({ worker: false });
  const epub = makeWhole("epub", SEED);
  for (const href of ["100%.xhtml", "a%ff.xhtml", "http://[", "\ud800.xhtml"]) {
    const list = `<package><manifest><item id="c" href="${href}"/></manifest><spine><itemref idref="c"/></spine></package>`;
    const reading = lens.read(new File([pack({ ...epub, "a/b.opf": list, "a/100%.xhtml": "<html><p>北京</p></html>" })], "a.epub"));
    if (href === "100%.xhtml") assert.equal((await reading).text, "北京");
    else await assert.rejects(reading, { name: "HanLensError", kind: "bad-file" }, href);
  }
  lens.dispose();
});

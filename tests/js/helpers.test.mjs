/** @file Law 5 in threads: how many of them cut a long text changes no figure. */

import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { ok, rejection, same } from "./check.mjs";
import { HanLens } from "./setting.mjs";
import { PROSE } from "./texts.mjs";

/** Above the length from which helpers are started; no two stretches are alike. */
function variedText(units) {
  const sentences = PROSE.split("。");
  let text = "";
  for (let line = 0; text.length < units; line += 1) {
    const from = (line * 7) % sentences.length;
    text += `第${line}行：${sentences.slice(from, from + 3).join("。")}龘${line % 977}靐，don’t 𠮷野家${"。\n".slice(line % 5 === 0 ? 1 : 0)}\n`;
  }
  return text;
}

const TEXT = variedText(2_200_000);
const SOURCES = [{ name: "short", text: PROSE }, { name: "long", text: TEXT }, { name: "empty", text: "" }, { name: "last", text: PROSE }];

const sourcesOf = (sources) => sources.map(({ name, text }) => ({ name, source: text }));

async function figures(lens, options) {
  const corpus = await lens.analyze(sourcesOf(SOURCES), options);
  const columns = await corpus.termColumns();
  const tokens = await Promise.all(SOURCES.map((_, document) => corpus.tokens(document)));
  const { milliseconds, ...summary } = corpus.summary;
  corpus.dispose();
  return { summary, columns: Object.entries(columns).map(([name, column]) => [name, digest(column)]), tokens: tokens.map(digest) };
}

/** Stands for a column of millions of numbers. */
function digest(column) {
  if (!ArrayBuffer.isView(column)) return createHash("sha256").update(JSON.stringify(column)).digest("hex");
  return createHash("sha256").update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength)).digest("hex");
}

describe("how many threads cut a long text changes no figure", () => {
  const engines = new Map();
  before(async () => {
    for (const threads of [1, 2, 3]) engines.set(threads, await HanLens.create({ worker: true, threads }));
  });
  after(() => engines.forEach((lens) => lens.dispose()));

  for (const options of [{}, { mode: "search", hmm: false, heal: "off" }, { mode: "full", heal: "on", fold: { case: true } }]) {
    test(JSON.stringify(options), async () => {
      const alone = await figures(engines.get(1), options);
      for (const threads of [2, 3]) same(await figures(engines.get(threads), options), alone);
    });
  }

  test("with words of the user's own, changed between two texts", async () => {
    // The second time the helpers run already, with the words of before.
    for (const word of ["清晨小镇", "龘靐"]) {
      for (const lens of engines.values()) await lens.words.add(word);
      same(await figures(engines.get(2), {}), await figures(engines.get(1), {}));
    }
    for (const lens of engines.values()) await lens.words.replace([]);
  });

  test("an abort is heard, and the next analysis is whole", async () => {
    const lens = engines.get(3);
    const controller = new AbortController();
    // No engine is through with so long a text when the event loop comes round for the first time.
    setTimeout(() => controller.abort());
    const error = await rejection(lens.analyze(TEXT, {}, { signal: controller.signal }));
    same(error.name, "AbortError");
    const corpus = await lens.analyze(TEXT);
    ok(corpus.summary.tokens > 900_000, `${corpus.summary.tokens} tokens`);
    corpus.dispose();
  });
});

/** @file Memory comes back after a large text, and nothing else changes by that. */

import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { ok, same } from "./check.mjs";
import { HanLens, init } from "./setting.mjs";
import { PROSE, longText } from "./texts.mjs";

const MEGABYTE = 1e6;

/** What an engine may have in which there are a few small texts, with all words and tags unpacked: thrice what it has new. */
const SMALL = 28 * MEGABYTE;

/** With this text the memory is some ninety megabytes. */
const LARGE_TEXT = longText(9_000_000);
const LARGE = 60 * MEGABYTE;

/** A test with engines that are disposed of however it ends. */
const withEngines = (run) => async () => {
  const made = [];
  const create = async (options) => {
    made.push(await HanLens.create(options));
    return made.at(-1);
  };
  await run(create).finally(() => made.forEach((lens) => lens.dispose()));
};

/** Ends when the memory has become small again; fails when it does not. */
async function comesBack(lens) {
  let bytes = await lens.memory();
  for (let tries = 0; bytes >= SMALL && tries < 2000; tries += 1) {
    await pause(10);
    bytes = await lens.memory();
  }
  ok(bytes < SMALL, `${bytes} bytes are left`);
}

/** All that depends on the corpus, in an order in which a query finds out what those before it have left behind. */
async function figures(corpus) {
  return {
    terms: await corpus.terms(),
    tokens: await corpus.tokens(1),
    text: await corpus.text(1),
    keywords: await corpus.keywords(),
    newWords: await corpus.newWords({ minCount: 2 }),
    concordance: await corpus.concordance({ pattern: { terms: ["图书馆"] } }),
    report: await corpus.report(),
  };
}

for (const [name, implementation] of Object.entries({ "in this thread": { worker: false }, "in a worker": { worker: true } })) {
  describe(name, () => {
    test("a corpus that is left moves to a fresh memory with its words, options and figures", withEngines(async (create) => {
      const lens = await create(implementation);
      const atStart = await lens.memory();
      ok(atStart < SMALL, `${atStart} bytes at the start`);
      await lens.words.add("安静的朋友", { frequency: 500, tag: "n" });
      await lens.words.add("小镇", { enabled: false });
      const options = { mode: "search", heal: "on", fold: { simplified: true, case: true }, stopWords: ["书"] };
      const sources = [{ name: "a", source: "圖書館" }, { name: "b", source: `${PROSE}\ud800` }, { name: "c", source: new Blob([PROSE]) }];
      const corpus = await lens.analyze(sources, options);
      const large = await lens.analyze(LARGE_TEXT);
      // The words of now are others than those with which the corpus was cut.
      await lens.words.add("图书馆刚刚", { frequency: 900 });
      const [before, words] = [await figures(corpus), await lens.words.list()];
      const full = await lens.memory();
      ok(full > LARGE, `${full} bytes with a large text`);
      large.dispose();
      await comesBack(lens);
      same(await figures(corpus), before);
      same(await lens.words.list(), words);
      same((await corpus.update({ mode: "precise" })).options.mode, "precise");
      same((await corpus.terms({ contains: "图书馆刚刚" })).total, 1, "the words of now");
    }));

    test("calls that come meanwhile wait, and are answered", withEngines(async (create) => {
      const lens = await create(implementation);
      const corpus = await lens.analyze(PROSE);
      const { rows } = await corpus.terms({ limit: 1 });
      const large = await lens.analyze(LARGE_TEXT);
      large.dispose();
      const answers = await Promise.all([
        corpus.terms({ limit: 1 }),
        lens.analyze("北京大学"),
        lens.words.add("图书"),
        corpus.newWords(),
        lens.cut("北京大学"),
        corpus.update({ hmm: false }),
      ]);
      same(answers[0].rows, rows);
      same(answers[1].summary.tokens, 1);
      await comesBack(lens);
    }));

    test("also after a large corpus has moved itself", withEngines(async (create) => {
      const lens = await create(implementation);
      // The memory is far above what the long text needs, and far above what is needed without it.
      const long = await lens.analyze(longText(400_000));
      (await lens.analyze(LARGE_TEXT, { mode: "full" })).dispose();
      const small = await lens.analyze(PROSE);
      long.dispose();
      await comesBack(lens);
      same((await small.terms({ limit: 1 })).rows.length, 1);
    }));

    test("after an analysis that was given up", withEngines(async (create) => {
      const lens = await create(implementation);
      const controller = new AbortController();
      const onProgress = ({ done, total }) => done > total / 2 && controller.abort();
      await lens.analyze(LARGE_TEXT, {}, { signal: controller.signal, onProgress }).catch(() => {});
      await comesBack(lens);
    }));
  });
}

test("engines that share a thread leave the memory where it is, and work on", withEngines(async (create) => {
  const [lens, other] = [await create({ worker: false }), await create({ worker: false })];
  const corpus = await other.analyze(PROSE);
  const { rows } = await corpus.terms();
  (await lens.analyze(LARGE_TEXT)).dispose();
  await lens.words.list();
  ok((await lens.memory()) > LARGE, "it stays");
  same((await corpus.terms()).rows, rows);
  other.dispose();
  (await lens.analyze("北京")).dispose();
  await comesBack(lens);
}));

test("whoever has the exports keeps the memory that they are of", withEngines(async (create) => {
  const { memory } = await init();
  const lens = await create({ worker: false });
  (await lens.analyze(LARGE_TEXT)).dispose();
  await lens.words.list();
  same(await lens.memory(), memory.buffer.byteLength);
}));

/** @file What is disposed of, aborted or forgotten gives its memory back. */

import { after, before, describe, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { ok, rejection } from "./check.mjs";
import { HanLens, init } from "./setting.mjs";
import { PROSE, longText } from "./texts.mjs";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc");

const TEXT = longText(300_000);

/** Long enough to be in the middle of its analysis when the event loop has come round. */
const LONG_TEXT = longText(2_500_000);

describe("wasm memory stays flat", () => {
  let lens;
  let memory;
  before(async () => {
    lens = await HanLens.create({ worker: false });
    ({ memory } = await init());
  });
  after(() => lens.dispose());

  /**
   * Memory can only grow, to the most that was ever used at once; so what leaks shows in later rounds. A corpus of
   * these texts takes 2 to 3 MB.
   */
  async function staysFlat(round, allowed = 0) {
    for (let i = 0; i < 6; i++) await round();
    const settled = memory.buffer.byteLength;
    for (let i = 0; i < 30; i++) await round();
    const grown = memory.buffer.byteLength - settled;
    ok(grown <= allowed, `${grown} bytes more than ${settled} after 30 rounds`);
  }

  test("when corpora are disposed of", () =>
    staysFlat(async () => {
      const corpus = await lens.analyze(TEXT);
      await corpus.update({ mode: "search" });
      await corpus.keywords();
      corpus.dispose();
    }));

  test("over a thousand analyses, each disposed of, and so does the memory of JavaScript", async () => {
    const rounds = async (count) => {
      for (let i = 0; i < count; i++) {
        const corpus = await lens.analyze(PROSE);
        await corpus.terms({ limit: 10 });
        corpus.dispose();
      }
      // What the registry of forgotten corpora holds goes in a task of its own.
      await new Promise((resolve) => setTimeout(resolve, 1));
      collectGarbage();
      return [memory.buffer.byteLength, process.memoryUsage().heapUsed];
    };
    const [wasm, heap] = await rounds(100);
    const [wasmAfter, heapAfter] = await rounds(1_000);
    ok(wasmAfter === wasm, `${wasmAfter - wasm} bytes more of wasm memory`);
    // A kilobyte a round would be a megabyte.
    ok(heapAfter - heap < 1e6, `${heapAfter - heap} bytes more of JavaScript's`);
  });

  test("when a corpus is updated again and again", async () => {
    const corpus = await lens.analyze(TEXT);
    let hmm = false;
    await staysFlat(() => corpus.update({ hmm: (hmm = !hmm) }));
    corpus.dispose();
  });

  test("when analyses are aborted", async () => {
    // How far one comes before its abort is chance, so the most that it can use is used first.
    (await lens.analyze(LONG_TEXT, { mode: "full" })).dispose();
    await staysFlat(async () => {
      const controller = new AbortController();
      const analysis = rejection(lens.analyze(LONG_TEXT, { mode: "full" }, { signal: controller.signal }));
      await new Promise(setImmediate);
      controller.abort();
      await analysis;
      await lens.cut("");
      // A hole may lie where a text of 5 MB does not fit; a leak would have left thirty.
    }, 10e6);
  });

  test("when corpora are forgotten", () =>
    staysFlat(async () => {
      await lens.analyze(TEXT);
      collectGarbage();
      // The registry of what was forgotten is told in a task of its own.
      await new Promise((resolve) => setTimeout(resolve, 1));
      // When is not promised, so a few may be there at once.
    }, 10e6));

  test("when engines are disposed of", () =>
    staysFlat(async () => {
      const other = await HanLens.create({ worker: false });
      await other.words.add("图书");
      await other.analyze(TEXT);
      other.dispose();
    }));
});

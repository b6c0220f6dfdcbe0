/** @file A page that measures what it is told to. The driver calls the methods of `globalThis.bench`. */

import { Bench } from "./measure.mjs";

const bytes = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());
const text = async (path) => (await fetch(path)).text();

async function hanlens() {
  return { api: await import("../pkg/hanlens.js"), wasm: await bytes("/pkg/hanlens_bg.wasm"), dictionary: await bytes("/pkg/hanlens.dict") };
}

const files = {
  hanlens,
  "hanlens worker": hanlens,
  "hanlens, 1 thread": hanlens,
  "hanlens, 2 threads": hanlens,
  async "jieba-wasm"() {
    return { glue: await import("../jieba-wasm/jieba_rs_wasm.js"), wasm: await bytes("/jieba-wasm/jieba_rs_wasm_bg.wasm") };
  },
  async "jieba-rs in wasm"() {
    return { wasm: await bytes("/jieba-rs.wasm"), words: await bytes("/words") };
  },
  async "Intl.Segmenter"() {
    return {};
  },
};

const SHORT_TEXT = "我来到北京清华大学。";

/** What only a page can tell: how long its thread is held. */
class PageBench extends Bench {
  /** The text under measure as a page of many elements, highlighted. */
  async highlight(elements) {
    const { measure } = await import("./highlight-page.mjs");
    return measure(await text("/text/base"), elements);
  }

  /** The longest wait for a turn of this thread while a worker analyses the long text, in milliseconds. */
  async blocking(engine, form) {
    const { lens } = await this.engine(engine);
    const source = await sourceOf(form);
    (await lens.analyze(SHORT_TEXT)).dispose();
    const idle = await held(() => new Promise((resolve) => setTimeout(resolve, 500)));
    const working = await held(async () => (await lens.analyze(source, {}, { onProgress() {} })).dispose());
    return { idle, working };
  }

  /** How long an analysis of the long text takes to end after it is aborted, and the engine to answer again. */
  async cancel(engine, form) {
    const { lens } = await this.engine(engine);
    const source = await sourceOf(form);
    const controller = new AbortController();
    let ended;
    await new Promise((started) => {
      const analysis = lens.analyze(source, {}, { signal: controller.signal, onProgress: started });
      ended = analysis.then(() => { throw new Error("the analysis was not cancelled"); }, () => performance.now());
    });
    const begin = performance.now();
    controller.abort();
    await lens.cut(SHORT_TEXT);
    const answered = performance.now() - begin;
    return { rejected: (await ended) - begin, answered };
  }
}

const sourceOf = async (form) => (form === "Blob" ? new Blob([await bytes("/text/long")]) : text("/text/long"));

/** The longest time between two turns of this thread during some work, and the tasks over 50 ms. */
async function held(work) {
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration)));
  observer.observe({ type: "longtask" });
  let [longest, last, going] = [0, performance.now(), true];
  const turn = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (going) setTimeout(turn);
  };
  setTimeout(turn);
  const begin = performance.now();
  await work();
  const milliseconds = performance.now() - begin;
  going = false;
  await new Promise((resolve) => setTimeout(resolve, 100));
  observer.disconnect();
  return { longest, longTasks: tasks, milliseconds };
}

globalThis.bench = new PageBench({ loadFiles: (engine) => files[engine](), loadText: (name) => text(`/text/${name}`) });

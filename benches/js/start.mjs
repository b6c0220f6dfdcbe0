/** @file From nothing to ready: engines from their bytes, and the single file from disk. */

import { AT_REST, coldPage } from "./chromium.mjs";
import { nativeRound } from "./native.mjs";
import { askFreshNode } from "./node.mjs";
import { Rows, ratio } from "./statistics.mjs";

const NODE = ["hanlens", "jieba-rs in wasm", "jieba-wasm", "@node-rs/jieba", "Intl.Segmenter"];
const CHROMIUM = ["hanlens", "hanlens worker", "jieba-rs in wasm", "jieba-wasm", "Intl.Segmenter"];

/** Of a row of the cold page. */
export const BUSY = ", while the browser itself still starts";

/** A browser that has come to rest after its start, and one that has not. */
const PAGE = [["", AT_REST], [BUSY, 0]];

/**
 * Each time in a process that never saw the engine before.
 * @param {import("./chromium.mjs").ChromiumHost} chromium
 * @param {{base: string, long: string}} texts Paths.
 * @param {number} runs
 * @param {(line: string) => void} tell
 */
export async function measureStart(chromium, texts, runs, tell) {
  const rows = { node: new Rows(), chromium: new Rows(), native: new Rows(), page: new Rows() };
  const add = (to, engine, { ready, firstCut }) => {
    to.add(`${engine}, ready`, ready);
    to.add(`${engine}, first cut`, firstCut);
  };
  const addParts = (to, { compile, load }) => {
    to.add("hanlens, of it compiling", compile);
    to.add("hanlens, of it loading", load);
  };
  for (let run = 0; run < runs; run += 1) {
    tell(`start: run ${run + 1} of ${runs}`);
    for (const engine of NODE) add(rows.node, engine, await askFreshNode(texts, "ready", engine));
    for (const engine of CHROMIUM) add(rows.chromium, engine, await chromium.askFresh("ready", engine));
    addParts(rows.node, await askFreshNode(texts, "readyParts"));
    addParts(rows.chromium, await chromium.askFresh("readyParts"));
    const { ready, jiebaReady } = await nativeRound(texts.base);
    rows.native.add("hanlens, ready", ready);
    rows.native.add("jieba-rs, ready", jiebaReady);
    for (const [when, rest] of PAGE) {
      const { firstPaint, firstTable } = await coldPage(rest);
      rows.page.add(`first paint${when}`, firstPaint);
      rows.page.add(`first table${when}`, firstTable);
    }
  }
  const [node, inChromium, native, page] = [rows.node, rows.chromium, rows.native, rows.page].map((of) => of.summarise());
  const ready = { unit: "ms", node, chromium: inChromium, native, ratios: { node: ratios(node), chromium: ratios(inChromium) } };
  return { ready, page: { unit: "ms", ...page } };
}

/** Ours in parts of each peer. Some peers begin their work with the first text. */
const ratios = (host) => ({ ...ratiosOf(host, ", ready"), ...ratiosOf(host, ", first cut") });

function ratiosOf(host, end) {
  const peers = Object.entries(host).filter(([name]) => name.endsWith(end) && !name.startsWith("hanlens"));
  return Object.fromEntries(peers.map(([name, peer]) => [name, ratio(host[`hanlens${end}`], peer)]));
}

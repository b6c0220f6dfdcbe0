/** @file The goals of the design, each with the figure of this run beside it. */

import { gzipTotal } from "./sizes.mjs";
import { BUSY } from "./start.mjs";

/**
 * @typedef {object} Budget
 * @property {string} what
 * @property {string} goal
 * @property {number} value
 * @property {boolean} met
 */

/** @returns {Budget[]} */
export function budgets({ ready, throughput, memory, scaling, size, thread, page, highlight, pageTasks }) {
  return [...readyBudgets(ready), ...speedBudgets(throughput, scaling), ...sizeBudgets(size.hanlens), ...memoryBudgets(memory),
    ...threadBudgets(thread, page),
    atMost("longest task of the page, whatever is done with the long text", 50, Math.max(...Object.values(pageTasks.longest).map(({ median }) => median)), " ms"),
    atMost(`highlights painted after the engine is ready, ${highlight.elements} elements`, 500, highlight["engine ready to first paint"].median, " ms")];
}

const atMost = (what, limit, value, unit = "") => ({ what, goal: `≤ ${limit}${unit}`, value, met: value <= limit });
const atLeast = (what, limit, value) => ({ what, goal: `≥ ${limit} ×`, value, met: value >= limit });

const HOSTS = ["node", "chromium"];

function readyBudgets(ready) {
  return HOSTS.flatMap((host) => [
    atMost(`engine ready, ${host}`, 15, ready[host]["hanlens, ready"].median, " ms"),
    atMost(`engine ready against jieba-rs in wasm, ${host}`, 0.1, ready.ratios[host]["jieba-rs in wasm, ready"].median, " ×"),
    atMost(`first cut against jieba-rs in wasm, ${host}`, 0.1, ready.ratios[host]["jieba-rs in wasm, first cut"].median, " ×"),
  ]);
}

function speedBudgets({ ratios }, scaling) {
  const against = HOSTS.flatMap((host) => [
    atLeast(`text to table against native jieba-rs cut, ${host}`, 1, ratios[host]["native jieba-rs, cut"].median),
    atLeast(`text to table against jieba-wasm, ${host}`, 10, ratios[host]["jieba-wasm"].median),
  ]);
  return [...against, atMost("10 times the text", 10.5, scaling.times.median, " × the time")];
}

// The same files as in xtask/src/size.rs.
const isPage = (name) => name.startsWith("page-") || ["index.html", "hanlens-worker.js", "hanlens-offline.js"].includes(name);
/** A part of the page that is loaded later is named after its module. */
const isEarly = (name) => isPage(name) && !/^page-(?!main_|chunk_)[^_]+_|offline/.test(name);
/** The texts that the page offers to try are documents. They count with everything. */
const isSamples = (name) => name.startsWith("page-more-samples");
const isCore = (name) => ["hanlens_bg.wasm", "hanlens.dict"].includes(name);
/** What comes only when it is needed. */
const isLate = (name) => ["hanlens-explore.wasm", "hanlens-idf.dict", "hanlens-fold.dict", "hanlens-read.js"].includes(name);

function sizeBudgets(files) {
  return [
    atMost("download before the first table, gzip", 1_500_000, gzipTotal(files, (name) => isEarly(name) || isCore(name)), " bytes"),
    atMost("download with everything, gzip", 1_900_000, gzipTotal(files, (name) => isPage(name) || isCore(name) || isLate(name)), " bytes"),
    atMost("JavaScript and CSS, gzip", 150_000, gzipTotal(files, (name) => (isPage(name) && name !== "index.html" && !isSamples(name)) || name === "hanlens-read.js"), " bytes"),
  ];
}

function memoryBudgets({ afterStart, whileAnalysing }) {
  const most = Math.max(...whileAnalysing.map(({ perInputByte }) => perInputByte));
  return [atMost("wasm memory after the start", 12_000_000, afterStart, " bytes"), atMost("more while analysing, an input byte", 8, most, " bytes")];
}

function threadBudgets({ api, pageWithFile }, page) {
  const median = (end) => Math.max(...Object.entries(api).filter(([name]) => name.startsWith("hanlens worker") && name.endsWith(end)).map(([, { median }]) => median));
  return [
    atMost("page's thread held, long text in a worker", 50, median("longest wait"), " ms"),
    atMost("longest task of the page, long file opened", 50, pageWithFile.longest.median, " ms"),
    atMost("cancel, until the next call is answered", 100, median("next call answered after"), " ms"),
    atMost("page on file://, cold, to the first table", 300, page["first table"].median, " ms"),
    atMost(`page on file://, cold, to the first table${BUSY}`, 300, page[`first table${BUSY}`].median, " ms"),
  ];
}

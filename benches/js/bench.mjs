/**
 * @file The benchmark: `cargo xtask bench` builds everything and runs this. Prints one JSON document to standard
 * output and the same for people to standard error. See docs/performance.md.
 *
 * Usage: node benches/js/bench.mjs [--text FILE] [--runs N] [--mb N]
 */

import { execFileSync } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import os from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { budgets } from "./budgets.mjs";
import { ChromiumHost } from "./chromium.mjs";
import { measureHighlight } from "./highlight.mjs";
import { measureMemory } from "./memory.mjs";
import { writeImage } from "./native.mjs";
import { NodeHost } from "./node.mjs";
import { measurePageTasks } from "./page-tasks.mjs";
import { ROOT, built, paths } from "./paths.mjs";
import { asText } from "./report.mjs";
import { dictionaryForms, sizes } from "./sizes.mjs";
import { measureSpeed } from "./speed.mjs";
import { round } from "./statistics.mjs";
import { measureStart } from "./start.mjs";
import { prepareTexts } from "./texts.mjs";
import { measureThread } from "./thread.mjs";

const tell = (line) => process.stderr.write(`bench: ${line}\n`);

function readOptions() {
  const { values } = parseArgs({ options: { text: { type: "string" }, runs: { type: "string", default: "5" }, mb: { type: "string", default: "1" } } });
  const [runs, megabytes] = [Number(values.runs), Number(values.mb)];
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs must be a whole number from 1 and is ${values.runs}`);
  if (!(megabytes > 0 && megabytes <= 20)) throw new Error(`--mb must be above 0 and at most 20 and is ${values.mb}`);
  return { text: values.text, runs, megabytes };
}

/** Processes that wanted to run, over the last minute. */
const load = () => round(os.loadavg()[0]);

const machine = () => ({
  platform: `${os.platform()} ${os.arch()}`,
  processor: os.cpus()[0].model,
  cores: os.cpus().length,
  memoryBytes: os.totalmem(),
});

async function versions(chromium) {
  const npm = async (name) => JSON.parse(await readFile(join(paths.modules, name, "package.json"), "utf8")).version;
  const lock = await readFile(join(ROOT, "benches/peers/jieba-rs-wasm/Cargo.lock"), "utf8");
  return {
    node: process.versions.node,
    v8: process.versions.v8,
    icu: process.versions.icu,
    chromium,
    rustc: execFileSync("rustc", ["--version"], { encoding: "utf8" }).trim(),
    "jieba-rs": /name = "jieba-rs"\nversion = "(.+)"/.exec(lock)[1],
    "jieba-wasm": await npm("jieba-wasm"),
    "@node-rs/jieba": await npm("@node-rs/jieba"),
  };
}

/** How far the tables of the peers agree with ours: the words in both, and those of them with equal counts. */
async function agreement(node) {
  const ours = new Map(await node.ask("table", "hanlens", "base"));
  const compare = async (peer) => {
    const shared = (await node.ask("table", peer, "base")).filter(([word]) => ours.has(word));
    return [peer, { inBoth: shared.length, equal: shared.filter(([word, count]) => ours.get(word) === count).length }];
  };
  const entries = [];
  for (const peer of ["jieba-wasm", "@node-rs/jieba", "Intl.Segmenter"]) entries.push(await compare(peer));
  return { rows: ours.size, ...Object.fromEntries(entries) };
}

async function measureDictionary(texts) {
  tell("dictionary: forms");
  const image = `${texts.paths.base}.image`;
  await writeImage(texts.paths.base, image);
  const forms = await dictionaryForms(image);
  await rm(image);
  return forms;
}

async function measureAll(texts, runs) {
  const chromium = await ChromiumHost.start(texts.paths);
  const node = new NodeHost(texts.paths);
  try {
    const start = await measureStart(chromium, texts.paths, runs, tell);
    const speed = await measureSpeed({ node, chromium }, texts, runs, tell);
    const contents = await node.ask("contents", "base");
    return {
      hanlens: await node.ask("info"),
      versions: await versions(chromium.version),
      text: { ...texts.description, base: { ...texts.description.base, ...contents } },
      agreement: await agreement(node),
      ...speed,
      ...start,
      thread: await measureThread(chromium, texts.paths.long, runs, tell),
      pageTasks: await measurePageTasks(texts.paths.long, runs, tell),
      highlight: await measureHighlight(chromium, runs, tell),
      memory: await measureMemory(chromium, texts, tell),
      size: await sizes(),
      dictionary: await measureDictionary(texts),
    };
  } finally {
    node.close();
    await chromium.close();
  }
}

async function main() {
  const { text, runs, megabytes } = readOptions();
  const loadBefore = load();
  tell("preparing the texts");
  const texts = await prepareTexts({ text, megabytes, samples: paths.samples, words: built.words() });
  try {
    const figures = await measureAll(texts, runs);
    const report = { runs, machine: { ...machine(), loadBefore, loadAfter: load() }, ...figures, budgets: budgets(figures) };
    process.stderr.write(`\n${asText(report)}\n`);
    process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
  } finally {
    await texts.remove();
  }
}

await main();

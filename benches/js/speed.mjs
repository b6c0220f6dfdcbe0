/** @file Throughput: text to the hundred most frequent words, ours and the peers' in turn, run after run. */

import { nativeRound } from "./native.mjs";
import { Rows, rate, ratio, round } from "./statistics.mjs";

/** Ours with one thread and with two; helpers come only with a long text. */
const THREADS = { one: "hanlens, 1 thread", two: "hanlens, 2 threads" };

/** What each host is asked for. Where a peer makes no table, it only cuts. */
const NODE = [["hanlens", "table"], ["jieba-wasm", "table"], ["@node-rs/jieba", "table"], ["Intl.Segmenter", "table"], ["jieba-rs in wasm", "cut"]];
const CHROMIUM = [["hanlens", "table"], ["hanlens worker", "table"], ["jieba-wasm", "table"], ["Intl.Segmenter", "table"], ["jieba-rs in wasm", "cut"]];

/**
 * @param {object} hosts
 * @param {import("./node.mjs").NodeHost} hosts.node
 * @param {import("./chromium.mjs").ChromiumHost} hosts.chromium
 * @param {import("./texts.mjs").Texts} texts
 * @param {number} runs
 * @param {(line: string) => void} tell
 */
export async function measureSpeed({ node, chromium }, texts, runs, tell) {
  const { base, long } = texts.description;
  const rows = { node: new Rows(), chromium: new Rows(), native: new Rows(), scaling: new Rows(), stages: new Rows(), copies: new Rows(), threads: new Rows() };
  const tasks = [...engineTasks("node", node, NODE, rows), ...engineTasks("chromium", chromium, CHROMIUM, rows)];
  tell("speed: warming up");
  for (const { warmUp } of tasks) await warmUp();
  tasks.push(...otherTasks({ node, chromium }, texts, rows));
  for (let run = 0; run < runs; run += 1) {
    tell(`speed: run ${run + 1} of ${runs}`);
    // There and back: what grows slower with time does so for the first and the last alike.
    for (const { measure } of run % 2 === 0 ? tasks : [...tasks].reverse()) await measure();
  }
  const throughput = {
    unit: "MB/s of UTF-8",
    node: rows.node.summarise((times) => rate(base.bytes, times)),
    chromium: rows.chromium.summarise((times) => rate(base.bytes, times)),
    native: nativeRates(rows.native, base.bytes),
  };
  return {
    throughput: { ...throughput, ratios: ratios(throughput) },
    scaling: scaling(rows.scaling, base, long),
    threads: threads(rows.threads),
    stages: { unit: "ms", text: "long", ...rows.stages.summarise() },
    copies: { unit: "ms", text: "long", ...rows.copies.summarise() },
    recogniser: recogniser(rows.native),
    native: rows.native.summarise(),
  };
}

function engineTasks(hostName, host, engines, rows) {
  return engines.map(([engine, method]) => ({
    warmUp: () => host.ask("warmUp", engine, "base", method),
    async measure() {
      rows[hostName].add(method === "cut" ? `${engine}, cut only` : engine, await host.ask("measure", engine, "base", method));
    },
  }));
}

function otherTasks({ node, chromium }, { paths }, rows) {
  const addAll = (to, figures, prefix = "") => Object.entries(figures).forEach(([name, value]) => to.add(prefix + name, value));
  return [
    async () => addAll(rows.native, await nativeRound(paths.base)),
    async () => rows.scaling.add("base", await node.ask("measure", "hanlens", "base", "table")),
    async () => rows.scaling.add("long", await node.ask("measure", "hanlens", "long", "table")),
    ...Object.values(THREADS).map((engine) => async () => rows.threads.add(engine, await chromium.ask("measure", engine, "long", "table"))),
    async () => addAll(rows.stages, await node.ask("stages", "long")),
    async () => addAll(rows.copies, await node.ask("copies", "long"), "node "),
    async () => addAll(rows.copies, await chromium.ask("copies", "long"), "chromium "),
  ].map((measure) => ({ measure }));
}

const NATIVE = { jiebaCut: "jieba-rs, cut", jiebaTable: "jieba-rs, table", cut: "hanlens, cut", table: "hanlens, table" };

function nativeRates(rows, bytes) {
  const all = rows.summarise((times) => rate(bytes, times));
  return Object.fromEntries(Object.entries(NATIVE).map(([key, name]) => [name, all[key]]));
}

/** Ours in times of each peer of the same host, and of native jieba-rs. */
function ratios({ node, chromium, native }) {
  const against = (host) => {
    const peers = Object.entries(host).filter(([name]) => !name.startsWith("hanlens"));
    const all = { ...Object.fromEntries(peers), "native jieba-rs, cut": native["jieba-rs, cut"] };
    return Object.fromEntries(Object.entries(all).map(([name, peer]) => [name, ratio(host.hanlens, peer)]));
  };
  const nativeRatios = { "jieba-rs, cut": ratio(native["hanlens, cut"], native["jieba-rs, cut"]), "jieba-rs, table": ratio(native["hanlens, table"], native["jieba-rs, table"]) };
  return { node: against(node), chromium: against(chromium), native: nativeRatios };
}

function scaling(rows, base, long) {
  const times = rows.summarise();
  return { unit: "ms", ...times, bytes: round(long.bytes / base.bytes), times: ratio(times.long, times.base) };
}

function threads(rows) {
  const times = rows.summarise();
  return { unit: "ms", text: "long", ...times, "1 thread in times of 2": ratio(times[THREADS.one], times[THREADS.two]) };
}

/**
 * What the recognisers of unknown words take of the time, in per cent: of cutting alone, and of the whole way to the
 * table. The whole is the time without any recogniser and the recogniser's own.
 */
function recogniser(rows) {
  const times = rows.summarise();
  const { unknownRuns, unknownRunsDistinct, unknownCharacters, cut, cutWithoutModel, tableWithoutModel } = times;
  const share = (time, rest) => round((100 * time) / (rest.median + time));
  const shares = (milliseconds) => ({ milliseconds, percentOfCut: share(milliseconds, cutWithoutModel), percentOfTable: share(milliseconds, tableWithoutModel) });
  return {
    runs: unknownRuns.median,
    distinctRuns: unknownRunsDistinct.median,
    characters: unknownCharacters.median,
    "jieba-rs, run by run": shares(times.recogniserByRun.median),
    "jieba-rs, all runs in one text": shares(times.recogniserBatched.median),
    "jieba-rs, each distinct run once": shares(times.recogniserMemoised.median),
    "its model with our own Viterbi": shares(round(Math.max(0, cut.median - cutWithoutModel.median))),
  };
}

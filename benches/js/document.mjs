/**
 * @file Writes the tables of a run into docs/performance.md, between its two marks.
 *
 * Usage: node benches/js/document.mjs REPORT.json
 */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";

const BEGIN = "<!-- bench: begin -->";
const END = "<!-- bench: end -->";

const number = (value) => (value >= 10_000 ? Math.round(value).toLocaleString("en-US") : String(value));
const line = (cells) => `| ${cells.join(" | ")} |`;
const table = (heads, rows) => ["", line(heads), line(heads.map((_, index) => (index === 0 ? "---" : "---:"))), ...rows.map(line), ""];
const figureRow = (name, { median, min, max }) => [name, number(median), number(min), number(max)];
const figureTable = (head, rows) => table([head, "median", "lowest", "highest"], Object.entries(rows).filter(([, value]) => Array.isArray(value?.runs)).map(([name, value]) => figureRow(name, value)));

const NAMES = { node: "Node", chromium: "Chromium", native: "native" };

function facts({ text, machine, versions, runs, hanlens, agreement }) {
  const { base, long } = text;
  const origin = text.source === "file" ? `the file ${text.name}` : `the generated corpus, seed ${text.seed}`;
  const agreed = Object.entries(agreement).filter(([name]) => name !== "rows").map(([name, { inBoth, equal }]) => `${name} ${equal} of ${inBoth}`);
  return [
    `- Text: ${origin}: ${number(base.bytes)} bytes, ${number(base.units)} UTF-16 code units, ${number(base.tokens)} tokens, ${number(base.types)} terms, SHA-256 \`${base.sha256}\`.`,
    `- Long text: ${text.longIs}: ${number(long.bytes)} bytes, SHA-256 \`${long.sha256}\`.`,
    `- Machine: ${machine.cores} cores (${machine.processor}), ${number(machine.memoryBytes)} bytes of memory, ${machine.platform}; load ${machine.loadBefore} before, ${machine.loadAfter} after.`,
    `- ${runs} runs. HanLens ${hanlens.version}, dictionary ${hanlens.dictionaryHash}; ${Object.entries(versions).map(([name, version]) => `${name} ${version}`).join("; ")}.`,
    `- Words that stand in our table and in the peer's, with equal counts: ${agreed.join("; ")}.`,
  ];
}

function speedTables({ throughput, scaling, threads }) {
  const hosts = ["node", "chromium", "native"];
  return [
    "### Text to table", "", "Megabytes of UTF-8 a second.",
    ...hosts.flatMap((host) => figureTable(NAMES[host], throughput[host])),
    "How many times as fast as the peer, run by run.",
    ...hosts.flatMap((host) => figureTable(NAMES[host], throughput.ratios[host])),
    "Milliseconds for the text and for the long text, in Node.",
    ...figureTable("", scaling),
    "Milliseconds for the long text in Chromium, with the worker alone and with a helper beside it.",
    ...figureTable("", threads),
  ];
}

function startTables({ ready, page }) {
  return [
    "### From the bytes to ready", "", "Milliseconds, each time in a fresh process.",
    ...["node", "chromium", "native"].flatMap((host) => figureTable(NAMES[host], ready[host])),
    "Our time in parts of the peer's, run by run.",
    ...["node", "chromium"].flatMap((host) => figureTable(NAMES[host], ready.ratios[host])),
    "The single file from disk in a browser that was never open before, network off, in milliseconds from the start of the navigation.",
    ...figureTable("", page),
  ];
}

function memoryTables({ memory }) {
  const rows = memory.whileAnalysing.map(({ host, form, inputBytes, peak, perInputByte }) => [`${NAMES[host]}, ${form}`, number(inputBytes), number(peak), perInputByte]);
  const { inputBytes, curve } = memory.whileAnalysing.at(-1);
  return [
    "### Memory of the wasm instance", "", `${number(memory.afterStart)} bytes after the start.`,
    ...table(["given as", "bytes of input", "bytes at the peak", "more, an input byte"], rows),
    `On the way through ${number(inputBytes)} bytes in Chromium:`, "",
    "```mermaid", "xychart-beta", '  x-axis "per cent cut and counted" 0 --> 100', '  y-axis "megabytes of wasm memory"',
    `  line [${curve.map(([, size]) => Math.round(size / 1e6)).join(", ")}]`, "```", "",
  ];
}

function sizeTables({ size, dictionary }) {
  const rows = Object.entries(size).flatMap(([owner, files]) => Object.entries(files).map(([name, { bytes, gzip, brotli }]) => [`${owner}: ${name}`, number(bytes), number(gzip), number(brotli)]));
  const forms = Object.entries(dictionary).map(([name, { bytes, gzip, brotli, inflateMilliseconds }]) => [name, number(bytes), number(gzip), number(brotli), inflateMilliseconds]);
  return [
    "### Sizes", "", "Bytes.", ...table(["file", "as is", "gzip -9", "brotli 11"], rows),
    "The dictionary as it ships, and the double array that is made of it, as it would ship.",
    ...table(["form", "as is", "gzip -9", "brotli 11", "ms to unpack gzip"], forms),
  ];
}

function threadTables({ thread }) {
  return [
    "### The page's thread while the long text is analysed", "", "Milliseconds, except where tasks are counted.",
    ...figureTable("through the API in Chromium", thread.api), ...figureTable("the single file opens the long text", thread.pageWithFile),
  ];
}

function taskTables({ pageTasks: { longest, processor } }) {
  const rows = Object.keys(longest).map((name) => [name, ...[longest, processor].flatMap((by) => [number(by[name].median), number(by[name].min)])]);
  return [
    "### The page's tasks with the long text", "",
    "Milliseconds: the longest task while a reader does this in the single file, and the most processor time that the page's own thread took in one.",
    ...table(["", "longest", "lowest", "processor", "lowest"], rows),
  ];
}

function highlightTables({ highlight }) {
  return [
    "### The highlighter", "",
    `Milliseconds, in a fresh page of ${number(highlight.elements)} elements that hold the text; 50 keywords, ${number(highlight.places)} places, ${number(highlight.acrossElements)} more pieces because words go over the edges of elements.`,
    ...figureTable("", highlight),
  ];
}

function stageTables({ stages, copies, recogniser }) {
  const shares = Object.entries(recogniser).filter(([, value]) => typeof value === "object");
  return [
    "### Parts", "", "Milliseconds of one analysis of the long text in Node.", ...figureTable("", stages),
    "Milliseconds to copy the long text into wasm memory: `charCodeAt` into UTF-16, or `TextEncoder.encodeInto` into UTF-8.", ...figureTable("", copies),
    `Unknown words natively: ${number(recogniser.runs)} runs, ${number(recogniser.distinctRuns)} of them distinct, ${number(recogniser.characters)} characters in all.`,
    ...table(["recogniser", "ms", "per cent of cutting", "per cent of text to table"], shares.map(([name, { milliseconds, percentOfCut, percentOfTable }]) => [name, milliseconds, percentOfCut, percentOfTable])),
  ];
}

function budgetTable({ budgets }) {
  return ["### Budgets", ...table(["what", "goal", "this run", ""], budgets.map(({ what, goal, value, met }) => [what, goal, number(value), met ? "met" : "not met"]))];
}

const report = JSON.parse(await readFile(process.argv[2], "utf8"));
const sections = [budgetTable, speedTables, startTables, memoryTables, sizeTables, threadTables, taskTables, highlightTables, stageTables];
const generated = [...facts(report), "", ...sections.flatMap((section) => section(report))].join("\n").replaceAll(/\n{3,}/g, "\n\n").trim();

const path = join(ROOT, "docs/performance.md");
const before = await readFile(path, "utf8");
const [begin, end] = [before.indexOf(BEGIN), before.indexOf(END)];
if (begin < 0 || end < begin) throw new Error(`${path} lacks ${BEGIN} or ${END}`);
await writeFile(path, `${before.slice(0, begin + BEGIN.length)}\n\n${generated}\n\n${before.slice(end)}`);

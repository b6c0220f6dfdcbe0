/** @file The report for people to read; the JSON has everything. */

/**
 * @param {object} report
 * @returns {string}
 */
export function asText(report) {
  const { text, machine, throughput, ready, page, memory, size, thread, highlight, scaling, threads, stages, copies, recogniser, dictionary, pageTasks } = report;
  return [
    `${text.source}${text.name ? ` ${text.name}` : ""}, ${text.base.bytes} bytes, SHA-256 ${text.base.sha256}`,
    `${report.runs} runs; ${machine.cores} × ${machine.processor}, load ${machine.loadBefore} before and ${machine.loadAfter} after`,
    ...hosts("Text to the 100 most frequent words, MB/s", throughput, ["node", "chromium", "native"]),
    ...Object.entries(throughput.ratios).flatMap(([host, ratios]) => figures(`Speed in times of the peer's, ${host}`, ratios)),
    ...hosts("From the bytes to ready, ms", ready, ["node", "chromium", "native"]),
    ...Object.entries(ready.ratios).flatMap(([host, ratios]) => figures(`Time in parts of the peer's, ${host}`, ratios)),
    ...figures("Single file from disk, cold, ms", page),
    ...memoryLines(memory),
    ...sizeLines(size),
    ...figures("Ten times the text, ms", scaling),
    ...figures("The long text in Chromium by threads, ms", threads),
    ...figures("Where the time of the long text goes in Node, ms", stages),
    ...figures("Long text into wasm memory, ms", copies),
    ...figures("The page's thread while the long text is analysed, ms", thread.api),
    ...figures("The page opens the long file, ms", thread.pageWithFile),
    ...figures("The longest task of the page by what the reader does with the long text, ms", pageTasks.longest),
    ...figures("The most processor time of a task by what the reader does with the long text, ms", pageTasks.processor),
    ...figures(`The highlighter, ${highlight.elements} elements and ${highlight.places} places, ms`, highlight),
    ...valueLines("Recognising unknown words, in per cent of the time", recogniser),
    ...valueLines("The dictionary in bytes, as it ships and as the array made of it", dictionary),
    ...budgetLines(report.budgets),
  ].join("\n");
}

const WIDE = 46;
const cell = (value, width = 11) => String(value).padStart(width);
const title = (text) => ["", text.padEnd(WIDE) + ["median", "min", "max"].map((name) => cell(name)).join("")];
const isFigure = (value) => Array.isArray(value?.runs);

function figures(heading, rows) {
  const lines = Object.entries(rows).filter(([, value]) => isFigure(value));
  return [...title(heading), ...lines.map(([name, { median, min, max }]) => name.padEnd(WIDE) + cell(median) + cell(min) + cell(max))];
}

const hosts = (heading, by, names) => names.flatMap((name) => figures(`${heading}, ${name}`, by[name]));

const valueLines = (heading, values) =>
  ["", heading, ...Object.entries(values).map(([name, value]) => `${name.padEnd(WIDE)} ${typeof value === "object" ? JSON.stringify(value) : value}`)];

function memoryLines({ afterStart, whileAnalysing }) {
  const lines = whileAnalysing.map(({ host, form, inputBytes, peak, perInputByte }) =>
    `${`${host}, ${form}, ${inputBytes} bytes`.padEnd(WIDE)}${cell(peak)}${cell(perInputByte)}`);
  return ["", `wasm memory: ${afterStart} bytes after the start`, "".padEnd(WIDE) + cell("peak") + cell("more/byte"), ...lines];
}

function sizeLines(size) {
  const lines = Object.entries(size).flatMap(([owner, files]) =>
    Object.entries(files).map(([name, { bytes, gzip, brotli }]) => `${`${owner}: ${name}`.padEnd(WIDE)}${cell(bytes)}${cell(gzip)}${cell(brotli)}`));
  return ["", "Sizes, bytes".padEnd(WIDE) + ["as is", "gzip -9", "brotli 11"].map((name) => cell(name)).join(""), ...lines];
}

function budgetLines(budgets) {
  const lines = budgets.map(({ what, goal, value, met }) => `${what.padEnd(58)}${cell(value)}  ${goal.padEnd(22)}${met ? "met" : "NOT MET"}`);
  return ["", "Budgets", ...lines];
}

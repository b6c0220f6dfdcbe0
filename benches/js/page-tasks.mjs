/**
 * @file How long the page's thread is held by what a reader does with a long text: the longest task of each step.
 *
 *     node benches/js/page-tasks.mjs TEXT [RUNS] [--detail]
 *
 * A task is as long as the browser says, and its processor time is what the thread itself worked in it: on a machine
 * that has other things to do the one is more than the other. With `--detail` the steps of more than 30 ms are taken
 * apart on standard error.
 */

import { pathToFileURL } from "node:url";
import { openSingleFile, launch } from "./chromium.mjs";
import { figure } from "./statistics.mjs";

/** The views of the work area with what shows that their figures are there. */
const VIEWS = [
  ["cloud", "[data-placed]"], ["concordance", "[data-total]"], ["collocates", "[data-total]"], ["ngrams", "[data-total]"],
  ["dispersion", "[data-total]"], ["trend", "[data-words]"], ["compare", "[data-total]"], ["numbers", "[data-tokens]"],
  ["new-words", "[data-total]"], ["own-words", "[data-words]"], ["explain", "[data-text]"], ["report", "[data-documents]"],
];

const rest = (page, milliseconds = 400) => page.waitForTimeout(milliseconds);
const rows = (page, id) => page.waitForSelector(`#${id} [role=row][data-index='0']`, { state: "attached" });

async function save(page, ...clicks) {
  for (const click of clicks.slice(0, -1)) await page.click(click);
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: 120_000 }), page.click(clicks.at(-1))]);
  return download.path();
}

async function scroll(page, times, by) {
  await page.hover("#text");
  for (let i = 0; i < times; i += 1) {
    await page.mouse.wheel(0, by);
    await page.waitForTimeout(16);
  }
}

/** What the reader does, by name, in this order. */
const steps = (path) => {
  let session;
  return {
    "open the file": async (page) => {
      const table = page.evaluate(() => new Promise((resolve) => {
        new MutationObserver(resolve).observe(document.getElementById("table"), { attributeFilter: ["aria-rowcount"] });
      }));
      await page.setInputFiles("#file-input", path);
      await table;
      await rest(page, 1500);
    },
    "scroll the text": async (page) => {
      await scroll(page, 40, 900);
      await page.keyboard.press("End");
      await rest(page);
    },
    "sort the table": async (page) => {
      await page.click("#table-sort-word");
      await rest(page);
      await page.click("#table-sort-count");
      await rest(page);
    },
    "filter the table": async (page) => {
      if (!(await page.isVisible("#filter-text"))) await page.click("#filters");
      await page.type("#filter-text", "大学", { delay: 30 });
      await rest(page, 800);
      await page.fill("#filter-text", "");
      await rest(page, 800);
      await page.keyboard.press("Escape");
    },
    "choose a word": async (page) => {
      await page.click("#table [role=row][data-index='0']");
      await rest(page, 800);
      await page.click("#next");
      await rest(page);
    },
    "mark the words": async (page) => {
      await page.click("#boundaries");
      await rest(page);
      await page.click("#boundaries");
      await rest(page);
    },
    ...Object.fromEntries(
      VIEWS.map(([view, done]) => [
        `view: ${view}`,
        async (page) => {
          await page.click(`#tab-${view}`);
          await page.waitForSelector(`#view-${view}${done}`, { timeout: 60_000, state: "attached" });
          await rest(page);
        },
      ]),
    ),
    "look for a text": async (page) => {
      await page.click("#tab-concordance");
      await page.fill("#concordance-pattern", "");
      await page.type("#concordance-pattern", "时候", { delay: 30 });
      await rest(page, 1000);
    },
    "change the theme and the size": async (page) => {
      for (const id of ["theme-dark", "size-large", "size-medium", "theme-light"]) {
        await page.click("#open-settings");
        if (await page.isVisible(`#${id}`)) await page.check(`#${id}`);
        await page.keyboard.press("Escape");
        await rest(page, 200);
      }
    },
    "change the language": async (page) => {
      await page.click("#language");
      await rest(page);
      await page.click("#language");
      await rest(page);
    },
    "cloud of 200 words": async (page) => {
      await page.click("#tab-cloud");
      await page.fill("#cloud-words", "200");
      await page.keyboard.press("Enter");
      await rest(page, 1000);
      await page.waitForSelector("#view-cloud[data-placed]", { timeout: 60_000, state: "attached" });
      await rest(page);
    },
    "save the table": async (page) => {
      await page.click("#tab-table");
      await save(page, "#table-export", "#table-export-save-csv");
      await rest(page);
    },
    "save the session": async (page) => {
      await page.click("#tab-report");
      session = await save(page, "#session-save");
      await rest(page);
    },
    "open the session": async (page) => {
      await page.setInputFiles("#session-file", session);
      await rest(page, 2500);
      await rows(page, "table");
    },
  };
};

const CATEGORIES = ["toplevel", "blink.user_timing", "devtools.timeline", "v8"];

/**
 * Every step once, in a browser that was just started.
 * @returns {Promise<Record<string, {longest: number, processor: number, parts: object[]}>>} Milliseconds.
 */
async function once(path, tell) {
  const browser = await launch();
  try {
    const found = {};
    // Straight after the start: what the first table left to do is then still to be done.
    const page = await openSingleFile(browser);
    for (const [name, step] of Object.entries(steps(path))) {
      await browser.startTracing(page, { categories: CATEGORIES });
      await page.evaluate(() => performance.mark("hanlens-tasks"));
      try {
        await step(page);
      } catch (error) {
        tell(`${name}: ${error.message.split("\n")[0]}`);
      }
      found[name] = longestTask(JSON.parse((await browser.stopTracing()).toString()).traceEvents);
    }
    return found;
  } finally {
    await browser.close();
  }
}

/** The task with the most processor time after the mark, on the thread that made the mark. */
function longestTask(events) {
  const mark = events.find(({ name, cat }) => name === "hanlens-tasks" && cat.includes("user_timing"));
  const mine = events.filter(({ pid, tid, ph }) => pid === mark.pid && tid === mark.tid && ph === "X");
  const tasks = mine.filter(({ name, ts }) => /RunTask/.test(name) && ts >= mark.ts);
  const processor = ({ tdur, dur }) => (tdur ?? dur) / 1000;
  const worst = tasks.reduce((a, b) => (processor(b) > processor(a) ? b : a), { dur: 0, tdur: 0, ts: 0 });
  const inside = mine.filter(({ name, ts, dur }) => !/RunTask/.test(name) && ts >= worst.ts && ts + dur <= worst.ts + worst.dur);
  const parts = inside.sort((a, b) => processor(b) - processor(a)).slice(0, 8).map((event) => {
    const { functionName, url, lineNumber, columnNumber, type } = event.args?.data ?? {};
    return { name: event.name, milliseconds: Math.round(processor(event) * 10) / 10, functionName, type, at: url && `${url.slice(-30)}:${lineNumber}:${columnNumber}` };
  });
  return { longest: Math.max(0, ...tasks.map(({ dur }) => dur / 1000)), processor: processor(worst), parts };
}

/**
 * @param {string} path Of the long text.
 * @param {number} runs
 * @param {(line: string) => void} tell
 * @returns {Promise<object>} For each step the longest task, and the most processor time of one.
 */
export async function measurePageTasks(path, runs, tell, detail = () => {}) {
  const longest = {};
  const processor = {};
  for (let run = 0; run < runs; run += 1) {
    tell(`tasks of the page: run ${run + 1} of ${runs}`);
    for (const [name, found] of Object.entries(await once(path, tell))) {
      (longest[name] ??= []).push(found.longest);
      (processor[name] ??= []).push(found.processor);
      detail(name, found);
    }
  }
  const figures = (rows) => Object.fromEntries(Object.entries(rows).map(([name, values]) => [name, figure(values)]));
  return { unit: "ms", longest: figures(longest), processor: figures(processor) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [path, runs = "1"] = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
  const detail = process.argv.includes("--detail")
    ? (name, { processor, longest, parts }) => {
        if (processor < 30) return;
        process.stderr.write(`${name}: ${longest.toFixed(0)} ms, ${processor.toFixed(0)} of the processor\n`);
        for (const part of parts) process.stderr.write(`    ${JSON.stringify(part)}\n`);
      }
    : undefined;
  const tell = (line) => process.stderr.write(`${line}\n`);
  const { processor, longest } = await measurePageTasks(path, Number(runs), tell, detail);
  const rows = Object.keys(processor).map((name) => [name, { processor: processor[name].median, least: processor[name].min, longest: longest[name].median }]);
  console.table(Object.fromEntries(rows));
}

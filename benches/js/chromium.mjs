/** @file Pages in headless Chromium under measure, from outside. */

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { built, paths } from "./paths.mjs";
import { serve } from "./server.mjs";

/** Nothing but the page shall work while it is measured. */
const QUIET = [
  "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--no-first-run", "--disable-extensions", "--disable-default-apps",
];

export const launch = (options = []) => chromium.launch({ executablePath: built.chromium(), args: [...QUIET, ...options] });

/** A browser with one page that keeps its engines, and fresh pages for what must be cold. */
export class ChromiumHost {
  #browser;
  #server;
  #page;

  /** @param {{base: string, long: string}} texts Paths. */
  static async start(texts) {
    const host = new ChromiumHost();
    host.#server = await serve(texts);
    host.#browser = await launch(["--js-flags=--expose-gc"]);
    host.version = host.#browser.version();
    host.#page = await host.#open();
    return host;
  }

  async #open() {
    // A context of its own has a process of its own, where no code was compiled before.
    const page = await (await this.#browser.newContext()).newPage();
    // The default limit of a minute does not hold for an engine that is slow.
    page.setDefaultTimeout(0);
    await page.goto(`${this.#server.origin}/js/page.html`);
    await page.waitForFunction(() => globalThis.bench !== undefined);
    return page;
  }

  /**
   * Calls a method of the page's `Bench`.
   * @param {string} method
   * @param {...unknown} args
   * @returns {Promise<any>}
   */
  ask(method, ...args) {
    return call(this.#page, method, args);
  }

  /** One question to a page in a process of its own. */
  async askFresh(method, ...args) {
    const page = await this.#open();
    try {
      return await call(page, method, args);
    } finally {
      await page.context().close();
    }
  }

  async close() {
    await this.#browser.close();
    this.#server.close();
  }
}

const call = (page, method, args) => page.evaluate(([name, given]) => globalThis.bench[name](...given), [method, args]);

const SINGLE_FILE = pathToFileURL(join(paths.package, "hanlens.html")).href;

/**
 * Milliseconds after which a browser that was just started does nothing of its own any more. Before, it starts a process
 * for the pages of its own window, which takes as much of the processor as the page does.
 */
export const AT_REST = 2000;

/** Milliseconds in which nobody asks the page whether it is there: that would be work in its thread. */
const UNDISTURBED = 1200;

/**
 * Opens the single file from disk in a browser that was never open before.
 * @param {number} rest Milliseconds between the start of the browser and that.
 * @returns {Promise<{firstPaint: number, firstTable: number}>} Milliseconds from the start of the navigation.
 */
export async function coldPage(rest) {
  const browser = await launch();
  try {
    const page = await (await browser.newContext({ offline: true })).newPage();
    await page.waitForTimeout(rest);
    await page.goto(SINGLE_FILE);
    await page.waitForTimeout(UNDISTURBED);
    await page.waitForFunction(() => performance.getEntriesByName("hanlens-first-table").length > 0);
    return await page.evaluate(() => ({
      firstPaint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
      firstTable: performance.getEntriesByName("hanlens-first-table")[0].startTime,
    }));
  } finally {
    await browser.close();
  }
}

export async function openSingleFile(browser) {
  const context = await browser.newContext({ offline: true });
  await context.addInitScript(observeTasks);
  const page = await context.newPage();
  await page.goto(SINGLE_FILE);
  await page.waitForSelector("html[data-ready=true] [role=row][data-index='0']", { state: "attached" });
  return page;
}

/** Runs in the page before its own scripts. */
function observeTasks() {
  globalThis.longTasks = [];
  const keep = (list) => globalThis.longTasks.push(...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration })));
  new PerformanceObserver(keep).observe({ type: "longtask", buffered: true });
}

/**
 * Opens a text in the page from disk, as a reader would, and watches its thread.
 * @param {string} path
 * @returns {Promise<{milliseconds: number, longTasks: number[]}>} Until its table is there, and half a second more.
 */
export async function openInPage(path) {
  const browser = await launch();
  try {
    const page = await openSingleFile(browser);
    // What the first table left to do is no part of this.
    await page.waitForTimeout(500);
    const before = await page.evaluate(() => {
      const grid = document.getElementById("table");
      globalThis.newTable = new Promise((resolve) => {
        new MutationObserver(() => resolve(performance.now())).observe(grid, { attributeFilter: ["aria-rowcount"] });
      });
      return performance.now();
    });
    await page.setInputFiles("#file-input", path);
    const end = await page.evaluate(() => globalThis.newTable);
    await page.waitForTimeout(500);
    const tasks = await page.evaluate(() => globalThis.longTasks);
    return { milliseconds: end - before, longTasks: tasks.filter(({ startTime }) => startTime >= before).map(({ duration }) => duration) };
  } finally {
    await browser.close();
  }
}

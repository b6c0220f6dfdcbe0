/** @file The engines beside Chromium, with those methods of Playwright's `Browser` and `BrowserContext` that the tests use. */

import { Page } from "./page.mjs";
import { startFirefox } from "./firefox.mjs";
import { startWebKit } from "./webkit.mjs";

const STARTS = { firefox: startFirefox, webkit: startWebKit };

/** The size of a window for which nothing is asked. CSS pixels. */
const VIEWPORT = { width: 1280, height: 720 };

/** How events are told, as Playwright tells them. */
const TOLD = {
  console: ({ type, text }) => ({ type: () => type, text: () => text }),
  weberror: (text) => ({ error: () => text }),
  request: (url) => ({ url: () => url, failure: () => null }),
};

/** A context of its own for each test; it holds one page. */
export class Context {
  #browser;
  #options;
  #scripts = [];
  #listeners = [];
  #tab;

  constructor(browser, options) {
    this.#browser = browser;
    this.#options = options;
  }

  /** @param {keyof typeof TOLD} event */
  on(event, listener) {
    this.#listeners.push({ event, listener });
  }

  #tell(event, what) {
    for (const { event: wanted, listener } of this.#listeners) if (wanted === event) listener(TOLD[event](what));
  }

  /** A function that runs before the scripts of each page. */
  async addInitScript(script) {
    this.#scripts.push(`() => { (${script})(); }`);
  }

  async newPage() {
    const { locale, viewport = VIEWPORT, proxy } = this.#options;
    this.#tab = await this.#browser.openTab({ locale, viewport, proxy }, (event, what) => this.#tell(event, what));
    for (const script of this.#scripts) await this.#tab.addInitScript(script);
    return new Page(this.#tab, this);
  }

  async close() {
    await this.#tab?.close();
  }
}

/**
 * Starts an engine.
 * @param {"firefox" | "webkit"} name
 */
export async function launchEngine(name) {
  const browser = await STARTS[name]();
  return {
    version: () => browser.version,
    newContext: async (options = {}) => new Context(browser, options),
    close: () => browser.close(),
  };
}

/** @file The browser of a test file, and pages in fresh contexts that record all they say and ask for. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ENGINE, launch } from "./launch.mjs";
import { Reader } from "./reader.mjs";
import { PACKAGE, serve } from "./serve.mjs";

export const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--no-first-run", "--disable-extensions", "--disable-default-apps",
];

/** Whether the pages of these tests get no service worker. Only the driver of Chromium can see to that. */
export const BLOCKS_SERVICE_WORKERS = ENGINE === "chromium";

/** The two ways in which the page reaches its reader. */
export const ORIGINS = {
  disk: { name: "from disk, offline", url: () => pathToFileURL(join(PACKAGE, "hanlens.html")).href, offline: true },
  host: { name: "from a static host", url: (host) => `${host.origin}/`, offline: false },
};

/** @typedef {{ hash?: string, path?: string, address?: string, isWhole?: boolean, init?: () => void, viewport?: { width: number, height: number } }} OpenOptions */

export class Setting {
  /** One browser for the whole file. */
  static async start() {
    const setting = new Setting();
    setting.host = await serve();
    setting.browser = await launch(FLAGS);
    return setting;
  }

  /** A page of the host in a context of its own, with nothing recorded. */
  async blankPage() {
    const context = await this.browser.newContext();
    const page = await context.newPage();
    await page.goto(`${this.host.origin}/blank.html`);
    return page;
  }

  /**
   * The page in a fresh context, with its first analysis shown.
   * @param {keyof typeof ORIGINS} origin
   * @param {OpenOptions & import("playwright-core").BrowserContextOptions} [options]
   *   `path`: another page of the host; `address`: another page; `isWhole`: false where the page lacks something and will
   *   never be ready; `init`: runs in the page before its own scripts
   */
  async open(origin, { hash = "", path, address, isWhole = true, init, ...options } = {}) {
    const { url, offline } = ORIGINS[origin];
    const context = await this.browser.newContext({
      offline,
      locale: "en-US",
      viewport: { width: 1440, height: 900 },
      // What the worker does is the subject of tests of its own (offline.test.mjs).
      serviceWorkers: BLOCKS_SERVICE_WORKERS ? "block" : "allow",
      permissions: ["clipboard-read", "clipboard-write"],
      // What goes elsewhere is seen here, whichever thread it comes from.
      proxy: { server: this.host.origin, bypass: "<-loopback>" },
      ...options,
    });
    if (init) await context.addInitScript(init);
    const record = recordOf(context, this.host);
    const page = await context.newPage();
    await page.goto((address ?? (path ? this.host.origin + path : url(this.host))) + hash);
    const reader = new Reader(page, record);
    if (isWhole) await reader.isReady();
    return reader;
  }

  async close() {
    await this.browser.close();
    this.host.close();
  }
}

/** Keeps what a context's pages complain of, and what they ask for. */
export function recordOf(context, host) {
  const problems = [];
  const requests = [];
  const strangersBefore = host.strangers.length;
  context.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !isTheToolsOwn(message.text())) problems.push(`${message.type()}: ${message.text()}`);
  });
  context.on("weberror", (error) => problems.push(`uncaught: ${error.error()?.stack ?? error.error()}`));
  context.on("request", (request) => requests.push(request));
  // What the policy held back was never sent.
  const sent = () => requests.filter((request) => request.failure()?.errorText !== "csp");
  const own = (url) => /^(blob|data):/.test(url) || url.startsWith(`${host.origin}/`) || isFromDisk(url);
  return {
    problems,
    requests: () => sent().map((request) => request.url()),
    strangers: () => [...sent().map((request) => request.url()).filter((url) => !own(url)), ...host.strangers.slice(strangersBefore).filter((stranger) => !isTheBrowsersOwn(stranger))],
  };
}

/**
 * Chromium itself asks its maker about the form fields of any page from a host. No page can ask for that or forbid it;
 * what pages ask for themselves is in the list of their requests, and their policy allows no host but their own.
 */
export const isTheBrowsersOwn = (stranger) => stranger.startsWith("content-autofill.googleapis.com");

/** What the tool says when the page asks for the service worker that it was told to block. */
const isTheToolsOwn = (text) => text === "Service Worker registration blocked by Playwright";

/** A page from disk may have no files beside itself: the policy forbids it, and what the tests open are single files. */
const isFromDisk = (url) => /^file:.*\.html(#|$)/.test(url);

/** What holds for every page at the end of every path. */
export async function checkRecord({ page, record }) {
  assert.deepEqual(record.problems, [], "the console is empty");
  assert.deepEqual(record.strangers(), [], "nothing is asked for but the page's own files");
  const policy = await page.getAttribute("meta[http-equiv=Content-Security-Policy]", "content");
  assert.match(policy, /default-src 'none'/);
}

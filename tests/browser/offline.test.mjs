/** @file The page on a host without its host, and one build after another: never two at once. */

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { chromium } from "playwright-core";
import { buildOf, Host, listOf } from "./builds.mjs";
import { showView } from "./explore.mjs";
import { isKept, NOTHING, traces } from "./keeping.mjs";
import { Reader } from "./reader.mjs";
import { FLAGS, recordOf } from "./setting.mjs";
import { soon, until } from "./soon.mjs";
import { figuresOf, lines } from "./texts.mjs";

const NEW = "A new version of HanLens is ready.";

let browser;
let builds;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.HANLENS_CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  builds = [undefined, await buildOf(1), await buildOf(2)];
});
after(() => browser.close());

let host;
let context;
let record;
beforeEach(async () => {
  host = await Host.start();
  host.files = builds[1];
  context = await browser.newContext({ locale: "en-US", viewport: { width: 1440, height: 900 } });
  record = recordOf(context, { origin: host.origin, strangers: [] });
});
afterEach(async () => {
  await context.close();
  host.close();
});

/** The page in another tab. */
async function open(url = host.page) {
  const page = await context.newPage();
  await page.goto(url);
  const reader = new Reader(page, record);
  await reader.isReady();
  return reader;
}

/** Waits until a service worker of a build answers for the folder. */
const isActive = ({ page }, build) =>
  until(() => state(page), ({ active, caches }) => active && caches.length === 1 && caches[0].endsWith(` ${listOf(build).build}`), "the build is kept");

const state = (page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return { active: registration?.active?.state === "activated", waiting: Boolean(registration?.waiting), caches: await caches.keys() };
  });

/** The page in its first state: opened once, and again when its files are kept. */
async function openKept() {
  const reader = await open();
  await isActive(reader, builds[1]);
  await reader.page.reload();
  await reader.isReady();
  assert.deepEqual(await buildsOf(reader), ["1", "1"]);
  return reader;
}

/** The builds of the page and of its worker. */
const buildsOf = async ({ page }) => [
  await page.evaluate(() => document.documentElement.dataset.build),
  await until(() => page.workers()[0]?.evaluate(() => self.hanlensBuild), Boolean, "the worker runs"),
];

/** Looks for another build, as the browser does by itself when a page is opened. Resolves when that has come to an end. */
const update = ({ page }) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const found = await registration.update().catch(() => null);
    const worker = found?.installing;
    if (!worker) return worker === undefined ? "refused" : "none";
    await new Promise((resolve) => {
      worker.addEventListener("statechange", resolve, { once: true });
    });
    return worker.state;
  });

/** What must hold in every page at the end. */
function isQuiet(reader, allowed = /^$/) {
  assert.deepEqual(reader.record.problems.filter((problem) => !allowed.test(problem)), []);
}

describe("offline", () => {
  test("after one visit the whole page works without its host, the parts that are loaded late too", async () => {
    const reader = await open();
    await isActive(reader, builds[1]);
    const { page } = reader;
    const [name] = await page.evaluate(() => caches.keys());
    assert.equal(name, `hanlens ${host.page} ${listOf(builds[1]).build}`);
    const kept = await page.evaluate(async (of) => (await (await caches.open(of)).keys()).map(({ url }) => url), name);
    assert.deepEqual(kept.map((url) => url.replace(host.page, "")).sort(), listOf(builds[1]).names.sort());
    assert.equal(await page.evaluate(() => navigator.serviceWorker.controller), null, "the first page goes on with its host");
    await context.setOffline(true);
    host.close();
    for (const url of [host.page, `${host.page}index.html#view=collocates`, `${host.page}?x=1`]) {
      await page.goto("about:blank");
      await page.goto(url);
      await reader.isReady();
    }
    assert.deepEqual(await buildsOf(reader), ["1", "1"]);
    await reader.read(lines(20), figuresOf(20));
    await soon(async () => (await reader.keywords()).length, 2);
    await showView(reader, "concordance");
    await page.click("#open-settings");
    await page.waitForSelector("#settings[open]");
    await page.check("#setting-foldSimplified");
    await page.keyboard.press("Escape");
    await reader.openFiles([{ name: "a.html", text: "<p>上海&amp;上海</p>", type: "text/html" }]);
    await soon(async () => (await reader.figures()).tokens, "122");
    isQuiet(reader);
  });

  test("a page opened from its own name is the same page", async () => {
    const reader = await open(`${host.page}index.html`);
    await isActive(reader, builds[1]);
    await context.setOffline(true);
    await reader.page.reload();
    await reader.isReady();
    isQuiet(reader);
  });

  test("no page but its own in the folder gets a file from it", async () => {
    const reader = await openKept();
    host.files = builds[2];
    const page = await context.newPage();
    await page.goto(`${host.page}blank.html`);
    assert.ok(await page.evaluate(() => navigator.serviceWorker.controller !== null), "it is in the folder");
    const text = (name) => page.evaluate(async (of) => (await fetch(of)).text(), name);
    assert.match(await text("hanlens-worker.js"), /hanlensBuild="2"/);
    const byWorker = await page.evaluate(async () => {
      const code = "onmessage = async ({ data }) => postMessage(await (await fetch(data)).text())";
      const worker = new Worker(URL.createObjectURL(new Blob([code])));
      worker.postMessage(new URL("hanlens-worker.js", location).href);
      return new Promise((resolve) => {
        worker.onmessage = ({ data }) => resolve(data);
      });
    });
    assert.match(byWorker, /hanlensBuild="2"/);
    assert.equal(new URL((await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).scope))).pathname, "/app/");
    await page.close();
    isQuiet(reader);
  });

  test("under a policy that enforces Trusted Types it is registered all the same", async () => {
    host.headers = { "Content-Security-Policy": "require-trusted-types-for 'script'; trusted-types hanlens" };
    const reader = await open();
    await isActive(reader, builds[1]);
    isQuiet(reader);
  });

  test("a host that does not have it, and a browser that allows none, are no trouble", async () => {
    host.files = new Map(builds[1]);
    host.files.delete("hanlens-offline.js");
    const reader = await open();
    await reader.read(lines(20), figuresOf(20));
    await isKept(reader.page, [["New text 1"]]);
    assert.deepEqual(await reader.page.evaluate(async () => [await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length]), [[], 0]);
    isQuiet(reader, /404|bad HTTP response/);
  });

  test("forgotten with everything else, it is gone with its files", async () => {
    const reader = await openKept();
    const { page } = reader;
    await reader.read(lines(20), figuresOf(20));
    await isKept(page, [["New text 1"]]);
    const before = await traces(page);
    assert.deepEqual([before.caches.length, before.workers], [1, 1]);
    await page.click("#open-settings");
    await page.waitForSelector("#settings[open]");
    await page.focus("#forget");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await soon(() => traces(page), NOTHING);
    await showView(reader, "ngrams");
    await page.waitForSelector("#view-ngrams[data-total]");
    isQuiet(reader);
  });
});

describe("a new build", () => {
  test("waits while the page is open, is offered, and takes over when the reader reloads", async () => {
    const reader = await openKept();
    const { page } = reader;
    await reader.read(lines(20), figuresOf(20));
    await isKept(page, [["New text 1"]]);
    host.files = builds[2];
    assert.equal(await update(reader), "installed");
    await soon(() => reader.notice(), NEW);
    // All that the page still loads is of its own build: a view, and a worker in place of one that died.
    await showView(reader, "cloud");
    await page.workers()[0].evaluate(() => {
      setTimeout(() => {
        throw new Error("the worker is to die");
      });
    });
    await reader.openFiles([{ name: "a.txt", text: lines(5) }]);
    await soon(() => reader.figures(), figuresOf(25));
    assert.deepEqual(await buildsOf(reader), ["1", "1"]);
    await isKept(page, [["New text 1", "a.txt"]]);
    // A reload of the browser's own changes nothing: the old build is whole, and answers.
    await page.reload();
    await reader.isReady();
    assert.deepEqual(await buildsOf(reader), ["1", "1"]);
    await soon(() => reader.documents(), ["New text 1", "*a.txt"]);
    await page.click("#notice .icon-button");
    await soon(() => reader.notice(), NEW);
    const gone = page.waitForEvent("framenavigated");
    await page.click("#notice-act");
    await gone;
    await reader.isReady();
    assert.deepEqual(await buildsOf(reader), ["2", "2"]);
    await isActive(reader, builds[2]);
    await soon(() => reader.documents(), ["New text 1", "*a.txt"]);
    await context.setOffline(true);
    await page.reload();
    await reader.isReady();
    assert.deepEqual(await buildsOf(reader), ["2", "2"]);
    isQuiet(reader, /the worker is to die/);
  });

  test("does not take over while another tab has the old one", async () => {
    const reader = await openKept();
    const other = await open();
    host.files = builds[2];
    assert.equal(await update(reader), "installed");
    await soon(() => reader.notice(), NEW);
    await reader.page.click("#notice-act");
    await soon(() => reader.notice(), "HanLens is open in other tabs. Close them, then reload this one.");
    for (const tab of [reader, other]) {
      await showView(tab, "ngrams");
      await tab.page.waitForSelector("#view-ngrams[data-total]");
      assert.deepEqual(await buildsOf(tab), ["1", "1"]);
    }
    await other.page.close();
    const gone = reader.page.waitForEvent("framenavigated");
    await reader.page.click("#notice-act");
    await gone;
    await reader.isReady();
    assert.deepEqual(await buildsOf(reader), ["2", "2"]);
    isQuiet(reader);
  });

  test("is there by itself once every tab was closed", async () => {
    const reader = await openKept();
    host.files = builds[2];
    assert.equal(await update(reader), "installed");
    const blank = await context.newPage();
    await blank.goto(`${host.origin}/blank.html`);
    await reader.page.close();
    // The browser activates it when it has seen the last page go.
    await until(() => blank.evaluate(() => caches.keys()), (names) => names.length === 1 && names[0].endsWith(listOf(builds[2]).build), "the new build is active");
    const again = await open();
    assert.deepEqual(await buildsOf(again), ["2", "2"]);
    isQuiet(again);
  });

  for (const [fault, spoil] of Object.entries({
    "lacks a file": (files) => files.delete("hanlens-idf.dict"),
    "has a file with other bytes": (files) => files.set("hanlens.dict", Buffer.concat([files.get("hanlens.dict"), Buffer.from("x")])),
    "has a page of markup in place of a script": (files) => files.set("hanlens-read.js", files.get("index.html")),
  })) {
    test(`that ${fault} is not taken, and the old one stays whole`, async () => {
      const reader = await openKept();
      host.files = new Map(builds[2]);
      spoil(host.files);
      assert.notEqual(await update(reader), "installed");
      await until(() => state(reader.page), ({ caches, waiting }) => caches.length === 1 && !waiting, "nothing of it is left");
      assert.equal(await reader.notice(), "");
      await context.setOffline(true);
      await reader.page.reload();
      await reader.isReady();
      assert.deepEqual(await buildsOf(reader), ["1", "1"]);
      await context.setOffline(false);
      // Mended, it is taken.
      host.files = builds[2];
      assert.equal(await update(reader), "installed");
      await soon(() => reader.notice(), NEW);
      isQuiet(reader, /404|integrity|sha256|Failed to load resource/i);
    });
  }

  test("can be taken back: the host goes back, and so does the page", async () => {
    const reader = await openKept();
    for (const number of [2, 1]) {
      host.files = builds[number];
      assert.equal(await update(reader), "installed");
      await soon(() => reader.notice(), NEW);
      const gone = reader.page.waitForEvent("framenavigated");
      await reader.page.click("#notice-act");
      await gone;
      await reader.isReady();
      assert.deepEqual(await buildsOf(reader), [String(number), String(number)]);
      await isActive(reader, builds[number]);
    }
    isQuiet(reader);
  });

  test("comes from the host when something of the old one was deleted: the page is never of two builds", async () => {
    const reader = await openKept();
    const { page } = reader;
    await page.evaluate(async () => {
      const [name] = await caches.keys();
      const cache = await caches.open(name);
      const dictionary = (await cache.keys()).find(({ url }) => url.endsWith("hanlens.dict"));
      await cache.delete(dictionary);
    });
    host.files = builds[2];
    await page.reload();
    await reader.isReady();
    assert.deepEqual(await buildsOf(reader), ["2", "2"]);
    isQuiet(reader);
  });
});

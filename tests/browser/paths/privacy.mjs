/** @file Nothing leaves the device: what the page asks for from its load to an export. */

import assert from "node:assert/strict";
import { BLOCKS_SERVICE_WORKERS, ORIGINS } from "../setting.mjs";
import { soon, until } from "../soon.mjs";
import { figuresOf, lines } from "../texts.mjs";

/** The files that the page on a host may ask for, each once. */
const OWN_FILES = [
  /^\/$/, /^\/page-\w+\.css$/, /^\/page-[\w-]+\.js$/, /^\/hanlens-worker\.js$/, /^\/hanlens_bg\.wasm$/, /^\/hanlens\.dict$/,
  /^\/hanlens-explore\.wasm$/, /^\/hanlens-idf\.dict$/, /^\/hanlens-fold\.dict$/,
];

/** The service worker of the hosted page. The browser asks for it at each load, to see whether it is another. */
const SERVICE_WORKER = "/hanlens-offline.js";

/**
 * Waits until the service worker has kept the files of the page. On the way it asks for what is in its own list, from what
 * the browser has kept by itself where it has: each file is asked for once by the page and once by its service worker at most.
 */
async function isKeptWhole({ page }, host) {
  const first = host.served.lastIndexOf("/");
  const names = await until(
    () =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        if (!registration?.active) return null;
        const requests = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
        return requests.flat().map(({ url }) => new URL(url).pathname);
      }),
    Boolean,
    "the service worker is there",
  );
  const asked = host.served.slice(first).filter((path) => path !== SERVICE_WORKER);
  assert.deepEqual(asked.filter((path) => path !== "/" && !names.includes(path)), [], "what is kept, and nothing else");
  const often = [...new Set(asked)].filter((path) => asked.filter((other) => other === path).length > 2);
  assert.deepEqual(often, [], `asked for too often: ${asked}`);
}

/** All that a reader does, from a text of their own to its table as a file. */
async function everything(reader) {
  const { page } = reader;
  await reader.read(lines(20), figuresOf(20));
  await page.selectOption("#keyword-method", "textrank");
  await reader.clickInText("北京");
  await soon(async () => (await reader.chosen())?.[0], "北京");
  await page.click("#open-about");
  await page.waitForSelector("#about[open]");
  await page.keyboard.press("Escape");
  await page.click("#table-export");
  await Promise.all([page.waitForEvent("download"), page.click("#table-export-save-csv")]);
  await page.click("#table-export");
  await page.click("#table-export-copy-tsv");
  await soon(() => reader.notice(), "Copied.");
}

/** The directives of the page's policy. */
async function policy(page) {
  const content = await page.getAttribute("meta[http-equiv=Content-Security-Policy]", "content");
  return Object.fromEntries(content.split(";").map((directive) => directive.trim().split(/ (.*)/s, 2)));
}

/** Tries the ways out of a page, and says which were open. */
async function waysOut() {
  const away = "http://192.0.2.1/";
  const violations = [];
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => violations.push(effectiveDirective));
  await fetch(away).catch(() => {});
  const image = new Image();
  image.src = `${away}image.png`;
  navigator.sendBeacon(`${away}beacon`);
  const frame = document.createElement("iframe");
  frame.src = away;
  document.body.append(frame);
  const script = document.createElement("script");
  script.textContent = "globalThis.ran = true";
  document.body.append(script);
  // In a task of its own, for the tool that runs this function may evaluate.
  setTimeout(() => {
    globalThis.evaluated = Boolean((0, eval)("1"));
  });
  await new Promise((resolve) => setTimeout(resolve, 200));
  for (const element of [frame, script]) element.remove();
  return { violations: [...new Set(violations)].sort(), ran: Boolean(globalThis.ran), evaluated: Boolean(globalThis.evaluated) };
}

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  {
    name: "the single file asks for itself alone, with the network on",
    only: "disk",
    open: { offline: false },
    async run(reader) {
      await everything(reader);
      // Some engines name no file of the disk among the requests.
      const asked = reader.record.requests().filter((url) => !/^(blob|data):/.test(url));
      assert.deepEqual([...new Set([ORIGINS.disk.url(), ...asked])], [ORIGINS.disk.url()]);
      assert.ok(asked.length <= 1, "once");
    },
  },
  {
    name: "the page on a host asks for its own files, each once",
    only: "host",
    async run(reader, { host }) {
      if (!BLOCKS_SERVICE_WORKERS) await isKeptWhole(reader, host);
      const before = host.served.length;
      await reader.page.reload();
      await reader.isReady();
      await everything(reader);
      const served = host.served.slice(before);
      if (!BLOCKS_SERVICE_WORKERS) {
        assert.deepEqual(served.filter((path) => path !== SERVICE_WORKER), [], "the host is asked for a new build alone");
        return;
      }
      const unknown = served.filter((path) => !OWN_FILES.some((own) => own.test(path)));
      assert.deepEqual(unknown, []);
      assert.equal(new Set(served).size, served.length, `each once: ${served}`);
    },
  },
  {
    name: "its policy allows no script but its own, and no way out",
    open: { offline: false },
    async run(reader, { origin }) {
      const own = await policy(reader.page);
      assert.equal(own["default-src"], "'none'");
      assert.match(own["script-src"], origin === "disk" ? /^('sha256-[\w+/=]+' ){3}'wasm-unsafe-eval'$/ : /^'self' 'wasm-unsafe-eval'$/);
      assert.equal(own["connect-src"], origin === "disk" ? "'none'" : "'self'");
      assert.ok(!/unsafe-inline|'unsafe-eval'|https?:/.test(Object.values(own).join(" ")), JSON.stringify(own));
      const out = await reader.page.evaluate(waysOut);
      assert.deepEqual([out.ran, out.evaluated], [false, false]);
      for (const directive of ["connect-src", "img-src", "frame-src", "script-src-elem"])
        assert.ok(out.violations.includes(directive), `${directive} is held: ${out.violations}`);
      assert.deepEqual(reader.record.strangers(), []);
      // The policy's own reports on this test's attempts are what was asked for.
      const other = reader.record.problems.splice(0).filter((problem) => !/Content[- ]Security[- ]Policy|blocked by CSP/.test(problem));
      assert.deepEqual(other, []);
    },
  },
];

/**
 * @file No text leaves the device: from the load to the last export every request is recorded, by the tool, by the browser's
 * own protocol and by the host, which is the proxy for all others too and so sees every thread; and the policy of every page
 * that ships.
 */

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";
import { buildOf, Host, listOf } from "./builds.mjs";
import { showView, VIEWS } from "./explore.mjs";
import { isKept } from "./keeping.mjs";
import { Reader } from "./reader.mjs";
import { PACKAGE } from "./serve.mjs";
import { FLAGS, ORIGINS, recordOf } from "./setting.mjs";
import { soon, until } from "./soon.mjs";

/** Words that stand nowhere but in the texts of this test, each in every way in which a request might carry it. */
const SECRETS = ["云头糕", "zebraquilt"];
const FORMS = SECRETS.flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  escape(secret),
  JSON.stringify(secret).replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`).slice(1, -1),
  Buffer.from(secret).toString("base64").replace(/=+$/, ""),
  Buffer.from(secret).toString("hex"),
  Buffer.from(secret).toString("latin1"),
  Buffer.from(secret, "utf16le").toString("base64").slice(0, 7),
]);
const TEXT = "云头糕 zebraquilt。我爱吃云头糕，他爱吃云头糕，都爱吃云头糕。云头糕 zebraquilt！\n".repeat(4);

const LOOKS = { locale: "en-US", viewport: { width: 1440, height: 900 } };

let browser;
let build;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.HANLENS_CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  build = await buildOf(1);
});
after(() => browser.close());

/** Every request of a page that the browser's own protocol tells of, with its headers and its body. */
async function watch(page) {
  const session = await page.context().newCDPSession(page);
  const requests = [];
  session.on("Network.requestWillBeSent", ({ request }) => requests.push(request));
  await session.send("Network.enable");
  return requests;
}

/** All that a reader does, each view, each way out, and a session there and back. */
async function everything(reader) {
  const { page } = reader;
  await reader.openFiles([
    { name: "zebraquilt.txt", text: TEXT },
    { name: "云头糕.html", text: `<p>${TEXT}</p>`, type: "text/html" },
  ]);
  await soon(async () => (await reader.documents()).length, 2);
  await page.waitForSelector("#text[data-tokens]");
  await page.click("#open-words");
  await page.fill("#word", "云头糕");
  await page.click("#word-add");
  await page.waitForSelector("#own-words li");
  await page.keyboard.press("Escape");
  await soon(async () => (await reader.words()).includes("云头糕"), true);
  await reader.clickInText("云头糕");
  await soon(async () => (await reader.chosen())?.[0], "云头糕");
  await page.click("#open-settings");
  await page.check("#setting-foldSimplified");
  await page.keyboard.press("Escape");
  for (const [view, ready] of Object.entries(VIEWS)) {
    await showView(reader, view);
    await page.waitForSelector(`#view-${view}${ready}`);
    const pattern = await page.$(`#view-${view} input[id$="-pattern"]`);
    if (pattern) {
      await pattern.fill("zebraquilt");
      await pattern.press("Enter");
    }
    for (const button of await page.$$eval(`#view-${view} [id$="-export"]`, (all) => all.map(({ id }) => id))) {
      await page.click(`#${button}`);
      const save = await page.$(`:popover-open [id^="${button}-save-"]`);
      if (save) await Promise.all([page.waitForEvent("download"), save.click()]);
      else await page.keyboard.press("Escape");
    }
  }
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#session-save")]);
  const session = await readFile(await download.path());
  assert.ok(session.includes("云头糕"), "the session has the text");
  await page.setInputFiles("#session-file", { name: "hanlens-session.json", mimeType: "application/json", buffer: session });
  await soon(async () => (await reader.documents()).length, 2);
  await page.click("#link-copy");
  assert.ok(FORMS.every((form) => !page.url().includes(form)));
  await showView(reader, "table");
  for (const format of ["csv", "tsv", "json"]) {
    await page.click("#table-export");
    await Promise.all([page.waitForEvent("download"), page.click(`#table-export-save-${format}`)]);
  }
  await isKept(page, [["zebraquilt.txt", "云头糕.html"]]);
  await page.reload();
  await reader.isReady();
  await soon(async () => (await reader.documents()).length, 2);
}

/** What in a request could carry a text. */
const carriers = ({ url, headers, postData }) => [url, JSON.stringify(headers), postData ?? ""].join("\n");

const carriesNothing = (requests) => {
  for (const request of requests) for (const form of FORMS) assert.ok(!request.includes(form), `${form} in ${request.slice(0, 300)}`);
};

test("from disk there is no request at all but for the file itself", async () => {
  const host = await Host.start();
  const context = await browser.newContext({ ...LOOKS, proxy: { server: host.origin, bypass: "<-loopback>" } });
  try {
    const record = recordOf(context, { origin: "http://none.invalid", strangers: [] });
    const page = await context.newPage();
    const seen = await watch(page);
    await page.goto(ORIGINS.disk.url());
    const reader = new Reader(page, record);
    await reader.isReady();
    await everything(reader);
    const isOutside = (url) => !/^(blob|data):/.test(url) && url.split("#")[0] !== ORIGINS.disk.url();
    assert.deepEqual(seen.map(({ url }) => url).filter(isOutside), []);
    assert.deepEqual(record.requests().filter(isOutside), []);
    assert.deepEqual(host.asked, []);
    assert.ok(seen.length > 0, "the recorder works");
    assert.deepEqual(record.problems, []);
  } finally {
    await context.close();
    host.close();
  }
});

describe("on a host", () => {
  for (const serviceWorkers of ["allow", "block"]) {
    test(`with the service worker ${serviceWorkers === "allow" ? "on" : "off"}: only the page's own files, and none that carries a text`, async () => {
      const host = await Host.start();
      host.files = build;
      const context = await browser.newContext({ ...LOOKS, serviceWorkers, proxy: { server: host.origin, bypass: "<-loopback>" } });
      try {
        const record = recordOf(context, { origin: host.origin, strangers: [] });
        const page = await context.newPage();
        const seen = await watch(page);
        await page.goto(host.page);
        const reader = new Reader(page, record);
        await reader.isReady();
        if (serviceWorkers === "allow") {
          await until(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state), (state) => state === "activated", "the files are kept");
          // The first visit ends here: from the next on the host is asked for nothing but whether there is a new build.
          await page.reload();
          await reader.isReady();
        }
        // What the page asks for after its first table, and always did: parts, and late files.
        const before = host.asked.length;
        await everything(reader);
        const own = listOf(build).names;
        const name = (path) => new URL(path, host.page).pathname.replace("/app/", "") || "index.html";
        const after = host.asked.slice(before).map(({ path }) => name(path));
        if (serviceWorkers === "allow") assert.deepEqual(after.filter((asked) => asked !== "hanlens-offline.js"), []);
        else assert.deepEqual(after.filter((asked) => !own.includes(asked)), []);
        for (const { method, body, path } of host.asked) {
          assert.deepEqual([method, body], ["GET", ""]);
          assert.ok([...own, "hanlens-offline.js"].includes(name(path)), path);
          assert.ok(["", "?page"].includes(new URL(path, host.page).search), path);
        }
        carriesNothing(host.asked.map(({ path, headers, body }) => [path, headers, body].join("\n")));
        const isNetwork = ({ url }) => !/^(blob|data):/.test(url);
        const sent = seen.filter(isNetwork);
        carriesNothing(sent.map(carriers));
        assert.deepEqual(sent.map(({ url }) => url).filter((url) => !url.startsWith(host.page)), []);
        assert.deepEqual(record.strangers(), []);
        assert.deepEqual(record.problems, []);
        // Were there one that carries a text, it would be seen.
        await page.evaluate(([secret]) => fetch(`index.html?${encodeURIComponent(secret)}`), SECRETS);
        assert.throws(() => carriesNothing(seen.map(carriers)));
        if (serviceWorkers === "block") assert.throws(() => carriesNothing(host.asked.map(({ path }) => path)));
      } finally {
        await context.close();
        host.close();
      }
    });
  }
});

test("every page that ships has a policy that forbids all that it does not name, and names no other host", async () => {
  const names = (await readdir(PACKAGE, { recursive: true })).filter((name) => name.endsWith(".html")).sort();
  assert.deepEqual(names, ["examples/index.html", "hanlens.html", "index.html"]);
  for (const name of names) {
    const html = await readFile(join(PACKAGE, name), "utf8");
    const [all, content] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html);
    // Before it stands nothing that could load or run.
    assert.match(html.slice(0, html.indexOf(all)), /^<!doctype html>\s*<html lang="en">\s*<head>\s*<meta charset="utf-8">\s*$/i, name);
    const policy = Object.fromEntries(content.split(";").map((directive) => directive.trim().split(/ (.*)/s, 2)));
    assert.deepEqual([policy["default-src"], policy["base-uri"], policy["form-action"]], ["'none'", "'none'", "'none'"], name);
    assert.doesNotMatch(content, /unsafe-inline|'unsafe-eval'|https?:|\*/, name);
    assert.match(policy["connect-src"], name === "hanlens.html" ? /^'none'$/ : /^'self'$/, name);
    assert.match(policy["worker-src"], name === "hanlens.html" ? /^blob:$/ : /^'self'$/, name);
    assert.doesNotMatch(html, /<[^>]+\son\w+=/i, `${name}: no code in attributes`);
    assert.doesNotMatch(html.replace(/<script type="application\/octet-stream"[\s\S]*?<\/script>/g, ""), /(src|href)="(https?:)?\/\//, `${name}: nothing from elsewhere`);
  }
});

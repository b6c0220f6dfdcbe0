/** @file The bookmarklet, from a page of another origin to the analyzer, and what the analyzer refuses. */

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { PACKAGE } from "../serve.mjs";
import { Setting } from "../setting.mjs";
import { soon } from "../soon.mjs";
import { Site } from "./site.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FOLDER = fileURLToPath(new URL("../../../artifacts/", import.meta.url));

const TEXT = "我爱北京天安门。北京！<img src=x onerror='globalThis.harmed=1'>";

let site;
let setting;
before(async () => {
  site = await Site.start();
  setting = await Setting.start();
});
after(() => Promise.all([site.close(), setting.close()]));

/** The bookmarklet's script for the analyzer of the test's own host. */
async function script() {
  const address = (await readFile(join(PACKAGE, "bookmarklet.txt"), "utf8")).trim();
  assert.match(address, /^javascript:\S+$/);
  const source = decodeURIComponent(address.replace("javascript:", ""));
  assert.equal(source.split("HANLENS_PAGE").length, 2, "the analyzer's address has one place");
  return source.replace("HANLENS_PAGE", `${setting.host.origin}/`);
}

/** Opens a page of another origin and runs the bookmarklet in it; gives the analyzer's page. */
async function press(body, select) {
  const page = await site.open(body);
  if (select) await page.evaluate((id) => getSelection().selectAllChildren(document.getElementById(id)), select);
  const [analyzer] = await Promise.all([page.context().waitForEvent("page"), page.evaluate(await script())]);
  return { page, analyzer };
}

const documents = (analyzer) => analyzer.evaluate(() => [...document.querySelectorAll(".document-label, .text-title")].map((label) => label.textContent));

test("the selected text is taken when the reader agrees", async () => {
  const { page, analyzer: again } = await press(`<p>其他</p><p id=a>${TEXT.replace("<", "&lt;")}</p>`, "a");
  await again.waitForSelector("#receive[open]");
  const shown = await again.textContent("#receive");
  assert.ok(shown.includes(site.origin), shown);
  assert.ok(shown.includes(TEXT), shown);
  assert.equal(new URL(again.url()).hash, "", "the address is the plain one");
  await mkdir(FOLDER, { recursive: true });
  await again.screenshot({ path: join(FOLDER, "receive.png") });
  await again.evaluate(AXE);
  const found = await again.evaluate(async () => (await globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] })).violations.map(({ id }) => id));
  assert.deepEqual(found, []);
  await again.click("#receive-take");
  await soon(async () => (await again.textContent("#text")).includes("onerror"), true);
  assert.equal(await again.evaluate(() => globalThis.harmed), undefined);
  assert.equal((await documents(again)).some((name) => name.includes("A page")), true);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("without a selection it is the whole page; refused, it is gone", async () => {
  const { page, analyzer } = await press("<p>北京大学</p><script>var hidden</script><p>图书馆</p>");
  await analyzer.waitForSelector("#receive[open]");
  assert.equal(await analyzer.textContent("#receive blockquote"), "北京大学\n\n图书馆");
  await analyzer.click("#receive-refuse");
  await soon(() => analyzer.locator("#receive").count(), 0);
  assert.equal((await analyzer.textContent("#text")).includes("图书馆里"), false);
  assert.equal((await documents(analyzer)).some((name) => name.includes("A page")), false);
  await page.context().close();
});

test("nobody but the opener, from the origin in the address, is heard", async () => {
  const page = await site.open("<p>北京</p>");
  const origin = setting.host.origin;
  const GOOD = { hanlens: 1, text: "北京", title: "x" };
  const openAs = async (named, messages = [GOOD]) => {
    const [analyzer] = await Promise.all([
      page.context().waitForEvent("page"),
      page.evaluate(([address]) => {
        globalThis.heard = [];
        addEventListener("message", ({ data }) => globalThis.heard.push(data));
        globalThis.opened = open(address);
      }, [`${origin}/#receive=${encodeURIComponent(named)}`]),
    ]);
    await analyzer.waitForSelector("html[data-ready=true]");
    await page.evaluate(([all, to]) => all.forEach((data) => globalThis.opened.postMessage(data, to)), [messages, origin]);
    return analyzer;
  };
  // Another origin in the address: the ready message goes to it alone, and the text of this one is not heard.
  for (const named of ["https://example.com", "null", "javascript:alert(1)", `${site.origin}/path`, "%E0%A4%A"]) {
    const analyzer = await openAs(named);
    await analyzer.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    assert.equal(await analyzer.locator("#receive").count(), 0, named);
    assert.deepEqual(await page.evaluate(() => globalThis.heard), [], named);
    await analyzer.close();
  }
  const analyzer = await openAs(site.origin);
  await analyzer.waitForSelector("#receive[open]");
  // A second message changes nothing.
  await page.evaluate(([to]) => globalThis.opened.postMessage({ hanlens: 1, text: "上海", title: "y" }, to), [origin]);
  await analyzer.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
  assert.equal(await analyzer.textContent("#receive blockquote"), "北京");
  await analyzer.close();
  // Messages of another form are not heard, the first of its form is.
  const other = await openAs(site.origin, ["text", null, { hanlens: 1 }, { hanlens: 1, text: 5 }, { hanlens: 2, text: "天津" }, { hanlens: 1, text: " " }, GOOD]);
  await other.waitForSelector("#receive[open]");
  assert.equal(await other.textContent("#receive blockquote"), "北京");
  await page.context().close();
});

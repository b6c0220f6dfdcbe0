/** @file The gallery, as a static host serves it. Its pictures are left in artifacts/ for people to look at. */

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { soon, until } from "../soon.mjs";
import { Site } from "./site.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FOLDER = fileURLToPath(new URL("../../../artifacts/", import.meta.url));

let site;
before(async () => {
  site = await Site.start();
  await mkdir(FOLDER, { recursive: true });
});
after(() => site.close());

const LOOKS = {
  "gallery": { viewport: { width: 1280, height: 900 } },
  "gallery-dark": { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  "gallery-phone": { viewport: { width: 390, height: 844 } },
};

/** Opens the gallery and waits until every demonstration shows something. */
async function visit(options) {
  const page = await site.open("", { options });
  await page.goto(`${site.origin}/plain/pkg/examples/index.html`);
  for (const element of await page.$$("han-lens")) await element.scrollIntoViewIfNeeded();
  const done = () => page.evaluate(() => [...document.querySelectorAll("han-lens")].map((element) => element.shadowRoot?.querySelector("[role=status]").textContent ?? ""));
  await until(done, (all) => all.length === 6 && all.every((text) => /\d+ (tokens|词)/.test(text)), "all are analysed");
  await until(() => page.evaluate(() => globalThis.CSS.highlights.get("hanlens")?.size), (size) => size > 10, "the words are marked");
  await page.evaluate(() => globalThis.scrollTo(0, 0));
  return page;
}

for (const [name, options] of Object.entries(LOOKS)) {
  test(name, async () => {
    const page = await visit(options);
    await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: true });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing is wider than the window");
    // A policy that forbids inline code forbids the checker's too, so it is put in from outside.
    await page.evaluate(AXE);
    const found = await page.evaluate(async () => {
      const { violations } = await globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join("; ")}`);
    });
    assert.deepEqual(found, []);
    assert.deepEqual([page.problems, page.strangers], [[], []]);
    await page.context().close();
  });
}

test("its controls do what they say", async () => {
  const page = await visit({});
  const painted = () => page.evaluate(() => [...new Set([...globalThis.CSS.highlights.get("hanlens")].filter((range) => document.querySelector("#story").contains(range.startContainer)).map((range) => range.startContainer.data.slice(range.startOffset, range.endOffset)))].sort());
  await page.fill("#words", "木质素");
  await page.locator("#words").dispatchEvent("change");
  await soon(painted, ["木质素"]);
  await page.click("#next");
  await soon(() => page.evaluate(() => document.querySelector("hanlens-tip").shadowRoot.querySelector("div").textContent), "木质素：2 次（1/2）");
  await page.click("#toggle");
  await soon(painted, []);
  await page.click("#toggle");
  await soon(painted, ["木质素"]);
  await page.evaluate(() => [...document.querySelector("#keywords").shadowRoot.querySelectorAll("[part=word]")].find((button) => button.textContent === "纤维").click());
  // The ruby note stands between 纤 and 维 of the heading.
  await soon(painted, ["纤", "维", "纤维"].sort());
  await page.fill("#draft", "图书馆");
  await soon(() => page.evaluate(() => document.querySelector("han-lens[for=draft]").shadowRoot.querySelector("[part=word]")?.textContent), "图书馆");
  const bookmarklet = await page.getAttribute("#bookmarklet", "href");
  assert.ok(bookmarklet.startsWith("javascript:"), bookmarklet);
  assert.ok(bookmarklet.includes(`${site.origin}/plain/pkg/index.html`), bookmarklet);
  assert.deepEqual([page.problems, page.strangers], [[], []]);
  await page.context().close();
});

/** @file The recipes of docs/embedding.md, each run as it stands there. */

import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { Workshop } from "./workshop.mjs";

const DOCUMENT = fileURLToPath(new URL("../../docs/embedding.md", import.meta.url));
const TEXT = "我来到北京清华大学。北京的大学很多。";

/** The files of each recipe: a heading, then for each file its name in a line of its own and its text in a fence. */
function recipesOf(text) {
  const recipes = new Map();
  for (const section of text.split(/^### /m).slice(1)) {
    const name = section.slice(0, section.indexOf("\n"));
    const body = section.split(/^## /m)[0];
    const files = [...body.matchAll(/^`([^`\n]+)`\n\n```\w+\n([\s\S]*?)^```$/gm)].map(([, file, code]) => [file, code]);
    recipes.set(name, files);
  }
  return recipes;
}

let recipes;
let workshop;
const tried = new Set();
before(async () => {
  recipes = recipesOf(await readFile(DOCUMENT, "utf8"));
  workshop = await Workshop.open("recipes");
});
after(() => workshop?.close());

/** Writes the files of a recipe into a folder of its own. */
async function follow(name, folder) {
  const files = recipes.get(name);
  assert.ok(files?.length > 0, `${name} has files`);
  tried.add(name);
  const place = join(workshop.folder, folder);
  for (const [file, code] of files) {
    await mkdir(dirname(join(place, file)), { recursive: true });
    await writeFile(join(place, file), code);
  }
  return place;
}

const installed = () => join(workshop.folder, "node_modules/hanlens");

/** Opens a page, and tries it until it shows what it should. */
async function look(address, read, expected) {
  const page = await workshop.page(address);
  try {
    await page.waitForFunction(read, undefined, { timeout: 20_000 }).catch(() => {});
    assert.deepEqual(await page.evaluate(read), expected);
    assert.deepEqual(page.problems, []);
  } finally {
    await page.context().close();
  }
}

const tool = (path) => join(workshop.folder, "../../node_modules", path);

// 北京 stands there twice, and once it goes over the edges of elements: six places, seven pieces.
test("A plain page", async () => {
  const place = await follow("A plain page", "plain");
  await cp(installed(), join(place, "hanlens"), { recursive: true });
  await look("/plain/", () => {
    const rows = document.querySelector("han-lens").shadowRoot?.querySelectorAll("[part=word]");
    const painted = globalThis.CSS.highlights.get("hanlens")?.size;
    return rows?.length && painted ? [rows[0].textContent, painted] : null;
  }, ["北京", 7]);
});

test("Vite", async () => {
  const place = await follow("Vite", "vite");
  await workshop.run(place, tool("vite/bin/vite.js"), "build", "--base", "./", "--logLevel", "warn", "--target", "es2022");
  await look("/vite/dist/", () => document.querySelector("#words").textContent || null, "北京 2, 来到 1, 清华大学 1, 大学 1, 很多 1");
});

test("React", async () => {
  const place = await follow("React", "react");
  await writeFile(join(place, "index.html"), '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><div id="root"></div><script type="module" src="./main.jsx"></script>');
  await writeFile(join(place, "vite.config.js"), 'export default { esbuild: { jsx: "automatic" }, base: "./" };');
  await workshop.run(place, tool("vite/bin/vite.js"), "build", "--logLevel", "warn");
  await look("/react/dist/", () => {
    const word = document.querySelector("han-lens")?.shadowRoot.querySelector("[part=word]");
    if (word?.ariaPressed === "false") word.click();
    const painted = [...(globalThis.CSS.highlights.get("hanlens") ?? [])].map((range) => range.startContainer.data.slice(range.startOffset, range.endOffset));
    return painted.length > 0 ? painted : null;
  }, ["北京", "北京"]);
});

test("Vue", async () => {
  const place = await follow("Vue", "vue");
  await writeFile(join(place, "index.html"), '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><div id="root"></div><script type="module" src="./main.js"></script>');
  await workshop.run(place, tool("vite/bin/vite.js"), "build", "--base", "./", "--logLevel", "warn");
  await look("/vue/dist/", () => {
    const word = document.querySelector("han-lens")?.shadowRoot.querySelector("[part=word]");
    if (word?.ariaPressed === "false") word.click();
    return document.querySelector("output")?.textContent || null;
  }, "北京");
});

test("A static-site generator: Eleventy", async () => {
  // The generator copies out of the project's own node_modules.
  const place = await follow("A static-site generator: Eleventy", "eleventy");
  await cp(installed(), join(place, "node_modules/hanlens"), { recursive: true });
  await writeFile(join(place, "package.json"), '{ "type": "module", "private": true }');
  await workshop.run(place, tool("@11ty/eleventy/cmd.cjs"), "--quiet");
  const site = await workshop.serve(join(place, "_site"));
  try {
    await look(`${site.origin}/`, () => {
      const words = [...(document.querySelector("han-lens")?.shadowRoot?.querySelectorAll("[part=word]") ?? [])].map((word) => word.textContent);
      return words.length > 0 ? words.slice(0, 2) : null;
    }, ["北京", "清华大学"]);
  } finally {
    site.close();
  }
});

test("A CMS, by one tag", async () => {
  const place = await follow("A CMS, by one tag", "cms");
  const [theme, post] = await Promise.all(["theme.html", "post.html"].map((file) => readFile(join(place, file), "utf8")));
  await writeFile(join(place, "index.html"), `<!doctype html><html lang="zh"><meta charset="utf-8"><link rel="icon" href="data:,">${theme}<main>${post}</main></html>`);
  await cp(installed(), join(place, "hanlens"), { recursive: true });
  const site = await workshop.serve(place);
  try {
    await look(`${site.origin}/`, () => {
      const words = [...(document.querySelector("han-lens").shadowRoot?.querySelectorAll("[part=word]") ?? [])].map((word) => word.textContent);
      return words.length > 0 ? words : null;
    }, ["北京", "来到", "清华大学", "大学", "很多"]);
  } finally {
    site.close();
  }
});

test("A browser extension", async () => {
  const place = await follow("A browser extension", "extension");
  await cp(installed(), join(place, "hanlens"), { recursive: true });
  await mkdir(join(workshop.folder, "page"), { recursive: true });
  await writeFile(join(workshop.folder, "page/index.html"), `<!doctype html><html lang="zh"><meta charset="utf-8"><link rel="icon" href="data:,"><p>${TEXT}</p></html>`);
  const profile = await mkdtemp(join(tmpdir(), "hanlens-profile-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.HANLENS_CHROMIUM ?? "/usr/bin/chromium",
    ignoreDefaultArgs: ["--disable-extensions"],
    args: ["--no-sandbox", "--disable-gpu", "--headless=new", "--disable-features=DisableLoadExtensionCommandLineSwitch", `--load-extension=${place}`, `--disable-extensions-except=${place}`],
  });
  try {
    const page = await context.newPage();
    const problems = [];
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && problems.push(message.text()));
    await page.goto(`${workshop.origin}/page/`);
    const painted = () => [...(globalThis.CSS.highlights.get("hanlens") ?? [])].map((range) => range.startContainer.data.slice(range.startOffset, range.endOffset));
    await page.waitForFunction(() => globalThis.CSS.highlights.get("hanlens")?.size > 0, undefined, { timeout: 20_000 }).catch(() => {});
    assert.deepEqual([await page.evaluate(painted), problems], [["来到", "北京", "清华大学", "北京", "大学", "很多"], []]);
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});

test("A Node.js script", async () => {
  const place = await follow("A Node.js script", "node");
  await writeFile(join(place, "text.txt"), TEXT);
  assert.equal(await workshop.run(place, "words.mjs", "text.txt"), "北京\t2\n来到\t1\n清华大学\t1\n大学\t1\n很多\t1\n");
});

test("no recipe is left out", () => {
  assert.deepEqual([...recipes.keys()].filter((name) => !tried.has(name)), []);
});

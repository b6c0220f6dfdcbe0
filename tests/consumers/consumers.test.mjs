/** @file The package as others take it: packed, installed, bundled, and run in Chromium and Node.js. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Workshop } from "./workshop.mjs";

let workshop;
before(async () => {
  workshop = await Workshop.open("consumers");
});
after(() => workshop?.close());

const ANSWER = { tokens: 13, row: ["北京", 3], keyword: "北京", folded: ["图书馆", 2] };
const IN_A_PAGE = { worker: true, ...ANSWER, foldedInPage: ["图书馆", 2], highlighted: 2, element: 4 };

/** The development server tells its pages the port that it was given, so it cannot be 0. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Opens a consumer's page and checks what it found. */
async function shows(address) {
  const page = await workshop.page(address);
  try {
    await page.waitForFunction(() => globalThis.result !== undefined);
    assert.deepEqual(await page.evaluate(() => globalThis.result), IN_A_PAGE);
    assert.deepEqual(page.problems, []);
  } finally {
    await page.context().close();
  }
}

test("the tarball holds the library and no page", () => {
  const names = workshop.packed.files.map(({ path }) => path).sort();
  assert.deepEqual(names, [
    "LICENSE", "README.md", "THIRD_PARTY.md", "bookmarklet.txt", "hanlens-element.d.ts", "hanlens-element.js",
    "hanlens-explore.wasm", "hanlens-fold.dict", "hanlens-highlight.d.ts", "hanlens-highlight.js", "hanlens-idf.dict", "hanlens-read.js", "hanlens-worker.js",
    "hanlens.d.ts", "hanlens.dict", "hanlens.js", "hanlens_bg.wasm", "integrity.json", "package.json",
  ]);
});

test("a page without a bundler", async () => {
  await workshop.place("plain", "app/main.js", "plain");
  await shows("/plain/");
});

test("Vite, built and from its development server", async () => {
  const folder = await workshop.place("vite", "app", "vite");
  await workshop.run(folder, "build.mjs");
  await shows("/vite/site/");
  const { createServer } = await import("vite");
  const server = await createServer({ root: folder, logLevel: "error", server: { port: await freePort(), strictPort: true, host: "127.0.0.1" } });
  try {
    await server.listen();
    await shows(`http://127.0.0.1:${server.config.server.port}/`);
  } finally {
    await server.close();
  }
});

for (const bundler of ["webpack", "esbuild", "rollup"]) {
  test(bundler, async () => {
    const folder = await workshop.place(bundler, "app/main.js", bundler);
    await workshop.run(folder, "build.mjs");
    await workshop.place(`${bundler}/site`, "app/index.html");
    await shows(`/${bundler}/site/`);
  });
}

test("Node.js", async () => {
  const folder = await workshop.place("node", "node");
  const files = ["hanlens-worker.js", "hanlens_bg.wasm", "hanlens-explore.wasm", "hanlens.dict", "hanlens-idf.dict", "hanlens-fold.dict", "hanlens-read.js", "integrity.json", "package.json"];
  const answer = JSON.parse(await workshop.run(folder, "main.mjs"));
  assert.deepEqual(answer, { worker: false, ...ANSWER, kinds: ["function", "function"], files });
});

test("the compiler finds every module's types, as bundlers and as Node.js look for them", async () => {
  const folder = await workshop.place("types", "types");
  const compiler = join(workshop.folder, "../../node_modules/typescript/bin/tsc");
  for (const project of ["tsconfig.json", "tsconfig.node.json"]) {
    assert.equal(await workshop.run(folder, compiler, "--project", project), "", project);
  }
});

test("a browser takes every file by the hash that integrity.json names for it, and no other", async () => {
  const integrity = JSON.parse(await readFile(join(workshop.folder, "node_modules/hanlens/integrity.json"), "utf8"));
  const page = await workshop.page("/plain/");
  try {
    const taken = await page.evaluate(async (hashes) => {
      const answers = {};
      for (const [name, hash] of Object.entries(hashes)) {
        const ask = (integrity) => fetch(`../node_modules/hanlens/${name}`, { integrity }).then(({ status }) => status, () => "refused");
        answers[name] = [await ask(hash), await ask(hashes[name === "LICENSE" ? "README.md" : "LICENSE"])];
      }
      return answers;
    }, Object.fromEntries(workshop.packed.files.map(({ path }) => [path, integrity[path]]).filter(([path]) => path !== "integrity.json")));
    assert.equal(Object.keys(taken).length, workshop.packed.files.length - 1);
    for (const [name, answers] of Object.entries(taken)) assert.deepEqual(answers, [200, "refused"], name);
  } finally {
    await page.context().close();
  }
});

test("every export of the package leads to a file", async () => {
  const { exports } = JSON.parse(await readFile(join(workshop.folder, "node_modules/hanlens/package.json"), "utf8"));
  const targets = Object.values(exports).flatMap((target) => (typeof target === "string" ? [target] : Object.values(target)));
  const packed = new Set(workshop.packed.files.map(({ path }) => `./${path}`));
  assert.deepEqual(targets.filter((target) => !packed.has(target)), []);
  for (const [name, conditions] of Object.entries(exports).filter(([, target]) => typeof target === "object")) {
    assert.deepEqual(Object.keys(conditions), ["types", "browser", "worker", "node", "import", "default"], name);
  }
});

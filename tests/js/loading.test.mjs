/** @file Where the parts come from, and what happens when one does not come. */

import { execFile } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { failsWith, ok, same } from "./check.mjs";
import { NodeWorker } from "./node-worker.mjs";
import { HanLens, file, fileUrl, init } from "./setting.mjs";

const script = (source) => `data:text/javascript,${encodeURIComponent(source)}`;

/** Makes an engine, runs a test with it, and disposes of it. */
async function having(options, run) {
  const lens = await HanLens.create(options);
  await Promise.resolve(run(lens)).finally(() => lens.dispose());
}

describe("the worker", () => {
  test("is used unless told", () => having({}, ({ info }) => same(info.worker, true)));

  test("may come from another address", async () => {
    for (const worker of [fileUrl("hanlens-worker.js"), fileUrl("hanlens-worker.js").href]) {
      await having({ worker }, async (lens) => same([lens.info.worker, await lens.cut("北京大学")], [true, ["北京大学"]]));
    }
  });

  test("may be made by the caller, and is made anew once it died", async () => {
    const made = [];
    const worker = () => {
      made.push(new NodeWorker(fileUrl("hanlens-worker.js")));
      return made.at(-1);
    };
    await having({ worker }, async (lens) => {
      same([lens.info.worker, await lens.cut("北京大学"), made.length], [true, ["北京大学"], 1]);
      made[0].dispatchEvent(Object.assign(new Event("error"), { message: "gone" }));
      same([await lens.cut("北京大学"), made.length], [["北京大学"], 2]);
    });
  });

  test("that the caller does not make is an error", async () => {
    const refuse = () => {
      throw new Error("no more workers");
    };
    const error = await failsWith("load-failed", "worker", HanLens.create({ worker: refuse }));
    ok(error.message.includes("no more workers"), error.message);
    await failsWith("load-failed", "worker", HanLens.create({ worker: () => undefined }));
  });

  test("that cannot be started is an error", async () => {
    for (const [what, worker] of [
      ["no file", fileUrl("nothing.js")],
      ["a script that fails", script("throw new Error('no')")],
      ["no script", script("<!doctype html>")],
    ]) {
      await failsWith("load-failed", "worker", HanLens.create({ worker }), what);
    }
  });

  describe("where there is none", () => {
    before(() => delete globalThis.Worker);
    after(() => (globalThis.Worker = NodeWorker));

    test("the engine runs in the thread unless a worker was asked for", async () => {
      await having({}, async (lens) => same([lens.info.worker, await lens.cut("北京大学")], [false, ["北京大学"]]));
      await failsWith("load-failed", "worker", HanLens.create({ worker: true }));
      await failsWith("load-failed", "worker", HanLens.create({ worker: fileUrl("hanlens-worker.js") }));
    });
  });

  describe("where a page may not start one", () => {
    before(() => {
      globalThis.Worker = class {
        constructor() {
          throw new DOMException("The worker cannot be accessed from origin 'null'.", "SecurityError");
        }
      };
    });
    after(() => (globalThis.Worker = NodeWorker));

    test("the engine runs in the thread unless a worker was asked for", async () => {
      await having({}, ({ info }) => same(info.worker, false));
      const error = await failsWith("load-failed", "worker", HanLens.create({ worker: true }));
      ok(error.message.includes("origin 'null'"), error.message);
    });
  });
});

describe("the files", () => {
  describe("an engine that is asked before it is ready", () => {
    for (const [name, worker] of Object.entries({ "in this thread": false, "in a worker": true })) {
      test(`answers ${name} once it is`, async () => {
        const { lens, ready } = HanLens.begin({ worker });
        const [text, pieces] = ["北京大学", lens.cut("北京大学")];
        same([lens.info, await pieces, await lens.cut(text)], [undefined, [text], [text]]);
        same([await ready === lens, lens.info.worker], [true, worker]);
        lens.dispose();
      });

      test(`rejects ${name} if it does not come, and each call tries anew`, async () => {
        const short = (await file("hanlens.dict")).slice(0, 1000);
        const { lens, ready } = HanLens.begin({ worker, dictionary: short });
        const asked = lens.cut("北京大学");
        await Promise.all([failsWith("bad-dictionary", undefined, ready), failsWith("bad-dictionary", undefined, asked)]);
        await failsWith("bad-dictionary", undefined, lens.cut("北京大学"));
        lens.dispose();
        await failsWith("wrong-state", "engine", lens.cut("北京大学"));
      });
    }
  });

  for (const [name, worker] of Object.entries({ "in this thread": false, "in a worker": true })) {
    test(`may come from elsewhere, ${name}`, async () => {
      const [wasm, dictionary] = [await file("hanlens_bg.wasm"), await file("hanlens.dict")];
      for (const options of [
        { wasm, dictionary },
        { wasm: new Uint8Array(wasm), dictionary: new Response(dictionary) },
        { wasm: await WebAssembly.compile(wasm), dictionary: fileUrl("hanlens.dict").href },
        { wasm: new Response(wasm, { headers: { "Content-Type": "application/wasm" } }), dictionary: fileUrl("hanlens.dict") },
        { wasm: new Response(wasm, { headers: { "Content-Type": "text/plain" } }), dictionary: fileURLToPath(fileUrl("hanlens.dict")) },
      ]) {
        await having({ worker, ...options }, async (lens) => same(await lens.cut("北京大学"), ["北京大学"]));
      }
    });

    test(`that are missing or damaged are an error that names them, ${name}`, async () => {
      const missing = fileUrl("nothing");
      const error = await failsWith("load-failed", "wasm", HanLens.create({ worker, wasm: missing }));
      ok(error.message.includes("nothing"), error.message);
      await failsWith("load-failed", "dictionary", HanLens.create({ worker, dictionary: missing }));
      await failsWith("load-failed", "wasm", HanLens.create({ worker, wasm: await file("hanlens.dict") }));
      const short = (await file("hanlens.dict")).slice(0, 100_000);
      await failsWith("bad-dictionary", undefined, HanLens.create({ worker, dictionary: short }));
    });

    test(`of inverse document frequencies are asked for when TF-IDF needs them, ${name}`, async () => {
      await having({ worker, idf: fileUrl("nothing") }, async (lens) => {
        const corpus = await lens.analyze("图书馆的书架");
        same((await corpus.keywords({ method: "textrank" })).length, 2);
        await failsWith("load-failed", "idf", corpus.keywords());
        await failsWith("load-failed", "idf", corpus.exportKeywords("csv"), "once more");
      });
      await having({ worker, idf: new Uint8Array(100) }, async (lens) => {
        await failsWith("bad-dictionary", undefined, (await lens.analyze("图书馆")).keywords());
      });
      await having({ worker, idf: await file("hanlens-idf.dict") }, async (lens) => {
        same((await (await lens.analyze("图书馆的书架")).keywords()).length, 2);
      });
    });
  }
});

test("init starts the code in this thread and gives its exports", async () => {
  for (const source of [undefined, {}, { module_or_path: fileUrl("hanlens_bg.wasm") }, await file("hanlens_bg.wasm")]) {
    const { memory } = await init(source);
    ok(memory instanceof WebAssembly.Memory, "its memory");
  }
});

test("a program that does not dispose of an engine in its thread comes to its end", async () => {
  const program = `
    import { HanLens } from ${JSON.stringify(fileUrl("hanlens.js").href)};
    const lens = await HanLens.create();
    const corpus = await lens.analyze("北京大学".repeat(1e6));
    console.log(lens.info.worker, corpus.summary.tokens, (await corpus.keywords()).length);`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], { timeout: 20_000 });
  same([stdout.trim(), stderr], ["false 1000000 1", ""]);
});

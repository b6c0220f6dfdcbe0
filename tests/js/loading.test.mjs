/** @file Where the parts come from, and what happens when one does not come. */

import { execFile } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { failsWith, ok, same } from "./check.mjs";
import { NodeWorker } from "./node-worker.mjs";
import { HanLens, file, fileUrl, init } from "./setting.mjs";

const script = (source) => `data:text/javascript,${encodeURIComponent(source)}`;

/** The second part of the code as it would be of a build whose first part is another. */
async function ofAnotherBuild(explorer) {
  const names = WebAssembly.Module.exports(await WebAssembly.compile(await file("hanlens_bg.wasm"))).map(({ name }) => name);
  const build = names.find((name) => /^[0-9a-f]{8}_\d+$/.test(name)).slice(0, 8);
  const other = build.replace(/./g, (digit) => (digit === "0" ? "1" : "0"));
  return Buffer.from(Buffer.from(explorer).toString("latin1").replaceAll(build, other), "latin1");
}

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

    test(`of the code that explores are asked for when a question needs them, ${name}`, async () => {
      const explores = (lens) => lens.analyze("图书馆的书架").then((corpus) => corpus.statistics()).then(({ combined }) => combined.tokens);
      // In one thread the code that came first is that of all engines.
      if (worker) {
        const other = await ofAnotherBuild(await file("hanlens-explore.wasm"));
        for (const explorer of [fileUrl("nothing.wasm"), await file("hanlens_bg.wasm"), await file("hanlens.dict"), other]) {
          await having({ worker, explorer }, async (lens) => {
            const corpus = await lens.analyze("图书馆的书架");
            same([(await corpus.terms()).total, (await corpus.spans({ terms: ["书架"] })).length, await lens.cut("书架")], [3, 3, ["书架"]]);
            await failsWith("load-failed", "explorer", corpus.statistics());
            await failsWith("load-failed", "explorer", corpus.export("csv"), "once more");
            same((await corpus.terms()).total, 3);
          });
        }
      }
      const explorer = await file("hanlens-explore.wasm");
      for (const source of [undefined, explorer, new Response(explorer), await WebAssembly.compile(explorer), fileUrl("hanlens-explore.wasm")]) {
        await having({ worker, explorer: source }, async (lens) => same(await explores(lens), 3));
      }
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

describe("the first question of an engine", () => {
  const pattern = { terms: ["书架"] };
  const FIRST = {
    characters: (corpus) => corpus.characters(),
    collocates: (corpus) => corpus.collocates({ pattern }),
    concordance: (corpus) => corpus.concordance({ pattern }),
    dispersion: (corpus) => corpus.dispersion({ pattern }),
    "why a text is cut so": (_, lens) => lens.explain("图书馆的书架"),
    "why a document is": (corpus) => corpus.explain({ document: 0, start: 0, end: 3 }),
    export: (corpus) => corpus.export("csv"),
    "export of keywords": (corpus) => corpus.exportKeywords("csv"),
    "export of a table": (corpus) => corpus.exportTable("characters", "csv"),
    keyness: (corpus) => corpus.keyness({ target: [0], reference: [1] }),
    keywords: (corpus) => corpus.keywords(),
    "new words": (corpus) => corpus.newWords(),
    "n-grams": (corpus) => corpus.ngrams(),
    report: (corpus) => corpus.report(),
    session: (corpus) => corpus.save(),
    statistics: (corpus) => corpus.statistics(),
    "terms by document": (corpus) => corpus.termDocuments({ terms: ["书架"] }),
    trend: (corpus) => corpus.trend({ terms: ["书架"] }),
    "effects of words": (corpus) => corpus.wordEffects(),
  };
  for (const [name, ask] of Object.entries(FIRST)) {
    // A worker has its own code, of which nothing was asked before.
    test(name, () =>
      having({ worker: true }, async (lens) => {
        const corpus = await lens.analyze(["图书馆的书架", "书架"]);
        ok(await ask(corpus, lens), "an answer");
      }),
    );
  }
});

test("what is asked while the code that explores is on its way is answered as things were then, and nothing else waits", async () => {
  const text = "清华园北门的书架";
  const ask = (lens, corpus) => Promise.all([lens.explain(text), corpus.statistics(), corpus.export("csv")]);
  const expected = await HanLens.create({ worker: true }).then(async (lens) => ask(lens, await lens.analyze(text)).finally(() => lens.dispose()));
  const bytes = await file("hanlens-explore.wasm");
  let arrive;
  const body = new ReadableStream({
    start(controller) {
      arrive = () => {
        controller.enqueue(new Uint8Array(bytes));
        controller.close();
      };
    },
  });
  await having({ worker: true, explorer: new Response(body) }, async (lens) => {
    const corpus = await lens.analyze(text);
    const asked = ask(lens, corpus);
    const changed = [lens.words.add("清华园北门"), corpus.update({ hmm: false, stopWords: "none" })];
    same(await lens.cut("北京大学"), ["北京大学"]);
    same((await (await lens.analyze("北京大学")).terms()).total, 1);
    arrive();
    same(await asked, expected);
    await Promise.all(changed);
    ok(JSON.stringify(await lens.explain(text)) !== JSON.stringify(expected[0]), "the word is there now");
  });
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

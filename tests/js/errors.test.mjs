/**
 * @file Every kind of error, raised for real, and one list of them everywhere: in the code of the core and of the API, in the
 * declarations, in docs/errors.md and in the sentences of the page.
 */

import { readFile, readdir } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { failsWith, ok, same } from "./check.mjs";
import { MEMORY_LIMIT } from "./crash-table.mjs";
import { withMemoryLimit } from "./limited-wasm.mjs";
import { HanLens, file, fileUrl } from "./setting.mjs";
import { longText } from "./texts.mjs";

const root = new URL("../../", import.meta.url);
const source = (path) => readFile(new URL(path, root), "utf8");

const named = (name, ...parts) => new File(parts, name);

/** The smallest zip that says that its file is encrypted: a local header with the key's bytes, a directory and its end. */
function lockedZip() {
  const FLAG_ENCRYPTED = 1;
  const NAME = "a.txt";
  const KEY_BYTES = 12;
  const central = Buffer.alloc(46 + NAME.length);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(FLAG_ENCRYPTED, 8);
  central.writeUInt32LE(KEY_BYTES, 20);
  central.writeUInt16LE(NAME.length, 28);
  central.write(NAME, 46);
  const local = Buffer.alloc(30 + KEY_BYTES);
  local.writeUInt32LE(0x04034b50, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

/** A File whose bytes the system does not give. */
const gone = () => {
  const blob = named("gone.txt", "北京");
  const refuse = async () => {
    throw new DOMException("The file could not be read", "NotReadableError");
  };
  return Object.assign(blob, { slice: () => ({ arrayBuffer: refuse }), arrayBuffer: refuse });
};

const damagedDictionary = async (name) => {
  const bytes = new Uint8Array(await file(name));
  bytes[bytes.length >> 1] ^= 1;
  return bytes;
};

/**
 * What raises each kind: a name, the argument that the error names, and the call. It gets an engine in this thread and what
 * makes others, which are disposed of at the end.
 * @type {Record<string, Array<[string, string | undefined, (lens: any, create: (options: object) => Promise<any>) => Promise<unknown>]>>}
 */
const RAISED = {
  "invalid-argument": [
    ["another type", "text", (lens) => lens.cut(5)],
    ["an option that there is not", "worcker", (_, create) => create({ worcker: true })],
    ["outside its range", "left", async (lens) => (await lens.analyze("北京")).concordance({ pattern: { text: "北" }, left: 1e6 })],
    ["no regular expression", "pattern", async (lens) => (await lens.analyze("北京")).concordance({ pattern: { regex: "(" } })],
    ["a regular expression that is huge once compiled", "pattern", async (lens) => (await lens.analyze("北京")).concordance({ pattern: { regex: "(((a{100}){100}){100}){100}" } })],
  ],
  "bad-dictionary": [
    ["a changed bit", undefined, async (_, create) => create({ dictionary: await damagedDictionary("hanlens.dict") })],
    ["a file of another kind", undefined, async (_, create) => create({ dictionary: await file("hanlens-idf.dict") })],
    ["changed inverse document frequencies", undefined, async (_, create) => (await (await create({ idf: await damagedDictionary("hanlens-idf.dict") })).analyze("北京")).keywords()],
    ["changed tables that fold", undefined, async (_, create) => (await create({ fold: await damagedDictionary("hanlens-fold.dict") })).analyze("北京", { fold: { simplified: true } })],
  ],
  "bad-user-word": [
    ["an empty word", "word", (lens) => lens.words.add("")],
    ["a frequency beyond all", "frequency", (lens) => lens.words.add("北京", { frequency: 1_000_000_001 })],
    ["a tag with a space", "tag", (lens) => lens.words.add("北京", { tag: "n s" })],
    ["a line of a dictionary", "text", (lens) => lens.words.load("好词 5\n坏词 -3\n")],
  ],
  "too-large": [
    ["more hits than a query takes", "pattern", async (lens) => (await lens.analyze("的".repeat((1 << 20) + 1))).concordance({ pattern: { text: "的" } })],
    ["a sentence to explain", "text", (lens) => lens.explain("的".repeat(4097))],
    ["a file beyond the limit of its kind", "source", (lens) => lens.read(named("a.html", new Uint8Array(64 * 1024 * 1024 + 1).fill(0x20)))],
  ],
  "wrong-state": [
    ["a corpus that was disposed of", "corpus", async (lens) => {
      const corpus = await lens.analyze("北京");
      corpus.dispose();
      return corpus.terms();
    }],
    ["an engine that was disposed of", "engine", async (_, create) => {
      const lens = await create({});
      lens.dispose();
      return lens.cut("北京");
    }],
  ],
  "bad-session": [
    ["no JSON", "session", (lens) => lens.open("{")],
    ["another format", "format", (lens) => lens.open("{}")],
    ["a text that was changed", "texts[0]", async (lens) => lens.open((await (await lens.analyze("北京大学")).save()).replace('"texts":["北京大学"]', '"texts":["北京小学"]'))],
  ],
  "load-failed": [
    ["no code", "wasm", (_, create) => create({ wasm: fileUrl("nothing.wasm") })],
    // In this thread the code was loaded for the cases before; each worker has its own.
    ["no code that explores", "explorer", async (_, create) => (await (await create({ worker: true, explorer: fileUrl("nothing.wasm") })).analyze("北京")).statistics()],
    ["no dictionary", "dictionary", (_, create) => create({ dictionary: fileUrl("nothing.dict") })],
    ["no worker", "worker", (_, create) => create({ worker: fileUrl("nothing.js") })],
    ["no inverse document frequencies", "idf", async (_, create) => (await (await create({ idf: fileUrl("nothing.dict") })).analyze("北京")).keywords()],
    ["no tables that fold", "fold", async (_, create) => (await create({ fold: fileUrl("nothing.dict") })).analyze("北京", { fold: { simplified: true } })],
    // As with the code.
    ["no reader of files", "reader", async (_, create) => (await create({ worker: true, reader: fileUrl("nothing.js") })).read(named("a.html", "<p>北京"))],
  ],
  "bad-encoding": [["bytes that are no text", "source", (lens) => lens.read(named("a.txt", Uint8Array.from({ length: 3000 }, (_, i) => (i * i * 7919) % 256)))]],
  "bad-file": [["a document that was cut off", "source", (lens) => lens.read(named("a.docx", "PK\u0003\u0004"))]],
  "unsupported-file": [["a PDF", "source", (lens) => lens.read(named("a.pdf", "%PDF-1.7\n"))]],
  "encrypted-file": [["a zip with a password", "source", (lens) => lens.read(named("a.zip", lockedZip()))]],
  "unreadable-file": [["a file that the system does not give", "source", (lens) => lens.analyze(gone())]],
  "engine-crashed": [
    ["memory that cannot grow", "", async (_, create) => {
      const wasm = withMemoryLimit(await file("hanlens_bg.wasm"), MEMORY_LIMIT);
      return (await create({ worker: true, wasm })).analyze(longText(6_000_000));
    }],
  ],
};

for (const [kind, cases] of Object.entries(RAISED)) {
  describe(kind, () => {
    const made = [];
    const create = async (options) => {
      const lens = await HanLens.create({ worker: false, ...options });
      made.push(lens);
      return lens;
    };
    let lens;
    before(async () => {
      lens = await create({});
    });
    after(() => made.forEach((each) => each.dispose()));

    for (const [name, argument, raise] of cases) {
      test(name, async () => {
        await failsWith(kind, argument, raise(lens, create));
        same(await lens.cut("北京大学"), ["北京大学"], "the next call works");
      });
    }
  });
}

describe("the list is the same", () => {
  const KINDS = Object.keys(RAISED).sort();
  const found = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, kind]) => kind))].sort();

  test("in the declarations", async () => {
    const [, union] = /export type ErrorKind =([\s\S]*?);\n/.exec(await source("www/js/api/hanlens.d.ts"));
    same(found(union, /\| "([a-z-]+)"/g), KINDS);
  });

  test("in the code", async () => {
    const core = found(await source("src/error.rs"), /Kind::\w+ => "([a-z-]+)"/g);
    ok(core.length >= 5, "the core has kinds");
    const scripts = await Promise.all((await readdir(new URL("www/js/", root), { recursive: true })).filter((path) => path.endsWith(".js")).map((path) => source(`www/js/${path}`)));
    const made = found(scripts.join("\n"), /(?:new HanLensError|fileError)\(\s*"([a-z-]+)"/g);
    ok(made.length >= 5, "the scripts have kinds");
    same([...new Set([...core, ...made])].sort(), KINDS);
  });

  test("in docs/errors.md, in its table and its chapters", async () => {
    const text = await source("docs/errors.md");
    same(found(text, /^\| \[`([a-z-]+)`\]/gm), KINDS);
    same(found(text, /^## ([a-z-]+)$/gm), KINDS);
    for (const chapter of text.split(/^## /m).slice(1)) {
      for (const part of ["**When.**", "**Names**", "**To do.**"]) ok(chapter.includes(part), `${chapter.split("\n")[0]} has ${part}`);
    }
  });

  for (const language of ["en", "zh"]) {
    test(`in the page's sentences, ${language}`, async () => {
      const kinds = found(await source(`www/js/page/i18n/${language}.js`), /"error\.([a-z-]+)":/g);
      same(kinds, [...KINDS, "other"].sort());
    });
  }
});

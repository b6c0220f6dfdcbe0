/** @file A Node process that measures what it is told to, message by message. */

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Bench } from "./measure.mjs";
import { built, paths } from "./paths.mjs";

const inPackage = (name) => join(paths.package, name);

const files = {
  async hanlens() {
    const api = await import(pathToFileURL(inPackage("hanlens.js")).href);
    return { api, wasm: await readFile(inPackage("hanlens_bg.wasm")), dictionary: await readFile(inPackage("hanlens.dict")) };
  },
  async "jieba-wasm"() {
    const name = join(paths.jiebaWasm, "jieba_rs_wasm");
    // The package does not say that this file is a module, so Node would not read it as one.
    const glue = await import(`data:text/javascript,${encodeURIComponent(await readFile(`${name}.js`, "utf8"))}`);
    return { glue, wasm: await readFile(`${name}_bg.wasm`) };
  },
  async "jieba-rs in wasm"() {
    return { wasm: await readFile(built.jiebaRsWasm()), words: await readFile(built.words()) };
  },
  async "@node-rs/jieba"() {
    const require = createRequire(import.meta.url);
    return { load: () => require("@node-rs/jieba"), words: await readFile(join(paths.modules, "@node-rs/jieba/dict.txt")) };
  },
  async "Intl.Segmenter"() {
    return {};
  },
};

const [base, long] = process.argv.slice(2);
const texts = { base, long };
const bench = new Bench({ loadFiles: (engine) => files[engine](), loadText: (name) => readFile(texts[name], "utf8") });

process.on("message", async ({ method, args }) => {
  try {
    process.send({ answer: await bench[method](...args) });
  } catch (error) {
    process.send({ error: error.stack });
  }
});

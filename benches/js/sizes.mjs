/** @file What a download costs: bytes as they are, and as a host would send them. */

import { readFile, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { brotliCompressSync, constants, gunzipSync, gzipSync } from "node:zlib";
import { built, paths } from "./paths.mjs";
import { median, round } from "./statistics.mjs";

/** Files of the package that no browser loads. */
const NOT_SENT = /^(package\.json|README\.md|LICENSE|.*\.d\.ts|THIRD-PARTY-NOTICES\.txt)$/;

/** @param {Uint8Array} bytes */
function sizeOf(bytes) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return { bytes: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes, { params }).length };
}

async function sizesOf(files) {
  const entries = files.map(async (path) => [basename(path), sizeOf(await readFile(path))]);
  return Object.fromEntries(await Promise.all(entries));
}

/** Sizes of everything that ships, and of what the peers ship. */
export async function sizes() {
  const entries = await readdir(paths.package, { withFileTypes: true });
  // The folder of examples is no part of any download.
  const names = entries.filter((entry) => entry.isFile() && !NOT_SENT.test(entry.name)).map(({ name }) => name).sort();
  const jiebaWasm = ["jieba_rs_wasm.js", "jieba_rs_wasm_bg.wasm"].map((name) => join(paths.jiebaWasm, name));
  const nodeRs = join(paths.modules, "@node-rs");
  const addons = (await readdir(nodeRs)).filter((name) => name.startsWith("jieba-"));
  const addonFiles = await Promise.all(addons.map(async (addon) => {
    const found = (await readdir(join(nodeRs, addon))).filter((name) => name.endsWith(".node"));
    return found.map((name) => join(nodeRs, addon, name));
  }));
  return {
    hanlens: await sizesOf(names.map((name) => join(paths.package, name))),
    "jieba-wasm": await sizesOf(jiebaWasm),
    "jieba-rs in wasm": await sizesOf([built.jiebaRsWasm(), built.words()]),
    "@node-rs/jieba": await sizesOf([...addonFiles.flat(), join(nodeRs, "jieba/dict.txt")]),
  };
}

/**
 * The dictionary as it ships beside the array that is made of it.
 * @param {string} image Path of the array.
 */
export async function dictionaryForms(image) {
  const forms = { shipped: join(paths.package, "hanlens.dict"), array: image };
  const entries = Object.entries(forms).map(async ([name, path]) => {
    const bytes = await readFile(path);
    return [name, { ...sizeOf(bytes), inflateMilliseconds: inflateTime(gzipSync(bytes, { level: 9 })) }];
  });
  return Object.fromEntries(await Promise.all(entries));
}

function inflateTime(packed) {
  const times = Array.from({ length: 5 }, () => {
    const begin = performance.now();
    gunzipSync(packed);
    return performance.now() - begin;
  });
  return round(median(times));
}

/** Bytes of gzip of the files that a test picks. */
export const gzipTotal = (files, pick) => Object.entries(files).filter(([name]) => pick(name)).reduce((sum, [, size]) => sum + size.gzip, 0);

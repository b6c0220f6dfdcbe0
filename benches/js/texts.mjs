/** @file The texts under measure, on disk so that every process reads the same bytes. */

import { createHash } from "node:crypto";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { SEED, corpusLines, takeBytes } from "./corpus.mjs";

/** How much longer the long text is. */
export const LONG_TIMES = 10;

const MEGABYTE = 1_000_000;
/** Ten times as much still fits into one string with room to spare. */
const LARGEST = 20 * MEGABYTE;

/**
 * @typedef {object} Texts
 * @property {{base: string, long: string}} paths
 * @property {object} description What the report says of them.
 * @property {() => Promise<void>} remove Removes the files.
 */

/**
 * The text of the reader, or a corpus of our own, and one ten times as long.
 * @param {{text?: string, megabytes: number, samples: string, words: string}} options Paths, and the corpus's size.
 * @returns {Promise<Texts>}
 */
export async function prepareTexts({ text, megabytes, samples, words }) {
  const { base, long, source } = text ? await readerText(text) : await ownCorpus(megabytes, samples, words);
  const folder = await mkdtemp(join(tmpdir(), "hanlens-bench-"));
  const paths = { base: join(folder, "base.txt"), long: join(folder, "long.txt") };
  await Promise.all([writeFile(paths.base, base), writeFile(paths.long, long)]);
  const description = { ...source, base: describe(base), long: describe(long) };
  return { paths, description, remove: () => rm(folder, { recursive: true }) };
}

async function readerText(path) {
  const bytes = await readFile(path);
  if (bytes.length === 0 || bytes.length > LARGEST) throw new Error(`--text: ${path} has ${bytes.length} bytes; 1 to ${LARGEST} can be measured`);
  const base = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  return { base, long: base.repeat(LONG_TIMES), source: { source: "file", name: basename(path), longIs: "the file again and again" } };
}

async function ownCorpus(megabytes, samples, words) {
  const names = (await readdir(samples)).filter((name) => name.endsWith(".txt")).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(samples, name), "utf8")));
  const list = (await readFile(words, "utf8")).split("\n").map((line) => line.split(" ")[0]).filter((word) => word !== "");
  const corpus = (size) => takeBytes(corpusLines(texts, list), size * MEGABYTE);
  const source = { source: "generated corpus", seed: SEED, samples: names, longIs: "the same corpus, continued" };
  return { base: corpus(megabytes), long: corpus(megabytes * LONG_TIMES), source };
}

function describe(text) {
  const bytes = Buffer.from(text);
  return { bytes: bytes.length, units: text.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

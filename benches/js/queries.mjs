/**
 * @file How long each query of the corpus takes on a text that has been analysed, in wasm, in this thread.
 *
 *     HANLENS_JIEBA_WORDS=path/to/dict.txt node benches/js/queries.mjs [MEGABYTES] [RUNS]
 *
 * Prints JSON: for each query the milliseconds of the first call, which makes what later ones find ready (the
 * sentences of the documents), the median of the others, and the least of their processor time, which says more on a
 * machine that is busy; that of the first call is there too. HANLENS_PACKAGE names another folder than pkg/.
 */

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { corpusLines, takeBytes } from "./corpus.mjs";
import { ROOT } from "./paths.mjs";

const [megabytes = 10, runs = 7] = process.argv.slice(2).map(Number);
const DOCUMENTS = 10;

const folder = process.env.HANLENS_PACKAGE ?? join(ROOT, "pkg");
const { HanLens } = await import(pathToFileURL(join(folder, "hanlens.js")).href);

const samples = join(ROOT, "www/samples");
const texts = await Promise.all((await readdir(samples)).sort().map((name) => readFile(join(samples, name), "utf8")));
const list = (await readFile(process.env.HANLENS_JIEBA_WORDS, "utf8")).split("\n").map((line) => line.split(" ")[0]);
const lines = corpusLines(texts, list.filter(Boolean));
const documents = Array.from({ length: DOCUMENTS }, () => takeBytes(lines, (megabytes * 1e6) / DOCUMENTS));

const lens = await HanLens.create({ worker: false });
const corpus = await lens.analyze(documents);
const { rows } = await corpus.terms({ limit: 1000 });
const [commonest, frequent, middling] = [rows[0].word, rows[20].word, rows[300].word];

const sorted = [{ by: "left" }, { by: "right" }, { by: "left", place: 2 }];
const queries = {
  "concordance of the commonest term": () => corpus.concordance({ pattern: { terms: [commonest] } }),
  "the same, sorted by three keys": () => corpus.concordance({ pattern: { terms: [commonest] }, sort: sorted }),
  "the same, inside sentences": () => corpus.concordance({ pattern: { terms: [commonest] }, sort: sorted, bounded: true }),
  "the same, a page far on": () => corpus.concordance({ pattern: { terms: [commonest] }, sort: sorted, offset: 50_000 }),
  "concordance of a middling term, sorted": () => corpus.concordance({ pattern: { terms: [middling] }, sort: sorted }),
  "concordance of a phrase": () => corpus.concordance({ pattern: { phrase: [commonest, frequent] }, sort: sorted }),
  "concordance of text": () => corpus.concordance({ pattern: { text: commonest }, sort: sorted }),
  "concordance of text, by node, either case": () =>
    corpus.concordance({ pattern: { text: frequent, ignoreCase: true }, sort: [{ by: "node" }] }),
  "concordance of an expression with a literal": () => corpus.concordance({ pattern: { regex: "[0-9]+年" } }),
  "concordance of an expression without": () => corpus.concordance({ pattern: { regex: "[一二三四五六七八九十]+[年月日]" } }),
  "dispersion of the commonest term in 100 parts": () => corpus.dispersion({ pattern: { terms: [commonest] }, parts: 100 }),
  "collocates of the commonest term": () => corpus.collocates({ pattern: { terms: [commonest] } }),
  "collocates of a middling term": () => corpus.collocates({ pattern: { terms: [middling] }, sort: "g2" }),
  "n-grams of two": () => corpus.ngrams(),
  "n-grams of two, by text": () => corpus.ngrams({ sort: "text" }),
  "n-grams of two, all of them": () => corpus.ngrams({ minCount: 1 }),
  "n-grams of two to six": () => corpus.ngrams({ max: 6 }),
  "n-grams around a term": () => corpus.ngrams({ max: 4, containing: middling }),
  "trend of five terms in 50 parts": () => corpus.trend({ terms: rows.slice(0, 5).map(({ term }) => term), parts: 50 }),
  "explanation of a sentence": () => corpus.explain({ start: 1000, end: 1010 }),
  "a page of the terms": () => corpus.terms({ limit: 100 }),
  "a page of the terms of one document": () => corpus.terms({ limit: 100, documents: [0] }),
  "documents of ten terms": () => corpus.termDocuments({ terms: rows.slice(0, 10).map(({ term }) => term) }),
  "keyness of one document against the others": () => corpus.keyness({ target: [0] }),
  "statistics": () => corpus.statistics(),
  "characters": () => corpus.characters(),
  "new words": () => corpus.newWords(),
  "keywords by TF-IDF": () => corpus.keywords(),
  "spans of a term": () => corpus.spans({ terms: [commonest] }),
  "report": () => corpus.report(),
};

/** As many own words: pairs of terms that often stand together. */
const OWN_WORDS = 20;
const effects = "effects of 20 own words";
queries[effects] = () => again.wordEffects();
/** @type {import("../../www/js/api/hanlens.js").Corpus} */
let again;

async function addOwnWords() {
  const { rows: pairs } = await corpus.ngrams({ limit: 4000 });
  const words = pairs.map(({ terms }) => terms.join("")).filter((word) => /^\p{Script=Han}{2,4}$/u.test(word));
  for (const word of words.slice(0, OWN_WORDS)) await lens.words.add(word);
  again = await lens.analyze(documents);
}

const figures = {};
for (const [name, query] of Object.entries(queries)) {
  if (name === effects) await addOwnWords();
  const times = [];
  const work = [];
  let answer;
  for (let run = 0; run <= runs; run++) {
    const used = process.cpuUsage();
    const start = performance.now();
    answer = await query();
    times.push(performance.now() - start);
    const { user, system } = process.cpuUsage(used);
    work.push((user + system) / 1000);
  }
  const [first, ...others] = times;
  const [firstWork] = work;
  const round = (value) => Math.round(value * 10) / 10;
  figures[name] = { first: round(first), median: round(others.sort((a, b) => a - b)[runs >> 1]), firstProcessor: round(firstWork), processor: round(Math.min(...work)), total: answer.total };
}
const { tokens, types, milliseconds } = corpus.summary;
console.log(JSON.stringify({ megabytes, tokens, types, analysis: Math.round(milliseconds), figures }, undefined, 2));
lens.dispose();

/**
 * @file The table of the API about words in their surroundings: concordance, dispersion, collocates, n-grams, trends,
 * explanations.
 *
 * Its cases run with those of `api-table.mjs`, in Node and in a browser, over both implementations.
 */

import { failsWith, ok, rejection, same, show } from "./check.mjs";
import { HARD_TEXTS } from "./texts.mjs";

/** @type {Array<{group: string, name: string, run: (setting: import("./api-table.mjs").Setting) => Promise<void>}>} */
export const measureCases = [];

const group = (name, of) => {
  for (const [caseName, run] of Object.entries(of)) measureCases.push({ group: name, name: caseName, run });
};

const near = (actual, expected, what) => ok(Math.abs(actual - expected) < 5e-6, `${what}: is ${actual}, must be ${expected}`);

const shown = ({ rows }) => rows.map(({ left, node, right }) => `${left}[${node}]${right}`);

const TEXT = "我们在北京看书。北京大学的书很好！上海的书在北京。";

group("concordance", {
  "has a row for each hit, with true places": async ({ lens }) => {
    const corpus = await lens.analyze(["上海", TEXT]);
    const page = await corpus.concordance({ pattern: { terms: ["北京"] }, left: 2, right: 1 });
    same(page, {
      total: 2,
      documents: 1,
      offset: 0,
      rows: [
        { document: 1, token: 2, start: 3, end: 5, from: 0, to: 7, left: "我们在", node: "北京", right: "看书", keys: [] },
        { document: 1, token: 13, start: 22, end: 24, from: 20, to: 25, left: "书在", node: "北京", right: "。", keys: [] },
      ],
    });
    for (const { start, end, from, to, left, node, right } of page.rows) {
      same([TEXT.slice(from, start), TEXT.slice(start, end), TEXT.slice(end, to)], [left, node, right]);
    }
  },
  "finds terms, phrases, text and expressions": async ({ lens }) => {
    const corpus = await lens.analyze(TEXT);
    for (const [pattern, expected] of [
      [{ terms: ["北京", "上海"] }, "北京 上海 北京"],
      [{ phrase: ["的", "书"] }, "的书 的书"],
      [{ phrase: ["书", "北京大学"] }, ""],
      [{ text: "京大" }, "京大"],
      [{ regex: "[上北][海京]" }, "北京 北京 上海 北京"],
      [{ regex: "x*" }, ""],
      [{ terms: ["广州"] }, ""],
    ]) {
      const { rows, total } = await corpus.concordance({ pattern });
      same([rows.map(({ node }) => node).join(" "), total], [expected, rows.length], show(pattern));
    }
    const latin = await lens.analyze("OK ok Ok");
    same((await latin.concordance({ pattern: { text: "ok" } })).total, 1);
    same((await latin.concordance({ pattern: { text: "ok", ignoreCase: true } })).total, 3);
    same((await latin.concordance({ pattern: { regex: "^ok", ignoreCase: true } })).total, 1);
  },
  "is sorted, bounded, paged and restricted": async ({ lens }) => {
    const corpus = await lens.analyze([TEXT, "看北京。"]);
    const base = { pattern: { terms: ["北京"] }, left: 1, right: 1 };
    same(shown(await corpus.concordance({ ...base, sort: [{ by: "left" }] })), ["在[北京]看书", "在[北京]。", "看[北京]。"]);
    const sort = [{ by: "right", descending: true }, { by: "document" }, { by: "left", place: 2 }];
    const sorted = await corpus.concordance({ ...base, sort, bounded: true });
    same(shown(sorted), ["在[北京]看书", "在[北京]。", "看[北京]。"]);
    same(sorted.rows.map(({ keys }) => keys), [[[5, 7], null, [0, 2]], [null, null, [20, 21]], [null, null, null]]);
    same(shown(await corpus.concordance({ ...base, offset: 1, limit: 1 })), ["在[北京]。"]);
    same(shown(await corpus.concordance({ ...base, documents: [1] })), ["看[北京]。"]);
    same(shown(await corpus.concordance({ ...base, unit: "characters", left: 3, right: 2, documents: [0] })), ["我们在[北京]看书", "的书在[北京]。"]);
  },
  "has true places in hard texts": async ({ lens }) => {
    for (const [what, text] of Object.entries(HARD_TEXTS)) {
      const corpus = await lens.analyze(`${text}\n北京`);
      const patterns = [{ terms: ["北京"] }, { text: "北京" }, { regex: "北京" }];
      const [byTerm, byText, byExpression] = await Promise.all(patterns.map((pattern) => corpus.concordance({ pattern, limit: 1e6 })));
      for (const { start, end } of [...byTerm.rows, ...byText.rows]) same(`${text}\n北京`.slice(start, end), "北京", what);
      same(byText.rows.map(({ start }) => start), byExpression.rows.map(({ start }) => start), what);
      same(byText.total, `${text}\n北京`.split("北京").length - 1, what);
    }
  },
  "of 100,000 hits costs a page": async ({ lens }) => {
    const corpus = await lens.analyze("我在北京。".repeat(100_000));
    const { total, rows } = await corpus.concordance({ pattern: { terms: ["北京"] }, sort: [{ by: "left" }], offset: 99_990 });
    same([total, rows.length, rows[9].start], [100_000, 10, 499_997]);
  },
  "an expression that would backtrack ends": async ({ lens }) => {
    const corpus = await lens.analyze("a".repeat(100_000));
    same((await corpus.concordance({ pattern: { regex: "(a+)+$b" } })).total, 0);
  },
  "names what it cannot take": async ({ lens }) => {
    const corpus = await lens.analyze(TEXT);
    const pattern = { terms: ["北京"] };
    for (const [argument, query] of [
      ["query", undefined],
      ["pattern", { pattern: {} }],
      ["pattern", { pattern: { terms: ["北京"], text: "北京" } }],
      ["pattern", { pattern: { terms: ["北京"], ignoreCase: true } }],
      ["pattern", { pattern: { word: "北京" } }],
      ["pattern", { pattern: "北京" }],
      ["pattern", { pattern: { text: "" } }],
      ["pattern", { pattern: { regex: "(" } }],
      ["pattern", { pattern: { phrase: [] } }],
      ["pattern", { pattern: { terms: [1e6] } }],
      ["left", { pattern, left: 1001 }],
      ["left", { pattern, left: -1 }],
      ["unit", { pattern, unit: "words" }],
      ["sort", { pattern, sort: [{ by: "middle" }] }],
      ["sort", { pattern, sort: [{ by: "left", plaec: 2 }] }],
      ["sort", { pattern, sort: [{ by: "left", place: 6 }] }],
      ["sort", { pattern, sort: Array(4).fill({ by: "left" }) }],
      ["documents", { pattern, documents: [1] }],
      ["bound", { pattern, bound: true }],
    ]) {
      await failsWith("invalid-argument", argument, corpus.concordance(query), show(query));
    }
    const full = await lens.analyze(".".repeat(1_048_577));
    await failsWith("too-large", "pattern", full.concordance({ pattern: { text: "." } }));
    const reason = new Error("enough");
    ok((await rejection(corpus.concordance({ pattern }, { signal: AbortSignal.abort(reason) }))) === reason, "the very reason");
  },
});

group("dispersion", {
  "has its worked vector": async ({ lens }) => {
    const part = (hits) => "北京、".repeat(hits) + "上海、".repeat(10 - hits);
    const corpus = await lens.analyze([0, 0, 1, 2, 5].map(part));
    for (const parts of ["documents", 5]) {
      const found = await corpus.dispersion({ pattern: { terms: ["北京"] }, parts });
      same([found.total, found.tokens, found.range], [8, 50, 3], String(parts));
      same(found.parts.map(({ hits, tokens }) => [hits, tokens]), [[0, 10], [0, 10], [1, 10], [2, 10], [5, 10]]);
      near(found.dp, 0.475, "DP");
      near(found.dpNorm, 0.59375, "DPnorm");
      ok(Math.abs(found.juilland - 0.4204) < 5e-5, `D ${found.juilland}`);
      ok(found.places instanceof Uint32Array, "places are a typed array");
      same([...found.places.subarray(0, 8)], [2, 0, 2, 0, 3, 0, 2, 0]);
    }
  },
  "says where parts lie, and what is not available": async ({ lens }) => {
    const corpus = await lens.analyze(["北京、上海。", "北京"]);
    const none = await corpus.dispersion({ pattern: { text: "广州" }, parts: 2 });
    same([none.dp, none.dpNorm, none.juilland, none.range, none.total], [null, null, null, 0, 0]);
    same(none.parts, [
      { document: 0, start: 0, endDocument: 0, end: 2, tokens: 1, hits: 0 },
      { document: 0, start: 3, endDocument: 1, end: 2, tokens: 2, hits: 0 },
    ]);
    const one = await corpus.dispersion({ pattern: { terms: ["北京"] }, documents: [0] });
    same([one.dp, one.dpNorm, one.juilland, one.total], [0, null, null, 1]);
    await failsWith("invalid-argument", "parts", corpus.dispersion({ pattern: { terms: [] }, parts: 0 }));
    await failsWith("invalid-argument", "parts", corpus.dispersion({ pattern: { terms: [] }, parts: "files" }));
    await failsWith("invalid-argument", "part", corpus.dispersion({ pattern: { terms: [] }, part: 2 }));
  },
});

group("collocates", {
  "counts in windows and weighs": async ({ lens }) => {
    const corpus = await lens.analyze("书、书、北京、书、书。书、北京、书、北京、书");
    const page = await corpus.collocates({ pattern: { terms: ["北京"] }, left: 1, right: 2, minCount: 1 });
    same([page.total, page.nodeCount, page.tokens, page.offset], [2, 3, 10, 0]);
    const book = page.rows.find(({ word }) => word === "书");
    const { logDice, mi, mi3, t, g2, expected, ...counts } = book;
    same(counts, { term: 0, word: "书", tag: "n", count: 7, observed: 6, left: 3, right: 4 });
    near(expected, 6.3, "E = 3 * 7 * 3 / 10");
    near(logDice, 14 + Math.log2(12 / 10), "logDice");
    near(mi, Math.log2(6 / 6.3), "MI");
    near(mi3, Math.log2(216 / 6.3), "MI3");
    near(t, (6 - 6.3) / Math.sqrt(6), "t");
    ok(g2 < 0, "less often than by chance");
  },
  "is sorted, filtered and paged": async ({ lens }) => {
    const corpus = await lens.analyze("北京的大学，北京的书，大学的书。北京大学的图书馆的书");
    const words = async (query) =>
      (await corpus.collocates({ pattern: { terms: ["的"] }, minCount: 1, ...query })).rows.map(({ word }) => word).join(" ");
    same(await words({ sort: "word" }), "书 北京 北京大学 图书馆 大学 的");
    same(await words({ sort: "observed" }), "的 书 北京 大学 北京大学 图书馆");
    same(await words({ sort: "observed", offset: 1, limit: 2 }), "书 北京");
    same(await words({ sort: "observed", stopWords: "hide", minCount: 2 }), "书 北京 大学");
    same(await words({ sort: "word", minLength: 3 }), "北京大学 图书馆");
    same(await words({ tags: ["ns"] }), "北京");
    for (const sort of ["logDice", "mi", "mi3", "t", "g2", "count"]) {
      const { rows } = await corpus.collocates({ pattern: { terms: ["的"] }, minCount: 1, sort });
      same(rows.map((row) => row[sort]), rows.map((row) => row[sort]).sort((a, b) => b - a), sort);
      const up = await corpus.collocates({ pattern: { terms: ["的"] }, minCount: 1, sort, descending: false });
      same(up.rows.map((row) => row[sort]), rows.map((row) => row[sort]).reverse(), sort);
    }
  },
  "names what it cannot take": async ({ lens }) => {
    const corpus = await lens.analyze(TEXT);
    const pattern = { terms: ["北京"] };
    await failsWith("invalid-argument", "pattern", corpus.collocates({ pattern: { text: "北京" } }));
    await failsWith("invalid-argument", "left", corpus.collocates({ pattern, left: 51 }));
    await failsWith("invalid-argument", "sort", corpus.collocates({ pattern, sort: "loglog" }));
    await failsWith("invalid-argument", "span", corpus.collocates({ pattern, span: 5 }));
    const search = await lens.analyze(TEXT, { mode: "search" });
    await failsWith("invalid-argument", "mode", search.collocates({ pattern }));
    await failsWith("invalid-argument", "mode", search.ngrams());
  },
});

group("n-grams", {
  "counts runs that no punctuation parts": async ({ lens }) => {
    const corpus = await lens.analyze(["北京大学的书，北京大学的书。", "的书 the old man, the old man"]);
    const page = await corpus.ngrams();
    same([page.total, page.tokens, page.offset], [4, 14, 0]);
    const { terms, ...row } = page.rows[0];
    same(row, { words: ["的", "书"], text: "的书", count: 3, perMillion: 3e6 / 14, documents: 2 });
    same(terms.length, 2);
    const texts = async (query) => (await corpus.ngrams(query)).rows.map(({ text, count }) => `${text} ${count}`);
    same(await texts(), ["的书 3", "old man 2", "the old 2", "北京大学的 2"]);
    same(await texts({ min: 3, max: 6 }), ["the old man 2", "北京大学的书 2"]);
    same(await texts({ containing: "书", max: 3 }), ["的书 3", "北京大学的书 2"]);
    same(await texts({ stopWords: "hide" }), ["old man 2"]);
    same(await texts({ sort: "text", limit: 2 }), ["old man 2", "the old 2"]);
    same(await texts({ sort: "documents", limit: 1 }), ["的书 3"]);
    same(await texts({ documents: [0] }), ["北京大学的 2", "的书 2"]);
    same(await texts({ minCount: 3 }), ["的书 3"]);
    for (const [argument, query] of [["min", { min: 1 }], ["max", { max: 7 }], ["stopWords", { stopWords: "only" }], ["n", { n: 2 }]]) {
      await failsWith("invalid-argument", argument, corpus.ngrams(query), show(query));
    }
  },
});

group("trends", {
  "follow terms through parts": async ({ lens }) => {
    const corpus = await lens.analyze(["北京、北京。大学、北京", "大学"]);
    const trend = await corpus.trend({ terms: ["北京", "上海", 1], parts: "documents" });
    same(trend.series, [
      { term: 0, word: "北京", counts: [3, 0], perMillion: [750_000, 0] },
      { term: null, word: "上海", counts: [0, 0], perMillion: [0, 0] },
      { term: 1, word: "大学", counts: [1, 1], perMillion: [250_000, 1_000_000] },
    ]);
    same(trend.parts.map(({ document, tokens }) => [document, tokens]), [[0, 4], [1, 1]]);
    same((await corpus.trend({ terms: [] })).parts.length, 10);
    same((await corpus.trend({ terms: [0], parts: 2, documents: [0] })).series[0].counts, [2, 1]);
    await failsWith("invalid-argument", "terms", corpus.trend({ terms: Array(101).fill(0) }));
    await failsWith("invalid-argument", "terms", corpus.trend({ terms: [99] }));
  },
});

group("explanations", {
  "tell the words that could have been, and where each piece is from": async ({ lens }) => {
    const { tokens, candidates, weight, text, start } = await lens.explain("研究生命。OK");
    same([text, start], ["研究生命。OK", 0]);
    same(tokens.map(({ word, tag, kind, source }) => [word, tag, kind, source]), [
      ["研究", "vn", "han", "dictionary"],
      ["生命", "vn", "han", "dictionary"],
      ["。", "x", null, "gap"],
      ["OK", "eng", "letters", "rules"],
    ]);
    ok(candidates.some(({ word, source }) => word === "研究生" && source === "dictionary"), "a word that was not taken");
    near(weight, tokens.reduce((sum, token) => sum + (token.weight ?? 0), 0) + 2 * Math.log(1 / 60_101_964), "the letters of OK are steps too");
  },
  "tell of a corpus what was cut": async ({ lens }) => {
    const corpus = await lens.analyze(TEXT);
    const found = await corpus.explain({ start: 9, end: 10 });
    same([found.text, found.start], ["北京大学的书很好！", 8]);
    same(found.tokens.map(({ word }) => word).join("/"), "北京大学/的/书/很/好/！");
    for (const { start, end, word } of [...found.tokens, ...found.candidates]) same(TEXT.slice(start, end), word);
    await failsWith("invalid-argument", "end", corpus.explain({ start: 0, end: 1000 }));
    await failsWith("invalid-argument", "document", corpus.explain({ document: 1, start: 0, end: 0 }));
    await failsWith("too-large", "text", lens.explain("北".repeat(4097)));
    await failsWith("invalid-argument", "text", lens.explain(7));
  },
  "know the words of the user": async ({ create }) => {
    const lens = await create();
    await lens.words.add("云原生");
    const { tokens } = await lens.explain("云原生");
    same(tokens.map(({ word, source }) => [word, source]), [["云原生", "user"]]);
  },
});

/**
 * @file The table of the API about several documents: keyness, statistics, characters, new words, sessions.
 *
 * Its cases run with those of `api-table.mjs`, in Node and in a browser, over both implementations.
 */

import { failsWith, ok, rejection, same, show } from "./check.mjs";

/** @type {Array<{group: string, name: string, run: (setting: import("./api-table.mjs").Setting) => Promise<void>}>} */
export const corpusCases = [];

const group = (name, of) => {
  for (const [caseName, run] of Object.entries(of)) corpusCases.push({ group: name, name: caseName, run });
};

const near = (actual, expected, what) => ok(Math.abs(actual - expected) < 5e-6, `${what}: is ${actual}, must be ${expected}`);

group("several documents", {
  "a table of some of them": async ({ lens }) => {
    const corpus = await lens.analyze(["北京的大学", "北京，北京", "的图书馆"]);
    const rows = async (query) =>
      (await corpus.terms(query)).rows.map(({ word, rank, count, documents, perMillion }) => [word, rank, count, documents, perMillion]);
    same(await rows({ documents: [1] }), [["北京", 1, 2, 1, 1e6]]);
    same((await rows({ documents: [2, 0] }))[0], ["的", 1, 2, 2, 4e5]);
    same((await rows({ sort: "documents", limit: 2 })).map(([word, , , documents]) => [word, documents]), [["北京", 2], ["的", 2]]);
    same(await rows({ documents: [] }), []);
    await failsWith("invalid-argument", "documents", corpus.terms({ documents: [3] }));
  },
  "terms by document": async ({ lens }) => {
    const corpus = await lens.analyze(["北京，北京", "", "北京大学，上海"]);
    const { documents, counts } = await corpus.termDocuments({ terms: ["上海", 0, "火星"] });
    same([documents, counts], [3, new Uint32Array([0, 0, 1, 2, 0, 0, 0, 0, 0])]);
    await failsWith("invalid-argument", "terms", corpus.termDocuments({ terms: [99] }));
    await failsWith("invalid-argument", "query", corpus.termDocuments());
  },
  "keyness, with the worked vector": async ({ lens }) => {
    const corpus = await lens.analyze([`图书馆，图书馆，图书馆，${"的，".repeat(23)}`, "的，".repeat(16)]);
    const { rows, ...page } = await corpus.keyness({ target: [0] });
    same(page, { total: 2, targetTokens: 26, referenceTokens: 16, offset: 0 });
    const row = rows.find(({ word }) => word === "图书馆");
    const { g2, logRatio, bic, targetPerMillion, ...rest } = row;
    same(rest, { term: 0, word: "图书馆", tag: "n", targetCount: 3, referenceCount: 0, referencePerMillion: 0, band: "", diff: null });
    near(g2, 2.87744, "G2");
    near(logRatio, 1.88452, "Log Ratio");
    near(bic, 2.877438 - Math.log(42), "BIC");
    near(targetPerMillion, 3e6 / 26, "per million");
    same((await corpus.keyness({ target: [0], direction: "negative" })).rows.map(({ word }) => word), ["的"]);
  },
  "keyness against a frequency list": async ({ lens }) => {
    const corpus = await lens.analyze("图书馆的图书馆");
    const query = { target: [0], reference: { list: "word,count\n的,50\n上海,50\n" }, sort: "count", direction: "negative" };
    const { rows, referenceTokens } = await corpus.keyness(query);
    same(referenceTokens, 100);
    same(rows.map(({ word, term, targetCount, referenceCount }) => [word, term, targetCount, referenceCount]),
      [["的", 1, 1, 50], ["上海", null, 0, 50]]);
    await failsWith("invalid-argument", "reference", corpus.keyness({ target: [0], reference: { list: "的" } }));
  },
  "keyness names what it cannot take": async ({ lens }) => {
    const corpus = await lens.analyze(["北京", "大学"]);
    for (const [argument, query] of [
      ["target", {}],
      ["target", { target: [2] }],
      ["target", { target: 0 }],
      ["reference", { target: [0], reference: [0] }],
      ["reference", { target: [0, 1] }],
      ["reference", { target: [0], reference: "list" }],
      ["reference", { target: [0], reference: { lst: "" } }],
      ["sort", { target: [0], sort: "g3" }],
      ["direction", { target: [0], direction: "up" }],
      ["traget", { traget: [0] }],
    ]) {
      await failsWith("invalid-argument", argument, corpus.keyness(query), show(query));
    }
  },
  "statistics": async ({ lens }) => {
    const corpus = await lens.analyze([{ name: "甲", source: "北京很大。北京很冷。" }, "，"]);
    const { combined, documents } = await corpus.statistics({ window: 3 });
    same(documents[0], {
      name: "甲", tokens: 6, types: 4, characters: 10, hanCharacters: 8, sentences: 2, paragraphs: 1, ttr: 4 / 6, mattr: 1,
      window: 3, hapax: 2, meanWordLength: 8 / 6, meanSentenceLength: 3, kinds: [{ kind: "han", count: 6 }],
      tags: [{ tag: "a", count: 2 }, { tag: "ns", count: 2 }, { tag: "zg", count: 2 }],
      wordLengths: [{ length: 1, count: 4 }, { length: 2, count: 2 }],
    });
    same([documents[1].tokens, documents[1].ttr, documents[1].meanSentenceLength], [0, null, null]);
    same(combined, { ...documents[0], name: null, characters: 11 });
    same((await corpus.statistics({ documents: [1] })).combined.tokens, 0);
    same((await corpus.statistics()).combined.window, 500);
    await failsWith("invalid-argument", "window", corpus.statistics({ window: 0 }));
    await failsWith("invalid-argument", "documents", corpus.statistics({ documents: [2] }));
  },
  "characters": async ({ lens }) => {
    const corpus = await lens.analyze(["北京，北大 OK", "𠮷北"]);
    const row = (character, count, of) => ({ character, count, perMillion: (1e6 * count) / of });
    same(await corpus.characters({ limit: 2 }), { total: 4, characters: 6, offset: 0, rows: [row("北", 3, 6), row("京", 1, 6)] });
    same((await corpus.characters({ hanOnly: false, documents: [0], offset: 5 })).rows, [row("，", 1, 7)]);
    await failsWith("invalid-argument", "hanOnly", corpus.characters({ hanOnly: "yes" }));
  },
  "a question can be given up": async ({ lens }) => {
    const corpus = await lens.analyze("北京");
    const reason = new Error("enough");
    ok((await rejection(corpus.statistics({}, { signal: AbortSignal.abort(reason) }))) === reason, "the very reason");
    await failsWith("invalid-argument", "signal", corpus.statistics({}, { signal: 7 }));
    corpus.dispose();
    await failsWith("wrong-state", "corpus", corpus.statistics());
  },
});

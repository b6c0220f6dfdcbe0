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
      name: "甲", tokens: 5, types: 4, characters: 10, hanCharacters: 8, sentences: 2, paragraphs: 1, ttr: 0.8, mattr: 8 / 9,
      window: 3, hapax: 3, meanWordLength: 1.6, meanSentenceLength: 2.5, kinds: [{ kind: "han", count: 5 }],
      tags: [{ tag: "a", count: 2 }, { tag: "ns", count: 2 }, { tag: "zg", count: 1 }],
      wordLengths: [{ length: 1, count: 2 }, { length: 2, count: 3 }],
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

/** Sentences in which 复工复产 and 新冠肺炎 stand, and words around them that vary. */
const NEWS = `新冠肺炎来了。各地复工复产，我们谈复工复产。他得了新冠肺炎！企业复工复产很难。
医生说新冠肺炎可怕，工厂在复工复产。预防新冠肺炎，推动复工复产。`;

group("new words", {
  "are found, ranked, with a place": async ({ lens }) => {
    const corpus = await lens.analyze(["无关。", NEWS]);
    const { total, offset, rows } = await corpus.newWords({ minCohesion: 1 });
    same([total, offset], [rows.length, 0]);
    same(rows.map(({ word }) => word).sort(), ["复工复产", "新冠肺炎"]);
    const row = rows.find(({ word }) => word === "复工复产");
    same([row.count, row.pieces, row.document], [5, ["复工", "复产"], 1]);
    same(NEWS.slice(row.start, row.end), "复工复产");
    same([row.left, row.right], ["新冠肺炎来了。各地", NEWS.slice(row.end, row.end + 20)]);
    near(row.freedom, Math.log(5), "five different neighbours before it, four edges and 很 behind");
    near(row.score, row.cohesion * row.freedom * Math.log(5), "score");
    ok(rows[0].score >= rows[1].score, "the highest score first");
  },
  "that were declined or taken are no longer new": async ({ create }) => {
    const lens = await create();
    const corpus = await lens.analyze(NEWS);
    const words = async (query) => (await corpus.newWords({ minCohesion: 1, ...query })).rows.map(({ word }) => word);
    same(await words({ ignore: ["复工复产"] }), ["新冠肺炎"]);
    await lens.words.join("新冠肺炎");
    same(await words(), ["复工复产"]);
    same(await words({ documents: [] }), []);
    same(await words({ minCount: 6 }), []);
    same(await words({ maxLength: 3, minCohesion: 9 }), []);
    same(await words({ offset: 1 }), []);
  },
  "name what they cannot take": async ({ lens }) => {
    const corpus = await lens.analyze(NEWS);
    for (const [argument, query] of [
      ["minCount", { minCount: 1 }],
      ["minLength", { minLength: 1 }],
      ["maxLength", { maxLength: 11 }],
      ["minFreedom", { minFreedom: "0" }],
      ["documents", { documents: [1] }],
      ["ignore", { ignore: "复工复产" }],
      ["lenght", { lenght: 2 }],
    ]) {
      await failsWith("invalid-argument", argument, corpus.newWords(query), show(query));
    }
    ok((await rejection(corpus.newWords({}, { signal: AbortSignal.abort(7) }))) === 7, "the signal's reason");
  },
});

group("words in use", {
  "a word can be taken out of use and back": async ({ create }) => {
    const lens = await create();
    const cut = async () => (await lens.cut("推动复工复产")).join("/");
    same(await cut(), "推动/复工/复产");
    const suggested = await lens.words.suggestFrequency("复工复产");
    const entry = await lens.words.join("复工复产");
    same([await cut(), entry.enabled, entry.frequency], ["推动/复工复产", true, suggested]);
    same(await lens.words.enable("复工复产", false), { ...entry, enabled: false });
    same([await cut(), await lens.words.list()], ["推动/复工/复产", [{ ...entry, enabled: false }]]);
    same(await lens.words.save(), "", "jieba's format cannot say that a word is not in use");
    same(await lens.words.replace(await lens.words.list()), [{ ...entry, enabled: false }], "kept by what takes a list");
    same(await lens.words.enable("复工复产", true), entry);
    same(await cut(), "推动/复工复产");
    await failsWith("bad-user-word", "word", lens.words.enable("没有", true));
    await failsWith("invalid-argument", "on", lens.words.enable("复工复产"));
  },
  "a word can be split": async ({ create }) => {
    const lens = await create();
    const cut = async () => (await lens.cut("北京大学")).join("/");
    same(await cut(), "北京大学");
    // ⌊34,488 · 20,025 / 60,101,964⌋, which is below the 2,053 of 北京大学.
    same(await lens.words.suggestSplit(["北京", "大学"]), 11);
    same(await lens.words.split(["北京", "大学"]), { word: "北京大学", frequency: 11, tag: "", enabled: true });
    same(await cut(), "北京/大学");
    await lens.words.enable("北京大学", false);
    same(await cut(), "北京大学");
    await failsWith("invalid-argument", "parts", lens.words.split(["北京"]));
    await failsWith("invalid-argument", "parts", lens.words.split(["北京", ""]));
    await failsWith("invalid-argument", "parts", lens.words.suggestSplit("北京"));
    await failsWith("invalid-argument", "parts[1]", lens.words.split(["北京", 7]));
  },
  "what each changes": async ({ create }) => {
    const lens = await create();
    await lens.words.join("复工复产");
    await lens.words.split(["北京", "大学"]);
    await lens.words.join("火星人");
    await lens.words.add("图书馆", { enabled: false });
    const corpus = await lens.analyze(["推动复工复产，复工复产！", "北京大学的图书馆"]);
    same(await corpus.wordEffects(), [
      { word: "复工复产", enabled: true, tokens: 2, changes: [{ before: ["复工", "复产"], count: 2 }] },
      { word: "北京大学", enabled: true, tokens: 0, changes: [{ before: ["北京大学"], count: 1 }] },
      { word: "火星人", enabled: true, tokens: 0, changes: [] },
      { word: "图书馆", enabled: false, tokens: 1, changes: [] },
    ]);
    same((await lens.cut("推动复工复产")).join("/"), "推动/复工复产", "the words are as they were");
  },
});

/** All figures of a corpus by which two are told apart. */
async function figures(corpus) {
  const { milliseconds, documents, ...summary } = corpus.summary;
  const lengths = documents.map(({ name, length, tokens }) => [name, length, tokens]);
  const found = [summary, lengths, await corpus.terms({ limit: 10_000 }), await corpus.keywords(), await corpus.statistics()];
  found.push(await corpus.newWords(), await corpus.characters(), await corpus.tokens(1), await corpus.text(1), await corpus.report());
  ok(milliseconds >= 0, `${milliseconds} ms`);
  return show(found);
}

group("report and session", {
  "a report names all that an analysis depends on": async ({ create }) => {
    const lens = await create();
    await lens.words.add("云计算", { frequency: 5 });
    const corpus = await lens.analyze([{ name: "abc.txt", source: "abc" }, "北京\ud800"], { mode: "search" });
    await lens.words.remove("云计算");
    const { version, dictionaryHash } = lens.info;
    same(await corpus.report(), {
      version,
      dictionaryHash,
      options: corpus.summary.options,
      userWords: [{ word: "云计算", frequency: 5, tag: "", enabled: true }],
      documents: [
        // The answer of FIPS 180-2 for "abc".
        { name: "abc.txt", length: 3, bytes: 3, sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
        // printf '北京\xef\xbf\xbd' | sha256sum
        { name: "text 2", length: 3, bytes: 9, sha256: "6fead9d9d125443a0a563d9d42ef5ae48531260dfac54184b2e2cf6e77a00858" },
      ],
    });
  },
  "a session opens to the same figures": async ({ create }) => {
    const lens = await create();
    await lens.words.join("复工复产");
    await lens.words.add("图书馆", { enabled: false });
    await lens.words.split(["北京", "大学"]);
    const texts = [{ name: "甲", source: NEWS }, "北京大学的图书馆\ud800，𠮷\r\n复工复产。"];
    const corpus = await lens.analyze(texts, { hmm: false, stopWords: ["的"] });
    const state = { view: "table", chosen: ["复工复产", null, 3.5] };
    const saved = await corpus.save({ state });
    same(JSON.parse(saved).format, "hanlens-session");

    const other = await create();
    await other.words.add("无关");
    const opened = await other.open(saved);
    same(opened.state, state);
    same(opened.exact, true);
    ok((await figures(opened.corpus)) === (await figures(corpus)), "every figure");
    same(await other.words.list(), await lens.words.list());
    same(await opened.corpus.save({ state }), saved, "and it saves as the same");
    same((await other.open(await corpus.save())).state, null);
  },
  "what cannot be opened is named, and changes nothing": async ({ create }) => {
    const lens = await create();
    const corpus = await lens.analyze(["北京", "大学"]);
    const saved = await corpus.save();
    const entry = await lens.words.add("云计算");
    const damaged = (change) => {
      const session = JSON.parse(saved);
      change(session);
      return JSON.stringify(session);
    };
    for (const [argument, session] of [
      ["session", ""],
      ["session", saved.slice(0, -1)],
      ["session", "[]"],
      ["session", "null"],
      ["format", "{}"],
      ["format", damaged((it) => (it.format = "other"))],
      ["version", damaged((it) => (it.version = 2))],
      ["version", damaged((it) => (it.version = "1"))],
      ["report", damaged((it) => delete it.report)],
      ["report.documents", damaged((it) => (it.report.documents = {}))],
      ["report.documents[1]", damaged((it) => (it.report.documents[1] = 7))],
      ["report.documents[0].name", damaged((it) => (it.report.documents[0].name = 7))],
      ["report.documents[0].sha256", damaged((it) => delete it.report.documents[0].sha256)],
      ["report.options", damaged((it) => (it.report.options = []))],
      ["report.options", damaged((it) => (it.report.options.mode = "fast"))],
      ["report.options", damaged((it) => (it.report.options.unknown = 1))],
      ["texts", damaged((it) => (it.texts = "北京"))],
      ["texts", damaged((it) => it.texts.pop())],
      ["texts[1]", damaged((it) => (it.texts[1] = 7))],
      ["texts[1]", damaged((it) => (it.texts[1] = "大家"))],
      ["texts", await corpus.save({ texts: false })],
      ["userWords", damaged((it) => (it.userWords = 7))],
      ["userWords[0]", damaged((it) => (it.userWords = ["云"]))],
      ["userWords", damaged((it) => (it.userWords = [{ word: "云", frequency: -1 }]))],
      ["userWords", damaged((it) => (it.userWords = [{ word: "a b" }]))],
    ]) {
      await failsWith("bad-session", argument, lens.open(session), argument);
      same(await lens.words.list(), [entry], `the words stay: ${argument}`);
    }
    await failsWith("invalid-argument", "json", lens.open({}));
    await failsWith("invalid-argument", "signal", lens.open(saved, { signal: 7 }));
    ok((await rejection(lens.open(saved, { signal: AbortSignal.abort(7) }))) === 7, "the signal's reason");
    same(await lens.words.list(), [entry], "an abort changes nothing either");
    await failsWith("invalid-argument", "text", corpus.save({ text: true }));
    await failsWith("invalid-argument", "texts", corpus.save({ texts: 1 }));
  },
});

group("export of tables", {
  "each has the rows of its method": async ({ lens }) => {
    const corpus = await lens.analyze([{ name: "=甲", source: NEWS }, "北京的大学，北京的图书馆。"]);
    const read = async (name, query) => JSON.parse(await corpus.exportTable(name, "json", query));
    const camel = (key) => key.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
    const inCamelCase = (row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [camel(key), value]));
    const pattern = { terms: ["复工"] };
    for (const [name, query] of [
      ["keyness", { target: [0] }],
      ["characters", {}],
      ["newWords", { minCohesion: 1 }],
      ["collocates", { pattern, minCount: 1 }],
    ]) {
      const page = await corpus[name]({ ...query, limit: 10_000 });
      ok(page.rows.length > 1, `${name} has rows`);
      same((await read(name, query)).map(inCamelCase), page.rows, name);
      same(await read(name, { ...query, limit: 1 }), (await read(name, query)).slice(0, 1), `${name}, limited`);
    }
    const [concordance, ngrams] = [await corpus.concordance({ pattern }), await corpus.ngrams({ limit: 10_000 })];
    same((await read("concordance", { pattern })).map(({ name, left, node, right }) => [name, left, node, right]),
      concordance.rows.map(({ left, node, right }) => ["=甲", left, node, right]));
    same((await read("ngrams")).map(({ text, count, per_million: perMillion }) => [text, count, perMillion]),
      ngrams.rows.map(({ text, count, perMillion }) => [text, count, perMillion]));
    const [dispersion, trend] = [await corpus.dispersion({ pattern, parts: 3 }), await corpus.trend({ terms: ["复工", "北京"], parts: 4 })];
    same((await read("dispersion", { pattern, parts: 3 })).map(({ count, tokens }) => [count, tokens]),
      dispersion.parts.map(({ hits, tokens }) => [hits, tokens]));
    same((await read("trend", { terms: ["复工", "北京"], parts: 4 })).map(({ word, part, count }) => [word, part, count]),
      trend.series.flatMap(({ word, counts }) => counts.map((count, part) => [word, part + 1, count])));
    const { combined, documents } = await corpus.statistics();
    same((await read("statistics")).map(({ name, tokens, ttr, mean_word_length: length }) => [name, tokens, ttr, length]),
      [...documents, combined].map(({ name, tokens, ttr, meanWordLength }) => [name, tokens, ttr, meanWordLength]));
  },
  "in each format, with formulas guarded unless told": async ({ lens }) => {
    const corpus = await lens.analyze([{ name: "=甲", source: "北京" }, ""]);
    const keys = "name,tokens,types,characters,han_characters,sentences,paragraphs,ttr,mattr,window,hapax,mean_word_length,mean_sentence_length";
    const lines = (name) => [keys, `${name},1,1,2,2,1,1,1,1,500,1,2,1`, "text 2,0,0,0,0,0,0,,,500,0,,", ",1,1,2,2,1,1,1,1,500,1,2,1", ""];
    same(await corpus.exportTable("statistics", "csv"), `\ufeff${lines("'=甲").join("\r\n")}`);
    same(await corpus.exportTable("statistics", "csv", { guardFormulas: false }), `\ufeff${lines("=甲").join("\r\n")}`);
    same(await corpus.exportTable("statistics", "tsv"), lines("'=甲").join("\n").replaceAll(",", "\t"));
    const two = await lens.analyze("北京的大学");
    const tsv = await two.exportTable("ngrams", "tsv", { minCount: 1, limit: 1 });
    same(tsv, "text\twords\tcount\tper_million\tdocuments\n北京的\t北京|的\t1\t333333.3333333333\t1\n");
  },
  "name what they cannot take": async ({ lens }) => {
    const corpus = await lens.analyze(NEWS);
    await failsWith("invalid-argument", "name", corpus.exportTable("words", "csv"));
    await failsWith("invalid-argument", "format", corpus.exportTable("characters", "xlsx"));
    await failsWith("invalid-argument", "limt", corpus.exportTable("characters", "csv", { limt: 3 }));
    await failsWith("invalid-argument", "guardFormulas", corpus.exportTable("newWords", "csv", { guardFormulas: 1 }));
    await failsWith("invalid-argument", "name", corpus.exportTable());
    ok((await rejection(corpus.exportTable("newWords", "csv", {}, { signal: AbortSignal.abort(7) }))) === 7, "the signal's reason");
  },
});

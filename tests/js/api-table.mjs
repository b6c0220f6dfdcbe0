/**
 * @file What the API promises, as a table of cases that every implementation and every environment runs.
 *
 * A case gets a setting:
 *   lens          an engine that all cases share: a case may analyse with it, but leaves its words alone
 *   create(more)  another engine of the same implementation, disposed of after the case
 *   file(name)    the bytes of a file of the package
 *   inWorker      whether the implementation runs in a worker
 */

import { failsWith, ok, rejection, same, show } from "./check.mjs";
import { corpusCases } from "./corpus-table.mjs";
import { measureCases } from "./measures-table.mjs";
import { HARD_TEXTS, PROSE, longText } from "./texts.mjs";

/** @typedef {{lens: any, create: (more?: object) => Promise<any>, file: (name: string) => Promise<ArrayBuffer>, inWorker: boolean}} Setting */
/** @type {Array<{group: string, name: string, run: (setting: Setting) => Promise<void>}>} */
export const cases = [];

const group = (name, of) => {
  for (const [caseName, run] of Object.entries(of)) cases.push({ group: name, name: caseName, run });
};

/** The tokens of a document as [text, word of the term]. */
async function tokenWords(corpus, document = 0) {
  const [text, tokens, terms] = await Promise.all([corpus.text(document), corpus.tokens(document), spellings(corpus)]);
  return triples(tokens).map(([start, end, term]) => [text.slice(start, end), terms[term]]);
}

async function spellings(corpus) {
  const { spelling, ends } = await corpus.termColumns();
  return Array.from(ends, (end, term) => spelling.slice(term === 0 ? 0 : ends[term - 1], end));
}

/** What an analysis says of healing and folding unless told. */
const UNFOLDED = { heal: "auto", fold: { width: false, case: false, compatibility: false, simplified: false } };

const triples = (flat) => Array.from({ length: flat.length / 3 }, (_, i) => [...flat.subarray(3 * i, 3 * i + 3)]);

const wordsOf = async (corpus, query) => (await corpus.terms(query)).rows.map(({ word }) => word);

/** Resolves when the event loop has come round. */
const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Milliseconds from the abort of a long analysis to the end of the next one. */
async function timeToAbort(lens, source, wait) {
  const controller = new AbortController();
  const analysis = rejection(lens.analyze(source, { mode: "full" }, { signal: controller.signal }));
  await new Promise((resolve) => setTimeout(resolve, wait));
  const start = performance.now();
  controller.abort();
  same((await analysis).name, "AbortError");
  (await lens.analyze("北京")).dispose();
  return performance.now() - start;
}

/**
 * The least of several times, or the first that is good enough: a machine that is busy with other work makes any time
 * long, and none short.
 */
async function best(rounds, enough, measure) {
  let least = Infinity;
  for (let round = 0; round < rounds && least >= enough; round++) least = Math.min(least, await measure());
  return least;
}

/** A text whose analysis takes many steps. */
const LONG = longText(3_000_000);

group("engine", {
  "says what it is made of": async ({ lens, inWorker }) => {
    const { version, dictionaryHash, dictionaryWords, worker, readyMilliseconds } = lens.info;
    ok(/^\d+\.\d+\.\d+/.test(version), version);
    ok(/^[0-9a-f]{16}$/.test(dictionaryHash), dictionaryHash);
    same([dictionaryWords, worker], [349_045, inWorker]);
    ok(readyMilliseconds > 0 && readyMilliseconds < 10_000, `${readyMilliseconds} ms`);
  },
  "lists the built-in stop words": async ({ lens }) => {
    const [all, zh, en] = [await lens.stopWords(), await lens.stopWords("zh"), await lens.stopWords("en")];
    same(all, [...zh, ...en]);
    ok(zh.includes("的") && en.includes("the") && !zh.includes("the"), "each list has its own words");
  },
  "does not take what it does not know": async ({ create }) => {
    await failsWith("invalid-argument", "wrker", create({ wrker: true }));
    await failsWith("invalid-argument", "signal", create({ signal: true }));
    await failsWith("bad-dictionary", undefined, create({ dictionary: new Uint8Array(100) }));
    await failsWith("load-failed", "dictionary", create({ dictionary: 7 }));
    await failsWith("load-failed", "dictionary", create({ dictionary: new Response("", { status: 404 }) }));
    await failsWith("load-failed", "wasm", create({ wasm: new Uint8Array([0, 97, 115, 109]) }));
  },
  "takes its dictionary as a response or bytes": async ({ create, file }) => {
    const bytes = await file("hanlens.dict");
    for (const dictionary of [bytes, new Uint8Array(bytes), new DataView(bytes), new Response(bytes)]) {
      same(await (await create({ dictionary })).cut("北京大学"), ["北京大学"]);
    }
  },
  "is not created when the signal is aborted": async ({ create }) => {
    const reason = new Error("enough");
    ok((await rejection(create({ signal: AbortSignal.abort(reason) }))) === reason, "the very reason");
    const controller = new AbortController();
    const creation = create({ signal: controller.signal });
    controller.abort(reason);
    ok((await rejection(creation)) === reason, "while it loads too");
  },
});

group("cut and tag", {
  "cuts as jieba does, in each mode": async ({ lens }) => {
    for (const [text, options, expected] of [
      ["我来到北京清华大学", undefined, "我/来到/北京/清华大学"],
      ["我来到北京清华大学", { mode: "full" }, "我/来/来到/到/北/北京/京/清/清华/清华大学/华/华大/大/大学/学"],
      ["小明硕士毕业于中国科学院计算所", { mode: "search" }, "小明/硕士/毕业/于/中国/科学/学院/科学院/中国科学院/计算/计算所"],
      ["他来到了网易杭研大厦", {}, "他/来到/了/网易/杭研/大厦"],
      ["他来到了网易杭研大厦", { hmm: false }, "他/来到/了/网易/杭/研/大厦"],
      ["", undefined, ""],
    ]) {
      same((await lens.cut(text, options)).join("/"), expected, show(options));
    }
  },
  "the pieces join to the text": async ({ lens }) => {
    for (const [what, text] of Object.entries(HARD_TEXTS)) {
      same((await lens.cut(text)).join(""), text, what);
      same((await lens.cut(text, { hmm: false })).join(""), text, what);
      same((await lens.tag(text)).map(({ word }) => word), await lens.cut(text), `${what}: tag has the pieces of cut`);
    }
  },
  "tags as jieba does": async ({ lens }) => {
    const tagged = async (...args) => (await lens.tag(...args)).map(({ word, tag }) => `${word}/${tag}`).join(" ");
    same(await tagged("我爱北京天安门。"), "我/r 爱/v 北京/ns 天安门/ns 。/x");
    same(await tagged("杭研OK 3", { hmm: false }), "杭/nr 研/vn OK/eng  /x 3/m");
  },
  "names what it cannot take": async ({ lens }) => {
    await failsWith("invalid-argument", "text", lens.cut(7));
    await failsWith("invalid-argument", "text", lens.tag());
    await failsWith("invalid-argument", "mode", lens.cut("", { mode: "fast" }));
    await failsWith("invalid-argument", "hmm", lens.cut("", { hmm: 1 }));
    await failsWith("invalid-argument", "options", lens.cut("", "full"));
    await failsWith("invalid-argument", "mode", lens.tag("", { mode: "precise" }));
    await failsWith("invalid-argument", "list", lens.stopWords("fr"));
  },
});

group("offsets", {
  "a token's place is the token, whatever the text": async ({ lens }) => {
    for (const mode of ["precise", "full", "search"]) {
      for (const [what, text] of Object.entries(HARD_TEXTS)) {
        const corpus = await lens.analyze(text, { mode, heal: "off" });
        same(await corpus.text(), text, `${what}: the text comes back as it was`);
        for (const [place, word] of await tokenWords(corpus)) same(place, word, `${what}, ${mode}`);
        corpus.dispose();
      }
    }
  },
  "a span's place is the term, whatever the text": async ({ lens }) => {
    for (const [what, text] of Object.entries(HARD_TEXTS)) {
      const corpus = await lens.analyze(text, { heal: "off" });
      const terms = await spellings(corpus);
      const spans = triples(await corpus.spans({ terms: terms.map((_, term) => term) }));
      for (const [start, end, term] of spans) same(text.slice(start, end), terms[term], what);
      same(spans.length, corpus.summary.tokens, `${what}: each token once`);
    }
  },
  "the tokens of the precise cut are its pieces without the gaps": async ({ lens }) => {
    for (const [what, text] of Object.entries(HARD_TEXTS)) {
      const corpus = await lens.analyze(text, { heal: "off" });
      const tokens = (await tokenWords(corpus)).map(([place]) => place);
      const pieces = (await lens.cut(text)).filter((piece) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(piece));
      same(tokens, pieces, what);
    }
  },
});

group("analysis", {
  "counts several documents together": async ({ lens }) => {
    const corpus = await lens.analyze([{ name: "甲", source: "北京很大。" }, "我爱北京！", { source: "𠮷 OK" }]);
    const { milliseconds, ...figures } = corpus.summary;
    /** What is said of the reading of a string. */
    const STRING = { healed: 0, healing: "none", invisible: 0, kind: "text", encoding: null, replaced: 0 };
    same(figures, {
      documents: [
        { name: "甲", length: 5, tokens: 2, ...STRING },
        { name: "text 2", length: 5, tokens: 3, ...STRING },
        { name: "text 3", length: 5, tokens: 2, ...STRING },
      ],
      tokens: 7,
      types: 6,
      characters: 13,
      hanCharacters: 9,
      options: { mode: "precise", hmm: true, ...UNFOLDED, stopWords: "default" },
    });
    // The clock of some browsers goes in steps of a millisecond.
    ok(milliseconds >= 0 && milliseconds < 60_000, `${milliseconds} ms`);
    same((await tokenWords(corpus, 1)).map(([place]) => place), ["我", "爱", "北京"]);
    same(triples(await corpus.tokens(1))[2], [2, 4, 0], "the term is that of the first document");
    same(await corpus.text(2), "𠮷 OK");
  },
  "keeps its options": async ({ lens }) => {
    const fold = { width: true, case: false, compatibility: true, simplified: false };
    const options = { mode: "search", hmm: false, heal: "on", fold, stopWords: ["北京", "的"] };
    same((await lens.analyze("北京", options)).summary.options, options);
    same((await lens.analyze("北京", { mode: undefined, stopWords: undefined })).summary.options, {
      mode: "precise",
      hmm: true,
      ...UNFOLDED,
      stopWords: "default",
    });
  },
  "is right for no text and for no document": async ({ lens }) => {
    for (const input of ["", [], [""], " \n", "，。！"]) {
      const corpus = await lens.analyze(input);
      same([corpus.summary.tokens, corpus.summary.types], [0, 0], show(input));
      same(await corpus.terms(), { total: 0, offset: 0, rows: [] }, show(input));
      same(await corpus.keywords(), [], show(input));
      same((await corpus.termColumns()).length, 0, show(input));
    }
  },
  "names what it cannot take": async ({ lens }) => {
    for (const [argument, input, options, control] of [
      ["input", 7],
      ["input", undefined],
      ["input", { text: "北京" }],
      ["input[1]", ["北京", null]],
      ["input.source", { source: 7 }],
      ["input[0].name", [{ name: 7, source: "" }]],
      ["mode", "", { mode: "fast" }],
      ["stopwords", "", { stopwords: [] }],
      ["stopWords", "", { stopWords: "some" }],
      ["stopWords", "", { stopWords: ["的", 7] }],
      ["options", "", []],
      ["onProgress", "", {}, { onProgress: true }],
      ["signal", "", {}, { signal: {} }],
      ["control", "", {}, null],
    ]) {
      await failsWith("invalid-argument", argument, lens.analyze(input, options, control), show([input, options]));
    }
    const error = await failsWith("invalid-argument", undefined, lens.analyze("", { onProgress: () => {} }));
    ok(error.message.includes("onProgress") || error.argument === "options", error.message);
  },
});

group("sources", {
  "reads bytes as UTF-8 or as their byte order mark says": async ({ lens }) => {
    const utf16 = (text, littleEndian) => {
      const view = new DataView(new ArrayBuffer(2 * text.length));
      for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), littleEndian);
      return view;
    };
    const text = "北京\r\n大学😀";
    for (const [what, parts] of Object.entries({
      "UTF-8": [text],
      "UTF-8 with its mark": ["\ufeff", text],
      "UTF-16, little end first": [utf16(`\ufeff${text}`, true)],
      "UTF-16, big end first": [utf16(`\ufeff${text}`, false)],
    })) {
      same(await (await lens.analyze(new Blob(parts))).text(), text, what);
    }
    same(await (await lens.analyze(new Blob([]))).text(), "", "no byte");
    same(await (await lens.analyze("\ufeff北京")).text(), "\ufeff北京", "a string is not decoded");
  },
  "a file brings its name": async ({ lens }) => {
    const file = new File(["北京"], "城市.txt");
    const { documents } = (await lens.analyze([file, { source: file, name: "另一个" }, new Blob(["大学"])])).summary;
    same(documents.map(({ name }) => name), ["城市.txt", "另一个", "text 3"]);
  },
  "bytes that are no text are an error that names the file": async ({ lens }) => {
    for (const bytes of [[0xff, 0, 0x81, 0, 0x90, 0], [0, 0xe5, 0x8c, 0, 0xb1]]) {
      const file = new File([new Uint8Array(bytes)], "坏.txt");
      const error = await failsWith("bad-encoding", "source", lens.analyze(["北京", file]), show(bytes));
      ok(error.message.includes("坏.txt"), error.message);
    }
  },
  "a character may lie across the parts in which a file is read": async ({ lens }) => {
    const text = `ab${"北京😀".repeat(150_000)}`;
    const corpus = await lens.analyze(new Blob([text]));
    ok((await corpus.text()) === text, "the text of 1.5 MB comes back as it was");
    same(corpus.summary.tokens, 300_001);
  },
  "a string of any length comes as it is": async ({ lens }) => {
    const odd = "北\udc00a😀\ud800";
    for (const length of [1, 2, 3, 16_383, 16_384, 16_385, 65_535, 65_536, 65_537, 131_073]) {
      const text = odd.repeat(length).slice(0, length);
      // One more unit before it: no place in memory is the right one for pairs of units only.
      const corpus = await lens.analyze([text, `x${text}`]);
      ok((await corpus.text(0)) === text && (await corpus.text(1)) === `x${text}`, `${length} units`);
      corpus.dispose();
    }
  },
  "a long string comes and goes in parts": async ({ lens }) => {
    const text = `${"a".repeat(2 * 1024 * 1024 - 1)}😀\ud800 北京${LONG}`;
    const corpus = await lens.analyze(["前", text]);
    ok((await corpus.text(1)) === text, "a text of millions of characters comes back as it was");
    same(corpus.summary.documents[1].length, text.length);
    same(triples(await corpus.tokens(1)).slice(0, 1).map(([start, end]) => [start, end]), [[0, 2 * 1024 * 1024 - 1]]);
  },
});

group("the frequency table", {
  "has rank, word, tag, kind, count, frequency in a million, documents and stop word": async ({ lens }) => {
    const corpus = await lens.analyze("书、书、书，的的OK 46% カタカナ 한국어 😀");
    same((await corpus.terms()).rows, [
      { rank: 1, term: 0, word: "书", tag: "n", kind: "han", count: 3, perMillion: 3e5, documents: 1, stopWord: false },
      { rank: 2, term: 1, word: "的", tag: "uj", kind: "han", count: 2, perMillion: 2e5, documents: 1, stopWord: true },
      { rank: 3, term: 2, word: "OK", tag: "eng", kind: "letters", count: 1, perMillion: 1e5, documents: 1, stopWord: false },
      { rank: 3, term: 3, word: "46%", tag: "m", kind: "number", count: 1, perMillion: 1e5, documents: 1, stopWord: false },
      { rank: 3, term: 4, word: "カタカナ", tag: "x", kind: "kana", count: 1, perMillion: 1e5, documents: 1, stopWord: false },
      { rank: 3, term: 5, word: "한국어", tag: "x", kind: "hangul", count: 1, perMillion: 1e5, documents: 1, stopWord: false },
      { rank: 3, term: 6, word: "😀", tag: "x", kind: "emoji", count: 1, perMillion: 1e5, documents: 1, stopWord: false },
    ]);
  },
  "is sorted and turned round": async ({ lens }) => {
    const corpus = await lens.analyze("b b ccc a 书、书、书");
    for (const [query, expected] of [
      [{}, "书 b ccc a"],
      [{ sort: "count", descending: false }, "ccc a b 书"],
      [{ sort: "word" }, "a b ccc 书"],
      [{ sort: "word", descending: true }, "书 ccc b a"],
      [{ sort: "length" }, "ccc 书 b a"],
      [{ sort: "first" }, "b ccc a 书"],
      [{ sort: "kind" }, "书 b ccc a"],
      [{ sort: "tag" }, "b ccc a 书"],
      [{ sort: "first", descending: true }, "书 a ccc b"],
    ]) {
      same((await wordsOf(corpus, query)).join(" "), expected, show(query));
    }
  },
  "is filtered": async ({ lens }) => {
    const corpus = await lens.analyze("北京大学的学生在北京，Beijing BEIJING beijing 2023");
    for (const [query, expected] of [
      [{ contains: "京" }, "北京大学 北京"],
      [{ contains: "BEI" }, "Beijing BEIJING beijing"],
      [{ tags: ["ns"] }, "北京"],
      [{ tags: ["n*"] }, "北京大学 学生 北京"],
      [{ tags: [] }, ""],
      [{ kinds: ["number"] }, "2023"],
      [{ minLength: 2, maxLength: 3 }, "学生 北京"],
      [{ minCount: 2 }, ""],
      [{ stopWords: "only" }, "的 在"],
      [{ stopWords: "hide", kinds: ["han"] }, "北京大学 学生 北京"],
    ]) {
      const page = await corpus.terms(query);
      same(page.rows.map(({ word }) => word).join(" "), expected, show(query));
      same(page.total, page.rows.length, show(query));
    }
  },
  "comes in pages that join to the whole": async ({ lens }) => {
    const corpus = await lens.analyze(PROSE);
    const { rows: all, total } = await corpus.terms({ limit: 10_000 });
    same(all.length, corpus.summary.types);
    same(all.reduce((sum, { count }) => sum + count, 0), corpus.summary.tokens);
    const pages = [];
    for (let offset = 0; offset < total; offset += 17) {
      const page = await corpus.terms({ offset, limit: 17 });
      same([page.total, page.offset], [total, offset]);
      pages.push(...page.rows);
    }
    same(pages, all);
    const many = await lens.analyze(Array.from({ length: 150 }, (_, i) => `w${i}`).join(" "));
    same([(await many.terms()).rows.length, (await many.terms()).total], [100, 150], "100 rows unless told");
    same((await corpus.terms({ offset: 9999 })).rows, [], "beyond the end");
    const untagged = (await corpus.terms({ withTags: false, limit: 10_000 })).rows;
    same(untagged, all.map((row) => ({ ...row, tag: "" })), "without tags");
  },
  "stands in columns as well": async ({ lens }) => {
    const corpus = await lens.analyze(PROSE);
    const { rows } = await corpus.terms({ sort: "first", limit: 10_000 });
    const { length, counts, tags, tagIds, kinds, kindIds } = await corpus.termColumns();
    same(length, rows.length);
    same(await spellings(corpus), rows.map(({ word }) => word));
    same([...counts], rows.map(({ count }) => count));
    same(Array.from(tagIds, (id) => tags[id]), rows.map(({ tag }) => tag));
    same(Array.from(kindIds, (id) => kinds[id]), rows.map(({ kind }) => kind));
  },
  "names what it cannot take": async ({ lens }) => {
    const corpus = await lens.analyze("北京");
    for (const [argument, query] of [
      ["limt", { limt: 3 }],
      ["limit", { limit: -1 }],
      ["limit", { limit: 1.5 }],
      ["limit", { limit: "3" }],
      ["limit", { limit: NaN }],
      ["sort", { sort: "size" }],
      ["descending", { descending: "yes" }],
      ["kinds", { kinds: ["verb"] }],
      ["tags", { tags: "n" }],
      ["contains", { contains: /京/ }],
      ["stopWords", { stopWords: true }],
      ["query", null],
      ["query", []],
    ]) {
      await failsWith("invalid-argument", argument, corpus.terms(query), show(query));
    }
  },
});

group("keywords", {
  "by TF-IDF, with the weights of Python jieba's formula": async ({ lens }) => {
    const corpus = await lens.analyze("图书馆的图书馆里有书架和图书馆");
    const found = await corpus.keywords();
    same(found.map(({ word, count }) => [word, count]), [["图书馆", 3], ["书架", 1]]);
    ok(found[0].weight > found[1].weight && found[1].weight > 0, show(found));
    same(Object.keys(found[0]), ["term", "word", "tag", "count", "weight"]);
  },
  "by TextRank, the most central with weight 1": async ({ lens }) => {
    const corpus = await lens.analyze(PROSE);
    const found = await corpus.keywords({ method: "textrank", limit: 3 });
    same([found.length, found[0].word, found[0].weight], [3, "图书馆", 1]);
    ok(found.every(({ tag }) => ["ns", "n", "vn", "v"].includes(tag)), show(found));
  },
  "with chosen tags, without stop words, at most so many": async ({ lens }) => {
    const corpus = await lens.analyze(PROSE, { stopWords: ["图书馆"] });
    const found = await corpus.keywords({ tags: ["n"], limit: 5 });
    same(found.length, 5);
    ok(found.every(({ tag, word }) => tag === "n" && word !== "图书馆"), show(found));
    same((await corpus.keywords({ limit: 0 })).length, 0);
  },
  "names what it cannot take": async ({ lens }) => {
    const corpus = await lens.analyze("北京");
    await failsWith("invalid-argument", "method", corpus.keywords({ method: "bm25" }));
    await failsWith("invalid-argument", "top", corpus.keywords({ top: 5 }));
    await failsWith("invalid-argument", "query", corpus.keywords(5));
  },
});

group("spans", {
  "of terms by number and by spelling, sorted": async ({ lens }) => {
    const corpus = await lens.analyze(["大学", "北京的大学在北京"]);
    same([...(await corpus.spans({ document: 1, terms: ["北京", 0] }))], [0, 2, 1, 3, 5, 0, 6, 8, 1]);
    same([...(await corpus.spans({ terms: ["北京"] }))], [], "not in the first document");
    same([...(await corpus.spans({ terms: ["上海"] }))], [], "no term");
    same([...(await corpus.spans({ terms: [] }))], []);
  },
  "of overlapping tokens are merged": async ({ lens }) => {
    const corpus = await lens.analyze("我来到北京清华大学", { mode: "full" });
    const [span, ...more] = triples(await corpus.spans({ terms: ["清华大学", "华大", "大学"] }));
    same([span.slice(0, 2), more], [[5, 9], []]);
  },
  "names what it cannot take": async ({ lens }) => {
    const corpus = await lens.analyze("北京");
    await failsWith("invalid-argument", "terms", corpus.spans({ terms: [1] }));
    await failsWith("invalid-argument", "terms", corpus.spans({ terms: [-1] }));
    await failsWith("invalid-argument", "terms", corpus.spans({ terms: "北京" }));
    await failsWith("invalid-argument", "query", corpus.spans());
    await failsWith("invalid-argument", "document", corpus.spans({ document: 1, terms: [] }));
    await failsWith("invalid-argument", "document", corpus.tokens(1));
    await failsWith("invalid-argument", "document", corpus.tokens(-1));
    await failsWith("invalid-argument", "document", corpus.text("0"));
  },
});

group("export", {
  "has all rows unless told, in each format": async ({ lens }) => {
    const corpus = await lens.analyze("书、书、书，的的OK");
    same(await corpus.export("csv", { limit: 2 }),
      "\ufeffrank,word,tag,kind,count,per_million,stop_word,documents\r\n1,书,n,han,3,500000,false,1\r\n2,的,uj,han,2,333333.3333333333,true,1\r\n");
    same(await corpus.export("tsv", { tags: ["eng"] }),
      "rank\tword\ttag\tkind\tcount\tper_million\tstop_word\tdocuments\n3\tOK\teng\tletters\t1\t166666.66666666666\tfalse\t1\n");
    const prose = await lens.analyze(PROSE);
    const rows = JSON.parse(await prose.export("json"));
    same(rows.length, prose.summary.types, "all rows");
    const table = (await prose.terms({ limit: 10_000 })).rows;
    same(rows.map(({ word, count, per_million: perMillion }) => [word, count, perMillion]),
      table.map(({ word, count, perMillion }) => [word, count, perMillion]));
  },
  "guards formulas unless told": async ({ create }) => {
    const lens = await create();
    await lens.words.add("=SUM(A1)");
    const corpus = await lens.analyze("=SUM(A1)");
    const cell = async (options) => (await corpus.export("tsv", options)).split("\n")[1].split("\t")[1];
    same([await cell(), await cell({ guardFormulas: true }), await cell({ guardFormulas: false })], ["'=SUM(A1)", "'=SUM(A1)", "=SUM(A1)"]);
  },
  "of keywords": async ({ lens }) => {
    const corpus = await lens.analyze(PROSE);
    for (const query of [{ limit: 4 }, { method: "textrank", limit: 4 }]) {
      const found = await corpus.keywords(query);
      const rows = JSON.parse(await corpus.exportKeywords("json", query));
      same(rows.map(({ word, weight }) => [word, weight]), found.map(({ word, weight }) => [word, weight]), show(query));
    }
  },
  "names what it cannot take": async ({ lens }) => {
    const corpus = await lens.analyze("北京");
    await failsWith("invalid-argument", "format", corpus.export("xml"));
    await failsWith("invalid-argument", "format", corpus.export());
    await failsWith("invalid-argument", "guardFormulas", corpus.export("csv", { guardFormulas: "no" }));
    await failsWith("invalid-argument", "limt", corpus.export("csv", { limt: 1 }));
    await failsWith("invalid-argument", "method", corpus.exportKeywords("csv", { method: "bm25" }));
  },
});

group("user words", {
  "keep a word whole, and give its entry": async ({ create }) => {
    const lens = await create();
    const text = "李小福是创新办主任也是云计算方面的专家";
    const before = await lens.cut(text);
    ok(!before.includes("创新办") && !before.includes("云计算"), show(before));
    const suggested = await lens.words.suggestFrequency("创新办");
    same(await lens.words.add("创新办"), { word: "创新办", frequency: suggested, tag: "", enabled: true });
    same(await lens.words.add("云计算", { frequency: 1000, tag: "n" }), { word: "云计算", frequency: 1000, tag: "n", enabled: true });
    const after = await lens.tag(text);
    ok(after.some(({ word }) => word === "创新办"), show(after));
    same(after.find(({ word }) => word === "云计算"), { word: "云计算", tag: "n" });
  },
  "that are removed leave no trace": async ({ create }) => {
    const lens = await create();
    const before = await lens.tag(PROSE);
    await lens.words.add("安静地坐在窗边", { tag: "d" });
    await lens.words.add("图书", { frequency: 0 });
    ok(show(await lens.tag(PROSE)) !== show(before), "the words make a difference");
    same(await lens.words.remove("安静地坐在窗边", "图书", "没有的词"), 2);
    same([await lens.tag(PROSE), await lens.words.list()], [before, []]);
  },
  "of frequency 0 are never cut": async ({ create }) => {
    const lens = await create();
    await lens.words.add("北京大学", { frequency: 0 });
    same(await lens.cut("北京大学"), ["北京", "大学"]);
  },
  "are a map in the order of their adding": async ({ create }) => {
    const lens = await create();
    for (const word of ["乙乙", "甲甲", "丙丙"]) await lens.words.add(word, { frequency: 5 });
    await lens.words.add("乙乙", { frequency: 7, tag: "n" });
    same(await lens.words.list(), [
      { word: "乙乙", frequency: 7, tag: "n", enabled: true },
      { word: "甲甲", frequency: 5, tag: "", enabled: true },
      { word: "丙丙", frequency: 5, tag: "", enabled: true },
    ]);
    same(await lens.words.replace([{ word: "丁丁", frequency: 3 }]), [{ word: "丁丁", frequency: 3, tag: "", enabled: true }]);
    same(await lens.words.list(), [{ word: "丁丁", frequency: 3, tag: "", enabled: true }]);
    same(await lens.words.replace([]), []);
  },
  "are saved and loaded as jieba's user dictionary": async ({ create }) => {
    const lens = await create();
    same(await lens.words.load("云计算 5\n李小福 2 nr\n\ncreate 3 i\r\n凱特琳 nz\n"), 4);
    const words = await lens.words.list();
    same(words.slice(0, 3), [
      { word: "云计算", frequency: 5, tag: "", enabled: true },
      { word: "李小福", frequency: 2, tag: "nr", enabled: true },
      { word: "create", frequency: 3, tag: "i", enabled: true },
    ]);
    same([words[3].word, words[3].tag], ["凱特琳", "nz"]);
    const other = await create();
    await other.words.load(await lens.words.save());
    same(await other.words.list(), words);
  },
  "change nothing when one of them is bad": async ({ create }) => {
    const lens = await create();
    await lens.words.add("创新办", { frequency: 9 });
    const before = [await lens.words.list(), await lens.cut(PROSE)];
    const error = await failsWith("bad-user-word", undefined, lens.words.load("安静地 100\n王建国 many words here too\n"));
    ok(error.message.includes("2") && error.message.includes("王建国"), `names the line: ${error.message}`);
    await failsWith("bad-user-word", undefined, lens.words.add(""));
    await failsWith("bad-user-word", undefined, lens.words.add(" \n"));
    await failsWith("bad-user-word", undefined, lens.words.add("桂花", { frequency: 2_000_000_000 }));
    await failsWith("bad-user-word", undefined, lens.words.replace([{ word: "窗外的" }, { word: "长".repeat(300) }]));
    await failsWith("invalid-argument", "words[1].freq", lens.words.replace([{ word: "窗外的" }, { word: "桂花", freq: 1 }]));
    await failsWith("invalid-argument", "words[0]", lens.words.replace(["窗外的"]));
    await failsWith("invalid-argument", "words", lens.words.replace("窗外的"));
    await failsWith("invalid-argument", "frequency", lens.words.add("桂花", { frequency: -1 }));
    await failsWith("invalid-argument", "tag", lens.words.add("桂花", { tag: 1 }));
    await failsWith("invalid-argument", "word", lens.words.add(7));
    await failsWith("invalid-argument", "words[1]", lens.words.remove("创新办", 7));
    await failsWith("invalid-argument", "text", lens.words.load(7));
    await failsWith("invalid-argument", "word", lens.words.suggestFrequency());
    same([await lens.words.list(), await lens.cut(PROSE)], before);
  },
  "hold for every call made after them, without waiting": async ({ create }) => {
    const lens = await create();
    const [before, , corpus, , after] = await Promise.all([
      lens.cut("北京大学"),
      lens.words.add("北京大学", { frequency: 0 }),
      lens.analyze("北京大学"),
      lens.words.remove("北京大学"),
      lens.cut("北京大学"),
    ]);
    same([before, corpus.summary.tokens, after], [["北京大学"], 2, ["北京大学"]]);
  },
  "never change in the middle of an analysis": async ({ create }) => {
    const lens = await create();
    const alone = await lens.analyze(LONG);
    const [during] = await Promise.all([lens.analyze(LONG), lens.words.add("图书馆", { frequency: 0 })]);
    same([during.summary.tokens, during.summary.types], [alone.summary.tokens, alone.summary.types]);
    const later = await lens.analyze(LONG);
    ok(later.summary.tokens > alone.summary.tokens, "and hold afterwards");
  },
});

group("update", {
  "after a change of the user words": async ({ create }) => {
    const lens = await create();
    const corpus = await lens.analyze(["北京大学", "北京大学很大"]);
    const before = corpus.summary;
    await lens.words.add("北京大学", { frequency: 0 });
    same(corpus.summary, before, "a change alone changes nothing");
    same(await wordsOf(corpus), ["北京大学", "很大"]);
    const after = await corpus.update();
    same(corpus.summary, after);
    same((await tokenWords(corpus, 1)).map(([place]) => place), ["北京", "大学", "很大"]);
    same([after.tokens, after.documents.map(({ tokens }) => tokens), await corpus.text(1)], [5, [2, 3], "北京大学很大"]);
    await lens.words.remove("北京大学");
    const { milliseconds, ...again } = await corpus.update();
    const { milliseconds: first, ...original } = before;
    same(again, original, "removed is never added");
    ok(milliseconds >= 0 && first >= 0, "times");
  },
  "with other options; those that are not given stay": async ({ lens }) => {
    const corpus = await lens.analyze("他来到了网易杭研大厦", { mode: "search" });
    same((await corpus.update({ hmm: false })).options, { mode: "search", hmm: false, ...UNFOLDED, stopWords: "default" });
    ok(!(await wordsOf(corpus)).includes("杭研"), "cut anew");
    same((await corpus.update({ mode: "precise", stopWords: ["网易"] })).options, {
      mode: "precise",
      hmm: false,
      ...UNFOLDED,
      stopWords: ["网易"],
    });
    same(await wordsOf(corpus, { stopWords: "only" }), ["网易"]);
  },
  "with other stop words marks the table and changes no count": async ({ lens }) => {
    const corpus = await lens.analyze(PROSE);
    const before = await corpus.terms({ limit: 1000 });
    let told;
    const { options, tokens } = await corpus.update({ stopWords: ["图书馆"] }, { onProgress: (progress) => (told = progress) });
    same([options.stopWords, tokens, told], [["图书馆"], corpus.summary.tokens, { done: PROSE.length, total: PROSE.length }]);
    const unmarked = ({ stopWord, ...row }) => row;
    same((await corpus.terms({ limit: 1000 })).rows.map(unmarked), before.rows.map(unmarked));
    same(await wordsOf(corpus, { stopWords: "only" }), ["图书馆"]);
    ok(!(await corpus.keywords({ limit: 1000 })).some(({ word }) => word === "图书馆"), "keywords leave it out");
    await failsWith("invalid-argument", "stopWords", corpus.update({ stopWords: 7 }));
    same(await wordsOf(corpus, { stopWords: "only" }), ["图书馆"], "a rejected call changes nothing");
  },
  "that fails or is aborted leaves the corpus as it was": async ({ lens }) => {
    const corpus = await lens.analyze(LONG);
    const before = [corpus.summary, await corpus.terms(), await corpus.tokens()];
    await failsWith("invalid-argument", "mode", corpus.update({ mode: "fast" }));
    await failsWith("invalid-argument", "heal", corpus.update({ heal: true }));
    const controller = new AbortController();
    const update = corpus.update({ hmm: false, mode: "full" }, { signal: controller.signal });
    await turn();
    controller.abort();
    same((await rejection(update)).name, "AbortError");
    same([corpus.summary, await corpus.terms()], before.slice(0, 2));
    ok(show(await corpus.tokens()) === show(before[2]), "the tokens are those of before");
  },
  "that runs lets the corpus answer from before, and several end in order": async ({ lens }) => {
    const corpus = await lens.analyze(`北京大学${LONG}`);
    const types = corpus.summary.types;
    const updates = [corpus.update({ mode: "full" }), corpus.update({ mode: "search" }), corpus.update({ hmm: false })];
    same((await corpus.terms()).total, types);
    const modes = (await Promise.all(updates)).map(({ options: { mode, hmm } }) => `${mode} ${hmm}`);
    same(modes, ["full true", "search true", "precise false"], "each begins from the options when it was asked for");
    same(corpus.summary.options, { mode: "precise", hmm: false, ...UNFOLDED, stopWords: "default" });
    same((await corpus.terms()).total, corpus.summary.types);
  },
});

/** Prose of our own, wrapped after every 16 characters by `white`. */
const wrapped = (white) => {
  const prose =
    "我们每天早上都到城北的图书馆去看书，图书馆的窗户很大，阳光照在桌子上，非常安静。管理员认识每一位读者，知道他们喜欢什么，" +
    "有时候会把新到的杂志放在他们常坐的地方。下雨的日子里，来看书的人比平时多一些，因为这里又暖和又明亮，还可以喝到热茶。";
  return { prose, text: prose.replace(/(.{16})(?=.)/gu, (line) => line + (/[。，]$/u.test(line) ? "" : white)) };
};

group("healing and folding", {
  "wraps are healed, tokens keep their places, and off is off": async ({ lens }) => {
    for (const [white, healing] of [
      [" ", "spaces"],
      ["\n", "lines"],
      ["\r\n", "lines"],
    ]) {
      const { prose, text } = wrapped(white);
      const [clean, healed] = [await lens.analyze(prose), await lens.analyze(text)];
      same((await healed.terms({ limit: 1000 })).rows, (await clean.terms({ limit: 1000 })).rows, show(white));
      const [document] = healed.summary.documents;
      same([document.healing, document.healed], [healing, (text.length - prose.length) / white.length], show(white));
      same(clean.summary.documents[0].healing, "none");
      const words = await tokenWords(healed);
      ok(words.every(([place, word]) => place.replace(white, "") === word), "the place is the word with the wrap inside");
      ok(words.some(([place]) => place.includes(white)), "a word goes over a wrap");
      same(await healed.text(), text, "the text stays as it was given");
      const off = await healed.update({ heal: "off" });
      same([off.documents[0].healing, off.documents[0].healed, off.options.heal], ["off", 0, "off"]);
      ok((await tokenWords(healed)).every(([place, word]) => place === word), "cut as it stands");
      same((await healed.update({ heal: "auto" })).documents[0].healing, healing);
    }
  },
  "spans go over a wrap": async ({ lens }) => {
    const corpus = await lens.analyze("我们去北京大\n学看书", { heal: "on" });
    same(triples(await corpus.spans({ terms: ["北京大学"] })).map(([start, end]) => [start, end]), [[3, 8]]);
  },
  "invisible characters are taken out": async ({ lens }) => {
    const corpus = await lens.analyze("\ufeff北\u200b京大\u00ad学");
    same(await tokenWords(corpus), [["北\u200b京大\u00ad学", "北京大学"]]);
    same(corpus.summary.documents[0].invisible, 3);
  },
  "traditional counts with simplified, with true places": async ({ lens }) => {
    const text = "資訊和资讯，乾隆年間的頭髮";
    const corpus = await lens.analyze(text, { fold: { simplified: true } });
    const { rows } = await corpus.terms({ limit: 1 });
    same([rows[0].word, rows[0].count], ["资讯", 2]);
    same((await tokenWords(corpus)).at(-1), ["頭髮", "头发"]);
    same(await corpus.text(), text);
    await corpus.update({ fold: {} });
    ok((await wordsOf(corpus)).includes("資訊"), "unfolded again");
    await corpus.update({ fold: { simplified: true } });
    same((await corpus.terms({ limit: 1 })).rows[0].count, 2);
  },
  "width, case and compatibility": async ({ lens }) => {
    const text = "ＯＫ ok 豈\uf900";
    const corpus = await lens.analyze(text, { fold: { width: true, case: true, compatibility: true }, hmm: false });
    same((await corpus.terms()).rows.map(({ word, count }) => [word, count]).slice(0, 2), [
      ["ok", 2],
      ["豈", 2],
    ]);
  },
  "the tables are loaded when they are needed, and a lost file is an error": async ({ create, file }) => {
    const lens = await create({ fold: new Uint8Array(10) });
    same((await lens.analyze("資訊", { fold: { width: true } })).summary.tokens > 0, true, "not needed");
    await failsWith("bad-dictionary", undefined, lens.analyze("資訊", { fold: { simplified: true } }));
    const whole = await create({ fold: await file("hanlens-fold.dict") });
    same(await wordsOf(await whole.analyze("資訊", { fold: { simplified: true } })), ["资讯"]);
  },
  "wrong options are errors that name them": async ({ lens }) => {
    await failsWith("invalid-argument", "heal", lens.analyze("", { heal: "maybe" }));
    await failsWith("invalid-argument", "fold.width", lens.analyze("", { fold: { width: 1 } }));
    await failsWith("invalid-argument", "fold.wide", lens.analyze("", { fold: { wide: true } }));
    await failsWith("invalid-argument", "fold", lens.analyze("", { fold: "width" }));
  },
  "each kind of mixed text is a token of its kind": async ({ lens }) => {
    const corpus = await lens.analyze("见https://example.org/a，写a@example.com，@name 于2020/2/23发#话题#，共1,396人😀");
    const kinds = Object.fromEntries((await corpus.terms()).rows.map(({ word, kind }) => [word, kind]));
    for (const [word, kind] of [
      ["https://example.org/a", "url"],
      ["a@example.com", "email"],
      ["@name", "mention"],
      ["2020/2/23", "date"],
      ["#话题#", "tag"],
      ["1,396", "number"],
      ["😀", "emoji"],
    ])
      same(kinds[word], kind, word);
    same(await wordsOf(corpus, { kinds: ["url", "email"] }), ["https://example.org/a", "a@example.com"]);
  },
});

group("progress", {
  "rises to the whole, at most about twenty times a second": async ({ lens }) => {
    const told = [];
    const start = performance.now();
    const corpus = await lens.analyze([LONG, "北京"], {}, { onProgress: (progress) => told.push(progress) });
    const seconds = (performance.now() - start) / 1000;
    const total = LONG.length + 2;
    ok(told.length >= 1 && told.length <= 2 + 21 * seconds, `${told.length} calls in ${seconds} s`);
    same(told.at(-1), { done: total, total });
    ok(told.every(({ done, total: of }, i) => of === total && done <= total && (i === 0 || done >= told[i - 1].done)), show(told));
    same(corpus.summary.documents.length, 2);
    const count = told.length;
    await turn();
    same(told.length, count, "nothing comes after the end");
  },
  "ends the analysis with the error that its function throws": async ({ lens }) => {
    const error = new Error("of the caller");
    const onProgress = () => {
      throw error;
    };
    ok((await rejection(lens.analyze(LONG, {}, { onProgress }))) === error, "the very error");
    ok((await rejection(lens.analyze("北京", {}, { onProgress }))) === error, "at the end too");
    same(await lens.cut("北京"), ["北京"]);
  },
});

group("abort", {
  "before, in the queue, and during": async ({ lens }) => {
    const reason = { why: "the reader typed on" };
    ok((await rejection(lens.analyze(LONG, {}, { signal: AbortSignal.abort(reason) }))) === reason, "before");
    const controllers = [new AbortController(), new AbortController()];
    const analyses = controllers.map(({ signal }) => lens.analyze(LONG, {}, { signal }));
    const rejections = analyses.map((analysis) => rejection(analysis));
    await turn();
    for (const index of [1, 0]) {
      controllers[index].abort(reason);
      ok((await rejections[index]) === reason, index === 1 ? "in the queue" : "during");
    }
    same((await lens.analyze("北京大学")).summary.tokens, 1, "the next analysis has its turn");
  },
  // How many milliseconds that takes is measured by the benchmark.
  "frees the engine long before the analysis would be done": async ({ lens }) => {
    const long = longText(12_000_000);
    const start = performance.now();
    (await lens.analyze(long, { mode: "full" })).dispose();
    const half = (performance.now() - start) / 2;
    for (const [what, source] of Object.entries({ string: long, file: new Blob([long]) })) {
      for (const wait of [0, 5, 30]) {
        const waited = await best(5, half, () => timeToAbort(lens, source, wait));
        ok(waited < half, `${what}: the next analysis was done ${waited} ms after an abort at ${wait} ms; half a whole takes ${half}`);
      }
    }
  },
  "after the end does nothing": async ({ lens }) => {
    const controller = new AbortController();
    const corpus = await lens.analyze("北京大学", {}, { signal: controller.signal });
    controller.abort();
    same(await wordsOf(corpus), ["北京大学"]);
  },
});

group("several at once", {
  "corpora do not mix": async ({ lens }) => {
    const texts = ["北京大学", LONG, "清华大学", "图书馆"];
    const corpora = await Promise.all(texts.map((text) => lens.analyze(text)));
    same(await Promise.all([0, 2, 3].map((i) => wordsOf(corpora[i]))), [["北京大学"], ["清华大学"], ["图书馆"]]);
    const alone = await lens.analyze(LONG);
    same(await corpora[1].terms(), await alone.terms());
  },
  "engines do not mix": async ({ lens, create }) => {
    const other = await create();
    await other.words.add("北京大学", { frequency: 0 });
    const [mine, theirs] = await Promise.all([lens.analyze("北京大学"), other.analyze("北京大学")]);
    same([await wordsOf(mine), await wordsOf(theirs)], [["北京大学"], ["北京", "大学"]]);
    other.dispose();
    same(await wordsOf(mine), ["北京大学"]);
  },
  "a question is answered while an analysis runs": async ({ lens }) => {
    const corpus = await lens.analyze("北京大学");
    let ended = false;
    const analysis = lens.analyze(LONG, { mode: "full" }).then((long) => {
      ended = true;
      return long;
    });
    same(await wordsOf(corpus), ["北京大学"]);
    same(await lens.cut("北京大学"), ["北京大学"]);
    same(ended, false, "the long one still runs");
    ok((await analysis).summary.tokens > 1e6, "and ends");
  },
});

group("dispose", {
  "of a corpus ends its calls and no other's": async ({ lens }) => {
    const [corpus, other] = [await lens.analyze(LONG), await lens.analyze("北京")];
    const late = [corpus.terms(), corpus.update({ mode: "full" })];
    corpus.dispose();
    corpus.dispose();
    for (const call of late) await failsWith("wrong-state", "corpus", call);
    for (const call of [
      () => corpus.terms(),
      () => corpus.termColumns(),
      () => corpus.tokens(),
      () => corpus.keywords(),
      () => corpus.spans({ terms: [] }),
      () => corpus.text(),
      () => corpus.export("csv"),
      () => corpus.exportKeywords("csv"),
      () => corpus.update(),
      () => corpus.update({ stopWords: "none" }),
    ]) {
      await failsWith("wrong-state", "corpus", call(), String(call));
    }
    same(await wordsOf(other), ["北京"]);
  },
  "of the engine settles every call": async ({ create }) => {
    const lens = await create();
    const corpus = await lens.analyze("北京");
    const pending = [lens.analyze(LONG), lens.analyze("北京"), lens.cut("北京"), lens.words.add("北京"), corpus.terms()];
    lens.dispose();
    lens.dispose();
    for (const call of pending) await failsWith("wrong-state", "engine", call);
    for (const call of [
      () => lens.analyze("北京"),
      () => lens.cut("北京"),
      () => lens.tag("北京"),
      () => lens.stopWords(),
      () => lens.words.list(),
      () => lens.words.add("北京"),
      () => corpus.terms(),
      () => corpus.update(),
    ]) {
      await failsWith("wrong-state", "engine", call(), String(call));
    }
    corpus.dispose();
  },
});

/**
 * All that an analysis gives, but for the time it took: what two implementations must give alike.
 * @param {any} lens
 * @param {string} text
 */
export async function everythingAbout(lens, text) {
  const found = [];
  for (const options of [{}, { mode: "full" }, { mode: "search", hmm: false, stopWords: ["图书馆"] }]) {
    const corpus = await lens.analyze([text, { name: "又", source: new Blob(["北京大学"]) }], options);
    const { milliseconds, ...summary } = corpus.summary;
    found.push(summary, await corpus.terms(), await corpus.termColumns(), await corpus.tokens(), await corpus.keywords());
    found.push(await corpus.keywords({ method: "textrank" }), await corpus.spans({ terms: [0, "图书馆"] }), await corpus.text());
    found.push(await corpus.export("csv"), await corpus.exportKeywords("json"), await lens.cut(text, { mode: options.mode }));
    found.push(await lens.tag(text));
    corpus.dispose();
    ok(milliseconds >= 0, `${milliseconds} ms`);
  }
  return show(found);
}

cases.push(...corpusCases, ...measureCases);

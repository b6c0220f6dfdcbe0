/**
 * A program that uses all of the API, for the compiler alone: it must accept this, and refuse every line under
 * `@ts-expect-error`.
 */

import init, {
  HanLens,
  HanLensError,
  type AnalyzeOptions,
  type CharacterPage,
  type CollocatePage,
  type ConcordancePage,
  type ConcordanceQuery,
  type Corpus,
  type CreateOptions,
  type Dispersion,
  type EngineInfo,
  type ErrorKind,
  type Explanation,
  type FileKind,
  type KeynessPage,
  type Keyword,
  type NamedSource,
  type NewWordPage,
  type NgramPage,
  type Opened,
  type Pattern,
  type ReadResult,
  type Report,
  type Source,
  type StatisticsPage,
  type Summary,
  type TermColumns,
  type TermDocuments,
  type TermPage,
  type TermQuery,
  type TermRow,
  type Trend,
  type UserWord,
  type WordEffect,
} from "hanlens";

/** Compiles only when both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(proof: Same<A, B>): void => void proof;

export async function create(bytes: Uint8Array<ArrayBuffer>, module: WebAssembly.Module): Promise<HanLens> {
  const options: CreateOptions[] = [
    {},
    { worker: false },
    { worker: new URL("hanlens-worker.js", "https://example.org/") },
    { wasm: bytes, explorer: "/explore.wasm", dictionary: bytes.buffer, idf: new Response() },
    { reader: new URL("hanlens-read.js", "https://example.org/") },
    { wasm: module, dictionary: "hanlens.dict", signal: AbortSignal.timeout(1000) },
  ];
  // @ts-expect-error an option that there is not
  await HanLens.create({ wokrer: true });
  // @ts-expect-error a dictionary is no module
  await HanLens.create({ dictionary: module });
  // @ts-expect-error only create makes an engine
  new HanLens();
  await init();
  await init({ module_or_path: bytes });
  await HanLens.shared();
  const lens: HanLens = await HanLens.shared(options[0]);
  // @ts-expect-error what the engine is made of does not change
  lens.info.version = "2";
  same<typeof lens.info, EngineInfo>(true);
  return lens;
}

export async function analyze(lens: HanLens, file: File): Promise<Corpus> {
  const sources: Source[] = ["text", new Blob(["text"]), file];
  const named: NamedSource = { name: "a", source: file };
  const mixed: ReadonlyArray<Source | NamedSource> = ["text", file, named];
  const options: AnalyzeOptions = { mode: "search", hmm: false, stopWords: ["的"] as const };
  await lens.analyze("text");
  await lens.analyze(named, { stopWords: "none" });
  await lens.analyze(sources, {}, { signal: new AbortController().signal });
  await lens.analyze({ source: file, encoding: "big5", column: "text", header: true, field: "a.b", entry: "a.txt" });
  // @ts-expect-error a column is named or numbered
  await lens.analyze({ source: file, column: true });
  // @ts-expect-error no mode
  await lens.analyze("text", { mode: "fast" });
  // @ts-expect-error a number is no text
  await lens.analyze(7);
  // @ts-expect-error progress belongs to the third argument
  await lens.analyze("text", { onProgress: () => {} });
  return lens.analyze(mixed, options, {
    onProgress: ({ done, total }) => {
      same<typeof done, number>(true);
      console.log(done / total);
    },
  });
}

export async function files(lens: HanLens, file: File): Promise<string[]> {
  const { text, kind, encoding, replaced, columns = [], fields = [], parts }: ReadResult = await lens.read(
    file,
    { encoding: "gb18030", limit: 400, name: "a.txt" },
    { signal: AbortSignal.timeout(1000) },
  );
  same<typeof kind, FileKind>(true);
  // @ts-expect-error a string is no file
  await lens.read("text");
  // @ts-expect-error no such wish
  await lens.read(file, { colour: "red" });
  const entries: string[] = (await lens.contents(file)).map(({ name, bytes }) => name + bytes);
  console.log(text, encoding ?? "none", replaced, columns, fields, parts[0]?.start);
  return entries;
}

export async function words(lens: HanLens): Promise<void> {
  same<Awaited<ReturnType<typeof lens.cut>>, string[]>(true);
  await lens.cut("text", { mode: "full", hmm: true });
  for (const { word, tag } of await lens.tag("text", { hmm: false })) console.log(word.length, tag.length);
  const entry: UserWord = await lens.words.add("云计算", { frequency: 5, tag: "n" });
  const list: UserWord[] = await lens.words.replace([entry, { word: "大数据" }]);
  const counts: number[] = [
    await lens.words.remove("a", "b"),
    await lens.words.load("云计算 5 n"),
    await lens.words.suggestFrequency("云计算"),
  ];
  const entries: UserWord[] = [await lens.words.enable("云计算", false), await lens.words.join("云计算"), await lens.words.split(["云", "计算"])];
  counts.push(await lens.words.suggestSplit(["云", "计算"]));
  const { corpus, state, exact }: Opened = await lens.open("{}", { onProgress: () => {} });
  console.log(entries[0]?.enabled, corpus.summary, state, exact);
  const saved: string = await lens.words.save();
  // @ts-expect-error the words do not change by assignment
  lens.words = [];
  console.log(list, counts, saved, await lens.words.list(), await lens.stopWords("zh"));
  // @ts-expect-error no such list
  await lens.stopWords("fr");
  lens.dispose();
}

export async function figures(corpus: Corpus): Promise<void> {
  const query: TermQuery = {
    sort: "length",
    descending: false,
    offset: 0,
    limit: 10,
    contains: "京",
    tags: ["n*"],
    kinds: ["han", "emoji"],
    minLength: 1,
    maxLength: 4,
    minCount: 2,
    stopWords: "hide",
  };
  const page: TermPage = await corpus.terms(query);
  const row: TermRow | undefined = page.rows[0];
  const columns: TermColumns = await corpus.termColumns();
  const keywords: Keyword[] = await corpus.keywords({ method: "textrank", limit: 5, tags: ["n"] });
  const numbers: Uint32Array[] = [await corpus.tokens(), await corpus.spans({ document: 0, terms: [0, "北京"] })];
  const texts: string[] = [
    await corpus.text(0),
    await corpus.export("csv", { ...query, guardFormulas: false }),
    await corpus.exportKeywords("json", { limit: 3 }),
  ];
  const pages: [TermDocuments, KeynessPage, StatisticsPage, CharacterPage, NewWordPage] = [
    await corpus.termDocuments({ terms: [0, "北京"] }),
    await corpus.keyness({ target: [0], reference: { list: "北京,5" }, sort: "logRatio", direction: "both" }),
    await corpus.statistics({ documents: [0], window: 100 }, { signal: AbortSignal.timeout(1000) }),
    await corpus.characters({ hanOnly: false }),
    await corpus.newWords({ minCount: 5, ignore: ["北京"] as const }),
  ];
  const effects: WordEffect[] = await corpus.wordEffects();
  const report: Report = await corpus.report();
  texts.push(await corpus.exportTable("keyness", "tsv", { target: [0], guardFormulas: true }), await corpus.save({ state: 7 }));
  console.log(pages, effects[0]?.changes[0]?.before, report.documents[0]?.sha256);
  // @ts-expect-error no target
  await corpus.keyness({});
  // @ts-expect-error no such table
  await corpus.exportTable("terms", "csv");
  const summary: Summary = await corpus.update({ mode: "full" }, {});
  // @ts-expect-error figures are for reading
  summary.tokens = 0;
  // @ts-expect-error documents too
  summary.documents.push(summary.documents[0]);
  // @ts-expect-error no such key
  await corpus.terms({ sort: "size" });
  // @ts-expect-error spans of what?
  await corpus.spans({});
  // @ts-expect-error no such format
  await corpus.export("xml");
  console.log(row?.perMillion, columns.ends, keywords, numbers, texts, corpus.summary.options.mode);
  corpus.dispose();
}

export async function surroundings(corpus: Corpus, lens: HanLens): Promise<void> {
  const pattern: Pattern = { terms: [0, "北京"] };
  const others: Pattern[] = [{ phrase: ["北京", "大学"] }, { text: "京", ignoreCase: true }, { regex: "[0-9]+年" }];
  const query: ConcordanceQuery = {
    pattern,
    left: 5,
    right: 20,
    unit: "characters",
    bounded: true,
    sort: [{ by: "left", place: 2, descending: true }, { by: "node" }],
    offset: 10,
    limit: 10,
    documents: [0, 1],
  };
  const page: ConcordancePage = await corpus.concordance(query, { signal: AbortSignal.timeout(1000) });
  const place: [number, number] | null | undefined = page.rows[0]?.keys[0];
  const spread: Dispersion = await corpus.dispersion({ pattern, parts: 10 });
  for (const other of others) await corpus.dispersion({ pattern: other, parts: "documents", documents: [0] });
  const dp: number | null = spread.dp;
  same<typeof spread.places, Uint32Array>(true);
  const near: CollocatePage = await corpus.collocates({ pattern: { phrase: ["北京"] }, left: 3, right: 3, sort: "g2", stopWords: "hide", tags: ["n*"] });
  const runs: NgramPage = await corpus.ngrams({ min: 2, max: 4, containing: "北京", stopWords: "hide", sort: "documents" });
  await corpus.ngrams();
  const trend: Trend = await corpus.trend({ terms: ["北京", 3], parts: "documents" });
  const reasons: Explanation[] = [await corpus.explain({ start: 0, end: 5 }), await lens.explain("北京", { hmm: false })];
  // @ts-expect-error no such form
  others.push({ word: "北京" });
  // @ts-expect-error no such key
  await corpus.concordance({ pattern, sort: [{ by: "middle" }] });
  // @ts-expect-error a node is of tokens
  await corpus.collocates({ pattern: { text: "北京" } });
  // @ts-expect-error not so far
  await corpus.concordance({ pattern, sort: [{ by: "left", place: 6 }] });
  // @ts-expect-error terms of what?
  await corpus.trend({});
  console.log(place, dp, near.rows[0]?.logDice, runs.rows[0]?.words, trend.series[0]?.perMillion, reasons[0]?.tokens[0]?.source);
}

export function explain(error: unknown): string {
  if (!(error instanceof HanLensError)) return "not ours";
  same<typeof error.name, "HanLensError">(true);
  // Complete: the compiler sees to it that no kind is left out.
  const advice: Record<ErrorKind, string> = {
    "invalid-argument": `mend ${error.argument}`,
    "bad-dictionary": "build the package anew",
    "bad-user-word": error.message,
    "too-large": "cut it in parts",
    "wrong-state": "analyse first",
    "bad-session": `look at ${error.argument}`,
    "load-failed": "see the network",
    "bad-encoding": "name its encoding",
    "bad-file": `open input ${error.document} where it was made`,
    "unsupported-file": error.message,
    "encrypted-file": "save it without a password",
    "unreadable-file": "choose it again",
    "engine-crashed": "try again",
  };
  // @ts-expect-error no such kind
  if (error.kind === "aborted") return "";
  return advice[error.kind];
}

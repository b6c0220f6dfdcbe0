/**
 * HanLens: Chinese text analysis that runs wholly in the browser.
 *
 * Every offset is in UTF-16 code units of the text that the caller gave, so `text.slice(start, end)` is the token.
 * Every call that fails rejects with a {@link HanLensError}, whose `kind` never changes.
 */

/** What may be analysed. Bytes are read as UTF-8 (a byte order mark of UTF-8 or UTF-16 is honoured). */
export type Source = string | Blob | File;

/** A text with a name; a File brings its own. */
export interface NamedSource {
  /** Shown and exported with the document; a File's own name, or "text 1", "text 2", … unless given. */
  name?: string;
  source: Source;
}

export type Mode = "precise" | "full" | "search";
export type TokenKind = "han" | "letters" | "number" | "kana" | "hangul" | "emoji" | "date" | "url" | "email" | "mention" | "tag";

export interface CutOptions {
  /** precise: the most probable cut, disjoint. full: every dictionary word at every place. search: the precise cut and the shorter words inside long ones. Default precise. */
  mode?: Mode;
  /** Recognise words that the dictionary lacks (hidden Markov model). Default true. */
  hmm?: boolean;
}

/** What is taken away before the text is cut, each false unless given. The text stays as it was written, and so do all offsets. */
export interface FoldOptions {
  /** Full-width letters, digits and signs count as ASCII, half-width kana as kana. */
  width?: boolean;
  /** Capital letters count as small ones. */
  case?: boolean;
  /** Compatibility ideographs and radicals count as the characters that they stand for. */
  compatibility?: boolean;
  /** Traditional characters count as simplified ones, and are cut as such: 資訊 counts with 资讯. */
  simplified?: boolean;
}

export interface AnalyzeOptions extends CutOptions {
  /**
   * Line wraps inside sentences (a space or a line break between Chinese characters, a hyphen at the end of a line) and
   * invisible characters are taken out before the text is cut. "auto": where the text's own statistics say that its
   * breaks are wraps. "on": all that can be a wrap. "off": nothing. A token over a wrap has it between its start and
   * end; its term is spelt without. Default "auto".
   */
  heal?: "auto" | "on" | "off";
  /** Default: nothing is folded. A term is spelt as it was folded. */
  fold?: FoldOptions;
  /**
   * The words that keywords leave out and that the term table marks. "default": the built-in Chinese and English lists;
   * "none": none; or a list of your own. Counts and per-million figures never change with it. Default "default".
   */
  stopWords?: "default" | "none" | readonly string[];
}

export interface Progress {
  /** UTF-16 code units analysed so far, over all documents. */
  done: number;
  total: number;
}

export interface Control {
  /** Aborting rejects with the signal's reason (an AbortError unless given). */
  signal?: AbortSignal;
  /** Called at most about twenty times a second, and once at the end. */
  onProgress?: (progress: Progress) => void;
}

export interface CreateOptions {
  /**
   * Run in a worker (true), in this thread (false), or in a worker from this address (a Blob URL is started as a classic
   * script, any other as a module). Default: in a worker where one can be started, otherwise in this thread.
   */
  worker?: boolean | string | URL;
  /**
   * Where the code is, or its bytes, or the compiled module. Default: hanlens_bg.wasm beside this module. Engines in one
   * thread share the code of the first.
   */
  wasm?: string | URL | Response | BufferSource | WebAssembly.Module;
  /** Where the dictionary is, or its bytes, which must not change while the engine lives. Default: hanlens.dict beside this module. */
  dictionary?: string | URL | Response | BufferSource;
  /** Where the inverse document frequencies are; fetched when TF-IDF is first asked for. Default: hanlens-idf.dict beside this module. */
  idf?: string | URL | Response | BufferSource;
  /** Where the tables of traditional and compatibility characters are; fetched when `fold` first needs them. Default: hanlens-fold.dict beside this module. */
  fold?: string | URL | Response | BufferSource;
  signal?: AbortSignal;
}

export type ErrorKind =
  /** An argument is outside its range or not of its form. */
  | "invalid-argument"
  /** The dictionary is damaged, cut short or of another version. */
  | "bad-dictionary"
  /** A user word or a line of a user dictionary cannot be taken; the message names the line. */
  | "bad-user-word"
  /** The input is larger than the engine can address. */
  | "too-large"
  /** The call has no meaning now, such as a query on a disposed corpus. */
  | "wrong-state"
  /** A file of the package could not be loaded. */
  | "load-failed"
  /** The bytes of a Blob are not valid in their encoding. */
  | "bad-encoding"
  /** The engine stopped (a trap or lack of memory). It has been rebuilt: the next call works, but corpora of before are gone. */
  | "engine-crashed";

export class HanLensError extends Error {
  readonly name: "HanLensError";
  /** Stable, for programs. */
  readonly kind: ErrorKind;
  /** The argument at fault, or "". */
  readonly argument: string;
}

/** The engine. One is enough for a page. */
export class HanLens {
  private constructor();

  /** Loads the engine. Rejects with kind "load-failed" or "bad-dictionary". */
  static create(options?: CreateOptions): Promise<HanLens>;

  /** Version of the package, and the hash of the dictionary: with the options, enough to repeat an analysis. */
  readonly info: EngineInfo;

  /** The reader's own words. A change holds for later analyses, and for a corpus after {@link Corpus.update}. */
  readonly words: UserWords;

  /** Cuts and counts one text or several. */
  analyze(input: Source | NamedSource | ReadonlyArray<Source | NamedSource>, options?: AnalyzeOptions, control?: Control): Promise<Corpus>;

  /** Like jieba's `cut`: all pieces of the text in order, white space and punctuation too; in precise mode they join to the text. */
  cut(text: string, options?: CutOptions): Promise<string[]>;

  /** Like jieba's part-of-speech `cut`: the same pieces as `cut` in precise mode with a tag each. */
  tag(text: string, options?: Pick<CutOptions, "hmm">): Promise<Array<{ word: string; tag: string }>>;

  /** The built-in stop words, for an editor to start from. */
  stopWords(list?: "default" | "zh" | "en"): Promise<string[]>;

  /** Frees the worker and all corpora; every later call rejects with "wrong-state". */
  dispose(): void;
}

export interface EngineInfo {
  readonly version: string;
  /** Hexadecimal hash of the dictionary's contents. */
  readonly dictionaryHash: string;
  /** Words in the compiled dictionary. */
  readonly dictionaryWords: number;
  /** Whether the engine runs in a worker. */
  readonly worker: boolean;
  /** Milliseconds of work from the arrival of the last byte to ready: compiling what was not compiled on the way, starting, reading the dictionary. */
  readonly readyMilliseconds: number;
}

export interface UserWord {
  word: string;
  /** How often the word is taken to occur, on the dictionary's scale (its words sum to 60,101,964). 0: never a word. */
  frequency: number;
  /** Part of speech, "" unless given. */
  tag: string;
}

/** The user words are a map from word to entry, in the order of their adding. A rejected call changes nothing. */
export interface UserWords {
  /** Adds a word or changes it. Without a frequency, one just high enough to keep the word whole. Returns the entry. */
  add(word: string, options?: { frequency?: number; tag?: string }): Promise<UserWord>;
  /** Removes words; the cut is then as if they had never been added. Returns how many were there. */
  remove(...words: string[]): Promise<number>;
  /** Takes these words in place of all. */
  replace(words: ReadonlyArray<{ word: string; frequency?: number; tag?: string }>): Promise<UserWord[]>;
  list(): Promise<UserWord[]>;
  /** Adds the lines of a jieba user dictionary: word, then optionally a frequency, then optionally a tag. Returns how many words it read. */
  load(text: string): Promise<number>;
  /** The same format, to save. */
  save(): Promise<string>;
  /** The frequency with which `add` would add this word. */
  suggestFrequency(word: string): Promise<number>;
}

export interface DocumentSummary {
  readonly name: string;
  /** UTF-16 code units. */
  readonly length: number;
  /** Counted tokens: white space and punctuation are none. */
  readonly tokens: number;
  /** How many line wraps were healed. */
  readonly healed: number;
  /** Which breaks were taken for wraps: "none", single "spaces", line breaks ("lines") or "both"; "off" when healing is off. */
  readonly healing: "off" | "none" | "spaces" | "lines" | "both";
  /** How many invisible characters were taken out: soft hyphens, zero-width spaces, byte order marks. */
  readonly invisible: number;
}

export interface Summary {
  readonly documents: readonly DocumentSummary[];
  readonly tokens: number;
  /** Distinct terms. */
  readonly types: number;
  /** Unicode code points that are not white space. */
  readonly characters: number;
  /** Code points that are Chinese characters. */
  readonly hanCharacters: number;
  readonly options: Readonly<
    Required<CutOptions> & {
      heal: "auto" | "on" | "off";
      fold: Readonly<Required<FoldOptions>>;
      stopWords: "default" | "none" | readonly string[];
    }
  >;
  /** Milliseconds spent cutting and counting, without the transfer. */
  readonly milliseconds: number;
}

export type SortKey = "count" | "word" | "tag" | "length" | "kind" | "first";

export interface TermQuery {
  /** Default "count". Ties: higher count first, then the order of first occurrence. "word" is in code-point order. */
  sort?: SortKey;
  /** Default true for "count" and "length", false for the others. */
  descending?: boolean;
  /** First row, 0 unless given. */
  offset?: number;
  /** At most so many rows, 100 unless given. */
  limit?: number;
  /** Only terms that contain this text (ASCII letters in either case). */
  contains?: string;
  /** Only these tags; "n" is exact, "n*" takes every tag that begins with n. */
  tags?: readonly string[];
  kinds?: readonly TokenKind[];
  /** Length in characters (code points). */
  minLength?: number;
  maxLength?: number;
  minCount?: number;
  /** "show" (default) all, "hide" stop words, or "only" them. */
  stopWords?: "show" | "hide" | "only";
}

export interface TermRow {
  /** 1 for the row with the highest count of the whole corpus; equal counts have equal ranks (1, 2, 2, 4). */
  rank: number;
  /** The term's number, for {@link Corpus.spans}. */
  term: number;
  word: string;
  tag: string;
  kind: TokenKind;
  count: number;
  perMillion: number;
  stopWord: boolean;
}

export interface TermPage {
  /** How many terms the filters leave. */
  readonly total: number;
  readonly offset: number;
  readonly rows: TermRow[];
}

export interface KeywordQuery {
  /** "tfidf" (default): frequent here and rare in general. "textrank": central among the words around it. */
  method?: "tfidf" | "textrank";
  /** 20 unless given. */
  limit?: number;
  /** Only these tags. Default: all for tfidf; ns, n, vn, v for textrank. */
  tags?: readonly string[];
}

export interface Keyword {
  term: number;
  word: string;
  tag: string;
  count: number;
  weight: number;
}

export interface SpanQuery {
  /** Index of the document, 0 unless given. */
  document?: number;
  /** Terms by number or by spelling. A spelling that is no term gives no span. */
  terms: ReadonlyArray<number | string>;
}

/** The terms of a whole corpus as columns: what to use for a million rows. */
export interface TermColumns {
  readonly length: number;
  /** All spellings in one string, one after another without a separator. */
  readonly spelling: string;
  /** Where each spelling ends in `spelling`, in UTF-16 code units. */
  readonly ends: Uint32Array;
  readonly counts: Uint32Array;
  /** Index into `tags`. */
  readonly tagIds: Uint8Array;
  readonly tags: readonly string[];
  /** Index into `kinds`. */
  readonly kindIds: Uint8Array;
  readonly kinds: readonly TokenKind[];
}

export type TableFormat = "csv" | "tsv" | "json";

/** An analysed corpus. It lives in the engine; dispose of it when it is not needed. */
export interface Corpus {
  readonly summary: Summary;
  /** A page of the frequency table. */
  terms(query?: TermQuery): Promise<TermPage>;
  /** All terms as columns. */
  termColumns(): Promise<TermColumns>;
  /** (start, end, term) of every token of a document, in one array. */
  tokens(document?: number): Promise<Uint32Array>;
  keywords(query?: KeywordQuery): Promise<Keyword[]>;
  /** (start, end, term) of every occurrence of the terms, sorted and disjoint: overlapping ones are merged under the first's term. */
  spans(query: SpanQuery): Promise<Uint32Array>;
  /** A document's text as it was given. */
  text(document?: number): Promise<string>;
  /** The frequency table as a file's text; rows as in {@link terms}, all of them unless `limit` is given. */
  export(format: TableFormat, query?: TermQuery & { /** Quote cells that a spreadsheet would run as a formula. Default true. */ guardFormulas?: boolean }): Promise<string>;
  /** Keywords as a file's text. */
  exportKeywords(format: TableFormat, query?: KeywordQuery & { guardFormulas?: boolean }): Promise<string>;
  /**
   * Cuts and counts the same texts again, with other options or after a change of the user words. Options that are not
   * given stay as they are. Until it resolves, queries and `summary` give the figures of before; when it rejects, they
   * stay. The terms have new numbers afterwards, unless only the stop words changed.
   */
  update(options?: AnalyzeOptions, control?: Control): Promise<Summary>;
  dispose(): void;
}

/** Low level, as wasm-bindgen makes it: compiles and starts the code in this thread. Most callers want {@link HanLens.create}. */
export default function init(source?: { module_or_path?: CreateOptions["wasm"] } | CreateOptions["wasm"]): Promise<unknown>;

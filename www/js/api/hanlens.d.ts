/**
 * HanLens: Chinese text analysis that runs wholly in the browser.
 *
 * Every offset is in UTF-16 code units of the text that the caller gave, so `text.slice(start, end)` is the token.
 * Every call that fails rejects with a {@link HanLensError}, whose `kind` never changes.
 */

/** What may be analysed: text, or a file of any {@link FileKind}, in any encoding that `TextDecoder` knows. */
export type Source = string | Blob | File;

/** A text with a name; a File brings its own, and its ending tells its kind. The wishes of {@link ReadOptions} are for files only. */
export interface NamedSource extends ReadOptions {
  /** Shown and exported with the document; a File's own name, or "text 1", "text 2", … unless given. */
  name?: string;
  source: Source;
}

/** A .zip is one document for each file in it that can be read, named `archive.zip/path/in/it`. */
export type FileKind =
  | "text"
  | "markdown"
  | "html"
  | "srt"
  | "vtt"
  | "ass"
  | "csv"
  | "tsv"
  | "json"
  | "jsonl"
  | "docx"
  | "odt"
  | "epub"
  | "zip";

/** How a file is to be read. What is not given is found out; a wish without meaning for the kind of file is not looked at. */
export interface ReadOptions {
  /** Any label that `TextDecoder` knows, in place of the guess. */
  encoding?: string;
  /** Of a table: the heading of the column that holds the text, or its index from 0. Default: the one with the most Chinese. */
  column?: string | number;
  /** Of a table: whether its first row holds headings. Default: by how it looks. */
  header?: boolean;
  /** Of JSON: the path of the field that holds the text, keys joined by dots; lists add nothing to it. Default: the one with the most Chinese. */
  field?: string;
  /** Of a .zip: the one file in it to read, as {@link HanLens.contents} names it. */
  entry?: string;
}

/** What was learnt of a file while it was read. */
export interface ReadFacts {
  readonly kind: FileKind;
  /** As `TextDecoder` names it; null for strings and for containers, which say themselves. */
  readonly encoding: string | null;
  /** How often U+FFFD stands for bytes that could not be decoded. */
  readonly replaced: number;
  /** Of a table: the headings, or the numbers of the columns from 1. */
  readonly columns?: readonly string[];
  /** Of a table: the index of the column that was read. */
  readonly column?: number;
  readonly header?: boolean;
  /** Of JSON: the fields with text, those with the most Chinese first, 100 at most. */
  readonly fields?: readonly string[];
  readonly field?: string;
}

export interface ReadResult extends ReadFacts {
  readonly name: string;
  /** The text; of a .zip, the texts of its files with a blank line between. */
  readonly text: string;
  /** Which piece of the text is from which file: one, unless it is a .zip. In UTF-16 code units. */
  readonly parts: ReadonlyArray<ReadFacts & { readonly name: string; readonly start: number; readonly end: number }>;
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
   * Run in a worker (true), in this thread (false), in a worker from this address (a Blob URL is started as a classic
   * script, any other as a module; where Trusted Types are enforced, pass a TrustedScriptURL), or in the worker that this
   * function makes, anew after a crash. Default: in a worker where one can be started, otherwise in this thread.
   */
  worker?: boolean | string | URL | (() => Worker);
  /**
   * How many threads may work at a text of more than 2 Mi code units: the worker's own and up to two helpers, which are
   * started for it and end soon after. It changes no figure. Default: 2 on a machine with four cores or more, else 1.
   * Without a worker: 1.
   */
  threads?: number;
  /**
   * Where the code is, or its bytes, or the compiled module. Default: hanlens_bg.wasm beside this module. Engines in one
   * thread share the code of the first.
   */
  wasm?: string | URL | Response | BufferSource | WebAssembly.Module;
  /**
   * Where the second part of the code is, of the same build; fetched when keywords, an export, or a question of those that
   * explore is first asked for. Default: hanlens-explore.wasm beside this module.
   */
  explorer?: string | URL | Response | BufferSource | WebAssembly.Module;
  /** Where the dictionary is, or its bytes, which must not change while the engine lives. Default: hanlens.dict beside this module. */
  dictionary?: string | URL | Response | BufferSource;
  /** Where the inverse document frequencies are; fetched when TF-IDF is first asked for. Default: hanlens-idf.dict beside this module. */
  idf?: string | URL | Response | BufferSource;
  /** Where the tables of traditional and compatibility characters are; fetched when `fold` first needs them. Default: hanlens-fold.dict beside this module. */
  fold?: string | URL | Response | BufferSource;
  /**
   * Where the reader of files is; a text that is not UTF-8, or a file that is no plain text, asks for it. Default:
   * hanlens-read.js beside this module. Engines in one thread share the first.
   */
  reader?: string | URL;
  signal?: AbortSignal;
}

export type ErrorKind =
  /** An argument is outside its range or not of its form. */
  | "invalid-argument"
  /** The dictionary is damaged, cut short or of another version. */
  | "bad-dictionary"
  /** A user word or a line of a user dictionary cannot be taken; the message names the line. */
  | "bad-user-word"
  /** The input is larger than the engine can address, or a file is larger than the limits of its kind (docs/files.md). */
  | "too-large"
  /** The call has no meaning now, such as a query on a disposed corpus. */
  | "wrong-state"
  /** A session cannot be opened: it is damaged, or of another version; `argument` names the part. */
  | "bad-session"
  /** A file of the package could not be loaded. */
  | "load-failed"
  /** The bytes of a file are not text in any encoding that is known. */
  | "bad-encoding"
  /** A file is damaged: cut off, changed, or not what its name says. */
  | "bad-file"
  /** A file is of a kind that is not read; the message says what to do. */
  | "unsupported-file"
  /** A file is protected by a password or against copying. */
  | "encrypted-file"
  /** A file could not be read: it was changed, moved or deleted after it was chosen, or may not be read. */
  | "unreadable-file"
  /** The engine stopped (a trap or lack of memory). It has been rebuilt: the next call works, but corpora of before are gone. */
  | "engine-crashed";

export class HanLensError extends Error {
  readonly name: "HanLensError";
  /** Stable, for programs. */
  readonly kind: ErrorKind;
  /** The argument at fault, or "". */
  readonly argument: string;
  /** Which of the inputs of {@link HanLens.analyze} is at fault, from 0, where one of its files is. */
  readonly document: number | undefined;
}

/** The engine. One is enough for a page. */
export class HanLens {
  private constructor();

  /** Loads the engine. Rejects with kind "load-failed" or "bad-dictionary". */
  static create(options?: CreateOptions): Promise<HanLens>;

  /**
   * The engine that all share who do not bring one of their own, such as elements and highlighters. It is made at the
   * first call, with the options of that call; a failed one is made anew at the next.
   */
  static shared(options?: CreateOptions): Promise<HanLens>;

  /** Version of the package, and the hash of the dictionary: with the options, enough to repeat an analysis. */
  readonly info: EngineInfo;

  /** The reader's own words. A change holds for later analyses, and for a corpus after {@link Corpus.update}. */
  readonly words: UserWords;

  /** Cuts and counts one text or several. */
  analyze(input: Source | NamedSource | ReadonlyArray<Source | NamedSource>, options?: AnalyzeOptions, control?: Control): Promise<Corpus>;

  /**
   * The text of a file, read as {@link analyze} would read it. With `limit`, no more than so many UTF-16 code units of it,
   * and no more of the file than that needs.
   */
  read(file: Blob, options?: ReadOptions & { name?: string; limit?: number }, control?: Pick<Control, "signal">): Promise<ReadResult>;

  /** The files in a .zip that can be read, each with its unpacked size; none for any other file. */
  contents(file: Blob, control?: Pick<Control, "signal">): Promise<Array<{ name: string; bytes: number }>>;

  /**
   * Opens what {@link Corpus.save} gave. The user words become those of the session; they stay as they were unless all
   * of it opens. Rejects with "bad-session" when the session is damaged or of another version.
   */
  open(session: string, control?: Control): Promise<Opened>;

  /** Like jieba's `cut`: all pieces of the text in order, white space and punctuation too; in precise mode they join to the text. */
  cut(text: string, options?: CutOptions): Promise<string[]>;

  /** Like jieba's part-of-speech `cut`: the same pieces as `cut` in precise mode with a tag each. */
  tag(text: string, options?: Pick<CutOptions, "hmm">): Promise<Array<{ word: string; tag: string }>>;

  /** Why the precise cut of a text, of at most 4,096 code units, is as it is. */
  explain(text: string, options?: Pick<CutOptions, "hmm">): Promise<Explanation>;

  /** The built-in stop words, for an editor to start from. */
  stopWords(list?: "default" | "zh" | "en"): Promise<string[]>;

  /**
   * Bytes of the engine's memory (WebAssembly's, which can only grow). After a large text was let go of, an engine that has
   * its thread to itself, as in a worker, moves what is left to a fresh memory; no figure changes by that.
   */
  memory(): Promise<number>;

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
  /** Whether it is in use. A word that is not stays in the list, and the cut is as if it were not there. */
  enabled: boolean;
}

/** The user words are a map from word to entry, in the order of their adding. A rejected call changes nothing. */
export interface UserWords {
  /** Adds a word or changes it. Without a frequency, one just high enough to keep the word whole. Returns the entry. */
  add(word: string, options?: { frequency?: number; tag?: string; enabled?: boolean }): Promise<UserWord>;
  /** Takes a word of the list into use or out of it. Rejects with "bad-user-word" when the list does not have it. */
  enable(word: string, on: boolean): Promise<UserWord>;
  /** Adds a word with the frequency that just keeps it whole: `add` without options. */
  join(word: string): Promise<UserWord>;
  /**
   * Lets a word fall apart: adds the whole with {@link UserWords.suggestSplit}'s frequency. A word that the dictionary
   * lacks and the unknown-word model makes comes back while `hmm` is on.
   */
  split(parts: readonly string[]): Promise<UserWord>;
  /** The frequency at which the parts of a word win over it. */
  suggestSplit(parts: readonly string[]): Promise<number>;
  /** Removes words; the cut is then as if they had never been added. Returns how many were there. */
  remove(...words: string[]): Promise<number>;
  /** Takes these words in place of all. */
  replace(words: ReadonlyArray<{ word: string; frequency?: number; tag?: string; enabled?: boolean }>): Promise<UserWord[]>;
  list(): Promise<UserWord[]>;
  /** Adds the lines of a jieba user dictionary: word, then optionally a frequency, then optionally a tag. Returns how many words it read. */
  load(text: string): Promise<number>;
  /** The words that are in use, in the same format, to save. */
  save(): Promise<string>;
  /** The frequency with which `add` would add this word. */
  suggestFrequency(word: string): Promise<number>;
}

export interface DocumentSummary extends ReadFacts {
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

export type SortKey = "count" | "word" | "tag" | "length" | "kind" | "first" | "documents";

export interface TermQuery {
  /** Default "count". Ties: higher count first, then the order of first occurrence. "word" is in code-point order. */
  sort?: SortKey;
  /** Default true for "count", "length" and "documents", false for the others. */
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
  stopWords?: StopFilter;
  /** Indexes of the documents to count in; all unless given. Counts, ranks and per-million figures are then of those alone. */
  documents?: readonly number[];
  /**
   * Whether the rows of `terms` have their tags, true unless given; without, `tag` is "". The first tags of an engine take
   * tens of milliseconds, because all tags of the dictionary are unpacked then.
   */
  withTags?: boolean;
}

export type StopFilter = "show" | "hide" | "only";

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
  /** How many of the documents have the term. */
  documents: number;
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

/**
 * What to look for: any of some terms; terms in a row inside one sentence (punctuation between them does not part them);
 * a piece of the text as it was given; or a regular expression, tried on each paragraph. The expressions have no
 * look-around and no back-references and take linear time; `\w`, `\d`, `\s` and `\b` know ASCII alone. `ignoreCase` is of
 * ASCII letters. More than 1,048,576 hits reject with "too-large".
 */
export type Pattern =
  | { terms: ReadonlyArray<number | string> }
  | { phrase: ReadonlyArray<number | string> }
  | { text: string; ignoreCase?: boolean }
  | { regex: string; ignoreCase?: boolean };

export interface ConcordanceSort {
  by: "left" | "right" | "node" | "document" | "position";
  /** Which token to the left or right, 1 (the nearest, default) to 5. */
  place?: 1 | 2 | 3 | 4 | 5;
  /** Default false. Rows without such a token come first when the order rises, last when it falls. */
  descending?: boolean;
}

export interface ConcordanceQuery {
  pattern: Pattern;
  /** Length of the left context, 10 unless given, at most 1,000; never more than 4,096 code units. */
  left?: number;
  right?: number;
  /** Default "tokens". */
  unit?: "tokens" | "characters";
  /** Whether contexts and sorting stay inside the sentence in which the hit begins. Default false. */
  bounded?: boolean;
  /** Up to three keys; the place in the corpus decides last. Spellings are in code-point order. */
  sort?: readonly ConcordanceSort[];
  offset?: number;
  /** 100 unless given. */
  limit?: number;
  /** Only these documents. Default all. */
  documents?: readonly number[];
}

/** Places are UTF-16 code units of the document's text. */
export interface ConcordanceRow {
  document: number;
  /** Index, among the document's tokens, of the first one of which the hit has a part. */
  token: number | null;
  start: number;
  end: number;
  /** Where the left context starts. */
  from: number;
  /** Where the right context ends. */
  to: number;
  /** The text from..start, start..end and end..to. */
  left: string;
  node: string;
  right: string;
  /** For each key of the order the place that it looked at. */
  keys: Array<[number, number] | null>;
}

export interface ConcordancePage {
  /** How many hits there are. */
  readonly total: number;
  /** How many documents have one. */
  readonly documents: number;
  readonly offset: number;
  readonly rows: ConcordanceRow[];
}

/** A document each, or so many (1 to 10,000) equal parts of the tokens of all chosen documents in order. */
export type Parts = "documents" | number;

export interface Part {
  /** The document in which it begins, and where, in UTF-16 code units. */
  document: number;
  start: number;
  /** The document in which it ends, and where. */
  endDocument: number;
  end: number;
  tokens: number;
}

export interface DispersionQuery {
  pattern: Pattern;
  /** Default "documents". */
  parts?: Parts;
  documents?: readonly number[];
}

/** null: not available, as for no hit or a single part. Parts without a token are left out of the measures. */
export interface Dispersion {
  readonly total: number;
  readonly tokens: number;
  readonly parts: Array<Part & { hits: number }>;
  /** How many parts have a hit. */
  readonly range: number;
  /** 0 is even, towards 1 all in one place (Gries). */
  readonly dp: number | null;
  readonly dpNorm: number | null;
  /** 1 is even (Juilland's D). */
  readonly juilland: number | null;
  /** (document, start, end, token) of every hit; the token is the first that is not wholly before the hit. */
  readonly places: Uint32Array;
}

export type CollocateSortKey = "logDice" | "mi" | "mi3" | "t" | "g2" | "count" | "observed" | "word";

/** The corpus must be cut in precise mode. */
export interface CollocateQuery {
  /** Terms or a phrase. */
  pattern: Extract<Pattern, { terms: unknown } | { phrase: unknown }>;
  /** Tokens before the node, 5 unless given, at most 50. A window never goes over the end of a sentence. */
  left?: number;
  right?: number;
  /** Least number of occurrences in windows, 2 unless given. */
  minCount?: number;
  /** Default "logDice". Ties: more occurrences in windows first, then by spelling. */
  sort?: CollocateSortKey;
  /** Default true, but false for "word". */
  descending?: boolean;
  stopWords?: "show" | "hide" | "only";
  tags?: readonly string[];
  minLength?: number;
  offset?: number;
  limit?: number;
  documents?: readonly number[];
}

export interface CollocateRow {
  term: number;
  word: string;
  tag: string;
  /** Occurrences of the word in the documents. */
  count: number;
  /** Its occurrences in windows, each once. */
  observed: number;
  /** Its occurrences before a node. */
  left: number;
  /** Its occurrences after a node. One between two nodes is in both columns. */
  right: number;
  /** What chance would give: nodeCount * count * (left + right) / tokens. */
  expected: number;
  logDice: number;
  mi: number;
  mi3: number;
  t: number;
  /** Negative where the word stands near the node less often than by chance. */
  g2: number;
}

export interface CollocatePage {
  readonly total: number;
  /** How often the node was found. */
  readonly nodeCount: number;
  readonly tokens: number;
  readonly offset: number;
  readonly rows: CollocateRow[];
}

/** The corpus must be cut in precise mode. */
export interface NgramQuery {
  /** Tokens, 2 to 6; 2 unless given. */
  min?: number;
  /** As `min` unless given. */
  max?: number;
  /** 2 unless given. */
  minCount?: number;
  /** Only n-grams with this term. */
  containing?: number | string;
  /** "hide": no member is a stop word. */
  stopWords?: "show" | "hide";
  /** Default "count". Counts fall, texts rise in code-point order. Ties: higher count first, then the text. */
  sort?: "count" | "text" | "documents";
  offset?: number;
  limit?: number;
  documents?: readonly number[];
}

export interface NgramRow {
  terms: number[];
  words: string[];
  /** The words joined, with a space between words of alphabets. */
  text: string;
  count: number;
  perMillion: number;
  /** In how many documents. */
  documents: number;
}

export interface NgramPage {
  readonly total: number;
  readonly tokens: number;
  readonly offset: number;
  readonly rows: NgramRow[];
}

export interface TrendQuery {
  /** At most 100. */
  terms: ReadonlyArray<number | string>;
  /** Default 10. */
  parts?: Parts;
  documents?: readonly number[];
}

export interface TrendSeries {
  /** null for a word that the corpus does not have. */
  term: number | null;
  word: string;
  /** By part. */
  counts: number[];
  perMillion: number[];
}

export interface Trend {
  readonly parts: Part[];
  readonly series: TrendSeries[];
}

/** Places are UTF-16 code units of the document's text. */
export interface ExplainQuery {
  /** 0 unless given. */
  document?: number;
  start: number;
  end: number;
}

/** A word that could have been cut. */
export interface ExplainCandidate {
  start: number;
  end: number;
  word: string;
  /** 0 for a character that begins no word, which weighs as if it had 1. */
  frequency: number;
  /** ln(frequency / sum of all frequencies). The route has the highest sum. */
  weight: number;
  source: "dictionary" | "user" | "unknown";
}

export interface ExplainToken {
  start: number;
  end: number;
  word: string;
  tag: string;
  /** null for a gap. */
  kind: TokenKind | null;
  /** "unknown": the model of unknown words. "rules": those for letters, digits and pictographs. "gap": no token. */
  source: "dictionary" | "user" | "unknown" | "rules" | "gap";
  /** null for a piece that is no step of the route. */
  weight: number | null;
}

export interface Explanation {
  /** The sentences, as they were given. */
  readonly text: string;
  /** Where they start in the document; 0 for a text of its own. All places count from the document's beginning. */
  readonly start: number;
  readonly candidates: ExplainCandidate[];
  /** All pieces in order, gaps too. */
  readonly tokens: ExplainToken[];
  /** Sum of the weights of the route. */
  readonly weight: number;
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

/** What a question to a corpus may be given besides. */
export type QueryControl = Pick<Control, "signal">;

export interface TermDocumentsQuery {
  /** Terms by number or by spelling. */
  terms: ReadonlyArray<number | string>;
}

export interface TermDocuments {
  /** How many documents there are: the length of a row. */
  readonly documents: number;
  /** A row for each term of the query, in its order: its count in each document. A spelling that is no term has zeros. */
  readonly counts: Uint32Array;
}

export interface KeynessQuery {
  /** Indexes of the documents whose words are looked at. */
  target: readonly number[];
  /**
   * What they are compared with: other documents (default all others), or a frequency list, a word and its count a line
   * with a tab or a comma between them.
   */
  reference?: readonly number[] | { list: string };
  /** Default "g2". Signed figures are ordered by their magnitude. Ties: the higher target count first, then by spelling. */
  sort?: "g2" | "logRatio" | "diff" | "bic" | "count";
  /** Default true. */
  descending?: boolean;
  /** "positive": more frequent in the target. "negative": less. Default "both". */
  direction?: "both" | "positive" | "negative";
  /** The least count of both sides together. Default 1. */
  minCount?: number;
  /** Length in characters (code points). */
  minLength?: number;
  stopWords?: StopFilter;
  /** As in {@link TermQuery.tags}. */
  tags?: readonly string[];
  /** First row, 0 unless given. */
  offset?: number;
  /** At most so many rows, 100 unless given. */
  limit?: number;
}

export interface KeynessRow {
  /** The term's number; null for a word that only the frequency list has. */
  term: number | null;
  word: string;
  tag: string;
  targetCount: number;
  referenceCount: number;
  targetPerMillion: number;
  referencePerMillion: number;
  /** Log-likelihood; below 0 when the word is rarer in the target. */
  g2: number;
  /** How unlikely chance is; "" when it explains the difference. */
  band: "" | "p<0.05" | "p<0.01" | "p<0.001" | "p<0.0001";
  /** Doublings. A count of 0 is taken as 0.5. */
  logRatio: number;
  /** Per cent; null when the reference does not have the word. */
  diff: number | null;
  /** Above 2 the evidence is positive, above 6 strong, above 10 very strong. */
  bic: number;
}

export interface KeynessPage {
  /** How many words the filters leave. */
  readonly total: number;
  readonly targetTokens: number;
  readonly referenceTokens: number;
  readonly offset: number;
  readonly rows: KeynessRow[];
}

export interface StatisticsQuery {
  /** Indexes of the documents; all unless given. */
  documents?: readonly number[];
  /** The window of MATTR in tokens. Default 500. */
  window?: number;
}

/** Some text in figures. null: cannot be computed, as of no token. */
export interface Statistics {
  /** The document's name; null for several together. */
  name: string | null;
  tokens: number;
  /** Distinct terms. */
  types: number;
  /** Code points that are not white space. */
  characters: number;
  hanCharacters: number;
  /** Sentences that have a token. */
  sentences: number;
  /** Paragraphs that have a token. */
  paragraphs: number;
  /** Type-token ratio. */
  ttr: number | null;
  /** The mean type-token ratio of all windows; the ratio itself where no document has a whole window. */
  mattr: number | null;
  /** The window of `mattr`. */
  window: number;
  /** Terms with one token. */
  hapax: number;
  /** Code points a token. */
  meanWordLength: number | null;
  /** Tokens a sentence. */
  meanSentenceLength: number | null;
  /** Tokens by kind. */
  kinds: Array<{ kind: TokenKind; count: number }>;
  /** Tokens by tag, the most first. */
  tags: Array<{ tag: string; count: number }>;
  /** Tokens by their length in code points, the shortest first. */
  wordLengths: Array<{ length: number; count: number }>;
}

export interface StatisticsPage {
  readonly combined: Statistics;
  /** In the order of the corpus. */
  readonly documents: Statistics[];
}

export interface CharacterQuery {
  /** Count Chinese characters alone (default), or every code point that is not white space. */
  hanOnly?: boolean;
  /** First row, 0 unless given. */
  offset?: number;
  /** At most so many rows, 100 unless given. */
  limit?: number;
  /** Indexes of the documents; all unless given. */
  documents?: readonly number[];
}

export interface CharacterPage {
  /** How many different characters there are. */
  readonly total: number;
  /** How many characters were counted. */
  readonly characters: number;
  readonly offset: number;
  /** The highest count first, equal counts by code point. */
  readonly rows: Array<{ character: string; count: number; perMillion: number }>;
}

export interface NewWordQuery {
  /** 2 or more, 3 unless given. */
  minCount?: number;
  /** In characters, 2 or more, 2 unless given. */
  minLength?: number;
  /** In characters, at most 10, 6 unless given. */
  maxLength?: number;
  /** Default 2. */
  minCohesion?: number;
  /** Default 0.5. */
  minFreedom?: number;
  /** Words that the reader has declined. */
  ignore?: readonly string[];
  /** First row, 0 unless given. */
  offset?: number;
  /** At most so many rows, 100 unless given. */
  limit?: number;
  /** Indexes of the documents to look in; all unless given. */
  documents?: readonly number[];
}

export interface NewWordRow {
  word: string;
  count: number;
  /** How much more often than by chance its parts stand together: the least ln(p(w) / (p(a) p(b))). */
  cohesion: number;
  /** How much its neighbours vary: the lesser entropy of the two sides. */
  freedom: number;
  /** What the rows are ordered by: cohesion · freedom · ln count. */
  score: number;
  /** What it is cut into now. */
  pieces: string[];
  /** Where it stands first: the document, and the place in its text. */
  document: number;
  start: number;
  end: number;
  /** What stands before it there, up to 20 code units. */
  left: string;
  right: string;
}

export interface NewWordPage {
  readonly total: number;
  readonly offset: number;
  /** The highest score first. */
  readonly rows: NewWordRow[];
}

export interface WordEffect {
  word: string;
  enabled: boolean;
  /** How many tokens of the corpus are the word. */
  tokens: number;
  /**
   * What would stand there without the word, and at how many places; the most frequent first. Compared is the cut with
   * the user words as they are now. Empty for a word that is not in use, and in full and search mode.
   */
  changes: Array<{ before: string[]; count: number }>;
}

/** All that it takes to repeat an analysis. */
export interface Report {
  readonly version: string;
  readonly dictionaryHash: string;
  readonly options: Summary["options"];
  readonly userWords: UserWord[];
  readonly documents: Array<{
    name: string;
    /** UTF-16 code units. */
    length: number;
    /** Of the text as it was given, in UTF-8; a lone surrogate counts as U+FFFD. */
    bytes: number;
    sha256: string;
  }>;
}

/** A session that was opened. */
export interface Opened {
  readonly corpus: Corpus;
  /** What was given to {@link Corpus.save}; null unless given. */
  readonly state: unknown;
  /** Whether version and dictionary are those with which it was saved: then every figure is the same. */
  readonly exact: boolean;
}

/** The methods whose rows can be exported. */
export type TableName =
  | "concordance"
  | "collocates"
  | "ngrams"
  | "keyness"
  | "dispersion"
  | "trend"
  | "statistics"
  | "characters"
  | "newWords";

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
  /** How often chosen terms stand in each document. */
  termDocuments(query: TermDocumentsQuery, control?: QueryControl): Promise<TermDocuments>;
  /** The words that some documents use more, or less, than others do. */
  keyness(query: KeynessQuery, control?: QueryControl): Promise<KeynessPage>;
  /** Size and diversity, of the documents together and of each. */
  statistics(query?: StatisticsQuery, control?: QueryControl): Promise<StatisticsPage>;
  /** How often each character stands in the texts. */
  characters(query?: CharacterQuery, control?: QueryControl): Promise<CharacterPage>;
  /** The places of a pattern with what stands around them, a page of them. */
  concordance(query: ConcordanceQuery, control?: QueryControl): Promise<ConcordancePage>;
  /** How evenly a pattern is spread over the documents or over equal parts. */
  dispersion(query: DispersionQuery, control?: QueryControl): Promise<Dispersion>;
  /** The words that stand near terms or a phrase more often than by chance. */
  collocates(query: CollocateQuery, control?: QueryControl): Promise<CollocatePage>;
  /** The words that follow one another. */
  ngrams(query?: NgramQuery, control?: QueryControl): Promise<NgramPage>;
  /** Why the sentences that a place touches are cut as they are: in precise mode, with the words of the user as they are now. */
  explain(query: ExplainQuery, control?: QueryControl): Promise<Explanation>;
  /** How often terms occur from part to part. */
  trend(query: TrendQuery, control?: QueryControl): Promise<Trend>;
  /** Words that the dictionary lacks. The first question takes longer (about a second for ten million bytes), in steps. */
  newWords(query?: NewWordQuery, control?: QueryControl): Promise<NewWordPage>;
  /** What each of the user words does to this corpus. */
  wordEffects(): Promise<WordEffect[]>;
  /** All that it takes to repeat the analysis: versions, options, user words, documents with their hashes. */
  report(): Promise<Report>;
  /** The corpus as one JSON text, for {@link HanLens.open}: with its texts unless told, and anything of your own as `state`. */
  save(options?: { texts?: boolean; state?: unknown }): Promise<string>;
  /** A table as a file's text; rows as in the method of that name, all of them unless `limit` is given. */
  exportTable(name: TableName, format: TableFormat, query?: Record<string, unknown> & { guardFormulas?: boolean }, control?: QueryControl): Promise<string>;
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

/**
 * `<han-lens>`: the words of a text, as an element of any page. Importing the module defines it; where there is no
 * document, as in Node.js, importing it does nothing.
 */

import type {
  Corpus, CreateOptions, HanLens, HanLensError, KeywordQuery, Keyword, Progress, Source, SpanQuery, Summary, TableFormat, TermColumns,
  TermPage, TermQuery,
} from "./hanlens.js";

export type HanLensView = "table" | "keywords" | "cloud" | "text" | "concordance";
export type HanLensElementEngine = HanLens | Promise<HanLens> | CreateOptions;

/** What was chosen: in the view "text" without the term's number and tag. */
export interface HanLensSelection {
  word: string;
  count: number;
  term?: number;
  tag?: string;
}

export interface HanLensElementEventMap {
  /** The engine is there. */
  ready: CustomEvent<{ lens: HanLens }>;
  progress: CustomEvent<Progress>;
  /** The figures of `summary` hold from now on. */
  analyzed: CustomEvent<{ summary: Summary; corpus: Corpus }>;
  /** The reader chose a word. */
  select: CustomEvent<HanLensSelection>;
  error: CustomEvent<{ error: HanLensError }>;
}

export class HanLensElement extends HTMLElement {
  static readonly formAssociated: true;
  /**
   * The engine of elements without user words, or how all engines are made. To be set before the first element is in
   * sight. Default: {@link HanLens.shared}.
   */
  static engine: HanLensElementEngine | undefined;

  /** Where the text is. */
  src: string;
  /** The id of an element whose text is analysed: of the same tree, else of the document. Its changes are followed. Attribute `for`. */
  htmlFor: string;
  /** Default "table". */
  view: HanLensView | "";
  /** How many rows or words; 20 unless given, in the cloud 40. */
  top: number;
  /** "hide" (default), "show" or "only": what is done with stop words. "none", or a list of words: which there are. Attribute `stop-words`. */
  stopWords: string;
  /** Words of the page's own, by commas or line breaks; each may have a frequency and a tag behind it. Attribute `user-words`. */
  userWords: string;
  /** As of `analyze`. */
  heal: string;
  mode: string;
  /** Which keywords: "tfidf" or "textrank". */
  method: string;
  /** "eager": not only when it comes into sight. */
  loading: string;

  /** The text, in place of that of the attributes; `null` goes back to them. */
  text: Source | null;
  /** The engine, in place of the shared one. */
  lens: HanLens | Promise<HanLens> | undefined;
  /** The chosen word, or "". It is the element's value in a form. The attribute `word` is what it begins with. */
  word: string;
  value: string;
  name: string;
  readonly form: HTMLFormElement | null;
  /** The corpus that is shown. It belongs to the element, which disposes of it when it analyses again or leaves the page. */
  readonly corpus: Corpus | null;
  readonly summary: Summary | null;
  /** Resolves with the corpus of the first analysis that succeeds; rejects with the one that fails before. */
  readonly ready: Promise<Corpus>;

  /** Analyses now, whether the element is in sight or not; a source takes the place of what the attributes name. */
  analyze(source?: Source): Promise<Corpus>;
  /** The corpus when no analysis is under way any more; an element that was not in sight yet begins. */
  analyzed(): Promise<Corpus>;
  /** As of the corpus; they wait for the analysis. */
  terms(query?: TermQuery): Promise<TermPage>;
  termColumns(): Promise<TermColumns>;
  tokens(document?: number): Promise<Uint32Array>;
  keywords(query?: KeywordQuery): Promise<Keyword[]>;
  spans(query: SpanQuery): Promise<Uint32Array>;
  concordance: Corpus["concordance"];
  export(format: TableFormat, query?: TermQuery & { guardFormulas?: boolean }): Promise<string>;
  exportKeywords(format: TableFormat, query?: KeywordQuery & { guardFormulas?: boolean }): Promise<string>;

  addEventListener<K extends keyof HanLensElementEventMap>(type: K, listener: (this: HanLensElement, event: HanLensElementEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof HanLensElementEventMap>(type: K, listener: (this: HanLensElement, event: HanLensElementEventMap[K]) => void, options?: boolean | EventListenerOptions): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "han-lens": HanLensElement;
  }
}

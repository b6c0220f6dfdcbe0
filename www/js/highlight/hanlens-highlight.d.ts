/**
 * Paints words of any page with the CSS Custom Highlight API, which leaves the document as it is. Where that is missing
 * the words get `<mark>` elements, which {@link Highlighter.clear} takes away again.
 *
 * In style sheets: `::highlight(hanlens)` and `::highlight(hanlens-active)`, or `mark.hanlens` and `mark.hanlens-active`;
 * with the option `name`, that name in place of `hanlens`.
 */

import type { AnalyzeOptions, HanLens, KeywordQuery, TermQuery } from "./hanlens.js";

export interface FoundWord {
  word: string;
  /** How often it is painted. */
  count: number;
  range: Range;
}

export interface FoundPlace extends FoundWord {
  /** Which of the places it is, from 0, and of how many. */
  index: number;
  total: number;
}

/** What is to be painted, in one of three ways. With none, the 20 first keywords. */
export type HighlightChoice =
  /** These words, wherever the text is cut so that they are words. */
  | { words: readonly string[]; terms?: undefined; keywords?: undefined }
  /** The rows of this page of the frequency table. */
  | { terms: TermQuery; words?: undefined; keywords?: undefined }
  /** So many keywords, or the keywords of a query. */
  | { keywords?: number | KeywordQuery; words?: undefined; terms?: undefined };

export interface HighlightSettings {
  /** The engine. Default: the one that the page shares, {@link HanLens.shared}. */
  lens?: HanLens | Promise<HanLens>;
  /** How the text is cut. */
  analyze?: AnalyzeOptions;
  /** The name in style sheets, "hanlens" unless given. This, `follow`, `tip`, `describe`, `style`, `method` and `signal` are fixed when the highlighter is made. */
  name?: string;
  /** Text that is left out unless it is named here. The text of form fields is never painted. */
  include?: ReadonlyArray<"script" | "style" | "hidden" | "editable">;
  /** A selector of elements that are left out, with all in them. */
  skip?: string;
  /** Whether changes of the document are followed. Default true. */
  follow?: boolean;
  /** Whether pointing at a word, or going to it with the keyboard, shows its count. Default true. */
  tip?: boolean;
  /** What is said of a word. Default: the word and its count, in Chinese where the page is Chinese, else in English. */
  describe?: (found: FoundWord | FoundPlace) => string;
  /** Whether the words get colours from here. Default true; rules of the page overrule them. */
  style?: boolean;
  /** "mark" asks for `<mark>` though the browser has better. */
  method?: "highlight" | "mark";
  /** Aborting clears. */
  signal?: AbortSignal;
}

export type HighlightOptions = HighlightSettings & HighlightChoice;

interface HighlighterEvents {
  /** The words are painted, the first time or again, and the document has not changed since. */
  update: Event;
  /** A change of the document could not be analysed. What is painted stays. */
  error: CustomEvent<{ error: unknown }>;
}

export interface Highlighter extends EventTarget {
  /** Resolves with the first paint. */
  readonly ready: Promise<this>;
  /** The painted words with their counts, the most frequent first. */
  readonly words: Array<{ word: string; count: number }>;
  /** How many places are painted. */
  readonly count: number;
  countOf(word: string): number;
  /** The places of a word, or of all words, in the order of the text. A range may go over the edges of elements. */
  ranges(word?: string): Range[];
  /** The word at a place of the document. */
  wordAt(node: Node, offset: number): FoundWord | undefined;
  /** The word at a point of the window. */
  wordUnder(x: number, y: number): FoundWord | undefined;
  /** The first painted word inside an element. */
  wordIn(element: Element): FoundWord | undefined;
  /** Goes to the next place of a word, or of any, scrolls it into view and says its count. */
  next(word?: string): FoundPlace | undefined;
  previous(word?: string): FoundPlace | undefined;
  /** Shows these places more strongly than the rest, in place of those before. */
  activate(ranges: readonly Range[]): void;
  /** Paints with other options; those that are not given stay. Without any, reads the document again. */
  update(options?: HighlightOptions): Promise<this>;
  /** Takes everything away: the document is as if it had never been painted. */
  clear(): void;
  addEventListener<K extends keyof HighlighterEvents>(type: K, listener: (event: HighlighterEvents[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
}

/** Analyses the text of a subtree and paints words in it. Throws a `HanLensError` when an option is not of its form. */
export function highlight(root: Element | Document | ShadowRoot, options?: HighlightOptions): Highlighter;

/** The text of a subtree as it is analysed: in one piece over inline elements, with an empty line between blocks. */
export function textOf(root: Element | Document | ShadowRoot, options?: Pick<HighlightSettings, "include" | "skip">): string;

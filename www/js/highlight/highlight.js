/**
 * @file Paints words of any page.
 *
 * The interface is described in `hanlens-highlight.d.ts`.
 */

// In the package the module beside this one, so that both share one engine and one class of errors.
import { HanLens, HanLensError } from "hanlens";
import { flatten, Kinds, movePieces, piecesOf, samePieces } from "./flat.js";
import { CHOICES, readOptions } from "./options.js";
import { HighlightPainter, MarkPainter } from "./painters.js";
import { Pointing } from "./pointing.js";
import { adoptStyle } from "./style.js";

/** @typedef {import("./flat.js").Flat} Flat */
/** @typedef {import("./flat.js").Piece} Piece */

/** The document is read again when it has been quiet for so many milliseconds, or has not been for so many. */
const QUIET = 40;
const PATIENCE = 400;

/** What may change which text is seen. */
const ATTRIBUTES = ["class", "style", "hidden", "contenteditable", "open"];

/** Where the wanted words stand: (start, end, term) in one array, and the word of each term. */
const NOTHING = { spans: new Uint32Array(0), words: new Map() };

const NOTHING_FLAT = { text: "", nodes: [], starts: [] };

class Highlighter extends EventTarget {
  #root;
  #document;
  #options;
  #painter;
  #kinds;
  #observer;
  #pointing;
  #dropStyle;
  #stop = new AbortController();
  /** @type {Flat} */
  #flat = NOTHING_FLAT;
  #found = NOTHING;
  /** What is painted now. @type {Map<Text, Piece[]>} */
  #painted = new Map();
  #words = [];
  #counts = new Map();
  /** Nodes whose text changed after the text under analysis was read. */
  #touched = new Set();
  #isDue = false;
  /** Whether the words are to be found anew though the text may be the same. */
  #isStale = true;
  #running;
  #timer;
  #firstChange = 0;
  #ready;
  #at = -1;
  /** What is shown more strongly: because a program says so, and because the reader is there. */
  #held = [];
  #pointed = [];

  constructor(root, options) {
    super();
    this.#root = root;
    this.#document = root.ownerDocument ?? root;
    this.#take(options);
    const view = this.#document.defaultView;
    const isModern = HighlightPainter.isAvailable(view) && this.#options.method !== "mark";
    this.#painter = new (isModern ? HighlightPainter : MarkPainter)(view, this.#options.name);
    if (this.#options.style) this.#dropStyle = adoptStyle(treeOf(root), this.#options.name);
    this.#observer = new view.MutationObserver((records) => this.#hear(records));
    this.#pointing = this.#options.tip ? new Pointing(root, this, this.#options.describe) : undefined;
    this.#watch();
    const { signal } = this.#options;
    signal?.addEventListener("abort", () => this.clear(), { once: true, signal: this.#stop.signal });
    if (signal?.aborted) this.clear();
    this.#ready = this.#run();
    this.#ready.catch(() => {});
  }

  /** Resolves with the first paint. */
  get ready() {
    return this.#ready.then(() => this);
  }

  /** The painted words with their counts, the most frequent first. */
  get words() {
    return this.#words.map((entry) => ({ ...entry }));
  }

  /** How many places are painted. */
  get count() {
    return this.#found.spans.length / 3;
  }

  /** @param {string} word @returns {number} */
  countOf(word) {
    return this.#counts.get(word) ?? 0;
  }

  /**
   * The places of a word, or of all, in the order of the text.
   * @param {string} [word]
   * @returns {Range[]}
   */
  ranges(word) {
    return [...this.#places(word)].map(([, range]) => range);
  }

  /**
   * The word at a place of the document.
   * @param {Node} node
   * @param {number} offset
   * @returns {{word: string, count: number, range: Range} | undefined}
   */
  wordAt(node, offset) {
    const origin = this.#painter.originOf(node, offset);
    const piece = origin && this.#painted.get(origin.node)?.find(({ start, end }) => start <= origin.offset && origin.offset < end);
    if (!piece) return undefined;
    const range = this.#document.createRange();
    range.setStart(...this.#painter.placeOf(origin.node, piece.start, false));
    range.setEnd(...this.#painter.placeOf(origin.node, piece.end, true));
    return { word: piece.word, count: this.countOf(piece.word), range };
  }

  /**
   * The word at a point of the window.
   * @param {number} x
   * @param {number} y
   */
  wordUnder(x, y) {
    const place = caretAt(this.#document, this.#root, x, y);
    if (!place) return undefined;
    // The caret goes behind a character when the point is in its right half.
    for (const offset of [place.offset, place.offset - 1]) {
      const found = offset >= 0 ? this.wordAt(place.node, offset) : undefined;
      if (found && [...found.range.getClientRects()].some((box) => isIn(box, x, y))) return found;
    }
    return undefined;
  }

  /** The first word inside an element. */
  wordIn(element) {
    for (const [node, [first]] of this.#painted) {
      if (first && element.contains(node)) return this.wordAt(...this.#painter.placeOf(node, first.start, false));
    }
    return undefined;
  }

  /** Goes to the next place, shows it and says it. */
  next(word) {
    return this.#step(1, word);
  }

  /** Goes to the place before. */
  previous(word) {
    return this.#step(-1, word);
  }

  /**
   * Paints other words, or the same again.
   * @param {import("./hanlens-highlight.js").HighlightOptions} [options]
   * @returns {Promise<this>}
   */
  async update(options) {
    this.#stop.signal.throwIfAborted();
    this.#take(together(this.#options.given, options));
    this.#isStale = true;
    await this.#run();
    return this;
  }

  /** Takes everything away: the document is as if it had never been painted. */
  clear() {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort(new HanLensError("wrong-state", "highlighter", "it was cleared"));
    clearTimeout(this.#timer);
    this.#observer.disconnect();
    this.#pointing?.end();
    this.#painter.activate([]);
    for (const node of this.#painted.keys()) this.#painter.clear(node);
    this.#painted.clear();
    this.#dropStyle?.();
    [this.#words, this.#counts, this.#found, this.#flat] = [[], new Map(), NOTHING, NOTHING_FLAT];
  }

  #take(options) {
    this.#options = readOptions(options);
    this.#kinds = new Kinds(this.#options.include, this.#options.skip);
  }

  #watch() {
    if (!this.#options.follow) return;
    this.#observer.observe(this.#root, {
      subtree: true, childList: true, characterData: true, characterDataOldValue: true, attributes: true, attributeFilter: ATTRIBUTES,
    });
  }

  // Reading and painting

  /** Reads the document now, or again when the reading that is under way has ended. */
  #run() {
    this.#isDue = true;
    this.#running ??= this.#loop().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #loop() {
    while (this.#isDue && !this.#stop.signal.aborted) {
      this.#isDue = false;
      await this.#readAndPaint();
    }
    this.#stop.signal.throwIfAborted();
    // Another change was heard meanwhile: its own reading will tell.
    if (this.#timer === undefined) this.dispatchEvent(new Event("update"));
  }

  async #readAndPaint() {
    this.#hear(this.#observer.takeRecords(), true);
    this.#touched.clear();
    const flat = flatten(this.#root, this.#kinds, this.#painter);
    // The same text in other nodes has the same words.
    const isSame = !this.#isStale && flat.text === this.#flat.text;
    this.#isStale = false;
    const found = isSame ? this.#found : await this.#find(flat.text);
    this.#hear(this.#observer.takeRecords());
    this.#stop.signal.throwIfAborted();
    this.#paint(flat, found);
  }

  /** Finds where the wanted words stand in a text. */
  async #find(text) {
    const { signal } = this.#stop;
    const lens = await (this.#options.lens ?? HanLens.shared());
    if (text.trim() === "") return NOTHING;
    const corpus = await lens.analyze(text, this.#options.analyze, { signal });
    try {
      const { words, terms, keywords } = this.#options;
      if (words) return withWords(text, await corpus.spans({ terms: words }));
      const rows = terms ? (await corpus.terms(terms)).rows : await corpus.keywords(keywords);
      const spans = await corpus.spans({ terms: rows.map(({ term }) => term) });
      return { spans, words: new Map(rows.map(({ term, word }) => [term, word])) };
    } finally {
      corpus.dispose();
    }
  }

  /** Changes only nodes whose words are not what they were: the others never lose their colour. */
  #paint(flat, found) {
    const wanted = piecesOf(flat, found.spans, found.words);
    this.#silently(() => {
      for (const node of this.#painted.keys()) {
        if (!wanted.has(node) && !this.#touched.has(node)) this.#put(node, []);
      }
      for (const [node, pieces] of wanted) {
        const isCurrent = !this.#touched.has(node) && node.isConnected;
        if (isCurrent && !samePieces(pieces, this.#painted.get(node) ?? [])) this.#put(node, pieces);
      }
    });
    this.#flat = flat;
    this.#found = found;
    this.#count(found);
  }

  #put(node, pieces) {
    if (pieces.length === 0) {
      this.#painter.clear(node);
      this.#painted.delete(node);
    } else {
      this.#painter.paint(node, pieces);
      this.#painted.set(node, pieces);
    }
  }

  #count({ spans, words }) {
    this.#counts = new Map();
    for (let i = 0; i < spans.length; i += 3) {
      const word = words.get(spans[i + 2]);
      this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1);
    }
    this.#words = [...this.#counts].map(([word, count]) => ({ word, count })).sort((a, b) => b.count - a.count);
  }

  // Changes of the document

  /** What the painter itself writes into the document is no change of it. */
  #silently(work) {
    work();
    this.#observer.takeRecords();
  }

  /**
   * Comes before the browser paints again: what is painted is moved along with the text at once, and the text is read
   * again a little later.
   * @param {MutationRecord[]} records
   * @param {boolean} [isReading] Whether the text is read again right now.
   */
  #hear(records, isReading = false) {
    if (records.length === 0) return;
    this.#silently(() => this.#follow(records));
    if (!isReading) this.#plan();
  }

  #follow(records) {
    /** Painted text that left, by what it says: a page that draws itself anew often puts the same there again. */
    const left = new Map();
    for (const record of records) {
      if (record.type === "attributes") this.#kinds.forget(record.target);
      else if (record.type === "characterData") this.#move(record.target, record.oldValue);
      else for (const removed of record.removedNodes) for (const node of this.#paintedIn(removed)) this.#leave(node, left);
    }
    for (const { addedNodes } of records) {
      for (const added of addedNodes) this.#painter.tidy(added);
      if (left.size === 0) continue;
      for (const added of addedNodes) for (const node of textsIn(added)) this.#enter(node, left);
    }
  }

  #move(node, before) {
    if (this.#painter.isOurs(node)) return;
    this.#touched.add(node);
    const pieces = this.#painted.get(node);
    if (pieces) this.#put(node, movePieces(pieces, before, node.data));
  }

  #leave(node, left) {
    const data = this.#painter.dataOf(node);
    if (!left.has(data)) left.set(data, []);
    left.get(data).push(this.#painted.get(node));
    this.#put(node, []);
  }

  #enter(node, left) {
    const pieces = left.get(node.data)?.shift();
    if (!pieces || !node.isConnected || this.#painted.has(node)) return;
    this.#touched.add(node);
    this.#put(node, pieces);
  }

  #paintedIn(removed) {
    return textsIn(removed).filter((node) => this.#painted.has(node));
  }

  #plan() {
    const now = performance.now();
    if (!this.#timer) this.#firstChange = now;
    clearTimeout(this.#timer);
    const wait = Math.max(0, Math.min(QUIET, this.#firstChange + PATIENCE - now));
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#run().catch((error) => this.#fail(error));
    }, wait);
  }

  #fail(error) {
    if (!this.#stop.signal.aborted) this.dispatchEvent(new CustomEvent("error", { detail: { error } }));
  }

  // Places

  /** The places of a word, or of all, each with the word. */
  *#places(wanted) {
    const { spans, words } = this.#found;
    for (let i = 0; i < spans.length; i += 3) {
      const word = words.get(spans[i + 2]);
      const range = wanted === undefined || word === wanted ? this.#rangeOf(spans[i], spans[i + 1]) : undefined;
      if (range) yield [word, range];
    }
  }

  #rangeOf(start, end) {
    const range = this.#document.createRange();
    const [first, last] = [this.#nodeAt(start), this.#nodeAt(end - 1)];
    const { nodes, starts } = this.#flat;
    try {
      range.setStart(...this.#painter.placeOf(nodes[first], start - starts[first], false));
      range.setEnd(...this.#painter.placeOf(nodes[last], end - starts[last], true));
    } catch {
      // The node's text has become shorter, and is about to be read again.
      return undefined;
    }
    return range;
  }

  #nodeAt(offset) {
    const { starts } = this.#flat;
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return low;
  }

  #step(by, word) {
    const places = [...this.#places(word)];
    if (places.length === 0) return undefined;
    this.#at = this.#at < 0 && by < 0 ? places.length - 1 : (this.#at + by + places.length) % places.length;
    const [at, range] = places[this.#at];
    const found = { word: at, count: this.countOf(at), index: this.#at, total: places.length, range };
    this.point([range]);
    range.startContainer.parentElement?.scrollIntoView({ block: "nearest" });
    this.#pointing?.tell(found);
    return found;
  }

  /** Shows these places more strongly than the rest, until others are shown. */
  activate(ranges) {
    this.#held = [...ranges];
    this.#showActive();
  }

  /** Does so for the place that the reader points at or goes to. */
  point(ranges) {
    this.#pointed = ranges;
    this.#showActive();
  }

  #showActive() {
    this.#silently(() => this.#painter.activate([...this.#held, ...this.#pointed]));
  }
}

/** Words that were given by their spelling: a wrap that was healed inside one is no part of it. */
function withWords(text, spans) {
  const words = new Map();
  for (let i = 0; i < spans.length; i += 3) {
    if (!words.has(spans[i + 2])) words.set(spans[i + 2], text.slice(spans[i], spans[i + 1]).replace(/\s+/g, ""));
  }
  return { spans, words };
}

const treeOf = (root) => {
  const tree = root.getRootNode();
  return "adoptedStyleSheets" in tree ? tree : root.ownerDocument;
};

const isIn = ({ left, right, top, bottom }, x, y) => left <= x && x <= right && top <= y && y <= bottom;

/** Where a caret would stand. Not every engine sees into a shadow tree; there the boxes of the text tell. */
function caretAt(document, root, x, y) {
  const caret = caretOf(document, root, x, y);
  return caret && root.contains(caret.node) ? caret : caretByBoxes(treeOf(root), x, y);
}

function caretByBoxes(tree, x, y) {
  const element = tree.elementFromPoint(x, y);
  for (const node of element ? textsIn(element) : []) {
    const range = node.ownerDocument.createRange();
    const holds = (from, to) => {
      range.setStart(node, from);
      range.setEnd(node, to);
      return [...range.getClientRects()].some((box) => isIn(box, x, y));
    };
    if (!holds(0, node.length)) continue;
    let [from, to] = [0, node.length];
    while (to - from > 1) {
      const middle = (from + to) >> 1;
      if (holds(from, middle)) to = middle;
      else from = middle;
    }
    return { node, offset: from };
  }
  return null;
}

function caretOf(document, root, x, y) {
  if (document.caretPositionFromPoint) {
    const tree = root.getRootNode();
    const place = document.caretPositionFromPoint(x, y, { shadowRoots: tree.host ? [tree] : [] });
    return place && { node: place.offsetNode, offset: place.offset };
  }
  const range = document.caretRangeFromPoint?.(x, y);
  return range && { node: range.startContainer, offset: range.startOffset };
}

/** Options of before with new ones; what is to be painted is said in one way only. */
function together(before, options = {}) {
  const isNew = CHOICES.some((name) => options[name] !== undefined);
  const kept = Object.entries(before).filter(([name]) => !isNew || !CHOICES.includes(name));
  return { ...Object.fromEntries(kept), ...options };
}

function textsIn(node) {
  if (node.nodeType === 3) return [node];
  const texts = [];
  const walker = node.ownerDocument.createTreeWalker(node, 4);
  while (walker.nextNode()) texts.push(walker.currentNode);
  return texts;
}

/**
 * Analyses the text of a subtree and paints words in it.
 * @param {Element | Document | ShadowRoot} root
 * @param {import("./hanlens-highlight.js").HighlightOptions} [options]
 * @returns {import("./hanlens-highlight.js").Highlighter}
 */
export function highlight(root, options = {}) {
  if (![1, 9, 11].includes(root?.nodeType)) {
    throw new HanLensError("invalid-argument", "root", "must be an element, a document or a shadow root");
  }
  return new Highlighter(root, options);
}

/**
 * The text of a subtree as it is analysed: in one piece over inline elements, with an empty line between blocks.
 * @param {Element | Document | ShadowRoot} root
 * @param {{include?: import("./flat.js").Included[], skip?: string}} [options]
 * @returns {string}
 */
export function textOf(root, options = {}) {
  const { include, skip } = readOptions(options);
  return flatten(root, new Kinds(include, skip), PLAIN).text;
}

/** Reads a document as it is. */
const PLAIN = { isOurs: () => false, dataOf: (node) => node.data };

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
  #spans = new Uint32Array(0);
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
    options.signal?.addEventListener("abort", () => this.clear(), { once: true });
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
    return this.#spans.length / 3;
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
    const { text } = this.#flat;
    const found = [];
    for (let i = 0; i < this.#spans.length; i += 3) {
      const [start, end] = [this.#spans[i], this.#spans[i + 1]];
      if (word === undefined || text.slice(start, end) === word) {
        const range = this.#rangeOf(start, end);
        if (range) found.push(range);
      }
    }
    return found;
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
    [this.#words, this.#counts, this.#spans, this.#flat] = [[], new Map(), new Uint32Array(0), NOTHING_FLAT];
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
    const spans = isSame ? this.#spans : await this.#find(flat.text);
    this.#hear(this.#observer.takeRecords());
    this.#stop.signal.throwIfAborted();
    this.#paint(flat, spans);
  }

  /** Finds where the wanted words stand in a text. */
  async #find(text) {
    const { signal } = this.#stop;
    const lens = await (this.#options.lens ?? HanLens.shared());
    if (text.trim() === "") return new Uint32Array(0);
    const corpus = await lens.analyze(text, this.#options.analyze, { signal });
    try {
      return await corpus.spans({ terms: await this.#termsOf(corpus) });
    } finally {
      corpus.dispose();
    }
  }

  async #termsOf(corpus) {
    const { words, terms, keywords } = this.#options;
    if (words) return words;
    const rows = terms ? (await corpus.terms(terms)).rows : await corpus.keywords(keywords);
    return rows.map(({ term }) => term);
  }

  /** Changes only nodes whose words are not what they were: the others never lose their colour. */
  #paint(flat, spans) {
    const wanted = piecesOf(flat, spans);
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
    this.#spans = spans;
    this.#count(flat.text, spans);
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

  #count(text, spans) {
    this.#counts = new Map();
    for (let i = 0; i < spans.length; i += 3) {
      const word = text.slice(spans[i], spans[i + 1]);
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
    const places = this.ranges(word);
    if (places.length === 0) return undefined;
    this.#at = this.#at < 0 && by < 0 ? places.length - 1 : (this.#at + by + places.length) % places.length;
    const range = places[this.#at];
    const found = { word: range.toString(), count: this.countOf(range.toString()), index: this.#at, total: places.length, range };
    this.#silently(() => this.#painter.activate([range]));
    range.startContainer.parentElement?.scrollIntoView({ block: "nearest" });
    this.#pointing?.tell(found);
    return found;
  }

  /** Shows one place more strongly, as while the pointer is on it. */
  activate(ranges) {
    this.#silently(() => this.#painter.activate(ranges));
  }
}

const treeOf = (root) => {
  const tree = root.getRootNode();
  return "adoptedStyleSheets" in tree ? tree : root.ownerDocument;
};

const isIn = ({ left, right, top, bottom }, x, y) => left <= x && x <= right && top <= y && y <= bottom;

function caretAt(document, root, x, y) {
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
 * The text of a subtree as it is analysed: in one piece over inline elements, with a line feed between blocks.
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

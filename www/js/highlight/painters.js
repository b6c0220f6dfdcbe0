/**
 * @file Two ways to colour pieces of text nodes: the CSS Custom Highlight API, which leaves the document as it is, and
 * `<mark>` where that is missing.
 */

/** @typedef {import("./flat.js").Piece} Piece */

/**
 * What the highlighter asks of either.
 * @typedef {object} Painter
 * @property {(node: Text, pieces: Piece[]) => void} paint Takes the place of what the node had before.
 * @property {(node: Text) => void} clear
 * @property {(node: Node) => boolean} isOurs Whether the painter put this node into the document.
 * @property {(node: Text) => string} dataOf The text that the page put into the node.
 * @property {(node: Text, offset: number, isEnd: boolean) => [Text, number]} placeOf Where a place of that text is now.
 * @property {(node: Node, offset: number) => {node: Text, offset: number} | undefined} originOf The other way round.
 * @property {(added: Node) => void} tidy Takes copies of our nodes out of what the page puts into the document.
 * @property {(ranges: Range[]) => void} activate Shows these places more strongly, in place of those before.
 */

/** Highlights belong to a window and have names, so highlighters that use one name share one highlight. */
const byWindow = new WeakMap();

function highlightOf(view, name, priority) {
  const registry = view.CSS.highlights;
  if (!byWindow.has(view)) byWindow.set(view, new Map());
  const ours = byWindow.get(view);
  const highlight = ours.get(name) ?? new view.Highlight();
  highlight.priority = priority;
  ours.set(name, highlight);
  if (registry.get(name) !== highlight) registry.set(name, highlight);
  return highlight;
}

/** @implements {Painter} */
export class HighlightPainter {
  #view;
  #highlight;
  #active;
  #activeRanges = [];
  /** @type {WeakMap<Text, StaticRange[]>} */
  #ranges = new WeakMap();

  constructor(view, name) {
    this.#view = view;
    this.#highlight = highlightOf(view, name, 0);
    this.#active = highlightOf(view, `${name}-active`, 1);
  }

  static isAvailable = (view) => Boolean(view.CSS?.highlights && view.Highlight && view.StaticRange);

  paint(node, pieces) {
    this.clear(node);
    // Live ranges would make every later change of the document slower.
    const ranges = pieces.map(
      ({ start, end }) => new this.#view.StaticRange({ startContainer: node, startOffset: start, endContainer: node, endOffset: end }),
    );
    for (const range of ranges) this.#highlight.add(range);
    if (ranges.length > 0) this.#ranges.set(node, ranges);
  }

  clear(node) {
    for (const range of this.#ranges.get(node) ?? []) this.#highlight.delete(range);
    this.#ranges.delete(node);
  }

  activate(ranges) {
    for (const range of this.#activeRanges) this.#active.delete(range);
    for (const range of ranges) this.#active.add(range);
    this.#activeRanges = ranges;
  }

  tidy() {}

  isOurs = () => false;
  dataOf = (node) => node.data;
  placeOf = (node, offset) => [node, offset];
  originOf = (node, offset) => (node.nodeType === 3 ? { node, offset } : undefined);
}

/** Leaves an element's text without it. */
const unwrap = (node) => node.nodeType === 1 && node.replaceWith(...node.childNodes);

/** `normalize()` takes an empty text node out of the document; its text, which is in our nodes, is to stay. */
const isOrphaned = (node, { head, added }) => !node.parentNode && head === "" && added[0].parentNode !== null;

/**
 * The text node of the page stays where it is, with the text before its first word, so that whoever made it still finds
 * it. What follows stands in new nodes behind it.
 * @implements {Painter}
 */
export class MarkPainter {
  #name;
  /** @type {Map<Text, {data: string, head: string, added: Array<Text | HTMLElement>}>} */
  #split = new Map();
  /** The node of the page that each of our nodes belongs to. */
  #origins = new WeakMap();
  #activeMarks = [];

  constructor(_view, name) {
    this.#name = name;
  }

  paint(node, pieces) {
    this.clear(node);
    if (pieces.length === 0 || !node.parentNode) return;
    const { data } = node;
    const head = data.slice(0, pieces[0].start);
    const added = [];
    pieces.forEach(({ start, end }, i) => {
      const mark = node.ownerDocument.createElement("mark");
      mark.className = this.#name;
      mark.append(data.slice(start, end));
      added.push(mark);
      const next = pieces[i + 1]?.start ?? data.length;
      if (next > end) added.push(node.ownerDocument.createTextNode(data.slice(end, next)));
    });
    for (const one of added) this.#origins.set(one, node);
    node.data = head;
    node.after(...added);
    this.#split.set(node, { data, head, added });
  }

  clear(node) {
    const data = this.dataOf(node);
    const split = this.#split.get(node);
    if (!split) return;
    this.#split.delete(node);
    for (const one of split.added) this.#origins.delete(one);
    if (isOrphaned(node, split)) return split.added.forEach(unwrap);
    for (const one of split.added) one.remove();
    if (node.data !== data) node.data = data;
  }

  activate(ranges) {
    for (const mark of this.#activeMarks) mark.classList.remove(`${this.#name}-active`);
    this.#activeMarks = ranges.map((range) => range.startContainer.parentElement).filter((mark) => mark && this.isOurs(mark));
    for (const mark of this.#activeMarks) mark.classList.add(`${this.#name}-active`);
  }

  /** A page that copies a part of itself copies our elements too. */
  tidy(added) {
    if (added.nodeType !== 1) return;
    const copies = [added, ...added.querySelectorAll(`mark.${this.#name}`)];
    for (const copy of copies) {
      if (copy.matches(`mark.${this.#name}`) && !this.isOurs(copy)) unwrap(copy);
    }
  }

  isOurs = (node) => this.#origins.has(node);

  /**
   * What the page wrote into our nodes or took of them counts; where it gave its own node a new text, that is the whole.
   * A node that left, with ours or without, takes all its text along.
   */
  dataOf(node) {
    const split = this.#split.get(node);
    if (!split || node.data !== split.head) return node.data;
    const held = node.parentNode ? split.added.filter((one) => one.parentNode === node.parentNode) : split.added;
    return node.data + held.map((one) => one.textContent).join("");
  }

  placeOf(node, offset, isEnd) {
    let left = offset;
    const texts = [node, ...(this.#split.get(node)?.added ?? []).map((one) => (one.nodeType === 3 ? one : one.firstChild))];
    for (const text of texts) {
      if (left < text.length || (isEnd && left === text.length)) return [text, left];
      left -= text.length;
    }
    return [texts.at(-1), texts.at(-1).length];
  }

  originOf(node, offset) {
    const ours = this.#origins.has(node) ? node : node.parentNode;
    const origin = this.#origins.get(ours);
    if (!origin) return node.nodeType === 3 ? { node, offset } : undefined;
    const split = this.#split.get(origin);
    const before = split.added.slice(0, split.added.indexOf(ours));
    return { node: origin, offset: before.reduce((sum, one) => sum + one.textContent.length, split.head.length) + offset };
  }
}

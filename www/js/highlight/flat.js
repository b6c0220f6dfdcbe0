/**
 * @file The text of a subtree as one string, and which text node holds which part of it.
 *
 * A word may go over the edges of inline elements, never over those of blocks: where a block begins or ends, the string
 * has an empty line that no text node holds, over which no analysis heals a wrap. What is left out leaves no trace, so that 北 and 京 with a ruby note between
 * them are a word.
 */

/** @typedef {"script" | "style" | "hidden" | "editable"} Included */

/**
 * @typedef {object} Flat
 * @property {string} text
 * @property {Text[]} nodes In the order of the text.
 * @property {number[]} starts Where each of them begins in `text`.
 */

/** What an element is to the text around it. */
const NOTHING = 0;
const OBJECT = 1;
const INLINE = 2;
const BLOCK = 3;
/** Added when its own text is not seen, though elements in it may be. */
const UNSEEN = 4;

const BREAK = "\n\n";

const CODE = new Set(["script", "style"]);
const NEVER = new Set(["noscript", "template", "head", "rt", "rp", "datalist", "wbr"]);
const OBJECTS = new Set([
  "br", "img", "input", "select", "textarea", "iframe", "object", "embed", "canvas", "video", "audio", "progress", "meter", "svg", "math",
]);

/** What elements are, remembered: to ask the style of twenty thousand elements takes longer than to walk over them. */
export class Kinds {
  #known = new WeakMap();
  #include;
  #skip;

  /**
   * @param {Set<Included>} include What is left out unless asked for.
   * @param {string} skip A selector of more to leave out, or "".
   */
  constructor(include, skip) {
    this.#include = include;
    this.#skip = skip;
  }

  /** @param {Element} element */
  of(element) {
    let kind = this.#known.get(element);
    if (kind === undefined) {
      kind = this.#find(element);
      this.#known.set(element, kind);
    }
    return kind;
  }

  /**
   * Forgets an element and all in it.
   * @param {Element} element
   */
  forget(element) {
    this.#known.delete(element);
    for (const inner of element.querySelectorAll("*")) this.#known.delete(inner);
  }

  #find(element) {
    const name = element.localName;
    if (NEVER.has(name) || (CODE.has(name) && !this.#include.has(name))) return NOTHING;
    if (OBJECTS.has(name)) return OBJECT;
    if (this.#skip !== "" && element.matches(this.#skip)) return OBJECT;
    if (element.isContentEditable && !this.#include.has("editable")) return OBJECT;
    const { display, visibility } = element.ownerDocument.defaultView.getComputedStyle(element);
    const isInline = display === "contents" || display.startsWith("inline") || display.startsWith("ruby");
    if (this.#include.has("hidden") || CODE.has(name)) return isInline ? INLINE : BLOCK;
    if (display === "none") return NOTHING;
    return (isInline ? INLINE : BLOCK) + (visibility === "visible" ? 0 : UNSEEN);
  }
}

/**
 * @param {Node} root Read in any case, whatever kind it is of.
 * @param {Kinds} kinds
 * @param {{isOurs(node: Node): boolean, dataOf(node: Text): string}} painter Knows what it put into the page itself.
 * @returns {Flat}
 */
export function flatten(root, kinds, painter) {
  const nodes = [];
  const starts = [];
  const parts = [];
  let length = 0;
  let atBreak = true;
  const add = (part) => {
    parts.push(part);
    length += part.length;
    atBreak = false;
  };
  const breakLine = () => {
    if (atBreak) return;
    add(BREAK);
    atBreak = true;
  };
  const kindOf = (element) => (element.nodeType === 1 ? kinds.of(element) : BLOCK);
  const addText = (node) => {
    const data = painter.dataOf(node);
    if (data === "" || kindOf(node.parentNode) & UNSEEN) return;
    nodes.push(node);
    starts.push(length);
    add(data);
  };
  /** @returns {boolean} Whether there is something to read in it. */
  const enter = (element) => {
    const kind = kinds.of(element) & ~UNSEEN;
    if (kind === OBJECT || kind === BLOCK) breakLine();
    return kind >= INLINE && element.firstChild !== null;
  };

  for (let node = root.firstChild; node; ) {
    if (node.nodeType === 3) {
      if (!painter.isOurs(node)) addText(node);
    } else if (node.nodeType === 1 && !painter.isOurs(node) && enter(node)) {
      node = node.firstChild;
      continue;
    }
    while (!node.nextSibling) {
      node = node.parentNode;
      if (node === root) return { text: parts.join(""), nodes, starts };
      if ((kinds.of(node) & ~UNSEEN) === BLOCK) breakLine();
    }
    node = node.nextSibling;
  }
  return { text: parts.join(""), nodes, starts };
}

/** A part of a word in one text node. @typedef {{start: number, end: number, word: string}} Piece */

/**
 * The spans of a text as pieces of its text nodes.
 * @param {Flat} flat
 * @param {Uint32Array} spans (start, end, term), sorted and disjoint.
 * @param {Map<number, string>} words The word of each term.
 * @returns {Map<Text, Piece[]>}
 */
export function piecesOf({ text, nodes, starts }, spans, words) {
  const pieces = new Map();
  let index = 0;
  for (let i = 0; i < spans.length; i += 3) {
    const [start, end] = [spans[i], spans[i + 1]];
    while (index + 1 < nodes.length && starts[index + 1] <= start) index += 1;
    const word = words.get(spans[i + 2]);
    for (let k = index; k < nodes.length && starts[k] < end; k += 1) {
      const from = Math.max(0, start - starts[k]);
      const to = Math.min(end, starts[k + 1] ?? text.length) - starts[k];
      if (!pieces.has(nodes[k])) pieces.set(nodes[k], []);
      pieces.get(nodes[k]).push({ start: from, end: to, word });
    }
  }
  return pieces;
}

/** Whether two lists of pieces are the same. */
export const samePieces = (a, b) =>
  a.length === b.length && a.every((piece, i) => piece.start === b[i].start && piece.end === b[i].end && piece.word === b[i].word);

/**
 * The pieces of a text after a part of it was replaced: those before and after the change, moved along with it.
 * @param {Piece[]} pieces
 * @param {string} before
 * @param {string} after
 */
export function movePieces(pieces, before, after) {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const by = after.length - before.length;
  const kept = pieces.filter(({ end }) => end <= head);
  const moved = pieces.filter(({ start }) => start >= before.length - tail);
  return [...kept, ...moved.map(({ start, end, word }) => ({ start: start + by, end: end + by, word }))];
}

/**
 * Two ways to colour spans of a laid-out chunk: the CSS Custom Highlight API, and `<mark>` elements where it is missing.
 *
 * A laid-out chunk has `pieces`: its text nodes in order, each with the offsets of the text that it holds.
 */

import { pieceAt } from "./chunks.js";
import { firstSpanAfter } from "./spans.js";

/**
 * The layers from the lowest to the highest. "word" tints every second word, "cursor" is the place of the keyboard,
 * "occurrence" the one of the chosen word's spans that the reader is at.
 */
export const LAYERS = ["word", "keyword", "hover", "chosen", "occurrence", "cursor"];

/** @typedef {{ spans: Uint32Array, every: number }} Layer `every`: 2 takes each second span only */
/** @typedef {{ start: number, end: number, node: Text }} Piece */

/** The layer's spans in [start, end), cut to it. */
function* spansWithin({ spans, every }, start, end) {
  for (let i = firstSpanAfter(spans, start); i * 3 < spans.length && spans[i * 3] < end; i += 1) {
    if (i % every === every - 1) yield [Math.max(spans[i * 3], start), Math.min(spans[i * 3 + 1], end)];
  }
}

/** A range over [start, end) of the text; an end in a line break moves to the text beside it. */
export function rangeOf(pieces, start, end) {
  const first = pieces[pieceAt(pieces, start)];
  const last = pieces[Math.min(pieceAt(pieces, end - 1), pieces.length - 1)];
  if (!first || last.start >= end) return undefined;
  return new StaticRange({
    startContainer: first.node,
    startOffset: Math.max(0, start - first.start),
    endContainer: last.node,
    endOffset: Math.min(end, last.end) - last.start,
  });
}

const plainPieces = (chunk, text) =>
  chunk.paragraphs.map(({ start, end }) => ({ start, end, node: document.createTextNode(text.slice(start, end)) }));

export class HighlightPainter {
  canHover = true;
  #highlights;
  /** @type {WeakMap<import("./column.js").ColumnChunk, Map<string, StaticRange[]>>} */
  #ranges = new WeakMap();

  constructor() {
    this.#highlights = new Map(
      LAYERS.map((name, priority) => {
        const highlight = new Highlight();
        highlight.priority = priority;
        CSS.highlights.set(name, highlight);
        return [name, highlight];
      }),
    );
  }

  /** Puts the chunk's text into its paragraphs. */
  fill(chunk, text) {
    chunk.pieces = plainPieces(chunk, text);
    chunk.pieces.forEach(({ node }, i) => chunk.element.children[i].append(node));
    this.#ranges.set(chunk, new Map());
  }

  /** Colours the layers of these names. @param {Map<string, Layer>} layers */
  paint(chunk, layers, names) {
    const held = this.#ranges.get(chunk);
    for (const name of names) {
      const highlight = this.#highlights.get(name);
      for (const range of held.get(name) ?? []) highlight.delete(range);
      const ranges = [];
      for (const [start, end] of spansWithin(layers.get(name), chunk.start, chunk.end)) {
        const range = rangeOf(chunk.pieces, start, end);
        if (range) ranges.push(range);
      }
      for (const range of ranges) highlight.add(range);
      held.set(name, ranges);
    }
  }

  /** Takes the colours off a chunk that leaves the page. */
  clear(chunk) {
    for (const [name, ranges] of this.#ranges.get(chunk) ?? []) {
      for (const range of ranges) this.#highlights.get(name).delete(range);
    }
    this.#ranges.delete(chunk);
  }
}

/** Layers that say something of the text get `<mark>`; the others are only looks. */
const MARKED = new Set(["keyword", "chosen", "occurrence"]);

export class MarkPainter {
  // A hover would rebuild the paragraphs with each move of the pointer.
  canHover = false;
  #text = "";

  fill(chunk, text) {
    this.#text = text;
    chunk.pieces = plainPieces(chunk, text);
    chunk.pieces.forEach(({ node }, i) => chunk.element.children[i].append(node));
  }

  paint(chunk, layers) {
    chunk.pieces = chunk.paragraphs.flatMap((paragraph, i) => {
      const pieces = this.#piecesOf(paragraph, layers);
      chunk.element.children[i].replaceChildren(...pieces.map(({ element, node }) => element ?? node));
      return pieces;
    });
  }

  clear() {}

  /** The paragraph's text nodes, cut wherever a layer begins or ends. */
  #piecesOf({ start, end }, layers) {
    const edges = [{ at: end, name: null, by: 0 }];
    for (const name of LAYERS) {
      for (const [from, to] of spansWithin(layers.get(name), start, end))
        edges.push({ at: from, name, by: 1 }, { at: to, name, by: -1 });
    }
    edges.sort((a, b) => a.at - b.at);
    const depth = new Map();
    const pieces = [];
    let from = start;
    for (const { at, name, by } of edges) {
      if (at > from) {
        const active = LAYERS.filter((layer) => depth.get(layer) > 0);
        pieces.push(markedPiece(this.#text, from, at, active));
        from = at;
      }
      if (name) depth.set(name, (depth.get(name) ?? 0) + by);
    }
    return pieces;
  }
}

function markedPiece(text, start, end, layers) {
  const node = document.createTextNode(text.slice(start, end));
  if (layers.length === 0) return { start, end, node, element: null };
  const element = document.createElement(layers.some((name) => MARKED.has(name)) ? "mark" : "span");
  element.className = layers.map((name) => `is-${name}`).join(" ");
  element.append(node);
  return { start, end, node, element };
}

/** `#highlight=mark` in the address asks for `<mark>` though the browser has better. */
export function createPainter() {
  const asked = new URLSearchParams(location.hash.slice(1)).get("highlight") === "mark";
  return CSS.highlights && typeof Highlight === "function" && !asked ? new HighlightPainter() : new MarkPainter();
}

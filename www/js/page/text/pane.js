/** A text of any length to read, with places in it to colour, to go to and to point at. */

import { reducedMotion } from "../dom.js";
import { splitText } from "./chunks.js";
import { Column } from "./column.js";
import { LAYERS, rangeOf } from "./painters.js";
import { EMPTY } from "./spans.js";

export class TextPane {
  #scroller;
  #painter;
  #body;
  #text = "";
  #column;
  #layers = new Map(LAYERS.map((name) => [name, { spans: EMPTY, every: 1 }]));
  #dirty = new Set();
  #frame = 0;
  #width = 0;
  #splitting = new AbortController();
  /** The wanted place of a scroll, until the layout around it is settled. */
  #goal = null;

  /**
   * @param {HTMLElement} scroller the element that scrolls
   * @param {import("./painters.js").HighlightPainter | import("./painters.js").MarkPainter} painter
   */
  constructor(scroller, painter) {
    this.#scroller = scroller;
    this.#painter = painter;
    this.#body = document.createElement("div");
    this.#body.className = "text-body";
    scroller.append(this.#body);
    this.#column = new Column(scroller, this.#body, {
      put: (chunk) => this.#put(chunk),
      take: (chunk) => this.#painter.clear(chunk),
      moved: () => this.#goal && this.#approach(),
    });
    new ResizeObserver(() => this.#resized()).observe(this.#body);
  }

  get text() {
    return this.#text;
  }

  get canHover() {
    return this.#painter.canHover;
  }

  /** Shows a text from its beginning; `keepPlace` leaves the scroll where it is. */
  async show(text, { lang, keepPlace = false }) {
    this.#splitting.abort();
    const splitting = (this.#splitting = new AbortController());
    const { chunks, spaced } = await splitText(text, splitting.signal);
    if (splitting.signal.aborted) return;
    const top = keepPlace ? this.#scroller.scrollTop : 0;
    this.#text = text;
    this.#goal = null;
    this.#body.lang = lang;
    this.#body.classList.toggle("is-spaced", spaced);
    for (const [name] of this.#layers) this.#layers.set(name, { spans: EMPTY, every: 1 });
    this.#column.show(
      chunks.map((chunk) => ({ ...chunk, width: meanWidth(text, chunk.start) })),
      this.#heights(),
    );
    this.#scroller.scrollTop = top;
  }

  /**
   * Colours spans: (start, end, term), sorted and disjoint.
   * @param {string} name of {@link LAYERS}
   */
  setLayer(name, spans, every = 1) {
    const layer = this.#layers.get(name);
    if (layer.spans === spans && layer.every === every) return;
    this.#layers.set(name, { spans, every });
    this.#dirty.add(name);
    this.#frame ||= requestAnimationFrame(() => this.#repaint());
  }

  /** Scrolls so that [start, end) is in comfortable sight. */
  reveal(start, end) {
    this.#goal = { start, end, tries: 4 };
    this.#approach();
  }

  /** The offset of the character under a point of the window, or undefined where there is none. */
  offsetAt(x, y) {
    const caret = caretAt(x, y);
    const piece = caret && this.#pieceOf(caret.node);
    if (!piece) return undefined;
    // A caret stands between two characters: the pointer is on the one or the other.
    for (const offset of [caret.offset, caret.offset - 1]) {
      if (offset < 0 || offset >= piece.node.length) continue;
      const range = document.createRange();
      range.setStart(piece.node, offset);
      range.setEnd(piece.node, offset + 1);
      for (const box of range.getClientRects()) {
        if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) return piece.start + offset;
      }
    }
    return undefined;
  }

  /** Whether [start, end) is wholly in sight. */
  isVisible(start, end) {
    const box = this.#boxOf(start, end);
    const view = this.#scroller.getBoundingClientRect();
    return box !== undefined && box.top >= view.top && box.bottom <= view.bottom;
  }

  /** The offsets of what is selected in the text, or undefined where nothing is. */
  get selected() {
    const selection = getSelection();
    if (selection.isCollapsed || selection.rangeCount === 0) return undefined;
    const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0);
    const first = this.#pieceOf(startContainer);
    const last = this.#pieceOf(endContainer);
    return first && last ? { start: first.start + startOffset, end: last.start + endOffset } : undefined;
  }

  /** Selects [start, end) as the pointer would. */
  select(start, end) {
    const chunk = this.#column.at(start);
    const range = chunk?.pieces && rangeOf(chunk.pieces, start, end);
    if (range) getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  }

  /** The offset where the text in sight begins. */
  firstVisibleOffset() {
    const top = this.#scroller.getBoundingClientRect().top;
    const chunk = this.#column.firstBelow(top);
    if (!chunk) return 0;
    const paragraph = [...chunk.element.children].findIndex((element) => element.getBoundingClientRect().bottom > top);
    if (paragraph < 0) return chunk.start;
    const { start, end } = chunk.paragraphs[paragraph];
    // The paragraph may begin above: its lines are in the order of the text.
    let [low, high] = [start, end];
    while (low < high) {
      const middle = (low + high) >> 1;
      const box = this.#boxOf(middle, middle + 1);
      if (!box || box.top >= top) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #put(chunk) {
    chunk.element.replaceChildren(
      ...chunk.paragraphs.map(({ afterBlank }) => {
        const paragraph = document.createElement("p");
        if (afterBlank) paragraph.className = "after-blank";
        return paragraph;
      }),
    );
    this.#painter.fill(chunk, this.#text);
    this.#painter.paint(chunk, this.#layers, LAYERS);
  }

  #repaint() {
    this.#frame = 0;
    const names = [...this.#dirty];
    this.#dirty.clear();
    for (const chunk of this.#column.filled) this.#painter.paint(chunk, this.#layers, names);
  }

  /** How high a chunk will about be. */
  #heights() {
    const style = getComputedStyle(this.#body);
    const fontSize = parseFloat(style.fontSize);
    const lineHeight = parseFloat(style.lineHeight) || fontSize * 1.9;
    const perLine = Math.max(8, (this.#body.clientWidth || 600) / fontSize);
    const gap = this.#body.classList.contains("is-spaced") ? fontSize * 0.7 : 0;
    return ({ width, paragraphs }) =>
      paragraphs.reduce(
        (height, { start, end, afterBlank }) =>
          height + Math.ceil(((end - start) * width) / perLine) * lineHeight + (afterBlank ? fontSize : gap),
        0,
      );
  }

  #resized() {
    const width = this.#body.clientWidth;
    if (width === this.#width || width === 0) return;
    this.#width = width;
    this.#column.estimate(this.#heights());
  }

  #boxOf(start, end) {
    const chunk = this.#column.at(start);
    const range = chunk?.pieces && rangeOf(chunk.pieces, start, Math.max(end, start + 1));
    if (!range) return undefined;
    const live = document.createRange();
    live.setStart(range.startContainer, range.startOffset);
    live.setEnd(range.endContainer, range.endOffset);
    return live.getBoundingClientRect();
  }

  /** Goes to the goal. The chunks around it get their true heights on the way, so it looks again after each. */
  #approach() {
    const goal = this.#goal;
    const chunk = goal && this.#column.at(goal.start);
    if (!chunk) return;
    this.#column.fill(chunk);
    const box = this.#boxOf(goal.start, goal.end);
    const view = this.#scroller.getBoundingClientRect();
    if (!box || view.height === 0) return;
    const margin = Math.min(80, view.height / 4);
    if (box.top < view.top + margin || box.bottom > view.bottom - margin) {
      const by = box.top - view.top - view.height * 0.38;
      const near = Math.abs(by) < view.height * 1.5 && goal.tries === 4 && !reducedMotion();
      this.#scroller.scrollBy({ top: by, behavior: near ? "smooth" : "instant" });
      if (near) {
        this.#goal = null;
        return;
      }
    }
    goal.tries -= 1;
    if (goal.tries > 0)
      requestAnimationFrame(() => {
        if (this.#goal === goal) this.#approach();
      });
    else this.#goal = null;
  }

  #pieceOf(node) {
    return this.#column.of(node)?.pieces.find((piece) => piece.node === node);
  }
}

/** How wide the characters about here are on the mean, as a share of a Chinese one. */
function meanWidth(text, start) {
  let narrow = 0;
  const end = Math.min(text.length, start + 64);
  for (let i = start; i < end; i += 1) if (text.charCodeAt(i) < 0x2000) narrow += 1;
  return 1 - (narrow / Math.max(1, end - start)) * 0.5;
}

/** The caret under a point, by whichever of the two names the browser has. */
function caretAt(x, y) {
  if (document.caretPositionFromPoint) {
    const caret = document.caretPositionFromPoint(x, y);
    return caret?.offsetNode.nodeType === Node.TEXT_NODE ? { node: caret.offsetNode, offset: caret.offset } : undefined;
  }
  const range = document.caretRangeFromPoint?.(x, y);
  return range?.startContainer.nodeType === Node.TEXT_NODE
    ? { node: range.startContainer, offset: range.startOffset }
    : undefined;
}

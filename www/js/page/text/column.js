/**
 * The chunks of a text one below the other. Those in sight have their text; those about them are empty elements, and so
 * is, as one, each section of chunks further away: a browser styles and watches every element there is. What has no text
 * keeps its room by its height.
 */

import { pieceAt } from "./chunks.js";

/** The chunks of a section. */
const SECTION = 40;

/** How far beyond the window chunks have their text, and sections their chunks, as shares of its height. */
const TEXT_AHEAD = "100%";
const CHUNKS_AHEAD = "200%";

/**
 * No text is made higher than this, in pixels: browsers lay out no further than 17.9 (Firefox) or 33.5 million, and all that
 * lies beyond lies in one place, so that all of it is in sight at once. What is not laid out takes less room then.
 */
const HIGHEST = 16e6;

/**
 * @typedef {import("./chunks.js").Chunk & {
 *   section: Section, height: number, element: HTMLElement | null, pieces: import("./painters.js").Piece[] | null
 * }} ColumnChunk `height`: the room that it takes without text
 * @typedef {{ element: HTMLElement, chunks: ColumnChunk[], isOpen: boolean }} Section `isOpen`: its chunks are elements
 */

export class Column {
  #body;
  #put;
  #take;
  /** @type {ColumnChunk[]} */
  #chunks = [];
  /** @type {Section[]} */
  #sections = [];
  /** @type {Set<ColumnChunk>} */
  #filled = new Set();
  /** The section or chunk of an element. */
  #owners = new WeakMap();
  /** What a chunk without text has of its height. */
  #share = 1;
  #seeChunks;
  #seeSections;

  /**
   * @param {HTMLElement} scroller the element that scrolls
   * @param {HTMLElement} body the element in it that the column fills
   * @param {(chunk: ColumnChunk) => void} put puts the text into a chunk's element, and sets its `pieces`
   * @param {(chunk: ColumnChunk) => void} take is told of a chunk whose text goes
   * @param {() => void} moved is told when chunks have come or gone
   */
  constructor(scroller, body, { put, take, moved }) {
    this.#body = body;
    this.#put = put;
    this.#take = take;
    const watch = (rootMargin, see) =>
      new IntersectionObserver(
        (entries) => {
          // Where the scroller itself is not shown nothing is in sight, and all keeps what it has.
          for (const entry of entries) if (entry.rootBounds?.height > 0) see(entry);
          moved();
        },
        { root: scroller, rootMargin },
      );
    this.#seeSections = watch(`${CHUNKS_AHEAD} 0px`, (entry) => this.#seeSection(entry));
    this.#seeChunks = watch(`${TEXT_AHEAD} 0px`, (entry) => this.#seeChunk(entry));
  }

  /**
   * Takes these chunks in place of those before. The first ones have their text at once.
   * @param {import("./chunks.js").Chunk[]} chunks
   * @param {(chunk: ColumnChunk) => number} heightOf the height that one about has with its text, in pixels
   */
  show(chunks, heightOf) {
    this.#seeSections.disconnect();
    this.#seeChunks.disconnect();
    for (const chunk of this.#filled) this.#take(chunk);
    this.#filled.clear();
    // What the observers still have to say of the elements of before is of no interest.
    this.#owners = new WeakMap();
    this.#sections = [];
    this.#chunks = chunks.map((chunk) => ({ ...chunk, section: null, height: 0, element: null, pieces: null }));
    for (let from = 0; from < chunks.length; from += SECTION) this.#addSection(this.#chunks.slice(from, from + SECTION));
    this.estimate(heightOf);
    this.#body.replaceChildren(...this.#sections.map(({ element }) => element));
    for (const chunk of this.#chunks.slice(0, 2)) this.fill(chunk);
    for (const { element } of this.#sections) this.#seeSections.observe(element);
  }

  /** The chunks that have their text. */
  get filled() {
    return this.#filled;
  }

  /** The chunk that has an offset, or the last one; undefined where there is none. */
  at(offset) {
    return this.#chunks[Math.min(pieceAt(this.#chunks, offset), this.#chunks.length - 1)];
  }

  /** The chunk with text that a node lies in. */
  of(node) {
    const chunk = this.#owners.get(node.parentElement?.closest(".text-body > div > div"));
    return chunk?.pieces ? chunk : undefined;
  }

  /** The first chunk that ends below this height of the window, with its element. */
  firstBelow(top) {
    const endsBelow = ({ element }) => element.getBoundingClientRect().bottom > top;
    const section = this.#sections.find(endsBelow);
    if (!section) return undefined;
    this.#open(section);
    return section.chunks.find(endsBelow);
  }

  /** Gives each chunk without text the height that it will about have. */
  estimate(heightOf) {
    const heights = this.#chunks.map(heightOf);
    this.#share = Math.min(1, HIGHEST / heights.reduce((sum, height) => sum + height, 0));
    this.#chunks.forEach((chunk, index) => {
      if (!chunk.pieces) this.#free(chunk, Math.round(heights[index] * this.#share));
    });
    for (const section of this.#sections) if (!section.isOpen) freeSection(section);
  }

  /** Gives a chunk its text. */
  fill(chunk) {
    if (chunk.pieces) return;
    this.#open(chunk.section);
    chunk.element.style.height = "";
    this.#put(chunk);
    this.#filled.add(chunk);
  }

  #addSection(chunks) {
    const section = { element: document.createElement("div"), chunks, isOpen: false };
    for (const chunk of chunks) chunk.section = section;
    this.#owners.set(section.element, section);
    this.#sections.push(section);
  }

  #seeSection({ target, isIntersecting }) {
    const section = this.#owners.get(target);
    if (!section) return;
    if (isIntersecting) this.#open(section);
    else this.#close(section);
  }

  #seeChunk({ target, isIntersecting, boundingClientRect }) {
    const chunk = this.#owners.get(target);
    if (chunk?.element !== target) return;
    if (isIntersecting) this.fill(chunk);
    else this.#empty(chunk, boundingClientRect.height);
  }

  #open(section) {
    if (section.isOpen) return;
    section.isOpen = true;
    for (const chunk of section.chunks) {
      chunk.element = document.createElement("div");
      this.#owners.set(chunk.element, chunk);
      this.#free(chunk, chunk.height);
    }
    section.element.style.height = "";
    section.element.append(...section.chunks.map(({ element }) => element));
    for (const { element } of section.chunks) this.#seeChunks.observe(element);
  }

  #close(section) {
    if (!section.isOpen) return;
    section.isOpen = false;
    const filled = section.chunks.filter(({ pieces }) => pieces);
    // All are measured before one is changed: the browser lays out once.
    const heights = filled.map(({ element }) => element.getBoundingClientRect().height);
    filled.forEach((chunk, index) => this.#empty(chunk, heights[index]));
    for (const chunk of section.chunks) {
      this.#seeChunks.unobserve(chunk.element);
      chunk.element = null;
    }
    section.element.replaceChildren();
    freeSection(section);
  }

  #empty(chunk, height) {
    if (!chunk.pieces) return;
    this.#take(chunk);
    this.#filled.delete(chunk);
    chunk.pieces = null;
    chunk.element.replaceChildren();
    this.#free(chunk, height * this.#share);
  }

  #free(chunk, height) {
    chunk.height = height;
    if (chunk.element) chunk.element.style.height = `${height}px`;
  }
}

/** Keeps the room of a section's chunks. */
function freeSection({ element, chunks }) {
  element.style.height = `${chunks.reduce((sum, { height }) => sum + height, 0)}px`;
}

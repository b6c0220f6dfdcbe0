/** @file The small panel that says a word and its count, for the pointer, the keyboard and the screen reader. */

import { makeSheet } from "./style.js";

const STYLE = `:host { all: initial; }
div { position: fixed; inset: auto; margin: 0; padding: 0.25em 0.6em; border: 1px solid #0000; border-radius: 0.3em;
  font: 14px/1.5 system-ui, sans-serif; background: #1f1b16; color: #fff; max-inline-size: 24em; overflow-wrap: anywhere;
  inline-size: max-content; z-index: 2147483647; }
div:not(.shown) { display: none; }`;

const GAP = 6;

/**
 * It stands beside the body, not in it, in a tree of its own: neither the page's text nor its rules meet it.
 */
export class Tip {
  #document;
  #host;
  #panel;

  /** @param {Document} document */
  constructor(document) {
    this.#document = document;
  }

  /**
   * @param {string} text
   * @param {DOMRect} box What it is about.
   * @param {boolean} isSpoken Whether it came by the keyboard, so that it is to be read aloud.
   */
  show(text, box, isSpoken) {
    this.#make();
    this.#panel.role = isSpoken ? "status" : "tooltip";
    this.#panel.ariaLive = isSpoken ? "polite" : "off";
    this.#panel.textContent = text;
    if (this.#panel.className === "") this.#panel.showPopover?.();
    this.#panel.className = "shown";
    const size = this.#panel.getBoundingClientRect();
    const view = this.#document.documentElement;
    const above = box.top - size.height - GAP;
    const left = Math.min(box.left + box.width / 2 - size.width / 2, view.clientWidth - size.width - GAP);
    this.#panel.style.left = `${Math.max(GAP, left)}px`;
    this.#panel.style.top = `${above >= 0 ? above : box.bottom + GAP}px`;
  }

  hide() {
    if (this.text === "") return;
    this.#panel.className = "";
    this.#panel.hidePopover?.();
  }

  /** What it says now, or "". */
  get text() {
    return this.#panel?.className === "shown" ? this.#panel.textContent : "";
  }

  /** Whether this is where the pointer is. */
  holds(target) {
    return target === this.#host;
  }

  remove() {
    this.#host?.remove();
    this.#host = this.#panel = undefined;
  }

  #make() {
    if (this.#host) return;
    this.#host = this.#document.createElement("hanlens-tip");
    const tree = this.#host.attachShadow({ mode: "open" });
    tree.adoptedStyleSheets = [makeSheet(tree, STYLE)];
    this.#panel = this.#document.createElement("div");
    this.#panel.popover = "manual";
    tree.append(this.#panel);
    this.#document.documentElement.append(this.#host);
  }
}

/** @file What the pointer and the keyboard point at, and what is said of it. */

import { Tip } from "./tip.js";

const SENTENCES = {
  zh: ({ word, count, index, total }) => `${word}：${count} 次${index === undefined ? "" : `（${index + 1}/${total}）`}`,
  en: ({ word, count, index, total }) =>
    `${word}: ${count} ${count === 1 ? "time" : "times"}${index === undefined ? "" : ` (${index + 1} of ${total})`}`,
};

export class Pointing {
  #root;
  #highlighter;
  #describe;
  #tip;
  #document;
  #end = new AbortController();
  #frame = 0;
  /** What is shown, and how the reader came to it. @type {{found: object, isSpoken: boolean} | undefined} */
  #shown;

  /**
   * @param {Element | Document | ShadowRoot} root
   * @param {object} highlighter
   * @param {(found: object) => string} [describe]
   */
  constructor(root, highlighter, describe) {
    this.#root = root;
    this.#highlighter = highlighter;
    this.#document = root.ownerDocument ?? root;
    this.#describe = describe ?? ((found) => SENTENCES[languageOf(root)](found));
    this.#tip = new Tip(this.#document);
    const { signal } = this.#end;
    const on = (target, name, act) => target.addEventListener(name, act, { signal, passive: true });
    on(this.#document, "pointermove", (event) => this.#follow(event));
    on(this.#document, "keydown", (event) => event.key === "Escape" && this.hide());
    this.#document.addEventListener("scroll", () => this.#moved(), { signal, passive: true, capture: true });
    on(root, "focusin", ({ target }) => this.tell(target === root ? undefined : highlighter.wordIn(target)));
    on(root, "focusout", () => this.hide());
    on(this.#document, "selectionchange", () => this.#read());
  }

  /** Shows a word and has it read aloud. */
  tell(found) {
    if (found) this.#show(found, true);
    else this.hide();
  }

  hide() {
    this.#tip.hide();
    this.#shown = undefined;
  }

  end() {
    this.#end.abort();
    this.#document.defaultView?.cancelAnimationFrame(this.#frame);
    this.#tip.remove();
  }

  /** The pointer moves more often than the browser paints. */
  #follow(event) {
    if (this.#tip.holds(event.target)) return;
    const { clientX, clientY } = event;
    const isInside = event.composedPath().includes(this.#root);
    this.#document.defaultView.cancelAnimationFrame(this.#frame);
    this.#frame = this.#document.defaultView.requestAnimationFrame(() => {
      const found = isInside ? this.#highlighter.wordUnder(clientX, clientY) : undefined;
      if (found) this.#show(found, false);
      else if (this.#shown?.isSpoken === false) this.#leave();
    });
  }

  /** Where the reader's own caret is. */
  #read() {
    const selection = this.#document.getSelection();
    if (!selection?.isCollapsed || !selection.anchorNode || !this.#root.contains(selection.anchorNode)) return;
    const found = this.#highlighter.wordAt(selection.anchorNode, selection.anchorOffset);
    if (found) this.#show(found, true);
  }

  #show(found, isSpoken) {
    // Where the pointer was before is no news any more.
    this.#document.defaultView.cancelAnimationFrame(this.#frame);
    const [box] = found.range.getClientRects();
    if (!box) return;
    this.#shown = { found, isSpoken };
    if (!isSpoken) this.#highlighter.point([found.range]);
    this.#tip.show(this.#describe(found), box, isSpoken);
  }

  /** What the keyboard came to stays; the pointer is somewhere else now. */
  #moved() {
    if (this.#shown?.isSpoken) this.#show(this.#shown.found, true);
    else if (this.#shown) this.#leave();
  }

  #leave() {
    this.#highlighter.point([]);
    this.hide();
  }
}

/** The language in which the page speaks to its reader. */
function languageOf(root) {
  const element = root.nodeType === 1 ? root : (root.host ?? root.documentElement);
  return /^zh\b/i.test(element.closest("[lang]")?.lang || element.ownerDocument.documentElement.lang) ? "zh" : "en";
}

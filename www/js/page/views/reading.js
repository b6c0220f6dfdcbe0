/** The text to read: its words, keywords and the chosen word coloured; a click or the keyboard chooses a word. */

import { announce, h } from "../dom.js";
import { t } from "../i18n/index.js";
import { createPainter } from "../text/painters.js";
import { TextPane } from "../text/pane.js";
import { disjointTokens, EMPTY, firstSpanAfter, sortTokens, tokensAt } from "../text/spans.js";

export class ReadingView {
  #page;
  #pane;
  /** All tokens of the document, sorted; they overlap in the modes "full" and "search". */
  #tokens = EMPTY;
  /** The text cut once. */
  #words = EMPTY;
  /** Where the keyboard is: an index into the words, or -1. */
  #cursor = -1;
  /** The last word of what the keyboard has selected. */
  #extended = -1;
  /** The document and corpus shown now. */
  #shown = { document: null, analysis: null };

  constructor(page) {
    this.#page = page;
    this.element = h("div", {
      class: "text-scroller",
      id: "text",
      tabindex: "0",
      role: "region",
      i18nLabel: "textRegion",
      "aria-describedby": "text-help",
      "aria-keyshortcuts": "ArrowRight ArrowLeft Enter N P Shift+ArrowRight Shift+ArrowLeft C",
    });
    this.#pane = new TextPane(this.element, createPainter());
    this.#listen();
    const { store } = page;
    store.on(["documents", "current", "analysis"], () => this.#show());
    store.on(["busy"], () => this.#wait());
    store.on(["boundaries"], () => this.#tintWords());
    store.on(["keywords"], () => this.#paintKeywords());
    store.on(["spans", "chosen"], () => this.#paintChosen());
    store.on(["occurrence"], () => this.#paintOccurrence());
    this.#show();
  }

  /** The offset of the text where the reader is: what is chosen elsewhere is looked for from here. */
  get place() {
    return this.#pane.firstVisibleOffset();
  }

  /** Brings a place of the text into sight. @param {number} offset */
  goTo(offset) {
    this.#pane.reveal(offset, offset + 1);
  }

  async #show() {
    const { documents, current, analysis } = this.#page.store.state;
    const document = documents[current] ?? null;
    const analysed = analysis?.documents[current] === document ? analysis : null;
    const { document: before, analysis: analysisBefore } = this.#shown;
    if (before === document && analysisBefore === analysed) return;
    this.#shown = { document, analysis: analysed };
    const isShown = () => this.#shown.document === document && this.#shown.analysis === analysed;
    if (before !== document && (!document || typeof document.source === "string")) {
      this.#forgetTokens();
      await this.#pane.show(document?.source ?? "", { lang: document?.lang ?? "zh" });
    }
    if (!analysed || !isShown()) return;
    if (typeof document.source !== "string" && !(before === document && analysisBefore)) {
      const text = await this.#page.session.ask((corpus) => corpus.text(current));
      if (text === undefined || !isShown()) return;
      this.#forgetTokens();
      await this.#pane.show(text, { lang: document.lang });
    }
    const tokens = await this.#page.session.ask((corpus) => corpus.tokens(current));
    if (!tokens || !isShown()) return;
    const sorted = await sortTokens(tokens);
    const words = await disjointTokens(sorted);
    if (!isShown()) return;
    this.#tokens = sorted;
    this.#words = words;
    this.#cursor = -1;
    this.#tintWords();
    this.#paintKeywords();
    this.#paintChosen();
    this.#paintOccurrence();
    this.element.dataset.tokens = String(sorted.length / 3);
  }

  /** A file's text is only known with its analysis: when that takes long, the text of before does not stay under its name. */
  #wait() {
    const { busy, documents, current } = this.#page.store.state;
    if (!busy || this.#shown.analysis || typeof documents[current]?.source === "string") return;
    this.#forgetTokens();
    if (this.#pane.text !== "") this.#pane.show("", { lang: "zh" });
  }

  #forgetTokens() {
    this.#tokens = EMPTY;
    this.#words = EMPTY;
    this.#cursor = -1;
    delete this.element.dataset.tokens;
  }

  #tintWords() {
    this.#pane.setLayer("word", this.#page.store.state.boundaries ? this.#words : EMPTY, 2);
  }

  async #paintKeywords() {
    const { keywords, current } = this.#page.store.state;
    if (!this.#isAnalysed(current)) return;
    // By spelling: just after an analysis the keywords are still those of before, and their numbers would be wrong.
    const terms = keywords.map((keyword) => keyword.word);
    const spans =
      terms.length > 0 ? await this.#page.session.ask((corpus) => corpus.spans({ document: current, terms })) : EMPTY;
    if (spans && this.#page.store.state.keywords === keywords && this.#isAnalysed(current))
      this.#pane.setLayer("keyword", spans);
  }

  #paintChosen() {
    const { spans, current } = this.#page.store.state;
    this.#pane.setLayer("chosen", spans?.document === current && this.#isAnalysed(current) ? spans.data : EMPTY);
  }

  #paintOccurrence() {
    const { occurrence, current } = this.#page.store.state;
    const here = occurrence?.document === current && this.#isAnalysed(current);
    this.#pane.setLayer("occurrence", here ? Uint32Array.of(occurrence.start, occurrence.end, 0) : EMPTY);
    if (here && !occurrence.stay) this.#pane.reveal(occurrence.start, occurrence.end);
  }

  #isAnalysed(current) {
    const { documents } = this.#page.store.state;
    return this.#shown.analysis !== null && this.#shown.document === documents[current];
  }

  #listen() {
    const { element } = this;
    element.addEventListener("click", (event) => this.#click(event));
    element.addEventListener("keydown", (event) => this.#key(event));
    element.addEventListener("blur", () => this.#setCursor(-1));
    document.addEventListener("selectionchange", () => {
      if (!element.hidden) this.#mark();
    });
    if (!this.#pane.canHover || !matchMedia("(hover: hover)").matches) return;
    let frame = 0;
    element.addEventListener("pointermove", (event) => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        this.#hover(event.clientX, event.clientY);
      });
    });
    element.addEventListener("pointerleave", () => this.#pane.setLayer("hover", EMPTY));
    element.addEventListener("scroll", () => this.#pane.setLayer("hover", EMPTY), { passive: true });
  }

  /** What is selected may be joined or split: it is known by its offsets. */
  #mark() {
    const selected = this.#pane.selected;
    const { current, marked } = this.#page.store.state;
    if (selected && this.#isAnalysed(current)) {
      if (marked?.start !== selected.start || marked?.end !== selected.end)
        this.#page.store.set({ marked: { document: current, ...selected } });
    } else if (marked && this.element.contains(getSelection().anchorNode)) this.#page.store.set({ marked: null });
  }

  /** The words that touch [start, end) and follow one another without anything between: where each begins, and the end. */
  cutsAround(start, end) {
    const cuts = [];
    let last = start;
    for (let i = firstSpanAfter(this.#words, start); i * 3 < this.#words.length && this.#words[i * 3] < end; i += 1) {
      const [from, to] = this.#span(i);
      if (cuts.length > 0 && from !== last) break;
      cuts.push(from);
      last = to;
    }
    return cuts.length > 0 ? { cuts: [...cuts, last], text: this.#pane.text.slice(cuts[0], last) } : null;
  }

  /** Makes the selection longer or shorter by a word, from the word of the keyboard on. */
  #extend(by) {
    if (this.#cursor < 0) {
      this.#moveCursor(0);
      return;
    }
    const last = Math.max(this.#cursor, Math.min(this.#words.length / 3 - 1, this.#extended + by));
    this.#extended = last;
    const [start] = this.#span(this.#cursor);
    const [, end] = this.#span(last);
    this.#pane.select(start, end);
    announce(this.#pane.text.slice(start, end));
  }

  /** Opens the cut of what is selected, or of the word of the keyboard. */
  #editCut() {
    if (this.#pane.selected === undefined && this.#cursor >= 0) this.#pane.select(...this.#span(this.#cursor));
    this.#mark();
    this.#page.store.set({ cutFocus: {} });
  }

  #hover(x, y) {
    const offset = this.#pane.offsetAt(x, y);
    const [token] = offset === undefined ? [] : tokensAt(this.#words, offset);
    this.element.classList.toggle("is-over-word", token !== undefined);
    this.#pane.setLayer("hover", token ? Uint32Array.of(token.start, token.end, 0) : EMPTY);
  }

  #click(event) {
    if (!getSelection().isCollapsed) return;
    const offset = this.#pane.offsetAt(event.clientX, event.clientY);
    if (offset === undefined) return;
    const tokens = tokensAt(this.#tokens, offset);
    if (tokens.length === 0) return;
    // Where words overlap, clicking the same place again goes to the shorter ones.
    const { chosen } = this.#page.store.state;
    const now = tokens.findIndex((token) => this.#wordOf(token) === chosen?.word);
    this.#choose(tokens[(now + 1) % tokens.length]);
  }

  /** A word over a line wrap that was healed has it between its characters. */
  #wordOf({ start, end }) {
    return this.#pane.text.slice(start, end).replace(/\s+/g, "");
  }

  #choose(token) {
    const word = this.#wordOf(token);
    this.#page.selection.choose(word, { from: token.start, stay: true, term: token.term });
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const act = {
      ArrowRight: () => (event.shiftKey ? this.#extend(1) : this.#moveCursor(1)),
      ArrowLeft: () => (event.shiftKey ? this.#extend(-1) : this.#moveCursor(-1)),
      Enter: () => this.#chooseAtCursor(),
      c: () => this.#editCut(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** Goes word by word; from where the reader looks, if the cursor is out of sight. */
  #moveCursor(by) {
    const count = this.#words.length / 3;
    if (count === 0) return;
    let next = this.#cursor + by;
    if (this.#cursor < 0 || !this.#pane.isVisible(...this.#span(this.#cursor))) next = this.#startOfSight();
    this.#setCursor(Math.max(0, Math.min(count - 1, next)));
    this.#pane.reveal(...this.#span(this.#cursor));
    announce(this.#pane.text.slice(...this.#span(this.#cursor)));
  }

  /** The chosen occurrence when it is in sight, else the first word in sight. */
  #startOfSight() {
    const { occurrence, current } = this.#page.store.state;
    if (occurrence?.document === current && this.#pane.isVisible(occurrence.start, occurrence.end))
      return firstSpanAfter(this.#words, occurrence.start);
    return firstSpanAfter(this.#words, this.#pane.firstVisibleOffset());
  }

  #chooseAtCursor() {
    if (this.#cursor < 0) {
      announce(t("cursorHelp"));
      return;
    }
    const [start, end] = this.#span(this.#cursor);
    this.#choose({ start, end, term: this.#words[this.#cursor * 3 + 2] });
  }

  #span(index) {
    return this.#words.subarray(index * 3, index * 3 + 2);
  }

  #setCursor(index) {
    this.#cursor = index;
    this.#extended = index;
    this.#pane.setLayer("cursor", index < 0 ? EMPTY : this.#words.subarray(index * 3, index * 3 + 3));
  }
}

/**
 * @file `<han-lens>`: the words of a text, as an element of any page.
 *
 * The interface is described in `hanlens-element.d.ts`.
 */

import { HanLensError } from "hanlens";
import { h } from "./dom.js";
import { engineFor, wordLines } from "./engines.js";
import { sourceOf, targetOf, watch } from "./sources.js";
import { speak } from "./strings.js";
import { sheetOf } from "./style.js";
import { concordance } from "./views/concordance.js";
import { cloud, keywords, table } from "./views/lists.js";
import { text } from "./views/text.js";

/**
 * What a view is made of and may do.
 * @typedef {object} Scene
 * @property {HTMLElement} host
 * @property {Document} document
 * @property {import("./hanlens.js").Corpus} corpus
 * @property {import("./hanlens.js").HanLens | Promise<import("./hanlens.js").HanLens>} lens
 * @property {object} analyze The options of the analysis.
 * @property {ReturnType<typeof speak>} t
 * @property {number} top
 * @property {"tfidf" | "textrank" | undefined} method
 * @property {"show" | "hide" | "only"} stopWords
 * @property {string} chosen
 * @property {boolean} isDisabled
 * @property {boolean} isSlotted Whether the text stands in the element itself.
 * @property {(row: {word: string, count: number}) => void} choose
 * @property {(act: () => void) => void} onLeave
 */

/** A view gives its element, how many rows it has, and what is to be done once it is in the page. */
const VIEWS = { table, keywords, cloud, text, concordance };

/** How many rows, unless told. */
const TOPS = { cloud: 40 };
const TOP = 20;

/** What has to be done again when an attribute changes: read the text, analyse it, or only show it. */
const READ = 3;
const ANALYSE = 2;
const SHOW = 1;
const ATTRIBUTES = {
  src: READ, for: READ, "user-words": READ, "stop-words": ANALYSE, heal: ANALYSE, mode: ANALYSE,
  view: SHOW, top: SHOW, method: SHOW, lang: SHOW, word: SHOW,
};

/** Analysis begins a little before the element comes into sight. */
const MARGIN = "200px";

/** Where there is no document, as in Node, the module can be imported and the class stands for nothing. */
const Base = globalThis.HTMLElement ?? class {};

export class HanLensElement extends Base {
  static formAssociated = true;
  static observedAttributes = [...Object.keys(ATTRIBUTES), "loading"];

  /**
   * The engine of elements without words of their own, or how all engines are made; to be set before the first is in sight.
   * @type {import("./hanlens-element.js").HanLensElementEngine | undefined}
   */
  static engine = undefined;

  #tree;
  #internals;
  #status;
  #progress;
  #view;
  #lens;
  #text;
  #corpus;
  /** The word that is chosen. */
  #chosen = "";
  #due = 0;
  #isStarted = false;
  #isDisabled = false;
  #isReadyTold = false;
  /** The analysis that is under way, or the last one. @type {Promise<import("./hanlens.js").Corpus> | undefined} */
  #running;
  #isRunning = false;
  #stop = new AbortController();
  #seen;
  #unwatch;
  #leave = [];
  #scene = 0;
  #ready = withResolvers();

  constructor() {
    super();
    this.#internals = this.attachInternals();
    const document = this.ownerDocument;
    this.#tree = this.attachShadow({ mode: "open" });
    this.#status = h(document, "p", { class: "status", part: "status", role: "status" });
    this.#progress = h(document, "progress", { part: "progress", max: 1, hidden: true });
    // Until there is something to see, what stands in the element is seen.
    this.#view = h(document, "div", { part: "view" }, document.createElement("slot"));
    this.#tree.append(this.#view, this.#progress, this.#status);
    this.#dress();
  }

  // Life in a page

  connectedCallback() {
    if (this.#isStarted) return this.#renew(READ);
    if (this.getAttribute("loading") === "eager") return this.#start();
    this.#seen ??= new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && this.#start(), { rootMargin: MARGIN });
    this.#seen.observe(this);
  }

  /** A move is a leave and an entry in one go; only who stays away gives back what it holds. */
  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#seen?.disconnect();
      this.#abort();
      this.#clearView();
      this.#unwatch?.();
      this.#unwatch = undefined;
      this.#drop();
    });
  }

  adoptedCallback() {
    this.#dress();
  }

  attributeChangedCallback(name, before, after) {
    if (before === after) return;
    if (name === "loading") return after === "eager" && this.isConnected ? this.#start() : undefined;
    if (name === "word") this.#take(after ?? "");
    this.#renew(ATTRIBUTES[name]);
  }

  formDisabledCallback(isDisabled) {
    this.#isDisabled = isDisabled;
    this.#renew(SHOW);
  }

  formResetCallback() {
    this.#take(this.getAttribute("word") ?? "");
    this.#renew(SHOW);
  }

  formStateRestoreCallback(state) {
    this.word = state;
  }

  // What a program may ask and set

  /** The engine: that of all elements, unless one is given. */
  get lens() {
    return this.#lens;
  }

  set lens(lens) {
    this.#lens = lens;
    this.#renew(READ);
  }

  /** The text, in place of that of the attributes; `null` goes back to them. */
  get text() {
    return this.#text ?? null;
  }

  set text(text) {
    this.#text = text ?? undefined;
    this.#renew(READ);
  }

  /** The chosen word, or "". */
  get word() {
    return this.#chosen;
  }

  set word(word) {
    this.#take(String(word ?? ""));
    this.#renew(SHOW);
  }

  get value() {
    return this.word;
  }

  set value(word) {
    this.word = word;
  }

  get name() {
    return this.getAttribute("name") ?? "";
  }

  set name(name) {
    this.setAttribute("name", name);
  }

  get form() {
    return this.#internals.form;
  }

  /** The corpus of the text that is shown, or null. */
  get corpus() {
    return this.#corpus ?? null;
  }

  get summary() {
    return this.#corpus?.summary ?? null;
  }

  /** Resolves with the corpus of the first analysis that succeeds; rejects with the one that fails before. */
  get ready() {
    return this.#ready.promise;
  }

  /**
   * Analyses now, whether the element is in sight or not.
   * @param {import("./hanlens.js").Source} [source] In place of what the attributes name.
   */
  async analyze(source) {
    if (source !== undefined) this.#text = source;
    this.#isStarted = true;
    this.#due = 0;
    this.#run(READ);
    return this.analyzed();
  }

  /** The corpus when no analysis is under way any more; an element that was not in sight yet begins. */
  async analyzed() {
    if (!this.#isStarted) return this.analyze();
    // Changes of this moment are heeded in the next.
    await Promise.resolve();
    for (;;) {
      const running = this.#running;
      try {
        const corpus = await running;
        if (running === this.#running) return corpus;
      } catch (error) {
        if (running === this.#running) throw error;
      }
    }
  }

  // Work

  #dress() {
    this.#tree.adoptedStyleSheets = [sheetOf(this.ownerDocument)];
  }

  #drop() {
    this.#corpus?.dispose();
    this.#corpus = undefined;
  }

  #take(word) {
    this.#chosen = word;
    this.#internals.setFormValue(word);
  }

  #start() {
    this.#seen?.disconnect();
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#renew(READ);
  }

  #abort() {
    this.#stop.abort(new DOMException("another analysis takes its place", "AbortError"));
    this.#stop = new AbortController();
    return this.#stop.signal;
  }

  /** Changes that come together are heeded together. */
  #renew(level) {
    if (!this.#isStarted || !this.isConnected) return;
    const isPlanned = this.#due > 0;
    this.#due = Math.max(this.#due, level);
    if (isPlanned) return;
    queueMicrotask(() => {
      const due = this.#due;
      this.#due = 0;
      // It may have left the page meanwhile.
      if (due > 0 && this.isConnected) this.#run(due).catch(() => {});
    });
  }

  #run(level) {
    // What is being analysed is shown as the attributes say by then.
    if (level === SHOW && this.#isRunning && !this.#corpus) return this.#running;
    const running = level === SHOW && this.#corpus ? this.#showOnly() : this.#analyseAndShow();
    if (level > SHOW || !this.#running) this.#running = running;
    running.catch(() => {});
    return running;
  }

  async #showOnly() {
    const { signal } = this.#stop;
    return this.#telling(signal, async () => {
      try {
        await this.#show(signal);
        return this.#corpus;
      } catch (error) {
        // What another text did to the engine is no fault of this one.
        if (error?.kind !== "engine-crashed") throw error;
        return this.#analyseAndShow();
      }
    });
  }

  async #analyseAndShow() {
    const signal = this.#abort();
    this.#isRunning = true;
    return this.#telling(signal, async () => {
      const corpus = await this.#analyse(signal);
      this.#drop();
      this.#corpus = corpus;
      this.#isRunning = false;
      this.#tell("analyzed", { summary: corpus.summary, corpus });
      await this.#show(signal);
      this.#ready.resolve(corpus);
      return corpus;
    });
  }

  /** Tells of what fails, unless it failed because something else takes its place. */
  async #telling(signal, work) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) throw error;
      // The figures of before are not those of this text.
      if (this.#isRunning) this.#drop();
      this.#isRunning = false;
      this.#fail(error);
      throw error;
    }
  }

  async #analyse(signal) {
    this.#say("starting");
    const lens = await this.#engine();
    signal.throwIfAborted();
    if (!this.#isReadyTold) this.#tell("ready", { lens });
    this.#isReadyTold = true;
    const source = await this.#source(signal);
    const onProgress = (progress) => this.#report(progress);
    const corpus = await lens.analyze(source, this.#options(), { signal, onProgress });
    if (!signal.aborted) return corpus;
    corpus.dispose();
    throw signal.reason;
  }

  async #engine() {
    if (this.#lens) return this.#lens;
    const words = wordLines(this.getAttribute("user-words") ?? "");
    const { engine } = HanLensElement;
    const isEngine = typeof engine?.then === "function" || typeof engine?.analyze === "function";
    return words === "" && isEngine ? engine : engineFor(words, isEngine ? undefined : engine);
  }

  async #source(signal) {
    this.#unwatch?.();
    this.#unwatch = undefined;
    if (this.#text !== undefined) return this.#text;
    if (!this.hasAttribute("src")) this.#unwatch = watch(targetOf(this), () => this.#renew(READ));
    return sourceOf(this, signal);
  }

  /** The options of the analysis that the attributes ask for. */
  #options() {
    const options = {};
    const stopWords = this.getAttribute("stop-words");
    if (stopWords && !WHAT_OF_STOP_WORDS.includes(stopWords)) {
      options.stopWords = ["none", "default"].includes(stopWords) ? stopWords : stopWords.split(/[\s,，、;；]+/).filter(Boolean);
    }
    for (const name of ["mode", "heal"]) if (this.hasAttribute(name)) options[name] = this.getAttribute(name);
    return options;
  }

  // What is seen

  async #show(signal) {
    const number = ++this.#scene;
    const name = this.getAttribute("view") || "table";
    if (!Object.hasOwn(VIEWS, name)) throw new HanLensError("invalid-argument", "view", `there is no view “${name}”; there are ${Object.keys(VIEWS).join(", ")}`);
    const scene = this.#sceneOf(name);
    const [element, rows, shown] = await VIEWS[name](scene);
    signal.throwIfAborted();
    if (number !== this.#scene) return;
    this.#clearView();
    const { tokens } = scene.corpus.summary;
    const hadFocus = this.#tree.activeElement?.textContent;
    this.#view.replaceChildren(...(rows > 0 ? [element] : []));
    if (hadFocus) [...this.#view.querySelectorAll("button")].find((button) => button.textContent === hadFocus)?.focus();
    this.#leave = scene.leave;
    this.#report();
    this.#say(tokens === 0 ? "empty" : rows === 0 ? "nothing" : "done", scene.corpus.summary);
    await shown?.();
  }

  #clearView() {
    for (const act of this.#leave) act();
    this.#leave = [];
  }

  /** @returns {Scene & {leave: Array<() => void>}} */
  #sceneOf(view) {
    const stopWords = this.getAttribute("stop-words");
    const top = Number(this.getAttribute("top"));
    const leave = [];
    return {
      host: this,
      document: this.ownerDocument,
      corpus: this.#corpus,
      lens: this.#lens ?? this.#engine(),
      analyze: this.#options(),
      t: speak(this),
      top: Number.isInteger(top) && top > 0 ? top : (TOPS[view] ?? TOP),
      method: this.getAttribute("method") ?? undefined,
      stopWords: WHAT_OF_STOP_WORDS.includes(stopWords) ? stopWords : "hide",
      chosen: this.#chosen,
      isDisabled: this.#isDisabled,
      isSlotted: this.#text === undefined && !this.hasAttribute("src") && !this.hasAttribute("for"),
      choose: (row) => this.#choose(row),
      leave,
      onLeave: (act) => leave.push(act),
    };
  }

  #choose({ word, count, term, tag }) {
    this.#take(word);
    for (const button of this.#view.querySelectorAll("button")) button.ariaPressed = String(button.textContent === word);
    this.#tell("select", { word, count, term, tag });
  }

  #report(progress) {
    this.#progress.hidden = !progress || progress.done === progress.total;
    if (!progress) return;
    this.#progress.value = progress.total > 0 ? progress.done / progress.total : 1;
    this.#tell("progress", progress);
  }

  #say(key, values) {
    this.#status.classList.toggle("failed", key === "failed");
    this.#status.textContent = speak(this)(key, values);
    this.#progress.ariaLabel = speak(this)("starting");
  }

  #fail(error) {
    this.#report();
    this.#clearView();
    this.#view.replaceChildren(this.ownerDocument.createElement("slot"));
    this.#say("failed", { message: error.message });
    this.#ready.promise.catch(() => {});
    this.#ready.reject(error);
    this.#ready = withResolvers();
    this.#tell("error", { error });
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** What `stop-words` may say of the built-in list; anything else is a list in its place. */
const WHAT_OF_STOP_WORDS = ["show", "hide", "only"];

/** `Promise.withResolvers` is younger than some browsers. */
function withResolvers() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}

/** Properties that are their attributes. */
for (const [property, attribute] of Object.entries({
  src: "src", htmlFor: "for", view: "view", stopWords: "stop-words", userWords: "user-words", heal: "heal", mode: "mode",
  method: "method", loading: "loading",
})) {
  Object.defineProperty(HanLensElement.prototype, property, {
    configurable: true,
    enumerable: true,
    get() {
      return this.getAttribute(attribute) ?? "";
    },
    set(value) {
      if (value == null) this.removeAttribute(attribute);
      else this.setAttribute(attribute, value);
    },
  });
}

Object.defineProperty(HanLensElement.prototype, "top", {
  configurable: true,
  enumerable: true,
  get() {
    return Number(this.getAttribute("top")) || 0;
  },
  set(value) {
    this.setAttribute("top", value);
  },
});

/** What a corpus answers may be asked of the element, which waits for its analysis. */
for (const method of ["terms", "keywords", "spans", "tokens", "termColumns", "export", "exportKeywords", "concordance"]) {
  HanLensElement.prototype[method] = async function ask(...args) {
    return (await this.analyzed())[method](...args);
  };
}

if (globalThis.customElements && !customElements.get("han-lens")) customElements.define("han-lens", HanLensElement);

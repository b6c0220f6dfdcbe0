/**
 * Nothing is lost: what the reader has open is written down as it changes, and comes back when the page is opened again.
 *
 * What is written is the reader's own texts and what is looked at. Settings and words have places of their own
 * (`settings.js`), and are there from the start.
 */

import { OPTIONS, keyOf, takeOptions } from "../explore/options.js";
import { sessionState, viewOf, within } from "../explore/sessions.js";
import { defaultSettings, forgetSettings, readWords, WORD_KEYS } from "../settings.js";
import { forgetOffline } from "./offline.js";
import { Shelf } from "./shelf.js";

/** A change is written so many milliseconds later, with all that came meanwhile; the first at once. Keys are never waited out. */
const DELAY = 400;

/** So long a browser may take to open its database before the page begins without it. Milliseconds. */
const PATIENCE = 5000;

/** What is written down with the documents, by its key in the state of the page. */
const LOOKED_AT = ["current", "editing", "scope", "pattern", "query", "chosen", "work", ...Object.keys(OPTIONS).map(keyOf)];

const timeout = (milliseconds) =>
  new Promise((_, reject) => {
    setTimeout(() => reject(new Error("the database does not open")), milliseconds);
  });

export class Keeper {
  #page;
  #shelf = new Shelf(() => this.#stop("keptGone", { key: "keptResume", run: () => this.#resume() }));
  /** Whether changes are written, and whether they must not be. */
  #isOn = false;
  #isStopped = false;
  /** The bringing back under way. */
  #restoring = Promise.resolve(false);
  #timer = 0;
  /** The writing under way. @type {Promise<void> | null} */
  #writing = null;
  #isDirty = false;
  /** The document that the reader has typed in since it was last taken into the state. */
  #typed = null;
  /** Names of documents that could not be kept, and whether anything could not: each is told once. */
  #told = new Set();
  #isFailing = false;

  constructor(page) {
    this.#page = page;
  }

  get #store() {
    return this.#page.store;
  }

  /**
   * Brings back what was open, in place of the sample.
   * @returns {Promise<boolean>} whether there was anything
   */
  restore() {
    this.#restoring = this.#restore().catch((error) => {
      this.#fail(error);
      return false;
    });
    return this.#restoring;
  }

  async #restore() {
    const { found, isNewer } = await Promise.race([this.#shelf.find(), timeout(PATIENCE)]);
    if (isNewer) this.#tell({ key: "keptNewer" });
    if (!found) return false;
    if (await this.#shelf.claim(found, false)) return this.#open(found);
    const run = () => this.#inTurn(async () => (await this.#shelf.claim(found, true)) && this.#open(found));
    this.#tell({ key: "keptStopped", problem: true, action: { key: "keptOpen", run } });
    return false;
  }

  /** Shows the documents of a kept session; those that the reader has opened meanwhile stay, behind them. */
  async #open(found) {
    const { documents, state } = await this.#shelf.read(found).catch((error) => {
      this.#shelf.leave();
      throw error;
    });
    if (documents.length === 0) {
      this.#shelf.leave();
      return false;
    }
    const { store, session, selection } = this.#page;
    const own = store.state.documents.filter((document) => !document.sample);
    session.open([...documents, ...own], own.length > 0 ? documents.length : within(state?.current, documents.length));
    if (own.length > 0) return true;
    // An address that asks for a view asks for it as it says.
    const view = viewOf(state, documents.length);
    if (this.#page.isAskedFor) delete view.work;
    else takeOptions(store, state?.options);
    store.set(view);
    this.#afterAnalysis(() => {
      if (typeof state?.chosen === "string") selection.choose(state.chosen, { looksFor: false, stay: true });
      if (state?.place > 0) this.#page.goTo(state.place);
    });
    this.#tell({ key: "keptContinued", action: { key: "keptAnew", run: () => this.#beginAnew() } });
    return true;
  }

  #afterAnalysis(act) {
    let isDone = false;
    const once = () => {
      if (isDone || !this.#store.state.analysis) return;
      isDone = true;
      act();
    };
    this.#store.on(["analysis"], once);
    once();
  }

  #tell(notice) {
    const { notice: before } = this.#store.state;
    this.#store.set({ notice: before?.problem || before?.error ? { ...notice, before } : notice });
  }

  /** Puts the texts that came back away. They can be had back as long as the page is open. */
  async #beginAnew() {
    const { store, session } = this.#page;
    const { documents, current } = store.state;
    store.set({ editing: false, pattern: null, chosen: null, spans: null, occurrence: null });
    session.open([this.#page.sample()]);
    await this.#inTurn(() => this.#shelf.drop());
    store.set({ notice: { key: "keptPutAway", action: { key: "keptBack", run: () => session.open(documents, current) } } });
  }

  /** From now on every change is written. */
  async begin() {
    const { store } = this.#page;
    this.#listen();
    this.#hearOtherTabs();
    if (!store.state.keep) {
      await this.#shelf.destroyIfAny().catch(() => {});
      return;
    }
    if (!(await this.#restoring)) await this.#restoreUnnoted();
    if (!store.state.keep || this.#isStopped) return;
    this.#isOn = true;
    this.#plan();
  }

  /** Where no note said so there may be texts all the same: a storage that is full takes no note. */
  async #restoreUnnoted() {
    const { documents, notice } = this.#store.state;
    if (this.#page.isHandedOver || notice || documents.some((document) => !document.sample)) return;
    try {
      await this.#restore();
    } catch (error) {
      // As long as there is nothing to keep, a browser that keeps nothing is no news.
      if (error?.name === "VersionError") this.#fail(error);
    }
  }

  #listen() {
    const { store } = this.#page;
    store.on(["documents", ...LOOKED_AT], () => this.#plan());
    store.on(["keep"], () => (store.state.keep ? this.#resume() : this.#switchOff()));
    const typed = ({ target, isComposing }) => {
      if (target.id !== "editor" || isComposing) return;
      this.#typed = store.state.documents[store.state.current];
      this.#plan();
    };
    document.addEventListener("input", typed);
    document.addEventListener("compositionend", ({ target }) => typed({ target }));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.#writeLast();
    });
    addEventListener("pagehide", () => this.#writeLast());
  }

  /** The list of words is one for all tabs: the newest one holds in each. */
  #hearOtherTabs() {
    let timer = 0;
    addEventListener("storage", ({ key }) => {
      if (!WORD_KEYS.includes(key)) return;
      clearTimeout(timer);
      timer = setTimeout(() => this.#takeWords(), DELAY);
    });
  }

  async #takeWords() {
    const { text, off } = readWords();
    const replace = async ({ words }) => {
      await words.replace([]);
      if (text !== "") await words.load(text);
      for (const word of off) await words.enable(word, false);
    };
    if (await this.#page.words.change(replace, { key: "keptWords" })) this.#tell({ key: "keptWords" });
  }

  /** What of the page is to be kept: the reader's own documents, as they are at this moment, and the state that fits them. */
  #snapshot() {
    const { documents, current, editing } = this.#store.state;
    const now = documents.map((document, index) =>
      editing && index === current && document === this.#typed
        ? { ...document, source: globalThis.document.getElementById("editor").value, sample: null }
        : document,
    );
    const kept = now.flatMap((document, index) => (document.sample || document.source === "" ? [] : [index]));
    const place = (index) => kept.indexOf(index);
    const state = sessionState(this.#page);
    const scope = state.scope?.map(place).filter((index) => index >= 0) ?? null;
    return {
      documents: kept.map((index) => now[index]),
      state: { ...state, current: Math.max(0, place(current)), scope, documents: kept.map((index) => state.documents[index]) },
    };
  }

  #plan() {
    if (!this.#isOn) return;
    const isFirst = this.#shelf.isEmpty;
    // What fails here fails when it is written too, and is told then.
    if (isFirst && this.#store.state.documents.some(({ sample }) => !sample)) this.#shelf.warm().catch(() => {});
    this.#timer ||= setTimeout(
      () => {
        this.#timer = 0;
        this.flush();
      },
      isFirst ? 0 : DELAY,
    );
  }

  /** Writes what has changed, one writing at a time. */
  async flush() {
    this.#isDirty = true;
    while (this.#writing) await this.#writing;
    if (!this.#isDirty || !this.#isOn) return;
    this.#isDirty = false;
    await this.#inTurn(() => this.#write());
  }

  async #write() {
    const { documents, state } = this.#snapshot();
    if (documents.length === 0) await this.#shelf.drop();
    else this.#tellLost(await this.#shelf.write(documents, state));
    this.#isFailing = false;
  }

  /** The page is hidden, and may never be seen again. */
  #writeLast() {
    if (!this.#isOn) return;
    const { documents, state } = this.#snapshot();
    if (documents.length > 0) this.#shelf.write(documents, state, { isLast: true }).catch(() => {});
  }

  #inTurn(act) {
    const before = this.#writing ?? Promise.resolve();
    const turn = before
      .then(act)
      .catch((error) => this.#fail(error))
      .finally(() => {
        if (this.#writing === turn) this.#writing = null;
      });
    this.#writing = turn;
    return turn;
  }

  #tellLost(names) {
    const news = names.filter((name) => !this.#told.has(name));
    news.forEach((name) => this.#told.add(name));
    if (news.length > 0) this.#tell({ key: "keptNot", values: { names: news.join(", ") }, problem: true });
  }

  /** What is kept already stays as it is; all works on in memory. */
  #fail(error) {
    if (this.#isFailing) return;
    this.#isFailing = true;
    if (error?.name === "VersionError") this.#stop("keptNewer");
    else if (error?.name === "QuotaExceededError") this.#tell({ key: "keptFull", problem: true });
    else this.#page.tellNotKept();
  }

  #stop(key, action) {
    this.#isOn = false;
    this.#isStopped = true;
    this.#tell({ key, ...(action ? { action } : {}) });
  }

  #resume() {
    this.#isStopped = false;
    this.#isFailing = false;
    this.#isOn = true;
    this.#plan();
  }

  async #switchOff() {
    this.#isOn = false;
    await this.#inTurn(() => this.#shelf.destroy());
  }

  /** Deletes all that the page keeps in this browser, and begins as if it had never been here. */
  async forget() {
    const { store, session, words } = this.#page;
    this.#isOn = false;
    store.set({ editing: false, chosen: null, spans: null, occurrence: null, pattern: null, notice: null });
    session.open([this.#page.sample()]);
    await words.change((lens) => lens.words.replace([]), { key: "forgotten" });
    await words.forget();
    store.set({ ...defaultSettings(), keep: false });
    await this.#inTurn(() => this.#shelf.destroy());
    await forgetOffline();
    // The choice to keep is as at first too, but nothing is written of it: the last change has been made.
    store.set({ keep: true });
    forgetSettings();
    this.#tell({ key: "forgotten" });
  }
}

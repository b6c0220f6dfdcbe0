/** The one word that is chosen: the same in the text, the table and the keywords. */

import { announce, lengthOf, short } from "./dom.js";
import { formatNumber, t, tagName } from "./i18n/index.js";

/** @typedef {{ word: string, tag: string, count: number }} Chosen */

export class Selection {
  #store;
  #session;
  /** Numbers the wishes, so that only the newest is fulfilled. */
  #wish = 0;

  constructor(store, session) {
    this.#store = store;
    this.#session = session;
    store.on(["analysis"], () => this.#again());
    store.on(["current"], () => this.#find());
  }

  /**
   * Chooses a word, and its occurrence at or after `from` in the text shown.
   * @param {string} word
   * @param {{ from?: number, stay?: boolean, looksFor?: boolean, term?: number }} [where] `stay`: the place is in sight,
   *   do not scroll; `looksFor`: whether it is also what the views look for from now on; `term`: the number of the word,
   *   which is spelt otherwise where the text was folded
   */
  async choose(word, { from = 0, stay = false, looksFor = true, term } = {}) {
    const wish = ++this.#wish;
    const row = await this.#session.ask(async (corpus) => (await findTerm(corpus, word)) ?? findByNumber(corpus, term));
    if (wish !== this.#wish || !row) return;
    const { tag, count } = row;
    const pattern = looksFor ? { pattern: { kind: "terms", value: row.word } } : {};
    this.#store.set({ chosen: { word: row.word, tag, count }, spans: null, occurrence: null, ...pattern });
    const spans = await this.#find();
    if (wish !== this.#wish || !spans) return;
    if (spans.length > 0) this.#goTo(indexFrom(spans, from), stay);
    else if (!stay) await this.#step(1);
    this.#announce();
  }

  /** Goes to a place of a document that is no occurrence of a single word. */
  show(document, start, end) {
    this.#wish += 1;
    this.#store.set({ chosen: null, spans: null, current: document, occurrence: { document, index: 0, start, end } });
  }

  clear() {
    this.#wish += 1;
    this.#store.set({ chosen: null, spans: null, occurrence: null });
  }

  next() {
    return this.#step(1).then(() => this.#announce());
  }

  previous() {
    return this.#step(-1).then(() => this.#announce());
  }

  /** The spans of the chosen word in the current document. */
  async #find() {
    const { chosen, current } = this.#store.state;
    if (!chosen) return undefined;
    const spans = await this.#spansIn(current, chosen);
    if (!spans || this.#store.state.chosen !== chosen || this.#store.state.current !== current) return undefined;
    const here = this.#store.state.occurrence?.document === current;
    this.#store.set({ spans: { document: current, data: spans }, ...(here ? {} : { occurrence: null }) });
    return spans;
  }

  async #spansIn(document, chosen) {
    const { analysis, documents } = this.#store.state;
    // A document that was just added is in the next analysis.
    if (analysis?.documents[document] !== documents[document]) return undefined;
    return this.#session.ask((corpus) => corpus.spans({ document, terms: [chosen.word] }));
  }

  #goTo(index, stay = false) {
    const { spans } = this.#store.state;
    const [start, end] = spans.data.subarray(index * 3, index * 3 + 2);
    this.#store.set({ occurrence: { document: spans.document, index, start, end, stay } });
  }

  /** One occurrence on or back; past the last of a document, into the next document that has one. */
  async #step(by) {
    const { spans, occurrence, chosen, current, documents } = this.#store.state;
    if (!chosen) return;
    const count = spans ? spans.data.length / 3 : 0;
    const index = occurrence ? occurrence.index + by : by > 0 ? 0 : count - 1;
    if (index >= 0 && index < count) {
      this.#goTo(index);
      return;
    }
    for (let k = 1; k <= documents.length; k += 1) {
      const document = (current + by * k + documents.length * k) % documents.length;
      const found = await this.#spansIn(document, chosen);
      if (!found || this.#store.state.chosen !== chosen) return;
      if (found.length === 0) continue;
      this.#store.set({ current: document, spans: { document, data: found }, occurrence: null });
      this.#goTo(by > 0 ? 0 : found.length / 3 - 1);
      return;
    }
  }

  /** After a new analysis the word may have another number and count, or be gone. */
  async #again() {
    const { chosen, analysis } = this.#store.state;
    if (!chosen || !analysis) return;
    const wish = ++this.#wish;
    const row = await this.#session.ask((corpus) => findTerm(corpus, chosen.word));
    if (wish !== this.#wish || this.#store.state.analysis !== analysis) return;
    if (!row) this.clear();
    else {
      const { word, tag, count } = row;
      this.#store.set({ chosen: { word, tag, count }, spans: null, occurrence: null });
      await this.#find();
    }
  }

  #announce() {
    const { chosen, spans, occurrence } = this.#store.state;
    if (!chosen) return;
    const parts = [
      t("chosenSpoken", {
        word: short(chosen.word),
        tag: tagName(chosen.tag),
        n: chosen.count,
        count: formatNumber(chosen.count),
      }),
    ];
    if (spans && occurrence)
      parts.push(t("occurrenceSpoken", { index: occurrence.index + 1, total: spans.data.length / 3 }));
    announce(parts.join(" "));
  }
}

/** The row of the term of exactly this spelling. */
async function findTerm(corpus, word) {
  const length = lengthOf(word);
  const page = await corpus.terms({ contains: word, minLength: length, maxLength: length, limit: 1000 });
  return page.rows.find((row) => row.word === word);
}

/** The index of the first span that ends after `from`; the first of all where none does. */
function indexFrom(spans, from) {
  let low = 0;
  let high = spans.length / 3;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle * 3 + 1] > from) high = middle;
    else low = middle + 1;
  }
  return low * 3 < spans.length ? low : 0;
}

/** The row of a term that is not spelt as the text has it. */
async function findByNumber(corpus, term) {
  if (term === undefined) return undefined;
  const { spelling, ends } = await corpus.termColumns();
  return findTerm(corpus, spelling.slice(term === 0 ? 0 : ends[term - 1], ends[term]));
}

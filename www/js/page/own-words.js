/** Changes of the reader's own words, wherever they are made: each is kept in this browser, and can be taken back. */

import { keepWords } from "./settings.js";

/** Changes that can be taken back. */
const STEPS = 100;

/**
 * @typedef {{ key: string, values?: object }} Told what a change is called
 * @typedef {{ told: Told, before: object[], after: object[] }} Step
 */

export class OwnWords {
  #store;
  #session;
  #engine;
  /** @type {Step[]} */
  #done = [];
  /** @type {Step[]} */
  #undone = [];
  /** One change at a time: a step has to know the words before it. */
  #last = Promise.resolve();

  constructor(store, session, engine) {
    this.#store = store;
    this.#session = session;
    this.#engine = engine;
  }

  /**
   * Changes the words, and analyses again. On a mistake nothing has changed.
   * @param {(lens: import("../api/hanlens.js").HanLens) => Promise<unknown>} act
   * @param {Told} told
   * @param {(error: Error) => void} [fail] takes the mistake; unless given, the page tells it
   * @returns {Promise<boolean>} whether it was done
   */
  change(act, told, fail = (error) => this.#store.set({ notice: { error } })) {
    return this.#inTurn(async () => {
      const lens = await this.#engine;
      const before = await lens.words.list();
      try {
        await act(lens);
      } catch (error) {
        fail(error);
        return false;
      }
      this.#done = [...this.#done, { told, before, after: await lens.words.list() }].slice(-STEPS);
      this.#undone = [];
      await this.#settle(lens);
      return true;
    });
  }

  undo() {
    return this.#inTurn(() => this.#move(this.#done, this.#undone, "before"));
  }

  redo() {
    return this.#inTurn(() => this.#move(this.#undone, this.#done, "after"));
  }

  /** After the words came from elsewhere, as with a session, nothing before can be taken back. */
  forget() {
    return this.#inTurn(async () => {
      this.#done = [];
      this.#undone = [];
      await this.#tell(await this.#engine);
    });
  }

  #inTurn(act) {
    const turn = this.#last.then(act);
    this.#last = turn.catch(() => {});
    return turn;
  }

  /** @param {Step[]} from @param {Step[]} to @param {"before" | "after"} state */
  async #move(from, to, state) {
    const step = from.pop();
    if (!step) return null;
    to.push(step);
    const lens = await this.#engine;
    await lens.words.replace(step[state].map(plain));
    await this.#settle(lens);
    return step.told;
  }

  async #settle(lens) {
    await this.#tell(lens);
    this.#session.refresh();
  }

  /** Keeps the words of now, and lets the page know. */
  async #tell(lens) {
    if (!keepWords(await lens.words.list())) this.#store.set({ notice: { key: "notKept" } });
    const [undoable, redoable] = [this.#done.at(-1)?.told ?? null, this.#undone.at(-1)?.told ?? null];
    this.#store.set({ wordHistory: { undoable, redoable } });
  }
}

/** An entry as it is given to the engine: no tag is none. */
const plain = ({ word, frequency, tag, enabled }) => ({ word, frequency, enabled, ...(tag ? { tag } : {}) });

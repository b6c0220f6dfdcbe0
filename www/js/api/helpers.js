/**
 * @file Other workers that cut stretches of a long text for the worker whose text it is.
 *
 * They have the dictionary and the user words, and never see a corpus. A helper that fails is no matter: what it had is
 * cut again where the text is.
 */

import { RemoteEngine } from "./remote.js";

/** From how many UTF-16 code units on a text is worth the start of helpers; see docs/performance.md. */
export const LONG = 2 * 1024 * 1024;

/** How many helpers there are at the most: each takes 12 MB of memory, and one engine has to count what all cut. */
const MOST = 2;

/** Two threads where two cores are left for the page and the rest of the machine. */
const usualThreads = () => ((globalThis.navigator?.hardwareConcurrency ?? 1) >= 4 ? 2 : 1);

/** How long helpers wait for another long text, in milliseconds. */
const PATIENCE = 10_000;

/** How many stretches a helper has at a time: one that it cuts, and some that wait. */
const AT_ONCE = 3;

/**
 * @typedef {object} Job What became of a stretch.
 * @property {boolean} done
 * @property {Uint32Array} [tokens] None when it could not be cut.
 * @property {Promise<void>} settled
 */

/** @typedef {{mode: string, hmm: boolean}} CutOptions */

/** @typedef {{engine?: RemoteEngine, jobs: number, death?: Promise<void>}} Helper */

export class Helpers {
  #create;
  #count;
  /** @type {Helper[]} */
  #ready = [];
  #started = false;
  #words = [];
  #timer;

  /**
   * @param {() => Worker} create
   * @param {number} [threads] How many threads may cut, the caller's among them.
   */
  constructor(create, threads = usualThreads()) {
    this.#create = create;
    this.#count = Math.max(0, Math.min(threads - 1, MOST));
  }

  /** Whether there can be any. */
  get any() {
    return this.#count > 0;
  }

  /**
   * Starts the helpers or wakes them. Nobody has to wait for them: those that are ready help.
   * @param {import("./engine.js").EngineParts} parts
   */
  begin(parts) {
    clearTimeout(this.#timer);
    this.#words = parts.words;
    for (const helper of this.#ready) this.#guard(helper, helper.engine.call("replaceWords", [this.#words]));
    if (this.#started) return;
    this.#started = true;
    for (let count = 0; count < this.#count; count += 1) this.#start(parts);
  }

  async #start(parts) {
    /** @type {Helper} */
    const helper = { jobs: 0 };
    let die;
    helper.death = new Promise((resolve) => (die = resolve));
    try {
      helper.engine = await RemoteEngine.start(this.#create, () => {
        die();
        this.#lose(helper);
      });
      await helper.engine.call("start", [parts]);
      if (parts.words !== this.#words) await helper.engine.call("replaceWords", [this.#words]);
    } catch {
      return this.#lose(helper);
    }
    // While it started, all may have come to its end.
    if (this.#started) this.#ready.push(helper);
    else this.#lose(helper);
  }

  #lose(helper) {
    helper.engine?.dispose();
    this.#ready = this.#ready.filter((other) => other !== helper);
  }

  /** A helper that fails is let go of; its answer is undefined then. */
  async #guard(helper, answer) {
    try {
      return await Promise.race([answer, helper.death]);
    } catch {
      return this.#lose(helper);
    }
  }

  /** @returns {Helper | undefined} One that could take a stretch now. */
  free() {
    return this.#ready.find((helper) => helper.jobs < AT_ONCE);
  }

  /**
   * @param {Helper} helper From {@link free}.
   * @param {Uint16Array} units
   * @param {CutOptions} options
   * @returns {Job}
   */
  cut(helper, units, { mode, hmm }) {
    const job = { done: false, tokens: undefined, settled: undefined };
    helper.jobs += 1;
    job.settled = this.#guard(helper, helper.engine.call("cutStretch", [units, mode, hmm])).then((tokens) => {
      helper.jobs -= 1;
      job.tokens = tokens;
      job.done = true;
    });
    return job;
  }

  /** Ends the helpers unless another long text comes soon. */
  rest() {
    this.#timer = setTimeout(() => this.dispose(), PATIENCE);
    this.#timer.unref?.();
  }

  dispose() {
    clearTimeout(this.#timer);
    this.#started = false;
    for (const helper of this.#ready) this.#lose(helper);
  }
}

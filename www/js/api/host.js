/**
 * @file Keeps an engine alive.
 *
 * It settles every call: when the engine answers, when the caller aborts, when the engine crashes or is disposed of.
 * After a crash the next call finds a new engine, made from what is kept here: the compiled code, the bytes of the
 * dictionary and the user words.
 */

import { wrongState } from "./errors.js";
import { changesAnswers, needsLater } from "./later.js";

/** @typedef {import("./engine.js").EngineLike} EngineLike */
/** @typedef {import("./engine.js").EngineControl} EngineControl */
/** @typedef {Omit<import("./engine.js").EngineParts, "words">} Parts */
/** @typedef {import("./hanlens.js").HanLensError} HanLensError */

export class Host {
  #spawn;
  #parts;
  #loaders;
  /** @type {{[name: string]: Promise<void> | undefined}} */
  #extras = {};
  /** Names of those that the engine has. @type {Set<string>} */
  #here = new Set();
  /** Questions that are not sent yet, because the second part of the code is on its way. @type {Set<Promise<unknown>>} */
  #waiting = new Set();
  /** @type {EngineLike | undefined} */
  #engine;
  /**
   * The engine that has been sent what it starts with; what is sent after that it does when it has.
   * @type {Promise<EngineLike> | undefined}
   */
  #reached;
  /** Ends when it has started. @type {Promise<void> | undefined} */
  #started;
  /** @type {Set<(reason: unknown) => void>} How to reject the calls that are not settled. */
  #pending = new Set();
  #disposed = false;
  #corpora = 0;

  /** What the engine said of itself when it was started. */
  info;

  /** Grows with every crash: a corpus of an earlier epoch is gone. */
  epoch = 0;

  /**
   * The user words by spelling, as the engine has them.
   * @type {Map<string, import("./hanlens.js").UserWord>}
   */
  words = new Map();

  /** Grows with every call that may change the user words. */
  wordsVersion = 0;

  /**
   * @param {(onDeath: (error: HanLensError) => void) => Promise<EngineLike>} spawn Makes an engine, to be started.
   * @param {Promise<Parts>} parts What it is started with.
   * @param {{explorer: () => Promise<WebAssembly.Module>} & {[name in "idf" | "fold"]: () => Promise<BufferSource>}} loaders
   *   Bring what is not needed at the start: the second part of the code, the inverse document frequencies, the tables that
   *   fold text.
   */
  constructor(spawn, parts, loaders) {
    this.#spawn = spawn;
    this.#parts = parts;
    this.#loaders = loaders;
  }

  /**
   * Ends when the engine is ready.
   * @param {AbortSignal} [signal]
   */
  start(signal) {
    const work = async () => {
      const engine = await this.#reach();
      await this.#started;
      return engine;
    };
    return this.#settle(work, signal);
  }

  /**
   * Calls a method of the engine.
   * @param {string} method
   * @param {unknown[]} args
   * @param {EngineControl} [control]
   * @returns {Promise<any>}
   */
  call(method, args, control = {}) {
    const work = async (isWanted) => {
      if (this.#waiting.size > 0 && changesAnswers(method)) await Promise.allSettled(this.#waiting);
      if (!needsLater(method) || this.#here.has("explorer")) return (await this.#send(method, args, control, isWanted)).answer;
      const sent = this.#requireExplorer().then(() => this.#send(method, args, control, isWanted));
      this.#waiting.add(sent);
      const { answer } = await sent.finally(() => this.#waiting.delete(sent));
      return answer;
    };
    return this.#settle(work, control.signal);
  }

  /** Ends when the engine has been told; the answer comes later. */
  async #send(method, args, control, isWanted) {
    const engine = await this.#reach();
    return { answer: isWanted() ? this.#heed(engine, engine.call(method, args, control)) : undefined };
  }

  /**
   * Calls a method that changes the user words.
   * @param {string} method
   * @param {unknown[]} args
   * @param {(answer: any) => void} remember Makes the same change here.
   */
  async changeWords(method, args, remember) {
    this.wordsVersion += 1;
    const answer = await this.call(method, args);
    remember(answer);
    return answer;
  }

  /** Ends when the engine has the inverse document frequencies. */
  requireIdf() {
    // What they are for comes at the same time.
    this.#requireExplorer();
    return this.#require("idf", "loadIdf");
  }

  #requireExplorer() {
    return this.#require("explorer", "loadExplorer");
  }

  /** Whether the engine has the tables that fold text. */
  get hasFold() {
    return this.#here.has("fold");
  }

  /** Ends when the engine has the tables that fold text. */
  requireFold() {
    return this.#require("fold", "loadFold");
  }

  #require(name, method) {
    this.#extras[name] ??= this.#loaders[name]().then(async (bytes) => {
      await this.call(method, [bytes]);
      this.#parts = this.#parts.then((parts) => ({ ...parts, [name]: bytes }));
      this.#here.add(name);
    });
    const failed = this.#extras[name];
    failed.catch(() => {
      if (this.#extras[name] === failed) this.#extras[name] = undefined;
    });
    return failed;
  }

  /** @returns {number} A number for a new corpus. */
  newCorpus() {
    return ++this.#corpora;
  }

  /**
   * Frees a corpus if the engine has it.
   * @param {number} id
   */
  async release(id) {
    if (this.#waiting.size > 0) await Promise.allSettled(this.#waiting);
    const engine = this.#engine;
    if (engine) this.#heed(engine, engine.call("release", [id])).catch(() => {});
  }

  dispose() {
    this.#disposed = true;
    this.#drop(gone());
  }

  #settle(work, signal) {
    return new Promise((resolve, reject) => {
      if (this.#disposed) return reject(gone());
      if (signal?.aborted) return reject(signal.reason);
      const end = (settle, value) => {
        if (!this.#pending.delete(giveUp)) return;
        signal?.removeEventListener("abort", abort);
        settle(value);
      };
      const giveUp = (reason) => end(reject, reason);
      const abort = () => giveUp(signal.reason);
      this.#pending.add(giveUp);
      signal?.addEventListener("abort", abort);
      work(() => this.#pending.has(giveUp)).then((answer) => end(resolve, answer), giveUp);
    });
  }

  #reach() {
    if (!this.#reached) {
      const reached = this.#revive();
      this.#reached = reached;
      // The next call tries anew.
      reached.catch(() => {
        if (this.#reached === reached) this.#reached = undefined;
      });
    }
    return this.#reached;
  }

  async #revive() {
    /** @type {EngineLike | undefined} */
    let engine;
    let death;
    const spawning = this.#spawn((error) => {
      death = error;
      this.#crash(engine, error);
    });
    const [spawned, parts] = await Promise.allSettled([spawning, this.#parts]);
    engine = spawned.value;
    try {
      for (const { reason } of [parts, spawned]) if (reason) throw reason;
      if (this.#disposed) throw gone();
      if (death) throw death;
      this.#engine = engine;
      this.#started = this.#begin(engine, { ...parts.value, words: [...this.words.values()] });
      return engine;
    } catch (error) {
      engine?.dispose();
      throw error;
    }
  }

  /** Whoever waits for the engine hears of what goes wrong. */
  async #begin(engine, parts) {
    try {
      this.info = await this.#heed(engine, engine.call("start", [parts]));
    } catch (error) {
      if (engine === this.#engine) this.#drop(error);
    }
  }

  /** Hears of a crash in an answer. */
  async #heed(engine, answer) {
    try {
      return await answer;
    } catch (error) {
      if (error?.kind === "engine-crashed") this.#crash(engine, error);
      throw error;
    }
  }

  #crash(engine, error) {
    if (!engine || engine !== this.#engine) return;
    this.epoch += 1;
    this.#drop(error);
  }

  #drop(reason) {
    const pending = [...this.#pending];
    this.#engine?.dispose();
    this.#engine = this.#reached = undefined;
    for (const giveUp of pending) giveUp(reason);
  }
}

const gone = () => wrongState("engine", "it was disposed of");

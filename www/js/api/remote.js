/** @file The engine in a worker, as the page sees it. */

import { proxy, transfer, wrap } from "comlink";
import { HanLensError, crashed, describe, invalid } from "./errors.js";
import { PART_UNITS, isBlob } from "./source.js";
import "./wire.js";

/** How long a worker may take to load and answer, in milliseconds. */
const START_LIMIT = 30_000;

/** A lock that waits would keep a program of Node from its end. */
const isNode = Boolean(globalThis.process?.versions?.node);

/** @typedef {import("./engine.js").EngineLike} EngineLike */

/** @implements {EngineLike} */
export class RemoteEngine {
  #worker;
  #remote;
  #calls = 0;
  #end = new AbortController();

  /**
   * Starts a worker.
   * @param {() => Worker} create
   * @param {(error: HanLensError) => void} onDeath Called when the worker can give no answer any more.
   * @param {boolean} waits Whether to wait until it runs. What is sent before that it finds when it does; one that never
   *   does is told to `onDeath` then, with kind "load-failed".
   * @returns {Promise<RemoteEngine>} Rejects with kind "load-failed".
   */
  static async start(create, onDeath, waits) {
    let engine;
    try {
      engine = new RemoteEngine(create());
    } catch (cause) {
      throw notStarted(cause);
    }
    const running = engine.#run(onDeath);
    if (waits) await running;
    else running.catch(onDeath);
    return engine;
  }

  constructor(worker) {
    this.#worker = worker;
    this.#remote = wrap(worker);
  }

  /** Ends when the worker runs, and watches it from then on. */
  async #run(onDeath) {
    try {
      await this.#hello();
    } catch (cause) {
      this.dispose();
      throw notStarted(cause);
    }
    this.#watch((cause) => onDeath(crashed(cause)));
    this.#guard((cause) => onDeath(crashed(cause)));
  }

  async #hello() {
    let timer;
    const failure = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer for ${START_LIMIT / 1000} seconds`)), START_LIMIT);
      this.#watch(reject);
    });
    await Promise.race([this.#remote.hello(), failure]).finally(() => clearTimeout(timer));
  }

  #watch(report) {
    this.#worker.addEventListener("error", (event) => {
      // Callers are told; the page need not be.
      event.preventDefault();
      report(event.message || "its script failed or could not be loaded");
    });
    this.#worker.addEventListener("messageerror", () => report("an answer of the worker could not be read"));
  }

  /**
   * Hears of a worker that is ended from outside, for want of memory or by hand: no event tells of it, but what it held is
   * free. Where there are no locks, as on pages without a secure origin, nobody hears of it.
   */
  async #guard(report) {
    try {
      const name = `hanlens-${crypto.randomUUID()}`;
      if (isNode || !(await this.#remote.hold(name))) return;
      await navigator.locks.request(name, { signal: this.#end.signal }, () => report("its worker was ended"));
    } catch {
      // Disposed of, or no locks here.
    }
  }

  async call(method, args, { signal, onProgress } = {}) {
    const call = ++this.#calls;
    const abort = () => this.#remote.abort(call);
    signal?.addEventListener("abort", abort);
    try {
      const { args: sent, readPart } = withReadPart(method, args);
      return await this.#remote.call(call, method, sent, onProgress ? proxy(onProgress) : null, readPart);
    } catch (thrown) {
      throw thrown?.name === "DataCloneError" ? invalid("options", `cannot be sent to a worker (${describe(thrown)})`) : thrown;
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  dispose() {
    this.#end.abort();
    this.#worker.terminate();
  }
}

const notStarted = (cause) =>
  new HanLensError("load-failed", "worker", `the worker cannot be started (${describe(cause)})`, { cause });

/** Where the texts are among the arguments of the methods that read them. */
const SOURCES = { analyze: 1, read: 0, contents: 0 };

/**
 * Copying a text of 100 MB into a message would hold the page for a tenth of a second, so the worker is given the
 * length of a long text, and asks for parts when its turn comes. A file it reads itself where it can.
 */
function withReadPart(method, args) {
  const at = SOURCES[method];
  const sources = at === undefined ? [] : [args[at]].flat();
  const isLong = ({ source }) => typeof source === "string" && source.length > PART_UNITS;
  if (!sources.some((named) => isLong(named) || isBlob(named.source))) return { args, readPart: null };
  const sent = sources.map((named) => (isLong(named) ? { name: named.name, source: { length: named.source.length } } : named));
  const readPart = proxy((document, start, end) => partOf(sources[document].source, start, end));
  const instead = Array.isArray(args[at]) ? sent : sent[0];
  return { args: args.map((value, i) => (i === at ? instead : value)), readPart };
}

async function partOf(source, start, end) {
  const part = source.slice(start, end);
  if (typeof part === "string") return part;
  const bytes = await part.arrayBuffer();
  return transfer(bytes, [bytes]);
}

/**
 * @file The order of work in one engine.
 *
 * There are three kinds of work. "read" looks at the user words, "write" changes them, "analysis" reads them over many
 * steps. A write never runs beside anything; two analyses never run beside each other, because that would only make
 * both late; all else may. Nothing overtakes work that it could not run beside, so every call sees the words as they
 * were when it was made.
 */

/** @typedef {"read" | "write" | "analysis"} Kind */

const together = (a, b) => a !== "write" && b !== "write" && !(a === "analysis" && b === "analysis");

/** Starts work as soon as all that it must not run beside, and that came before it, has ended. */
export class Queue {
  #jobs = [];
  #closed = null;

  /**
   * @template T
   * @param {Kind} kind
   * @param {() => T | Promise<T>} work
   * @param {AbortSignal} [signal] Aborting takes work that has not begun out of the queue.
   * @returns {Promise<T>}
   */
  run(kind, work, signal) {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(this.#closed);
      if (signal?.aborted) return reject(signal.reason);
      const job = { kind, work, resolve, reject, running: false };
      job.abort = () => this.#withdraw(job, signal.reason);
      job.forget = () => signal?.removeEventListener("abort", job.abort);
      signal?.addEventListener("abort", job.abort);
      this.#jobs.push(job);
      this.#startWhatCan();
    });
  }

  /**
   * Rejects all work that has not begun, and all that comes.
   * @param {Error} reason
   */
  close(reason) {
    this.#closed = reason;
    const waiting = this.#jobs.filter((job) => !job.running);
    this.#jobs = this.#jobs.filter((job) => job.running);
    for (const job of waiting) {
      job.forget();
      job.reject(reason);
    }
  }

  #withdraw(job, reason) {
    this.#remove(job);
    job.reject(reason);
    this.#startWhatCan();
  }

  #startWhatCan() {
    this.#jobs.forEach((job, index) => {
      const free = this.#jobs.slice(0, index).every((before) => together(before.kind, job.kind));
      if (!job.running && free) this.#start(job);
    });
  }

  async #start(job) {
    job.running = true;
    job.forget();
    try {
      job.resolve(await job.work());
    } catch (thrown) {
      job.reject(thrown);
    } finally {
      this.#remove(job);
      this.#startWhatCan();
    }
  }

  #remove(job) {
    job.forget();
    this.#jobs.splice(this.#jobs.indexOf(job), 1);
  }
}

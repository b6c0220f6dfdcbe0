/** @file Letting the event loop run: a message, a click or a frame is served between two steps of long work. */

/** @type {Array<() => void>} */
const waiting = [];
/** @type {MessagePort | undefined} */
let port;

/**
 * Ends when the event loop has come round. Unlike a timer it is never held back for 4 ms.
 * @returns {Promise<void>}
 */
export function pause() {
  return new Promise((resolve) => {
    // Node: a message channel of its own would keep the process alive.
    if (typeof setImmediate === "function") return setImmediate(resolve);
    waiting.push(resolve);
    channel().postMessage(null);
  });
}

function channel() {
  if (!port) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => waiting.shift()?.();
    port = port2;
  }
  return port;
}

/** Says when the thread has worked long enough without a pause. */
export class Pace {
  #since = performance.now();

  /** @param {number} milliseconds The longest work between two pauses. */
  constructor(milliseconds) {
    this.milliseconds = milliseconds;
  }

  /**
   * Pauses when it is time to.
   * @returns {Promise<void> | undefined} Nothing when it is not.
   */
  rest() {
    if (performance.now() - this.#since < this.milliseconds) return undefined;
    return pause().then(() => {
      this.#since = performance.now();
    });
  }
}

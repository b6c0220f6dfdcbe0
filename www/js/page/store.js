/**
 * The one state of the page. Views read it and are told when a key that they named has changed.
 *
 * @template {object} State
 * @param {State} initial
 */
export function createStore(initial) {
  const state = { ...initial };
  /** @type {Map<string, Set<() => void>>} */
  const listeners = new Map();
  /** @type {Set<() => void>} */
  const pending = new Set();
  let flushing = false;

  /** Runs each listener once, also those that a listener's own change calls for. */
  function flush() {
    if (flushing) return;
    flushing = true;
    try {
      for (const listener of pending) {
        pending.delete(listener);
        listener();
      }
    } finally {
      flushing = false;
    }
  }

  return {
    /** Read only: change it with {@link set}. @type {Readonly<State>} */
    state,

    /**
     * Takes the values of `patch` and tells the listeners of the keys whose value is another now.
     * @param {Partial<State>} patch
     */
    set(patch) {
      for (const [key, value] of Object.entries(patch)) {
        if (Object.is(state[key], value)) continue;
        state[key] = value;
        for (const listener of listeners.get(key) ?? []) pending.add(listener);
      }
      flush();
    },

    /**
     * Calls `listener` after a change of any of the keys. Several changes in one {@link set} give one call.
     * @param {Array<keyof State & string>} keys
     * @param {() => void} listener
     */
    on(keys, listener) {
      for (const key of keys) {
        if (!listeners.has(key)) listeners.set(key, new Set());
        listeners.get(key).add(listener);
      }
    },
  };
}

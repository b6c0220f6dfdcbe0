/** @file A worker class for tests: the environment's own, remembered so that a test can make it die of an error. */

/** To be added to the worker's script: it dies when it is told to. */
export const DIES_WHEN_TOLD = `
addEventListener("message", ({ data }) => {
  if (data === "die") setTimeout(() => { throw new Error("told to die"); });
});`;

/**
 * @param {typeof Worker} Base
 * @returns The class, what breaks its last worker, and what runs a test while none can be made.
 */
export function breakable(Base) {
  let last;
  let forbidden = false;
  class BreakableWorker extends Base {
    constructor(...args) {
      if (forbidden) throw new Error("no worker may be made now");
      super(...args);
      last = this;
    }
  }
  const withoutWorkers = async (test) => {
    forbidden = true;
    await test().finally(() => (forbidden = false));
  };
  return { BreakableWorker, breakWorker: () => last.postMessage("die"), withoutWorkers };
}

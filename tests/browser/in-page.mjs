/** @file Runs the tables of the API inside a page: the package as a site that embeds it loads it. */

import { cases, everythingAbout } from "/tests/js/api-table.mjs";
import { DIES_WHEN_TOLD, breakable } from "/tests/js/breakable-worker.mjs";
import { MEMORY_LIMIT, crashCases } from "/tests/js/crash-table.mjs";
import { withMemoryLimit } from "/tests/js/limited-wasm.mjs";
import { HARD_TEXTS } from "/tests/js/texts.mjs";

const file = async (name) => (await fetch(`/${name}`)).arrayBuffer();

const blobWorker = async (more = "") => {
  const script = (await (await fetch("/hanlens-worker.js")).text()) + more;
  return URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
};

/** What `create` is told, by the name of the way. */
const WAYS = {
  "in this thread": async () => ({ worker: false }),
  "in a worker": async () => ({ worker: true }),
  // As in the single file: nothing has an address, all is at hand as bytes.
  "in a worker from a blob": async () => ({
    worker: await blobWorker(),
    wasm: await file("hanlens_bg.wasm"),
    explorer: await file("hanlens-explore.wasm"),
    dictionary: await file("hanlens.dict"),
    idf: await file("hanlens-idf.dict"),
    fold: await file("hanlens-fold.dict"),
  }),
};

let lens;
let implementation;
let HanLens;

/** Makes the engine that all cases share. */
export async function start(way) {
  ({ HanLens } = await import("/hanlens.js"));
  implementation = await WAYS[way]();
  lens = await HanLens.create(implementation);
}

/** Runs a case with engines that it may make of its own. */
async function withEngines(options, run) {
  const made = [];
  const create = async (more) => {
    const another = await HanLens.create({ ...options, ...more });
    made.push(another);
    return another;
  };
  try {
    await run(create);
  } finally {
    made.forEach((another) => another.dispose());
  }
}

export const runCase = (index) =>
  withEngines(implementation, (create) =>
    cases[index].run({ lens, create, file, inWorker: Boolean(implementation.worker) }),
  );

/** All that the engine says about each hard text. */
export async function everything() {
  const answers = {};
  for (const [what, text] of Object.entries(HARD_TEXTS)) answers[what] = await everythingAbout(lens, text);
  return answers;
}

let tools;
let crashing;

/** Makes ready for crashes: code with little memory, and a worker that dies when it is told to. */
export async function startCrashes(inWorker) {
  const { BreakableWorker, ...rest } = breakable(globalThis.Worker);
  globalThis.Worker = BreakableWorker;
  tools = rest;
  ({ HanLens } = await import("/hanlens.js"));
  const wasm = withMemoryLimit(await file("hanlens_bg.wasm"), MEMORY_LIMIT);
  crashing = inWorker
    ? // A worker from a blob has no address beside which it could look for its files.
      { worker: await blobWorker(DIES_WHEN_TOLD), wasm, ...(await addresses()) }
    : { worker: false, wasm };
}

const addresses = async () => ({
  explorer: new URL("/hanlens-explore.wasm", location.href),
  dictionary: new URL("/hanlens.dict", location.href),
  idf: new URL("/hanlens-idf.dict", location.href),
  fold: new URL("/hanlens-fold.dict", location.href),
});

export const runCrash = (index) =>
  withEngines(crashing, (create) => crashCases[index].run({ create, ...tools }));

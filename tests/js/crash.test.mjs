/** @file The table of crashes, over the built package, in both implementations. */

import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { DIES_WHEN_TOLD, breakable } from "./breakable-worker.mjs";
import { MEMORY_LIMIT, crashCases } from "./crash-table.mjs";
import { withMemoryLimit } from "./limited-wasm.mjs";
import { HanLens, file, fileUrl } from "./setting.mjs";

const { BreakableWorker, ...tools } = breakable(globalThis.Worker);
globalThis.Worker = BreakableWorker;

const wasm = withMemoryLimit(await file("hanlens_bg.wasm"), MEMORY_LIMIT);
const script = (await readFile(fileUrl("hanlens-worker.js"), "utf8")) + DIES_WHEN_TOLD;
const worker = `data:text/javascript,${encodeURIComponent(script)}`;

for (const [name, implementation] of Object.entries({ "in this thread": { worker: false }, "in a worker": { worker } })) {
  describe(name, () => {
    for (const { name: caseName, run } of crashCases.filter(({ needsWorker }) => implementation.worker || !needsWorker)) {
      test(caseName, async () => {
        const made = [];
        const create = async (more) => {
          const lens = await HanLens.create({ ...implementation, wasm, ...more });
          made.push(lens);
          return lens;
        };
        try {
          await run({ create, ...tools });
        } finally {
          made.forEach((lens) => lens.dispose());
        }
      });
    }
  });
}

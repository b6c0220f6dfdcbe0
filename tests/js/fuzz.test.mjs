/** @file A few hundred damaged files and sessions; `fuzz-files.mjs` runs for as long as one likes. */

import { test } from "node:test";
import { round } from "./fuzz-files.mjs";
import { HanLens } from "./setting.mjs";

const SEED = 20_240_607;
const ROUNDS = 400;

test(`${ROUNDS} damaged files and sessions: a text, or an error of a known kind`, async () => {
  const lens = await HanLens.create({ worker: false });
  const outcomes = {};
  for (let number = 0; number < ROUNDS; number++) {
    const outcome = await round(lens, SEED, number);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  lens.dispose();
  console.log(`seed ${SEED}: ${JSON.stringify(outcomes)}`);
});

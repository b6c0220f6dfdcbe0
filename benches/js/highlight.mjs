/** @file The highlighter on a long page of many elements: how soon it is painted, and whether it is painted right. */

import { Rows } from "./statistics.mjs";

const ELEMENTS = 20_000;

/**
 * @param {import("./chromium.mjs").ChromiumHost} chromium
 * @param {number} runs
 * @param {(line: string) => void} tell
 */
export async function measureHighlight(chromium, runs, tell) {
  const rows = new Rows();
  let facts;
  for (let run = 0; run < runs; run += 1) {
    tell(`highlighter: run ${run + 1} of ${runs}`);
    const { milliseconds, found, same, unchanged, ...rest } = await chromium.askFresh("highlight", ELEMENTS);
    if (!same) throw new Error("the highlighter's places are not those of the text");
    if (!unchanged) throw new Error("the highlighter changed the document");
    rows.add("engine ready to first paint", milliseconds);
    rows.add("of it until all words are found", found);
    facts = rest;
  }
  return { unit: "ms", ...facts, ...rows.summarise() };
}

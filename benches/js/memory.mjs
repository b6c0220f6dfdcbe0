/** @file Memory of the wasm instance: after the start, at the end, and on the way through a large text. */

import { askFreshNode } from "./node.mjs";
import { round } from "./statistics.mjs";

const LARGE_BYTES = 100_000_000;
/** As many points as a picture needs. */
const CURVE_POINTS = 20;

/**
 * @param {import("./chromium.mjs").ChromiumHost} chromium
 * @param {import("./texts.mjs").Texts} texts
 * @param {(line: string) => void} tell
 */
export async function measureMemory(chromium, texts, tell) {
  const { base, long } = texts.description;
  const times = Math.ceil(LARGE_BYTES / long.bytes);
  const inNode = (...args) => askFreshNode(texts.paths, "memory", ...args);
  const measured = [];
  const add = async (host, bytes, form, ask) => {
    tell(`memory: ${Math.round(bytes / 1e6)} MB as ${form} in ${host}`);
    measured.push({ host, form, ...describe(await ask, bytes) });
  };
  for (const form of ["string", "Blob"]) {
    await add("node", base.bytes, form, inNode("base", form, 1));
    await add("node", long.bytes, form, inNode("long", form, 1));
    await add("node", long.bytes * times, form, inNode("long", form, times));
  }
  await add("chromium", long.bytes * times, "Blob", chromium.askFresh("memory", "long", "Blob", times));
  return { unit: "bytes", afterStart: measured[0].start, whileAnalysing: measured };
}

function describe({ start, peak, units, milliseconds, curve }, bytes) {
  const every = Math.max(1, Math.ceil(curve.length / CURVE_POINTS));
  return {
    inputBytes: bytes,
    units,
    start,
    peak,
    perInputByte: round((peak - start) / bytes),
    milliseconds: round(milliseconds),
    curve: curve.filter((_, index) => index % every === 0).map(([share, size]) => [round(share), size]),
  };
}

/** @file The tests that `docs/features.md` names for our own column are there. */

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { describe, test } from "node:test";

const ROOT = new URL("../../", import.meta.url);
const PATHS = new URL("tests/browser/paths/", ROOT);

/** The names of the browser tests by group; a file `explore-words.mjs` is the group "explore words". */
async function namesByGroup() {
  const files = (await readdir(PATHS)).filter((name) => name.endsWith(".mjs"));
  const groups = files.map(async (file) => {
    const { paths } = await import(new URL(file, PATHS).href);
    return [file.replace(".mjs", "").replace("-", " "), (paths ?? []).map(({ name }) => name)];
  });
  return new Map(await Promise.all(groups));
}

/** The rows of the tables that compare features: what it is, and what stands in our column. */
async function rows() {
  const lines = (await readFile(new URL("docs/features.md", ROOT), "utf8")).split("\n");
  const cells = lines.filter((line) => line.startsWith("| ")).map((line) => line.split("|").map((cell) => cell.trim()));
  return cells.filter((row) => row.length === 9 && row[2] !== "HanLens").map(([, feature, ours]) => ({ feature, ours }));
}

/** The tests that a cell names: `group: beginning …`, and after it `… beginning …` of the same group. */
function named(ours) {
  let group;
  return [...ours.matchAll(/`([^`]+)`/g)].flatMap(([, name]) => {
    const whole = /^([a-z ]+): (.*)$/.exec(name);
    if (whole) group = whole[1];
    const beginning = (whole ? whole[2] : name).replace(/^… /, "").replace(/ ?…$/, "");
    return whole || name.startsWith("… ") ? [{ group, beginning }] : [];
  });
}

describe("features", async () => {
  const names = await namesByGroup();
  for (const { feature, ours } of await rows()) {
    test(feature, () => {
      for (const { group, beginning } of named(ours)) {
        assert.ok(names.has(group), `the group ${group}`);
        assert.ok(names.get(group).some((name) => name.startsWith(beginning)), `${group}: ${beginning}`);
      }
    });
  }
});

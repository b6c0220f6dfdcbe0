/** @file Runs the paths over one way of reaching the page. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { lacking } from "../engines/lacks.mjs";
import { ENGINE } from "./launch.mjs";
import * as choosing from "./paths/choosing.mjs";
import * as encodings from "./paths/encodings.mjs";
import * as exploreCloud from "./paths/explore-cloud.mjs";
import * as exploreCompare from "./paths/explore-compare.mjs";
import * as exploreContext from "./paths/explore-context.mjs";
import * as exploreExplain from "./paths/explore-explain.mjs";
import * as explorePlaces from "./paths/explore-places.mjs";
import * as exploreSession from "./paths/explore-session.mjs";
import * as exploreStatistics from "./paths/explore-statistics.mjs";
import * as exploreWords from "./paths/explore-words.mjs";
import * as files from "./paths/files.mjs";
import * as first from "./paths/first.mjs";
import * as healing from "./paths/healing.mjs";
import * as hostile from "./paths/hostile.mjs";
import * as kept from "./paths/kept.mjs";
import * as keyboard from "./paths/keyboard.mjs";
import * as long from "./paths/long.mjs";
import * as privacy from "./paths/privacy.mjs";
import * as saving from "./paths/saving.mjs";
import * as settings from "./paths/settings.mjs";
import * as table from "./paths/table.mjs";
import * as words from "./paths/words.mjs";
import * as writing from "./paths/writing.mjs";
import { checkRecord, ORIGINS, Setting } from "./setting.mjs";

/** How long a path may take on a machine that does much else. Milliseconds; those who wait for the page give up long before. */
const PATIENCE = 180_000;

/**
 * A path: what a reader does, and what must come of it.
 *
 * @typedef {object} Path
 * @property {string} name
 * @property {import("./setting.mjs").OpenOptions} [open]
 * @property {"disk" | "host"} [only] where it has a meaning on one way only
 * @property {keyof typeof import("../engines/lacks.mjs").NEEDS} [needs] what the driver of the engine has to be able to
 * @property {(reader: import("./reader.mjs").Reader, setting: Setting & { origin: string }) => Promise<void>} run
 */

const EXPLORE = {
  cloud: exploreCloud,
  compare: exploreCompare,
  context: exploreContext,
  explain: exploreExplain,
  places: explorePlaces,
  statistics: exploreStatistics,
  words: exploreWords,
  session: exploreSession,
};

const GROUPS = { first, writing, files, encodings, choosing, table, saving, settings, words, healing, long, privacy, kept, keyboard, hostile };

/** All paths that have a meaning on a way of reaching the page, each with the name of its group. */
function pathsOf(origin) {
  const groups = [...Object.entries(GROUPS), ...Object.entries(EXPLORE).map(([name, paths]) => [`explore ${name}`, paths])];
  return groups.flatMap(([group, { paths }]) => paths.map((path) => ({ group, ...path }))).filter(({ only = origin }) => only === origin);
}

/**
 * @param {keyof typeof ORIGINS} origin
 * @param {{ isWanted: (group: string, name: string) => boolean, stale: (paths: Array<Path & { group: string }>) => string[] }} [choice]
 *   of the paths; without it all run
 */
export function runPaths(origin, choice) {
  describe(ORIGINS[origin].name, () => {
    let setting;
    before(async () => {
      setting = await Setting.start();
      setting.origin = origin;
    });
    after(() => setting.close());

    const paths = pathsOf(origin);
    if (choice) test("each choice of paths fits one", () => assert.deepEqual(choice.stale(paths), []));
    for (const { group, name, open, needs, run } of paths) {
      if (choice && !choice.isWanted(group, name)) continue;
      test(`${group}: ${name}`, { timeout: PATIENCE, skip: lacking(needs, ENGINE) }, async () => {
        const reader = await setting.open(origin, open);
        try {
          await run(reader, setting);
          await checkRecord(reader);
        } finally {
          await reader.page.context().close();
        }
      });
    }
  });
}

/** @file Runs the laws in a page, and compares the tokens with those that Node gets for the same texts. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ENGINE } from "../browser/launch.mjs";
import { Setting } from "../browser/setting.mjs";
import { answers, OPTIONS } from "./laws.mjs";
import { withNode } from "./node.mjs";

/** What decides the texts. */
const SEEDS = [1, 20_261_124];

const answersOfPage = (page, seed) =>
  page.evaluate(async (of) => {
    const [{ HanLens }, laws] = await Promise.all([import("/hanlens.js"), import("/tests/engines/laws.mjs")]);
    const lens = await HanLens.create();
    try {
      return { inWorker: lens.info.worker, all: await laws.answers(lens, of) };
    } finally {
      lens.dispose();
    }
  }, seed);

export function runLaws() {
  describe("the laws over random texts", () => {
    let setting;
    before(async () => {
      setting = await Setting.start();
    });
    after(() => setting.close());

    for (const seed of SEEDS) {
      test(`offsets are true, nothing is lost, and each token is that of Node; seed ${seed}`, async () => {
        const page = await setting.blankPage();
        try {
          const { inWorker, all } = await answersOfPage(page, seed);
          assert.equal(inWorker, true);
          assert.equal(all.length, OPTIONS.length);
          assert.ok(all.every(({ tokens }) => tokens > 3000), "over many tokens");
          assert.deepEqual(all, await withNode((lens) => answers(lens, seed)), ENGINE);
        } finally {
          await page.context().close();
        }
      });
    }
  });
}

/** @file The tables of the API, which Node runs too, in a browser: in the page's thread, in a worker, in a worker from a blob. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { withNode } from "../engines/node.mjs";
import { cases, everythingAbout } from "../js/api-table.mjs";
import { crashCases } from "../js/crash-table.mjs";
import { HARD_TEXTS } from "../js/texts.mjs";
import { isBrief } from "./launch.mjs";
import { Setting } from "./setting.mjs";

/** In the engines beside Chromium one way is enough: the page from disk is another. */
const WAYS = isBrief ? ["in a worker"] : ["in this thread", "in a worker", "in a worker from a blob"];

/** What is a matter of speed is measured in Chromium alone. */
const isTimed = (name) => /within \d+ ms/.test(name);

let setting;
before(async () => {
  setting = await Setting.start();
});
after(() => setting.close());

/** Calls an exported function of the module that runs inside the page. */
const call = (page, name, argument) =>
  page.evaluate(async ([of, given]) => (await import("/tests/browser/in-page.mjs"))[of](given), [name, argument]);

/** A page of its own for a group of tests. */
function usePage(prepare) {
  const use = {};
  before(async () => {
    use.page = await setting.blankPage();
    await prepare(use.page);
  });
  after(() => use.page.context().close());
  return use;
}

/** What Node says about the hard texts. */
const everythingOfNode = () =>
  withNode(async (lens) => {
    const answers = {};
    for (const [what, text] of Object.entries(HARD_TEXTS)) answers[what] = await everythingAbout(lens, text);
    return answers;
  });

for (const way of WAYS) {
  describe(way, () => {
    const use = usePage((page) => call(page, "start", way));
    cases.forEach(({ group, name }, index) => {
      if (isBrief && isTimed(name)) return;
      test(`${group}: ${name}`, () => call(use.page, "runCase", index));
    });
    test("it says what Node says, to the last digit", async () => {
      const answers = await call(use.page, "everything");
      assert.ok(Object.keys(answers).length > 10, "about many texts");
      assert.deepEqual(answers, await everythingOfNode());
    });
  });
}

for (const inWorker of isBrief ? [true] : [false, true]) {
  describe(inWorker ? "crashes in a worker" : "crashes in this thread", () => {
    const use = usePage((page) => call(page, "startCrashes", inWorker));
    crashCases.forEach(({ name, needsWorker }, index) => {
      if (needsWorker && !inWorker) return;
      test(name, () => call(use.page, "runCrash", index));
    });
  });
}

/** @file The tables of the API, which Node runs too, in a browser: in the page's thread, in a worker, in a worker from a blob. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { cases } from "../js/api-table.mjs";
import { crashCases } from "../js/crash-table.mjs";
import { Setting } from "./setting.mjs";

const WAYS = ["in this thread", "in a worker", "in a worker from a blob"];

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

/** What each way says about the hard texts. */
const answers = new Map();

for (const way of WAYS) {
  describe(way, () => {
    const use = usePage((page) => call(page, "start", way));
    cases.forEach(({ group, name }, index) => {
      test(`${group}: ${name}`, () => call(use.page, "runCase", index));
    });
    test("it says what the others say", async () => {
      answers.set(way, await call(use.page, "everything"));
      const [first] = answers.values();
      assert.ok(Object.keys(first).length > 10, "about many texts");
      assert.deepEqual(answers.get(way), first);
    });
  });
}

for (const inWorker of [false, true]) {
  describe(inWorker ? "crashes in a worker" : "crashes in this thread", () => {
    const use = usePage((page) => call(page, "startCrashes", inWorker));
    crashCases.forEach(({ name, needsWorker }, index) => {
      if (needsWorker && !inWorker) return;
      test(name, () => call(use.page, "runCrash", index));
    });
  });
}

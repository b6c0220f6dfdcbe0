/** @file The table of the API, over the built package, in both implementations. */

import { after, before, describe, test } from "node:test";
import { cases, everythingAbout } from "./api-table.mjs";
import { ok } from "./check.mjs";
import { HanLens, IMPLEMENTATIONS, file } from "./setting.mjs";
import { HARD_TEXTS } from "./texts.mjs";

for (const [name, implementation] of Object.entries(IMPLEMENTATIONS)) {
  describe(name, () => {
    let lens;
    before(async () => {
      lens = await HanLens.create(implementation);
    });
    after(() => lens.dispose());

    for (const { group, name: caseName, run } of cases) {
      test(`${group}: ${caseName}`, async () => {
        const made = [];
        const create = async (more) => {
          const another = await HanLens.create({ ...implementation, ...more });
          made.push(another);
          return another;
        };
        try {
          await run({ lens, create, file, inWorker: implementation.worker });
        } finally {
          made.forEach((another) => another.dispose());
        }
      });
    }
  });
}

test("both implementations give the same", async () => {
  const [inPage, inWorker] = await Promise.all(Object.values(IMPLEMENTATIONS).map((of) => HanLens.create(of)));
  for (const [what, text] of Object.entries(HARD_TEXTS)) {
    ok((await everythingAbout(inPage, text)) === (await everythingAbout(inWorker, text)), what);
  }
  inPage.dispose();
  inWorker.dispose();
});

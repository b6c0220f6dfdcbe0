/** @file The engine that all share who do not bring one of their own. */

import { test } from "node:test";
import { failsWith, ok, same } from "./check.mjs";
import { HanLens, fileUrl } from "./setting.mjs";

test("all calls get one engine, made as the first call says", async () => {
  const [one, two] = await Promise.all([HanLens.shared({ worker: false }), HanLens.shared({ worker: true })]);
  ok(one === two, "it is one");
  same(one.info.worker, false);
  one.dispose();
});

test("after its disposal the next call gets another", async () => {
  const one = await HanLens.shared({ worker: false });
  one.dispose();
  const two = await HanLens.shared({ worker: false });
  ok(one !== two, "it is another");
  same(await two.cut("北京大学"), ["北京大学"]);
  (await HanLens.create({ worker: false })).dispose();
  ok((await HanLens.shared()) === two, "the end of another engine changes nothing");
  two.dispose();
});

test("one that cannot be made is made anew at the next call", async () => {
  await failsWith("load-failed", "dictionary", HanLens.shared({ worker: false, dictionary: fileUrl("nothing") }));
  const lens = await HanLens.shared({ worker: false });
  same(await lens.cut("北京大学"), ["北京大学"]);
  lens.dispose();
});

/**
 * @file The largest of the inputs that are made to break something, from disk and from a host: a gigabyte or two of memory, so
 * they are a part of their own. `cargo xtask test --only hostile-long` runs them alone.
 */

import { after, before, describe } from "node:test";
import { runLarge } from "../browser/hostile/run.mjs";
import { ORIGINS, Setting } from "../browser/setting.mjs";

for (const origin of Object.keys(ORIGINS)) {
  describe(ORIGINS[origin].name, () => {
    let setting;
    before(async () => {
      setting = await Setting.start();
    });
    after(() => setting.close());
    runLarge(() => ({ setting, origin }), true);
  });
}

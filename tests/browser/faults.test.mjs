/**
 * @file Parts of the page that are missing, damaged or die: the page says what it is and what to do, in either language, and
 * the next analysis works without a reload wherever it can.
 */

import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { longText } from "../js/texts.mjs";
import { MEMORY_LIMIT } from "../js/crash-table.mjs";
import { withMemoryLimit } from "../js/limited-wasm.mjs";
import { showView } from "./explore.mjs";
import { withFiles } from "./files.mjs";
import { DAMAGES, withDamage } from "./hostile/damage.mjs";
import { ORIGINS, Setting } from "./setting.mjs";
import { soon, until } from "./soon.mjs";
import { figuresOf, lines } from "./texts.mjs";

let setting;
before(async () => {
  setting = await Setting.start();
});
after(() => setting.close());

const TIME = { timeout: 120_000 };

/** What the page says, by the language of the browser. */
const TOLD = {
  "load-failed": { "en-US": /^A part of the page could not be loaded\. Try it again; .* reload the page\./, "zh-CN": /^页面的一部分未能载入。请再试一次；仍不行就重新载入页面。/ },
  "bad-dictionary": { "en-US": /^The dictionary is damaged\. Reload the page, or get it anew\./, "zh-CN": /^词典已损坏。请重新载入页面，或重新获取。/ },
  "engine-crashed": { "en-US": /^The engine stopped and was started again\. Go on;/, "zh-CN": /^分析引擎中断，已重新启动，可继续使用；/ },
};

const saysOf = async (reader, pattern) => assert.match(await until(() => reader.notice(), Boolean, "the page says something"), pattern);

const dismiss = ({ page }) => page.evaluate(() => document.querySelector("#notice:not([hidden]) button")?.click());

/** Nothing is thrown that nobody catches. The console tells of answers of a host that are no success. */
const nothingUncaught = ({ record }) =>
  assert.deepEqual(record.problems.filter((problem) => !/Failed to load resource|^error: Failed to load module script/.test(problem)), []);

/** The next text has its figures, in this page as it is. */
async function worksOn(reader, name = "next.txt") {
  await dismiss(reader);
  await reader.openFiles([{ name, text: lines(20) }]);
  await soon(() => reader.page.getAttribute("#text", "data-tokens"), "120");
  await soon(async () => (await reader.documents()).at(-1), `*${name}`);
}

const START = [
  ["the dictionary", "hanlens.dict", "cut off", "bad-dictionary"],
  ["the dictionary", "hanlens.dict", "changed in one bit", "bad-dictionary"],
  ["the dictionary", "hanlens.dict", "empty", "bad-dictionary"],
  ["the dictionary", "hanlens.dict", "missing", "load-failed"],
  ["the code", "hanlens_bg.wasm", "cut off", "load-failed"],
  ["the code", "hanlens_bg.wasm", "empty", "load-failed"],
  ["the code", "hanlens_bg.wasm", "missing", "load-failed"],
  ["the worker", "hanlens-worker.js", "cut off", "load-failed"],
  ["the worker", "hanlens-worker.js", "missing", "load-failed"],
];

for (const origin of Object.keys(ORIGINS)) {
  describe(ORIGINS[origin].name, () => {
    describe("at the start", () => {
      for (const [part, file, how, kind] of START) {
        test(`${part} is ${how}: ${kind}, and a reload of the mended page works`, TIME, async () => {
          const fault = { file, damage: DAMAGES[how] ?? 404 };
          for (const locale of ["en-US", "zh-CN"]) {
            await withDamage(setting, origin, fault, { isWhole: false, locale }, async (reader, mend) => {
              await saysOf(reader, TOLD[kind][locale]);
              assert.equal(await reader.page.isVisible("#progress"), false, "it does not go on waiting");
              nothingUncaught(reader);
              if (!mend || locale !== "en-US") return;
              mend();
              await reader.page.reload();
              await reader.isReady();
              await worksOn(reader);
            });
          }
        });
      }

      test("no worker may be started: load-failed", TIME, async () => {
        const init = () => {
          globalThis.Worker = class {
            constructor() {
              throw new DOMException("workers are forbidden here", "SecurityError");
            }
          };
        };
        const reader = await setting.open(origin, { isWhole: false, init });
        await saysOf(reader, /^A part of the page could not be loaded.*workers are forbidden here/s);
        nothingUncaught(reader);
        await reader.page.context().close();
      });
    });

    describe("what comes late", () => {
      test("the code that explores: the table and the text work, and the rest when the file comes", TIME, () =>
        withDamage(setting, origin, { file: "hanlens-explore.wasm", damage: origin === "host" ? 503 : DAMAGES["cut off"] }, { isWhole: false }, async (reader, mend) => {
          await saysOf(reader, TOLD["load-failed"]["en-US"]);
          await reader.isReady();
          assert.ok((await reader.rows()).length > 5, "there is a table");
          await worksOn(reader);
          if (mend) {
            mend();
            await worksOn(reader, "another.txt");
            await until(() => reader.keywords(), (keywords) => keywords.length > 0, "keywords");
          }
          nothingUncaught(reader);
        }),
      );

      test("the inverse document frequencies: the table works, and keywords come when the file does", TIME, () =>
        withDamage(setting, origin, { file: "hanlens-idf.dict", damage: origin === "host" ? 503 : DAMAGES["cut off"] }, { isWhole: false }, async (reader, mend) => {
          await saysOf(reader, origin === "host" ? TOLD["load-failed"]["en-US"] : TOLD["bad-dictionary"]["en-US"]);
          await reader.isReady();
          assert.ok((await reader.rows()).length > 5, "there is a table");
          await worksOn(reader);
          if (mend) {
            mend();
            await dismiss(reader);
            await reader.page.fill("#keyword-count", "5");
            await reader.page.press("#keyword-count", "Enter");
            await until(() => reader.keywords(), (keywords) => keywords.length > 0, "keywords");
          } else {
            await reader.page.selectOption("#keyword-method", "textrank");
            await until(() => reader.keywords(), (keywords) => keywords.length > 0, "the other keywords");
          }
          nothingUncaught(reader);
        }),
      );

      test("the tables that fold: the analysis of before stays, and the next try works", TIME, () =>
        withDamage(setting, origin, { file: "hanlens-fold.dict", damage: origin === "host" ? 503 : DAMAGES["cut off"] }, {}, async (reader, mend) => {
          const { page } = reader;
          const figures = await reader.figures();
          await page.click("#open-settings");
          await page.check("#setting-foldSimplified");
          await page.keyboard.press("Escape");
          await saysOf(reader, origin === "host" ? TOLD["load-failed"]["en-US"] : TOLD["bad-dictionary"]["en-US"]);
          assert.deepEqual(await reader.figures(), figures);
          mend?.();
          await dismiss(reader);
          await page.click("#open-settings");
          if (!mend) await page.uncheck("#setting-foldSimplified");
          await page.keyboard.press("Escape");
          await worksOn(reader);
          nothingUncaught(reader);
        }),
      );
    });

    describe("while it works", () => {
      /** Opens a long file and does harm as soon as its analysis shows its progress. */
      async function inTheMiddle(reader, harm) {
        await withFiles({ "long.txt": longText(10_000_000) }, async ([path]) => {
          await reader.page.setInputFiles("#file-input", path);
          await reader.page.waitForSelector("#progress:not([hidden])");
          await harm();
          await saysOf(reader, TOLD["engine-crashed"]["en-US"]);
        });
      }

      const HARMS = {
        "dies of an error": (reader) => reader.page.workers()[0].evaluate(() => void setTimeout(() => { throw new Error("told to die"); })),
        "is ended from outside": (reader) => reader.page.evaluate(() => globalThis.engineWorker.terminate()),
        "ends itself": (reader) => reader.page.workers()[0].evaluate(() => void self.close()),
      };
      for (const [how, harm] of Object.entries(HARMS)) {
        test(`the worker ${how}: engine-crashed, and the next analysis works, with the reader's words`, TIME, async () => {
          const init = () => {
            globalThis.Worker = class extends Worker {
              constructor(...args) {
                super(...args);
                globalThis.engineWorker = this;
              }
            };
          };
          const reader = await setting.open(origin, { init });
          await reader.page.click("#open-words");
          await reader.page.fill("#word", "爱北京");
          await reader.page.click("#word-add");
          await soon(async () => (await reader.page.$$("#own-words li")).length, 1);
          await reader.page.keyboard.press("Escape");
          await inTheMiddle(reader, () => harm(reader));
          await dismiss(reader);
          await reader.openFiles([{ name: "next.txt", text: lines(20) }]);
          await soon(() => reader.figures(), { ...figuresOf(20), tokens: "100" });
          assert.deepEqual(reader.record.problems.filter((problem) => !problem.includes("told to die")), []);
          await reader.page.context().close();
        });
      }

      const limited = { file: "hanlens_bg.wasm", damage: (bytes) => Buffer.from(withMemoryLimit(bytes, MEMORY_LIMIT)) };
      test("memory that cannot grow in the middle of an analysis: engine-crashed, and the next works", TIME, () =>
        withDamage(setting, origin, limited, {}, async (reader) => {
          // The text has room in the memory, and its tokens have not.
          await reader.openFiles([{ name: "long.txt", text: longText(3_500_000) }]);
          await saysOf(reader, TOLD["engine-crashed"]["en-US"]);
          await worksOn(reader);
          nothingUncaught(reader);
        }),
      );

      test("a text that memory has no room for: too-large, and the next works", TIME, () =>
        withDamage(setting, origin, limited, {}, async (reader) => {
          await withFiles({ "long.txt": "北京".repeat(12_000_000) }, async ([path]) => {
            await reader.page.setInputFiles("#file-input", path);
            await saysOf(reader, /^That is too much at once\. Take a part of it/);
          });
          await worksOn(reader);
          nothingUncaught(reader);
        }),
      );
    });

    describe("files", () => {
      for (const [how, harm] of [["was deleted", rm], ["was changed", (path) => writeFile(path, lines(3))]]) {
        test(`one that ${how} after it was chosen is named and left out, the others are analysed`, TIME, async () => {
          const reader = await setting.open(origin);
          await withFiles({ "gone.txt": lines(20), "there.txt": lines(10) }, async ([gone, there]) => {
            await reader.page.setInputFiles("#file-input", gone);
            await soon(() => reader.figures(), figuresOf(20));
            await harm(gone);
            await reader.page.setInputFiles("#file-input", there);
            await saysOf(reader, /^The file was changed, moved or deleted, or may not be read\. Choose it again\. .*“gone\.txt”/);
            await soon(() => reader.documents(), ["*there.txt"]);
            await soon(() => reader.figures(), figuresOf(10));
            if (how === "was deleted") await writeFile(gone, "");
          });
          nothingUncaught(reader);
          await reader.page.context().close();
        });
      }
    });

    test("a clipboard that refuses is told, with another way", TIME, async () => {
      const init = () => {
        const refuse = () => Promise.reject(new DOMException("not allowed", "NotAllowedError"));
        Object.defineProperty(navigator, "clipboard", { value: { write: refuse, writeText: refuse } });
        document.execCommand = () => false;
      };
      const reader = await setting.open(origin, { init });
      await reader.page.click("#table-export");
      await reader.page.click("#table-export-copy-tsv");
      await saysOf(reader, /^The browser did not allow copying\. Save the table as a file instead\.$/);
      await worksOn(reader);
      nothingUncaught(reader);
      await reader.page.context().close();
    });
  });
}

describe("parts of the page on a host that do not come at first", () => {
  /** The script of the host whose name begins so. */
  const nameOf = (page, part) =>
    page.evaluate(async (wanted) => new RegExp(`${wanted}[^"']*\\.js`).exec(await (await fetch(document.querySelector("script[src]").src)).text())[0], part);

  test("the views: load-failed, and the view is there when it is next asked for", TIME, async () => {
    const reader = await setting.open("host");
    const path = `/${await nameOf(reader.page, "page-explorer")}`;
    setting.host.broken.set(path, 503);
    await reader.page.click("#tab-cloud");
    await saysOf(reader, TOLD["load-failed"]["en-US"]);
    setting.host.broken.delete(path);
    await dismiss(reader);
    await reader.page.click("#tab-table");
    await showView(reader, "cloud");
    await reader.page.waitForSelector("#view-cloud[data-placed]");
    nothingUncaught(reader);
    await reader.page.context().close();
  });

  test("the reader of files: load-failed, and the file opens when it is chosen again", TIME, async () => {
    const reader = await setting.open("host");
    setting.host.broken.set("/hanlens-read.js", 503);
    const file = { name: "page.html", text: `<p>${lines(20)}</p>`, type: "text/html" };
    await reader.openFiles([file]);
    await saysOf(reader, TOLD["load-failed"]["en-US"]);
    setting.host.broken.delete("/hanlens-read.js");
    await dismiss(reader);
    await reader.openFiles([file]);
    await soon(() => reader.figures(), figuresOf(20));
    nothingUncaught(reader);
    await reader.page.context().close();
  });
});

test("where downloads are blocked, the page goes on", TIME, async () => {
  const reader = await setting.open("host", { path: "/sandboxed.html" });
  await reader.page.click("#table-export");
  await reader.page.click("#table-export-save-csv");
  await worksOn(reader);
  await reader.page.context().close();
});

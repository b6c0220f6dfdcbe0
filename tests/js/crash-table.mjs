/**
 * @file What the API promises for an engine that stops, as a table of cases.
 *
 * Nothing is feigned: the code is the real one with a small memory, so that a long text uses it up and the code traps,
 * or the worker's script dies of an error. In one thread all engines share the code that came first, so these cases
 * need a thread in which no engine was made before.
 *
 * A case gets a setting:
 *   create(more)  an engine of the implementation, with the limited code
 *   breakWorker() makes the worker that was started last die of an error
 *   withoutWorkers(test) runs a test while no worker can be made
 *
 * The last two are there only where the implementation has a worker.
 */

import { failsWith, ok, same } from "./check.mjs";
import { PROSE, longText } from "./texts.mjs";

/** The memory that the code may have, in bytes. */
export const MEMORY_LIMIT = 40 * 1024 * 1024;

/** Its text has room in that memory, and its tokens have not. */
const TOO_MUCH_WORK = longText(6_000_000);

/** Keeps an engine with all the memory it wants busy for some tenths of a second. */
const MUCH_WORK = longText(12_000_000);

/** The code as it ships, in a worker of its own. */
const UNLIMITED = { wasm: undefined };

/** Not even its text has room. */
const TOO_LONG = "北京".repeat(12_000_000);

/** @typedef {{create: (more?: object) => Promise<any>, breakWorker?: () => void, withoutWorkers?: (test: () => Promise<any>) => Promise<void>}} Setting */
/** @type {Array<{name: string, needsWorker: boolean, run: (setting: Setting) => Promise<void>}>} */
export const crashCases = [
  {
    name: "a trap rejects the call, and the next call works with the same user words",
    needsWorker: false,
    async run({ create }) {
      const lens = await create();
      await lens.words.load("安静地坐在窗边 100 d\n北京大学 0\n");
      await lens.words.add("王建国", { frequency: 7, tag: "nr" });
      await lens.words.remove("安静地坐在窗边");
      const [words, tagged] = [await lens.words.list(), await lens.tag(PROSE)];
      const corpus = await lens.analyze("北京大学");
      for (let round = 0; round < 3; round++) {
        await failsWith("engine-crashed", "", lens.analyze(TOO_MUCH_WORK), `round ${round}`);
        same([await lens.words.list(), await lens.tag(PROSE)], [words, tagged], "as before the crash");
        same((await lens.analyze("北京大学")).summary.tokens, 2);
      }
      await failsWith("engine-crashed", "corpus", corpus.terms(), "a corpus of before");
      await failsWith("engine-crashed", "corpus", corpus.update(), "a corpus of before");
      same(corpus.summary.tokens, 2, "its figures stay");
      corpus.dispose();
    },
  },
  {
    name: "a trap rejects all calls that wait, each once",
    needsWorker: false,
    async run({ create }) {
      const lens = await create();
      const corpus = await lens.analyze("北京大学");
      const crash = lens.analyze(TOO_MUCH_WORK);
      const waiting = [lens.analyze("北京"), lens.words.add("图书"), corpus.update({ mode: "full" })];
      for (const call of [crash, ...waiting]) await failsWith("engine-crashed", "", call);
      same(await lens.words.list(), [], "a word that was not added");
      same(await lens.cut("北京大学"), ["北京大学"]);
    },
  },
  {
    name: "keywords work after a trap",
    needsWorker: false,
    async run({ create }) {
      const lens = await create();
      const keywords = async () => (await lens.analyze(PROSE)).keywords();
      const before = await keywords();
      ok(before.length > 5, "there are keywords");
      await failsWith("engine-crashed", "", lens.analyze(TOO_MUCH_WORK));
      same(await keywords(), before);
    },
  },
  {
    name: "a text that memory has no room for is refused, and nothing is lost",
    needsWorker: false,
    async run({ create }) {
      const lens = await create();
      const corpus = await lens.analyze("北京大学");
      await failsWith("too-large", "text", lens.analyze(TOO_LONG));
      same((await corpus.terms()).rows.length, 1);
    },
  },
  {
    name: "another engine hears of a trap and works on",
    needsWorker: false,
    async run({ create }) {
      const [lens, other] = [await create(), await create()];
      await other.words.add("北京大学", { frequency: 0 });
      await failsWith("engine-crashed", "", lens.analyze(TOO_MUCH_WORK));
      // In one thread the two share their memory; in workers of their own they do not.
      const outcome = await other.cut("北京大学").catch(({ kind }) => kind);
      ok(outcome === "engine-crashed" || outcome.length === 2, String(outcome));
      same(await other.cut("北京大学"), ["北京", "大学"]);
    },
  },
  {
    name: "a worker that dies rejects all calls, and the next call works in a new one",
    needsWorker: true,
    async run({ create, breakWorker }) {
      const lens = await create(UNLIMITED);
      await lens.words.add("北京大学", { frequency: 0 });
      const corpus = await lens.analyze("北京大学");
      for (let round = 0; round < 2; round++) {
        const pending = [lens.analyze(MUCH_WORK), lens.analyze("北京"), lens.words.add("图书")];
        breakWorker();
        for (const call of pending) await failsWith("engine-crashed", "", call, `round ${round}`);
        same(await lens.cut("北京大学"), ["北京", "大学"]);
        same((await lens.words.list()).map(({ word }) => word), ["北京大学"]);
      }
      await failsWith("engine-crashed", "corpus", corpus.tokens(), "a corpus of before");
    },
  },
  {
    name: "a worker that cannot be started again is an error, and a later call tries once more",
    needsWorker: true,
    async run({ create, breakWorker, withoutWorkers }) {
      const lens = await create(UNLIMITED);
      const pending = lens.analyze(MUCH_WORK);
      breakWorker();
      await failsWith("engine-crashed", "", pending);
      await withoutWorkers(() => failsWith("load-failed", "worker", lens.cut("北京大学")));
      same(await lens.cut("北京大学"), ["北京大学"]);
    },
  },
];

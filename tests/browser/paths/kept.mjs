/** @file Nothing is lost: what is open comes back after a reload and after a crash, and is gone when the reader says so. */

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { showView } from "../explore.mjs";
import { crash, isKept, keptNames, NOTHING, openTab, rewriteSessions, stored, traces } from "../keeping.mjs";
import { ENGINE } from "../launch.mjs";
import { BLOCKS_SERVICE_WORKERS } from "../setting.mjs";
import { soon, soonMatches, until } from "../soon.mjs";
import { figuresOf, lines } from "../texts.mjs";

/** 我爱北京 in GBK. */
const GBK = Uint8Array.of(0xce, 0xd2, 0xb0, 0xae, 0xb1, 0xb1, 0xbe, 0xa9);

const isSample = ({ page }) => page.isVisible("#intro");

const openFiles = async (reader, texts) => {
  await reader.openFiles(Object.entries(texts).map(([name, text]) => ({ name, ...(typeof text === "string" ? { text } : { bytes: text }) })));
};

async function reload(reader) {
  // WebKit may lose what was written just before a page is left, the more the longer it was, and tells nobody when it is safe.
  if (ENGINE === "webkit") await pause(2000);
  await reader.page.reload();
  await reader.isReady();
}

async function inSettings({ page }, act) {
  await page.click("#open-settings");
  await page.waitForSelector("#settings[open]");
  await act(page);
  await page.keyboard.press("Escape");
}

const forget = (reader) =>
  inSettings(reader, async (page) => {
    await page.click("#forget");
    await soon(() => page.textContent("#forget"), "Delete texts, words and settings for good");
    await page.click("#forget");
  });

/** Takes what the test itself did wrong on purpose out of the record. */
const expected = (reader, pattern) => {
  const others = reader.record.problems.splice(0).filter((problem) => !pattern.test(problem));
  reader.record.problems.push(...others);
};

/** In place of the browser's own, for tests of a browser that has none. */
function withoutLocks() {
  Object.defineProperty(Navigator.prototype, "locks", { get: () => undefined });
}

/**
 * From now on the database takes nothing into these stores: what is put there undoes its transaction at the end, with the
 * error that browsers give when there is no room. (The tools' own way to set a quota does not reach databases.)
 */
function fillDatabase(stores) {
  globalThis.fullStores = stores;
  if (globalThis.putAnyway) return;
  const put = IDBObjectStore.prototype.put;
  globalThis.putAnyway = put;
  IDBObjectStore.prototype.put = function (...given) {
    const request = put.apply(this, given);
    if (globalThis.fullStores.includes(this.name)) {
      const { transaction } = this;
      Object.defineProperty(transaction, "error", { value: new DOMException("full", "QuotaExceededError"), configurable: true });
      request.addEventListener("success", () => transaction.abort(), { once: true });
    }
    return request;
  };
}

/** As WebKit does in a private window: no Blob goes into a database. */
function withoutBlobs() {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value, ...given) {
    if (Object.values(value).some((property) => property instanceof Blob)) throw new DOMException("Error preparing Blob", "UnknownError");
    return put.call(this, value, ...given);
  };
}

function withoutDatabases() {
  Object.defineProperty(globalThis, "indexedDB", {
    get() {
      throw new DOMException("denied", "SecurityError");
    },
  });
}

/** Pastes a text that is longer than what is kept as a string, with a lone surrogate. */
function pasteLong(line) {
  const data = new DataTransfer();
  data.setData("text/plain", `${line.repeat(70_000)}末\ud800尾`);
  const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true });
  // Firefox gives an event that a script makes an empty clipboard.
  Object.defineProperty(event, "clipboardData", { value: data });
  document.body.dispatchEvent(event);
}

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  {
    name: "texts, files, their encoding, what is left out and what is looked at come back after a reload",
    async run(reader) {
      const { page } = reader;
      await reader.read(`${lines(2)}\ud800`, { tokens: "12", types: "4", characters: "29", han: "22 Chinese" });
      await openFiles(reader, { "a.txt": lines(3), "gbk.txt": GBK, "t.csv": "甲,乙\n上海,北京大学\n" });
      await soon(() => reader.documents(), ["New text 1", "*a.txt", "gbk.txt", "t.csv"]);
      // The list is made anew when the figures come: a click in that moment hits nothing.
      await soon(() => page.$$eval("#documents .document-count", (all) => all.length), 4);
      await page.click(".document-file[aria-label*='gbk.txt']");
      await soon(() => page.textContent("#file-preview"), "我爱北京");
      await page.selectOption("#file-encoding", "big5");
      await until(() => page.textContent("#file-preview"), (text) => text !== "我爱北京", "it is read as Big5");
      const asBig5 = await page.textContent("#file-preview");
      await page.click("#file-apply");
      await soon(() => page.$$eval(".document-file", (all) => all.map((button) => button.textContent)), ["", "BIG5", ""]);
      await page.click("#documents .document-name:has-text('a.txt')");
      await page.click("#table .cell-word:text-is('北京')");
      await soon(async () => (await reader.chosen())?.[0], "北京");
      await page.click("#scope");
      await page.click(".scope-boxes label:has-text('t.csv')");
      await page.keyboard.press("Escape");
      await showView(reader, "concordance");
      await page.fill("#concordance-left", "3");
      await page.press("#concordance-left", "Enter");
      await isKept(page, [["New text 1", "a.txt", "gbk.txt", "t.csv"]]);
      const figures = await reader.figures();
      await until(async () => (await stored(page)).sessions[0].state, ({ work, chosen, scope, options }) => work === "concordance" && chosen === "北京" && scope?.length === 3 && options.concordance?.left === 3, "what is looked at is kept");
      await reload(reader);
      await soon(() => reader.documents(), ["New text 1", "*a.txt", "gbk.txt", "t.csv"]);
      await soon(() => reader.notice(), "Continued from your last visit.");
      await soon(() => reader.figures(), figures);
      await soon(async () => (await reader.chosen())?.[0], "北京");
      await soon(() => page.isVisible("#view-concordance"), true);
      await soon(() => page.inputValue("#concordance-left"), "3");
      await soon(() => page.textContent("#scope .scope-long"), "3 of 4 documents");
      await page.click("#documents .document-name:has-text('gbk.txt')");
      await soon(() => reader.text(), asBig5);
      // The file itself is there, so it can be read in yet another way.
      await page.click(".document-file[aria-label*='gbk.txt']");
      await page.selectOption("#file-encoding", "gb18030");
      await soon(() => page.textContent("#file-preview"), "我爱北京");
      await page.keyboard.press("Escape");
    },
  },
  {
    name: "a lone surrogate and a text of a million characters come back unit for unit",
    async run(reader) {
      const { page } = reader;
      await page.evaluate(pasteLong, lines(1));
      await soon(async () => (await reader.figures()).tokens, "420,002");
      await isKept(page, [["Pasted text 1"]]);
      assert.equal((await stored(page)).sources.length, 1);
      await reload(reader);
      await soon(async () => (await reader.figures()).tokens, "420,002");
      assert.equal((await stored(page)).sources[0].size, 2 * (70_000 * lines(1).length + 3));
      await page.click("#tab-report");
      await page.waitForSelector("#report-documents td");
      const hash = await page.textContent("#report-documents code");
      await page.evaluate(pasteLong, lines(1));
      await soon(() => page.$$eval("#report-documents code", (all) => all.map((code) => code.textContent)), [hash, hash]);
    },
  },
  {
    name: "where the database takes no files, their bytes are kept in parts",
    async run(reader) {
      const { page } = reader;
      await page.evaluate(withoutBlobs);
      const long = `<p>${lines(3)}</p><!--${"x".repeat(9 << 20)}-->`;
      await openFiles(reader, { "gbk.txt": GBK, "empty.txt": "", "long.html": long });
      await isKept(page, [["gbk.txt", "empty.txt", "long.html"]]);
      assert.equal(await reader.notice(), "");
      const sizes = async () => (await stored(page)).sources.map(({ size, parts }) => [size, parts]).sort(([a], [b]) => a - b);
      assert.deepEqual(await sizes(), [[0, 0], [8, 1], [Buffer.byteLength(long), 3]]);
      await reload(reader);
      await soon(() => reader.documents(), ["*gbk.txt", "empty.txt", "long.html"]);
      await soon(async () => (await reader.figures()).tokens, String(Number(figuresOf(3).tokens) + 3));
      await page.click(".document-file[aria-label*='gbk.txt']");
      await soon(() => page.textContent("#file-preview"), "我爱北京");
      await page.keyboard.press("Escape");
      await page.click("#documents [aria-label='Remove long.html']");
      await isKept(page, [["gbk.txt", "empty.txt"]]);
      await soon(sizes, [[0, 0], [8, 1]], "no part is left");
    },
  },
  {
    name: "what was typed a moment before the page went is there again",
    async run(reader) {
      const { page } = reader;
      await reader.write("我爱");
      await until(() => stored(page), (all) => all?.documents[0]?.text === "我爱", "the first words are kept");
      await page.keyboard.insertText("北京");
      await reload(reader);
      await soon(() => reader.text(), "我爱北京");
    },
  },
  {
    name: "what was typed is there again as soon as it is kept",
    async run(reader) {
      const { page } = reader;
      const keptText = async () => (await stored(page))?.documents[0]?.text;
      await reader.write("我爱");
      await soon(keptText, "我爱");
      await page.keyboard.insertText("北京");
      await soon(keptText, "我爱北京");
      await reload(reader);
      await soon(() => reader.text(), "我爱北京");
    },
  },
  {
    name: "what the database does not take as the page goes is there again, and then in the database",
    async run(reader) {
      const { page } = reader;
      const keptText = async () => (await stored(page))?.documents[0]?.text;
      const notes = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("hanlens.last.")).length);
      await reader.write("我爱");
      await soon(keptText, "我爱");
      await page.evaluate(() => {
        IDBDatabase.prototype.transaction = () => {
          throw new Error("given up");
        };
      });
      await page.keyboard.insertText("北京");
      await reload(reader);
      await soon(() => reader.text(), "我爱北京");
      await soon(keptText, "我爱北京");
      await soon(notes, 0);
      await reload(reader);
      await soon(() => reader.text(), "我爱北京");
    },
  },
  {
    name: "a crash of the tab loses no more than was typed within the last moment",
    needs: "a crash on demand",
    async run(reader) {
      const { page } = reader;
      await reader.write("");
      // Key upon key, so that no pause comes in which the text would be analysed.
      let typed = "";
      const isThere = async () => (await stored(page))?.documents[0]?.text ?? "";
      let kept = "";
      while (kept.length < 20) {
        await page.keyboard.insertText("北京");
        typed += "北京";
        if (typed.length % 20 === 0) kept = await isThere();
        assert.ok(typed.length < 20_000, "it is kept while it is typed");
      }
      await crash(page);
      const again = await openTab(reader, page.url());
      await soon(() => again.notice(), "Continued from your last visit.");
      const text = await again.text();
      assert.ok(text.length >= kept.length && typed.startsWith(text), `${text.length} of ${typed.length}`);
      await page.close();
      reader.page = again.page;
    },
  },
  {
    name: "a crash of the worker loses nothing",
    needs: "a crash on demand",
    async run(reader) {
      const { page } = reader;
      await openFiles(reader, { "a.txt": lines(10), "b.txt": lines(20) });
      await soon(() => reader.figures(), figuresOf(30));
      const [worker] = page.workers();
      await worker.evaluate(() => {
        setTimeout(() => {
          throw new Error("the worker is to die");
        });
      });
      await openFiles(reader, { "c.txt": lines(5) });
      await soon(() => reader.figures(), figuresOf(35));
      await soon(() => reader.documents(), ["a.txt", "b.txt", "*c.txt"]);
      await isKept(page, [["a.txt", "b.txt", "c.txt"]]);
      expected(reader, /the worker is to die/);
    },
  },
  {
    name: "a setting or a choice writes no text again",
    async run(reader) {
      const { page } = reader;
      await openFiles(reader, { "a.txt": lines(10), "b.txt": lines(20) });
      await isKept(page, [["a.txt", "b.txt"]]);
      const before = await stored(page);
      await page.evaluate(() => {
        globalThis.puts = [];
        const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (...given) {
          globalThis.puts.push(this.name);
          return put.apply(this, given);
        };
      });
      await page.selectOption("#keyword-method", "textrank");
      await page.click("#documents .document-name:has-text('b.txt')");
      await until(async () => (await stored(page)).sessions[0].state.current, (current) => current === 1, "the choice is kept");
      assert.deepEqual(new Set(await page.evaluate(() => globalThis.puts)), new Set(["sessions"]));
      const after = await stored(page);
      assert.deepEqual([after.documents, after.sources], [before.documents, before.sources]);
    },
  },
  {
    name: "begun anew, the texts are put away, and can be had back",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(20), figuresOf(20));
      await isKept(page, [["New text 1"]]);
      await reload(reader);
      await soon(() => reader.notice(), "Continued from your last visit.");
      await page.focus("#notice-act");
      await page.keyboard.press("Enter");
      await soon(() => reader.notice(), "The texts of your last visit are put away.");
      assert.equal(await isSample(reader), true);
      await soon(() => keptNames(page), []);
      await page.click("#notice-act");
      await soon(() => reader.figures(), figuresOf(20));
      await isKept(page, [["New text 1"]]);
      await reload(reader);
      await soon(() => reader.figures(), figuresOf(20));
      await page.click("#notice-act");
      await soon(() => keptNames(page), []);
      await reload(reader);
      assert.equal(await isSample(reader), true, "nothing comes back");
    },
  },
  {
    name: "switched off, all that is kept is deleted at once, and nothing is kept from then on",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(20), figuresOf(20));
      await isKept(page, [["New text 1"]]);
      await inSettings(reader, () => page.uncheck("#setting-keep"));
      await soon(() => stored(page), null);
      await openFiles(reader, { "a.txt": lines(5) });
      await soon(() => reader.figures(), figuresOf(25));
      await page.click("#boundaries");
      assert.equal(await stored(page), null);
      assert.ok(!JSON.stringify(await page.evaluate(() => [{ ...localStorage }, { ...sessionStorage }])).includes("天安门"));
      await reload(reader);
      assert.equal(await isSample(reader), true);
      await inSettings(reader, async () => {
        assert.equal(await page.isChecked("#setting-keep"), false);
        await page.click("#settings-reset");
        assert.equal(await page.isChecked("#setting-keep"), false, "it is no matter of looks");
        await page.check("#setting-keep");
      });
      await reader.read(lines(10), figuresOf(10));
      await isKept(page, [["New text 1"]]);
    },
  },
  {
    name: "forgotten, nothing is left in any storage, and the page is as at first",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(20), figuresOf(20));
      await page.click("#open-words");
      await page.fill("#word", "爱北京");
      await page.click("#word-add");
      await page.waitForSelector("#own-words li");
      await page.keyboard.press("Escape");
      await page.selectOption("#keyword-method", "textrank");
      await isKept(page, [["New text 1"]]);
      const before = await traces(page);
      assert.deepEqual([before.databases.length, before.local.length > 2, before.tab.length], [1, true, 1]);
      await forget(reader);
      await soonMatches(() => reader.notice(), /^Everything is forgotten/);
      assert.deepEqual(await traces(page), NOTHING);
      assert.equal(await isSample(reader), true);
      await soon(() => page.inputValue("#keyword-method"), "tfidf");
      await reload(reader);
      assert.deepEqual([await isSample(reader), await reader.notice()], [true, ""]);
      // The files of the page itself come again at once where the browser lets its service worker be.
      const after = await traces(page);
      const { caches, workers } = BLOCKS_SERVICE_WORKERS ? NOTHING : after;
      assert.deepEqual(after, { ...NOTHING, caches, workers }, "a page that only shows the sample keeps nothing");
      await reader.read("我爱北京", { tokens: "3", types: "3", characters: "4", han: "" });
      await isKept(page, [["New text 1"]]);
    },
  },
  {
    name: "two tabs keep a session each, and each comes back",
    needs: "several tabs",
    async run(reader) {
      await openFiles(reader, { "one.txt": lines(10) });
      await isKept(reader.page, [["one.txt"]]);
      const second = await openTab(reader);
      assert.equal(await isSample(second), true, "a session that is open elsewhere is not taken");
      await openFiles(second, { "two.txt": lines(20) });
      await isKept(second.page, [["one.txt"], ["two.txt"]]);
      await openFiles(reader, { "three.txt": lines(5) });
      await isKept(second.page, [["two.txt"], ["one.txt", "three.txt"]]);
      for (const [tab, names] of [[reader, ["one.txt", "*three.txt"]], [second, ["*two.txt"]]]) {
        await reload(tab);
        await soon(() => tab.documents(), names);
      }
      // The newest change was in the first; a new tab goes on with it, the next with the other.
      const url = reader.page.url();
      const context = reader.page.context();
      const blank = await context.newPage();
      await reader.page.close();
      await second.page.close();
      reader.page = blank;
      const third = await openTab(reader, url);
      const fourth = await openTab(reader, url);
      const found = [await third.documents(), await fourth.documents()];
      assert.deepEqual(found.map(String).sort(), ["*two.txt", "one.txt,*three.txt"]);
      await fourth.page.close();
      await blank.close();
      reader.page = third.page;
    },
  },
  {
    name: "a tab that was duplicated goes on with a copy",
    needs: "several tabs",
    async run(reader) {
      const { page } = reader;
      await openFiles(reader, { "one.txt": lines(10) });
      await isKept(page, [["one.txt"]]);
      const tab = await page.evaluate(() => sessionStorage.getItem("hanlens.tab"));
      const context = page.context();
      const copy = await context.newPage();
      await copy.addInitScript((id) => sessionStorage.setItem("hanlens.tab", sessionStorage.getItem("hanlens.tab") ?? id), tab);
      await copy.goto(page.url());
      await soon(() => copy.$$eval("#documents .document-label", (all) => all.map((label) => label.textContent)), ["one.txt"]);
      await copy.setInputFiles("#file-input", { name: "copy.txt", mimeType: "text/plain", buffer: Buffer.from(lines(2)) });
      await isKept(page, [["one.txt"], ["one.txt", "copy.txt"]]);
      await openFiles(reader, { "more.txt": lines(1) });
      await isKept(page, [["one.txt", "copy.txt"], ["one.txt", "more.txt"]]);
      await copy.close();
    },
  },
  {
    name: "without locks a new tab takes the session over, and the other goes on with a copy: nothing is mixed",
    needs: "several tabs",
    open: { init: withoutLocks },
    async run(reader) {
      await openFiles(reader, { "one.txt": lines(10) });
      await isKept(reader.page, [["one.txt"]]);
      const second = await openTab(reader);
      await soon(() => second.documents(), ["*one.txt"]);
      await openFiles(second, { "two.txt": lines(20) });
      await isKept(second.page, [["one.txt", "two.txt"]]);
      await openFiles(reader, { "three.txt": lines(5) });
      await isKept(second.page, [["one.txt", "two.txt"], ["one.txt", "three.txt"]]);
      await second.page.close();
    },
  },
  {
    name: "words and settings are one for all tabs: the newest hold, and the other tab says so",
    needs: "several tabs",
    async run(reader) {
      const { page } = reader;
      await reader.read("我爱北京天安门", { tokens: "4", types: "4", characters: "7", han: "" });
      const second = await openTab(reader);
      const addWord = async (tab, word) => {
        await tab.page.click("#open-words");
        await tab.page.fill("#word", word);
        await tab.page.click("#word-add");
        await tab.page.waitForSelector(`#own-words li:has-text("${word}")`);
        await tab.page.keyboard.press("Escape");
      };
      await addWord(second, "爱北京");
      await soon(() => reader.words(), ["我", "爱北京", "天安门"]);
      await soon(() => reader.notice(), "Your words were changed in another tab; its list is used here too.");
      await addWord(reader, "我爱");
      await soonMatches(() => second.notice(), /another tab/);
      const kept = await page.evaluate(() => localStorage.getItem("hanlens.words"));
      assert.deepEqual(kept.match(/^[^ ]+(?=[ \n])/gm).sort(), ["我爱", "爱北京"].sort(), "neither has lost the other's");
      // Settings that one tab changes are not undone by the other, which knows nothing of them.
      await second.page.selectOption("#keyword-method", "textrank");
      await page.click("#boundaries");
      const settings = JSON.parse(await page.evaluate(() => localStorage.getItem("hanlens.settings")));
      assert.deepEqual([settings.keywordMethod, settings.boundaries], ["textrank", false]);
      await second.page.close();
    },
  },
  {
    name: "what one tab forgets, the other keeps no longer, and says so",
    needs: "several tabs",
    async run(reader) {
      const { page } = reader;
      await openFiles(reader, { "one.txt": lines(10) });
      await isKept(page, [["one.txt"]]);
      const second = await openTab(reader);
      await forget(second);
      await soon(() => reader.notice(), "What was kept was deleted in another tab. What is open here is not kept any more.");
      await openFiles(reader, { "two.txt": lines(5) });
      await soon(() => reader.figures(), figuresOf(15));
      assert.equal(await stored(page), null);
      await second.page.close();
    },
  },
  {
    name: "an address that asks for a view has it; one that hands a text over brings back nothing",
    needs: "several tabs",
    async run(reader) {
      const { page } = reader;
      const url = page.url().split("#")[0];
      await reader.read(lines(20), figuresOf(20));
      await showView(reader, "numbers");
      await until(async () => (await stored(page)).sessions[0]?.state.work, (work) => work === "numbers", "the view is kept");
      await page.goto("about:blank");
      await page.goto(`${url}#view=concordance&concordance.left=4`);
      await reader.isReady();
      await soon(() => reader.figures(), figuresOf(20));
      await soon(() => page.isVisible("#view-concordance"), true);
      await soon(() => page.inputValue("#concordance-left"), "4");
      await page.close();
      const handed = await openTab(reader, `${url}#receive=${encodeURIComponent("https://example.com")}`);
      assert.deepEqual([await isSample(handed), await handed.notice()], [true, ""]);
      await isKept(handed.page, [["New text 1"]]);
      reader.page = handed.page;
    },
  },
  {
    name: "a session that an older page kept opens",
    needs: "several tabs",
    async run(reader) {
      const { page } = reader;
      await openFiles(reader, { "one.txt": lines(10), "two.txt": lines(20) });
      await isKept(page, [["one.txt", "two.txt"]]);
      await page.goto("about:blank");
      await page.goBack();
      await reader.isReady();
      const { state } = (await stored(page)).sessions[0];
      const { version, documents, place, ...old } = state;
      assert.deepEqual([version, documents.length, place], [2, 2, 0]);
      // In a page that writes nothing itself.
      await onBlank(reader, (blank) => rewriteSessions(blank, { version: 1, state: { ...old, current: 1, languages: ["zh-Hant", "zh-Hant"], work: "numbers" } }));
      await soon(() => reader.documents(), ["one.txt", "*two.txt"]);
      await soon(() => page.isVisible("#view-numbers"), true);
      await until(async () => (await stored(page)).sessions[0], (session) => session.version === 2 && session.state.version === 2, "it is in the form of now");
    },
  },
  {
    name: "what a newer page kept is left as it is, with a line that says so",
    needs: "several tabs",
    async run(reader) {
      const { page } = reader;
      await openFiles(reader, { "one.txt": lines(10) });
      await isKept(page, [["one.txt"]]);
      await onBlank(reader, (blank) => rewriteSessions(blank, { version: 99, future: ["x"] }));
      await soon(() => reader.notice(), "Texts that a newer HanLens kept are here. This one cannot read them and leaves them as they are.");
      assert.equal(await isSample(reader), true);
      const [future] = (await stored(page)).sessions;
      await openFiles(reader, { "two.txt": lines(20) });
      await until(() => stored(page), ({ sessions }) => sessions.length === 2, "this page keeps its own beside it");
      assert.deepEqual((await stored(page)).sessions.find(({ version }) => version === 99), future);
    },
  },
  {
    name: "a database of a newer layout is left as it is, and all works in memory",
    needs: "several tabs",
    async run(reader) {
      const { page } = reader;
      await openFiles(reader, { "one.txt": lines(10) });
      await isKept(page, [["one.txt"]]);
      await onBlank(reader, (blank) =>
        blank.evaluate(async () => {
          const database = await new Promise((resolve) => {
            const request = indexedDB.open("hanlens", 99);
            request.onupgradeneeded = () => request.result.createObjectStore("future");
            request.onsuccess = () => resolve(request.result);
          });
          database.close();
        }),
      );
      await soon(() => reader.notice(), "Texts that a newer HanLens kept are here. This one cannot read them and leaves them as they are.");
      await openFiles(reader, { "two.txt": lines(20) });
      await soon(() => reader.figures(), figuresOf(20));
      const all = await stored(page);
      assert.deepEqual([Object.keys(all).sort(), all.documents.map(({ name }) => name)], [["documents", "future", "sessions", "sources"], ["one.txt"]]);
    },
  },
  {
    name: "texts whose opening stopped the page twice are not opened a third time unasked",
    needs: "several tabs",
    async run(reader) {
      const { page } = reader;
      await openFiles(reader, { "one.txt": lines(10) });
      await isKept(page, [["one.txt"]]);
      await onBlank(reader, (blank) => rewriteSessions(blank, { openings: 2 }));
      await soonMatches(() => reader.notice(), /stopped twice/);
      assert.equal(await isSample(reader), true);
      await page.click("#notice-act");
      await soon(() => reader.figures(), figuresOf(10));
      await until(async () => (await stored(page)).sessions[0].openings ?? 0, (openings) => openings === 0, "it is well again");
    },
  },
  {
    name: "a browser that keeps nothing is told of once, and all works in memory",
    needs: "scripts before those of the page",
    open: { init: withoutDatabases },
    async run(reader) {
      const { page } = reader;
      assert.equal(await reader.notice(), "", "as long as there is nothing to keep, that is no news");
      await openFiles(reader, { "one.txt": lines(10) });
      await soonMatches(() => reader.notice(), /does not let the page keep settings or texts/);
      await page.click("#notice button");
      await openFiles(reader, { "two.txt": lines(20) });
      await soon(() => reader.figures(), figuresOf(30));
      await page.click("#documents .document-name:has-text('one.txt')");
      assert.equal(await reader.notice(), "");
    },
  },
  {
    name: "without room what is kept stays whole, it is told once, and all works in memory",
    async run(reader) {
      const { page } = reader;
      await openFiles(reader, { "one.txt": lines(10) });
      await isKept(page, [["one.txt"]]);
      const before = await stored(page);
      const isAsBefore = async () => {
        const after = await stored(page);
        assert.deepEqual([after.documents, after.sources], [before.documents, before.sources]);
      };
      await page.evaluate(fillDatabase, ["sources"]);
      await openFiles(reader, { "two.txt": lines(20) });
      await soon(() => reader.notice(), "Not kept, and gone when you close the page: two.txt. There is no room, or the file cannot be read.");
      await soon(() => reader.figures(), figuresOf(30));
      await isAsBefore();
      await page.evaluate(fillDatabase, ["sources", "documents", "sessions"]);
      await page.click("#notice button");
      await reader.write(lines(1));
      await soonMatches(() => reader.notice(), /^There is no room to keep more/, "it is told");
      await soon(() => reader.figures(), figuresOf(31));
      await isAsBefore();
      await page.evaluate(fillDatabase, []);
      await page.keyboard.insertText(lines(1));
      await isKept(page, [["one.txt", "two.txt", "New text 1"]]);
    },
  },
];

/** Does something in a page of the same origin that keeps nothing itself, while the page is away; then the page is opened again. */
async function onBlank(reader, act) {
  const { page } = reader;
  const url = page.url();
  const context = page.context();
  // The page's own code never runs here: what it would do is done by the test.
  await page.goto("about:blank");
  const blank = await context.newPage();
  await blank.route("**/*", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Blank</title>" }));
  await blank.goto(url);
  await act(blank);
  await blank.close();
  await page.goto(url);
  await reader.isReady();
}

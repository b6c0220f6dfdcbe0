/** @file Settings: what each does, and that they last. */

import assert from "node:assert/strict";
import { soon, soonMatches, until } from "../soon.mjs";
import { figuresOf, lines } from "../texts.mjs";

const background = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

/** How light a colour is, from 0 to 255. */
const lightness = (colour) => Math.max(...colour.match(/[\d.]+/g).slice(0, 3).map(Number));

async function inSettings(page, act) {
  await page.click("#open-settings");
  await act();
  await page.keyboard.press("Escape");
}

/** Takes the storage of the page's origin to its last byte. */
function fillStorage() {
  let piece = "x".repeat(1 << 20);
  for (let i = 0; piece.length > 0; i += 1) {
    try {
      localStorage.setItem(`full-${i}`, piece);
    } catch {
      piece = piece.slice(0, piece.length >> 1);
    }
  }
}

/** The settings as no version of the page ever wrote them. The blank page that comes first has no storage. */
function damageStorage() {
  if (location.protocol === "about:") return;
  localStorage.setItem("hanlens.settings", '{"theme":"neon","size":7,"keywordCount":-3}');
  localStorage.setItem("hanlens.words", "");
}

/** Two changes that cannot be kept are told of once, and hold all the same. */
async function changesAreToldOnce(reader) {
  const { page } = reader;
  await page.selectOption("#keyword-method", "textrank");
  await soonMatches(() => reader.notice(), /does not let the page keep settings/);
  await page.click("#notice button");
  await page.click("#boundaries");
  await soon(() => page.getAttribute("#boundaries", "aria-pressed"), "false");
  assert.equal(await reader.notice(), "", "one notice is enough");
}

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  {
    name: "they last over a reload",
    async run(reader) {
      const { page } = reader;
      await inSettings(page, async () => {
        await page.check("#mode-full");
        await page.uncheck("#setting-hmm");
        await page.check("#stopList-none");
        await page.check("#theme-dark");
        await page.check("#font-sans");
        await page.check("#size-large");
      });
      await page.selectOption("#keyword-method", "textrank");
      await page.fill("#keyword-count", "7");
      await page.press("#keyword-count", "Enter");
      await page.click("#boundaries");
      await page.click("#language");
      await page.reload();
      await reader.isReady();
      const looks = () =>
        page.evaluate(() => {
          const { lang, dataset } = document.documentElement;
          return { lang, theme: dataset.theme, font: dataset.font, size: dataset.size };
        });
      await soon(looks, { lang: "zh-Hans", theme: "dark", font: "sans", size: "large" });
      const choices = async () => [
        await page.inputValue("#keyword-method"),
        await page.inputValue("#keyword-count"),
        await page.getAttribute("#boundaries", "aria-pressed"),
      ];
      await soon(choices, ["textrank", "7", "false"]);
      await inSettings(page, async () => {
        for (const id of ["mode-full", "stopList-none", "theme-dark", "font-sans", "size-large", "language-zh"])
          await soon(() => page.isChecked(`#${id}`), true, id);
        await soon(() => page.isChecked("#setting-hmm"), false);
        await page.click("#settings-reset");
        await soon(() => page.getAttribute("html", "lang"), "en");
        await soon(() => page.isChecked("#mode-precise"), true, "all as at first");
      });
    },
  },
  {
    name: "among the settings there is no text",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(20), figuresOf(20));
      await page.click("#boundaries");
      const kept = await page.evaluate(() => [localStorage, sessionStorage].flatMap((storage) => Object.entries(storage)).join(" ") + document.cookie);
      assert.ok(!kept.includes("天安门") && kept.includes("boundaries"), kept);
    },
  },
  {
    name: "a full storage gives one notice",
    async run(reader) {
      await reader.page.evaluate(fillStorage);
      await changesAreToldOnce(reader);
    },
  },
  {
    name: "a forbidden storage gives one notice",
    only: "host",
    open: { path: "/sandboxed.html" },
    async run(reader) {
      const forbidden = await reader.page.evaluate(() => {
        try {
          return String(localStorage);
        } catch ({ name }) {
          return name;
        }
      });
      assert.equal(forbidden, "SecurityError");
      await changesAreToldOnce(reader);
    },
  },
  {
    name: "a damaged storage is as good as none",
    open: { init: damageStorage },
    async run(reader) {
      await soon(() => reader.page.inputValue("#keyword-count"), "20");
      await soon(() => reader.page.getAttribute("html", "data-theme"), "auto");
    },
  },
  {
    name: "the modes cut anew",
    async run(reader) {
      const { page } = reader;
      await reader.write("我来到北京清华大学");
      await soon(() => reader.words(), ["我", "来到", "北京", "清华大学"]);
      // The cuts that jieba-rs gives for this sentence: in the full mode every word of the dictionary, also of one character.
      const modes = {
        full: [..."我来到北京清华大学", "来到", "北京", "清华", "清华大学", "华大", "大学"],
        search: ["我", "来到", "北京", "清华", "华大", "大学", "清华大学"],
        precise: ["我", "来到", "北京", "清华大学"],
      };
      for (const [mode, words] of Object.entries(modes)) {
        await inSettings(page, () => page.check(`#mode-${mode}`));
        await soon(async () => [...(await reader.words())].sort(), [...words].sort(), mode);
      }
    },
  },
  {
    name: "unknown words are recognised or not",
    async run(reader) {
      const { page } = reader;
      // An example of jieba's documentation: 杭研 is in no dictionary.
      await reader.write("他来到了网易杭研大厦");
      await soon(() => reader.words(), ["他", "来到", "了", "网易", "杭研", "大厦"]);
      await inSettings(page, () => page.uncheck("#setting-hmm"));
      await soon(() => reader.words(), ["他", "来到", "了", "网易", "杭", "研", "大厦"]);
    },
  },
  {
    name: "stop words of one's own leave the keywords",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(20), figuresOf(20));
      await inSettings(page, async () => {
        await page.check("#stopList-own");
        await soon(async () => (await page.inputValue("#own-stop-words")).split("\n").includes("我"), true);
        await page.fill("#own-stop-words", "北京\n");
        await page.click("#own-stop-words-apply");
      });
      await soon(async () => (await reader.keywords()).map(([word]) => word), ["天安门"]);
      await soon(() => page.$$eval("#table .is-stop-word", (all) => all.map((cell) => cell.textContent)), ["北京"]);
      assert.deepEqual(await reader.figures(), figuresOf(20), "counts never change with it");
    },
  },
  {
    name: "the language is switched",
    async run(reader) {
      const { page } = reader;
      const parts = () =>
        page.evaluate(() => ({
          table: [...document.querySelectorAll("#table .cell-tag .tag-name")].map((element) => element.textContent),
          keywords: [...document.querySelectorAll("#keywords .keyword")].map((element) => element.title),
        }));
      await soon(() => page.getAttribute("html", "lang"), "en");
      const before = await until(parts, ({ table, keywords }) => table.length > 0 && keywords.length > 0, "the tags and the keywords are there");
      await page.click("#language");
      await soon(() => page.getAttribute("html", "lang"), "zh-Hans");
      await soon(
        async () => [await page.title(), await page.textContent("#table-title"), await page.textContent("#language")],
        ["HanLens：看清一篇中文里的词", "词频表", "English"],
      );
      const english = await page.evaluate(() =>
        [...document.querySelectorAll("button, label, h2, legend")]
          .filter((element) => element.checkVisibility() && element.id !== "language")
          .map((element) => element.textContent)
          .filter((text) => /^[A-Za-z ]{4,}$/.test(text)),
      );
      assert.deepEqual(english, [], "no English is left");
      const chinese = await parts();
      assert.deepEqual([...chinese.table, ...chinese.keywords].filter((name) => /[A-Za-z]/.test(name)), [], "nor in tables and lists");
      await page.click("#language");
      await soon(() => page.textContent("#table-title"), "Frequencies");
      assert.deepEqual(await parts(), before);
    },
  },
  {
    name: "the browser's language is the first",
    needs: "the browser's language",
    open: { locale: "zh-CN" },
    async run(reader) {
      await soon(() => reader.page.getAttribute("html", "lang"), "zh-Hans");
    },
  },
  {
    name: "the theme is the system's until the reader chooses one",
    needs: "the system's theme",
    async run(reader) {
      const { page } = reader;
      const light = await background(page);
      await page.emulateMedia({ colorScheme: "dark" });
      const dark = await background(page);
      assert.ok(lightness(light) > 200 && lightness(dark) < 60, `${light} and ${dark}`);
      await inSettings(page, () => page.check("#theme-light"));
      await soon(() => background(page), light);
      await page.emulateMedia({ colorScheme: "light" });
      await inSettings(page, () => page.check("#theme-dark"));
      await soon(() => background(page), dark);
    },
  },
];

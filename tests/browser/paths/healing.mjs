/** @file Line wraps: healed where the text has them, painted on both lines, and left when the reader says so. */

import assert from "node:assert/strict";
import { soon } from "../soon.mjs";

/** Prose of our own, 16 characters a line. 图书馆 goes over the end of the second line and stands whole elsewhere. */
const WRAPPED = [
  "每天早上我们都走路去城北的老街，",
  "先喝一碗豆浆，再到街对面的图书",
  "馆去看一会儿报纸，图书馆的窗户很",
  "大，阳光照在桌子上，管理员认识每",
  "一位读者，知道他们喜欢什么，有时",
  "候会把新到的杂志放在他们常坐的地",
  "方，下雨的日子里，来看书的人比平",
  "时多一些，因为这里又暖和又明亮。",
].join("\n");

const LIST = "苹果 香蕉 西瓜\n白菜 萝卜 土豆";

const healing = (page) =>
  page.evaluate(() => (document.getElementById("healing").hidden ? "" : document.getElementById("healed").textContent));

const countOf = async (reader, word) => (await reader.rows()).find(([, spelt]) => spelt === word)?.[3] ?? "0";

/** Clicks into the text until its words are there to be chosen. */
const choose = (reader, string, word) =>
  soon(async () => {
    await reader.clickInText(string);
    return (await reader.chosen())?.[0];
  }, word);

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  {
    name: "a word over two lines is one word, painted on both, until the reader says otherwise",
    async run(reader) {
      const { page } = reader;
      await reader.write(WRAPPED);
      await soon(() => countOf(reader, "图书馆"), "2");
      await page.click("#edit");
      await soon(() => healing(page), "7 line wraps healed.");
      await choose(reader, "图书", "图书馆");
      await soon(() => reader.painted("chosen"), ["图书馆", "图书馆"]);
      await page.click("#healing-toggle");
      await soon(() => healing(page), "Line wraps are not healed.");
      await soon(() => countOf(reader, "图书馆"), "1");
      await page.click("#healing-toggle");
      await soon(() => healing(page), "7 line wraps healed.");
      await soon(() => countOf(reader, "图书馆"), "2");
    },
  },
  {
    name: "a list is left as it is",
    async run(reader) {
      const { page } = reader;
      await reader.write(LIST);
      await soon(() => countOf(reader, "萝卜"), "1");
      await page.click("#edit");
      assert.equal(await healing(page), "");
    },
  },
  {
    name: "traditional words count with simplified ones when the reader wants it",
    async run(reader) {
      const { page } = reader;
      await reader.write("資訊很多，资讯很多");
      await soon(() => countOf(reader, "资讯"), "1");
      await page.click("#edit");
      await page.click("#open-settings");
      await page.check("#setting-foldSimplified");
      await page.keyboard.press("Escape");
      await soon(() => countOf(reader, "资讯"), "2");
      await choose(reader, "資訊", "资讯");
      await soon(() => reader.painted("chosen"), ["資訊", "资讯"]);
      await soon(() => reader.text(), "資訊很多，资讯很多");
    },
  },
];

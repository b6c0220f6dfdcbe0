/** @file The word cloud: sizes by a figure, colours by the part of speech, and the same as a list. */

import assert from "node:assert/strict";
import { savedBy, savesPicture, showView } from "../explore.mjs";
import { soon, until } from "../soon.mjs";
import { figuresOf, lines } from "../texts.mjs";

/** Each word of the picture: its size in pixels and its colour's class. */
const picture = ({ page }) =>
  page.$$eval("#cloud-chart .cloud-word", (all) =>
    Object.fromEntries(all.map((text) => [text.lastChild.data, [Number(text.getAttribute("font-size")), text.getAttribute("class").split(" ")[1]]])),
  );

/** Draws each word where it stands: how many have a place, and the pixels that two of them take or that lie outside. */
const inked = ({ page }) =>
  page.$eval("svg:has(.cloud-word)", (svg) => {
    const { width, height } = svg.viewBox.baseVal;
    const canvas = new OffscreenCanvas(2 * width, 2 * height);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    const taken = new Set();
    let [twice, outside] = [0, 0];
    const words = [...svg.querySelectorAll(".cloud-word")];
    for (const text of words) {
      const [x, y] = ["x", "y"].map((name) => Number(text.getAttribute(name)));
      const { fontSize, fontFamily } = getComputedStyle(text);
      context.clearRect(0, 0, canvas.width, canvas.height);
      Object.assign(context, { font: `${fontSize} ${fontFamily}`, textAlign: "center" });
      context.fillText(text.lastChild.data, width + x, height + y);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      for (let at = 0; at < data.length / 4; at += 1) {
        if (data[4 * at + 3] < 64) continue;
        const [column, row] = [at % canvas.width, Math.floor(at / canvas.width)];
        if (Math.abs(column - width) > width / 2 || Math.abs(row - height) > height / 2) outside += 1;
        if (taken.has(at)) twice += 1;
        taken.add(at);
      }
    }
    return { words: words.length, ink: taken.size, twice, outside };
  });

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  {
    name: "the area goes with the count, the colour with the part of speech; the list has the same",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(20), figuresOf(20));
      await showView(reader, "cloud");
      await page.selectOption("#cloud-stopWords", "show");
      // 60 against 20: the greatest size and the smallest.
      await soon(() => picture(reader), {
        北京: [64, "group-name"], 天安门: [13, "group-name"], 我: [13, "group-other"], 爱: [13, "group-verb"],
      });
      await soon(() => page.$$eval("#cloud-list button", (all) => all.map((button) => [...button.children].map((part) => part.textContent))), [
        ["北京", "place", "60"], ["我", "pronoun", "20"], ["爱", "verb", "20"], ["天安门", "place", "20"],
      ]);
    },
  },
  {
    name: "words lie inside the picture, and none on another",
    async run(reader) {
      const { page } = reader;
      await showView(reader, "cloud");
      await page.waitForSelector("#cloud-chart .cloud-word");
      const { ink, ...rest } = await until(() => inked(reader), ({ words }) => words > 80, "the words have their places");
      assert.ok(ink > 80 * 13 * 13 * 0.2, `${ink} pixels of letters`);
      assert.deepEqual([rest.twice, rest.outside], [0, 0]);
    },
  },
  {
    name: "a click chooses the word everywhere, and the list does too",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(20), figuresOf(20));
      await showView(reader, "cloud");
      await page.click("#cloud-chart .cloud-word:has-text('天安门')");
      await soon(() => reader.chosen(), ["天安门", "place, 20 times", "1 of 20"]);
      await soon(() => page.$$eval("#cloud-chart .is-chosen-word", (all) => all.map((text) => text.lastChild.data)), ["天安门"]);
      await page.click("#view-cloud summary");
      await page.click("#cloud-list [data-word=北京]");
      await soon(async () => (await reader.chosen())[0], "北京");
      await soon(() => page.$$eval("#cloud-list [aria-pressed=true]", (all) => all.map(({ dataset }) => dataset.word)), ["北京"]);
    },
  },
  {
    name: "by TF-IDF, and saved as a table and as a picture",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(20), figuresOf(20));
      await showView(reader, "cloud");
      await page.selectOption("#cloud-size", "tfidf");
      await soon(() => page.$$eval("#cloud-list button", (all) => all.map((button) => button.lastChild.textContent)), ["3.5006", "2.2489"]);
      await until(() => picture(reader), (found) => Object.keys(found).length === 2, "two words have a place");
      await savesPicture(reader, "cloud-export", "hanlens-cloud", ["北京", "天安门", "Names"]);
      const { text } = await savedBy(reader, "cloud-export", "tsv");
      assert.match(text, /^rank\tword\ttag\tcount\tweight\n1\t北京\tns\t60\t3\.5/);
    },
  },
];

/** @file What a reader does with the views of the work area. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { soon } from "./soon.mjs";

/** The views of the work area, each with what shows that its figures are there. */
export const VIEWS = {
  cloud: "[data-placed]",
  concordance: "[data-total]",
  collocates: "[data-total]",
  ngrams: "[data-total]",
  dispersion: "[data-total]",
  trend: "[data-words]",
  compare: "[data-total]",
  numbers: "[data-tokens]",
  "new-words": "[data-total]",
  "own-words": "[data-words]",
  explain: "[data-text]",
  report: "[data-documents]",
};

/** Shows a view by its tab. */
export async function showView({ page }, id) {
  await page.click(`#tab-${id}`);
  await soon(() => page.isVisible(`#view-${id}`), true);
}

/** The cells of a grid's rows that are in the page, as they are read. */
export const cells = ({ page }, grid) =>
  page.evaluate(
    (id) =>
      [...document.querySelectorAll(`#${id} [role=row][data-index]`)]
        .sort((a, b) => a.dataset.index - b.dataset.index)
        .map((row) => [...row.children].map((cell) => cell.textContent)),
    grid,
  );

/** A row of a grid by the text of one of its cells. */
export const rowOf = async (reader, grid, text) => (await cells(reader, grid)).find((row) => row.includes(text));

/** The rows of a plain table: header cells and others alike. */
export const plainRows = ({ page }, table) =>
  page.$$eval(`#${table} tbody tr`, (rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));

/** What a menu saves in a format. */
export async function savedBy({ page }, menu, format) {
  await page.click(`#${menu}`);
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(`#${menu}-save-${format}`)]);
  const bytes = await readFile(await download.path());
  return { name: download.suggestedFilename(), bytes, text: bytes.toString("utf8") };
}

const PNG = [0x89, 0x50, 0x4e, 0x47];

/** Saves the chart of a view both ways, and checks that it holds these words and needs nothing from outside. */
export async function savesPicture(reader, menu, name, words) {
  const svg = await savedBy(reader, menu, "svg");
  assert.equal(svg.name, `${name}.svg`);
  for (const word of words) assert.ok(svg.text.includes(word), `${word} is in the picture`);
  assert.match(svg.text, /^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  assert.doesNotMatch(svg.text, /class=|var\(|<script|href/, "it stands by itself");
  const png = await savedBy(reader, menu, "png");
  assert.equal(png.name, `${name}.png`);
  assert.deepEqual([...png.bytes.subarray(0, 4)], PNG);
  assert.ok(png.bytes.length > 2000, "there is something on it");
}

/** Opens these texts in place of the sample, by name. */
export async function openTexts(reader, texts) {
  await reader.openFiles(Object.entries(texts).map(([name, text]) => ({ name, text })));
  await soon(async () => (await reader.documents()).length, Object.keys(texts).length);
  await reader.page.waitForSelector("#text[data-tokens]", { state: "attached" });
}

export const status = ({ page }, view) => page.textContent(`#${view}-status`);

/** The rows of a CSV file without quotes, heading first. */
export const csv = (text) =>
  text
    .replace(/^\ufeff/, "")
    .split("\r\n")
    .filter((line) => line !== "")
    .map((line) => line.split(","));

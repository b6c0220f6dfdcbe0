/** @file Pictures of the page for people to look at: nothing compares them. They are left in artifacts/. */

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { VIEWS } from "./explore.mjs";
import { Setting } from "./setting.mjs";
import { soon } from "./soon.mjs";

const FOLDER = fileURLToPath(new URL("../../artifacts/", import.meta.url));

const DESKTOP = { width: 1440, height: 900 };
const TABLET = { width: 820, height: 1180 };
const PHONE = { width: 360, height: 780 };

async function chooseKeyword({ page }) {
  await page.click("#keywords button");
  await page.waitForSelector("#chosen:not([hidden])");
}

const openDialog = (id) => async ({ page }) => {
  await page.click(`#open-${id}`);
  await page.waitForSelector(`#${id}[open]`);
};

/** Two samples, so that there is something to compare. */
const showView = (id) => async (reader) => {
  const { page } = reader;
  const sample = (name) => readFile(new URL(`../../www/samples/${name}.txt`, import.meta.url), "utf8");
  const texts = { "早市.txt": await sample("market"), "纸.txt": await sample("paper") };
  await reader.openFiles(Object.entries(texts).map(([name, text]) => ({ name, text })));
  await soon(async () => (await reader.documents()).length, 2);
  await page.click(`#tab-${id}`);
  await page.waitForSelector(`#view-${id}${VIEWS[id]}`);
  await page.waitForTimeout(300);
};

const LOOKS = {
  desktop: { viewport: DESKTOP },
  dark: { viewport: DESKTOP, colorScheme: "dark", locale: "zh-CN" },
  phone: { viewport: PHONE },
};

const VIEW_PICTURES = Object.fromEntries(
  Object.keys(VIEWS).flatMap((id) => Object.entries(LOOKS).map(([look, options]) => [`view-${id}-${look}`, [options, showView(id)]])),
);

/** @type {Record<string, [object, ((reader: import("./reader.mjs").Reader) => Promise<void>)?]>} */
const PICTURES = {
  desktop: [{ viewport: DESKTOP }, chooseKeyword],
  "desktop-zh": [{ viewport: DESKTOP, locale: "zh-CN" }],
  "desktop-dark": [{ viewport: DESKTOP, colorScheme: "dark" }, chooseKeyword],
  "desktop-settings": [{ viewport: DESKTOP }, openDialog("settings")],
  "desktop-words": [{ viewport: DESKTOP, locale: "zh-CN" }, openDialog("words")],
  "desktop-filters": [{ viewport: DESKTOP }, async ({ page }) => {
    await page.click("#filters");
    await page.waitForSelector("#filter-tags [data-tag]");
  }],
  tablet: [{ viewport: TABLET }],
  "tablet-dark": [{ viewport: TABLET, colorScheme: "dark", locale: "zh-CN" }],
  phone: [{ viewport: PHONE }],
  "phone-dark": [{ viewport: PHONE, colorScheme: "dark" }],
  "phone-table": [{ viewport: PHONE, locale: "zh-CN" }, ({ page }) => page.click("#tab-table")],
  ...VIEW_PICTURES,
  "phone-keywords": [{ viewport: PHONE, locale: "zh-CN" }, ({ page }) => page.click("#tab-keywords")],
};

let setting;
before(async () => {
  setting = await Setting.start();
  await mkdir(FOLDER, { recursive: true });
});
after(() => setting.close());

for (const [name, [options, act]] of Object.entries(PICTURES)) {
  test(name, async () => {
    const reader = await setting.open("disk", { deviceScaleFactor: 2, reducedMotion: "reduce", ...options });
    try {
      await soon(async () => (await reader.keywords()).length, 20);
      await act?.(reader);
      // The colours of the text come with the next frame.
      await reader.page.waitForTimeout(100);
      const picture = await reader.page.screenshot({ path: join(FOLDER, `${name}.png`) });
      assert.ok(picture.length > 20_000, "there is something on it");
    } finally {
      await reader.page.context().close();
    }
  });
}

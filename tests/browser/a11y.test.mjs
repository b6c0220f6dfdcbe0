/** @file axe-core over each state of the page, in both languages, light and dark, wide and narrow. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { VIEWS } from "./explore.mjs";
import { isKept } from "./keeping.mjs";
import { checkRecord, ORIGINS, Setting } from "./setting.mjs";
import { soon } from "./soon.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const WIDTHS = { 1440: 900, 390: 844, 360: 740 };

const dialog = (id) => ({
  enter: async (page) => {
    await page.click(`#open-${id}`);
    await page.waitForSelector(`#${id}[open]`);
  },
  leave: (page) => page.keyboard.press("Escape"),
});

/** A view has a tab of its own where the window is narrow. */
const inView = async (page, view) => {
  if (await page.isVisible(`#tab-${view}`)) await page.click(`#tab-${view}`);
};

const panel = (id, view) => ({
  enter: async (page) => {
    if (view) await inView(page, view);
    await page.click(`#${id}`);
    await soon(() => page.getAttribute(`#${id}`, "aria-expanded"), "true");
  },
  leave: async (page) => {
    await page.keyboard.press("Escape");
    if (view) await inView(page, "text");
  },
});

const tab = (view) => ({
  narrow: true,
  enter: (page) => page.click(`#tab-${view}`),
  leave: (page) => page.click("#tab-text"),
});

const view = (id) => ({
  enter: async (page) => {
    await page.click(`#tab-${id}`);
    await page.waitForSelector(`#view-${id}${VIEWS[id]}`);
  },
  leave: (page) => inView(page, "text"),
});

/** The states of the page, and the ways into and out of them. */
const STATES = {
  "first screen": { enter: () => {}, leave: () => {} },
  "my words": {
    ...dialog("words"),
    enter: async (page) => {
      await dialog("words").enter(page);
      await page.fill("#word", "爱北京");
      await page.click("#word-add");
      await page.waitForSelector("#own-words li");
    },
  },
  settings: dialog("settings"),
  about: dialog("about"),
  samples: panel("samples"),
  filters: panel("filters", "table"),
  "save or copy": panel("table-export", "table"),
  "keywords in a narrow window": tab("keywords"),
  "frequencies in a narrow window": tab("table"),
  "a chosen word": {
    enter: async (page) => {
      await inView(page, "keywords");
      await page.click("#keywords button");
      await page.waitForSelector("#chosen:not([hidden])");
      await inView(page, "text");
    },
    leave: async (page) => {
      await page.focus("#text");
      await page.keyboard.press("Escape");
    },
  },
  ...Object.fromEntries(Object.keys(VIEWS).map((id) => [`the view ${id}`, view(id)])),
  "how it is computed": {
    enter: async (page) => {
      await page.click("#tab-concordance");
      await page.click("#concordance-formula");
      await soon(() => page.getAttribute("#concordance-formula", "aria-expanded"), "true");
    },
    leave: async (page) => {
      await page.keyboard.press("Escape");
      await inView(page, "text");
    },
  },
  "the editor of a cut": {
    enter: async (page) => {
      await page.focus("#text");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Shift+ArrowRight");
      await page.waitForSelector("#cut-editor:not([hidden])");
    },
    leave: (page) => page.click("#cut-close"),
  },
  "a message": {
    enter: async (page) => {
      const file = { name: "a.png", mimeType: "image/png", buffer: Buffer.from("x") };
      await page.setInputFiles("#file-input", file);
      await page.waitForSelector("#notice:not([hidden])");
    },
    leave: (page) => page.click("#notice button"),
  },
  // The last two leave documents of their own.
  "details of a file": {
    enter: async (page) => {
      const file = { name: "a.csv", mimeType: "text/csv", buffer: Buffer.from("甲,乙\n1,北京大学\n") };
      if ((await page.$(".document-file")) === null) await page.setInputFiles("#file-input", file);
      await page.click(".document-file");
      await soon(() => page.textContent("#file-preview"), "北京大学");
    },
    leave: (page) => page.keyboard.press("Escape"),
  },
  editor: {
    enter: async (page) => {
      await page.click("#write");
      await page.waitForFunction(() => document.activeElement?.id === "editor");
      await page.keyboard.insertText("我爱北京天安门");
    },
    leave: (page) => page.click("#edit"),
  },
};

/** The violations, each with the elements at fault. */
async function violations(page) {
  const result = await page.evaluate(
    (rules) => globalThis.axe.run(document, { runOnly: rules, resultTypes: ["violations"] }),
    RULES,
  );
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join("; ")}`);
}

/** Goes through the states at each width, and gathers what axe says. */
async function faults(page, widths, states) {
  const found = {};
  for (const width of widths) {
    await page.setViewportSize({ width, height: WIDTHS[width] });
    // The page is laid out anew a frame or two later.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))));
    const isNarrow = await page.isVisible("#tab-text");
    for (const [state, { narrow = false, enter, leave }] of Object.entries(states)) {
      if (narrow && !isNarrow) continue;
      await enter(page);
      const here = await violations(page);
      if (here.length > 0) found[`${state}, ${width} pixels`] = here;
      await leave(page);
    }
  }
  return found;
}

/** Wider than its window a page would have to be scrolled sideways. */
const overhang = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

let setting;
before(async () => {
  setting = await Setting.start();
});
after(() => setting.close());

async function withPage(origin, locale, colorScheme, act) {
  const reader = await setting.open(origin, { locale, colorScheme, reducedMotion: "reduce" });
  try {
    await reader.page.evaluate(AXE);
    await act(reader.page);
    await checkRecord(reader);
  } finally {
    await reader.page.context().close();
  }
}

for (const locale of ["zh-CN", "en-US"]) {
  for (const colorScheme of ["light", "dark"]) {
    describe(`${locale}, ${colorScheme}`, () => {
      // Colours and names are the same at every width and on every origin, the layout is the same in light and dark.
      const widths = colorScheme === "light" ? [1440, 390, 360] : [1440, 390];
      for (const width of widths) {
        test(`${width} pixels: axe finds nothing in any state`, () =>
          withPage("disk", locale, colorScheme, async (page) => {
            assert.deepEqual(await faults(page, [width], STATES), {});
            assert.ok((await overhang(page)) <= 0, "nothing is wider than the window");
          }));
      }
    });
  }
}

test(`axe finds nothing on the first screen ${ORIGINS.host.name}`, () =>
  withPage("host", "en-US", "light", async (page) => {
    assert.deepEqual(await faults(page, [1440, 390], { "first screen": STATES["first screen"] }), {});
  }));

test("axe finds nothing when the texts of the last visit are back, nor in the question before all is forgotten", () =>
  withPage("disk", "zh-CN", "light", async (page) => {
    const file = { name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("我爱北京天安门") };
    await page.setInputFiles("#file-input", file);
    await isKept(page, [["a.txt"]]);
    await page.reload();
    await page.waitForSelector("#notice-act");
    await page.evaluate(AXE);
    const forget = {
      enter: async () => {
        await page.click("#open-settings");
        await page.click("#forget");
      },
      leave: () => page.keyboard.press("Escape"),
    };
    assert.deepEqual(await faults(page, [1440, 360], { "the texts are back": STATES["first screen"], "the question": forget }), {});
    assert.ok((await overhang(page)) <= 0, "nothing is wider than the window");
    await page.keyboard.press("Escape");
    // All of it by the keyboard alone.
    await page.focus("#notice-act");
    await page.keyboard.press("Enter");
    await soon(() => page.isVisible("#intro"), true);
    assert.equal(await page.evaluate(() => document.activeElement.id), "text", "the focus goes on in the text");
  }));

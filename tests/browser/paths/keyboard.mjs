/** @file The page by the keyboard alone. */

import assert from "node:assert/strict";
import { VIEWS } from "../explore.mjs";
import { soon, soonMatches } from "../soon.mjs";
import { figuresOf, lines } from "../texts.mjs";

/** More than the page has stops: who gets here is in a trap. */
const MANY = 150;

/** What the focus is on; null when it is on the browser's own controls, for which a dialog or the body stands. Remembers it. */
function focusNow() {
  const element = document.activeElement;
  if (!element || element === document.body || element.matches("dialog:not(:focus-visible)")) return null;
  globalThis.visited ??= new Set();
  const again = globalThis.visited.has(element);
  globalThis.visited.add(element);
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  return {
    name: element.id || element.getAttribute("aria-label") || element.textContent.slice(0, 30),
    again,
    isEdge: element.dataset.edge !== undefined,
    outlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
    inSight: box.width > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    inDialog: element.closest("dialog[open]") !== null,
  };
}

/** The controls in sight that the keyboard has not been at. */
function missed() {
  const controls = document.querySelectorAll("a[href], button, input, select, textarea, [tabindex]");
  const dialog = document.querySelector("dialog[open]");
  return [...controls]
    .filter((control) => control.tabIndex >= 0 && !control.disabled && (!dialog || dialog.contains(control)))
    .filter((control) => control.checkVisibility({ visibilityProperty: true }))
    .filter((control) => control.type !== "radio" || control.checked)
    .filter((control) => !globalThis.visited.has(control))
    .map((control) => control.id || control.outerHTML.slice(0, 80));
}

/** The first table comes before all else; what is loaded after it draws some of the page anew. */
async function staysAsItIs() {
  const seen = document.querySelector(".keyword");
  await new Promise((resolve) => setTimeout(resolve, 300));
  return seen !== null && seen === document.querySelector(".keyword");
}

/**
 * Puts a stop before the first of the page and one behind the last, and the focus on one of them. Beyond them are the
 * browser's own controls, from which some engines find no way back.
 */
function standAtEdge(isFirst) {
  const edges = ["prepend", "append"].map((side) => {
    const edge = document.createElement("span");
    edge.tabIndex = 0;
    edge.dataset.edge = side;
    edge.style.position = "fixed";
    document.body[side](edge);
    return edge;
  });
  edges[isFirst ? 0 : 1].focus();
}

const takeEdges = () => document.querySelectorAll("[data-edge]").forEach((edge) => edge.remove());

/** Goes from stop to stop: from one edge of the page to the other, or round in a dialog until it comes back to a stop. */
async function walk(page, { key = "Tab", inDialog = false } = {}) {
  await page.evaluate(() => globalThis.visited?.clear());
  if (!inDialog) await page.evaluate(standAtEdge, key === "Tab");
  const stops = [];
  for (let i = 0; i < MANY; i += 1) {
    await page.keyboard.press(key);
    const stop = await page.evaluate(focusNow);
    if (stop?.again || stop?.isEdge) break;
    if (stop) stops.push(stop);
  }
  await page.evaluate(takeEdges);
  assert.ok(stops.length < MANY, "the walk comes to its end");
  assert.deepEqual(await page.evaluate(missed), [], "each control is reached");
  assert.deepEqual(stops.filter(({ outlined }) => !outlined).map(({ name }) => name), [], "the focus is seen");
  assert.deepEqual(stops.filter(({ inSight }) => !inSight).map(({ name }) => name), [], "the focus is in sight");
  return stops;
}

const focused = (page) => page.evaluate(() => document.activeElement?.id);

/** @type {import("../run.mjs").Path[]} */
export const paths = [
  ...[{ width: 1440, height: 900 }, { width: 390, height: 844 }].map((viewport) => ({
    name: `Tab reaches every control at ${viewport.width} pixels, there and back`,
    open: { viewport },
    async run(reader) {
      const { page } = reader;
      await soon(() => page.evaluate(staysAsItIs), true, "the keywords are there to stay");
      const forth = (await walk(page)).map(({ name }) => name);
      assert.ok(forth.length > 10, forth.join());
      const back = (await walk(page, { key: "Shift+Tab" })).map(({ name }) => name);
      assert.deepEqual([...back].sort(), [...forth].sort(), "the same stops backwards");
    },
  })),
  ...[{ width: 1440, height: 900 }, { width: 390, height: 844 }].map((viewport) => ({
    name: `Tab reaches every control of every view at ${viewport.width} pixels`,
    open: { viewport },
    async run(reader) {
      const { page } = reader;
      for (const [view, ready] of Object.entries(VIEWS)) {
        await page.click(`#tab-${view}`);
        await page.waitForSelector(`#view-${view}${ready}`);
        const stops = (await walk(page)).map(({ name }) => name);
        assert.ok(stops.includes(`tab-${view}`) && stops.includes(`${view}-formula`), `${view}: ${stops}`);
      }
    },
  })),
  {
    name: "the first stop skips to the text",
    async run(reader) {
      const { page } = reader;
      await page.keyboard.press("Tab");
      await soonMatches(() => page.evaluate(() => document.activeElement.textContent), /Skip to the text/);
      await page.keyboard.press("Enter");
      await soon(() => focused(page), "text");
    },
  },
  ...["words", "settings", "about"].map((dialog) => ({
    name: `the dialog "${dialog}" keeps the focus and gives it back`,
    async run(reader) {
      const { page } = reader;
      await page.focus(`#open-${dialog}`);
      await page.keyboard.press("Enter");
      await page.waitForSelector(`#${dialog}[open]`);
      const stops = await walk(page, { inDialog: true });
      assert.deepEqual(stops.filter(({ inDialog }) => !inDialog).map(({ name }) => name), []);
      await page.keyboard.press("Escape");
      await page.waitForSelector(`#${dialog}`, { state: "hidden" });
      await soon(() => focused(page), `open-${dialog}`);
    },
  })),
  ...["samples", "filters", "table-export", "keywords-export"].map((id) => ({
    name: `the panel of "${id}" opens with the focus in it and gives it back`,
    async run(reader) {
      const { page } = reader;
      await page.focus(`#${id}`);
      await page.keyboard.press("Enter");
      await soon(() => page.getAttribute(`#${id}`, "aria-expanded"), "true");
      await soon(() => page.evaluate(() => document.activeElement.closest(":popover-open") !== null), true);
      await page.keyboard.press("Escape");
      await soon(() => page.getAttribute(`#${id}`, "aria-expanded"), "false");
      await soon(() => focused(page), id);
    },
  })),
  {
    name: "a text is written, read, and a word of it chosen",
    async run(reader) {
      const { page } = reader;
      await page.focus("#write");
      await page.keyboard.press("Enter");
      await soon(() => focused(page), "editor");
      await page.keyboard.insertText(lines(2));
      await soon(() => reader.figures(), figuresOf(2));
      await page.keyboard.press("Shift+Tab");
      await soon(() => focused(page), "edit", "out of the editor");
      await page.keyboard.press("Enter");
      await soon(() => focused(page), "text");
      await page.waitForSelector("#text[data-tokens='12']");
      for (const word of ["我", "爱", "北京"]) {
        await page.keyboard.press("ArrowRight");
        await soon(() => reader.painted("cursor"), [word]);
      }
      await page.keyboard.press("ArrowLeft");
      await soon(() => reader.painted("cursor"), ["爱"]);
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
      await soon(() => reader.chosen(), ["北京", "place, 6 times", "1 of 6"]);
      await soon(() => page.textContent("#announcer"), "北京, place, 6 times. 1 of 6.");
      await page.keyboard.press("n");
      await soon(() => page.textContent("#announcer"), "北京, place, 6 times. 2 of 6.");
      await page.keyboard.press("p");
      await soon(async () => (await reader.chosen())[2], "1 of 6");
      await page.keyboard.press("Escape");
      await soon(() => reader.chosen(), null);
    },
  },
  {
    name: "arrows and Enter choose in the table and in the keywords",
    async run(reader) {
      const { page } = reader;
      await reader.read(lines(20), figuresOf(20));
      await page.focus("#table");
      for (let i = 0; i < 2; i += 1) await page.keyboard.press("ArrowDown");
      const active = await page.evaluate(() => {
        const id = document.getElementById("table").getAttribute("aria-activedescendant");
        return document.getElementById(id).querySelector(".cell-word").textContent;
      });
      assert.equal(active, "我");
      await page.keyboard.press("Enter");
      await soon(async () => (await reader.chosen())?.[0], "我");
      await page.focus("#keywords [data-word=北京]");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await soon(async () => (await reader.chosen())?.[0], "天安门");
    },
  },
  {
    name: "the tabs of a narrow window go by the arrows",
    open: { viewport: { width: 390, height: 844 } },
    async run(reader) {
      const { page } = reader;
      const shown = () =>
        page.$$eval("#panes > .pane", (views) =>
          views.filter((view) => view.checkVisibility()).map(({ id }) => id),
        );
      await soon(() => shown(), ["view-text"]);
      await page.focus("#tab-text");
      for (const [key, view] of [
        ["ArrowRight", "keywords"], ["ArrowRight", "table"], ["ArrowRight", "cloud"], ["ArrowLeft", "table"], ["End", "report"],
        ["ArrowRight", "text"], ["ArrowLeft", "report"], ["Home", "text"],
      ]) {
        await page.keyboard.press(key);
        await soon(shown, [`view-${view}`]);
        await soon(async () => [await focused(page), await page.getAttribute(`#tab-${view}`, "aria-selected")], [`tab-${view}`, "true"]);
      }
    },
  },
];

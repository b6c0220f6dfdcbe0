/** @file A word in its contexts, one under the other. */

import { h } from "../dom.js";

/** How many words of context are shown on either side. */
const CONTEXT = 8;

/** @param {import("../element.js").Scene} scene */
export async function concordance(scene) {
  const { document, t, corpus, top, method } = scene;
  const word = scene.chosen || (await corpus.keywords({ limit: 1, method }))[0]?.word;
  if (!word) return [document.createElement("div"), 0];
  const { rows } = await corpus.concordance({ pattern: { terms: [word] }, left: CONTEXT, right: CONTEXT, limit: top });
  const cells = (tag, parts, texts) => parts.map((part, i) => h(document, tag, { part: `cell ${part}`, scope: tag === "th" ? "col" : undefined }, texts[i]));
  const parts = ["left", "node", "right"];
  const flat = (context) => context.replace(/\s+/g, " ");
  const lines = rows.map(({ left, node, right }) => h(document, "tr", { part: "row" }, ...cells("td", parts, [flat(left), node, flat(right)])));
  const table = h(document, "table", { part: "table", lang: "zh" }, h(document, "caption", { part: "title" }, t("concordance", { word })),
    h(document, "thead", {}, h(document, "tr", {}, ...cells("th", parts, [t("left"), t("word"), t("right")]))), h(document, "tbody", {}, ...lines));
  // A region that scrolls sideways must be one that the keyboard can scroll.
  const region = h(document, "div", { class: "scroller concordance", role: "region", tabindex: "0", "aria-label": t("concordance", { word }) }, table);
  const showWord = () => {
    region.scrollLeft = (region.scrollWidth - region.clientWidth) / 2;
  };
  return [region, rows.length, showWord];
}

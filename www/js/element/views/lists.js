/** @file Words in a row: the table, the keywords, the cloud. */

import { h, rove } from "../dom.js";
import { number } from "../strings.js";

/** @typedef {import("../element.js").Scene} Scene */

/** A word that can be chosen. */
function wordButton({ document, t, chosen, isDisabled, choose }, row, part, isSpoken = false) {
  return h(document, "button", {
    type: "button",
    part,
    disabled: isDisabled,
    "aria-pressed": String(row.word === chosen),
    "aria-label": isSpoken ? t("times", row) : undefined,
    lang: "zh",
    onclick: () => choose(row),
  }, row.word);
}

/** @param {Scene} scene */
export async function table(scene) {
  const { document, t, corpus, top, stopWords } = scene;
  const { rows } = await corpus.terms({ limit: top, stopWords });
  const buttons = [];
  const head = (key, isNumber) => h(document, "th", { scope: "col", part: "header", class: isNumber ? "number" : undefined }, t(key));
  const cell = (text, part) => h(document, "td", { part: `cell ${part}`, class: part === "tag" ? undefined : "number" }, text);
  const body = rows.map((row) => {
    const button = wordButton(scene, row, "word");
    buttons.push(button);
    return h(document, "tr", { part: "row" }, h(document, "th", { scope: "row", part: "cell" }, button),
      cell(number(row.count), "count"), cell(number(row.perMillion), "per-million"), cell(row.tag, "tag"));
  });
  const element = h(document, "table", { part: "table" }, h(document, "caption", { part: "title" }, t("table")),
    h(document, "thead", {}, h(document, "tr", {}, head("word"), head("count", true), head("perMillion", true), head("tag"))),
    h(document, "tbody", {}, ...body));
  rove(element, buttons);
  return [h(document, "div", { class: "scroller" }, element), rows.length];
}

/** @param {Scene} scene */
export async function keywords(scene) {
  const { document, t, corpus, top, method } = scene;
  const rows = await corpus.keywords({ limit: top, method });
  const most = rows[0]?.weight ?? 1;
  const items = rows.map((row) => {
    const fill = h(document, "span", { part: "bar-fill" });
    fill.style.inlineSize = `${(100 * row.weight) / most}%`;
    const button = wordButton(scene, row, "word");
    return h(document, "li", { part: "row" }, button, h(document, "div", { class: "bar", part: "bar", "aria-hidden": "true" }, fill),
      h(document, "span", { class: "figure", part: "count" }, number(row.count)));
  });
  return [titled(scene, "keywords", "keywords", items), rows.length];
}

/** The sizes in a cloud, in em. */
const [SMALLEST, LARGEST] = [0.9, 2.6];

/** @param {Scene} scene */
export async function cloud(scene) {
  const { document, corpus, top, stopWords } = scene;
  const { rows } = await corpus.terms({ limit: top, stopWords });
  const counts = rows.map(({ count }) => Math.sqrt(count));
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const items = rows.map((row, i) => {
    const button = wordButton(scene, row, "word", true);
    const share = most > least ? (counts[i] - least) / (most - least) : 0.5;
    button.style.fontSize = `${(SMALLEST + share * (LARGEST - SMALLEST)).toFixed(2)}em`;
    return h(document, "li", { part: "row" }, button);
  });
  return [titled(scene, "cloud", "cloud", items), rows.length];
}

/** A list under its name, which is no heading: the page's own order of headings stays as it is. */
function titled({ document, t }, name, key, items) {
  const list = h(document, "ol", { part: "list", "aria-label": t(key) }, ...items);
  rove(list, [...list.querySelectorAll("button")]);
  return h(document, "section", { class: name, part: name }, h(document, "p", { part: "title", class: "title", "aria-hidden": "true" }, t(key)), list);
}

/** How often some words occur from part to part of the texts. */

import { h, icon, short } from "../dom.js";
import { formatNumber, t } from "../i18n/index.js";
import { scopeOf } from "../views/scope.js";
import { createFigure, legend, roundSteps } from "./charts/figure.js";
import { pngOf, svgText } from "./charts/save.js";
import { s } from "./charts/svg.js";
import { fillFrame, follow, newestOnly, statusLine } from "./frame.js";
import { createControls, keyOf, optionsOf } from "./options.js";
import { createGrid, createTableMenu, perMillionText } from "./tables.js";

const VIEW = "trend";
/** Lines in one chart: as many as there are colours and shapes that are told apart. */
const MOST = 6;
/** Until the reader chooses, so many keywords are shown. */
const FIRST = 3;
const HEIGHT = 240;
const LEFT = 56;

export function createTrend(page, element) {
  const { store, session, selection } = page;
  const newest = newestOnly();
  const status = statusLine(VIEW);
  /** The words that stay, whatever is chosen. */
  let kept = [];
  let shown = null;

  const chips = h("ul", { class: "chips", id: "trend-words", i18nLabel: "trendWords" });
  const input = h("input", { id: "trend-word", type: "text", lang: "zh", autocomplete: "off", spellcheck: "false", i18nLabel: "trendAdd", i18nPlaceholder: "trendAdd" });
  const form = h("form", { class: "trend-form", onsubmit: (event) => add(event) }, input);
  const figure = createFigure({ id: "trend-chart", draw });
  const holder = h("div", { class: "grid-holder" });

  function wordsNow() {
    const { chosen, keywords } = store.state;
    const words = [...new Set([...kept, ...(chosen ? [chosen.word] : [])])];
    return (words.length > 0 ? words : keywords.slice(0, FIRST).map(({ word }) => word)).slice(0, MOST);
  }

  function add(event) {
    event.preventDefault();
    const word = input.value.trim();
    if (word === "") return;
    input.value = "";
    kept = [...new Set([...wordsNow(), word])].slice(-MOST);
    show();
  }

  function remove(word) {
    kept = wordsNow().filter((other) => other !== word);
    if (store.state.chosen?.word === word) selection.clear();
    show();
    input.focus();
  }

  function makeQuery() {
    const { parts, number } = optionsOf(store, VIEW);
    const terms = wordsNow();
    return terms.length === 0 ? null : { terms, parts: parts === "equal" ? number : parts, ...scopeOf(store.state) };
  }

  const value = (series, i) => series[optionsOf(store, VIEW).figure][i];
  const partName = (i) => (optionsOf(store, VIEW).parts === "equal" ? String(i + 1) : (store.state.documents[shown.parts[i].document]?.name ?? ""));

  async function show() {
    const query = makeQuery();
    const answer = query ? await newest(session.ask((corpus) => corpus.trend(query))) : null;
    if (answer === undefined) return;
    shown = answer;
    status.textContent = shown ? "" : t("nothingToFind");
    showChips();
    showTable();
    figure.render();
    element.dataset.words = shown?.series.map(({ word }) => word).join(" ") ?? "";
  }

  function showChips() {
    chips.replaceChildren(
      ...wordsNow().map((word, i) =>
        h(
          "li",
          { class: "chip" },
          h("span", { class: `chip-mark series-${i + 1}`, "aria-hidden": "true" }),
          h("button", { class: "chip-word", type: "button", lang: "zh", "aria-pressed": String(kept.includes(word)), title: t("trendKeep"), onclick: () => keep(word) }, short(word)),
          h("button", { class: "icon-button", type: "button", "aria-label": t("removeWord", { word }), title: t("removeWord", { word }), onclick: () => remove(word) }, icon("close")),
        ),
      ),
    );
  }

  function keep(word) {
    kept = kept.includes(word) ? kept.filter((other) => other !== word) : [...kept, word];
    selection.choose(word, { from: page.place() });
    show();
  }

  /** The same figures as a table, a column for each word. */
  function showTable() {
    holder.replaceChildren();
    if (!shown) return;
    const isShare = optionsOf(store, VIEW).figure === "perMillion";
    const number = (text) => (isShare ? perMillionText(text) : formatNumber(text));
    const grid = createGrid({
      view: VIEW,
      least: `${6 + shown.series.length * 5}rem`,
      columns: [
        { id: "part", label: "column.part", width: "minmax(4rem, 1fr)", show: (cell, row) => (cell.textContent = partName(row.index)) },
        ...shown.series.map((series, k) => ({
          id: `word-${k}`,
          label: "column.word",
          number: true,
          width: "minmax(4.5rem, 8rem)",
          show: (cell, row) => (cell.textContent = number(value(series, row.index))),
        })),
      ],
      fetch: async () => ({ total: shown.parts.length, rows: shown.parts.map((part, index) => ({ ...part, index })) }),
      activate: ({ document, start }) => selection.show(document, start, start + 1),
      isChosen: () => false,
    });
    shown.series.forEach(({ word }, k) => {
      const heading = grid.headings.get(`word-${k}`).firstElementChild;
      delete heading.dataset.i18n;
      heading.lang = "zh";
      heading.textContent = short(word);
    });
    holder.replaceChildren(grid.element);
    grid.reload();
  }

  function draw(width) {
    if (!shown || shown.parts.length === 0) return null;
    const count = shown.parts.length;
    const greatest = Math.max(1e-9, ...shown.series.flatMap((series) => Array.from(series[optionsOf(store, VIEW).figure])));
    const steps = roundSteps(greatest);
    const x = (i) => LEFT + (count === 1 ? (width - LEFT) / 2 : 8 + (i / (count - 1)) * (width - LEFT - 16));
    const y = (figureOf) => HEIGHT - 24 - (figureOf / steps.at(-1)) * (HEIGHT - 40);
    const everyLabel = Math.ceil(count / Math.max(2, Math.floor((width - LEFT) / 64)));
    const key = legend(shown.series.map(({ word }, k) => ({ text: short(word), kind: `series-${k + 1}`, lang: "zh" })), width, HEIGHT + 20);
    return {
      height: HEIGHT + 20 + key.height,
      label: t("trendLabel", { words: shown.series.map(({ word }) => short(word)).join(t("comma")), n: count }),
      content: [
        ...steps.flatMap((step) => [
          s("line", { class: "chart-rule", x1: LEFT, x2: width, y1: y(step), y2: y(step) }),
          s("text", { class: "chart-muted chart-end", x: LEFT - 8, y: y(step) + 4 }, formatNumber(step)),
        ]),
        ...shown.parts.flatMap((_, i) =>
          i % everyLabel === 0 ? [s("text", { class: "chart-muted chart-middle", x: x(i), y: HEIGHT - 4 }, shorten(partName(i)))] : [],
        ),
        ...shown.series.flatMap((series, k) => line(series, k, x, y, count)),
        ...key.content,
      ],
    };
  }

  /** A line with its points; each word has a dash of its own too, for eyes that do not tell the colours apart. */
  function line(series, k, x, y, count) {
    const points = Array.from({ length: count }, (_, i) => [x(i), y(value(series, i))]);
    return [
      s("path", { class: `series-line series-${k + 1}`, "stroke-dasharray": DASHES[k], d: `M${points.map((point) => point.join(" ")).join("L")}` }),
      ...points.map(([cx, cy], i) =>
        s("circle", { class: `series-${k + 1}`, cx, cy, r: 3 }, s("title", null, `${short(series.word)}, ${partName(i)}: ${formatNumber(Math.round(value(series, i)))}`)),
      ),
    ];
  }

  const menu = createTableMenu(page, {
    view: VIEW,
    name: "trend",
    query: async () => makeQuery(),
    picture: async (format) => (format === "svg" ? svgText(figure.svg) : pngOf(figure.svg)),
  });
  fillFrame(element, VIEW, {
    actions: [status, menu],
    controls: createControls(page, VIEW),
    body: [h("div", { class: "split-body" }, h("div", { class: "trend-bar" }, chips, form), figure.element, holder)],
  });
  follow(page, VIEW, ["analysis", "scope", "chosen", "keywords", "language", keyOf(VIEW)], show);
}

const DASHES = ["none", "7 3", "2 3", "10 3 2 3", "4 2", "12 4"];

const shorten = (name) => (name.length > 9 ? `${name.slice(0, 8)}…` : name);

/** Where in the texts the word stands, and how evenly. */

import { h, short } from "../dom.js";
import { formatNumber, t } from "../i18n/index.js";
import { scopeOf } from "../views/scope.js";
import { createFigure } from "./charts/figure.js";
import { pngOf, svgText } from "./charts/save.js";
import { s } from "./charts/svg.js";
import { fillFrame, follow, newestOnly, statusLine } from "./frame.js";
import { createControls, keyOf, optionsOf } from "./options.js";
import { askFor, createPatternField, PATTERN_KEYS, patternOf, queryPattern } from "./pattern.js";
import { createTable, createTableMenu, figures, figureText, perMillionText } from "./tables.js";

const VIEW = "dispersion";
const STRIP = 34;
/** Strips shown: documents beyond these are in the table. */
const STRIPS = 30;

export function createDispersion(page, element) {
  const { store, selection } = page;
  const newest = newestOnly();
  const status = statusLine(VIEW);
  let shown = null;

  async function makeQuery() {
    const pattern = patternOf(store.state);
    if (!pattern) return null;
    const { parts, number } = optionsOf(store, VIEW);
    return { pattern: await queryPattern(page, pattern), parts: parts === "equal" ? number : parts, ...scopeOf(store.state) };
  }

  const measures = h("dl", { class: "measures", id: "dispersion-measures" });
  const figure = createFigure({ id: "dispersion-plot", draw });
  const grid = createTable(page, {
    view: VIEW,
    columns: [
      {
        id: "part",
        label: "column.part",
        width: "minmax(6rem, 1fr)",
        translated: true,
        show: (cell, row) => {
          cell.textContent = partName(row);
          cell.title = cell.textContent;
        },
      },
      figures("tokens", 0),
      figures("hits", 0),
      figures("perMillion", 0, { show: perMillionText }),
    ],
    fetch: async () => ({ total: shown?.parts.length ?? 0, rows: rowsOf(shown) }),
    activate: (row) => row.first && selection.show(row.document, ...row.first),
    isChosen: () => false,
  });
  figure.svg.addEventListener("click", (event) => goTo(event));

  const rowsOf = (answer) =>
    (answer?.parts ?? []).map((part, index) => ({
      ...part,
      index,
      perMillion: part.tokens > 0 ? (part.hits / part.tokens) * 1e6 : 0,
      first: firstPlaceIn(answer.places, part),
    }));

  const partName = ({ index, document }) =>
    optionsOf(store, VIEW).parts === "equal" ? t("partNumber", { n: index + 1 }) : (store.state.documents[document]?.name ?? "");

  async function show() {
    const query = await newest(makeQuery());
    if (query === undefined) return;
    const answer = query && (await newest(askFor(page, status, (corpus) => corpus.dispersion(query))));
    if (answer === undefined) return;
    shown = answer;
    const pattern = patternOf(store.state);
    if (shown) status.textContent = t("hits", { n: shown.total, count: formatNumber(shown.total), pattern: short(pattern.value) });
    else if (!query) status.textContent = t("nothingToFind");
    showMeasures();
    figure.render();
    await grid.reload();
    element.dataset.total = String(shown?.total ?? 0);
  }

  function showMeasures() {
    const item = (key, value) => h("div", { class: "measure" }, h("dt", { i18n: `measure.${key}` }), h("dd", { id: `dispersion-${key}` }, value));
    measures.replaceChildren(
      ...(shown
        ? [
            item("range", t("rangeOf", { n: shown.range, all: shown.parts.length })),
            item("dp", figureText(shown.dp, 3)),
            item("dpNorm", figureText(shown.dpNorm, 3)),
            item("juilland", figureText(shown.juilland, 3)),
          ]
        : []),
    );
  }

  /** A strip for each document: a line where the word stands, with the length of the text as its width. */
  function draw(width) {
    if (!shown || shown.total === 0) return null;
    const lengths = store.state.analysis?.corpus.summary.documents.map(({ length }) => length) ?? [];
    const documents = (store.state.scope ?? lengths.map((_, i) => i)).slice(0, STRIPS);
    const content = [];
    documents.forEach((document, i) => {
      const top = i * (STRIP + 22);
      const length = lengths[document] || 1;
      content.push(
        s("text", { class: "chart-muted", x: 0, y: top + 11 }, store.state.documents[document]?.name ?? ""),
        s("rect", { class: "strip", x: 0, y: top + 17, width, height: STRIP, "data-document": document, "data-length": length }),
        s("path", { class: "strip-hits", d: hitsPath(document, length, width, top + 17) }),
      );
    });
    return {
      height: documents.length * (STRIP + 22),
      label: t("dispersionLabel", { pattern: patternOf(store.state)?.value ?? "", n: shown.total }),
      content,
    };
  }

  /** One stroke a pixel: more would not be seen. */
  function hitsPath(document, length, width, top) {
    let path = "";
    let last = -1;
    const { places } = shown;
    for (let i = 0; i < places.length; i += 4) {
      if (places[i] !== document) continue;
      const x = Math.floor((places[i + 1] / length) * width) + 0.5;
      if (x === last) continue;
      last = x;
      path += `M${x} ${top}v${STRIP}`;
    }
    return path;
  }

  /** A click on a strip goes to the nearest place. */
  function goTo(event) {
    const strip = [...figure.svg.querySelectorAll(".strip")].find((rect) => {
      const box = rect.getBoundingClientRect();
      return event.clientY >= box.top && event.clientY <= box.bottom;
    });
    if (!strip) return;
    const box = strip.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * Number(strip.dataset.length);
    const document = Number(strip.dataset.document);
    let best = null;
    const { places } = shown;
    for (let i = 0; i < places.length; i += 4)
      if (places[i] === document && (!best || Math.abs(places[i + 1] - at) < Math.abs(best[0] - at))) best = [places[i + 1], places[i + 2]];
    if (best) selection.show(document, ...best);
  }

  const menu = createTableMenu(page, {
    view: VIEW,
    name: "dispersion",
    query: makeQuery,
    picture: async (format) => (format === "svg" ? svgText(figure.svg) : pngOf(figure.svg)),
  });
  fillFrame(element, VIEW, {
    actions: [status, menu],
    controls: [createPatternField(page, VIEW), ...createControls(page, VIEW)],
    body: [h("div", { class: "split-body" }, measures, figure.element, grid.element)],
  });
  follow(page, VIEW, ["analysis", "scope", ...PATTERN_KEYS, keyOf(VIEW)], show);
  follow(page, VIEW, ["language"], () => {
    showMeasures();
    figure.render();
  });
}

/** The first place in a part. */
function firstPlaceIn(places, { document, start, end }) {
  for (let i = 0; i < places.length; i += 4)
    if (places[i] === document && places[i + 1] >= start && places[i + 1] < end) return [places[i + 1], places[i + 2]];
  return null;
}

/** The texts in figures: how long, how varied, of which parts of speech and which characters. */

import { h } from "../dom.js";
import { formatDecimal, formatNumber, t, tagName } from "../i18n/index.js";
import { createExportMenu } from "../views/export-menu.js";
import { scopeOf } from "../views/scope.js";
import { createFigure } from "./charts/figure.js";
import { pngOf, svgText } from "./charts/save.js";
import { s } from "./charts/svg.js";
import { fillFrame, follow, newestOnly, statusLine } from "./frame.js";
import { createControls, keyOf, optionsOf } from "./options.js";
import { createTable, figures, perMillionText } from "./tables.js";
import { tagGroup } from "./tag-groups.js";

const VIEW = "numbers";

/** The figures of a text: key, decimals. */
const FIGURES = [
  ["tokens", 0],
  ["types", 0],
  ["characters", 0],
  ["hanCharacters", 0],
  ["sentences", 0],
  ["paragraphs", 0],
  ["ttr", 4],
  ["mattr", 4],
  ["hapax", 0],
  ["meanWordLength", 2],
  ["meanSentenceLength", 2],
];
const BAR = 22;

export function createNumbers(page, element) {
  const { store, session } = page;
  const newest = newestOnly();
  const status = statusLine(VIEW);
  let shown = null;

  const query = () => ({ window: optionsOf(store, VIEW).window, ...scopeOf(store.state) });
  const characterQuery = () => ({ hanOnly: optionsOf(store, VIEW).hanOnly, ...scopeOf(store.state) });

  const table = h("table", { class: "plain-table", id: "numbers-table" });
  const tagBars = createBars({ id: "numbers-tags", label: "tagsChart", entries: () => tagEntries(shown) });
  const lengthBars = createBars({ id: "numbers-lengths", label: "lengthsChart", entries: () => lengthEntries(shown) });
  const characters = createTable(page, {
    view: VIEW,
    id: "numbers-characters",
    label: "charactersTable",
    columns: [
      {
        id: "character",
        label: "column.character",
        width: "minmax(4rem, 1fr)",
        show: (cell, row) => {
          cell.lang = "zh";
          cell.textContent = row.character;
        },
      },
      figures("count", 0),
      figures("perMillion", 0, { show: perMillionText }),
    ],
    fetch: async (offset, limit) =>
      (await session.ask((corpus) => corpus.characters({ ...characterQuery(), offset, limit }))) ?? { total: 0, rows: [] },
    // A character is looked for as a string: it need not be a word.
    activate: ({ character }) => {
      store.set({ pattern: { kind: "text", value: character } });
      page.showView("concordance");
    },
    isChosen: ({ character }) => store.state.pattern?.kind === "text" && store.state.pattern.value === character,
  });

  async function show() {
    const answer = await newest(session.ask((corpus) => corpus.statistics(query())));
    if (!answer) return;
    shown = answer;
    showTable();
    tagBars.render();
    lengthBars.render();
    await characters.reload();
    element.dataset.tokens = String(shown.combined.tokens);
  }

  /** A row for each figure; a column for the whole, and one for each document where there are several. */
  function showTable() {
    const columns = [shown.combined, ...(shown.documents.length > 1 ? shown.documents : [])];
    const head = h(
      "tr",
      null,
      h("th", { scope: "col" }, t("column.figure")),
      ...columns.map((column, i) => h("th", { scope: "col", class: "is-number" }, i === 0 ? t("allTogether") : (column.name ?? ""))),
    );
    const row = ([key, digits]) =>
      h(
        "tr",
        null,
        h("th", { scope: "row" }, t(`figure.${key}`, { window: formatNumber(shown.combined.window) })),
        ...columns.map((column, i) =>
          h("td", { class: "is-number", ...(i === 0 ? { id: `numbers-${key}` } : {}) }, column[key] == null ? "–" : formatDecimal(column[key], digits)),
        ),
      );
    table.replaceChildren(h("caption", { class: "visually-hidden" }, t("view.numbers")), h("thead", null, head), h("tbody", null, ...FIGURES.map(row)));
  }

  const part = (key, menu, content, kind = "") =>
    h("section", { class: `numbers-part ${kind}` }, h("div", { class: "part-head" }, h("h3", { i18n: key }), menu), content);
  const menuOf = (id, name, ask) =>
    createExportMenu(page, {
      id,
      name: () => `hanlens-${name}`,
      text: (format) => session.ask((corpus) => corpus.exportTable(name, format, ask())),
    });
  const barMenu = (name, { svg }) =>
    createExportMenu(page, {
      id: `numbers-${name}-export`,
      name: () => `hanlens-${name}`,
      picture: async (format) => (format === "svg" ? svgText(svg) : pngOf(svg)),
    });
  fillFrame(element, VIEW, {
    actions: [status, menuOf("numbers-export", "statistics", query)],
    controls: createControls(page, VIEW),
    body: [
      h(
        "div",
        { class: "view-body" },
        h("div", { class: "table-holder" }, table),
        h(
          "div",
          { class: "numbers-parts" },
          part("tagsChart", barMenu("tags", tagBars), tagBars.element),
          part("lengthsChart", barMenu("lengths", lengthBars), lengthBars.element),
          part("charactersTable", menuOf("numbers-characters-export", "characters", characterQuery), characters.element, "numbers-characters"),
        ),
      ),
    ],
  });
  follow(page, VIEW, ["analysis", "scope", "language", keyOf(VIEW)], show);
  store.on(["pattern"], () => characters.mark());
}

const shareOf = (count, all) => `${formatDecimal(all > 0 ? (count / all) * 100 : 0, 1)}%`;

const tagEntries = (shown) =>
  (shown?.combined.tags ?? []).map(({ tag, count }) => ({
    name: tagName(tag),
    count,
    all: shown.combined.tokens,
    kind: `group-${tagGroup(tag)}`,
  }));

const lengthEntries = (shown) =>
  (shown?.combined.wordLengths ?? []).map(({ length, count }) => ({
    name: t("lengthName", { n: length }),
    count,
    all: shown.combined.tokens,
    kind: "bar",
  }));

/** Bars that lie, each with its name, count and share: the figures are in the picture and in a table for those who do not see it. */
function createBars({ id, label, entries }) {
  const figure = createFigure({
    id,
    draw(width) {
      const bars = entries();
      if (bars.length === 0) return null;
      const names = Math.min(150, width * 0.44);
      const greatest = Math.max(...bars.map(({ count }) => count));
      const room = width - names - 110;
      return {
        height: bars.length * BAR + 4,
        label: `${t(label)}: ${bars.slice(0, 6).map(({ name, count, all }) => `${name} ${shareOf(count, all)}`).join(t("comma"))}`,
        content: bars.flatMap(({ name, count, all, kind }, i) => [
          s("text", { class: "chart-text chart-end", x: names - 8, y: i * BAR + 15 }, name),
          s("rect", { class: kind, x: names, y: i * BAR + 4, width: Math.max(1, (count / greatest) * room), height: BAR - 8, rx: 1 }),
          s("text", { class: "chart-muted", x: names + Math.max(1, (count / greatest) * room) + 6, y: i * BAR + 15 }, `${formatNumber(count)} · ${shareOf(count, all)}`),
        ]),
      };
    },
  });
  const rows = h("tbody", null);
  const alternative = h("details", { class: "alternative" }, h("summary", { i18n: "asTable" }), h("table", { class: "plain-table" }, h("caption", { class: "visually-hidden", i18n: label }), rows));
  return {
    element: h("div", null, figure.element, alternative),
    svg: figure.svg,
    render() {
      figure.render();
      rows.replaceChildren(
        ...entries().map(({ name, count, all }) =>
          h("tr", null, h("th", { scope: "row" }, name), h("td", { class: "is-number" }, formatNumber(count)), h("td", { class: "is-number" }, shareOf(count, all))),
        ),
      );
    },
  };
}

/** The frequency table. */

import { announce, h, lengthOf, short } from "../dom.js";
import { formatDecimal, formatNumber, t, tagName } from "../i18n/index.js";
import { createAbout } from "./about.js";
import { wholeTable } from "../download.js";
import { createExportMenu } from "./export-menu.js";
import { createFilters, isUnfiltered, PLAIN_QUERY, startsDescending, termQuery } from "./filters.js";
import { Grid } from "./grid.js";
import { scopeOf } from "./scope.js";

/** Below a thousand a word in a million, the tenths still say something. */
const perMillion = (value) => (value < 1000 ? formatDecimal(value, 1) : formatNumber(Math.round(value)));

function showTag(cell, { tag, kind }) {
  if (tag === "") return cell.replaceChildren();
  if (!cell.firstElementChild) cell.replaceChildren(h("span", { class: "tag-name" }), " ", h("code"));
  cell.firstElementChild.textContent = tagName(tag);
  cell.lastElementChild.textContent = tag;
  cell.title = `${tagName(tag)} (${tag}) · ${t(`kind.${kind}`)}`;
}

function showWord(cell, { word, stopWord }) {
  cell.lang = "zh";
  const shown = short(word);
  cell.textContent = shown;
  cell.classList.toggle("is-stop-word", stopWord);
  cell.title = stopWord ? t("isStopWord", { word: shown }) : shown;
}

const COLUMNS = [
  {
    id: "rank",
    label: "column.rank",
    sort: "count",
    show: (cell, row) => {
      cell.textContent = formatNumber(row.rank);
    },
  },
  { id: "word", label: "column.word", sort: "word", translated: true, show: showWord },
  { id: "tag", label: "column.tag", sort: "tag", translated: true, show: showTag },
  {
    id: "count",
    label: "column.count",
    sort: "count",
    show: (cell, row) => {
      cell.textContent = formatNumber(row.count);
    },
  },
  {
    id: "per-million",
    label: "column.perMillion",
    sort: "count",
    show: (cell, row) => {
      cell.textContent = perMillion(row.perMillion);
    },
  },
];

export function createTableView(page) {
  const { store, session, selection } = page;
  const query = () => store.state.query;

  const grid = new Grid({
    id: "table",
    label: "frequencies",
    columns: COLUMNS,
    fetch: (offset, limit) =>
      session.ask((corpus) => corpus.terms({ ...termQuery(query()), ...scopeOf(store.state), offset, limit, withTags })),
    activate: (row) => {
      fromTable = row.word;
      selection.choose(row.word, { from: page.place() });
    },
    isChosen: (row) => row.word === store.state.chosen?.word,
    sort: ({ sort, id }) => {
      const same = query().sort === sort;
      // The ranks count upwards while the counts that they come from go down: both headings ask for the same order.
      const descending = same && (id !== "rank" || sort === "count") ? !query().descending : startsDescending(sort);
      store.set({ query: { ...query(), sort, descending } });
    },
  });
  const exported = (format, rows) =>
    session.ask((corpus) => corpus.export(format, { ...termQuery(query()), ...scopeOf(store.state), ...rows }));
  /** The first rows do not wait for the tags of the dictionary, which have to be unpacked. */
  let withTags = false;
  /** The word that was chosen here: the table need not go to it. */
  let fromTable = null;

  const found = h("p", { class: "found", id: "table-found", role: "status" });
  const menu = createExportMenu(page, {
    id: "table-export",
    name: () => t("tableFile"),
    text: (format) => exported(format),
    file: (format) => wholeTable(format, grid.total, (rows) => exported(format, rows)),
    note: "exportNote",
  });
  const element = h(
    "section",
    { class: "pane pane-work pane-table", id: "view-table", "aria-labelledby": "table-title" },
    h(
      "div",
      { class: "pane-head" },
      h("h2", { class: "visually-hidden", id: "table-title", i18n: "frequencies" }),
      createAbout("table"),
      h("div", { class: "pane-actions" }, found, menu),
    ),
    createFilters(page),
    grid.element,
    h("p", { class: "empty", id: "table-empty", i18n: "noWords", hidden: true }),
  );

  function showSort() {
    const { sort, descending } = query();
    // A column sorts by the key of its own; "count" is told at its own heading only.
    for (const { id, sort: key } of COLUMNS) {
      const told = key === sort && id !== "rank" && id !== "per-million";
      const heading = grid.headings.get(id);
      if (told) heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else heading.removeAttribute("aria-sort");
    }
  }

  function showFound() {
    const { analysis } = store.state;
    const types = analysis?.corpus.summary.types ?? 0;
    const all = isUnfiltered(query());
    found.textContent = !analysis
      ? ""
      : all
        ? t("foundAll", { n: types, types: formatNumber(types) })
        : t("found", { n: types, found: formatNumber(grid.total), types: formatNumber(types) });
    element.querySelector("#table-empty").hidden = !analysis || grid.total > 0;
  }

  async function reload(options) {
    if (!(await grid.reload(options))) return;
    showFound();
    page.firstTable?.();
    if (!withTags) {
      withTags = true;
      await reload({ keepPlace: true });
      return;
    }
    element.dataset.ready = "true";
  }

  /** Goes to the row of the word that was chosen in another view, where the order tells its place. */
  async function follow() {
    const { chosen } = store.state;
    grid.mark();
    if (!chosen || chosen.word === fromTable) {
      if (!chosen) fromTable = null;
      return;
    }
    fromTable = null;
    const index = await session.ask((corpus) => rowIndexOf(corpus, chosen.word, query()));
    if (index !== undefined && index >= 0 && store.state.chosen === chosen) grid.goTo(index, { middle: true });
  }

  let names = "";
  const show = () => {
    const before = names;
    names = store.state.analysis?.documents.map((document) => document.name).join("\n") ?? "";
    reload({ keepPlace: names === before });
  };
  store.on(["analysis"], show);
  store.on(["query", "scope"], async () => {
    showSort();
    await reload();
    if (store.state.analysis) announce(found.textContent);
  });
  store.on(["chosen"], follow);
  store.on(["language"], () => {
    grid.translate();
    showFound();
  });
  showSort();
  show();
  return element;
}

export const INITIAL_QUERY = { ...PLAIN_QUERY };

/** The index of a word's row in the order of the counts; -1 in other orders, or where a filter leaves the word out. */
async function rowIndexOf(corpus, word, query) {
  if (query.sort !== "count" || !query.descending) return -1;
  const page = 500;
  const length = lengthOf(word);
  const { rows } = await corpus.terms({ contains: word, minLength: length, maxLength: length, limit: 1000 });
  const term = rows.find((row) => row.word === word);
  if (!term) return -1;
  const asked = termQuery(query);
  // Rows of a higher count come first; among equals the place is only found by looking.
  const above = await corpus.terms({ ...asked, minCount: term.count + 1, limit: 0 });
  for (let offset = above.total; offset < above.total + 20 * page; offset += page) {
    const equals = await corpus.terms({ ...asked, offset, limit: page });
    const at = equals.rows.findIndex((row) => row.word === word);
    if (at >= 0) return offset + at;
    if (equals.rows.length < page || equals.rows.at(-1).count < term.count) return -1;
  }
  return -1;
}

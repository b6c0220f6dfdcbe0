/** Tables of the views: the grid with columns that are told in a line, its order and its export. */

import { short } from "../dom.js";
import { createExportMenu } from "../views/export-menu.js";
import { Grid } from "../views/grid.js";
import { formatDecimal, formatNumber, tagName } from "../i18n/index.js";
import { choose, keyOf, optionsOf } from "./options.js";

/** A figure with so many decimals; what is not available is a dash, and beyond all figures ∞. */
export function figureText(value, digits) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  return value < 0 ? `−${formatDecimal(-value, digits)}` : formatDecimal(value, digits);
}

/** A column of figures. `read` gives the figure of a row; its own name unless given. */
export const figures = (id, digits, { sort, width = "minmax(4.5rem, 6.5rem)", read = (row) => row[id], show = figureText } = {}) => ({
  id,
  label: `column.${id}`,
  sort,
  number: true,
  width,
  show: (cell, row) => {
    cell.textContent = show(read(row), digits);
  },
});

export const words = ({ id = "word", label = "column.word", width = "minmax(5rem, 1fr)", sort, read = (row) => row.word } = {}) => ({
  id,
  label,
  sort,
  width,
  show: (cell, row) => {
    cell.lang = "zh";
    cell.textContent = short(read(row));
    cell.title = cell.textContent;
  },
});

export const tags = {
  id: "tag",
  label: "column.tag",
  width: "minmax(4rem, 7rem)",
  translated: true,
  show: (cell, { tag }) => {
    cell.textContent = tag ? tagName(tag) : "";
    cell.title = tag;
  },
};

export const perMillionText = (value) => (value < 1000 ? formatDecimal(value, 1) : formatNumber(Math.round(value)));

/**
 * A table of a view that nobody tells of a change: for one that is made anew with its figures.
 * @param {object} settings
 * @param {string} settings.view
 * @param {import("../views/grid.js").Column[]} settings.columns each with a `width`
 * @param {string} [settings.least] the width below which the table scrolls sideways
 * @param {(offset: number, limit: number) => Promise<{ total: number, rows: object[] } | undefined>} settings.fetch
 * @param {(row: object) => void} settings.activate
 * @param {(row: object) => boolean} settings.isChosen
 * @param {(column: import("../views/grid.js").Column) => void} [settings.sort]
 */
export function createGrid({ view, id = `${view}-table`, label = `view.${view}`, least = "0", ...settings }) {
  const grid = new Grid({ id, label, ...settings });
  grid.element.style.setProperty("--columns", settings.columns.map(({ width }) => width).join(" "));
  grid.element.style.setProperty("--least", least);
  return grid;
}

/**
 * A table of a view for as long as there is the page: it follows the order, the chosen word and the language.
 * @param {object} page
 * @param {object} settings as of {@link createGrid}, and
 * @param {boolean} [settings.oneWay] whether each order has one direction only
 */
export function createTable(page, { oneWay = false, ...settings }) {
  const { store } = page;
  const { view, columns } = settings;
  const isSorted = columns.some((column) => column.sort);
  const grid = createGrid({
    ...settings,
    sort: ({ sort }) => {
      const now = optionsOf(store, view);
      const descending = now.sort === sort && !oneWay ? !now.descending : sort !== "text";
      choose(store, view, { sort, descending });
    },
  });

  const showSort = () => {
    const { sort, descending } = optionsOf(store, view);
    for (const column of columns) {
      const heading = grid.headings.get(column.id);
      if (column.sort && column.sort === sort) heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else heading.removeAttribute("aria-sort");
    }
  };
  if (isSorted) {
    store.on([keyOf(view)], showSort);
    showSort();
  }
  store.on(["chosen"], () => grid.mark());
  store.on(["language"], () => grid.translate());
  return grid;
}

/** The menu that saves or copies a view's table through the engine, and its picture where there is one. */
export function createTableMenu(page, { view, name, query, picture }) {
  return createExportMenu(page, {
    id: `${view}-export`,
    name: () => `hanlens-${view}`,
    note: "exportNote",
    picture,
    text: async (format) => {
      const asked = await query();
      return asked && page.session.ask((corpus) => corpus.exportTable(name, format, asked));
    },
  });
}


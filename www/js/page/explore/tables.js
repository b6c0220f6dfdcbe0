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
 * A table of a view.
 * @param {object} page
 * @param {object} settings
 * @param {string} settings.view
 * @param {import("../views/grid.js").Column[]} settings.columns each with a `width`
 * @param {boolean} [settings.oneWay] whether each order has one direction only
 * @param {string} [settings.least] the width below which the table scrolls sideways
 * @param {(offset: number, limit: number) => Promise<{ total: number, rows: object[] } | undefined>} settings.fetch
 * @param {(row: object) => void} settings.activate
 * @param {(row: object) => boolean} settings.isChosen
 */
export function createTable(page, { view, id = `${view}-table`, label = `view.${view}`, columns, least = "0", oneWay = false, fetch, activate, isChosen }) {
  const { store } = page;
  const isSorted = columns.some((column) => column.sort);
  const grid = new Grid({
    id,
    label,
    columns,
    fetch,
    activate,
    isChosen,
    sort: ({ sort }) => {
      const now = optionsOf(store, view);
      const descending = now.sort === sort && !oneWay ? !now.descending : sort !== "text";
      choose(store, view, { sort, descending });
    },
  });
  grid.element.style.setProperty("--columns", columns.map(({ width }) => width).join(" "));
  grid.element.style.setProperty("--least", least);

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


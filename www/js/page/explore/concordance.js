/** Every place of what is looked for, with what stands before and after it, in an order by its neighbours. */

import { h, short } from "../dom.js";
import { formatNumber, t } from "../i18n/index.js";
import { scopeOf } from "../views/scope.js";
import { fillFrame, follow, newestOnly, statusLine } from "./frame.js";
import { createControls, keyOf, optionsOf } from "./options.js";
import { askFor, createPatternField, PATTERN_KEYS, patternOf, queryPattern } from "./pattern.js";
import { createTable, createTableMenu } from "./tables.js";

const VIEW = "concordance";

/** So many UTF-16 code units of a context or of what was found are shown: more than the widest window has room for. */
const MOST = 500;

/** "left2" as the engine takes it. */
function sortKey(name) {
  const [, by, place] = /^([a-z]+)(\d?)$/.exec(name);
  return place ? { by, place: Number(place) } : { by };
}

export function createConcordance(page, element) {
  const { store, selection } = page;
  const newest = newestOnly();
  const status = statusLine(VIEW);
  /** The query of the rows that are shown. */
  let asked = null;
  let failed = false;

  async function makeQuery() {
    const pattern = patternOf(store.state);
    if (!pattern) return null;
    const { left, right, unit, bounded, sort1, sort2, sort3 } = optionsOf(store, VIEW);
    const sort = [sort1, sort2, sort3].filter((name) => name !== "none").map(sortKey);
    return { pattern: await queryPattern(page, pattern), left, right, unit, bounded, sort, ...scopeOf(store.state) };
  }

  const context = (id, side) => ({
    id,
    label: `column.${id}`,
    width: "minmax(7rem, 1fr)",
    show: (cell, row) => {
      cell.lang = "zh";
      cell.replaceChildren(h("span", { class: "context" }, ...side(row)));
    },
  });
  const grid = createTable(page, {
    view: VIEW,
    label: "view.concordance",
    least: "24rem",
    columns: [
      {
        id: "document",
        label: "column.document",
        width: "var(--document-width)",
        show: (cell, { document }) => {
          cell.textContent = store.state.documents[document]?.name ?? "";
          cell.title = cell.textContent;
        },
      },
      context("left", (row) => marked(row.left, row.from, row.keys, "end")),
      {
        id: "node",
        label: "column.node",
        width: "var(--node-width)",
        show: (cell, row) => {
          cell.lang = "zh";
          cell.replaceChildren(...marked(row.node, row.start, row.keys, "start"));
        },
      },
      context("right", (row) => marked(row.right, row.end, row.keys, "start")),
    ],
    fetch: async (offset, limit) => {
      const query = asked;
      const found = query && (await askFor(page, status, (corpus) => corpus.concordance({ ...query, offset, limit })));
      if (found === undefined) return undefined;
      failed = found === null;
      if (!found) return { total: 0, rows: [] };
      if (offset === 0) fitNode(found.rows);
      return found;
    },
    activate: (row) => goTo(row),
    isChosen: ({ document, start }) => store.state.occurrence?.document === document && store.state.occurrence?.start === start,
  });
  store.on(["occurrence"], () => grid.mark());

  function fitNode(rows) {
    const node = Math.min(12, Math.max(2, ...rows.map((row) => row.node.length)));
    grid.element.style.setProperty("--node-width", `${node + 1}em`);
  }

  function goTo({ document, start, end, node: word }) {
    if (patternOf(store.state)?.kind !== "terms") selection.show(document, start, end);
    else {
      store.set({ current: document, editing: false });
      selection.choose(word, { from: start, looksFor: false });
    }
  }

  async function show() {
    const query = await newest(makeQuery());
    if (query === undefined) return;
    asked = query;
    const several = store.state.documents.length > 1;
    grid.element.style.setProperty("--document-width", several ? "minmax(0, 6rem)" : "0");
    grid.element.classList.toggle("is-single", !several);
    if (!(await grid.reload())) return;
    element.dataset.total = String(grid.total);
    if (failed && query) return;
    const pattern = patternOf(store.state);
    status.textContent = pattern ? t("hits", { n: grid.total, count: formatNumber(grid.total), pattern: short(pattern.value) }) : t("nothingToFind");
  }

  const menu = createTableMenu(page, { view: VIEW, name: "concordance", query: makeQuery });
  fillFrame(element, VIEW, {
    actions: [status, menu],
    controls: [createPatternField(page, VIEW), ...createControls(page, VIEW)],
    body: [grid.element],
  });
  follow(page, VIEW, ["analysis", "scope", ...PATTERN_KEYS, keyOf(VIEW)], show);
}

/**
 * A text that begins at `from` of its document, with the words that it is sorted by in their colours. Of a text that is
 * longer than any line, the part next to the word is `kept`.
 */
function marked(text, from, keys, kept) {
  if (text.length > MOST) {
    return kept === "start" ? [...marked(text.slice(0, MOST), from, keys), "…"] : ["…", ...marked(text.slice(-MOST), from + text.length - MOST, keys)];
  }
  const to = from + text.length;
  const spans = keys
    .map((key, level) => key && { start: key[0], end: key[1], level })
    .filter((key) => key && key.start >= from && key.end <= to && key.end > key.start)
    .sort((a, b) => a.start - b.start);
  const parts = [];
  let at = from;
  for (const { start, end, level } of spans) {
    if (start < at) continue;
    parts.push(text.slice(at - from, start - from), h("span", { class: `sort-key sort-key-${level + 1}` }, text.slice(start - from, end - from)));
    at = end;
  }
  parts.push(text.slice(at - from));
  return parts.filter((part) => part !== "");
}

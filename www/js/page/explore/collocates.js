/** The words that stand near the one that is looked for more often than chance would have it: a table and a small network. */

import { h } from "../dom.js";
import { formatNumber, t } from "../i18n/index.js";
import { scopeOf } from "../views/scope.js";
import { pngOf, svgText } from "./charts/save.js";
import { fillFrame, follow, newestOnly, statusLine } from "./frame.js";
import { createNetwork } from "./network.js";
import { createControls, keyOf, optionsOf } from "./options.js";
import { createPatternField, PATTERN_KEYS, patternOf, queryPattern } from "./pattern.js";
import { createTable, createTableMenu, figures, tags, words } from "./tables.js";

const VIEW = "collocates";
/** Words in the network: more of them would not be read. */
const NETWORK = 24;

const narrow = "minmax(3.6rem, 5rem)";

export function createCollocates(page, element) {
  const { store, session, selection } = page;
  const newest = newestOnly();
  const status = statusLine(VIEW);
  let asked = null;

  async function makeQuery() {
    const pattern = patternOf(store.state);
    if (!pattern || !["terms", "phrase"].includes(pattern.kind)) return null;
    const { left, right, minCount, stopWords, sort, descending } = optionsOf(store, VIEW);
    if (left + right === 0) return null;
    return { pattern: await queryPattern(page, pattern), left, right, minCount, stopWords, sort, descending, ...scopeOf(store.state) };
  }

  const choose = (word) => selection.choose(word, { from: page.place(), looksFor: false });
  const grid = createTable(page, {
    view: VIEW,
    least: "39rem",
    columns: [
      words({ width: "minmax(5rem, 1fr)" }),
      tags,
      figures("observed", 0, { sort: "count", width: narrow }),
      figures("left", 0, { width: "minmax(2.3rem, 4rem)" }),
      figures("right", 0, { width: "minmax(2.3rem, 4rem)" }),
      figures("logDice", 2, { sort: "logDice", width: narrow }),
      figures("mi", 2, { sort: "mi", width: narrow }),
      figures("mi3", 2, { sort: "mi3", width: narrow }),
      figures("t", 2, { sort: "t", width: narrow }),
      figures("g2", 2, { sort: "g2", width: narrow }),
    ],
    fetch: async (offset, limit) => {
      const query = asked;
      const found = query && (await session.ask((corpus) => corpus.collocates({ ...query, offset, limit })));
      return found || { total: 0, rows: [] };
    },
    activate: (row) => choose(row.word),
    isChosen: (row) => row.word === store.state.chosen?.word,
  });
  const network = createNetwork(page, VIEW, { choose });

  async function show() {
    const query = await newest(makeQuery());
    if (query === undefined) return;
    asked = query;
    if (!(await grid.reload())) return;
    const pattern = patternOf(store.state);
    status.textContent = query
      ? t("collocateCount", { n: grid.total, count: formatNumber(grid.total), pattern: pattern.value })
      : t(pattern ? "collocatesNeedWord" : "nothingToFind");
    element.dataset.total = String(grid.total);
    await drawNetwork(query, pattern);
  }

  async function drawNetwork(query, pattern) {
    const { sort, descending } = optionsOf(store, VIEW);
    const found = query && (await newest(session.ask((corpus) => corpus.collocates({ ...query, offset: 0, limit: NETWORK }))));
    if (found === undefined) return;
    const rows = descending ? (found?.rows ?? []) : [];
    network.show(pattern?.value ?? "", rows, sort === "count" ? "observed" : sort);
  }

  const menu = createTableMenu(page, {
    view: VIEW,
    name: "collocates",
    query: makeQuery,
    picture: async (format) => (format === "svg" ? svgText(network.svg) : pngOf(network.svg)),
  });
  fillFrame(element, VIEW, {
    actions: [status, menu],
    controls: [createPatternField(page, VIEW, { kinds: ["terms", "phrase"] }), ...createControls(page, VIEW)],
    body: [h("div", { class: "split-body" }, network.element, grid.element)],
  });
  follow(page, VIEW, ["analysis", "scope", ...PATTERN_KEYS, keyOf(VIEW)], show);
}

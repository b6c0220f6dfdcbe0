/** Words that often follow one another. */

import { formatNumber, t } from "../i18n/index.js";
import { scopeOf } from "../views/scope.js";
import { fillFrame, follow, newestOnly, statusLine } from "./frame.js";
import { createControls, keyOf, optionsOf } from "./options.js";
import { PATTERN_KEYS, patternOf } from "./pattern.js";
import { createTable, createTableMenu, figures, perMillionText, words } from "./tables.js";

const VIEW = "ngrams";

export function createNgrams(page, element) {
  const { store, session } = page;
  const newest = newestOnly();
  const status = statusLine(VIEW);
  let asked = null;

  async function makeQuery() {
    const { min, max, minCount, stopWords, containing, sort } = optionsOf(store, VIEW);
    const query = { min: Math.min(min, max), max: Math.max(min, max), minCount, stopWords, sort, ...scopeOf(store.state) };
    const pattern = containing && patternOf(store.state);
    return pattern?.kind === "terms" ? { ...query, containing: pattern.value } : query;
  }

  const grid = createTable(page, {
    view: VIEW,
    oneWay: true,
    columns: [
      words({ id: "text", label: "column.sequence", sort: "text", width: "minmax(9rem, 1fr)", read: (row) => row.words.join(" ") }),
      figures("length", 0, { read: (row) => row.words.length, width: "minmax(3.2rem, 5rem)" }),
      figures("count", 0, { sort: "count" }),
      figures("perMillion", 0, { show: perMillionText }),
      figures("documents", 0, { sort: "documents" }),
    ],
    fetch: async (offset, limit) => {
      const query = asked;
      const found = query && (await session.ask((corpus) => corpus.ngrams({ ...query, offset, limit })));
      return found || { total: 0, rows: [] };
    },
    activate: (row) => lookFor(row),
    isChosen: (row) => store.state.pattern?.kind === "phrase" && store.state.pattern.value === row.words.join(" "),
  });
  store.on(["pattern"], () => grid.mark());

  /** A sequence is looked for as a phrase, and its first place is shown. */
  async function lookFor({ words: phrase }) {
    store.set({ pattern: { kind: "phrase", value: phrase.join(" ") } });
    const found = await session.ask((corpus) => corpus.concordance({ pattern: { phrase }, limit: 1, ...scopeOf(store.state) }));
    const first = found?.rows[0];
    if (first) page.selection.show(first.document, first.start, first.end);
  }

  async function show() {
    const query = await newest(makeQuery());
    if (query === undefined) return;
    asked = query;
    if (!(await grid.reload())) return;
    status.textContent = t("rowCount", { n: grid.total, count: formatNumber(grid.total) });
    element.dataset.total = String(grid.total);
  }

  const menu = createTableMenu(page, { view: VIEW, name: "ngrams", query: makeQuery });
  fillFrame(element, VIEW, { actions: [status, menu], controls: createControls(page, VIEW), body: [grid.element] });
  const patternMatters = () => optionsOf(store, VIEW).containing;
  follow(page, VIEW, ["analysis", "scope", keyOf(VIEW)], show);
  follow(page, VIEW, PATTERN_KEYS, () => {
    if (patternMatters()) show();
  });
}

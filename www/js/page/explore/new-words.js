/** Sequences that hold together like words though the dictionary lacks them: each may be accepted or declined. */

import { announce, h } from "../dom.js";
import { formatNumber, t } from "../i18n/index.js";
import { scopeOf } from "../views/scope.js";
import { fillFrame, follow, newestOnly, statusLine } from "./frame.js";
import { createControls, keyOf, optionsOf } from "./options.js";
import { createTable, createTableMenu, figures, words } from "./tables.js";

const VIEW = "new-words";
/** Characters shown before the word. */
const BEFORE = 5;

export function createNewWords(page, element) {
  const { store, session, selection, words: keeper } = page;
  const newest = newestOnly();
  const status = statusLine(VIEW);
  let asked = null;

  function makeQuery() {
    const { minCount, minLength, maxLength } = optionsOf(store, VIEW);
    return {
      minCount,
      minLength: Math.min(minLength, maxLength),
      maxLength: Math.max(minLength, maxLength),
      ignore: store.state.declined,
      ...scopeOf(store.state),
    };
  }

  const action = (key, act) => ({
    id: key,
    label: key,
    width: "4.5rem",
    translated: true,
    show: (cell, row) => {
      const button = h("button", { class: "button small", type: "button", tabindex: "-1", "aria-label": t(`${key}Word`, { word: row.word }), onclick: (event) => {
        event.stopPropagation();
        act(row);
      } }, t(key));
      cell.replaceChildren(button);
    },
  });
  const grid = createTable(page, {
    view: VIEW,
    least: "40rem",
    columns: [
      {
        ...words({ width: "minmax(5rem, 7rem)" }),
        translated: true,
        show: (cell, { word, pieces }) => {
          cell.lang = "zh";
          cell.textContent = word;
          cell.title = t("cutNow", { pieces: pieces.join(" | ") });
        },
      },
      action("accept", accept),
      action("decline", decline),
      figures("count", 0, { width: "3rem" }),
      figures("cohesion", 2, { width: "4rem" }),
      figures("freedom", 2, { width: "4rem" }),
      figures("score", 2, { width: "3.5rem" }),
      {
        id: "context",
        label: "column.context",
        width: "minmax(8rem, 1fr)",
        show: (cell, row) => {
          cell.lang = "zh";
          cell.replaceChildren(row.left.slice(-BEFORE), h("b", null, row.word), row.right);
        },
      },
    ],
    fetch: async (offset, limit) => {
      const query = asked;
      const found = query && (await session.ask((corpus) => corpus.newWords({ ...query, offset, limit })));
      return found || { total: 0, rows: [] };
    },
    activate: (row) => selection.show(row.document, row.start, row.end),
    isChosen: ({ document, start }) => store.state.occurrence?.document === document && store.state.occurrence?.start === start,
  });
  grid.element.setAttribute("aria-keyshortcuts", "ArrowDown ArrowUp Enter A D");
  grid.element.addEventListener("keydown", async (event) => {
    const act = { a: accept, d: decline }[event.key.toLowerCase()];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const row = await grid.activeRow();
    if (row) act(row);
  });
  store.on(["occurrence"], () => grid.mark());

  async function accept({ word }) {
    if (await keeper.change((lens) => lens.words.join(word), { key: "history.join", values: { word } })) announce(t("wordAdded", { word }));
  }

  function decline({ word }) {
    store.set({ declined: [...new Set([...store.state.declined, word])] });
    announce(t("wordDeclined", { word }));
  }

  const restore = h("button", { class: "button quiet", type: "button", id: "new-words-restore", onclick: () => store.set({ declined: [] }) });
  const showDeclined = () => {
    const n = store.state.declined.length;
    restore.hidden = n === 0;
    restore.textContent = t("declinedCount", { n, count: formatNumber(n) });
  };
  store.on(["declined", "language"], showDeclined);
  showDeclined();

  async function show() {
    const query = await newest(Promise.resolve(makeQuery()));
    if (query === undefined) return;
    asked = query;
    if (!(await grid.reload())) return;
    status.textContent = t("newWordCount", { n: grid.total, count: formatNumber(grid.total) });
    element.dataset.total = String(grid.total);
  }

  const menu = createTableMenu(page, { view: VIEW, name: "newWords", query: async () => makeQuery() });
  fillFrame(element, VIEW, {
    actions: [status, menu],
    controls: [...createControls(page, VIEW), restore],
    body: [h("p", { class: "help", i18n: "newWordsKeys" }), grid.element],
  });
  follow(page, VIEW, ["analysis", "scope", "declined", keyOf(VIEW)], show);
}

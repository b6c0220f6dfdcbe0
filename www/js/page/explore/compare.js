/** The words that are more, or less, frequent in some documents than in others or in a reference list. */

import { attachPopover, h } from "../dom.js";
import { formatNumber, t } from "../i18n/index.js";
import { fillFrame, follow, newestOnly, statusLine } from "./frame.js";
import { createControls, keyOf, optionsOf } from "./options.js";
import { createTable, createTableMenu, figures, perMillionText, words } from "./tables.js";

const VIEW = "compare";

export function createCompare(page, element) {
  const { store, session, selection } = page;
  const newest = newestOnly();
  const status = statusLine(VIEW);
  /** The documents that are looked at; the others are compared with. */
  let target = null;
  /** A list that the reader loaded: its name and its text. */
  let list = null;
  let asked = null;

  const targetNow = () => {
    const count = store.state.analysis?.documents.length ?? 0;
    const wanted = (target ?? [store.state.current]).filter((index) => index < count);
    return wanted.length > 0 ? wanted : [0];
  };

  function makeQuery() {
    const { direction, minCount, stopWords, sort, descending } = optionsOf(store, VIEW);
    const wanted = targetNow();
    const all = store.state.analysis?.documents.length ?? 0;
    if (!list && wanted.length >= all) return null;
    return { target: wanted, ...(list ? { reference: { list: list.text } } : {}), direction, minCount, stopWords, sort, descending };
  }

  const targetLabel = h("span", null);
  const targetButton = h("button", { class: "button", type: "button", id: "compare-target" }, targetLabel);
  const boxes = h("div", { class: "scope-boxes" });
  const targetPanel = h("fieldset", { class: "scope-panel" }, h("legend", { i18n: "compareTarget" }), boxes);
  attachPopover(targetButton, targetPanel);

  function showTarget() {
    const { documents } = store.state;
    const wanted = targetNow();
    targetLabel.textContent =
      wanted.length === 1 ? (documents[wanted[0]]?.name ?? "") : t("scopeSome", { n: wanted.length, all: documents.length });
    const at = [...boxes.querySelectorAll("input")].indexOf(document.activeElement);
    boxes.replaceChildren(
      ...documents.map(({ name }, index) =>
        h(
          "label",
          { class: "tag-box" },
          h("input", { type: "checkbox", checked: wanted.includes(index), onchange: () => takeTarget() }),
          h("span", { class: "document-label" }, name),
        ),
      ),
    );
    if (at >= 0) boxes.querySelectorAll("input")[at]?.focus();
  }

  function takeTarget() {
    const chosen = [...boxes.querySelectorAll("input")].flatMap((box, index) => (box.checked ? [index] : []));
    target = chosen.length > 0 ? chosen : null;
    showTarget();
    show();
  }

  const file = h("input", { type: "file", id: "compare-file", accept: ".txt,.csv,.tsv,text/plain,text/csv", class: "visually-hidden", tabindex: "-1", "aria-hidden": "true" });
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    file.value = "";
    if (!chosen) return;
    list = { name: chosen.name, text: await chosen.text() };
    show();
  });
  const reference = h("button", { class: "button", type: "button", id: "compare-list", onclick: () => takeList() });
  function takeList() {
    if (!list) file.click();
    else {
      list = null;
      show();
    }
  }

  const grid = createTable(page, {
    view: VIEW,
    least: "42rem",
    columns: [
      words(),
      figures("g2", 2, { sort: "g2", width: "minmax(3.9rem, 5.5rem)" }),
      {
        id: "band",
        label: "column.band",
        width: "4.7rem",
        show: (cell, { band }) => {
          cell.textContent = band.replace("p<", "< ");
        },
      },
      figures("logRatio", 2, { sort: "logRatio", width: "minmax(3.9rem, 5.5rem)" }),
      figures("targetCount", 0, { sort: "count", width: "minmax(2.5rem, 4.5rem)" }),
      figures("referenceCount", 0, { width: "minmax(2.5rem, 4.5rem)" }),
      figures("targetPerMillion", 0, { width: "minmax(4.4rem, 5.5rem)", show: perMillionText }),
      figures("referencePerMillion", 0, { width: "minmax(4.4rem, 5.5rem)", show: perMillionText }),
      figures("diff", 0, { sort: "diff", width: "minmax(3.2rem, 5rem)", read: ({ diff, targetCount }) => diff ?? (targetCount > 0 ? Infinity : null) }),
      figures("bic", 2, { sort: "bic", width: "minmax(3.6rem, 5.5rem)" }),
    ],
    fetch: async (offset, limit) => {
      const query = asked;
      const found = query && (await session.ask((corpus) => keyness(corpus, { ...query, offset, limit })));
      return found || { total: 0, rows: [] };
    },
    activate: (row) => selection.choose(row.word, { from: page.place() }),
    isChosen: (row) => row.word === store.state.chosen?.word,
  });

  /** A reference list that cannot be read is put away, and its mistake is told. */
  async function keyness(corpus, query) {
    try {
      return await corpus.keyness(query);
    } catch (error) {
      if (!list || error.kind !== "invalid-argument") throw error;
      list = null;
      store.set({ notice: { key: "listRefused", values: { message: error.message }, problem: true } });
      show();
      return { total: 0, rows: [] };
    }
  }

  async function show() {
    const query = await newest(Promise.resolve(makeQuery()));
    if (query === undefined) return;
    asked = query;
    showTarget();
    reference.textContent = list ? t("compareListDrop", { name: list.name }) : t("compareListLoad");
    if (!(await grid.reload())) return;
    status.textContent = query ? t("wordCount", { n: grid.total, count: formatNumber(grid.total) }) : t("compareNeedsTwo");
    element.dataset.total = String(grid.total);
  }

  const menu = createTableMenu(page, { view: VIEW, name: "keyness", query: async () => makeQuery() });
  fillFrame(element, VIEW, {
    actions: [status, menu],
    controls: [
      h("div", { class: "control" }, h("span", { class: "control-name", i18n: "compareTarget" }), targetButton),
      targetPanel,
      reference,
      file,
      ...createControls(page, VIEW),
    ],
    body: [grid.element],
  });
  follow(page, VIEW, ["analysis", "current", "language", keyOf(VIEW)], show);
  store.on(["documents"], () => {
    target = null;
  });
}

/** The reader's own words: which are on, and what each of them changes in these texts. */

import { h, icon } from "../dom.js";
import { formatNumber, t, tagName } from "../i18n/index.js";
import { createExportMenu } from "../views/export-menu.js";
import { fillFrame, follow, newestOnly, statusLine } from "./frame.js";
import { rowsAs } from "./rows.js";

const VIEW = "own-words";
/** Rows at once. */
const SHOWN = 500;
const CHANGES = 3;

export function createOwnWords(page, element) {
  const { store, session, selection, words: keeper } = page;
  const newest = newestOnly();
  const status = statusLine(VIEW);
  /** The words with what they change. */
  let shown = [];
  const body = h("tbody", null);
  const heading = (key, kind) => h("th", { scope: "col", i18n: key, class: kind });
  const table = h(
    "table",
    { class: "plain-table", id: "own-words-table" },
    h("caption", { class: "visually-hidden", i18n: "view.own-words" }),
    h("thead", null, h("tr", null, heading("column.on"), heading("column.word"), heading("column.frequency", "is-number"), heading("column.makes", "is-number"), heading("column.before"), h("th", { scope: "col" }, h("span", { class: "visually-hidden", i18n: "column.remove" })))),
    body,
  );
  const button = (id, key, act) => h("button", { class: "button", type: "button", id, i18n: key, onclick: act });
  const undo = button("words-undo", "undo", () => keeper.undo());
  const redo = button("words-redo", "redo", () => keeper.redo());

  async function show() {
    const lens = await page.engine;
    const found = await newest(Promise.all([lens.words.list(), session.ask((corpus) => corpus.wordEffects())]));
    if (!found) return;
    const [list, effects] = found;
    const byWord = new Map((effects ?? []).map((effect) => [effect.word, effect]));
    shown = list.map((entry) => ({ ...byWord.get(entry.word), ...entry }));
    status.textContent = list.length === 0 ? t("noOwnWords") : t("ownWords", { n: list.length, count: formatNumber(list.length) });
    const focused = document.activeElement?.closest("#own-words-table") ? document.activeElement.dataset.key : null;
    body.replaceChildren(...list.slice(0, SHOWN).map((entry) => row(entry, byWord.get(entry.word))));
    table.hidden = list.length === 0;
    if (focused) ([...body.querySelectorAll("[data-key]")].find(({ dataset }) => dataset.key === focused) ?? undo).focus();
    element.dataset.words = String(list.length);
  }

  function row({ word, frequency, tag, enabled }, effect) {
    const box = h("input", {
      type: "checkbox",
      checked: enabled !== false,
      "aria-label": t("wordOn", { word }),
      "data-key": `on ${word}`,
      onchange: () => keeper.change((lens) => lens.words.enable(word, box.checked), { key: box.checked ? "history.on" : "history.off", values: { word } }),
    });
    const remove = h(
      "button",
      {
        class: "icon-button",
        type: "button",
        "data-key": `remove ${word}`,
        "aria-label": t("removeWord", { word }),
        title: t("removeWord", { word }),
        onclick: () => keeper.change((lens) => lens.words.remove(word), { key: "history.remove", values: { word } }),
      },
      icon("close"),
    );
    return h(
      "tr",
      { "data-word": word },
      h("td", null, box),
      h("td", null, h("button", { class: "word-link", type: "button", lang: "zh", "data-key": `word ${word}`, onclick: () => selection.choose(word, { from: page.place() }) }, word), tag ? h("span", { class: "help" }, ` ${tagName(tag)}`) : null),
      h("td", { class: "is-number" }, formatNumber(frequency)),
      h("td", { class: "is-number" }, effect ? formatNumber(effect.tokens) : "–"),
      h("td", { lang: "zh" }, (effect?.changes ?? []).slice(0, CHANGES).map(({ before, count }) => `${before.join("|")} ×${formatNumber(count)}`).join("; ") || "–"),
      h("td", null, remove),
    );
  }

  function showHistory() {
    const { undoable, redoable } = store.state.wordHistory;
    undo.disabled = !undoable;
    redo.disabled = !redoable;
    undo.title = undoable ? t(undoable.key, undoable.values) : "";
    redo.title = redoable ? t(redoable.key, redoable.values) : "";
  }
  store.on(["wordHistory", "language"], showHistory);
  showHistory();

  const menu = createExportMenu(page, {
    id: "own-words-export",
    name: () => "hanlens-own-words",
    text: async (format) =>
      rowsAs(
        format,
        shown.map(({ word, frequency, tag, enabled, tokens = 0, changes = [] }) => ({
          word,
          frequency,
          tag,
          enabled,
          tokens,
          before: changes.map(({ before, count }) => `${before.join("|")} ${count}`).join("; "),
        })),
      ),
  });
  fillFrame(element, VIEW, {
    actions: [status, menu],
    controls: [undo, redo, button("own-words-edit", "wordsEdit", () => document.getElementById("open-words").click())],
    body: [h("div", { class: "view-body table-holder" }, table)],
  });
  follow(page, VIEW, ["analysis", "wordHistory", "language"], show);
}

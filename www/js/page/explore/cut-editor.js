/** "Join or split here": the characters that are selected in the text, with a switch between each two. */

import { announce, h, icon } from "../dom.js";
import { t } from "../i18n/index.js";

/** No more than so many characters: a word of the reader is shorter. */
const LONGEST = 32;

export function createCutEditor(page) {
  const { store, words: keeper } = page;
  const line = h("div", { class: "cut-line", role: "group", i18nLabel: "cutLine" });
  const button = (id, key, act, kind = "") => h("button", { class: `button ${kind}`, type: "button", id, i18n: key, onclick: act });
  const apply = button("cut-apply", "cutApply", () => take(), "primary");
  const join = button("cut-join", "cutJoin", () => joinAll());
  const undo = button("cut-undo", "undo", () => keeper.undo());
  const redo = button("cut-redo", "redo", () => keeper.redo());
  const close = h("button", { class: "icon-button", type: "button", id: "cut-close", i18nLabel: "close", i18nTitle: "close", onclick: () => shut() }, icon("close"));
  const element = h(
    "section",
    { class: "cut-editor", id: "cut-editor", i18nLabel: "cutEditor", hidden: true },
    h("p", { class: "help", i18n: "cutHelp" }),
    line,
    h("div", { class: "button-row" }, apply, join, undo, redo),
    close,
  );
  /** The words as they are, and where the reader wants cuts: indices into the characters. */
  let now = { text: "", cuts: [] };
  let wanted = new Set();

  // The selection stays while the buttons are used.
  element.addEventListener("pointerdown", (event) => event.preventDefault());
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    shut();
  });

  function shut() {
    const hadFocus = element.contains(document.activeElement);
    getSelection().removeAllRanges();
    store.set({ marked: null });
    if (hadFocus) page.focusText();
  }

  function show() {
    const { marked } = store.state;
    const hadFocus = element.contains(document.activeElement);
    const found = marked && page.cutsAround(marked.start, marked.end);
    element.hidden = !found || found.text.length > LONGEST || [...found.text].length < 2;
    if (element.hidden && hadFocus) page.focusText();
    if (element.hidden) return;
    const base = found.cuts[0];
    now = { text: found.text, cuts: found.cuts.map((cut) => cut - base) };
    wanted = new Set(now.cuts.slice(1, -1));
    render();
  }

  function render() {
    const focused = line.contains(document.activeElement) ? document.activeElement.dataset.at : null;
    const parts = [];
    let at = 0;
    for (const character of now.text) {
      if (at > 0) parts.push(toggle(at, character));
      parts.push(h("span", { class: "cut-character", lang: "zh" }, character));
      at += character.length;
    }
    line.replaceChildren(...parts);
    if (focused) line.querySelector(`[data-at="${focused}"]`)?.focus();
    const same = wanted.size === now.cuts.length - 2 && now.cuts.slice(1, -1).every((cut) => wanted.has(cut));
    apply.disabled = same;
    join.disabled = now.cuts.length <= 2;
    showHistory();
  }

  function toggle(at) {
    const before = now.text.slice(0, at);
    return h("button", {
      class: "cut-switch",
      type: "button",
      "data-at": String(at),
      "aria-pressed": String(wanted.has(at)),
      "aria-label": t("cutAfter", { text: before }),
      title: t("cutAfter", { text: before }),
      onclick: () => {
        if (!wanted.delete(at)) wanted.add(at);
        render();
      },
    });
  }

  function showHistory() {
    const { undoable, redoable } = store.state.wordHistory;
    undo.disabled = !undoable;
    redo.disabled = !redoable;
  }

  const pieces = (text, cuts) => {
    const edges = [0, ...[...cuts].sort((a, b) => a - b), text.length];
    return edges.slice(1).map((end, i) => ({ start: edges[i], end, word: text.slice(edges[i], end) }));
  };

  function joinAll() {
    wanted = new Set();
    return take();
  }

  /** Words that become longer are joined; those that fall apart are split. */
  async function take() {
    const parts = pieces(now.text, wanted);
    const tokens = pieces(now.text, now.cuts.slice(1, -1));
    const isIn = (list, { start, end }) => list.some((other) => other.start === start && other.end === end);
    const joined = parts.filter((part) => [...part.word].length > 1 && !isIn(tokens, part));
    const split = tokens
      .filter((token) => !isIn(parts, token))
      .map((token) => [token, parts.filter(({ start, end }) => start >= token.start && end <= token.end).map(({ word }) => word)])
      .filter(([token, within]) => within.length > 1 && within.join("") === token.word)
      .map(([, within]) => within);
    const text = parts.map(({ word }) => word).join("|");
    const done = await keeper.change(
      async (lens) => {
        for (const within of split) await lens.words.split(within);
        // A part of a word that is split is a word by itself, unless no dictionary has it.
        for (const { word } of joined)
          if (!split.some((within) => within.includes(word)) || !(await isWord(lens, word))) await lens.words.join(word);
      },
      { key: "history.cut", values: { text } },
    );
    if (done) announce(t("cutDone", { text }));
  }

  const isWord = async (lens, word) => (await lens.cut(word, { hmm: false })).length === 1;

  store.on(["marked"], show);
  // After a new analysis the words there may be others.
  store.on(["analysis"], () => store.set({ marked: null }));
  store.on(["wordHistory"], showHistory);
  store.on(["language"], render);
  store.on(["cutFocus"], () => line.querySelector("button")?.focus());
  show();
  if (store.state.cutFocus) line.querySelector("button")?.focus();
  return element;
}

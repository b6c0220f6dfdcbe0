/** "Join or split here": the characters that are selected in the text, with a switch between each two. */

import { announce, h, icon } from "../dom.js";
import { t } from "../i18n/index.js";

/** No more than so many characters: a word of the reader is shorter. */
const LONGEST = 32;
/** Attempts to reach the cut that the reader wants. */
const ROUNDS = 12;

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

  async function take() {
    const parts = pieces(now.text, wanted).map(({ word }) => word);
    const text = parts.join("|");
    let reached = false;
    const done = await keeper.change(
      async (lens) => {
        reached = await shape(lens, now.text, parts);
      },
      { key: "history.cut", values: { text } },
    );
    if (done) announce(t(reached ? "cutDone" : "cutNotDone", { text }));
  }

  /**
   * Changes the reader's words until the text is cut into these parts: words that cross a wanted cut are split there;
   * when none does, parts that are no words yet become words, each time with more weight.
   */
  async function shape(lens, text, parts) {
    const { mode, hmm } = store.state;
    const edges = new Set();
    parts.reduce((at, part) => (edges.add(at + part.length), at + part.length), 0);
    const weights = new Map();
    const fallen = new Set();
    for (let round = 0; round < ROUNDS; round += 1) {
      const cut = await lens.cut(text, { mode: mode === "full" ? "precise" : mode, hmm });
      if (cut.join("|") === parts.join("|")) return true;
      let at = 0;
      let isSplit = false;
      for (const word of cut) {
        const inside = [...word].length > 1 ? [...edges].filter((edge) => edge > at && edge < at + word.length).map((edge) => edge - at) : [];
        at += word.length;
        // What the model of unknown words joins again is not split twice.
        if (inside.length === 0 || fallen.has(word)) continue;
        fallen.add(word);
        await lens.words.split(pieces(word, inside).map((part) => part.word));
        isSplit = true;
      }
      if (isSplit) continue;
      for (const part of parts.filter((word) => [...word].length > 1 && !cut.includes(word))) {
        const before = weights.get(part);
        const { frequency } = await (before ? lens.words.add(part, { frequency: before * 4 }) : lens.words.join(part));
        weights.set(part, frequency);
      }
    }
    return false;
  }

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

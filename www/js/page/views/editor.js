/** The text as it is written: figures follow a moment after the last key. */

import { h, onPause } from "../dom.js";
import { formatNumber, t } from "../i18n/index.js";

/** Longer texts can be read, not edited: no text field of a browser stays quick beyond this. UTF-16 code units. */
export const EDIT_LIMIT = 200_000;

/** Milliseconds without a key after which the text is analysed. */
const PAUSE = 300;

/** Files whose size says nothing of the length of their text. */
const PACKED = /\.(docx|odt|epub)$/i;

/** Whether the document's text may fit into the field: of a file only the size is known, three bytes a character. */
export function canEdit(document) {
  if (document === undefined) return false;
  const { name, source, read } = document;
  if (typeof source === "string") return source.length <= EDIT_LIMIT;
  return read?.entry !== undefined || PACKED.test(name) || source.size <= EDIT_LIMIT * 3;
}

export function createEditor(page) {
  const { store, session } = page;
  const field = h("textarea", {
    id: "editor",
    class: "editor",
    lang: "zh",
    spellcheck: "false",
    autocomplete: "off",
    i18nLabel: "editorLabel",
    i18nPlaceholder: "editorPlaceholder",
  });
  const hint = h("p", { class: "editor-hint", id: "editor-hint" });
  field.setAttribute("aria-describedby", hint.id);
  const element = h("div", { class: "editor-view" }, field, hint);
  /** The document that the field holds. */
  let edited = null;

  const take = (text) => {
    const { documents, current, editing } = store.state;
    if (!editing || documents[current] !== edited || text === edited.source) return;
    session.edit(current, text);
  };
  const pause = onPause(field, PAUSE, take);

  // A text beyond the limit never enters the field: it goes straight to the reading pane.
  field.addEventListener("paste", (event) => {
    const pasted = event.clipboardData.getData("text/plain");
    const { selectionStart, selectionEnd, value } = field;
    if (pasted.length + value.length - (selectionEnd - selectionStart) <= EDIT_LIMIT) return;
    event.preventDefault();
    pause.cancel();
    const { current } = store.state;
    store.set({ editing: false, notice: { key: "tooLongToEdit", values: { limit: formatNumber(EDIT_LIMIT) } } });
    session.edit(current, value.slice(0, selectionStart) + pasted + value.slice(selectionEnd));
  });

  const showHint = () => {
    hint.textContent = t("editorHint", { limit: formatNumber(EDIT_LIMIT) });
  };
  showHint();
  field.maxLength = EDIT_LIMIT;

  const open = () => {
    const document = store.state.documents[store.state.current];
    if (!store.state.editing) {
      // What was typed within the last pause counts too.
      pause.cancel();
      edited = null;
      return;
    }
    if (document === edited) return;
    const isOwnChange = edited !== null && document.source === field.value;
    edited = document;
    if (isOwnChange) return;
    field.value = document.source;
    field.lang = document.lang;
    field.scrollTop = 0;
    field.setSelectionRange(0, 0);
  };
  store.on(["editing", "current", "documents"], open);
  store.on(["language"], showHint);

  return {
    element,
    id: field.id,
    focus: () => field.focus(),
    /** Takes what was typed since the last pause. */
    finish() {
      pause.cancel();
      take(field.value);
    },
  };
}

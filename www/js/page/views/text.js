/** The text's side of the page: the documents, the bar over the text, and the text to read or to write. */

import { loadFailed } from "../../api/errors.js";
import { h, icon } from "../dom.js";
import { formatNumber, t } from "../i18n/index.js";
import { documentOf, freeName } from "../files.js";
import { sampleDocument } from "../samples.js";
import { canEdit, createEditor, EDIT_LIMIT } from "./editor.js";
import { createHealingLine } from "./healing.js";
import { ReadingView } from "./reading.js";

export function createTextView(page) {
  const { store, session } = page;
  const reading = new ReadingView(page);
  const editor = createEditor(page);
  page.place = () => (store.state.editing ? 0 : reading.place);
  page.goTo = (offset) => reading.goTo(offset);

  const title = h("h2", { class: "text-title", id: "text-title" });
  const list = h("ul", { class: "documents", id: "documents", i18nLabel: "documents" });
  const edit = h("button", { class: "button quiet", id: "edit", type: "button", onclick: toggleEditing });
  const boundaries = h("button", {
    class: "button quiet toggle",
    id: "boundaries",
    type: "button",
    i18n: "boundaries",
    i18nTitle: "boundariesHelp",
    onclick: () => store.set({ boundaries: !store.state.boundaries }),
  });
  const help = h("p", { class: "visually-hidden", id: "text-help", i18n: "textHelp" });
  const element = h(
    "section",
    { class: "pane pane-text", id: "view-text", "aria-labelledby": title.id },
    h("div", { class: "pane-head" }, title, list, h("div", { class: "pane-actions" }, boundaries, edit)),
    help,
    createHealingLine(page),
    reading.element,
    editor.element,
  );
  page.cutsAround = (start, end) => reading.cutsAround(start, end);
  page.focusText = () => reading.element.focus({ preventScroll: true });
  listenForCuts(page, element);

  function toggleEditing() {
    if (store.state.editing) finishEditing();
    else startEditing();
  }

  async function startEditing() {
    const { documents, current } = store.state;
    if (typeof documents[current].source !== "string") {
      const text = await session.ask((corpus) => corpus.text(current));
      if (text === undefined || store.state.documents !== documents) return;
      if (text.length > EDIT_LIMIT) {
        store.set({ notice: { key: "tooLongToEdit", values: { limit: formatNumber(EDIT_LIMIT) } } });
        return;
      }
      session.edit(current, text);
    }
    store.set({ editing: true });
    editor.focus();
  }

  /** A new text that stayed empty is dropped; with nothing left, the samples come back. */
  function finishEditing() {
    editor.finish();
    const { documents, current } = store.state;
    const empty = documents[current]?.source === "";
    const rest = documents.filter((_, i) => i !== current);
    store.set({ editing: false });
    if (empty) session.open(rest.length > 0 ? rest : [sampleDocument()]);
    reading.element.focus({ preventScroll: true });
  }

  page.writeNew = () => {
    if (store.state.editing) editor.finish();
    session.add([documentOf(freeName(store.state.documents, "newName"), "")]);
    startEditing();
  };

  /** How a file was read: its encoding where that was guessed, and the way to choose another. */
  const details = (document, index, summary) =>
    typeof document.source !== "string" &&
    h(
      "button",
      {
        class: "icon-button document-file",
        type: "button",
        "aria-haspopup": "dialog",
        "aria-label": t("fileDetails", { name: document.name }),
        title: t("fileDetails", { name: document.name }),
        onclick: () => page.openFile(index),
      },
      summary?.encoding && summary.encoding !== "utf-8" ? summary.encoding.toUpperCase() : icon("file"),
    );

  const item = (document, index) => {
    const { current, analysis } = store.state;
    const summary = analysis?.documents === store.state.documents ? analysis.corpus.summary.documents[index] : null;
    return h(
      "li",
      { class: "document" },
      h(
        "button",
        {
          class: "document-name",
          type: "button",
          "aria-current": index === current && "true",
          onclick: () => choose(index),
          title: document.name,
        },
        h("span", { class: "document-label" }, document.name),
        summary && h("span", { class: "document-count" }, formatNumber(summary.tokens)),
      ),
      details(document, index, summary),
      h(
        "button",
        {
          class: "icon-button",
          type: "button",
          "aria-label": t("removeDocument", { name: document.name }),
          title: t("removeDocument", { name: document.name }),
          onclick: () => remove(index),
        },
        icon("close"),
      ),
    );
  };

  function choose(index) {
    if (store.state.editing) editor.finish();
    store.set({ current: index, editing: false });
  }

  function remove(index) {
    if (store.state.editing) editor.finish();
    store.set({ editing: false });
    if (store.state.documents.length === 1) session.open([sampleDocument()]);
    else session.remove(index);
    (list.hidden ? reading.element : list.querySelector("[aria-current]"))?.focus();
  }

  const render = () => {
    const { documents, current, editing, boundaries: shown, language } = store.state;
    const document = documents[current];
    title.textContent = document?.name ?? "";
    title.lang = document?.sample ? document.lang : language;
    const focused = list.contains(globalThis.document.activeElement);
    list.replaceChildren(...documents.map(item));
    if (focused) list.querySelector("[aria-current]")?.focus();
    list.hidden = documents.length === 0 || document?.sample != null;
    title.classList.toggle("visually-hidden", !list.hidden);
    reading.element.hidden = editing;
    editor.element.hidden = !editing;
    edit.textContent = t(editing ? "editDone" : "edit");
    edit.classList.toggle("primary", editing);
    edit.disabled = !editing && !canEdit(document);
    edit.title = edit.disabled ? t("tooLongToEdit", { limit: formatNumber(EDIT_LIMIT) }) : "";
    boundaries.setAttribute("aria-pressed", String(shown));
    boundaries.hidden = editing;
    globalThis.document.querySelector(".skip-link").hash = editing ? editor.id : reading.element.id;
  };
  store.on(["documents", "current", "editing", "analysis", "boundaries", "language"], render);
  render();
  return element;
}

/** The editor of a cut is loaded when characters are first selected. */
function listenForCuts(page, element) {
  let loading = null;
  page.store.on(["marked"], () => {
    if (!page.store.state.marked || loading) return;
    loading = import("../explore/explorer.js")
      .then(({ createCutEditor }) => element.append(createCutEditor(page)))
      .catch((cause) => {
        loading = null;
        page.store.set({ notice: { error: loadFailed("editor", cause) } });
      });
  });
}

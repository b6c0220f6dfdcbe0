/** How a file was read, and the choice of another way: encoding, column, field. The beginning of its text follows. */

import { h, translateTree } from "../dom.js";
import { formatNumber, t } from "../i18n/index.js";
import { errorText } from "../views/tools.js";
import { createDialog } from "./dialog.js";

/** The encodings that are offered, as `TextDecoder` names them. */
const ENCODINGS = [
  "utf-8", "gb18030", "big5", "utf-16le", "utf-16be", "shift_jis", "euc-jp", "euc-kr",
  ...Array.from({ length: 9 }, (_, i) => `windows-${1250 + i}`), "koi8-r", "macintosh",
];

/** So many characters show whether the encoding is right. UTF-16 code units. */
const PREVIEW = 400;

let dialog;

/** @param {number} index Of the document. */
export function openFileDialog(page, index) {
  if (!dialog) {
    dialog = createFileDialog(page);
    document.body.append(dialog.element);
  }
  dialog.show(index);
}

function createFileDialog({ store, session, engine }) {
  /** The document that is shown, and what the reader wishes for it. */
  let shown = null;
  let wishes = {};
  /** Counts the readings, so that an answer that comes late is dropped. */
  let readings = 0;

  const name = h("p", { class: "file-name", id: "file-name" });
  const facts = h("p", { class: "help", id: "file-facts" });
  const wish = (key, value) => {
    wishes = { ...wishes, [key]: value };
    read();
  };
  const select = (id, label, onchange) => {
    const box = h("select", { id, onchange: () => onchange(box.value) });
    return { box, element: h("div", { class: "field" }, h("label", { for: id, i18n: label }), box) };
  };
  const encoding = select("file-encoding", "fileEncoding", (value) => wish("encoding", value || undefined));
  const column = select("file-column", "fileColumn", (value) => wish("column", value === "" ? undefined : Number(value)));
  const field = select("file-field", "fileField", (value) => wish("field", value === AUTOMATIC ? undefined : value));
  const header = h("input", { type: "checkbox", id: "file-header", onchange: () => wish("header", header.checked) });
  const headerRow = h("div", { class: "choice-row" }, header, h("label", { for: header.id, i18n: "fileHeader" }));
  const preview = h("pre", { class: "file-preview", id: "file-preview", lang: "zh", tabindex: "0", i18nLabel: "filePreview", role: "region" });
  const problem = h("p", { class: "problem", id: "file-problem", role: "alert" });
  const apply = h("button", { class: "button primary", type: "button", id: "file-apply", i18n: "apply", onclick: take });
  const own = createDialog("file", "fileTitle", [
    h("div", null, name, facts),
    encoding.element,
    column.element,
    headerRow,
    field.element,
    preview,
    problem,
    h("div", { class: "dialog-foot" }, apply),
  ]);

  async function read() {
    const reading = ++readings;
    apply.disabled = true;
    problem.textContent = "";
    try {
      const { source, name: called } = shown;
      const result = await (await engine).read(source, { ...wishes, name: called, limit: PREVIEW });
      if (reading !== readings) return;
      show(result);
      apply.disabled = false;
    } catch (error) {
      if (reading === readings) problem.textContent = errorText(error);
    }
  }

  function show(result) {
    const { replaced } = summaryOf(shown) ?? result;
    const kind = t(`kindOfFile.${result.kind}`);
    const size = t("fileBytes", { n: formatNumber(shown.source.size) });
    const isSame = JSON.stringify(wishes) === JSON.stringify(shown.read ?? {});
    const lost = isSame ? replaced : result.replaced;
    facts.textContent = [kind, size, lost > 0 && t("fileLost", { n: lost, count: formatNumber(lost) })].filter(Boolean).join(" · ");
    showEncoding(result);
    showColumns(result);
    showFields(result);
    preview.textContent = result.text;
  }

  function showEncoding(result) {
    encoding.element.hidden = result.encoding === null;
    const guess = wishes.encoding === undefined && result.encoding ? t("fileGuess", { name: result.encoding.toUpperCase() }) : t("fileAutomatic");
    const offered = [...new Set([...ENCODINGS, wishes.encoding].filter(Boolean))];
    encoding.box.replaceChildren(option("", guess), ...offered.map((label) => option(label, label.toUpperCase())));
    encoding.box.value = wishes.encoding ?? "";
  }

  function showColumns({ columns, column: index, header: isHeader }) {
    column.element.hidden = headerRow.hidden = !columns;
    if (!columns) return;
    const guess = wishes.column === undefined ? t("fileGuess", { name: columns[index] ?? "" }) : t("fileAutomatic");
    column.box.replaceChildren(option("", guess), ...columns.map((label, i) => option(String(i), label)));
    column.box.value = wishes.column === undefined ? "" : String(wishes.column);
    header.checked = isHeader;
  }

  function showFields({ fields, field: path }) {
    field.element.hidden = !fields;
    if (!fields) return;
    const guess = wishes.field === undefined ? t("fileGuess", { name: path }) : t("fileAutomatic");
    field.box.replaceChildren(option(AUTOMATIC, guess), ...fields.map((label) => option(label, label || t("fileWhole"))));
    field.box.value = wishes.field ?? AUTOMATIC;
  }

  function summaryOf(document) {
    const { analysis } = store.state;
    return analysis?.corpus.summary.documents[analysis.documents.indexOf(document)];
  }

  function take() {
    const index = store.state.documents.indexOf(shown);
    own.element.close();
    if (index < 0 || JSON.stringify(wishes) === JSON.stringify(shown.read ?? {})) return;
    session.reread(index, Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined)));
  }

  return {
    element: own.element,
    show(index) {
      shown = store.state.documents[index];
      wishes = { ...shown.read };
      name.textContent = shown.name;
      for (const element of [facts, preview]) element.textContent = "";
      for (const element of [encoding.element, column.element, headerRow, field.element]) element.hidden = true;
      translateTree(own.element);
      own.open();
      read();
    },
  };
}

/** No field has this path. */
const AUTOMATIC = "\u0000";

const option = (value, label) => h("option", { value }, label);

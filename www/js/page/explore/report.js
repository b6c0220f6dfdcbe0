/** What an analysis was made of and with, enough to repeat it; and the whole session as one file. */

import { h } from "../dom.js";
import { copy, download } from "../download.js";
import { formatNumber, t } from "../i18n/index.js";
import { createExportMenu } from "../views/export-menu.js";
import { fillFrame, follow, newestOnly, statusLine } from "./frame.js";
import { addressOf } from "./options.js";
import { rowsAs } from "./rows.js";
import { openSession, sessionState } from "./sessions.js";

const VIEW = "report";

export function createReport(page, element) {
  const { store, session } = page;
  const newest = newestOnly();
  const status = statusLine(VIEW);
  let shown = null;
  const card = h("div", { class: "report", id: "report-card" });

  async function show() {
    const report = await newest(session.ask((corpus) => corpus.report()));
    if (!report) return;
    shown = report;
    const facts = [
      ["reportVersion", `HanLens ${report.version}`],
      ["reportDictionary", report.dictionaryHash],
      ["reportOptions", optionsText(report.options)],
      ["reportWords", report.userWords.length === 0 ? t("none") : report.userWords.map(({ word }) => word).join(t("comma"))],
    ];
    card.replaceChildren(
      h("dl", { class: "facts" }, ...facts.flatMap(([key, value]) => [h("dt", null, t(key)), h("dd", { id: `report-${key}` }, value)])),
      h(
        "table",
        { class: "plain-table", id: "report-documents" },
        h("caption", { class: "visually-hidden" }, t("documents")),
        h("thead", null, h("tr", null, ...["document", "length", "bytes", "sha256"].map((key) => h("th", { scope: "col", class: ["length", "bytes"].includes(key) ? "is-number" : "" }, t(`report.${key}`))))),
        h(
          "tbody",
          null,
          ...report.documents.map(({ name, length, bytes, sha256 }) =>
            h("tr", null, h("th", { scope: "row" }, name), h("td", { class: "is-number" }, formatNumber(length)), h("td", { class: "is-number" }, formatNumber(bytes)), h("td", null, h("code", { class: "hash" }, sha256))),
          ),
        ),
      ),
    );
    element.dataset.documents = String(report.documents.length);
  }

  const button = (id, key, act) => h("button", { class: "button", type: "button", id, i18n: key, onclick: act });
  const texts = h("input", { type: "checkbox", id: "session-texts", checked: true });
  const file = h("input", { type: "file", id: "session-file", accept: ".json,application/json", class: "visually-hidden", tabindex: "-1", "aria-hidden": "true" });
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    file.value = "";
    if (chosen) await openSession(page, await chosen.text());
  });

  async function save() {
    // The texts are those of the analysis, the state that of what is open: they have to be of one time.
    await session.settled();
    const json = await session.ask((corpus) => corpus.save({ texts: texts.checked, state: sessionState(page) }));
    if (json !== undefined) download("hanlens-session", "json", json);
  }

  async function copyLink() {
    const done = await copy(Promise.resolve(location.href.split("#")[0] + addressOf(store)));
    store.set({ notice: done ? { key: "copied", passing: true } : { key: "notCopied", problem: true } });
  }

  fillFrame(element, VIEW, {
    actions: [
      status,
      createExportMenu(page, { id: "report-export", name: () => "hanlens-documents", text: async (format) => rowsAs(format, shown?.documents ?? []) }),
    ],
    body: [
      h(
        "div",
        { class: "view-body" },
        h(
          "div",
          { class: "button-row" },
          button("session-save", "sessionSave", save),
          button("session-open", "sessionOpen", () => file.click()),
          button("report-save", "reportSave", () => shown && download("hanlens-report", "json", `${JSON.stringify(shown, null, 2)}\n`)),
          button("link-copy", "linkCopy", copyLink),
          file,
        ),
        h("div", { class: "control is-check" }, texts, h("label", { for: texts.id, i18n: "sessionTexts" })),
        card,
      ),
    ],
  });
  follow(page, VIEW, ["analysis", "language", "wordHistory"], show);
}

const optionsText = (options) =>
  Object.entries(options)
    .map(([name, value]) => `${name}: ${optionText(value)}`)
    .join(" · ");

function optionText(value) {
  if (Array.isArray(value)) return t("wordCount", { n: value.length, count: formatNumber(value.length) });
  if (typeof value !== "object" || value === null) return String(value);
  // What is folded, by the names of the API.
  const chosen = Object.keys(value).filter((name) => value[name]);
  return chosen.length > 0 ? chosen.join(", ") : t("none");
}

/** The menu that saves or copies a table. */

import { attachPopover, h, icon } from "../dom.js";
import { copy, download } from "../download.js";
import { t } from "../i18n/index.js";

const FORMATS = ["csv", "tsv", "json"];

/**
 * @param {object} page
 * @param {{ id: string, name: () => string, text: (format: string) => Promise<string | undefined>, note?: string }} table
 *   `name`: of the file, without its ending; `text`: the table in a format; `note`: the key of a remark
 */
export function createExportMenu(page, { id, name, text, note }) {
  const button = h(
    "button",
    { class: "icon-button", type: "button", id, i18nLabel: "export", i18nTitle: "export" },
    icon("save"),
  );

  async function save(format) {
    const content = await text(format);
    if (content !== undefined) download(name(), format, content);
  }

  async function toClipboard(format) {
    const done = await copy(text(format).then((content) => content ?? ""));
    page.store.set({ notice: done ? { key: "copied", passing: true } : { key: "notCopied", problem: true } });
  }

  const row = (key, act, verb) =>
    h(
      "div",
      { class: "menu-row", role: "group", i18nLabel: key },
      h("span", { class: "menu-label", i18n: key }),
      ...FORMATS.map((format) =>
        h(
          "button",
          {
            class: "button quiet",
            type: "button",
            "data-close": true,
            id: `${id}-${verb}-${format}`,
            onclick: () => act(format),
          },
          format.toUpperCase(),
        ),
      ),
    );
  const panel = h(
    "div",
    { class: "menu" },
    row("download", save, "save"),
    row("copy", toClipboard, "copy"),
    note && h("p", { class: "menu-note", i18n: note }),
  );
  attachPopover(button, panel);
  return h("div", { class: "menu-holder" }, button, panel);
}

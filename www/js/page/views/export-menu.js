/** The menu that saves or copies a table. */

import { attachPopover, h, icon } from "../dom.js";
import { copy, download } from "../download.js";

const FORMATS = ["csv", "tsv", "json"];
const PICTURES = ["svg", "png"];

/**
 * @param {object} page
 * @param {{ id: string, name: () => string, text?: (format: string) => Promise<string | undefined>, note?: string,
 *   file?: (format: string) => Promise<string | Blob | undefined>,
 *   picture?: (format: "svg" | "png") => Promise<string | Blob | undefined> }} table
 *   `name`: of the file, without its ending; `text`: the table in a format; `file`: the same where it may be longer than
 *   a string can be; `note`: the key of a remark; `picture`: the chart of a view that has one
 */
export function createExportMenu(page, { id, name, text, file = text, note, picture }) {
  const button = h(
    "button",
    { class: "icon-button", type: "button", id, i18nLabel: "export", i18nTitle: "export" },
    icon("save"),
  );

  async function save(format) {
    const content = await (PICTURES.includes(format) ? picture(format) : file(format));
    if (content !== undefined) download(name(), format, content);
  }

  async function toClipboard(format) {
    const content = text(format);
    const done = await copy(content.then((table) => table ?? ""));
    // What could not be made was told already.
    if ((await content) === undefined) return;
    page.store.set({ notice: done ? { key: "copied", passing: true } : { key: "notCopied", problem: true } });
  }

  const row = (key, act, verb, formats = FORMATS) =>
    h(
      "div",
      { class: "menu-row", role: "group", i18nLabel: key },
      h("span", { class: "menu-label", i18n: key }),
      ...formats.map((format) =>
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
    text && row("download", save, "save"),
    text && row("copy", toClipboard, "copy"),
    picture && row("picture", save, "save", PICTURES),
    note && text && h("p", { class: "menu-note", i18n: note }),
  );
  attachPopover(button, panel);
  return h("div", { class: "menu-holder" }, button, panel);
}

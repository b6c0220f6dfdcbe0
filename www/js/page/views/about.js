/** One line on what a view shows, with the way to how its figures are computed. */

import { attachPopover, h } from "../dom.js";

/**
 * @param {string} id of the view; its sentences are `about.<id>` and `formula.<id>`
 * @returns {HTMLElement}
 */
export function createAbout(id) {
  const formula = h("button", { class: "link", type: "button", id: `${id}-formula`, i18n: "formula" });
  const panel = h("div", { class: "formula" }, h("p", { i18n: `formula.${id}` }));
  attachPopover(formula, panel);
  return h("div", { class: "about" }, h("span", { i18n: `about.${id}` }), " ", formula, panel);
}

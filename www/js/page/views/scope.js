/** Which documents are counted: all of them unless the reader leaves some out. */

import { attachPopover, h } from "../dom.js";
import { t } from "../i18n/index.js";

export function createScope({ store }) {
  const label = h("span", { class: "scope-long" });
  const short = h("span", { class: "scope-short", "aria-hidden": "true" });
  const button = h("button", { class: "button quiet", type: "button", id: "scope", i18nTitle: "scopeHelp" }, label, short);
  const boxes = h("div", { class: "scope-boxes" });
  const panel = h("fieldset", { class: "scope-panel" }, h("legend", { i18n: "scopeTitle" }), boxes);
  const holder = h("div", { class: "scope", hidden: true }, button, panel);
  attachPopover(button, panel);

  const take = () => {
    const all = [...boxes.querySelectorAll("input")];
    const chosen = all.flatMap((box, index) => (box.checked ? [index] : []));
    // With none left there is nothing to count: the last one stays.
    if (chosen.length === 0) render();
    else store.set({ scope: chosen.length === all.length ? null : chosen });
  };
  const box = ({ name }, index) =>
    h(
      "label",
      { class: "tag-box" },
      h("input", { type: "checkbox", checked: store.state.scope?.includes(index) ?? true, onchange: take }),
      h("span", { class: "document-label" }, name),
    );

  function render() {
    const { documents, scope } = store.state;
    holder.hidden = documents.length < 2;
    const count = documents.length;
    short.textContent = `${scope?.length ?? count}/${count}`;
    label.textContent = scope ? t("scopeSome", { n: scope.length, all: documents.length }) : t("scopeAll");
    button.setAttribute("aria-label", `${label.textContent}, ${short.textContent}`);
    button.classList.toggle("is-on", scope !== null);
    const at = [...boxes.querySelectorAll("input")].indexOf(document.activeElement);
    boxes.replaceChildren(...documents.map(box));
    if (at >= 0) boxes.querySelectorAll("input")[at]?.focus();
  }
  let count = 0;
  store.on(["documents"], () => {
    // With a document more or less the numbers are others.
    if (store.state.documents.length !== count) store.set({ scope: null });
    count = store.state.documents.length;
  });
  store.on(["documents", "scope", "language"], render);
  render();
  return holder;
}

/** The part of a query that limits it to the documents that are counted. */
export const scopeOf = ({ scope }) => (scope ? { documents: scope } : {});

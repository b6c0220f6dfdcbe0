/** A line over the text that says how many line wraps were healed in it, and lets the reader undo it. */

import { h } from "../dom.js";
import { formatNumber, t } from "../i18n/index.js";

export function createHealingLine({ store }) {
  const said = h("span", { id: "healed" });
  const toggle = h("button", { class: "button quiet", id: "healing-toggle", type: "button", onclick: switchHealing });
  const element = h("p", { class: "healing help", id: "healing", hidden: true }, said, toggle);
  /** What to go back to when healing is switched on again. */
  let on = "auto";
  /** The documents in which something was healed. */
  const seen = new WeakSet();

  function switchHealing() {
    const { heal } = store.state;
    if (heal !== "off") on = heal;
    store.set({ heal: heal === "off" ? on : "off" });
  }

  const render = () => {
    const { documents, current, analysis, editing, language } = store.state;
    const document = documents[current];
    const isShown = !editing && document && analysis?.documents === documents;
    const { healed = 0, healing = "off" } = (isShown && analysis.corpus.summary.documents[current]) || {};
    if (healed > 0) seen.add(document);
    const isOff = isShown && healing === "off" && seen.has(document);
    element.hidden = !isOff && healed === 0;
    if (element.hidden) return;
    element.lang = language;
    said.textContent = isOff ? t("healedOff") : t("healed", { count: formatNumber(healed), n: healed });
    toggle.textContent = t(isOff ? "heal" : "healUndo");
  };
  store.on(["documents", "current", "analysis", "editing", "language"], render);
  render();
  return element;
}

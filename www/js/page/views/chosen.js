/** The chosen word: how often it occurs, and the way from one occurrence to the next. */

import { h, icon, short } from "../dom.js";
import { formatNumber, t, tagName } from "../i18n/index.js";

export function createChosenBar({ store, selection, showView }) {
  const word = h("span", { class: "chosen-word", id: "chosen-word", lang: "zh" });
  const facts = h("span", { class: "chosen-facts" });
  const place = h("span", { class: "chosen-place", id: "chosen-place" });
  const button = (id, key, name, act) =>
    h(
      "button",
      { class: "icon-button", type: "button", id, i18nLabel: key, i18nTitle: `${key}Title`, onclick: act },
      icon(name),
    );
  const step = (act) => () => {
    showView("text");
    act();
  };
  const element = h(
    "section",
    { class: "chosen", id: "chosen", i18nLabel: "chosen", hidden: true },
    h("p", { class: "chosen-line" }, word, " ", facts),
    place,
    h(
      "div",
      { class: "chosen-buttons" },
      button(
        "previous",
        "previous",
        "up",
        step(() => selection.previous()),
      ),
      button(
        "next",
        "next",
        "down",
        step(() => selection.next()),
      ),
      button("unchoose", "unchoose", "close", () => selection.clear()),
    ),
  );

  const render = () => {
    const { chosen, spans, occurrence, documents } = store.state;
    element.hidden = !chosen;
    if (!chosen) return;
    const here = spans ? spans.data.length / 3 : null;
    word.textContent = short(chosen.word);
    facts.textContent = t("chosenFacts", {
      tag: tagName(chosen.tag),
      n: chosen.count,
      count: formatNumber(chosen.count),
    });
    const total = here === null ? "" : formatNumber(here);
    if (here === null) place.textContent = "";
    else if (occurrence)
      place.textContent = t(documents.length > 1 ? "placeInDocument" : "place", {
        index: formatNumber(occurrence.index + 1),
        total,
      });
    else place.textContent = documents.length > 1 ? t("hereCount", { total }) : "";
  };
  store.on(["chosen", "spans", "occurrence", "language"], render);

  /** N, P and Escape work wherever the focus is in the area, but never in a field. */
  const listen = (area) =>
    area.addEventListener("keydown", (event) => {
      if (!store.state.chosen || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.target.closest("input, textarea, select, [popover]")) return;
      const act = { n: () => selection.next(), p: () => selection.previous(), escape: () => selection.clear() }[
        event.key.toLowerCase()
      ];
      if (!act) return;
      event.preventDefault();
      act();
    });
  listen(element);
  return { element, listen };
}

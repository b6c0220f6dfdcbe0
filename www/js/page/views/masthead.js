/** The name of the page, and the doors to what is set rarely. */

import { h } from "../dom.js";

export function createMasthead({ store }, dialogs) {
  const door = (id, key, dialog) =>
    h("button", {
      class: "button quiet",
      type: "button",
      id,
      i18n: key,
      "aria-haspopup": "dialog",
      onclick: () => dialog.open(),
    });
  const language = h("button", {
    class: "button quiet",
    type: "button",
    id: "language",
    onclick: () => store.set({ language: store.state.language === "zh" ? "en" : "zh" }),
  });
  const intro = h("p", { class: "intro", id: "intro", i18n: "intro" });
  const render = () => {
    // The button is in the language that it leads to.
    language.lang = store.state.language === "zh" ? "en" : "zh-Hans";
    language.textContent = store.state.language === "zh" ? "English" : "中文";
  };
  const showIntro = () => {
    intro.hidden = !store.state.documents.some((document) => document.sample);
  };
  store.on(["language"], render);
  store.on(["documents"], showIntro);
  render();
  showIntro();
  return [
    h(
      "div",
      { class: "masthead-line" },
      h("h1", { class: "wordmark" }, "HanLens"),
      h(
        "nav",
        { class: "masthead-doors", i18nLabel: "doors" },
        door("open-words", "words", dialogs.words),
        door("open-settings", "settings", dialogs.settings),
        door("open-about", "about", dialogs.about),
        language,
      ),
    ),
    intro,
  ];
}

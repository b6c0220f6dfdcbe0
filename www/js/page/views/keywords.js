/** The words that say what the texts are about, with their weights. */

import { h, short } from "../dom.js";
import { formatDecimal, t, tagName } from "../i18n/index.js";
import { KEYWORDS } from "../settings.js";
import { createAbout } from "./about.js";
import { createExportMenu } from "./export-menu.js";

const METHODS = ["tfidf", "textrank"];

export function createKeywordsView(page) {
  const { store, session, selection } = page;
  const list = h("ol", { class: "keywords", id: "keywords" });
  const empty = h("p", { class: "empty", i18n: "noKeywords" });
  const method = h(
    "select",
    { id: "keyword-method", i18nLabel: "keywordMethod", onchange: () => store.set({ keywordMethod: method.value }) },
    ...METHODS.map((name) => h("option", { value: name, i18n: `method.${name}` })),
  );
  const count = h("input", {
    id: "keyword-count",
    type: "number",
    class: "number",
    min: String(KEYWORDS.least),
    max: String(KEYWORDS.most),
    step: "1",
    inputmode: "numeric",
    i18nLabel: "keywordCount",
    i18nTitle: "keywordCount",
    onchange: () => takeCount(),
  });
  const menu = createExportMenu(page, {
    id: "keywords-export",
    name: () => t("keywordsFile"),
    text: (format) => {
      const { keywordMethod, keywordCount } = store.state;
      return session.ask((corpus) => corpus.exportKeywords(format, { method: keywordMethod, limit: keywordCount }));
    },
  });
  const element = h(
    "section",
    { class: "pane pane-keywords", id: "view-keywords", "aria-labelledby": "keywords-title" },
    h(
      "div",
      { class: "pane-head" },
      h("h2", { id: "keywords-title", i18n: "keywords" }),
      h("div", { class: "pane-actions" }, menu),
    ),
    h("div", { class: "keyword-controls" }, method, count),
    createAbout("keywords"),
    h("div", { class: "keywords-scroller" }, list, empty),
  );

  function takeCount() {
    const wanted = Math.round(Number(count.value));
    const keywordCount =
      Number.isFinite(wanted) && count.value !== ""
        ? Math.max(KEYWORDS.least, Math.min(KEYWORDS.most, wanted))
        : store.state.keywordCount;
    count.value = String(keywordCount);
    store.set({ keywordCount });
  }

  async function ask() {
    const { keywordMethod, keywordCount } = store.state;
    const keywords = await session.ask((corpus) => corpus.keywords({ method: keywordMethod, limit: keywordCount }));
    const same = store.state.keywordMethod === keywordMethod && store.state.keywordCount === keywordCount;
    if (keywords && same) store.set({ keywords });
  }

  const item = ({ word, tag, weight }, greatest, chosen) => {
    const bar = h("span", { class: "keyword-bar", "aria-hidden": "true" });
    bar.style.inlineSize = `${Math.max(2, (weight / greatest) * 100)}%`;
    return h(
      "li",
      null,
      h(
        "button",
        {
          class: "keyword",
          type: "button",
          "data-word": word,
          "aria-pressed": String(word === chosen?.word),
          title: tagName(tag),
          onclick: () => selection.choose(word, { from: page.place() }),
        },
        h("span", { class: "keyword-word", lang: "zh" }, short(word)),
        h("span", { class: "keyword-weight" }, formatDecimal(weight, 4)),
        bar,
      ),
    );
  };

  /** The keywords that are in the list. */
  let shown = [];

  function render() {
    const { keywords, chosen, analysis } = store.state;
    shown = keywords;
    const greatest = keywords[0]?.weight || 1;
    list.replaceChildren(...keywords.map((keyword) => item(keyword, greatest, chosen)));
    stopAt(list.querySelector("[aria-pressed=true]") ?? list.querySelector("button"));
    empty.hidden = keywords.length > 0 || !analysis;
  }
  /** Only the titles are in the page's language. */
  function translate() {
    list.querySelectorAll("button").forEach((button, i) => (button.title = tagName(shown[i].tag)));
  }

  /** One tab stop for the whole list: the arrows go from keyword to keyword. */
  const stopAt = (button) => {
    for (const other of list.querySelectorAll("button")) other.tabIndex = other === button ? 0 : -1;
  };
  list.addEventListener("focusin", (event) => stopAt(event.target));
  list.addEventListener("keydown", (event) => {
    const buttons = [...list.querySelectorAll("button")];
    const now = buttons.indexOf(event.target);
    const to = {
      ArrowDown: now + 1,
      ArrowRight: now + 1,
      ArrowUp: now - 1,
      ArrowLeft: now - 1,
      Home: 0,
      End: buttons.length - 1,
    }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    buttons[Math.max(0, Math.min(buttons.length - 1, to))].focus();
  });

  const mark = () => {
    const { chosen } = store.state;
    for (const button of list.querySelectorAll("button"))
      button.setAttribute("aria-pressed", String(button.dataset.word === chosen?.word));
  };
  const showSettings = () => {
    method.value = store.state.keywordMethod;
    count.value = String(store.state.keywordCount);
  };
  store.on(["analysis", "keywordMethod", "keywordCount"], ask);
  store.on(["keywords"], render);
  store.on(["language"], translate);
  store.on(["chosen"], mark);
  store.on(["keywordMethod", "keywordCount"], showSettings);
  showSettings();
  render();
  ask();
  return element;
}

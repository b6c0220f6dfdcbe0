/** The reader's own words: they are kept whole when texts are cut. */

import { announce, h, icon } from "../dom.js";
import { download } from "../download.js";
import { formatNumber, t, tagName } from "../i18n/index.js";
import { errorText } from "../views/tools.js";
import { createDialog } from "./dialog.js";

/** More rows than this are only found by the filter. */
const SHOWN = 300;

export function createWordsDialog(page) {
  const { store, engine } = page;
  const word = h("input", {
    id: "word",
    type: "text",
    lang: "zh",
    required: true,
    autocomplete: "off",
    spellcheck: "false",
  });
  const frequency = h("input", {
    id: "word-frequency",
    type: "number",
    class: "number",
    min: "0",
    step: "1",
    inputmode: "numeric",
    i18nPlaceholder: "automatic",
  });
  const tag = h("input", {
    id: "word-tag",
    type: "text",
    class: "short",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: "n",
  });
  const problem = h("p", { class: "problem", id: "words-problem", role: "alert" });
  const field = (input, key) => h("div", { class: "field" }, h("label", { for: input.id, i18n: key }), input);
  const form = h(
    "form",
    { class: "word-form", id: "word-form", onsubmit: (event) => add(event) },
    field(word, "word"),
    field(frequency, "wordFrequency"),
    field(tag, "wordTag"),
    h("button", { class: "button primary", type: "submit", id: "word-add", i18n: "add" }),
  );

  const input = h("input", {
    type: "file",
    id: "words-file",
    accept: ".txt,.dict,text/plain",
    class: "visually-hidden",
    tabindex: "-1",
    "aria-hidden": "true",
  });
  input.addEventListener("change", () => load(input.files[0]));
  const filter = h("input", {
    type: "search",
    id: "words-filter",
    lang: "zh",
    i18nLabel: "wordsFilter",
    i18nPlaceholder: "wordsFilter",
    oninput: () => render(),
  });
  const list = h("ul", { class: "own-words", id: "own-words" });
  const count = h("p", { class: "help", id: "words-count", role: "status" });
  /** @type {import("../../api/hanlens.js").UserWord[]} */
  let words = [];

  const button = (id, key, act, kind = "") =>
    h("button", { class: `button ${kind}`, type: "button", id, i18n: key, onclick: act });
  const clear = button("words-clear", "removeAll", () => change((lens) => lens.words.replace([])), "quiet");
  const save = button("words-save", "saveWords", async () =>
    download("hanlens-words", "txt", await (await engine).words.save()),
  );
  const dialog = createDialog(
    "words",
    "words",
    [
      h("p", { class: "help", i18n: "wordsHelp" }),
      form,
      problem,
      h(
        "div",
        { class: "button-row" },
        button("words-load", "loadWords", () => input.click()),
        save,
        clear,
        input,
      ),
      h("p", { class: "help", i18n: "wordsFormat" }),
      filter,
      count,
      list,
    ],
    { onOpen: () => read() },
  );

  async function add(event) {
    event.preventDefault();
    const options = {};
    if (frequency.value !== "") options.frequency = Number(frequency.value);
    if (tag.value.trim() !== "") options.tag = tag.value.trim();
    const added = await change((lens) => lens.words.add(word.value.trim(), options), {
      key: "history.add",
      values: { word: word.value.trim() },
    });
    if (!added) return;
    announce(t("wordAdded", { word: word.value.trim() }));
    form.reset();
    word.focus();
  }

  async function load(file) {
    input.value = "";
    if (!file) return;
    let read = 0;
    const loaded = await change(async (lens) => {
      read = await lens.words.load(await file.text());
    });
    if (loaded) announce(t("wordsLoaded", { n: read, count: formatNumber(read) }));
  }

  async function remove(entry) {
    const place = words.indexOf(entry);
    const told = { key: "history.remove", values: { word: entry.word } };
    if (!(await change((lens) => lens.words.remove(entry.word), told))) return;
    await read();
    announce(t("wordRemoved", { word: entry.word }));
    const buttons = list.querySelectorAll("button");
    (buttons[Math.min(place, buttons.length - 1)] ?? word).focus();
  }

  /** Changes the words; on a mistake nothing has changed, and the line says what was wrong. */
  async function change(act, told = { key: "history.list" }) {
    problem.textContent = "";
    const fail = (error) => {
      problem.textContent = errorText(error);
    };
    return page.words.change(act, told, fail);
  }

  async function read() {
    words = await (await engine).words.list();
    render();
  }

  function render() {
    const wanted = filter.value.trim();
    const found = words.filter((entry) => entry.word.includes(wanted));
    filter.hidden = words.length < 10;
    save.disabled = words.length === 0;
    clear.disabled = words.length === 0;
    count.textContent =
      words.length === 0
        ? t("noOwnWords")
        : t(found.length > SHOWN ? "ownWordsSome" : "ownWords", {
            n: words.length,
            count: formatNumber(words.length),
            shown: SHOWN,
          });
    list.replaceChildren(
      ...found.slice(0, SHOWN).map((entry) =>
        h(
          "li",
          null,
          h("span", { class: "own-word", lang: "zh" }, entry.word),
          h(
            "span",
            { class: "own-word-facts" },
            [formatNumber(entry.frequency), entry.tag && tagName(entry.tag)].filter(Boolean).join(" · "),
          ),
          h(
            "button",
            {
              class: "icon-button",
              type: "button",
              "data-word": entry.word,
              "aria-label": t("removeWord", { word: entry.word }),
              title: t("removeWord", { word: entry.word }),
              onclick: () => remove(entry),
            },
            icon("close"),
          ),
        ),
      ),
    );
  }
  store.on(["wordHistory"], () => {
    if (dialog.element.open) read();
  });
  store.on(["language"], render);
  return dialog;
}

/** How texts are cut, and how the page looks. Each change holds at once. */

import { announce, h, uniqueId } from "../dom.js";
import { t } from "../i18n/index.js";
import { defaultSettings, SETTING_NAMES } from "../settings.js";
import { createDialog } from "./dialog.js";

export function createSettingsDialog(page) {
  const { store } = page;
  const shown = [];

  /** One of several values, as radio buttons. */
  const choice = (name, values, { help = false } = {}) => {
    const group = uniqueId(name);
    const radios = values.map((value) =>
      h("input", {
        type: "radio",
        name: group,
        value,
        id: `${name}-${value}`,
        onchange: () => store.set({ [name]: value }),
      }),
    );
    shown.push(() => {
      for (const radio of radios) radio.checked = radio.value === store.state[name];
    });
    return h(
      "fieldset",
      { class: "choice" },
      h("legend", { i18n: `setting.${name}` }),
      ...radios.map((radio) =>
        h(
          "div",
          { class: "choice-row" },
          radio,
          h(
            "label",
            { for: radio.id },
            h("span", { i18n: `${name}.${radio.value}` }),
            help && h("span", { class: "help", i18n: `${name}.${radio.value}.help` }),
          ),
        ),
      ),
    );
  };

  const check = (name) => {
    const box = h("input", {
      type: "checkbox",
      id: `setting-${name}`,
      onchange: () => store.set({ [name]: box.checked }),
    });
    shown.push(() => {
      box.checked = store.state[name];
    });
    return h(
      "div",
      { class: "choice-row" },
      box,
      h(
        "label",
        { for: box.id },
        h("span", { i18n: `setting.${name}` }),
        h("span", { class: "help", i18n: `setting.${name}.help` }),
      ),
    );
  };

  const reset = h("button", {
    class: "button",
    type: "button",
    id: "settings-reset",
    i18n: "settingsReset",
    // Whether texts are kept is no matter of taste: that choice stays.
    onclick: () => store.set({ ...defaultSettings(), keep: store.state.keep }),
  });
  const dialog = createDialog("settings", "settings", [
    h(
      "section",
      null,
      h("h3", { i18n: "settings.cutting" }),
      choice("mode", ["precise", "full", "search"], { help: true }),
      check("hmm"),
    ),
    h(
      "section",
      null,
      h("h3", { i18n: "settings.text" }),
      choice("heal", ["auto", "on", "off"], { help: true }),
      ...["foldSimplified", "foldWidth", "foldCase", "foldCompatibility"].map(check),
    ),
    createStopWords(page, choice("stopList", ["default", "none", "own"], { help: true })),
    h(
      "section",
      null,
      h("h3", { i18n: "settings.looks" }),
      h(
        "div",
        { class: "choice-grid" },
        choice("language", ["zh", "en"]),
        choice("theme", ["auto", "light", "dark"]),
        choice("font", ["serif", "sans"]),
        choice("size", ["small", "medium", "large"]),
      ),
      check("boundaries"),
    ),
    h(
      "section",
      null,
      h("h3", { i18n: "settings.kept" }),
      check("keep"),
      location.protocol === "file:" && h("p", { class: "help", id: "keep-disk", i18n: "keptOnDisk" }),
      h("div", { class: "button-row" }, createForget(page)),
    ),
    h("div", { class: "dialog-foot" }, reset),
  ]);

  const show = () => {
    for (const update of shown) update();
  };
  store.on(SETTING_NAMES, show);
  show();
  return dialog;
}

/** Forgets all that the page keeps. It cannot be taken back, so it asks once more, in the button itself. */
function createForget(page) {
  let isSure = false;
  const show = () => {
    button.dataset.i18n = isSure ? "forgetSure" : "forget";
    button.textContent = t(button.dataset.i18n);
  };
  const button = h("button", {
    class: "button",
    type: "button",
    id: "forget",
    i18n: "forget",
    onblur: () => {
      isSure = false;
      show();
    },
    async onclick() {
      isSure = !isSure;
      show();
      if (isSure) {
        announce(t("forgetSure"));
        return;
      }
      try {
        await (await page.keeper()).forget();
      } catch (error) {
        page.store.set({ notice: { error } });
      }
    },
  });
  return button;
}

/** The list that keywords leave out: the built-in one, none, or the reader's own, which starts from the built-in one. */
function createStopWords({ store, engine }, lists) {
  const field = h("textarea", {
    id: "own-stop-words",
    class: "word-list",
    lang: "zh",
    rows: "8",
    spellcheck: "false",
    i18nLabel: "ownStopWords",
  });
  const apply = h("button", {
    class: "button",
    type: "button",
    id: "own-stop-words-apply",
    i18n: "apply",
    onclick: () => store.set({ ownStopWords: wordsOf(field.value) }),
  });
  const restart = h("button", {
    class: "button quiet",
    type: "button",
    i18n: "ownStopWordsRestart",
    onclick: async () => {
      field.value = await builtIn();
    },
  });
  const own = h(
    "div",
    { class: "own-list" },
    h("p", { class: "help", i18n: "ownStopWordsHelp" }),
    field,
    h("div", { class: "button-row" }, apply, restart),
  );
  const builtIn = async () => (await (await engine).stopWords()).join("\n");

  const show = async () => {
    const { stopList, ownStopWords } = store.state;
    own.hidden = stopList !== "own";
    if (stopList !== "own") return;
    field.value = ownStopWords ? ownStopWords.join("\n") : await builtIn();
  };
  store.on(["stopList", "ownStopWords"], show);
  show();
  return h("section", null, h("h3", { i18n: "stopWords" }), lists, own);
}

/** One word a line; each word once. */
const wordsOf = (text) => [
  ...new Set(
    text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== ""),
  ),
];

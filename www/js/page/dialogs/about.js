/** What the page is, that it keeps texts to itself, its keys, and the figures that name this build. */

import { h } from "../dom.js";
import { formatNumber, t } from "../i18n/index.js";
import { createDialog } from "./dialog.js";

const KEYS = [
  ["← →", "key.words"],
  ["Enter", "key.choose"],
  ["N / P", "key.step"],
  ["↑ ↓", "key.rows"],
  ["Shift ← →, C", "key.cut"],
  ["Esc", "key.clear"],
];

export function createAboutDialog({ store, ready }) {
  const build = h("p", { class: "help", id: "build" });
  const part = (key) => h("section", null, h("h3", { i18n: key }), h("p", { i18n: `${key}.text` }));
  const dialog = createDialog(
    "about",
    "about",
    [
      part("about.what"),
      part("about.privacy"),
      part("about.figures"),
      part("about.licence"),
      h(
        "section",
        null,
        h("h3", { i18n: "about.keys" }),
        h(
          "dl",
          { class: "keys" },
          ...KEYS.flatMap(([keys, meaning]) => [h("dt", null, h("kbd", null, keys)), h("dd", { i18n: meaning })]),
        ),
      ),
      build,
    ],
    { onOpen: () => showBuild() },
  );

  async function showBuild() {
    const { version, dictionaryHash, dictionaryWords } = (await ready).info;
    build.textContent = t("build", { version, hash: dictionaryHash, words: formatNumber(dictionaryWords) });
  }
  store.on(["language"], () => {
    if (dialog.element.open) showBuild();
  });
  return dialog;
}

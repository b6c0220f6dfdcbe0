/** What is looked for: words, a phrase, a string or a regular expression. It is one for all views. */

import { h, onPause, short } from "../dom.js";
import { t } from "../i18n/index.js";

/** @typedef {{ kind: "terms" | "phrase" | "text" | "regex", value: string }} Pattern */

const BETWEEN = /[\s,，、;；]+/;

const wordsOf = (text) => text.split(BETWEEN).filter((word) => word !== "");

/** The pattern of now: before the reader has chosen anything, the first keyword, so that a view is never bare. */
export function patternOf({ pattern, keywords }) {
  if (pattern && pattern.value.trim() !== "") return pattern;
  return keywords.length > 0 ? { kind: "terms", value: keywords[0].word } : null;
}

/** What a follower of the pattern has to listen to. */
export const PATTERN_KEYS = ["pattern", "keywords"];

/** The pattern as queries take it. A phrase without spaces is cut as the texts are. */
export async function queryPattern(page, pattern) {
  const { kind, value } = pattern;
  if (kind === "terms") return { terms: wordsOf(value) };
  if (kind !== "phrase") return { [kind]: value, ignoreCase: true };
  const parts = wordsOf(value);
  if (parts.length > 1) return { phrase: parts };
  const { mode, hmm } = page.store.state;
  const pieces = await (await page.engine).cut(parts[0], { mode: mode === "full" ? "precise" : mode, hmm });
  return { phrase: pieces };
}

/** @param {string} view @param {{ kinds?: Pattern["kind"][] }} [settings] */
export function createPatternField({ store }, view, { kinds = ["terms", "phrase", "text", "regex"] } = {}) {
  const kind = h(
    "select",
    { id: `${view}-pattern-kind`, i18nLabel: "patternKind", onchange: () => take() },
    ...kinds.map((name) => h("option", { value: name, i18n: `pattern.${name}` })),
  );
  const field = h("input", {
    id: `${view}-pattern`,
    type: "search",
    class: "pattern-text",
    lang: "zh",
    autocomplete: "off",
    spellcheck: "false",
    i18nLabel: "patternText",
  });
  const take = () => store.set({ pattern: { kind: kind.value, value: field.value.trim() } });
  onPause(field, 250, take);

  const show = () => {
    const { pattern } = store.state;
    if (pattern && kinds.includes(pattern.kind)) kind.value = pattern.kind;
    const effective = patternOf(store.state);
    field.placeholder = pattern?.value ? "" : short(effective?.value ?? t("patternText"));
    if (document.activeElement !== field) field.value = short(pattern?.value ?? "");
  };
  store.on([...PATTERN_KEYS, "language"], show);
  show();
  return h("div", { class: "pattern-field" }, kind, field);
}

/**
 * The answer of a query with a pattern. What the engine cannot read, such as half a regular expression, is told in the
 * line of the view, not as news of the page.
 */
export async function askFor(page, status, ask) {
  return page.session.ask(async (corpus) => {
    try {
      return await ask(corpus);
    } catch (error) {
      if (error.kind !== "invalid-argument") throw error;
      status.textContent = error.message;
      return null;
    }
  });
}

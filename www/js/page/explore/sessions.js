/** A session as one file: the texts, the words, the options, and what is shown. */

import { documentOf } from "../files.js";
import { ANALYSIS_SETTINGS, KEYWORDS } from "../settings.js";
import { changedOptions, OPTIONS, takeOptions, keyOf } from "./options.js";
import { isWorkView } from "../views/registry.js";

/** Settings of the figures that are no options of an analysis. */
const FIGURE_SETTINGS = ["keywordMethod", "keywordCount", "declined"];

/**
 * The form of {@link sessionState}. It is one more when older pages would read it wrongly.
 *
 * | version | what is new |
 * |---|---|
 * | 1 | has no number; the languages of the documents are a list of their own, `languages` |
 * | 2 | `documents`: what is known of each document; `place`: the offset in the text where the reader is |
 */
export const STATE_VERSION = 2;

/** From each version to the next. */
const MIGRATIONS = {
  1: ({ languages, ...state }) => ({
    ...state,
    version: 2,
    documents: Array.isArray(languages) ? languages.map((lang) => ({ lang })) : [],
  }),
};

/** Whether a state is of a page newer than this one. */
export const isNewer = (state) => state?.version > STATE_VERSION;

/** A state of any version up to now in the form of now; null where there is none that can be read. */
export function migrate(state) {
  if (typeof state !== "object" || state === null || isNewer(state)) return null;
  let now = state;
  while ((now.version ?? 1) < STATE_VERSION) {
    const step = MIGRATIONS[now.version ?? 1];
    if (!step) return null;
    now = step(now);
  }
  return now;
}

/** What is kept of the page beside texts, words and options of the analysis. */
export function sessionState({ store, place }) {
  const { work, current, scope, pattern, query, chosen, documents } = store.state;
  return {
    version: STATE_VERSION,
    work,
    current,
    scope,
    pattern,
    query,
    chosen: chosen?.word ?? null,
    place: place?.() ?? 0,
    settings: Object.fromEntries([...ANALYSIS_SETTINGS, ...FIGURE_SETTINGS].map((name) => [name, store.state[name]])),
    options: changedOptions(store),
    documents: documents.map(({ lang }) => ({ lang })),
  };
}

/** The part of a state that says what the views look at, where it can be. @param {number} count of documents */
export const viewOf = (state, count) => ({
  pattern: isPattern(state?.pattern) ? state.pattern : null,
  scope: isScope(state?.scope, count) ? state.scope : null,
  ...(isWorkView(state?.work) ? { work: state.work } : {}),
});

export const within = (index, count) => (Number.isInteger(index) && index >= 0 && index < count ? index : 0);

/** Opens a saved session in place of all; a file that is none changes nothing, and its mistake is told. */
export async function openSession(page, json) {
  const { store, session, selection } = page;
  let opened;
  try {
    opened = await (await page.engine).open(json);
  } catch (error) {
    store.set({ notice: { error } });
    return;
  }
  const { corpus, exact } = opened;
  const state = migrate(opened.state);
  const { documents: summaries, options } = corpus.summary;
  const documents = await Promise.all(
    summaries.map(async ({ name }, i) => documentOf(name, await corpus.text(i), { lang: languageOf(state, i) })),
  );
  const cleared = Object.fromEntries(Object.keys(OPTIONS).map((view) => [keyOf(view), undefined]));
  session.adopt(corpus, documents, settingsOf(options, state?.settings), {
    ...cleared,
    current: within(state?.current, documents.length),
    chosen: null,
    spans: null,
    occurrence: null,
    editing: false,
    ...viewOf(state, documents.length),
  });
  takeOptions(store, state?.options);
  await page.words.forget();
  if (isNewer(opened.state)) store.set({ notice: { key: "sessionNewer", problem: true } });
  else if (!exact) store.set({ notice: { key: "sessionOther" } });
  if (typeof state?.chosen === "string") await selection.choose(state.chosen, { looksFor: false });
}

/** The settings that give these options of an analysis, and those of the figures that were kept. */
function settingsOf({ mode, hmm, heal, fold, stopWords }, kept) {
  const own = Array.isArray(stopWords);
  const figures = {};
  if (["tfidf", "textrank"].includes(kept?.keywordMethod)) figures.keywordMethod = kept.keywordMethod;
  if (isCount(kept?.keywordCount)) figures.keywordCount = kept.keywordCount;
  if (Array.isArray(kept?.declined)) figures.declined = kept.declined.filter((word) => typeof word === "string");
  return {
    mode,
    hmm,
    heal,
    foldWidth: fold.width,
    foldCase: fold.case,
    foldCompatibility: fold.compatibility,
    foldSimplified: fold.simplified,
    stopList: own ? "own" : stopWords,
    ...(own ? { ownStopWords: [...stopWords] } : {}),
    ...figures,
  };
}

const isCount = (value) => Number.isInteger(value) && value >= KEYWORDS.least && value <= KEYWORDS.most;

const languageOf = (state, index) => {
  const lang = state?.documents?.[index]?.lang;
  return typeof lang === "string" ? lang : "zh";
};

const isScope = (scope, count) =>
  Array.isArray(scope) && scope.length > 0 && scope.every((index) => Number.isInteger(index) && index >= 0 && index < count);

const isPattern = (pattern) =>
  ["terms", "phrase", "text", "regex"].includes(pattern?.kind) && typeof pattern?.value === "string";

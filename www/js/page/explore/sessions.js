/** A session as one file: the texts, the words, the options, and what is shown. */

import { documentOf } from "../files.js";
import { ANALYSIS_SETTINGS, KEYWORDS } from "../settings.js";
import { changedOptions, OPTIONS, takeOptions, keyOf } from "./options.js";
import { isWorkView } from "../views/registry.js";

/** Settings of the figures that are no options of an analysis. */
const FIGURE_SETTINGS = ["keywordMethod", "keywordCount", "declined"];

/** What is kept of the page beside texts, words and options of the analysis. */
export function sessionState(store) {
  const { work, current, scope, pattern, query, chosen, documents } = store.state;
  return {
    work,
    current,
    scope,
    pattern,
    query,
    chosen: chosen?.word ?? null,
    settings: Object.fromEntries([...ANALYSIS_SETTINGS, ...FIGURE_SETTINGS].map((name) => [name, store.state[name]])),
    options: changedOptions(store),
    languages: documents.map(({ lang }) => lang),
  };
}

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
  const { corpus, state, exact } = opened;
  const { documents: summaries, options } = corpus.summary;
  const documents = await Promise.all(
    summaries.map(async ({ name }, i) => documentOf(name, await corpus.text(i), { lang: state?.languages?.[i] ?? "zh" })),
  );
  const cleared = Object.fromEntries(Object.keys(OPTIONS).map((view) => [keyOf(view), undefined]));
  session.adopt(corpus, documents, settingsOf(options, state?.settings), {
    ...cleared,
    current: within(state?.current, documents.length),
    chosen: null,
    spans: null,
    occurrence: null,
    editing: false,
    pattern: isPattern(state?.pattern) ? state.pattern : null,
    scope: isScope(state?.scope, documents.length) ? state.scope : null,
    ...(isWorkView(state?.work) ? { work: state.work } : {}),
  });
  takeOptions(store, state?.options);
  await page.words.forget();
  if (!exact) store.set({ notice: { key: "sessionOther" } });
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

const within = (index, count) => (Number.isInteger(index) && index >= 0 && index < count ? index : 0);

const isScope = (scope, count) =>
  Array.isArray(scope) && scope.length > 0 && scope.every((index) => Number.isInteger(index) && index >= 0 && index < count);

const isPattern = (pattern) =>
  ["terms", "phrase", "text", "regex"].includes(pattern?.kind) && typeof pattern?.value === "string";

/** @file Which questions the second part of the code answers. `xtask/src/split.rs` has the functions that are in it. */

/** Methods of `Engine`. */
const QUESTIONS = new Set([
  "characters",
  "collocates",
  "concordance",
  "dispersion",
  "explain",
  "explainText",
  "export",
  "exportKeywords",
  "exportTable",
  "keyness",
  "keywords",
  "loadIdf",
  "newWords",
  "ngrams",
  "report",
  "statistics",
  "termDocuments",
  "trend",
  "wordEffects",
]);

/** Methods after which a question would have another answer. */
const CHANGES = new Set(["addWord", "enableWord", "loadWords", "removeWords", "replaceWords", "setStopWords", "splitWord"]);

/** @param {string} method @returns {boolean} */
export const needsLater = (method) => QUESTIONS.has(method);

/** @param {string} method @returns {boolean} */
export const changesAnswers = (method) => CHANGES.has(method);

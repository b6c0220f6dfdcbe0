/** @file The main paths: those that run in each engine at every test. All of them run there too when they are asked for. */

import { isBrief } from "../browser/launch.mjs";

/**
 * By the group of the paths: all, or those whose names begin with one of these.
 * @type {Record<"disk" | "host", Record<string, true | string[]>>}
 */
const MAIN = {
  disk: {
    first: ["a real analysis"],
    writing: ["a typed text", "a paste anywhere", "a paste in the editor", "nothing is analysed", "an answer that comes too late"],
    files: true,
    encodings: true,
    choosing: ["a word clicked in the text", "next and previous by keys", "a choice far down", "<mark> shows"],
    table: true,
    saving: true,
    settings: ["they last", "among the settings", "the modes cut", "unknown words", "the language", "the browser's language", "the theme"],
    words: ["a word that is added", "a file is loaded", "a bad line"],
    healing: ["a word over two lines"],
    long: ["cancel leaves", "progress has"],
    privacy: true,
    kept: ["texts, files", "a lone surrogate", "where the database", "what was typed a moment", "what was typed is", "begun anew", "switched off", "forgotten", "a browser that keeps nothing", "without room"],
    keyboard: ["Tab reaches every control at", "the dialog \"settings\"", "the panel of \"filters\"", "a text is written", "arrows and Enter", "the tabs of"],
    hostile: ["they are shown"],
    "explore cloud": ["the area goes", "by TF-IDF"],
    "explore compare": ["keyness of", "a row is chosen"],
    "explore context": ["it is sorted", "phrases, text", "collocates with", "n-grams"],
    "explore explain": ["candidates with"],
    "explore places": ["DP, DPnorm", "trends of"],
    "explore statistics": ["each figure", "tables and charts"],
    "explore words": ["a new word", "selected words", "a word is split"],
    "explore session": ["save, reload", "the report", "the address"],
  },
  host: {
    first: ["a real analysis"],
    writing: ["a typed text"],
    files: ["several files", "files are dropped", "a file that is no text in any"],
    encodings: ["the same text", "documents of every kind"],
    choosing: ["a word clicked in the table", "<mark> shows"],
    table: ["each filter"],
    saving: ["the frequencies", "a word that a spreadsheet"],
    settings: ["they last", "a forbidden storage", "a damaged storage"],
    words: ["a word that is added"],
    long: ["cancel leaves"],
    privacy: true,
    kept: ["texts, files", "what was typed is", "forgotten"],
    keyboard: ["a text is written"],
    "explore places": ["what is not chosen"],
    "explore words": ["selected words"],
    "explore session": ["save, reload"],
  },
};

/**
 * The choice of the paths for one way of reaching the page.
 * @param {"disk" | "host"} origin
 */
export function mainPaths(origin) {
  const fits = (group, name) => {
    const wanted = MAIN[origin][group];
    return wanted === true || (wanted ?? []).some((beginning) => name.startsWith(beginning));
  };
  return {
    isWanted: (group, name) => !isBrief || fits(group, name),
    /** The choices that no path fits: their paths have other names by now. */
    stale: (paths) =>
      Object.entries(MAIN[origin]).flatMap(([group, wanted]) =>
        (wanted === true ? [""] : wanted)
          .filter((beginning) => !paths.some((path) => path.group === group && path.name.startsWith(beginning)))
          .map((beginning) => `${group}: ${beginning}`),
      ),
  };
}

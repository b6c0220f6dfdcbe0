/** What the reader chose, kept in this browser. Texts are kept elsewhere: see `kept/keeper.js`. */

import { preferredLanguage } from "./i18n/index.js";

const SETTINGS = "hanlens.settings";
const WORDS = "hanlens.words";
const WORDS_OFF = "hanlens.words-off";
const TEXTS = "hanlens.texts";

const oneOf =
  (...values) =>
  (value) =>
    values.includes(value);
const isBoolean = (value) => typeof value === "boolean";
const isWordList = (value) => Array.isArray(value) && value.every((word) => typeof word === "string");

/** The bounds of the number of keywords. */
export const KEYWORDS = { least: 1, most: 500 };

/** Each setting: its default, and what a kept value must be like to be taken. */
const FIELDS = {
  language: { initial: preferredLanguage, valid: oneOf("zh", "en") },
  theme: { initial: () => "auto", valid: oneOf("auto", "light", "dark") },
  font: { initial: () => "serif", valid: oneOf("serif", "sans") },
  size: { initial: () => "medium", valid: oneOf("small", "medium", "large") },
  boundaries: { initial: () => true, valid: isBoolean },
  mode: { initial: () => "precise", valid: oneOf("precise", "full", "search") },
  hmm: { initial: () => true, valid: isBoolean },
  heal: { initial: () => "auto", valid: oneOf("auto", "on", "off") },
  foldSimplified: { initial: () => false, valid: isBoolean },
  foldWidth: { initial: () => false, valid: isBoolean },
  foldCase: { initial: () => false, valid: isBoolean },
  foldCompatibility: { initial: () => false, valid: isBoolean },
  stopList: { initial: () => "default", valid: oneOf("default", "none", "own") },
  ownStopWords: { initial: () => null, valid: (value) => value === null || isWordList(value) },
  keywordMethod: { initial: () => "tfidf", valid: oneOf("tfidf", "textrank") },
  keywordCount: {
    initial: () => 20,
    valid: (value) => Number.isInteger(value) && value >= KEYWORDS.least && value <= KEYWORDS.most,
  },
  /** Sequences that are no words, says the reader. */
  declined: { initial: () => [], valid: isWordList },
  /** Whether the texts are kept in this browser. */
  keep: { initial: () => true, valid: isBoolean },
};

export const SETTING_NAMES = Object.keys(FIELDS);

/** The settings that change the figures of an analysis. */
export const ANALYSIS_SETTINGS = [
  ...["mode", "hmm", "stopList", "ownStopWords", "heal"],
  ...["foldSimplified", "foldWidth", "foldCase", "foldCompatibility"],
];

export function defaultSettings() {
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, FIELDS[name].initial()]));
}

/** The settings that are kept; a value that cannot be is left out. */
function kept() {
  try {
    const all = JSON.parse(localStorage.getItem(SETTINGS) ?? "{}");
    return Object.fromEntries(SETTING_NAMES.filter((name) => FIELDS[name].valid(all?.[name])).map((name) => [name, all[name]]));
  } catch {
    return {};
  }
}

/** The settings as this page last read or kept them. */
let known;

/** The kept settings over the defaults. */
export const readSettings = () => (known = { ...defaultSettings(), ...kept() });

/** @returns {boolean} whether the browser lets the page keep things */
export function write(key, value) {
  try {
    localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

/**
 * Keeps what has changed in the settings of `state`: what another page of the same browser changed meanwhile stays.
 * @returns {boolean} whether it could
 */
export function keepSettings(state) {
  const pick = (names) => Object.fromEntries(names.map((name) => [name, state[name]]));
  const changed = pick(SETTING_NAMES.filter((name) => state[name] !== known[name]));
  known = pick(SETTING_NAMES);
  return write(SETTINGS, JSON.stringify({ ...kept(), ...changed }));
}

const line = ({ word, frequency, tag }) => [word, frequency, tag].filter((part) => part !== "").join(" ");

/**
 * Keeps the reader's own words, in jieba's file format, and apart from them which are off.
 * @param {import("../api/hanlens.js").UserWord[]} words
 * @returns {boolean} whether it could
 */
export function keepWords(words) {
  const off = words.filter(({ enabled }) => enabled === false).map(({ word }) => word);
  return write(WORDS, words.map((word) => `${line(word)}\n`).join("")) && write(WORDS_OFF, JSON.stringify(off));
}

/** The kept words in jieba's file format, or "", and those that are off. */
export function readWords() {
  try {
    const off = JSON.parse(localStorage.getItem(WORDS_OFF) ?? "[]");
    return { text: localStorage.getItem(WORDS) ?? "", off: isWordList(off) ? off : [] };
  } catch {
    return { text: "", off: [] };
  }
}

/** The options of an analysis that the settings ask for. */
export function analyzeOptions(settings) {
  const { mode, hmm, heal, stopList, ownStopWords } = settings;
  const fold = {
    width: settings.foldWidth,
    case: settings.foldCase,
    compatibility: settings.foldCompatibility,
    simplified: settings.foldSimplified,
  };
  return { mode, hmm, heal, fold, stopWords: stopList === "own" ? (ownStopWords ?? "default") : stopList };
}

/** Whether texts are kept: so that a page without any need not look into the database before its first table. */
export function hasTexts() {
  try {
    return localStorage.getItem(TEXTS) !== null;
  } catch {
    return false;
  }
}

/** Notes whether texts are kept. A browser that does not take the note has the page look later. */
export function noteTexts(are) {
  if (are) write(TEXTS, "1");
  else remove(TEXTS);
}

/** The keys under which the page keeps things, those of its words. */
export const WORD_KEYS = [WORDS, WORDS_OFF];

export const remove = (key) => {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing can be kept here, so nothing is.
  }
};

/** Takes away all that the page keeps in `localStorage`. */
export const forgetSettings = () => [SETTINGS, WORDS, WORDS_OFF, TEXTS].forEach(remove);

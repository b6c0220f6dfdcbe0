/** The page's languages. A table maps a key to a sentence, or to a function of its values where a plural is at stake. */

import { en } from "./en.js";
import { zh } from "./zh.js";
import { TAGS } from "./tags.js";

/** @typedef {"zh" | "en"} Language */

export const TABLES = { en, zh };

/** Adds the sentences of a part of the page that is loaded later. */
export function addSentences(tables) {
  for (const [name, table] of Object.entries(tables)) Object.assign(TABLES[name], table);
}

/** @type {Language} */
let language = "en";

/** The language that the browser asks for: Chinese where any kind of Chinese comes before English. */
export function preferredLanguage(wanted = navigator.languages ?? [navigator.language]) {
  for (const tag of wanted) {
    if (/^zh\b/i.test(tag)) return "zh";
    if (/^en\b/i.test(tag)) return "en";
  }
  return "en";
}

/** @param {Language} next */
export function setLanguage(next) {
  language = next;
}

/** The language's name for `lang` attributes. */
export const locale = () => (language === "zh" ? "zh-Hans" : "en");

/** Characters that give a direction to what comes after them: in the name of a file they would turn a whole sentence. */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A piece of the reader's text as it may stand inside a sentence of the page. */
export const inSentence = (text) => String(text).replace(DIRECTIONS, "");

/**
 * The sentence of a key, with its values put in.
 * @param {string} key
 * @param {Record<string, unknown>} [values]
 */
export function t(key, values = {}) {
  const entry = TABLES[language][key];
  const put = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? inSentence(value) : value]));
  if (typeof entry === "function") return entry(put);
  return entry.replace(/\{(\w+)\}/g, (_, name) => String(put[name]));
}

/** A number with a fixed count of decimals. Both languages write 1,234.5, and `Intl` takes long to start. */
export function formatDecimal(value, digits) {
  const [whole, decimals] = value.toFixed(digits).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return decimals ? `${grouped}.${decimals}` : grouped;
}

/** A whole number with its thousands marked. */
export const formatNumber = (value) => formatDecimal(value, 0);

/** The readable name of a part-of-speech tag; the tag itself where it is not of the set. */
export function tagName(tag) {
  const names = TAGS[tag];
  return names ? names[language === "zh" ? 0 : 1] : tag;
}

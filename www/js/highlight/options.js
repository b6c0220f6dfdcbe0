/** @file What a caller may choose. */

import { HanLensError } from "hanlens";
import { NAME } from "./style.js";

const invalid = (argument, detail) => new HanLensError("invalid-argument", argument, detail);

/** The ways to say what is to be painted; one at a time. */
export const CHOICES = ["words", "terms", "keywords"];

const KNOWN = [...CHOICES, "lens", "analyze", "name", "include", "skip", "follow", "tip", "describe", "style", "method", "signal"];
const INCLUDED = ["script", "style", "hidden", "editable"];

const checks = {
  words: (words) => (Array.isArray(words) && words.every((word) => typeof word === "string")) || "must be a list of strings",
  terms: (query) => isObject(query) || "must be a query of the term table",
  keywords: (query) => isObject(query) || (Number.isInteger(query) && query > 0) || "must be a number above 0 or a query",
  name: (name) => (typeof name === "string" && NAME.test(name)) || "must be letters, digits, - and _, and begin with a letter",
  include: (list) => (Array.isArray(list) && list.every((item) => INCLUDED.includes(item))) || `must be a list of ${INCLUDED.join(", ")}`,
  skip: (selector) => typeof selector === "string" || "must be a selector",
  describe: (text) => typeof text === "function" || "must be a function",
  signal: (signal) => typeof signal?.addEventListener === "function" || "must be an AbortSignal",
  method: (method) => ["highlight", "mark"].includes(method) || 'must be "highlight" or "mark"',
};

const isObject = (value) => value !== null && typeof value === "object";

/**
 * @param {import("./hanlens-highlight.js").HighlightOptions} given
 */
export function readOptions(given) {
  if (!isObject(given)) throw invalid("options", "must be an object");
  for (const [name, value] of Object.entries(given)) {
    if (!KNOWN.includes(name)) throw invalid(name, `there is no such option; there are ${KNOWN.join(", ")}`);
    const answer = value === undefined || !checks[name] || checks[name](value);
    if (answer !== true) throw invalid(name, answer);
  }
  const wanted = CHOICES.filter((name) => given[name] !== undefined);
  if (wanted.length > 1) throw invalid(wanted[1], `cannot be given together with ${wanted[0]}`);
  const { words, terms, keywords = 20, lens, analyze, name = "hanlens", include = [], skip = "", describe } = given;
  const { follow = true, tip = true, style = true, method, signal } = given;
  return {
    given, words, terms, lens, analyze, name, skip, describe, follow, tip, style, method, signal,
    keywords: typeof keywords === "number" ? { limit: keywords } : keywords,
    include: new Set(include),
  };
}

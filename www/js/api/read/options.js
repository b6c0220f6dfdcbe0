/** @file How a caller may say that a file is to be read. */

import { invalid, requireString, typeName } from "../errors.js";

/**
 * Checked wishes; what is not there is found out from the file.
 * @typedef {object} ReadOptions
 * @property {string} [encoding] As `TextDecoder` names it.
 * @property {string | number} [column] Of a table: its heading, or its index from 0.
 * @property {boolean} [header] Of a table: whether its first row holds the headings.
 * @property {string} [field] Of JSON: the path of the field.
 * @property {string} [entry] Of a .zip: the file in it.
 */

/** The names of the wishes. */
export const READ_OPTIONS = ["encoding", "column", "header", "field", "entry"];

const CHECKS = {
  encoding: (argument, value) => encodingNamed(argument, requireString(argument, value)),
  column(argument, value) {
    if (typeof value === "string" || (Number.isInteger(value) && value >= 0)) return value;
    throw invalid(argument, `must be a heading or an index from 0 and is ${String(value)}`);
  },
  header(argument, value) {
    if (typeof value !== "boolean") throw invalid(argument, `must be a boolean and is ${typeName(value)}`);
    return value;
  },
  field: requireString,
  entry: requireString,
};

/**
 * @param {string} prefix Before the name of an option in an error.
 * @param {Record<string, unknown>} given
 * @returns {ReadOptions}
 */
export function requireReadOptions(prefix, given) {
  const named = READ_OPTIONS.filter((name) => given[name] !== undefined);
  return Object.fromEntries(named.map((name) => [name, CHECKS[name](prefix + name, given[name])]));
}

/** The encoding of a label, as the Encoding Standard names it. */
function encodingNamed(argument, label) {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    throw invalid(argument, `there is no encoding “${label}”; there are utf-8, utf-16le, gb18030, big5, shift_jis and others`);
  }
}

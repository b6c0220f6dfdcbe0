/** @file What a caller may give to be analysed, and how it becomes text. */

import { invalid, requireString, typeName } from "./errors.js";
import { READ_OPTIONS, requireReadOptions } from "./read/options.js";

/**
 * A text to analyse. In place of a long string, a call that goes to a worker carries its length alone, and the
 * worker asks for one part after another.
 * @typedef {{name: string, source: string | Blob | {length: number}, read?: import("./read/options.js").ReadOptions}} Named
 */

/**
 * Reads a part of a source that only the calling thread can read: the document's index, and from and to. A long string
 * gives UTF-16 code units, a file gives bytes.
 * @typedef {(document: number, start: number, end: number) => Promise<string | ArrayBuffer>} ReadPart
 */

/** A part of a long string, in UTF-16 code units: a few milliseconds of the thread that copies it. */
export const PART_UNITS = 2 * 1024 * 1024;

/**
 * Gives every text its name.
 * @param {unknown} input As for `analyze`.
 * @returns {Named[]}
 */
export function nameSources(input) {
  if (!Array.isArray(input)) return [nameSource(input, 0, "input")];
  return input.map((item, index) => nameSource(item, index, `input[${index}]`));
}

function nameSource(item, index, argument) {
  const { source, name, ...wishes } = isText(item) ? { source: item, name: undefined } : named(item, argument);
  if (!isText(source)) throw invalid(`${argument}.source`, `must be a string, Blob or File and is ${typeName(source)}`);
  const read = requireReadOptions(`${argument}.`, wishes);
  const [wish] = Object.keys(read);
  if (wish && typeof source === "string") throw invalid(`${argument}.${wish}`, "has a meaning for files only, and the source is a string");
  return { source, name: nameOf(source, name, index, argument), ...(wish && { read }) };
}

function nameOf(source, name, index, argument) {
  if (name !== undefined) return requireString(`${argument}.name`, name);
  const fileName = typeof source === "object" && "name" in source ? source.name : undefined;
  return typeof fileName === "string" ? fileName : `text ${index + 1}`;
}

function named(item, argument) {
  if (item === null || typeof item !== "object" || !("source" in item)) {
    throw invalid(argument, `must be a string, Blob, File or {name, source} and is ${typeName(item)}`);
  }
  return item;
}

const isText = (value) => typeof value === "string" || isBlob(value);

/** A Blob of another realm, such as an iframe, is no instance of this one's class. */
export function isBlob(value) {
  return value !== null && typeof value === "object" && typeof value.size === "number" && typeof value.slice === "function"
    && typeof value.arrayBuffer === "function";
}

/**
 * The one file of a call that is about a file.
 * @param {unknown} file
 * @param {Record<string, unknown>} options How to read it, and under which `name`.
 * @returns {Named}
 */
export function nameFile(file, { name, ...options }) {
  if (!isBlob(file)) throw invalid("file", `must be a Blob or File and is ${typeName(file)}`);
  const unknown = Object.keys(options).find((option) => !READ_OPTIONS.includes(option));
  if (unknown) throw invalid(unknown, `there is no such option; there are name, limit, ${READ_OPTIONS.join(", ")}`);
  return { source: file, name: nameOf(file, name, 0, "options"), read: requireReadOptions("", options) };
}

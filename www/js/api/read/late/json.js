/** @file JSON and JSON Lines: the texts of one field, a paragraph each. */

import { HanLensError, describe } from "../../errors.js";
import { fileError } from "../errors.js";
import { BETWEEN_ROWS, hanUnits, LOOK_UNITS } from "./han.js";
import { linesOf } from "./lines.js";

/**
 * All strings of a value in their order, each with its path: keys joined by dots; lists add nothing to it.
 * @param {unknown} value
 * @returns {Generator<[string, string]>}
 */
function* strings(value) {
  const stack = [["", value]];
  while (stack.length > 0) {
    const [path, next] = stack.pop();
    if (typeof next === "string") yield [path, next];
    else if (Array.isArray(next)) for (let i = next.length - 1; i >= 0; i--) stack.push([path, next[i]]);
    else if (next !== null && typeof next === "object") {
      for (const [key, inner] of Object.entries(next).reverse()) stack.push([path === "" ? key : `${path}.${key}`, inner]);
    }
  }
}

/** The field with the most Chinese, unless one was named; says which there are. */
function chooseField(values, { name, options, facts }) {
  const counts = new Map();
  for (const value of values) {
    for (const [path, text] of strings(value)) counts.set(path, (counts.get(path) ?? 0) + hanUnits(text));
  }
  const fields = [...counts].sort(([, a], [, b]) => b - a).map(([path]) => path);
  const field = options.field ?? fields[0] ?? "";
  if (options.field !== undefined && !counts.has(field)) {
    throw new HanLensError("invalid-argument", "field", `“${name}” has no texts in the field “${field}”; there are ${fields.slice(0, 20).join(", ")}`);
  }
  Object.assign(facts, { fields: fields.slice(0, 100), field });
  return field;
}

/** The texts of a field of some values, in the order of the file. */
function textsOf(values, field) {
  const texts = [];
  for (const value of values) {
    for (const [path, text] of strings(value)) if (path === field && text.trim() !== "") texts.push(text);
  }
  return texts.join(BETWEEN_ROWS);
}

export async function* json(chunks, reading) {
  let text = "";
  for await (const chunk of chunks) text += chunk;
  const values = parse(text, reading);
  yield textsOf(values, chooseField(values, reading));
}

/** One value; or a value a line, as many files of this name have it. */
function parse(text, { name }) {
  try {
    return [JSON.parse(text)];
  } catch (cause) {
    try {
      return text.split("\n").filter((line) => line.trim() !== "").map((line) => JSON.parse(line));
    } catch {
      throw fileError("bad-file", name, `is no JSON (${describe(cause)})`, cause);
    }
  }
}

export async function* jsonLines(chunks, reading) {
  let number = 0;
  let looked = 0;
  let waiting = [];
  let field;
  let begun = false;
  const out = (values) => {
    const text = textsOf(values, field);
    if (text === "") return "";
    const parted = (begun ? BETWEEN_ROWS : "") + text;
    begun = true;
    return parted;
  };
  for await (const lines of linesOf(chunks, reading)) {
    const values = [];
    for (const line of lines) {
      number++;
      if (line.trim() !== "") values.push(parseLine(line, number, reading));
      looked += line.length;
    }
    if (field !== undefined) {
      yield out(values);
      continue;
    }
    for (const value of values) waiting.push(value);
    if (looked < LOOK_UNITS) continue;
    field = chooseField(waiting, reading);
    yield out(waiting);
    waiting = [];
  }
  if (field !== undefined) return;
  field = chooseField(waiting, reading);
  yield out(waiting);
}

function parseLine(line, number, { name }) {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw fileError("bad-file", name, `is no JSON Lines: line ${number} (${describe(cause)})`, cause);
  }
}

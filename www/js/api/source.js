/** @file What a caller may give to be analysed, and how it becomes text. */

import { HanLensError, describe, invalid, requireString, typeName } from "./errors.js";

/**
 * A text to analyse. In place of a long string, a call that goes to a worker carries its length alone, and the
 * worker asks for one part after another.
 * @typedef {{name: string, source: string | Blob | {length: number}}} Named
 */

/**
 * Reads a long string in parts: the document's index, and UTF-16 code units from and to.
 * @typedef {(document: number, start: number, end: number) => string | Promise<string>} ReadPart
 */

/** A part of a long string, in UTF-16 code units: a few milliseconds of the thread that copies it. */
export const PART_UNITS = 2 * 1024 * 1024;

/** A part of a file, in bytes. */
const PART_BYTES = 1024 * 1024;

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
  const { source, name } = isText(item) ? { source: item, name: undefined } : named(item, argument);
  if (!isText(source)) throw invalid(`${argument}.source`, `must be a string, Blob or File and is ${typeName(source)}`);
  if (name !== undefined) return { source, name: requireString(`${argument}.name`, name) };
  const fileName = typeof source === "object" && "name" in source ? source.name : undefined;
  return { source, name: typeof fileName === "string" ? fileName : `text ${index + 1}` };
}

function named(item, argument) {
  if (item !== null && typeof item === "object" && "source" in item) return item;
  throw invalid(argument, `must be a string, Blob, File or {name, source} and is ${typeName(item)}`);
}

const isText = (value) => typeof value === "string" || isBlob(value);

/** A Blob of another realm, such as an iframe, is no instance of this one's class. */
function isBlob(value) {
  return value !== null && typeof value === "object" && typeof value.size === "number" && typeof value.slice === "function"
    && typeof value.arrayBuffer === "function";
}

/**
 * How many UTF-16 code units a source has; 0 when only reading it can tell.
 * @param {Named} named
 * @returns {number}
 */
export const knownLength = ({ source }) => (isBlob(source) ? 0 : source.length);

/**
 * The text of a source in parts.
 * @param {Named} named
 * @param {number} document Its index.
 * @param {ReadPart} [readPart] For a source of which only the length is here.
 * @returns {AsyncGenerator<string>}
 */
export async function* partsOf(named, document, readPart) {
  const { source } = named;
  if (typeof source === "string") {
    yield source;
  } else if (isBlob(source)) {
    yield* decode(named);
  } else {
    for (let from = 0; from < source.length; from += PART_UNITS) yield await readPart(document, from, from + PART_UNITS);
  }
}

async function* decode({ name, source }) {
  const encoding = await encodingOf(source, name);
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decodePart = (bytes) => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch (cause) {
      throw new HanLensError("bad-encoding", "source", `the bytes of “${name}” are not valid ${encoding.toUpperCase()}`, { cause });
    }
  };
  for (let from = 0; from < source.size; from += PART_BYTES) yield decodePart(await bytesOf(source, name, from, from + PART_BYTES));
  yield decodePart(null);
}

/** UTF-8 unless a byte order mark tells of UTF-16. The decoder takes the mark away. */
async function encodingOf(blob, name) {
  const [first, second] = await bytesOf(blob, name, 0, 2);
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

async function bytesOf(blob, name, start, end) {
  try {
    return new Uint8Array(await blob.slice(start, end).arrayBuffer());
  } catch (cause) {
    throw new HanLensError("invalid-argument", "source", `“${name}” cannot be read (${describe(cause)})`, { cause });
  }
}

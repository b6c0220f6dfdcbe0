/** @file A source becomes documents: what file it is, how its bytes are decoded, where the text in it is. */

import { HanLensError, invalid } from "../errors.js";
import { isBlob, PART_UNITS } from "../source.js";
import { byteParts, bytesOf, lent } from "./bytes.js";
import { decode } from "./decode.js";
import { fileError } from "./errors.js";
import { kindOf, MAGIC_BYTES } from "./kinds.js";
import { loadLate } from "./load.js";

/** @typedef {import("../source.js").Named} Named */
/** @typedef {import("../hanlens.js").ReadFacts} Facts */

/**
 * What reading needs from whoever asks for it.
 * @typedef {object} Context
 * @property {() => Promise<void> | undefined} rest Called again and again; it pauses or throws when it is time to.
 * @property {string | undefined} reader Where hanlens-read.js is.
 * @property {import("../source.js").ReadPart} [readPart]
 */

/**
 * A text that is about to be read. Its facts are whole when its parts have been read to the end.
 * @typedef {object} OpenDocument
 * @property {string} name
 * @property {number} length UTF-16 code units; 0 when only reading it can tell.
 * @property {Facts} facts
 * @property {AsyncIterable<string>} parts
 */

/** The reading of one file. */
export class Reading {
  validUtf8 = false;

  /**
   * @param {string} name
   * @param {import("./options.js").ReadOptions} options
   * @param {Context} context
   */
  constructor(name, options, context) {
    this.name = name;
    /** The name of the file itself, whatever the document is called: it tells the kind. */
    this.path = name;
    this.options = options;
    this.context = context;
    /** @type {Facts} */
    this.facts = { kind: "text", encoding: null, replaced: 0 };
  }

  rest() {
    return this.context.rest();
  }

  late() {
    return loadLate(this.context.reader);
  }
}

/**
 * The documents of a source: one, but as many as there are files to read in a .zip.
 * @param {Named} named
 * @param {number} index Of the source, for `readPart`.
 * @param {Context} context
 * @returns {AsyncGenerator<OpenDocument>}
 */
export async function* documentsOf(named, index, context) {
  const { name, source, read = {} } = named;
  if (isBlob(source)) {
    yield* fileDocuments(borrowed(source, index, context), new Reading(name, read, context), false);
  } else {
    const { facts } = new Reading(name, read, context);
    yield { name, length: source.length, facts, parts: stringParts(source, index, context) };
  }
}

/** A file of the calling thread, which reads for this one what this one cannot. */
function borrowed(blob, index, { readPart }) {
  return readPart ? lent(blob, (start, end) => readPart(index, start, end)) : blob;
}

async function* stringParts(source, index, { readPart }) {
  if (typeof source === "string") {
    yield source;
    return;
  }
  for (let from = 0; from < source.length; from += PART_UNITS) yield await readPart(index, from, from + PART_UNITS);
}

async function* fileDocuments(blob, reading, isInside) {
  const { name, path, facts } = reading;
  const kind = kindOf(path, blob.type, await bytesOf(blob, name, 0, MAGIC_BYTES));
  if (kind === "container") {
    yield* containerDocuments(blob, reading, isInside);
  } else if (kind === "ole") {
    throw await (await reading.late()).oldOfficeError(blob, reading);
  } else {
    if (reading.options.entry !== undefined && !isInside) throw noEntry(reading, []);
    facts.kind = kind;
    yield { name, length: 0, facts, parts: textParts(kind, blob, reading) };
  }
}

async function* textParts(kind, blob, reading) {
  const bytes = () => byteParts(blob, reading.name);
  if (kind === "text") {
    yield* decode(bytes, reading);
    return;
  }
  const { extract, declaredEncoding } = await reading.late();
  const declared = kind === "html" ? declaredEncoding(await bytesOf(blob, reading.name, 0, 2048)) : undefined;
  yield* extract(kind, decode(bytes, reading, declared), blob.size, reading);
}

async function* containerDocuments(blob, reading, isInside) {
  const { openContainer } = await reading.late();
  const { kind, parts, entries } = await openContainer(blob, reading);
  if (kind !== "zip") {
    reading.facts.kind = kind;
    yield { name: reading.name, length: 0, facts: reading.facts, parts };
    return;
  }
  if (isInside) throw fileError("unsupported-file", reading.name, "is an archive inside an archive: unpack the outer one");
  const { entry, ...options } = reading.options;
  for (const { name, open } of chosen(entries, reading)) {
    const inner = new Reading(entry === undefined ? `${reading.name}/${name}` : reading.name, options, reading.context);
    inner.path = name;
    yield* fileDocuments(await open(inner), inner, true);
  }
}

function chosen(entries, reading) {
  const { entry } = reading.options;
  if (entry === undefined) return entries;
  const found = entries.find(({ name }) => name === entry);
  if (!found) throw noEntry(reading, entries);
  return [found];
}

function noEntry({ name, options }, entries) {
  const there = entries.length > 0 ? entries.slice(0, 20).map((entry) => entry.name).join(", ") : "none that can be read";
  return new HanLensError("invalid-argument", "entry", `“${name}” has no file “${options.entry}”; there are ${there}`);
}

/**
 * The files of a .zip that can be read; of any other file, none.
 * @param {Blob} file
 * @param {string} name
 * @param {Context} context
 * @returns {Promise<Array<{name: string, bytes: number}>>}
 */
export async function contentsOf(file, name, context) {
  const blob = borrowed(file, 0, context);
  const reading = new Reading(name, {}, context);
  if (kindOf(name, blob.type, await bytesOf(blob, name, 0, MAGIC_BYTES)) !== "container") return [];
  const { openContainer } = await reading.late();
  const { kind, entries } = await openContainer(blob, reading);
  return kind === "zip" ? entries.map((entry) => ({ name: entry.name, bytes: entry.bytes })) : [];
}

/** How the texts of several files are joined into one. */
const BETWEEN = "\n\n";

/**
 * The text of a source as a string, with what was learnt of it.
 * @param {Named} named
 * @param {Context} context
 * @param {number} limit No more than so many UTF-16 code units.
 * @returns {Promise<import("../hanlens.js").ReadResult>}
 */
export async function readText(named, context, limit) {
  let text = "";
  const parts = [];
  for await (const document of documentsOf(named, 0, context)) {
    if (parts.length > 0) {
      // A document that would have no room begins nowhere.
      if (text.length + BETWEEN.length >= limit) break;
      text += BETWEEN;
    }
    const start = text.length;
    for await (const part of document.parts) {
      text += part;
      if (text.length > limit) break;
    }
    text = cut(text, limit);
    parts.push({ name: document.name, start, end: text.length, ...document.facts });
    if (text.length >= limit) break;
  }
  const [{ start, end, ...only } = {}] = parts;
  const sum = parts.reduce((replaced, part) => replaced + part.replaced, 0);
  const facts = parts.length === 1 && only.name === named.name ? only : { kind: "zip", encoding: null, replaced: sum };
  return { ...facts, name: named.name, text, parts };
}

/** Never between the halves of a surrogate pair. */
function cut(text, limit) {
  if (text.length <= limit) return text;
  const isHigh = (text.charCodeAt(limit - 1) & 0xfc00) === 0xd800;
  return text.slice(0, isHigh ? limit - 1 : limit);
}

/**
 * @param {unknown} limit
 * @returns {number}
 */
export function requireLimit(limit) {
  if (limit === undefined) return Number.MAX_SAFE_INTEGER;
  if (!Number.isSafeInteger(limit) || limit < 1) throw invalid("limit", `must be a whole number from 1 and is ${String(limit)}`);
  return limit;
}

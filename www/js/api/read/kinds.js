/** @file What kind of file it is: its first bytes tell of containers, its name tells of texts. */

import { fileError } from "./errors.js";

/** @typedef {import("../hanlens.js").FileKind} FileKind */

/** The endings of files that are text. Without a prototype, for a file may end as any method of an object is called. */
const TEXTS = {
  __proto__: null,
  html: "html",
  htm: "html",
  xhtml: "html",
  srt: "srt",
  vtt: "vtt",
  ass: "ass",
  ssa: "ass",
  md: "markdown",
  markdown: "markdown",
  csv: "csv",
  tsv: "tsv",
  tab: "tsv",
  json: "json",
  jsonl: "jsonl",
  ndjson: "jsonl",
};

/** The types of files that have no telling name. */
const TYPES = {
  __proto__: null,
  "text/html": "html",
  "application/xhtml+xml": "html",
  "text/markdown": "markdown",
  "text/vtt": "vtt",
  "text/csv": "csv",
  "text/tab-separated-values": "tsv",
  "application/json": "json",
};

/** The endings of containers: a file of such a name that is none is damaged. */
const CONTAINERS = new Set(["docx", "odt", "epub", "zip"]);

/** Files that are known and not read: how they begin, what they are, and what to do. */
const UNSUPPORTED = [
  ["%PDF-", "is a PDF; a PDF holds the places of letters, not the order of words: copy its text and paste it, or save it as text or .docx first"],
  ["{\\rtf", "is rich text (RTF): save it as .docx or as plain text"],
  ["Rar!", "is a RAR archive: unpack it, or pack it as .zip"],
  ["7z\xbc\xaf", "is a 7z archive: unpack it, or pack it as .zip"],
  ["\x1f\x8b", "is packed by gzip: unpack it first"],
  ["\x89PNG", "is a picture"],
  ["\xff\xd8\xff", "is a picture"],
  ["GIF8", "is a picture"],
  ["RIFF", "is a picture, a sound or a film"],
  ["ID3", "is a sound"],
  ["\x7fELF", "is a program"],
  ["MZ\x90", "is a program"],
];

const OLE = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/** How many of its first bytes tell what a file is. */
export const MAGIC_BYTES = 8;

/** @param {string} name */
export const endingOf = (name) => /\.([^./\\]+)$/.exec(name)?.[1].toLowerCase() ?? "";

/**
 * @param {string} name
 * @returns {boolean} Whether a file of this name inside an archive is one to read.
 */
export const isReadable = (name) => {
  const ending = endingOf(name);
  return ending in TEXTS || ["txt", "text"].includes(ending) || (CONTAINERS.has(ending) && ending !== "zip");
};

/**
 * @param {string} name
 * @param {string} type
 * @param {Uint8Array} magic The first bytes.
 * @returns {FileKind | "container" | "ole"} "container" is one of docx, odt, epub and zip; only its contents tell.
 */
export function kindOf(name, type, magic) {
  const begin = String.fromCharCode(...magic);
  if (/^PK(\x03\x04|\x05\x06)/.test(begin)) return "container";
  if (begin.startsWith(OLE)) return "ole";
  const [, reason] = UNSUPPORTED.find(([start]) => begin.startsWith(start)) ?? [];
  if (reason) throw fileError("unsupported-file", name, reason);
  const ending = endingOf(name);
  if (CONTAINERS.has(ending)) throw fileError("bad-file", name, `is named .${ending} and is not such a file: it is empty, cut off or damaged`);
  return TEXTS[ending] ?? TYPES[type.split(";")[0]] ?? "text";
}

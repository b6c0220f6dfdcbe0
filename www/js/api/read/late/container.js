/** @file Files that are zip archives: documents of offices, e-books, and archives of files. */

import { encrypted, fileError } from "../errors.js";
import { isReadable } from "../kinds.js";
import { ENTRIES } from "../limits.js";
import { Archive } from "./archive.js";
import { epub } from "./epub.js";
import { odt } from "./odt.js";
import { docx } from "./docx.js";

const MAKERS = { docx, odt, epub };

/** What the file `mimetype` of an archive says. */
const TYPES = { __proto__: null, "application/epub+zip": "epub", "application/vnd.oasis.opendocument.text": "odt" };

/**
 * @param {Blob} blob
 * @param {import("../read.js").Reading} reading
 * @returns {Promise<{kind: "docx" | "odt" | "epub", parts: AsyncGenerator<string>} | {kind: "zip", entries: Array<{name: string, bytes: number, open: Function}>}>}
 */
export async function openContainer(blob, reading) {
  const archive = await Archive.open(blob, reading);
  const kind = await kindOf(archive, reading);
  if (kind !== "zip") return { kind, parts: MAKERS[kind](archive, reading) };
  const entries = archive.files.filter(({ name }) => isReadable(name) && !isLitter(name));
  if (entries.length === 0) throw fileError("unsupported-file", reading.name, "is an archive without any file that can be read");
  if (entries.every(({ entry }) => entry.encrypted)) throw encrypted(reading.name);
  if (entries.length > ENTRIES) {
    throw fileError("too-large", reading.name, `has ${entries.length} files to read; there may be ${ENTRIES}`);
  }
  return { kind, entries: entries.map((entry) => ({ name: entry.name, bytes: entry.size, open: (inner) => archive.blob(entry, inner) })) };
}

/** What systems put beside the files of their users. */
const isLitter = (name) => name.split("/").some((part) => part.startsWith(".") || part === "__MACOSX");

async function kindOf(archive, reading) {
  const type = archive.has("mimetype") ? (await archive.text("mimetype")).trim() : "";
  if (type in TYPES) return TYPES[type];
  if (archive.has("META-INF/container.xml")) return "epub";
  if (archive.has("[Content_Types].xml")) {
    if (archive.files.some(({ name }) => name.startsWith("word/"))) return "docx";
    throw fileError("unsupported-file", reading.name, "is a workbook or a presentation: save a sheet as .csv, or the text as .docx");
  }
  if (type.startsWith("application/vnd.oasis.")) {
    throw fileError("unsupported-file", reading.name, `is an office file of the type ${type}: save a sheet as .csv, or the text as .odt`);
  }
  return "zip";
}

/** Ways out of the page for a table: a file, or the clipboard. */

import { nextTask } from "./dom.js";
import { wholeCharacter } from "./text/characters.js";

const TYPES = { csv: "text/csv", tsv: "text/tab-separated-values", json: "application/json", txt: "text/plain", svg: "image/svg+xml", png: "image/png" };

/** Spreadsheets take a CSV file without this mark for one in an old encoding. */
const BYTE_ORDER_MARK = "\ufeff";

/** UTF-16 code units that become bytes in one go: more would hold the page. */
const PART = 1_000_000;

/**
 * @param {string} name without its ending
 * @param {keyof typeof TYPES} format
 * @param {string | Blob} content
 */
export async function download(name, format, content) {
  const isText = typeof content === "string";
  const mark = isText && format === "csv" && !content.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
  const blob = isText ? new Blob([mark, ...(await bytesOf(content))], { type: `${TYPES[format]};charset=utf-8` }) : content;
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = `${fileName(name)}.${format}`;
  link.click();
  // The browser reads the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A text as UTF-8, part by part. */
async function bytesOf(text) {
  const parts = [];
  for (let from = 0; from < text.length; ) {
    if (from > 0) await nextTask();
    const to = wholeCharacter(text, from + PART);
    parts.push(new Blob([text.slice(from, to)]));
    from = to;
  }
  return parts;
}

/** Rows of a table that are written at a time. */
const ROWS = 500_000;

/** What ends one part of a table, and what begins the next, where the two are joined. */
const SEAMS = {
  csv: { end: 0, begin: (part) => part.indexOf("\r\n") + 2, between: "" },
  tsv: { end: 0, begin: (part) => part.indexOf("\n") + 1, between: "" },
  json: { end: "\n]\n".length, begin: () => "[".length, between: "," },
};

/**
 * A table of any length: its parts are joined in a Blob, because all of them may be longer than a string can be.
 * @param {"csv" | "tsv" | "json"} format
 * @param {number} total rows
 * @param {(rows: { offset: number, limit: number }) => Promise<string | undefined>} write
 * @returns {Promise<string | Blob | undefined>} nothing where a part could not be written
 */
export async function wholeTable(format, total, write) {
  if (total <= ROWS) return write({ offset: 0, limit: ROWS });
  const { end, begin, between } = SEAMS[format];
  const parts = [];
  for (let offset = 0; offset < total; offset += ROWS) {
    const part = await write({ offset, limit: ROWS });
    if (part === undefined) return undefined;
    const isLast = offset + ROWS >= total;
    // A Blob of each part lets the strings go.
    parts.push(new Blob([offset === 0 ? "" : between, part.slice(offset === 0 ? 0 : begin(part), isLast ? undefined : part.length - end)]));
  }
  return new Blob(parts, { type: `${TYPES[format]};charset=utf-8` });
}

/** Characters that a file name may not have on one system or another. */
const fileName = (name) => name.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, "_").slice(0, 100) || "hanlens";

/**
 * Puts text on the clipboard. The text may still be under way: some browsers only let a page write
 * at the very moment of the click, and take a promise.
 *
 * @param {Promise<string>} text
 * @returns {Promise<boolean>} whether the clipboard took it
 */
export async function copy(text) {
  try {
    const blob = text.then((value) => new Blob([value], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    return true;
  } catch {
    return copyBySelection(await text);
  }
}

/** The way where the clipboard is closed to the page: a field, its text selected. */
function copyBySelection(text) {
  const field = document.createElement("textarea");
  const focused = document.activeElement;
  field.value = text;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  focused?.focus();
  return done;
}

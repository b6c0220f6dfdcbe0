/** @file Tables: the texts of one column, a paragraph a row. */

import { HanLensError } from "../../errors.js";
import { fileError } from "../errors.js";
import { ROW_UNITS } from "../limits.js";
import { BETWEEN_ROWS, hanUnits, LOOK_UNITS } from "./han.js";

const QUOTE = 34;
const LINE = 10;

/** Rows of cells out of chunks of text (RFC 4180; cells in quotes may hold lines, and "" is a quote). */
class Rows {
  #delimiter;
  #name;
  #cell = "";
  #row = [];
  #quoted = false;
  /** The last character ended a quoted part. */
  #closed = false;

  constructor(delimiter, name) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#name = name;
  }

  /** The rows that a chunk completes. */
  push(text) {
    const rows = [];
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (this.#quoted) {
        if (unit !== QUOTE) continue;
        this.#cell += text.slice(from, at);
        from = at + 1;
        this.#quoted = false;
        this.#closed = true;
      } else if (unit === QUOTE && (this.#closed || (this.#cell === "" && from === at))) {
        // The second of two quotes stands for one; the first of a cell opens it.
        from = this.#closed ? at : at + 1;
        this.#closed = false;
        this.#quoted = true;
      } else {
        this.#closed = false;
        if (unit !== this.#delimiter && unit !== LINE) continue;
        this.#endCell(text.slice(from, at), unit === LINE);
        from = at + 1;
        if (unit === LINE) rows.push(this.#takeRow());
      }
    }
    this.#cell += text.slice(from);
    if (this.#cell.length > ROW_UNITS) {
      throw fileError("too-large", this.#name, `has a cell of more than ${ROW_UNITS} characters; perhaps a quote is never closed`);
    }
    return rows;
  }

  /** The last row, which needs no line end. */
  end() {
    if (this.#quoted) throw fileError("bad-file", this.#name, "is damaged (a quote is never closed)");
    if (this.#cell === "" && this.#row.length === 0) return [];
    this.#endCell("", true);
    return [this.#takeRow()];
  }

  #endCell(rest, isLast) {
    const cell = this.#cell + rest;
    this.#row.push(isLast && cell.endsWith("\r") ? cell.slice(0, -1) : cell);
    this.#cell = "";
  }

  #takeRow() {
    const row = this.#row;
    this.#row = [];
    return row;
  }
}

export const tsv = (chunks, reading) => table(chunks, reading, "\t");
export const csv = (chunks, reading) => table(chunks, reading, undefined);

async function* table(chunks, reading, delimiter) {
  let rows;
  let looked = 0;
  let waiting = [];
  let column;
  let begun = false;
  const texts = (from) => {
    const cells = from.map((row) => row[column] ?? "").filter((cell) => cell.trim() !== "");
    if (cells.length === 0) return "";
    const text = (begun ? BETWEEN_ROWS : "") + cells.join(BETWEEN_ROWS);
    begun = true;
    return text;
  };
  const choose = () => {
    column = chooseColumn(waiting, reading);
    const first = texts(reading.facts.header ? waiting.slice(1) : waiting);
    waiting = [];
    return first;
  };
  for await (const chunk of chunks) {
    rows ??= new Rows(delimiter ?? delimiterOf(chunk), reading.name);
    const found = rows.push(chunk);
    looked += chunk.length;
    if (column !== undefined) {
      yield texts(found);
      continue;
    }
    for (const row of found) waiting.push(row);
    if (looked >= LOOK_UNITS && waiting.length > 0) yield choose();
  }
  const last = rows?.end() ?? [];
  if (column === undefined) {
    waiting.push(...last);
    yield choose();
  } else yield texts(last);
}

/** The character that stands most often in the first lines, outside quotes. */
function delimiterOf(text) {
  const lines = text.slice(0, 65_536).replace(/"[^"]*"/g, "").split("\n").slice(0, 20).join("\n");
  const count = (delimiter) => lines.split(delimiter).length;
  return [",", "\t", ";", "|"].reduce((best, next) => (count(next) > count(best) ? next : best));
}

/** Names of a column of texts by which the only row above a column is known as its heading. */
const TEXT_NAMES = /^(text|content|body|title|comment|message|sentence|文本|内容|內容|正文|文章|标题|標題|评论|評論|句子|微博|弹幕)$/i;

/** Headings are short, different, and neither sentences nor figures. */
function looksLikeHeader(row) {
  if (row.length === 1) return TEXT_NAMES.test(row[0].trim());
  const isHeading = (cell) => cell.trim() !== "" && cell.length <= 40 && !/^[\d\s.,:/-]+$|[。！？，；,!?]/.test(cell.trim());
  return row.every(isHeading) && new Set(row).size === row.length;
}

/** Chooses the column with the most Chinese, unless one was named, and says so. */
function chooseColumn(rows, { name, options, facts }) {
  const [first = []] = rows;
  const header = options.header ?? (typeof options.column === "string" || looksLikeHeader(first));
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const columns = Array.from({ length: width }, (_, index) => (header ? first[index]?.trim() : "") || `${index + 1}`);
  const index = wantedColumn(options.column, columns, name) ?? fullest(header ? rows.slice(1) : rows, width);
  Object.assign(facts, { header, columns, column: index });
  return index;
}

function wantedColumn(wanted, columns, name) {
  if (wanted === undefined) return undefined;
  const index = typeof wanted === "number" ? wanted : columns.indexOf(wanted.trim());
  if (index >= 0 && index < columns.length) return index;
  throw new HanLensError("invalid-argument", "column", `“${name}” has no column “${wanted}”; there are ${columns.join(", ")}`);
}

function fullest(rows, width) {
  const counts = new Array(width).fill(0);
  for (const row of rows) row.forEach((cell, index) => (counts[index] += hanUnits(cell)));
  return Math.max(0, counts.indexOf(Math.max(...counts)));
}

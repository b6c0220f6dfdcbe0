/** @file Markdown: the text without its marks. Lines stay lines. */

import { decodeHTML } from "./entities.js";
import { linesOf } from "./lines.js";

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const RULE = /^ {0,3}([-*_=])[ \t]*(\1[ \t]*){2,}$/;
const DEFINITION = /^ {0,3}\[[^\]]+\]:\s+\S+/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$/;

/** Lines that begin something of their own; after a heading or a row, something else begins too. */
const APART = /^ {0,3}(#{1,6}[ \t]|\|.*\|\s*$)|^\s*([-*+]|\d+[.)])[ \t]/;
const CLOSED = /^ {0,3}(#{1,6}[ \t]|\|.*\|\s*$)/;

/** @type {(chunks: AsyncIterable<string>, reading: import("../read.js").Reading) => AsyncGenerator<string>} */
export async function* markdown(chunks, reading) {
  const state = { first: true, matter: false, fence: "", comment: false };
  let isOpen = false;
  let isClosed = false;
  let gap = "";
  let begun = false;
  for await (const lines of linesOf(chunks, reading)) {
    let out = "";
    for (const line of lines) {
      const isCode = state.fence !== "";
      const text = textOf(line, state);
      if (text === undefined) continue;
      // A blank line between, so that nobody takes the two for one line that was wrapped.
      const hasText = text.trim() !== "";
      if (isOpen && hasText && !isCode && (isClosed || APART.test(line))) gap += "\n";
      isOpen = hasText;
      isClosed = !isCode && CLOSED.test(line);
      if (isOpen) {
        out += (begun ? gap : "") + text;
        gap = "";
        begun = true;
      }
      gap += "\n";
    }
    yield out;
  }
}

/** The text of a line; undefined when the line is nothing but a mark. */
function textOf(line, state) {
  const isFirst = state.first;
  state.first = false;
  if (isFirst && line.trimEnd() === "---") {
    state.matter = true;
    return undefined;
  }
  if (state.matter) {
    state.matter = !/^(---|\.\.\.)\s*$/.test(line);
    return undefined;
  }
  const [, fence] = FENCE.exec(line) ?? [];
  if (state.fence) {
    if (fence?.startsWith(state.fence)) state.fence = "";
    else return line;
    return undefined;
  }
  if (fence) {
    state.fence = fence;
    return undefined;
  }
  if (RULE.test(line) || DEFINITION.test(line) || TABLE_RULE.test(line)) return undefined;
  return inline(withoutComments(blockText(line), state));
}

function blockText(line) {
  const text = line
    .replace(/^( {0,3}>[ \t]?)+/, "")
    .replace(/^\s*[-*+][ \t]+(\[[ xX]\][ \t]+)?/, "")
    .replace(/^ {0,3}#{1,6}[ \t]+/, "")
    .replace(/[ \t]+#+[ \t]*$/, "");
  return /^\s*\|.*\|\s*$/.test(text) ? cells(text) : text;
}

const cells = (row) => row.trim().slice(1, -1).split(/(?<!\\)\|/).map((cell) => cell.trim()).join("\t");

function withoutComments(text, state) {
  let rest = text;
  let kept = "";
  while (rest !== "") {
    const [mark, isEnd] = state.comment ? ["-->", true] : ["<!--", false];
    const at = rest.indexOf(mark);
    if (!isEnd) kept += at < 0 ? rest : rest.slice(0, at);
    if (at < 0) break;
    state.comment = !isEnd;
    rest = rest.slice(at + mark.length);
  }
  return kept;
}

/** A backslash takes a mark's meaning away; until the marks are gone it hides as a character that no text has. */
const hide = (text, hidden) => text.replace(/\\([!-/:-@[-`{-~])/g, (_, mark) => `\ufdd0${hidden.push(mark) - 1}\ufdd1`);
const show = (text, hidden) => text.replace(/\ufdd0(\d+)\ufdd1/g, (_, index) => hidden[index] ?? "");

function inline(text) {
  if (!/[\\`*_~[\]<>&]/.test(text)) return text;
  const hidden = [];
  const code = text.replace(/(`+)(?!`)(.+?)(?<!`)\1(?!`)/g, (_, mark, inside) => `\ufdd0${hidden.push(inside.trim()) - 1}\ufdd1`);
  const marked = hide(code, hidden)
    .replace(/!\[([^\]]*)\]\([^()]*(\([^()]*\)[^()]*)*\)/g, "$1")
    .replace(/\[([^\]]*)\]\([^()]*(\([^()]*\)[^()]*)*\)/g, "$1")
    .replace(/\[\^[^\]]+\]:?/g, "")
    .replace(/!?\[([^\]]+)\]\[[^\]]*\]/g, "$1")
    .replace(/<((?:https?|mailto):[^<>\s]+)>/g, "$1")
    .replace(/<rt\b[^>]*>.*?<\/rt>/g, "")
    .replace(/<\/?[a-zA-Z][^<>]*>/g, "")
    .replace(/(?<![\p{L}\p{N}_])(_{1,3})(?=\S)(.+?)(?<=\S)\1(?![\p{L}\p{N}_])/gu, "$2")
    .replace(/(\*{1,3})(?=\S)(.+?)(?<=\S)\1/g, "$2")
    .replace(/~~(?=\S)(.+?)(?<=\S)~~/g, "$1");
  return show(decodeHTML(marked), hidden);
}

/** @file Word documents (Office Open XML): the body, then the notes. */

import { fileError } from "../errors.js";
import { GAP, inTurn } from "./flow.js";
import { local, parseMarkup } from "./markup.js";

/** Settings, texts that were deleted or moved away, readings over characters, and second versions of a drawing. */
const SKIPPED = new Set(["pPr", "rPr", "sectPr", "tblPr", "instrText", "delText", "moveFrom", "rt", "Fallback"]);

/** What stands for a character. Without a prototype, for a file may name an element as any method of an object. */
const CHARACTERS = { __proto__: null, tab: "\t", noBreakHyphen: "\u2011", softHyphen: "\u00ad" };

/** @returns {import("./markup.js").Format} */
function format(flow) {
  let isText = false;
  return {
    open(name) {
      const element = local(name);
      if (SKIPPED.has(element)) return "skip";
      if (element === "t") isText = true;
      else if (element in CHARACTERS) flow.exact(CHARACTERS[element]);
      else if (element === "br" || element === "cr") flow.part(GAP.line);
      else if (element === "p") flow.part(GAP.paragraph);
    },
    close(name) {
      const element = local(name);
      if (element === "t") isText = false;
      else if (element === "p") flow.part(GAP.paragraph);
    },
    text(data) {
      if (isText) flow.exact(data);
    },
  };
}

/** @param {import("./archive.js").Archive} archive @param {import("../read.js").Reading} reading */
export async function* docx(archive, reading) {
  const main = await mainPart(archive, reading);
  const folder = main.slice(0, main.lastIndexOf("/") + 1);
  const parts = [main, ...["footnotes.xml", "endnotes.xml"].map((name) => folder + name).filter((name) => archive.has(name))];
  yield* inTurn(parts.map((part) => parseMarkup(archive.decoded(part), reading, { xmlMode: true }, format)));
}

/** Where the relations of the package say that the document is. */
async function mainPart(archive, reading) {
  const usual = "word/document.xml";
  if (archive.has(usual)) return usual;
  const relations = archive.has("_rels/.rels") ? await archive.text("_rels/.rels") : "";
  const relation = (relations.match(/<Relationship\b[^>]*>/g) ?? []).find((tag) => /\/officeDocument"/.test(tag));
  const target = /\bTarget="\/?([^"]+)"/.exec(relation ?? "")?.[1];
  if (target && archive.has(target)) return target;
  throw fileError("bad-file", reading.name, "is damaged (it has no document inside)");
}

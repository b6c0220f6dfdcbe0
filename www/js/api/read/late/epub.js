/** @file E-books (EPUB): the chapters in their order. */

import { Parser } from "htmlparser2";
import { fileError } from "../errors.js";
import { inTurn } from "./flow.js";
import { local } from "./markup.js";
import { xhtml } from "./html.js";

const CONTAINER = "META-INF/container.xml";
const ENCRYPTION = "META-INF/encryption.xml";

/** Fonts are often disguised; that hides no text. */
const DISGUISES = /^http:\/\/(www\.idpf\.org\/2008\/embedding|ns\.adobe\.com\/pdf\/enc#RC)$/;

/** @param {import("./archive.js").Archive} archive @param {import("../read.js").Reading} reading */
export async function* epub(archive, reading) {
  if (archive.has(ENCRYPTION)) refuseEncrypted(elements(await archive.text(ENCRYPTION)), reading);
  const root = elements(await archive.text(CONTAINER)).find(({ name }) => name === "rootfile");
  const opf = root?.attributes["full-path"] ?? "";
  const chapters = spineOf(elements(await archive.text(opf)), opf);
  if (chapters.length === 0) throw fileError("bad-file", reading.name, "is damaged (it names no chapter)");
  yield* inTurn(chapters.map((chapter) => xhtml(archive.decoded(chapter), reading)));
}

function refuseEncrypted(all, { name }) {
  const methods = all.filter((element) => element.name === "EncryptionMethod");
  if (methods.every(({ attributes }) => DISGUISES.test(attributes.Algorithm ?? ""))) return;
  throw fileError("encrypted-file", name, "is protected against copying and cannot be read");
}

/** The files of the chapters in the order of reading, without the table of contents. */
function spineOf(all, opf) {
  const items = new Map(all.filter(({ name }) => name === "item").map(({ attributes }) => [attributes.id, attributes]));
  return all
    .filter(({ name }) => name === "itemref")
    .map(({ attributes }) => items.get(attributes.idref))
    .filter((item) => item?.href && !/\bnav\b/.test(item.properties ?? "") && /html|xml/.test(item["media-type"] ?? "html"))
    .map(({ href }) => resolve(href, opf));
}

/** A path inside the archive. An address needs a base; this one stands for the root of the archive. */
function resolve(href, from) {
  const root = "file:///";
  try {
    return decodeURIComponent(new URL(href, root + encodeURI(from)).pathname.slice(1));
  } catch {
    // It is no address, such as 100%.xhtml, and so a name as it stands.
    return from.slice(0, from.lastIndexOf("/") + 1) + href;
  }
}

/** All elements of a small XML file, flat. */
function elements(text) {
  const found = [];
  const parser = new Parser({ onopentag: (name, attributes) => found.push({ name: local(name), attributes }) }, { xmlMode: true });
  parser.end(text);
  return found;
}

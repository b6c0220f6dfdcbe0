/** @file OpenDocument texts: the body, then the notes. */

import { encrypted } from "../errors.js";
import { Flow, GAP, inTurn } from "./flow.js";
import { local, parseMarkup } from "./markup.js";

const SKIPPED = new Set(["tracked-changes", "annotation", "note-citation", "ruby-text", "sequence-decls", "forms", "scripts", "font-face-decls", "automatic-styles"]);

/** The most spaces that one element may stand for. */
const SPACES = 1000;

/** @param {Flow} notes Takes the notes, so that they do not part the sentence that they belong to. */
const formatWith = (notes) => (body) => {
  let flow = body;
  let paragraphs = 0;
  const isParagraph = (element) => element === "p" || element === "h";
  return {
    open(name, attributes) {
      const element = local(name);
      if (SKIPPED.has(element)) return "skip";
      if (element === "note") flow = notes;
      if (isParagraph(element)) {
        paragraphs++;
        flow.part(GAP.paragraph);
      } else if (element === "s") flow.exact(" ".repeat(Math.min(SPACES, Number(attributes["text:c"]) || 1)));
      else if (element === "tab") flow.exact("\t");
      else if (element === "line-break") flow.part(GAP.line);
    },
    close(name) {
      const element = local(name);
      if (element === "note") flow = body;
      if (!isParagraph(element)) return;
      paragraphs--;
      flow.part(GAP.paragraph);
    },
    text(data) {
      if (paragraphs > 0) flow.text(data);
    },
  };
};

/** @param {import("./archive.js").Archive} archive @param {import("../read.js").Reading} reading */
export async function* odt(archive, reading) {
  const manifest = "META-INF/manifest.xml";
  if (archive.has(manifest) && /encryption-data/.test(await archive.text(manifest))) {
    throw encrypted(reading.name);
  }
  const notes = new Flow();
  const body = parseMarkup(archive.decoded("content.xml"), reading, { xmlMode: true }, formatWith(notes));
  yield* inTurn([body, taken(notes)]);
}

/** What a flow has taken in by the time it is asked for. */
function* taken(flow) {
  yield flow.take();
}

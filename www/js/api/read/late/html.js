/** @file HTML, of the web and of e-books: what a reader sees, without ruby. */

import { GAP } from "./flow.js";
import { parseMarkup } from "./markup.js";

const words = (list) => new Set(list.split(" "));

/** Not part of the text, or a reading aid over it. */
const SKIPPED = words("script style template title nav noscript svg iframe object audio video canvas datalist rt rp rtc");

const PARAGRAPHS = words(
  "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form " +
    "h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol option p pre search section summary table tbody tfoot thead ul",
);

const EXACT = words("pre textarea listing");

const GAPS = { __proto__: null, br: GAP.line, tr: GAP.line, td: GAP.cell, th: GAP.cell };

const gapOf = (name) => GAPS[name] ?? (PARAGRAPHS.has(name) ? GAP.paragraph : GAP.none);

const isHidden = ({ hidden, style = "" }) => hidden !== undefined || /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style);

/** @returns {import("./markup.js").Format} */
function format(flow) {
  let exact = 0;
  return {
    open(name, attributes) {
      if (SKIPPED.has(name) || isHidden(attributes)) return "skip";
      flow.part(gapOf(name));
      if (EXACT.has(name)) exact++;
    },
    close(name) {
      flow.part(gapOf(name));
      if (EXACT.has(name)) exact--;
    },
    text(data) {
      if (exact > 0) flow.exact(data);
      else flow.text(data);
    },
  };
}

/** @type {(chunks: AsyncIterable<string>, reading: import("../read.js").Reading) => AsyncGenerator<string>} */
export const html = (chunks, reading) => parseMarkup(chunks, reading, {}, format);

/** A chapter of an e-book: XML in the words of HTML. */
export const xhtml = (chunks, reading) =>
  parseMarkup(chunks, reading, { recognizeSelfClosing: true, recognizeCDATA: true }, format);

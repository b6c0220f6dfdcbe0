/** The views of the work area. The page loads this when the first of them is shown. */

// css/explore.css, by the name that the build gives it when it is made small.
import looks from "hanlens-late-style";
import { addSentences } from "../i18n/index.js";
import { createCloud } from "./cloud.js";
import { createCompare } from "./compare.js";
import { createConcordance } from "./concordance.js";
import { createCollocates } from "./collocates.js";
import { createDispersion } from "./dispersion.js";
import { createExplain } from "./explain.js";
import { createNewWords } from "./new-words.js";
import { createNgrams } from "./ngrams.js";
import { createNumbers } from "./numbers.js";
import { createOwnWords } from "./own-words.js";
import { createReport } from "./report.js";
import { createTrend } from "./trend.js";
import { en } from "./i18n/en.js";
import { zh } from "./i18n/zh.js";
import { optionsOfAddress, takeOptions } from "./options.js";

export { createCutEditor } from "./cut-editor.js";

addSentences({ en, zh });

// A sheet of this kind needs no element, and the page's policy has nothing against it.
const sheet = new CSSStyleSheet();
sheet.replaceSync(looks);
document.adoptedStyleSheets.push(sheet);

const VIEWS = {
  cloud: createCloud,
  compare: createCompare,
  concordance: createConcordance,
  collocates: createCollocates,
  dispersion: createDispersion,
  explain: createExplain,
  "new-words": createNewWords,
  ngrams: createNgrams,
  numbers: createNumbers,
  "own-words": createOwnWords,
  report: createReport,
  trend: createTrend,
};

let begun = false;

/** Fills the element of a view. */
export function createView(page, id, element) {
  if (!begun) takeOptions(page.store, optionsOfAddress(location.hash));
  begun = true;
  VIEWS[id]?.(page, element);
}

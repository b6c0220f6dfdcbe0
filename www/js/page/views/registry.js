/**
 * The views of the page in the order of their tabs. Text, keywords and the frequency table are there from the start;
 * the others are made when they are first shown, by `../explore/explorer.js`, which is loaded then.
 */

/** @typedef {{ id: string, label: string, side?: boolean, made?: boolean }} View `label`: a key; `side`: beside the work area in a wide window */

/** @type {View[]} */
export const VIEWS = [
  { id: "text", label: "text", side: true, made: true },
  { id: "keywords", label: "keywords", side: true, made: true },
  { id: "table", label: "frequencies", made: true },
  ...["cloud", "concordance", "collocates", "ngrams", "dispersion", "trend", "compare", "numbers", "new-words", "own-words", "explain", "report"].map(
    (id) => ({ id, label: `view.${id}` }),
  ),
];

/** The views of the work area. */
export const WORK_VIEWS = VIEWS.filter(({ side }) => !side);

export const isWorkView = (id) => WORK_VIEWS.some((view) => view.id === id);

/** The view that the address asks for, as in `#view=cloud`, or null. */
export function viewOfAddress(hash = location.hash) {
  const id = new URLSearchParams(hash.slice(1)).get("view");
  return VIEWS.some((view) => view.id === id) ? id : null;
}

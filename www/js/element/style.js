/** @file The element's looks: a sheet that it makes itself, which no policy forbids. */

// No properties of the element's own stand between: they would be the page's too, and might have names of the page's.
const MUTED = "var(--hanlens-muted, color-mix(in srgb, currentColor 78%, transparent))";
const RULE = "var(--hanlens-rule, color-mix(in srgb, currentColor 22%, transparent))";
const ACCENT = "var(--hanlens-accent, currentColor)";
const SOFT = "var(--hanlens-soft, color-mix(in srgb, currentColor 12%, transparent))";
const MARK = "background-color: var(--hanlens-highlight, #ffe39a); color: #1f1b16;";

const RULES = `
:host { display: block; min-block-size: 2em; font: var(--hanlens-font, inherit); color: var(--hanlens-ink, inherit); }
:host([hidden]) { display: none; }
[hidden] { display: none; }
.status { margin: 0; font-size: 0.8125em; line-height: 1.6; color: ${MUTED}; }
.failed { color: inherit; border-inline-start: 3px solid ${ACCENT}; padding-inline-start: 0.6em; }
progress { inline-size: 100%; block-size: 0.25em; accent-color: ${ACCENT}; display: block; }
button { font: inherit; color: inherit; background: none; border: 0; padding: 0.1em 0.3em; margin: 0; border-radius: 0.2em; cursor: pointer;
  min-block-size: 24px; min-inline-size: 24px; text-align: start; overflow-wrap: anywhere; }
button:hover { background: ${SOFT}; }
button:disabled { cursor: default; }
button[aria-pressed=true] { ${MARK} }
:focus-visible { outline: 2px solid currentColor; outline-offset: 1px; }
.scroller { overflow-x: auto; }
table { border-collapse: collapse; inline-size: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: start; font-weight: 600; padding-block-end: 0.3em; }
th, td { text-align: start; padding: 0.15em 0.5em; border-block-end: 1px solid ${RULE}; font-weight: 400; }
thead th { font-size: 0.8125em; color: ${MUTED}; }
.number { text-align: end; }
.title { font-weight: 600; margin: 0 0 0.3em; }
ol { list-style: none; margin: 0; padding: 0; }
.keywords li { display: grid; grid-template-columns: minmax(5em, auto) 1fr auto; gap: 0.6em; align-items: center; padding-block: 0.1em; }
.bar { block-size: 0.5em; inline-size: 100%; background: ${SOFT}; border-radius: 0.25em; overflow: hidden; }
.bar > span { display: block; block-size: 100%; background: ${ACCENT}; }
.figure { font-variant-numeric: tabular-nums; color: ${MUTED}; font-size: 0.875em; }
.cloud ol { display: flex; flex-wrap: wrap; gap: 0.15em 0.5em; align-items: baseline; justify-content: center; line-height: 1.3; }
.text { overflow-wrap: anywhere; line-height: 1.9; max-block-size: var(--hanlens-text-height, none); overflow-y: auto; }
.text p { margin: 0; min-block-size: 1lh; white-space: pre-wrap; }
.concordance td { white-space: pre; }
.concordance td:first-child { text-align: end; }
.concordance td:nth-child(2) { text-align: center; font-weight: 600; color: ${ACCENT}; }
::highlight(hanlens) { ${MARK} }
@media (forced-colors: active) { button[aria-pressed=true] { background: Highlight; color: HighlightText; } }
`;

/** A sheet belongs to the document in which it is made. @type {WeakMap<Document, CSSStyleSheet>} */
const sheets = new WeakMap();

/** @param {Document} document */
export function sheetOf(document) {
  if (!sheets.has(document)) {
    const sheet = new document.defaultView.CSSStyleSheet();
    sheet.replaceSync(RULES);
    sheets.set(document, sheet);
  }
  return sheets.get(document);
}

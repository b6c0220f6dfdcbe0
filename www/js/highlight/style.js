/** @file The looks of highlights, in a sheet that no policy forbids and that a page's own rules overrule. */

/** A name that may stand in a style sheet as it is. */
export const NAME = /^[A-Za-z_][\w-]*$/;

/** In a layer, so that any rule of the page that is in none wins. */
const rules = (name) => `@layer hanlens {
::highlight(${name}) { background-color: #ffe39a; color: #1f1b16; }
::highlight(${name}-active) { background-color: #a3321f; color: #ffffff; }
mark.${name} { background-color: #ffe39a; color: #1f1b16; }
mark.${name}-active { background-color: #a3321f; color: #ffffff; }
@media (forced-colors: active) {
::highlight(${name}), ::highlight(${name}-active) { background-color: Mark; color: MarkText; }
} }`;

/** The sheets that stand in a document or shadow root, with how many use each. */
const inUse = new WeakMap();

/**
 * Gives a tree the looks of a name.
 * @param {Document | ShadowRoot} tree
 * @param {string} name
 * @returns {() => void} Takes them away when nobody uses them any more.
 */
export function adoptStyle(tree, name) {
  if (!inUse.has(tree)) inUse.set(tree, new Map());
  const sheets = inUse.get(tree);
  const entry = sheets.get(name) ?? { sheet: makeSheet(tree, rules(name)), users: 0 };
  sheets.set(name, entry);
  if (entry.users++ === 0) tree.adoptedStyleSheets = [...tree.adoptedStyleSheets, entry.sheet];
  return () => {
    if (--entry.users > 0) return;
    tree.adoptedStyleSheets = tree.adoptedStyleSheets.filter((sheet) => sheet !== entry.sheet);
    sheets.delete(name);
  };
}

/** A sheet belongs to the document in which it is made. */
export function makeSheet(tree, text) {
  const { defaultView } = tree.ownerDocument ?? tree;
  const sheet = new defaultView.CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}

/** @file The clipboard: what a test puts there, and what the page has put there. */

/** @param {import("playwright-core").Page} page */
export const toClipboard = (page, text) => withLeave(page, "writeText", text);

/** @returns {Promise<string>} */
export const fromClipboard = (page) => withLeave(page, "readText");

/** Some engines give the clipboard to nobody but a handler of a key that was pressed. */
function withLeave(page, method, text) {
  if (page.inKeyHandler) return page.inKeyHandler(`(text) => navigator.clipboard.${method}(text)`, text);
  return page.evaluate(([act, given]) => navigator.clipboard[act](given), [method, text]);
}

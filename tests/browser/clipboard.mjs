/** @file The clipboard: what a test puts there, and what the page has put there. The engines beside Chromium have ways of their own. */

/** @param {import("playwright-core").Page} page */
export const toClipboard = (page, text) =>
  page.copy ? page.copy(text) : page.evaluate((value) => navigator.clipboard.writeText(value), text);

/** @returns {Promise<string>} */
export const fromClipboard = (page) => (page.pasted ? page.pasted() : page.evaluate(() => navigator.clipboard.readText()));

/** A text as it comes out of a paste; WebKit makes `\n` of `\r\n` on the way. */
export const asPasted = (page, text) => (page.pasted ? text.replaceAll("\r\n", "\n") : text);

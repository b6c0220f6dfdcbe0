/**
 * @file The bookmarklet: opens the analyzer and sends it the text that the reader has selected, or that of the whole page.
 *
 * It sends to nobody but the window that it opened, and only while that window shows the analyzer. The analyzer asks its
 * reader before it takes the text: see `page/receive.js`.
 */

/** Whoever sets the bookmarklet up puts the analyzer's address here. */
const address = "HANLENS_PAGE";

const { origin } = new URL(address);
const selected = String(getSelection());
const text = selected.trim() === "" ? document.body.innerText : selected;
const analyzer = open(`${address}#receive=${encodeURIComponent(location.origin)}`);

addEventListener("message", function answer(event) {
  if (event.source !== analyzer || event.origin !== origin || event.data !== "hanlens-ready") return;
  removeEventListener("message", answer);
  analyzer.postMessage({ hanlens: 1, text, title: document.title }, origin);
});

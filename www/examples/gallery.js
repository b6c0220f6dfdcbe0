/** The demonstrations that need a program. */

import { highlight } from "../hanlens-highlight.js";

const byId = (id) => document.getElementById(id);
const story = byId("story");

/** What the controls ask for. */
function choice() {
  const words = byId("words").value.split(/[\s,，、]+/).filter(Boolean);
  return words.length > 0 ? { words } : { keywords: Math.max(1, Math.trunc(byId("count").valueAsNumber) || 1) };
}

let highlighter = highlight(story, choice());

const renew = () => highlighter?.update(choice());
byId("count").addEventListener("input", renew);
byId("words").addEventListener("change", renew);
byId("next").addEventListener("click", () => highlighter?.next());
byId("previous").addEventListener("click", () => highlighter?.previous());
byId("toggle").addEventListener("click", ({ currentTarget }) => {
  if (highlighter) highlighter.clear();
  highlighter = highlighter ? undefined : highlight(story, choice());
  currentTarget.setAttribute("aria-pressed", String(Boolean(highlighter)));
});

for (const id of ["table", "keywords"]) {
  byId(id).addEventListener("select", ({ detail: { word } }) => {
    byId("words").value = word;
    renew();
  });
}

/** The bookmarklet is the same on every host but for the analyzer's address. */
const script = await (await fetch("../bookmarklet.txt")).text();
byId("bookmarklet").href = script.trim().replace("HANLENS_PAGE", new URL("../index.html", location.href).href);
// It is for other pages; here the policy would only complain.
byId("bookmarklet").addEventListener("click", (event) => event.preventDefault());

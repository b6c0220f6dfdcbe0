/** Texts that come from outside: opened, dropped or pasted. */

import { t } from "./i18n/index.js";

/** What the "open" dialog offers. Any other file may be dropped or chosen all the same. */
export const ACCEPT = ".txt,.md,.markdown,.text,text/plain,text/markdown";

/** Files that are surely no text; of all others the decoder judges. */
const NO_TEXT = /\.(docx?|xlsx?|pptx?|odt|epub|pdf|zip|rar|7z|gz|png|jpe?g|gif|webp|svgz|mp[34]|exe|dll)$/i;

/** The analysed language of a text is Chinese; a sample may say which script. */
const TEXT_LANGUAGE = "zh";

/** @returns {import("./session.js").PageDocument} */
export const documentOf = (name, source, { lang = TEXT_LANGUAGE, sample = null } = {}) => ({
  name,
  source,
  lang,
  sample,
});

/** Takes a list of files: those that may be text are added, the others are named. */
export function openFiles(store, session, list) {
  const files = [...list];
  const refused = files.filter((file) => NO_TEXT.test(file.name) || /^(image|audio|video)\//.test(file.type));
  const taken = files.filter((file) => !refused.includes(file));
  store.set({
    notice:
      refused.length > 0
        ? { key: "notText", values: { names: refused.map((file) => file.name).join(", ") }, problem: true }
        : null,
  });
  if (taken.length === 0) return;
  store.set({ editing: false });
  session.add(taken.map((file) => documentOf(file.name, file)));
}

/** Adds a text; one without a name of its own gets one. */
export function openText(store, session, text, name = freeName(store.state.documents, "pastedName")) {
  if (text.trim() === "") return;
  store.set({ editing: false, notice: null });
  session.add([documentOf(name, text)]);
}

/** "Pasted text 3" where 1 and 2 are taken. */
export function freeName(documents, key) {
  const taken = new Set(documents.map((document) => document.name));
  for (let n = 1; ; n += 1) {
    const name = t(key, { n });
    if (!taken.has(name)) return name;
  }
}

const isField = (node) =>
  node instanceof Element && node.closest("input, textarea, select, [contenteditable]") !== null;

/** Lets the whole page take dropped and pasted texts. */
export function listenForTexts(store, session) {
  document.addEventListener("paste", (event) => {
    if (isField(event.target) || document.querySelector("dialog[open]")) return;
    const { files } = event.clipboardData;
    const text = event.clipboardData.getData("text/plain");
    if (files.length === 0 && text === "") return;
    event.preventDefault();
    if (text !== "") openText(store, session, text);
    else openFiles(store, session, files);
  });

  const carriesText = (event) =>
    [...event.dataTransfer.types].some((type) => type === "Files" || type === "text/plain");
  const cover = (shown) => document.body.classList.toggle("is-drop-target", shown);
  // A drag that began on the page itself is the reader moving a selection, not bringing a text.
  let ownDrag = false;
  document.addEventListener("dragstart", () => {
    ownDrag = true;
  });
  document.addEventListener("dragend", () => {
    ownDrag = false;
  });
  document.addEventListener("dragover", (event) => {
    if (ownDrag || !carriesText(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    cover(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) cover(false);
  });
  document.addEventListener("drop", (event) => {
    cover(false);
    if (ownDrag || !carriesText(event)) return;
    const { files } = event.dataTransfer;
    const text = event.dataTransfer.getData("text/plain");
    if (files.length === 0 && isField(event.target)) return;
    event.preventDefault();
    if (files.length > 0) openFiles(store, session, files);
    else openText(store, session, text);
  });
}

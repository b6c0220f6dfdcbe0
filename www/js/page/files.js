/** Texts that come from outside: opened, dropped or pasted. */

import { fileError } from "../api/read/errors.js";
import { UNPACKED_BYTES } from "../api/read/limits.js";
import { formatNumber, t } from "./i18n/index.js";

/** What the "open" dialog offers. Any other file may be dropped or chosen all the same. */
export const ACCEPT =
  ".txt,.text,.md,.markdown,.html,.htm,.xhtml,.docx,.odt,.epub,.srt,.vtt,.ass,.ssa,.csv,.tsv,.json,.jsonl,.ndjson,.zip,text/*";

/** Files that are surely no text; of all others the engine judges, and says what to do. */
const NO_TEXT = /\.(png|jpe?g|gif|webp|svgz|mp[34]|wav|exe|dll)$/i;

const isArchive = (file) => /\.zip$/i.test(file.name) || file.type === "application/zip";

/** The analysed language of a text is Chinese; a sample may say which script. */
const TEXT_LANGUAGE = "zh";

/** A name that no other has. */
export const newId = () => crypto.getRandomValues(new Uint32Array(3)).join("-");

/** @returns {import("./session.js").PageDocument} */
export const documentOf = (name, source, { lang = TEXT_LANGUAGE, sample = null, read = undefined, id = newId() } = {}) => ({
  id,
  name,
  source,
  lang,
  sample,
  read,
});

/** Takes a list of files: those that may be text are added, the others are named. */
export async function openFiles(store, session, list) {
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
  const documents = await Promise.all(taken.map((file) => (isArchive(file) ? entriesOf(store, session, file) : documentOf(file.name, file))));
  if (documents.flat().length > 0) session.add(documents.flat());
}

/** A document for each file in an archive. */
async function entriesOf(store, session, file) {
  try {
    const entries = await session.contents(file);
    // What is named like an archive and is none is read as whatever it is.
    if (entries.length === 0) return [documentOf(file.name, file)];
    // Each file in it is read by itself, so nobody else sees the sum.
    if (entries.reduce((sum, { bytes }) => sum + bytes, 0) > UNPACKED_BYTES) {
      throw fileError("too-large", file.name, `unpacks to more than ${UNPACKED_BYTES} bytes`);
    }
    return entries.map(({ name }) => documentOf(name, file, { read: { entry: name } }));
  } catch (error) {
    store.set({ notice: { error, before: store.state.notice } });
    return [];
  }
}

/** Says when characters of a file could not be decoded, once for each way of reading it. */
export function watchLosses(store) {
  const told = new WeakSet();
  store.on(["analysis"], () => {
    const { documents, corpus } = store.state.analysis;
    const lossy = documents.filter((document, i) => corpus.summary.documents[i]?.replaced > 0 && !told.has(document));
    if (lossy.length === 0) return;
    lossy.forEach((document) => told.add(document));
    const n = lossy.reduce((sum, document) => sum + corpus.summary.documents[documents.indexOf(document)].replaced, 0);
    const names = lossy.map(({ name }) => name).join(", ");
    const { notice } = store.state;
    store.set({
      notice: { key: "replaced", values: { n, count: formatNumber(n), names }, problem: true, before: notice?.problem || notice?.error ? notice : null },
    });
  });
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

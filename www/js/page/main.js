/** Puts the page together: the state, the engine, the views. */

import { beginEngine } from "hanlens-parts";
import { loadFailed } from "../api/errors.js";
import { trusted } from "../api/trust.js";
import { lateDialog } from "./dialogs/dialog.js";
import { nextTask, translateTree } from "./dom.js";
import { listenForTexts, openText, watchLosses } from "./files.js";
import { locale, setLanguage, t } from "./i18n/index.js";
import { OwnWords } from "./own-words.js";
import { sampleDocument } from "./samples.js";
import { Selection } from "./selection.js";
import { Session } from "./session.js";
import { hasTexts, keepSettings, readSettings, readWords, SETTING_NAMES } from "./settings.js";
import { createStore } from "./store.js";
import { createChosenBar } from "./views/chosen.js";
import { createKeywordsView } from "./views/keywords.js";
import { createLayout, showViewIn } from "./views/layout.js";
import { createMasthead } from "./views/masthead.js";
import { isWorkView, viewOfAddress } from "./views/registry.js";
import { createTableView, INITIAL_QUERY } from "./views/table.js";
import { createTextView } from "./views/text.js";
import { createNotice, createTools } from "./views/tools.js";

/** The state of the page. Settings are in it under their own names. */
const store = createStore({
  ...readSettings(),
  /** @type {import("./session.js").PageDocument[]} */
  documents: [],
  /** The index of the document that is shown. */
  current: 0,
  /** The last analysis: its corpus, and the documents and settings that it is of. */
  analysis: null,
  /** The progress of a long analysis, or null. */
  busy: null,
  /** @type {import("./selection.js").Chosen | null} */
  chosen: null,
  /** The spans of the chosen word in the current document. */
  spans: null,
  /** The one of them that the reader is at. */
  occurrence: null,
  /** @type {import("../api/hanlens.js").Keyword[]} */
  keywords: [],
  /** The characters that are selected in the text, by their offsets. */
  marked: null,
  /** Another object when the keyboard wants to go to the editor of the cut. */
  cutFocus: null,
  /** Whether the text is being written, not read. */
  editing: false,
  /** The view that a narrow window shows. */
  view: viewOfAddress() ?? "text",
  /** The view of the work area. */
  work: isWorkView(viewOfAddress()) ? viewOfAddress() : "table",
  /** Whether the work area has the whole window. */
  widened: false,
  /** The documents that queries are limited to, or null for all. @type {number[] | null} */
  scope: null,
  /** What is looked for in the text: a word that was chosen, or what the reader wrote. */
  pattern: null,
  /** What the last change of the reader's own words was, and the last that was taken back. */
  wordHistory: { undoable: null, redoable: null },
  /** Filter and order of the frequency table. */
  query: INITIAL_QUERY,
  /** One line of news, or null. */
  notice: null,
});

/** Tells the reader of what went wrong. */
const tell = (error) => store.set({ notice: { error } });

/** What loads its code, a `part` of the page, when it is first called for: whether it could. A failure is told. */
const late =
  (part, act) =>
  (...given) =>
    act(...given).then(
      () => true,
      (cause) => {
        tell(loadFailed(part, cause));
        return false;
      },
    );

/** The engine with the reader's own words. */
async function withOwnWords(lens) {
  const { text, off } = readWords();
  try {
    if (text !== "") await lens.words.load(text);
    for (const word of off) await lens.words.enable(word, false);
  } catch (error) {
    tell(error);
  }
  return lens;
}

function showLanguage() {
  setLanguage(store.state.language);
  document.title = t("title");
  document.body.dataset.drop = t("dropHere");
  translateTree(document);
}

const nameLanguage = () => {
  document.documentElement.lang = locale();
};

/** The name of the language changes the style of every element. It is set when the words are there, in a task of its own. */
function changeLanguage() {
  showLanguage();
  nextTask().then(nameLanguage);
}

function showLooks() {
  const { theme, font, size } = store.state;
  Object.assign(document.documentElement.dataset, { theme, font, size });
}

/** Says once that the browser forbids to keep things. */
let told = false;
function tellNotKept() {
  if (told) return;
  told = true;
  store.set({ notice: { key: "notKept" } });
}

/** Keeps each change. */
const keepChanges = () => store.on(SETTING_NAMES, () => keepSettings(store.state) || tellNotKept());

/**
 * Fills the element of a view that is first shown: the code of these views is loaded with the first of them.
 * @returns {(id: string, element: HTMLElement) => Promise<boolean>} whether it could
 */
const makeView = (page) =>
  late("view", async (id, element) => {
    const { createView } = await import("./explore/explorer.js");
    createView(page, id, element);
  });

/** Builds the page a view at a time, so that the engine's messages are heard between. */
async function build() {
  const { lens, ready } = beginEngine();
  // What is asked of the engine hears of it.
  ready.catch(() => {});
  const engine = withOwnWords(lens);
  await nextTask();
  const session = new Session(store, engine);
  const selection = new Selection(store, session);
  const words = new OwnWords(store, session, engine);
  const page = { store, engine, ready, words, session, selection, showView: showViewIn(store), tellNotKept };
  let keeper;
  /** What keeps the texts, loaded when there is something to bring back, else after the first table. */
  page.keeper = () => (keeper ??= import("./kept/kept.js").then(({ createKeeper }) => createKeeper(page)));
  page.firstTable = () => {
    page.firstTable = undefined;
    performance.mark("hanlens-first-table");
    document.documentElement.dataset.ready = "true";
    page.keeper().then((it) => it.begin()).catch(tell);
  };
  page.openFile = late("dialog", async (index) => {
    const { openFileDialog } = await import("./dialogs/late.js");
    openFileDialog(page, index);
  });
  // What the keeper needs of the parts that are here already.
  Object.assign(page, { sample: sampleDocument, trusted, isAskedFor: viewOfAddress() !== null });
  page.isHandedOver = location.hash.startsWith("#receive=");
  const begin = (isBack) => isBack || store.state.documents.length > 0 || session.open([sampleDocument()]);
  if (store.state.keep && hasTexts() && !page.isHandedOver) page.keeper().then((it) => it.restore()).then(begin, () => begin());
  else begin();

  const dialog = (name) =>
    lateDialog(async () => (await import("./dialogs/late.js"))[name](page), (cause) => tell(loadFailed("dialog", cause)));
  const main = document.getElementById("main");
  document.getElementById("masthead").append(
    ...createMasthead(page, {
      words: dialog("createWordsDialog"),
      settings: dialog("createSettingsDialog"),
      about: dialog("createAboutDialog"),
    }),
  );
  main.append(createTools(page), createNotice(page));
  await nextTask();
  const text = createTextView(page);
  const keywords = createKeywordsView(page);
  const table = createTableView(page);
  await nextTask();
  const layout = createLayout(page, { text, keywords, table }, makeView(page));
  const chosen = createChosenBar(page);
  chosen.listen(layout.panes);
  main.append(...layout.elements, chosen.element);
  document.querySelector(".skip-link").addEventListener("click", () => page.showView("text"));
  listenForTexts(store, session);
  watchLosses(store);
  if (page.isHandedOver) {
    const { listenForSender } = await import("./dialogs/late.js");
    listenForSender((name, text) => openText(store, session, text, name || undefined));
  }
}

// The language comes first among the listeners: the others write with its words.
showLanguage();
nameLanguage();
showLooks();
store.on(["language"], changeLanguage);
store.on(["theme", "font", "size"], showLooks);
keepChanges();
build();

/** The ways in for a text, what the analysis found in sum, and news of what is going on. */

import { announce, attachPopover, h, icon, short } from "../dom.js";
import { ACCEPT, openFiles } from "../files.js";
import { formatDecimal, formatNumber, inSentence, t } from "../i18n/index.js";
import { loadSample, SAMPLES } from "../samples.js";

export function createTools(page) {
  const { store, session } = page;
  const input = h("input", {
    type: "file",
    id: "file-input",
    multiple: true,
    accept: ACCEPT,
    class: "visually-hidden",
    tabindex: "-1",
    "aria-hidden": "true",
  });
  input.addEventListener("change", () => {
    openFiles(store, session, input.files);
    // The same file may be opened again.
    input.value = "";
  });
  const open = h("button", {
    class: "button",
    type: "button",
    id: "open",
    i18n: "open",
    i18nTitle: "openHelp",
    onclick: () => input.click(),
  });
  const write = h("button", {
    class: "button",
    type: "button",
    id: "write",
    i18n: "write",
    i18nTitle: "writeHelp",
    onclick: () => page.writeNew(),
  });
  const samples = h(
    "button",
    { class: "button", type: "button", id: "samples" },
    h("span", { i18n: "samples" }),
    icon("down"),
  );
  const panel = h(
    "ul",
    { class: "menu sample-list" },
    ...SAMPLES.map(({ id, title, lang }) =>
      h(
        "li",
        null,
        h(
          "button",
          { class: "sample", type: "button", "data-close": true, "data-sample": id, onclick: () => openSample(id) },
          h("span", { class: "sample-title", lang }, title),
          h("span", { class: "sample-about", i18n: `sample.${id}` }),
        ),
      ),
    ),
  );
  attachPopover(samples, panel);

  async function openSample(id) {
    try {
      const document = await loadSample(id);
      store.set({ editing: false, notice: null });
      session.open([document]);
    } catch (error) {
      store.set({ notice: { error } });
    }
  }

  const statistics = h("dl", { class: "statistics", id: "statistics", i18nLabel: "statistics" });
  const showStatistics = () => {
    const { analysis } = store.state;
    if (!analysis) return;
    const { tokens, types, characters, hanCharacters, milliseconds } = analysis.corpus.summary;
    const item = (key, value, note) =>
      h(
        "div",
        { class: "statistic", title: t(`${key}Help`) },
        h("dt", null, t(key)),
        h("dd", { id: `statistic-${key}` }, value, note && h("span", { class: "statistic-note" }, note)),
      );
    statistics.replaceChildren(
      item("tokens", formatNumber(tokens)),
      item("types", formatNumber(types)),
      item(
        "characters",
        formatNumber(characters),
        hanCharacters < characters && t("hanOf", { n: formatNumber(hanCharacters) }),
      ),
      item(
        "time",
        t("milliseconds", {
          n: milliseconds < 10 ? formatDecimal(milliseconds, 1) : formatNumber(Math.round(milliseconds)),
        }),
      ),
    );
  };
  store.on(["analysis", "language"], showStatistics);
  showStatistics();
  store.on(["analysis"], () => {
    const { tokens, types } = store.state.analysis.corpus.summary;
    announce(t("analysed", { tokens: formatNumber(tokens), types: formatNumber(types) }));
  });

  // The figures of before make room for the progress of the next ones.
  store.on(["busy"], () => {
    statistics.hidden = store.state.busy !== null;
  });
  return h(
    "div",
    { class: "tools" },
    h("div", { class: "tool-buttons" }, open, write, samples, input, panel),
    statistics,
    createProgress(page),
  );
}

/** How far an analysis is, with a way to stop it. */
function createProgress({ store, session }) {
  const bar = h("progress", { max: "1", value: "0", id: "progress-bar", "aria-labelledby": "progress-label" });
  const label = h("span", { class: "progress-label", id: "progress-label" });
  const cancel = h("button", {
    class: "button",
    type: "button",
    id: "cancel",
    i18n: "cancel",
    onclick: () => session.cancel(),
  });
  const element = h("div", { class: "progress", id: "progress", hidden: true }, label, bar, cancel);
  store.on(["busy", "language"], () => {
    const { busy } = store.state;
    const hadFocus = element.contains(document.activeElement);
    element.hidden = !busy;
    cancel.hidden = !store.state.analysis;
    if (!busy) {
      if (hadFocus) document.getElementById("text")?.focus();
      return;
    }
    const share = busy.total > 0 ? busy.done / busy.total : 0;
    if (busy.total > 0) bar.value = share;
    else bar.removeAttribute("value");
    label.textContent = busy.total > 0 ? t("analysing", { percent: Math.floor(share * 100) }) : t("starting");
  });
  return element;
}

/** One line of news: a mistake stays until it is put away, the rest goes by itself. */
export function createNotice(page) {
  const { store } = page;
  const text = h("p", { class: "notice-text", id: "notice-text" });
  const close = h(
    "button",
    { class: "icon-button", type: "button", i18nLabel: "dismiss", onclick: () => store.set({ notice: null }) },
    icon("close"),
  );
  const act = h("button", {
    class: "button",
    type: "button",
    id: "notice-act",
    onclick: () => {
      const { action } = store.state.notice;
      store.set({ notice: null });
      page.focusText();
      action.run();
    },
  });
  const box = h("div", { class: "notice", id: "notice", hidden: true }, text, close);
  const element = h("div", { role: "alert" }, box);
  let timer = 0;
  const render = () => {
    const { notice } = store.state;
    clearTimeout(timer);
    box.hidden = !notice;
    if (!notice) return;
    text.textContent = noticeText(notice);
    act.remove();
    if (notice.action) {
      act.textContent = t(notice.action.key);
      close.before(act);
    }
    box.classList.toggle("is-passing", Boolean(notice.passing));
    box.classList.toggle("is-problem", Boolean(notice.problem || notice.error));
    if (notice.passing)
      timer = setTimeout(() => {
        if (store.state.notice === notice) store.set({ notice: null });
      }, 4000);
  };
  store.on(["notice", "language"], render);
  return element;
}

/** `before` is a message that is still true. */
function noticeText({ key, values, error, before }) {
  const now = error ? errorText(error) : t(key, values);
  return before ? `${noticeText(before)} ${now}` : now;
}

/** What went wrong, first in the reader's language, then in the engine's own words. */
export function errorText(error) {
  return `${t(`error.${error.kind ?? "other"}`)} ${short(inSentence(error.message))}`;
}

/**
 * Where the views are. In a wide window the text and the keywords stand beside a work area, whose views are under tabs;
 * in a narrow one every view is under a tab, one at a time.
 */

import { h, icon } from "../dom.js";
import { createScope } from "./scope.js";
import { isWorkView, VIEWS, WORK_VIEWS } from "./registry.js";

/** The same bound as in the style sheet. */
const NARROW = "(max-width: 759.98px)";

/**
 * @param {{ [id: string]: HTMLElement }} views those that are made already
 * @param {(id: string, element: HTMLElement) => Promise<boolean>} make fills the element of a view that is shown for the first time
 */
export function createLayout(page, views, make) {
  const { store } = page;
  const narrow = matchMedia(NARROW);
  const elements = new Map(VIEWS.map(({ id }) => [id, views[id] ?? emptyView(id)]));
  const made = new Set(Object.keys(views));
  const tabs = new Map(
    VIEWS.map(({ id, label }) => [
      id,
      h("button", {
        class: "tab",
        type: "button",
        role: "tab",
        id: `tab-${id}`,
        "aria-controls": `view-${id}`,
        i18n: label,
        onclick: () => page.showView(id),
      }),
    ]),
  );
  const bar = h("div", { class: "tabs", role: "tablist", i18nLabel: "views" }, ...tabs.values());
  const widen = h(
    "button",
    {
      class: "icon-button widen",
      type: "button",
      id: "widen",
      i18nLabel: "widen",
      i18nTitle: "widen",
      onclick: () => store.set({ widened: !store.state.widened }),
    },
    icon("wide"),
  );
  const line = h("div", { class: "tab-line" }, bar, createScope(page), widen);
  const panes = h("div", { class: "panes", id: "panes" }, ...elements.values());

  /** The tabs come before what they switch, for the eye and for the keyboard. */
  const placeTabs = () => (narrow.matches ? panes.prepend(line) : elements.get("keywords").after(line));

  /** The views that have a tab now, and the one of them that is shown. */
  const now = () => {
    const { view, work } = store.state;
    return narrow.matches ? { under: VIEWS, shown: view } : { under: WORK_VIEWS, shown: work };
  };

  bar.addEventListener("keydown", (event) => {
    const { under, shown } = now();
    const at = under.findIndex(({ id }) => id === shown);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: under.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const { id } = under[(to + under.length) % under.length];
    page.showView(id);
    tabs.get(id).focus();
  });

  const render = () => {
    const { shown } = now();
    const { widened } = store.state;
    for (const { id, side } of VIEWS) {
      const tab = tabs.get(id);
      const view = elements.get(id);
      const hasTab = narrow.matches || !side;
      const isShown = id === shown;
      tab.hidden = !hasTab;
      tab.setAttribute("aria-selected", String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
      view.classList.toggle("is-away", hasTab ? !isShown : widened);
      if (hasTab) view.setAttribute("role", "tabpanel");
      else view.removeAttribute("role");
    }
    panes.classList.toggle("is-widened", widened && !narrow.matches);
    widen.hidden = narrow.matches;
    widen.setAttribute("aria-pressed", String(widened));
    reveal(bar, tabs.get(shown));
    if (!made.has(shown)) {
      made.add(shown);
      // A view that could not be loaded is tried again when it is next shown.
      make(shown, elements.get(shown)).then((done) => done || made.delete(shown));
    }
  };
  store.on(["view", "work", "widened"], render);
  store.on(["busy"], () => panes.setAttribute("aria-busy", String(store.state.busy !== null)));
  narrow.addEventListener("change", () => {
    placeTabs();
    render();
  });
  page.isShown = (id) => now().shown === id;
  // A bar that became narrower still shows the tab of now.
  new ResizeObserver(() => {
    if (narrow.matches) reveal(bar, tabs.get(now().shown));
  }).observe(bar);
  placeTabs();
  render();
  return { elements: [panes], panes };
}

/** Shows a view: in the work area too, where it is one of its views. */
export const showViewIn = (store) => (id) => store.set(isWorkView(id) ? { view: id, work: id } : { view: id });

const emptyView = (id) =>
  h("section", { class: "pane pane-work", id: `view-${id}`, "aria-labelledby": `tab-${id}` });

/** Brings a tab into sight in a bar that scrolls, without moving anything else. */
function reveal(bar, tab) {
  const { left, right } = tab.getBoundingClientRect();
  const box = bar.getBoundingClientRect();
  if (left < box.left) bar.scrollLeft -= box.left - left + 24;
  else if (right > box.right) bar.scrollLeft += right - box.right + 24;
}

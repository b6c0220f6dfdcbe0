/** Where the views are: side by side in a wide window, one at a time under tabs in a narrow one. */

import { h } from "../dom.js";

/** The views in the order of the tabs. A view's element has the id `view-<id>`. */
const TABS = [
  { id: "text", label: "text" },
  { id: "keywords", label: "keywords" },
  { id: "table", label: "frequencies" },
];

/** The same bound as in the style sheet. */
const NARROW = "(max-width: 759.98px)";

/** @param {{ [id: string]: HTMLElement }} views */
export function createLayout({ store }, views) {
  const narrow = matchMedia(NARROW);
  const tabs = TABS.map(({ id, label }) =>
    h("button", {
      class: "tab",
      type: "button",
      role: "tab",
      id: `tab-${id}`,
      "aria-controls": `view-${id}`,
      i18n: label,
      onclick: () => store.set({ view: id }),
    }),
  );
  const bar = h("div", { class: "tabs", role: "tablist", i18nLabel: "views" }, ...tabs);
  const panes = h("div", { class: "panes", id: "panes" }, ...TABS.map(({ id }) => views[id]));

  bar.addEventListener("keydown", (event) => {
    const now = TABS.findIndex(({ id }) => id === store.state.view);
    const to = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: TABS.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = (to + TABS.length) % TABS.length;
    store.set({ view: TABS[next].id });
    tabs[next].focus();
  });

  const render = () => {
    bar.hidden = !narrow.matches;
    TABS.forEach(({ id }, i) => {
      const shown = id === store.state.view;
      tabs[i].setAttribute("aria-selected", String(shown));
      tabs[i].tabIndex = shown ? 0 : -1;
      const view = views[id];
      view.classList.toggle("is-away", narrow.matches && !shown);
      if (narrow.matches) view.setAttribute("role", "tabpanel");
      else view.removeAttribute("role");
    });
  };
  store.on(["view"], render);
  store.on(["busy"], () => panes.setAttribute("aria-busy", String(store.state.busy !== null)));
  narrow.addEventListener("change", render);
  render();
  return { elements: [bar, panes], panes };
}

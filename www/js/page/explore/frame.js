/** What every view of the work area has: a heading, one line that says what it shows, its formula, and its controls. */

import { h } from "../dom.js";
import { createAbout } from "../views/about.js";

/**
 * Fills the element of a view.
 * @param {HTMLElement} element
 * @param {string} id of the view; its sentences are `view.<id>`, `about.<id>` and `formula.<id>`
 * @param {{ actions?: Array<Node | false>, controls?: Node[], body: Array<Node | false> }} parts
 */
export function fillFrame(element, id, { actions = [], controls = [], body }) {
  element.classList.add(`view-${id}`);
  element.append(
    h(
      "div",
      { class: "pane-head" },
      h("h2", { class: "visually-hidden", id: `${id}-title`, i18n: `view.${id}` }),
      createAbout(id),
      h("div", { class: "pane-actions" }, ...actions),
    ),
    ...(controls.length > 0 ? [h("div", { class: "view-controls" }, ...controls)] : []),
    ...body.filter(Boolean),
  );
}

/**
 * Calls `act` once now or when the view is first shown, and again after a change of the keys: at once where the view is
 * in sight, else when it is next shown.
 */
export function follow(page, id, keys, act) {
  let stale = true;
  const look = () => {
    if (!stale || !page.isShown(id)) return;
    stale = false;
    act();
  };
  page.store.on(keys, () => {
    stale = true;
    look();
  });
  page.store.on(["view", "work"], look);
  look();
}

/** Lets only the newest of several answers through; an older one comes to nothing. */
export function newestOnly() {
  let newest = 0;
  return async (answer) => {
    newest += 1;
    const mine = newest;
    const value = await answer;
    return mine === newest ? value : undefined;
  };
}

/** A line under the controls: how much was found, or why nothing is shown. A screen reader hears it. */
export const statusLine = (id) => h("p", { class: "found", id: `${id}-status`, role: "status" });

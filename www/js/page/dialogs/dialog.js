/** A modal panel: the browser keeps the focus inside and gives it back, and Escape closes. */

import { h, icon, uniqueId } from "../dom.js";

/**
 * @param {string} id
 * @param {string} title key of its heading
 * @param {Array<Node>} content
 * @param {{ onOpen?: () => void, onClose?: () => void }} [events]
 */
export function createDialog(id, title, content, { onOpen, onClose } = {}) {
  const heading = h("h2", { id: uniqueId("dialog-title"), i18n: title, tabindex: "-1" });
  const close = h(
    "button",
    { class: "icon-button", type: "button", i18nLabel: "close", i18nTitle: "close", onclick: () => element.close() },
    icon("close"),
  );
  const body = h("div", { class: "dialog-body" }, ...content);
  // With nothing to stop at inside, the keyboard scrolls the body itself.
  if (!body.querySelector("button, input, select, textarea, a")) body.tabIndex = 0;
  const element = h(
    "dialog",
    { class: "dialog", id, "aria-labelledby": heading.id },
    h("div", { class: "dialog-head" }, heading, close),
    body,
  );
  element.addEventListener("click", (event) => {
    // A click on the dialog itself, not on anything in it, is a click on what is behind it.
    if (event.target === element && isOutside(element, event)) element.close();
  });
  if (onClose) element.addEventListener("close", onClose);
  return {
    element,
    open() {
      onOpen?.();
      element.showModal();
      heading.focus();
    },
  };
}

/**
 * A dialog that is made when it is first opened.
 * @param {() => Promise<ReturnType<typeof createDialog>>} make
 * @param {(error: Error) => void} fail
 */
export function lateDialog(make, fail) {
  let making = null;
  return {
    async open() {
      try {
        making ??= make().then((dialog) => {
          document.body.append(dialog.element);
          return dialog;
        });
        const dialog = await making;
        if (!dialog.element.open) dialog.open();
      } catch (error) {
        making = null;
        fail(error);
      }
    },
  };
}

function isOutside(element, { clientX, clientY }) {
  const box = element.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}

/** @file Building the element's tree. Text only ever enters as text nodes. */

/**
 * @param {Document} document
 * @param {string} tag
 * @param {Record<string, unknown>} [props] Names that begin with "on" are listeners, all others attributes; those that
 *   are false or undefined are left out.
 * @param {...(Node | string | undefined)} children
 */
export function h(document, tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * Makes some buttons one stop of the Tab key, between which the arrow keys go.
 * @param {HTMLElement} list
 * @param {HTMLElement[]} buttons
 */
export function rove(list, buttons) {
  const stop = buttons.find((button) => button.ariaPressed === "true") ?? buttons[0];
  for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
  const goTo = (button) => {
    for (const other of buttons) other.tabIndex = other === button ? 0 : -1;
    button.focus();
  };
  list.addEventListener("focusin", ({ target }) => {
    if (!buttons.includes(target)) return;
    for (const other of buttons) other.tabIndex = other === target ? 0 : -1;
  });
  list.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(event.target);
    const { length } = buttons;
    const to = { Home: 0, End: length - 1 }[event.key] ?? (event.key in STEPS ? (at + STEPS[event.key] + length) % length : -1);
    if (at < 0 || to < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    goTo(buttons[to]);
  });
}

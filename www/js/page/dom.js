/** Small helpers for building the page. Text only ever enters as text nodes. */

import { t } from "./i18n/index.js";
import { wholeCharacter } from "./text/characters.js";

const SVG = "http://www.w3.org/2000/svg";

/** Attributes that hold a key of the translation tables, and where the translation goes. */
const TRANSLATED = {
  i18n: "data-i18n",
  i18nLabel: "data-i18n-label",
  i18nTitle: "data-i18n-title",
  i18nPlaceholder: "data-i18n-placeholder",
};

/** A text may have words of any length, and browsers lay out a line in time that grows with its square, or worse. */
const LONGEST = 500;

/**
 * What is shown of a piece of text in a line: all of it, unless it is far longer than any line.
 * @param {string} text
 * @param {"start" | "end"} [kept] which of it
 */
export function short(text, kept = "start") {
  if (text.length <= LONGEST) return text;
  const edge = wholeCharacter(text, kept === "start" ? LONGEST : text.length - LONGEST);
  return kept === "start" ? `${text.slice(0, edge)}…` : `…${text.slice(edge)}`;
}

/** How many code points a text has. */
export function lengthOf(text) {
  let length = 0;
  for (let i = 0; i < text.length; i += text.codePointAt(i) > 0xffff ? 2 : 1) length += 1;
  return length;
}

/**
 * Makes an element.
 *
 * `props`: names that begin with "on" are event listeners; `i18n`, `i18nLabel`, `i18nTitle` and `i18nPlaceholder`
 * hold keys of the translation tables; `true` and `false` set and leave out an attribute; all others are attributes.
 *
 * @param {string} tag
 * @param {Record<string, unknown> | null} [props]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === false || value == null) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in TRANSLATED) element.setAttribute(TRANSLATED[name], value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  if (props) translateElement(element);
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

/** @param {Element} element */
function translateElement(element) {
  const { i18n, i18nLabel, i18nTitle, i18nPlaceholder } = element.dataset;
  if (i18n) element.textContent = t(i18n);
  if (i18nLabel) element.setAttribute("aria-label", t(i18nLabel));
  if (i18nTitle) element.title = t(i18nTitle);
  if (i18nPlaceholder) element.setAttribute("placeholder", t(i18nPlaceholder));
}

/** Puts every marked element under `root` into the language of now. */
export function translateTree(root) {
  const marked = root.querySelectorAll("[data-i18n],[data-i18n-label],[data-i18n-title],[data-i18n-placeholder]");
  for (const element of marked) translateElement(element);
}

/** Strokes on a grid of 16 by 16. */
const ICONS = {
  up: "M3.5 10.5 8 6l4.5 4.5",
  down: "M3.5 5.5 8 10l4.5-4.5",
  close: "M4 4l8 8M12 4l-8 8",
  save: "M8 2.5v7M4.75 6.75 8 10l3.25-3.25M3 13.5h10",
  file: "M4 2h5l3 3v9H4zM9 2v3h3M6 8.5h4M6 11h4",
  wide: "M2 8h12M5 5 2 8l3 3M11 5l3 3-3 3",
  filter: "M2.5 4.5h11M4.5 8h7M6.5 11.5h3",
};

/** @param {keyof typeof ICONS} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

let nextId = 0;

/** An id that nothing else on the page has. */
export function uniqueId(prefix) {
  nextId += 1;
  return `${prefix}-${nextId}`;
}

/**
 * A button that opens a small panel under it. The panel closes on Escape, on a click elsewhere,
 * and on a click on anything in it that has the attribute `data-close`.
 *
 * @param {HTMLElement} button
 * @param {HTMLElement} panel
 * @param {() => void} [onOpen] called just before the panel shows
 */
export function attachPopover(button, panel, onOpen) {
  panel.id ||= uniqueId("panel");
  panel.popover = "auto";
  panel.classList.add("popover");
  button.setAttribute("aria-haspopup", "true");
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("popovertarget", panel.id);
  panel.addEventListener("beforetoggle", (event) => {
    const opens = event.newState === "open";
    button.setAttribute("aria-expanded", String(opens));
    if (opens) onOpen?.();
  });
  panel.addEventListener("toggle", (event) => {
    if (event.newState !== "open") return;
    placeUnder(button, panel);
    panel.querySelector("button, input, select, a")?.focus({ preventScroll: true });
  });
  panel.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) panel.hidePopover();
  });
}

/** Keeps the panel inside the window, below the button or above it. */
function placeUnder(button, panel) {
  const margin = 8;
  const anchor = button.getBoundingClientRect();
  const size = panel.getBoundingClientRect();
  const left = Math.max(margin, Math.min(anchor.left, innerWidth - size.width - margin));
  const below = anchor.bottom + 4;
  const top =
    below + size.height + margin <= innerHeight
      ? below
      : Math.max(margin, Math.min(below, innerHeight - size.height - margin));
  panel.style.left = `${left}px`;
  panel.style.top = `${top}px`;
}

/**
 * Calls `act` with the field's value once the reader pauses. Never in the middle of a composition,
 * in which an input method shows letters that are not yet the text.
 *
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {number} milliseconds
 * @param {(value: string) => void} act
 */
export function onPause(field, milliseconds, act) {
  let timer = 0;
  let composing = false;
  const plan = () => {
    clearTimeout(timer);
    timer = setTimeout(() => act(field.value), milliseconds);
  };
  field.addEventListener("compositionstart", () => {
    composing = true;
    clearTimeout(timer);
  });
  field.addEventListener("compositionend", () => {
    composing = false;
    plan();
  });
  field.addEventListener("input", (event) => {
    if (!composing && !event.isComposing) plan();
  });
  return { /** Forgets a pause that is under way. */ cancel: () => clearTimeout(timer) };
}

/** Tells a screen reader, when it has nothing else to say. */
export function announce(message) {
  const region = document.getElementById("announcer");
  // The same words twice are only spoken twice if the region was empty between.
  region.textContent = "";
  setTimeout(() => {
    region.textContent = message;
  }, 30);
}

/** Lets the browser paint and answer the reader before the rest of a long piece of work. */
export function yieldToBrowser() {
  return globalThis.scheduler?.yield?.() ?? nextTask();
}

/** Lets everything go first that waits now, messages of a worker too. */
export const nextTask = () =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

/** Whether the reader asked the system for less movement. */
export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

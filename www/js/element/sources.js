/** @file Where an element's text comes from, and how a change of it is heard. */

import { HanLensError } from "hanlens";
import { textOf } from "hanlens/highlight";

/** How long a page or a writer must be quiet before the text is read again, in milliseconds. */
const QUIET = 150;

const isField = (element) => ["input", "textarea"].includes(element.localName);
const isData = (element) => ["script", "template"].includes(element.localName);

/** The text of an element of the page. */
function read(element) {
  if (isField(element)) return element.value;
  if (isData(element)) return (element.content ?? element).textContent;
  return textOf(element, { include: ["editable"] });
}

/**
 * The element that `for` names, or the element itself for the text that stands in it.
 * @param {HTMLElement} element
 */
export function targetOf(element) {
  const id = element.getAttribute("for");
  if (id === null) return element;
  const target = element.getRootNode().querySelector(`#${CSS.escape(id)}`) ?? element.ownerDocument.getElementById(id);
  if (!target) throw new HanLensError("invalid-argument", "for", `there is no element with the id “${id}”`);
  return target;
}

/**
 * @param {HTMLElement} element
 * @param {AbortSignal} signal
 * @returns {Promise<string | Blob>}
 */
export async function sourceOf(element, signal) {
  const address = element.getAttribute("src");
  if (address === null) return read(targetOf(element));
  try {
    const response = await fetch(new URL(address, element.ownerDocument.baseURI), { signal });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await response.blob();
  } catch (cause) {
    signal.throwIfAborted();
    throw new HanLensError("load-failed", "src", `${address} cannot be loaded (${cause.message})`, { cause });
  }
}

/**
 * @param {HTMLElement} target
 * @param {() => void} changed
 * @returns {() => void} Ends it.
 */
export function watch(target, changed) {
  let timer;
  let isComposing = false;
  let known = read(target);
  const look = () => {
    const text = read(target);
    // Elements around words are no change of the text.
    if (text === known) return;
    known = text;
    changed();
  };
  const later = () => {
    clearTimeout(timer);
    if (!isComposing) timer = setTimeout(look, QUIET);
  };
  const end = new AbortController();
  const observer = new MutationObserver(later);
  observer.observe(target, { subtree: true, childList: true, characterData: true });
  if (isField(target)) {
    const on = (name, act) => target.addEventListener(name, act, { signal: end.signal });
    // In the middle of a composition an input method shows letters that are not yet the text.
    on("compositionstart", () => (isComposing = true));
    on("compositionend", () => {
      isComposing = false;
      later();
    });
    on("input", later);
  }
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    end.abort();
  };
}

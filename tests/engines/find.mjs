/**
 * @file Finding elements and readying them for the pointer, inside the page.
 *
 * Selectors are CSS with what the paths use beside it: `:text-is("…")` (the whole text, white space aside), `:has-text("…")`
 * (a part of it), and ` >> ` between steps, where `nth=2` picks one.
 *
 * These functions are sent to the page as their source, so they use nothing but each other.
 */

/** The elements that fit a selector, in the order of the document. */
function find(selector) {
  const textOf = (element) => element.textContent.replace(/\s+/g, " ").trim();
  const within = (roots, css) => [...new Set(roots.flatMap((root) => [...root.querySelectorAll(css)]))];
  const byText = (roots, css, test, rest) => {
    const found = within(roots, css).filter((element) => test(textOf(element)));
    return rest.trim() === "" ? found : byCss(found, `:scope ${rest}`);
  };
  const byCss = (roots, css) => {
    const text = /^(.*?):(has-text|text-is)\((["'])(.*?)\3\)(.*)$/s.exec(css);
    if (!text) return within(roots, css);
    const [, before, kind, , wanted, rest] = text;
    return byText(roots, before, (is) => (kind === "text-is" ? is === wanted : is.includes(wanted)), rest);
  };
  return selector.split(" >> ").reduce((found, step) => {
    const nth = /^nth=(\d+)$/.exec(step);
    return nth ? found.slice(Number(nth[1]), Number(nth[1]) + 1) : byCss(found, step);
  }, [document]);
}

/** Whether there is anything of the element to be seen. */
function isSeen(element) {
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true });
}

/**
 * The point at which a pointer reaches the first element that fits, in CSS pixels of the window; else why there is none yet.
 * @returns {Promise<{ x: number, y: number } | string>}
 */
async function pointOf(selector, position) {
  const [element] = find(selector);
  if (!element) return "is not in the page";
  if (!isSeen(element)) return "is not seen";
  if (element.disabled) return "is disabled";
  element.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
  const places = () => {
    const { left, top, width, height } = element.getBoundingClientRect();
    if (position) return [{ x: left + position.x, y: top + position.y }];
    // Where a scroll bar lies over the middle, a reader goes beside it.
    return [0.5, 0.2].map((share) => ({ x: left + width * share, y: top + height / 2 }));
  };
  const [before] = places();
  await new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(resolve));
  });
  const now = places();
  if (before.x !== now[0].x || before.y !== now[0].y) return "moves";
  const isReached = ({ x, y }) => {
    const hit = document.elementFromPoint(x, y);
    return hit !== null && (element.contains(hit) || hit.closest("label")?.control === element);
  };
  return now.find(isReached) ?? `is below ${document.elementFromPoint(now[0].x, now[0].y)?.outerHTML.slice(0, 80)}`;
}

/**
 * Lets a press go to an element that a pointer reaches, and to no other: what moved in between must not take it.
 * {@link release} says whether the element was met.
 */
function guard(selector) {
  const [element] = find(selector);
  const kinds = ["pointerdown", "mousedown", "pointerup", "mouseup", "click", "dblclick"];
  let isMissed;
  const check = (event) => {
    const { target } = event;
    isMissed ??= !(target instanceof Node && (element.contains(target) || target.closest?.("label")?.control === element));
    if (!isMissed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  kinds.forEach((kind) => addEventListener(kind, check, { capture: true }));
  globalThis.endGuard = () => {
    kinds.forEach((kind) => removeEventListener(kind, check, { capture: true }));
    return isMissed !== true;
  };
}

/** Ends what {@link guard} began. A page that was left meanwhile has none. */
function release() {
  const wasMet = globalThis.endGuard?.() ?? true;
  delete globalThis.endGuard;
  return wasMet;
}

/** Puts text where the caret is, in place of what is selected, as an editor's own command does. */
function insert(text) {
  if (text === "") document.execCommand("delete");
  else document.execCommand("insertText", false, text);
}

/** Puts text in place of all that a field holds. */
function fill(selector, text) {
  const [field] = find(selector);
  if (!field || !isSeen(field) || field.disabled) return false;
  field.focus();
  field.select();
  insert(text);
  return true;
}

/** Chooses an option by its value or its label, as a reader's choice is told to the page. */
function choose(selector, wanted) {
  const [list] = find(selector);
  if (!list || list.disabled) return false;
  const fits = typeof wanted === "string" ? ({ value }) => value === wanted : ({ label }) => label === wanted.label;
  const option = [...list.options].find(fits);
  if (!option) return false;
  list.focus();
  list.value = option.value;
  for (const type of ["input", "change"]) list.dispatchEvent(new Event(type, { bubbles: true }));
  return true;
}

/** Lets go of files over the page. No driver moves files of the system, so the events are made here. */
function dropFiles(files) {
  const data = new DataTransfer();
  for (const { name, base64 } of files) {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    data.items.add(new File([bytes], name));
  }
  const target = document.elementFromPoint(600, 450) ?? document.body;
  for (const type of ["dragenter", "dragover", "drop"])
    target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
}

/** The source of all of these. */
export const IN_PAGE = [find, isSeen, pointOf, guard, release, insert, fill, choose, dropFiles].map(String).join("\n");

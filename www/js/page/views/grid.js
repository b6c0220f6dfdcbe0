/**
 * A table of any length as an ARIA grid: only the rows in sight are in the page, and they are asked for a page at a time.
 * One tab stop; the arrows move the active row.
 */

import { h, uniqueId } from "../dom.js";

/** Rows asked for at once. */
const PAGE = 200;
/** Pages kept; the farthest from sight goes first. */
const KEPT = 60;
/** Rows beyond each edge of the window that are made ready. */
const AHEAD = 8;
/** No browser lays out a taller element truly. In a longer table one pixel of the scroll bar is more than one pixel of the rows. */
const TALLEST = 6_000_000;

/**
 * @typedef {object} Column
 * @property {string} id
 * @property {string} label key of its heading
 * @property {string} [sort] the key that a click on its heading sorts by; a heading without one is no button
 * @property {boolean} [number] whether its cells stand at the right
 * @property {boolean} [translated] whether its cells have words of the page's language
 * @property {(cell: HTMLElement, row: object) => void} show
 */

const cellClass = ({ id, number }) => `cell cell-${id}${number ? " is-number" : ""}`;

export class Grid {
  #columns;
  #fetch;
  #activate;
  #isChosen;
  /** @type {Map<number, object[] | null>} a page's rows, or null while they are on their way */
  #pages = new Map();
  #total = 0;
  #active = -1;
  #rowHeight = 32;
  #headHeight = 32;
  #generation = 0;
  /** @type {Map<number, HTMLElement>} */
  #rows = new Map();
  #frame = 0;
  #underway = 0;

  /**
   * @param {object} settings
   * @param {string} settings.id
   * @param {string} settings.label key of its name
   * @param {Column[]} settings.columns
   * @param {(offset: number, limit: number) => Promise<{ total: number, rows: object[] } | undefined>} settings.fetch
   * @param {(row: object) => void} settings.activate a row was clicked, or Enter pressed on it
   * @param {(row: object) => boolean} settings.isChosen
   * @param {(column: Column) => void} settings.sort a heading was clicked
   */
  constructor({ id, label, columns, fetch, activate, isChosen, sort }) {
    this.#columns = columns;
    this.#fetch = fetch;
    this.#activate = activate;
    this.#isChosen = isChosen;
    this.headings = new Map(
      columns.map((column) => [
        column.id,
        h(
          "div",
          { role: "columnheader", class: cellClass(column) },
          column.sort
            ? h("button", {
                type: "button",
                id: `${id}-sort-${column.id}`,
                i18n: column.label,
                onclick: () => sort(column),
              })
            : h("span", { i18n: column.label }),
        ),
      ]),
    );
    this.head = h(
      "div",
      { role: "rowgroup", class: "grid-head" },
      h("div", { role: "row", class: "grid-row", "aria-rowindex": "1" }, ...this.headings.values()),
    );
    this.spacer = h("div", { role: "presentation", class: "grid-spacer" });
    this.body = h("div", { role: "rowgroup", class: "grid-body" });
    this.element = h(
      "div",
      {
        role: "grid",
        class: "grid",
        id,
        tabindex: "0",
        i18nLabel: label,
        "aria-colcount": String(columns.length),
        "aria-keyshortcuts": "ArrowDown ArrowUp Enter N P",
      },
      this.head,
      this.body,
      this.spacer,
    );
    this.#listen();
  }

  /** How many rows there are. */
  get total() {
    return this.#total;
  }

  /** Forgets all rows and asks anew; `keepPlace` leaves the scroll where it is. */
  async reload({ keepPlace = false } = {}) {
    this.#generation += 1;
    const generation = this.#generation;
    const top = keepPlace ? this.element.scrollTop : 0;
    const first = Math.floor(this.#firstRow(top) / PAGE);
    const page = await this.#fetch(first * PAGE, PAGE);
    if (!page || generation !== this.#generation) return false;
    this.#pages = new Map([[first, page.rows]]);
    this.#total = page.total;
    this.#active = Math.min(this.#active, page.total - 1);
    if (!keepPlace) this.#active = -1;
    this.element.setAttribute("aria-rowcount", String(page.total + 1));
    this.#measure();
    this.spacer.style.height = `${Math.min(TALLEST, page.total * this.#rowHeight)}px`;
    this.element.scrollTop = top;
    this.#render();
    return true;
  }

  /** Shows anew which rows are chosen. Their cells stay: to write the same text again would have it laid out again. */
  mark() {
    for (const [index, element] of this.#rows) this.#mark(element, index);
  }

  /** Shows anew what is in the page's language. */
  translate() {
    for (const element of this.#rows.values()) {
      this.#columns.forEach(({ show, translated }, i) => {
        if (translated && element.shown) show(element.children[i], element.shown);
      });
    }
  }

  /** Makes a row active and brings it into sight: to the nearest edge, or to the middle if it was out of sight. */
  goTo(index, { middle = false } = {}) {
    this.#active = Math.max(0, Math.min(this.#total - 1, index));
    this.#reveal(this.#active, middle);
    this.#render();
  }

  /** The row at an index, fetched if need be. */
  async rowAt(index) {
    const page = Math.floor(index / PAGE);
    if (!this.#pages.get(page)) await this.#load(page);
    return this.#pages.get(page)?.[index % PAGE];
  }

  /** The row that the keyboard is at. */
  activeRow() {
    return this.#active >= 0 ? this.rowAt(this.#active) : undefined;
  }

  #listen() {
    this.element.addEventListener(
      "scroll",
      () => {
        this.#frame ||= requestAnimationFrame(() => this.#render());
      },
      { passive: true },
    );
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.body.addEventListener("click", (event) => {
      const index = Number(event.target.closest("[data-index]")?.dataset.index ?? -1);
      if (index < 0) return;
      this.#active = index;
      this.#activateRow(index);
      this.mark();
    });
    new ResizeObserver(() => {
      if (this.element.clientHeight === 0) return;
      this.#measure();
      this.spacer.style.height = `${Math.min(TALLEST, this.#total * this.#rowHeight)}px`;
      this.#frame ||= requestAnimationFrame(() => this.#render());
    }).observe(this.element);
  }

  #key(event) {
    // The headings' buttons are inside the grid and have keys of their own.
    if (event.target !== this.element || event.ctrlKey || event.metaKey || event.altKey) return;
    const perPage = Math.max(1, Math.floor(this.#bodyHeight() / this.#rowHeight) - 1);
    const to = {
      ArrowDown: this.#active + 1,
      ArrowUp: this.#active - 1,
      PageDown: this.#active + perPage,
      PageUp: this.#active - perPage,
      Home: 0,
      End: this.#total - 1,
    }[event.key];
    if (to !== undefined) this.goTo(to);
    else if (event.key === "Enter" || event.key === " ") this.#activateRow(this.#active);
    else return;
    event.preventDefault();
  }

  async #activateRow(index) {
    const row = index >= 0 && (await this.rowAt(index));
    if (row) this.#activate(row);
  }

  /** Row heights follow the reader's font size. */
  #measure() {
    this.#headHeight = this.head.offsetHeight || this.#headHeight;
    this.#rowHeight =
      this.#rows.values().next().value?.offsetHeight ||
      parseFloat(getComputedStyle(this.element).getPropertyValue("--row-height")) *
        parseFloat(getComputedStyle(document.documentElement).fontSize) ||
      32;
  }

  #bodyHeight() {
    return Math.max(0, this.element.clientHeight - this.#headHeight);
  }

  /** The first row in sight, with its hidden share as a fraction. */
  #firstRow(scrollTop) {
    const height = this.#total * this.#rowHeight;
    if (height <= TALLEST) return scrollTop / this.#rowHeight;
    const share = scrollTop / (TALLEST - this.#bodyHeight());
    return Math.min(1, share) * (this.#total - this.#bodyHeight() / this.#rowHeight);
  }

  #scrollTopOf(row) {
    const height = this.#total * this.#rowHeight;
    if (height <= TALLEST) return row * this.#rowHeight;
    return (row / (this.#total - this.#bodyHeight() / this.#rowHeight)) * (TALLEST - this.#bodyHeight());
  }

  #reveal(index, middle) {
    const first = this.#firstRow(this.element.scrollTop);
    const rows = this.#bodyHeight() / this.#rowHeight;
    if (index >= first && index + 1 <= first + rows) return;
    const top = middle ? index - rows / 2 : index < first ? index : index + 1 - rows;
    this.element.scrollTop = this.#scrollTopOf(Math.max(0, top));
  }

  #render() {
    this.#frame = 0;
    const top = this.element.scrollTop;
    const first = this.#firstRow(top);
    const rows = this.#bodyHeight() / this.#rowHeight;
    const from = Math.max(0, Math.floor(first) - AHEAD);
    const to = Math.min(this.#total, Math.ceil(first + rows) + AHEAD);
    const free = this.#takeOut((index) => index < from || index >= to);
    for (let index = from; index < to; index += 1) {
      const element = this.#rows.get(index) ?? this.#make(index, free.pop());
      const at = this.body.children[index - from];
      if (at !== element) this.body.insertBefore(element, at ?? null);
      element.style.transform = `translateY(${Math.round(top + (index - first) * this.#rowHeight)}px)`;
      this.#show(element, index);
    }
    this.#pointToActive();
    this.#loadSight(from, to);
  }

  /** Frees the rows out of sight; a row in sight is made from one of them where it can be. */
  #takeOut(isOut) {
    const free = [];
    for (const [index, element] of this.#rows) {
      if (!isOut(index)) continue;
      this.#rows.delete(index);
      // Left where it is, it would make every other row move.
      element.remove();
      free.push(element);
    }
    return free;
  }

  #make(index, free) {
    const element = free ?? this.#newRow();
    element.shown = undefined;
    element.dataset.index = String(index);
    element.setAttribute("aria-rowindex", String(index + 2));
    this.#rows.set(index, element);
    return element;
  }

  #newRow() {
    const cells = this.#columns.map((column) => h("div", { role: "gridcell", class: cellClass(column) }));
    return h("div", { role: "row", class: "grid-row", id: uniqueId("row") }, ...cells);
  }

  #show(element, index) {
    const row = this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
    const isNew = element.shown !== row || row === undefined;
    element.shown = row;
    this.#mark(element, index);
    if (!isNew) return;
    this.#columns.forEach(({ show }, i) => {
      if (row) show(element.children[i], row);
      else element.children[i].textContent = "";
    });
  }

  #mark(element, index) {
    element.classList.toggle("is-active", index === this.#active);
    element.setAttribute("aria-selected", String(element.shown !== undefined && this.#isChosen(element.shown)));
  }

  #pointToActive() {
    const active = this.#rows.get(this.#active);
    if (active) this.element.setAttribute("aria-activedescendant", active.id);
    else this.element.removeAttribute("aria-activedescendant");
  }

  /** Asks for the pages in sight, two at a time: those that a fast scroll has passed are never asked for. */
  #loadSight(from, to) {
    for (let page = Math.floor(from / PAGE); page * PAGE < to; page += 1) {
      if (this.#pages.has(page) || this.#underway >= 2) continue;
      this.#underway += 1;
      this.#load(page).finally(() => {
        this.#underway -= 1;
        this.#frame ||= requestAnimationFrame(() => this.#render());
      });
    }
  }

  async #load(page) {
    const generation = this.#generation;
    this.#pages.set(page, null);
    const answer = await this.#fetch(page * PAGE, PAGE);
    if (generation !== this.#generation) return;
    if (answer) this.#pages.set(page, answer.rows);
    else this.#pages.delete(page);
    if (this.#pages.size > KEPT) {
      const farthest = [...this.#pages.keys()].reduce((a, b) => (Math.abs(a - page) >= Math.abs(b - page) ? a : b));
      this.#pages.delete(farthest);
    }
  }
}

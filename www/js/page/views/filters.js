/** What the frequency table leaves out, and its order. */

import { attachPopover, h, icon, onPause } from "../dom.js";
import { formatNumber, t, tagName } from "../i18n/index.js";
import { TAGS } from "../i18n/tags.js";

const SORTS = ["count", "word", "tag", "length", "kind", "first"];
const STOP = ["show", "hide", "only"];
const TAG_ORDER = Object.keys(TAGS);

/** The query of a table that nobody has filtered. */
export const PLAIN_QUERY = Object.freeze({
  sort: "count",
  descending: true,
  contains: "",
  tags: null,
  minLength: null,
  maxLength: null,
  stopWords: "show",
});

/** Whether `query` shows all words. */
export const isUnfiltered = ({ contains, tags, minLength, maxLength, stopWords }) =>
  contains === "" && tags === null && minLength === null && maxLength === null && stopWords === "show";

/** The query in the form that the engine takes. */
export function termQuery({ sort, descending, contains, tags, minLength, maxLength, stopWords }) {
  const query = { sort, descending, stopWords };
  if (contains !== "") query.contains = contains;
  if (tags !== null) query.tags = tags;
  if (minLength !== null) query.minLength = minLength;
  if (maxLength !== null) query.maxLength = maxLength;
  return query;
}

/** The order in which a key is first shown: counts from the greatest, words from the first. */
export const startsDescending = (sort) => sort === "count" || sort === "length";

export function createFilters({ store, session }) {
  const change = (patch) => store.set({ query: { ...store.state.query, ...patch } });

  const text = h("input", {
    id: "filter-text",
    type: "search",
    class: "filter-text",
    lang: "zh",
    autocomplete: "off",
    spellcheck: "false",
    i18nLabel: "filterText",
    i18nPlaceholder: "filterText",
  });
  onPause(text, 120, (value) => change({ contains: value.trim() }));

  const stop = h(
    "select",
    { id: "filter-stop", onchange: () => change({ stopWords: stop.value }) },
    ...STOP.map((name) => h("option", { value: name, i18n: `stop.${name}` })),
  );
  const sort = h(
    "select",
    { id: "filter-sort", onchange: () => change({ sort: sort.value, descending: startsDescending(sort.value) }) },
    ...SORTS.map((name) => h("option", { value: name, i18n: `sort.${name}` })),
  );
  const length = (id, label, key) =>
    h("input", {
      id,
      type: "number",
      class: "number",
      min: "1",
      max: "99",
      step: "1",
      inputmode: "numeric",
      i18nLabel: label,
      onchange: (event) => change({ [key]: wholeNumber(event.target.value) }),
    });
  const least = length("filter-min-length", "lengthFrom", "minLength");
  const most = length("filter-max-length", "lengthTo", "maxLength");

  const tags = createTagList({ session, change, chosen: () => store.state.query.tags });
  const reset = h("button", {
    type: "button",
    class: "button",
    id: "filter-reset",
    i18n: "filterReset",
    onclick: () => {
      text.value = "";
      store.set({ query: { ...PLAIN_QUERY } });
      tags.fill();
    },
  });
  const label = h("span", { i18n: "filters" });
  const button = h("button", { type: "button", class: "button quiet", id: "filters" }, icon("filter"), label);
  const field = (key, ...controls) =>
    h(
      "div",
      { class: "field" },
      h("label", { for: controls[0].id, i18n: key }),
      h("div", { class: "field-controls" }, ...controls),
    );
  const panel = h(
    "div",
    { class: "filter-panel" },
    h(
      "div",
      { class: "fields" },
      field("sortBy", sort),
      field("stopWords", stop),
      field("length", least, h("span", { "aria-hidden": "true" }, "–"), most),
    ),
    tags.element,
    h(
      "div",
      { class: "panel-foot" },
      reset,
      h("button", { type: "button", class: "button", i18n: "close", "data-close": true }),
    ),
  );
  attachPopover(button, panel, tags.fill);

  const show = () => {
    const { query } = store.state;
    sort.value = query.sort;
    stop.value = query.stopWords;
    least.value = query.minLength ?? "";
    most.value = query.maxLength ?? "";
    const active = [
      query.tags !== null,
      query.minLength !== null || query.maxLength !== null,
      query.stopWords !== "show",
    ].filter(Boolean).length;
    label.textContent = active > 0 ? t("filtersActive", { n: active }) : t("filters");
    button.classList.toggle("is-on", active > 0);
  };
  store.on(["query", "language"], show);
  show();
  return h("div", { class: "filters", role: "search", i18nLabel: "filters" }, text, button, panel);
}

function wholeNumber(text) {
  const value = Math.round(Number(text));
  return text !== "" && value >= 1 ? value : null;
}

/** A box for each tag of the corpus, with the number of its words. */
function createTagList({ session, change, chosen }) {
  const boxes = h("div", { class: "tag-boxes" });
  const element = h("fieldset", { class: "tags", id: "filter-tags" }, h("legend", { i18n: "tags" }), boxes);

  const take = () => {
    const checked = [...boxes.querySelectorAll("input:checked")].map((box) => box.value);
    change({ tags: checked.length > 0 ? checked : null });
  };
  const box = ([tag, count]) =>
    h(
      "label",
      { class: "tag-box" },
      h("input", {
        type: "checkbox",
        value: tag,
        "data-tag": tag,
        onchange: take,
        ...((chosen() ?? []).includes(tag) ? { checked: true } : {}),
      }),
      h("span", { class: "tag-name" }, tagName(tag)),
      " ",
      h("code", null, tag),
      " ",
      h("span", { class: "tag-count" }, formatNumber(count)),
    );

  async function fill() {
    const columns = await session.ask((corpus) => corpus.termColumns());
    if (!columns) return;
    const counts = new Map();
    for (const id of columns.tagIds) counts.set(columns.tags[id], (counts.get(columns.tags[id]) ?? 0) + 1);
    for (const tag of chosen() ?? []) if (!counts.has(tag)) counts.set(tag, 0);
    const place = (tag) => (TAG_ORDER.indexOf(tag) + TAG_ORDER.length + 1) % (TAG_ORDER.length + 1);
    boxes.replaceChildren(...[...counts].sort(([a], [b]) => place(a) - place(b)).map(box));
  }
  return { element, fill };
}

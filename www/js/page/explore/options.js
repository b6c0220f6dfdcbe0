/** What the reader may choose in each view. A choice lives in the state under `options.<view>`, and may stand in the address. */

import { h, uniqueId } from "../dom.js";

const choice = (name, values, initial = values[0]) => ({ kind: "choice", name, values, initial });
const whole = (name, least, most, initial) => ({ kind: "whole", name, least, most, initial });
const check = (name, initial = false) => ({ kind: "check", name, initial });

const STOP = choice("stopWords", ["show", "hide", "only"]);
const MIN_COUNT = (initial) => whole("minCount", 1, 100_000, initial);

/** Left and right of the word, the word itself, or where it is. */
export const SORT_KEYS = [
  "none", "right1", "right2", "right3", "right4", "right5", "left1", "left2", "left3", "left4", "left5", "node", "document", "position",
];

/** Those named "hidden" have their control elsewhere: the heading of a column. */
const hidden = (option) => ({ ...option, hidden: true });
const sort = (values, initial) => hidden(choice("sort", values, initial));
const DESCENDING = hidden(check("descending", true));

export const MEASURES = ["logDice", "mi", "mi3", "t", "g2", "count"];

export const OPTIONS = {
  cloud: [choice("size", ["count", "tfidf"]), whole("words", 10, 200, 100), choice("stopWords", ["hide", "show"])],
  concordance: [
    whole("left", 1, 50, 10),
    whole("right", 1, 50, 10),
    choice("unit", ["tokens", "characters"]),
    check("bounded"),
    choice("sort1", SORT_KEYS, "right1"),
    choice("sort2", SORT_KEYS, "right2"),
    choice("sort3", SORT_KEYS, "right3"),
  ],
  collocates: [
    whole("left", 0, 20, 5),
    whole("right", 0, 20, 5),
    MIN_COUNT(2),
    STOP,
    sort(MEASURES, "logDice"),
    DESCENDING,
  ],
  ngrams: [
    whole("min", 2, 6, 2),
    whole("max", 2, 6, 3),
    MIN_COUNT(2),
    choice("stopWords", ["show", "hide"]),
    check("containing"),
    sort(["count", "text", "documents"], "count"),
    DESCENDING,
  ],
  dispersion: [choice("parts", ["equal", "documents"]), whole("number", 2, 100, 10)],
  trend: [choice("parts", ["equal", "documents"]), whole("number", 2, 100, 10), choice("figure", ["perMillion", "counts"])],
  compare: [
    choice("direction", ["both", "positive", "negative"]),
    MIN_COUNT(1),
    STOP,
    sort(["g2", "logRatio", "diff", "bic", "count"], "g2"),
    DESCENDING,
  ],
  numbers: [whole("window", 2, 100_000, 500), check("hanOnly", true)],
  "new-words": [MIN_COUNT(3), whole("minLength", 2, 6, 2), whole("maxLength", 2, 6, 6)],
};

const fits = {
  choice: ({ values }, value) => values.includes(value),
  whole: ({ least, most }, value) => Number.isInteger(value) && value >= least && value <= most,
  check: (_, value) => typeof value === "boolean",
};
const read = { choice: String, whole: Number, check: (text) => ({ true: true, false: false })[text] };

export const keyOf = (view) => `options.${view}`;

const defaults = (view) => Object.fromEntries(OPTIONS[view].map(({ name, initial }) => [name, initial]));

/** The choices of a view over what they are at first. */
export const optionsOf = (store, view) => store.state[keyOf(view)] ?? defaults(view);

export const choose = (store, view, patch) => store.set({ [keyOf(view)]: { ...optionsOf(store, view), ...patch } });

/** Takes choices from outside; those that cannot be are left out. */
export function takeOptions(store, choices) {
  for (const [view, specs] of Object.entries(OPTIONS)) {
    const patch = {};
    for (const spec of specs) {
      const value = choices?.[view]?.[spec.name];
      if (value !== undefined && fits[spec.kind](spec, value)) patch[spec.name] = value;
    }
    if (Object.keys(patch).length > 0) choose(store, view, patch);
  }
}

/** Every choice that is not as at first: view, then name. */
export function changedOptions(store) {
  const changed = {};
  for (const [view, specs] of Object.entries(OPTIONS)) {
    const now = optionsOf(store, view);
    const own = specs.filter(({ name, initial }) => now[name] !== initial).map(({ name }) => [name, now[name]]);
    if (own.length > 0) changed[view] = Object.fromEntries(own);
  }
  return changed;
}

/** The choices in an address, as in `#view=cloud&cloud.words=50`. */
export function optionsOfAddress(hash) {
  const choices = {};
  for (const [key, text] of new URLSearchParams(hash.slice(1))) {
    const [view, name] = key.split(".");
    const spec = OPTIONS[view]?.find((option) => option.name === name);
    if (spec) (choices[view] ??= {})[name] = read[spec.kind](text);
  }
  return choices;
}

/** The address of now: the view and the choices, never a text and never a word that was looked for. */
export function addressOf(store) {
  const parts = new URLSearchParams({ view: store.state.work });
  for (const [view, choices] of Object.entries(changedOptions(store)))
    for (const [name, value] of Object.entries(choices)) parts.set(`${view}.${name}`, String(value));
  return `#${parts}`;
}

/** A control for each choice of a view. Their names are `option.<name>`, and `option.<name>.<value>` for what is chosen. */
export function createControls({ store }, view) {
  const controls = OPTIONS[view].filter((spec) => !spec.hidden).map((spec) => CONTROLS[spec.kind](spec, (value) => choose(store, view, { [spec.name]: value }), `${view}-${spec.name}`));
  const show = () => {
    const now = optionsOf(store, view);
    for (const control of controls) control.show(now[control.name]);
  };
  store.on([keyOf(view)], show);
  show();
  return controls.map(({ element }) => element);
}

const labelled = (id, name, field) =>
  h("div", { class: "control" }, h("label", { for: id, i18n: `option.${name}` }), field);

const CONTROLS = {
  choice({ name, values }, take, id) {
    const field = h(
      "select",
      { id, onchange: () => take(field.value) },
      ...values.map((value) => h("option", { value, i18n: `option.${name.replace(/\d$/, "")}.${value}` })),
    );
    return {
      name,
      element: labelled(id, name, field),
      show: (value) => {
        field.value = value;
      },
    };
  },
  whole({ name, least, most, initial }, take, id) {
    const field = h("input", {
      id,
      type: "number",
      class: "number",
      min: String(least),
      max: String(most),
      step: "1",
      inputmode: "numeric",
      onchange: () => {
        const value = field.value === "" ? initial : Math.max(least, Math.min(most, Math.round(Number(field.value))));
        field.value = String(value);
        take(value);
      },
    });
    return {
      name,
      element: labelled(id, name, field),
      show: (value) => {
        field.value = String(value);
      },
    };
  },
  check({ name }, take, id) {
    const box = h("input", { id: id ?? uniqueId(name), type: "checkbox", onchange: () => take(box.checked) });
    return {
      name,
      element: h("div", { class: "control is-check" }, box, h("label", { for: box.id, i18n: `option.${name}` })),
      show: (value) => {
        box.checked = value;
      },
    };
  },
};

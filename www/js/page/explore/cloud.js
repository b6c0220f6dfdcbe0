/** The words as a cloud: the size is a figure, the colour the part of speech; a click chooses. The list holds the same. */

import { h, nextTask, short } from "../dom.js";
import { formatDecimal, formatNumber, t, tagName } from "../i18n/index.js";
import { createExportMenu } from "../views/export-menu.js";
import { scopeOf } from "../views/scope.js";
import { createFigure, legend } from "./charts/figure.js";
import { placeShapes } from "./charts/places.js";
import { pngOf, svgText } from "./charts/save.js";
import { drawShapes } from "./charts/shapes.js";
import { s } from "./charts/svg.js";
import { fillFrame, follow, newestOnly, statusLine } from "./frame.js";
import { createControls, keyOf, optionsOf } from "./options.js";
import { TAG_GROUPS, tagGroup } from "./tag-groups.js";

const VIEW = "cloud";
/** Type sizes in pixels: what is smaller is not read, what is greater leaves no room for others. */
const SMALLEST = 13;
const GREATEST = 64;
/** The room around letters, in pixels. */
const PADDING = 3;

/** Always the same numbers, so that one table gives one picture. */
function seeded() {
  let state = 20_061_125;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const fontOf = () => getComputedStyle(document.documentElement).getPropertyValue("--serif");

export function createCloud(page, element) {
  const { store, session, selection } = page;
  let rows = [];
  let placed = { width: 0, height: 0, words: [] };
  /** The layout under way; another object with each that begins. */
  let running;
  const newest = newestOnly();
  const status = statusLine(VIEW);

  const choose = (word) => selection.choose(word, { from: page.place() });
  const figure = createFigure({ id: "cloud-chart", draw });
  const list = h("ol", { class: "cloud-list", id: "cloud-list" });
  const alternative = h("details", { class: "alternative" }, h("summary", { i18n: "asList" }), list);
  const menu = createExportMenu(page, {
    id: "cloud-export",
    name: () => "hanlens-cloud",
    note: "exportNote",
    text: async (format) =>
      optionsOf(store, VIEW).size === "count"
        ? session.ask((corpus) => corpus.export(format, countQuery()))
        : session.ask((corpus) => corpus.exportKeywords(format, { method: "tfidf", limit: optionsOf(store, VIEW).words })),
    picture: async (format) => (format === "svg" ? svgText(figure.svg) : pngOf(figure.svg)),
  });
  fillFrame(element, VIEW, {
    actions: [status, menu],
    controls: createControls(page, VIEW),
    body: [h("div", { class: "view-body" }, figure.element, alternative)],
  });

  function countQuery() {
    const { words, stopWords } = optionsOf(store, VIEW);
    return { sort: "count", limit: words, stopWords, ...scopeOf(store.state) };
  }

  async function fetch() {
    const { size, words } = optionsOf(store, VIEW);
    const found = await newest(
      session.ask(async (corpus) => {
        if (size !== "count") return corpus.keywords({ method: "tfidf", limit: words });
        return (await corpus.terms(countQuery())).rows;
      }),
    );
    if (!found) return;
    const figureOf = size === "count" ? ({ count }) => count : ({ weight }) => weight;
    rows = found.map((row) => ({ word: row.word, tag: row.tag, figure: figureOf(row) }));
    status.textContent = t("wordCount", { n: rows.length, count: formatNumber(rows.length) });
    showList();
    // What is under way is of the words of before: were it to end now, its picture would stand for this one.
    running = undefined;
    placed = { width: 0, height: 0, words: [] };
    // A task for the list and another for the picture.
    await nextTask();
    figure.render();
  }

  const figureText = (value) => (optionsOf(store, VIEW).size === "count" ? formatNumber(value) : formatDecimal(value, 4));

  function showList() {
    const { chosen } = store.state;
    list.replaceChildren(
      ...rows.map(({ word, tag, figure: value }) =>
        h(
          "li",
          null,
          h(
            "button",
            { class: "cloud-item", type: "button", "data-word": word, "aria-pressed": String(word === chosen?.word), onclick: () => choose(word) },
            h("span", { lang: "zh" }, short(word)),
            h("span", { class: "tag-name" }, tagName(tag)),
            h("span", { class: "is-number" }, figureText(value)),
          ),
        ),
      ),
    );
  }

  /** Finds a place for each word; the picture comes when all have theirs. */
  async function place(width) {
    const height = Math.round(Math.max(260, Math.min(element.clientHeight - 190, width * 0.8)));
    const greatest = rows[0]?.figure ?? 1;
    const least = rows.at(-1)?.figure ?? 0;
    // The area of a word goes with its figure, so its height goes with the root.
    const scale = (value) =>
      SMALLEST + ((Math.sqrt(value) - Math.sqrt(least)) / (Math.sqrt(greatest) - Math.sqrt(least) || 1)) * (Math.min(GREATEST, width / 7) - SMALLEST);
    placed = { width, height, words: placed.words };
    delete element.dataset.placed;
    const words = rows.map((row) => ({ ...row, text: short(row.word), size: Math.floor(scale(row.figure)) }));
    const layout = (running = {});
    const isWanted = () => running === layout;
    const shapes = await drawShapes(words, { font: fontOf(), padding: PADDING, isWanted });
    const found = shapes && (await placeShapes(shapes, { width, height, random: seeded(), isWanted }));
    if (!found) return;
    placed = { width, height, words: found };
    element.dataset.placed = String(found.length);
    figure.render();
  }

  function draw(width) {
    if (rows.length === 0) return null;
    if (placed.width !== width) place(width);
    const { height, words } = placed;
    const { chosen } = store.state;
    const groups = TAG_GROUPS.filter((group) => rows.some(({ tag }) => tagGroup(tag) === group));
    const key = legend(groups.map((group) => ({ text: t(`tagGroup.${group}`), kind: `group-${group}` })), width, height + 24);
    const size = t(`option.size.${optionsOf(store, VIEW).size}`);
    return {
      height: height + 24 + key.height,
      label: t("cloudLabel", { n: words.length, size }),
      content: [
        s(
          "g",
          { transform: `translate(${width / 2} ${height / 2})` },
          ...words.map((word) =>
            s(
              "text",
              {
                class: `cloud-word group-${tagGroup(word.tag)}${word.word === chosen?.word ? " is-chosen-word" : ""}`,
                x: word.x,
                y: word.y,
                "font-size": word.size,
                lang: "zh",
                onclick: () => choose(word.word),
              },
              s("title", null, `${word.text}, ${tagName(word.tag)}, ${figureText(word.figure)}`),
              word.text,
            ),
          ),
        ),
        ...key.content,
      ],
    };
  }

  follow(page, VIEW, ["analysis", "scope", keyOf(VIEW)], fetch);
  follow(page, VIEW, ["chosen", "language", "theme"], () => {
    showList();
    figure.render();
  });
}

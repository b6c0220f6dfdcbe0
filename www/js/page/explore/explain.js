/** Why a sentence is cut as it is: the words that could stand at each place, what each weighs, and the way that was taken. */

import { h } from "../dom.js";
import { formatNumber, t, tagName } from "../i18n/index.js";
import { pngOf, svgText } from "./charts/save.js";
import { createFigure } from "./charts/figure.js";
import { s } from "./charts/svg.js";
import { createExportMenu } from "../views/export-menu.js";
import { fillFrame, follow, newestOnly, statusLine } from "./frame.js";
import { rowsAs } from "./rows.js";
import { figureText } from "./tables.js";

const VIEW = "explain";
const UNIT = 36;
const LANE = 30;
/** A longer sentence is shown in part: its picture would be too wide to read. UTF-16 code units. */
const LONGEST = 120;

export function createExplain(page, element) {
  const { store, session } = page;
  const newest = newestOnly();
  const status = statusLine(VIEW);
  let shown = null;
  /** A sentence that the reader wrote, or "" for the one of the text where the reader is. */
  let own = "";

  const field = h("input", { id: "explain-text", type: "text", class: "pattern-text", lang: "zh", autocomplete: "off", spellcheck: "false", i18nLabel: "explainText", i18nPlaceholder: "explainText" });
  const form = h("form", { class: "pattern-field", onsubmit: (event) => {
    event.preventDefault();
    own = field.value.trim().slice(0, LONGEST);
    show();
  } }, field, h("button", { class: "button", type: "submit", id: "explain-go", i18n: "explainGo" }));
  const figure = createFigure({ id: "explain-chart", draw });
  const scroller = h("div", { class: "explain-scroller", tabindex: "0", role: "region", i18nLabel: "explainChart" }, figure.element);
  const tokens = h("ol", { class: "explain-tokens", id: "explain-tokens" });
  const rows = h("tbody", null);
  const head = ["word", "frequency", "weight", "source", "taken"].map((key) => h("th", { scope: "col", i18n: `column.${key}`, class: ["frequency", "weight"].includes(key) ? "is-number" : "" }));
  const table = h("table", { class: "plain-table", id: "explain-table" }, h("caption", { class: "visually-hidden", i18n: "explainTable" }), h("thead", null, h("tr", null, ...head)), rows);

  /** The sentence around a place of the text. */
  async function placeNow() {
    const { occurrence, current, analysis } = store.state;
    const text = await session.ask((corpus) => corpus.text(current));
    if (!text || !analysis) return null;
    const at = occurrence?.document === current ? occurrence.start : page.place();
    const { start, end } = sentenceAround(text, at);
    return { place: { document: current, start, end }, text: text.slice(start, end) };
  }

  async function show() {
    const answer = await newest(ask());
    if (answer === undefined) return;
    // The line break that ends a paragraph belongs to its last sentence, but says nothing here.
    shown = answer && { ...answer, text: answer.text.trimEnd() };
    status.textContent = shown ? t("explainWeight", { weight: figureText(shown.weight, 2), n: shown.tokens.filter(({ source }) => source !== "gap").length }) : t("nothingToFind");
    figure.element.style.inlineSize = shown ? `${Math.max(1, shown.text.length) * UNIT + 8}px` : "";
    figure.render();
    showTokens();
    showTable();
    element.dataset.text = shown?.text ?? "";
  }

  async function ask() {
    const alone = async (text) => (await page.engine).explain(text, { hmm: store.state.hmm });
    if (own !== "") return alone(own);
    const { place, text } = (await placeNow()) ?? {};
    if (!text) return null;
    // A sentence without an end is too long to explain; a piece of it can be, by itself.
    const orAlone = (error) => (error.kind === "too-large" ? alone(text) : Promise.reject(error));
    return session.ask((corpus) => corpus.explain(place).catch(orAlone));
  }

  const isTaken = ({ start, end }) => shown.tokens.some((token) => token.start === start && token.end === end);

  /** Each candidate is a bar over its characters; those of the way that was taken are filled. */
  function draw(width) {
    if (!shown || shown.text === "") return null;
    const { text, start: base, candidates } = shown;
    const lanes = placeInLanes(candidates.filter(({ start, end }) => end - start > 1 || isTaken({ start, end })));
    const height = 34 + lanes.height * LANE + 6;
    return {
      height,
      label: t("explainLabel", { text, words: shown.tokens.map(({ word }) => word).join(" | ") }),
      content: [
        ...[...text].reduce(
          ({ at, nodes }, character) => ({
            at: at + character.length,
            nodes: [...nodes, s("text", { class: "explain-character", x: at * UNIT + UNIT / 2, y: 24, lang: "zh" }, character)],
          }),
          { at: 0, nodes: [] },
        ).nodes,
        ...lanes.bars.map(({ candidate, lane }) => {
          const x = (candidate.start - base) * UNIT + 2;
          const y = 34 + lane * LANE;
          const taken = isTaken(candidate);
          const size = (candidate.end - candidate.start) * UNIT - 4;
          return s(
            "g",
            null,
            s("title", null, `${candidate.word}: ${t(`source.${candidate.source}`)}, ${formatNumber(candidate.frequency)}, ${figureText(candidate.weight, 2)}`),
            s("rect", { class: `explain-bar source-${candidate.source}${taken ? " is-taken" : ""}`, x, y, width: size, height: LANE - 6, rx: 2 }),
            s("text", { class: `explain-weight${taken ? " is-taken" : ""}`, x: x + size / 2, y: y + 16 }, figureText(candidate.weight, size < 40 ? 0 : 1)),
          );
        }),
        s("rect", { class: "explain-edge", x: 0, y: 0, width: Math.min(width, text.length * UNIT), height: 0 }),
      ],
    };
  }

  function showTokens() {
    tokens.replaceChildren(
      ...(shown?.tokens ?? [])
        .filter(({ source }) => source !== "gap")
        .map(({ word, tag, source }) =>
          h(
            "li",
            { class: `explain-token source-${source}` },
            h("button", { class: "word-link", type: "button", lang: "zh", onclick: () => page.selection.choose(word, { from: page.place() }) }, word),
            h("span", { class: "help" }, [tag && tagName(tag), t(`source.${source}`)].filter(Boolean).join(" · ")),
          ),
        ),
    );
  }

  function showTable() {
    rows.replaceChildren(
      ...(shown?.candidates ?? []).map((candidate) =>
        h(
          "tr",
          { class: isTaken(candidate) ? "is-taken" : "" },
          h("th", { scope: "row", lang: "zh" }, candidate.word),
          h("td", { class: "is-number" }, formatNumber(candidate.frequency)),
          h("td", { class: "is-number" }, figureText(candidate.weight, 3)),
          h("td", null, t(`source.${candidate.source}`)),
          h("td", null, isTaken(candidate) ? t("yes") : ""),
        ),
      ),
    );
  }

  const menu = createExportMenu(page, {
    id: "explain-export",
    name: () => "hanlens-explain",
    picture: async (format) => (format === "svg" ? svgText(figure.svg) : pngOf(figure.svg)),
    text: async (format) => (shown ? rowsAs(format, rowsOf(shown, isTaken)) : undefined),
  });
  fillFrame(element, VIEW, {
    actions: [status, menu],
    controls: [form],
    body: [h("div", { class: "view-body" }, scroller, tokens, h("details", { class: "alternative" }, h("summary", { i18n: "asTable" }), table))],
  });
  follow(page, VIEW, ["analysis", "current", "occurrence", "language"], show);
}

const END = /[。！？!?…\n\r]/;

function sentenceAround(text, at) {
  let start = Math.min(at, text.length);
  while (start > 0 && at - start < LONGEST && !END.test(text[start - 1])) start -= 1;
  let end = Math.max(at, start);
  while (end < text.length && end - at < LONGEST && !END.test(text[end])) end += 1;
  while (start < end && /\s/.test(text[start])) start += 1;
  if (end < text.length && !/\s/.test(text[end])) end += 1;
  if (end - start > LONGEST) start = Math.max(start, Math.min(at - LONGEST / 2, end - LONGEST));
  return { start, end: Math.min(end, start + LONGEST) };
}

/** Puts each bar into the first lane in which it touches no other; shorter words lie nearer to the text. */
function placeInLanes(candidates) {
  const ends = [];
  const bars = [...candidates]
    .sort((a, b) => a.end - a.start - (b.end - b.start) || a.start - b.start)
    .map((candidate) => {
      let lane = ends.findIndex((spans) => spans.every(({ start, end }) => candidate.end <= start || candidate.start >= end));
      if (lane < 0) lane = ends.push([]) - 1;
      ends[lane].push(candidate);
      return { candidate, lane };
    });
  return { bars, height: ends.length };
}

/** The candidates as rows of a file. */
const rowsOf = ({ candidates }, isTaken) =>
  candidates.map((candidate) => {
    const { word, start, end, frequency, weight, source } = candidate;
    return { word, start, end, frequency, weight, source, taken: isTaken(candidate) };
  });

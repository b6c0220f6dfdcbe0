/** The collocates around their word: the nearer and the thicker the line, the stronger they hold together. */

import { formatDecimal, t } from "../i18n/index.js";
import { short } from "../dom.js";
import { createFigure, textWidth } from "./charts/figure.js";
import { s } from "./charts/svg.js";
import { follow } from "./frame.js";
import { tagGroup } from "./tag-groups.js";

const HEIGHT = 260;
const STEPS = 160;

export function createNetwork(page, view, { choose }) {
  const { store } = page;
  let state = { node: "", rows: [], measure: "logDice" };
  let layout = { width: 0, of: null, words: [] };
  const figure = createFigure({ id: "collocates-network", draw });

  /** Finds places; the same rows in the same width have the same. */
  function arrange(width) {
    const strongest = Math.max(...state.rows.map((row) => row[state.measure]));
    const weakest = Math.min(...state.rows.map((row) => row[state.measure]));
    const share = (row) => (row[state.measure] - weakest) / (strongest - weakest || 1);
    const center = { word: state.node, x: 0, y: 0, size: 20, half: textWidth(short(state.node), 20) / 2 };
    const around = state.rows.map((row, i) => {
      const size = 12 + share(row) * 5;
      const angle = (i * 2.399963) % (2 * Math.PI);
      return { row, word: row.word, share: share(row), size, half: textWidth(short(row.word), size) / 2, x: Math.cos(angle) * 120, y: Math.sin(angle) * 70 };
    });
    const words = [center, ...around];
    for (let step = 0; step < STEPS; step += 1) relax(center, around, words);
    const farX = Math.max(...words.map((word) => Math.abs(word.x) + word.half));
    const farY = Math.max(...words.map((word) => Math.abs(word.y) + 12));
    const [stretchX, stretchY] = [Math.min(2.2, (width / 2 - 4) / farX), Math.min(1.4, (HEIGHT / 2 - 4) / farY)];
    for (const word of words) {
      word.x = word.x * stretchX + width / 2;
      word.y = word.y * stretchY + HEIGHT / 2;
    }
    layout = { width, of: state, words };
  }

  function draw(width) {
    if (state.rows.length === 0) return null;
    if (layout.width !== width || layout.of !== state) arrange(width);
    const [center, ...around] = layout.words;
    const { chosen } = store.state;
    return {
      height: HEIGHT,
      label: t("networkLabel", { n: around.length, pattern: state.node }),
      content: [
        ...around.map(({ x, y, share }) =>
          s("line", { class: "network-line", x1: center.x, y1: center.y, x2: x, y2: y, "stroke-width": 0.75 + share * 3 }),
        ),
        ...around.map(({ row, word, x, y, size, half }) =>
          s(
            "g",
            { class: `network-word${word === chosen?.word ? " is-chosen-word" : ""}`, onclick: () => choose(word) },
            s("title", null, `${short(word)}: ${t(`column.${state.measure}`)} ${formatDecimal(row[state.measure], 2)}`),
            s("rect", { class: "network-paper", x: x - half - 2, y: y - size * 0.7, width: 2 * half + 4, height: size * 1.4, rx: 2 }),
            s("text", { class: `network-text group-${tagGroup(row.tag)}`, x, y: y + size * 0.36, "font-size": size, lang: "zh" }, short(word)),
          ),
        ),
        s("rect", { class: "network-center", x: center.x - center.half - 8, y: center.y - 16, width: 2 * center.half + 16, height: 32, rx: 3 }),
        s("text", { class: "network-text network-node", x: center.x, y: center.y + 7, "font-size": 20, lang: "zh" }, short(center.word)),
      ],
    };
  }

  follow(page, view, ["chosen", "language", "theme"], () => figure.render());
  return {
    element: figure.element,
    svg: figure.svg,
    /** @param {string} node @param {object[]} rows @param {string} measure */
    show(node, rows, measure) {
      state = { node, rows, measure };
      figure.render();
    },
  };
}

/** One step: each word is drawn to its distance from the middle, and words that touch go apart. */
function relax(center, around, words) {
  for (const word of around) {
    const length = Math.hypot(word.x, word.y) || 1;
    const pull = ((60 + (1 - word.share) * 60 - length) / length) * 0.1;
    word.x += word.x * pull;
    word.y += word.y * pull;
  }
  for (let i = 1; i < words.length; i += 1)
    for (let k = 0; k < i; k += 1) {
      const [a, b] = [words[i], words[k]];
      const [dx, dy] = [a.x - b.x, a.y - b.y];
      const [overX, overY] = [a.half + b.half + 8 - Math.abs(dx), 26 - Math.abs(dy)];
      if (overX <= 0 || overY <= 0) continue;
      // The shorter way out; the word in the middle stays.
      const [x, y] = overX < overY ? [Math.sign(dx || 1) * overX, 0] : [0, Math.sign(dy || 1) * overY];
      const share = b === center ? 1 : 0.5;
      a.x += x * share;
      a.y += y * share;
      if (b !== center) {
        b.x -= x * share;
        b.y -= y * share;
      }
    }
}

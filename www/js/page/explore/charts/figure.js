/** A chart that fits its place, with a name for those who do not see it. It is saved with its legend. */

import { h } from "../../dom.js";
import { s } from "./svg.js";

/**
 * @param {object} settings
 * @param {string} settings.id
 * @param {(width: number) => { height: number, label: string, content: Node[] } | null} settings.draw
 *   what is shown at a width in pixels, or null where there is nothing; the legend is in the content
 */
export function createFigure({ id, draw }) {
  const svg = s("svg", { class: "chart-svg", id, role: "img" });
  const element = h("div", { class: "chart" }, svg);
  let width = 0;

  function render() {
    width = Math.floor(element.clientWidth);
    if (width === 0) return;
    const drawn = draw(width);
    element.hidden = drawn === null;
    if (!drawn) return;
    const { height, label, content } = drawn;
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("width", String(width));
    svg.setAttribute("height", String(height));
    svg.setAttribute("aria-label", label);
    svg.replaceChildren(...content);
  }
  new ResizeObserver(() => {
    if (Math.floor(element.clientWidth) !== width) render();
  }).observe(element);
  return { element, svg, render: () => {
    element.hidden = false;
    render();
  } };
}

/** A legend in lines of the width: each entry a patch of its class and its words. */
export function legend(entries, width, top) {
  const content = [];
  let [x, y] = [0, top];
  for (const { text, kind, lang } of entries) {
    const length = 34 + textWidth(text);
    if (x > 0 && x + length > width) {
      x = 0;
      y += 20;
    }
    content.push(
      s("rect", { class: kind, x, y: y - 9, width: 10, height: 10, rx: 2 }),
      s("text", { class: "chart-text", x: x + 15, y, lang }, text),
    );
    x += length;
  }
  return { content, height: y - top + 12 };
}

/** About how wide a text of the charts is, in pixels. */
export function textWidth(text, size = 12) {
  let width = 0;
  for (const character of text) width += character.codePointAt(0) > 0x2e7f ? size : size * 0.6;
  return width;
}

/** At most about `count` round values from 0 to beyond `greatest`. */
export function roundSteps(greatest, count = 4) {
  if (!(greatest > 0)) return [0, 1];
  const raw = greatest / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((value) => value >= raw);
  const steps = [];
  for (let i = 0; steps.length === 0 || steps.at(-1) < greatest; i += 1) steps.push(i * step);
  return steps;
}

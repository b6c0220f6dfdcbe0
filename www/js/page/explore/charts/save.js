/** A chart as a file: what the style sheet gives it is written into it, so that it looks the same elsewhere. */

import { s } from "./svg.js";

const LOOKS = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline"];
const MARGIN = 16;
/** Pixels of a PNG for one of the chart. */
const SHARPNESS = 2;

/** @param {SVGSVGElement} svg as it is shown in the page @returns {string} */
export function svgText(svg) {
  const copy = svg.cloneNode(true);
  const originals = svg.querySelectorAll("*");
  copy.querySelectorAll("*").forEach((element, i) => {
    const style = getComputedStyle(originals[i]);
    for (const name of LOOKS) element.setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "tabindex", "role"]) element.removeAttribute(name);
  });
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const paper = getComputedStyle(document.documentElement).getPropertyValue("--paper").trim();
  const box = [-MARGIN, -MARGIN, width + 2 * MARGIN, height + 2 * MARGIN];
  copy.prepend(
    s("title", null, svg.getAttribute("aria-label")),
    s("rect", { x: box[0], y: box[1], width: box[2], height: box[3], fill: paper }),
  );
  for (const name of ["class", "id", "role", "aria-label"]) copy.removeAttribute(name);
  copy.setAttribute("viewBox", box.join(" "));
  copy.setAttribute("width", String(box[2]));
  copy.setAttribute("height", String(box[3]));
  return new XMLSerializer().serializeToString(copy);
}

/** @param {SVGSVGElement} svg @returns {Promise<Blob>} */
export async function pngOf(svg) {
  const text = svgText(svg);
  const [width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(text.slice(0, 400)).slice(1).map(Number);
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * SHARPNESS;
    canvas.height = height * SHARPNESS;
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => {
      canvas.toBlob(resolve, "image/png");
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

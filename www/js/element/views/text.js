/** @file The text itself, with its keywords marked. Text that stands in the page is painted where it stands. */

import { highlight } from "hanlens/highlight";
import { h } from "../dom.js";

/** @param {import("../element.js").Scene} scene */
export async function text(scene) {
  const { document, t, corpus, host, isSlotted } = scene;
  const body = isSlotted ? document.createElement("slot") : h(document, "div", {}, ...(await paragraphs(document, corpus)));
  const region = h(document, "div", { class: "text", part: "text", role: "region", tabindex: "0", "aria-label": t("text"), lang: isSlotted ? undefined : "zh" }, body);
  let highlighter;
  const choose = (found) => {
    if (!found || scene.isDisabled) return;
    scene.choose(found);
    highlighter.activate(highlighter.ranges(found.word));
  };
  let at;
  region.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") at = highlighter?.next();
    else if (event.key === "ArrowLeft") at = highlighter?.previous();
    else if (event.key === "Enter") choose(at);
    else return;
    event.preventDefault();
  });
  region.addEventListener("click", (event) => choose(highlighter?.wordUnder(event.clientX, event.clientY)));
  const shown = async () => {
    highlighter = highlight(isSlotted ? host : body, optionsOf(scene));
    let isLeft = false;
    scene.onLeave(() => {
      isLeft = true;
      highlighter.clear();
    });
    try {
      await highlighter.ready;
    } catch (error) {
      if (!isLeft) throw error;
    }
    if (scene.chosen && !isLeft) highlighter.activate(highlighter.ranges(scene.chosen));
  };
  return [region, 1, shown];
}

function optionsOf({ lens, analyze, top, method }) {
  return { lens, analyze, keywords: { limit: top, method } };
}

async function paragraphs(document, corpus) {
  const whole = await corpus.text();
  return whole.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => h(document, "p", {}, line));
}

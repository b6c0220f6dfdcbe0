/** The built-in texts, written for this page. The first is there at once, the others are loaded when they are opened. */

import market from "../../samples/market.txt";
import { documentOf } from "./files.js";

/** Each with its language, for the `lang` attribute. What it is about stands in the translation tables. */
export const SAMPLES = [
  { id: "market", title: "早市", lang: "zh-Hans" },
  { id: "paper", title: "一张纸的来历", lang: "zh-Hans" },
  { id: "library", title: "街角图书馆重新开门", lang: "zh-Hans" },
  { id: "tea", title: "山裡的茶", lang: "zh-Hant" },
];

const asDocument = ({ id, title, lang }, text) => documentOf(title, text, { lang, sample: id });

/** The first sample as a document. */
export const sampleDocument = () => asDocument(SAMPLES[0], market);

/** A sample as a document. */
export async function loadSample(id) {
  if (id === SAMPLES[0].id) return sampleDocument();
  const { TEXTS } = await import("./more-samples.js");
  return asDocument(
    SAMPLES.find((sample) => sample.id === id),
    TEXTS[id],
  );
}

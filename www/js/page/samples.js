/** The built-in texts, written for this page. */

import library from "../../samples/library.txt";
import market from "../../samples/market.txt";
import paper from "../../samples/paper.txt";
import tea from "../../samples/tea.txt";
import { documentOf } from "./files.js";

/** Each with its language, for the `lang` attribute. What it is about stands in the translation tables. */
export const SAMPLES = [
  { id: "market", title: "早市", lang: "zh-Hans", text: market },
  { id: "paper", title: "一张纸的来历", lang: "zh-Hans", text: paper },
  { id: "library", title: "街角图书馆重新开门", lang: "zh-Hans", text: library },
  { id: "tea", title: "山裡的茶", lang: "zh-Hant", text: tea },
];

/** A sample as a document; the first one unless another is named. */
export function sampleDocument(id = SAMPLES[0].id) {
  const { title, text, lang } = SAMPLES.find((sample) => sample.id === id);
  return documentOf(title, text, { lang, sample: id });
}

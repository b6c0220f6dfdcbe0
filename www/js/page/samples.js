/** The built-in texts, written for this page. The first is there at once, the others are loaded when they are opened. */

import market from "../../samples/market.txt";
import { documentOf } from "./files.js";

const later = (load) => async () => (await load()).default;

/** Each with its language, for the `lang` attribute. What it is about stands in the translation tables. */
export const SAMPLES = [
  { id: "market", title: "早市", lang: "zh-Hans", text: async () => market },
  { id: "paper", title: "一张纸的来历", lang: "zh-Hans", text: later(() => import("../../samples/paper.txt")) },
  { id: "library", title: "街角图书馆重新开门", lang: "zh-Hans", text: later(() => import("../../samples/library.txt")) },
  { id: "tea", title: "山裡的茶", lang: "zh-Hant", text: later(() => import("../../samples/tea.txt")) },
];

const asDocument = ({ id, title, lang }, text) => documentOf(title, text, { lang, sample: id });

/** The first sample as a document. */
export const sampleDocument = () => asDocument(SAMPLES[0], market);

/** A sample as a document. */
export async function loadSample(id) {
  const sample = SAMPLES.find((one) => one.id === id);
  return asDocument(sample, await sample.text());
}

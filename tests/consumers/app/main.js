/** What each consumer does in a page: the API, the highlighter and the element, by the names of the package. */

import { HanLens } from "hanlens";
import "hanlens/element";
import { highlight } from "hanlens/highlight";

const TEXT = "我来到北京清华大学。北京的大学很多，北京的图书馆也很多。";

async function fold(lens) {
  const file = new File(["<!doctype html><title>x</title><p>圖書館&amp;圖書館</p>"], "a.html", { type: "text/html" });
  const corpus = await lens.analyze(file, { fold: { simplified: true } });
  const [{ word, count }] = (await corpus.terms({ limit: 1 })).rows;
  return [word, count];
}

async function use() {
  const lens = await HanLens.shared();
  const corpus = await lens.analyze(TEXT);
  const { rows } = await corpus.terms({ limit: 1 });
  const keywords = await corpus.keywords({ limit: 1 });
  // What is fetched late: the reader of files of other kinds, the tables of traditional characters.
  const folded = await fold(lens);
  const inPage = await HanLens.create({ worker: false });
  const foldedInPage = await fold(inPage);
  inPage.dispose();
  const highlighter = await highlight(document.querySelector("p"), { words: ["北京"] }).ready;
  const element = await document.querySelector("han-lens").ready;
  return {
    worker: lens.info.worker,
    tokens: corpus.summary.tokens,
    row: [rows[0].word, rows[0].count],
    keyword: keywords[0].word,
    folded,
    foldedInPage,
    highlighted: highlighter.count,
    element: element.summary.tokens,
  };
}

globalThis.result = use();

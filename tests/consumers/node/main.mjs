import { HanLens } from "hanlens";
// A server may import what only a browser can use.
import { HanLensElement } from "hanlens/element";
import { highlight } from "hanlens/highlight";

const lens = await HanLens.create();
const corpus = await lens.analyze("我来到北京清华大学。北京的大学很多，北京的图书馆也很多。");
const { rows } = await corpus.terms({ limit: 1 });
const keywords = await corpus.keywords({ limit: 1 });
const file = await lens.analyze(new Blob(["<p>圖書館&amp;圖書館</p>"], { type: "text/html" }), { fold: { simplified: true } });
const folded = (await file.terms({ limit: 1 })).rows[0];
console.log(JSON.stringify({
  worker: lens.info.worker,
  tokens: corpus.summary.tokens,
  row: [rows[0].word, rows[0].count],
  keyword: keywords[0].word,
  folded: [folded.word, folded.count],
  kinds: [typeof HanLensElement, typeof highlight],
  files: ["hanlens-worker.js", "hanlens_bg.wasm", "hanlens-explore.wasm", "hanlens.dict", "hanlens-idf.dict", "hanlens-fold.dict", "hanlens-read.js", "integrity.json", "package.json"].map((name) => import.meta.resolve(`hanlens/${name}`).split("/").at(-1)),
}));

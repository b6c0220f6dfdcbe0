import { HanLens, type Keyword, type TermRow } from "hanlens";
import { HanLensElement, type HanLensSelection } from "hanlens/element";
import { highlight, textOf, type Highlighter } from "hanlens/highlight";

export async function use(root: HTMLElement): Promise<[TermRow | undefined, Keyword[], Highlighter]> {
  const lens = await HanLens.shared({ worker: true });
  const corpus = await lens.analyze(textOf(root, { include: ["editable"] }));
  const { rows } = await corpus.terms({ limit: 1 });
  const highlighter = highlight(root, { words: ["北京"], lens, name: "mine", describe: ({ word, count }) => `${word} ${count.toFixed()}` });
  await highlighter.ready;
  highlighter.addEventListener("error", ({ detail }) => console.error(detail.error));
  const place = highlighter.next("北京");
  if (place) console.log(place.index, place.range.toString());
  return [rows[0], await corpus.keywords(), highlighter];
}

export function place(): HanLensElement {
  HanLensElement.engine = { worker: false };
  const element = document.createElement("han-lens");
  Object.assign(element, { top: 3 });
  element.view = "cloud";
  element.htmlFor = "story";
  element.addEventListener("select", ({ detail }) => {
    const chosen: HanLensSelection = detail;
    console.log(chosen.word, chosen.count);
  });
  element.addEventListener("progress", ({ detail: { done, total } }) => console.log(done / total));
  element.addEventListener("analyzed", ({ detail }) => console.log(detail.summary.tokens));
  return element;
}

// @ts-expect-error there is no such view
document.createElement("han-lens").view = "nonsense";
// @ts-expect-error one way at a time
highlight(document.body, { words: [], keywords: 3 });
// @ts-expect-error not a name of an option
highlight(document.body, { wrods: [] });

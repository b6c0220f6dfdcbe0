/** @file Runs in a page: a long document of many elements is highlighted, and what came of it is compared with its text. */

/** One paragraph has inline elements of some characters each, at places that do not heed words. */
const INLINE = ["b", "i", "a", "span", "em"];

/**
 * A document of this text.
 * @param {string} text
 * @param {number} elements How many, paragraphs and all.
 */
function build(text, elements) {
  const root = document.createElement("main");
  const lines = text.split("\n").filter((line) => line !== "");
  let inline = elements - lines.length - 1;
  // So many characters an element, on average.
  const step = Math.floor(text.length / inline);
  lines.forEach((line, index) => {
    const paragraph = document.createElement("p");
    for (let at = 0, n = index; at < line.length; at += step, n += 1) {
      const part = line.slice(at, at + step);
      if (inline > 0 && part.length > 1) {
        const element = document.createElement(INLINE[n % INLINE.length]);
        element.append(part.slice(1));
        paragraph.append(part[0], element);
        inline -= 1;
      } else {
        paragraph.append(part);
      }
    }
    root.append(paragraph);
  });
  for (; inline > 0; inline -= 1) root.lastChild.append(document.createElement("span"));
  return root;
}

/** Where each text node begins in the root's `textContent`. */
function placesOf(root) {
  const places = new Map();
  let length = 0;
  for (const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT); walker.nextNode(); ) {
    places.set(walker.currentNode, length);
    length += walker.currentNode.length;
  }
  return places;
}

/** The same words found without the highlighter: in the text of each paragraph. */
async function expected(lens, root, words) {
  const paragraphs = [...root.children].map(({ textContent }) => textContent);
  const corpus = await lens.analyze(paragraphs.join("\n"), { heal: "off" });
  const spans = await corpus.spans({ terms: words });
  corpus.dispose();
  // A line feed between paragraphs is no text of the document.
  const found = [];
  let [paragraph, end] = [0, paragraphs[0].length];
  for (let i = 0; i < spans.length; i += 3) {
    while (spans[i] > end) end += 1 + paragraphs[++paragraph].length;
    found.push(`${spans[i] - paragraph}-${spans[i + 1] - paragraph}`);
  }
  return found;
}

const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/**
 * @param {string} text
 * @param {number} elements
 */
export async function measure(text, elements) {
  const { HanLens } = await import("../pkg/hanlens.js");
  const { highlight } = await import("../pkg/hanlens-highlight.js");
  const root = build(text, elements);
  document.body.append(root);
  await frame();
  const before = root.outerHTML;

  // As in a page: the document is read while the engine comes.
  const coming = HanLens.create();
  const ready = coming.then(() => performance.now());
  const highlighter = await highlight(root, { lens: coming, keywords: 50 }).ready;
  const painted = performance.now();
  await frame();
  const shown = performance.now();
  const [lens, begin] = await Promise.all([coming, ready]);

  const places = placesOf(root);
  const at = (node, offset) => places.get(node) + offset;
  const ranges = highlighter.ranges().map((range) => `${at(range.startContainer, range.startOffset)}-${at(range.endContainer, range.endOffset)}`);
  const wanted = await expected(lens, root, highlighter.words.map(({ word }) => word));
  const covered = (list) => list.reduce((sum, range) => sum + range.split("-").reduce((start, end) => end - start), 0);
  const inRegistry = [...CSS.highlights.get("hanlens")].map((range) => `${at(range.startContainer, range.startOffset)}-${at(range.endContainer, range.endOffset)}`);
  return {
    milliseconds: shown - begin,
    found: painted - begin,
    elements: root.querySelectorAll("*").length + 1,
    places: ranges.length,
    acrossElements: inRegistry.length - ranges.length,
    same: JSON.stringify(ranges) === JSON.stringify(wanted) && covered(inRegistry) === covered(wanted),
    unchanged: root.outerHTML === before,
  };
}

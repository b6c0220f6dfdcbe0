/** @file The highlighter in pages of its own: what is painted, what the document looks like, what follows a change. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { soon } from "../soon.mjs";
import { Site } from "./site.mjs";

let site;
before(async () => {
  site = await Site.start();
});
after(() => site.close());

/** Runs in the page: what the tests ask of it. */
function tools() {
  /** The pieces of text nodes that are painted, in the order of the document. */
  globalThis.painted = (name = "hanlens", view = globalThis) => {
    const ranges = [...(view.CSS.highlights.get(name) ?? [])].filter((range) => range.startContainer.isConnected);
    ranges.sort((a, b) =>
      a.startContainer === b.startContainer
        ? a.startOffset - b.startOffset
        : a.startContainer.compareDocumentPosition(b.startContainer) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
    return ranges.map((range) => range.startContainer.data.slice(range.startOffset, range.endOffset));
  };
  globalThis.paint = async (root, options) => {
    const { highlight } = await import("./pkg/hanlens-highlight.js");
    globalThis.highlighter = highlight(typeof root === "string" ? document.querySelector(root) : root, options);
    await globalThis.highlighter.ready;
    return globalThis.highlighter;
  };
  globalThis.marks = () => [...document.querySelectorAll("mark")].map((mark) => mark.textContent);
  globalThis.frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/** Opens a page, runs a function in it, and checks that nobody complained. */
async function inPage(body, run, argument) {
  const page = await site.open(body, { init: tools });
  try {
    const answer = await page.evaluate(run, argument);
    assert.deepEqual([page.problems, page.strangers], [[], []]);
    return answer;
  } finally {
    await page.context().close();
  }
}

const WORDS = ["北京", "天安门", "大学", "北京大学"];

describe("what is painted", () => {
  const table = {
    "a word in one node": ["<p>我爱北京天安门</p>", ["北京", "天安门"]],
    "a word over inline elements": ["<p>我爱<b>北</b>京<i>天<u>安</u></i>门</p>", ["北", "京", "天", "安", "门"]],
    "a word over a comment and empty elements": ["<p>北<!-- -->京<b></b>大<script></script>学</p>", ["北", "京", "大", "学"]],
    "a word under ruby notes": ["<p><ruby>北<rp>(</rp><rt>běi</rt>京<rt>jīng</rt></ruby></p>", ["北", "京"]],
    "no word over blocks": ["<p>北</p><p>京</p><div>大</div>学", []],
    "no word over a line break or an image": ["<p>北<br>京 天安<img alt=''>门</p>", []],
    "no word over cells": ["<table><tr><td>北</td><td>京</td></tr></table>", []],
    "a word over hidden text": ["<p>北<span hidden>上海</span>京<span style='display:none'>大学</span></p>", ["北", "京"]],
    "no invisible text": ["<p style='visibility:hidden'>北京<b style='visibility:visible'>大学</b></p>", ["大学"]],
    "no script, style or template": ["<script>'北京'</script><style>/*北京*/</style><template>北京</template><noscript>北京</noscript>", []],
    "no editable text": ["<p contenteditable>北京<b>大学</b></p><textarea>北京</textarea><select><option>北京</select>", []],
    "inline blocks and links": ["<p><a href='#'>北<span style='display:inline-block'>京</span></a></p>", ["北", "京"]],
    "deep trees": [`${"<div>".repeat(3000)}北京${"</div>".repeat(3000)}`, ["北京"]],
  };
  let page;
  before(async () => {
    page = await site.open("", { init: tools });
  });
  after(() => page.context().close());

  for (const [what, [body, expected]] of Object.entries(table)) {
    test(what, async () => {
      const answer = await page.evaluate(async ([html, words]) => {
        document.body.innerHTML = html;
        const before = document.body.outerHTML;
        await paint(document.body, { words });
        const answered = { same: document.body.outerHTML === before, painted: painted(), whole: highlighter.ranges().map(String) };
        highlighter.clear();
        return { ...answered, after: painted() };
      }, [body, WORDS]);
      assert.deepEqual(answer.painted, expected);
      assert.equal(answer.same, true, "the document is as it was");
      assert.deepEqual(answer.after, [], "clear takes all away");
      const seen = answer.whole.map((text) => text.replaceAll(/上海|\(?[a-zěī]+/g, ""));
      assert.equal(seen.join(""), expected.join(""), "the ranges of whole words cover the same");
    });
  }

  test("what is left out is there when it is asked for", async () => {
    const body = "<p id=e contenteditable>北京</p><p hidden>大学</p><style>/* 天安门 */</style>";
    const run = async ([words]) => {
      const seen = {};
      for (const include of [[], ["editable"], ["hidden"], ["style"], ["editable", "hidden", "style"]]) {
        const highlighter = await paint(document.body, { words, include });
        seen[include.join()] = painted();
        highlighter.clear();
      }
      return [seen, painted()];
    };
    const [seen, afterwards] = await inPage(body, run, [WORDS]);
    assert.deepEqual(seen, {
      "": [], editable: ["北京"], hidden: ["大学"], style: ["天安门"], "editable,hidden,style": ["北京", "大学", "天安门"],
    });
    assert.deepEqual(afterwards, []);
  });

  test("keywords and rows of the table may say what is painted, and update changes it", async () => {
    const answer = await inPage("<p>北京大学在北京。图书馆在北京大学。</p><p class=no>图书馆</p>", async () => {
      const highlighter = await paint(document.body, { keywords: 1, skip: ".no" });
      const keyword = [highlighter.words, painted()];
      await highlighter.update({ terms: { tags: ["v", "p"], limit: 5 } });
      const terms = highlighter.words;
      await highlighter.update({ words: ["图书馆"], skip: "" });
      return [keyword, terms, [highlighter.words, highlighter.count, highlighter.countOf("图书馆"), highlighter.countOf("北京")]];
    });
    assert.deepEqual(answer, [
      [[{ word: "北京大学", count: 2 }], ["北京大学", "北京大学"]],
      [{ word: "在", count: 2 }],
      [[{ word: "图书馆", count: 2 }], 2, 2, 0],
    ]);
  });

  test("a wrap inside a word is healed where that is asked for, over blocks never; folded words have one count", async () => {
    const answer = await inPage("<p>我来到北\n京清华大学。</p><p>我爱北</p><p>京</p><p>圖書館和图书馆</p>", async () => {
      const healed = await paint(document.body, { words: ["北京"], analyze: { heal: "on" } });
      const [range] = healed.ranges("北京");
      const one = [healed.words, painted(), range.toString()];
      await healed.update({ terms: { contains: "图书馆" }, analyze: { fold: { simplified: true } } });
      return [one, [healed.words, painted(), healed.ranges("图书馆").map(String), healed.next().word]];
    });
    assert.deepEqual(answer, [
      [[{ word: "北京", count: 1 }], ["北\n京"], "北\n京"],
      [[{ word: "图书馆", count: 2 }], ["圖書館", "图书馆"], ["圖書館", "图书馆"], "图书馆"],
    ]);
  });

  test("a shadow root and an iframe of the same site may be painted", async () => {
    const answer = await inPage("<div id=host></div><iframe srcdoc='<!doctype html><p>北<b>京</b>'></iframe>", async () => {
      const tree = document.querySelector("#host").attachShadow({ mode: "open" });
      const paragraph = document.createElement("p");
      paragraph.textContent = "大学在北京";
      tree.append(paragraph);
      const inTree = await paint(tree, { words: ["大学"] });
      const frame = document.querySelector("iframe");
      if (frame.contentDocument.readyState !== "complete" || !frame.contentDocument.querySelector("p")) {
        await new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
      }
      const view = frame.contentWindow;
      const inFrame = await paint(view.document.body, { words: ["北京"] });
      const seen = [painted(), painted("hanlens", view), tree.adoptedStyleSheets.length, view.document.adoptedStyleSheets.length];
      inTree.clear();
      inFrame.clear();
      return [seen, [painted(), painted("hanlens", view), tree.adoptedStyleSheets.length, view.document.adoptedStyleSheets.length]];
    });
    assert.deepEqual(answer, [[["大学"], ["北", "京"], 1, 1], [[], [], 0, 0]]);
  });

  test("highlighters of one name keep to their own", async () => {
    const answer = await inPage("<p id=a>北京</p><p id=b>大学</p>", async () => {
      const one = await paint("#a", { words: ["北京"] });
      await paint("#b", { words: ["大学"] });
      const both = painted();
      one.clear();
      return [both, painted(), document.adoptedStyleSheets.length];
    });
    assert.deepEqual(answer, [["北京", "大学"], ["大学"], 1]);
  });

  test("a page's own rule wins over the colours from here", async () => {
    const colour = await inPage("<style>::highlight(hanlens) { background-color: rgb(1, 2, 3); }</style><p>北京</p>", async () => {
      const before = getComputedStyle(document.querySelector("p"), "::highlight(hanlens)").backgroundColor;
      await paint(document.body, { words: ["北京"] });
      return [before, getComputedStyle(document.querySelector("p"), "::highlight(hanlens)").backgroundColor];
    });
    assert.deepEqual(colour, ["rgb(1, 2, 3)", "rgb(1, 2, 3)"]);
  });

  test("arguments that are not of their form are refused, and name themselves", async () => {
    const answers = await inPage("<p>北京</p>", async () => {
      const { highlight } = await import("./pkg/hanlens-highlight.js");
      const bad = [
        [null], [document.createTextNode("x")], [document.body, { words: "北京" }], [document.body, { words: [1] }],
        [document.body, { words: [], keywords: 3 }], [document.body, { keywords: 0 }], [document.body, { name: "a){}*{color:red" }],
        [document.body, { include: ["everything"] }], [document.body, { wrods: [] }], [document.body, { method: "svg" }],
      ];
      return bad.map((args) => {
        try {
          highlight(...args);
          return "taken";
        } catch (error) {
          return `${error.kind} ${error.argument}`;
        }
      });
    });
    const names = ["root", "root", "words", "words", "keywords", "keywords", "name", "include", "wrods", "method"];
    assert.deepEqual(answers, names.map((name) => `invalid-argument ${name}`));
  });

  test("what the engine refuses rejects ready", async () => {
    const kind = await inPage("<p>北京</p>", async () => {
      const { highlight } = await import("./pkg/hanlens-highlight.js");
      return highlight(document.body, { analyze: { mode: "none" } }).ready.then(() => "taken", (error) => error.kind);
    });
    assert.equal(kind, "invalid-argument");
  });

  test("aborting the signal clears", async () => {
    const answer = await inPage("<p>北京</p>", async () => {
      const controller = new AbortController();
      await paint(document.body, { words: ["北京"], signal: controller.signal });
      const before = painted();
      controller.abort();
      const late = await highlighter.update().then(() => "taken", (error) => error.kind);
      const { highlight } = await import("./pkg/hanlens-highlight.js");
      const never = await highlight(document.body, { signal: AbortSignal.abort() }).ready.then(() => "taken", (error) => error.kind);
      return [before, painted(), late, never];
    });
    assert.deepEqual(answer, [["北京"], [], "wrong-state", "wrong-state"]);
  });

  test("painting and clearing again and again leaves nothing behind", async () => {
    const answer = await inPage("<main><p>我爱<b>北</b>京</p></main>", async () => {
      const root = document.querySelector("main");
      const before = root.outerHTML;
      for (let round = 0; round < 100; round += 1) {
        const highlighter = await paint(root, { words: ["北京"], method: round % 2 ? "mark" : "highlight" });
        if (round % 3 === 0) root.lastChild.append("");
        highlighter.next();
        highlighter.clear();
      }
      root.normalize();
      const left = [CSS.highlights.get("hanlens").size, CSS.highlights.get("hanlens-active").size, document.adoptedStyleSheets.length];
      return [root.outerHTML === before, left, document.querySelectorAll("hanlens-tip").length];
    });
    assert.deepEqual(answer, [true, [0, 0, 0], 0]);
  });
});

describe("changes of the document", () => {
  test("what stays keeps its colour, and what moved is moved before the next frame", async () => {
    const answer = await inPage("<p id=a>北京</p><p id=b>在大学</p><p id=c>上海</p>", async () => {
      await paint(document.body, { words: ["北京", "大学"] });
      const kept = [...CSS.highlights.get("hanlens")].find((range) => range.startContainer.parentNode.id === "a");
      document.querySelector("#b").firstChild.data = "我们都在大学";
      document.querySelector("#c").firstChild.data = "天安门";
      await Promise.resolve();
      const atOnce = painted();
      await new Promise((resolve) => highlighter.addEventListener("update", resolve, { once: true }));
      return [atOnce, painted(), CSS.highlights.get("hanlens").has(kept)];
    });
    assert.deepEqual(answer, [["北京", "大学"], ["北京", "大学"], true]);
  });

  test("the same text put there anew is painted before the next frame", async () => {
    const answer = await inPage("<div id=a><p>去<b>北</b>京看大学</p></div>", async () => {
      await paint(document.body, { words: ["北京", "大学"] });
      const copy = document.querySelector("#a").firstChild.cloneNode(true);
      document.querySelector("#a").replaceChildren(copy);
      await Promise.resolve();
      return painted();
    });
    assert.deepEqual(answer, ["北", "京", "大学"]);
  });

  for (const method of ["highlight", "mark"]) {
    test(`whatever changes, in the end it is as if painted afresh: ${method}`, async () => {
      const body = `<main>${"<p>我来到<b>北京</b>大学。</p><ul><li>天<i>安门</i></li><li>图书馆</li></ul>".repeat(4)}</main>`;
      const failures = await inPage(body, async ([how]) => {
        const root = document.querySelector("main");
        let state = 12345;
        const random = (n) => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) % n;
        const words = ["北京", "大学", "北京大学", "天安门", "图书馆"];
        await paint(root, { words, method: how });
        const isOurs = (node) => node.localName === "mark" || node.parentNode?.localName === "mark";
        const pick = (list) => list[random(list.length)];
        const elements = () => [...root.querySelectorAll("*")].filter((element) => element.localName !== "mark");
        const texts = () => {
          const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) => (isOurs(node) || node.data === "" ? 2 : 1));
          const all = [];
          while (walker.nextNode()) all.push(walker.currentNode);
          return all;
        };
        const acts = [
          () => { const node = pick(texts()); if (node) node.data = pick(words) + node.data; },
          () => { const node = pick(texts()); if (node) node.data = node.data.slice(1); },
          () => { const element = pick(elements()); element?.append(pick(words)); },
          () => { const element = document.createElement(pick(["p", "b", "div"])); element.textContent = pick(words); (pick(elements()) ?? root).append(element); },
          () => pick(elements())?.remove(),
          () => { const element = pick(elements()); if (element) element.hidden = !element.hidden; },
          () => { const element = pick(elements()); element?.setAttribute("style", pick(["display: block", "display: inline", "visibility: hidden", ""])); },
          () => { const element = pick(elements()); if (element) root.prepend(element); },
          () => { const element = pick(elements()); element?.replaceWith(element.cloneNode(true)); },
          () => pick(texts())?.remove(),
          () => { if (random(3) === 0) root.normalize(); },
        ];
        const seen = () => (how === "mark" ? marks() : painted()).join();
        const failed = [];
        for (let round = 0; round < 40; round += 1) {
          for (let n = random(4); n >= 0; n -= 1) pick(acts)();
          if (random(2)) await new Promise((resolve) => setTimeout(resolve, random(60)));
          if (round % 4 !== 3) continue;
          // A change of no text, so that a reading is sure to come.
          root.append(document.createComment(""));
          await new Promise((resolve) => highlighter.addEventListener("update", resolve, { once: true }));
          const now = seen();
          highlighter.clear();
          const text = root.textContent;
          const left = document.querySelectorAll("mark").length;
          await paint(root, { words, method: how });
          if (now !== seen() || left !== 0 || (how === "mark" && root.textContent !== text)) failed.push([round, now, seen(), left]);
        }
        return failed;
      }, [method]);
      assert.deepEqual(failures, []);
    });
  }

  test("without follow nothing is watched", async () => {
    const answer = await inPage("<p>北京</p>", async () => {
      await paint(document.body, { words: ["北京"], follow: false });
      document.body.append("北京");
      await new Promise((resolve) => setTimeout(resolve, 150));
      const before = painted();
      await highlighter.update();
      return [before, painted()];
    });
    assert.deepEqual(answer, [["北京"], ["北京", "北京"]]);
  });
});

describe("mark elements", () => {
  test("clear gives back the same nodes with the same text", async () => {
    const answer = await inPage("<p id=a>我爱<b>北</b>京天安门，<i>大学</i></p>", async ([words]) => {
      const before = document.body.innerHTML;
      const nodes = (list = []) => {
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) list.push(walker.currentNode);
        return list;
      };
      const old = nodes();
      await paint(document.body, { words, method: "mark" });
      const painted = [marks(), document.body.textContent === new DOMParser().parseFromString(before, "text/html").body.textContent];
      const whole = highlighter.ranges().map(String);
      highlighter.clear();
      const now = nodes();
      return { painted, whole, html: document.body.innerHTML === before, same: old.length === now.length && old.every((node, i) => node === now[i]) };
    }, [WORDS]);
    assert.deepEqual(answer, { painted: [["北", "京", "天安门", "大学"], true], whole: ["北京", "天安门", "大学"], html: true, same: true });
  });

  test("the page may write into its own node while it is marked", async () => {
    const answer = await inPage("<p>在北京的大学</p>", async ([words]) => {
      const node = document.querySelector("p").firstChild;
      await paint(document.body, { words, method: "mark" });
      node.data = "去天安门看看";
      await new Promise((resolve) => highlighter.addEventListener("update", resolve, { once: true }));
      const after = [document.querySelector("p").textContent, marks()];
      highlighter.clear();
      return [after, document.querySelector("p").innerHTML, document.querySelector("p").firstChild === node];
    }, [WORDS]);
    assert.deepEqual(answer, [["去天安门看看", ["天安门"]], "去天安门看看", true]);
  });

  test("they are used where the browser has no highlights", async () => {
    const answer = await inPage("<p>北京</p>", async () => {
      delete globalThis.Highlight;
      await paint(document.body, { words: ["北京"] });
      return marks();
    });
    assert.deepEqual(answer, ["北京"]);
  });
});

describe("what is said of a word", () => {
  const tip = (page) => page.evaluate(() => {
    const panel = document.querySelector("hanlens-tip")?.shadowRoot.querySelector("div");
    return panel?.className === "shown" ? [panel.textContent, panel.role] : null;
  });
  const active = (page) => page.evaluate(() => painted("hanlens-active"));
  const BODY = "<p>去<a href='#x'>北京</a>，看<span id=w>大学</span>。北京</p><p>没有</p>";

  for (const method of ["highlight", "mark"]) {
    test(`by the pointer, by focus, by the caret, by stepping: ${method}`, async () => {
      const page = await site.open(BODY, { init: tools });
      await page.evaluate(([how]) => paint(document.body, { words: ["北京", "大学"], method: how }).then(() => {}), [method]);
      const html = await page.evaluate(() => document.body.innerHTML);
      await page.hover("#w");
      await soon(() => tip(page), ["大学: 1 time", "tooltip"]);
      if (method === "highlight") assert.deepEqual(await active(page), ["大学"]);
      await page.mouse.move(5, 690);
      await soon(() => tip(page), null);
      await page.keyboard.press("Tab");
      await soon(() => tip(page), ["北京: 2 times", "status"]);
      await page.keyboard.press("Escape");
      assert.equal(await tip(page), null);
      await page.click("#w");
      await soon(() => tip(page), ["大学: 1 time", "status"]);
      const steps = await page.evaluate(() => [highlighter.next(), highlighter.next("北京"), highlighter.previous()].map(({ word, index, total }) => [word, index, total]));
      assert.deepEqual(steps, [["北京", 0, 3], ["北京", 1, 2], ["北京", 0, 3]]);
      await soon(() => tip(page), ["北京: 2 times (1 of 3)", "status"]);
      assert.equal(await page.evaluate(() => document.body.innerHTML.replaceAll(" hanlens-active", "")), html, "the body is as it was");
      await page.evaluate(() => highlighter.clear());
      assert.equal(await page.evaluate(() => document.querySelector("hanlens-tip")), null);
      assert.deepEqual(page.problems, []);
      await page.context().close();
    });
  }

  test("where the pointer was before does not take the place of a later step", async () => {
    const answer = await inPage(BODY, async () => {
      await paint(document.body, { words: ["北京", "大学"] });
      const { left, top } = document.getElementById("w").getBoundingClientRect();
      document.getElementById("w").dispatchEvent(new PointerEvent("pointermove", { clientX: left + 5, clientY: top + 5, bubbles: true }));
      highlighter.next();
      // The pointer is looked at once a frame.
      for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
      return document.querySelector("hanlens-tip").shadowRoot.querySelector("div").textContent;
    });
    assert.equal(answer, "北京: 2 times (1 of 3)");
  });

  test("in the language of the page, or in words of one's own", async () => {
    const page = await site.open("<p lang=zh><span>北京</span></p><p id=b><span>大学</span></p>", { init: tools });
    await page.evaluate(async () => {
      await paint("p", { words: ["北京"] });
      await paint("#b", { words: ["大学"], describe: ({ word, count }) => `<b>${word}</b> ${count}` });
    });
    await page.hover("p[lang] span");
    await soon(() => page.evaluate(() => [...document.querySelectorAll("hanlens-tip")].map((host) => host.shadowRoot.querySelector("div").textContent)), ["北京：1 次"]);
    await page.mouse.move(5, 690);
    await page.hover("#b span");
    await soon(() => page.evaluate(() => [...document.querySelectorAll("hanlens-tip")].map((host) => host.shadowRoot.querySelector("div").innerHTML)), ["北京：1 次", "&lt;b&gt;大学&lt;/b&gt; 1"]);
    await page.context().close();
  });
});

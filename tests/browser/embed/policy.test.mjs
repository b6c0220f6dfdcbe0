/** @file Pages under strict policies, and texts, attributes and files that would do harm if they could. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { soon, until } from "../soon.mjs";
import { Site } from "./site.mjs";

let site;
before(async () => {
  site = await Site.start();
});
after(() => site.close());

const BODY = `
  <main lang="en">
    <p id="story">我来到<b>北</b>京清华大学。<script type="text/plain">北京</script></p>
    ${["table", "keywords", "cloud", "text"].map((view) => `<han-lens loading="eager" view="${view}" for="story"></han-lens>`).join("")}
    <han-lens id="slotted" loading="eager" view="text">北京的大学很多</han-lens>
    <han-lens id="own" loading="eager" user-words="清华大学里">清华大学里</han-lens>
    <han-lens id="file" loading="eager" src="text.txt" view="text"></han-lens>
  </main>`;

const SCRIPT = `
  import "./pkg/hanlens-element.js";
  import { highlight } from "./pkg/hanlens-highlight.js";
  const one = highlight(document.querySelector("#story"), { words: ["北京"] });
  const two = highlight(document.querySelector("#story"), { words: ["清华大学"], method: "mark", name: "second" });
  globalThis.done = Promise.all([one.ready, two.ready]).then(async () => {
    one.next();
    const { HanLens } = await import("./pkg/hanlens.js");
    const lens = await HanLens.shared();
    const file = new File(["<p>圖書館&amp;圖書館</p>"], "a.html", { type: "text/html" });
    const { rows } = await (await lens.analyze(file, { fold: { simplified: true } })).terms();
    return [one.count, two.count, lens.info.worker, rows[0].word];
  });`;

describe("under a policy", () => {
  for (const [policy, directive] of Object.entries({ strict: "the strictest", trusted: "the strictest, with Trusted Types enforced" })) {
    test(`${directive}: the element and the highlighter work, and nobody complains`, async () => {
      site.put("/text.txt", "北京的大学很多");
      const page = await site.open(BODY, { policy, script: SCRIPT });
      try {
        assert.deepEqual(await page.evaluate(() => globalThis.done), [1, 1, true, "图书馆"]);
        const statuses = () => page.evaluate(() => [...document.querySelectorAll("han-lens")].map((element) => element.shadowRoot.querySelector("[role=status]").textContent));
        await soon(statuses, [...Array(4).fill("4 tokens, 4 types"), "4 tokens, 4 types", "1 token, 1 type", "4 tokens, 4 types"]);
        await until(() => page.evaluate(() => CSS.highlights.get("hanlens").size), (size) => size > 4, "the texts are painted");
        await page.hover("#slotted");
        // The looks come from sheets that the package makes itself: no policy holds them back.
        const looks = await page.evaluate(() => getComputedStyle(document.querySelector("han-lens").shadowRoot.querySelector("table")).borderCollapse);
        assert.equal(looks, "collapse");
        assert.deepEqual([page.problems, page.strangers], [[], []]);
      } finally {
        await page.context().close();
      }
    });
  }

  test("Trusted Types are enforced there, and the package's policy blesses no address that a caller gives", async () => {
    const page = await site.open("", { policy: "trusted", script: "" });
    const answers = await page.evaluate(async () => {
      const { HanLens } = await import("./pkg/hanlens.js");
      const attempt = (work) => {
        try {
          work();
          return "taken";
        } catch (error) {
          return error.name;
        }
      };
      const markup = attempt(() => (document.body.innerHTML = "<b>x</b>"));
      const worker = await HanLens.create({ worker: "./pkg/hanlens-worker.js" }).then(() => "taken", (error) => error.kind);
      const lens = await HanLens.create();
      const again = attempt(() => globalThis.trustedTypes.createPolicy("hanlens", { createScriptURL: (url) => url }));
      return [markup, worker, lens.info.worker, again];
    });
    assert.deepEqual(answers, ["TypeError", "load-failed", true, "TypeError"]);
    await page.context().close();
  });

  test("the helpers of a long text are workers too", async () => {
    const page = await site.open("", { policy: "trusted", script: "" });
    const before = site.served.length;
    const tokens = await page.evaluate(async () => {
      const { HanLens } = await import("./pkg/hanlens.js");
      const lens = await HanLens.create({ threads: 2 });
      const text = "我爱北京天安门。".repeat(600_000);
      const corpus = await lens.analyze(text);
      return corpus.summary.tokens;
    });
    assert.equal(tokens, 4 * 600_000);
    const scripts = () => site.served.slice(before).filter((path) => path.endsWith("hanlens-worker.js")).length;
    await until(async () => scripts(), (count) => count === 2, "every worker has asked for its script");
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });

  test("a page that allows no policy of the package's name is served in its own thread", async () => {
    const page = await site.open("", { policy: "closed", script: "" });
    const answer = await page.evaluate(async () => {
      const { HanLens } = await import("./pkg/hanlens.js");
      const lens = await HanLens.create();
      return [lens.info.worker, await lens.cut("北京大学")];
    });
    assert.deepEqual(answer, [false, ["北京大学"]]);
    await page.context().close();
  });
});

describe("harm", () => {
  const HARM = "globalThis.harmed=1";
  const TEXTS = [
    `<img src=x onerror="${HARM}">北京`,
    `</script><script>${HARM}</script></style>北京`,
    `javascript:${HARM} 北京`,
    "\u202e北京\u202c上海\u2066北京\u2069\u200f",
    "北京\u0000上海\u0001\u001b[31m",
    "上海\ud842北京\ud83d",
    "👨‍👩‍👧‍👦😀𠮷北京😀",
  ];

  const isUnharmed = (page) => page.evaluate(() => {
    const trees = [document, ...[...document.querySelectorAll("han-lens")].map((element) => element.shadowRoot)];
    return [globalThis.harmed, trees.reduce((sum, tree) => sum + tree.querySelectorAll("img, iframe, object, embed, a[href^='javascript:'], [onerror], [onclick]").length, 0)];
  });

  test("texts are text, in every view", async () => {
    const page = await site.open("<han-lens loading=eager></han-lens><p id=p></p>", { script: 'import "./pkg/hanlens-element.js";' });
    for (const [index, text] of TEXTS.entries()) {
      for (const view of ["table", "keywords", "cloud", "text"]) {
        // A lone surrogate does not come through from here as it is.
        const seen = await page.evaluate(async ([units, wanted]) => {
          const given = String.fromCharCode(...units);
          const element = document.querySelector("han-lens");
          element.view = wanted;
          element.top = 50;
          await element.analyze(given);
          await new Promise((resolve) => setTimeout(resolve));
          const { shadowRoot } = element;
          const whole = shadowRoot.querySelector("[part=text]")?.textContent;
          return wanted === "text" ? whole === given : [...shadowRoot.querySelectorAll("[part=word]")].some(({ textContent }) => textContent === "北京");
        }, [Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)), view]);
        assert.equal(seen, true, `text ${index}, ${view}`);
      }
      const counted = await page.evaluate(async ([units]) => {
        const { highlight } = await import("./pkg/hanlens-highlight.js");
        const paragraph = document.querySelector("#p");
        paragraph.textContent = String.fromCharCode(...units);
        const html = paragraph.outerHTML;
        const highlighter = highlight(paragraph, { words: ["北京"], method: "mark" });
        await highlighter.ready;
        const { count } = highlighter;
        highlighter.next();
        highlighter.clear();
        return [count > 0, paragraph.outerHTML === html];
      }, [Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))]);
      assert.deepEqual(counted, [true, true], `text ${index}`);
    }
    assert.deepEqual(await isUnharmed(page), [undefined, 0]);
    assert.deepEqual([page.problems, page.strangers], [[], []]);
    await page.context().close();
  });

  test("values of attributes are values", async () => {
    const bad = `"><img src=x onerror=${HARM}>`;
    const page = await site.open("<div id=place></div>", { script: 'import "./pkg/hanlens-element.js";' });
    const errors = await page.evaluate(async ([value, harm]) => {
      const said = [];
      const attributes = [
        { view: value }, { for: value }, { src: `javascript:${harm}` }, { src: `data:text/html,<script>${harm}</script>`, view: "text" }, { top: value },
        { "stop-words": value }, { "user-words": value }, { mode: value }, { method: value, view: "keywords" }, { word: value, name: value }, { lang: value },
        { view: "__proto__" }, { view: "constructor" },
      ];
      for (const set of attributes) {
        const element = document.createElement("han-lens");
        for (const [name, given] of Object.entries(set)) element.setAttribute(name, given);
        element.append("北京");
        document.querySelector("#place").append(element);
        said.push(await element.analyze().then(() => "ok", (error) => error.kind ?? String(error)));
      }
      return said;
    }, [bad, HARM]);
    assert.deepEqual(errors, [
      "invalid-argument", "invalid-argument", "load-failed", "ok", "ok", "ok", "bad-user-word", "invalid-argument", "invalid-argument", "ok", "ok",
      "invalid-argument", "invalid-argument",
    ]);
    assert.deepEqual(await isUnharmed(page), [undefined, 0]);
    assert.deepEqual(page.strangers, []);
    await page.context().close();
  });

  test("a dictionary file that is damaged or a page of markup is refused", async () => {
    const page = await site.open("", { script: "" });
    const kinds = await page.evaluate(async ([harm]) => {
      const { HanLens } = await import("./pkg/hanlens.js");
      const dictionary = new Uint8Array(await (await fetch("./pkg/hanlens.dict")).arrayBuffer());
      const damaged = dictionary.slice();
      damaged[damaged.length >> 1] ^= 255;
      const markup = new TextEncoder().encode(`<script>${harm}</script>`);
      const said = [];
      for (const options of [{ dictionary: damaged }, { dictionary: markup }, { dictionary: new Uint8Array(0) }, { wasm: markup }, { explorer: markup }, { idf: markup }]) {
        said.push(await HanLens.create(options).then(async (lens) => (await lens.analyze("北京")).keywords()).then(() => "taken", (error) => error.kind));
      }
      return said;
    }, [HARM]);
    assert.deepEqual(kinds, ["bad-dictionary", "bad-dictionary", "bad-dictionary", "load-failed", "load-failed", "bad-dictionary"]);
    assert.equal(await page.evaluate(() => globalThis.harmed), undefined);
    await page.context().close();
  });
});

/** @file `<han-lens>` in pages of its own. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { lacking } from "../../engines/lacks.mjs";
import { ENGINE } from "../launch.mjs";
import { soon, until } from "../soon.mjs";
import { Site } from "./site.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let site;
before(async () => {
  site = await Site.start();
});
after(() => site.close());

const IMPORT = 'import "./pkg/hanlens-element.js";';

/** 我 爱 北京 天安门 。 北京 ！ 北京 ？ three times: 北京 9 times, the others 3 times. */
const TEXT = "我爱北京天安门。北京！北京？\n".repeat(3);

/** Opens a page with the element defined, runs a test with it, and checks that nobody complained. */
async function withPage(body, run, { allowed = () => false, ...how } = {}) {
  const page = await site.open(body, { script: IMPORT, ...how });
  try {
    // WebKit may tell that a page is loaded before its modules have run.
    if (how.script === undefined) await soon(() => page.evaluate(() => customElements.get("han-lens") !== undefined), true, "it is defined");
    await run(page);
    assert.deepEqual(page.problems.filter((problem) => !allowed(problem)), [], "the console is empty");
    assert.deepEqual(page.strangers, []);
  } finally {
    await page.context().close();
  }
}

const words = (page, selector = "han-lens") =>
  page.evaluate((of) => [...(document.querySelector(of).shadowRoot?.querySelectorAll("[part=word]") ?? [])].map((button) => button.textContent), selector);
const status = (page, selector = "han-lens") => page.evaluate((of) => document.querySelector(of).shadowRoot.querySelector("[role=status]").textContent, selector);
const painted = (page) => page.evaluate(() => [...(CSS.highlights.get("hanlens") ?? [])].map((range) => range.startContainer.data.slice(range.startOffset, range.endOffset)));

describe("where the text comes from", () => {
  test("from the element itself, over the edges of its elements", () =>
    withPage(`<han-lens><p>我爱北<b>京</b>天安门</p><p>北京</p></han-lens>`, async (page) => {
      await soon(() => words(page), ["北京", "爱", "天安门"]);
      assert.equal(await status(page), "5 tokens, 4 types");
    }));

  test("from a file, as the server sends it", async () => {
    site.put("/text.txt", TEXT);
    await withPage(`<han-lens src="text.txt"></han-lens>`, async (page) => {
      await soon(() => words(page), ["北京", "爱", "天安门"]);
      assert.equal(await status(page), "18 tokens, 4 types");
    });
  });

  test("from another element, whose changes are followed", () =>
    withPage(`<p id=story>北<i>京</i>大学</p><han-lens for=story></han-lens>`, async (page) => {
      await soon(() => words(page), ["北京大学"]);
      await page.evaluate(() => (document.querySelector("i").textContent = "方"));
      await soon(() => words(page), ["北方大学"]);
    }));

  test("from a form field, as it is written", () =>
    withPage(`<textarea id=field>北京</textarea><han-lens for=field></han-lens>`, async (page) => {
      await soon(() => words(page), ["北京"]);
      await page.fill("#field", "图书馆");
      await soon(() => words(page), ["图书馆"]);
    }));

  test("from a script of data, from a program, and back", () =>
    withPage(`<script type="text/plain" id=data>图书馆</script><han-lens for=data></han-lens>`, async (page) => {
      await soon(() => words(page), ["图书馆"]);
      await page.evaluate(() => (document.querySelector("han-lens").text = "北京大学"));
      await soon(() => words(page), ["北京大学"]);
      await page.evaluate(() => (document.querySelector("han-lens").text = null));
      await soon(() => words(page), ["图书馆"]);
    }));

  test("what cannot be read is told, and what stands in the element stays to be seen", () =>
    withPage(
      `<han-lens src="nothing.txt">北京</han-lens><han-lens id=b for=nobody></han-lens><han-lens id=c view=nonsense>北京</han-lens>`,
      async (page) => {
        await soon(() => status(page, "#b"), "The text cannot be analysed. for: there is no element with the id “nobody”");
        await soon(async () => (await status(page)).includes("nothing.txt cannot be loaded (status 404)"), true);
        await soon(async () => (await status(page, "#c")).includes("there is no view “nonsense”"), true);
        assert.equal(await page.evaluate(() => document.querySelector("han-lens").shadowRoot.querySelector("slot").assignedNodes()[0].data), "北京");
        const kinds = await page.evaluate(async () => {
          const element = document.querySelector("han-lens");
          return [await element.terms().catch((error) => error.kind), await element.analyze("北京").then(({ summary }) => summary.tokens)];
        });
        assert.deepEqual(kinds, ["load-failed", 1]);
      },
      { allowed: (problem) => problem.includes("404") },
    ));
});

describe("views", () => {
  const open = (attributes, run, how) => withPage(`<han-lens ${attributes}>${TEXT}</han-lens>`, run, how);

  test("the table has counts, and as many rows as are asked for", () =>
    open('top="2" stop-words="show"', async (page) => {
      await soon(() => words(page), ["北京", "我"]);
      const rows = await page.evaluate(() => [...document.querySelector("han-lens").shadowRoot.querySelectorAll("tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent)));
      assert.deepEqual(rows, [["北京", "9", "500,000", "ns"], ["我", "3", "166,667", "r"]]);
    }));

  test("keywords have bars by their weight", () =>
    open('view="keywords"', async (page) => {
      await soon(() => words(page), ["北京", "天安门"]);
      const bars = await page.evaluate(() => [...document.querySelector("han-lens").shadowRoot.querySelectorAll("[part=bar-fill]")].map((bar) => parseFloat(bar.style.inlineSize)));
      // 9/12 × 4.66740230872 and 3/12 × 8.99540287354.
      assert.equal(bars[0], 100);
      assert.ok(Math.abs(bars[1] - (100 * 8.99540287354) / (3 * 4.66740230872)) < 0.01, String(bars));
    }));

  test("the cloud scales words between two sizes", () =>
    open('view="cloud" stop-words="show"', async (page) => {
      await soon(() => words(page), ["北京", "我", "爱", "天安门"]);
      const sizes = await page.evaluate(() => [...document.querySelector("han-lens").shadowRoot.querySelectorAll("[part=word]")].map((word) => word.style.fontSize));
      assert.deepEqual(sizes, ["2.6em", "0.9em", "0.9em", "0.9em"]);
    }));

  test("the text is painted where it stands, and the page's own elements are as they were", () =>
    withPage("<han-lens view=text><p>我爱北<b>京</b>天安门</p></han-lens>", async (page) => {
      await soon(() => painted(page), ["北", "京", "天安门"]);
      assert.equal(await page.evaluate(() => document.querySelector("han-lens").innerHTML), "<p>我爱北<b>京</b>天安门</p>");
      await page.evaluate(() => document.querySelector("han-lens").setAttribute("view", "table"));
      await soon(() => painted(page), []);
    }));

  test("the text of a file is shown with its keywords, and a click chooses", async () => {
    site.put("/text.txt", TEXT);
    await withPage(`<han-lens src="text.txt" view="text" top="1"></han-lens>`, async (page) => {
      await soon(() => painted(page), Array(9).fill("北京"));
      const shown = await page.evaluate(() => document.querySelector("han-lens").shadowRoot.querySelector("[part=text]").textContent);
      assert.equal(shown, TEXT.replaceAll("\n", ""));
      await page.evaluate(() => document.querySelector("han-lens").addEventListener("select", ({ detail }) => (globalThis.chosen = detail)));
      const box = await page.evaluate(() => {
        const [range] = CSS.highlights.get("hanlens");
        const live = document.createRange();
        live.setStart(range.startContainer, range.startOffset);
        live.setEnd(range.startContainer, range.endOffset);
        const { x, y, width, height } = live.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      });
      await page.mouse.click(box.x, box.y);
      await soon(() => page.evaluate(() => [globalThis.chosen?.word, globalThis.chosen?.count]), ["北京", 9]);
      await page.mouse.move(5, 690);
      // Some engines tell of the caret in a shadow tree, and then its word is painted twice.
      const places = () =>
        page.evaluate(() => {
          const all = [...CSS.highlights.get("hanlens-active")];
          const isSame = (a, b) => a.startContainer === b.startContainer && a.startOffset === b.startOffset;
          return all.filter((range, i) => all.findIndex((other) => isSame(range, other)) === i).map((range) => range.startContainer.data.slice(range.startOffset, range.endOffset));
        });
      await soon(places, Array(9).fill("北京"));
    });
  });

  test("the concordance is of the chosen word, else of the first keyword", () =>
    open('view="concordance" top="2"', async (page) => {
      const rows = () => page.evaluate(() => [...document.querySelector("han-lens").shadowRoot.querySelectorAll("tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent)));
      await soon(rows, [["我爱", "北京", "天安门。北京！北京？ 我爱北京天安门。北京"], ["我爱北京天安门。", "北京", "！北京？ 我爱北京天安门。北京！北京？ 我"]]);
      await page.evaluate(() => (document.querySelector("han-lens").word = "天安门"));
      await soon(async () => (await rows()).map(([, word]) => word), ["天安门", "天安门"]);
      assert.equal(await page.evaluate(() => document.querySelector("han-lens").shadowRoot.querySelector("caption").textContent), "“天安门” in context");
      assert.equal(await page.evaluate(async () => (await document.querySelector("han-lens").concordance({ pattern: { terms: ["爱"] } })).total), 3);
    }));

  test("views that change faster than they are painted leave nothing behind", () =>
    open('view="text"', async (page) => {
      await soon(async () => (await painted(page)).length > 0, true);
      await page.evaluate(async () => {
        const element = document.querySelector("han-lens");
        element.addEventListener("error", ({ detail }) => console.error(detail.error));
        for (const view of ["text", "keywords", "text", "cloud", "text", "concordance", "text", "keywords"]) {
          element.view = view;
          await new Promise((resolve) => setTimeout(resolve, 7));
        }
      });
      await soon(() => words(page), ["北京", "天安门"]);
      await soon(() => painted(page), []);
    }));

  test("a view takes the place of another without a new analysis", () =>
    open("", async (page) => {
      await soon(() => words(page), ["北京", "爱", "天安门"]);
      await page.evaluate(() => {
        globalThis.analyses = 0;
        const element = document.querySelector("han-lens");
        element.addEventListener("analyzed", () => (globalThis.analyses += 1));
        Object.assign(element, { view: "keywords", top: 1 });
      });
      await soon(() => words(page), ["北京"]);
      assert.equal(await page.evaluate(() => globalThis.analyses), 0);
    }));
});

describe("what it says and is asked", () => {
  test("events come in order, with their details", () =>
    withPage("<div id=place></div>", async (page) => {
      const events = await page.evaluate(async (text) => {
        const element = document.createElement("han-lens");
        const seen = [];
        for (const type of ["ready", "progress", "analyzed", "select", "error"]) {
          element.addEventListener(type, ({ detail }) => seen.push([type, detail]));
        }
        element.append(text);
        document.querySelector("#place").append(element);
        await element.ready;
        element.shadowRoot.querySelector("[part=word]").click();
        return seen.map(([type, detail]) => [type, {
          ready: () => typeof detail.lens.analyze, progress: () => detail, analyzed: () => [detail.summary.tokens, detail.corpus === element.corpus],
          select: () => detail.word + detail.count + detail.tag,
        }[type]()]);
      }, TEXT);
      assert.deepEqual(events, [["ready", "function"], ["progress", { done: 45, total: 45 }], ["analyzed", [18, true]], ["select", "北京9ns"]]);
    }));

  test("methods wait for the analysis, and properties are attributes", () =>
    withPage(`<div style="height: 3000px"></div><han-lens>${TEXT}</han-lens>`, async (page) => {
      const answer = await page.evaluate(async () => {
        const element = document.querySelector("han-lens");
        const before = [element.corpus, element.summary, element.text];
        const { rows } = await element.terms({ limit: 1 });
        const spans = await element.spans({ terms: ["天安门"] });
        Object.assign(element, { htmlFor: "x", top: 7, stopWords: "show" });
        const attributes = ["for", "top", "stop-words"].map((name) => element.getAttribute(name));
        element.htmlFor = null;
        return { before, word: rows[0].word, spans: [...spans.slice(0, 2)], attributes, csv: (await element.export("csv")).split("\r\n")[1], has: element.hasAttribute("for") };
      });
      assert.deepEqual(answer, { before: [null, null, null], word: "北京", spans: [4, 7], attributes: ["x", "7", "show"], csv: answer.csv, has: false });
      assert.match(answer.csv, /北京/);
    }));

  test("the chosen word is the element's value in a form", () =>
    withPage(`<form><han-lens name=word word=爱>${TEXT}</han-lens><fieldset disabled><han-lens id=d name=e>北京</han-lens></fieldset></form>`, async (page) => {
      await soon(() => words(page), ["北京", "爱", "天安门"]);
      await soon(() => words(page, "#d"), ["北京"]);
      const value = () => page.evaluate(() => [...new FormData(document.querySelector("form"))]);
      assert.deepEqual(await value(), [["word", "爱"]]);
      await page.evaluate(() => document.querySelector("han-lens").shadowRoot.querySelector("[part=word]").click());
      assert.deepEqual(await value(), [["word", "北京"]]);
      const pressed = await page.evaluate(() => [...document.querySelector("han-lens").shadowRoot.querySelectorAll("[part=word]")].map((button) => button.ariaPressed));
      assert.deepEqual(pressed, ["true", "false", "false"]);
      await page.evaluate(() => document.querySelector("form").reset());
      assert.deepEqual(await value(), [["word", "爱"]]);
      assert.equal(await page.evaluate(() => document.querySelector("#d").shadowRoot.querySelector("[part=word]").disabled), true);
    }));

  test("it speaks the language of its place", () =>
    withPage(`<section lang="zh-CN"><han-lens>北京</han-lens></section>`, (page) => soon(() => status(page), "1 词，1 种")));
});

describe("engines", () => {
  test("when the engine dies, the text is analysed by the next", async () => {
    site.put("/breakable.mjs", await readFile(new URL("../../js/breakable-worker.mjs", import.meta.url), "utf8"));
    await withPage("<div id=place></div>", async (page) => {
      await page.evaluate(async (text) => {
        const { breakable, DIES_WHEN_TOLD } = await import("./breakable.mjs");
        const { BreakableWorker, breakWorker } = breakable(globalThis.Worker);
        globalThis.Worker = BreakableWorker;
        const file = async (name) => (await fetch(`./pkg/${name}`)).arrayBuffer();
        const script = (await (await fetch("./pkg/hanlens-worker.js")).text()) + DIES_WHEN_TOLD;
        const { HanLensElement } = await import("./pkg/hanlens-element.js");
        HanLensElement.engine = { worker: URL.createObjectURL(new Blob([script], { type: "text/javascript" })), dictionary: await file("hanlens.dict"), wasm: await file("hanlens_bg.wasm") };
        const element = document.createElement("han-lens");
        element.append(text);
        document.querySelector("#place").append(element);
        await element.ready;
        globalThis.breakWorker = breakWorker;
      }, TEXT);
      const kind = () => page.evaluate(() => document.querySelector("han-lens").corpus.terms().then(() => "ok", (error) => error.kind));
      await page.evaluate(() => globalThis.breakWorker());
      await soon(kind, "engine-crashed");
      await page.evaluate(() => (document.querySelector("han-lens").view = "cloud"));
      await soon(kind, "ok");
      await soon(() => words(page), ["北京", "爱", "天安门"]);
    }, { allowed: (problem) => problem.includes("told to die") });
  });

  test("elements begin when they come into sight, and share one engine", () =>
    withPage(`<han-lens id=a>北京</han-lens><han-lens id=b>上海</han-lens><div style="height: 3000px"></div><han-lens id=c>大学</han-lens><han-lens id=d loading=eager style="display: none">图书馆</han-lens>`, async (page) => {
      await soon(() => words(page, "#b"), ["上海"]);
      await soon(() => words(page, "#d"), ["图书馆"]);
      assert.equal(await page.evaluate(() => document.querySelector("#c").corpus), null);
      await page.evaluate(() => document.querySelector("#c").scrollIntoView());
      await soon(() => words(page, "#c"), ["大学"]);
      const files = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name.split("/").at(-1)).filter((name) => /dict|wasm|worker/.test(name)).sort());
      assert.deepEqual(files, ["hanlens-worker.js", "hanlens.dict", "hanlens_bg.wasm"]);
      assert.equal(page.workers?.().length ?? 1, 1, "where the driver tells of workers");
    }));

  test("an element with words of its own does not change the others", () =>
    withPage(`<han-lens id=a>清华园北门</han-lens><han-lens id=b user-words="清华园北门 100 ns，大学城">清华园北门大学城</han-lens><han-lens id=c user-words="清华园北门 100 ns，大学城">清华园北门</han-lens>`, async (page) => {
      await soon(() => words(page, "#b"), ["清华园北门", "大学城"]);
      await soon(() => words(page, "#c"), ["清华园北门"]);
      await soon(async () => (await words(page, "#a")).includes("清华园北门"), false);
      await until(() => words(page, "#a"), (list) => list.length > 1, "the first has its words");
      assert.equal(page.workers?.().length ?? 2, 2, "where the driver tells of workers");
    }));

  test("wraps are healed as the attribute says", async () => {
    site.put("/wrapped.txt", "我来到北\n京清华大学。");
    await withPage(`<han-lens heal="on" src="wrapped.txt"></han-lens><han-lens id=off heal="off" src="wrapped.txt"></han-lens>`, async (page) => {
      await soon(() => words(page), ["来到", "北京", "清华大学"]);
      await soon(async () => (await words(page, "#off")).includes("北京"), false);
      await until(() => words(page, "#off"), (list) => list.includes("清华大学"), "the other has its words");
    });
  });

  test("stop words may be a list of the page's own", () =>
    withPage(`<han-lens stop-words="北京 爱">${TEXT}</han-lens>`, (page) => soon(() => words(page), ["我", "天安门"])));

  test("an element that is moved keeps on, and one that leaves gives its corpus back", () =>
    withPage(`<div id=x><han-lens>${TEXT}</han-lens></div><div id=y></div>`, async (page) => {
      await soon(() => words(page), ["北京", "爱", "天安门"]);
      const kind = await page.evaluate(async () => {
        const element = document.querySelector("han-lens");
        document.querySelector("#y").append(element);
        await element.analyzed();
        const { corpus } = element;
        const alive = (await corpus.terms()).total;
        element.remove();
        await Promise.resolve();
        const gone = await corpus.terms().catch((error) => error.kind);
        document.querySelector("#x").append(element);
        return [alive, gone, (await element.terms()).total];
      });
      assert.deepEqual(kind, [4, "wrong-state", 4]);
    }));

  test("it works in a shadow root, where for looks there first, and in an iframe", async () => {
    site.put("/inner.html", `<!doctype html><meta charset="utf-8"><script type="module" src="./pkg/hanlens-element.js"></script><han-lens>大学</han-lens>`);
    await withPage(`<p id=story>上海</p><div id=host></div><iframe src="inner.html"></iframe>`, async (page) => {
      await page.evaluate(() => {
        const tree = document.querySelector("#host").attachShadow({ mode: "open" });
        const story = document.createElement("p");
        story.id = "story";
        story.textContent = "图书馆";
        const element = document.createElement("han-lens");
        element.setAttribute("for", "story");
        tree.append(story, element);
      });
      const inTree = () => page.evaluate(() => document.querySelector("#host").shadowRoot.querySelector("han-lens").shadowRoot.querySelector("[part=word]")?.textContent);
      await soon(inTree, "图书馆");
      const inFrame = () => page.evaluate(() => document.querySelector("iframe").contentDocument.querySelector("han-lens")?.shadowRoot?.querySelector("[part=word]")?.textContent);
      await soon(inFrame, "大学");
    });
  });
});

describe("for everybody", () => {
  test("the words are one stop of the Tab key, and the arrow keys go between them", () =>
    withPage(`<han-lens>${TEXT}</han-lens><button id=after>after</button>`, async (page) => {
      await soon(() => words(page), ["北京", "爱", "天安门"]);
      const at = () => page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.textContent ?? document.activeElement.id);
      await page.keyboard.press("Tab");
      const steps = [];
      for (const key of ["ArrowDown", "End", "ArrowDown", "ArrowUp", "Home"]) {
        await page.keyboard.press(key);
        steps.push(await at());
      }
      assert.deepEqual(steps, ["爱", "天安门", "北京", "天安门", "北京"]);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      assert.equal(await page.evaluate(() => document.querySelector("han-lens").value), "爱");
      await page.keyboard.press("Tab");
      assert.equal(await at(), "after");
      await page.keyboard.press("Shift+Tab");
      assert.equal(await at(), "爱");
    }));

  for (const colorScheme of ["light", "dark"]) {
    const skip = lacking(colorScheme === "dark" ? "the system's theme" : undefined, ENGINE);
    test(`axe finds nothing in any view: ${colorScheme}`, { skip }, async () => {
      site.put("/text.txt", TEXT.repeat(20));
      const views = ["table", "keywords", "cloud", "text", "concordance"].map((view) => `<section aria-label="${view}"><han-lens loading=eager view="${view}" src="text.txt" word=北京></han-lens></section>`);
      const style = "<style>:root { color-scheme: light dark; } body { background: Canvas; color: CanvasText; }</style>";
      await withPage(`${style}<main><h1>Words</h1>${views.join("")}<p lang=zh id=p>北京</p></main>`, async (page) => {
        await soon(() => page.evaluate(() => [...document.querySelectorAll("han-lens")].every((element) => element.shadowRoot.querySelector("[role=status]").textContent === "360 tokens, 4 types")), true);
        await page.evaluate(async () => {
          const { highlight } = await import("./pkg/hanlens-highlight.js");
          const highlighter = highlight(document.querySelector("#p"), { words: ["北京"] });
          await highlighter.ready;
          highlighter.next();
        });
        await page.evaluate(AXE);
        const found = await page.evaluate(async () => {
          const { violations } = await globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join("; ")}`);
        });
        assert.deepEqual(found, []);
      }, { options: { colorScheme } });
    });
  }

  test("parts and properties dress it", () =>
    withPage(`<style>han-lens { --hanlens-accent: rgb(1, 2, 3); } han-lens::part(word) { color: rgb(4, 5, 6); }</style><han-lens view=keywords>${TEXT}</han-lens>`, async (page) => {
      await soon(() => words(page), ["北京", "天安门"]);
      const looks = await page.evaluate(() => {
        const { shadowRoot } = document.querySelector("han-lens");
        return [getComputedStyle(shadowRoot.querySelector("[part=bar-fill]")).backgroundColor, getComputedStyle(shadowRoot.querySelector("[part=word]")).color];
      });
      assert.deepEqual(looks, ["rgb(1, 2, 3)", "rgb(4, 5, 6)"]);
    }));
});

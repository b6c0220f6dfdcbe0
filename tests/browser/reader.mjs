/** @file What a reader sees in the page and does with it. */

import { soon, until } from "./soon.mjs";

export class Reader {
  /**
   * @param {import("playwright-core").Page} page
   * @param {{ problems: string[], requests: () => string[], strangers: () => string[] }} record
   */
  constructor(page, record) {
    this.page = page;
    this.record = record;
  }

  async isReady() {
    await this.page.waitForSelector("html[data-ready=true] [role=row][data-index='0']", { state: "attached" });
    await this.page.waitForSelector("#text[data-tokens]", { state: "attached" });
  }

  /** The text in figures, as it is written on the page. */
  figures() {
    return this.page.evaluate(() => {
      const figure = (id) => document.getElementById(`statistic-${id}`).firstChild.data;
      const han = document.querySelector("#statistic-characters span")?.textContent ?? "";
      return { tokens: figure("tokens"), types: figure("types"), characters: figure("characters"), han };
    });
  }

  /** The rows of the table that are in the page: rank, word, tag, count, per million. */
  rows() {
    return this.page.evaluate(() =>
      [...document.querySelectorAll("#table [role=row][data-index]")]
        .sort((a, b) => a.dataset.index - b.dataset.index)
        .map((row) =>
          [...row.children].map((cell) => (cell.querySelector("code") ?? cell).textContent),
        ),
    );
  }

  async words() {
    return (await this.rows()).map(([, word]) => word);
  }

  /** Word and weight of the keywords. */
  keywords() {
    return this.page.evaluate(() =>
      [...document.querySelectorAll("#keywords button")].map((button) => [
        button.querySelector(".keyword-word").textContent,
        button.querySelector(".keyword-weight").textContent,
      ]),
    );
  }

  /** The names in the list of documents; the current one first has a star. */
  documents() {
    return this.page.evaluate(() =>
      document.getElementById("documents").hidden
        ? []
        : [...document.querySelectorAll("#documents .document-name")].map(
            (button) =>
              (button.getAttribute("aria-current") ? "*" : "") + button.querySelector(".document-label").textContent,
          ),
    );
  }

  /** The message that is shown, or "". */
  notice() {
    return this.page.evaluate(() =>
      document.getElementById("notice").hidden ? "" : document.getElementById("notice-text").textContent,
    );
  }

  /** The text in the reading pane. */
  text() {
    return this.page.evaluate(() =>
      [...document.querySelectorAll("#text .text-body p")].map((line) => line.textContent).join("\n"),
    );
  }

  /** The texts that a layer colours, in their order: of `<mark>` elements or of CSS highlights. */
  painted(layer) {
    return this.page.evaluate((name) => {
      const marked = [...document.querySelectorAll(`#text .is-${name}`)].map((element) => element.textContent);
      const live = [...(CSS.highlights.get(name) ?? [])].map((fixed) => {
        const range = document.createRange();
        range.setStart(fixed.startContainer, fixed.startOffset);
        range.setEnd(fixed.endContainer, fixed.endOffset);
        return range;
      });
      live.sort((a, b) => a.compareBoundaryPoints(Range.START_TO_START, b));
      return [...marked, ...live.map(String)];
    }, layer);
  }

  /** The chosen word and where its reader is, as the bar of the chosen word says it; null when none is chosen. */
  chosen() {
    return this.page.evaluate(() => {
      const bar = document.getElementById("chosen");
      if (bar.hidden) return null;
      const text = (selector) => bar.querySelector(selector).textContent;
      return [text("#chosen-word"), text(".chosen-facts"), text("#chosen-place")];
    });
  }

  /** Begins a new text and types it in. */
  async write(text) {
    await this.page.click("#write");
    await this.page.waitForFunction(() => document.activeElement?.id === "editor");
    await this.page.keyboard.insertText(text);
  }

  /** Writes a text and waits for its figures; ends in the reading pane. */
  async read(text, figures) {
    await this.write(text);
    await soon(() => this.figures(), figures);
    await this.page.click("#edit");
    await soon(() => this.page.getAttribute("#text", "data-tokens"), figures.tokens.replaceAll(",", ""));
  }

  /** @param {Array<{ name: string, text?: string, bytes?: Uint8Array, type?: string }>} files */
  async openFiles(files) {
    const payload = files.map(({ name, text, bytes, type }) => ({
      name,
      mimeType: type ?? "text/plain",
      buffer: Buffer.from(bytes ?? text),
    }));
    await this.page.setInputFiles("#file-input", payload);
  }

  /** Clicks on the n-th place of a string in the reading pane. */
  async clickInText(string, n = 0) {
    const find = () => this.page.evaluate(
      ([wanted, skip]) => {
        const walker = document.createTreeWalker(document.querySelector("#text .text-body"), NodeFilter.SHOW_TEXT);
        let left = skip;
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          for (let at = node.data.indexOf(wanted); at >= 0; at = node.data.indexOf(wanted, at + 1)) {
            if (left-- > 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + wanted.length);
            range.startContainer.parentElement.scrollIntoView({ block: "nearest" });
            const [box] = range.getClientRects();
            return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
          }
        }
        return null;
      },
      [string, n],
    );
    const point = await until(find, Boolean, `${string} is in the text`);
    await this.page.mouse.click(point.x, point.y);
  }

  /**
   * Clicks these one after another at the moment at which an element that is hidden now comes to be shown: what shows
   * for less than a second on a fast machine is over before a click from outside arrives.
   */
  async clickOnceShown(selector, targets) {
    await this.page.evaluate(
      ([shown, clicked]) => {
        const element = document.querySelector(shown);
        if (!element.hidden) throw new Error(`${shown} is shown already`);
        const observer = new MutationObserver(() => {
          if (element.hidden) return;
          observer.disconnect();
          setTimeout(() => clicked.forEach((target) => document.querySelector(target).click()));
        });
        observer.observe(element, { attributeFilter: ["hidden"] });
      },
      [selector, targets],
    );
  }

  /** Keeps each text that an element comes to show from now on; read them with {@link seen}. */
  async watch(selector) {
    await this.page.evaluate((wanted) => {
      globalThis.seenTexts = [];
      const element = document.querySelector(wanted);
      const keep = () => globalThis.seenTexts.push(element.textContent);
      new MutationObserver(keep).observe(element, { childList: true, subtree: true, characterData: true });
    }, selector);
  }

  seen() {
    return this.page.evaluate(() => globalThis.seenTexts);
  }
}

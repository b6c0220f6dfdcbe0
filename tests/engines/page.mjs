/**
 * @file A page of an engine, with those methods of Playwright's `Page` that the tests use.
 *
 * The same paths run in every engine. What differs is below: a tab of `firefox.mjs` or `webkit.mjs`.
 */

import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { IN_PAGE } from "./find.mjs";
import * as keys from "./keys.mjs";

/** How long an action waits until it is possible. Milliseconds; generous, for slow machines. */
const PATIENCE = 20_000;

/** Two clicks at one place are a double click unless so much time is between them. Milliseconds. */
const DOUBLE_CLICK = 700;

/**
 * @typedef {object} Tab
 * @property {(source: string) => Promise<unknown>} call runs the source of an async function in the page; gives its JSON value
 * @property {(actions: object[]) => Promise<void>} perform
 * @property {(url: string) => Promise<void>} goto
 * @property {() => Promise<void>} reload
 * @property {(selector: string, paths: string[]) => Promise<void>} setFiles
 * @property {() => Promise<{ name: string, path: string }>} nextDownload
 * @property {(() => Promise<object>) | undefined} nextFileChooser
 * @property {string} folder a folder of this tab alone, taken away with it
 */

export class Page {
  #tab;
  #context;
  #pointer = { x: 0, y: 0 };
  #clicked = { x: -1, y: -1, time: 0 };

  /**
   * @param {Tab} tab
   * @param {import("./browser.mjs").Context} context
   */
  constructor(tab, context) {
    this.#tab = tab;
    this.#context = context;
  }

  context() {
    return this.#context;
  }

  goto(url) {
    return this.#tab.goto(url);
  }

  reload() {
    return this.#tab.reload();
  }

  title() {
    return this.evaluate(() => document.title);
  }

  waitForTimeout(milliseconds) {
    return pause(milliseconds);
  }

  /** Runs a function in the page with an argument that is plain data, or a script. */
  evaluate(act, argument) {
    return typeof act === "string" ? this.#call("(script) => (0, eval)(script)", [act]) : this.#call(String(act), [argument]);
  }

  /** Runs a function that has the finders of `find.mjs` beside it. */
  #inPage(act, ...given) {
    return this.#call(`(...given) => { ${IN_PAGE}\nreturn (${act})(...given); }`, given);
  }

  async #call(source, given) {
    const list = given.map((value) => (value === undefined ? "undefined" : JSON.stringify(value))).join(",");
    // JSON has no `undefined`: an object without the property stands for it.
    const answer = await this.#tab.call(`async () => JSON.stringify({ value: await (${source})(${list}) })`);
    return JSON.parse(answer).value;
  }

  $$eval(selector, act) {
    return this.#inPage(`(selector) => (${act})(find(selector))`, selector);
  }

  $eval(selector, act, argument) {
    return this.#inPage(`(selector, argument) => (${act})(find(selector)[0], argument)`, selector, argument);
  }

  /** As many elements as fit; there are no handles. */
  async $$(selector) {
    return Array(await this.#inPage("(selector) => find(selector).length", selector)).fill(null);
  }

  /** Asks until the answer is no `false`, and gives it. */
  async #until(ask, what) {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const answer = await ask();
      if (answer !== false && answer !== null && answer !== undefined) return answer;
      assert.ok(Date.now() < end, `${what}: never in ${PATIENCE / 1000} s`);
      await pause(20);
    }
  }

  /** The value that a property or method of the first element that fits gives, once there is one. */
  async #of(selector, read, ...given) {
    const { value } = await this.#until(
      () => this.#inPage(`(selector, ...given) => { const [element] = find(selector); return element && { value: (${read})(element, ...given) }; }`, selector, ...given),
      selector,
    );
    return value;
  }

  textContent = (selector) => this.#of(selector, (element) => element.textContent);
  inputValue = (selector) => this.#of(selector, (element) => element.value);
  isChecked = (selector) => this.#of(selector, (element) => element.checked);
  isDisabled = (selector) => this.#of(selector, (element) => element.disabled);
  isEnabled = (selector) => this.#of(selector, (element) => !element.disabled);
  focus = (selector) => this.#of(selector, (element) => element.focus());
  getAttribute = async (selector, name) => (await this.#of(selector, (element, of) => element.getAttribute(of), name)) ?? null;
  isVisible = (selector) => this.#inPage("(selector) => find(selector).slice(0, 1).some(isSeen)", selector);

  waitForFunction(test) {
    return this.#until(async () => Boolean(await this.evaluate(test)), String(test));
  }

  waitForSelector(selector, { state = "visible" } = {}) {
    const test = { attached: "find(selector).length > 0", visible: "find(selector).slice(0, 1).some(isSeen)", hidden: "!find(selector).slice(0, 1).some(isSeen)" }[state];
    return this.#until(() => this.#inPage(`(selector) => ${test}`, selector), `${selector} is ${state}`);
  }

  locator(selector) {
    const boundingBox = (n) => () =>
      this.#inPage(
        (of, skip) => {
          // eslint-disable-next-line no-undef -- of find.mjs, which is beside this in the page
          const { x, y, width, height } = find(of)[skip].getBoundingClientRect();
          return { x, y, width, height };
        },
        selector,
        n,
      );
    return { boundingBox: boundingBox(0), nth: (n) => ({ boundingBox: boundingBox(n) }) };
  }

  /**
   * The point at which the pointer reaches an element, once it can.
   * @param {string} [then] the name of what is done to the element in the same moment
   */
  async #reach(selector, position, then) {
    let reason;
    return this.#until(async () => {
      const point = await this.#inPage(`async (of, at) => { const point = await pointOf(of, at); if (typeof point === "object") ${then ?? "void"}(of); return point; }`, selector, position);
      if (typeof point === "object") return point;
      reason = point;
      return false;
    }, selector).catch((error) => {
      throw new Error(`${error.message}: it ${reason}`);
    });
  }

  async #point(point, actions) {
    this.#pointer = point;
    await this.#tab.perform(actions);
  }

  async #press(point, times) {
    const { x, y, time } = this.#clicked;
    if (Math.hypot(point.x - x, point.y - y) < 10) await pause(Math.max(0, time + DOUBLE_CLICK - Date.now()));
    await this.#point(point, keys.click(point, times));
    this.#clicked = { ...point, time: Date.now() };
  }

  click(selector) {
    return this.#pressOn(selector, 1);
  }

  dblclick(selector, { position } = {}) {
    return this.#pressOn(selector, 2, position);
  }

  /** Presses an element and no other; what moves under the pointer is looked for again. */
  async #pressOn(selector, times, position) {
    await this.#until(async () => {
      const point = await this.#reach(selector, position, "guard");
      await this.#press(point, times);
      return (await this.#inPage("release")) || null;
    }, `${selector} is met`);
  }

  async hover(selector) {
    const point = await this.#reach(selector);
    await this.#point(point, keys.moveTo(point));
  }

  mouse = {
    click: (x, y) => this.#press({ x, y }, 1),
    move: (x, y) => this.#point({ x, y }, keys.moveTo({ x, y })),
    wheel: (x, y) => this.#tab.perform(keys.wheel(this.#pointer, x, y)),
  };

  keyboard = {
    press: (chord) => this.#tab.perform(keys.press(chord)),
    insertText: (text) => this.#inPage("insert", text),
    type: async (text, { delay = 0 } = {}) => {
      for (const letter of text) {
        await this.#tab.perform(keys.press(letter));
        await pause(delay);
      }
    },
  };

  /** Puts a text on the clipboard, in the handler of a key: no engine but Chromium lets a page do it without its reader's leave. */
  async copy(text) {
    await this.#handle("keydown", "x", "() => navigator.clipboard.writeText(given)", text);
  }

  /** What is on the clipboard, by pasting it. */
  pasted() {
    return this.#handle("paste", "Control+V", '(event) => event.clipboardData.getData("text/plain")');
  }

  /** What the source of a function gives for an event that a key brings; the page itself does not hear of it. */
  async #handle(type, chord, act, given) {
    const listen = `(given) => {
      globalThis.handled = null;
      const handle = async (event) => {
        event.preventDefault();
        event.stopImmediatePropagation();
        try {
          globalThis.handled = { value: await (${act})(event) };
        } catch (error) {
          globalThis.handled = { error: String(error) };
        }
      };
      addEventListener("${type}", handle, { capture: true, once: true });
    }`;
    await this.#call(listen, [given]);
    await this.keyboard.press(chord);
    const { value, error } = await this.#until(() => this.evaluate(() => globalThis.handled), `the page hears of ${type}`);
    if (error) throw new Error(error);
    return value;
  }

  async press(selector, chord) {
    await this.focus(selector);
    await this.keyboard.press(chord);
  }

  fill(selector, text) {
    return this.#until(() => this.#inPage("fill", selector, text), `${selector} can be written in`);
  }

  selectOption(selector, wanted) {
    return this.#until(() => this.#inPage("choose", selector, wanted), `${selector} has ${JSON.stringify(wanted)}`);
  }

  check = (selector) => this.#setChecked(selector, true);
  uncheck = (selector) => this.#setChecked(selector, false);

  async #setChecked(selector, wanted) {
    if ((await this.isChecked(selector)) === wanted) return;
    await this.click(selector);
    assert.equal(await this.isChecked(selector), wanted, `${selector} is ${wanted ? "checked" : "unchecked"}`);
  }

  /** @param {string | { name: string, buffer: Buffer } | Array<{ name: string, buffer: Buffer }>} files paths, or names and bytes */
  async setInputFiles(selector, files) {
    await this.waitForSelector(selector, { state: "attached" });
    await this.#tab.setFiles(selector, await this.#onDisk(files));
  }

  async #onDisk(files) {
    const paths = [];
    for (const file of [files].flat()) {
      if (typeof file === "string") {
        paths.push(file);
        continue;
      }
      // Two files of one opening may have one name: each has a folder of its own.
      await mkdir(this.#tab.folder, { recursive: true });
      const path = join(await mkdtemp(join(this.#tab.folder, "file-")), file.name);
      await writeFile(path, file.buffer);
      paths.push(path);
    }
    return paths;
  }

  async dropFiles(paths) {
    const files = await Promise.all(
      paths.map(async (path) => ({ name: basename(path), base64: (await readFile(path)).toString("base64") })),
    );
    await this.#inPage("dropFiles", files);
  }

  /** @param {"download" | "filechooser"} event */
  async waitForEvent(event) {
    if (event === "download") {
      const { name, path } = await this.#tab.nextDownload();
      return { suggestedFilename: () => name, path: async () => path };
    }
    const { multiple, set } = await this.#tab.nextFileChooser();
    return { isMultiple: () => multiple, setFiles: async (files) => set(await this.#onDisk(files)) };
  }
}

/**
 * @file WebKit (the MiniBrowser of WebKitGTK) by classic WebDriver: a driver and a browser of its own for each context.
 *
 * A driver has one session at a time, and some paths look at two pages side by side.
 */

import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { makeFolder, removeFolder, start } from "./process.mjs";

/** How long an answer may take. Milliseconds. */
const PATIENCE = 60_000;

/** The display, in pixels. */
const SCREEN = { width: 1600, height: 1400 };

/** How often the console and the downloads are looked at. Milliseconds. */
const LOOK = 30;

/** The key under which WebDriver gives an element. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** A file that the browser still writes has this ending. */
const UNFINISHED = ".wkdownload";

/** A line of the console: `CONSOLE JS ERROR text`, with the source and the level before the text. */
const CONSOLE = /^(?:.*: )?CONSOLE (\S+) (\S+) (.*)$/;

/** Where Debian keeps the browser, the newest first. */
function findBrowser() {
  if (process.env.HANLENS_MINIBROWSER) return process.env.HANLENS_MINIBROWSER;
  const folders = readdirSync("/usr/lib").flatMap((machine) => [4.1, 4.0].map((version) => `/usr/lib/${machine}/webkit2gtk-${version.toFixed(1)}/MiniBrowser`));
  const found = folders.find((path) => existsSync(path));
  if (!found) throw new Error("there is no MiniBrowser of WebKitGTK: install webkit2gtk-driver");
  return found;
}

/** A port that is free now. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** A session of a driver: requests and their answers. */
class Session {
  #base;

  constructor(base) {
    this.#base = base;
  }

  async send(method, path, body) {
    const response = await fetch(this.#base + path, {
      method,
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    }).catch((cause) => {
      throw new Error(`${path}: no answer (${cause.message})`, { cause });
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${path}: ${value?.error}: ${value?.message}`);
    return value;
  }

  /** The session of the driver that listens at an address. */
  static async begin(address, capabilities) {
    const { sessionId } = await new Session(address).send("POST", "/session", { capabilities: { alwaysMatch: capabilities } });
    const session = new Session(`${address}/session/${sessionId}`);
    await session.send("POST", "/timeouts", { script: PATIENCE, pageLoad: PATIENCE });
    return session;
  }
}

/** @implements {import("./page.mjs").Tab} */
class Tab {
  #session;
  #scripts = [];

  constructor(session, folder) {
    this.#session = session;
    this.folder = folder;
  }

  async call(source) {
    const script = `const done = arguments[arguments.length - 1];
      (${source})().then((value) => done({ value }), (error) => done({ error: String(error?.message ?? error) + "\\n" + error?.stack }));`;
    const { value, error } = await this.#session.send("POST", "/execute/async", { script, args: [] });
    if (error !== undefined) throw new Error(error);
    return value;
  }

  async perform(actions) {
    await this.#session.send("POST", "/actions", { actions });
  }

  addInitScript(source) {
    this.#scripts.push(source);
  }

  /** Nothing can be put before a page's own scripts; what it leaves in the storage is there at the second load. */
  async #prepare() {
    for (const source of this.#scripts) await this.call(`async () => (${source})()`);
  }

  async goto(url) {
    await this.#session.send("POST", "/url", { url });
    if (this.#scripts.length === 0) return;
    await this.#prepare();
    await this.reload();
  }

  async reload() {
    await this.#session.send("POST", "/refresh", {});
    await this.#prepare();
  }

  async setFiles(selector, files) {
    const element = await this.#session.send("POST", "/element", { using: "css selector", value: selector });
    await this.#session.send("POST", `/element/${element[ELEMENT]}/value`, { text: files.join("\n") });
  }

  async nextDownload() {
    const folder = join(this.folder, "Downloads");
    const seen = new Set(readdirSync(folder));
    for (const end = Date.now() + PATIENCE; Date.now() < end; ) {
      const name = readdirSync(folder).find((file) => !seen.has(file) && !file.endsWith(UNFINISHED));
      // The browser makes the file under its name first when it has no bytes yet.
      if (name && !existsSync(join(folder, name + UNFINISHED))) return { name, path: join(folder, name) };
      await pause(LOOK);
    }
    throw new Error("nothing was downloaded");
  }
}

/** WebKit, and the display that it paints on. */
export async function startWebKit() {
  const display = await start("Xvfb", ["-displayfd", "1", "-screen", "0", `${SCREEN.width}x${SCREEN.height}x24`, "-nolisten", "tcp"], { ready: /^(\d+)\s/m });
  const browser = { binary: findBrowser(), display: `:${display.found[1]}` };
  return {
    version: await versionOf(browser),
    openTab: (options, tell) => openTab(browser, options, tell),
    close: display.stop,
  };
}

async function versionOf(browser) {
  const tab = await openTab(browser, {}, () => {});
  await tab.close();
  return `WebKitGTK ${tab.version}`;
}

/** A browser that keeps all it keeps in a folder of its own, and writes its console into a file there. */
function writeStarter({ binary, display }, folder, locale) {
  mkdirSync(join(folder, "Downloads"));
  mkdirSync(join(folder, ".config"));
  writeFileSync(join(folder, ".config", "user-dirs.dirs"), 'XDG_DOWNLOAD_DIR="$HOME/Downloads"\n');
  const log = join(folder, "console");
  writeFileSync(log, "");
  const starter = join(folder, "browser");
  // The driver gives the browser no way to its own output.
  writeFileSync(starter, `#!/bin/sh\nexec "${binary}" "$@" >"${log}" 2>&1\n`);
  chmodSync(starter, 0o755);
  const language = `${locale.replace("-", "_")}.UTF-8`;
  return {
    starter,
    log,
    env: {
      DISPLAY: display,
      HOME: folder,
      XDG_CONFIG_HOME: join(folder, ".config"),
      XDG_CACHE_HOME: join(folder, ".cache"),
      XDG_DATA_HOME: join(folder, ".local"),
      LANG: "C.UTF-8",
      LC_ALL: "C.UTF-8",
      LANGUAGE: `${locale.replace("-", "_")}:${language}`,
      NO_AT_BRIDGE: "1",
      GTK_A11Y: "none",
      // A virtual display has no graphics card: painting as if there were one takes up to a second a frame.
      WEBKIT_DISABLE_DMABUF_RENDERER: "1",
      WEBKIT_SKIA_ENABLE_CPU_RENDERING: "1",
      // Its sandbox needs rights that a machine for tests seldom gives; the tests open no page but our own.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
    },
  };
}

/** Tells what comes to stand in the log of the console. */
function followConsole(log, tell) {
  let read = 0;
  const look = () => {
    const lines = readFileSync(log, "utf8").split("\n").slice(0, -1);
    for (const line of lines.slice(read)) {
      const [, source, level, text] = CONSOLE.exec(line) ?? [];
      if (level === "ERROR" && source === "JS") tell("weberror", text);
      else if (["ERROR", "WARN"].includes(level)) tell("console", { type: level === "WARN" ? "warning" : "error", text });
    }
    read = lines.length;
  };
  const timer = setInterval(look, LOOK);
  return () => clearInterval(timer);
}

/** The driver, once it listens. */
async function startDriver(env) {
  const port = await freePort();
  const { stop } = await start("WebKitWebDriver", [`--port=${port}`], { env });
  const address = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + PATIENCE; ; await pause(LOOK)) {
    const listens = await fetch(`${address}/status`).then(({ ok }) => ok, () => false);
    if (listens) return { address, stop };
    if (Date.now() > end) throw new Error("WebKitWebDriver does not listen");
  }
}

/** Whatever the browser asks for goes to this host, which keeps what was asked of others. */
function manualProxy({ server }) {
  const { host } = new URL(server);
  return { proxyType: "manual", httpProxy: host, sslProxy: host };
}

async function openTab(browser, { locale = "en-US", viewport, proxy }, tell) {
  const folder = makeFolder();
  const { starter, log, env } = writeStarter(browser, folder, locale);
  const { address, stop } = await startDriver(env);
  const session = await Session.begin(address, {
    ...(proxy && { proxy: manualProxy(proxy) }),
    "webkitgtk:browserOptions": { binary: starter, args: ["--automation", "--enable-write-console-messages-to-stdout=true"] },
  });
  const tab = new Tab(session, folder);
  if (viewport) await sizeTo(session, tab, viewport);
  const deaf = followConsole(log, tell);
  return Object.assign(tab, {
    async close() {
      deaf();
      await session.send("DELETE", "").catch(() => {});
      await stop();
      removeFolder(folder);
    },
  });
}

/**
 * Makes the inside of the window this large; bars of the browser are around it. The window is put into the middle of the
 * display, for there the pointer is, and without a window manager the keys go to the window under the pointer. The browser
 * makes no window narrower than its own bars.
 */
async function sizeTo(session, tab, { width, height }) {
  const middle = (rect) => ({ ...rect, x: Math.round((SCREEN.width - rect.width) / 2), y: Math.max(0, Math.round((SCREEN.height - rect.height) / 2)) });
  const set = (rect) => session.send("POST", "/window/rect", middle(rect));
  const outer = await set({ width: width + 40, height: height + 100 });
  const inner = await tab.call("async () => ({ width: innerWidth, height: innerHeight })");
  await set({ width: outer.width + width - inner.width, height: outer.height + height - inner.height });
}

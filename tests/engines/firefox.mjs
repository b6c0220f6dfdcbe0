/** @file Firefox by WebDriver BiDi, which it speaks itself: one browser, a user context of its own for each test. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { WebSocket } from "ws";
import { makeFolder, removeFolder, start } from "./process.mjs";

/** How long an answer may take. Milliseconds. */
const PATIENCE = 60_000;

/** The browser asks for nothing by itself, and takes the tests for its reader. */
const PREFERENCES = {
  "app.normandy.enabled": false,
  "app.update.disabledForTesting": true,
  "browser.aboutwelcome.enabled": false,
  "browser.safebrowsing.blockedURIs.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.page": 0,
  "datareporting.policy.dataSubmissionEnabled": false,
  "datareporting.healthreport.uploadEnabled": false,
  "dom.disable_open_during_load": false,
  "dom.events.testing.asyncClipboard": true,
  "dom.ipc.processHangMonitor": false,
  "dom.max_script_run_time": 0,
  "extensions.update.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "remote.active-protocols": 1,
  "services.settings.server": "data:,",
  "termsofuse.bypassNotification": true,
  "toolkit.telemetry.server": "data:,",
};

const profilePreferences = () =>
  Object.entries(PREFERENCES).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join("");

/** One connection: commands with their answers, and events. */
class Connection {
  #socket;
  #last = 0;
  #open = new Map();
  #listeners = new Set();

  static async to(address) {
    const connection = new Connection();
    const socket = new WebSocket(address, { perMessageDeflate: false, maxPayload: 0 });
    connection.#socket = socket;
    await new Promise((resolve, reject) => {
      socket.on("open", resolve);
      socket.on("error", reject);
    });
    socket.on("message", (data) => connection.#take(JSON.parse(data)));
    socket.on("close", () => connection.#fail(new Error("Firefox has gone")));
    return connection;
  }

  #take(message) {
    if (message.type === "event") {
      this.#listeners.forEach((listener) => listener(message));
      return;
    }
    const waiting = this.#open.get(message.id);
    this.#open.delete(message.id);
    if (message.type === "success") waiting?.resolve(message.result);
    else waiting?.reject(new Error(`${waiting.method}: ${message.error}: ${message.message}`));
  }

  #fail(error) {
    for (const { reject } of this.#open.values()) reject(error);
    this.#open.clear();
  }

  /** @returns {Promise<object>} */
  send(method, params = {}) {
    const id = (this.#last += 1);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${method}: no answer`)), PATIENCE);
      const settle = (act) => (value) => {
        clearTimeout(late);
        act(value);
      };
      this.#open.set(id, { method, resolve: settle(resolve), reject: settle(reject) });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  /** Calls the listener with every event until the function that comes back is called. */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close() {
    this.#socket.terminate();
  }
}

/** A value that BiDi describes, as a line of the console. */
const shown = ({ text, args = [] }) => text ?? args.map(({ value }) => value).join(" ");

/** What the policy held back comes as if a script had thrown it. */
const isUncaught = ({ type, text }) => type === "javascript" && !text.startsWith("Content-Security-Policy:");

/** @implements {import("./page.mjs").Tab} */
class Tab {
  #connection;
  #id;
  /** Ends of downloads since a download was waited for. */
  #ends = [];
  #waiting = [];

  constructor(connection, id, folder) {
    this.#connection = connection;
    this.#id = id;
    this.folder = folder;
  }

  isOf(event) {
    return event.context === this.#id || event.source?.context === this.#id;
  }

  take(method, event) {
    if (method === "browsingContext.downloadEnd") this.#ends.push(event);
    this.#waiting = this.#waiting.filter(({ fits, resolve }) => !(fits(method, event) && (resolve(event), true)));
  }

  #next(fits) {
    return new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error("the event never came")), PATIENCE).unref();
      this.#waiting.push({ fits, resolve });
    });
  }

  async call(source) {
    const { type, result, exceptionDetails } = await this.#connection.send("script.callFunction", {
      functionDeclaration: source,
      awaitPromise: true,
      target: { context: this.#id },
      userActivation: true,
    });
    if (type === "exception") throw new Error(exceptionDetails.text);
    return result.value;
  }

  async perform(actions) {
    await this.#connection.send("input.performActions", { context: this.#id, actions });
  }

  async goto(url) {
    await this.#connection.send("browsingContext.navigate", { context: this.#id, url, wait: "complete" });
  }

  async reload() {
    await this.#connection.send("browsingContext.reload", { context: this.#id, wait: "complete" });
  }

  async setFiles(selector, files) {
    const { nodes } = await this.#connection.send("browsingContext.locateNodes", {
      context: this.#id,
      locator: { type: "css", value: selector },
      maxNodeCount: 1,
    });
    await this.#setFilesOf(nodes[0], files);
  }

  async #setFilesOf({ sharedId }, files) {
    await this.#connection.send("input.setFiles", { context: this.#id, element: { sharedId }, files });
  }

  async nextDownload() {
    this.#ends = [];
    const begun = await this.#next((method) => method === "browsingContext.downloadWillBegin");
    const end = this.#ends[0] ?? (await this.#next((method) => method === "browsingContext.downloadEnd"));
    if (end.status !== "complete") throw new Error(`the download is ${end.status}`);
    return { name: begun.suggestedFilename, path: end.filepath };
  }

  async nextFileChooser() {
    const { element, multiple } = await this.#next((method) => method === "input.fileDialogOpened");
    return { multiple, set: (files) => this.#setFilesOf(element, files) };
  }
}

/** Firefox with a profile of its own in a folder that goes with it. */
export async function startFirefox() {
  const profile = makeFolder();
  writeFileSync(join(profile, "user.js"), profilePreferences());
  const program = process.env.HANLENS_FIREFOX ?? "firefox-esr";
  const args = ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"];
  const { found, stop } = await start(program, args, {
    env: { HOME: profile, MOZ_CRASHREPORTER_DISABLE: "1", MOZ_DISABLE_AUTO_SAFE_MODE: "1" },
    ready: /WebDriver BiDi listening on (ws:\/\/\S+)/,
  });
  const connection = await Connection.to(`${found[1]}/session`);
  const { capabilities } = await connection.send("session.new", {
    capabilities: { alwaysMatch: { unhandledPromptBehavior: { default: "ignore", file: "ignore" } } },
  });
  await connection.send("session.subscribe", {
    events: ["log.entryAdded", "network.beforeRequestSent", "browsingContext.downloadWillBegin", "browsingContext.downloadEnd", "input.fileDialogOpened"],
  });
  return {
    version: `Firefox ${capabilities.browserVersion}`,
    openTab: (options, tell) => openTab(connection, options, tell),
    async close() {
      connection.close();
      await stop();
      removeFolder(profile);
    },
  };
}

/** A tab in a user context that shares nothing with the others. */
async function openTab(connection, { locale = "en-US", viewport }, tell) {
  const folder = makeFolder();
  const { userContext } = await connection.send("browser.createUserContext");
  const userContexts = [userContext];
  await connection.send("emulation.setLocaleOverride", { locale, userContexts });
  await connection.send("browser.setDownloadBehavior", { downloadBehavior: { type: "allowed", destinationFolder: folder }, userContexts });
  const { context } = await connection.send("browsingContext.create", { type: "window", userContext });
  await connection.send("browsingContext.setViewport", { context, viewport, devicePixelRatio: 1 });
  const tab = new Tab(connection, context, folder);
  const deaf = connection.listen(({ method, params }) => {
    if (!tab.isOf(params)) return;
    tab.take(method, params);
    if (method === "log.entryAdded") {
      if (isUncaught(params)) tell("weberror", shown(params));
      else tell("console", { type: params.level === "warn" ? "warning" : params.level, text: shown(params) });
    }
    if (method === "network.beforeRequestSent") tell("request", params.request.url);
  });
  return Object.assign(tab, {
    // It would also run in the empty document that a new window begins with.
    addInitScript: (source) =>
      connection.send("script.addPreloadScript", {
        functionDeclaration: `() => { if (/^(file|http):/.test(location.href)) (${source})(); }`,
        contexts: [context],
      }),
    async close() {
      deaf();
      await connection.send("browser.removeUserContext", { userContext });
      removeFolder(folder);
    },
  });
}

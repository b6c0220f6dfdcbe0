/** @file A site that embeds the package: pages of its own, the package's files, and on every answer the policy of its part. */

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { launch } from "../launch.mjs";
import { PACKAGE, TYPES } from "../serve.mjs";

/** Pages of this site may have no ending. */
const SITE_TYPES = { "": TYPES[".html"], ...TYPES };

/** The strictest policy under which the package is to work. */
const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'; frame-src 'self'; img-src data:";

/** The parts of the site, by the first part of the path. */
export const POLICIES = {
  plain: {},
  strict: { "Content-Security-Policy": STRICT },
  trusted: { "Content-Security-Policy": `${STRICT}; require-trusted-types-for 'script'; trusted-types hanlens` },
  closed: { "Content-Security-Policy": `${STRICT}; require-trusted-types-for 'script'; trusted-types 'none'` },
};

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"];

const document = (body) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>A page</title><body>${body}</body></html>`;

/** A browser and a site; pages in contexts of their own that record what goes wrong. */
export class Site {
  /** Paths that were asked for. @type {string[]} */
  served = [];
  /** Contents by path, policies aside. @type {Map<string, string>} */
  #files = new Map();

  static async start() {
    const site = new Site();
    site.server = createServer((request, response) => site.#answer(request, response));
    site.server.listen(0, "127.0.0.1");
    await once(site.server, "listening");
    site.origin = `http://127.0.0.1:${site.server.address().port}`;
    site.browser = await launch(FLAGS);
    return site;
  }

  async #answer(request, response) {
    const { pathname } = new URL(request.url, this.origin);
    this.served.push(pathname);
    const [, policy, ...rest] = pathname.split("/");
    const path = normalize(`/${rest.join("/")}`);
    const type = SITE_TYPES[extname(path)] ?? "application/octet-stream";
    try {
      const own = this.#files.get(path);
      const body = own ?? (await readFile(join(PACKAGE, path.replace(/^\/pkg\//, "/"))));
      response.writeHead(200, { "Content-Type": type, ...POLICIES[policy] }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  }

  /** Puts a file into every part of the site. */
  put(path, contents) {
    this.#files.set(path, contents);
  }

  /**
   * Opens a page with this body, and with `script` as a module of its own if there is one.
   * @param {string} body
   * @param {{policy?: keyof typeof POLICIES, script?: string, options?: object, init?: () => void}} [how]
   */
  async open(body, { policy = "plain", script, options = {}, init } = {}) {
    const name = `page-${this.#files.size}`;
    if (script !== undefined) this.put(`/${name}.js`, script);
    this.put(`/${name}.html`, document(body + (script === undefined ? "" : `<script type="module" src="${name}.js"></script>`)));
    const context = await this.browser.newContext({ locale: "en-US", viewport: { width: 900, height: 700 }, ...options });
    if (init) await context.addInitScript(init);
    const problems = [];
    context.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) problems.push(`${message.type()}: ${message.text()}`);
    });
    context.on("weberror", (error) => problems.push(`uncaught: ${error.error()?.stack ?? error.error()}`));
    const strangers = [];
    context.on("request", (sent) => {
      if (!sent.url().startsWith(this.origin) && !/^(data|blob):/.test(sent.url())) strangers.push(sent.url());
    });
    const page = await context.newPage();
    page.problems = problems;
    page.strangers = strangers;
    await page.goto(`${this.origin}/${policy}/${name}.html`);
    return page;
  }

  async close() {
    await this.browser.close();
    this.server.close().closeAllConnections();
  }
}

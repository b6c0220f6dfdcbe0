/**
 * @file Where consumers are built: a folder in which the package is installed from its tarball, as from a registry, and
 * a browser to look at what came of it.
 *
 * The folder is inside the checkout, so that what a consumer needs besides the package, its bundler, is found in the
 * checkout's own node_modules.
 */

import { execFile } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { TYPES } from "../browser/serve.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FIXTURES = fileURLToPath(new URL("./", import.meta.url));
const PACKAGE = join(ROOT, "pkg");
const NPM = process.platform === "win32" ? "npm.cmd" : "npm";

const run = promisify(execFile);

export class Workshop {
  /** @param {string} name Of its folder. */
  static async open(name) {
    const workshop = new Workshop();
    workshop.folder = join(ROOT, "artifacts", name);
    await rm(workshop.folder, { recursive: true, force: true });
    await mkdir(workshop.folder, { recursive: true });
    await workshop.#install();
    workshop.site = await workshop.serve(workshop.folder);
    workshop.origin = workshop.site.origin;
    workshop.browser = await chromium.launch({
      executablePath: process.env.HANLENS_CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
    });
    return workshop;
  }

  /** Packs the package and installs it; nothing is asked of a registry. */
  async #install() {
    await writeFile(join(this.folder, "package.json"), '{ "private": true, "type": "module" }\n');
    const { stdout } = await run(NPM, ["pack", PACKAGE, "--json", "--pack-destination", this.folder], { cwd: this.folder });
    [this.packed] = Object.values(JSON.parse(stdout));
    await run(NPM, ["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", `./${this.packed.filename}`], { cwd: this.folder });
  }

  /**
   * Makes a consumer of files of the fixtures.
   * @param {string} name
   * @param {string[]} parts Files and folders, whose contents are put together.
   */
  async place(name, ...parts) {
    const folder = join(this.folder, name);
    await mkdir(folder, { recursive: true });
    for (const part of parts) await cp(join(FIXTURES, part), extname(part) ? join(folder, part.split("/").at(-1)) : folder, { recursive: true });
    return folder;
  }

  /** Runs a program of a consumer with this Node.js, and gives what it printed. */
  async run(folder, ...args) {
    const { stdout, stderr } = await run(process.execPath, args, { cwd: folder, env: { ...process.env, NODE_ENV: "production" } });
    if (stderr.trim() !== "") throw new Error(stderr);
    return stdout;
  }

  /** A static host of a folder. */
  async serve(folder) {
    const server = createServer(async (request, response) => {
      const { pathname } = new URL(request.url, "http://localhost");
      const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
      // A browser asks for it unless a page says that there is none.
      if (path === "/favicon.ico") return response.writeHead(204).end();
      try {
        const body = await readFile(join(folder, path));
        response.writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream" }).end(body);
      } catch {
        response.writeHead(404).end();
      }
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close().closeAllConnections() };
  }

  /** A page that keeps what it complains of and what it asks for elsewhere. */
  async page(address) {
    const context = await this.browser.newContext();
    const { origin } = new URL(address, this.origin);
    const problems = [];
    context.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) problems.push(`${message.type()}: ${message.text()}`);
    });
    context.on("weberror", (error) => problems.push(`uncaught: ${error.error()?.stack ?? error.error()}`));
    context.on("request", (sent) => {
      if (!sent.url().startsWith(origin) && !/^(data|blob):/.test(sent.url())) problems.push(`asked elsewhere: ${sent.url()}`);
    });
    const page = await context.newPage();
    page.problems = problems;
    await page.goto(new URL(address, this.origin).href);
    return page;
  }

  async close() {
    await this.browser?.close();
    this.site?.close();
  }
}

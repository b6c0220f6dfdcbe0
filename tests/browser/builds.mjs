/** @file A static host whose files a test may change: one build of the page after another, whole or broken. */

import { createHash } from "node:crypto";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { PACKAGE, TYPES } from "./serve.mjs";
import { isTheBrowsersOwn } from "./setting.mjs";

const OFFLINE = "hanlens-offline.js";

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("base64");

/** The list in the service worker, and the code behind it. */
function parts(script) {
  const end = script.indexOf(";\n");
  return { list: JSON.parse(script.slice("self.hanlens=".length, end)), code: script.slice(end) };
}

/**
 * The files of the hosted page as another build would have them: the page says its number in `data-build` of its root
 * element, its worker in `hanlensBuild`. As in a real build, the script's name goes with its contents.
 * @returns {Promise<Map<string, Buffer>>}
 */
export async function buildOf(number) {
  const names = (await readdir(PACKAGE, { withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);
  const files = new Map();
  for (const name of names) files.set(name, await readFile(join(PACKAGE, name)));
  const main = names.find((name) => name.startsWith("page-main_"));
  const renamed = `page-main_BUILD${number}.js`;
  files.set(renamed, Buffer.concat([files.get(main), Buffer.from(`;document.documentElement.dataset.build="${number}";`)]));
  files.delete(main);
  files.set("index.html", Buffer.from(files.get("index.html").toString().replaceAll(main, renamed)));
  files.set("hanlens-worker.js", Buffer.concat([files.get("hanlens-worker.js"), Buffer.from(`;self.hanlensBuild="${number}";`)]));
  const { list, code } = parts(files.get(OFFLINE).toString());
  const kept = Object.keys(list.files).map((name) => (name === main ? renamed : name)).sort();
  const hashes = Object.fromEntries(kept.map((name) => [name, sha256(files.get(name))]));
  const build = createHash("sha256").update(JSON.stringify(hashes)).digest("hex").slice(0, 16);
  files.set(OFFLINE, Buffer.from(`self.hanlens=${JSON.stringify({ build, files: hashes })}${code}`));
  return files;
}

/** The name of a build, and of the files that its service worker keeps. */
export function listOf(files) {
  const { build, files: hashes } = parts(files.get(OFFLINE).toString()).list;
  return { build, names: Object.keys(hashes) };
}

/** A host. What it has is `files`; each request is in `asked`. */
export class Host {
  /** @type {Map<string, Buffer>} */
  files = new Map();
  /** @type {Array<{ method: string, path: string, headers: string, body: string }>} */
  asked = [];
  /** Headers of every answer. */
  headers = {};

  static async start() {
    const host = new Host();
    host.server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const { pathname } = new URL(request.url, "http://host");
      if (!isTheBrowsersOwn(request.url)) host.asked.push({ method: request.method, path: request.url, headers: request.rawHeaders.join("\n"), body });
      const name = pathname.replace(/^\/(app\/)?/, "") || "index.html";
      const bytes = name === "blank.html" ? BLANK : pathname.startsWith("/app/") ? host.files.get(name) : undefined;
      if (bytes === undefined) response.writeHead(404).end();
      else response.writeHead(200, { "Content-Type": TYPES[extname(name)] ?? "application/octet-stream", ...host.headers }).end(bytes);
    });
    // Used as a proxy it sees what is meant for others, and lets nothing through.
    host.server.on("connect", ({ url }, socket) => {
      if (!isTheBrowsersOwn(url)) host.asked.push({ method: "CONNECT", path: url, headers: "", body: "" });
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
    host.server.listen(0, "127.0.0.1");
    await once(host.server, "listening");
    host.origin = `http://127.0.0.1:${host.server.address().port}`;
    /** The page lies in a folder, beside whatever else its host has. */
    host.page = `${host.origin}/app/`;
    return host;
  }

  close() {
    this.server.close().closeAllConnections();
  }
}

const BLANK = `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Blank</title>`;

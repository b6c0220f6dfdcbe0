/** @file A static host on the loopback address, as plain as one can be: files, their types, nothing else. */

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

/** The built package. */
export const PACKAGE = process.env.HANLENS_PACKAGE ?? fileURLToPath(new URL("../../pkg/", import.meta.url));
const TESTS = fileURLToPath(new URL("../", import.meta.url));

/** The type of a file by its ending. */
export const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
};

const BLANK = `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Blank</title>`;

/** The single file in a page of no origin, to which the browser gives no storage. */
const SANDBOXED = "/sandboxed.html";

/** What a path stands for: a file, or a text, and headers of its own. */
function lookUp(path) {
  if (path === "/blank.html") return { text: BLANK, type: ".html" };
  const headers = path === SANDBOXED ? { "Content-Security-Policy": "sandbox allow-scripts" } : {};
  const name = { "/": "/index.html", [SANDBOXED]: "/hanlens.html" }[path] ?? normalize(path);
  const file = name.startsWith("/tests/") ? join(TESTS, name.slice("/tests/".length)) : join(PACKAGE, name);
  return { file, type: extname(name), headers };
}

/**
 * @returns {Promise<{ origin: string, served: string[], strangers: string[], broken: Map<string, number | Buffer>, close: () => void }>}
 *   `served`: the paths that were asked for; `strangers`: the addresses elsewhere that were asked for through it as a proxy;
 *   `broken`: paths that are answered with this status, or with these bytes
 */
export async function serve() {
  const served = [];
  const strangers = [];
  const broken = new Map();
  let origin;
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, origin);
    if (url.origin !== origin) {
      strangers.push(url.href);
      response.writeHead(502).end();
      return;
    }
    served.push(url.pathname);
    const { file, text, type, headers } = lookUp(url.pathname);
    try {
      const fault = broken.get(url.pathname);
      if (typeof fault === "number") throw new Error(`status ${fault}`);
      const body = fault ?? text ?? (await readFile(file));
      response.writeHead(200, { "Content-Type": TYPES[type] ?? "application/octet-stream", ...headers }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.on("connect", (request, socket) => {
    strangers.push(request.url);
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, served, strangers, broken, close: () => server.close().closeAllConnections() };
}

/** @file The pages under measure and their files, on the loopback address. */

import { once } from "node:events";
import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { built, paths } from "./paths.mjs";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".txt": "text/plain; charset=utf-8" };

/** With these a page's clock has steps of 5 µs and not of 100. */
const ISOLATED = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

/**
 * @param {{base: string, long: string}} texts Paths.
 * @returns {Promise<{origin: string, close(): void}>}
 */
export async function serve(texts) {
  const folders = { pkg: paths.package, js: paths.script, "jieba-wasm": paths.jiebaWasm };
  const single = { "/jieba-rs.wasm": built.jiebaRsWasm(), "/words": built.words(), "/text/base": texts.base, "/text/long": texts.long };
  const fileFor = (path) => {
    const [, folder, ...rest] = path.split("/");
    return single[path] ?? (folders[folder] && join(folders[folder], normalize(`/${rest.join("/")}`)));
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const path = fileFor(pathname);
    const refuse = () => response.writeHead(404).end();
    if (!path) return refuse();
    const file = createReadStream(path);
    file.on("error", refuse);
    file.once("open", () => {
      response.writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream", ...ISOLATED });
      file.pipe(response);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close().closeAllConnections() };
}

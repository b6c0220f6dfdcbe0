/** In the worker of the single file: makes files of the texts that the page holds, the base64 of gzip streams. */

import { loadFailed } from "../../api/errors.js";

/** What the page sent while it was still read, on its way. @type {Map<string, Promise<WebAssembly.Module | ArrayBuffer>>} */
const ahead = new Map();

addEventListener("message", ({ data }) => {
  for (const [name, text] of Object.entries(data?.ahead ?? {})) {
    const file = unpack(name, text);
    // Whoever asks for it is told.
    file.catch(() => {});
    ahead.set(name, file);
  }
});

/** @param {string} name @param {string} text Nothing for what was sent ahead. */
export default (name, text) => (text === "" ? ahead.get(name) : unpack(name, text));

const CODE = new Set(["wasm", "explorer"]);

/** Code is compiled while it is inflated. */
async function unpack(name, text) {
  try {
    return CODE.has(name) ? await WebAssembly.compileStreaming(inflate(text, "application/wasm")) : await inflate(text).arrayBuffer();
  } catch (cause) {
    throw loadFailed(name, cause);
  }
}

function inflate(text, type = "application/octet-stream") {
  const inflater = new DecompressionStream("gzip");
  const writer = inflater.writable.getWriter();
  // Damage also fails whoever reads, and is told there.
  writer.write(fromBase64(text)).catch(() => {});
  writer.close().catch(() => {});
  return new Response(inflater.readable, { headers: { "Content-Type": type } });
}

/** @param {string} text @returns {Uint8Array} */
function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

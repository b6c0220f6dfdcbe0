/** @file Brings the files of the package here: in browsers by fetch, in Node from disk. */

import { HanLensError, describe } from "./errors.js";
import { isPacked } from "./packed.js";

/**
 * @typedef {string | URL | Response | BufferSource | import("./packed.js").Packed | (() => URL)} Bytes A function gives
 *   the default address.
 */

/**
 * @param {string} argument Which file, for errors.
 * @param {Bytes} source
 * @param {AbortSignal} [signal]
 * @returns {Promise<BufferSource | import("./packed.js").Packed>} The bytes; those that were given are not copied, and
 *   what is packed stays so until the engine has it.
 */
export async function loadBytes(argument, source, signal) {
  if (isBytes(source) || isPacked(source)) return source;
  return named(argument, source, async (from) => (await respond(from, signal)).arrayBuffer());
}

/**
 * @param {string} argument Which file, for errors.
 * @param {Bytes | WebAssembly.Module} source
 * @param {AbortSignal} [signal]
 * @returns {Promise<{module: WebAssembly.Module | import("./packed.js").Packed, milliseconds: number}>} The code, and how
 *   long compiling took after the last byte had come.
 */
export async function loadModule(argument, source, signal) {
  if (source instanceof WebAssembly.Module || isPacked(source)) return { module: source, milliseconds: 0 };
  return named(argument, source, async (from) => {
    const response = isBytes(from) ? undefined : await respond(from, signal);
    // A host that sends another type would make the streaming compiler refuse.
    if (response?.headers?.get("Content-Type")?.startsWith("application/wasm")) {
      return { module: await WebAssembly.compileStreaming(response), milliseconds: 0 };
    }
    const bytes = response ? await response.arrayBuffer() : from;
    const begin = performance.now();
    return { module: await WebAssembly.compile(bytes), milliseconds: performance.now() - begin };
  });
}

const isBytes = (source) => ArrayBuffer.isView(source) || Object.prototype.toString.call(source) === "[object ArrayBuffer]";

async function named(argument, source, load) {
  try {
    return await load(typeof source === "function" ? source() : source);
  } catch (cause) {
    if (cause instanceof HanLensError) throw cause;
    throw new HanLensError("load-failed", argument, `${nameOf(source)} cannot be loaded (${describe(cause)})`, { cause });
  }
}

function nameOf(source) {
  if (typeof source === "string" || source instanceof URL) return String(source);
  return typeof source === "function" ? "the file of the package" : "what was given";
}

async function respond(source, signal) {
  const response = isResponse(source) ? source : await request(source, signal);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response;
}

const isResponse = (source) => typeof source === "object" && typeof source?.arrayBuffer === "function";

function request(source, signal) {
  if (typeof source !== "string" && !(source instanceof URL)) {
    throw new TypeError("it is neither an address, nor a response, nor bytes");
  }
  return isOnDisk(source) ? readFromDisk(source) : fetch(source, { signal });
}

/** Node's fetch does not read files; a browser's may, and says why when it may not. */
const isOnDisk = (source) => Boolean(globalThis.process?.versions?.node) && /^(file:|[^:]*$)/.test(String(source));

async function readFromDisk(source) {
  // Not by `import`: a bundler for browsers would look for the module.
  const { readFile } = globalThis.process.getBuiltinModule("node:fs/promises");
  const isUrl = String(source).startsWith("file:");
  const { buffer, byteOffset, byteLength } = await readFile(isUrl ? new URL(source) : source);
  // Not a `Response`: Node would load its whole `fetch` for it.
  return { ok: true, arrayBuffer: async () => buffer.slice(byteOffset, byteOffset + byteLength) };
}

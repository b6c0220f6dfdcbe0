/**
 * Starts the engine. In the single file its parts are blocks of gzip-base64 inside the page, because a page opened
 * from disk may not fetch; otherwise they are files beside the page's script.
 */

import { loadFailed } from "../api/errors.js";
import { HanLens } from "../api/hanlens.js";
import { trusted } from "../api/trust.js";

/** @param {string} id */
const block = (id) => document.getElementById(id);

/** @param {string} text @returns {Uint8Array} */
function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** The contents of a block, inflated by the browser. @returns {Response} */
function unpack(id) {
  const inflater = new DecompressionStream("gzip");
  const writer = inflater.writable.getWriter();
  // A damaged block also fails whoever reads it, and is told there.
  writer.write(fromBase64(block(id).textContent)).catch(() => {});
  writer.close().catch(() => {});
  return new Response(inflater.readable);
}

/** A response whose bytes are only decoded when somebody reads them. Code is compiled while it is inflated. */
function unpackWhenRead(id, type = "application/octet-stream") {
  let reader;
  const stream = new ReadableStream(
    {
      async pull(controller) {
        reader ??= unpack(id).body.getReader();
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(stream, { headers: { "Content-Type": type } });
}

/** The worker is small and takes time to start, so it goes first; the large parts are inflated meanwhile. */
async function createFromBlocks() {
  const script = await unpack("hanlens-worker").text();
  const worker = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const parts = {
    wasm: unpackWhenRead("hanlens-wasm", "application/wasm"),
    dictionary: unpackWhenRead("hanlens-dict"),
    idf: unpackWhenRead("hanlens-idf"),
    fold: unpackWhenRead("hanlens-fold"),
  };
  return { lens: HanLens.create({ worker, ...parts }) };
}

/** By the query the service worker knows the worker of this page from those of others in the folder. */
const hostedWorker = () => trusted(new URL("./hanlens-worker.js?page", import.meta.url));

/**
 * Resolves when the engine is on its way: from then on it needs the main thread for moments only.
 * @returns {Promise<{ lens: Promise<HanLens> }>}
 */
export async function beginEngine() {
  try {
    return block("hanlens-wasm") ? await createFromBlocks() : { lens: HanLens.create({ worker: hostedWorker() }) };
  } catch (error) {
    return { lens: Promise.reject(loadFailed("worker", error)) };
  }
}

/**
 * @file Files that stand as text in a page. Only the single file has such, and the worker in it what unpacks them: the
 * page's own thread is free meanwhile.
 */

/** The name of the function that unpacks. The build of the single file writes it behind the worker. */
const UNPACK = "hanlensUnpack";

/** @typedef {{packed: string}} Packed The base64 of a gzip stream; "" for what the worker was sent ahead. */

/** @param {unknown} source @returns {source is Packed} */
export const isPacked = (source) => typeof source?.packed === "string";

/**
 * @template {WebAssembly.Module | BufferSource} T
 * @param {"wasm" | "explorer" | "dictionary" | "idf" | "fold"} name
 * @param {T | Packed | undefined} source
 * @returns {T | Promise<T> | undefined}
 */
export const unpacked = (name, source) => (isPacked(source) ? globalThis[UNPACK](name, source.packed) : source);

/**
 * @file The wasm code of this thread: one instance for all engines in it, and what happens when it traps.
 *
 * A trap leaves the memory of the instance in any state, so nothing of it is used again: the code starts anew in a
 * fresh memory, and what belonged to the instance of before is told by its generation.
 */

import startLater, * as glue from "hanlens-core";
import { adopt, crashed, loadFailed } from "./errors.js";

/** @type {Promise<unknown> | undefined} */
let started;
let current = 0;
let broken = false;
/** The second part of the code, once it is here. @type {WebAssembly.Module | undefined} */
let later;

/**
 * Starts the code, or starts it anew after a trap. A thread has one code: a second module is not looked at.
 * @param {WebAssembly.Module} module
 * @returns {Promise<unknown>} The exports of the instance.
 */
export async function startCode(module) {
  started ??= start(module);
  try {
    await started;
    if (broken) startAnew();
    broken = false;
    return exportsNow();
  } catch (cause) {
    if (!broken) started = undefined;
    throw loadFailed("wasm", cause);
  }
}

/**
 * At once, without the glue's way through `Response` and `Request`: the first look at these takes Node 15 ms, because it
 * loads its whole `fetch`. A page of a browser of before 2023 may not start so large a code at once.
 */
async function start(module) {
  try {
    return glue.initSync({ module });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    return startLater({ module_or_path: module });
  }
}

/** In a fresh memory, with all that was there. */
function startAnew() {
  glue.__wbg_reset_state();
  if (later) glue.joinLater(new WebAssembly.Instance(later, glue.importsOfLater()));
}

/**
 * Links the second part of the code, of which a thread has one as well.
 * @param {WebAssembly.Module} module
 */
export async function joinCode(module) {
  if (later) return;
  try {
    if (!isSecondPart(module)) throw new Error("it is other code");
    glue.joinLater(await instanceOf(module));
    later = module;
  } catch (cause) {
    throw loadFailed("explorer", cause);
  }
}

const isSecondPart = (module) => WebAssembly.Module.imports(module).some(({ module: from }) => from === "first");

/** At once, or where that is not allowed as soon as it stands beside a first part that still is the one of now. */
async function instanceOf(module) {
  try {
    return new WebAssembly.Instance(module, glue.importsOfLater());
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const of = current;
    const instance = await WebAssembly.instantiate(module, glue.importsOfLater());
    return of === current ? instance : instanceOf(module);
  }
}

/** Who has objects in the memory of now. */
const tenants = new Set();

/** @param {object} tenant It has objects of the code, or its exports, until it leaves. */
export const moveIn = (tenant) => tenants.add(tenant);

/** @param {object} tenant */
export const moveOut = (tenant) => tenants.delete(tenant);

/**
 * Starts the code anew in a fresh memory, because the memory of wasm can only grow. All objects of before are gone, so
 * nothing happens unless the tenant is the only one.
 * @param {object} tenant
 * @returns {boolean} Whether it did.
 */
export function renewCode(tenant) {
  if (broken || tenants.size !== 1 || !tenants.has(tenant)) return false;
  startAnew();
  current += 1;
  return true;
}

/** The exports of the instance that runs: where one does, `initSync` starts none. */
const exportsNow = () => glue.initSync();

/** @returns {number} The bytes of the memory of now. */
export const memoryBytes = () => memoryNow().buffer.byteLength;

/** @returns {WebAssembly.Memory} That of now. */
export const memoryNow = () => exportsNow().memory;

/** @returns {number} Which instance runs now. */
export const generation = () => current;

/**
 * Calls into the code. An error of the core passes, as the class that callers know; anything else that is thrown is a
 * trap, a stack or a memory that is used up, and ends this generation.
 * @template T
 * @param {number} of The generation that the caller's objects belong to.
 * @param {(code: typeof glue) => T} work
 * @returns {T}
 */
export function callCode(of, work) {
  if (of !== current) throw crashed("another engine of this thread stopped");
  try {
    return work(glue);
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === "HanLensError") throw adopt(thrown);
    current += 1;
    broken = true;
    throw crashed(thrown);
  }
}

/**
 * Frees an object of the code, unless its memory is gone already.
 * @param {number} of The generation that it belongs to.
 * @param {{free(): void} | undefined} handle
 */
export function freeHandle(of, handle) {
  if (handle && of === current) callCode(of, () => handle.free());
}

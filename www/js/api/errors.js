/** @file The one error of the package, and the ways in which an error becomes one. */

/** @typedef {import("./hanlens.js").ErrorKind} ErrorKind */

/** What every call of the package rejects with, aborts apart. */
export class HanLensError extends Error {
  /**
   * @param {ErrorKind} kind What went wrong; it never changes, so programs may compare it.
   * @param {string} argument The argument at fault, or "".
   * @param {string} detail The condition that was not met, with the value.
   * @param {ErrorOptions} [options]
   */
  constructor(kind, argument, detail, options) {
    super(argument ? `${argument}: ${detail}` : detail, options);
    this.name = "HanLensError";
    this.kind = kind;
    this.argument = argument;
    /**
     * Which of the inputs is at fault, where it is a file.
     * @type {number | undefined}
     */
    this.document = undefined;
  }
}

/**
 * An error of the core or of the worker, as the class that callers know.
 * @param {{kind: ErrorKind, argument: string, message: string, stack?: string, document?: number}} other
 * @returns {HanLensError}
 */
export function adopt(other) {
  const error = new HanLensError(other.kind, "", other.message);
  error.argument = other.argument;
  error.document = other.document;
  if (other.stack) error.stack = other.stack;
  return error;
}

/**
 * @param {string} argument
 * @param {string} detail
 * @returns {HanLensError} of kind "invalid-argument".
 */
export const invalid = (argument, detail) => new HanLensError("invalid-argument", argument, detail);

/**
 * @param {string} argument
 * @param {string} detail
 * @returns {HanLensError} of kind "wrong-state".
 */
export const wrongState = (argument, detail) => new HanLensError("wrong-state", argument, detail);

/**
 * @param {unknown} cause What was thrown where nothing should be.
 * @returns {HanLensError} of kind "engine-crashed".
 */
export function crashed(cause) {
  const detail = `the engine stopped and is rebuilt; corpora made before are gone (${describe(cause)})`;
  return new HanLensError("engine-crashed", "", detail, { cause });
}

/**
 * @param {string} what Which file of the package.
 * @param {unknown} cause
 * @returns {HanLensError} of kind "load-failed".
 */
export function loadFailed(what, cause) {
  return new HanLensError("load-failed", what, describe(cause), { cause });
}

/**
 * @param {unknown} thrown
 * @returns {string} A line about it.
 */
export function describe(thrown) {
  if (thrown instanceof Error) return thrown.message || thrown.name;
  return String(thrown);
}

/**
 * @param {string} argument
 * @param {unknown} value
 * @returns {string} The value.
 */
export function requireString(argument, value) {
  if (typeof value !== "string") throw invalid(argument, `must be a string and is ${typeName(value)}`);
  return value;
}

/**
 * @param {string} argument
 * @param {unknown} value `undefined` stands for an empty object.
 * @returns {Record<string, unknown>} The object.
 */
export function requireObject(argument, value) {
  if (value === undefined) return {};
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw invalid(argument, `must be an object and is ${typeName(value)}`);
  }
  return /** @type {Record<string, unknown>} */ (value);
}

/**
 * @param {unknown} value
 * @returns {string} What a reader would call its type.
 */
export function typeName(value) {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : typeof value;
}

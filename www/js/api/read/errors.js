/** @file The errors of files: each names the file. */

import { HanLensError, describe } from "../errors.js";

/**
 * @param {"bad-file" | "bad-encoding" | "too-large" | "unsupported-file" | "encrypted-file" | "unreadable-file"} kind
 * @param {string} name Of the file.
 * @param {string} detail What goes after the name.
 * @param {unknown} [cause]
 */
export const fileError = (kind, name, detail, cause) =>
  new HanLensError(kind, "source", `“${name}” ${detail}`, cause === undefined ? undefined : { cause });

/** @param {string} name @param {unknown} cause */
export const damaged = (name, cause) => fileError("bad-file", name, `is damaged (${describe(cause)})`, cause);

/** @param {string} name */
export const encrypted = (name) =>
  fileError("encrypted-file", name, "is protected by a password: open it where it was made and save it without one");

/** @file Files in the old container of offices (OLE): documents of before 2007, and any that a password protects. */

import { byteParts } from "../bytes.js";
import { encrypted, fileError } from "../errors.js";

/** The stream that holds a protected document; names are in UTF-16 there. */
const PROTECTED = Uint8Array.from("EncryptedPackage", (c) => c.charCodeAt(0)).reduce((bytes, byte) => [...bytes, byte, 0], []);

/**
 * @param {Blob} blob
 * @param {import("../read.js").Reading} reading
 * @returns {Promise<Error>} What is wrong with it.
 */
export async function oldOfficeError(blob, reading) {
  let end = new Uint8Array(0);
  for await (const part of byteParts(blob, reading.name)) {
    await reading.rest();
    const bytes = new Uint8Array(end.length + part.length);
    bytes.set(end);
    bytes.set(part, end.length);
    if (holds(bytes)) return encrypted(reading.name);
    end = bytes.slice(-PROTECTED.length);
  }
  return fileError("unsupported-file", reading.name, "is an office file of the old kind: save it as .docx");
}

function holds(bytes) {
  for (let at = bytes.indexOf(PROTECTED[0]); at >= 0; at = bytes.indexOf(PROTECTED[0], at + 1)) {
    if (PROTECTED.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}

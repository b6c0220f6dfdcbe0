/** @file A zip archive: its files by name, unpacked within limits and checked. */

import { unzipRaw } from "unzipit";
import { HanLensError, describe } from "../../errors.js";
import { bytesOf, gathered } from "../bytes.js";
import { damaged, encrypted, fileError } from "../errors.js";
import { RATIO, RATIO_FROM, UNPACKED_BYTES } from "../limits.js";
import { declaredEncoding } from "./declared.js";
import { crc32 } from "./crc32.js";

/** The longest that a file that steers the reading, such as a table of contents, may be. */
const STEERING_BYTES = 4 * 1024 * 1024;

export class Archive {
  #byName;
  #unpacked = 0;

  /** @param {import("../bytes.js").BlobLike} blob @param {import("../read.js").Reading} reading */
  static async open(blob, reading) {
    const { name } = reading;
    const source = {
      getLength: async () => blob.size,
      read: (offset, length) => bytesOf(blob, name, offset, offset + length),
    };
    try {
      const { entries } = await unzipRaw(source);
      return new Archive(entries, reading);
    } catch (cause) {
      if (/encryption/.test(describe(cause))) throw encrypted(name);
      throw cause instanceof HanLensError ? cause : damaged(name, cause);
    }
  }

  constructor(entries, reading) {
    this.reading = reading;
    /** The files in the order of the archive: their names decoded. */
    this.files = entries.filter((entry) => !entry.isDirectory).map((entry) => ({ name: nameOf(entry), size: entry.size, entry }));
    this.#byName = new Map(this.files.map((file) => [file.name, file]));
  }

  has(name) {
    return this.#byName.has(name);
  }

  /** A small file as text. */
  async text(name) {
    const file = this.#require(name);
    if (file.size > STEERING_BYTES) throw fileError("too-large", this.reading.name, `has ${file.size} bytes in ${name}; there may be ${STEERING_BYTES}`);
    let text = "";
    for await (const chunk of this.decoded(name)) text += chunk;
    return text;
  }

  /**
   * A file of XML as text: UTF-8, or what a mark or its first line says.
   * @param {string} name
   * @returns {AsyncGenerator<string>}
   */
  async *decoded(name) {
    let decoder;
    for await (const bytes of this.bytes(this.#require(name))) {
      decoder ??= new TextDecoder(markOf(bytes) ?? declaredEncoding(bytes.subarray(0, 1024)) ?? "utf-8");
      yield this.#counted(decoder.decode(bytes, { stream: true }));
    }
    if (decoder) yield this.#counted(decoder.decode());
  }

  #counted(text) {
    for (let at = text.indexOf("\ufffd"); at >= 0; at = text.indexOf("\ufffd", at + 1)) this.reading.facts.replaced++;
    return text;
  }

  /** A file, unpacked as a whole. */
  async blob(file, reading) {
    const chunks = [];
    for await (const chunk of this.bytes(file, reading)) chunks.push(chunk);
    return gathered(chunks);
  }

  /** The bytes of a file. They are known to be right when all have come. */
  async *bytes({ name, entry }, reading = this.reading) {
    this.#check(name, entry, reading);
    const orDamaged = (cause) => {
      throw cause instanceof HanLensError ? cause : damaged(reading.name, cause);
    };
    const reader = (await entry.stream().catch(orDamaged)).getReader();
    let checksum = 0;
    try {
      for (;;) {
        const { done, value } = await reader.read().catch(orDamaged);
        if (done) break;
        await reading.rest();
        checksum = crc32(value, checksum);
        yield value;
      }
    } finally {
      reader.cancel().catch(() => {});
    }
    if (checksum !== entry._rawEntry.crc32) throw damaged(reading.name, `the checksum of ${name} is another`);
  }

  #check(name, entry, { name: file }) {
    if (entry.encrypted) throw encrypted(file);
    this.#unpacked += entry.size;
    if (this.#unpacked > UNPACKED_BYTES) throw fileError("too-large", file, `unpacks to more than ${UNPACKED_BYTES} bytes`);
    if (entry.size > RATIO_FROM && entry.size > RATIO * entry.compressedSize) {
      throw fileError("too-large", file, `holds ${name}, which unpacks from ${entry.compressedSize} bytes to ${entry.size}; more than ${RATIO} times is not unpacked`);
    }
  }

  #require(name) {
    const file = this.#byName.get(name);
    if (!file) throw fileError("bad-file", this.reading.name, `is damaged (it lacks ${name})`);
    return file;
  }
}

const markOf = ([a, b]) => (a === 0xff && b === 0xfe ? "utf-16le" : a === 0xfe && b === 0xff ? "utf-16be" : undefined);

/** The bit by which an archive says that a name is in UTF-8. */
const UTF8_NAME = 0x800;

/**
 * The name of a file. Archives made on Chinese systems have names in GBK and do not say so; a short one of those may
 * pass for UTF-8, but then for letters of two bytes, never for Chinese characters.
 */
function nameOf({ nameBytes, _rawEntry: { generalPurposeBitFlag } }) {
  const gbk = () => new TextDecoder("gb18030").decode(nameBytes);
  try {
    const name = new TextDecoder("utf-8", { fatal: true }).decode(nameBytes);
    const isSure = (generalPurposeBitFlag & UTF8_NAME) !== 0 || !/[\u0080-\u07ff]/.test(name) || /[\u0800-\uffff]/.test(name);
    return isSure ? name : gbk();
  } catch {
    return gbk();
  }
}

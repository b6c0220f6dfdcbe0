/** @file Archives that no honest program would make, byte by byte. */

import { crc32, deflateRawSync } from "node:zlib";

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const DEFLATED = 8;
const VERSION = 20;

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {Buffer} [data] What is packed; none where the entry shares the data of the first.
 * @property {number} [size] What it claims to be, unpacked.
 */

/**
 * @param {Entry[]} entries
 * @returns {Buffer} The archive.
 */
export function zipOf(entries) {
  const parts = [];
  const directory = [];
  let at = 0;
  let shared;
  for (const { name, data, size = data?.length } of entries) {
    if (data) {
      const packed = deflateRawSync(data, { level: 9 });
      const facts = { checksum: crc32(data), packed: packed.length, size, at };
      shared ??= facts;
      parts.push(header(LOCAL, name, facts), packed);
      directory.push(header(CENTRAL, name, facts));
      at += parts.at(-2).length + packed.length;
    } else {
      directory.push(header(CENTRAL, name, shared));
    }
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, list, end]);
}

/** The header of an entry, in front of its data or in the directory. */
function header(kind, name, { checksum, packed, size, at }) {
  const isCentral = kind === CENTRAL;
  const bytes = Buffer.from(name);
  const fixed = Buffer.alloc(isCentral ? 46 : 30);
  fixed.writeUInt32LE(kind, 0);
  // The directory says first who made the archive; all that follows stands two bytes later there.
  const from = isCentral ? 6 : 4;
  fixed.writeUInt16LE(VERSION, 4);
  fixed.writeUInt16LE(VERSION, from);
  fixed.writeUInt16LE(DEFLATED, from + 4);
  fixed.writeUInt32LE(checksum, from + 10);
  fixed.writeUInt32LE(packed, from + 14);
  fixed.writeUInt32LE(size, from + 18);
  fixed.writeUInt16LE(bytes.length, from + 22);
  if (isCentral) fixed.writeUInt32LE(at, 42);
  return Buffer.concat([fixed, bytes]);
}

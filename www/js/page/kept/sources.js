/**
 * Files and long texts in the database: as they are, or as their bytes where the browser takes no Blob into a database. WebKit
 * takes none in a private window.
 *
 * Bytes are kept in parts, a record each, so that a file of a hundred megabytes is never in memory as a whole. The record that
 * has the number of the source says how many parts there are, and is written last: parts without it are of no source.
 */

import { allOf } from "./database.js";

/** So much is in memory at a time. Bytes. */
const PART = 1 << 22;

const partOf = (id, part) => `${id} ${part}`;

/** The keys of a source and its parts. */
export const recordsOf = (session, id) => IDBKeyRange.bound([session, id], [session, `${id}~`]);

/** The numbers of a session's sources, those of which there are only parts too. */
export const sourcesOf = async (database, session) => [
  ...new Set((await database.getAllKeys("sources", allOf(session))).map(([, id]) => id.split(" ")[0])),
];

/**
 * @param {import("idb").IDBPDatabase} database
 * @param {{ session: string, id: string }} key
 * @param {Blob} blob
 */
export async function keepSource(database, key, blob) {
  try {
    await database.put("sources", { ...key, blob });
  } catch (error) {
    if (error?.name === "QuotaExceededError") throw error;
    await keepParts(database, key, blob);
  }
}

async function keepParts(database, { session, id }, blob) {
  const parts = Math.ceil(blob.size / PART);
  try {
    for (let part = 0; part < parts; part += 1) {
      const bytes = await blob.slice(part * PART, (part + 1) * PART).arrayBuffer();
      await database.put("sources", { session, id: partOf(id, part), bytes });
    }
    await database.put("sources", { session, id, parts });
  } catch (error) {
    await database.delete("sources", recordsOf(session, id));
    throw error;
  }
}

/** @returns {Promise<Blob | undefined>} undefined where it is not there as a whole */
export async function sourceOf(database, session, id) {
  const { blob, parts } = (await database.get("sources", [session, id])) ?? {};
  if (parts === undefined) return blob;
  const blobs = [];
  for (let part = 0; part < parts; part += 1) {
    const record = await database.get("sources", [session, partOf(id, part)]);
    if (!record) return undefined;
    blobs.push(new Blob([record.bytes]));
  }
  return new Blob(blobs);
}

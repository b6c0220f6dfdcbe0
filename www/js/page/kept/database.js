/**
 * The database in which texts are kept.
 *
 * | store | key | a record |
 * |---|---|---|
 * | `sessions` | `id` | what a tab shows: which documents, in which order, and the state of the page |
 * | `documents` | `session`, `id` | a document: its name, how it is read, and its text or the number of its source |
 * | `sources` | `session`, `id` | what a document is read from: the file as it was opened, or a long text |
 *
 * Files are kept as they are and not as the text that was read: the browser copies them beside the page's thread, and they
 * can be read in another encoding later. A source is apart from its documents, for a ZIP has many. A browser that takes no
 * files into its database gets their bytes, in parts (`sources.js`).
 *
 * A record is changed alone; all that belongs together is changed in one transaction, so a crash leaves the state of before
 * or the one of after.
 */

import { deleteDB, openDB } from "idb";

const NAME = "hanlens";

/** The layout of the stores. A page that finds a higher one keeps its hands off. */
const LAYOUT = 1;

const STORES = ["documents", "sources"];

/** Whether there is a database; true where the browser does not say. */
export async function exists() {
  // Where all storage is forbidden this throws. `databases` would too, and Chromium leaves a second rejection to nobody.
  void globalThis.localStorage;
  const all = await indexedDB.databases?.();
  return all ? all.some(({ name }) => name === NAME) : true;
}

/** @param {() => void} onGone Called when another tab deletes the database or brings a new layout, or when it breaks. */
export const open = (onGone) =>
  openDB(NAME, LAYOUT, {
    upgrade(database, before) {
      if (before >= 1) return;
      database.createObjectStore("sessions", { keyPath: "id" });
      for (const name of STORES) database.createObjectStore(name, { keyPath: ["session", "id"] });
    },
    blocking(_now, _next, { target }) {
      target.close();
      onGone();
    },
    terminated: onGone,
  });

/** Deletes the database; other tabs let go of it when they are asked. */
export const destroy = () => deleteDB(NAME);

/** All records of a session in a store. */
export const allOf = (session) => IDBKeyRange.bound([session], [session, []]);

/** Deletes a session with all its records, if it is the page's still. */
export async function drop(database, session, owner) {
  await change(database, { session, owner }, (store) => [
    store("sessions").delete(session),
    ...STORES.map((name) => store(name).delete(allOf(session))),
  ]);
}

/** Another tab has the session now. */
export class TakenError extends Error {}

/**
 * One transaction over all stores: all of it happens or nothing. It happens only while the session has no other owner.
 *
 * @param {{ session: string, owner: string, isLast?: boolean }} whose `isLast`: the page may go at any moment, so the
 *   browser shall not wait for an answer of the page before it commits
 * @param {(store: (name: string) => object) => Promise<unknown>[]} act starts the requests
 */
export async function change(database, { session, owner, isLast }, act) {
  const transaction = database.transaction(["sessions", ...STORES], "readwrite");
  let isTaken = false;
  const check = transaction
    .objectStore("sessions")
    .get(session)
    .then((found) => {
      isTaken = found !== undefined && found.owner !== owner;
      if (isTaken) transaction.abort();
    });
  let requests = [];
  try {
    requests = act((name) => transaction.objectStore(name));
  } catch (error) {
    // What cannot be copied is refused at once; what was begun before it is not to stay.
    transaction.abort();
    await Promise.allSettled([check, transaction.done]);
    throw error;
  }
  if (isLast) transaction.commit();
  const [done] = await Promise.allSettled([transaction.done, check, ...requests]);
  if (isTaken) throw new TakenError();
  if (done.status === "rejected") throw done.reason ?? new Error("the transaction was given up");
}

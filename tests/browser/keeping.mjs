/** @file What the page keeps in the browser, as a test reads and writes it past the page. */

import { Reader } from "./reader.mjs";
import { until } from "./soon.mjs";

/**
 * All records of the page's database by store; null where there is no database. Of a source there are its size and the
 * number of its parts: a file is kept as it is, or as its bytes in parts that stand behind it. Parts of nothing are there too.
 */
export const stored = (page) =>
  page.evaluate(async () => {
    const whole = (records) =>
      records
        .filter(({ id }) => !records.some((head) => id.startsWith(`${head.id} `)))
        .map(({ session, id, blob }) => {
          const parts = records.filter((record) => record.id.startsWith(`${id} `));
          return { session, id, size: blob?.size ?? parts.reduce((sum, { bytes }) => sum + bytes.byteLength, 0), parts: parts.length };
        });
    if (!(await indexedDB.databases()).some(({ name }) => name === "hanlens")) return null;
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open("hanlens");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    try {
      const all = {};
      for (const name of database.objectStoreNames) {
        all[name] = await new Promise((resolve, reject) => {
          const request = database.transaction(name).objectStore(name).getAll();
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      }
      return { ...all, sources: whole(all.sources ?? []) };
    } finally {
      database.close();
    }
  });

/** Changes each record of a session, as another version of the page would have written it. */
export const rewriteSessions = (page, patch) =>
  page.evaluate(async (given) => {
    const database = await new Promise((resolve) => {
      const request = indexedDB.open("hanlens");
      request.onsuccess = () => resolve(request.result);
    });
    const transaction = database.transaction("sessions", "readwrite");
    const store = transaction.objectStore("sessions");
    store.getAll().onsuccess = ({ target }) => target.result.forEach((session) => store.put({ ...session, ...given }));
    await new Promise((resolve) => {
      transaction.oncomplete = resolve;
    });
    database.close();
  }, patch);

/** The names of the kept documents, session by session, the sessions in the order of their last change. */
export async function keptNames(page) {
  const all = await stored(page);
  if (all === null) return [];
  const nameOf = (session, id) => all.documents.find((document) => document.session === session && document.id === id)?.name;
  return all.sessions.sort((a, b) => a.saved - b.saved).map(({ id, documents }) => documents.map((document) => nameOf(id, document)));
}

/** Waits until exactly these documents are kept. */
export const isKept = (page, names) =>
  until(() => keptNames(page), (all) => JSON.stringify(all) === JSON.stringify(names), `kept are ${JSON.stringify(names)}`);

/** Everything that the page could keep something in, and what is there. */
export const traces = (page) =>
  page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name),
    local: Object.keys(localStorage),
    tab: Object.keys(sessionStorage),
    cookie: document.cookie,
    caches: "caches" in globalThis && isSecureContext && location.protocol !== "file:" ? await caches.keys() : [],
    workers: navigator.serviceWorker && location.protocol !== "file:" ? (await navigator.serviceWorker.getRegistrations()).length : 0,
  }));

/** What {@link traces} finds of a page that was never there. */
export const NOTHING = { databases: [], local: [], tab: [], cookie: "", caches: [], workers: 0 };

/** A page of the same browser that was never there: as for a reader whose browser keeps nothing. */
export async function forgetAll(page) {
  await page.evaluate(async () => {
    await new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase("hanlens");
      request.onsuccess = resolve;
      request.onerror = () => reject(request.error);
    });
    localStorage.clear();
    sessionStorage.clear();
  });
}

/** Another tab of the same browser. */
export async function openTab(reader, url = reader.page.url().split("#")[0]) {
  const page = await reader.page.context().newPage();
  await page.goto(url);
  const other = new Reader(page, reader.record);
  await other.isReady();
  return other;
}

/** Ends the process of a page, as a fault in the browser would. */
export async function crash(page) {
  const input = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  input.send("Page.crash").catch(() => {});
  await crashed;
}

/**
 * What was written last as the page went. A browser may give up what a page writes into its database as it goes (WebKit
 * does); `localStorage` takes it at once. It stands there until the same is in the database.
 */

const PREFIX = "hanlens.last.";

/**
 * @param {string} session its number
 * @param {{ saved: number, records: object[] }} last when, as the session itself says it, and the records of the documents
 */
export function noteLast(session, last) {
  try {
    localStorage.setItem(PREFIX + session, JSON.stringify(last));
  } catch {
    // No room for so long a text: then the database alone may have it.
  }
}

/**
 * The records that the database may lack, by the numbers of their documents.
 * @param {{ id: string, saved: number }} session as the database has it
 * @returns {Map<string, object>}
 */
export function lastOf({ id: session, saved }) {
  try {
    const last = JSON.parse(localStorage.getItem(PREFIX + session));
    const isRecord = ({ id, name, text }) => [id, name, text].every((value) => typeof value === "string");
    if (last?.saved >= saved) return new Map(last.records.filter(isRecord).map((record) => [record.id, record]));
  } catch {
    // Nothing that could be read.
  }
  return new Map();
}

/** @param {(session: string) => boolean} isGone which sessions' last words to take away; all unless given */
export function forgetLast(isGone = () => true) {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    for (const key of keys) if (isGone(key.slice(PREFIX.length))) localStorage.removeItem(key);
  } catch {
    // Then there is nothing.
  }
}

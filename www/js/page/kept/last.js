/**
 * What was written last as the page went. A browser may give up what a page writes into its database as it goes (WebKit
 * does); `localStorage` takes it at once. It stands there until the same is in the database.
 */

import { remove, write } from "../settings.js";

const PREFIX = "hanlens.last.";

/**
 * A text for which there is no room may be in the database alone.
 * @param {string} session its number
 * @param {{ saved: number, records: object[] }} last when, as the session itself says it, and the records of the documents
 */
export function noteLast(session, last) {
  write(PREFIX + session, JSON.stringify(last));
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

/** The database has all of a session. @param {string} session */
export const dropLast = (session) => remove(PREFIX + session);

/** @param {string[]} [sessions] those whose last words stay; none unless given */
export function forgetLast(sessions = []) {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    keys.filter((key) => !sessions.includes(key.slice(PREFIX.length))).forEach(remove);
  } catch {
    // Then there is nothing.
  }
}

/**
 * Which session a tab has. Each tab keeps one of its own, so two tabs never write the same records.
 *
 * A tab holds a lock by the name of its session for as long as it lives, so another can see whether a session is free. The
 * number of the session is in `sessionStorage`, which a tab has for itself and which outlives a reload. Where there are no
 * locks, as on hosts without HTTPS, every session seems free, and a tab whose session another took goes on with a copy.
 */

const KEY = "hanlens.tab";

/** After a reload the page of before may have its lock for a moment still. Milliseconds. */
const PATIENCE = 2000;

/** The session of this tab, or null. */
export function rememberedSession() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** @param {string | null} id null: the tab has none */
export function rememberSession(id) {
  try {
    if (id === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, id);
  } catch {
    // Then a reload goes on with the newest session that no tab has, most likely the same.
  }
}

/**
 * Takes a session for this tab until the tab is closed.
 * @param {string} id
 * @param {boolean} isPatient whether to wait for a page that is about to go
 * @returns {Promise<boolean>} whether it was free
 */
export function take(id, isPatient) {
  if (!navigator.locks) return Promise.resolve(true);
  const how = isPatient ? { signal: AbortSignal.timeout(PATIENCE) } : { ifAvailable: true };
  return new Promise((resolve) => {
    const hold = (lock) => {
      resolve(lock !== null);
      return lock && new Promise(() => {});
    };
    navigator.locks.request(`hanlens session ${id}`, how, hold).catch(() => resolve(false));
  });
}

/** Whether no other tab can have the session of this one. */
export const isAlone = () => Boolean(navigator.locks);

/**
 * @file The worker's address where Trusted Types are enforced.
 *
 * Such a page takes no plain address for a script. The policy here is the package's own, and blesses nothing but the
 * address of the package's worker; an address that a caller gives has to be trusted by the caller.
 */

/** What a page may list in its directive `trusted-types`. */
const POLICY = "hanlens";

/** @type {{createScriptURL(address: string): unknown} | null | undefined} */
let policy;

/**
 * @param {URL} address Made in this package, from nothing that a caller gave.
 * @returns {string | URL} What `Worker` takes.
 */
export function trusted(address) {
  policy ??= makePolicy();
  return policy ? policy.createScriptURL(address.href) : address;
}

/** None where the browser has none, or the page allows none of this name: then the worker's address has to do as it is. */
function makePolicy() {
  try {
    return globalThis.trustedTypes?.createPolicy(POLICY, { createScriptURL: (address) => address }) ?? null;
  } catch {
    return null;
  }
}

/** Whether a caller gives an address that some policy of the page has blessed. */
export const isTrusted = (value) => Boolean(globalThis.trustedTypes?.isScriptURL(value));

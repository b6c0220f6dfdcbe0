/** @file Assertions that run in Node and in a browser page alike. */

/** Fails with `what` unless `condition` holds. */
export function ok(condition, what) {
  if (!condition) throw new Error(what);
}

/** Fails unless two values are equal in all their parts; typed arrays are equal only to their own kind. */
export function same(actual, expected, what = "") {
  if (show(actual) !== show(expected)) {
    throw new Error(`${what}\n  is       ${show(actual)}\n  must be  ${show(expected)}`);
  }
}

/** Fails unless the promise rejects with a HanLensError of this kind (and this argument). Gives the error. */
export async function failsWith(kind, argument, promise, what = "") {
  const error = await rejection(promise, what);
  same(error.name, "HanLensError", `${what}: ${error?.stack}`);
  same([error.kind, argument === undefined ? undefined : error.argument], [kind, argument], `${what}: ${error.message}`);
  ok(error.message.length > 10, `${what}: a message that says something, not ${error.message}`);
  return error;
}

/** What a promise rejects with; fails when it resolves, or does neither in ten seconds. */
export async function rejection(promise, what = "") {
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, 10_000, "never settled")));
  const outcome = await Promise.race([promise.then((value) => ({ value }), (error) => ({ error })), late]);
  clearTimeout(timer);
  if (outcome.error === undefined) throw new Error(`${what}: must reject, and ${show(outcome)}`);
  return outcome.error;
}

/** A text that two values share just when they are equal. Lone surrogates and -0 are kept apart. */
export function show(value) {
  return JSON.stringify(value, (_, part) => {
    if (ArrayBuffer.isView(part)) return { [part.constructor.name]: Array.from(part) };
    if (part === undefined) return { undefined: true };
    if (Object.is(part, -0)) return { minus: 0 };
    return part;
  });
}

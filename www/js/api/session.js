/**
 * @file A corpus in one JSON text, and back.
 *
 * The text has all that the figures depend on: the texts, the options and the user words, and the report by which they
 * are checked when it is opened.
 */

import { HanLensError, requireObject, requireString, typeName } from "./errors.js";

const FORMAT = "hanlens-session";
const VERSION = 1;

/** @typedef {import("./hanlens.js").Report} Report */
/** @typedef {{report: Report, texts: string[], userWords: import("./hanlens.js").UserWord[], state: unknown}} Session */

/**
 * @param {Report} report
 * @param {string[] | null} texts
 * @param {unknown} state
 * @returns {string}
 */
export function writeSession(report, texts, state) {
  const { userWords, ...rest } = report;
  const head = JSON.stringify({ format: FORMAT, version: VERSION, report: rest, userWords }).slice(0, -1);
  return `${head},"texts":${texts && `[${texts.join(",")}]`},"state":${JSON.stringify(state ?? null)}}`;
}

/**
 * A long text as JSON has it, made part by part: as a whole it would hold the thread for as long as it takes.
 * @param {AsyncIterable<string>} parts
 */
export async function jsonOfText(parts) {
  let [json, half] = ["", ""];
  for await (const part of parts) {
    const text = half + part;
    // JSON writes half of a surrogate pair by its number.
    const end = isFirstHalf(text.charCodeAt(text.length - 1)) ? text.length - 1 : text.length;
    half = text.slice(end);
    json += bare(text.slice(0, end));
  }
  return `"${json}${bare(half)}"`;
}

const bare = (text) => JSON.stringify(text).slice(1, -1);

const isFirstHalf = (unit) => unit >= 0xd800 && unit <= 0xdbff;

/**
 * Reads a session and checks that it is whole. What the engine checks (the options, the words) is left to the engine.
 * @param {unknown} json
 * @returns {Session}
 */
export function readSession(json) {
  const session = object("session", parse(requireString("json", json)));
  if (session.format !== FORMAT) throw bad("format", `must be "${FORMAT}", and is ${shown(session.format)}`);
  if (session.version > VERSION) throw bad("version", `is ${shown(session.version)}, of a newer HanLens; this one reads up to ${VERSION}`);
  if (session.version !== VERSION) throw bad("version", `must be ${VERSION}, and is ${shown(session.version)}`);
  const report = object("report", session.report);
  const documents = array("report.documents", report.documents);
  documents.forEach((document, index) => {
    const at = `report.documents[${index}]`;
    string(`${at}.name`, object(at, document).name);
    string(`${at}.sha256`, document.sha256);
  });
  object("report.options", report.options);
  if (session.texts === null) throw bad("texts", "the session was saved without its texts");
  const texts = array("texts", session.texts);
  if (texts.length !== documents.length) {
    throw bad("texts", `must be as many as the report has documents, ${documents.length}, and are ${texts.length}`);
  }
  texts.forEach((text, index) => string(`texts[${index}]`, text));
  array("userWords", session.userWords).forEach((word, index) => object(`userWords[${index}]`, word));
  return /** @type {Session} */ (session);
}

/**
 * Opens a session: the user words become its words, and stay as they were unless all of it opens.
 * @param {import("./hanlens.js").HanLens} lens
 * @param {string} json
 * @param {import("./hanlens.js").Control} [control]
 * @returns {Promise<import("./hanlens.js").Opened>}
 */
export async function openSession(lens, json, control) {
  const { report, texts, userWords, state } = readSession(json);
  const before = await lens.words.list();
  let corpus;
  try {
    await named("userWords", lens.words.replace(userWords));
    const sources = texts.map((source, index) => ({ name: report.documents[index].name, source }));
    corpus = await named("report.options", lens.analyze(sources, report.options, control));
    const { documents } = await corpus.report();
    documents.forEach(({ sha256 }, index) => {
      if (sha256 !== report.documents[index].sha256) throw bad(`texts[${index}]`, "is not the text that was saved");
    });
  } catch (error) {
    corpus?.dispose();
    await lens.words.replace(before);
    throw error;
  }
  const { version, dictionaryHash } = lens.info;
  const exact = report.version === version && report.dictionaryHash === dictionaryHash;
  return { corpus, state, exact };
}

/** What the engine does not take of a session is a fault of the session. */
async function named(part, promise) {
  try {
    return await promise;
  } catch (error) {
    const isOfSession = error?.kind === "invalid-argument" || error?.kind === "bad-user-word";
    throw isOfSession && error.argument !== "signal" && error.argument !== "onProgress" && error.argument !== "control"
      ? bad(part, error.message, { cause: error })
      : error;
  }
}

function parse(json) {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw bad("session", `is not whole JSON (${cause.message})`, { cause });
  }
}

const bad = (part, detail, options) => new HanLensError("bad-session", part, detail, options);

const shown = (value) => (JSON.stringify(value) ?? "not there").slice(0, 80);

function object(part, value) {
  try {
    if (value === undefined) throw new Error();
    return requireObject(part, value);
  } catch {
    throw wrong(part, "an object", value);
  }
}

function array(part, value) {
  if (!Array.isArray(value)) throw wrong(part, "an array", value);
  return value;
}

function string(part, value) {
  if (typeof value !== "string") throw wrong(part, "a string", value);
}

const wrong = (part, what, value) => bad(part, `must be ${what} and is ${value === undefined ? "not there" : typeName(value)}`);

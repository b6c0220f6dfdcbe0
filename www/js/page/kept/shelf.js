/** The texts of this tab in the database: what is there, and what has to be written so that it is what the page shows. */

import { documentOf, newId } from "../files.js";
import { isNewer, migrate, STATE_VERSION } from "../explore/sessions.js";
import { noteTexts } from "../settings.js";
import { change, destroy, drop, exists, open, TakenError } from "./database.js";
import { dropLast, forgetLast, lastOf, noteLast } from "./last.js";
import { keepSource, recordsOf, sourceOf, sourcesOf } from "./sources.js";
import { isAlone, rememberedSession, rememberSession, take } from "./tab.js";
import { pack, SHORT, unpack } from "./texts.js";

/**
 * A kept session.
 * @typedef {object} Found
 * @property {object} session its record
 * @property {boolean} isOwn whether this tab has it now; else it is another tab's, and this one has a copy
 */

/** What of a document is written; by it the page sees whether something has changed. */
const essence = ({ name, lang, read, source }) => ({ name, lang, read, source });
const isSame = (one, other) => one !== undefined && Object.entries(essence(other)).every(([key, value]) => one[key] === value);

const isInline = ({ source }) => typeof source === "string" && source.length <= SHORT;

export class Shelf {
  /** Another in each page that is loaded. */
  #owner = newId();
  #id = newId();
  /** Whether no other tab can take the session. */
  #isHeld = false;
  /** The taking of it under way. */
  #holding = null;
  #onGone;
  /** @type {Promise<import("idb").IDBPDatabase> | null} */
  #opening = null;
  /** The same, once it is open. */
  #database = null;
  /** What is in the database of each document, by its number. */
  #written = new Map();
  /** The number of the source that a file is kept as, and a long text by its document. */
  #files = new Map();
  #texts = new Map();
  /** Sources that no document has any longer. */
  #left = [];
  /** The last record of the session, as text. */
  #session = "";

  /** @param {() => void} onGone Called when what is kept was deleted elsewhere. */
  constructor(onGone) {
    this.#onGone = onGone;
  }

  #open() {
    this.#opening ??= open(() => {
      this.#forgetAll();
      this.#onGone();
    }).then(
      (database) => (this.#database = database),
      (error) => {
        this.#opening = null;
        throw error;
      },
    );
    return this.#opening;
  }

  #forgetAll() {
    this.#database = null;
    this.#opening = null;
    this.#start(newId());
  }

  /** Begins a session of which nothing is written. */
  #start(id) {
    this.#id = id;
    this.#isHeld = false;
    this.#holding = null;
    this.#written.clear();
    this.#files.clear();
    this.#texts.clear();
    this.#left = [];
    this.#session = "";
  }

  /**
   * The session that this tab goes on with: its own, else the newest that no other tab has.
   * @returns {Promise<{ found: Found | null, isNewer: boolean }>} `isNewer`: there is one that only a newer page can read
   */
  async find() {
    if (!(await exists())) return { found: null, isNewer: false };
    const all = await (await this.#open()).getAll("sessions");
    forgetLast(all.map(({ id }) => id));
    const known = all.filter((session) => !isNewer(session)).sort((a, b) => b.saved - a.saved);
    return { found: await this.#choose(known), isNewer: known.length < all.length };
  }

  async #choose(sessions) {
    const own = rememberedSession();
    if (own !== null) {
      const session = sessions.find(({ id }) => id === own);
      return session ? { session, isOwn: await take(own, true) } : null;
    }
    for (const session of sessions) if (await take(session.id, false)) return { session, isOwn: true };
    return null;
  }

  /**
   * Makes a session the one of this tab, and notes that it is being opened.
   * @param {Found} found
   * @param {boolean} isForced whether to do so though its opening did not come to an end twice
   * @returns {Promise<boolean>} whether it is
   */
  async claim({ session, isOwn }, isForced) {
    if (!isOwn) {
      rememberSession(this.#id);
      return true;
    }
    const openings = isForced ? 0 : (session.openings ?? 0);
    if (openings >= 2) return false;
    const database = await this.#open();
    await database.put("sessions", { ...session, owner: this.#owner, openings: openings + 1 });
    this.#start(session.id);
    this.#isHeld = true;
    rememberSession(session.id);
    return true;
  }

  /** Lets the session of this tab be as it is: what the page shows from here on is another. */
  leave() {
    this.#start(newId());
  }

  /**
   * The documents of a session, and the state of the page.
   * @returns {Promise<{ documents: import("../session.js").PageDocument[], state: object | null }>}
   */
  async read({ session, isOwn }) {
    const database = await this.#open();
    const sources = new Map();
    const documents = [];
    const last = lastOf(session);
    for (const id of new Set([...session.documents, ...last.keys()])) {
      const record = await database.get("documents", [session.id, id]);
      const document = record && (await this.#documentOf(database, record, sources, isOwn));
      documents.push(last.has(id) ? this.#documentOfLast(last.get(id)) : document);
    }
    if (isOwn) await this.#tidy(database, [...sources.keys()]);
    const state = migrate(session.state);
    return { documents: documents.filter(Boolean), state };
  }

  async #documentOf(database, record, sources, isOwn) {
    const { session, id, name, lang, read, text, source: number } = record;
    let source = text;
    if (source === undefined) {
      if (!sources.has(number)) sources.set(number, await sourceOf(database, session, number));
      const blob = sources.get(number);
      if (!blob) return null;
      source = record.isText ? await unpack(blob) : blob;
    }
    const document = documentOf(name, source, { lang, read, id });
    if (isOwn) {
      this.#written.set(id, essence(document));
      if (record.isText) this.#texts.set(id, { text: source, number });
      else if (number) this.#files.set(source, number);
    }
    return document;
  }

  /** It is not written yet, so the next writing writes it. */
  #documentOfLast({ id, name, lang, read, text }) {
    this.#written.delete(id);
    return documentOf(name, text, { lang, read, id });
  }

  /** Takes away sources that a crash left without a document. */
  async #tidy(database, used) {
    const loose = (await sourcesOf(database, this.#id)).filter((id) => !used.includes(id));
    for (const id of loose) await database.delete("sources", recordsOf(this.#id, id));
  }

  /**
   * Writes what has changed.
   * @param {import("../session.js").PageDocument[]} documents
   * @param {object} state
   * @param {{ isLast?: boolean }} [how] `isLast`: the page may go at any moment, so only what can be written at once is
   * @returns {Promise<string[]>} the names of documents that could not be kept
   */
  async write(documents, state, { isLast = false } = {}) {
    if (isLast && !(this.#database && this.#isHeld && isAlone())) return [];
    const database = this.#database ?? (await this.#open());
    if (!this.#isHeld) await this.#hold();
    const lost = isLast ? [] : await this.#writeSources(database, documents);
    const whole = documents.filter((document) => isInline(document) || this.#numberOf(document) !== undefined);
    const records = whole.filter((document) => !isSame(this.#written.get(document.id), document));
    const gone = [...this.#written.keys()].filter((id) => !whole.some((document) => document.id === id));
    const session = { version: STATE_VERSION, documents: whole.map(({ id }) => id), state };
    const text = JSON.stringify(session);
    const id = this.#id;
    if (records.length === 0 && gone.length === 0 && text === this.#session) {
      if (!isLast) dropLast(id);
      return lost;
    }
    const loose = this.#looseSources(whole);
    const saved = Date.now();
    const short = isLast ? records.filter(isInline) : [];
    if (short.length > 0) noteLast(id, { saved, records: short.map((document) => this.#recordOf(document)) });
    try {
      await change(database, { session: id, owner: this.#owner, isLast }, (store) => [
        ...records.map((document) => store("documents").put(this.#recordOf(document))),
        ...gone.map((number) => store("documents").delete([id, number])),
        ...loose.map((number) => store("sources").delete(recordsOf(id, number))),
        store("sessions").put({ id, owner: this.#owner, saved, ...session }),
      ]);
    } catch (error) {
      if (!(error instanceof TakenError)) throw error;
      // Another tab goes on with the session of this one; this one goes on with a copy of its own.
      this.#start(newId());
      return this.write(documents, state);
    }
    for (const document of records) this.#written.set(document.id, essence(document));
    for (const number of gone) this.#written.delete(number);
    this.#forgetSources(loose);
    this.#session = text;
    if (!isLast) dropLast(id);
    return lost;
  }

  /** Makes the session this tab's before there is anything to write, so that the first words can be written at once. */
  async warm() {
    if (this.#isHeld) return;
    await this.#open();
    await this.#hold();
  }

  #hold() {
    this.#holding ??= this.#take(this.#id);
    return this.#holding;
  }

  async #take(id) {
    await take(id, false);
    if (id !== this.#id) return;
    this.#isHeld = true;
    rememberSession(id);
    noteTexts(true);
  }

  #numberOf({ id, source }) {
    if (typeof source !== "string") return this.#files.get(source);
    const kept = this.#texts.get(id);
    return kept?.text === source ? kept.number : undefined;
  }

  #recordOf(document) {
    const { id, name, lang, read, source } = document;
    const record = { session: this.#id, id, name, lang, read };
    if (isInline(document)) return { ...record, text: source };
    return { ...record, source: this.#numberOf(document), isText: typeof source === "string" };
  }

  /** Each in a transaction of its own: a file that cannot be read, or has no room, takes nothing else with it. */
  async #writeSources(database, documents) {
    const lost = [];
    for (const document of documents) {
      const { id, name, source } = document;
      if (isInline(document) || this.#numberOf(document) !== undefined) continue;
      const number = newId();
      const isText = typeof source === "string";
      try {
        await keepSource(database, { session: this.#id, id: number }, isText ? await pack(source) : source);
        if (this.#texts.has(id)) this.#left.push(this.#texts.get(id).number);
        if (isText) this.#texts.set(id, { text: source, number });
        else this.#files.set(source, number);
      } catch {
        lost.push(name);
      }
    }
    return lost;
  }

  #looseSources(documents) {
    const used = new Set(documents.map((document) => this.#numberOf(document)));
    const all = [...this.#files.values(), ...[...this.#texts.values()].map(({ number }) => number)];
    return [...this.#left, ...all.filter((number) => !used.has(number))];
  }

  #forgetSources(numbers) {
    this.#left = this.#left.filter((number) => !numbers.includes(number));
    for (const [file, number] of this.#files) if (numbers.includes(number)) this.#files.delete(file);
    for (const [id, { number }] of this.#texts) if (numbers.includes(number)) this.#texts.delete(id);
  }

  /** Whether nothing of this tab is in the database. */
  get isEmpty() {
    return this.#written.size === 0 && this.#session === "";
  }

  /** Deletes the session of this tab, and begins another. */
  async drop() {
    if (this.isEmpty) return;
    const before = this.#id;
    dropLast(before);
    this.#start(newId());
    rememberSession(this.#id);
    const database = await this.#open();
    await drop(database, before, this.#owner).catch((error) => {
      // Another tab has it: then it is not this one's to delete.
      if (!(error instanceof TakenError)) throw error;
    });
    noteTexts((await database.count("sessions")) > 0);
  }

  /** The same, where there may be one. */
  async destroyIfAny() {
    if (await exists()) await this.destroy();
  }

  /** Deletes the database: the sessions of all tabs. */
  async destroy() {
    this.#database?.close();
    this.#forgetAll();
    rememberSession(null);
    noteTexts(false);
    forgetLast();
    await destroy();
  }
}

/** The engine of the single file. Its parts are blocks of the page, because a page opened from disk may not fetch. */

import { HanLens } from "../../api/hanlens.js";

/** What the worker has been sent ahead. */
const SENT = { packed: "" };

/** @param {string} id */
const block = (id) => ({ packed: document.getElementById(id).textContent });

export const beginEngine = () =>
  HanLens.begin({
    worker: globalThis.hanlensEarly.worker,
    wasm: SENT,
    dictionary: SENT,
    explorer: block("hanlens-explore"),
    idf: block("hanlens-idf"),
    fold: block("hanlens-fold"),
  });

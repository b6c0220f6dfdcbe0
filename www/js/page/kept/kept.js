/** What the page keeps in the browser: the texts, and on a host its own files. Loaded after the first table, or for what is kept. */

import { addSentences } from "../i18n/index.js";
import { en } from "./i18n/en.js";
import { zh } from "./i18n/zh.js";
import { Keeper } from "./keeper.js";
import { workOffline } from "./offline.js";

addSentences({ en, zh });

/** @returns {{ restore: () => Promise<boolean>, begin: () => Promise<void>, forget: () => Promise<void> }} */
export function createKeeper(page) {
  const keeper = new Keeper(page);
  return {
    restore: () => keeper.restore(),
    forget: () => keeper.forget(),
    async begin() {
      await keeper.begin();
      await workOffline(page, () => keeper.flush());
    },
  };
}

/** The dialogs: loaded with the first of them that is opened. */

import { addSentences } from "../i18n/index.js";
import { en } from "./i18n/en.js";
import { zh } from "./i18n/zh.js";

addSentences({ en, zh });

export { listenForSender } from "../receive.js";
export { createAboutDialog } from "./about.js";
export { openFileDialog } from "./file.js";
export { createSettingsDialog } from "./settings.js";
export { createWordsDialog } from "./words.js";

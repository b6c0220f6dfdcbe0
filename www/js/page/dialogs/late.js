/** The dialogs of the masthead: loaded with the first of them that is opened. */

export { createAboutDialog } from "./about.js";
export { createSettingsDialog } from "./settings.js";
export { createWordsDialog } from "./words.js";

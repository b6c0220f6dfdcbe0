/** The dialogs: loaded with the first of them that is opened. */

export { listenForSender } from "../receive.js";
export { createAboutDialog } from "./about.js";
export { openFileDialog } from "./file.js";
export { createSettingsDialog } from "./settings.js";
export { createWordsDialog } from "./words.js";

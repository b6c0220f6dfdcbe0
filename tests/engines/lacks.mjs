/** @file What the engines or their drivers cannot do, so that a path that needs it does not run there. */

/** By need, and then by engine: why the path does not run. */
export const NEEDS = {
  "an input method": {
    firefox: "WebDriver BiDi has no command for a composition",
    webkit: "WebDriver has no command for a composition",
  },
  "the system's theme": {
    firefox: "Firefox 153 has no command for the system's colours",
    webkit: "WebDriver has no command for the system's colours",
  },
  "the dialog for files": { webkit: "classic WebDriver does not tell of dialogs" },
  "a scroll bar beside what scrolls": { webkit: "WebKitGTK lays its scroll bar over the buttons at the edge" },
  "a crash on demand": {
    firefox: "WebDriver BiDi has no command that ends a page or a worker",
    webkit: "WebDriver has no command that ends a page or a worker",
  },
  "a count of what a page holds": {
    firefox: "WebDriver BiDi has no command for it",
    webkit: "WebDriver has no command for it",
  },
  "several tabs": {
    firefox: "what drives Firefox here has one tab for each reader",
    webkit: "what drives WebKit here has one tab for each reader",
  },
  "scripts before those of the page": { webkit: "WebDriver puts nothing before the scripts of a page" },
  "the browser's language": { webkit: "the MiniBrowser takes its language from the locales that are installed" },
};

/**
 * @param {keyof typeof NEEDS | undefined} need
 * @param {"chromium" | "firefox" | "webkit"} engine
 * @returns {string | false} why it is lacking, in the form in which the test runner takes it
 */
export const lacking = (need, engine) => (need !== undefined && NEEDS[need][engine]) || false;

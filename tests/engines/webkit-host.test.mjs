/** @file The main paths over the page on a static host, in WebKit. */

process.env.HANLENS_ENGINE = "webkit";
const [{ runPaths }, { mainPaths }] = await Promise.all([import("../browser/run.mjs"), import("./main.mjs")]);
runPaths("host", mainPaths("host"));

/** @file The main paths over the single file from disk, in WebKit. */

process.env.HANLENS_ENGINE = "webkit";
const [{ runPaths }, { mainPaths }] = await Promise.all([import("../browser/run.mjs"), import("./main.mjs")]);
runPaths("disk", mainPaths("disk"));

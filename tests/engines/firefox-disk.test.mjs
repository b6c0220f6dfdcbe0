/** @file The main paths over the single file from disk, in Firefox. */

process.env.HANLENS_ENGINE = "firefox";
const [{ runPaths }, { mainPaths }] = await Promise.all([import("../browser/run.mjs"), import("./main.mjs")]);
runPaths("disk", mainPaths("disk"));

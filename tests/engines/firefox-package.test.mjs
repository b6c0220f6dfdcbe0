/** @file The package in a page, in Firefox: the tables of the API, and the laws. */

process.env.HANLENS_ENGINE = "firefox";
const [{ runLaws }] = await Promise.all([import("./run-laws.mjs"), import("../browser/api.test.mjs")]);
runLaws();

/** @file The package in a page, in WebKit: the tables of the API, and the laws. */

process.env.HANLENS_ENGINE = "webkit";
const [{ runLaws }] = await Promise.all([import("./run-laws.mjs"), import("../browser/api.test.mjs")]);
runLaws();

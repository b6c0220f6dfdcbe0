/** @file The element and the highlighter in pages of others, in Firefox. */

process.env.HANLENS_ENGINE = "firefox";
await Promise.all([import("../browser/embed/element.test.mjs"), import("../browser/embed/highlight.test.mjs")]);

/** @file The element and the highlighter in pages of others, in WebKit. */

process.env.HANLENS_ENGINE = "webkit";
await Promise.all([import("../browser/embed/element.test.mjs"), import("../browser/embed/highlight.test.mjs")]);

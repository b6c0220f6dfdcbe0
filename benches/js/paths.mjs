/** @file Where everything lies: what the build left, and what `cargo xtask bench` names in the environment. */

import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export const paths = {
  package: join(ROOT, "pkg"),
  samples: join(ROOT, "www/samples"),
  modules: join(ROOT, "node_modules"),
  jiebaWasm: join(ROOT, "node_modules/jieba-wasm/pkg/web"),
  script: join(ROOT, "benches/js"),
};

/** The files that only the build knows; each by the variable that names it. */
export const built = {
  native: () => required("HANLENS_NATIVE_BENCH"),
  jiebaRsWasm: () => required("HANLENS_JIEBA_RS_WASM"),
  words: () => required("HANLENS_JIEBA_WORDS"),
  chromium: () => required("HANLENS_CHROMIUM"),
};

function required(variable) {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: run cargo xtask bench`);
  return value;
}

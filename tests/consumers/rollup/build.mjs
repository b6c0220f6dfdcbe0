import { copyFile } from "node:fs/promises";
import resolve from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";

const bundle = await rollup({ input: "main.js", plugins: [resolve({ browser: true })], onwarn(warning) { throw new Error(warning.message); } });
await bundle.write({ file: "site/main.js", format: "es" });
await bundle.close();

// The bundle looks for these beside itself.
for (const name of ["hanlens-worker.js", "hanlens-read.js", "hanlens_bg.wasm", "hanlens-explore.wasm", "hanlens.dict", "hanlens-idf.dict", "hanlens-fold.dict"]) {
  await copyFile(new URL(import.meta.resolve(`hanlens/${name}`)), `site/${name}`);
}

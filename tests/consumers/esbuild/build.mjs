import { copyFile } from "node:fs/promises";
import { build } from "esbuild";

await build({ entryPoints: ["main.js"], bundle: true, minify: true, format: "esm", target: "es2022", outfile: "site/main.js" });

// The bundle looks for these beside itself.
for (const name of ["hanlens-worker.js", "hanlens-read.js", "hanlens_bg.wasm", "hanlens-explore.wasm", "hanlens.dict", "hanlens-idf.dict", "hanlens-fold.dict"]) {
  await copyFile(new URL(import.meta.resolve(`hanlens/${name}`)), `site/${name}`);
}

import { promisify } from "node:util";
import webpack from "webpack";

const stats = await promisify(webpack)({
  mode: "production",
  entry: "./main.js",
  output: { path: `${process.cwd()}/site`, filename: "main.js", module: true, publicPath: "auto" },
  experiments: { outputModule: true },
  performance: { hints: false },
});
if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString({ errors: true, warnings: true }));

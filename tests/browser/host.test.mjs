/** @file The same page with its parts beside it, on a static host. */

import { runPaths } from "./run.mjs";

runPaths("host");

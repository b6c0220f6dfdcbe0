/** @file The single file, opened from disk with the network off. */

import { runPaths } from "./run.mjs";

runPaths("disk");

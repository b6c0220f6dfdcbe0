/** @file The engine that the tests of a run drive: Chromium, or another that `HANLENS_ENGINE` names. */

import { chromium } from "playwright-core";
import { launchEngine } from "../engines/browser.mjs";

/** @type {"chromium" | "firefox" | "webkit"} */
export const ENGINE = process.env.HANLENS_ENGINE ?? "chromium";

/** Whether only the main tests run: in the engines beside Chromium, unless all are asked for. */
export const isBrief = ENGINE !== "chromium" && process.env.HANLENS_ENGINES !== "all";

/**
 * @param {string[]} flags of Chromium
 * @returns {Promise<import("playwright-core").Browser>} or what has the same methods, as far as the tests use them
 */
export const launch = (flags) =>
  ENGINE === "chromium"
    ? chromium.launch({ executablePath: process.env.HANLENS_CHROMIUM ?? "/usr/bin/chromium", args: flags })
    : launchEngine(ENGINE);

/** @file How long the page's own thread is held while a long text is analysed, and how soon it can be stopped. */

import { openInPage } from "./chromium.mjs";
import { Rows, figure } from "./statistics.mjs";

const WAYS = [["hanlens worker", "string"], ["hanlens worker", "Blob"], ["hanlens", "Blob"]];

/**
 * @param {import("./chromium.mjs").ChromiumHost} chromium
 * @param {string} long Path of the long text.
 * @param {number} runs
 * @param {(line: string) => void} tell
 */
export async function measureThread(chromium, long, runs, tell) {
  const rows = new Rows();
  const inPage = { milliseconds: [], longest: [], longTasks: [] };
  for (let run = 0; run < runs; run += 1) {
    tell(`thread: run ${run + 1} of ${runs}`);
    for (const [engine, form] of WAYS) {
      const name = `${engine}, ${form}`;
      const { idle, working } = await chromium.ask("blocking", engine, form);
      rows.add(`${name}: longest wait`, working.longest);
      rows.add(`${name}: longest wait of an idle page`, idle.longest);
      rows.add(`${name}: tasks over 50 ms`, working.longTasks.length);
      const { rejected, answered } = await chromium.ask("cancel", engine, form);
      rows.add(`${name}: cancel rejects after`, rejected);
      rows.add(`${name}: next call answered after`, answered);
    }
    const { milliseconds, longTasks } = await openInPage(long);
    inPage.milliseconds.push(milliseconds);
    inPage.longTasks.push(longTasks.length);
    inPage.longest.push(Math.max(0, ...longTasks));
  }
  const page = Object.fromEntries(Object.entries(inPage).map(([name, values]) => [name, figure(values)]));
  return { unit: "ms", api: rows.summarise(), pageWithFile: page };
}

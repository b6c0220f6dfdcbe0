/** @file Programs that the tests start, each of which ends with them. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How long a program may take until it says that it is ready. Milliseconds. */
const PATIENCE = 60_000;

const running = new Set();
const folders = new Set();

/** Ends a program with all that it has started: it leads a group of its own. */
function end(child) {
  running.delete(child);
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group has ended by itself.
  }
}

function endAll() {
  running.forEach(end);
  folders.forEach(removeFolder);
}

process.on("exit", endAll);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(signal, () => {
    endAll();
    process.exit(1);
  });

/**
 * Starts a program, and waits until it has said what `ready` finds in its output, if that is given.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: object, ready?: RegExp }} options
 * @returns {Promise<{ found?: RegExpExecArray, stop: () => Promise<void> }>}
 */
export async function start(command, args, { env, ready }) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  const stop = async () => {
    const ended = child.exitCode === null && child.signalCode === null ? once(child, "exit") : null;
    end(child);
    await ended;
  };
  return { found: ready && (await said(child, ready)), stop };
}

/** Waits for words of a program, and lets it talk from then on. */
async function said(child, ready) {
  let output = "";
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${child.spawnfile} is not ready: ${output}`)), PATIENCE);
    const hear = (chunk) => {
      if (output === null) return;
      output += chunk;
      const match = ready.exec(output);
      if (!match) return;
      output = null;
      clearTimeout(late);
      resolve(match);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("error", (error) => reject(new Error(`cannot start ${child.spawnfile}: ${error.message}`)));
    child.on("exit", (code) => reject(new Error(`${child.spawnfile} ended with ${code}: ${output ?? ""}`)));
  });
}

/** A new folder that is taken away when the tests end, if nobody did it before. */
export function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), "hanlens-engine-"));
  folders.add(folder);
  return folder;
}

export function removeFolder(folder) {
  folders.delete(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** @file The page with a part of it damaged: from disk a copy with another block, on the host another answer. */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { PACKAGE } from "../serve.mjs";

/** The block that stands as it is, with more behind it. */
const WORKER = "hanlens-worker.js";

/** The blocks of the single file, by the file of the package that each holds. */
const BLOCKS = {
  "hanlens_bg.wasm": "hanlens-wasm",
  "hanlens-explore.wasm": "hanlens-explore",
  "hanlens.dict": "hanlens-dict",
  "hanlens-idf.dict": "hanlens-idf",
  "hanlens-fold.dict": "hanlens-fold",
  [WORKER]: "hanlens-worker",
};

const bytesOf = (name) => readFile(join(PACKAGE, name));

/** Ways of damaging a file. */
export const DAMAGES = {
  "cut off": (bytes) => bytes.subarray(0, bytes.length >> 1),
  "changed in one bit": (bytes) => {
    const changed = Buffer.from(bytes);
    changed[changed.length >> 1] ^= 1;
    return changed;
  },
  "empty": () => Buffer.alloc(0),
};

/**
 * Opens the page with a file damaged, lets a test see it, and mends the file again.
 * @param {import("../setting.mjs").Setting} setting
 * @param {"disk" | "host"} origin
 * @param {{ file: string, damage: ((bytes: Buffer) => Buffer) | number }} fault A number is the status of the host's answer.
 * @param {import("../setting.mjs").OpenOptions} options
 * @param {(reader: import("../reader.mjs").Reader, mend: () => void) => Promise<void>} act
 */
export async function withDamage(setting, origin, { file, damage }, options, act) {
  const run = async (more, mend) => {
    const reader = await setting.open(origin, { ...options, ...more });
    await act(reader, mend).finally(() => reader.page.context().close());
  };
  if (origin === "disk") {
    await withDamagedPage(file, damage, (address) => run({ address }));
    return;
  }
  const path = `/${file}`;
  const mend = () => setting.host.broken.delete(path);
  setting.host.broken.set(path, typeof damage === "number" ? damage : damage(await bytesOf(file)));
  await run({}, mend).finally(mend);
}

async function withDamagedPage(file, damage, act) {
  const folder = await mkdtemp(join(tmpdir(), "hanlens-"));
  try {
    const page = join(folder, "hanlens.html");
    await writeFile(page, changeBlock(await readFile(join(PACKAGE, "hanlens.html"), "utf8"), file, damage));
    await act(pathToFileURL(page).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function changeBlock(html, file, damage) {
  const start = html.indexOf(">", html.indexOf(`id="${BLOCKS[file]}"`)) + 1;
  const end = html.indexOf("</script>", start);
  const block = html.slice(start, end);
  // Where a host has no answer at all, the block itself is cut off.
  const changed = typeof damage === "number" ? block.slice(0, 4000) : file === WORKER ? changeText(block, damage) : changePacked(block, damage);
  return html.slice(0, start) + changed + html.slice(end);
}

const changeText = (text, damage) => damage(Buffer.from(text)).toString();

const changePacked = (text, damage) => gzipSync(damage(gunzipSync(Buffer.from(text, "base64")))).toString("base64");

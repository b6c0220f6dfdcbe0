/** @file Has Python build the documents; tells when there is no Python. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("./make.py", import.meta.url));

/** What every document holds: quotes, commas, marks of markup, a character beyond the basic plane. */
export const PARAGRAPHS = [
  "北京大学的图书馆，很“大”。",
  "我来到北京清华大学, <真>好 & 妙！",
  "他说：“𠮷野家在三楼。”然后走了",
  "最后一段，没有别的了。",
];

/** What stands in footnotes. */
export const NOTES = ["注释在这里，说明图书馆的来历。"];

/** The text of a document: a blank line between its paragraphs. */
export const textOf = (...paragraphs) => paragraphs.join("\n\n");

/**
 * @returns {{skip: string} | {skip: false, bytes: (name: string) => Buffer, path: (name: string) => string, remove: () => void}}
 */
export function makeDocuments() {
  const folder = mkdtempSync(join(tmpdir(), "hanlens-files-"));
  const remove = () => rmSync(folder, { recursive: true });
  const input = JSON.stringify({ paragraphs: PARAGRAPHS, notes: NOTES });
  const { status, error, stderr } = spawnSync("python3", [SCRIPT, folder], { input, encoding: "utf-8" });
  if (error) {
    remove();
    return { skip: `python3 builds the documents, and there is none here (${error.code})` };
  }
  if (status !== 0) throw new Error(stderr);
  const path = (name) => join(folder, name);
  return { skip: false, path, bytes: (name) => readFileSync(path(name)), remove };
}

/** @file Subtitles: what is said, without times, numbers and styles. */

import { decodeHTML } from "./entities.js";
import { linesOf } from "./lines.js";

const isTime = (line) => /^\s*(\d+:)?\d+:\d+[.,]\d+\s*-->/.test(line);

const withoutTags = (line) => line.replace(/<rt\b[^>]*>.*?<\/rt>/g, "").replace(/<\/?[a-zA-Z\d][^<>]*>|<\/?>/g, "");

/** SubRip: italics and such are tags or braces. */
const srtLine = (line) => withoutTags(line.replace(/\{\\[^{}]*\}/g, ""));

/** WebVTT: voices and classes are tags, and there are entities. */
const vttLine = (line) => decodeHTML(withoutTags(line));

export const srt = (chunks, reading) => cues(chunks, reading, srtLine);
export const vtt = (chunks, reading) => cues(chunks, reading, vttLine);

/** Blocks parted by blank lines; in each, what comes after the line of times. A block without times is a note. */
async function* cues(chunks, reading, lineText) {
  const out = new Cues();
  let isCue = false;
  for await (const lines of linesOf(chunks, reading)) {
    for (const line of lines) {
      if (isTime(line)) isCue = true;
      else if (line.trim() === "") isCue = false;
      else if (isCue) out.add(lineText(line).trim());
      if (!isCue) out.part();
    }
    yield out.take();
  }
}

/** Lines of a cue stand under each other, cues apart. */
class Cues {
  #out = "";
  #gap = "";

  add(text) {
    if (text === "") return;
    this.#out += this.#gap + text;
    this.#gap = "\n";
  }

  part() {
    if (this.#gap !== "") this.#gap = "\n\n";
  }

  take() {
    const out = this.#out;
    this.#out = "";
    return out;
  }
}

/** SubStation Alpha: the last field of each line of dialogue; braces hold styles, and drawings are no text. */
export async function* ass(chunks, reading) {
  const out = new Cues();
  let fields = 10;
  let text = 9;
  let isEvents = false;
  for await (const lines of linesOf(chunks, reading)) {
    for (const line of lines) {
      const [, key, value] = /^\s*(\[\w|\w+):?\s?(.*)$/.exec(line) ?? [];
      if (key?.startsWith("[")) isEvents = /^\s*\[events\]/i.test(line);
      else if (isEvents && key === "Format") {
        const names = value.split(",").map((name) => name.trim().toLowerCase());
        [fields, text] = [names.length, names.indexOf("text")];
      } else if (isEvents && key === "Dialogue") {
        out.part();
        for (const said of assText(fieldOf(value, text, fields)).split("\n")) out.add(said.trim());
      }
    }
    yield out.take();
  }
}

/** The last field may hold commas. */
function fieldOf(value, index, count) {
  const parts = value.split(",");
  return (index === count - 1 ? parts.slice(index).join(",") : parts[index]) ?? "";
}

function assText(field) {
  const withoutDrawings = field.replace(/\{[^{}]*\\p[1-9][^{}]*\}.*?(\{[^{}]*\\p0[^{}]*\}|$)/g, "");
  return withoutDrawings.replace(/\{[^{}]*\}/g, "").replace(/\\[Nn]/g, "\n").replace(/\\h/g, " ");
}

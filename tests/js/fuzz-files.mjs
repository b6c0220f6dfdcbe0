/**
 * @file Files and sessions as somebody may have damaged them, or made them on purpose: reading each gives a text or an
 * error of a known kind.
 *
 *     node tests/js/fuzz-files.mjs --minutes 20 --seed 7
 *
 * runs it for a while, in a heap of 1 GiB at most when node is told so (`--max-old-space-size=1024`). A fault is printed
 * with the number of its round: `--seed` and `--round` together repeat it. `fuzz.test.mjs` runs a few hundred rounds.
 */

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
import { crc32 } from "../../www/js/api/read/late/crc32.js";
import { encode, randomFrom } from "./files/encodings.mjs";
import { HanLens } from "./setting.mjs";

/** What reading a file may fail with (docs/files.md), and opening a session. */
const FILE_KINDS = ["bad-file", "bad-encoding", "too-large", "unsupported-file", "encrypted-file", "invalid-argument"];
const SESSION_KINDS = ["bad-session", "bad-user-word", "too-large"];

/** A file unpacks to no more than so many times its size, beyond the size up to which nobody asks (limits.js). */
const MOST_UNITS = (bytes) => 200 * bytes + 16 * 1024 * 1024;

const WORDS = ["北京大学", "我们", "天气很好", "，", "。", "\n", "\r\n", " ", "“", "”", "A", "1", "𠮷", "café", "\u0000", "\ufeff", "\u2028", "〇", "漢字", "—"];

/** Signs that mean something in one of the kinds. */
const SIGNS = [
  "<", ">", "</", "/>", "&", "&amp;", "&#", "&#x10ffff;", "&#xd800;", ";", "<!--", "-->", "<![CDATA[", "]]>", "<?xml", "<!DOCTYPE a [<!ENTITY b 'c'>]>",
  "<p>", "</p>", "<ruby>", "<rt>", "<script>", "</script>", "<pre>", "<table><tr><td>", "<meta charset=gbk>", "<b hidden>", "w:t", "text:p", "text:s text:c=\"99999999\"",
  "-->", "00:00:01,000 --> 00:00:02,000", "WEBVTT", "NOTE", "[Events]", "Format: Start, Text", "Format:", "Dialogue: 0,", "{\\p1}", "{\\b1", "\\N",
  "#", "```", "~~~", "***", "[a](b", "![", "](", "|--|", "---", "> ", "- ", "`", "\\", "<a@b>", "<https://",
  ",", "\t", ";", "|", "\"", "\"\"", "'", "{", "}", "[", "]", ":", "null", "true", "1e999", "\\u", "\\ud800", "{\"a\":", "[[[[", "__proto__", "constructor", "toString",
];

/** One source of chance for a round. */
class Chance {
  constructor(seed) {
    this.random = randomFrom(seed);
  }
  below(bound) {
    return Math.floor(this.random() * bound);
  }
  pick(list) {
    return list[this.below(list.length)];
  }
  flag(share = 0.5) {
    return this.random() < share;
  }
  list(most, make) {
    return Array.from({ length: this.below(most + 1) }, make);
  }
  text(most = 20) {
    return this.list(most, () => this.pick(WORDS)).join("");
  }
}

const xml = (body) => `<?xml version="1.0" encoding="UTF-8"?>${body}`;

/** Whole files of every kind: the parts of a container by name, or a text. */
const MAKERS = {
  txt: (chance) => chance.text(200),
  html: (chance) => `<!DOCTYPE html><meta charset="utf-8"><title>t</title><body>${chance.list(12, () => `<p>${chance.text()}<b>${chance.text()}</b><br>`).join("")}<pre>${chance.text()}</pre><ruby>漢<rt>hàn</rt></ruby><table><tr><td>${chance.text()}</table>`,
  md: (chance) => `---\na: b\n---\n# ${chance.text()}\n\n${chance.list(8, () => `- **${chance.text()}** [${chance.text()}](http://a.b)\n`).join("")}\n\`\`\`\n${chance.text()}\n\`\`\`\n| a | b |\n|--|--|\n| ${chance.text()} | c |\n`,
  srt: (chance) => chance.list(8, () => `1\n00:00:01,000 --> 00:00:02,000\n<i>${chance.text()}</i>\n\n`).join(""),
  vtt: (chance) => `WEBVTT\n\n${chance.list(8, () => `00:01.000 --> 00:02.000\n<v 甲>${chance.text()} &amp;\n\n`).join("")}`,
  ass: (chance) => `[Script Info]\n[Events]\nFormat: Layer, Start, Text\n${chance.list(8, () => `Dialogue: 0,0:00:01.00,{\\b1}${chance.text()}\\N\n`).join("")}`,
  csv: (chance) => `编号,内容\n${chance.list(12, (_, i) => `${i},"${chance.text().replaceAll('"', '""')}"\r\n`).join("")}`,
  tsv: (chance) => `n\tt\n${chance.list(12, (_, i) => `${i}\t${chance.text()}\n`).join("")}`,
  json: (chance) => JSON.stringify(chance.list(8, () => ({ id: 1, text: chance.text(), inner: { list: chance.list(3, () => chance.text()) } }))),
  jsonl: (chance) => chance.list(8, () => `${JSON.stringify({ text: chance.text(), n: null })}\n`).join(""),
  docx: (chance) => ({
    "[Content_Types].xml": xml("<Types/>"),
    "_rels/.rels": xml('<Relationships><Relationship Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>'),
    "word/document.xml": xml(`<w:document><w:body>${chance.list(8, () => `<w:p><w:pPr/><w:r><w:t>${plain(chance)}</w:t><w:tab/><w:br/></w:r></w:p>`).join("")}</w:body></w:document>`),
    "word/footnotes.xml": xml(`<w:footnotes><w:p><w:r><w:t>${plain(chance)}</w:t></w:r></w:p></w:footnotes>`),
  }),
  odt: (chance) => ({
    mimetype: "application/vnd.oasis.opendocument.text",
    "content.xml": xml(`<office:document-content><office:body><office:text>${chance.list(8, () => `<text:p>${plain(chance)}<text:s text:c="2"/><text:span>${plain(chance)}</text:span></text:p>`).join("")}</office:text></office:body></office:document-content>`),
  }),
  epub: (chance) => ({
    mimetype: "application/epub+zip",
    "META-INF/container.xml": xml('<container><rootfiles><rootfile full-path="a/b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'),
    "a/b.opf": xml('<package><manifest><item id="c" href="c%201.xhtml" media-type="application/xhtml+xml"/><item id="d" href="d.xhtml" media-type="application/xhtml+xml" properties="nav"/></manifest><spine><itemref idref="c"/><itemref idref="d"/></spine></package>'),
    "a/c 1.xhtml": xml(`<html><body>${chance.list(6, () => `<p>${plain(chance)}</p>`).join("")}</body></html>`),
    "a/d.xhtml": xml("<html><body><nav><a>目录</a></nav></body></html>"),
  }),
  zip: (chance) => ({ "一.txt": chance.text(60), "b/二.html": MAKERS.html(chance), "c.csv": MAKERS.csv(chance), "d.docx": pack(MAKERS.docx(chance), chance) }),
};

const plain = (chance) => chance.text().replace(/[<>&\0]/g, "");

/** Whole files of a kind. */
export const makeWhole = (kind, seed) => MAKERS[kind](new Chance(seed));

/** A zip archive (PKWARE's APPNOTE, sections 4.3.7 to 4.3.16). `lie` may change a field of a file's headers. */
export function pack(files, chance = new Chance(1), lie = (field, value) => value) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const [nameBytes, bytes] = [Buffer.from(name), Buffer.from(content)];
    const isStored = name === "mimetype" || chance.flag(0.2);
    const packed = isStored ? bytes : deflateRawSync(bytes);
    const fields = [
      [2, lie("version", 20)], [2, lie("flags", 0x800)], [2, lie("method", isStored ? 0 : 8)], [4, 0],
      [4, lie("crc", crc32(bytes, 0))], [4, lie("packed", packed.length)], [4, lie("size", bytes.length)],
      [2, lie("name", nameBytes.length)], [2, lie("extra", 0)],
    ];
    const local = Buffer.concat([numbers([4, 0x04034b50], ...fields), nameBytes, packed]);
    directory.push(numbers([4, 0x02014b50], [2, 20], ...fields, [2, 0], [2, 0], [2, 0], [4, 0], [4, lie("offset", offset)]), nameBytes);
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const count = lie("count", Object.keys(files).length);
  return Buffer.concat([...parts, central, numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, lie("central", central.length)], [4, lie("start", offset)], [2, 0])]);
}

function numbers(...fields) {
  return Buffer.concat(fields.map(([width, value]) => {
    const bytes = Buffer.alloc(width);
    bytes.writeUIntLE(Number(value) % 2 ** (8 * width), 0, width);
    return bytes;
  }));
}

/** A text with some places changed. */
function changedText(text, chance) {
  let changed = text;
  for (let left = chance.below(5); left > 0; left--) {
    const at = chance.below(changed.length + 1);
    const [before, after] = [changed.slice(0, at), changed.slice(at)];
    const change = chance.pick(["put", "put", "cut", "again", "drop", "many"]);
    if (change === "put") changed = before + chance.pick(SIGNS) + after;
    else if (change === "cut") changed = before;
    else if (change === "drop") changed = before + after.slice(chance.below(20));
    else if (change === "again") changed = before + after.slice(0, chance.below(40)).repeat(chance.below(20)) + after;
    else changed = before + chance.pick(SIGNS).repeat(chance.below(3000)) + after;
  }
  return changed;
}

/** Bytes with some places changed. */
function changedBytes(bytes, chance) {
  let changed = Buffer.from(bytes);
  for (let left = chance.below(6); left > 0 && changed.length > 0; left--) {
    const at = chance.below(changed.length);
    const change = chance.pick(["set", "set", "flip", "cut", "drop", "again"]);
    if (change === "set") changed[at] = chance.pick([0, 1, 0x22, 0x3c, 0x7f, 0x80, 0xa1, 0xfe, 0xff, chance.below(256)]);
    else if (change === "flip") changed[at] ^= 1 << chance.below(8);
    else if (change === "cut") changed = changed.subarray(0, at);
    else if (change === "drop") changed = Buffer.concat([changed.subarray(0, at), changed.subarray(at + chance.below(20))]);
    else changed = Buffer.concat([changed.subarray(0, at), changed.subarray(at - chance.below(at + 1), at), changed.subarray(at)]);
  }
  return changed;
}

/** A field of an archive that says something else. */
const liar = (chance) => {
  if (!chance.flag(0.4)) return undefined;
  const field = chance.pick(["version", "flags", "method", "crc", "packed", "size", "name", "extra", "offset", "count", "central", "start"]);
  const lie = chance.pick([0, 1, 8, 9, 99, 0xffff, 0x7fffffff, 0xfffffffe, 0xffffffff]);
  return (name, value) => (name === field && chance.flag(0.7) ? lie : value);
};

const ENCODINGS = ["utf8", "utf8", "utf8+", "utf16le", "utf16le+", "utf16be", "gb18030", "big5", "shift_jis"];

function makeFile(chance) {
  const kind = chance.pick(Object.keys(MAKERS));
  const whole = MAKERS[kind](chance);
  let bytes;
  if (typeof whole === "string") {
    const text = changedText(whole, chance);
    bytes = encode(text, chance.pick(ENCODINGS)) ?? Buffer.from(text);
  } else {
    const files = Object.entries(whole).filter(() => chance.flag(0.97));
    const changed = files.map(([name, content]) => [name, chance.flag(0.4) ? changedPart(content, chance) : content]);
    bytes = pack(Object.fromEntries(changed), chance, liar(chance));
  }
  if (chance.flag(0.5)) bytes = changedBytes(bytes, chance);
  const name = chance.flag(0.95) ? `a.${kind}` : `a.${chance.pick(Object.keys(MAKERS))}`;
  return new File([bytes], name, { type: chance.pick(["", "", "text/html", "application/json", "text/csv;charset=x"]) });
}

const changedPart = (content, chance) => (typeof content === "string" ? changedText(content, chance) : changedBytes(content, chance));

function makeWishes(chance) {
  const wishes = {};
  if (chance.flag(0.1)) wishes.encoding = chance.pick(["utf-8", "gb18030", "utf-16le", "big5", "none"]);
  if (chance.flag(0.1)) wishes.column = chance.pick(["内容", "t", 0, 1, 99, "__proto__"]);
  if (chance.flag(0.1)) wishes.header = chance.flag();
  if (chance.flag(0.1)) wishes.field = chance.pick(["text", "inner.list", "__proto__", "constructor", ""]);
  if (chance.flag(0.1)) wishes.entry = chance.pick(["一.txt", "c.csv", "../x", "constructor"]);
  return wishes;
}

/** What a call gives, or nothing where it fails as it may. */
async function settled(promise, kinds) {
  try {
    return await promise;
  } catch (error) {
    assert.equal(error?.name, "HanLensError", error?.stack ?? String(error));
    assert.ok(kinds.includes(error.kind), `an error of kind ${error.kind}: ${error.stack}`);
    assert.ok(error.message.length > 10 && error.argument, error.message);
    return undefined;
  }
}

async function readFileRound(lens, chance) {
  const file = makeFile(chance);
  const wishes = makeWishes(chance);
  await settled(lens.contents(file), FILE_KINDS);
  const limit = chance.flag(0.2) ? 1 + chance.below(50) : undefined;
  const result = await settled(lens.read(file, { ...wishes, limit }), FILE_KINDS);
  if (!result) return `${file.name}: refused`;
  const { text, parts, replaced } = result;
  assert.equal(typeof text, "string");
  assert.ok(text.length <= MOST_UNITS(file.size), `${text.length} units out of ${file.size} bytes`);
  assert.ok(limit === undefined || text.length <= limit);
  assert.ok(replaced >= 0 && parts.every(({ start, end }) => 0 <= start && start <= end && end <= text.length));
  assert.ok(parts.every((part, i) => i === 0 || part.start >= parts[i - 1].end));
  if (limit === undefined && text.length < 100_000 && chance.flag(0.3)) {
    const corpus = await lens.analyze({ source: file, ...wishes });
    const texts = await Promise.all(corpus.summary.documents.map((_, index) => corpus.text(index)));
    assert.deepEqual(texts, parts.map(({ start, end }) => text.slice(start, end)), "an analysis reads what read reads");
    corpus.dispose();
  }
  return `${file.name}: read`;
}

/** Sessions: saved, damaged, opened. One that is refused leaves the user words as they were. */
async function sessionRound(lens, chance) {
  await lens.words.replace(chance.list(3, () => ({ word: `词${chance.below(100)}` })));
  const corpus = await lens.analyze(chance.list(3, () => chance.text(30)), { mode: chance.pick(["precise", "search"]) });
  const saved = await corpus.save({ state: { chosen: chance.text(3) } });
  corpus.dispose();
  const before = await lens.words.list();
  const damaged = chance.flag(0.6) ? JSON.stringify(changedValue(JSON.parse(saved), chance)) : changedText(saved, chance);
  const opened = await settled(lens.open(damaged), SESSION_KINDS);
  if (!opened) {
    assert.deepEqual(await lens.words.list(), before, "the words stay as they were");
    return "session: refused";
  }
  const { texts } = JSON.parse(damaged);
  assert.deepEqual(await Promise.all(texts.map((_, index) => opened.corpus.text(index))), texts);
  opened.corpus.dispose();
  return "session: opened";
}

const ODD = [null, true, 0, -1, 1.5, 1e300, "", "北京", [], {}, [[]], { __proto__: null, a: 1 }, "x".repeat(300), "\ud800", 4294967296];

/** A value of JSON with one place in it changed. */
function changedValue(value, chance) {
  if (value === null || typeof value !== "object" || chance.flag(0.15)) return chance.pick(ODD);
  const keys = Object.keys(value);
  if (keys.length === 0) return chance.pick(ODD);
  const key = chance.pick(keys);
  const copy = Array.isArray(value) ? [...value] : { ...value };
  const change = chance.below(10);
  if (change === 0) delete copy[key];
  else if (change === 1 && !Array.isArray(copy)) copy[chance.pick(["unknown", "mode", "word", "toString"])] = chance.pick(ODD);
  else copy[key] = changedValue(value[key], chance);
  return copy;
}

/**
 * One round; everything in it follows from the two numbers.
 * @returns {Promise<string>} What came of it.
 */
export async function round(lens, seed, number) {
  const chance = new Chance(seed * 1_000_003 + number);
  try {
    return await (chance.flag(0.8) ? readFileRound : sessionRound)(lens, chance);
  } catch (error) {
    throw new Error(`round ${number} of seed ${seed}: ${error.message}`, { cause: error });
  }
}

/** For `minutes`; prints what came of it. */
async function main(argv) {
  const option = (name, otherwise) => (argv.includes(name) ? Number(argv[argv.indexOf(name) + 1]) : otherwise);
  const seed = option("--seed", 1);
  const single = option("--round", undefined);
  const lens = await HanLens.create({ worker: false });
  const end = Date.now() + option("--minutes", 1) * 60_000;
  const outcomes = {};
  let [number, most, slowest] = [single ?? 0, 0, [0, 0]];
  do {
    const start = performance.now();
    const outcome = await round(lens, seed, number);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    const time = performance.now() - start;
    if (time > slowest[0]) slowest = [time, number];
    most = Math.max(most, process.memoryUsage().rss);
    number++;
  } while (single === undefined && Date.now() < end);
  lens.dispose();
  console.log(JSON.stringify({ seed, rounds: number - (single ?? 0), outcomes, slowest: { milliseconds: Math.round(slowest[0]), round: slowest[1] }, megabytes: Math.round(most / 1e6) }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));

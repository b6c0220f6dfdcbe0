/** @file Files of every kind and encoding, read by the built package. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { failsWith, rejection, same } from "./check.mjs";
import { JAPANESE, KOREAN, RUSSIAN, TRADITIONAL, decoderName, encode, randomFrom } from "./files/encodings.mjs";
import { makeDocuments, NOTES, PARAGRAPHS, textOf } from "./files/make.mjs";
import { HanLens, IMPLEMENTATIONS, fileUrl } from "./setting.mjs";
import { PROSE } from "./texts.mjs";

const SAMPLES = ["library", "market", "paper", "tea"];
const [library, market, paper, tea] = await Promise.all(
  SAMPLES.map((name) => readFile(new URL(`../../www/samples/${name}.txt`, import.meta.url), "utf-8")),
);

const named = (name, content, options) => new File([content], name, options);
const MIB = 1024 * 1024;

const documents = makeDocuments();
after(() => documents.remove?.());

/** Everything that an analysis says of its texts, the way they were read apart. */
async function figures(corpus) {
  const { documents, tokens, types, characters } = corpus.summary;
  const said = await Promise.all(documents.map(async (_, i) => [...(await corpus.tokens(i))]));
  return { tokens, types, characters, said, terms: await corpus.terms({ limit: 1000 }), texts: await Promise.all(documents.map((_, i) => corpus.text(i))) };
}

for (const [implementation, options] of Object.entries(IMPLEMENTATIONS)) {
  describe(implementation, () => {
    /** @type {InstanceType<typeof HanLens>} */
    let lens;
    before(async () => {
      lens = await HanLens.create(options);
    });
    after(() => lens.dispose());

    const read = (file, how) => lens.read(file, how);
    const textIn = async (name, content, how) => (await read(named(name, content), how)).text;

    describe("encodings", () => {
      test("the same text in each encoding is read, named and analysed alike", async () => {
        const cases = [
          [PROSE, ["utf8", "utf8+", "utf16le", "utf16le+", "utf16be", "utf16be+", "gb18030", "gbk"]],
          [TRADITIONAL, ["utf8", "utf8+", "utf16le", "utf16be", "gb18030", "big5"]],
          [JAPANESE, ["utf8", "shift_jis", "euc-jp"]],
          [KOREAN, ["utf8", "euc-kr"]],
          [RUSSIAN, ["utf8", "windows-1251"]],
        ];
        for (const [text, encodings] of cases) {
          const expected = await figures(await lens.analyze(text));
          for (const encoding of encodings) {
            const corpus = await lens.analyze(named("a.txt", encode(text, encoding)));
            const [{ kind, encoding: found, replaced }] = corpus.summary.documents;
            same([kind, found, replaced], ["text", decoderName(encoding), 0], encoding);
            same(await figures(corpus), expected, encoding);
          }
        }
      });

      test("a few words are known too", async () => {
        const cases = {
          gb18030: ["中文", "你好", "北京大学", "我爱北京天安门", "第一章 山村", "OK，很好！"],
          big5: ["中文", "你好", "北京大學", "我愛北京天安門", "第一章 山村"],
          "windows-1252": ["L'été est là, déjà", "Übermäßige Höflichkeit"],
          "windows-1251": ["Привет, мир", RUSSIAN],
          "koi8-r": [RUSSIAN],
          shift_jis: ["こんにちは"],
        };
        for (const [encoding, texts] of Object.entries(cases)) {
          for (const text of texts) same((await read(named("a.txt", encode(text, encoding)))).text, text, `${text} in ${encoding}`);
        }
      });

      test("a wrong guess is overridden, and the wrong wish is obeyed", async () => {
        const bytes = encode("漢字", "big5");
        same((await read(named("a.txt", bytes), { encoding: "Big5-HKSCS" })).text, "漢字");
        const gbk = encode(PROSE, "gbk");
        const corpus = await lens.analyze({ source: named("a.txt", gbk), encoding: "big5" });
        same(corpus.summary.documents[0].encoding, "big5");
        assert.notEqual(await corpus.text(), PROSE);
        assert.equal(await (await lens.analyze({ source: named("a.txt", gbk), encoding: "gb2312" })).text(), PROSE);
      });

      test("undecodable bytes are counted, never dropped", async () => {
        const utf8 = Buffer.from(PROSE);
        const bad = Buffer.concat([utf8, Buffer.of(0xff, 0xfe, 0x41), utf8, Buffer.of(0xe5, 0x8c)]);
        const corpus = await lens.analyze(named("a.txt", bad));
        const [{ encoding, replaced }] = corpus.summary.documents;
        same([encoding, replaced], ["utf-8", 3]);
        same(await corpus.text(), `${PROSE}\ufffd\ufffdA${PROSE}\ufffd`);
        same((await corpus.update({ mode: "search" })).documents[0].replaced, 3, "after another cut");
        same((await corpus.update({ stopWords: "none" })).documents[0].replaced, 3, "after other stop words");
        const gbk = Buffer.concat([encode(PROSE, "gbk"), Buffer.of(0xff), encode(PROSE, "gbk")]);
        const { encoding: found, replaced: lost } = await read(named("b.txt", gbk));
        same([found, lost], ["gb18030", 1]);
        const genuine = await read(named("c.txt", "北京\ufffd"));
        same([genuine.replaced, genuine.text], [0, "北京\ufffd"], "a U+FFFD of the file itself is a character");
      });

      test("a character may lie across the parts in which a file is read, in every encoding", async () => {
        const text = `ab${"北京大学，".repeat(240_000)}`;
        for (const encoding of ["gb18030", "utf16be", "utf8"]) {
          const corpus = await lens.analyze(named("a.txt", encode(text, encoding)));
          assert.ok((await corpus.text()) === text, encoding);
          same(corpus.summary.documents[0].replaced, 0, encoding);
        }
      });

      test("what is ASCII for long and then GB18030 is found out", async () => {
        const text = `${"plain English text. ".repeat(120_000)}${PROSE}`;
        const { encoding, text: back } = await read(named("a.txt", encode(text, "gb18030")));
        assert.ok(encoding === "gb18030" && back === text);
      });

      test("bytes that are no text are an error", async () => {
        const binary = Uint8Array.from({ length: 4000 }, (_, i) => (i * i * 31) & 0xff);
        const error = await failsWith("bad-encoding", "source", lens.analyze(["北京", named("坏.dat", binary)]));
        assert.match(error.message, /坏\.dat/);
        assert.equal(error.document, 1, "which input it is");
        const noNul = binary.map((byte) => byte || 1);
        await failsWith("bad-encoding", "source", read(named("坏.dat", noNul)));
        const forced = await read(named("坏.dat", binary), { encoding: "windows-1252" });
        assert.equal(forced.text.length, 4000, "the wish of the caller is obeyed");
      });

      test("wishes are checked", async () => {
        const file = named("a.txt", "北京");
        const cases = [
          [{ encoding: "klingon" }, "encoding"],
          [{ encoding: 1 }, "encoding"],
          [{ column: -1 }, "column"],
          [{ header: "yes" }, "header"],
          [{ field: null }, "field"],
          [{ limit: 0 }, "limit"],
          [{ colour: "red" }, "colour"],
        ];
        for (const [wish, argument] of cases) await failsWith("invalid-argument", argument, lens.read(file, wish), JSON.stringify(wish));
        await failsWith("invalid-argument", "file", lens.read("北京"));
        await failsWith("invalid-argument", "input.encoding", lens.analyze({ source: file, encoding: "klingon" }));
        await failsWith("invalid-argument", "input[1].encoding", lens.analyze(["", { source: "北京", encoding: "big5" }]), "a string has no bytes");
      });

      test("the first characters are read without the rest", async () => {
        const { text } = await read(named("a.txt", `𠮷${PROSE}`), { limit: 5 });
        assert.equal(text, `𠮷${PROSE}`.slice(0, 5));
        assert.equal((await read(named("a.txt", "北𠮷"), { limit: 2 })).text, "北", "no half of a pair");
      });
    });

    describe("documents built by Python", () => {
      const file = (name) => named(name, documents.bytes(name));
      const whole = textOf(...PARAGRAPHS);
      const withNotes = textOf(...PARAGRAPHS, ...NOTES);
      const given = { skip: documents.skip };

      const KINDS = [
        ["book.docx", "docx", null, withNotes],
        ["other.docx", "docx", null, whole],
        ["book.odt", "odt", null, withNotes],
        ["book.epub", "epub", null, whole],
        ["fonts.epub", "epub", null, whole],
        ["page.html", "html", "gb18030", whole],
        ["film.srt", "srt", "gb18030", whole],
        ["film.vtt", "vtt", "utf-8", whole],
        ["film.ass", "ass", "utf-16le", whole],
        ["table.csv", "csv", "gb18030", whole],
        ["table.tsv", "tsv", "utf-8", whole],
        ["data.json", "json", "utf-8", whole],
        ["data.jsonl", "jsonl", "gb18030", whole],
        ["notes.md", "markdown", "utf-8", whole],
      ];
      for (const [name, kind, encoding, text] of KINDS) {
        test(`${name}: its text, and the same figures as of the text alone`, given, async () => {
          const result = await read(file(name));
          same([result.text, result.kind, result.encoding, result.replaced], [text, kind, encoding, 0]);
          same(result.parts.map(({ start, end }) => [start, end]), [[0, text.length]]);
          same(await figures(await lens.analyze(file(name))), await figures(await lens.analyze(text)));
        });
      }

      test("a .zip is a document for each file in it that can be read", given, async () => {
        const names = ["一.txt", "b/two.md", "book.docx"];
        const corpus = await lens.analyze(["前", file("several.zip")]);
        same(corpus.summary.documents.map(({ name }) => name), ["text 1", ...names.map((name) => `several.zip/${name}`)]);
        same(corpus.summary.documents.map(({ kind, encoding }) => [kind, encoding]), [["text", null], ["text", "gb18030"], ["markdown", "utf-8"], ["docx", null]]);
        same(await corpus.text(1), PARAGRAPHS[0]);
        same(await corpus.text(3), withNotes);
        const { text, parts, kind } = await read(file("several.zip"));
        same([kind, text], ["zip", textOf(PARAGRAPHS[0], PARAGRAPHS[1], withNotes)]);
        same(parts.map(({ start, end }) => text.slice(start, end)), [PARAGRAPHS[0], PARAGRAPHS[1], withNotes]);
        for (let limit = 1; limit <= text.length; limit++) {
          const some = await read(file("several.zip"), { limit });
          assert.ok(text.startsWith(some.text) && some.text.length <= limit, `limit ${limit}`);
          assert.ok(some.parts.every(({ start, end }) => start <= end && end <= some.text.length), `limit ${limit}`);
        }
        same((await lens.contents(file("several.zip"))).map(({ name }) => name), names);
        same(await lens.contents(file("notes.md")), []);
        same((await read(file("several.zip"), { entry: "一.txt" })).text, PARAGRAPHS[0]);
        const one = await lens.analyze({ source: file("several.zip"), entry: "一.txt", name: "mine", encoding: "gb18030" });
        same(one.summary.documents.map(({ name }) => name), ["mine"]);
        await failsWith("invalid-argument", "entry", read(file("several.zip"), { entry: "none.txt" }));
        same((await lens.contents(file("named.zip"))).map(({ name }) => name), ["目录.txt"], "a name in GBK");
      });

      /** Kind of error, then the files. */
      const FAULTS = [
        ["encrypted-file", ["locked.docx", "locked.odt", "locked.epub", "locked.zip"]],
        ["bad-file", ["cut.docx", "cut.odt", "cut.epub", "cut.zip", "changed.docx", "changed.odt", "changed.epub", "empty.docx", "unclosed.docx"]],
        ["too-large", ["bomb.docx", "bomb.odt", "bomb.epub", "bomb.zip", "deep.docx"]],
        ["bad-file", ["liar.zip"]],
        ["unsupported-file", ["old.doc", "sheet.xlsx", "pictures.zip"]],
      ];
      for (const [kind, names] of FAULTS) {
        for (const name of names) {
          test(`${name} is an error of kind ${kind} that names it`, given, async () => {
            const error = await failsWith(kind, "source", lens.analyze([named("good.txt", "北京"), file(name)]));
            assert.ok(error.message.includes(`“${name}`), error.message);
            assert.equal(error.document, 1);
            if (kind === "encrypted-file") assert.ok(error.message.includes(`“${name}”`), error.message);
            same((await lens.analyze("北京大学")).summary.tokens, 1, "the next analysis works");
          });
        }
      }
    });

    describe("broken and oversized texts with marks", () => {
      const CASES = [
        ["a quote is never closed", "bad-file", "a.csv", 'a,b\n1,"北京\n'],
        ["no JSON", "bad-file", "a.json", '{"text": "北京"'],
        ["no JSON in a line", "bad-file", "a.jsonl", '{"text": "北京"}\n{"text":\n'],
        ["nothing of its name", "bad-file", "a.docx", "北京"],
        ["an empty container", "bad-file", "a.epub", ""],
        ["PDF", "unsupported-file", "a.pdf", "%PDF-1.7\n"],
        ["PDF by another name", "unsupported-file", "a.txt", "%PDF-1.7\n"],
        ["RTF", "unsupported-file", "a.rtf", "{\\rtf1 a}"],
        ["gzip", "unsupported-file", "a.txt.gz", Uint8Array.of(0x1f, 0x8b, 8)],
      ];
      for (const [what, kind, name, content] of CASES) {
        test(`${what}: ${kind}`, async () => {
          const error = await failsWith(kind, "source", lens.analyze(named(name, content)));
          assert.ok(error.message.includes(`“${name}”`), error.message);
        });
      }

      const blank = new Uint8Array(MIB).fill(0x20);
      const large = (mib, first = "", last = "") => [first, ...new Array(mib).fill(blank), last];
      const OVERSIZED = [
        ["a.html", large(64, "北")],
        ["a.md", large(64, "北")],
        ["a.srt", large(64, "北")],
        ["a.vtt", large(64, "北")],
        ["a.ass", large(64, "北")],
        ["a.json", large(64, "{", "}")],
        ["a.jsonl", large(17, "{", "}")],
        ["a.csv", large(17, 'a,"')],
        ["a.tsv", large(17, 'a\t"')],
      ];
      for (const [name, parts] of OVERSIZED) {
        test(`${name} beyond its limit: too-large`, async () => {
          const error = await failsWith("too-large", "source", lens.read(new File(parts, name)));
          assert.ok(error.message.includes(`“${name}”`), error.message);
        });
      }
    });

    describe("what is text in", () => {
      const TABLE = {
        html: [
          ["white space collapses", "<p>a \n b</p>", "a b"],
          ["a line of the source between Chinese characters is none", "<p>北京\n  大学</p>", "北京大学"],
          ["but a space is one", "<p>北京 大学</p>", "北京 大学"],
          ["lines, cells and paragraphs", "<h1>一</h1>二<br>三<table><tr><td>甲<td>乙<tr><td>丙</table>四", "一\n\n二\n三\n\n甲\t乙\n丙\n\n四"],
          ["preformatted text", "<pre>一\n  二</pre>", "一\n  二"],
          ["entities", "&lt;北&gt;&nbsp;&#21271;&#x4eac;&amp;nbsp;&hellip;&unknown;", "<北>\u00a0北京&nbsp;…&unknown;"],
          ["ruby keeps its base", "<ruby>漢<rp>(<rt>ㄏㄢˋ<rp>)</ruby>字", "漢字"],
          ["what is not seen", "<script>a</script><style>b</style><nav>c</nav><!-- d --><template>e</template><b hidden>f</b>北", "北"],
          ["tags inside words", "北<b>京</b>大<i>学</i>", "北京大学"],
          ["names that every object has", "<p>北<constructor>京</constructor><toString>大<valueOf>学", "北京大学"],
          ["tags that never end", "<div><p>北<p>京", "北\n\n京"],
        ],
        md: [
          ["marks", "# 一 #\n\n**二**三*四*_五_~~六~~`七`", "一\n\n二三四五六七"],
          ["links and pictures", "[北京](http://a.b/c_(d) \"x\") ![图](y.png) <https://z.org> [甲][1]\n\n[1]: http://q", "北京 图 https://z.org 甲"],
          ["lists and quotes are no wrapped lines", "正文\n- 甲\n- [x] 乙\n> 丙", "正文\n\n甲\n\n乙\n丙"],
          ["a wrapped paragraph stays as it is", "北京\n大学", "北京\n大学"],
          ["tables", "| 甲 | 乙 |\n|:--|--:|\n| 一 | 二 |", "甲\t乙\n\n一\t二"],
          ["code stays", "```js\na * b * c\n```\n完", "a * b * c\n完"],
          ["front matter, comments and tags go", "---\na: b\n---\n一<!-- x\ny -->二<br>", "一\n二"],
          ["escapes", "\\*北\\* 2 * 3 * 4 snake_case_name", "*北* 2 * 3 * 4 snake_case_name"],
        ],
        srt: [
          ["a number may be said", "1\n00:00:01,000 --> 00:00:02,000\n42\n北京\n", "42\n北京"],
          ["no last blank line, and dots for commas", "1\n0:00:01.000 --> 0:00:02.000\n{\\an8}<font color=\"red\">北</font>京", "北京"],
        ],
        vtt: [["readings, voices, entities", "WEBVTT - a\n\n00:01.000 --> 00:02.000\n<v.x 甲><ruby>北<rt>běi</rt></ruby>京 &amp; <00:01.500>大学", "北京 & 大学"]],
        ass: [["styles, drawings, breaks", "[Events]\nFormat: Start, Text\nDialogue: 0,{\\b1}北{\\b0}京\\N大,学\nDialogue: 0,{\\p1}m 0 0 l 9 9{\\p0}\nDialogue: 0,好\n[Fonts]\nDialogue: 0,x", "北京\n大,学\n\n好"]],
        csv: [
          ["the column with the most Chinese", "a,b\n北京,北\n大学,清华大学很大", "北\n\n清华大学很大"],
          ["quotes, commas and lines in cells", 'x,y\r\n1,"他说，""好"",\n走"\r\n2,京\r\n', '他说，"好",\n走\n\n京'],
          ["semicolons", "号;文\n1;北京，很大\n2;大学", "北京，很大\n\n大学"],
          ["one column without a heading", "北京\n大学\n", "北京\n\n大学"],
          ["one column with a heading", "内容\n北京\n大学", "北京\n\n大学"],
          ["nothing", "", ""],
        ],
        json: [
          ["the field with the most Chinese", '[{"t": "北", "u": {"v": ["京城", "大学"]}}]', "京城\n\n大学"],
          ["a list of texts", '["北京", "大学"]', "北京\n\n大学"],
          ["one text", '"北京"', "北京"],
          ["a value a line", '{"t": "北京"}\n{"t": "大学"}\n', "北京\n\n大学"],
          ["no text", '{"a": 1}', ""],
        ],
        jsonl: [["empty lines", '{"t": "北京"}\r\n\r\n{"t": "大学"}', "北京\n\n大学"]],
      };
      for (const [kind, cases] of Object.entries(TABLE)) {
        for (const [what, content, text] of cases) {
          test(`${kind}: ${what}`, async () => same(await textIn(`a.${kind}`, content), text));
        }
      }

      test("an ending or a type that every object has a method for is none", async () => {
        for (const name of ["a.constructor", "a.toString", "a.__proto__"]) {
          const { kind, text } = await read(named(name, "北京", { type: "constructor" }));
          same([kind, text], ["text", "北京"], name);
        }
      });

      test("the type of a Blob tells its kind", async () => {
        same((await read(new Blob(["<p>北京"], { type: "text/html;charset=utf-8" }))).text, "北京");
      });

      test("a column or a field is chosen, and the choices are told", async () => {
        const csv = named("a.csv", "甲,乙\n北京,清华大学\n");
        same(await textIn("a.csv", "甲,乙\n北京,清华大学\n", { column: "甲" }), "北京");
        const byIndex = await read(csv, { column: 0, header: false });
        same([byIndex.text, byIndex.columns, byIndex.column, byIndex.header], ["甲\n\n北京", ["1", "2"], 0, false]);
        const { documents } = (await lens.analyze({ source: csv, column: 0 })).summary;
        same([documents[0].columns, documents[0].column, documents[0].header], [["甲", "乙"], 0, true]);
        await failsWith("invalid-argument", "column", read(csv, { column: "丙" }));
        await failsWith("invalid-argument", "column", read(csv, { column: 2 }));
        const json = named("a.json", '[{"a": "北京", "b": {"c": "清华大学"}}]');
        const chosen = await read(json, { field: "a" });
        same([chosen.text, chosen.field, chosen.fields], ["北京", "a", ["b.c", "a"]]);
        await failsWith("invalid-argument", "field", read(json, { field: "c" }));
      });

      test("a table of many megabytes flows through", async () => {
        const row = '7,"北京，大学"\n';
        const rows = 250_000;
        const file = new File(["n,t\n", ...new Array(rows / 1000).fill(row.repeat(1000))], "a.csv");
        const { summary } = await lens.analyze(file);
        same([summary.tokens, summary.types, summary.documents[0].column], [2 * rows, 2, 1]);
      });
    });

    test("an abort is heard in the middle of a file", async () => {
      const controller = new AbortController();
      const file = new File([new Array(30).fill(`${"<p>北京大学".repeat(100_000)}\n`).join("")], "a.html");
      const reading = rejection(lens.read(file, {}, { signal: controller.signal }));
      setTimeout(() => controller.abort("enough"), 30);
      assert.equal(await reading, "enough");
      same((await lens.analyze("北京大学")).summary.tokens, 1);
    });
  });
}

test("a file is read a part at a time, and twice at most", async () => {
  const lens = await HanLens.create({ worker: false });
  const taken = [];
  class Watched extends File {
    slice(start, end, type) {
      taken.push(Math.min(end, this.size) - start);
      return super.slice(start, end, type);
    }
  }
  for (const encoding of ["utf8", "gb18030", "utf16le"]) {
    const bytes = encode("北京大学，".repeat(1000), encoding);
    const file = new Watched(new Array(2000).fill(bytes), "a.txt");
    taken.length = 0;
    const { documents } = (await lens.analyze(file)).summary;
    same([documents[0].encoding, documents[0].replaced, documents[0].length], [decoderName(encoding), 0, 10_000_000]);
    assert.ok(Math.max(...taken) <= MIB, `a part of ${Math.max(...taken)} bytes`);
    const all = taken.reduce((sum, bytes) => sum + bytes, 0);
    assert.ok(all <= 2 * file.size + 8, `${all} bytes of ${file.size} were read`);
  }
  lens.dispose();
});

test("a reader that cannot be loaded is an error, and UTF-8 needs none", async () => {
  // The module is shared by the engines of a thread, so this takes a worker.
  const lens = await HanLens.create({ worker: true, reader: fileUrl("none.js") });
  same((await lens.analyze(named("a.txt", "北京大学"))).summary.tokens, 1);
  const gbk = encode(PROSE, "gbk");
  await failsWith("load-failed", "reader", lens.analyze(named("a.txt", gbk)));
  same((await lens.read(named("a.txt", gbk), { encoding: "gbk" })).text, PROSE, "who names the encoding needs no detector");
  lens.dispose();
});

test("of 2,000 snippets of 200 bytes and more, at least 99% are known", async () => {
  const lens = await HanLens.create({ worker: false });
  const random = randomFrom(20_240_229);
  const pick = (list) => list[Math.floor(random() * list.length)];
  /** Words of the dictionary: those that it finds in the texts, wherever they stand. */
  const wordsIn = async (text) => (await lens.cut(text, { mode: "full" })).filter((word) => /^\p{Script=Han}{2,}$/u.test(word));
  const simplified = { texts: [library, market, paper, PROSE], words: await wordsIn(library + market + paper + PROSE) };
  const traditional = { texts: [tea, TRADITIONAL], words: await wordsIn(tea + TRADITIONAL) };
  const prose = ({ texts }, length) => {
    const text = [...pick(texts)];
    const from = Math.floor(random() * text.length);
    return [...text, ...text].slice(from, from + length).join("");
  };
  const list = ({ words }, length) => Array.from({ length: Math.ceil(length / 3) }, () => pick(words)).join(pick(["、", "\n", " ", "，"]));
  const ENCODINGS = {
    utf8: [simplified, traditional],
    gb18030: [simplified, simplified, traditional],
    big5: [traditional],
    utf16le: [simplified, traditional],
    utf16be: [simplified, traditional],
  };
  const SHARE = { utf8: 500, gb18030: 500, big5: 500, utf16le: 250, utf16be: 250 };
  const wrong = [];
  let count = 0;
  for (const [encoding, sources] of Object.entries(ENCODINGS)) {
    for (let left = SHARE[encoding]; left > 0; ) {
      const make = random() < 0.75 ? prose : list;
      const bytes = encode(make(pick(sources), 110 + Math.floor(random() * 200)), encoding);
      if (!bytes || bytes.length < 200) continue;
      left--;
      count++;
      const found = await lens.read(new Blob([bytes])).then((result) => result.encoding, (error) => error.kind);
      if (found !== decoderName(encoding)) wrong.push(`${encoding} as ${found}`);
    }
  }
  lens.dispose();
  console.log(`${count - wrong.length} of ${count} snippets are known${wrong.length ? `; wrong: ${wrong.slice(0, 30).join(", ")}` : ""}`);
  assert.equal(count, 2000);
  assert.ok(wrong.length <= 20, `${wrong.length} are wrong`);
});

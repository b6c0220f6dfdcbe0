"""Builds documents of every kind with Python's own zip, XML, CSV and JSON modules: no code of ours.

    python3 make.py DIRECTORY < paragraphs.json

The input is {"paragraphs": [...], "notes": [...]}. Every document holds the paragraphs in their order, and beside
them what a reader must leave out: styles, scripts, readings over characters, deleted text, tables of contents.
"""

import csv
import io
import json
import struct
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as E
from xml.sax.saxutils import escape

OUT = Path(sys.argv[1])
GIVEN = json.load(sys.stdin)
PARAGRAPHS, NOTES = GIVEN["paragraphs"], GIVEN["notes"]
LEFT_OUT = "这里不读"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
for prefix, name in {"w": W, "office": OFFICE, "text": TEXT}.items():
    E.register_namespace(prefix, name)


def element(parent, namespace, name, text=None, **attributes):
    made = E.SubElement(parent, f"{{{namespace}}}{name}", {f"{{{namespace}}}{k}": v for k, v in attributes.items()})
    made.text = text
    return made


def xml(root):
    return E.tostring(root, encoding="utf-8", xml_declaration=True)


def pack(name, files, stored=()):
    with zipfile.ZipFile(OUT / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            kind = zipfile.ZIP_STORED if path in stored else zipfile.ZIP_DEFLATED
            archive.writestr(path, data, compress_type=kind)


def word(paragraphs, part):
    root = E.Element(f"{{{W}}}{part}")
    body = element(root, W, "body") if part == "document" else element(root, W, "footnote", id="1")
    for text in paragraphs:
        p = element(body, W, "p")
        tabs = element(element(p, W, "pPr"), W, "tabs")
        element(tabs, W, "tab", val="left", pos="420")
        # A word lies in two runs, with a deleted one between.
        element(element(p, W, "r"), W, "t", text[:3])
        element(element(element(p, W, "del"), W, "r"), W, "delText", LEFT_OUT)
        ruby = element(element(p, W, "r"), W, "ruby")
        element(element(element(ruby, W, "rt"), W, "r"), W, "t", "pinyin")
        element(element(element(ruby, W, "rubyBase"), W, "r"), W, "t", text[3:4])
        last = element(element(p, W, "r"), W, "t", text[4:])
        last.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return xml(root)


CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def docx(name="book.docx", part="word/document.xml", notes=NOTES):
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relations = f'<Relationships><Relationship Id="a" Type="{relation}" Target="/{part}"/></Relationships>'
    files = {"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": relations, part: word(PARAGRAPHS, "document")}
    if notes:
        files["word/footnotes.xml"] = word(notes, "footnotes")
    pack(name, files)


def odt(name="book.odt", manifest="<manifest/>"):
    root = E.Element(f"{{{OFFICE}}}document-content")
    body = element(element(root, OFFICE, "body"), OFFICE, "text")
    element(element(body, TEXT, "tracked-changes"), TEXT, "p", LEFT_OUT)
    for index, text in enumerate(PARAGRAPHS):
        p = element(body, TEXT, "h" if index == 0 else "p", text[:3])
        if index < len(NOTES):
            note = element(p, TEXT, "note")
            element(note, TEXT, "note-citation", "1")
            element(element(note, TEXT, "note-body"), TEXT, "p", NOTES[index])
        ruby = element(p, TEXT, "ruby")
        element(ruby, TEXT, "ruby-base", text[3:4])
        element(ruby, TEXT, "ruby-text", "pinyin")
        element(p, TEXT, "span", text[4:])
    kind = "application/vnd.oasis.opendocument.text"
    pack(name, {"mimetype": kind, "content.xml": xml(root), "META-INF/manifest.xml": manifest}, stored=["mimetype"])


def chapter(paragraphs):
    ruby = lambda text: f"{escape(text[:3])}<ruby>{escape(text[3:4])}<rp>(</rp><rt>pinyin</rt><rp>)</rp></ruby>{escape(text[4:])}"
    inside = "".join(f"<p>{ruby(text)}</p>\n" for text in paragraphs)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title/>'
        f"<style>p {{ color: red }} /* {LEFT_OUT} */</style><script>let a = '{LEFT_OUT}';</script></head>"
        f"<body>{inside}<p hidden='hidden'>{LEFT_OUT}</p></body></html>"
    )


def epub(name="book.epub", encryption=None):
    half = len(PARAGRAPHS) // 2
    container = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
        '<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
        '<item id="b" href="text/%E4%BA%8C.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="a" href="text/1.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "OPS/book.opf": opf,
        "OPS/nav.xhtml": chapter([LEFT_OUT * 2]),
        "OPS/text/二.xhtml": chapter(PARAGRAPHS[half:]),
        "OPS/text/1.xhtml": chapter(PARAGRAPHS[:half]),
    }
    if encryption:
        files["META-INF/encryption.xml"] = f'<encryption><EncryptedData><EncryptionMethod Algorithm="{encryption}"/></EncryptedData></encryption>'
    pack(name, files, stored=["mimetype"])


def html():
    body = "".join(f"<div>{escape(text[:2])}<b>{escape(text[2:])}</b></div>" for text in PARAGRAPHS)
    head = f"<!doctype html><meta charset=gb18030><title>{LEFT_OUT}</title><script>'<p>{LEFT_OUT}</p>'</script>"
    page = f"{head}<nav>{LEFT_OUT}</nav>{body}<p style='display: none'>{LEFT_OUT}</p>"
    (OUT / "page.html").write_bytes(page.encode("gb18030"))


def subtitles():
    time = lambda n, dot: f"00:00:{n:02}{dot}000 --> 00:00:{n + 1:02}{dot}500"
    srt = "".join(f"{n}\r\n{time(n, ',')}\r\n<i>{text}</i>\r\n\r\n" for n, text in enumerate(PARAGRAPHS, 1))
    (OUT / "film.srt").write_bytes(srt.encode("gb18030"))
    vtt = f"WEBVTT\n\nNOTE {LEFT_OUT}\n\nSTYLE\n::cue {{ color: red }}\n\n"
    vtt += "".join(f"{n}\n{time(n, '.')} align:start\n<v 旁白>{escape(text)}</v>\n\n" for n, text in enumerate(PARAGRAPHS))
    (OUT / "film.vtt").write_text(vtt, encoding="utf-8")
    ass = "[Script Info]\nTitle: " + LEFT_OUT + "\n\n[Events]\nFormat: Layer, Start, End, Style, Text\n"
    ass += f"Comment: 0,0:00:00.00,0:00:01.00,Default,{LEFT_OUT}\n"
    ass += "".join(f"Dialogue: 0,0:00:00.00,0:00:01.00,Default,{{\\an8}}{text}\n" for text in PARAGRAPHS)
    (OUT / "film.ass").write_bytes(ass.encode("utf-16"))


def tables():
    rows = [[str(n), "短", text, "2024-01-02"] for n, text in enumerate(PARAGRAPHS)]
    for name, dialect, encoding in [("table.csv", "excel", "gb18030"), ("table.tsv", "excel-tab", "utf-8-sig")]:
        out = io.StringIO()
        csv.writer(out, dialect).writerows([["号", "题", "内容", "日期"], *rows])
        (OUT / name).write_bytes(out.getvalue().encode(encoding))
    records = [{"id": n, "题": "短", "data": {"text": text, "tags": ["甲", "乙"]}} for n, text in enumerate(PARAGRAPHS)]
    (OUT / "data.json").write_text(json.dumps({"rows": records}), encoding="utf-8")
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (OUT / "data.jsonl").write_bytes(lines.encode("gb18030"))


def markdown():
    lines = ["---", f"title: {LEFT_OUT}", "---", ""]
    for index, text in enumerate(PARAGRAPHS):
        marked = f"**{text[:2]}**{text[2:]}"
        lines += [("# " if index == 0 else "- ") + marked, ""]
    (OUT / "notes.md").write_text("\n".join(lines + ["[x]: https://example.org/"]), encoding="utf-8")


def archives():
    pack("several.zip", {"一.txt": PARAGRAPHS[0].encode("gb18030"), "b/two.md": f"# {PARAGRAPHS[1]}", "b/picture.png": b"\x89PNG",
                         "__MACOSX/._一.txt": b"x", ".hidden.txt": b"x", "book.docx": (OUT / "book.docx").read_bytes()})
    # The name is in GBK and nothing says so.
    name = "目录.txt".encode("gbk")
    placeholder = "x" * len(name)
    pack("named.zip", {placeholder: PARAGRAPHS[0]})
    raw = (OUT / "named.zip").read_bytes()
    (OUT / "named.zip").write_bytes(raw.replace(placeholder.encode(), name))


def flag_encrypted(name, source):
    """Sets the bit that says that a file is encrypted, in the local and in the central headers."""
    data = bytearray((OUT / source).read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    (OUT / name).write_bytes(data)


def encrypted():
    # A protected Office document is an OLE file with a stream of this name.
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    (OUT / "locked.docx").write_bytes(header + bytes(3000) + "EncryptedPackage".encode("utf-16-le") + bytes(400))
    (OUT / "old.doc").write_bytes(header + bytes(3000) + "WordDocument".encode("utf-16-le") + bytes(400))
    odt("locked.odt", "<manifest:manifest><manifest:encryption-data/></manifest:manifest>")
    epub("locked.epub", "http://www.w3.org/2001/04/xmlenc#aes128-cbc")
    epub("fonts.epub", "http://www.idpf.org/2008/embedding")
    flag_encrypted("locked.zip", "several.zip")


def broken():
    for kind in ("docx", "odt", "epub"):
        data = (OUT / f"book.{kind}").read_bytes()
        (OUT / f"cut.{kind}").write_bytes(data[: len(data) * 2 // 3])
        # One bit of the packed text is another.
        changed = bytearray(data)
        with zipfile.ZipFile(OUT / f"book.{kind}") as archive:
            largest = max(archive.infolist(), key=lambda info: info.compress_size)
            changed[largest.header_offset + 30 + len(largest.filename.encode()) + largest.compress_size // 2] ^= 4
        (OUT / f"changed.{kind}").write_bytes(changed)
    data = (OUT / "several.zip").read_bytes()
    (OUT / "cut.zip").write_bytes(data[: len(data) // 2])
    pack("empty.docx", {"[Content_Types].xml": CONTENT_TYPES, "word/styles.xml": "<a/>"})
    pack("unclosed.docx", {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": "<w:document><w:body><w:p><w:r><w:t>北京"})
    pack("deep.docx", {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": "<a>" * 20_000})
    pack("sheet.xlsx", {"[Content_Types].xml": CONTENT_TYPES, "xl/workbook.xml": "<a/>"})
    pack("pictures.zip", {"a.png": b"\x89PNG"})


def oversized():
    """300 MB that pack into 300 KB, in the place of each document's text."""
    files = {
        "bomb.docx": {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": None},
        "bomb.odt": {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": None},
        "bomb.epub": {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>',
            "a.opf": '<package><manifest><item id="a" href="a.xhtml"/></manifest><spine><itemref idref="a"/></spine></package>',
            "a.xhtml": None,
        },
        "bomb.zip": {"a.txt": None},
    }
    for name, parts in files.items():
        with zipfile.ZipFile(OUT / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, data in parts.items():
                if data is not None:
                    archive.writestr(path, data)
                    continue
                with archive.open(path, "w", force_zip64=True) as stream:
                    for _ in range(75):
                        stream.write(bytes(4_000_000))
    # The same, but its headers claim a few bytes.
    lie("liar.zip")


def lie(name):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(20_000_000))
    data = packed.getvalue()
    size = struct.pack("<I", 20_000_000)
    assert data.count(size) == 2
    (OUT / name).write_bytes(data.replace(size, struct.pack("<I", 100_000)))


docx()
docx("other.docx", "word/document2.xml", notes=[])
odt()
epub()
html()
subtitles()
tables()
markdown()
archives()
encrypted()
broken()
oversized()

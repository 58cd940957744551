"""Files written to hurt: each a name and what makes its bytes, made when its test runs."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable

from tests.long.mutate import sources, unzip, zipped

MEGABYTE = 1_000_000
LINE, LINE_FORMATS = (MEGABYTE, (".txt", ".md", ".html")) if "GONGKAI_LONG" in os.environ else (20_000, (".txt",))
BILLION_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "公开公开">'
    + "".join(f'<!ENTITY {b} "' + f"&{a};" * 10 + '">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
MAIN_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/worksheets/sheet1.xml", ".ofd": "OFD.xml"}


def sample(suffix: str) -> bytes:
    return next(data for name, data in sources() if name.endswith(suffix))


def with_part(suffix: str, part: str | bytes) -> bytes:
    """The sample of a zipped format with another main part."""
    content = part if isinstance(part, bytes) else part.encode()
    return zipped(unzip(sample(suffix)) | {MAIN_PARTS[suffix]: content})


def with_entities(suffix: str, declaration: str) -> bytes:
    """The sample with entities declared and used where its main part first opens an element after the root."""
    markup = unzip(sample(suffix))[MAIN_PARTS[suffix]].decode()
    head, _, rest = markup.partition("?>")
    root = rest.index(">", rest.index("<")) + 1
    return with_part(suffix, f"{head}?>{declaration}{rest[:root]}&j;{rest[root:]}")


def word(body: str) -> bytes:
    return with_part(".docx", f"<w:document {W}><w:body>{body}</w:body></w:document>")


def word_table(*, span: int, rows: int = 1) -> bytes:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>'
    return word("<w:tbl>" + f"<w:tr>{cell}</w:tr>" * rows + "</w:tbl>")


def sheet(rows: str, more: str = "") -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return with_part(".xlsx", f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{more}</worksheet>')


def ods(*, rows: int, columns: int) -> bytes:
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    cell = f'<table:table-cell table:number-columns-repeated="{columns}"><text:p>1</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    body = f'<office:body><office:spreadsheet><table:table table:name="A">{row}</table:table></office:spreadsheet>'
    content = f"<office:document-content {names}>{body}</office:body></office:document-content>"
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": mimetype, "content.xml": content.encode()})


def zip_bomb(inner: str) -> bytes:
    """A part of 300 MB that packs to 300 kB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in unzip(sample(inner)).items():
            if name != MAIN_PARTS[inner]:
                package.writestr(name, content)
        with package.open(MAIN_PARTS[inner], "w") as part:
            for _ in range(300):
                part.write(b" " * MEGABYTE)
    return packed.getvalue()


def report_json(**changes: object) -> bytes:
    report = json.loads(next(data for name, data in sources() if name.endswith(".json")))
    return json.dumps(report | changes).encode()


def table(*, span: str) -> bytes:
    row = f"<tr><td {span}>制作数量</td><td>1</td></tr>"
    return f"<html><body><table>{row * 3}</table></body></html>".encode()


def text_with(middle: str, errors: str = "strict") -> bytes:
    prose = sample(".txt").decode()
    return f"{prose[:900]}{middle}{prose[900:]}".encode("utf-8", errors)


def long_line(unit: str, suffix: str) -> bytes:
    """A report with one line of ``LINE`` bytes in the middle, as text, as Markdown or as a page."""
    page = ("<html><body><p>", "</p></body></html>") if suffix == ".html" else ("", "")
    return text_with(unit * (LINE // len(unit.encode()))).join(map(str.encode, page))


Made = Callable[[], bytes]
LINES = {
    "汉字": "公",
    "数字": "1",
    "汉字数字": "百万亿",
    "竖线": "|",
    "逗号数字": "1,",
    "括号": "（",
    "引号": "“",
    "空格": " ",
    "全角空格": "\u3000",
    "制表符": "\t",
    "短横": "-",
    "书名号": "《",
    "换行": "\n",
    "回车": "\r",
    "标签": "<",
    "实体": "&#x4e00;",
    "序号": "一、",
    "数字空格": "1 ",
    "句": "公开信息1条，",
    "行": "公开信息1条。\n",
    "表行": "| 1 | 2 | 3 |\n",
}
HOSTILE: dict[str, tuple[str, Made]] = {
    **{f"laughs{s}": (f"a{s}", lambda s=s: with_entities(s, BILLION_LAUGHS)) for s in MAIN_PARTS},  # type: ignore[misc]
    **{f"outside{s}": (f"a{s}", lambda s=s: with_entities(s, OUTSIDE)) for s in MAIN_PARTS},  # type: ignore[misc]
    **{f"bomb{s}": (f"a{s}", lambda s=s: zip_bomb(s)) for s in MAIN_PARTS},  # type: ignore[misc]
    **{
        f"line of {name}{s}": (f"a{s}", lambda unit=unit, s=s: long_line(unit, s))
        for name, unit in LINES.items()
        for s in LINE_FORMATS
    },  # type: ignore[misc]
    "laughs.html": ("a.html", lambda: f"{BILLION_LAUGHS}<html><body><p>&j;</p></body></html>".encode()),
    "deep divs": ("a.html", lambda: b"<html><body>" + b"<div>" * 100_000 + "公开".encode()),
    "deep tables": ("a.html", lambda: b"<html><body>" + b"<table><tr><td>" * 20_000 + b"1"),
    "deep bold": ("a.html", lambda: b"<html><body><p>" + b"<b>" * 100_000 + b"1"),
    "colspan": ("a.html", lambda: table(span='colspan="1000000000"')),
    "rowspan": ("a.html", lambda: table(span='rowspan="1000000000"')),
    "both spans": ("a.html", lambda: table(span='rowspan="60000" colspan="900"')),
    "many cells": ("a.html", lambda: b"<html><body><table>" + b"<tr>" + b"<td>1" * 300_000),
    "many rows": ("a.html", lambda: b"<html><body><table>" + b"<tr><td>1" * 90_000),
    "deep quotes": ("a.md", lambda: b"> " * 50_000 + b"1"),
    "deep lists": ("a.md", lambda: "\n".join(f"{'  ' * i}- 公开" for i in range(1000)).encode()),
    "emphasis": ("a.md", lambda: b"*a_ " * 50_000),
    "brackets": ("a.md", lambda: b"[" * 50_000),
    "wide table": ("a.md", lambda: (b"|1" * 20_000 + b"|\n" + b"|-" * 20_000 + b"|\n") * 2),
    "grid span": ("a.docx", lambda: word_table(span=999_999_999)),
    "negative span": ("a.docx", lambda: word_table(span=-5)),
    "spans": ("a.docx", lambda: word_table(span=900, rows=5000)),
    "deep cells": ("a.docx", lambda: word("<w:tbl><w:tr><w:tc>" * 3000 + "</w:tc></w:tr></w:tbl>" * 3000)),
    "deep elements": ("a.docx", lambda: word("<w:p>" * 200_000 + "</w:p>" * 200_000)),
    "far cell": ("a.xlsx", lambda: sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    "far merge": ("a.xlsx", lambda: sheet(ONE, '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
    "far column": ("a.xlsx", lambda: sheet(ONE.replace("A1", "ZZZZZZZ1"))),
    "far row": ("a.xlsx", lambda: sheet(ONE.replace('"1"', '"' + "9" * 5000 + '"').replace("A1", "A" + "9" * 5000))),
    "row zero": ("a.xlsx", lambda: sheet('<row r="0"><c r="A0"><v>1</v></c></row>')),
    "not a number": ("a.xlsx", lambda: sheet(ONE.replace("<v>1", "<v>1e999"))),
    "repeated": ("a.ods", lambda: ods(rows=1_000_000, columns=16_000)),
    "repeated past numbers": ("a.ods", lambda: ods(rows=10**4000, columns=10**4000)),
    "deep groups": ("a.rtf", lambda: b"{\\rtf1 " + b"{" * MEGABYTE),
    "long word": ("a.rtf", lambda: b"{\\rtf1 \\" + b"a" * MEGABYTE),
    "big number": ("a.rtf", lambda: b"{\\rtf1 \\u" + b"9" * 5000 + b"}"),
    "many cells.rtf": (
        "a.rtf",
        lambda: b"{\\rtf1 " + b"\\trowd" + b"\\cellx1" * 100_000 + b"1\\cell" * 100_000 + b"\\row}",
    ),
    "deep PDF": ("a.pdf", lambda: b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000 + b"\ntrailer <</Root 1 0 R>>"),
    "PDF of nothing": ("a.pdf", lambda: b"%PDF-1.7\ntrailer <</Root 1 0 R /Size 999999999>>"),
    "OLE of nothing": ("a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4096),
    "NULs": ("a.txt", lambda: text_with("\0" * 300)),
    "surrogates": ("a.txt", lambda: text_with("\ud800信息\udfff", "surrogatepass")),
    "UTF-16 surrogates": (
        "a.txt",
        lambda: b"\xff\xfe" + ("\ud800公开12条\udc00" * 90).encode("utf-16-le", "surrogatepass"),
    ),
    "HTML surrogates": (
        "a.html",
        lambda: b"<html><body><p>&#xD800;&#xDFFF;&#0;&#x110000;&#99999999999;</p></body></html>",
    ),
    "HTML digits": ("a.html", lambda: b"<html><body><p>&#" + b"9" * MEGABYTE + b";</p></body></html>"),
    "controls in a tag": ("a.html", lambda: b"<html><body><table><tr><td><o:\x01p>1</o:\x01p></td></tr></table>"),
    "mail boundaries": (
        "a.mht",
        lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n" + b"--x\n" * 100_000,
    ),
    "deep JSON": ("a.json", lambda: b'{"schema":"gongkai.report/1","cells":' + b"[" * 200_000),
    "JSON surrogates": ("a.json", lambda: report_json(agency="\ud800")),
    "JSON year": ("a.json", lambda: report_json(year=10**400)),
    "JSON digits": ("a.json", lambda: b'{"schema":"gongkai.report/1","year":' + b"9" * 5000 + b"}"),
}

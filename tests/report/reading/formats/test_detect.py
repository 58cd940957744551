"""What a file is: by its bytes, whatever it is called."""

from __future__ import annotations

import contextlib
import io
import json

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats import open_document
from gongkai.report.reading.formats.detect import detect
from gongkai.report.reading.formats.limits import MAX_FILE, MAX_TEXT

from . import office
from .samples import converted, docx, outline, p, soffice, texts, zipped

PAGE = "<html><head><title>年报</title></head><body><p>本年度主动公开政府信息12条。</p></body></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def xlsx() -> bytes:
    target = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "公开"
    workbook.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (docx(p("文")), "a.doc", "docx"),
        (docx(p("文")), "a.wps", "docx"),
        (docx(p("文")), None, "docx"),
        (docx(p("文"))[:-30], "a.docx", "docx"),
        (xlsx(), "a.xls", "xlsx"),
        (zipped({"OFD.xml": "<OFD/>", "Doc_0/Document.xml": ""}), "a.bin", "ofd"),
        (zipped({"ppt/presentation.xml": ""}), "a", "slides"),
        (zipped({"xl/workbook.bin": ""}), "a", "xlsb"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "a", "odt"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "a", "ods"),
        (zipped({"mimetype": "application/epub+zip"}), "a", "zip"),
        (zipped({"年报.docx": b"x"}), "年报.docx", "zip"),
        (b"PK\x03\x04 torn", "a.zip", "zip"),
        (b"Rar!\x1a\x07", "a.rar", "zip"),
        (b"7z\xbc\xaf\x27\x1c", "a.7z", "zip"),
        (b"%PDF-1.7\n%", "a.docx", "pdf"),
        (b"\r\n\r\n%PDF-1.4", "a", "pdf"),
        (rb"{\rtf1\ansi x}", "a.doc", "rtf"),
        (b"\x89PNG\r\n\x1a\n", "a.pdf", "image"),
        (b"\xff\xd8\xff\xe0", "a.jpg", "image"),
        (b"BM\x0a\x00\x00\x00....", "a.bmp", "image"),
        (b"RIFF....WEBPVP8 ", "a.webp", "image"),
        (b"II*\x00....", "a.tif", "image"),
        (OLE + b"torn", "a.doc", "doc"),
        (OLE + b"torn", "a.wps", "wps"),
        (PAGE.encode(), "a.doc", "html"),
        (PAGE.encode("gbk"), "a.xls", "html"),
        (PAGE.encode("utf-16"), "a.doc", "html"),
        (("\ufeff" + PAGE).encode(), "a.txt", "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html xmlns="y"><body/></html>', "a", "html"),
        ("<div><table><tr><td>公开</td></tr></table></div>".encode(), "a", "html"),
        ("<table><tr><td>公开</td></tr></table>".encode(), "a.md", "md"),
        ("# 年度报告\n\n<table><tr><td>公开</td></tr></table>".encode(), "a.txt", "md"),
        ("# 年度报告\n\n正文".encode(), None, "md"),
        ("| 指标 | 数 |\n|---|---|\n| 公开 | 1 |".encode(), "a.txt", "md"),
        ("正文".encode(), "a.md", "md"),
        ("一、总体情况\n公开12条".encode("gbk"), "a.docx", "txt"),
        ("公开12条，答复3件\n".encode("utf-16-le"), "a.txt", "txt"),
        ("见<关于公开的通知>".encode(), "a.html", "txt"),
        (b"12\x0034", "a.txt", "unknown"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n--x", "a.doc", "mhtml"),
        (b"From: <Saved>\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x", "a", "mhtml"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument '
            b'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>',
            "a.doc",
            "word_xml",
        ),
        (
            b'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>',
            "a.xml",
            "word_xml",
        ),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "a",
            "spreadsheetml",
        ),
        (b'<?xml version="1.0"?><uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof"/>', "a.uof", "uof"),
        (json.dumps({"schema": "gongkai.report/1", "agency": None}).encode(), "a.json", "json"),
        (b'{"a": 1}', "a.json", "txt"),
        (b"", "a.docx", "empty"),
        (b" \r\n\t\x00", "a.txt", "empty"),
        (bytes(range(256)) * 4, "a.doc", "unknown"),
    ],
)
def test_detect(data: bytes, name: str | None, kind: str):
    assert detect(data, name) == kind


@soffice
@pytest.mark.parametrize(
    ("target", "name", "kind"), [("doc", "a.docx", "doc"), ("doc", "年报.WPS", "wps"), ("rtf", "a.doc", "rtf")]
)
def test_detect_what_libreoffice_writes(target: str, name: str, kind: str):
    assert detect(converted(office.REPORT, "docx", target), name) == kind


@soffice
@pytest.mark.parametrize(
    ("target", "name", "kind"), [("xls", "a.xls", "xls"), ("xls", "附表.et", "et"), ("ods", "a", "ods")]
)
def test_detect_workbooks(target: str, name: str, kind: str):
    assert detect(converted(office.WORKBOOK, "xlsx", target), name) == kind


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.docx", "空"),
        (zipped({"年报.docx": b"x"}), "a.zip", "压缩包"),
        (b"\x89PNG\r\n\x1a\n", "a.png", "图片"),
        (zipped({"ppt/presentation.xml": ""}), "a.pptx", "演示"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "a.odt", "odt"),
        (bytes(range(256)) * 4, "a.bin", "格式"),
        (docx(""), "a.docx", "没有文字"),
        (b"<html><body><script>x</script></body></html>", "a.html", "没有"),
        (OLE + b"torn", "a.doc", "损坏"),
        (b"PK\x03\x04 torn word/document.xml", "a.docx", "损坏"),
        (b" " * (MAX_FILE + 1), "a.txt", "上限"),
        (("年" * (MAX_TEXT + 1)).encode(), "a.txt", "100 万字"),
        (("# 年\n" + "年" * MAX_TEXT).encode("gbk"), "a.md", "100 万字"),
        (f"<html><body><p>{'年' * MAX_TEXT}</p><p>年</p></body></html>".encode(), "a.html", "100 万字"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_mend(data: bytes, name: str, reason: str):
    with pytest.raises(UnreadableError, match=reason) as caught:
        open_document(data, name)
    assert caught.value.mend


def test_a_long_text_is_refused_before_anything_is_looked_for_in_it(monkeypatch):
    monkeypatch.setattr("gongkai.report.reading.formats.plain.text.read_text", None)
    with pytest.raises(UnreadableError, match="不像年度报告"):
        open_document("年报。\n".encode() * MAX_TEXT)


def test_pictures_in_a_text_do_not_make_it_long():
    picture = f"![图](data:image/png;base64,{'iVBORw0K' * (MAX_TEXT // 8)}AA==)"
    assert "公开" in [p.text for p in open_document(f"# 年报\n\n{picture}\n\n公开\n".encode(), "a.md").paragraphs()]


def test_the_format_is_that_of_the_bytes():
    assert open_document(PAGE.encode("gbk"), "年报.doc").format == "html"
    assert open_document(docx(p("文")), "年报.wps").format == "docx"


@soffice
def test_a_wps_file_is_called_so():
    assert open_document(converted(office.REPORT, "docx", "doc"), "年报.wps").format == "wps"
    assert open_document(converted(office.WORKBOOK, "xlsx", "xls"), "附表.ET").format == "et"


def test_a_file_of_pictures_only_comes_back_with_a_note():
    picture = '<w:r><w:drawing><a:blip r:embed="x"/></w:drawing></w:r>'
    document = open_document(docx(p(picture)), "a.docx")
    assert (document.blocks, [note.code for note in document.notes]) == ([], ["image"])


def mhtml(*pages: str) -> bytes:
    """A page saved as one file, as Word writes it: the pages in GBK and a picture."""
    lines = ["MIME-Version: 1.0", 'Content-Type: multipart/related; boundary="b"', ""]
    for page in pages:
        lines += ["--b", "Content-Type: text/html; charset=gb2312", "Content-Transfer-Encoding: 8bit", "", page, ""]
    lines += ["--b", "Content-Type: image/png", "Content-Transfer-Encoding: base64", "", "AAAA", "--b--"]
    return "\r\n".join(lines).encode("gbk")


def test_mhtml_is_read_as_its_first_page():
    main = "<html><head><meta charset=gb2312></head><body><p>公开12条</p><table><tr><td>甲<td>1<tr><td>乙<td>2</table>"
    document = open_document(mhtml(main, "<html><body><p>页眉</p></body></html>"), "年报.doc")
    assert (document.format, outline(document)) == ("mhtml", ["公开12条", "#table"])


def test_mhtml_of_a_workbook_is_read_sheet_by_sheet():
    frame = "<html><frameset rows='*,39'><frame src=sheet001.htm><frame src=tabstrip.htm></frameset></html>"
    sheet = "<html><body><table><tr><td>甲<td>{0}<tr><td>乙<td>{0}</table></body></html>"
    document = open_document(mhtml(frame, sheet.format(1), sheet.format(2)), "附表.xls")
    assert [[c.text for c in table.cells] for table in document.tables()] == [
        ["甲", "1", "乙", "1"],
        ["甲", "2", "乙", "2"],
    ]
    assert [table.place.table for table in document.tables()] == [0, 1]


def test_mhtml_without_a_page_is_refused():
    data = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--"
    with pytest.raises(UnreadableError, match="网页"):
        open_document(data)


def test_text_and_unsure_encodings_pass_through():
    document = open_document("一、总体情况\n".encode() + b"\xff" + "本年度主动公开政府信息。".encode() * 9, "a.txt")
    assert document.format == "txt"
    assert "encoding" in [note.code for note in document.notes]
    assert "总体情况" in texts(document)[0]


PREFIXES = st.sampled_from(
    [b"", b"PK\x03\x04", OLE, b"{\\rtf1", b"<html>", b"%PDF-1.4", b"\xff\xfe", b"# ", b"MIME-Version: 1.0\n"]
)


@settings(max_examples=120, deadline=None)
@given(PREFIXES, st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(prefix: bytes, rest: bytes):
    with contextlib.suppress(UnreadableError):
        document = open_document(prefix + rest, "x.doc")
        assert document.blocks or document.notes

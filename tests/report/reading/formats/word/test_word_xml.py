"""Word documents in one XML file."""

from __future__ import annotations

import io
import zipfile

import pytest

from gongkai.report.reading.document import Document
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats import open_document
from tests.report.reading.formats.samples import docx, grids, outline, p, tbl, tc, texts

FLAT = (
    '<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{}</pkg:package>'
)
PART = '<pkg:part pkg:name="/{}"><pkg:xmlData>{}</pkg:xmlData></pkg:part>'
WORD_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument '
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
    'xmlns:aml="http://schemas.microsoft.com/aml/2001/core"><w:styles><w:style w:type="paragraph" w:styleId="1">'
    '<w:name w:val="heading 1"/></w:style></w:styles><w:body><wx:sect>{}</wx:sect></w:body></w:wordDocument>'
)


def read_2003(body: str) -> Document:
    return open_document(WORD_2003.format(body).encode(), "年报.doc")


def annotation(kind: str, content: str) -> str:
    return f'<aml:annotation w:type="Word.{kind}"><aml:content>{content}</aml:content></aml:annotation>'


def test_flat_open_xml_is_read_as_a_document():
    with zipfile.ZipFile(io.BytesIO(docx(p("总体情况") + tbl(tc("甲") + tc("1"))))) as package:
        names = [name for name in package.namelist() if name.startswith("word/") and name.endswith(".xml")]
        parts = "".join(PART.format(name, package.read(name).decode().partition("?>")[2]) for name in names)
    document = open_document(FLAT.format(parts).encode(), "a.xml")
    assert (document.format, outline(document)) == ("word_xml", ["总体情况", "#table"])


def test_flat_open_xml_without_a_text_is_refused():
    with pytest.raises(UnreadableError, match="正文"):
        open_document(FLAT.format("").encode())


@pytest.mark.parametrize(
    ("number", "printed"),
    [("一、", "一、总体情况"), ("（一）", "（一）总体情况"), ("1.", "1. 总体情况"), ("", "总体情况")],
)
def test_word_2003_prints_its_numbers(number: str, printed: str):
    hint = f'<w:pStyle w:val="1"/><w:listPr><wx:t wx:val="{number}"/></w:listPr>'
    (paragraph,) = read_2003(p("总体情况", hint)).paragraphs()
    assert (paragraph.text, paragraph.level) == (printed, 1)


def test_word_2003_drops_deletions_and_keeps_insertions():
    deleted = annotation("Deletion", "<w:r><w:delText>删</w:delText></w:r>")
    inserted = annotation("Insertion", "<w:r><w:t>情况</w:t></w:r>")
    assert texts(read_2003(p(f"<w:r><w:t>总体</w:t></w:r>{deleted}{inserted}"))) == ["总体情况"]


def test_word_2003_merges_cells():
    body = tbl(tc("甲", '<w:vmerge w:val="restart"/>') + tc("1"), tc("", "<w:vmerge/>") + tc("2"))
    assert grids(read_2003(body)) == [[(0, 0, 2, 1, "甲"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2")]]

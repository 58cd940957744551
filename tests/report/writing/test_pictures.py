"""Pictures in every format: what a reader of the file finds, and that they change nothing that is read back."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from base64 import b64decode
from dataclasses import replace
from io import BytesIO

import docx
import openpyxl
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from docx.shared import Mm
from lxml import etree, html
from PIL import Image

from gongkai.report.model import Picture
from gongkai.report.reading import read_bytes
from gongkai.report.serialise import SchemaError, from_json, to_json
from gongkai.report.writing import UnwritableError, write_bytes
from gongkai.report.writing.arrangement import Figure, Heading, arrange
from gongkai.report.writing.layout import PrintedTable
from gongkai.report.writing.pictures import shape_of
from tests.report.writing.reports import NEEDS_FONT, full_report

ALT, CAPTION = "柱形图：一季度3件，<二>季度5件", "图1 各季度申请数"


def image(kind="PNG", size=(300, 200), mode="RGB", **more):
    out = BytesIO()
    Image.new(mode, size, "teal").save(out, kind, **more)
    return out.getvalue()


def illustrated(*pictures, key="sec_overall", edition="cn-gid-2021"):
    """A full report with pictures in one section."""
    report = full_report(edition)
    report.sections = [replace(s, pictures=tuple(pictures)) if s.key == key else s for s in report.sections]
    return report


ONE = Picture(ALT, CAPTION, image())
THREE = (ONE, Picture("照片", "", image("JPEG")), Picture("透明图", "图3", image(mode="RGBA")))


def places(report):
    """The kinds of blocks of the section, in order."""
    blocks = arrange(report).blocks
    headings = [at for at, block in enumerate(blocks) if isinstance(block, Heading)]
    begin = next(at for at in headings if blocks[at].key == "sec_proactive_disclosure")
    end = next(at for at in headings if at > begin)
    return [type(block) for block in blocks[begin:end]]


def test_pictures_stand_between_the_prose_and_the_tables():
    kinds = places(illustrated(*THREE, key="sec_proactive_disclosure"))
    assert [kinds.index(Figure), kinds.index(PrintedTable)] == [4, 7]
    assert kinds.count(Figure) == 3


def test_pictures_of_the_last_section_stand_above_the_signature():
    blocks = arrange(illustrated(*THREE, key="sec_other")).blocks
    assert [isinstance(b, Figure) for b in blocks[-5:]] == [True, True, True, False, False]
    assert [b.style for b in blocks[-2:]] == ["signature", "signature"]


def test_pictures_of_a_section_without_words_are_printed():
    report = illustrated(ONE)
    report.sections = [replace(s, text="") if s.pictures else s for s in report.sections]
    assert sum(isinstance(b, Figure) for b in arrange(report).blocks) == 1


@pytest.mark.parametrize("pictures", [(ONE,), THREE])
def test_word_holds_them_with_alternative_text(pictures):
    content = write_bytes(illustrated(*pictures), "docx")
    document = docx.Document(BytesIO(content))
    assert [s._inline.docPr.get("descr") for s in document.inline_shapes] == [p.alt for p in pictures]
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption"]
    assert captions == [p.caption for p in pictures if p.caption]
    kept = zipfile.ZipFile(BytesIO(content))
    media = {kept.read(name) for name in kept.namelist() if name.startswith("word/media/")}
    assert media == {p.content for p in pictures}


def test_word_prints_a_large_picture_as_wide_as_the_text():
    large = Picture(ALT, "", image(size=(2400, 1200)))
    shape = docx.Document(BytesIO(write_bytes(illustrated(large), "docx"))).inline_shapes[0]
    assert (round(shape.width / Mm(1)), round(shape.height / Mm(1))) == (156, 78)


@pytest.mark.parametrize(
    ("pixels", "millimetres"), [((300, 150), (51, 25)), ((3000, 1000), (156, 52)), ((1000, 3000), (57, 170))]
)
def test_the_size_on_paper(pixels, millimetres):
    shape = shape_of(ONE, image(size=pixels))
    assert tuple(map(round, shape.size)) == millimetres
    assert shape.pixels == pixels


@pytest.mark.parametrize("pictures", [(ONE,), THREE])
def test_the_page_holds_them_itself(pictures):
    page = html.fromstring(write_bytes(illustrated(*pictures), "html"))
    images = page.findall(".//figure/img")
    assert [i.get("alt") for i in images] == [p.alt for p in pictures]
    assert [b64decode(i.get("src").partition(",")[2]) for i in images] == [p.content for p in pictures]
    assert [i.get("width") for i in images] == ["300"] * len(pictures)
    assert [c.text for c in page.findall(".//figure/figcaption")] == [p.caption for p in pictures if p.caption]
    policy = page.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
    assert policy.endswith("; img-src data:")


def test_a_page_without_pictures_allows_none():
    assert b"img-src" not in write_bytes(full_report("cn-gid-2021"), "html")


def images_in(content):
    pages = pypdfium2.PdfDocument(content)
    return [o for page in pages for o in page.get_objects() if o.type == pdfium.FPDF_PAGEOBJ_IMAGE]


@NEEDS_FONT
@pytest.mark.parametrize("pictures", [(ONE,), THREE])
def test_the_pdf_shows_them_and_says_what_they_are(pictures):
    content = write_bytes(illustrated(*pictures), "pdf")
    assert len(images_in(content)) == len(pictures)
    assert b"pdfuaid" in content  # PDF/UA-1 is not given to a file with an image that has no alternative text.
    assert content.count(b"/Alt<FEFF") == len(pictures)
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    assert CAPTION.replace(" ", "") in text.replace(" ", "")


@NEEDS_FONT
def test_the_pdf_of_a_report_without_pictures_shows_none():
    assert images_in(write_bytes(full_report("cn-gid-2021"), "pdf")) == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_another_program_shows_them(tmp_path):
    (tmp_path / "report.docx").write_bytes(write_bytes(illustrated(*THREE), "docx"))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "report.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    found = images_in((tmp_path / "report.pdf").read_bytes())
    assert len(found) == 3
    left, bottom, right, top = found[0].get_bounds()
    assert (round((right - left) / 72 * 25.4), round((top - bottom) / 72 * 25.4)) == (51, 34)


def test_the_workbook_says_them():
    sheet = openpyxl.load_workbook(BytesIO(write_bytes(illustrated(*THREE), "xlsx")))["正文"]
    words = [row[0] for row in sheet.iter_rows(values_only=True) if row[0] and row[0].startswith("［图")]
    assert words == [f"［图：{ALT}］{CAPTION}", "［图：照片］", "［图：透明图］图3"]


def test_json_says_them_and_reads_back():
    data = json.loads(write_bytes(illustrated(*THREE), "json"))
    told = [s.get("pictures") for s in data["sections"] if s["key"] == "sec_overall"]
    assert told == [[{"alt": p.alt, "caption": p.caption} for p in THREE]]
    assert not [s for s in data["sections"] if s["key"] != "sec_overall" and "pictures" in s]
    back = from_json(data)
    assert next(s for s in back.sections if s.pictures).pictures == tuple(replace(p, content=None) for p in THREE)
    assert to_json(back) == data


@pytest.mark.parametrize("pictures", ["图", [{"caption": "图"}], [{"alt": 1}], [3]])
def test_json_with_other_pictures_is_refused(pictures):
    data = to_json(illustrated(ONE))
    next(s for s in data["sections"] if s.get("pictures"))["pictures"] = pictures
    with pytest.raises(SchemaError, match="pictures"):
        from_json(data)


@pytest.mark.parametrize("form", ["docx", "html", pytest.param("pdf", marks=NEEDS_FONT), "xlsx"])
def test_where_the_image_is_not_known_its_words_are_printed(form):
    report = from_json(to_json(illustrated(ONE)))
    back = read_bytes(write_bytes(report, form), f"report.{form}")
    read = "".join("".join(s.text for s in back.sections).split())
    assert "".join(f"［图：{ALT}］{CAPTION}".split()) in read


@pytest.mark.parametrize("form", ["docx", "html", pytest.param("pdf", marks=NEEDS_FONT)])
@pytest.mark.parametrize("content", [b"", b"GIF89a", image("GIF"), image("PNG")[:20], b"<svg/>"])
def test_what_is_no_picture_is_refused(form, content):
    with pytest.raises(UnwritableError, match="不是 PNG 或 JPEG"):
        write_bytes(illustrated(Picture(ALT, "", content)), form)


@pytest.mark.parametrize("form", ["docx", "html"])
@pytest.mark.parametrize("edition", ["cn-gid-2021", "cn-gid-2014-national"])
def test_a_picture_changes_nothing_that_is_read_back(form, edition):
    key = "sec_problems"
    plain, pictured = (
        read_bytes(write_bytes(report, form), f"report.{form}")
        for report in (illustrated(key=key, edition=edition), illustrated(*THREE, key=key, edition=edition))
    )
    assert plain.sections[-1].text
    assert pictured.sections == plain.sections
    assert pictured.cells == plain.cells
    assert pictured.claims == plain.claims


def test_control_characters_in_the_words_reach_no_file():
    picture = Picture("图\x0b一", "题\x00注", image())
    for form in ("docx", "html"):
        content = write_bytes(illustrated(picture), form)
        text = zipfile.ZipFile(BytesIO(content)).read("word/document.xml") if form == "docx" else content
        assert "图一".encode() in text
        assert "题注".encode() in text


def test_a_word_caption_that_stands_below_no_picture_is_prose():
    document = docx.Document()
    document.add_paragraph("表1 申请情况", style="Caption")
    out = BytesIO()
    document.save(out)
    assert "表1 申请情况" in [p.text for p in read_document(out.getvalue())]


def read_document(content):
    from gongkai.report.reading.formats.word.docx import read_docx

    return read_docx(content).paragraphs()


def test_the_figure_of_a_page_may_be_a_table_with_its_caption():
    from gongkai.report.reading.formats.web.html import read_html

    page = "<figure><table><tr><td>1</td></tr></table><figcaption>表1 申请情况</figcaption></figure>"
    assert "表1 申请情况" in [p.text for p in read_html(page.encode()).paragraphs()]


def test_docx_xml_is_wellformed_with_markup_in_the_words():
    content = write_bytes(illustrated(Picture('<"&图', "<b>", image())), "docx")
    etree.fromstring(zipfile.ZipFile(BytesIO(content)).read("word/document.xml"))

"""OFD packages: templates, resources, several documents, and files that are broken or mean harm."""

from __future__ import annotations

import contextlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.reading.document import Document, Table
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.pages import ofd, ofd_page
from gongkai.report.reading.formats.pages.ofd import read_ofd
from tests.report.reading.formats.pages.drawing import Picture, Sheet, Text, plain
from tests.report.reading.formats.pages.grids import (
    ruled,
)
from tests.report.reading.formats.pages.ofd_writer import (
    HEAD,
    MM,
    XMLNS,
    as_ofd,
    code,
    package,
    page_xml,
    parts_of,
    path_object,
    text_object,
)
from tests.report.reading.formats.samples import texts, zipped

PAGE = "Doc_0/Pages/Page_0/Content.xml"


def only_table(document: Document) -> Table:
    tables = list(document.tables())
    assert len(tables) == 1
    return tables[0]


def read_objects(objects: str) -> Document:
    return read_ofd(package({PAGE: page_xml(objects)}))


# --- packages --------------------------------------------------------------------------------------------


def test_template_page_is_read_under_its_page():
    frame = as_ofd([ruled(plain([["项目", "数量"], ["", ""]]), [60, 160, 260], [300, 330, 360])])
    template = parts_of(frame)[PAGE]
    figures = "".join(
        text_object(code(t), f'Boundary="{x * MM} {338 * MM} 20 6" Size="4"') for t, x in (("规章", 80), ("3", 200))
    )
    page = page_xml(figures, template='<ofd:Template TemplateID="7" ZOrder="Background"/>')
    common = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    data = package({PAGE: page}, {"Doc_0/Tpls/Tpl_0/Content.xml": template}, common)
    assert [cell.text for cell in only_table(read_ofd(data)).cells] == ["项目", "数量", "规章", "3"]


def composite(content: str) -> str:
    """A resource part with one composite unit, number 8."""
    return (
        f'{HEAD}<ofd:Res {XMLNS}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="8"><ofd:Content>{content}'
        "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )


def test_composite_objects_blocks_and_hidden_objects():
    unit = composite(text_object(code("部件里的字"), 'Boundary="0 0 40 6" Size="4"'))
    objects = (
        '<ofd:CompositeObject ID="9" Boundary="20 100 50 10" ResourceID="8"/>'
        f'<ofd:PageBlock ID="10"><ofd:PageBlock ID="11">{text_object(code("块里的字"))}</ofd:PageBlock></ofd:PageBlock>'
        + text_object(code("看不见"), 'Boundary="20 150 100 10" Size="4" Visible="false"')
    )
    data = package({PAGE: page_xml(objects)}, {"Doc_0/Res.xml": unit}, "<ofd:DocumentRes>Res.xml</ofd:DocumentRes>")
    assert texts(read_ofd(data)) == ["块里的字", "部件里的字"]


def test_composite_that_contains_itself_ends():
    unit = composite('<ofd:CompositeObject ID="9" Boundary="0 0 5 5" ResourceID="8"/>' * 3)
    page = page_xml('<ofd:CompositeObject ID="9" Boundary="20 100 50 10" ResourceID="8"/>')
    data = package({PAGE: page}, {"Doc_0/Res.xml": unit}, "<ofd:PublicRes>Res.xml</ofd:PublicRes>")
    assert [note.code for note in read_ofd(data).notes] == ["too_complex"]


def test_several_documents_in_one_file():
    first = package({PAGE: page_xml(text_object(code("第一份")))})
    parts = parts_of(first)
    parts |= {
        name.replace("Doc_0", "Doc_1"): text.replace("第一份", "第二份")
        for name, text in parts.items()
        if "Doc_0" in name
    }
    body = "<ofd:DocBody><ofd:DocRoot>/Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    parts["OFD.xml"] = parts["OFD.xml"].replace("</ofd:OFD>", body)
    document = read_ofd(zipped(parts))
    assert texts(document) == ["第一份", "第二份"]
    assert [p.place.page for p in document.paragraphs()] == [1, 2]


@pytest.mark.parametrize(
    "rename",
    [
        lambda name: name.upper() if name.endswith(".xml") and "Doc_0" in name else name,
        lambda name: name.replace("/", "\\"),
    ],
    ids=["other case", "backslashes"],
)
def test_part_names_as_careless_producers_write_them(rename):
    file = package({PAGE: page_xml(text_object(code("正文")))})
    parts = {rename(name): content for name, content in parts_of(file).items()}
    assert texts(read_ofd(zipped(parts))) == ["正文"]


def test_markup_without_the_usual_prefix():
    page = (
        page_xml(text_object(code("正文")))
        .replace("ofd:", "")
        .replace("xmlns:ofd", "xmlns")
        .replace("xmlns:", "xmlns:")
    )
    page = page.replace('xmlns="http', 'xmlns="http')
    assert texts(read_ofd(package({PAGE: page}))) == ["正文"]


def test_scanned_file_says_so():
    document = read_ofd(as_ofd([Sheet().add(Picture(0, 0, 595, 842)), Sheet().add(Picture(0, 0, 595, 842))]))
    assert document.blocks == []
    assert [(note.code, note.where.page) for note in document.notes] == [("scanned", 1)]


def test_page_that_is_missing_is_said():
    data = package({PAGE: page_xml(text_object(code("正文"))), "Doc_0/Pages/Page_1/Content.xml": page_xml("")})
    parts = {name: content for name, content in parts_of(data).items() if "Page_1" not in name}
    document = read_ofd(zipped(parts))
    assert texts(document) == ["正文"]
    assert [(note.code, note.where.page) for note in document.notes] == [("damaged_page", 2)]


def test_landscape_page_by_its_own_area():
    sheet = Sheet(842, 595).add(Text("横向的页", 600, 100))
    (paragraph,) = read_ofd(as_ofd([sheet])).paragraphs()
    assert paragraph.text == "横向的页"
    assert paragraph.place.box[3] == pytest.approx(595 - 90.8, abs=2)


# --- harm ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 and no more", "损坏"),
        (zipped({"readme.txt": "甲"}), "不是 OFD"),
        (zipped({"OFD.xml": "<ofd:OFD"}), "没有页面"),
        (zipped({"OFD.xml": f"{HEAD}<ofd:OFD {XMLNS}/>"}), "没有页面"),
        (zipped({"OFD.xml": f"{HEAD}<ofd:OFD {XMLNS}/>", "Encryptions.xml": "<e/>"}), "加密"),
        (
            zipped(
                {"OFD.xml": f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><ofd:OFD {XMLNS}>&e;</ofd:OFD>'}
            ),
            "实体",
        ),
        (package({PAGE: f'<!DOCTYPE x [<!ENTITY e "甲">]><ofd:Page {XMLNS}>&e;</ofd:Page>'}), "实体"),
        (package({PAGE: HEAD + " " * 40_000_000}), "过大"),
    ],
    ids=["cut", "other zip", "no markup", "no pages", "encrypted", "outer entity", "inner entity", "bomb"],
)
def test_files_that_are_refused(data, reason):
    with pytest.raises(UnreadableError, match=reason) as caught:
        read_ofd(data)
    assert caught.value.mend


def test_many_parts_that_are_each_just_small_enough_are_refused(monkeypatch):
    monkeypatch.setattr(ofd, "MAX_TOTAL", 3_000)
    pages = {f"Doc_0/Pages/Page_{n}/Content.xml": page_xml(" " * 900) for n in range(5)}
    with pytest.raises(UnreadableError, match="过大"):
        read_ofd(package(pages))


def test_too_many_pages_are_cut_and_said(monkeypatch):
    monkeypatch.setattr(ofd, "MAX_PAGES", 2)
    document = read_ofd(as_ofd([Sheet().lines([f"第{n}份"], top=150) for n in "甲乙丙"]))
    assert texts(document) == ["第甲份", "第乙份"]
    assert [note.code for note in document.notes] == ["too_many_pages"]


def test_too_many_objects_are_cut_and_said(monkeypatch):
    monkeypatch.setattr(ofd_page, "MAX_OBJECTS", 2)
    objects = "".join(
        text_object(code(t), f'Boundary="20 {y} 99 9" Size="4"') for t, y in (("甲", 50), ("乙", 70), ("丙", 90))
    )
    document = read_objects(objects)
    assert texts(document) == ["甲", "乙"]
    assert [note.code for note in document.notes] == ["too_complex"]


@pytest.mark.parametrize("location", ["../../../etc/passwd", "/etc/passwd", "..\\..\\secret.xml", "file:///etc/passwd"])
def test_locations_outside_the_package_find_nothing(location):
    parts = parts_of(package({PAGE: page_xml("")}))
    name = "Doc_0/Document.xml"
    data = zipped(parts | {name: parts[name].replace("Pages/Page_0/Content.xml", location)})
    assert [note.code for note in read_ofd(data).notes] == ["damaged_page"]


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 30))
def test_damaged_markup_never_crashes(seed, blows):
    chance = random.Random(seed)
    page = bytearray(page_xml(text_object(code("政府信息", 'X="0" Y="4" DeltaX="g 3 4"')) * 3).encode())
    digits = b"0123456789.-e "
    for _ in range(blows):
        page[chance.randrange(60, len(page))] = chance.choice(digits)
    with contextlib.suppress(UnreadableError):
        assert read_ofd(package({PAGE: page.decode("utf-8", "replace")})).format == "ofd"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["1e9", "-1e9", "0", "1e400", "-0.0", "nan", "7", "M", "L", "C"]), max_size=20))
def test_absurd_numbers_never_crash(values):
    joined = " ".join(values)
    path = path_object(joined, joined, joined)
    marks = path + text_object(code("甲1", f'X="{joined}" DeltaX="{joined}"'), f'Boundary="{joined}" Size="{joined}"')
    document = read_objects(marks + text_object(code("正文"), 'Boundary="20 90 99 9" Size="4"'))
    assert "正文" in "".join(texts(document))

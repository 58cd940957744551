"""Word binary files, made by LibreOffice at run time, against the docx they come from and against antiword."""

from __future__ import annotations

import base64
import contextlib
import io
import re
import shutil
import struct
import subprocess
from pathlib import Path

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.reading.document import Document
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.doc import read_doc
from gongkai.report.reading.formats.doc_properties import changes, row_shape
from gongkai.report.reading.formats.docx import read_docx
from gongkai.report.reading.formats.edges import columns_of
from gongkai.report.reading.formats.table_stack import RowCell

from .samples import converted, docx, grid_docx, grids, make_grid, outline, p, run, soffice, tbl, tc, texts
from .test_docx import STYLES, box, field
from .test_numbering import NUMBERING, numbered

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
GRIDS = [make_grid(5, 4, seed) for seed in range(24)]
MERGED = docx("".join(grid_docx(grid) + p("表间文字") for grid in GRIDS))
PROSE = docx(
    p("一、总体情况", '<w:pStyle w:val="1"/>')
    + p("（一）主动公开", '<w:pStyle w:val="lvl"/>')
    + p(run("全年公开政府信息") + run("312", "<w:b/>") + run("条，比上年增长12.5%。Web site: gov.cn"))
    + p(run("上行") + "<w:r><w:br/></w:r>" + run("下行") + "<w:r><w:tab/></w:r>" + run("列"))
    + p(run("见") + run("隐藏", "<w:vanish/>") + run("文"))
    + p(run("第") + field("PAGE", run("7")) + run("页"))
    + p(run("共") + field('HYPERLINK "http://x"', run("网站")) + run("公布"))
    + p(run("生僻字𠮷和符号①㎡"))
    + p(f"<w:r><w:drawing>{box('')}</w:drawing></w:r>")
    + tbl(tc("指标") + tc("数"), tc(p("公开") + p("信息")) + tc("12"), tc("收费") + tc())
    + p("末段"),
    STYLES,
)
LISTED = docx(
    "".join(p("文", numbered(instance, at)) for instance, at in ((1, 0), (1, 1), (1, 1), (1, 0), (1, 1), (1, 0)))
    + tbl(tc(p("指标", numbered(1, 0))) + tc("1"), tc(p("", numbered(1, 1))) + tc("2")),
    numbering=NUMBERING,
)
DEEP = docx(
    tbl(
        *(tc(f"指标{n}") + tc(str(n)) for n in range(6)),
        tc("分项") + tc(p("其中") + tbl(tc("小") + tc("3"), tc("大") + tc("4")) + p("合计7")),
    )
    + p("后")
)


def as_doc(data: bytes) -> Document:
    return read_doc(converted(data, "docx", "doc"))


@soffice
def test_prose_reads_as_the_docx_it_comes_from():
    ours, theirs = as_doc(PROSE), read_docx(PROSE)
    assert outline(ours) == outline(theirs)
    assert grids(ours) == grids(theirs)
    assert [q.level for q in ours.paragraphs()] == [q.level for q in theirs.paragraphs()]


@soffice
def test_merged_cells_read_as_drawn():
    document = as_doc(MERGED)
    assert grids(document) == [sorted(grid.cells) for grid in GRIDS]
    assert outline(document) == ["#table", "表间文字"] * len(GRIDS)


@soffice
def test_automatic_numbers_are_printed():
    document = as_doc(LISTED)
    assert texts(document) == ["一、文", "（一）文", "（二）文", "二、文", "（一）文", "三、文"]
    assert [c[4] for c in grids(document)[0]] == [c[4] for c in grids(read_docx(LISTED))[0]]


@soffice
def test_nested_tables_become_lines_of_their_cell():
    document = as_doc(DEEP)
    assert grids(document) == grids(read_docx(DEEP))
    assert grids(document)[0][-1][4] == "其中\n小 3\n大 4\n合计7"


@soffice
@pytest.mark.skipif(shutil.which("antiword") is None, reason="antiword is not installed")
def test_antiword_reads_the_same_characters(tmp_path: Path):
    path = tmp_path / "a.doc"
    path.write_bytes(converted(MERGED, "docx", "doc"))
    listing = subprocess.run(["antiword", "-m", "UTF-8.txt", "-w", "0", path], capture_output=True, check=True).stdout
    theirs = re.findall("[\u4e00-\u9fff]", listing.decode())
    cells = "".join(cell[4] for grid in grids(as_doc(MERGED)) for cell in grid) + "表间文字" * len(GRIDS)
    assert sorted(theirs) == sorted(re.findall("[\u4e00-\u9fff]", cells))


@soffice
def test_a_western_text_of_one_byte_characters():
    data = converted(docx(p("Annual report 2021 – 12 items “open”, 5 €")), "docx", "doc")
    assert texts(read_doc(data)) == ["Annual report 2021 – 12 items “open”, 5 €"]


@soffice
def test_a_picture_without_text_is_noted():
    document = python_docx.Document()
    document.add_picture(io.BytesIO(base64.b64decode(DOT)))
    target = io.BytesIO()
    document.save(target)
    found = read_doc(converted(target.getvalue(), "docx", "doc"))
    assert [note.code for note in found.notes] == ["image"]


def header_at(data: bytes) -> int:
    """Where the header of the main stream stands in a file."""
    return data.index(struct.pack("<H", 0xA5EC), 512)


def patched(data: bytes, at: int, value: bytes) -> bytes:
    start = header_at(data) + at
    return data[:start] + value + data[start + len(value) :]


@soffice
@pytest.mark.parametrize(
    ("at", "value", "reason"),
    [
        (0x0A, b"\xff\x01", "密码"),
        (0x00, struct.pack("<H", 0xA5DC), "旧文件"),
        (0x00, b"\x00\x00", "损坏"),
        (0x1A2, b"\xff\xff\xff\x7f", "损坏"),
        (0x1A6, b"\x05\x00\x00\x00", "损坏"),
    ],
)
def test_what_cannot_be_read_says_why(at: int, value: bytes, reason: str):
    with pytest.raises(UnreadableError, match=reason) as caught:
        read_doc(patched(converted(PROSE, "docx", "doc"), at, value))
    assert caught.value.mend


@soffice
def test_without_paragraph_properties_the_text_is_kept_line_by_line():
    data = patched(converted(DEEP, "docx", "doc"), 0x9A + 8 * 13 + 4, b"\0\0\0\0")
    document = read_doc(data)
    assert grids(document) == []
    assert texts(document)[:4] == ["指标0", "0", "指标1", "1"]


@soffice
@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_a_damaged_file_is_read_or_refused(damages: list[tuple[float, int]]):
    data = bytearray(converted(DEEP, "docx", "doc"))
    for place, value in damages:
        data[512 + int(place * (len(data) - 513))] = value
    _read_or_refuse(bytes(data))


@soffice
@pytest.mark.parametrize("kept", [100, 600, 1500, 4000, 8000])
def test_a_torn_file_is_read_or_refused(kept: int):
    _read_or_refuse(converted(DEEP, "docx", "doc")[:kept])


def _read_or_refuse(data: bytes) -> None:
    with contextlib.suppress(UnreadableError):
        assert read_doc(data).format == "doc"


def sprm(code: int, operand: bytes) -> bytes:
    return struct.pack("<H", code) + operand


@pytest.mark.parametrize(
    ("properties", "found"),
    [
        (sprm(0x2416, b"\x01"), [(0x2416, b"\x01")]),
        (sprm(0x460B, b"\x02\x00") + sprm(0x260A, b"\x01"), [(0x460B, b"\x02\x00"), (0x260A, b"\x01")]),
        (sprm(0x6649, b"\x02\0\0\0"), [(0x6649, b"\x02\0\0\0")]),
        (sprm(0x7000 | 0xE000, b"abc"), [(0xF000, b"abc")]),
        (sprm(0xD62B, b"\x02\x01\x03"), [(0xD62B, b"\x01\x03")]),
        (sprm(0xD608, b"\x04\x00abc"), [(0xD608, b"abc")]),
        (
            sprm(0xC615, b"\xff\x01aaaa\x01bbb") + sprm(0x2416, b"\x01"),
            [(0xC615, b"\x01aaaa\x01bbb"), (0x2416, b"\x01")],
        ),
        (b"\x16", []),
        (b"", []),
    ],
)
def test_property_lists(properties: bytes, found: list[tuple[int, bytes]]):
    assert list(changes(properties)) == found


def definition(edges: list[int], flags: list[int]) -> bytes:
    cells = b"".join(struct.pack("<H", flag) + b"\0" * 18 for flag in flags)
    return bytes([len(edges) - 1]) + struct.pack(f"<{len(edges)}h", *edges) + cells


def test_a_row_states_edges_and_merges():
    shape = row_shape(definition([0, 800, 1600, 2400, 3200], [0x01, 0x02, 0x60, 0x20]))
    assert shape is not None
    assert shape.edges == [0, 800, 1600, 2400, 3200]
    assert shape.cells == [
        RowCell(),
        RowCell(merged_left=True),
        RowCell(vertical="restart"),
        RowCell(vertical="continue"),
    ]


def test_a_row_may_leave_out_its_last_cells():
    shape = row_shape(definition([0, 500, 900], [0x60]))
    assert shape is not None
    assert [cell.vertical for cell in shape.cells] == ["restart", ""]


@pytest.mark.parametrize("broken", [b"", b"\x05\x00", definition([0, 900, 300], [])])
def test_a_broken_row_states_nothing(broken: bytes):
    assert row_shape(broken) is None


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ([[0, 100, 200], [0, 100, 200]], [[(0, 1), (1, 1)], [(0, 1), (1, 1)]]),
        ([[0, 1000, 3000], [0, 2000, 3000]], [[(0, 1), (1, 2)], [(0, 2), (2, 1)]]),
        ([[0, 1000, 2000], [3, 1040, 1990]], [[(0, 1), (1, 1)], [(0, 1), (1, 1)]]),
        ([[0, 1000, 2000], [1000, 2000]], [[(0, 1), (1, 1)], [(1, 1)]]),
        ([[0, 60, 120], [0, 120]], [[(0, 1), (1, 1)], [(0, 2)]]),
        ([[0, 0, 500]], [[(0, 1), (1, 1)]]),
    ],
)
def test_columns_from_edges(rows: list[list[int]], columns: list[list[tuple[int, int]]]):
    assert columns_of(rows) == columns

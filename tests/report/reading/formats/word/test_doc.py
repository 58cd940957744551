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
from gongkai.report.reading.formats.word.doc import read_doc
from gongkai.report.reading.formats.word.doc_properties import changes, row_shape
from gongkai.report.reading.formats.word.docx import read_docx
from gongkai.report.reading.formats.word.edges import columns_of
from gongkai.report.reading.formats.word.table_stack import RowCell
from tests.report.reading.formats import office
from tests.report.reading.formats.samples import converted, docx, grids, outline, p, soffice, texts

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def report() -> Document:
    return read_doc(converted(office.REPORT, "docx", "doc"))


@soffice
@pytest.mark.parametrize("name", ["散文", "编号", "嵌套"])
def test_a_part_reads_as_the_docx_it_comes_from(name: str):
    ours, theirs = office.part(report(), name), office.part(read_docx(office.REPORT), name)
    assert outline(ours) == outline(theirs)
    assert grids(ours) == grids(theirs)
    assert [q.level for q in ours.paragraphs()] == [q.level for q in theirs.paragraphs()]


@soffice
def test_merged_cells_read_as_drawn():
    found = office.part(report(), "合并")
    assert grids(found) == [sorted(grid.cells) for grid in office.MERGED]
    assert outline(found) == ["#table", "表间文字"] * len(office.MERGED)


@soffice
def test_the_statutory_form_reads_as_drawn():
    assert grids(office.part(report(), "法定")) == [sorted(office.FORM.cells)]


@soffice
def test_automatic_numbers_are_printed():
    found = office.part(report(), "编号")
    assert texts(found) == ["一、文", "（一）文", "（二）文", "二、文", "（一）文", "三、文"]
    assert [c[4] for c in grids(found)[0]] == ["四、指标", "1", "（一）", "2"]


@soffice
def test_a_nested_table_becomes_lines_of_its_cell():
    assert grids(office.part(report(), "嵌套"))[0][-1][4] == "其中\n小 3\n大 4\n合计7"


@soffice
@pytest.mark.skipif(shutil.which("antiword") is None, reason="antiword is not installed")
def test_antiword_reads_the_same_characters(tmp_path: Path):
    path = tmp_path / "a.doc"
    path.write_bytes(converted(office.REPORT, "docx", "doc"))
    listing = subprocess.run(["antiword", "-m", "UTF-8.txt", "-w", "0", path], capture_output=True, check=True).stdout
    theirs = re.findall("[\u4e00-\u9fff]", listing.decode("utf-8", "replace").partition("§合并")[2])
    cells = [cell[4] for name in ("合并", "法定") for grid in grids(office.part(report(), name)) for cell in grid]
    ours = "".join(cells) + "表间文字" * len(office.MERGED) + "法定"
    assert sorted(theirs) == sorted(re.findall("[\u4e00-\u9fff]", ours))


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
        read_doc(patched(converted(office.REPORT, "docx", "doc"), at, value))
    assert caught.value.mend


@soffice
def test_without_paragraph_properties_the_text_is_kept_line_by_line():
    data = patched(converted(office.REPORT, "docx", "doc"), 0x9A + 8 * 13 + 4, b"\0\0\0\0")
    document = read_doc(data)
    assert grids(document) == []
    assert texts(office.part(document, "嵌套"))[:4] == ["指标0", "0", "指标1", "1"]


@soffice
@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_a_damaged_file_is_read_or_refused(damages: list[tuple[float, int]]):
    data = bytearray(converted(office.REPORT, "docx", "doc"))
    for place, value in damages:
        data[512 + int(place * (len(data) - 513))] = value
    _read_or_refuse(bytes(data))


@soffice
@pytest.mark.parametrize("kept", [100, 600, 1500, 4000, 8000])
def test_a_torn_file_is_read_or_refused(kept: int):
    _read_or_refuse(converted(office.REPORT, "docx", "doc")[:kept])


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

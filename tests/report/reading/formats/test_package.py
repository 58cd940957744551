"""ZIP packages and XML parts as untrusted input; the caps on what is read."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.layout import Grid, StatedGrid
from gongkai.report.reading.formats.limits import MAX_CELLS, MAX_FILE, MAX_MARKUP, CellBudget, check_size
from gongkai.report.reading.formats.package import Package, parse_xml

from .samples import zipped


def test_parts_are_found_and_read():
    package = Package(zipped({"a.xml": "<a/>", "b/c.xml": "公开"}))
    assert package.names == {"a.xml", "b/c.xml"}
    assert package.read("b/c.xml").decode() == "公开"
    assert package.find("x") is None
    assert package.find("a.xml") == b"<a/>"
    assert package.stated_size == 4 + 6
    package.refuse_false_sizes()


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 10, zipped({"a": "x" * 99})[:-30]],
    ids=["empty", "first mark only", "last mark only", "without its end"],
)
def test_a_torn_package_is_refused(data: bytes):
    with pytest.raises(UnreadableError, match="损坏"):
        Package(data)


def test_an_absent_part_is_refused():
    with pytest.raises(UnreadableError, match="损坏"):
        Package(zipped({"a": "x"})).read("b")


def test_a_part_that_does_not_unpack_is_refused():
    data = bytearray(zipped({"a": "政府信息公开" * 50}))
    data[40:60] = b"\xff" * 20
    with pytest.raises(UnreadableError, match="损坏"):
        Package(bytes(data)).read("a")


def test_a_part_with_a_password_is_refused():
    data = bytearray(zipped({"a": "x" * 50}))
    for header, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(header) + offset] |= 1
    with pytest.raises(UnreadableError, match="密码"):
        Package(bytes(data)).read("a")


def test_a_part_beyond_the_cap_is_refused():
    package = Package(zipped({"a": b"\0" * (MAX_MARKUP + 1), "b": b"\0" * MAX_MARKUP}))
    assert len(package.read("b")) == MAX_MARKUP
    with pytest.raises(UnreadableError, match="过大"):
        package.read("a")


def test_a_part_that_states_a_false_size_is_refused():
    data = bytearray(zipped({"a": b"\0" * 3_000_000}))
    for header, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(header) + offset, 1000)
    with pytest.raises(UnreadableError, match="过大"):
        Package(bytes(data)).refuse_false_sizes()


def test_a_false_size_of_torn_data_is_refused():
    data = bytearray(zipped({"a": "政府信息公开" * 50}))
    data[31:60] = b"\xff" * 29
    with pytest.raises(UnreadableError, match="损坏"):
        Package(bytes(data)).refuse_false_sizes()


def test_stored_parts_have_no_false_size():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        package.writestr("a", "x")
    Package(target.getvalue()).refuse_false_sizes()


def test_a_directory_of_a_million_entries_is_refused():
    data = bytearray(zipped({"a": "x"}))
    struct.pack_into("<I", data, data.rindex(b"PK\x05\x06") + 12, 46_000_000)
    with pytest.raises(UnreadableError, match="过大"):
        Package(bytes(data))


def test_stray_control_characters_do_not_spoil_a_part():
    assert parse_xml(b"<a><b>12\x0b3</b></a>").findtext("b") == "123"


@pytest.mark.parametrize(
    "markup",
    [
        b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
        b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;\x0b</a>',
    ],
)
def test_document_types_are_refused(markup: bytes):
    with pytest.raises(UnreadableError, match="实体"):
        parse_xml(markup)


@pytest.mark.parametrize("markup", [b"", b"no xml", b"\xff\xfe\x00"])
def test_what_is_no_xml_is_refused(markup: bytes):
    with pytest.raises(UnreadableError, match="损坏"):
        parse_xml(markup)


def test_comments_and_instructions_are_dropped():
    assert len(parse_xml(b"<a><!-- x --><?y z?><b/></a>")) == 1


def test_files_have_a_largest_size():
    check_size(MAX_FILE)
    with pytest.raises(UnreadableError, match="100 MB"):
        check_size(MAX_FILE + 1)


def test_cells_have_a_budget():
    budget = CellBudget()
    budget.spend(MAX_CELLS)
    with pytest.raises(UnreadableError, match="单元格"):
        budget.spend(1)


def test_a_grid_places_cells_past_those_that_reach_down():
    grid = Grid(CellBudget())
    grid.start_row()
    places = [grid.add(3, 1), grid.add(1, 2), grid.add(2, 1)]
    grid.start_row()
    places += [grid.add(), grid.add(1, 1), grid.add(1, 1)]
    table = grid.finish()
    assert [(c.row, c.column, c.row_span, c.column_span) for c in places] == [
        *((0, 0, 2, 1), (0, 1, 1, 2), (0, 3, 2, 1)),
        *((1, 1, 1, 1), (1, 2, 1, 1), (1, 4, 1, 1)),
    ]
    assert table.cells == places


@pytest.mark.parametrize(("rows", "columns"), [(0, 0), (-1, -3), (10**9, 10**9)])
def test_a_grid_cuts_senseless_spans(rows: int, columns: int):
    grid = Grid(CellBudget())
    grid.start_row()
    cell = grid.add(rows, columns)
    grid.finish()
    assert (cell.row_span, cell.column_span) == (1, 1000 if columns > 0 else 1)


def test_a_stated_grid_joins_continuations():
    grid = StatedGrid(CellBudget())
    grid.start_row(1)
    first = grid.place(2, "restart")
    assert grid.place(1, continues_left=True) is None
    grid.start_row(1)
    assert grid.place(2, "continue") is None
    grid.start_row()
    other = grid.place(1, "continue")
    assert first is not None
    assert other is not None
    assert (first.row_span, first.column, first.column_span) == (2, 1, 3)
    assert (other.row, other.column) == (2, 0)


def test_a_merge_does_not_reach_over_a_gap():
    grid = StatedGrid(CellBudget())
    grid.start_row()
    grid.place(1, "restart")
    grid.start_row()
    grid.place(1)
    grid.start_row()
    late = grid.place(1, "continue")
    assert late is not None
    assert late.row == 2


def test_the_first_cell_of_a_row_continues_nothing_to_its_left():
    grid = StatedGrid(CellBudget())
    grid.start_row()
    grid.place(1)
    grid.start_row()
    assert grid.place(1, continues_left=True) is not None

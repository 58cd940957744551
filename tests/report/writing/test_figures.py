from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.model import Cell
from gongkai.report.writing.figures import clean, plain_number, printed, row_height, spreadsheet_value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (1036, "1036"),
        (-3, "-3"),
        (1.0, "1"),
        (0.5, "0.5"),
        (1e-7, "0.0000001"),
        (1e20, "100000000000000000000"),
    ],
)
def test_numbers_are_plain_digits(value, expected):
    assert plain_number(value) == expected


@given(st.floats(0, 1e12, allow_nan=False))
def test_plain_digits_say_the_number(value):
    assert float(plain_number(value)) == value
    assert "e" not in plain_number(value)


@pytest.mark.parametrize(
    ("cell", "kind", "expected"),
    [
        (None, "integer", ""),
        (Cell("k", None, ""), "integer", ""),
        (Cell("k", None, " / "), "integer", "/"),
        (Cell("k", 0, "0"), "integer", "0"),
        (Cell("k", 0, ""), "integer", "0"),
        (Cell("k", 1036, "1,036"), "integer", "1,036"),
        (Cell("k", 55, "55（含自然失效29件）"), "integer", "55（含自然失效29件）"),
        (Cell("k", 5, ""), "signed_integer", "+5"),
        (Cell("k", -5, ""), "signed_integer", "-5"),
        (Cell("k", 0, ""), "signed_integer", "0"),
        (Cell("k", 5, "5"), "signed_integer", "5"),
        (Cell("k", 12.5, ""), "decimal", "12.5"),
    ],
)
def test_what_the_form_prints(cell, kind, expected):
    assert printed(cell, kind) == expected


@pytest.mark.parametrize(
    ("value", "text", "expected"),
    [
        (3, "3", 3),
        (1036, "1,036", 1036),
        (5, "+5", 5),
        (-5, "-5", -5),
        (1.5, "1.50", 1.5),
        (2.0, "2", 2),
        (55, "55（含自然失效29件）", "55（含自然失效29件）"),
        (251000, "25.1万元", "25.1万元"),
        (10**16, str(10**16), str(10**16)),
        (None, "/", "/"),
        (None, "", ""),
    ],
)
def test_a_spreadsheet_holds_a_number_only_where_the_text_says_just_that(value, text, expected):
    assert spreadsheet_value(Cell("k", value, text), text) == expected


@given(st.text())
def test_clean_text_fits_into_xml(text):
    from lxml import etree

    element = etree.Element("p")
    element.text = clean(text)
    assert etree.fromstring(etree.tostring(element)).tag == "p"


def test_clean_text_keeps_what_can_be_read():
    assert clean("甲\r\n乙\t丙\x00\x0b\x1b[31m\ud800丁𠮷") == "甲\n乙\t丙[31m丁𠮷"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([], 15),
        ([("", 10)], 15),
        ([("12", 10)], 15),
        ([("公开政府信息", 10)], 30),
        ([("公开\n信息", 10)], 30),
        ([("短", 10), ("公开政府信息公开政府信息", 10)], 45),
        ([("长" * 10_000, 10)], 409),
    ],
)
def test_rows_are_as_high_as_their_wrapped_text(cells, expected):
    assert row_height(cells, 15) == expected

"""One cell, one figure: remarks, signs, units, marks, blanks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.reading.values import is_mark, parse_figure


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("３", 3),
        (" 12 ", 12),
        ("13,364", 13364),
        ("13，364", 13364),
        ("1 234 567", 1234567),
        ("55（含自然失效29件）", 55),
        ("55(含自然失效29件", 55),
        ("7件", 7),
        ("7 件", 7),
        ("3*", 3),
        ("0.0", 0),
        ("零", 0),
        ("〇", 0),
        ("1.2万", 12000),
        ("3①", 3),
    ],
)
def test_a_figure_is_read_as_printed(text, value):
    figure = parse_figure(text)
    assert figure is not None
    assert figure.value == value
    assert figure.raw


@pytest.mark.parametrize("text", ["", " ", "\u3000", "/", "-", "—", "——", "-------", "不涉及", "／", "*", "无"])
def test_a_blank_or_a_mark_has_no_value_and_keeps_its_text(text):
    figure = parse_figure(text)
    assert figure is not None
    assert figure.value is None
    assert figure.raw == text.strip(" \u3000").replace("\u3000", " ")
    assert is_mark(text)


@pytest.mark.parametrize(
    "text", ["3 0 0", "约十条", "见附件", "第3页", "2-3", "1.2.3", "abc", "12 3", "9" * 16, "9" * 5000]
)
def test_what_is_not_one_figure_is_refused(text):
    assert parse_figure(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("+1036", 1036), ("-3", -3), ("增3", 3), ("减少2", -2), ("增加 5", 5), ("−4", -4), ("↓2", -2)]
)
def test_increase_and_decrease_keep_their_sign(text, value):
    figure = parse_figure(text, kind="signed_integer")
    assert figure is not None
    assert figure.value == value


@pytest.mark.parametrize("text", ["无变化", "持平", "不变", "无增减（未调整）"])
def test_no_change_is_a_change_of_zero_and_no_count(text):
    figure = parse_figure(text, kind="signed_integer")
    assert figure is not None
    assert (figure.value, figure.raw) == (0, text)
    assert parse_figure(text) is None


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("251000元", "unspecified", 251000),
        ("25.1万元", "unspecified", 251000),
        ("3000元", "万元", 0.3),
        ("96171.6", "万元", 96171.6),
        ("0.5万元", "万元", 0.5),
        ("2亿元", "万元", 20000),
    ],
)
def test_money_is_stored_in_the_unit_of_its_column(text, unit, value):
    figure = parse_figure(text, kind="decimal", unit=unit)
    assert figure is not None
    assert figure.value == pytest.approx(value)


def test_a_count_with_a_fraction_is_not_a_count():
    assert parse_figure("3.5") is None
    assert parse_figure("3.5", kind="decimal").value == 3.5


@given(
    st.integers(min_value=0, max_value=10**9),
    st.sampled_from(["{}", " {} ", "{}件", "{:,}", "{}（其中1件延期）", "\u3000{}"]),
)
def test_every_count_survives_every_way_of_printing_it(number, pattern):
    figure = parse_figure(pattern.format(number))
    assert figure is not None
    assert figure.value == number


@given(st.text(max_size=30))
def test_no_text_makes_the_parser_fail(text):
    for kind in ("integer", "decimal", "signed_integer"):
        figure = parse_figure(text, kind=kind, unit="万元")
        assert figure is None or figure.value is None or isinstance(figure.value, int | float)


def test_a_text_without_end_is_no_mark_and_blank_paper_is_one():
    assert is_mark(" " * 2000)
    assert not is_mark("公" * 2000)
    assert parse_figure("12（" + "公" * 2000) is None

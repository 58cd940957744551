"""Values in CSV files that people open in a spreadsheet."""

import pytest

from gongkai.report.writing.spreadsheet import guarded


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "  =1", "＝1", "\u3000=1", "\n=1"])
def test_what_a_spreadsheet_would_run_is_guarded(text):
    assert guarded(text).startswith("'")


@pytest.mark.parametrize(
    ("value", "cell"), [(-3, "-3"), (0.1 + 0.2, "0.30000000000000004"), (None, ""), ("文字", "文字")]
)
def test_numbers_are_exact_and_not_guarded(value, cell):
    assert guarded(value) == cell

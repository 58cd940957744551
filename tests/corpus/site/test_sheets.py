"""Numbers as tables print them and as CSV files hold them."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.corpus.site.pages.overview import common_folder
from gongkai.corpus.site.sheets import Heading, Sheet, csv_file, shown, write_csv
from gongkai.report.writing.spreadsheet import guarded


@pytest.mark.parametrize(
    ("value", "heading", "words"),
    [
        (None, None, "—"),
        (1234567, None, "1,234,567"),
        (0.5, None, "0.50"),
        (3.0, None, "3"),
        (0.1234, Heading("share", "占比", "", True), "12.3%"),
        (2020, Heading("year", "年度"), "2020"),
        (date(2024, 1, 31), None, "2024-01-31"),
        ("文\x00字", None, "文字"),
    ],
)
def test_values_are_shown(value, heading, words):
    assert shown(value, heading) == words


CELLS = st.one_of(
    st.none(), st.integers(-(10**9), 10**9), st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=8))
def test_a_csv_reads_back_as_it_was_written(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    write_csv(Sheet("x", "题", "", (Heading("a", "甲", "件"), Heading("b", "乙")), tuple(rows)), path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.reader(file))
    assert read[0] == ["甲（件）", "乙"]
    assert read[1:] == [[guarded(value) for value in row] for row in rows]


@pytest.mark.parametrize(
    ("paths", "shared"),
    [
        ([], ""),
        (["a.pdf"], ""),
        (["/x/y/a.pdf"], "/x/y/"),
        (["/x/y/a.pdf", "/x/yz/b.pdf"], "/x/"),
        (["/x/a.zip!b/c.pdf", "/x/a.zip!b/d.pdf"], "/x/a.zip!b/"),
        (["s3://bucket/a/b.pdf", "c.pdf"], ""),
    ],
)
def test_the_folders_that_addresses_share(paths, shared):
    assert common_folder(paths) == shared
    assert all(path.startswith(shared) for path in paths)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_csv_given_up_on_a_full_disk_hides_no_other_fault(tmp_path):
    (tmp_path / "full.csv").symlink_to("/dev/full")
    with pytest.raises(KeyError, match="first"), csv_file(tmp_path / "full.csv", ["机关"]):
        raise KeyError("first")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_csv_that_does_not_fit_is_told_at_its_end(tmp_path):
    (tmp_path / "full.csv").symlink_to("/dev/full")
    with pytest.raises(OSError, match="space"), csv_file(tmp_path / "full.csv", ["机关"]):
        pass

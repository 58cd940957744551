"""What is said of the numbers and years that ``gongkai corpus synth`` cannot take, and of how quickly it writes."""

from __future__ import annotations

import io
import json
import re
from contextlib import redirect_stderr, redirect_stdout
from itertools import count

import pytest

from gongkai.cli import main
from gongkai.cli.corpus import read_progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def synth(*arguments, terminal=False):
    """The exit code, and what is said on standard error, of a run in Chinese."""
    with redirect_stdout(io.StringIO()), redirect_stderr(Terminal() if terminal else io.StringIO()) as said:
        return main.run(["corpus", "synth", *map(str, arguments)]), said.getvalue()


@pytest.fixture(autouse=True)
def chinese(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN")


@pytest.mark.parametrize("number", ["0", "-1", "-15", "x", "1.5"])
def test_a_number_of_reports_is_at_least_1(number, tmp_path):
    code, said = synth(number, "-o", tmp_path / "in")
    assert (code, said.count("\n")) == (2, 1)
    assert "N：要填整数，不小于1" in said
    assert not (tmp_path / "in").exists()


def test_an_unknown_option_is_still_told_as_such(tmp_path):
    assert "没有选项 -q" in synth("5", "-q", "-o", tmp_path / "in")[1]


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ("1999-2001", "写作 1999-2001，要不早于2014年"),
        ("2013", "不早于2014年"),
        ("2013-2015", "不早于2014年"),
        ("2024-2021", "先后颠倒；请写成 2021-2024"),
        ("2098-2099", "2099年还没有到"),
        ("2020-2099", "2099年还没有到"),
        ("9999", "9999年还没有到"),
        ("all", "看不懂；请写成 2019-2023"),
        ("2019-", "看不懂"),
        ("20190-2020", "看不懂"),
        ("", "看不懂"),
    ],
    ids=[
        *("long ago", "a year before", "from the year before", "reversed", "to come", "to a year to come", "far"),
        *("a word", "no end", "five digits", "nothing"),
    ],
)
def test_years_that_cannot_be_are_told_why(years, words, tmp_path):
    code, said = synth(5, "--years", years, "-o", tmp_path / "in")
    assert (code, said.count("\n")) == (2, 1)
    assert words in said
    assert not (tmp_path / "in").exists()


@pytest.mark.parametrize(
    ("years", "first", "last"), [("2020", 2020, 2020), (" 2019-2021 ", 2019, 2021)], ids=["one", "two"]
)
def test_years_are_taken_one_or_two(years, first, last, tmp_path):
    assert synth(4, "--years", years, "--formats", "txt", "--workers", 1, "-o", tmp_path / "in")[0] == 0
    told = json.loads((tmp_path / "in" / "answers.json").read_text(encoding="utf-8"))
    assert {report["year"] for report in told["reports"]} <= set(range(first, last + 1))


def test_the_rate_counts_from_the_beginning(tmp_path, monkeypatch):
    """By a clock that goes on by a second at each look, no more than one county's reports come in a second."""
    ticks = count()
    monkeypatch.setitem(read_progress.Bar.__init__.__kwdefaults__, "clock", lambda: float(next(ticks)))
    code, said = synth(12, "--formats", "txt", "--workers", 1, "-o", tmp_path / "in", terminal=True)
    rates = [float(rate) for rate in re.findall(r"每秒 ([0-9.]+) 份", said)]
    assert code == 0
    assert rates
    assert max(rates) <= 12
    assert "每秒 – 份" in said

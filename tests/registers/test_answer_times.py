"""Answers that came late, and extensions that were not needed, are told and do not refuse the row."""

import pytest

from gongkai.registers.workbook.reading import read_workbook
from tests.registers.books import request_row, requests

# The ordinary limit of each text of the Regulations, its day before and after; then the longest.
TIMES = [
    ("2024-03-01", "2024-03-29", None, []),
    ("2024-03-01", "2024-04-01", None, [("答复日期", "20个工作日内，或者办理延期")]),
    ("2024-03-01", "2024-04-01", "是", []),
    ("2024-03-01", "2024-03-29", "是", [("延期", "20个工作日内答复的，不需要延期")]),
    ("2024-03-01", "2024-04-28", "是", []),
    ("2024-03-01", "2024-04-29", "是", [("答复日期", "最长40个工作日内")]),
    ("2024-03-01", "2024-04-29", None, [("答复日期", "最长40个工作日内")]),
    ("2018-03-01", "2018-03-22", None, []),
    ("2018-03-01", "2018-03-23", None, [("答复日期", "15个工作日内，或者办理延期")]),
    ("2018-03-01", "2018-04-13", "是", []),
    ("2018-03-01", "2018-04-16", "是", [("答复日期", "最长30个工作日内")]),
    ("2008-04-01", "2008-12-01", None, []),
]
OUTCOMES = {"2024": "予以公开", "2018": "同意公开", "2008": "同意公开"}


@pytest.mark.parametrize(("received", "answered", "extended", "expected"), TIMES)
def test_the_time_of_an_answer(received, answered, extended, expected):
    row = request_row("1", received, answered, OUTCOMES[answered[:4]], 延期=extended)
    contents = read_workbook(requests(row))
    faults = [located.fault for located in contents.all_faults()]
    assert [fault.header for fault in faults] == [header for header, _text in expected]
    assert all(text in fault.expected for fault, (_h, text) in zip(faults, expected, strict=True))
    assert {fault.severity for fault in faults} <= {"warning"}
    assert not any(line.refused for sheet in contents.sheets for line in sheet.lines)


def test_nothing_follows_for_the_time_from_an_unsound_column():
    rows = [
        request_row("1", "2024-03-01", "2024-06-03", "予以公开", 延期="也许"),
        request_row("2", "2024-03-01", "2024-06-03", "予以公开", 收到日期="三月"),
    ]
    assert [located.fault.header for located in read_workbook(requests(*rows)).all_faults()] == ["延期", "收到日期"]

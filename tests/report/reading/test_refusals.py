"""What is said of a file that gave nothing of a report."""

from __future__ import annotations

import pytest

from gongkai.report.model import Note, Report
from gongkai.report.reading import UnreadableError, refuse_nothing

SCAN = "第1页是扫描图像，没有可读的文字。请先用文字识别（OCR）软件转换，或向制作单位索取原始电子文件"


def refused(report: Report) -> str:
    with pytest.raises(UnreadableError) as caught:
        refuse_nothing(report)
    return f"{caught.value}。{caught.value.mend}。"


def test_a_scan_is_sent_to_recognition_once() -> None:
    told = refused(Report(notes=[Note("scan", SCAN)]))
    assert told.startswith(SCAN)
    assert told.count("文字识别") == 1


def test_another_document_is_told_what_may_help() -> None:
    told = refused(Report())
    assert told.startswith("没有读出年度报告的内容")
    assert told.count("文字识别") == 1


def test_anything_of_a_report_will_do() -> None:
    report = Report(year=2020)
    assert refuse_nothing(report) is report

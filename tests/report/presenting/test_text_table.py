from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.auditing.findings import Finding
from gongkai.report.presenting import findings_table
from gongkai.report.presenting.text_table import NARROWEST, pad, text_width, wrap
from tests.report.presenting.audits import broken_audit, clean_audit, every_kind, hostile_audit, sample_audit
from tests.report.writing.reports import custom_edition, numbered_cells


def test_a_finding_shows_severity_rule_message_figures_quotes_mend_and_basis():
    lines = findings_table([sample_audit()]).splitlines()
    assert lines[0] == "交通运输局.docx　某市交通运输局　2021年度　cn-gid-2021"
    assert lines[2] == "■ 错误  A19-01  两边不等：左边为12，右边为15。"
    assert lines[3] == " " * 16 + "数据：规章·本年制发件数＝空白；规章·本年废止件数＝2"
    assert lines[4] == " " * 16 + "建议：请核对总计列。"
    assert lines[5] == " " * 16 + "依据：国办公开办函〔2021〕30号"
    assert lines[6] == "▲ 警告  N-01    文中为128条，表中为2条。"
    assert "原文：“主动公开政府信息128条”" in lines[8]
    assert lines[-1] == "错误 1　警告 1　提示 1　未能核对 1"


def test_very_many_cells_are_cut_short():
    audit = sample_audit()
    audit.findings = [Finding("C21-01", "info", "有空白。", dict.fromkeys(audit.report.cells, None))]
    text = "".join(line.strip() for line in findings_table([audit]).splitlines())
    assert text.count("＝空白") == 8
    assert f"；等{len(audit.report.cells)}格" in text


def test_reports_without_findings_and_unreadable_ones_say_so():
    assert findings_table([clean_audit()]).splitlines()[-1] == "未发现问题"
    assert "✕ 无法读取  文件已加密；请去掉密码后再试" in findings_table([broken_audit()])


def test_several_reports_are_summed_up():
    text = findings_table(every_kind())
    assert text.splitlines()[-1] == "共 4 份报告　错误 2　警告 2　提示 2　无法读取 1"
    assert text.count("交通运输局.docx") == 1


def test_colour_only_when_asked():
    assert "\x1b" not in findings_table(every_kind())
    coloured = findings_table(every_kind(), colour=True)
    assert "\x1b[31m■ 错误" in coloured
    assert re.sub(r"\x1b\[\d*m", "", coloured) == findings_table(every_kind())


def test_a_report_cannot_send_control_sequences_to_the_terminal():
    assert "\x1b" not in findings_table([hostile_audit()])


@pytest.mark.parametrize("width", [20, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal(width):
    widest = max(map(text_width, findings_table(every_kind(), width=width).splitlines()))
    assert widest <= max(width, NARROWEST) + 2


def test_cells_of_a_custom_form_are_called_by_their_labels():
    edition = custom_edition()
    audit = sample_audit()
    audit.report.edition, audit.report.cells = edition.id, numbered_cells(edition)
    assert "no_such_cell＝7" in findings_table([audit])
    finding = audit.findings[0]
    finding.cells.clear()
    finding.cells["posts:year"] = 3
    assert "网站发布信息数·本年度＝3" in findings_table([audit], editions={edition.id: edition})


@given(st.text(alphabet="ab 公开，。（）ｱé\n", max_size=60), st.integers(4, 30))
def test_wrapping_keeps_the_text_and_the_width(text, width):
    lines = list(wrap(text, width))
    assert "".join(lines) == text.replace("\n", "")
    marks = "，。）"
    assert all(text_width(line.rstrip(marks)) <= width for line in lines)


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("公开", 4), ("公a", 3), ("e\u0301", 1), ("，", 2), ("", 0)])
def test_widths(text, width):
    assert text_width(text) == width
    assert text_width(pad(text, 6)) == 6

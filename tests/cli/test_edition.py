"""``gongkai edition``: check and show; and a report on a custom form read and audited with the sample edition."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gongkai.cli.main import run
from gongkai.law.edition_check import load_checked
from gongkai.law.editions import Edition, builtin_editions

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "editions" / "sh-style-2012.json"


@pytest.fixture(autouse=True)
def chinese(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN")


def test_a_usable_file_is_summed_up(capsys):
    assert run(["edition", "check", str(SAMPLE)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "sh-style-2012.json：可以使用",
        "sh-style-2012 政府信息公开情况统计表（地方自定表式示例）",
        "  2008—2013年度，1 张表，76 个填数格，8 个章节",
        "  沿用 cn-gid-2014-national 的规则（代码相同处）",
        "  自带 6 条规则",
    ]


def test_faults_are_listed_one_a_line_and_the_exit_code_is_one(capsys, tmp_path):
    path = tmp_path / "bad.json"
    path.write_text('{"id": "x", "title": "", "tables": []}', encoding="utf-8")
    assert run(["edition", "check", str(path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "bad.json：2 处问题",
        "  $.tables：至少要有 1 项",
        '  $.title："" 写法不对：不能为空',
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "none.json"], "找不到文件 none.json"),
        (["show", "none"], "没有版本“none”；可用的有：cn-gid-2014-national、"),
    ],
)
def test_what_is_not_there_is_refused_in_one_line(capsys, arguments, message):
    assert run(["edition", *arguments]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_a_faulty_file_cannot_be_shown(capsys, tmp_path):
    path = tmp_path / "bad.json"
    path.write_text("{", encoding="utf-8")
    assert run(["edition", "show", str(path)]) == 2
    assert "有误：$：不是有效的 JSON" in capsys.readouterr().err


def test_the_built_in_editions_are_listed(capsys):
    assert run(["edition", "show"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(builtin_editions())
    assert "2021年度起" in lines[-1]
    assert any("2016年度 " in line for line in lines)


@pytest.mark.parametrize("name", [*builtin_editions(), str(SAMPLE)])
def test_every_row_is_listed(capsys, name):
    assert run(["edition", "show", name]) == 0
    out = capsys.readouterr().out
    form = builtin_editions().get(name) or load_checked(SAMPLE)
    for row in form.rows.values():
        (line,) = [line for line in out.splitlines() if line.startswith(f"  {row.key} ")]
        assert (row.label or "") in line


def test_rows_are_indented_numbered_and_carry_their_unit(capsys):
    run(["edition", "show", "cn-gid-2014-national"])
    out = capsys.readouterr().out
    assert "proactive_items                  　（一）主动公开政府信息数（条）" in out
    assert "normative_docs_disclosed         　　其中：主动公开规范性文件数（条）" in out
    assert "sec_proactive                    一、主动公开情况\n" in out


def test_columns_are_listed_with_their_headings(capsys):
    run(["edition", "show", "cn-gid-2019"])
    out = capsys.readouterr().out
    assert "litigation_direct_upheld 行政诉讼·未经复议直接起诉·结果维持" in out
    assert "格子代码：{row}@{column}" in out


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ({"to": 2012}, "2012年度止"),
        ({}, "不限年度"),
        ({"from": 2009}, "2009年度起"),
        ({"from": 2009, "to": 2009}, "  2009年度，"),
    ],
)
def test_open_years_are_said_in_words(capsys, tmp_path, years, words):
    data = json.loads(SAMPLE.read_text(encoding="utf-8"))
    path = tmp_path / "edition.json"
    path.write_text(json.dumps({**data, "valid_years": years}), encoding="utf-8")
    assert run(["edition", "check", str(path)]) == 0
    assert words in capsys.readouterr().out


def page(form: Edition, figures: dict[str, int]) -> str:
    """A report of 2012 with the form's table; cells not named hold 0."""
    (table,) = form.tables
    rows = "".join(
        f"<tr><td>{row.number or ''}{row.label}</td><td>{row.unit or ''}</td>"
        + "".join(f"<td>{figures.get(table.key_of(row, c), 0) if row.has_cell else ''}</td>" for c in table.columns)
        + "</tr>"
        for row in table.rows
    )
    head = "<tr><th>指标名称</th><th>单位</th><th>本年度</th><th>历年累计</th></tr>"
    text = "<h1>东河区2012年政府信息公开工作年度报告</h1><h2>附表</h2>"
    return f"<html><meta charset=utf-8><body>{text}<table>{head}{rows}</table></body></html>"


def test_a_report_on_a_local_form_is_read_and_audited_without_code(capsys, tmp_path):
    form = load_checked(SAMPLE)
    figures = {"req_received@year": 7, "req_received_letter@year": 4, "req_received_email@year": 2}
    path = tmp_path / "report.html"
    path.write_text(page(form, {**figures, "req_received@cumulative": 40}), encoding="utf-8")

    assert run(["read", str(path), "--edition", str(SAMPLE)]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["edition"], report["year"]) == ("sh-style-2012", 2012)
    assert list(report["cells"]) == list(form.slots)
    assert report["cells"]["req_received@cumulative"]["value"] == 40
    assert report["cells"]["req_received_email@year"]["value"] == 2

    assert run(["audit", str(path), "--edition", str(SAMPLE), "--format", "json"]) == 1
    (audit,) = json.loads(capsys.readouterr().out)["reports"]
    own = [f for f in audit["findings"] if f["rule"] == "SH12-01"]
    assert {f["cells"]["req_received@year"] for f in own if "req_received@year" in f["cells"]} == {7}
    assert len(own) == 2

"""``gongkai fee``: the sum as printed, both formats, and how it refuses."""

from __future__ import annotations

import json

import pytest

from gongkai.cli.main import run


@pytest.fixture(autouse=True)
def chinese(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN")


ARGUMENTS = [
    (["--items", "55"], "信息处理费：9000 元（55 件）", 9000),
    (["--pages", "231"], "信息处理费：3940 元（231 页）", 3940),
    (["--items", "10"], "信息处理费：0 元（10 件）", 0),
    (["--pages", "0"], "信息处理费：0 元（0 页）", 0),
    (["--pages", "31", "--date", "2021年1月1日"], "信息处理费：10 元（31 页）", 10),
]


@pytest.mark.parametrize(("arguments", "line", "total"), ARGUMENTS)
def test_the_total_comes_first(capsys, arguments, line, total):
    assert run(["fee", *arguments]) == 0
    assert capsys.readouterr().out.splitlines()[0] == line
    assert run(["fee", *arguments, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == total


def test_the_sum_is_printed_tier_by_tier(capsys):
    run(["fee", "--items", "41"])
    assert capsys.readouterr().out.splitlines()[1:] == [
        "  第 1—10 件：10 件 × 0 元 = 0 元",
        "  第 11—30 件：20 件 × 100 元 = 2000 元",
        "  第 31—40 件：10 件 × 200 元 = 2000 元",
        "  第 41—41 件：1 件 × 300 元 = 300 元",
        "  合计：0 + 2000 + 2000 + 300 = 4300 元",
        "计费范围：同一申请人一个自然月内的申请",
        "依据：《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）",
    ]


def test_json_gives_the_lines(capsys):
    run(["fee", "--pages", "31", "--format", "json"])
    data = json.loads(capsys.readouterr().out)
    assert data["schema"] == "gongkai.fee/1"
    assert data["basis"] == "pages"
    assert data["lines"][1] == {"first": 31, "last": 31, "count": 1, "rate": 10, "amount": 10}


REFUSED = [
    ([], "应填且只填一个"),
    (["--items", "3", "--pages", "4"], "应填且只填一个"),
    (["--items", "-1"], "数量应在 0 至 100000 件之间"),
    (["--items", "ten"], "整数"),
    (["--pages", "99999999999999999999"], "数量应在"),
    (["--pages", "40", "--date", "2020-12-31"], "自 2021-01-01 起施行"),
    (["--pages", "40", "--date", "soon"], "请写成 2026-11-02"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED)
def test_a_refusal_is_one_line(capsys, arguments, message):
    assert run(["fee", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert message in captured.err

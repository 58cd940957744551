"""``gongkai deadline``: what it prints, in both formats, and how it refuses."""

from __future__ import annotations

import json
from datetime import date

import pytest

from gongkai.cli.main import run
from gongkai.law.clock_events import EventKind
from gongkai.law.dates import today


@pytest.fixture(autouse=True)
def chinese(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN")


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["deadline", *arguments]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    return json.loads(call(capsys, *arguments, "--format", "json"))


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["deadline", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    return captured.err


CONSULTED = ["--event", "third-party-sent=2026-11-09", "--event", "third-party-replied=2026-11-20"]

FIRST_LINES = [
    (["--received", "2026-11-02"], "答复截止日：2026-11-30（星期一）"),
    (["--received", "2026-11-02", *CONSULTED], "答复截止日：2026-12-11（星期五）"),
    (["--received", "2026-11-02", "--event", "extended=2026-11-25"], "答复截止日：2026-12-28（星期一）"),
    (["--received", "2026-11-02", "--event", "extended=2026-11-25+10"], "答复截止日：2026-12-14（星期一）"),
    (["--received", "2019-05-14"], "答复截止日：2019-06-04（星期二）"),
    (["--event", "received=2026-11-02"], "答复截止日：2026-11-30（星期一）"),
    (["--received", "2026-11-02", "--event", "Third_Party_Sent=2026/11/9"], "答复截止日：未定（不早于 "),
    (["--received", "2026-11-02", "--event", "withdrawn=2026年11月5日"], "答复截止日：2026-11-30（星期一）"),
    (["--formed", "2026-11-02"], "截止日：2026-11-30（星期一）"),
    (["--annual-report", "2025"], "截止日：2026-01-31（星期六）"),
    (["--annual-report", "2025", "--agency", "local_government"], "截止日：2026-03-31（星期二）"),
]


@pytest.mark.parametrize(("arguments", "line"), FIRST_LINES)
def test_the_due_date_comes_first(capsys, arguments, line):
    assert call(capsys, *arguments).splitlines()[0].startswith(line)


def test_state_remaining_days_and_derivation_follow(capsys):
    lines = call(capsys, "--received", "2026-11-02", *CONSULTED, "--as-of", "2026-11-21").splitlines()
    assert lines[1:4] == ["状态：办理中", "剩余工作日：15（截至 2026-11-21）", "暂定：否"]
    derivation = lines[lines.index("推算过程：") :]
    assert derivation[3].startswith("  3. 2026-11-09（星期一）征求第三方意见，2026-11-20收到答复")
    assert "共9个工作日不计入期限" in derivation[3]
    assert derivation[-1] == "工作日历：cn-2026.1"


def test_overdue_and_closed_cases_say_so(capsys):
    lines = call(capsys, "--received", "2026-11-02", "--as-of", "2026-12-02").splitlines()
    assert lines[1:3] == ["状态：逾期未答复", "剩余工作日：已逾期 2 个（截至 2026-12-02）"]
    lines = call(capsys, "--received", "2026-11-02", "--event", "answered=2026-12-01").splitlines()
    assert lines[1:3] == ["状态：办结：已答复（逾期）", f"剩余工作日：不计（截至 {max(today(), date(2026, 12, 1))}）"]
    assert any(line.strip().startswith("3. 注意：") for line in lines)


def test_an_unpaid_request_has_no_due_date(capsys):
    lines = call(
        capsys, "--received", "2026-10-12", "--event", "fee-notified=2026-10-20", "--as-of", "2026-12-01"
    ).splitlines()
    assert lines[0] == "答复截止日：无（期限停止计算后未再起算）"
    assert lines[1] == "状态：办结：逾期未缴费，视为放弃申请"


def test_a_provisional_date_is_marked_with_its_reason(capsys):
    out = call(capsys, "--received", "2026-12-14", "--event", "third-party-sent=2026-12-28")
    assert "暂定：是。2027年节假日安排不在日历内" in out
    assert "（暂定） 第三方答复意见" in out
    assert "暂定：是。2027年" in call(capsys, "--formed", "2026-12-20")


def test_a_calendar_file_settles_it(capsys, tmp_path):
    path = tmp_path / "2027.json"
    new_year = {"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"}
    path.write_text(json.dumps({"version": "office-1", "years": {"2027": {"holidays": [new_year]}}}), encoding="utf-8")
    arguments = ["--received", "2026-12-07", "--calendar", str(path)]
    assert as_json(capsys, "--received", "2026-12-07")["due"] == "2027-01-04"
    settled = as_json(capsys, *arguments)
    assert (settled["due"], settled["provisional"]) == ("2027-01-05", False)
    assert settled["calendar"] == "cn-2026.1+office-1"


def test_a_settings_file_is_used(capsys, tmp_path):
    path = tmp_path / "settings.json"
    path.write_text('{"exclude_answer_day": false}', encoding="utf-8")
    assert as_json(capsys, "--received", "2026-11-02", *CONSULTED, "--settings", str(path))["due"] == "2026-12-10"


def test_json_has_the_documented_keys(capsys):
    data = as_json(capsys, "--received", "2026-11-02", *CONSULTED, "--as-of", "2026-11-21")
    assert data["schema"] == "gongkai.deadline/1"
    assert {k: data[k] for k in ("received", "regime", "due", "due_at_least", "state", "remaining_working_days")} == {
        "received": "2026-11-02",
        "regime": "2019",
        "due": "2026-12-11",
        "due_at_least": None,
        "state": "running",
        "remaining_working_days": 15,
    }
    assert data["provisional"] is False
    assert data["derivation"][2]["date"] == "2026-12-11"
    assert data["derivation"][2]["days"] == 9
    assert {"text", "date", "basis"} <= set(data["derivation"][0])
    assert data["side_deadlines"][0]["due"] == "2026-11-11"


def test_json_of_the_other_clocks(capsys):
    data = as_json(capsys, "--formed", "2026-12-07")
    assert (data["due"], data["provisional"], data["schema"]) == ("2027-01-04", True, "gongkai.deadline/1")
    assert data["derivation"][0]["days"] == 20
    assert as_json(capsys, "--annual-report", "2018")["due"] == "2019-03-31"


def test_without_as_of_a_case_to_come_is_seen_on_the_day_of_its_last_event(capsys):
    data = as_json(capsys, "--received", "2098-06-02", "--event", "answered=2098-06-10")
    assert (data["as_of"], data["state"], data["provisional"]) == ("2098-06-10", "answered", True)
    assert as_json(capsys, "--received", "2019-06-03")["as_of"] == today().isoformat()


def test_the_same_receipt_given_twice_is_taken_once(capsys):
    arguments = ["--received", "2026-11-02", "--received", "2026年11月2日", "--event", "received=20261102"]
    assert as_json(capsys, *arguments)["due"] == "2026-11-30"


REFUSED = [
    ([], "请在 --received、--formed、--annual-report 中填一个"),
    (["--received", "2026-11-02", "--formed", "2026-11-02"], "中填一个"),
    (["--event", "extended=2026-11-25"], "没有收到申请的日期"),
    (["--received", "2026-11-02", "--received", "2026-11-03"], "“received”写了两次"),
    (["--received", "2.11.2026"], "请写成 2026-11-02"),
    (["--received", "2026-11-31"], "没有“2026-11-31”这一天"),
    (["--received", "2026-11-02", "--as-of", "x"], "请写成 2026-11-02"),
    (["--received", "2026-11-02", "--event", "consulted=2026-11-05"], "没有事件“consulted”；可用的有：received、"),
    (["--received", "2026-11-02", "--event", "extended"], "缺少“=”；请写成 KIND=DATE"),
    (["--received", "2026-11-02", "--event", "extended="], "“”不是日期"),
    (["--received", "2026-11-02", "--event", "correction-asked=2026-11-05..x"], "“x”不是日期"),
    (["--received", "2026-11-02", "--event", "extended=2026-11-25+99"], "最长 20 个"),
    (["--received", "2026-11-02", "--event", "third-party-replied=2026-11-20"], "请补上“third-party-sent”"),
    (["--received", "2026-11-02", "--event", "answered=2026-11-01"], "早于收到申请之日"),
    (["--received", "2008-01-01"], "施行之日 2008-05-01"),
    (["--received", "9999-12-31"], "过于遥远"),
    (["--received", "2026-11-02", "--calendar", "none.json"], "文件 none.json 不能用：$：无法打开文件"),
    (["--received", "2026-11-02", "--settings", "none.json"], "文件 none.json 不能用"),
    (["--annual-report", "2007"], "没有2007年度"),
    (["--annual-report", "next"], "整数"),
    (["--formed", "2008-01-01"], "施行之日"),
    (["--received", "2026-11-02", "--format", "xml"], "text、json"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED)
def test_a_refusal_is_one_line_and_says_what_to_do(capsys, arguments, message):
    assert message in refusal(capsys, *arguments)


def test_the_right_file_is_named_when_both_are_given(capsys, tmp_path):
    good, bad = tmp_path / "calendar.json", tmp_path / "settings.json"
    holiday = {"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"}
    good.write_text(json.dumps({"version": "1", "years": {"2027": {"holidays": [holiday]}}}), encoding="utf-8")
    bad.write_text('{"nonsense": 1}', encoding="utf-8")
    message = refusal(capsys, "--received", "2026-11-02", "--calendar", str(good), "--settings", str(bad))
    assert "settings.json 不能用：$.nonsense" in message


@pytest.mark.parametrize(("language", "chinese"), [("zh_CN", True), ("en", False)])
def test_help_lists_every_kind_with_its_meaning(capsys, monkeypatch, language, chinese):
    monkeypatch.setenv("LANGUAGE", language)
    out = call(capsys, "--help")
    for kind in EventKind:
        (line,) = [line for line in out.splitlines() if line.strip().startswith(f"{kind} ")]
        meaning = line.strip().removeprefix(kind).strip()
        assert meaning
        assert any("\u4e00" <= c <= "\u9fff" for c in meaning) is chinese

"""The derivation word for word: what each step says, of which days, on what basis."""

from __future__ import annotations

from datetime import date

import pytest

from tests.law.test_clock import clock, texts

FEE = "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）"

STORIES = [
    (
        "received 2026-10-09, receipt-confirmed 2026-10-12, correction-asked 2026-10-20..2026-10-30,"
        " correction-received 2026-10-29, third-party-sent 2026-11-02, third-party-replied 2026-11-06,"
        " extended 2026-11-10, answered 2026-12-30",
        [
            "2026-10-12（星期一）确认收到申请，以此日为收到申请之日，当日不计入期限，适用《政府信息公开条例》（国务院令第711号）",
            "答复期限20个工作日，自2026-10-13起算，至2026-11-09（星期一）届满",
            "2026-10-20（星期二）发出补正通知，申请人应不迟于2026-10-30（星期五）补正，答复期限停止计算",
            "2026-10-29（星期四）收到补正，期限重新计算：答复期限20个工作日，自2026-10-30起算，至2026-11-26（星期四）届满",
            "2026-11-02（星期一）征求第三方意见，2026-11-06收到答复：2026-11-03至2026-11-06共4个工作日不计入期限，"
            "至2026-12-02（星期三）届满",
            "2026-11-10（星期二）告知延期，延长20个工作日，至2026-12-30（星期三）届满",
            "2026-12-30（星期三）办结：已答复，未超过截止日2026-12-30（星期三），按期",
            "2027年节假日安排尚未公布，曾有年份的安排涉及上年12月29日至31日，公布后请重新计算",
        ],
    ),
    (
        "received 2026-10-12, correction-asked 2026-10-13, correction-received 2026-10-13, fee-notified 2026-10-20,"
        " paid 2026-11-02, transferred 2026-12-02",
        [
            "2026-10-12（星期一）收到申请，当日不计入期限，适用《政府信息公开条例》（国务院令第711号）",
            "答复期限20个工作日，自2026-10-13起算，至2026-11-09（星期一）届满",
            "2026-10-13（星期二）发出补正通知，答复期限停止计算",
            "2026-10-13（星期二）收到补正，期限重新计算：答复期限20个工作日，自2026-10-14起算，至2026-11-10（星期二）届满",
            "2026-10-20（星期二）送达信息处理费收费通知，申请人应不迟于2026-11-19（星期四）缴费，逾期视为放弃申请，"
            "答复期限停止计算",
            "2026-11-02（星期一）缴清信息处理费，自次日起重新计算期限：答复期限20个工作日，自2026-11-03起算，"
            "至2026-11-30（星期一）届满",
            "2026-12-02（星期三）办结：已转送或告知向其他机关申请，超过截止日2026-11-30（星期一）共2个工作日，逾期",
        ],
    ),
    (
        "received 2026-10-12, correction-asked 2026-10-15, fee-notified 2026-10-16, extended 2026-10-17,"
        " third-party-sent 2026-10-18, correction-received 2026-10-19",
        [
            "2026-10-12（星期一）收到申请，当日不计入期限，适用《政府信息公开条例》（国务院令第711号）",
            "答复期限20个工作日，自2026-10-13起算，至2026-11-09（星期一）届满",
            "2026-10-15（星期四）发出补正通知，答复期限停止计算",
            "2026-10-16（星期五）送达信息处理费收费通知，申请人应不迟于2026-11-15（星期日）缴费，逾期视为放弃申请，"
            "答复期限停止计算",
            "2026-10-17（星期六）告知延期20个工作日，期限重新计算时一并计入",
            "2026-10-18（星期日）征求第三方意见，尚未收到答复，期限自2026-10-19起中止，截止日未定",
            "2026-10-19（星期一）收到补正",
            "尚待的答复、补正或缴费如于2026-11-02收到，截止日为2026-12-28（星期一）；实际截止日不早于此日",
        ],
    ),
    (
        "received 2019-04-01, correction-asked 2019-04-03, agency-sent 2019-04-08, correction-received 2019-04-10,"
        " third-party-sent 2019-04-15, third-party-sent 2019-04-16, third-party-replied 2019-04-16,"
        " withdrawn 2019-04-18",
        [
            "2019-04-01（星期一）收到申请，当日不计入期限，适用《政府信息公开条例》（国务院令第492号）",
            "答复期限15个工作日，自2019-04-02起算，至2019-04-23（星期二）届满",
            "2019-04-03（星期三）发出补正通知，答复期限停止计算",
            "2019-04-08（星期一）征求其他机关意见；《政府信息公开条例》（国务院令第492号）第二十四条只规定征求第三方意见"
            "的时间不计入期限，此项不扣除",
            "2019-04-10（星期三）收到补正，期限重新计算：答复期限15个工作日，自2019-04-11起算，至2019-04-30（星期二）届满",
            "2019-04-15（星期一）征求第三方意见，2019-04-16收到答复：2019-04-16至2019-04-16共1个工作日不计入期限，"
            "至2019-05-05（星期日）届满",
            "2019-04-16（星期二）征求第三方意见，至办结时未收到答复：2019-04-17至2019-04-18共2个工作日不计入期限，"
            "至2019-05-07（星期二）届满",
            "2019-04-18（星期四）办结：申请人已撤回",
            "其间节假日安排：清明节2019-04-05至2019-04-07放假；劳动节2019-05-01至2019-05-04放假，"
            "2019-04-28、2019-05-05调休上班",
        ],
    ),
    (
        "received 2026-11-02, agency-sent 2026-11-09, answered 2026-11-12, agency-replied 2026-11-20",
        [
            "2026-11-02（星期一）收到申请，当日不计入期限，适用《政府信息公开条例》（国务院令第711号）",
            "答复期限20个工作日，自2026-11-03起算，至2026-11-30（星期一）届满",
            "2026-11-09（星期一）征求其他机关意见，至办结时未收到答复：2026-11-10至2026-11-12共3个工作日不计入期限，"
            "至2026-12-03（星期四）届满",
            "2026-11-12（星期四）办结：已答复，未超过截止日2026-12-03（星期四），按期",
        ],
    ),
    (
        "received 2026-11-02, third-party-sent 2026-11-09, third-party-replied 2026-11-09",
        [
            "2026-11-02（星期一）收到申请，当日不计入期限，适用《政府信息公开条例》（国务院令第711号）",
            "答复期限20个工作日，自2026-11-03起算，至2026-11-30（星期一）届满",
            "2026-11-09（星期一）征求第三方意见，2026-11-09收到答复：其间共0个工作日不计入期限，至2026-11-30（星期一）届满",
        ],
    ),
    (
        "received 2026-09-01, correction-asked 2026-09-08..2026-09-18, correction-received 2026-09-22,"
        " extended 2026-11-02, fee-notified 2026-11-03, paid 2026-12-04",
        [
            "2026-09-01（星期二）收到申请，当日不计入期限，适用《政府信息公开条例》（国务院令第711号）",
            "答复期限20个工作日，自2026-09-02起算，至2026-09-29（星期二）届满",
            "2026-09-08（星期二）发出补正通知，申请人应不迟于2026-09-18（星期五）补正，答复期限停止计算",
            "补正晚于期限2026-09-18，无正当理由的视为放弃申请；以下按有正当理由计算",
            "2026-09-22（星期二）收到补正，期限重新计算：答复期限20个工作日，自2026-09-23起算，至2026-10-27（星期二）届满",
            "延期应不迟于原期限届满之日（2026-10-27）批准并告知，2026-11-02告知已晚；以下仍列出延长后的日期供参考",
            "2026-11-02（星期一）告知延期，延长20个工作日，至2026-11-24（星期二）届满",
            "2026-11-03（星期二）送达信息处理费收费通知，申请人应不迟于2026-12-03（星期四）缴费，逾期视为放弃申请，"
            "答复期限停止计算",
            "2026-12-04（星期五）缴费，已过缴费期限，视为放弃申请，期限不再计算",
            "截至2026-12-04（星期五）：办结：逾期未缴费，视为放弃申请",
        ],
    ),
]


@pytest.mark.parametrize(("case", "told"), STORIES)
def test_the_derivation_tells_the_story(case, told):
    as_of = "2026-12-04" if "paid 2026-12-04" in case else "2026-11-02"
    assert [step.text for step in clock(case, as_of).derivation] == told


def test_steps_carry_their_days_and_basis():
    steps = clock(STORIES[0][0]).derivation
    rows = [(s.code, s.day, s.first, s.last, s.days, s.basis.split("）")[-1]) for s in steps]
    assert rows == [
        ("receipt", date(2026, 10, 12), None, None, None, "第三十一条"),
        ("limit", date(2026, 11, 9), date(2026, 10, 13), date(2026, 11, 9), 20, "第三十三条"),
        ("stop", date(2026, 10, 20), None, None, None, "第三十条"),
        ("limit", date(2026, 11, 26), date(2026, 10, 30), date(2026, 11, 26), 20, "第三十三条"),
        ("pause", date(2026, 12, 2), date(2026, 11, 3), date(2026, 11, 6), 4, "第三十三条"),
        ("extension", date(2026, 12, 30), None, None, 20, "第三十三条"),
        ("closing", date(2026, 12, 30), None, None, None, "第三十三条"),
        ("provisional", date(2026, 12, 30), None, None, None, ""),
    ]


def test_each_end_of_a_case_cites_its_article():
    ends = {"answered": "第三十三条", "transferred": "第三十六条"}
    for kind, article in ends.items():
        step = clock(f"received 2026-11-02, {kind} 2026-11-10").derivation[-1]
        assert (step.code, step.basis.endswith(article), step.caution) == ("closing", True, False)


def test_the_fee_cites_its_rules():
    step = clock("received 2026-10-12, fee-notified 2026-10-20").derivation[2]
    assert (step.code, step.basis) == ("stop", FEE)


def test_a_stop_on_the_last_day_is_in_time():
    steps = clock("received 2026-11-02, fee-notified 2026-11-30").derivation
    assert not [s for s in steps if s.caution]


def test_a_letter_on_the_last_day_counts_when_its_own_day_is_left_out():
    case = "received 2026-11-02, third-party-sent 2026-11-30, third-party-replied 2026-12-04"
    moved = clock(case, exclude_sending_day=True)
    assert moved.due == date(2026, 12, 7)
    assert [s.days for s in moved.derivation if s.code == "pause"] == [5]
    still_open = clock("received 2026-11-02, third-party-sent 2026-11-30", "2026-12-01", exclude_sending_day=True)
    assert still_open.due is None
    assert not [s for s in still_open.derivation if s.caution]


def test_a_correction_that_does_not_stop_the_limit_says_so():
    case = "received 2019-04-01, correction-asked 2019-04-03, correction-received 2019-04-10"
    told = [s.text for s in clock(case, correction_restarts_2007=False).derivation]
    assert told[2:4] == ["2019-04-03（星期三）发出补正通知，答复期限不因此停止", "2019-04-10（星期三）收到补正"]


def test_only_a_correction_with_a_day_given_has_a_side_deadline():
    result = clock("received 2026-10-12, correction-asked 2026-10-13, fee-notified 2026-10-14")
    assert [s.code for s in result.side_deadlines] == ["payment"]


def test_resuming_tells_the_days_that_are_left():
    case = "received 2026-10-12, fee-notified 2026-10-20, paid 2026-11-02"
    assert clock(case, clock_after_payment="resume").derivation[3].text == (
        "2026-11-02（星期一）缴清信息处理费，自次日起接续计算剩余期限：答复期限14个工作日，自2026-11-03起算，"
        "至2026-11-20（星期五）届满"
    )


CAUTIONS = [
    ("received 2026-11-02, extended 2026-12-02", "延期应不迟于原期限届满之日（2026-11-30）"),
    ("received 2026-11-02, correction-asked 2026-11-12", "不迟于2026-11-11"),
    ("received 2026-11-02, correction-asked 2026-12-01", "答复期限已于2026-11-30届满"),
    ("received 2026-11-02, fee-notified 2026-12-01", "答复期限已于2026-11-30届满"),
    ("received 2026-11-02, third-party-sent 2026-12-02", "其后的征求时间不扣除"),
    ("received 2026-10-12, fee-notified 2026-10-20, paid 2026-11-20", "视为放弃申请，期限不再计算"),
    (
        "received 2026-10-12, correction-asked 2026-10-20..2026-10-30, correction-received 2026-11-02",
        "补正晚于期限2026-10-30",
    ),
    ("received 2026-11-02, answered 2026-12-03", "逾期"),
]


@pytest.mark.parametrize(("text", "words"), CAUTIONS)
def test_what_the_office_should_look_at_is_marked(text, words):
    assert any(words in step.text for step in clock(text).derivation if step.caution)


@pytest.mark.parametrize(
    "text", ["received 2026-11-02, extended 2026-11-30", "received 2026-11-02, answered 2026-11-30"]
)
def test_nothing_is_marked_in_a_regular_case(text):
    assert not [step for step in clock(text).derivation if step.caution]


def test_the_derivation_names_days_articles_and_dates():
    result = clock("received 2026-11-02, third-party-sent 2026-11-09, third-party-replied 2026-11-20")
    pause = next(s for s in result.derivation if s.code == "pause")
    assert (pause.first, pause.last, pause.days, pause.day) == (
        date(2026, 11, 10),
        date(2026, 11, 20),
        9,
        date(2026, 12, 11),
    )
    assert pause.basis == "《政府信息公开条例》（国务院令第711号）第三十三条"
    assert [s.code for s in result.derivation] == ["receipt", "limit", "pause"]


def test_an_extension_of_the_day_of_payment_is_told_once_and_kept():
    result = clock("received 2026-10-12, fee-notified 2026-10-20, paid 2026-11-02, extended 2026-11-02")
    told = [s for s in result.derivation if s.code in ("limit", "extension")]
    assert [(s.code, s.day) for s in told] == [
        ("limit", date(2026, 11, 9)),
        ("extension", None),
        ("limit", date(2026, 11, 30)),
        ("extension", date(2026, 12, 28)),
    ]
    assert "2026-11-02告知的延期仍然有效，加20个工作日" in told[-1].text


def test_days_shared_by_two_letters_are_shown_once():
    result = clock(
        "received 2026-11-02, third-party-sent 2026-11-09, agency-sent 2026-11-11, agency-replied 2026-11-24,"
        " third-party-replied 2026-11-20"
    )
    assert [s.days for s in result.derivation if s.code == "pause"] == [9, 2]
    assert "另有7个工作日与前一次征求意见重叠，不重复扣除" in texts(result)


def test_the_holidays_in_between_are_named_with_their_notice():
    step = next(s for s in clock("received 2024-09-10").derivation if s.code == "calendar")
    assert "国庆节2024-10-01至2024-10-07放假，2024-09-29、2024-10-12调休上班" in step.text
    assert "国办发明电〔2023〕7号" in step.basis


def test_a_consultation_that_is_not_left_out_takes_no_days():
    step = clock("received 2019-04-01, agency-sent 2019-04-03, agency-replied 2019-04-10").derivation[2]
    assert (step.code, step.days, step.day) == ("pause", 0, date(2019, 4, 23))


@pytest.mark.parametrize(
    ("case", "as_of", "code"),
    [
        ("received 2026-11-02", "2026-12-02", "state"),
        ("received 2026-12-03", "2026-12-03", "provisional"),
        ("received 2026-12-07", "2026-12-07", "provisional"),
    ],
)
def test_an_overdue_case_and_an_unsettled_date_are_marked(case, as_of, code):
    assert [s.code for s in clock(case, as_of).derivation if s.caution] == [code]

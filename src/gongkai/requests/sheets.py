"""The sheet 信息公开申请."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongkai.registers.sheets import Column, DatedOptions, Fault, Sheet, Values
from gongkai.requests.models import Request
from gongkai.requests.outcomes import outcomes_in


def _check(row: Values) -> Iterator[Fault]:
    received, answered, outcome = row["received_on"], row["answered_on"], row["outcome"]
    if answered and not outcome:
        yield Fault("办理结果", _("空"), _("填了答复日期时必填"))
    if outcome and not answered:
        yield Fault("答复日期", _("空"), _("填了办理结果时必填"))
    if received and answered and answered < received:
        yield Fault("答复日期", str(answered), _("不早于收到日期 %(day)s") % {"day": received})
    if answered and outcome and outcome not in outcomes_in(answered.year).values():
        yield Fault("办理结果", outcome, _("%(year)d年报告格式中的办理结果") % {"year": answered.year})


SHEETS = (
    Sheet(
        slug="requests",
        name="信息公开申请",
        model=Request,
        date="received_on",
        number="number",
        check=_check,
        columns=(
            Column("登记号", "number", required=True),
            Column("收到日期", "received_on", "date", required=True, dated_by=("received_on",)),
            Column("提出方式", "mode", "option", required=True, choices=Request.Mode, dated_by=("received_on",)),
            Column(
                "申请人类型",
                "applicant",
                "option",
                required=True,
                choices=Request.Applicant,
                dated_by=("received_on",),
            ),
            Column("申请内容", "content", "long_text", required=True),
            Column("延期", "extended", "flag", blank=False, dated_by=("answered_on",)),
            Column("答复日期", "answered_on", "date", dated_by=("answered_on",)),
            Column(
                "办理结果",
                "outcome",
                "outcome",
                blank="",
                dated_by=("answered_on",),
                dated_options=DatedOptions("answered_on", outcomes_in, (2021, 2019, 2014)),
                note="用答复日期当年报告格式的名称",
            ),
        ),
        example={
            "number": "2024-001",
            "received_on": datetime.date(2024, 2, 1),
            "mode": Request.Mode.ONLINE,
            "applicant": Request.Applicant.NATURAL_PERSON,
            "content": "上年度服务事项清单",
            "extended": False,
            "answered_on": datetime.date(2024, 2, 20),
            "outcome": "outcome_granted",
        },
    ),
)

"""The sheets 复议诉讼 and 举报投诉."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongkai.registers.sheets import Column, Fault, Sheet, Values
from gongkai.remedies.models import Case, Complaint


def _check(row: Values) -> Iterator[Fault]:
    accepted, concluded, result = row["accepted_on"], row["concluded_on"], row["result"]
    if concluded and not result:
        yield Fault("结果", _("空"), _("填了审结日期时必填"))
    if result and not concluded:
        yield Fault("审结日期", _("空"), _("填了结果时必填"))
    if accepted and concluded and concluded < accepted:
        yield Fault("审结日期", str(concluded), _("不早于受理日期 %(day)s") % {"day": accepted})


SHEETS = (
    Sheet(
        slug="cases",
        name="复议诉讼",
        model=Case,
        date="accepted_on",
        number="number",
        check=_check,
        columns=(
            Column("编号", "number", required=True),
            Column("类型", "kind", "option", required=True, choices=Case.Kind, dated_by=("accepted_on",)),
            Column("受理日期", "accepted_on", "date", required=True, dated_by=("accepted_on",)),
            Column("审结日期", "concluded_on", "date", dated_by=("concluded_on",)),
            Column("结果", "result", "option", choices=Case.Result, blank="", dated_by=("concluded_on",)),
            Column("关联登记号", "request_number", blank=""),
        ),
        example={"number": "FY-2024-01", "kind": Case.Kind.RECONSIDERATION, "accepted_on": datetime.date(2024, 5, 6)},
    ),
    Sheet(
        slug="complaints",
        name="举报投诉",
        model=Complaint,
        date="on",
        number="number",
        columns=(
            Column("编号", "number", required=True),
            Column("日期", "on", "date", required=True, dated_by=("on",)),
            Column("内容", "content", "long_text", required=True),
            Column(
                "结果",
                "result",
                "option",
                choices=Complaint.Result,
                blank=Complaint.Result.OTHER,
                dated_by=("on",),
            ),
        ),
        example={
            "number": "TS-2024-01",
            "on": datetime.date(2024, 7, 3),
            "content": "反映栏目更新不及时",
            "result": Complaint.Result.CORRECTED,
        },
    ),
)

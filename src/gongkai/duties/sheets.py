"""The sheets 行政权力 and 建议提案."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from gongkai.duties.models import PowerMonth, Proposal
from gongkai.registers.sheets import Column, Fault, Sheet, Values, month_start


def _power(row: Values) -> Iterator[Fault]:
    if row["count"] is None and row["amount"] is None:
        yield Fault("件数", _("空"), _("件数和金额至少填一项"), "warning", ("金额（万元）",))


def _proposal(row: Values) -> Iterator[Fault]:
    if row["answered_on"] and not row["outcome"]:
        yield Fault("办理结果", _("空"), _("填了答复日期时必填"))
    if row["outcome"] and not row["answered_on"]:
        yield Fault("答复日期", _("空"), _("填了办理结果时必填"))


SHEETS = (
    Sheet(
        slug="powers",
        name="行政权力",
        model=PowerMonth,
        date="month",
        check=_power,
        columns=(
            Column("月份", "month", "month", required=True, dated_by=("month",), note="如 2024-03"),
            Column(
                "类别",
                "category",
                "option",
                required=True,
                choices=PowerMonth.Category,
                dated_by=("month",),
            ),
            Column("件数", "count", "integer", dated_by=("month",)),
            Column("金额（万元）", "amount", "decimal", dated_by=("month",)),
        ),
        example={
            "month": month_start(2024, 3),
            "category": PowerMonth.Category.LICENSING,
            "count": 42,
            "amount": Decimal(0),
        },
    ),
    Sheet(
        slug="proposals",
        name="建议提案",
        model=Proposal,
        date="answered_on",
        number="number",
        check=_proposal,
        columns=(
            Column("编号", "number", required=True),
            Column("届次", "session", required=True),
            Column("类型", "kind", "option", required=True, choices=Proposal.Kind),
            Column("标题", "title", required=True),
            Column("参阅件", "reference_only", "flag", blank=False),
            Column("答复日期", "answered_on", "date"),
            Column("办理结果", "outcome", "option", choices=Proposal.Outcome, blank=""),
            Column("满意", "satisfaction", "option", choices=Proposal.Satisfaction, blank=""),
        ),
        example={
            "number": "2024-RD-01",
            "session": "十六届三次",
            "kind": Proposal.Kind.SUGGESTION,
            "title": "关于方便查阅文件的建议",
            "reference_only": False,
            "answered_on": datetime.date(2024, 6, 20),
            "outcome": Proposal.Outcome.SOLVED,
            "satisfaction": Proposal.Satisfaction.SATISFIED,
        },
    ),
)

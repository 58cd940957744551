"""The sheet 回应解读."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongkai.outreach.models import Response
from gongkai.registers.sheets import Column, Fault, Sheet, Values

WITH_PRINCIPAL = (Response.Kind.PRESS_CONFERENCE, Response.Kind.INTERVIEW)


def _check(row: Values) -> Iterator[Fault]:
    if row["principal"] and row["kind"] not in WITH_PRINCIPAL:
        yield Fault("主要负责同志参加", _("是"), _("只有新闻发布会和在线访谈统计主要负责同志参加"), "warning")


SHEETS = (
    Sheet(
        slug="responses",
        name="回应解读",
        model=Response,
        date="on",
        check=_check,
        columns=(
            Column("日期", "on", "date", required=True, dated_by=("on",)),
            Column("类型", "kind", "option", required=True, choices=Response.Kind, dated_by=("on",)),
            Column("主题", "subject", required=True),
            Column("热点编号", "hot_topic", blank="", dated_by=("on",), note="同一热点的各次回应填同一编号"),
            Column("主要负责同志参加", "principal", "flag", blank=False, dated_by=("on",)),
            Column("形式", "form", blank="", in_list=False),
            Column("关联索引号", "related_item", blank="", in_list=False),
        ),
        example={
            "on": datetime.date(2024, 4, 10),
            "kind": Response.Kind.INTERPRETATION,
            "subject": "服务事项清单解读",
            "principal": False,
        },
    ),
)

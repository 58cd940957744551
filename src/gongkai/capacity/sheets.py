"""The sheets 会议培训, 人员机构 and 经费收费."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from gongkai.capacity.models import Fund, Resource, Session
from gongkai.registers.sheets import Column, Fault, Sheet, Values


def _resource(row: Values) -> Iterator[Fault]:
    if row["since"] and row["until"] and row["until"] < row["since"]:
        yield Fault("止", str(row["until"]), _("不早于起 %(day)s") % {"day": row["since"]})


def _session(row: Values) -> Iterator[Fault]:
    if row["kind"] == Session.Kind.TRAINING and row["attendance"] is None:
        yield Fault("人次", _("空"), _("培训班写明接受培训人次"), "warning")


SHEETS = (
    Sheet(
        slug="sessions",
        name="会议培训",
        model=Session,
        date="on",
        check=_session,
        columns=(
            Column("日期", "on", "date", required=True, dated_by=("on",)),
            Column("类型", "kind", "option", required=True, choices=Session.Kind, dated_by=("on",)),
            Column("名称", "name", required=True),
            Column("举办单位", "host", "option", required=True, choices=Session.Host, dated_by=("on",)),
            Column("人次", "attendance", "integer", dated_by=("on",)),
        ),
        example={
            "on": datetime.date(2024, 4, 18),
            "kind": Session.Kind.TRAINING,
            "name": "信息公开业务培训",
            "host": Session.Host.OWN,
            "attendance": 36,
        },
    ),
    Sheet(
        slug="resources",
        name="人员机构",
        model=Resource,
        date="since",
        check=_resource,
        columns=(
            Column("姓名或名称", "name", required=True),
            Column("类型", "kind", "option", required=True, choices=Resource.Kind, dated_by=("since",)),
            Column("起", "since", "date", required=True, dated_by=("since",)),
            Column("止", "until", "date", dated_by=("until",), future=True),
        ),
        example={"name": "政务公开科", "kind": Resource.Kind.OFFICE, "since": datetime.date(2019, 3, 1)},
    ),
    Sheet(
        slug="funds",
        name="经费收费",
        model=Fund,
        date="on",
        columns=(
            Column("日期", "on", "date", required=True, dated_by=("on",)),
            Column("类型", "kind", "option", required=True, choices=Fund.Kind, dated_by=("on",)),
            Column("金额（万元）", "amount", "decimal", required=True, dated_by=("on",)),
        ),
        example={"on": datetime.date(2024, 9, 2), "kind": Fund.Kind.SPECIAL, "amount": Decimal("1.5")},
    ),
)

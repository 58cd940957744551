"""The sheets 公开渠道, 查阅点接待 and 两馆报送."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongkai.channels.models import Delivery, Posting, ReadingVisit
from gongkai.registers.sheets import Column, Fault, Sheet, Values


def _which_item(row: Values) -> Iterator[Fault]:
    if not row["index_number"] and not row["title"]:
        yield Fault("索引号", _("空"), _("索引号和标题至少填一项"), beside=("标题",))


SHEETS = (
    Sheet(
        slug="postings",
        name="公开渠道",
        model=Posting,
        date="posted_on",
        check=_which_item,
        columns=(
            Column("索引号", "index_number", blank="", header_required=True),
            Column("标题", "title", blank=""),
            Column("渠道", "channel", "option", required=True, choices=Posting.Channel, dated_by=("posted_on",)),
            Column("发布日期", "posted_on", "date", required=True, dated_by=("posted_on",)),
            Column("地址", "address", blank="", in_list=False),
        ),
        example={
            "index_number": "SL-0001",
            "channel": Posting.Channel.WEBSITE,
            "posted_on": datetime.date(2024, 3, 6),
        },
    ),
    Sheet(
        slug="reading-visits",
        name="查阅点接待",
        model=ReadingVisit,
        date="on",
        columns=(
            Column("日期", "on", "date", required=True, dated_by=("on",)),
            Column("查阅点", "place", required=True),
            Column("人次", "visits", "integer", required=True, dated_by=("on",)),
        ),
        example={"on": datetime.date(2024, 5, 8), "place": "政务大厅查阅点", "visits": 3},
    ),
    Sheet(
        slug="deliveries",
        name="两馆报送",
        model=Delivery,
        date="on",
        columns=(
            Column("日期", "on", "date", required=True, dated_by=("on",)),
            Column("接收单位", "receiver", required=True),
            Column("载体", "medium", "option", required=True, choices=Delivery.Medium, dated_by=("on",)),
            Column("件数", "copies", "integer", required=True, dated_by=("on",)),
        ),
        example={
            "on": datetime.date(2024, 6, 5),
            "receiver": "档案馆",
            "medium": Delivery.Medium.PAPER,
            "copies": 12,
        },
    ),
)

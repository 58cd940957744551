"""Cells on channels, reading points' visitors and deliveries to archives and libraries."""

from __future__ import annotations

from gongkai.channels.models import Delivery, Posting, ReadingVisit
from gongkai.registers.figures import Figure, Source

POSTED = Source(
    "postings",
    "postings",
    "发布日期在本年的发布记录",
    lambda s: Posting.objects.filter(agency__in=s.holders, posted_on__range=(s.first, s.last)),
    by=("channel",),
)
VISITS = Source(
    "reading_visits",
    "reading-visits",
    "日期在本年的查阅点接待人次之和",
    lambda s: ReadingVisit.objects.filter(agency__in=s.holders, on__range=(s.first, s.last)),
    measure="sum",
    measured="visits",
)
DELIVERED = Source(
    "deliveries",
    "deliveries",
    "日期在本年的报送件数之和",
    lambda s: Delivery.objects.filter(agency__in=s.holders, on__range=(s.first, s.last)),
    by=("medium",),
    measure="sum",
    measured="copies",
)

FIGURES = (
    Figure("channel_items_total", POSTED, until=2018, note="，各渠道合计"),
    *(
        Figure(
            f"channel_{channel.value}",
            POSTED,
            {"channel": frozenset({channel.value})},
            until=2018,
            note=f"，渠道为{channel.label}",
        )
        for channel in Posting.Channel
    ),
    Figure("reading_point_visits", VISITS, until=2018),
    Figure("library_deliveries", DELIVERED, until=2018),
    Figure("library_deliveries_paper", DELIVERED, {"medium": frozenset({"paper"})}, until=2018, note="，其中纸质"),
    Figure(
        "library_deliveries_electronic", DELIVERED, {"medium": frozenset({"electronic"})}, until=2018, note="，其中电子"
    ),
)

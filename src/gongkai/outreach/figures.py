"""Cells on responses and interpretations (forms of 2014 to 2018)."""

from __future__ import annotations

from gongkai.outreach.models import Response
from gongkai.registers.figures import Figure, Source

KIND_OF = {
    "press_conferences": Response.Kind.PRESS_CONFERENCE,
    "online_interviews": Response.Kind.INTERVIEW,
    "interpretation_articles": Response.Kind.INTERPRETATION,
    "response_weibo_wechat": Response.Kind.WEIBO_WECHAT,
    "response_other": Response.Kind.OTHER,
}
WITH_PRINCIPAL = ("press_conferences", "online_interviews")

HELD = Source(
    "responses",
    "responses",
    "日期在本年的回应解读记录",
    lambda s: Response.objects.filter(agency__in=s.holders, on__range=(s.first, s.last)),
    by=("kind", "principal"),
)
TOPICS = Source(
    "hot_topics",
    "responses",
    "日期在本年的回应解读记录中不同热点编号的个数，没有热点编号的不计",
    lambda s: Response.objects.filter(agency__in=s.holders, on__range=(s.first, s.last)).exclude(hot_topic=""),
    measure="distinct",
    measured="hot_topic",
)

FIGURES = (
    Figure("response_hot_topics", TOPICS, until=2018),
    *(
        Figure(key, HELD, {"kind": frozenset({kind.value})}, until=2018, note=f"，类型为{kind.label}")
        for key, kind in KIND_OF.items()
    ),
    *(
        Figure(
            f"{key}_principal",
            HELD,
            {"kind": frozenset({KIND_OF[key].value}), "principal": frozenset({True})},
            until=2018,
            note=f"，类型为{KIND_OF[key].label}，主要负责同志参加",
        )
        for key in WITH_PRINCIPAL
    ),
)

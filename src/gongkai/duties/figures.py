"""Cells on administrative powers: items (五), (六), (八) and (九) of article 20 of the Regulations of 2019."""

from __future__ import annotations

from gongkai.duties.models import PowerMonth
from gongkai.registers.figures import Figure, Source

DECISIONS = ("licensing", "penalties", "coercion")

EXERCISED = Source(
    "powers_count",
    "powers",
    "本年各月件数之和",
    lambda s: PowerMonth.objects.filter(agency__in=s.holders, month__range=(s.first, s.last)),
    by=("category",),
    measure="sum",
    measured="count",
)
COLLECTED = Source(
    "powers_amount",
    "powers",
    "本年各月金额之和（万元）",
    lambda s: PowerMonth.objects.filter(agency__in=s.holders, month__range=(s.first, s.last)),
    by=("category",),
    measure="sum",
    measured="amount",
)
PURCHASED = Source(
    "powers_amount_yuan",
    "powers",
    "本年各月金额之和，由万元换算为元",
    lambda s: PowerMonth.objects.filter(agency__in=s.holders, month__range=(s.first, s.last)),
    by=("category",),
    measure="sum",
    measured="amount",
    scale=10_000,
)

FIGURES = (
    *(
        Figure(
            f"{key}_decisions",
            EXERCISED,
            {"category": frozenset({key})},
            since=2019,
            note=f"，类别为{PowerMonth.Category(key).label}",
        )
        for key in DECISIONS
    ),
    Figure(
        "other_services_decisions",
        EXERCISED,
        {"category": frozenset({"other_services"})},
        2019,
        2020,
        "，类别为其他对外管理服务事项",
    ),
    Figure(
        "admin_fees_amount",
        COLLECTED,
        {"category": frozenset({"admin_fees"})},
        since=2021,
        note="，类别为行政事业性收费",
    ),
    Figure(
        "central_procurement_projects",
        EXERCISED,
        {"category": frozenset({"central_procurement"})},
        2019,
        2020,
        "，类别为政府集中采购",
    ),
    Figure(
        "central_procurement_amount",
        PURCHASED,
        {"category": frozenset({"central_procurement"})},
        2019,
        2020,
        "，类别为政府集中采购",
    ),
)

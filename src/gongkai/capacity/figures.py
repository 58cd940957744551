"""Cells on offices, staff, sessions and funds (forms of 2014 to 2018)."""

from __future__ import annotations

from django.db.models import Q

from gongkai.capacity.models import Fund, Resource, Session
from gongkai.registers.figures import Figure, Source

HELD = Source(
    "sessions",
    "sessions",
    "日期在本年、举办单位为本机关的会议和培训班",
    lambda s: Session.objects.filter(agency__in=s.holders, on__range=(s.first, s.last), host=Session.Host.OWN),
    by=("kind",),
)
TRAINED = Source(
    "trainees",
    "sessions",
    "日期在本年、举办单位为本机关的培训班人次之和",
    lambda s: Session.objects.filter(
        agency__in=s.holders, on__range=(s.first, s.last), host=Session.Host.OWN, kind=Session.Kind.TRAINING
    ),
    measure="sum",
    measured="attendance",
)
IN_PLACE = Source(
    "resources",
    "resources",
    "本年12月31日在任或设立的人员和机构",
    lambda s: Resource.objects.filter(
        Q(until__isnull=True) | Q(until__gte=s.last), agency__in=s.holders, since__lte=s.last
    ),
    by=("kind",),
)
FUNDS = Source(
    "funds",
    "funds",
    "日期在本年的金额之和（万元）",
    lambda s: Fund.objects.filter(agency__in=s.holders, on__range=(s.first, s.last)),
    by=("kind",),
    measure="sum",
    measured="amount",
)
STAFF = frozenset({"full_time", "part_time"})

FIGURES = (
    Figure("meetings_held", HELD, {"kind": frozenset({"meeting"})}, until=2018, note="，类型为会议"),
    Figure("training_classes", HELD, {"kind": frozenset({"training"})}, until=2018, note="，类型为培训班"),
    Figure("trainees", TRAINED, until=2018),
    Figure("dedicated_offices", IN_PLACE, {"kind": frozenset({"office"})}, until=2018, note="，类型为专门机构"),
    Figure("reading_points", IN_PLACE, {"kind": frozenset({"reading_point"})}, until=2018, note="，类型为查阅点"),
    Figure("staff_total", IN_PLACE, {"kind": STAFF}, until=2018, note="，专职和兼职人员合计"),
    Figure("staff_full_time", IN_PLACE, {"kind": frozenset({"full_time"})}, until=2018, note="，专职"),
    Figure("staff_part_time", IN_PLACE, {"kind": frozenset({"part_time"})}, until=2018, note="，兼职"),
    Figure("special_funds", FUNDS, {"kind": frozenset({"special"})}, until=2018, note="，专项经费"),
    Figure("fee_collected", FUNDS, {"kind": frozenset({"fee_collected"})}, until=2018, note="，信息处理费收取"),
)

"""Cells on reconsideration, litigation and complaints."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from gongkai.registers.figures import Figure, Scope, Source
from gongkai.remedies.models import Case, Complaint

RECONSIDERATION = frozenset({Case.Kind.RECONSIDERATION.value})
LITIGATION = frozenset({Case.Kind.DIRECT.value, Case.Kind.AFTER_REVIEW.value})
SINCE_2019 = {
    "review": RECONSIDERATION,
    "litigation_direct": frozenset({Case.Kind.DIRECT.value}),
    "litigation_after_review": frozenset({Case.Kind.AFTER_REVIEW.value}),
}


def _cases(scope: Scope) -> QuerySet[Case]:
    return Case.objects.filter(agency__in=scope.holders)


CONCLUDED = Source(
    "cases_concluded",
    "cases",
    "审结日期在本年的案件",
    lambda s: _cases(s).filter(concluded_on__range=(s.first, s.last)),
    by=("kind", "result"),
)
PENDING = Source(
    "cases_pending",
    "cases",
    "本年12月31日以前受理、到当日还没有审结的案件",
    lambda s: _cases(s).filter(Q(concluded_on__isnull=True) | Q(concluded_on__gt=s.last), accepted_on__lte=s.last),
    by=("kind",),
)
ALL = Source(
    "cases_all",
    "cases",
    "审结日期在本年的案件，和本年12月31日以前受理、到当日还没有审结的案件",
    lambda s: _cases(s).filter(
        Q(concluded_on__range=(s.first, s.last))
        | (Q(accepted_on__lte=s.last) & (Q(concluded_on__isnull=True) | Q(concluded_on__gt=s.last)))
    ),
    by=("kind",),
)
COMPLAINTS = Source(
    "complaints",
    "complaints",
    "日期在本年的举报投诉",
    lambda s: Complaint.objects.filter(agency__in=s.holders, on__range=(s.first, s.last)),
    by=("result",),
)


def _results(key: str, kinds: frozenset[str], since: int, until: int) -> Iterator[Figure]:
    for result in Case.Result:
        where = {"kind": kinds, "result": frozenset({result.value})}
        yield Figure(f"{key}_{result.value}", CONCLUDED, where, since, until, f"，{result.label}")


FIGURES = (
    *_results("review", RECONSIDERATION, 0, 2018),
    Figure("review_total", CONCLUDED, {"kind": RECONSIDERATION}, until=2018, note="，行政复议"),
    *_results("litigation", LITIGATION, 0, 2018),
    Figure("litigation_total", CONCLUDED, {"kind": LITIGATION}, until=2018, note="，行政诉讼"),
    *(figure for key, kinds in SINCE_2019.items() for figure in _results(key, kinds, 2019, 9999)),
    *(Figure(f"{key}_pending", PENDING, {"kind": kinds}, since=2019) for key, kinds in SINCE_2019.items()),
    *(Figure(f"{key}_total", ALL, {"kind": kinds}, since=2019) for key, kinds in SINCE_2019.items()),
    Figure("complaints_total", COMPLAINTS, until=2018),
    *(
        Figure(
            f"complaints_{result.value}",
            COMPLAINTS,
            {"result": frozenset({result.value})},
            until=2018,
            note=f"，结果为{result.label}",
        )
        for result in Complaint.Result
    ),
)

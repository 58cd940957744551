"""Cells on requests: the rows 三 of the forms of 2014 to 2018 and the matrix since 2019."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from gongkai.law.editions import national_edition
from gongkai.registers.figures import Figure, Scope, Source, Where
from gongkai.requests.models import Request
from gongkai.requests.outcomes import FIRST_MATRIX_YEAR, REPLIES, outcome_leaves

LAST_LIST_YEAR = FIRST_MATRIX_YEAR - 1
REFUSALS = frozenset(key for key in REPLIES.values() if key.startswith("refused_"))


def _requests(scope: Scope) -> QuerySet[Request]:
    return Request.objects.filter(agency__in=scope.holders)


RECEIVED = Source(
    "requests_received",
    "requests",
    "收到日期在本年的申请",
    lambda s: _requests(s).filter(received_on__range=(s.first, s.last)),
    by=("mode", "applicant"),
)
CARRIED_IN = Source(
    "requests_carried_in",
    "requests",
    "本年以前收到、到本年1月1日还没有答复的申请",
    lambda s: _requests(s).filter(Q(answered_on__isnull=True) | Q(answered_on__gte=s.first), received_on__lt=s.first),
    by=("applicant",),
)
ANSWERED = Source(
    "requests_answered",
    "requests",
    "答复日期在本年的申请",
    lambda s: _requests(s).filter(answered_on__range=(s.first, s.last)),
    by=("outcome", "applicant", "extended"),
)
CARRIED_OUT = Source(
    "requests_carried_out",
    "requests",
    "本年12月31日以前收到、到当日还没有答复的申请",
    lambda s: _requests(s).filter(Q(answered_on__isnull=True) | Q(answered_on__gt=s.last), received_on__lte=s.last),
    by=("applicant",),
)


def _list_figures() -> Iterator[Figure]:
    def figure(key: str, source: Source, where: Where, note: str = "") -> Figure:
        return Figure(key, source, where, until=LAST_LIST_YEAR, note=note)

    yield figure("req_received", RECEIVED, {})
    for mode in Request.Mode:
        yield figure(
            f"req_received_{mode.value}", RECEIVED, {"mode": frozenset({mode.value})}, f"，提出方式为{mode.label}"
        )
    yield figure("req_closed", ANSWERED, {})
    yield figure("req_closed_on_time", ANSWERED, {"extended": frozenset({False})}, "，没有延期")
    yield figure("req_closed_extended", ANSWERED, {"extended": frozenset({True})}, "，经过延期")
    yield figure("req_replied", ANSWERED, {})
    for label, key in REPLIES.items():
        yield figure(key, ANSWERED, {"outcome": frozenset({key})}, f"，办理结果为{label}")
    yield figure("reply_refused", ANSWERED, {"outcome": REFUSALS}, "，办理结果为不同意公开")


def _matrix_row(key: str, source: Source, where: Where, since: int, until: int, note: str = "") -> Iterator[Figure]:
    """A row of the matrix: one figure for each kind of applicant and one for all."""
    for applicant in Request.Applicant:
        condition = {**where, "applicant": frozenset({applicant.value})}
        yield Figure(f"{key}@{applicant.value}", source, condition, since, until, f"{note}，申请人为{applicant.label}")
    yield Figure(f"{key}@total", source, where, since, until, note)


def _outcome_rows(since: int, until: int) -> Iterator[Figure]:
    edition = national_edition(since)
    leaves = {row.key for row in outcome_leaves(edition)}
    table = next(t for t in edition.tables if t.layout == "matrix")
    rows = {row.key: row for row in table.rows}
    counted = leaves | {rows[leaf].parent or "" for leaf in leaves}
    for row in (r for r in table.rows if r.key in counted and r.has_cell):
        under = leaves & {row.key, *(r.key for r in table.rows if r.parent == row.key)}
        if row.key == "outcome_total":
            under = leaves
        yield from _matrix_row(
            row.key, ANSWERED, {"outcome": frozenset(under)}, since, until, f"，办理结果为{row.label}"
        )


FIGURES = (
    *_list_figures(),
    *_matrix_row("req_received", RECEIVED, {}, FIRST_MATRIX_YEAR, 9999),
    *_matrix_row("req_carried_in", CARRIED_IN, {}, FIRST_MATRIX_YEAR, 9999),
    *_outcome_rows(2019, 2020),
    *_outcome_rows(2021, 9999),
    *_matrix_row("req_carried_out", CARRIED_OUT, {}, FIRST_MATRIX_YEAR, 9999),
)

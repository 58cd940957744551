"""Sheets 复议诉讼 and 举报投诉."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from gongkai.corpus.synth.chance import stream
from gongkai.demo.agency import Agency, YearFigures
from gongkai.demo.rows.days import some_day, some_days, working_days
from gongkai.demo.rows.texts import Titles
from gongkai.demo.sheets import RegisterError, Row, full_row

RESULTS = {"upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果"}
COMPLAINT_RESULTS = {"upheld": "维持", "corrected": "纠正", "other": "其他"}
_REVIEW = "行政复议"
_DIRECT, _AFTER = "行政诉讼-未经复议", "行政诉讼-复议后"
KINDS = {"review": _REVIEW, "litigation_direct": _DIRECT, "litigation_after_review": _AFTER}
_LASTS = {_REVIEW: (20, 58), _DIRECT: (60, 170), _AFTER: (60, 170)}  # Days from acceptance to the end of a case.
_WORDS = {_REVIEW: "复议", _DIRECT: "诉讼", _AFTER: "诉讼"}


@dataclass(slots=True)
class _Case:
    kind: str
    accepted: date
    concluded: date | None = None
    result: str | None = None


def case_rows(agency: Agency, years: Sequence[YearFigures], requests: Sequence[Row]) -> list[Row]:
    draw = stream(agency.name, "cases")
    cases = [case for key, kind in KINDS.items() for case in _of_kind(draw, key, kind, years)]
    cases.sort(key=lambda case: (case.accepted, case.kind))
    return _numbered(agency, cases, requests)


def _of_kind(draw: Random, key: str, kind: str, years: Sequence[YearFigures]) -> list[_Case]:
    cases: list[_Case] = []
    waiting: list[_Case] = []
    for target in years:
        results = _results(target, key)
        draw.shuffle(results)
        for case, result in zip(waiting, results, strict=False):
            case.concluded, case.result = some_day(draw, target.year, 0, 80), result
        fresh = [_concluded(draw, kind, target.year, result) for result in results[len(waiting) :]]
        waiting = [case for case in waiting if case.concluded is None]
        pending = target.count(f"{key}_pending") - len(waiting)
        if pending < 0:
            raise RegisterError(f"{key}_pending of {target.year} is less than last year's cases that did not end")
        waiting += (_Case(kind, some_day(draw, target.year, 210)) for _ in range(pending))
        cases += fresh + waiting[len(waiting) - pending :]
    return cases


def _results(target: YearFigures, key: str) -> list[str]:
    """Before 2019 the form counts both kinds of suits as one: half of them, rounded up, are direct ones here."""
    if key == "review" or target.by_applicant:
        return [label for result, label in RESULTS.items() for _ in range(target.count(f"{key}_{result}"))]
    both = [label for result, label in RESULTS.items() for _ in range(target.count(f"litigation_{result}"))]
    return both[::2] if key == "litigation_direct" else both[1::2]


def _concluded(draw: Random, kind: str, year: int, result: str) -> _Case:
    """A case accepted and ended in the year."""
    accepted = some_day(draw, year, 5, 115)
    after = accepted + timedelta(days=draw.randint(*_LASTS[kind]))
    return _Case(kind, accepted, next(day for day in working_days(year) if day >= after), result)


def _numbered(agency: Agency, cases: Sequence[_Case], requests: Sequence[Row]) -> list[Row]:
    counted: dict[tuple[int, str], int] = {}
    contested: set[str] = set()
    rows = []
    for case in cases:
        of = (case.accepted.year, _WORDS[case.kind])
        counted[of] = counted.get(of, 0) + 1
        request = _contested(case, requests, contested)
        values: Row = {
            "编号": f"{of[1]}〔{of[0]}〕{counted[of]}号",
            "类型": case.kind,
            "受理日期": case.accepted,
            "审结日期": case.concluded,
            "结果": case.result,
            "关联登记号": request,
        }
        rows.append(full_row("复议诉讼", values))
    return rows


def _contested(case: _Case, requests: Sequence[Row], taken: set[str]) -> str | None:
    """The last request answered in the half year before that no other case is about; None where there is none."""
    since = case.accepted - timedelta(days=180)
    answered = [
        (day, str(row["登记号"]))
        for row in requests
        if isinstance(day := row["答复日期"], date) and since < day < case.accepted
    ]
    free = [number for _, number in sorted(answered) if number not in taken]
    taken.update(free[-1:])
    return free[-1] if free else None


def complaint_rows(agency: Agency, years: Sequence[YearFigures]) -> list[Row]:
    titles = Titles(agency)
    return [row for target in years for row in _complaints(titles, target)]


def _complaints(titles: Titles, target: YearFigures) -> list[Row]:
    """The national form asks for the number alone; the results of those it does not tell stay blank."""
    draw = stream(titles.agency.name, "complaints", target.year)
    results: list[str | None] = []
    for key, label in COMPLAINT_RESULTS.items():
        results += [label] * target.count(f"complaints_{key}")
    results += [None] * (target.count("complaints_total") - len(results))
    draw.shuffle(results)
    rows = []
    for n, (day, result) in enumerate(zip(some_days(draw, target.year, len(results)), results, strict=True), 1):
        text = titles.one_of(draw, "complaints", target.year)
        rows.append(
            full_row("举报投诉", {"编号": f"投诉〔{target.year}〕{n}号", "日期": day, "内容": text, "结果": result})
        )
    return rows

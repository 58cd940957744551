"""Adding the accepted reports of a round to the organ's own registers, and showing what stands behind each number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.errors import Refusal
from gongkai.agencies.models import Agency
from gongkai.agencies.queries import edition_of
from gongkai.filing.deriving import derive_cells, hand_values
from gongkai.filing.models import AnnualReport, Round, Stage, Submission, Version
from gongkai.law.editions import Edition, load_edition
from gongkai.law.rules import non_additive_keys
from gongkai.registers.figures import plain
from gongkai.report.combine import CombineError, check_rollup, combine
from gongkai.report.model import Cell, Number, Report
from gongkai.report.presenting.payload import findings_json
from gongkai.report.writing.figures import plain_number


class NotCombinable(Refusal):
    """The reports cannot be added up."""


@dataclass(frozen=True, slots=True)
class Part:
    """An accepted report: ``label`` names the organ so that no two are alike."""

    submission: int
    code: str
    path: str
    label: str
    report: Report


@dataclass(frozen=True, slots=True)
class Combination:
    """``report`` adds up ``own`` and ``parts``; ``left_out`` are parts that a report above them counts already,
    ``missing`` the organs of which nothing was accepted."""

    edition: Edition
    report: Report
    own: Report
    parts: tuple[Part, ...]
    left_out: tuple[Part, ...]
    missing: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The shape of ``Round.combination``."""
        return {
            "at": timezone.now().isoformat(timespec="seconds"),
            "own": {key: cell.value for key, cell in self.own.cells.items()},
            "included": [part.submission for part in self.parts],
            "left_out": [part.label for part in self.left_out],
            "missing": list(self.missing),
            "notes": [str(note.message) for note in self.report.notes],
            "findings": self._findings(),
        }

    def _findings(self) -> list[dict[str, Any]]:
        below = [part.report for part in self.parts]
        expected = [report.agency for report in below if report.agency]
        checked = check_rollup(self.report, self.own, below, [*expected, *self.missing])
        findings: list[dict[str, Any]] = findings_json([checked])["reports"][0]["findings"]
        return findings


def combination_of(round_: Round) -> Combination:
    """Everything accepted in the round, added up with the organ's own registers; NotCombinable where that cannot be."""
    edition = _edition(round_)
    parts, left_out = _without_double(_parts(round_))
    own = Report(round_.agency.name, round_.year, edition.id, cells=derive_cells(round_.agency, round_.year, edition))
    try:
        combined = combine([own, *(part.report for part in parts)], round_.agency.name, edition=edition)
    except CombineError as error:
        raise NotCombinable(f"{error.reason}。", f"{error.mend}。") from error
    _put_in_own_counts(combined, hand_values(round_.agency, round_.year))
    missing = round_.submissions.exclude(state=Submission.State.ACCEPTED).values_list("agency__name", "agency__code")
    return Combination(edition, combined, own, parts, left_out, tuple(_label(name, code) for name, code in missing))


def _edition(round_: Round) -> Edition:
    annual = AnnualReport.objects.filter(agency=round_.agency, year=round_.year).first()
    return load_edition(annual.edition) if annual else edition_of(round_.agency, round_.year)


def accepted(round_: Round) -> QuerySet[Submission]:
    return Submission.objects.filter(round=round_, state=Submission.State.ACCEPTED).order_by("agency__path")


def _parts(round_: Round) -> list[tuple[Part, bool]]:
    """The accepted reports, each with whether it is itself a combined one. One query; of the contents only the figures
    are read."""
    found = accepted(round_).values_list(
        "pk", "agency__code", "agency__path", "agency__name", "version__report__combined_from",
        KeyTransform("edition", "content"), KeyTransform("cells", "content"),
    )  # fmt: skip
    return [
        (_part(round_.year, pk, code, path, name, edition, cells), combined is not None)
        for pk, code, path, name, combined, edition, cells in found
    ]


def _part(year: int, pk: int, code: str, path: str, name: str, edition: str | None, cells: dict[str, Any]) -> Part:
    label = _label(name, code)
    figures = {key: Cell(key, cell["value"], cell["raw"], cell["unit"]) for key, cell in cells.items()}
    return Part(pk, code, path, label, Report(label, year, edition, cells=figures))


def _label(name: str, code: str) -> str:
    """Two organs may bear one name (a 城关镇 in each county)."""
    return f"{name}（{code}）"


def _without_double(parts: Iterable[tuple[Part, bool]]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """What is to be added, and what a combined report of an organ above counts already."""
    parts = list(parts)
    above = {part.path for part, combined in parts if combined}
    kept: list[Part] = []
    left_out: list[Part] = []
    for part, _combined in parts:
        (left_out if _lies_below(part.path, above) else kept).append(part)
    return tuple(kept), tuple(left_out)


def _lies_below(path: str, above: set[str]) -> bool:
    steps = path.strip("/").split("/")
    return any(f"/{'/'.join(steps[:n])}/" in above for n in range(1, len(steps)))


def _put_in_own_counts(combined: Report, by_hand: dict[str, Number | None]) -> None:
    """What must not be added up is what the organ itself has counted and entered by hand."""
    for key, value in by_hand.items():
        cell = combined.cells.get(key)
        if cell is not None and value is not None and {key, key.partition("@")[0]} & non_additive_keys():
            combined.cells[key] = replace(cell, value=value, raw=plain_number(value))


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one organ gives to a number; ``value`` None is a blank."""

    agency: Agency | None
    label: str
    value: Number | None


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind one number of a combined report. ``total`` is the sum of the contributions as they are now,
    ``stands`` whether the number still is that sum (None: a number that must not be added up)."""

    key: str
    value: Number | None
    contributions: tuple[Contribution, ...]
    total: Number | None
    stands: bool | None


def behind(round_: Round, version: Version, key: str) -> Behind:
    """The contributions to a cell: the organ's own and each accepted report. Two queries."""
    made = round_.combination or {}
    rows = Submission.objects.filter(pk__in=made.get("included", ())).order_by("agency__path")
    cells = (
        rows.select_related("agency")
        .defer("content")
        .annotate(cell=KeyTransform(key, KeyTransform("cells", "content")))
    )
    own = Contribution(round_.agency, _("本机关台账"), made.get("own", {}).get(key))
    contributions = (own, *(Contribution(s.agency, s.agency.name, (s.cell or {}).get("value")) for s in cells))
    value = (version.cells.get(key) or {}).get("value")
    total = _sum(c.value for c in contributions)
    additive = not {key, key.partition("@")[0]} & non_additive_keys()
    return Behind(key, value, contributions, total, total == value if additive else None)


def _sum(values: Iterable[Number | None]) -> Number | None:
    filled = [Decimal(str(value)) for value in values if value is not None]
    return plain(sum(filled, Decimal(0))) if filled else None


def combined_version(round_: Round) -> Version | None:
    """The newest version of the organ's report that this round was combined into."""
    versions = Version.objects.filter(report__combined_from=round_).exclude(stage=Stage.WITHDRAWN)
    return versions.select_related("report__agency").order_by("-number").first()

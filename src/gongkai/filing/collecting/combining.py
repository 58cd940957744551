"""Adding the accepted reports of a round to the organ's own registers, and showing what stands behind each number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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
from gongkai.filing.figures import cell_sources
from gongkai.filing.models import AnnualReport, Round, Stage, Submission, Version
from gongkai.filing.reporting import stored_cells
from gongkai.law.editions import Edition, builtin_editions, load_edition
from gongkai.registers.figures import plain
from gongkai.report.combine import CombineError, check_rollup, combine, may_be_added
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
    ``missing`` the organs of which nothing was accepted, ``entered`` the cells that the organ has counted itself."""

    edition: Edition
    report: Report
    own: Report
    parts: tuple[Part, ...]
    left_out: tuple[Part, ...]
    missing: tuple[str, ...]
    entered: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The shape of ``Round.combination``."""
        return {
            "at": timezone.now().isoformat(timespec="seconds"),
            "own": {key: cell.value for key, cell in self.own.cells.items()},
            "included": [part.submission for part in self.parts],
            "left_out": [part.label for part in self.left_out],
            "missing": list(self.missing),
            "entered": list(self.entered),
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
    entered = _put_in_own_counts(combined, hand_values(round_.agency, round_.year), edition)
    missing = round_.submissions.exclude(state=Submission.State.ACCEPTED).values_list("agency__name", "agency__code")
    names = tuple(_label(name, code) for name, code in missing)
    return Combination(edition, combined, own, parts, left_out, names, entered)


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


def _put_in_own_counts(combined: Report, by_hand: dict[str, Number | None], edition: Edition) -> tuple[str, ...]:
    """What cannot be added up is what the organ itself has counted and entered by hand. The keys of these cells."""
    year = combined.year or 0
    found = (key for key in by_hand if key in edition.slots)
    entered = tuple(key for key in found if cannot_be_added(combined.cells.get(key), key, edition, year))
    combined.cells.update((key, counted_cell(key, by_hand[key], edition)) for key in entered)
    return entered


def cannot_be_added(combined: Cell | None, key: str, edition: Edition, year: int) -> bool:
    """Whether a figure of the combined report has to be counted anew: adding would count twice, or gave nothing because
    reports lack the cell or tell it in other units. A hand figure of the second kind is the organ's own share only."""
    if not may_be_added(key, edition):
        return True
    return (combined is None or combined.value is None) and cell_sources(edition, year)[key].by_hand is None


def may_be_entered(round_: Round, version: Version, key: str, edition: Edition) -> bool:
    """Whether a figure of the combined draft is entered by hand, or was."""
    combined = stored_cells(version).get(key)
    return is_entered(round_, key) or cannot_be_added(combined, key, edition, round_.year)


def counted_cell(key: str, value: Number | None, edition: Edition) -> Cell:
    """A figure that the organ has counted itself; None is a blank."""
    table, row, column = edition.slots[key]
    return Cell(key, value, "" if value is None else plain_number(value), table.unit_of(row, column))


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one organ gives to a number; ``value`` None is a blank, unless its form ``lacks`` the cell."""

    agency: Agency | None
    label: str
    value: Number | None
    lacks: bool = False


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
        .annotate(cell=KeyTransform(key, KeyTransform("cells", "content")), form=KeyTransform("edition", "content"))
    )
    own = Contribution(round_.agency, _("本机关台账"), made.get("own", {}).get(key))
    contributions = (own, *(_given(s.agency, s.form, s.cell, key) for s in cells))
    value = (version.cells.get(key) or {}).get("value")
    total = _sum(c.value for c in contributions)
    additive = may_be_added(key, load_edition(version.report.edition)) and not is_entered(round_, key)
    return Behind(key, value, contributions, total, total == value if additive else None)


def _given(agency: Agency, form: str | None, cell: dict[str, Any] | None, key: str) -> Contribution:
    edition = builtin_editions().get(form or "")
    lacks = cell is None and edition is not None and key not in edition.slots
    return Contribution(agency, agency.name, (cell or {}).get("value"), lacks)


def is_entered(round_: Round, key: str) -> bool:
    """Whether the organ has counted the figure itself although others of its kind are added."""
    return key in (round_.combination or {}).get("entered", ())


def _sum(values: Iterable[Number | None]) -> Number | None:
    filled = [Decimal(str(value)) for value in values if value is not None]
    return plain(sum(filled, Decimal(0))) if filled else None


def combined_version(round_: Round) -> Version | None:
    """The newest version of the organ's report that this round was combined into."""
    versions = Version.objects.filter(report__combined_from=round_).exclude(stage=Stage.WITHDRAWN)
    return versions.select_related("report__agency").order_by("-number").first()

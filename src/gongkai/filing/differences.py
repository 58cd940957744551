"""What is different: between the registers and what was sent in, and between two versions of a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.filing.deriving import derive_cells
from gongkai.filing.models import Version
from gongkai.filing.prose.binding import render
from gongkai.filing.reporting import Cells, cells_of, stored_cells
from gongkai.law.editions import Edition, load_edition
from gongkai.report.auditing.wording import label
from gongkai.report.model import Number


@dataclass(frozen=True)
class CellChange:
    """A figure that is not what it was; None is a blank."""

    key: str
    label: str
    before: Number | None
    after: Number | None


@dataclass(frozen=True)
class SectionChange:
    """A part of the prose whose words, numbers included, are not what they were; empty where there is no such part."""

    title: str
    before: str
    after: str


def cell_changes(before: Cells, after: Cells, edition: Edition) -> list[CellChange]:
    """The figures that differ, in printed order."""
    return list(_cell_changes(before, after, edition))


def _cell_changes(before: Cells, after: Cells, edition: Edition) -> Iterator[CellChange]:
    for key in dict.fromkeys([*edition.slots, *before, *after]):
        old, new = before.get(key), after.get(key)
        if (old.value if old else None) != (new.value if new else None):
            yield CellChange(key, label(edition, key), old.value if old else None, new.value if new else None)


def register_changes(version: Version) -> list[CellChange]:
    """What the registers give otherwise than when the version was sent in. A combined report has no registers."""
    annual = version.report
    if annual.combined_from_id is not None:
        return []
    edition = load_edition(annual.edition)
    return cell_changes(stored_cells(version), derive_cells(annual.agency, annual.year, edition), edition)


def version_changes(before: Version, after: Version) -> tuple[list[CellChange], list[SectionChange]]:
    """What a version says otherwise than the one before."""
    edition = load_edition(after.report.edition)
    old, new = cells_of(before), cells_of(after)
    return cell_changes(old, new, edition), list(_section_changes(_prose(before, old), _prose(after, new)))


def _prose(version: Version, cells: Cells) -> dict[str, tuple[str, str]]:
    return {section.key: (section.title, render(section.text, cells)) for section in version.sections.all()}


def _section_changes(
    before: Mapping[str, tuple[str, str]], after: Mapping[str, tuple[str, str]]
) -> Iterator[SectionChange]:
    for key in dict.fromkeys([*after, *before]):
        old, new = before.get(key, ("", "")), after.get(key, ("", ""))
        if old != new:
            yield SectionChange(new[0] or old[0], old[1], new[1])


def summary_of(cells: list[CellChange], sections: list[SectionChange]) -> list[dict[str, Any]]:
    """The changes in the shape of ``Version.correction_summary``: ``{"cell": key, "label", "before", "after"}`` and
    ``{"section": title, "before", "after"}``."""
    figures = [{"cell": c.key, "label": c.label, "before": c.before, "after": c.after} for c in cells]
    return [*figures, *({"section": s.title, "before": s.before, "after": s.after} for s in sections)]

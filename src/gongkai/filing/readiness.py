"""What somebody should look at before a report goes on its way, and what keeps it from going."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.agencies.errors import Refusal
from gongkai.filing.figures import cell_sources
from gongkai.filing.models import HandFigure, Picture, Section, Version
from gongkai.filing.prose.binding import names_of
from gongkai.filing.reporting import PREAMBLE
from gongkai.law.editions import Edition, load_edition


class SectionEmpty(Refusal):
    """A section that the form demands says nothing."""


@dataclass(frozen=True)
class ToLookAt:
    """What is not there. ``empty`` are sections with neither words nor pictures nor a table, ``blank`` the keys and
    names of figures that nobody entered, ``silent`` pictures that say nothing to those who cannot see them."""

    empty: list[Section]
    blank: list[tuple[str, str]]
    silent: list[Picture]

    def __bool__(self) -> bool:
        return bool(self.empty or self.blank or self.silent)


def to_look_at(version: Version) -> ToLookAt:
    edition = load_edition(version.report.edition)
    sections = list(version.sections.prefetch_related("pictures"))
    names = names_of(edition)
    return ToLookAt(
        empty=_empty(sections, edition),
        blank=[(key, names[key]) for key in _blank(version, edition)],
        silent=[picture for section in sections for picture in section.pictures.all() if not picture.alt.strip()],
    )


def refuse_empty_sections(version: Version) -> None:
    """Raise SectionEmpty where a section that the edition demands is empty."""
    edition = load_edition(version.report.edition)
    demanded = {section.key for section in edition.sections if section.required}
    sections = list(version.sections.prefetch_related("pictures"))
    titles = [section.title for section in _empty(sections, edition) if section.key in demanded]
    if titles:
        named = _("、").join(f"“{title}”" for title in titles)
        raise SectionEmpty(_("%(sections)s还没有内容。") % {"sections": named}, _("请在正文中写好以后再送审。"))


def _empty(sections: list[Section], edition: Edition) -> list[Section]:
    """A section that prints a table says something without words; the words before the first heading may be absent."""
    filled = {table.section for table in edition.tables}
    silent = [section for section in sections if not section.text.strip() and not section.pictures.all()]
    return [section for section in silent if section.key != PREAMBLE and section.key not in filled]


def _blank(version: Version, edition: Edition) -> list[str]:
    annual = version.report
    entered = HandFigure.objects.filter(agency=annual.agency_id, year=annual.year).values_list("key", flat=True)
    if annual.combined_from_id is None:
        return blank_hand_cells(edition, annual.year, set(entered))
    known = set(entered)
    return [key for key, cell in version.cells.items() if cell["value"] is None and key not in known]


def blank_hand_cells(edition: Edition, year: int, entered: Collection[str]) -> list[str]:
    """The hand figures that nobody has entered; one that was left blank on purpose is entered."""
    return [key for key, source in cell_sources(edition, year).items() if source.by_hand and key not in entered]

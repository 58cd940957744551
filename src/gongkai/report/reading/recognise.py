"""From a document taken apart to a report: edition, cells, agency, year, title, sections, claims."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.law.editions import Edition, builtin_editions
from gongkai.report.claims import extract
from gongkai.report.model import Cell, Claim, Report, Section
from gongkai.report.reading.document import Document, Paragraph
from gongkai.report.reading.edition_choice import choose_edition
from gongkai.report.reading.identity import Title, find_agency, find_title, find_year
from gongkai.report.reading.labels import canonical
from gongkai.report.reading.lines import printed_lines
from gongkai.report.reading.placing import Placement
from gongkai.report.reading.running_tables import RunningText, without_stretches
from gongkai.report.reading.sections import Line, belongs_to_table, form_notes, split_sections

_PUBLISHED = re.compile(r"(?:发布|公开|发文|成文)(?:日期|时间)")


def recognise(document: Document, *, edition: Edition | None = None) -> Report:
    """Read a document as an annual report. ``edition`` names the only edition to try (a custom one); otherwise all
    built-in editions are tried. A document without a known table is still a report: ``edition`` None, no cells."""
    text = RunningText(printed_lines(document))
    texts = [line.text for line in text.lines]
    title = find_title(texts)
    year = find_year(title.text if title else None, texts)
    editions = [edition] if edition else list(builtin_editions().values())
    placement = choose_edition(document, text, editions, year)
    chosen = placement.edition if placement else None
    sections = split_sections(_prose(document, text, title, placement), chosen)
    agency = find_agency(title.text if title else None, texts)
    return Report(
        agency=agency,
        year=year,
        edition=chosen.id if chosen else None,
        title=title.text if title else None,
        cells=_in_form_order(placement) if placement else {},
        sections=sections,
        claims=_claims(sections, year, agency),
        notes=[*document.notes, *(placement.notes if placement else ())],
        text=document.text,
    )


def _in_form_order(placement: Placement) -> dict[str, Cell]:
    order = {key: i for i, key in enumerate(placement.edition.slots)}
    last = len(order)
    return dict(sorted(placement.cells.items(), key=lambda item: order.get(item[0], last)))


def _prose(document: Document, text: RunningText, title: Title | None, placement: Placement | None) -> list[Line]:
    """What is to be read as prose below the title: paragraphs, and the rows of tables that are no form (a layout
    table, a local table of a year without a national form)."""
    cuts = _above_and_title(text, title) if title else []
    if placement is None:
        return [Line(line.text, line.start) for line in without_stretches(text, cuts)]
    around, notes = _around_appended_table(document, placement), form_notes(placement.edition)
    kept = [
        line
        for line in without_stretches(text, [*cuts, *placement.running])
        if not (line.in_table and line.block in placement.forms) and canonical(line.text) not in notes
    ]
    return [Line(line.text, line.start, near_table=line.block in around) for line in kept]


def _above_and_title(text: RunningText, title: Title) -> list[tuple[int, int]]:
    """The stretches of the title and of what stands above it, menus of a web page for one; a line that states the date
    of publication is kept."""
    last = title.lines[-1]
    end = text.starts[last] + (title.rest if title.rest is not None else len(text.lines[last].text))
    dated = [i for i in range(title.lines.start) if _PUBLISHED.search(text.lines[i].text)]
    edges = [0, *(edge for i in dated for edge in (text.starts[i], text.starts[i] + len(text.lines[i].text))), end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _around_appended_table(document: Document, placement: Placement | None) -> set[int]:
    """Blocks that belong to a row-value table at the end of the report: its caption above and everything below it.
    Tables of the later forms stand inside the sections and own nothing."""
    if placement is None or not placement.forms or placement.edition.tables[0].layout != "row_value":
        return set()
    first, last = min(placement.forms), len(document.blocks)
    above = [(i, b.text.strip()) for i, b in enumerate(document.blocks[:first]) if isinstance(b, Paragraph)]
    above = [(i, text) for i, text in above if text]
    owned = belongs_to_table([text for _, text in above])
    return {i for i, _ in above[len(above) - owned :]} | set(range(first, last))


def _claims(sections: Sequence[Section], year: int | None, agency: str | None) -> list[Claim]:
    return [
        claim
        for number, section in enumerate(sections)
        for claim in extract(section.text, heading=section.title, year=year, agency=agency, section=number)
    ]

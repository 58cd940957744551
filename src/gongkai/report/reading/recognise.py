"""From a document taken apart to a report: edition, cells, agency, year, title, sections, claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gongkai.law.editions import Edition, builtin_editions
from gongkai.report.claims import extract
from gongkai.report.model import Cell, Claim, Report, Section
from gongkai.report.reading.document import Document, Paragraph, Table
from gongkai.report.reading.edition_choice import choose_edition
from gongkai.report.reading.identity import Title, find_agency, find_title, find_year
from gongkai.report.reading.placing import Placement
from gongkai.report.reading.sections import Line, belongs_to_table, is_form_note, split_sections


def recognise(document: Document, *, edition: Edition | None = None) -> Report:
    """Read a document as an annual report. ``edition`` names the only edition to try (a custom one); otherwise all
    built-in editions are tried. A document without a known table is still a report: ``edition`` None, no cells."""
    texts = [p.text for p in document.paragraphs()]
    title = find_title(texts)
    year = find_year(title.text if title else None, texts)
    editions = [edition] if edition else list(builtin_editions().values())
    placement = choose_edition(document, editions, year)
    chosen = placement.edition if placement else None
    sections = split_sections(_lines(document, title, placement), chosen)
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


def _lines(document: Document, title: Title | None, placement: Placement | None) -> list[Line]:
    """The prose below the title, line by line; captions and notes of an appended table are marked."""
    around = _around_appended_table(document, placement)
    lines: list[Line] = []
    for number, paragraph in enumerate(document.paragraphs()):
        if title and number in title.lines:
            if title.rest:
                lines.append(_rest_of_title(paragraph, title.rest))
            continue
        if title and number < title.lines.start:
            continue
        if paragraph.text.strip() and not (placement and is_form_note(paragraph.text, placement.edition)):
            lines.append(_line(paragraph, near_table=number in around))
    return lines


def _line(paragraph: Paragraph, *, near_table: bool) -> Line:
    lead = len(paragraph.text) - len(paragraph.text.lstrip())
    start = paragraph.place.start
    return Line(paragraph.text.strip(), None if start is None else start + lead, near_table)


def _rest_of_title(paragraph: Paragraph, rest: tuple[str, int]) -> Line:
    text, offset = rest
    lead = len(text) - len(text.lstrip())
    start = paragraph.place.start
    return Line(text.strip(), None if start is None else start + offset + lead)


def _around_appended_table(document: Document, placement: Placement | None) -> set[int]:
    """Numbers of the paragraphs that belong to a row-value table at the end of the report: its caption above and
    everything below it. Tables of the later forms stand inside the sections and own nothing."""
    if placement is None or placement.edition.tables[0].layout != "row_value":
        return set()
    tables = [i for i, block in enumerate(document.blocks) if isinstance(block, Table)]
    if not tables:
        return set()
    first = max(tables, key=lambda i: len(document.blocks[i].cells))  # type: ignore[union-attr]
    before = [b for b in document.blocks[:first] if isinstance(b, Paragraph)]
    owned = belongs_to_table([p.text.strip() for p in before])
    after = sum(isinstance(b, Paragraph) for b in document.blocks[first:])
    return set(range(len(before) - owned, len(before) + after))


def _claims(sections: Sequence[Section], year: int | None, agency: str | None) -> list[Claim]:
    return [
        replace(claim, section=number)
        for number, section in enumerate(sections)
        for claim in extract(section.text, heading=section.title, year=year, agency=agency)
    ]

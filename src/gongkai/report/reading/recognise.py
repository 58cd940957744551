"""From a document taken apart to a report: edition, cells, agency, year, title, sections, claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

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
    printed = list(_printed_lines(document))
    texts = [line.text for line in printed]
    title = find_title(texts)
    year = find_year(title.text if title else None, texts)
    editions = [edition] if edition else list(builtin_editions().values())
    placement = choose_edition(document, editions, year)
    chosen = placement.edition if placement else None
    sections = split_sections(_prose(document, printed, title, placement), chosen)
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


@dataclass(frozen=True, slots=True)
class _Printed:
    """A paragraph, or a row of a table, as one line; ``block`` is its place among the document's blocks."""

    text: str
    start: int | None
    block: int
    in_table: bool = False


def _printed_lines(document: Document) -> Iterator[_Printed]:
    for number, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            if block.text.strip():
                yield _stripped(block.text, block.place.start, number)
        else:
            yield from _row_lines(block, number, document.text)


def _stripped(text: str, start: int | None, block: int) -> _Printed:
    lead = len(text) - len(text.lstrip())
    return _Printed(text.strip(), None if start is None else start + lead, block)


def _row_lines(table: Table, number: int, text: str | None) -> Iterator[_Printed]:
    """The rows of a table as lines; in plain text each is the slice of the text that prints it."""
    for row in table.rows():
        cells = [c for c in row if c.text.strip()]
        if not cells:
            continue
        start, end = cells[0].place.start, cells[-1].place.end
        if text is not None and start is not None and end is not None:
            yield _Printed(text[start:end], start, number, in_table=True)
        else:
            yield _Printed(" ".join(" ".join(c.text.split()) for c in cells), None, number, in_table=True)


def _prose(
    document: Document, printed: Sequence[_Printed], title: Title | None, placement: Placement | None
) -> list[Line]:
    """What is to be read as prose below the title: paragraphs, and the rows of tables that are no form (a layout
    table, a local table of a year without a national form)."""
    around = _around_appended_table(document, placement)
    lines: list[Line] = []
    for number, line in enumerate(printed):
        if title and number <= title.lines[-1]:
            if title.rest and number in title.lines:
                rest = _stripped(title.rest[0], None if line.start is None else line.start + title.rest[1], line.block)
                lines.append(Line(rest.text, rest.start))
            continue
        if placement and (
            (line.in_table and line.block in placement.forms) or is_form_note(line.text, placement.edition)
        ):
            continue
        lines.append(Line(line.text, line.start, near_table=line.block in around))
    return lines


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
        replace(claim, section=number)
        for number, section in enumerate(sections)
        for claim in extract(section.text, heading=section.title, year=year, agency=agency)
    ]

"""Pages of a fixed-layout file into the blocks of a document: tables, paragraphs, in reading order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from gongkai.report.reading.document import Block, Document
from gongkai.report.reading.formats.limits import CellBudget
from gongkai.report.reading.formats.pages.columns import aligned_tables
from gongkai.report.reading.formats.pages.furniture import remove_furniture
from gongkai.report.reading.formats.pages.grid import find_grids, place_runs
from gongkai.report.reading.formats.pages.joins import add_cut_rows, goes_on, join
from gongkai.report.reading.formats.pages.lines import Line, lines
from gongkai.report.reading.formats.pages.notes import page_notes
from gongkai.report.reading.formats.pages.page import Page
from gongkai.report.reading.formats.pages.paragraphs import Measure, PlacedLine, measure, paragraphs
from gongkai.report.reading.formats.pages.rows import with_text_rows
from gongkai.report.reading.formats.pages.tables import Part, part_of, to_table

_CONTINUED = re.compile(r"[（(【\[]?(?:续上?表|表续|接上(?:表|页))[\d一二三四五]*[】\])）]?")
Item = Line | Part


def document_of(pages: Sequence[Page], kind: str) -> Document:
    """The document of kind ``pdf`` or ``ofd`` that pages make up; headers, footers, page numbers and watermarks are
    left out, and taken out of ``runs`` of the pages. Raises UnreadableError for more cells than a report has."""
    budget = CellBudget()
    drawn = []
    for page in pages:
        drawn.append(find_grids(page))
        budget.spend(sum(len(grid.regions) for grid in drawn[-1][0]))
    grids = [tables for tables, _ in drawn]
    remove_furniture(pages, grids)
    for (upper, above), (lower, below) in pairwise(zip(pages, drawn, strict=True)):
        add_cut_rows(upper, *above, lower, *below)
    items: list[list[Item]] = []
    for page, tables in zip(pages, grids, strict=True):
        flow = [line for line in lines(place_runs(tables, page.runs)) if line.text]
        parts = [part for grid in tables if (part := part_of(page, with_text_rows(grid)))]
        items.append(_in_order(page, [*aligned_tables(page, flow), *parts]))
    return Document(kind, _blocks(pages, items), list(page_notes(pages)))


def _blocks(pages: Sequence[Page], items: Sequence[Sequence[Item]]) -> list[Block]:
    flows: dict[int, list[list[Line]]] = defaultdict(list)
    for page, found in zip(pages, items, strict=True):
        flows[round(page.width)].append([item for item in found if isinstance(item, Line)])
    measures = {width: measure(flow, width) for width, flow in flows.items()}
    writer = _Writer()
    for page, found in zip(pages, items, strict=True):
        writer.add_page(page, found, measures)
    return writer.finish()


def _in_order(page: Page, items: Sequence[Item]) -> list[Item]:
    """Items of a page from top to bottom."""

    def top(item: Item) -> float:
        if isinstance(item, Line):
            return item.middle
        assert item.place.box
        return page.height - item.place.box[3]

    return sorted(items, key=top)


class _Writer:
    """Puts the items of page after page into blocks; a table waits for the page after it."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._stretch: list[PlacedLine] = []
        self._table: Part | None = None
        self._tables = 0

    def add_page(self, page: Page, items: Sequence[Item], measures: Mapping[int, Measure]) -> None:
        shown = items[1:] if self._is_continued(items) else items
        for number, item in enumerate(shown):
            if isinstance(item, Part):
                self._add_table(item, at_top=number == 0)
            else:
                self._end_table()
                self._stretch.append(PlacedLine(item, page, measures[round(page.width)]))

    def _is_continued(self, items: Sequence[Item]) -> bool:
        """Whether a page begins with a line that only says that the table goes on."""
        first = items[0] if items else None
        return self._table is not None and isinstance(first, Line) and _CONTINUED.fullmatch(first.text) is not None

    def _add_table(self, part: Part, *, at_top: bool) -> None:
        if at_top and self._table and goes_on(self._table, part):
            join(self._table, part)
            return
        self._end_table()
        self._end_paragraphs()
        self._table = part

    def _end_table(self) -> None:
        if self._table:
            self._blocks.append(to_table(self._table, self._tables))
            self._tables += 1
            self._table = None

    def _end_paragraphs(self) -> None:
        self._blocks.extend(paragraphs(self._stretch))
        self._stretch = []

    def finish(self) -> list[Block]:
        self._end_table()
        self._end_paragraphs()
        return self._blocks

"""The file of a report: in which format and layout, its blocks in order, its bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from gongkai.corpus.synth.chance import stream, weighted
from gongkai.corpus.synth.faults.case import Case
from gongkai.corpus.synth.printing import html, office, text
from gongkai.corpus.synth.printing.paper import Block, Grid, Line, Paper, form_tables
from gongkai.corpus.synth.prose.composing import Prose

FORMATS = ("html", "docx", "pdf", "txt", "md", "xlsx")
_NUMERALS = "一二三四五六七八九十"
_DOCX = (("slim", 9), ("official", 1))
_TEXT = (("cells", 4), ("tabs", 3), ("bars", 1), ("aligned", 2))


@dataclass(frozen=True, slots=True)
class Look:
    """``layout`` names one of the layouts of the format ``suffix``. ``units``: the table has a column of units.
    ``tables_first``: a section's table stands above its prose. ``caption``: 附件 and 填报单位 stand above an appended
    table."""

    suffix: str
    layout: str
    units: bool
    tables_first: bool
    caption: bool


def look_of(case: Case, formats: Sequence[str], draw: Random) -> Look:
    """The look of a report; an agency keeps its habits, the format changes from year to year."""
    habit = stream("look", case.voice.seed, case.series.agency)
    suffix = draw.choice(formats)
    units = habit.random() < 0.85
    first, caption = habit.random() < 0.3, habit.random() < 0.7
    return Look(suffix, _layout(case, suffix, draw), units, first, caption)


def _layout(case: Case, suffix: str, draw: Random) -> str:
    if suffix == "html":
        return draw.choice((*html.LAYOUTS,))
    if suffix == "docx":
        return weighted(draw, _DOCX)
    if suffix != "txt":
        return "official"
    grids = [Grid(table, case.cells) for table in form_tables(case.edition.id)]
    if text.can_run_together(grids) and draw.random() < 0.5:
        return "flattened"
    layout = weighted(draw, _TEXT)
    return "tabs" if layout == "aligned" and text.has_blanks(grids) else layout


def file_of(case: Case, look: Look, draw: Random) -> bytes:
    """The bytes of a report in its look."""
    paper = paper_of(case, look)
    if look.suffix == "html":
        return html.html_page(paper, look.layout, draw)
    if look.suffix == "txt":
        return text.text_file(paper, look.layout)
    if look.suffix == "md":
        return text.markdown_file(paper)
    return office.slim_docx(paper) if look.layout == "slim" else office.official(paper, look.suffix)


def paper_of(case: Case, look: Look) -> Paper:
    """The blocks of a report in printed order."""
    assert case.prose
    agency, year = case.series.agency, case.year
    published = case.published if look.suffix == "html" else None
    paper = Paper((f"{agency}{year}年政府信息公开工作年度报告",), agency, year, published=published)
    paper.blocks.append(Line("body", "".join(s.text for s in case.prose.preamble)))
    grids = [Grid(table, case.cells) for table in form_tables(case.edition.id, units=look.units)]
    paper.blocks.extend(_sections(case.prose, [g for g in grids if g.table.section], look))
    paper.blocks.extend(_signature(case.prose))
    paper.blocks.extend(_appended(case, [g for g in grids if not g.table.section], look))
    return paper


def _sections(prose: Prose, grids: Sequence[Grid], look: Look) -> Iterator[Block]:
    for at, part in enumerate(prose.parts):
        repeated = prose.extra.get("repeated") == part.key
        yield Line("heading", f"{_ordinal(at if repeated else at + 1)}、{part.title}")
        words: list[Block] = [Line("body", line) for line in part.text.split("\n") if line]
        tables = [g for g in grids if g.table.section == part.key]
        blocks: list[Block] = [*tables, *words] if look.tables_first else [*words, *tables]
        yield from blocks


def _ordinal(number: int) -> str:
    return _NUMERALS[number - 1] if number <= 10 else f"十{_NUMERALS[number - 11]}"


def _signature(prose: Prose) -> list[Block]:
    if not prose.signature:
        return []
    year, month, day = prose.signed
    return [Line("signature", prose.signature), Line("signature", f"{year}年{month}月{day}日")]


def _appended(case: Case, grids: Sequence[Grid], look: Look) -> Iterator[Block]:
    for grid in grids:
        if look.caption:
            yield Line("caption", "附件")
        yield Line("caption", f"{case.year}年度{grid.table.caption}")
        if look.caption:
            yield Line("body", f"填报单位：{case.series.agency}")
        yield grid
        if grid.table.note:
            yield Line("body", grid.table.note)

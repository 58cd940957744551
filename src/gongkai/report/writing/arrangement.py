"""A report as it goes on paper: title, headings, paragraphs, pictures and printed tables in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from gongkai.law.editions import Edition, builtin_editions
from gongkai.law.messages import Message
from gongkai.report.model import Picture, Report, Section
from gongkai.report.writing.errors import UnwritableError
from gongkai.report.writing.figures import clean
from gongkai.report.writing.layout import PrintedTable, keys_printed, numbered, printed_tables

Style = Literal["body", "subheading", "signature", "attachment", "table_title", "table_line"]

_CAPTION = re.compile(r"附件|附表|统计表|报表|填[报表]单位|单位名称|填[报表]日期|年度[)）]$")
_SUBHEADING = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)][^。；！？\n]{2,38}[。]?")
_DATE = re.compile(
    r"\s*[\d二〇○零一]{4}\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日\s*"
)
_YEAR_INSIDE = re.compile(r"(?<=\S)(?<![\d二〇○零])(?:20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})(?=\s*年)")
_NUMERALS = "一二三四五六七八九十"
LONGEST_SIGNATURE = 40
LONGEST_TITLE_LINE = 18


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section (outline level 1); ``key`` is the section's key."""

    text: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. ``section`` is an index into ``Report.sections`` (None for words the writer adds) and ``start`` the
    paragraph's offset in that section's text."""

    text: str
    style: Style = "body"
    section: int | None = None
    start: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture in its section."""

    picture: Picture

    @property
    def text(self) -> str:
        """The words that stand for the picture where it cannot be printed."""
        return clean(f"［图：{self.picture.alt}］{self.picture.caption}")


Block = Heading | Text | PrintedTable | Figure


@dataclass(slots=True)
class Arrangement:
    """The title (lines) and the blocks of a report in printed order; the appended tables begin a new page."""

    title: tuple[str, ...]
    agency: str | None
    blocks: list[Block] = field(default_factory=list)
    appended: list[Block] = field(default_factory=list)

    @property
    def tables(self) -> list[PrintedTable]:
        return [b for b in (*self.blocks, *self.appended) if isinstance(b, PrintedTable)]


def edition_of(report: Report, editions: Mapping[str, Edition] | None = None) -> Edition | None:
    """The report's edition among ``editions`` (default: those that ship with Gongkai), None when not known."""
    return (builtin_editions() if editions is None else editions).get(report.edition or "")


def arrange(report: Report, edition: Edition | None = None) -> Arrangement:
    """The report in printed order, its tables in the sections that the edition prints them in.

    ``edition`` defaults to the built-in one that the report names. UnwritableError where cells are there that no table
    of the edition prints, so that no figure is lost unsaid.
    """
    paper = arrange_known(report, edition or edition_of(report))
    _refuse_lost_cells(report, keys_printed(paper.tables))
    return paper


def arrange_known(report: Report, edition: Edition | None) -> Arrangement:
    """As ``arrange``, leaving out the cells that no table of the edition prints."""
    tables = printed_tables(report.cells, edition) if edition else []
    sections = _titled(report, edition if tables else None)
    order: dict[str | None, int] = {s.key: s.order for s in edition.sections} if edition else {}
    paper = Arrangement(title_lines(report), report.agency)
    inside = [t for t in tables if t.section]
    for position, (index, section) in enumerate(sections):
        if section.key == "attachment":
            continue
        paper.blocks.extend(_section_blocks(index, section))
        later = {order[s.key] for _, s in sections[position + 1 :] if s.key in order}
        due = [t for t in inside if _is_due(t, section, order, later)]
        paper.blocks.extend(_with_notes(due))
        inside = [t for t in inside if t not in due]
    paper.blocks.extend(_with_notes(inside))
    paper.appended.extend(_appended(report, [t for t in tables if not t.section]))
    return paper


def _with_notes(tables: Iterable[PrintedTable]) -> Iterator[Block]:
    for table in tables:
        yield table
        if table.note:
            yield Text(table.note, "table_line")


def _refuse_lost_cells(report: Report, printed: set[str]) -> None:
    lost = [key for key in report.cells if key not in printed]
    if lost:
        raise UnwritableError(
            Message(
                "版式“{edition}”的表格没有位置放 {count} 个单元格：{keys}",
                edition=report.edition or Message("未知"),
                count=len(lost),
                keys=lost if len(lost) <= 3 else [*lost[:3], "…"],
            ),
            "请用 --edition 指明与数据相符的版式文件，或转换为 json",
        )


def title_lines(report: Report) -> tuple[str, ...]:
    """The title as the report has it, else the form's own words."""
    if report.title and report.title.strip():
        lines = (line.strip() for line in clean(report.title).split("\n"))
        return tuple(part for line in lines if line for part in _broken_at_year(line))
    year = f"{report.year}年" if report.year else ""
    agency = (clean(report.agency).strip(),) if report.agency else ()
    return (*agency, f"{year}政府信息公开工作年度报告")


def _broken_at_year(line: str) -> tuple[str, ...]:
    """A title too long for one line is broken before its year, not inside a word."""
    year = _YEAR_INSIDE.search(line) if len(line) > LONGEST_TITLE_LINE else None
    return (line[: year.start()].strip(), line[year.start() :]) if year else (line,)


Numbered = list[tuple[int | None, Section]]


def _titled(report: Report, edition: Edition | None) -> Numbered:
    """The report's sections with their index; the edition's titles stand in where it has cells but no section."""
    own: Numbered = list(enumerate(report.sections))
    if edition is None or any(s.title for s in report.sections):
        return own
    added = (Section(s.key, f"{_ordinal(i)}、", s.title, "") for i, s in enumerate(edition.sections, start=1))
    return [*own, *((None, section) for section in added)]


def _ordinal(number: int) -> str:
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return lead + (_NUMERALS[ones - 1] if ones else "")


def _is_due(table: PrintedTable, section: Section, order: Mapping[str | None, int], later: set[int]) -> bool:
    """A table follows its own section; where the report lacks it, the last section that the form puts before it."""
    place = order.get(table.section, 0)
    if section.key not in order or order[section.key] > place:
        return False
    return section.key == table.section or not any(n <= place for n in later)


def _section_blocks(index: int | None, section: Section) -> Iterator[Block]:
    if section.title or section.number:
        yield Heading(clean(numbered(section.number, section.title or "")).strip(), section.key)
    lines = section.text.split("\n") if section.text else []
    start = 0
    closing = _signature_lines(lines)
    figures = [Figure(picture) for picture in section.pictures]
    for number, line in enumerate(lines):
        if number in closing:
            yield from figures
            figures = []
        if clean(line).strip():
            yield Text(clean(line).strip(), _style(line, number in closing), index, start + _lead(line))
        start += len(line) + 1
    yield from figures


def _lead(line: str) -> int:
    return len(line) - len(line.lstrip())


def _style(line: str, closing: bool) -> Style:
    if closing:
        return "signature"
    return "subheading" if _SUBHEADING.fullmatch(line.strip()) else "body"


def _signature_lines(lines: Sequence[str]) -> set[int]:
    """The date that closes the text, at most a remark in brackets behind it, and the name of the agency above it."""
    filled = [i for i, line in enumerate(lines) if line.strip()]
    if len(filled) > 1 and re.fullmatch(r"\s*[（(].*[）)]\s*", lines[filled[-1]]):
        filled.pop()
    if not filled or not _DATE.fullmatch(lines[filled[-1]]):
        return set()
    above = lines[filled[-2]].strip() if len(filled) > 1 else ""
    is_name = 0 < len(above) <= LONGEST_SIGNATURE and not re.search("[。；：]", above)
    return {filled[-1], filled[-2]} if is_name else {filled[-1]}


def _appended(report: Report, tables: Sequence[PrintedTable]) -> Iterator[Block]:
    """The statistical tables after the text, with what the report prints around them (附件, 填报单位, notes)."""
    found = next(((i, s) for i, s in enumerate(report.sections) if s.key == "attachment"), None)
    around = list(_section_blocks(*found)) if found else []
    above = [b for b in around if isinstance(b, Text)]
    captions = _leading_captions(above)
    if tables:
        yield from _captions(report, captions, tables[0])
    for number, table in enumerate(tables):
        if number:
            yield Text(table.caption, "table_title")
        yield from _with_notes([table])
    rest = above[len(captions) :] if tables else above
    yield from (Text(t.text, "table_line", t.section, t.start) for t in rest)
    yield from (block for block in around if isinstance(block, Figure))


def _leading_captions(lines: Sequence[Text]) -> list[Text]:
    count = next((i for i, t in enumerate(lines) if not _CAPTION.search(t.text)), len(lines))
    return list(lines[:count])


def _captions(report: Report, own: Sequence[Text], table: PrintedTable) -> Iterator[Text]:
    if own:
        yield from (Text(t.text, _caption_style(t.text), t.section, t.start) for t in own)
        return
    yield Text("附件", "attachment")
    yield Text(f"{report.year}年度{table.caption}" if report.year else table.caption, "table_title")
    if report.agency:
        yield Text(f"填报单位：{clean(report.agency).strip()}", "table_line")


def _caption_style(text: str) -> Style:
    if re.match(r"附[件表]\s*\d*\s*[:：]?$", text):
        return "attachment"
    return "table_line" if re.search(r"填[报表]|单位名称", text) else "table_title"

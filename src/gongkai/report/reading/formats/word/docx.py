"""Word and WPS documents in Office Open XML (ECMA-376, transitional and strict), read from the raw XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from gongkai.report.model import Note
from gongkai.report.reading.document import Block, Document, Paragraph
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.layout import BlockWriter, RawTable, StatedGrid
from gongkai.report.reading.formats.limits import CellBudget
from gongkai.report.reading.formats.numbering import joined
from gongkai.report.reading.formats.package import Package, parse_xml
from gongkai.report.reading.formats.word.lists import NUM_PR, Lists
from gongkai.report.reading.formats.word.markup import (
    BREAK,
    W,
    count_lone_pictures,
    drop_captions,
    has_embedded_files,
    normalise,
    parse_part,
    printed_text,
)
from gongkai.report.reading.formats.word.styles import Styles, number_in, outline_level

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_P, _TBL, _TR, _TC = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
_PPR, _PSTYLE, _TCPR, _TRPR = f"{W}pPr", f"{W}pStyle", f"{W}tcPr", f"{W}trPr"
_GRID_SPAN, _VMERGE, _HMERGE, _VAL = f"{W}gridSpan", f"{W}vMerge", f"{W}hMerge", f"{W}val"
_OUTLINE = f"{W}outlineLvl"
_MAX_NESTING = 12


def read_docx(data: bytes) -> Document:
    """The paragraphs and tables of the body as printed: list numbers resolved, deleted and hidden text left out,
    headers, footers and notes not read. Raises UnreadableError."""
    package = Package(data)
    main = _main_part(package)
    markup = package.find(main)
    if markup is None:
        raise UnreadableError("文件里没有正文部分，可能已损坏", "请用 Word 或 WPS 打开后另存为 docx")
    folder, _, name = main.rpartition("/")
    related = list(_relations(package, f"{folder}/_rels/{name}.rels"))
    styles, numbering = (_related(package, folder, related, kind) for kind in ("styles", "numbering"))
    return read_body(parse_part(markup), styles, numbering)


def read_body(root: etree._Element, styles: bytes | None, numbering: bytes | None) -> Document:
    """The document of a parsed main part, which this takes apart; ``styles`` and ``numbering`` are the XML of the
    parts of that name, None where the file has none."""
    pictures, embedded = count_lone_pictures(root), has_embedded_files(root)
    drop_captions(root)
    normalise(root)
    body = root.find(f"{W}body")
    result = Document("docx")
    if body is not None:
        result.blocks = _Body(styles, numbering).read(body)
    if pictures:
        result.notes.append(Note("image", f"文中有 {pictures} 处只有图片的段落，图片里的文字和表格没有读出"))
    if embedded:
        result.notes.append(Note("embedded", "文中嵌入了其他文件（如 Excel 工作表），嵌入的内容没有读出"))
    return result


def _main_part(package: Package) -> str:
    for kind, target in _relations(package, "_rels/.rels"):
        if kind.endswith("/officeDocument"):
            return target.lstrip("/")
    return "word/document.xml"


def _related(package: Package, folder: str, relations: Iterable[tuple[str, str]], kind: str) -> bytes | None:
    """The part of ``kind`` that the main part, in ``folder``, is related to, else the one in the usual place."""
    for relation, target in relations:
        if relation.endswith(f"/{kind}"):
            return package.find(target.lstrip("/") if target.startswith("/") else f"{folder}/{target}")
    return package.find(f"{folder}/{kind}.xml")


def _relations(package: Package, part: str) -> Iterator[tuple[str, str]]:
    markup = package.find(part)
    if markup is not None:
        for relation in parse_xml(markup).iter(_RELATION):
            yield str(relation.get("Type", "")), str(relation.get("Target", ""))


class _Body:
    """The walk over a normalised body."""

    def __init__(self, styles: bytes | None, numbering: bytes | None) -> None:
        self._styles = Styles(styles)
        self._lists = Lists(numbering, self._styles)
        self._budget = CellBudget()

    def read(self, body: etree._Element) -> list[Block]:
        writer = BlockWriter()
        writer.extend(self._content(body, 0))
        return writer.blocks

    def _content(self, container: etree._Element, depth: int) -> list[Paragraph | RawTable]:
        content: list[Paragraph | RawTable] = []
        for child in container.iterchildren(_P, _TBL):
            if child.tag == _P:
                self._paragraph(child, content)
            elif depth < _MAX_NESTING:
                content.append(self._table(child, depth))
            else:
                for paragraph in child.iter(_P):
                    self._paragraph(paragraph, content)
        return content

    def _paragraph(self, element: etree._Element, content: list[Paragraph | RawTable]) -> None:
        """Append the lines of a paragraph: a soft break parts them as a paragraph mark would."""
        named = listed = stated = None
        for item in _properties(element, _PPR, _PSTYLE, NUM_PR, _OUTLINE):
            if item.tag == _PSTYLE:
                named = str(item.get(_VAL))
            elif item.tag == NUM_PR:
                listed = item
            else:
                stated = number_in(item)
        style = self._styles.resolve(named)
        text = joined(self._lists.label(style, listed), printed_text(element))
        level = outline_level(style.outline if stated is None else stated)
        for line in text.split(BREAK) if BREAK in text else (text,):
            line = line.strip()
            if line:
                content.append(Paragraph(line, level=level))

    def _table(self, element: etree._Element, depth: int) -> RawTable:
        grid = StatedGrid(self._budget)
        for row in element.iterchildren(_TR):
            grid.start_row(_grid_before(row))
            for child in row.iterchildren(_TC):
                span, vertical, continues_left = _merging(child)
                cell = grid.place(span, vertical, continues_left=continues_left)
                if cell is not None:
                    cell.content = self._content(child, depth + 1)
        return grid.table


def _properties(element: etree._Element, holder: str, *names: str) -> Iterable[etree._Element]:
    """The properties of those names that an element states; they stand in its first child."""
    first = element[0] if len(element) else None
    return first.iterchildren(*names) if first is not None and first.tag == holder else ()


def _grid_before(row: etree._Element) -> int:
    """How many grid columns a row leaves free before its first cell."""
    first = row[0] if len(row) else None
    before = first.find(f"{W}gridBefore") if first is not None and first.tag == _TRPR else None
    return _count(before) if before is not None else 0


def _merging(cell: etree._Element) -> tuple[int, str, bool]:
    """(grid span, vertical merge: ``restart``, ``continue`` or ``""``, whether it continues the cell to the left)."""
    span, vertical, continues_left = 1, "", False
    for item in _properties(cell, _TCPR, _GRID_SPAN, _VMERGE, _HMERGE):
        if item.tag == _GRID_SPAN:
            span = max(1, _count(item))
        elif item.tag == _VMERGE:
            vertical = str(item.get(_VAL, "continue"))
        else:
            continues_left = item.get(_VAL, "continue") == "continue"
    return span, vertical, continues_left


def _count(element: etree._Element) -> int:
    value = str(element.get(_VAL, ""))
    return int(value) if value.isdecimal() and len(value) < 5 else 0

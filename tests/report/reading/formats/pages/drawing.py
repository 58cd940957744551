"""Pages drawn by hand: texts, lines, filled boxes and pictures, written as PDF in a few dozen lines.

Lengths are points, the origin is the top left corner of the page. Text uses a standard Chinese font that is not
embedded: every Chinese character is one em wide, every other half an em.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import cos, radians, sin

from tests.report.reading.formats.statutory import Grid, Printed, size

A4 = (595.0, 842.0)


@dataclass(frozen=True, slots=True)
class Text:
    """``y`` is the baseline; ``turn`` counts degrees clockwise; ``mode`` is the PDF text rendering mode."""

    text: str
    x: float
    y: float
    size: float = 10.5
    turn: float = 0.0
    mode: int = 0
    grey: float = 0.0
    spacing: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    x0: float
    y0: float
    x1: float
    y1: float
    width: float = 0.5
    dash: str = "[] 0"


@dataclass(frozen=True, slots=True)
class Fill:
    left: float
    top: float
    right: float
    bottom: float
    grey: float = 0.0


@dataclass(frozen=True, slots=True)
class Picture:
    left: float
    top: float
    right: float
    bottom: float


Mark = Text | Line | Fill | Picture


@dataclass(slots=True)
class Sheet:
    """A page in the making; ``rotate`` is the PDF entry of that name."""

    width: float = A4[0]
    height: float = A4[1]
    marks: list[Mark] = field(default_factory=list)
    rotate: int = 0

    def add(self, *marks: Mark) -> Sheet:
        self.marks.extend(marks)
        return self

    def lines(self, texts: Sequence[str], left: float = 90.0, top: float = 90.0, size: float = 10.5) -> Sheet:
        """Lines of text under each other, one and a half lines apart."""
        return self.add(*(Text(t, left, top + size * 1.5 * n, size) for n, t in enumerate(texts)))


def text_width(text: str, size: float) -> float:
    return sum(size if ord(character) > 0xFF else size / 2 for character in text)


def borders(grid: Grid, xs: Sequence[float], ys: Sequence[float]) -> Iterator[tuple[float, float, float, float]]:
    """The sides of the cells, every unit segment once: x0, y0, x1, y1."""
    seen: set[tuple[int, int, int, int]] = set()
    for cell in grid:
        top, left = cell.row, cell.column
        bottom, right = top + cell.row_span, left + cell.column_span
        for column in range(left, right):
            seen.update({(column, top, column + 1, top), (column, bottom, column + 1, bottom)})
        for row in range(top, bottom):
            seen.update({(left, row, left, row + 1), (right, row, right, row + 1)})
    for x0, y0, x1, y1 in sorted(seen):
        yield xs[x0], ys[y0], xs[x1], ys[y1]


def wrapped(text: str, width: float, size: float) -> list[str]:
    lines, line = [], ""
    for character in text:
        if line and text_width(line + character, size) > width:
            lines.append(line)
            line = ""
        line += character
    return [*lines, line] if line else lines


def cell_texts(
    grid: Grid, xs: Sequence[float], ys: Sequence[float], size: float = 9.0, padding: float = 3.0
) -> Iterator[Text]:
    """The texts of the cells, wrapped and centred."""
    for cell in grid:
        left, right = xs[cell.column], xs[cell.column + cell.column_span]
        lines = wrapped(cell.text, right - left - 2 * padding, size)
        middle = (ys[cell.row] + ys[cell.row + cell.row_span]) / 2
        top = middle - size * 1.2 * len(lines) / 2
        for number, line in enumerate(lines):
            x = (left + right - text_width(line, size)) / 2
            yield Text(line, x, top + size * (1.2 * number + 1.0), size)


def even(grid: Grid, left: float, top: float, width: float, height: float) -> tuple[list[float], list[float]]:
    """Column and row borders of a grid of equal columns and rows."""
    rows, columns = size(grid)
    return [left + width * n / columns for n in range(columns + 1)], [top + height * n / rows for n in range(rows + 1)]


def plain(rows: Sequence[Sequence[str]]) -> Grid:
    """A grid without merged cells."""
    return [Printed(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row)]


def as_pdf(sheets: Sequence[Sheet], *, in_forms: bool = False) -> bytes:
    """The pages as a PDF file; ``in_forms`` puts the content of each into a form object of half the size, painted
    twice as large."""
    objects: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 5 0 R/DW 1000/W[1 95 500]"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 880/StemV 93>>",
        stream(b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", b"\x80"),
    ]
    kids = []
    for sheet in sheets:
        content = "\n".join(_operators(sheet, mark) for mark in sheet.marks).encode("ascii")
        if in_forms:
            head = f"<</Type/XObject/Subtype/Form/BBox[0 0 {sheet.width} {sheet.height}]/Matrix[0.5 0 0 0.5 0 0]"
            objects.append(stream(f"{head}/Resources<</Font<</F 3 0 R>>/XObject<</I 6 0 R>>>>".encode(), content))
            content = b"q 2 0 0 2 0 0 cm /X Do Q"
        objects.append(stream(b"<<", content))
        kids.append(len(objects) + 1)
        resources = f"<</Font<</F 3 0 R>>/XObject<</I 6 0 R/X {len(objects) - 1} 0 R>>>>"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {sheet.width} {sheet.height}]/Rotate {sheet.rotate}"
            f"/Contents {len(objects)} 0 R/Resources{resources}>>".encode()
        )
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{listed}]>>".encode()
    return file_of(objects)


def file_of(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """A PDF file of numbered objects; the first is the catalogue."""
    out = bytearray(b"%PDF-1.6\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += f"trailer <</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def stream(head: bytes, body: bytes) -> bytes:
    """A packed stream; ``head`` is its dictionary, not yet closed."""
    packed = zlib.compress(body)
    return b"%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (head, len(packed), packed)


def _operators(sheet: Sheet, mark: Mark) -> str:
    high = sheet.height
    match mark:
        case Text():
            return _text_operators(mark, high)
        case Line():
            ends = f"{mark.x0} {high - mark.y0} m {mark.x1} {high - mark.y1} l"
            return f"q {mark.width} w {mark.dash} d {ends} S Q"
        case Fill():
            across, along = mark.right - mark.left, mark.bottom - mark.top
            return f"q {mark.grey} g {mark.left} {high - mark.bottom} {across} {along} re f Q"
        case Picture():
            across, along = mark.right - mark.left, mark.bottom - mark.top
            return f"q {across} 0 0 {along} {mark.left} {high - mark.bottom} cm /I Do Q"


def _text_operators(mark: Text, high: float) -> str:
    angle = radians(-mark.turn)
    matrix = f"{cos(angle):.4f} {sin(angle):.4f} {-sin(angle):.4f} {cos(angle):.4f} {mark.x} {high - mark.y}"
    codes = mark.text.encode("utf-16-be").hex()
    look = f"{mark.mode} Tr {mark.grey} g {mark.spacing} Tc"
    return f"q BT /F {mark.size} Tf {look} {matrix} Tm <{codes}> Tj ET Q"

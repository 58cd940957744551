"""Drawn pages as OFD files, in the manner of several producers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from math import cos, radians, sin
from xml.sax.saxutils import escape

from tests.report.reading.formats.pages.drawing import Fill, Line, Mark, Picture, Sheet, Text, text_width
from tests.report.reading.formats.samples import zipped

MM = 25.4 / 72
XMLNS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

TextStyle = Callable[[Text], str]
LineStyle = Callable[[Line], str]


def _mm(*values: float) -> str:
    return " ".join(f"{value * MM:.3f}" for value in values)


def _object(mark: Text, ctm: str, size: float, codes: str, extra: str = "") -> str:
    width = text_width(mark.text, mark.size) or 1
    return (
        f'<ofd:TextObject ID="1" Font="2" Size="{size:.4f}" {ctm} {extra}'
        f'Boundary="{_mm(mark.x, mark.y - mark.size, width, 1.2 * mark.size)}">{codes}</ofd:TextObject>'
    )


def _advances(mark: Text) -> list[float]:
    return [text_width(character, mark.size) * MM for character in mark.text[:-1]]


def per_line(mark: Text) -> str:
    """One text code a line, one distance a character."""
    steps = " ".join(f"{step:.4f}" for step in _advances(mark))
    delta = f'DeltaX="{steps}"' if steps else ""
    code = f'<ofd:TextCode X="0" Y="{mark.size * MM:.3f}" {delta}>{escape(mark.text)}</ofd:TextCode>'
    return _object(mark, "", mark.size * MM, code)


def grouped(mark: Text) -> str:
    """Equal distances written as ``g n d``."""
    parts: list[tuple[int, float]] = []
    for step in _advances(mark):
        if parts and parts[-1][1] == step:
            parts[-1] = (parts[-1][0] + 1, step)
        else:
            parts.append((1, step))
    steps = " ".join(f"g {count} {step:.4f}" for count, step in parts)
    delta = f'DeltaX="{steps}"' if steps else ""
    code = f'<ofd:TextCode X="0" Y="{mark.size * MM:.3f}" {delta}>{escape(mark.text)}</ofd:TextCode>'
    return _object(mark, "", mark.size * MM, code)


def per_character(mark: Text) -> str:
    """One text object a character."""
    out, x = [], mark.x
    for character in mark.text:
        single = Text(character, x, mark.y, mark.size)
        code = f'<ofd:TextCode X="0" Y="{mark.size * MM:.3f}">{escape(character)}</ofd:TextCode>'
        out.append(_object(single, "", mark.size * MM, code))
        x += text_width(character, mark.size)
    return "".join(out)


def scaled(mark: Text) -> str:
    """Size 1 under a CTM that scales it up; distances in the scaled space; glyph numbers given."""
    size = mark.size * MM
    steps = " ".join(f"{text_width(c, 1.0):.3f}" for c in mark.text[:-1])
    glyphs = " ".join(str(100 + n) for n in range(len(mark.text)))
    transform = (
        f'<ofd:CGTransform CodePosition="0" CodeCount="{len(mark.text)}" GlyphCount="{len(mark.text)}">'
        f"<ofd:Glyphs>{glyphs}</ofd:Glyphs></ofd:CGTransform>"
    )
    delta = f'DeltaX="{steps}"' if steps else ""
    code = f'{transform}<ofd:TextCode X="0" Y="1" {delta}>{escape(mark.text)}</ofd:TextCode>'
    return _object(mark, f'CTM="{size:.5f} 0 0 {size:.5f} 0 0"', 1.0, code)


def turned(mark: Text) -> str:
    """Text turned clockwise by its ``turn`` about its origin."""
    angle = radians(mark.turn)
    ctm = f'CTM="{cos(angle):.5f} {sin(angle):.5f} {-sin(angle):.5f} {cos(angle):.5f} 0 0"'
    steps = " ".join(f"{step:.4f}" for step in _advances(mark))
    code = f'<ofd:TextCode X="0" Y="0" DeltaX="{steps}">{escape(mark.text)}</ofd:TextCode>'
    return (
        f'<ofd:TextObject ID="1" Font="2" Size="{mark.size * MM:.4f}" {ctm} Boundary="{_mm(mark.x, mark.y, 10, 10)}">'
        f"{code}</ofd:TextObject>"
    )


def stroked(mark: Line) -> str:
    """A stroked path in its own boundary."""
    left, top = min(mark.x0, mark.x1), min(mark.y0, mark.y1)
    ends = f"M {_mm(mark.x0 - left, mark.y0 - top)} L {_mm(mark.x1 - left, mark.y1 - top)}"
    boundary = _mm(left, top, abs(mark.x1 - mark.x0) + 1, abs(mark.y1 - mark.y0) + 1)
    return (
        f'<ofd:PathObject ID="1" Boundary="{boundary}" LineWidth="0.2"><ofd:AbbreviatedData>{ends}'
        "</ofd:AbbreviatedData></ofd:PathObject>"
    )


def as_thin_fill(mark: Line) -> str:
    """A line as a thin filled rectangle in page coordinates."""
    half = mark.width / 2
    left, right = min(mark.x0, mark.x1) - half, max(mark.x0, mark.x1) + half
    top, bottom = min(mark.y0, mark.y1) - half, max(mark.y0, mark.y1) + half
    return _filled(left, top, right, bottom, 0.0)


def _filled(left: float, top: float, right: float, bottom: float, grey: float) -> str:
    shade = round(grey * 255)
    data = f"M {_mm(left, top)} L {_mm(right, top)} L {_mm(right, bottom)} L {_mm(left, bottom)} C"
    return (
        f'<ofd:PathObject ID="1" Boundary="0 0 210 297" Fill="true" Stroke="false">'
        f'<ofd:FillColor Value="{shade} {shade} {shade}"/><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>'
        f"</ofd:PathObject>"
    )


def _markup(mark: Mark, text: TextStyle, line: LineStyle) -> str:
    match mark:
        case Text():
            return turned(mark) if mark.turn else text(mark)
        case Line():
            return line(mark)
        case Fill():
            return _filled(mark.left, mark.top, mark.right, mark.bottom, mark.grey)
        case Picture():
            boundary = _mm(mark.left, mark.top, mark.right - mark.left, mark.bottom - mark.top)
            return f'<ofd:ImageObject ID="1" ResourceID="9" Boundary="{boundary}"/>'


def text_object(codes: str, attributes: str = 'Boundary="20 50 100 10" Size="4"') -> str:
    return f'<ofd:TextObject ID="5" Font="2" {attributes}>{codes}</ofd:TextObject>'


def code(text: str, attributes: str = 'X="0" Y="4"') -> str:
    return f"<ofd:TextCode {attributes}>{text}</ofd:TextCode>"


def path_object(data: str, boundary: str, ctm: str = "") -> str:
    matrix = f'CTM="{ctm}"' if ctm else ""
    drawn = f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject ID="3" Boundary="{boundary}" {matrix}>{drawn}</ofd:PathObject>'


def parts_of(data: bytes) -> dict[str, str]:
    """The parts of a package, to change some and pack them again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def page_xml(objects: str, area: str = "", template: str = "") -> str:
    return (
        f'{HEAD}<ofd:Page {XMLNS}>{area}{template}<ofd:Content><ofd:Layer ID="1">{objects}</ofd:Layer></ofd:Content>'
        "</ofd:Page>"
    )


def as_ofd(sheets: Sequence[Sheet], text: TextStyle = per_line, line: LineStyle = stroked) -> bytes:
    """The pages as an OFD file; ``text`` and ``line`` choose the manner."""
    pages = []
    for sheet in sheets:
        area = f"<ofd:Area><ofd:PhysicalBox>0 0 {_mm(sheet.width, sheet.height)}</ofd:PhysicalBox></ofd:Area>"
        pages.append(page_xml("".join(_markup(mark, text, line) for mark in sheet.marks), area))
    return package({f"Doc_0/Pages/Page_{n}/Content.xml": page for n, page in enumerate(pages)})


def package(pages: Mapping[str, str], extra: Mapping[str, str | bytes] | None = None, common: str = "") -> bytes:
    """An OFD file of one document with these page parts, in order."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="{path.removeprefix("Doc_0/")}"/>' for n, path in enumerate(pages))
    parts: dict[str, str | bytes] = {
        "OFD.xml": f'{HEAD}<ofd:OFD {XMLNS} Version="1.0"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>'
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"{HEAD}<ofd:Document {XMLNS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        f"</ofd:PhysicalBox></ofd:PageArea>{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        **pages,
        **(extra or {}),
    }
    return zipped(parts)

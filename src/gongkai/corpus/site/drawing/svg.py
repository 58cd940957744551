"""What every chart goes through before it stands in a page: named, described, in the colours of the style sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from markupsafe import Markup, escape

from gongkai.corpus.site.drawing.palette import DASHES, FILLS, HATCHES, NAMES, SHAPE_PATHS, pattern
from gongkai.report.writing.figures import clean

SVG = "http://www.w3.org/2000/svg"
_NOISE = ("class", "role", "aria-roledescription", "aria-label", "aria-hidden", "pointer-events", "font-family")
_PLAIN = {("opacity", "1"), ("stroke-width", "1"), ("display", "inline")}


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend: the number of its fill (from 1), its words, and whether it is a line, not a fill."""

    fill: int
    label: str
    line: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart ready for a page. ``narrow`` is drawn anew for a telephone, None where one drawing serves both."""

    wide: Markup
    narrow: Markup | None = None
    keys: tuple[Key, ...] = ()


def finished(drawn: str, name: str, title: str, description: str) -> Markup:
    """The SVG text of Vega with title and description, without what only Vega needs; ``name`` makes its ids unique."""
    root = etree.fromstring(drawn.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    for element in root.iter():
        _strip(element)
    _drop_empty(root)
    inner = "".join(etree.tostring(child, encoding="unicode") for child in root)
    inner = inner.replace(f' xmlns="{SVG}"', "").replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    return framed(_coloured(inner, name), name, title, description, str(root.get("viewBox")))


def framed(inner: str, name: str, title: str, description: str, view_box: str) -> Markup:
    """SVG content as one image for a screen reader. ``inner`` is markup already; the words are escaped here."""
    width = view_box.split()[2]
    words = (
        f'<title id="{name}-t">{escape(clean(title))}</title><desc id="{name}-d">{escape(clean(description))}</desc>'
    )
    head = (
        f'<svg viewBox="{view_box}" width="{width}" role="img" aria-labelledby="{name}-t" aria-describedby="{name}-d">'
    )
    return Markup(f"{head}{words}{inner}</svg>")


def _strip(element: etree._Element) -> None:
    for attribute in _NOISE:
        element.attrib.pop(attribute, "")
    for attribute, value in _PLAIN:
        if element.get(attribute) == value:
            del element.attrib[attribute]


def _drop_empty(root: etree._Element) -> None:
    """Take away groups and paths that draw nothing."""
    for element in reversed(list(root.iter())):
        parent = element.getparent()
        tag = etree.QName(element).localname
        empty_group = tag == "g" and len(element) == 0
        nothing = tag == "path" and (not element.get("d") or element.get("d", "").endswith("h0v0h0Z"))
        if parent is not None and (empty_group or nothing or element.get("display") == "none"):
            parent.remove(element)


def _coloured(inner: str, name: str) -> str:
    used = [n for n, colour in enumerate(FILLS, start=1) if colour in inner]
    for colour, variable in NAMES.items():
        inner = inner.replace(f'"{colour}"', f'"var({variable})"')
    for number in used:
        stroke = re.compile(f'stroke="{FILLS[number - 1]}"')
        inner = stroke.sub(f'stroke="var(--c{number})"', inner)
        inner = inner.replace(f'"{FILLS[number - 1]}"', f'"url(#{name}-f{number})"')
    patterns = "".join(pattern(number, name) for number in used if f"#{name}-f{number}" in inner)
    return f"<defs>{patterns}</defs>{inner}" if patterns else inner


def swatch(key: Key) -> Markup:
    """The small sample before the words of a legend."""
    drawn = _line_sample(key.fill) if key.line else _fill_sample(key.fill)
    return Markup(f'<svg viewBox="0 0 24 16" width="24" height="16" aria-hidden="true">{drawn}</svg>')


def _line_sample(number: int) -> str:
    dash = " ".join(map(str, DASHES[number - 1]))
    stroke = f'fill="none" stroke="var(--c{number})" stroke-width="2"'
    return f'<path d="M0,8H24" stroke-dasharray="{dash}" {stroke}/><path d="{SHAPE_PATHS[number - 1]}" {stroke}/>'


def _fill_sample(number: int) -> str:
    tiles = (
        f'<g transform="translate({x},{y})"><path d="{HATCHES[number]}"/></g>'
        for x in (0, 6, 12, 18)
        for y in (0, 6, 12)
    )
    hatch = f'<g class="hatch">{"".join(tiles)}</g>' if HATCHES[number] else ""
    return f'<rect width="24" height="16" fill="var(--c{number})"/>{hatch}'

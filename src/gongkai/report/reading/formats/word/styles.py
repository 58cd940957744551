"""Paragraph styles of a docx: outline level and list of each, inherited along ``basedOn``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.package import parse_xml
from gongkai.report.reading.formats.word.markup import W, usual_namespaces

_HEADING_NAME = re.compile(r"^(?:heading|标题|標題)\s*([1-9])$", re.IGNORECASE)
_ROOT = re.compile(rb"<w:styles\b[^>]*>")
_STYLE_TAG = re.compile(rb"<w:style\b[^>]*>")
_STYLE_ID = re.compile(rb"""w:styleId=["']([^"']*)["']""")
_DEFAULT = re.compile(rb"""w:default=["'](?:1|true|on)["']""")
_BODY_TEXT = 9
_MAX_CHAIN = 20


def number_in(element: etree._Element | None) -> int | None:
    """The integer in ``w:val``, None where there is none."""
    value = str(element.get(f"{W}val")) if element is not None else ""
    return int(value) if re.fullmatch(r"-?\d{1,9}", value) else None


def outline_level(stated: int | None) -> int | None:
    """A level from 1 for an outline level as Word states it (from 0; 9 and above are body text)."""
    return stated + 1 if stated is not None and 0 <= stated < _BODY_TEXT else None


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says by itself, or with all it inherits: outline level from 0, list instance and level, and the
    style that carries the list."""

    base: str | None = None
    outline: int | None = None
    list_id: int | None = None
    list_level: int | None = None
    list_style: str | None = None


class Styles:
    """The styles of a document. ``styles.xml`` is often ten times the size of the document (a template's whole
    gallery), so only the styles that paragraphs use are parsed."""

    def __init__(self, markup: bytes | None) -> None:
        self._markup = usual_namespaces(markup) if markup else b""
        self._starts: dict[str, int] = {}
        self._stated: dict[str, Style] = {}
        self._resolved: dict[str | None, Style] = {}
        self.default: str | None = None
        root = _ROOT.search(self._markup)
        self._head = root[0] if root else b""
        self._index() if root else self._read_all()

    def resolve(self, style_id: str | None) -> Style:
        """A style with all that it inherits; the default paragraph style where ``style_id`` is None or unknown."""
        if style_id not in self._resolved:
            self._resolved[style_id] = self._inherit(style_id)
        return self._resolved[style_id]

    def _index(self) -> None:
        for tag in _STYLE_TAG.finditer(self._markup):
            found = _STYLE_ID.search(tag[0])
            style_id = found[1].decode("utf-8", "replace") if found else ""
            self._starts[style_id] = tag.start()
            if b'"paragraph"' in tag[0] and _DEFAULT.search(tag[0]):
                self.default = style_id

    def _read_all(self) -> None:
        """For the rare part whose namespace prefix is not ``w``."""
        root = parse_xml(self._markup) if self._markup else None
        for style in () if root is None else root.iter(f"{W}style"):
            self._stated[str(style.get(f"{W}styleId"))] = _read_style(style)

    def _style(self, style_id: str) -> Style | None:
        if style_id not in self._stated and style_id in self._starts:
            self._stated[style_id] = self._parse(self._starts[style_id])
        return self._stated.get(style_id)

    def _parse(self, start: int) -> Style:
        """The style that is defined at a place; a broken definition says nothing, the text can still be read."""
        end = self._markup.find(b"</w:style>", start)
        try:
            root = parse_xml(self._head + self._markup[start:end] + b"</w:style></w:styles>")
        except UnreadableError:
            return Style()
        return _read_style(root[0]) if len(root) else Style()

    def _inherit(self, style_id: str | None) -> Style:
        outline = list_id = list_level = list_style = None
        name = style_id if style_id is not None else self.default
        for _ in range(_MAX_CHAIN):
            style = self._style(name) if name is not None else None
            if style is None:
                break
            outline = style.outline if outline is None else outline
            if list_id is None:
                list_level = style.list_level if list_level is None else list_level
                list_id, list_style = style.list_id, name
            name = style.base
        return Style(None, outline, list_id, list_level, list_style)


def _read_style(style: etree._Element) -> Style:
    name, base, properties = style.find(f"{W}name"), style.find(f"{W}basedOn"), style.find(f"{W}pPr")
    heading = _HEADING_NAME.match(str(name.get(f"{W}val", "")).strip()) if name is not None else None
    outline = int(heading[1]) - 1 if heading else None
    list_id = list_level = None
    if properties is not None:
        stated = number_in(properties.find(f"{W}outlineLvl"))
        outline = stated if stated is not None else outline
        list_id = number_in(properties.find(f"{W}numPr/{W}numId"))
        list_level = number_in(properties.find(f"{W}numPr/{W}ilvl"))
    return Style(str(base.get(f"{W}val")) if base is not None else None, outline, list_id, list_level)

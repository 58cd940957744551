"""List definitions of a docx: the automatic numbers of its paragraphs."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from gongkai.report.reading.formats.numbering import Counters, Level
from gongkai.report.reading.formats.word.markup import W, parse_part
from gongkai.report.reading.formats.word.styles import Style, Styles, number_in

NUM_PR = f"{W}numPr"
_NUM_ID, _LEVEL = f"{W}numId", f"{W}ilvl"


@dataclass(slots=True)
class _List:
    """A ``w:abstractNum``; ``styles`` are the paragraph styles linked to its levels."""

    levels: dict[int, Level] = field(default_factory=dict)
    style_link: str | None = None
    styles: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Instance:
    """A ``w:num``: the list that it is an instance of, the levels and starts that it overrides."""

    list_id: str
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Definitions:
    lists: dict[str, _List] = field(default_factory=dict)
    instances: dict[int, _Instance] = field(default_factory=dict)


class Lists:
    """The automatic numbers of a document, counted paragraph by paragraph in the order of the document."""

    def __init__(self, markup: bytes | None, styles: Styles) -> None:
        self._markup = markup
        self._styles = styles
        self._counters = Counters()

    @cached_property
    def _definitions(self) -> _Definitions:
        found = _Definitions()
        if self._markup:
            root = parse_part(self._markup)
            found.lists = {str(a.get(f"{W}abstractNumId")): _read_list(a) for a in root.iter(f"{W}abstractNum")}
            for element in root.iter(f"{W}num"):
                number = str(element.get(_NUM_ID))
                if number.isdecimal():
                    found.instances[int(number)] = _read_instance(element)
        return found

    def label(self, style: Style, own: etree._Element | None) -> str:
        """The printed number of the next paragraph, ``""`` where it has none. ``own``, the ``w:numPr`` of the
        paragraph, goes before its style's; ``numId`` 0 takes the style's number away."""
        own_id = own_level = None
        if own is not None:
            own_id, own_level = number_in(own.find(_NUM_ID)), number_in(own.find(_LEVEL))
        instance_id = style.list_id if own_id is None else own_id
        if not instance_id:
            return ""
        level = own_level if own_level is not None or own_id is not None else style.list_level
        return self._count(instance_id, level, style.list_style if own_id is None else None)

    def _count(self, instance_id: int, level: int | None, style: str | None) -> str:
        instance = self._definitions.instances.get(instance_id)
        if instance is None:
            return ""
        list_id, abstract = self._resolve(instance.list_id)
        if level is None:
            level = abstract.styles.get(style or "", 0)
        levels = {**abstract.levels, **instance.levels}
        return self._counters.label(list_id, level, levels, (str(instance_id), instance.starts.get(level)))

    def _resolve(self, list_id: str) -> tuple[str, _List]:
        """The list itself, through the numbering style that it may be linked to."""
        lists = self._definitions.lists
        abstract = lists.get(list_id, _List())
        if abstract.style_link is None or abstract.levels:
            return list_id, abstract
        linked = self._definitions.instances.get(self._styles.resolve(abstract.style_link).list_id or 0)
        return (linked.list_id, lists.get(linked.list_id, abstract)) if linked else (list_id, abstract)


def _read_instance(element: etree._Element) -> _Instance:
    abstract = element.find(f"{W}abstractNumId")
    instance = _Instance(str(abstract.get(f"{W}val")) if abstract is not None else "")
    for override in element.iter(f"{W}lvlOverride"):
        level = _level_of(override, 0)
        start, definition = number_in(override.find(f"{W}startOverride")), override.find(f"{W}lvl")
        if start is not None:
            instance.starts[level] = start
        if definition is not None:
            instance.levels[level] = _read_level(definition)
    return instance


def _read_list(abstract: etree._Element) -> _List:
    link = abstract.find(f"{W}numStyleLink")
    found = _List(style_link=str(link.get(f"{W}val")) if link is not None else None)
    for position, definition in enumerate(abstract.iterchildren(f"{W}lvl")):
        level = _level_of(definition, position)
        found.levels[level] = _read_level(definition)
        style = definition.find(f"{W}pStyle")
        if style is not None:
            found.styles[str(style.get(f"{W}val"))] = level
    return found


def _level_of(element: etree._Element, otherwise: int) -> int:
    stated = str(element.get(_LEVEL, ""))
    return int(stated) if stated.isdecimal() and len(stated) == 1 else otherwise


def _read_level(definition: etree._Element) -> Level:
    start, text = number_in(definition.find(f"{W}start")), definition.find(f"{W}lvlText")
    kind = definition.find(f".//{W}numFmt")
    return Level(
        start=1 if start is None else start,
        format=str(kind.get(f"{W}val", "decimal")) if kind is not None else "decimal",
        text=str(text.get(f"{W}val", "")) if text is not None else "",
        restart=number_in(definition.find(f"{W}lvlRestart")),
        legal=definition.find(f"{W}isLgl") is not None,
    )

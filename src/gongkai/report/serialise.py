"""A report as JSON (schema ``gongkai.report/1``) and back.

Beyond the shape that the design fixes four keys are written: ``printed_unit`` of a cell whose document prints a unit of
its own, ``section`` of a claim (index into ``sections``), ``anchors`` of a section that was read from plain text (see
``model.Section``), and ``pictures`` of a section that has some: their words, not the images.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any, cast, get_args

from gongkai.law.messages import Message
from gongkai.report.model import (
    NOWHERE,
    Cell,
    Claim,
    Note,
    Number,
    Period,
    Picture,
    Place,
    Report,
    Scope,
    Section,
    Source,
)

SCHEMA = "gongkai.report/1"
FIRST_YEAR, LAST_YEAR = 1900, 2999
LARGEST_INTEGER = 10**300  # A float can hold it; no figure is beyond it.
_PLACE_NUMBERS = ("table", "row", "column", "page", "line", "start", "end")


class SchemaError(ValueError):
    """The data is not a report of schema ``gongkai.report/1``; the message (Chinese) names the part that is wrong."""


def to_json(report: Report) -> dict[str, Any]:
    """The report in the shape of schema ``gongkai.report/1``: numbers or null as values, never text.

    ``start`` and ``end`` of a claim are offsets in the whole text where the source was plain text, else in the text of
    its section.
    """
    return {
        "schema": SCHEMA,
        "agency": report.agency,
        "year": report.year,
        "edition": report.edition,
        "title": report.title,
        "source": asdict(report.source) if report.source else None,
        "cells": {key: _cell_out(cell) for key, cell in report.cells.items()},
        "sections": [_section_out(section) for section in report.sections],
        "claims": [_claim_out(claim, report.sections) for claim in report.claims],
        "notes": [{"code": n.code, "message": n.message, "where": place_to_json(n.where)} for n in report.notes],
    }


def place_to_json(place: Place) -> dict[str, Any]:
    """The coordinates that are set."""
    return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(place).items() if v is not None}


def _cell_out(cell: Cell) -> dict[str, Any]:
    out = {"value": cell.value, "raw": cell.raw, "unit": cell.unit, "where": place_to_json(cell.where)}
    return out if cell.printed_unit is None else {**out, "printed_unit": cell.printed_unit}


def _section_out(section: Section) -> dict[str, Any]:
    out: dict[str, Any] = {k: getattr(section, k) for k in ("key", "number", "title", "text")}
    if section.anchors:
        out["anchors"] = [list(a) for a in section.anchors]
    if section.pictures:
        out["pictures"] = [{"alt": p.alt, "caption": p.caption} for p in section.pictures]
    return out


def _claim_out(claim: Claim, sections: list[Section]) -> dict[str, Any]:
    start, end = claim.start, claim.end
    if claim.section < len(sections) and sections[claim.section].anchors:
        section = sections[claim.section]
        start, end = section.offset_in_source(start), section.offset_in_source(max(end - 1, 0)) + 1
    return {**{k: v for k, v in asdict(claim).items() if k != "section"}, "start": start, "end": end} | {
        "section": claim.section
    }


def from_json(data: object) -> Report:
    """The report that ``to_json`` wrote; ``Report.text`` is not kept. SchemaError names the first fault."""
    top = _object(data, Message("文件"))
    if top.get("schema") != SCHEMA:
        raise SchemaError(
            Message("不是 {schema} 格式的报告：schema 为“{found}”", schema=SCHEMA, found=str(top.get("schema"))[:40])
        )
    sections = [_section_in(s, f"sections[{i}]") for i, s in enumerate(_list(top, "sections"))]
    return Report(
        agency=_text(top, "agency"),
        year=_year_in(top),
        edition=_text(top, "edition"),
        title=_text(top, "title"),
        source=_source_in(top.get("source")),
        cells=_cells_in(top),
        sections=sections,
        claims=[_claim_in(c, f"claims[{i}]", sections) for i, c in enumerate(_list(top, "claims"))],
        notes=[_note_in(n, f"notes[{i}]") for i, n in enumerate(_list(top, "notes"))],
    )


def _year_in(top: Mapping[str, Any]) -> int | None:
    year = _integer(top, "year")
    if year is None or FIRST_YEAR <= year <= LAST_YEAR:
        return year
    raise SchemaError(Message("{at} 应为四位数的年份", at="year"))


def _source_in(data: object) -> Source | None:
    if data is None:
        return None
    source = _object(data, "source")
    return Source(*(_required_text(source, name, "source") for name in ("name", "sha256", "format")))


def _cells_in(top: Mapping[str, Any]) -> dict[str, Cell]:
    return {key: _cell_in(key, value) for key, value in _object(top.get("cells", {}), "cells").items()}


def _cell_in(key: str, data: object) -> Cell:
    at = f"cells[{key}]"
    cell = _object(data, at)
    return Cell(
        key=key,
        value=_number(cell.get("value"), f"{at}.value"),
        raw=_required_text(cell, "raw", at),
        unit=_text(cell, "unit", at),
        where=_place_in(cell.get("where"), f"{at}.where"),
        printed_unit=_text(cell, "printed_unit", at),
    )


def _section_in(data: object, at: str) -> Section:
    section = _object(data, at)
    anchors = [_anchor_in(a, f"{at}.anchors") for a in _list(section, "anchors", at)]
    return Section(
        _text(section, "key", at),
        _text(section, "number", at),
        _text(section, "title", at),
        _required_text(section, "text", at),
        tuple(anchors),
        tuple(_picture_in(p, f"{at}.pictures[{i}]") for i, p in enumerate(_list(section, "pictures", at))),
    )


def _picture_in(data: object, at: str) -> Picture:
    picture = _object(data, at)
    return Picture(_required_text(picture, "alt", at), _text(picture, "caption", at) or "")


def _anchor_in(data: object, at: str) -> tuple[int, int]:
    if isinstance(data, list) and len(data) == 2 and all(type(n) is int and n >= 0 for n in data):
        return data[0], data[1]
    raise SchemaError(Message("{at} 应为两个不小于0的整数", at=at))


def _claim_in(data: object, at: str, sections: list[Section]) -> Claim:
    claim = _object(data, at)
    value, index = _number(claim.get("value"), f"{at}.value"), claim.get("section", 0)
    if value is None or type(index) is not int or not 0 <= index < max(len(sections), 1):
        raise SchemaError(Message("{at} 的 value 应为数，section 应为章节序号", at=at))
    scope, period = _required_text(claim, "scope", at), _required_text(claim, "period", at)
    if scope not in get_args(Scope) or period not in get_args(Period):
        raise SchemaError(Message("{at} 的 scope 或 period 不是规定的值", at=at))
    found = Claim(
        key=_required_text(claim, "key", at),
        value=value,
        unit=_required_text(claim, "unit", at),
        scope=cast(Scope, scope),
        period=cast(Period, period),
        approx=claim.get("approx") is True,
        quote=_required_text(claim, "quote", at),
        start=_offset(claim, "start", at),
        end=_offset(claim, "end", at),
        section=index,
    )
    return _back_to_section(found, sections[index].anchors) if sections else found


def _back_to_section(claim: Claim, anchors: Iterable[tuple[int, int]]) -> Claim:
    def offset(source: int) -> int:
        begin, anchor = max((a for a in anchors if a[1] <= source), key=lambda a: a[1], default=(0, 0))
        return begin + source - anchor

    anchors = tuple(anchors)
    return replace(claim, start=offset(claim.start), end=offset(max(claim.end - 1, 0)) + 1) if anchors else claim


def _note_in(data: object, at: str) -> Note:
    note = _object(data, at)
    return Note(
        _required_text(note, "code", at),
        _required_text(note, "message", at),
        _place_in(note.get("where"), f"{at}.where"),
    )


def _place_in(data: object, at: str) -> Place:
    if not data:
        return NOWHERE
    place = _object(data, at)
    numbers = {name: _integer(place, name, at) for name in _PLACE_NUMBERS}
    return Place(**numbers, box=_box_in(place.get("box"), at), sheet=_text(place, "sheet", at))


def _box_in(data: object, at: str) -> tuple[float, float, float, float] | None:
    if data is None:
        return None
    if isinstance(data, list) and len(data) == 4:
        left, bottom, right, top = (_number(n, f"{at}.box") for n in data)
        if left is not None and bottom is not None and right is not None and top is not None:
            return left, bottom, right, top
    raise SchemaError(Message("{at}.box 应为四个数", at=at))


def _object(data: object, at: str) -> Mapping[str, Any]:
    if isinstance(data, dict):
        return data
    raise SchemaError(Message("{at} 应为对象", at=at))


def _list(data: Mapping[str, Any], name: str, at: str = "") -> list[Any]:
    value = data.get(name) or []
    if isinstance(value, list):
        return value
    raise SchemaError(Message("{at} 应为列表", at=_at(at, name)))


def _text(data: Mapping[str, Any], name: str, at: str = "") -> str | None:
    value = data.get(name)
    if value is None or isinstance(value, str):
        return value
    raise SchemaError(Message("{at} 应为文字", at=_at(at, name)))


def _required_text(data: Mapping[str, Any], name: str, at: str) -> str:
    if (value := _text(data, name, at)) is None:
        raise SchemaError(Message("缺少 {at}", at=_at(at, name)))
    return value


def _integer(data: Mapping[str, Any], name: str, at: str = "") -> int | None:
    value = data.get(name)
    if value is None or type(value) is int:
        return value
    raise SchemaError(Message("{at} 应为整数", at=_at(at, name)))


def _offset(data: Mapping[str, Any], name: str, at: str) -> int:
    if (value := _integer(data, name, at)) is None or value < 0:
        raise SchemaError(Message("{at} 应为不小于0的整数", at=_at(at, name)))
    return value


def _number(value: object, at: str) -> Number | None:
    if value is None or (type(value) is int and abs(value) <= LARGEST_INTEGER):
        return value
    if type(value) is float and math.isfinite(value):
        return value
    raise SchemaError(Message("{at} 应为数或 null", at=at))


def _at(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name

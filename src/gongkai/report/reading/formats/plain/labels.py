"""Tables without any separator, known by the labels of the form: one cell a line, or label, unit and figures on a line.

Text extractors leave them so. Where the figures of a row are run together, the lines become one paragraph, for the
form's arithmetic to split.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from gongkai.law.editions import builtin_editions
from gongkai.report.reading.formats.plain.lines import Line, Looked, Piece, TableMaker, joined
from gongkai.report.reading.formats.plain.words import columns_of, heading_word, is_sentence, kind_of
from gongkai.report.reading.printed import UNITS

_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_TOKEN = re.compile(rf"[+\-−]?\d[\d,]*(?:\.\d+)?(?:[万亿]?元)?|[-—–―─/\\]+|不涉及|不适用|无|{_UNIT}")
_PAGE = re.compile(r"[-—–]\s*\d{1,3}\s*[-—–]$|第\s*\d+\s*页|\d{1,3}\s*/\s*\d{1,3}$|共\s*\d+\s*页$")
_UNITS = re.compile(_UNIT)
_LOOSE = re.compile(rf"\W|{_UNIT}")
_CJK = re.compile(r"[\u3400-\u9fff]")
_LONGEST = 100
_MOST_BROKEN = 3
_FEWEST_KNOWN = 3

Sort = Literal["label", "row", "values", "heading"]


@dataclass(frozen=True, slots=True)
class _Part:
    """A line, or a label broken over some: ``row`` is a label that no edition knows, with a unit and a figure.
    ``stop`` is the line behind it."""

    sort: Sort
    pieces: tuple[Piece, ...]
    stop: int

    @property
    def figures(self) -> int:
        return sum(kind_of(p.text) == "figure" for p in self.pieces)


@dataclass(slots=True)
class _Row:
    sort: Sort
    parts: list[_Part]

    @property
    def pieces(self) -> list[Piece]:
        return [piece for part in self.parts for piece in part.pieces]

    @property
    def values(self) -> int:
        return sum(kind_of(p.text) in ("figure", "mark") for p in self.pieces)

    @property
    def columns(self) -> int:
        """The most figures that a known edition has behind the label."""
        return columns_of(self.pieces[0].text) if self.sort == "label" else 0


def read_label_lines(lines: Sequence[Line], at: int, text: str, maker: TableMaker) -> Looked | None:
    """The table that begins at line ``at`` and the line behind it; a Piece where figures are run together."""
    parts = _parts(lines, at, text)
    rows = _rows(parts)
    while rows and rows[-1].sort in ("label", "heading") and not rows[-1].values and not rows[-1].columns:
        rows.pop()
    if not _convincing(rows):
        return (None, parts[-1].stop) if parts else None
    end = rows[-1].parts[-1].stop
    if any(_run_together(row) for row in rows):
        return joined([piece for row in rows for piece in row.pieces], text), end
    kept = _apart(_without_page_numbers(rows))
    return maker.table([row.pieces for row in kept], ragged=True), end


def _parts(lines: Sequence[Line], at: int, text: str) -> list[_Part]:
    parts: list[_Part] = []
    while at < len(lines):
        shown = lines[at].whole()
        if parts and (not shown.text or _PAGE.match(shown.text)):
            at += 1
            continue
        if "\t" in lines[at].text:
            break
        part = _part(lines, at, text)
        if part is None or (not parts and part.sort in ("values", "row")):
            break
        parts.append(part)
        at = part.stop
    return parts


def _part(lines: Sequence[Line], at: int, text: str) -> _Part | None:
    """The line at ``at`` as part of a table, together with the next ones where a label is broken over them."""
    shown = lines[at].whole()
    part = _read(shown, at + 1)
    if part and part.sort != "row":
        return part
    if len(shown.text) > _LONGEST or is_sentence(shown.text) or not _CJK.search(shown.text):
        return part
    for stop in range(at + 2, min(at + 1 + _MOST_BROKEN, len(lines) + 1)):
        whole = _read(joined([line.whole() for line in lines[at:stop]], text), stop)
        if whole and whole.sort == "label":
            return whole
    return part


def _read(shown: Piece, stop: int) -> _Part | None:
    kind = kind_of(shown.text)
    if kind in ("label", "heading"):
        return _Part("label" if kind == "label" else "heading", (shown,), stop)
    if len(shown.text) > _LONGEST or is_sentence(shown.text):
        return None
    if words := _headings(shown):
        return _Part("heading", words, stop)
    tokens = _tokens(shown)
    if not tokens:
        return None
    if tokens[0].start == shown.start:
        return _Part("values", tuple(tokens), stop)
    for n, token in enumerate(tokens):
        label = _before(shown, token)
        if kind_of(label.text) == "label":
            return _Part("label", (label, *tokens[n:]), stop)
    return _unknown_row(shown, tokens, stop)


def _unknown_row(shown: Piece, tokens: Sequence[Piece], stop: int) -> _Part | None:
    """A row that no edition knows: words on one line, and apart from them a unit and a figure."""
    label = _before(shown, tokens[0])
    apart = label.end < tokens[0].start and "\n" not in shown.text
    complete = {"unit", "figure"} <= {kind_of(t.text) for t in tokens}
    return _Part("row", (label, *tokens), stop) if apart and complete else None


def _headings(shown: Piece) -> tuple[Piece, ...]:
    """The headings that a line consists of, each with the units behind it; empty when it holds anything else."""
    text = shown.text
    found = list(heading_word().finditer(text))
    if not found or _LOOSE.sub("", heading_word().sub("", text)) or _UNITS.search(text[: found[0].start()]):
        return ()
    starts = [m.start() for m in found]
    ends = [_behind(text, m.end(), stop) for m, stop in zip(found, [*starts[1:], len(text)], strict=True)]
    return tuple(
        Piece(text[a:b], shown.line, shown.start + a, shown.start + b) for a, b in zip(starts, ends, strict=True)
    )


def _behind(text: str, end: int, stop: int) -> int:
    """Where a heading that ends at ``end`` ends with the units before ``stop``."""
    tail = text[end:stop]
    return end + len(tail.rstrip()) if _UNITS.search(tail) else end


def _tokens(shown: Piece) -> list[Piece]:
    """The units, figures and marks at the end of a line."""
    tokens: list[Piece] = []
    end = len(shown.text)
    for match in reversed(list(_TOKEN.finditer(shown.text))):
        if shown.text[match.end() : end].strip():
            break
        tokens.insert(0, Piece(match[0], shown.line, shown.start + match.start(), shown.start + match.end()))
        end = match.start()
    return tokens


def _before(shown: Piece, token: Piece) -> Piece:
    label = shown.text[: token.start - shown.start].rstrip()
    return shown._replace(text=label, end=shown.start + len(label))


def _rows(parts: Sequence[_Part]) -> list[_Row]:
    """A label begins a row; headings stand together, 总计 and 其他 among them; figures go on with their label, or stand
    below headings."""
    rows: list[_Row] = []
    for part in parts:
        last = rows[-1].sort if rows else None
        if part.sort == "label" and last == "heading" and len(part.pieces) == 1 and _headings(part.pieces[0]):
            part = replace(part, sort="heading")
        joins = last == "heading" if part.sort == "heading" else part.sort == "values" and last != "heading"
        if joins and rows:
            rows[-1].parts.append(part)
        else:
            rows.append(_Row(part.sort, [part]))
    return rows


def _apart(rows: Sequence[_Row]) -> list[_Row]:
    """Headings above labelled rows each in a row of its own: printed over several lines, their order is not that of
    the columns. Headings above a single row of figures stay together."""
    kept: list[_Row] = []
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        if row.sort == "heading" and following and following.sort != "values":
            kept += [_Row("heading", [replace(part, pieces=(p,))]) for part in row.parts for p in part.pieces]
        else:
            kept.append(row)
    return kept


def _convincing(rows: Sequence[_Row]) -> bool:
    """Enough labels and headings of a form, at least one of them of a row or column with figures."""
    known = sum(len(row.pieces) if row.sort == "heading" else row.sort == "label" for row in rows)
    return known >= _FEWEST_KNOWN and any(row.values and (row.columns or row.sort == "values") for row in rows)


def _run_together(row: _Row) -> bool:
    """Whether a row of several columns shows fewer or more figures than it has columns."""
    if row.sort == "values":
        return row.values not in _single_rows()
    return row.columns > 1 and row.values not in (0, row.columns)


@cache
def _single_rows() -> frozenset[int]:
    """How many figures tables with a single row have."""
    tables = (t for edition in builtin_editions().values() for t in edition.tables)
    return frozenset(len(t.columns) for t in tables if t.layout == "single_row")


def _without_page_numbers(rows: Sequence[_Row]) -> list[_Row]:
    """Where most rows have one figure, a further one on a line of its own is a page number."""
    single = sum(row.values == 1 for row in rows)
    if 2 * single < sum(row.values > 0 for row in rows):
        return list(rows)
    return [replace(row, parts=_first_figure(row.parts)) if row.columns == 1 else row for row in rows]


def _first_figure(parts: Sequence[_Part]) -> list[_Part]:
    kept: list[_Part] = []
    for part in parts:
        if not (part.sort == "values" and len(part.pieces) == part.figures == 1 and any(p.figures for p in kept)):
            kept.append(part)
    return kept

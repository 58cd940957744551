"""The statistics table of reports before 2014 where a converter ran it into the prose: ``主动公开信息数 条 3``.

A row is a label, a measure word standing alone and one number, or two where the table has a column for the year and
one for all years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from gongkai.report.claims.lexicon import any_of
from gongkai.report.claims.numerals import Quantity, parse_arabic, unit_kinds
from gongkai.report.claims.pieces import Piece
from gongkai.report.claims.prose import Prose
from gongkai.report.claims.rules import kind
from gongkai.report.claims.state import State, phrase, topic_of
from gongkai.report.claims.stated import key_of_piece
from gongkai.report.model import Claim, Period

_NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,15}(?:\.\d{1,6})?)"
_GAP = r"[ \t\u3000|]+"
_HEADER = re.compile(r"(?:年末统计|统计数|本年度?数?|当年|历年累计|累计|合计|数量|数值|计量单位|单位)\s*")
_COLUMNS = re.compile(r"(?P<cumulative>历年累计|历史累计|累计)|(?P<year>本年度?|当年|\d{4}年度?|年末统计|本期)")
_SENTENCE = re.compile(r"[。,;]")
_BLANKS = re.compile(r"\s*")
_LEAST_ROWS = 3
_LONGEST_LABEL = 60


@cache
def _before_number() -> re.Pattern[str]:
    """What stands before the number of a row, and its first digit."""
    ends = re.escape("".join(sorted({unit[-1] for unit in unit_kinds()})))
    return re.compile(rf"[\s|){ends}]\d")


@dataclass(frozen=True, slots=True)
class Row:
    """``label``..``end`` is the row, ``label``..``label_end`` its label, ``unit`` its measure word; ``numbers`` are
    spans."""

    label: int
    label_end: int
    unit: str
    numbers: tuple[tuple[int, int], ...]
    end: int


@cache
def _row() -> re.Pattern[str]:
    units = any_of(unit_kinds())
    return re.compile(
        rf"(?:(?<=\s)(?P<unit>{units}){_GAP}|\((?P<bracketed>{units})\)[ \t\u3000|]*)"
        rf"(?P<first>{_NUMBER})(?:{_GAP}(?P<second>{_NUMBER}))?(?=\s|$)"
        rf"|(?<=\s)(?P<only>{_NUMBER})[ \t\u3000]?(?P<behind>{units})(?=\s|$)"
        # Blanks lost: 条32.政府公报公开 is a 3 before the next row's ordinal.
        rf"|(?<=[一-龥)])(?P<close>{units})(?P<digits>\d{{1,15}}?)(?!\d{{0,15}}(?:{units}))(?=[1-9][.、]\s?[一-龥]|[一-龥(]|\s|$)"
    )


def find_rows(folded: str) -> list[Row]:
    """The rows of run-in tables in folded text; fewer than three in succession are prose."""
    if len(_before_number().findall(folded)) < _LEAST_ROWS:
        return []
    found: list[Row] = []
    run: list[Row] = []
    for match in _row().finditer(folded):
        row = _read_row(folded, match, run[-1].end if run else None)
        if run and row.label != _skip_blanks(folded, run[-1].end):
            found, run = found + (run if len(run) >= _LEAST_ROWS else []), []
            row = _read_row(folded, match, None)
        run.append(row)
    return found + (run if len(run) >= _LEAST_ROWS else [])


def _read_row(folded: str, match: re.Match[str], begin: int | None) -> Row:
    """The row whose unit and numbers ``match`` found; its label begins at ``begin`` unless a sentence ends there."""
    start = match.start()
    stops = [m.end() for m in _SENTENCE.finditer(folded, begin or max(0, start - _LONGEST_LABEL), start)]
    if stops or begin is None or start - begin > _LONGEST_LABEL:
        begin = max([_header_end(folded, start), *stops])
    label = _skip_blanks(folded, begin)
    numbers = tuple(match.span(group) for group in ("first", "second", "only", "digits") if match[group])
    unit = match["unit"] or match["bracketed"] or match["behind"] or match["close"]
    return Row(label, label + len(folded[label:start].rstrip()), unit, numbers, match.end())


def _skip_blanks(folded: str, begin: int) -> int:
    blanks = _BLANKS.match(folded, begin)
    return blanks.end() if blanks else begin


def _header_end(folded: str, start: int) -> int:
    """Where the first label begins: behind the words of the header, else behind the last blank."""
    first = max(0, start - _LONGEST_LABEL)
    ends = [m.end() for m in _HEADER.finditer(folded, first, start)]
    blank = first + folded[first:start].rstrip().rfind(" ") + 1
    return max((end for end in ends if folded[end:start].strip()), default=blank)


def read_rows(prose: Prose, rows: Sequence[Row]) -> Iterator[Claim]:
    """The claims of a run-in table; ``prose`` must not hide the rows."""
    if not rows:
        return
    state = State([])
    periods = _periods(prose.folded[max(0, rows[0].label - 60) : rows[0].label])
    for row in rows:
        title = phrase(prose, row.label, row.label_end)
        state.topic = topic_of(title.terms, title=True) or state.topic
        for span, period in zip(row.numbers, periods, strict=False):
            piece = _piece(prose, row, span)
            key = key_of_piece(prose, piece, _tags(piece), state)
            if key is not None:
                end = max(span[1], row.end) if len(row.numbers) == 1 else span[1]
                quote = prose.folded[row.label : end]
                yield Claim(key, piece.quantity.value, row.unit, "own", period, False, quote, row.label, end)


def _tags(piece: Piece) -> set[str]:
    """In these tables 依申请公开信息总数 counts requests, not items."""
    tags = piece.tags
    return tags | {"received"} if "request_info" in tags else tags


def _periods(header: str) -> tuple[Period, Period]:
    named: list[Period] = ["cumulative" if m["cumulative"] else "year" for m in _COLUMNS.finditer(header)]
    return ("cumulative", "year") if named[:2] == ["cumulative", "year"] else ("year", "cumulative")


def _piece(prose: Prose, row: Row, span: tuple[int, int]) -> Piece:
    value = parse_arabic(prose.folded[span[0] : span[1]])
    quantity = Quantity(row.label_end, span[1], value, row.unit, unit_kinds()[row.unit], False)
    terms = prose.terms_in(row.label, row.label_end)
    counted = next((t for t in reversed(terms) if t.tags & kind("counted")), None)
    return Piece(quantity, terms, [], counted, counted is not None, False, row.label, span[1])

"""What a short text is in a form: a figure, a mark, a unit, a label of a row, a heading of a column."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from gongkai.law.editions import FormTable, builtin_editions
from gongkai.report.reading.labels import bare, canonical
from gongkai.report.reading.printed import UNITS
from gongkai.report.reading.values import is_mark, parse_figure, tidy

Kind = Literal["blank", "figure", "mark", "unit", "label", "heading", "other"]
CELLISH = frozenset({"blank", "figure", "mark", "unit"})
_HEADINGS = ("统计指标", "指标", "指标名称", "单位", "计量单位", "统计数", "信息内容", "申请人情况", "申请人情况统计")
_LONGEST = 90
_CJK = re.compile(r"[\u3400-\u9fff]")
_SENTENCE_END = re.compile(r"[。；！？;!?]$")


@cache
def row_labels() -> dict[str, int]:
    """Canonical labels of all rows of the editions that ship, with the most figures that follow one."""
    found: dict[str, int] = {}
    for table in _tables():
        for row in table.rows:
            for label in row.labels:
                for form in (canonical(label), bare(label)):
                    found[form] = max(found.get(form, 0), len(table.columns) if row.holds != "none" else 0)
    return found


@cache
def headings() -> frozenset[str]:
    """Canonical headings of columns, and titles of the small tables that have no section of their own."""
    texts = set(_HEADINGS)
    for table in _tables():
        texts |= {table.title if table.layout == "grid" else "", table.form_note or ""}
        for column in table.columns:
            texts |= {column.label, *column.aliases, *column.groups}
    return frozenset(form(t) for t in texts if t for form in (canonical, bare))


@cache
def column_labels() -> frozenset[str]:
    """Canonical labels of single columns, without the headings that span several."""
    columns = [column for table in _tables() for column in table.columns]
    return frozenset(canonical(t) for column in columns for t in (column.label, *column.aliases))


@cache
def heading_word() -> re.Pattern[str]:
    """One heading, with white space and punctuation between its characters."""
    words = sorted(headings(), key=lambda w: (-len(w), w))
    return re.compile("|".join(r"\W{0,3}".join(map(re.escape, word)) for word in words))


def _tables() -> list[FormTable]:
    return [table for edition in builtin_editions().values() for table in edition.tables]


@lru_cache(maxsize=4096)
def kind_of(text: str) -> Kind:
    """What ``text`` is when it stands alone in a cell or on a line."""
    short = tidy(text)
    if not short:
        return "blank"
    if len(short) > _LONGEST:
        return "other"
    if not _CJK.search(short) or is_mark(short):
        return _number_kind(short)
    if short in UNITS:
        return "unit"
    return _word_kind(short)


def _number_kind(short: str) -> Kind:
    if is_mark(short):
        return "mark"
    return "figure" if parse_figure(short, kind="decimal") is not None else "other"


def _word_kind(short: str) -> Kind:
    label = canonical(short)
    if label in row_labels() or bare(short) in row_labels():
        return "label"
    if label in headings():
        return "heading"
    return "figure" if parse_figure(short, kind="decimal") is not None else "other"


def columns_of(label: str) -> int:
    """How many figures follow a label of a row, at most; 0 for headings and unknown words."""
    return row_labels().get(canonical(label)) or row_labels().get(bare(label), 0)


def is_sentence(text: str) -> bool:
    """Running text rather than a cell."""
    return len(text) >= 20 and _SENTENCE_END.search(text) is not None


def cellish_share(texts: list[str]) -> float:
    """The share of texts that are blank, a figure, a mark or a unit."""
    return sum(kind_of(t) in CELLISH for t in texts) / max(1, len(texts))

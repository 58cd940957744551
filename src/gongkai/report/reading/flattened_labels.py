"""Finds the labels of a form table in running text, where nothing but their order tells them apart.

``其他`` and ``总计`` stand in every table and ``行政许可`` in any prose: a label counts only as part of a chain of
labels in the order of the form, close to each other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from gongkai.law.editions import FormTable, Row
from gongkai.report.reading.labels import bare, canonical, index_of
from gongkai.report.text import fold

_KEPT = re.compile(r"[0-9A-Za-z\u3400-\u9fff]+")
_DROPPED = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")
_SAME_LENGTH = (("帐", "账"), ("其它", "其他"), ("做出", "作出"))
_FIGURE_BEHIND = re.compile(r"\W{0,3}(?:人次|[件条次个人项篇期份]|[万亿]?元)?\W{0,3}?[\d/\\−—–―─+-]")
_HEADINGS = ("统计指标", "计量单位", "单位", "统计数", "信息内容", "申请人情况", "指标")
_CJK = re.compile(r"[\u3400-\u9fff]{4,}")

MOST_CANDIDATES = 4_000
FARTHEST = 150
NEAR = 2
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Item:
    """Something of a form that figures follow: a row, or one column or all columns of a single row. ``number`` is its
    printed numbering in Arabic digits, if it has one; ``row`` is None for columns."""

    key: str
    name: str
    labels: tuple[str, ...]
    number: str | None = None
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """A label found: offsets in the text."""

    item: Item
    start: int
    end: int


class Text:
    """Folded text, and the same without white space and punctuation, in which labels are looked for."""

    def __init__(self, text: str) -> None:
        self.folded = fold(text)
        compact = _DROPPED.sub("", self.folded)
        for variant, spelling in _SAME_LENGTH:
            compact = compact.replace(variant, spelling)
        self.compact = compact

    @cached_property
    def offsets(self) -> list[int]:
        """For each character of the compact text its offset in the text."""
        return [i for kept in _KEPT.finditer(self.folded) for i in range(kept.start(), kept.end())]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text of a stretch of the compact text."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def compact_offset(self, offset: int) -> int:
        return bisect_left(self.offsets, offset)

    def figure_behind(self, end: int) -> bool:
        return _FIGURE_BEHIND.match(self.folded, end) is not None


@lru_cache(maxsize=2)
def folded_text(text: str) -> Text:
    """The folded text; kept for the next edition that is tried on it."""
    return Text(text)


@cache
def items_of(table: FormTable) -> tuple[Item, ...]:
    """The rows of a table; the columns of a table that has one row."""
    if table.layout == "single_row":
        return tuple(Item(c.key, "·".join((*c.groups, c.label)), (c.label, *c.aliases)) for c in table.columns)
    return tuple(
        Item(row.key, row.label or row.key, row.labels, row.number if _arabic(row.number) else None, row)
        for row in table.rows
        if row.label
    )


def _arabic(number: str | None) -> bool:
    return number is not None and number.isascii() and number.isdigit()


@cache
def patterns(labels: tuple[str, ...]) -> tuple[str, ...]:
    """The compact forms under which labels are looked for, longest first."""
    forms = {form(label) for label in labels for form in (canonical, bare)}
    return tuple(sorted((f for f in forms if len(f) > 1), key=lambda f: (-len(f), f)))


@cache
def heading_words(table: FormTable) -> tuple[str, ...]:
    """What stands above the rows: column labels, their groups, the title."""
    texts = [table.title, table.form_note or ""]
    for column in table.columns:
        texts += [column.label, *column.aliases, *column.groups]
    forms = {form(t) for t in texts if t for form in (canonical, bare)} | set(_HEADINGS)
    return tuple(sorted((f for f in forms if len(f) > 1), key=lambda f: (-len(f), f)))


@dataclass(slots=True)
class _Candidate:
    position: int
    start: int
    end: int
    weight: float
    best: float = 0.0
    before: _Candidate | None = None


def find_chain(text: Text, table: FormTable) -> list[Anchor]:
    """The heaviest chain of labels of ``table`` in the order of the form, with misprinted labels in its gaps."""
    items = items_of(table)
    candidates = sorted(_candidates(text, items), key=lambda c: (c.start, c.end))
    if not candidates:
        return []
    if table.layout == "grid":
        below = {m.end() + n for m in heading_pattern(table).finditer(text.compact) for n in range(NEAR + 1)}
        for candidate in candidates:
            candidate.weight += NEAR * (candidate.start in below)
    chain = _heaviest(candidates)
    anchors = [Anchor(items[c.position], *text.origin(c.start, c.end)) for c in chain]
    return _with_misprints(text, table, anchors) if table.layout != "single_row" else anchors


def _candidates(text: Text, items: Sequence[Item]) -> Iterator[_Candidate]:
    left = MOST_CANDIDATES
    for position, item in enumerate(items):
        for pattern in patterns(item.labels):
            start = text.compact.find(pattern)
            while start >= 0 and left:
                end = start + len(pattern)
                figure = text.figure_behind(text.origin(start, end)[1])
                if figure or len(pattern) >= _SHORT:
                    left -= 1
                    yield _Candidate(position, start, end, len(pattern) + 2 * figure)
                start = text.compact.find(pattern, start + 1)


def _heaviest(candidates: list[_Candidate]) -> list[_Candidate]:
    for i, candidate in enumerate(candidates):
        candidate.best = candidate.weight
        for earlier in reversed(candidates[:i]):
            if candidate.start - earlier.start > FARTHEST:
                break
            follows = earlier.position < candidate.position and earlier.end <= candidate.start
            if follows and earlier.best + candidate.weight > candidate.best:
                candidate.best, candidate.before = earlier.best + candidate.weight, earlier
    chain: list[_Candidate] = []
    last = max(candidates, key=lambda c: c.best, default=None)
    while last:
        chain.append(last)
        last = last.before
    return chain[::-1]


def _with_misprints(text: Text, table: FormTable, anchors: list[Anchor]) -> list[Anchor]:
    """The chain with labels that are printed with a slip, where the form has such a row at that place."""
    items = items_of(table)
    order = {item.key: i for i, item in enumerate(items)}
    found: list[Anchor] = anchors[:1]
    for anchor, following in pairwise(anchors):
        missing = {item.key for item in items[order[anchor.item.key] + 1 : order[following.item.key]]}
        if missing:
            found += _misprints(text, table, anchor.end, following.start, missing)
        found.append(following)
    return found


def _misprints(text: Text, table: FormTable, start: int, end: int, missing: set[str]) -> Iterator[Anchor]:
    items = {item.key: item for item in items_of(table)}
    for words in _CJK.finditer(text.folded, start, end):
        match = index_of(table).match(words[0])
        keys = [row.key for row in match.rows if row.key in missing] if match else []
        if len(keys) == 1 and text.figure_behind(words.end()):
            missing -= {k for k in missing if list(items).index(k) <= list(items).index(keys[0])}
            yield Anchor(items[keys[0]], words.start(), words.end())


@cache
def heading_pattern(table: FormTable) -> re.Pattern[str]:
    """Headings of a table in a row, in compact text."""
    return re.compile("(?:" + "|".join(map(re.escape, heading_words(table))) + ")+")

"""Labels of the form as documents print them: other numbering, lost brackets, misprints, notes behind the label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from rapidfuzz import fuzz, process

from gongkai.law.editions import Edition, FormTable, Row
from gongkai.report.text import fold, remembered

_NUMBERING = re.compile(
    r"^(?:[(\[]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)\]、.．,:]+|[①-⑳]|[一二三四五六七八九十]{1,2}(?=[^一二三四五六七八九十年次个类])|其中[:,、]?)"
)
_BARE_NUMBER = re.compile(r"^\d{1,2}(?=[^\d年月日个类])")
_NOTE = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]")
_PUNCTUATION = re.compile(r"[\W_]+")
_TAIL = re.compile(r"(?:总数量|数量|总数|件数|人数|次数|情况|数)$")
_SPELLINGS = (("帐", "账"), ("其它", "其他"), ("申请人数量", "申请数量"), ("被依法纠错", "依法纠错"), ("做出", "作出"))

SURE = 100
FUZZY = 84.0
MARGIN = 4.0
_SHORTEST_BEGINNING = 6
_SUM_LABELS = {"总计": "合计"}
_EDITIONS = 32


@remembered
def canonical(label: str) -> str:
    """The label without numbering, white space and punctuation, folded to half width and simplified characters."""
    text = _without_numbering("".join(fold(label).split()))
    text = _PUNCTUATION.sub("", text)
    for variant, spelling in _SPELLINGS:
        text = text.replace(variant, spelling)
    return text


def _without_numbering(text: str) -> str:
    previous = None
    while previous != text:
        previous, text = text, _NUMBERING.sub("", text, count=1) or text
    return _BARE_NUMBER.sub("", text) or text


@remembered
def bare(label: str) -> str:
    """The canonical label without notes in brackets."""
    return canonical(_NOTE.sub("", _without_numbering("".join(fold(label).split())))) or canonical(label)


@remembered
def stem(label: str) -> str:
    """The bare label without a trailing 数, 数量, 情况: writers drop and add these freely."""
    text = bare(label)
    short = _TAIL.sub("", text)
    return short if len(short) >= 2 else text


@dataclass(frozen=True, slots=True)
class LabelMatch:
    """Rows that a printed label may mean (more than one where the form repeats a label) and how sure the match is."""

    rows: tuple[Row, ...]
    score: float


class LabelIndex:
    """Finds the rows of a form table that a printed label may mean."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = [row for row in rows if row.label]
        self.position = {row.key: i for i, row in enumerate(self.rows)}
        self.match = remembered(self._match)

    @cached_property
    def _exact(self) -> dict[str, list[Row]]:
        return self._index(canonical)

    @cached_property
    def _stems(self) -> dict[str, list[Row]]:
        return self._index(stem)

    def _index(self, form: object) -> dict[str, list[Row]]:
        index: dict[str, list[Row]] = {}
        for row in self.rows:
            texts = {form(label) for label in row.labels}  # type: ignore[operator]
            for text in texts | {_SUM_LABELS[t] for t in texts & _SUM_LABELS.keys()}:
                index.setdefault(text, []).append(row)
        return index

    def _match(self, label: str) -> LabelMatch | None:
        """The rows meant by ``label``; exact forms first, then misprints that no other label is as close to."""
        for index, form in ((self._exact, canonical), (self._exact, bare), (self._stems, stem)):
            if rows := index.get(form(label)):
                return LabelMatch(tuple(rows), SURE)
        return self._beginning(canonical(label)) or self._misprint(stem(label))

    def _beginning(self, text: str) -> LabelMatch | None:
        """The one row whose label a shortened one begins."""
        if len(text) < _SHORTEST_BEGINNING:
            return None
        rows = {row.key: row for label, rows in self._exact.items() if label.startswith(text) for row in rows}
        return LabelMatch(tuple(rows.values()), FUZZY) if len(rows) == 1 else None

    def exact(self, label: str) -> tuple[Row, ...]:
        """The rows that ``label`` names without a misprint."""
        match = self.match(label)
        return match.rows if match and match.score == SURE else ()

    def _misprint(self, text: str) -> LabelMatch | None:
        """The rows whose label a misprinted one is closest to; several where it is equally close to several."""
        if len(text) < 4 or text.isdigit():
            return None
        found = process.extract(text, self._stems.keys(), scorer=fuzz.ratio, limit=4, score_cutoff=FUZZY - MARGIN)
        near = [label for label, score, _ in found if score > found[0][1] - MARGIN and not _reverses(text, label)]
        if not near or found[0][1] < FUZZY:
            return None
        return LabelMatch(tuple(row for label in near for row in self._stems[label]), found[0][1])


_REVERSERS = ("不", "未", "部分", "无", "非")


def _reverses(text: str, label: str) -> bool:
    """同意公开 and 不同意公开 differ by one character and mean opposite things: never a misprint."""
    return any(text.count(word) != label.count(word) for word in _REVERSERS)


def index_of(table: FormTable) -> LabelIndex:
    """The label index of a form table (cached per table)."""
    return _index_of(table)


@cache
def _index_of(table: FormTable) -> LabelIndex:
    return LabelIndex(table.rows)


class Meanings:
    """The rows of an edition that a printed label may mean, whichever of its tables prints it."""

    def __init__(self, edition: Edition) -> None:
        self._indices = [index_of(table) for table in edition.tables]
        self.meant = remembered(self._meant)
        self.named = remembered(self._named)

    def _meant(self, label: str) -> tuple[tuple[int, str], ...]:
        """(number of the table, row key) of each row that ``label`` may mean."""
        matches = [(number, index.match(label)) for number, index in enumerate(self._indices)]
        return tuple((number, row.key) for number, match in matches if match for row in match.rows)

    def _named(self, label: str) -> tuple[str, ...]:
        """The keys of rows that ``label`` names without a misprint, and no other row of their table."""
        return tuple(rows[0].key for index in self._indices if len(rows := index.exact(label)) == 1)


@lru_cache(maxsize=_EDITIONS)
def meanings_in(edition: Edition) -> Meanings:
    """What labels mean in an edition."""
    return Meanings(edition)


def choose(
    candidates: Sequence[Row], index: LabelIndex, last: Row | None, used: frozenset[str] | set[str]
) -> Row | None:
    """Which of several rows with one label is meant, given the row matched before: the next unused one that stands
    under the same parent, else the next in printed order. None when all are used up."""
    free = [row for row in candidates if row.key not in used]
    if len(free) <= 1 or last is None:
        return free[0] if free else None
    family = {last.key, last.parent}
    related = [row for row in free if row.parent in family]
    after = [row for row in related or free if index.position[row.key] > index.position.get(last.key, -1)]
    return (after or related or free)[0]

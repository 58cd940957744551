"""Every way to cut a row of figures that a converter has run together into the cells of its columns.

``3000003`` over seven columns is one way: seven cells. ``120000012`` is several, of which the row's own total leaves
one. White space, units and page furniture are boundaries that no figure crosses; a mark (``/``, ``—``) is a cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import islice

Value = int | Decimal | None
Span = tuple[int, int]
Candidate = tuple[Value, int, int]

LONGEST_FIGURE = 12
_NUMBER = re.compile(r"\d+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_FRACTION = re.compile(r"\.\d+")
_MONEY = re.compile(r"[万亿]?元")
_SIGN = re.compile(r"([+\-−]|增加?|减少?)\s?(?=\d)")
_NEGATIVE = ("-", "−", "减", "减少")
_DASHES = re.compile(r"[-−—–―─]+")
_WORD_MARK = re.compile(r"[/\\]|不涉及|不适用|无")
_FIGURE_CHARACTER = re.compile(r"[\d/\\−—–―─-]|不涉及|不适用|无")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a row: a value for each column (None for a mark) with its offsets in the text, what the columns
    weigh in sums (millionths; a mark in place of a total weighs what it should total), and how many sums within the
    row it breaks."""

    values: tuple[Value, ...]
    spans: tuple[Span, ...]
    weights: tuple[int, ...]
    faults: int = 0


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """A column that is the sum of others in the same row, by position."""

    total: int
    parts: tuple[int, ...]

    def holds(self, values: Sequence[Value]) -> bool:
        """True also where the total, or all that it sums, is blank: such a row says nothing about the sum."""
        total, parts = values[self.total], [values[p] for p in self.parts]
        if total is None or all(p is None for p in parts):
            return True
        return total == sum(p for p in parts if p is not None)


def weigh(value: Value) -> int:
    """A figure in millionths, a blank as nothing."""
    return int(value * 1_000_000) if value is not None else 0


def make_reading(values: Sequence[Value], spans: Sequence[Span], sums: Sequence[ColumnSum]) -> Reading:
    weights = [weigh(v) for v in values]
    for column_sum in sums:
        if values[column_sum.total] is None:
            weights[column_sum.total] = sum(weights[p] for p in column_sum.parts)
    return Reading(tuple(values), tuple(spans), tuple(weights), sum(not s.holds(values) for s in sums))


def _least(digits: int, numbers: int) -> int:
    """The least sum of ``numbers`` figures with so many digits together: all about equally long."""
    if digits <= numbers:
        return 0
    length, longer = divmod(digits, numbers)
    return (numbers - longer) * (10 ** (length - 1) if length > 1 else 0) + longer * int(10**length)


def _most(digits: int, numbers: int) -> int:
    """A bound on the greatest sum: one figure long, the others of one digit."""
    return 10 ** (digits - numbers + 1) + 9 * numbers if numbers else 0


class TooManyReadingsError(Exception):
    """The rows can be cut in more ways than there is time to list."""


@dataclass(slots=True)
class Budget:
    """Steps left for listing the readings of one table; 100,000 take about half a second."""

    steps: int = 100_000

    def spend(self, steps: int) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise TooManyReadingsError


def count_figures(text: str) -> int:
    """How many cells the text can hold at most: its digits and marks."""
    return sum(1 for _ in _FIGURE_CHARACTER.finditer(text))


@dataclass(frozen=True, slots=True)
class Search:
    """Which readings to list: those that break at most ``most_faults`` of the row's own sums (None: any) and whose
    first columns, as they are read, all pass ``guard``."""

    budget: Budget
    most_faults: int | None = None
    guard: Callable[[Sequence[Value]], bool] | None = None

    @property
    def sound(self) -> bool:
        return self.most_faults == 0

    def step(self) -> None:
        self.budget.spend(4 if self.sound or self.guard else 1)


class Splitter:
    """Cuts one text of figures into cells. ``kinds`` are the types of the columns (``integer``, ``decimal``,
    ``signed_integer``); the text is folded to half width and has spaces where nothing counts."""

    def __init__(self, text: str, kinds: Sequence[str], sums: Iterable[ColumnSum] = ()) -> None:
        self.text = text
        self.kinds = tuple(kinds)
        self._due: list[list[ColumnSum]] = [[] for _ in kinds]
        self._sums = tuple(sums)
        for column_sum in self._sums:
            self._due[max(column_sum.total, *column_sum.parts)].append(column_sum)
        self._next = self._next_figures()
        self._left = self._figures_left()
        self._known: dict[tuple[int, str], list[Candidate]] = {}
        self._closing = self._closing_sum()
        self._totals = self._possible_totals()

    def readings(self, search: Search) -> Iterator[Reading]:
        """The readings that ``search`` wants. TooManyReadingsError when its budget is spent."""
        for values, spans in self._walk(self._next[0], [], [], search):
            yield make_reading(values, spans, self._sums)

    def _next_figures(self) -> list[int]:
        """For each offset the offset of the next digit, sign or mark at or after it."""
        size = len(self.text)
        result = [size] * (size + 1)
        for i in range(size - 1, -1, -1):
            starts = _FIGURE_CHARACTER.match(self.text, i) or _SIGN.match(self.text, i)
            result[i] = i if starts else result[i + 1]
        return result

    def _figures_left(self) -> list[int]:
        result = [0] * (len(self.text) + 1)
        for i in range(len(self.text) - 1, -1, -1):
            result[i] = result[i + 1] + bool(_FIGURE_CHARACTER.match(self.text, i))
        return result

    def _closing_sum(self) -> ColumnSum | None:
        """The sum of all other columns in the last one, if the table has it: it prunes while the parts are read."""
        last = len(self.kinds) - 1
        if set(self.kinds) != {"integer"}:
            return None
        return next((s for s in self._due[last] if s == ColumnSum(last, tuple(range(last)))), None)

    def _possible_totals(self) -> list[tuple[int, int, int]]:
        """What the last column can hold: value, number of digits, offset. Marks are left to the plain search."""
        found: list[tuple[int, int, int]] = []
        if self._closing is None or self._left[0] > sum(map(str.isdigit, self.text)):
            self._closing = None
            return found
        for at in range(max(0, len(self.text.rstrip()) - LONGEST_FIGURE), len(self.text)):
            for value, start, end in self._cells(at, self.kinds[-1]) if self._next[at] == at else ():
                if self._next[end] == len(self.text):
                    found.append((int(value or 0), end - start, start))
        return found

    def _can_total(self, column: int, so_far: int, rest: int) -> bool:
        """Whether some total is left that the columns after ``column`` can reach from ``so_far``."""
        more = len(self.kinds) - 2 - column
        for value, length, start in self._totals:
            digits = self._left[rest] - self._left[start]
            if more <= digits <= more * length and so_far + _least(digits, more) <= value <= so_far + _most(
                digits, more
            ):
                return True
        return False

    def _walk(
        self, at: int, values: list[Value], spans: list[Span], search: Search, faults: int = 0
    ) -> Iterator[tuple[tuple[Value, ...], tuple[Span, ...]]]:
        column = len(values)
        if column == len(self.kinds):
            yield tuple(values), tuple(spans)
            return
        search.step()
        for value, start, end in self._candidates(at, column):
            values.append(value)
            broken = faults + sum(not s.holds(values) for s in self._due[column])
            if self._may_go_on(values, self._next[end], search, broken):
                spans.append((start, end))
                yield from self._walk(self._next[end], values, spans, search, broken)
                spans.pop()
            values.pop()

    def _may_go_on(self, values: list[Value], rest: int, search: Search, faults: int) -> bool:
        if search.most_faults is not None and faults > search.most_faults:
            return False
        if search.guard and not search.guard(values):
            return False
        column = len(values) - 1
        if not search.sound or self._closing is None or column == len(self.kinds) - 1:
            return True
        return self._can_total(column, int(sum(v for v in values if v is not None)), rest)

    def _candidates(self, at: int, column: int) -> Iterator[Candidate]:
        """What the column may hold when the text is used up to ``at``, pruned by what the columns after it need."""
        wanted = len(self.kinds) - column - 1
        for candidate in self._cells(at, self.kinds[column]):
            rest = self._next[candidate[2]]
            if self._left[rest] >= wanted if wanted else rest == len(self.text):
                yield candidate

    def _cells(self, at: int, kind: str) -> list[Candidate]:
        if at == len(self.text):
            return []
        if (at, kind) not in self._known:
            self._known[at, kind] = [*self._marks(at), *self._figures(at, kind)]
        return self._known[at, kind]

    def _marks(self, at: int) -> Iterator[Candidate]:
        """A run of dashes is one mark, or as many as it has dashes, or pairs (——)."""
        if word := _WORD_MARK.match(self.text, at):
            yield None, at, word.end()
        if dashes := _DASHES.match(self.text, at):
            for end in sorted({at + 1, at + 2, dashes.end()}):
                if end <= dashes.end():
                    yield None, at, end

    def _figures(self, at: int, kind: str) -> Iterator[Candidate]:
        sign = _SIGN.match(self.text, at) if kind == "signed_integer" else None
        begin, factor = (sign.end(), -1 if sign[1] in _NEGATIVE else 1) if sign else (at, 1)
        for value, end in self._numbers(begin, kind):
            yield value * factor, at, end

    def _numbers(self, at: int, kind: str) -> Iterator[tuple[int | Decimal, int]]:
        if (digits := _NUMBER.match(self.text, at)) is None:
            return
        longest = at + 1 if self.text[at] == "0" else min(digits.end(), at + LONGEST_FIGURE)
        for end in range(at + 1, longest + 1):
            yield self._with_money(int(self.text[at:end]), end, kind)
        if grouped := _GROUPED.match(self.text, at):
            yield self._with_money(int(grouped[0].replace(",", "")), grouped.end(), kind)
        if kind == "decimal":
            yield from self._fractions(at, digits.end())

    def _fractions(self, at: int, point: int) -> Iterator[tuple[Decimal, int]]:
        if (self.text[at] == "0" and point > at + 1) or not (fraction := _FRACTION.match(self.text, point)):
            return
        for end in range(point + 2, fraction.end() + 1):
            value, after = self._with_money(Decimal(self.text[at:end]), end, "decimal")
            yield Decimal(value), after

    def _with_money(self, value: int | Decimal, end: int, kind: str) -> tuple[int | Decimal, int]:
        """The unit of money printed behind a sum belongs to its cell."""
        money = _MONEY.match(self.text, end) if kind == "decimal" else None
        return value, money.end() if money else end


class Line:
    """One printed row of figures. ``texts`` are the texts it may have been printed as: several where a numbering or a
    page number may or may not stand among the figures."""

    def __init__(
        self, key: str, texts: Sequence[str], kinds: Sequence[str], sums: Sequence[ColumnSum], budget: Budget
    ) -> None:
        self.key = key
        self.width = len(kinds)
        self._splitters = [Splitter(text, kinds, sums) for text in texts]
        self._own_sums = len(sums)
        self._budget = budget

    @property
    def readable(self) -> bool:
        """Whether the digits can be cut into the columns at all."""
        try:
            return next(self._different(Search(self._budget)), None) is not None
        except TooManyReadingsError:
            return False

    @cached_property
    def certain(self) -> Reading | None:
        """The reading of a row whose digits can be cut in one way only, whatever the arithmetic says."""
        try:
            found = list(islice(self._different(Search(self._budget)), 2))
        except TooManyReadingsError:
            return None
        return found[0] if len(found) == 1 else None

    @cached_property
    def sound(self) -> tuple[Reading, ...] | None:
        """The readings that obey the row's own sums, None where there are too many ways to look."""
        return self._all(Search(self._budget, most_faults=0))

    def least_faulty(self) -> tuple[Reading, ...]:
        """The readings that break the fewest of several sums within the row; none for a row with one broken sum,
        which then nothing vouches for."""
        for faults in range(1, self._own_sums):
            if found := self._all(Search(self._budget, most_faults=faults)):
                return found
        return ()

    def guarded(self, guard: Callable[[Sequence[Value]], bool]) -> tuple[Reading, ...] | None:
        """The readings whose columns all pass ``guard``, whatever the row's own sums; None where there are too many
        ways to look."""
        return self._all(Search(self._budget, guard=guard))

    def _different(self, search: Search) -> Iterator[Reading]:
        """The first reading for each tuple of values."""
        seen: set[tuple[Value, ...]] = set()
        for splitter in self._splitters:
            for reading in splitter.readings(search):
                if reading.values not in seen:
                    seen.add(reading.values)
                    yield reading

    def _all(self, search: Search) -> tuple[Reading, ...] | None:
        try:
            return tuple(self._different(search))
        except TooManyReadingsError:
            return None

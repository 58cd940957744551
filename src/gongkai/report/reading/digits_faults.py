"""Which readings explain a table that contradicts itself with the fewest broken sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from gongkai.report.reading.digits import Line, Reading, Value, weigh

MOST_CHOICES = 200


@dataclass(frozen=True, slots=True)
class Equation:
    """Rows with their signs that add up to zero in every column."""

    terms: tuple[tuple[int, str], ...]

    @property
    def rows(self) -> set[str]:
        return {key for _, key in self.terms}

    def sign(self, key: str) -> int:
        return next((sign for sign, term in self.terms if term == key), 0)


Domains = dict[str, tuple[Reading, ...]]
Reduced = tuple[Equation, list[int]]


def residual(equation: Equation, chosen: Mapping[str, Reading]) -> list[int]:
    """What the rows of an equation add up to in each column: zeros where it holds."""
    rows = [[sign * weight for weight in chosen[key].weights] for sign, key in equation.terms]
    return [sum(column) for column in zip(*rows, strict=True)]


class Wanted:
    """For each column of a row the weights that would satisfy its equations. ``equations`` are the sign of the row in
    each and what all other rows add up to."""

    def __init__(self, equations: Iterable[tuple[int, Sequence[int]]]) -> None:
        columns = zip(*([-rest * sign for rest in others] for sign, others in equations), strict=True)
        self._columns = [Counter(weights) for weights in columns]

    def broken(self, weights: Iterable[int]) -> int:
        """How many equations the first columns of a row break, one for each column."""
        return sum(c.total() - c[weight] for c, weight in zip(self._columns, weights, strict=False))


def fewest_faults(lines: list[Line], domains: Domains, equations: list[Reduced]) -> Domains | None:
    """The readings that break the fewest sums or one more: nothing is certain that a single misprint could explain
    otherwise. An equation counts as one for each column; one row may deviate from its own sum, which counts as one.
    None when there are too many combinations to weigh."""
    if combinations_of(domains) > MOST_CHOICES:
        return None
    search = _Search(lines, equations)
    choices = list(product(*(domains[line.key] for line in lines)))
    for choice in choices:
        search.keep(choice, sum(map(bool, search.residuals(choice))))
    if all(search.deviate(choice, n) for choice in choices for n in range(len(lines))):
        return {line.key: search.undisputed(line.key) for line in lines}
    return None


def combinations_of(domains: Domains) -> int:
    return prod(map(len, domains.values()))


def explain_by_one(
    faulty: Line, equations: Sequence[Equation], remaining: Domains, certain: Mapping[str, Reading]
) -> Domains:
    """The readings with which one misprint in the ``faulty`` row explains everything: it breaks its own sum and each
    of its equations in one column at most. Empty when there are none, or too many combinations."""
    own = [e for e in equations if faulty.key in e.rows]
    others = [Equation(tuple(t for t in e.terms if t[1] != faulty.key)) for e in own]
    known = remaining.keys() | certain.keys()
    if any(not e.rows <= known for e in others) or combinations_of(remaining) > MOST_CHOICES:
        return {}
    found: dict[str, dict[Reading, None]] = {}
    for choice in product(*remaining.values()):
        chosen = {**certain, **dict(zip(remaining, choice, strict=True))}
        wanted = Wanted((e.sign(faulty.key), residual(o, chosen)) for e, o in zip(own, others, strict=True))
        for reading in faulty.guarded(_breaks_at_most(wanted, len(own))) or ():
            for key, part in (*zip(remaining, choice, strict=True), (faulty.key, reading)):
                found.setdefault(key, {})[part] = None
    return {key: tuple(readings) for key, readings in found.items()}


def _breaks_at_most(wanted: Wanted, most: int) -> Callable[[Sequence[Value]], bool]:
    return lambda values: wanted.broken(map(weigh, values)) <= most


class _Search:
    def __init__(self, lines: list[Line], equations: list[Reduced]) -> None:
        self.lines = lines
        self.equations = equations
        self.best = 1 << 30
        self.kept: dict[int, dict[str, dict[Reading, None]]] = {}

    def residuals(self, choice: Sequence[Reading], without: str = "") -> list[int]:
        """What all equations add up to, column by column, one after the other."""
        return [n for equation in self.equations for n in self._residual(equation, choice, without)]

    def _residual(self, equation: Reduced, choice: Sequence[Reading], without: str) -> list[int]:
        chosen = {line.key: r for line, r in zip(self.lines, choice, strict=True) if line.key != without}
        terms, constant = equation
        sums = residual(Equation(tuple(t for t in terms.terms if t[1] in chosen)), chosen)
        return [a + b for a, b in zip(constant, sums, strict=True)] if sums else constant

    def deviate(self, choice: tuple[Reading, ...], n: int) -> bool:
        """Try every reading of row ``n`` that can compete; False when there are too many."""
        line = self.lines[n]
        signed = [(e[0].sign(line.key), self._residual(e, choice, line.key)) for e in self.equations]
        wanted = Wanted([pair for pair in signed if pair[0]])
        idle = sum(bool(rest) for sign, others in signed if not sign for rest in others)
        found = line.guarded(lambda values: idle + wanted.broken(map(weigh, values)) <= self.best)
        for reading in found or ():
            if reading.faults:
                self.keep((*choice[:n], reading, *choice[n + 1 :]), idle + wanted.broken(reading.weights) + 1)
        return found is not None

    def keep(self, choice: tuple[Reading, ...], cost: int) -> None:
        if cost > self.best + 1:
            return
        self.best = min(self.best, cost)
        self.kept = {c: kept for c, kept in self.kept.items() if c <= self.best + 1}
        kept = self.kept.setdefault(cost, {line.key: {} for line in self.lines})
        for line, reading in zip(self.lines, choice, strict=True):
            kept[line.key][reading] = None

    def undisputed(self, key: str) -> tuple[Reading, ...]:
        """The readings kept for a row; none when one that breaks the row's own sum is among them."""
        found = tuple(dict.fromkeys(r for kept in self.kept.values() for r in kept[key]))
        return () if any(r.faults for r in found) else found

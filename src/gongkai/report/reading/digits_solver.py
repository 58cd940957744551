"""What the arithmetic of a table leaves of the readings of its rows.

The rows of one table are joined by equations that hold column by column. Where readings of all rows satisfy them, a
reading survives when it is part of at least one such solution. Where none do, the printed table contradicts itself:
then the readings survive that break the fewest sums, together with those that break only one more, so that nothing is
held certain that a single misprint could explain otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import prod

from gongkai.report.reading.digits import Line, Reading
from gongkai.report.reading.digits_faults import (
    MOST_CHOICES,
    Domains,
    Equation,
    Reduced,
    combinations_of,
    explain_by_one,
    fewest_faults,
    residual,
)

MOST_STATES = 20_000
MOST_STEPS = 200_000
_FIELD = 64


@dataclass(slots=True)
class Verdict:
    """The readings that remain for each row (none: nothing is certain about it); the equations that no reading
    satisfies; the rows with more readings than there was time to weigh."""

    readings: dict[str, tuple[Reading, ...]] = field(default_factory=dict)
    broken: list[Equation] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)


def solve_lines(lines: Sequence[Line], equations: Sequence[Equation]) -> Verdict:
    """Narrow the readings of ``lines``; rows that no equation joins are decided by their own sums alone."""
    known = {line.key for line in lines if line.certain or line.sound is not None}
    usable = [e for e in equations if e.rows <= known]
    certain = {line.key: line.certain for line in lines if line.certain}
    verdict = Verdict({key: (reading,) for key, reading in certain.items()})
    verdict.broken += [e for e in usable if e.rows <= certain.keys() and any(residual(e, certain))]
    verdict.given_up += [line.key for line in lines if line.key not in known]
    open_lines = [line for line in lines if line.key in known and not line.certain]
    waiting: list[Line] = []
    for members, joined in _components(open_lines, usable):
        if not _Component(members, joined, certain).solve(verdict):
            waiting += members
    if waiting:
        _solve_contradictory(waiting, usable, verdict)
    return verdict


def _solve_contradictory(lines: list[Line], equations: Sequence[Equation], verdict: Verdict) -> None:
    """Weigh all rows without a solution together; rows that are decided count as certain."""
    decided = {key: readings[0] for key, readings in verdict.readings.items() if len(readings) == 1}
    rows = {line.key for line in lines}
    joined = [e for e in equations if e.rows & rows and e.rows <= rows | decided.keys()]
    _Component(lines, joined, decided).weigh(verdict)


def _components(lines: Sequence[Line], equations: Sequence[Equation]) -> Iterator[tuple[list[Line], list[Equation]]]:
    """The open rows in groups that equations join."""
    waiting = {line.key: line for line in lines}
    while waiting:
        reached, frontier = {next(iter(waiting))}, True
        while frontier:
            near = {k for e in equations if e.rows & reached for k in e.rows if k in waiting}
            frontier = not near <= reached
            reached |= near
        yield [waiting.pop(k) for k in sorted(reached)], [e for e in equations if e.rows & reached]


def _pack(numbers: Sequence[int]) -> int:
    """Many small numbers as one big one: sums of packed numbers are packed sums."""
    return sum(n << (_FIELD * i) for i, n in enumerate(numbers))


class _Component:
    """Open rows joined by equations; every other row of the equations is certain."""

    def __init__(self, lines: list[Line], equations: list[Equation], certain: Mapping[str, Reading]) -> None:
        self.lines = lines
        self.equations = equations
        self.certain = certain
        self.width = lines[0].width

    def solve(self, verdict: Verdict) -> bool:
        """Add the readings that are part of a solution; False when there is no solution."""
        remaining = self._narrowed(self.lines, self.equations) if all(line.sound for line in self.lines) else None
        verdict.readings |= remaining or {}
        return remaining is not None

    def weigh(self, verdict: Verdict) -> None:
        """Add the readings of a component without a solution that are certain all the same."""
        verdict.broken += self.equations
        faulty = [line for line in self.lines if not line.sound]
        sound = [line for line in self.lines if line.sound]
        witnesses = self._without(faulty)
        remaining = self._narrowed(sound, witnesses) if faulty else None
        if remaining is None:
            reduced = self._reduced(sound, witnesses)
            remaining = fewest_faults(sound, self._likely(sound, reduced), reduced)
        verdict.readings |= {line.key: line.least_faulty() for line in faulty}
        verdict.readings |= self._vouched(remaining or {}, faulty, witnesses)
        verdict.given_up += [line.key for line in sound if not verdict.readings.get(line.key)]

    def _without(self, faulty: Sequence[Line]) -> list[Equation]:
        """The equations that name no faulty row, and pairs of equations without a row that they share."""
        rows = {line.key for line in faulty}
        return [e for e in (*self.equations, *_eliminations(self.equations)) if not e.rows & rows]

    def _likely(self, lines: list[Line], equations: list[Reduced]) -> Domains:
        """The sound readings; where they are too many to weigh, those with which each equation holds that can."""
        domains = {line.key: line.sound or () for line in lines}
        for equation in equations if combinations_of(domains) > MOST_CHOICES else ():
            trial = dict(domains)
            if _Narrowing(trial, [equation], self.width).run():
                domains = trial
        return domains

    def _narrowed(self, lines: list[Line], equations: list[Equation]) -> Domains | None:
        domains = {line.key: line.sound or () for line in lines}
        possible = _Narrowing(domains, self._reduced(lines, equations), self.width).run()
        return domains if possible else None

    def _reduced(self, lines: list[Line], equations: list[Equation]) -> list[Reduced]:
        """Each equation cut down to its open rows, and what its certain rows add up to."""
        open_rows = {line.key for line in lines}
        reduced = []
        for equation in equations:
            fixed = Equation(tuple(t for t in equation.terms if t[1] not in open_rows))
            rest = Equation(tuple(t for t in equation.terms if t[1] in open_rows))
            reduced.append((rest, residual(fixed, self.certain) or [0] * self.width))
        return reduced

    def _vouched(self, remaining: Domains, faulty: list[Line], witnesses: list[Equation]) -> Domains:
        """The rows that an equation without a faulty row confirms, or that none concerns; all rows where one misprint
        in the one faulty row explains everything."""
        concerned = {row for e in self.equations for row in e.rows}
        if len(faulty) == 1 and faulty[0].key in concerned:
            explained = explain_by_one(faulty[0], self.equations, remaining, self.certain)
            if explained:
                return explained
        doubtful = concerned - {row for e in witnesses for row in e.rows}
        return {key: readings for key, readings in remaining.items() if key not in doubtful}


def _eliminations(equations: Sequence[Equation]) -> Iterator[Equation]:
    """Pairs of equations without the row that they share: they still hold where that row is misprinted."""
    for first, second in combinations(equations, 2):
        for shared in first.rows & second.rows:
            factor = -first.sign(shared) * second.sign(shared)
            signs = {k: first.sign(k) + factor * second.sign(k) for k in sorted(first.rows | second.rows)}
            yield Equation(tuple((sign, key) for key, sign in signs.items() if sign))


class _Narrowing:
    """Removes readings that are part of no solution: column by column first, then all columns at once."""

    def __init__(self, domains: dict[str, tuple[Reading, ...]], equations: list[Reduced], width: int) -> None:
        self.domains = domains
        self.equations = equations
        self.steps = [*((c,) for c in range(width)), tuple(range(width))]

    def run(self) -> bool:
        """False when some row has no reading left: the table contradicts itself."""
        changed = True
        while changed:
            changed = False
            for columns in self.steps:
                for equation, constant in self.equations:
                    changed |= self._filter(equation, constant, columns)
                    if not all(self.domains.values()):
                        return False
        return True

    def _filter(self, equation: Equation, constant: list[int], columns: tuple[int, ...]) -> bool:
        """True when readings were removed; sums that are too many to follow remove nothing."""
        keys = [key for _, key in equation.terms]
        packed = [
            [_pack([sign * r.weights[c] for c in columns]) for r in self.domains[key]] for sign, key in equation.terms
        ]
        alive = _supported([set(numbers) for numbers in packed], -_pack([constant[c] for c in columns]))
        if alive is None:
            return False
        before = [len(self.domains[key]) for key in keys]
        for key, numbers, kept in zip(keys, packed, alive, strict=True):
            self.domains[key] = tuple(r for r, n in zip(self.domains[key], numbers, strict=True) if n in kept)
        return before != [len(self.domains[key]) for key in keys]


def _supported(options: list[set[int]], target: int) -> list[set[int]] | None:
    """For each set the numbers that, with one number from each other set, add up to ``target``; None when there are
    too many partial sums. Sums are built from both ends and followed back from where they meet."""
    middle = _balanced(options)
    forward, backward = _layers(options[:middle], 0, 1), _layers(options[middle:][::-1], target, -1)
    if forward is None or backward is None:
        return None
    meeting = forward[-1] & backward[-1]
    left = _walk_back(forward, options[:middle], meeting, 1)
    right = _walk_back(backward, options[middle:][::-1], meeting, -1)
    return left + right[::-1]


def _balanced(options: list[set[int]]) -> int:
    """Where to cut so that both halves have about as many combinations."""
    whole = prod(map(len, options))
    done = 1
    for i, numbers in enumerate(options):
        if done * done >= whole:
            return i
        done *= len(numbers)
    return len(options)


def _layers(options: list[set[int]], start: int, sign: int) -> list[set[int]] | None:
    layers = [{start}]
    for numbers in options:
        if len(layers[-1]) * len(numbers) > MOST_STEPS:
            return None
        layers.append({a + sign * b for a in layers[-1] for b in numbers})
        if len(layers[-1]) > MOST_STATES:
            return None
    return layers


def _walk_back(layers: list[set[int]], options: list[set[int]], alive: set[int], sign: int) -> list[set[int]]:
    used: list[set[int]] = []
    for before, numbers in zip(layers[-2::-1], options[::-1], strict=True):
        links = [(a, b) for a in before for b in numbers if a + sign * b in alive]
        alive = {a for a, _ in links}
        used.append({b for _, b in links})
    return used[::-1]

"""The reports of each organ over the years, and which one counts where there are two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date

from gongkai.corpus.agencies.matching import Directory
from gongkai.corpus.store import Store
from gongkai.law.editions import Edition, builtin_editions

COLUMNS = ("sha256", "name", "agency", "year", "edition", "title", "filled", "characters", "published")
ROLL_UP = "汇总"  # In a title: the report adds up those of other agencies.


@dataclass(frozen=True, slots=True)
class Entry:
    """One report of the store, without its content."""

    sha256: str
    name: str
    agency: str
    year: int
    edition: str | None
    title: str | None
    filled: int
    characters: int
    published: date | None

    @property
    def stem(self) -> tuple[str, str, int]:
        """What every row about the report begins with."""
        return self.sha256, self.agency, self.year

    @property
    def form(self) -> Edition | None:
        return builtin_editions().get(self.edition or "")

    @property
    def merit(self) -> tuple[bool, int, int, str]:
        """What makes it the better of two reports: a recognised table, more filled cells, more prose; then the smaller
        hash, so that the choice is the same every time. The smallest is best."""
        return self.edition is None, -self.filled, -self.characters, self.sha256


def entries(store: Store) -> Iterator[Entry]:
    """The reports whose agency and year are known, in the order of year, agency and hash."""
    order = [(column, "ascending") for column in ("year", "agency", "sha256")]
    for batch in store.table("reports", COLUMNS).sort_by(order).to_batches():
        for row in batch.to_pylist():
            if row["agency"] and row["year"] is not None and MINYEAR <= row["year"] < MAXYEAR:
                yield Entry(**row)


@dataclass(slots=True)
class Series:
    """``chosen`` is by organ and year the report that counts, ``others`` the rest; ``rolled_up`` are reports that call
    themselves a roll-up where the organ has another of its own for the year."""

    directory: Directory
    chosen: dict[str, dict[int, Entry]] = field(default_factory=dict)
    others: dict[str, list[Entry]] = field(default_factory=dict)
    rolled_up: dict[tuple[str, int], Entry] = field(default_factory=dict)

    def report(self, organ: str | None, year: int) -> Entry | None:
        """The report that counts for an organ and a year."""
        return self.chosen.get(organ or "", {}).get(year)

    def organ(self, entry: Entry) -> str:
        return self.directory.names[entry.agency].organ

    @property
    def years(self) -> list[int]:
        return sorted({year for by_year in self.chosen.values() for year in by_year})


def series_of(found: Iterable[Entry], directory: Directory) -> Series:
    """The entries by organ and year."""
    grouped: dict[str, dict[int, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in found:
        grouped[directory.names[entry.agency].organ][entry.year].append(entry)
    made = Series(directory)
    for organ in sorted(grouped):
        made.chosen[organ] = {}
        for year in sorted(grouped[organ]):
            _choose(made, organ, year, grouped[organ][year])
    return made


def _choose(made: Series, organ: str, year: int, candidates: Sequence[Entry]) -> None:
    own = [entry for entry in candidates if ROLL_UP not in (entry.title or "")]
    totals = sorted((entry for entry in candidates if entry not in own), key=lambda entry: entry.merit)
    if own and totals:
        made.rolled_up[organ, year] = totals.pop(0)
    ordered = [*sorted(own, key=lambda entry: entry.merit), *totals]
    made.chosen[organ][year] = ordered[0]
    if ordered[1:]:
        made.others.setdefault(organ, []).extend(ordered[1:])


def names_of(found: Iterable[Entry]) -> Mapping[str, set[int]]:
    """Name as stated → the years that reports under it are on."""
    uses: dict[str, set[int]] = defaultdict(set)
    for entry in found:
        uses[entry.agency].add(entry.year)
    return uses

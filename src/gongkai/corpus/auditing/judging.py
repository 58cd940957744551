"""The audit of a store as a whole: every part in turn, the results written at once in the place of the former ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from gongkai.corpus.agencies.aliases import Alias
from gongkai.corpus.agencies.matching import directory
from gongkai.corpus.agencies.tree import Tree
from gongkai.corpus.auditing.agency_rows import agency_rows, alias_rows, kept_aliases, kept_tree, tree_rows
from gongkai.corpus.auditing.calendar_checks import note_lateness, note_missing
from gongkai.corpus.auditing.copies import find_copies
from gongkai.corpus.auditing.cross_years import compare_years
from gongkai.corpus.auditing.levels import check_levels
from gongkai.corpus.auditing.results import Results
from gongkai.corpus.auditing.series import entries, names_of, series_of
from gongkai.corpus.store import Store
from gongkai.law.messages import Message

Step = Callable[[int], None]
Progress = Callable[[str, int], AbstractContextManager[Step]]
"""Given what is done and how many steps it has, a context whose value is called with the steps made."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was judged and found. ``severities`` counts the findings by (kind, severity), ``tables`` rows by table."""

    reports: int
    organs: int
    severities: Counter[tuple[str, str]]
    tables: Counter[str]


@contextmanager
def silent(label: str, steps: int) -> Iterator[Step]:
    """No progress shown."""
    yield lambda _: None


def audit_store(
    store: Store,
    *,
    tree: Tree | None = None,
    aliases: Sequence[Alias] | None = None,
    roll_up: bool = False,
    progress: Progress = silent,
) -> Outcome:
    """Judge the reports of ``store`` against each other and replace the results of the former audit.

    ``tree`` and ``aliases`` None: those that the store keeps from the last time. ``roll_up``: the report of every
    agency that has others below it adds them up. CorpusError where another run writes.
    """
    tree = kept_tree(store) if tree is None else tree
    aliases = sorted(kept_aliases(store) if aliases is None else aliases)
    found = list(entries(store))
    known = directory({name: frozenset(years) for name, years in names_of(found).items()}, tree=tree, aliases=aliases)
    series, results = series_of(found, known), Results()
    agency_rows(known, tree, found, results)
    tree_rows(tree, results)
    alias_rows(aliases, results)
    counted = sum(map(len, series.chosen.values()))
    with progress(Message("比对年际数据"), counted) as step:
        compare_years(store, series, results, step)
    with store.connection() as connection:
        check_levels(store, connection, series, tree, results, roll_up=roll_up)
        with progress(Message("查找雷同文字"), 2 * counted) as step:
            find_copies(connection, series, results, step)
        note_lateness(connection, series, tree, results)
    note_missing(series, tree, results)
    with store.writing() as writer:
        writer.replace("audit", results.tables())
    severities = Counter((row[5], row[6]) for row in results.rows["findings"])
    sizes = Counter({name: len(rows) for name, rows in results.rows.items()})
    return Outcome(len(found), len(known.organs), severities, sizes)

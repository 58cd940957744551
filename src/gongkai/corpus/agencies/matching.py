"""Which names are one organ: through spelling, places left out, renamings; and which organs went into which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from gongkai.corpus.agencies.aliases import Alias
from gongkai.corpus.agencies.names import begins_with_place, ending_of, is_dropped_place, level_of, spelling
from gongkai.corpus.agencies.tree import Tree
from gongkai.law.successions import Kind, Succession, successions
from gongkai.report.auditing.cross_level import plain_name

Years = frozenset[int]
Members = tuple[tuple[str, ...], ...]
MARGIN = 1  # A report is published, often under the new name, in the year after the one that it is on.


@dataclass(frozen=True, slots=True)
class Renaming:
    """One organ's name gave way to another. ``before`` and ``after`` are plain spellings."""

    before: str
    after: str
    source: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A merger into, or a split that gave, ``organ``, whose report on ``year`` is the first after it. ``before`` are
    the names of those that went into it with the organ, None where the store knows none."""

    kind: Kind
    organ: str
    year: int
    before: tuple[tuple[str, str | None], ...]
    source: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A name as reports state it, and how it came to its organ, in words."""

    name: str
    organ: str
    years: Years
    matched: str


@dataclass(slots=True)
class Directory:
    """Every name of a store. ``organs`` maps an organ to the years it reports on, ``nodes`` to its place in the tree
    (``listed`` the other way round);
    ``renamings`` are by the plain spelling before, ``changes`` by organ and first year after."""

    names: dict[str, Name] = field(default_factory=dict)
    organs: dict[str, Years] = field(default_factory=dict)
    renamings: dict[str, Renaming] = field(default_factory=dict)
    changes: dict[tuple[str, int], list[Change]] = field(default_factory=dict)
    nodes: dict[str, int] = field(default_factory=dict)
    listed: dict[int, str] = field(default_factory=dict)

    def renamed(self, before: str, after: str) -> list[Renaming]:
        """The renamings that lead from one name of an organ to another of its names; empty where it is only spelled
        otherwise."""
        found: list[Renaming] = []
        at, goal = spelling(before), spelling(after)
        while at != goal and at in self.renamings and len(found) < len(self.renamings):
            found.append(self.renamings[at])
            at = found[-1].after
        return found


def directory(
    uses: Mapping[str, Iterable[int]], *, tree: Tree | None = None, aliases: Sequence[Alias] = ()
) -> Directory:
    """The organs behind the names ``uses`` (name as stated → years reported on)."""
    matcher = _Matcher({name: frozenset(years) for name, years in uses.items()}, tree or Tree(), aliases)
    matcher.join_places()
    matcher.join_aliases()
    matcher.join_renamings()
    return matcher.result()


class _Matcher:
    """Groups of plain spellings that are one organ, joined step by step."""

    def __init__(self, uses: Mapping[str, Years], tree: Tree, aliases: Sequence[Alias]) -> None:
        self.uses, self.tree, self.aliases = uses, tree, aliases
        self.stated: dict[str, list[str]] = defaultdict(list)
        for name in sorted(uses):
            self.stated[spelling(name)].append(name)
        listed = [name for alias in aliases for name in (alias.name, alias.successor)]
        known = {*self.stated, *tree.by_name, *map(spelling, listed)}
        self.root = {spelled: spelled for spelled in sorted(known)}
        self.groups = {spelled: [spelled] for spelled in self.root}
        self.how: dict[str, str] = {}
        self.renamings: dict[str, Renaming] = {}
        self.aliased = {spelling(alias.name) for alias in aliases}

    def join(self, spelled: str, other: str) -> None:
        """Make one organ of two names."""
        gone, kept = self.root[spelled], self.root[other]
        if gone != kept:
            members = self.groups.pop(gone)
            self.groups[kept] += members
            self.root.update(dict.fromkeys(members, kept))

    def years(self, spelled: str) -> Years:
        return frozenset(year for name in self.stated.get(spelled, ()) for year in self.uses[name])

    def years_of(self, group: Iterable[str]) -> Years:
        return frozenset(year for spelled in group for year in self.years(spelled))

    def join_places(self) -> None:
        """A name that leaves the place above out is the only longer name that ends with it."""
        longer = self._longer_names()
        for shorter, others in longer.items():
            longest = max(others, key=len)
            if not all(longest.endswith(other) for other in others):
                continue  # Two places have an agency of that name.
            nearest = min(others, key=len)
            if not begins_with_place(shorter) and self.years(shorter) & self.years(nearest):
                continue
            self.join(shorter, nearest)
            self.how[shorter] = f"省略了上级地名，全称为“{longest}”"

    def _longer_names(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name in self.root:
            for at in range(1, len(name) - 2):
                if name[at:] in self.root and is_dropped_place(name[:at], name[at:]):
                    found[name[at:]].append(name)
        return found

    def join_aliases(self) -> None:
        for alias in self.aliases:
            if alias.kind == "renamed":
                source = alias.source or "更名合并表"
                self._rename(spelling(alias.name), spelling(alias.successor), source, certain=True)

    def _rename(self, before: str, after: str, source: str, *, certain: bool) -> None:
        for old in self.groups[self.root[before]]:
            self.renamings.setdefault(old, Renaming(old, after, source, certain))
            self.how.setdefault(old, f"更名为“{after}”：{source}")
        self.join(before, after)

    def join_renamings(self) -> None:
        for change in successions():
            if change.kind == "renamed":
                for place in sorted(self.places(change.before) & self.places(change.after)):
                    self._join_renamed(change, place)

    def places(self, members: Members) -> set[str]:
        """The places where an agency bears one of the names."""
        return {place for member in members for ending in member for place in self.by_ending.get(_plain(ending), ())}

    def bearing(self, member: Iterable[str], place: str) -> list[str]:
        """The names that consist of ``place`` and one of the endings of ``member``."""
        return [spelled for ending in member for spelled in self.by_ending.get(_plain(ending), {}).get(place, ())]

    @cached_property
    def by_ending(self) -> dict[str, dict[str, list[str]]]:
        """Names by ending and place; the place in its fullest known form."""
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        split = [(name.removesuffix(ending), ending, name) for name in self.root if (ending := ending_of(name))]
        full = fullest({place for place, _, _ in split})
        for place, ending, name in split:
            found[ending][full[place]].append(name)
        return found

    def _join_renamed(self, change: Succession, place: str) -> None:
        olds, news = self.bearing(change.before[0], place), self.bearing(change.after[0], place)
        old_roots, new_roots = {self.root[old] for old in olds}, {self.root[new] for new in news}
        if len(old_roots) != 1 or len(new_roots) != 1 or old_roots == new_roots or not fits(change, place):
            return
        if any(old in self.aliased or old in self.renamings for old in olds):
            return
        if follow(self.years_of(olds), self.years_of(news), change):
            self._rename(olds[0], news[0], change.basis, certain=change.certain)

    def result(self) -> Directory:
        made = Directory(renamings=self.renamings)
        organ_of: dict[str, str] = {}
        for root, members in self.groups.items():
            names = [name for spelled in members for name in self.stated.get(spelled, ())]
            if not names:
                continue
            organ = max(names, key=self._rank)
            organ_of[root] = organ
            made.organs[organ] = frozenset(year for name in names for year in self.uses[name])
            for name in names:
                made.names[name] = Name(name, organ, self.uses[name], self._words(name, organ))
            if nodes := [at for spelled in members for at in self.tree.by_name.get(spelled, ())]:
                made.nodes[organ] = nodes[-1]
                made.listed.update(dict.fromkeys(nodes, organ))
        for change in _Changes(self, organ_of).found():
            made.changes.setdefault((change.organ, change.year), []).append(change)
        return made

    def _rank(self, name: str) -> tuple[int, bool, int, str]:
        """The organ's name is the latest one, rather one without spaces and brackets, rather the fullest."""
        return max(self.uses[name], default=0), plain_name(name) == name, len(name), name

    def _words(self, name: str, organ: str) -> str:
        if name == organ:
            return "名称一致"
        return self.how.get(spelling(name)) or "写法不同"


class _Changes:
    """Mergers and splits among the organs of a store."""

    def __init__(self, matcher: _Matcher, organ_of: Mapping[str, str]) -> None:
        self.matcher = matcher
        self.organ_of = organ_of

    def found(self) -> list[Change]:
        by_alias = self._by_alias()
        listed = {(change.organ, change.kind) for change in by_alias}
        return by_alias + [c for c in self._by_law() if (c.organ, c.kind) not in listed]

    def organ(self, spelled: str) -> str | None:
        return self.organ_of.get(self.matcher.root.get(spelled, ""))

    def _by_alias(self) -> list[Change]:
        grouped: dict[tuple[Kind, str, int], list[Alias]] = defaultdict(list)
        for alias in self.matcher.aliases:
            if alias.kind != "renamed" and (after := self.organ(spelling(alias.successor))):
                grouped[alias.kind, after, alias.from_year].append(alias)
        return [self._told(kind, after, year, aliases) for (kind, after, year), aliases in grouped.items()]

    def _told(self, kind: Kind, after: str, year: int, aliases: Sequence[Alias]) -> Change:
        before = [(alias.name, self.organ(spelling(alias.name))) for alias in aliases]
        years = self.matcher.years_of(self.matcher.groups[self.matcher.root[spelling(aliases[0].successor)]])
        if min(years, default=year) < year and after not in [organ for _, organ in before]:
            before.append((aliases[0].successor, after))  # It was there before and took the others in.
        sources = dict.fromkeys(alias.source or "更名合并表" for alias in aliases)
        return Change(kind, after, year, tuple(before), "、".join(sources), certain=True)

    def _by_law(self) -> list[Change]:
        found: list[Change] = []
        for change in successions():
            if change.kind != "renamed":
                for place in sorted(self.matcher.places(change.after)):
                    if fits(change, place):
                        found.extend(self._at(change, place))
        return found

    def _at(self, change: Succession, place: str) -> Iterable[Change]:
        """The change as one place carried it out, for each organ that came of it."""
        before = [self.matcher.bearing(member, place) for member in change.before]
        for after in (self.matcher.bearing(member, place) for member in change.after):
            if not after or not self.organ(after[0]):
                continue
            gone = [spelled for member in before for spelled in member if self.organ(spelled) != self.organ(after[0])]
            if gone and (year := self._year(change, gone, after)):
                pairs = [self._pair(names, member) for names, member in zip(change.before, before, strict=True)]
                organ = str(self.organ(after[0]))
                yield Change(change.kind, organ, year, tuple(pairs), change.basis, change.certain)

    def _pair(self, endings: tuple[str, ...], spelled: Sequence[str]) -> tuple[str, str | None]:
        organ = self.organ(spelled[0]) if spelled else None
        return organ or endings[0], organ

    def _year(self, change: Succession, gone: Sequence[str], after: Sequence[str]) -> int | None:
        """The first year reported on after the change; None where the years do not show it."""
        old, new = self.matcher.years_of(gone), self.matcher.years_of(after)
        if not old or not new:
            return None
        if max(old) < min(new):
            return min(new) if follow(old, new, change) else None
        year = max(old) + 1
        return year if change.years[0] - MARGIN <= year <= change.years[1] + MARGIN and max(new) >= year else None


def follow(old: Years, new: Years, change: Succession) -> bool:
    """True where the reports under the old names end before those under the new ones begin, at the time of the
    change; names of which there is no report are no obstacle."""
    last, first = max(old, default=None), min(new, default=None)
    if last is not None and first is not None and last >= first:
        return False
    in_time = first is None or first >= change.years[0] - MARGIN
    return in_time and (last is None or last <= change.years[1] + MARGIN)


def fits(change: Succession, place: str) -> bool:
    """True where the change took place at the level of ``place``, as far as its name shows the level."""
    level = level_of(place) if place else None
    return level is None or level in change.levels


def fullest(places: set[str]) -> dict[str, str]:
    """Each place with the places above it, where only one of ``places`` ends with it."""
    longer: dict[str, list[str]] = defaultdict(list)
    for place in sorted(places):
        for at in range(1, len(place)):
            if place[at:] in places:
                longer[place[at:]].append(place)
    full = {}
    for place in places:
        longest = max(longer[place], key=len, default=place)
        full[place] = longest if all(longest.endswith(other) for other in longer[place]) else place
    return full


def _plain(ending: str) -> str:
    return ending.replace("人民政府", "政府")

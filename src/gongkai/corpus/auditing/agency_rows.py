"""The tables of agencies: names and organs, the tree, the aliases; into rows and out of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import cast

from gongkai.corpus.agencies.aliases import Alias
from gongkai.corpus.agencies.matching import Change, Directory, Name
from gongkai.corpus.agencies.names import Kind as AgencyKind
from gongkai.corpus.agencies.names import kind_of, level_of
from gongkai.corpus.agencies.tree import Node as TreeNode
from gongkai.corpus.agencies.tree import Tree
from gongkai.corpus.auditing.results import Results, Row
from gongkai.corpus.auditing.series import Entry
from gongkai.corpus.store import Store
from gongkai.law.successions import Kind


def agency_rows(directory: Directory, tree: Tree, found: Iterable[Entry], results: Results) -> None:
    """Fill the table ``agencies``."""
    counts = Counter(entry.agency for entry in found)
    went = {organ: c for some in directory.changes.values() for c in some for _, organ in c.before if organ != c.organ}
    for name in directory.names.values():
        at = directory.nodes.get(name.organ)
        current = tree.nodes[at].name if at is not None else name.organ
        uses = (name.name, name.organ, current, min(name.years), max(name.years), counts[name.name])
        change = _change(went.get(name.organ))
        results.add("agencies", (*uses, *_place(name, directory, tree), name.matched, *change))


def _place(name: Name, directory: Directory, tree: Tree) -> Row:
    at = directory.nodes.get(name.organ)
    if at is None:
        return None, level_of(name.organ), kind_of(name.organ), None
    node = tree.nodes[at]
    parent = None
    if node.parent is not None:
        parent = directory.listed.get(node.parent, tree.nodes[node.parent].name)
    return node.code, node.level, node.kind, parent


def _change(change: Change | None) -> Row:
    if change is None:
        return None, None, None, None
    return change.organ, change.kind, change.year, change.source


def tree_rows(tree: Tree, results: Results) -> None:
    """Fill the table ``agency_tree``."""
    for at, node in enumerate(tree.nodes):
        parent = tree.nodes[node.parent].name if node.parent is not None else None
        results.add("agency_tree", (at, node.code, node.name, node.kind, node.parent, parent, *node.years))


def kept_tree(store: Store) -> Tree:
    """The tree that the store holds, empty where it holds none."""
    if not store.manifest.files("agency_tree"):
        return Tree()
    rows = store.table("agency_tree").sort_by("at").to_pylist()
    return Tree(
        tuple(
            TreeNode(
                row["code"],
                row["name"],
                cast(AgencyKind, row["kind"]),
                row["parent_at"],
                (row["from_year"], row["to_year"]),
            )
            for row in rows
        )
    )


def alias_rows(aliases: Sequence[Alias], results: Results) -> None:
    """Fill the table ``aliases``."""
    for alias in aliases:
        results.add("aliases", (alias.name, alias.successor, alias.kind, alias.from_year, alias.source))


def kept_aliases(store: Store) -> tuple[Alias, ...]:
    """The aliases that the store holds."""
    if not store.manifest.files("aliases"):
        return ()
    rows = store.table("aliases").to_pylist()
    return tuple(
        Alias(row["name"], row["successor"], cast(Kind, row["kind"]), row["from_year"], row["source"] or "")
        for row in rows
    )

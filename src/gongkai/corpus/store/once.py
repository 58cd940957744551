"""Each content once: which of the rows that are offered are taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc


def only_contents(tables: Mapping[str, pa.Table], wanted: Sequence[str], listed: Sequence[str]) -> dict[str, pa.Table]:
    """The rows of ``wanted`` contents, and all of ``files``. ``listed`` is the column of ``reports``: a content that it
    names k times was read k times over, and of its rows in every table the first k-th is taken."""
    copies = {sha: count for sha, count in Counter(listed).items() if count > 1}
    whole = not copies and len(wanted) == len(listed)
    found = {}
    for name, table in tables.items():
        if name != "files" and not (whole and name == "reports"):
            table = table.filter(pc.is_in(table["sha256"], pa.array(wanted, pa.string())))
            table = table.filter(pa.array(_first_copies(table, copies))) if copies else table
        if table.num_rows:
            found[name] = table
    return found


def _first_copies(table: pa.Table, copies: Mapping[str, int]) -> list[bool]:
    hashes = table["sha256"].to_pylist()
    left = {sha: count // copies[sha] for sha, count in Counter(hashes).items() if sha in copies}
    taken = []
    for sha in hashes:
        taken.append(left.get(sha, 1) > 0)
        if sha in left:
            left[sha] -= 1
    return taken

"""A static site of a store: plain files that open by double click, no network, no server, no script."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

import gongkai
from gongkai.corpus.errors import CorpusError
from gongkai.corpus.site.folder import cannot_build, new_site
from gongkai.corpus.site.organs import organs, prepare
from gongkai.corpus.site.pages.agencies import write_agencies
from gongkai.corpus.site.pages.compare import chosen_organs, write_compare
from gongkai.corpus.site.pages.findings import write_findings
from gongkai.corpus.site.pages.overview import write_about, write_faults, write_outcomes, write_overview
from gongkai.corpus.site.pages.reports import write_reports
from gongkai.corpus.site.rendering import Renderer
from gongkai.corpus.site.site import Progress, Site
from gongkai.corpus.store import Store
from gongkai.law.messages import Message
from gongkai.report.writing import os_fault

__all__ = ["TITLE", "build_site"]

INTERRUPTED = "Query interrupted"
"""What DuckDB makes of Ctrl-C when it comes within a query: a RuntimeError with these words."""
TITLE = "政府信息公开年度报告统计"
WRITERS: tuple[Callable[[Site], None], ...] = (
    write_overview,
    write_outcomes,
    write_findings,
    write_reports,
    write_agencies,
    write_compare,
    write_faults,
    write_about,
)


def build_site(
    store: Store,
    place: Path,
    *,
    title: str = TITLE,
    compare: Sequence[str] = (),
    made: datetime | None = None,
    expect: Callable[[int], Progress] = lambda pages: lambda written: None,
) -> int:
    """Write the site of the store's newest generation to the folder ``place`` and return the number of its pages.

    ``compare`` names the organs of the comparison; ``made`` is the time to print. ``expect`` is told about how many
    pages there will be and returns what is called as they are written. CorpusError: ``place`` is inside the store or
    holds other files, a name that the store lacks, a system that refuses; a former site then stays as it was.
    """
    _refuse_inside(store, place)
    facts = _facts(store, title, made or datetime.now().astimezone())
    try:
        return store.reading(lambda connection: _build(connection, place, facts, compare, expect))
    except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
        raise cannot_build(place, Message("内存或临时文件夹的空间不足")) from error
    except OSError as fault:
        raise cannot_build(place, os_fault(fault)) from fault
    except RuntimeError as error:
        if str(error) == INTERRUPTED:
            raise KeyboardInterrupt from error
        raise


def _refuse_inside(store: Store, place: Path) -> None:
    if Path(os.path.realpath(place)).is_relative_to(os.path.realpath(store.folder)):
        raise CorpusError(Message("{place} 在报告库里面", place=place), "请用 -o 另指定报告库以外的文件夹")


def _build(
    connection: duckdb.DuckDBPyConnection,
    place: Path,
    facts: dict[str, Any],
    compare: Sequence[str],
    expect: Callable[[int], Progress],
) -> int:
    """Write the site with bounded memory: sorts that are larger go to a temporary folder."""
    with TemporaryDirectory(prefix="gongkai-site-") as spill:
        connection.execute("SET memory_limit = '512MB'")
        connection.execute(f"SET temp_directory = '{spill.replace(chr(39), chr(39) * 2)}'")
        return _write(connection, place, facts, compare, expect)


def _write(
    connection: duckdb.DuckDBPyConnection,
    place: Path,
    facts: dict[str, Any],
    compare: Sequence[str],
    expect: Callable[[int], Progress],
) -> int:
    prepare(connection)
    known = organs(connection)
    compared = chosen_organs(known, compare)
    with new_site(place) as folder:
        written = _Counter(expect(len(known) + 60))
        site = Site(connection, Renderer(folder, facts), known, compared, written)
        site.renderer.copy_stylesheet()
        for write in WRITERS:
            write(site)
    return written.pages


class _Counter:
    """Counts pages on their way to whoever wants to know."""

    def __init__(self, tell: Progress) -> None:
        self.pages = 0
        self._tell = tell

    def __call__(self, pages: int) -> None:
        self.pages += pages
        self._tell(pages)


def _facts(store: Store, title: str, made: datetime) -> dict[str, Any]:
    """What every page prints at its foot. The hash is that of the list of files that make up the generation."""
    manifest = store.manifest
    listed = json.dumps([*sorted(manifest.paths()), *sorted(manifest.retired)])
    return {
        "site_title": title,
        "made": made,
        "version": gongkai.__version__,
        "generation": manifest.generation,
        "generation_hash": hashlib.sha256(listed.encode()).hexdigest(),
    }

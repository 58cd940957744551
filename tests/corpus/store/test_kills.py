"""A writer killed at any step leaves every report whole or absent, and what it left behind goes with the next."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.corpus.store import Store
from gongkai.corpus.store.parts import data_files
from tests.corpus.store.killed import NAMES
from tests.corpus.store.making import report, tables

ROOT = Path(__file__).resolve().parents[3]
LAST = 720  # Steps of the whole writing, and some.
MOMENTS = range(0, LAST, 3) if "GONGKAI_LONG" in os.environ else [1, 9, 17, 30, 61, 131, 290, 404, 520, 545, 590, LAST]


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """The folders of writers that were killed at each moment, and how each ended."""
    folder = tmp_path_factory.mktemp("killed")
    command = [sys.executable, "-m", "tests.corpus.store.killed", str(folder), *map(str, MOMENTS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {folder / line.split()[0]: line.split()[1] for line in done.stdout.splitlines()}


def unlisted(store):
    listed = set(store.manifest.paths())
    return [path for path in data_files(store.folder) if path.relative_to(store.folder).as_posix() not in listed]


def check_whole(store):
    """Every report that is there has all its rows, once."""
    originals = {one.source.sha256: one for one in map(report, NAMES)}
    rebuilt = list(store.reports())
    assert len({one.source.sha256 for one in rebuilt}) == len(rebuilt)
    for one in rebuilt:
        assert one == originals[one.source.sha256]
    for name in ("concepts", "findings", "files"):
        expected = sum(tables(originals[one.source.sha256])[name].num_rows for one in rebuilt)
        assert store.table(name).num_rows == expected
    return len(rebuilt)


@pytest.mark.long
def test_whatever_moment_a_writer_is_killed_at_every_report_is_whole_or_absent(killed):
    held, left_behind = set(), 0
    for folder in killed:
        store = Store.create_or_open(folder)
        held.add(check_whole(store))
        left_behind += bool(unlisted(store))
        with store.writing() as writer:
            assert unlisted(store) == []
            assert list(folder.glob(".*.part")) == []
            for name in NAMES:
                writer.add(tables(report(name)))
            writer.commit()
        assert check_whole(store) == len(NAMES)
    assert left_behind > 1, "no moment that leaves a half-written part was met"
    assert {0, len(NAMES)} < held


@pytest.mark.long
def test_every_moment_but_the_last_is_a_kill(killed):
    assert [ending for folder, ending in killed.items() if int(folder.name) < LAST - 100] == ["killed"] * sum(
        moment < LAST - 100 for moment in MOMENTS
    )
    assert "0" in killed.values()

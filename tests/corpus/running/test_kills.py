"""The client killed at any moment: run again, and the store holds every report exactly once."""

import os
import random
import select
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from gongkai.corpus.running import read_corpus
from gongkai.corpus.store import open_store
from tests.corpus.running.making import Here, contents, paths, put_reports
from tests.corpus.running.test_run import packed

ROOT = Path(__file__).parents[3]


def started(source: Path, store: Path, workers: int) -> subprocess.Popen:
    command = [sys.executable, "-m", "tests.corpus.running.client", str(source), str(store), str(workers)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def killed(source: Path, store: Path, *, reading: int, workers: int = 0) -> tuple[int, bool]:
    """(exit code, whether files were still to be read) of a run that is killed once so many files are done."""
    with started(source, store, workers) as client:
        for line in client.stdout:
            if int(line) >= reading:
                client.kill()
    return client.returncode, len(kept(store)) < 40


def kept(store: Path) -> list[str]:
    """The contents in a store, once for each time that they are there; none where it was killed at its birth."""
    if not (store / "store.json").exists():
        return []
    return open_store(store).table("reports")["sha256"].to_pylist()


def whole(store: Path) -> None:
    """Nothing in the store is there twice, or without the rows that belong to it."""
    opened = open_store(store)
    counts = Counter(kept(store))
    assert set(counts.values()) <= {1}
    sections = opened.table("sections")["sha256"].to_pylist()
    assert set(sections) == set(counts)
    assert len(set(zip(sections, opened.table("sections")["at"].to_pylist(), strict=True))) == len(sections)
    for files in opened.manifest.paths():
        assert (store / files).exists()


def sources(folder: Path) -> Path:
    put_reports(folder / "in", range(30))
    packed(folder / "in" / "a.zip", range(25, 40))
    return folder / "in"


def check_kills(folder: Path, moments: list[int], workers: int) -> None:
    source, store = sources(folder), folder / "store"
    in_flight = 0
    for moment in moments:
        code, unfinished = killed(source, store, reading=moment, workers=workers)
        in_flight += code == -9 and unfinished
        if (store / "store.json").exists():
            whole(store)
    assert in_flight, "no kill came while there was something to lose"
    with started(source, store, workers) as client:
        client.communicate()
    assert client.returncode == 0
    whole(store)
    assert paths(store) == [f"{n:04}.txt" for n in range(40)]


def test_a_client_that_is_killed_loses_little_and_nothing_is_there_twice(tmp_path):
    check_kills(tmp_path, [0, 2, 5, 8, 11, 20], workers=0)


@pytest.mark.long
@pytest.mark.skipif("GONGKAI_LONG" not in os.environ, reason="a hundred kills take minutes")
def test_a_hundred_kills(tmp_path):
    draw = random.Random(3)
    for round_ in range(20):
        check_kills(tmp_path / str(round_), [draw.randrange(14) for _ in range(5)], workers=2)


def test_what_a_killed_run_left_is_what_a_whole_one_makes(tmp_path):
    source = tmp_path / "in"
    put_reports(source, range(40))
    killed(source, tmp_path / "store", reading=12)
    assert 9 <= len(kept(tmp_path / "store")) < 40
    for store in ("store", "expected"):
        read_corpus([source], tmp_path / store, engine=Here())
    assert contents(tmp_path / "store") == contents(tmp_path / "expected")


def test_workers_of_a_killed_client_end(tmp_path):
    """They would hold memory, and the files, for ever."""
    source, store, workers = sources(tmp_path), tmp_path / "store", []
    with started(source, store, 2) as client:
        for line in client.stdout:
            if int(line) > 2:
                workers = descendants(client.pid)
                client.kill()
                break
    assert len(workers) >= 2
    for worker in workers:
        wait_for_end(worker)


def descendants(pid: int) -> list[int]:
    """Processes below a process, from /proc."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            found += [int(folder.name), *descendants(int(folder.name))]
    return found


def wait_for_end(pid: int) -> None:
    """Returns when a process that is not our child has ended."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    ended, _, _ = select.select([descriptor], [], [], 30)
    os.close(descriptor)
    assert ended, f"process {pid} is still there"

"""One writer at a time; who it is, is told; one that was killed leaves no lock; readers never wait."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.store import compaction, open_store
from gongkai.corpus.store.lock import HOLDER
from tests.corpus.store.making import report, store_of, tables

ROOT = Path(__file__).resolve().parents[3]
HOLD = """
import os, sys
from gongkai.corpus.store import open_store
with open_store(sys.argv[1]).writing():
    if len(sys.argv) > 2 and os.fork() == 0:  # A worker, as a pool of processes has them.
        print("holding", flush=True)
        sys.stdin.read()
        os._exit(0)
    elif len(sys.argv) <= 2:
        print("holding", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path):
    store_of(tmp_path / "store", report())
    return tmp_path / "store"


@pytest.fixture
def hold(folder):
    """Starts a process that holds the lock; ended with the test."""
    with ExitStack() as ending:

        def start(*arguments: str) -> subprocess.Popen:
            process = subprocess.Popen(
                [sys.executable, "-c", HOLD, str(folder), *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOT,
            )
            ending.callback(process.communicate)
            ending.callback(process.kill)
            assert process.stdout.readline() == "holding\n"
            return process

        yield start


def write(folder, name):
    with open_store(folder).writing() as writer:
        writer.add(tables(report(name)))
        writer.commit()


def test_a_second_writer_is_told_who_writes_and_a_reader_is_not_hindered(folder, hold):
    process = hold()
    with pytest.raises(CorpusError) as refusal:
        write(folder, "二")
    assert f"进程{process.pid}" in refusal.value.reason
    assert "\n" not in refusal.value.reason
    assert open_store(folder).table("reports").num_rows == 1
    process.kill()
    process.communicate()
    assert (folder / HOLDER).exists()
    write(folder, "二")
    assert open_store(folder).table("reports").num_rows == 2
    assert not (folder / HOLDER).exists()


def test_a_worker_that_outlives_a_killed_writer_holds_no_lock(folder, hold):
    process = hold("worker")
    process.kill()
    process.wait()
    write(folder, "二")
    assert open_store(folder).table("reports").num_rows == 2


def test_one_process_cannot_write_twice_at_once(folder):
    with (
        open_store(folder).writing(),
        pytest.raises(CorpusError, match=f"进程{os.getpid()}"),
        open_store(folder).writing(),
    ):
        pass
    write(folder, "二")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", json.dumps({"pid": 1}).encode()], ids=["no", "half", "list", "pid"]
)
def test_a_holder_that_is_not_told_is_refused_all_the_same(folder, content):
    with open_store(folder).writing():
        (folder / HOLDER).write_bytes(content)
        with pytest.raises(CorpusError, match="另一个程序正在写报告库"), open_store(folder).writing():
            pass


def test_what_is_not_committed_is_dropped_with_an_error(folder):
    def fail():
        with open_store(folder).writing() as writer:
            writer.add(tables(report("二")))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert open_store(folder).table("reports").num_rows == 1
    write(folder, "三")


def compact_once_after(module, name, monkeypatch, folder):
    """A writer merges all files away after a reader has learnt their names, once."""
    known = getattr(module, name)
    left = [1]

    def meanwhile(*arguments, **named):
        found = known(*arguments, **named)
        if left:
            left.pop()
            with open_store(folder).writing() as writer:
                writer._merge([compaction.Merge(writer.manifest.parts)])
        return found

    monkeypatch.setattr(module, name, meanwhile)
    return left


READS = {
    "table": lambda store: store.table("figures")["value"].to_pylist(),
    "query": lambda store: [row[0] for row in store.query("SELECT value FROM figures").rows()],
    "reading": lambda store: store.reading(lambda c: [v for (v,) in c.execute("SELECT value FROM figures").fetchall()]),
    "reports": lambda store: [cell.value for one in store.reports() for cell in one.cells.values()],
}


@pytest.mark.parametrize("how", READS)
def test_a_reader_whose_files_vanish_reads_the_new_generation(folder, how, monkeypatch):
    from gongkai.corpus.store import library, manifest

    write(folder, "二")
    store = open_store(folder)
    expected = READS[how](store)
    assert len(expected) == 4
    first = store.manifest.files("figures")[0]
    left = compact_once_after(library.manifests, "load", monkeypatch, folder)
    assert READS[how](store) == expected
    assert left == []
    assert not (folder / first.path).exists()
    assert manifest.load(folder).generation == 3


def test_a_reader_that_is_half_through_goes_on_with_what_it_has_not_seen(tmp_path):
    store = store_of(tmp_path / "store", *[report(str(n)) for n in range(4)])
    stream = store.reports()
    seen = [next(stream).source.name]
    with store.writing() as writer:
        writer._merge([compaction.Merge(writer.manifest.parts)])
    seen += [one.source.name for one in stream]
    assert sorted(seen) == [f"{n}.html" for n in range(4)]
